package nethttp_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	helpdesk      = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	reportsReader = "4a5d8f65-41da-4de4-8968-e035b65339cf"
)

// TestTerraformGroups repeats a group's life, and that of a membership beside it.
// The provider works on the next version of the API.
// Source: hashicorp/terraform-provider-azuread, internal/services/groups.
func TestTerraformGroups(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	tenant, first, second := string(l.m.TenantID()), string(l.user(adele).ID), string(l.user("AlexW@contoso.com").ID)
	filter := func(text string) string { return "%24filter=" + url.QueryEscape(text) }
	named := func(name string) []object {
		t.Helper()
		return l.get("/beta/groups?"+filter("displayName eq '"+name+"'"), terraform...).served().is(http.StatusOK).items()
	}
	assert.Empty(t, named("Terra"), "the name is looked for before")

	made := l.do("POST", "/beta/groups", object{
		"@odata.type": "#microsoft.graph.group", "displayName": "TERRAFORM_UPDATE_539da3bd", "description": nil, "groupTypes": []string{},
		"isAssignableToRole": false, "mailEnabled": false, "mailNickname": "terra-group", "membershipRule": nil, "securityEnabled": true,
	}, terraform...).served().is(http.StatusCreated)
	id := made.text("id")
	group := "/beta/groups/" + id
	l.do("PATCH", group, object{"@odata.type": "#microsoft.graph.group", "displayName": "Terra"}, terraform...).is(http.StatusNoContent)
	read := l.get(group, terraform...).is(http.StatusOK)
	assert.Equal(t, "Terra", read.text("displayName"))
	assert.Contains(t, read.object(), "description")
	assert.Equal(t, []string{id}, idsOf(named("Terra")))

	// Members of the resource itself: the reference holds the tenant.
	l.do("PATCH", group, object{"members@odata.bind": []string{graph + "/v1.0/" + tenant + "/directoryObjects/" + first}}, terraform...).is(http.StatusNoContent)
	again := l.do("PATCH", group, object{"members@odata.bind": []string{graph + "/v1.0/" + tenant + "/directoryObjects/" + first}}, terraform...).is(http.StatusBadRequest)
	_, message := again.refusal()
	assert.True(t, strings.HasPrefix(message, "One or more added object references already exist"), message)

	// A membership as a resource of its own.
	members := func(query string) []object {
		t.Helper()
		return l.get(group+"/members"+query, terraform...).served().is(http.StatusOK).items()
	}
	require.Len(t, members(""), 1)
	assert.Equal(t, "#microsoft.graph.user", members("")[0]["@odata.type"], "it decides the Go type")
	reference := object{"@odata.id": graph + "/beta/directoryObjects/" + second}
	l.do("POST", group+"/members/$ref", reference, terraform...).served().is(http.StatusNoContent)
	assert.Equal(t, []string{second}, idsOf(members("?"+filter("id eq '"+second+"'"))))
	l.do("DELETE", group+"/members/"+second+"/$ref", nil, terraform...).is(http.StatusNoContent)
	assert.Empty(t, members("?"+filter("id eq '"+second+"'")))
	assert.Equal(t, []string{first}, idsOf(members("?%24select=id")))

	l.do("DELETE", group, nil, terraform...).is(http.StatusNoContent)
	l.get(group, terraform...).is(http.StatusNotFound)
}

// TestHamiltonGroups: how that SDK finds deleted groups, brings them back, and
// deletes them for good.
// Source: manicminer/hamilton, msgraph/groups.go.
func TestHamiltonGroups(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	member := string(l.user(adele).ID)
	id := l.do("POST", "/beta/groups", object{
		"@odata.type": "#microsoft.graph.group", "displayName": "Hamilton", "mailEnabled": true, "mailNickname": "hamilton", "securityEnabled": true,
		"groupTypes": []string{"Unified"}, "members@odata.bind": []string{graph + "/v1.0/" + string(l.m.TenantID()) + "/directoryObjects/" + member},
	}, terraform...).served().is(http.StatusCreated).text("id")
	l.do("DELETE", "/beta/groups/"+id, nil, terraform...).is(http.StatusNoContent)
	deleted := l.get("/beta/directory/deleteditems/microsoft.graph.group", terraform...).served().is(http.StatusOK)
	assert.Equal(t, []string{id}, idsOf(deleted.items()))
	l.get("/beta/directory/deletedItems/"+id, terraform...).served().is(http.StatusOK)
	back := l.do("POST", "/beta/directory/deletedItems/"+id+"/restore", nil, terraform...).served().is(http.StatusOK)
	assert.Equal(t, id, back.text("id"))
	assert.Equal(t, []string{member}, idsOf(l.get("/beta/groups/"+id+"/members?%24select=id", terraform...).served().is(http.StatusOK).items()))
	l.do("DELETE", "/beta/groups/"+id, nil, terraform...).is(http.StatusNoContent)
	l.do("DELETE", "/beta/directory/deletedItems/"+id, nil, terraform...).is(http.StatusNoContent)
	l.get("/beta/directory/deletedItems/"+id, terraform...).is(http.StatusNotFound)
}

// TestHamiltonGroupMember: the SDK looks a member up before it removes him.
// Source: manicminer/hamilton, msgraph/groups.go.
func TestHamiltonGroupMember(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	member := string(l.user(adele).ID)
	id := l.do("POST", "/beta/groups", object{
		"displayName": "Hamilton", "mailEnabled": false, "mailNickname": "hamilton", "securityEnabled": true,
		"members@odata.bind": []string{graph + "/v1.0/directoryObjects/" + member},
	}, terraform...).served().is(http.StatusCreated).text("id")
	single := "/beta/groups/" + id + "/members/" + member + "/$ref"
	isReference(t, l.get(single+"?%24select=id%2Curl", terraform...).served().is(http.StatusOK), member)
	l.do("DELETE", single, nil, terraform...).served().is(http.StatusNoContent)
	l.get(single+"?%24select=id%2Curl", terraform...).is(http.StatusNotFound)
}

// isReference asserts what that SDK reads of a single member.
func isReference(t *testing.T, a *answer, id string) {
	t.Helper()
	o := a.object()
	assert.ElementsMatch(t, []string{"@odata.context", "@odata.type", "id", "url"}, slices.Collect(maps.Keys(o)))
	assert.Equal(t, "#microsoft.graph.user", o["@odata.type"])
	assert.Equal(t, id, o["id"])
	assert.Contains(t, o["url"], id)
}

// TestTerraformRoles: a role is found by its template, activated if it is not,
// and given.
// Source: hashicorp/terraform-provider-azuread, internal/services/directoryroles;
// manicminer/hamilton, msgraph/directory_roles.go.
func TestTerraformRoles(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	member := string(l.user(adele).ID)
	templates := l.get("/v1.0/directoryRoleTemplates", terraform...).served().is(http.StatusOK).items()
	names := map[string]string{}
	for _, template := range templates {
		names[text(template, "id")] = text(template, "displayName")
	}
	assert.Equal(t, "Helpdesk Administrator", names[helpdesk])
	assert.Equal(t, "Reports Reader", names[reportsReader])
	assert.Equal(t, "Reports Reader", l.get("/v1.0/directoryRoleTemplates/"+reportsReader, terraform...).served().is(http.StatusOK).text("displayName"))

	active := func() []object {
		t.Helper()
		return l.get("/v1.0/directoryRoles?%24filter="+url.QueryEscape("roleTemplateId eq '"+reportsReader+"'"), terraform...).served().is(http.StatusOK).items()
	}
	require.Empty(t, active(), "nobody has it, so nobody has activated it")
	body := object{"@odata.type": "#microsoft.graph.directoryRole", "roleTemplateId": reportsReader}
	made := l.do("POST", "/v1.0/directoryRoles", body, terraform...).served().is(http.StatusCreated)
	role := made.text("id")
	assert.Equal(t, reportsReader, made.text("roleTemplateId"))
	again := l.do("POST", "/v1.0/directoryRoles", body, terraform...).is(http.StatusBadRequest)
	_, message := again.refusal()
	assert.Equal(t, "A conflicting object with one or more of the specified property values is present in the directory.", message)
	assert.Equal(t, []string{role}, idsOf(active()))
	assert.Equal(t, "Reports Reader", l.get("/v1.0/directoryRoles/"+role, terraform...).served().is(http.StatusOK).text("displayName"))

	single := "/v1.0/directoryRoles/" + role + "/members/" + member + "/$ref"
	l.get(single+"?%24select=id%2Curl", terraform...).served().is(http.StatusNotFound)
	reference := object{"@odata.id": graph + "/v1.0/directoryObjects/" + member}
	l.do("POST", "/v1.0/directoryRoles/"+role+"/members/$ref", reference, terraform...).served().is(http.StatusNoContent)
	isReference(t, l.get(single+"?%24select=id%2Curl", terraform...).is(http.StatusOK), member)
	members := l.get("/v1.0/directoryRoles/"+role+"/members?%24select=id", terraform...).served().is(http.StatusOK).items()
	require.Equal(t, []string{member}, idsOf(members))
	assert.Equal(t, "#microsoft.graph.user", members[0]["@odata.type"])
	again = l.do("POST", "/v1.0/directoryRoles/"+role+"/members/$ref", reference, terraform...).is(http.StatusBadRequest)
	_, message = again.refusal()
	assert.Equal(t, "One or more added object references already exist for the following modified properties: 'members'.", message)
	l.do("DELETE", single, nil, terraform...).served().is(http.StatusNoContent)
	l.get(single+"?%24select=id%2Curl", terraform...).is(http.StatusNotFound)
}

// TestTerraformRoleAssignments: an assignment is believed after it was read three
// times.
// Source: hashicorp/terraform-provider-azuread, directory_role_assignment_resource.go.
func TestTerraformRoleAssignments(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const assignments = "/v1.0/roleManagement/directory/roleAssignments"
	principal := string(l.user(adele).ID)
	made := l.do("POST", assignments, object{
		"@odata.type": "#microsoft.graph.unifiedRoleAssignment", "directoryScopeId": "/", "principalId": principal, "roleDefinitionId": helpdesk,
	}, terraform...).served()
	assert.Contains(t, []int{http.StatusOK, http.StatusCreated}, made.status, "%s", made.body)
	id := made.text("id")
	for range 3 {
		got := l.get(assignments+"/"+id, terraform...).served().is(http.StatusOK)
		assert.Equal(t, principal, got.text("principalId"))
		assert.Equal(t, helpdesk, got.text("roleDefinitionId"))
		assert.Equal(t, "/", got.text("directoryScopeId"))
	}
	l.do("DELETE", assignments+"/"+id, nil, terraform...).is(http.StatusNoContent)
	l.get(assignments+"/"+id, terraform...).is(http.StatusNotFound)
}
