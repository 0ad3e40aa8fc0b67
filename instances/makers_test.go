package instances_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

const (
	apps  = "https://api.powerapps.com/providers/Microsoft.PowerApps/environments"
	flows = "https://api.flow.microsoft.com/providers/Microsoft.ProcessSimple/environments"
)

// TestMakers: Power Apps and Power Automate tell everybody of the environments in which
// he works.
// Source: pnp/cli-microsoft365.
func TestMakers(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	dev := w.byDomain("contoso-dev")
	for range 20 {
		w.do("GET", bap+"/environments", "2020-10-01", "").want(t, 200) // The API of a token is no chance, though others take it.
	}
	adele, err := w.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
	require.NoError(t, err)
	for address, kind := range map[string]string{apps: "Microsoft.PowerApps/environments", flows: "Microsoft.ProcessSimple/environments"} {
		w.as(admin365.Caller{})
		assert.Len(t, values(t, w.do("GET", address, "2017-08-01", "")), 5, "all of them to who administers them")
		m := w.do("GET", address+"/"+string(dev.ID), "2016-11-01", "").want(t, 200)
		assert.Equal(t, kind, m["type"])
		assert.Equal(t, "/providers/"+kind+"/"+string(dev.ID), m["id"])
		p, ok := m["properties"].(map[string]any)
		require.True(t, ok)
		assert.Equal(t, dev.DisplayName, p["displayName"])
		assert.Equal(t, dev.AzureRegion, p["azureRegionHint"])
		assert.NotContains(t, p, "azureRegion", "as the other API names it")
		linked, ok := p["linkedEnvironmentMetadata"].(map[string]any)
		require.True(t, ok)
		assert.Equal(t, dev.Dataverse.APIURL, linked["instanceApiUrl"])

		w.as(admin365.AsUser(adele.ID))
		assert.Len(t, values(t, w.do("GET", address, "2016-11-01", "")), 1, "everybody works in the default one")
		assert.Equal(t, "Default-"+string(w.TenantID()), w.do("GET", address+"/~default", "2016-11-01", "").want(t, 200)["name"])
		for _, id := range []string{string(dev.ID), "xyz"} {
			w.do("GET", address+"/"+id, "2016-11-01", "").refused(t, 403, "EnvironmentAccessDenied")
		}
	}
}
