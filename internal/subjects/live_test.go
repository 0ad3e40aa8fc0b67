package subjects

import (
	"net/http"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/admintest"
	"github.com/admin365/admin365/billing/billingtest"
	"github.com/admin365/admin365/instances/instancestest"
)

// TestLiveTenant: without a tenant that the environment names there is a reason, and
// nobody writes who was not told to.
func TestLiveTenant(t *testing.T) {
	t.Parallel()
	env := map[string]string{}
	named := func() (live, string) { return liveTenant(func(name string) string { return env[name] }) }
	for _, name := range []string{"ADMIN365_LIVE_TENANT", "ADMIN365_LIVE_DOMAIN", "ADMIN365_LIVE_TOKEN"} {
		_, why := named()
		assert.Contains(t, why, name)
		env[name] = "x"
	}
	l, why := named()
	assert.Empty(t, why)
	assert.False(t, l.write)
	assert.False(t, l.billing().MayWrite || l.admin().MayWrite || l.identity().MayWrite || l.instances().MayWrite)
	env["ADMIN365_LIVE_WRITE"] = "1"
	l, _ = named()
	assert.False(t, l.write, "only yes is yes")
	env["ADMIN365_LIVE_WRITE"] = "yes"
	l, _ = named()
	assert.True(t, l.billing().MayWrite && l.admin().MayWrite && l.identity().MayWrite && l.instances().MayWrite)
}

// TestLiveReads runs the suites as they run on a live tenant, over one in memory: the
// cases that read pass, and nothing is changed.
func TestLiveReads(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	e := admin.NewEmulator(m, admin.EmulatorConfig{})
	credential := e.Credential(admin365.Caller{})
	token := func(scope string) admin365.Secret {
		given, err := credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{scope + "/.default"}})
		require.NoError(t, err)
		return admin365.NewSecret(given.Token)
	}
	l := live{
		id: string(m.TenantID()), domain: admin.ContosoDomain, initial: admin.ContosoInitialDomain,
		token: token("https://graph.microsoft.com"), other: otherTokens{
			bap: token("https://service.powerapps.com"), platform: token("https://api.powerplatform.com"),
			waves: token("065d9450-1e87-434e-ac2f-69af271549ed"),
		},
		http: &http.Client{Transport: e.Transport()},
	}
	before := m.Snapshot()
	t.Run("billing", func(t *testing.T) { billingtest.Run(t, l.billing()) })
	t.Run("instances", func(t *testing.T) { instancestest.Run(t, l.instances()) })
	t.Run("admin", func(t *testing.T) { admintest.Run(t, l.admin()) })
	t.Cleanup(func() { assert.Empty(t, m.Changes(before), "a live tenant stays as it is") })
}
