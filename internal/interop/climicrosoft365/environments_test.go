package climicrosoft365_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/instances"
)

// TestEnvironments: Power Platform's environments, as an administrator and as people who
// make applications and flows read them.
func TestEnvironments(t *testing.T) {
	t.Parallel()
	l := asAdministrator(t)
	var own []string
	var one *instances.Environment
	for e, err := range l.m.Instances.Environments.List(t.Context(), instances.EnvironmentQuery{}) {
		require.NoError(t, err)
		own = append(own, string(e.ID))
		if !e.IsDefault {
			one = e
		}
	}
	defaultName := "Default-" + string(l.m.TenantID())
	for command, kind := range map[string]string{
		"pp environment": "Microsoft.BusinessAppPlatform/environments", "flow environment": "Microsoft.ProcessSimple/environments",
		"pa environment": "Microsoft.PowerApps/environments",
	} {
		list := shown[[]object](l, command+" list", nil)
		assert.ElementsMatch(t, own, each(list, "name"), command)
		assert.Equal(t, kind, list[0].text("type"))
		assert.Equal(t, one.DisplayName, properties(t, shown[object](l, command+" get", options{"name": string(one.ID)})).text("displayName"), command)
		assert.Equal(t, defaultName, shown[object](l, command+" get", options{"default": true}).text("name"), command)
	}
	admins := shown[[]object](l, "pp environment list", options{"asAdmin": true})
	assert.ElementsMatch(t, own, each(admins, "name"))
	got := shown[object](l, "pp environment get", options{"name": string(one.ID), "asAdmin": true})
	assert.Equal(t, "Microsoft.BusinessAppPlatform/scopes/environments", got.text("type"))
	linked, ok := properties(t, got)["linkedEnvironmentMetadata"].(map[string]any)
	require.True(t, ok)
	assert.Equal(t, one.Dataverse.APIURL, linked["instanceApiUrl"])
	assert.Equal(t, "Access to the environment 'xyz' is denied.", l.refused("flow environment get", options{"name": "xyz"}))
}

func properties(t *testing.T, o object) object {
	t.Helper()
	p, ok := o["properties"].(map[string]any)
	require.True(t, ok, "%v", o)
	return p
}
