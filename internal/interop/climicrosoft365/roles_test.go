package climicrosoft365_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// TestRoles: a role of one's own, and who has it.
func TestRoles(t *testing.T) {
	t.Parallel()
	l := signedIn(t)
	ctx := t.Context()
	const action = "microsoft.directory/applications/basic/read"
	made := shown[object](l, "entra roledefinition add", options{"displayName": "App Reader", "description": "Reads", "allowedResourceActions": []string{action}})
	id := made.text("id")
	role, err := l.m.Identity.Roles.Get(ctx, admin365.RoleID(id))
	require.NoError(t, err)
	assert.Equal(t, "App Reader", role.DisplayName)
	assert.Equal(t, []string{action}, role.RolePermissions[0].AllowedResourceActions)

	assert.Equal(t, id, shown[object](l, "entra roledefinition get", options{"displayName": "App Reader"}).text("id"))
	assert.Equal(t, object{"displayName": "App Reader"}, shown[object](l, "entra roledefinition get", options{"id": id, "properties": "displayName"}))
	own := shown[[]object](l, "entra roledefinition list", options{"filter": "isBuiltIn eq false", "properties": "id,displayName"})
	assert.Equal(t, []object{{"id": id, "displayName": "App Reader"}}, own)
	assert.Greater(t, len(shown[[]object](l, "entra roledefinition list", nil)), 40)

	l.run("entra roledefinition set", options{"id": id, "newDisplayName": "Application Viewer", "enabled": true})
	role, err = l.m.Identity.Roles.Get(ctx, admin365.RoleID(id))
	require.NoError(t, err)
	assert.Equal(t, "Application Viewer", role.DisplayName)
	assert.Equal(t, "Reads", role.Description, "what is absent stays")
	assert.Contains(t, l.refused("entra roledefinition set", options{"displayName": "User Administrator", "newDisplayName": "x"}), "Built-in role definitions")

	adele := l.user("AdeleV@contoso.com").ID
	given := shown[object](l, "entra roleassignment add", options{"roleDefinitionName": "User Administrator", "principal": "AdeleV@contoso.com"})
	assert.Equal(t, "/", given.text("directoryScopeId"))
	got, err := l.m.Identity.RoleAssignments.Get(ctx, identity.RoleAssignmentID(given.text("id")))
	require.NoError(t, err)
	assert.Equal(t, admin365.ObjectID(adele), got.PrincipalID)
	assert.Equal(t, identity.UserAdministrator, got.RoleID)
	assert.Contains(t, l.refused("entra roleassignment add", options{"roleDefinitionName": "User Administrator", "principal": string(adele)}), "A conflicting object")

	l.run("entra roledefinition remove", options{"id": id, "force": true})
	_, err = l.m.Identity.Roles.Get(ctx, admin365.RoleID(id))
	require.ErrorIs(t, err, admin365.ErrNotFound)
}
