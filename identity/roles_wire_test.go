package identity_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/wiretest"
)

const (
	definitions = "/roleManagement/directory/roleDefinitions"
	assignments = "/roleManagement/directory/roleAssignments"
	globalAdmin = string(identity.GlobalAdministrator)
	userAdmin   = string(identity.UserAdministrator)
	groupsAdmin = string(identity.GroupsAdministrator)
	memberUser  = "a0b1b346-4d3e-4e8b-98f8-753987be4970"

	conflicting   = "A conflicting object with one or more of the specified property values is present in the directory."
	alreadyMember = "One or more added object references already exist for the following modified properties: 'members'."
	implicit      = "Instantiating an implicit user role is not supported."
	ownRole       = "Removing self from Global Administrator built-in role is not allowed"
	lastAdmin     = "The last Global Administrator of the directory cannot be removed."
)

func absent(id string) string {
	return "Resource '" + id + "' does not exist or one of its queried reference-property objects are not present."
}

// id is the object id of a user of Contoso.
func (w *wire) id(nickname string) string {
	w.T.Helper()
	id, _ := w.Do("GET", "/users/"+nickname+"@contoso.com?$select=id", "").Want(w.T, 200)["id"].(string)
	return id
}

func assignment(role, who, scope string) string {
	return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.unifiedRoleAssignment","roleDefinitionId":%q,"principalId":%q,"directoryScopeId":%q}`, role, who, scope)
}

// give assigns a role in the whole tenant and returns the assignment's id.
func (w *wire) give(role, who string) string {
	w.T.Helper()
	id, _ := w.Do("POST", assignments, assignment(role, who, "/")).Want(w.T, http.StatusCreated)["id"].(string)
	return id
}

func (w *wire) addMember(role, who string) answer {
	w.T.Helper()
	return w.Do("POST", "/directoryRoles/roleTemplateId="+role+"/members/$ref", `{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/`+who+`"}`)
}

func filter(text string) string { return "?$filter=" + url.QueryEscape(text) }

// TestRoleSamples compares the vendor's samples key by key with what the emulator
// answers to the same requests.
func TestRoleSamples(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	type roles struct {
		Value []struct {
			identity.ActivatedRole
			Deleted *string `json:"deletedDateTime"`
		} `json:"value"`
	}
	list := sample(t, "directoryRoles-list.json")
	got := w.Do("GET", "/directoryRoles", "")
	wiretest.MustSameShape(t, list, got.Whole)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#directoryRoles", got.Want(t, 200)["@odata.context"])
	assert.Len(t, wiretest.MustDecode[roles](t, list).Value, 3)

	request, response := string(sample(t, "roleAssignment-create.request.json")), sample(t, "roleAssignment-create.response.json")
	sent := wiretest.MustDecode[identity.NewRoleAssignment](t, []byte(request))
	adele := w.id("AdeleV")
	request = strings.NewReplacer(string(sent.RoleID), groupsAdmin, string(sent.PrincipalID), adele).Replace(request)
	created := w.Do("POST", assignments, request)
	created.Want(t, http.StatusCreated)
	wiretest.MustSameShape(t, response, created.Whole)
	want, have := wiretest.MustDecode[identity.RoleAssignment](t, response), wiretest.MustDecode[identity.RoleAssignment](t, created.Whole)
	assert.Len(t, have.ID, len(want.ID))
	assert.True(t, strings.HasSuffix(string(have.ID), "-1"))
	assert.Equal(t, identity.RoleAssignment{ID: have.ID, RoleID: identity.GroupsAdministrator, PrincipalID: admin365.ObjectID(adele), DirectoryScopeID: "/"}, *have)
}

// TestOwnRoleFixtures: the same with fixtures of our own.
// Source: https://learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions and its neighbors.
func TestOwnRoleFixtures(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	for _, c := range []struct{ fixture, path string }{
		{"role-get.json", definitions + "/" + string(identity.HelpdeskAdministrator)},
		{"role-assignments-expand.json", assignments + filter("roleDefinitionId eq '"+globalAdmin+"'") + "&$expand=principal"},
		{"directory-role-get.json", "/directoryRoles/roleTemplateId=" + globalAdmin},
		{"directory-role-members.json", "/directoryRoles/roleTemplateId=" + globalAdmin + "/members"},
		{"directory-role-template.json", "/directoryRoleTemplates/" + globalAdmin},
	} {
		t.Run(c.fixture, func(t *testing.T) {
			got := w.Do("GET", c.path, "")
			got.Want(t, 200)
			wiretest.MustSameShape(t, wiretest.Fixture(t, c.fixture), got.Whole)
		})
	}
}

// TestTwoViews: what is given in one view is there in the other, and gone when it
// is taken away in either.
func TestTwoViews(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	adele := w.id("AdeleV")
	role := "/directoryRoles(roleTemplateId='" + groupsAdmin + "')"
	w.Do("GET", role, "").Refused(t, 404, "Request_ResourceNotFound", absent(groupsAdmin))
	w.Do("GET", role+"/members", "").Want(t, 404)
	w.addMember(groupsAdmin, adele).Refused(t, 404, "Request_ResourceNotFound", absent(groupsAdmin))

	id := w.give(groupsAdmin, adele)
	assert.Equal(t, []string{adele}, w.Do("GET", role+"/members", "").Column(t, "id"), "who is given a role is a member")
	w.addMember(groupsAdmin, adele).Refused(t, 400, badRequest, alreadyMember)
	w.Do("DELETE", role+"/members/"+adele+"/$ref", "").Want(t, 204)
	w.Do("GET", assignments+"/"+id, "").Refused(t, 404, "Request_ResourceNotFound", absent(id))
	w.Do("DELETE", role+"/members/"+adele+"/$ref", "").Refused(t, 404, "Request_ResourceNotFound", absent(adele))
	assert.Empty(t, w.Do("GET", role+"/members", "").Column(t, "id"), "activated for ever")

	w.addMember(groupsAdmin, adele).Want(t, 204)
	assert.Equal(t, []string{id}, w.Do("GET", assignments+filter("principalId eq '"+adele+"'"), "").Column(t, "id"), "a member has an assignment, and the same id as before")
	w.Do("POST", assignments, assignment(groupsAdmin, adele, "/")).Refused(t, 400, badRequest, conflicting)
	w.Do("DELETE", assignments+"/"+id, "").Want(t, 204)
	w.Do("DELETE", assignments+"/"+id, "").Want(t, 404)
	assert.Empty(t, w.Do("GET", role+"/members", "").Column(t, "id"))
}

// TestActivation: the seed's roles are activated, others are when somebody asks.
func TestActivation(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	before := w.Do("GET", "/directoryRoles", "").Column(t, "roleTemplateId")
	assert.ElementsMatch(t, []string{
		globalAdmin, userAdmin, string(identity.LicenseAdministrator), string(identity.BillingAdministrator), string(identity.HelpdeskAdministrator),
		string(identity.ServiceSupportAdministrator), string(identity.Dynamics365Administrator),
	}, before)
	activate := func(template string) answer {
		return w.Do("POST", "/directoryRoles", `{"roleTemplateId":"`+template+`"}`)
	}
	got := activate(strings.ToUpper(groupsAdmin)).Want(t, http.StatusCreated)
	assert.Equal(t, groupsAdmin, got["roleTemplateId"])
	assert.NotEqual(t, groupsAdmin, got["id"], "an object of its own")
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#directoryRoles/$entity", got["@odata.context"])
	id, _ := got["id"].(string)
	assert.Equal(t, got["displayName"], w.Do("GET", "/directoryRoles/"+id, "").Want(t, 200)["displayName"])
	w.Do("GET", "/directoryRoles/"+groupsAdmin, "").Refused(t, 404, "Request_ResourceNotFound", absent(groupsAdmin))

	activate(groupsAdmin).Refused(t, 400, badRequest, conflicting)
	activate(globalAdmin).Refused(t, 400, badRequest, conflicting)
	activate(memberUser).Refused(t, 400, badRequest, implicit)
	activate("11111111-2222-4333-8444-555555555555").Want(t, 404)
	activate("x").Want(t, 404)
	w.Do("POST", "/directoryRoles", `{}`).Want(t, 400)
	w.Do("POST", "/directoryRoles", `{"roleTemplateId":"`+string(identity.GlobalReader)+`","displayName":"x"}`).Want(t, 400)

	other, err := w.Tenant.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	theirs, err := other.Identity.ActivatedRoles.Get(t.Context(), identity.GlobalAdministrator)
	require.NoError(t, err)
	assert.NotEqual(t, w.Do("GET", "/directoryRoles/roleTemplateId="+globalAdmin, "").Want(t, 200)["id"], string(theirs.ID), "each tenant has its own")
}

// TestAssignmentRefusals: what cannot be given, and how the service says no.
func TestAssignmentRefusals(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	adele, stranger := w.id("AdeleV"), "11111111-2222-4333-8444-555555555555"
	before := w.Tenant.Snapshot()
	const scope = "Invalid value specified for property 'directoryScopeId' of resource 'RoleAssignment'."
	const oneScope = "Must specify valid property scope of entity RoleAssignment"
	const resource = "The given built-in role is not supported to be assigned to a single resource scope."
	for _, c := range []struct {
		name, body string
		status     int
		message    string
	}{
		{"unknown role", assignment(stranger, adele, "/"), 404, absent(stranger)},
		{"unknown principal", assignment(groupsAdmin, stranger, "/"), 404, absent(stranger)},
		{"a sign-in name is no object id", assignment(groupsAdmin, "AdeleV@contoso.com", "/"), 404, absent("AdeleV@contoso.com")},
		{"administrative unit", assignment(groupsAdmin, adele, "/administrativeUnits/"+stranger), 404, absent(stranger)},
		{"administrative unit without an id", assignment(groupsAdmin, adele, "/administrativeUnits/"), 400, scope},
		{"administrative unit whose id is none", assignment(groupsAdmin, adele, "/ADMINISTRATIVEUNITS/x"), 400, scope},
		{"administrative units", assignment(groupsAdmin, adele, "/administrativeUnits"), 400, scope},
		{"an empty scope", assignment(groupsAdmin, adele, ""), 400, oneScope},
		{"unknown object", assignment(groupsAdmin, adele, "/"+stranger), 404, absent(stranger)},
		{"built-in role on one object", assignment(groupsAdmin, adele, "/"+adele), 400, resource},
		{"scope without a slash", assignment(groupsAdmin, adele, adele), 400, scope},
		{"no scope at all", `{"roleDefinitionId":"` + groupsAdmin + `","principalId":"` + adele + `"}`, 400, oneScope},
		{"both scopes", strings.Replace(assignment(groupsAdmin, adele, "/"), "{", `{"appScopeId":"/",`, 1), 400, oneScope},
		{"implicit role", assignment(memberUser, adele, "/"), 400, implicit},
		{"no role", `{"principalId":"` + adele + `","directoryScopeId":"/"}`, 400, "A value is required for property 'roleDefinitionId' of resource 'RoleAssignment'."},
		{"no principal", `{"roleDefinitionId":"` + groupsAdmin + `","directoryScopeId":"/"}`, 400, "A value is required for property 'principalId' of resource 'RoleAssignment'."},
		{"unknown property", strings.Replace(assignment(groupsAdmin, adele, "/"), "{", `{"planet":"/",`, 1), 400, unknown},
		{"has it already", assignment(userAdmin, w.id("NestorW"), "/"), 400, conflicting},
	} {
		t.Run(c.name, func(t *testing.T) {
			code := badRequest
			if c.status == 404 {
				code = "Request_ResourceNotFound"
			}
			w.Do("POST", assignments, c.body).Refused(t, c.status, code, c.message)
		})
	}
	assert.Equal(t, 501, w.Do("POST", assignments, `{"roleDefinitionId":"`+groupsAdmin+`","principalId":"`+adele+`","appScopeId":"/"}`).StatusCode, "not modeled, and says so")
	assert.Empty(t, w.Tenant.Changes(before))
	w.Do("POST", assignments, assignment("d29b2b05-8046-44ba-8758-1e26182fcf32", adele, "/")).Want(t, http.StatusCreated)
}

// TestAdministratorStays: nobody takes Global Administrator from himself, and the
// last one stays.
func TestAdministratorStays(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	me, adele := w.id("admin"), w.id("AdeleV")
	id := w.Do("GET", assignments+filter("principalId eq '"+me+"' and roleDefinitionId eq '"+globalAdmin+"'"), "").Column(t, "id")
	require.Len(t, id, 1)
	member := "/directoryRoles/roleTemplateId=" + globalAdmin + "/members/" + me + "/$ref"
	paths := []string{assignments + "/" + id[0], member}
	for _, path := range paths {
		w.Do("DELETE", path, "").Refused(t, 400, badRequest, ownRole)
	}
	w.As(admin365.Caller{App: "app"})
	for _, path := range paths {
		w.Do("DELETE", path, "").Refused(t, 400, badRequest, lastAdmin)
	}
	w.As(admin365.AsUser("admin@contoso.com"))
	for _, path := range paths {
		w.Do("DELETE", path, "").Refused(t, 400, badRequest, ownRole)
	}
	own := w.give(globalAdmin, adele)
	for _, path := range paths {
		w.Do("DELETE", path, "").Refused(t, 400, badRequest, ownRole)
	}
	w.As(admin365.AsUser("AdeleV@contoso.com"))
	w.Do("DELETE", assignments+"/"+own, "").Refused(t, 400, badRequest, ownRole)
	w.Do("DELETE", paths[0], "").Want(t, 204)
	w.As(admin365.Caller{App: "app"})
	w.Do("DELETE", assignments+"/"+own, "").Refused(t, 400, badRequest, lastAdmin)
	w.As(admin365.AsUser("AdeleV@contoso.com"))
	w.give(userAdmin, adele)
	w.Do("DELETE", "/directoryRoles/roleTemplateId="+userAdmin+"/members/"+adele+"/$ref", "").Want(t, 204)
}

// TestRoleQueries: filters, expansions and pages of the lists.
func TestRoleQueries(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	me, nestor := w.id("admin"), w.id("NestorW")
	list := func(path string) []string { return w.Do("GET", path, "").Column(t, "id") }
	assert.Equal(t, []string{groupsAdmin}, list(definitions+filter("displayName eq 'groups ADMINISTRATOR'")))
	assert.Len(t, list(definitions+filter("id in ('"+groupsAdmin+"','"+userAdmin+"')")), 2)
	assert.Equal(t, []string{userAdmin}, list(definitions+filter("templateId eq '"+userAdmin+"'")))
	assert.Empty(t, list(definitions+filter("isBuiltIn eq false")))
	assert.Len(t, list(definitions+filter("isBuiltIn eq true")), 42)
	assert.Len(t, list(assignments+filter("roleDefinitionId eq '"+strings.ToUpper(globalAdmin)+"'")), 1)
	assert.Len(t, list(assignments+filter("principalId eq '"+nestor+"'")), 2)
	assert.Len(t, list(assignments+filter("principalId eq '"+me+"' and roleDefinitionId eq '"+globalAdmin+"'")), 1)
	assert.Empty(t, list(assignments+filter("principalId eq '"+nestor+"' and roleDefinitionId eq '"+globalAdmin+"'")))
	assert.Len(t, list(assignments+filter("directoryScopeId eq '/'")), 8)
	assert.Equal(t, []string{"Global Administrator"}, w.Do("GET", "/directoryRoles"+filter("roleTemplateId eq '"+globalAdmin+"'"), "").Column(t, "displayName"))
	assert.Equal(t, []string{userAdmin}, w.Do("GET", "/directoryRoles"+filter("displayName eq 'User Administrator'"), "").Column(t, "roleTemplateId"))
	assert.Len(t, list("/directoryRoleTemplates"), 42)

	expanded := w.Do("GET", "/directoryRoles"+filter("roleTemplateId eq '"+globalAdmin+"'")+"&$expand=members($select=id,userPrincipalName)", "").Want(t, 200)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#directoryRoles(members())", expanded["@odata.context"])
	roles, _ := expanded["value"].([]any)
	role, _ := roles[0].(map[string]any)
	assert.Equal(t, []any{map[string]any{"@odata.type": "#microsoft.graph.user", "id": me, "userPrincipalName": "admin@contoso.com"}}, role["members"])
	one := w.Do("GET", "/directoryRoles/roleTemplateId="+globalAdmin+"?$select=id&$expand=members", "").Want(t, 200)
	assert.Len(t, one, 3, "context, id, members")

	id := list(assignments + filter("principalId eq '"+me+"' and roleDefinitionId eq '"+globalAdmin+"'"))[0]
	got := w.Do("GET", assignments+"/"+id+"?$expand=roleDefinition($select=id,displayName)", "").Want(t, 200)
	assert.Equal(t, map[string]any{"id": globalAdmin, "displayName": "Global Administrator"}, got["roleDefinition"])
	got = w.Do("GET", assignments+"/"+id+"?$expand=directoryScope&$select=id", "").Want(t, 200)
	assert.Nil(t, got["directoryScope"])
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#roleManagement/directory/roleAssignments(id,directoryScope())/$entity", got["@odata.context"])
	inherited := w.Do("GET", definitions+"/"+userAdmin+"?$select=id&$expand=inheritsPermissionsFrom", "").Want(t, 200)
	assert.Equal(t, []any{map[string]any{"id": string(identity.DirectoryReaders)}}, inherited["inheritsPermissionsFrom"])

	for _, path := range []string{
		definitions + filter("description eq 'x'"), definitions + filter("startsWith(displayName,'U')"), definitions + "?$orderby=displayName", definitions + "?$expand=members",
		assignments + "?$expand=planets", assignments + "?$expand=principal($select=planet)", assignments + "?$select=planet", assignments + "?$top=0",
		"/directoryRoles?$top=1", "/directoryRoles?$expand=owners", "/directoryRoles?$skiptoken=x", "/directoryRoles?$orderby=displayName",
		"/directoryRoleTemplates?$top=1", "/directoryRoleTemplates" + filter("displayName eq 'x'"), "/directoryRoleTemplates?$expand=members",
		"/directoryRoles/roleTemplateId=" + globalAdmin + "/members?$top=1", "/directoryRoles/roleTemplateId=" + globalAdmin + "/members" + filter("displayName eq 'x'"),
		"/directoryRoles/roleTemplateId=" + globalAdmin + "/members?$select=planet", "/directoryRoles/roleTemplateId=" + globalAdmin + "/members?$planet=x",
	} {
		assert.Equal(t, 400, w.Do("GET", path, "").StatusCode, "an option is kept or refused: %s", path)
	}
}

// TestRolePages: with $top the lists come in pages, and nothing twice.
func TestRolePages(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	for i := range 3 {
		w.Do("POST", definitions, fmt.Sprintf(`{"displayName":"Own %d","isEnabled":true,"rolePermissions":[{"allowedResourceActions":["microsoft.directory/users/standard/read"]}]}`, i)).Want(t, 201)
	}
	for _, list := range []string{
		definitions, assignments, definitions + filter("isBuiltIn eq false"), assignments + filter("roleDefinitionId eq '"+string(identity.BillingAdministrator)+"'"),
		assignments + filter("principalId eq '"+w.id("NestorW")+"'"),
	} {
		all := w.Do("GET", list, "").Column(t, "id")
		require.Greater(t, len(all), 1, list)
		mark := "?"
		if strings.Contains(list, "?") {
			mark = "&"
		}
		for top := 1; top <= len(all)+1; top++ {
			var got []string
			pages := 0
			for path := fmt.Sprintf("%s%s$top=%d&$count=true", list, mark, top); path != ""; pages++ {
				page := w.Do("GET", path, "", eventual)
				got = append(got, page.Column(t, "id")...)
				m := page.Want(t, 200)
				if pages == 0 {
					assert.EqualValues(t, len(all), m["@odata.count"])
				}
				path, _ = m["@odata.nextLink"].(string)
			}
			assert.Equal(t, all, got, "%s by %d", list, top)
			assert.Equal(t, (len(all)+top-1)/top, pages, "%s by %d", list, top)
		}
	}
}

// TestMemberReference: what hamilton asks before it takes a role away.
func TestMemberReference(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	me, adele := w.id("admin"), w.id("AdeleV")
	role, _ := w.Do("GET", "/directoryRoles/roleTemplateId="+globalAdmin, "").Want(t, 200)["id"].(string)
	got := w.Do("GET", "/directoryRoles/"+role+"/members/"+me+"/$ref?$select=id,url", "").Want(t, 200)
	assert.Equal(t, map[string]any{
		"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity", "@odata.type": "#microsoft.graph.user",
		"id": me, "url": "https://graph.microsoft.com/v1.0/directoryObjects/" + me,
	}, got)
	w.Do("GET", "/directoryRoles/"+role+"/members/"+adele+"/$ref", "").Refused(t, 404, "Request_ResourceNotFound", absent(adele))

	by := func(reference string) answer {
		return w.Do("POST", "/directoryRoles/"+role+"/members/$ref", `{"@odata.id":"`+reference+`"}`)
	}
	by("https://graph.microsoft.com/v1.0/directoryObjects/AdeleV@contoso.com").Want(t, 404)
	by("https://graph.microsoft.com/v1.0/users/nobody@contoso.com").Want(t, 404)
	by("https://graph.microsoft.com/v1.0/planets/x").Want(t, 400)
	by("https://graph.microsoft.com/v1.0/users/AdeleV@contoso.com").Want(t, 204)
	assert.ElementsMatch(t, []string{me, adele}, w.Do("GET", "/directoryRoles/"+role+"/members?$select=id", "").Column(t, "id"))
	full := w.Do("GET", "/directoryRoles/"+role+"/members?$select=displayName,appId", "").Want(t, 200)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#directoryObjects(displayName,appId)", full["@odata.context"])
}
