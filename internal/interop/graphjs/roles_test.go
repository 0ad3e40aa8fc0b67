package graphjs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// helpdesk is the template id of the Helpdesk Administrator.
const helpdesk = "729827e3-9c14-49f7-bb1b-9608f156bbb8"

// TestRoleAssignments: assign a role, see it in both views, take it back.
// Source: https://learn.microsoft.com/graph/api/rbacapplication-post-roleassignments
func TestRoleAssignments(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const assignments = "/roleManagement/directory/roleAssignments"
	adele := string(l.user("AdeleV@contoso.com").ID)
	body := object{"@odata.type": "#microsoft.graph.unifiedRoleAssignment", "roleDefinitionId": helpdesk, "principalId": adele, "directoryScopeId": "/"}

	made := served[object](l, "paths.post", input{"path": assignments, "body": body})
	id := made.text("id")
	require.NotEmpty(t, id)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#roleManagement/directory/roleAssignments/$entity", made.text("@odata.context"))
	for name, want := range map[string]string{"roleDefinitionId": helpdesk, "principalId": adele, "directoryScopeId": "/"} {
		assert.Equal(t, want, made.text(name))
	}
	of := func(filter string) []object {
		t.Helper()
		return served[page](l, "paths.get", input{"path": assignments, "filter": filter}).Value
	}
	assert.Equal(t, []string{id}, idsOf(of("principalId eq '"+adele+"'")))
	assert.Equal(t, []string{id}, idsOf(of("principalId eq '"+adele+"' and roleDefinitionId eq '"+helpdesk+"'")))
	assert.Contains(t, idsOf(of("roleDefinitionId eq '"+helpdesk+"'")), id)
	assert.Equal(t, id, served[object](l, "paths.get", input{"path": assignments + "/" + id}).text("id"))

	before := l.m.Snapshot()
	thrown := l.refused("paths.post", input{"path": assignments, "body": body})
	assert.Equal(t, 400, thrown.StatusCode)
	assert.Equal(t, "Request_BadRequest", thrown.Code)
	body["principalId"] = "00000000-1111-4222-8333-444444444444"
	assert.Equal(t, 404, l.refused("paths.post", input{"path": assignments, "body": body}).StatusCode)
	assert.Empty(t, l.m.Changes(before))

	l.take("paths.delete", input{"path": assignments + "/" + id})
	assert.Empty(t, of("principalId eq '"+adele+"'"))
	assert.Equal(t, 404, l.refused("paths.get", input{"path": assignments + "/" + id}).StatusCode)
}

// TestRoleDefinitions: how programs find the role that they mean.
// Source: https://learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions
func TestRoleDefinitions(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const definitions = "/roleManagement/directory/roleDefinitions"
	found := served[page](l, "paths.get", input{"path": definitions, "filter": "displayName eq 'Helpdesk Administrator'"})
	require.Equal(t, []string{helpdesk}, idsOf(found.Value))
	assert.Equal(t, true, found.Value[0]["isBuiltIn"])
	assert.Equal(t, "Helpdesk Administrator", served[object](l, "paths.get", input{"path": definitions + "/" + helpdesk}).text("displayName"))
}

// TestDirectoryRoles: the older view of the same.
// Source: https://learn.microsoft.com/graph/api/directoryrole-post-members
func TestDirectoryRoles(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	adele := string(l.user("AdeleV@contoso.com").ID)
	active := served[page](l, "paths.get", input{"path": "/directoryRoles", "filter": "roleTemplateId eq '" + helpdesk + "'"})
	var role string
	if len(active.Value) > 0 {
		role = active.Value[0].text("id")
	} else {
		role = served[object](l, "paths.post", input{"path": "/directoryRoles", "body": object{"roleTemplateId": helpdesk}}).text("id")
	}
	assert.NotEqual(t, helpdesk, role, "a role has an id of its own")
	members := func() []string {
		t.Helper()
		return idsOf(served[page](l, "paths.get", input{"path": "/directoryRoles/" + role + "/members"}).Value)
	}
	reference := object{"@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/" + adele}
	served[any](l, "paths.post", input{"path": "/directoryRoles/" + role + "/members/$ref", "body": reference})
	assert.Contains(t, members(), adele)
	assert.Equal(t, 400, l.refused("paths.post", input{"path": "/directoryRoles/" + role + "/members/$ref", "body": reference}).StatusCode)
	byTemplate := served[object](l, "paths.get", input{"path": "/directoryRoles/roleTemplateId=" + helpdesk})
	assert.Equal(t, role, byTemplate.text("id"))
	served[any](l, "paths.delete", input{"path": "/directoryRoles/" + role + "/members/" + adele + "/$ref"})
	assert.NotContains(t, members(), adele)
}
