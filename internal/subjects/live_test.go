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
	assert.False(t, l.billing().MayWrite || l.admin().MayWrite || l.identity().MayWrite)
	env["ADMIN365_LIVE_WRITE"] = "1"
	l, _ = named()
	assert.False(t, l.write, "only yes is yes")
	env["ADMIN365_LIVE_WRITE"] = "yes"
	l, _ = named()
	assert.True(t, l.billing().MayWrite && l.admin().MayWrite && l.identity().MayWrite)
}

// TestLiveReads runs the suites as they run on a live tenant, over one in memory: the
// cases that read pass, and nothing is changed.
func TestLiveReads(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	e := admin.NewEmulator(m, admin.EmulatorConfig{})
	token, err := e.Credential(admin365.Caller{}).GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}})
	require.NoError(t, err)
	l := live{
		id: string(m.TenantID()), domain: admin.ContosoDomain, initial: admin.ContosoInitialDomain,
		token: admin365.NewSecret(token.Token), http: &http.Client{Transport: e.Transport()},
	}
	before := m.Snapshot()
	t.Run("billing", func(t *testing.T) { billingtest.Run(t, l.billing()) })
	t.Run("admin", func(t *testing.T) { admintest.Run(t, l.admin()) })
	t.Cleanup(func() { assert.Empty(t, m.Changes(before), "a live tenant stays as it is") })
}
