package identity_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

const missingParameter = "One or more parameters of the operation '%s' are missing from the request payload. The missing parameters are: %s."

// nest makes a group of each kind around Adele: she is in the security group inner, that
// in outer, and she is in a group for mail alone and holds a role.
func nest(t *testing.T, s *identity.Service) (adele, inner, outer, mail, role string) {
	t.Helper()
	adele = string(userID(t, s, "AdeleV"))
	for m := range s.Memberships.List(t.Context(), admin365.UserID(adele)) {
		require.NoError(t, s.GroupMembers.Remove(t.Context(), admin365.GroupID(m.ID), admin365.ObjectID(adele)))
	}
	made := func(name string, security bool) string {
		n := identity.NewGroup{DisplayName: name, MailNickname: name}
		if !security {
			n.GroupTypes, n.MailEnabled, n.SecurityEnabled = []string{"Unified"}, new(true), new(false)
		}
		g, err := s.Groups.Create(t.Context(), n)
		require.NoError(t, err)
		return string(g.ID)
	}
	inner, outer, mail = made("inner", true), made("outer", true), made("mail", false)
	for group, member := range map[string]string{inner: adele, outer: inner, mail: adele} {
		require.NoError(t, s.GroupMembers.Add(t.Context(), admin365.GroupID(group), admin365.ObjectID(member)))
	}
	readers, err := s.ActivatedRoles.Activate(t.Context(), identity.GlobalReader)
	require.NoError(t, err)
	require.NoError(t, s.ActivatedRoles.AddMember(t.Context(), identity.GlobalReader, admin365.ObjectID(adele)))
	return adele, inner, outer, mail, string(readers.ID)
}

// TestMemberOf: what somebody is in, through groups too, as a program asks that got too
// many groups for its token: groups alone or roles too, all of them or those for security,
// of users, groups and objects, and of those that it names which they are.
func TestMemberOf(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	adele, inner, outer, mail, role := nest(t, w.Tenant.Identity)
	ask := func(path, body string) []any {
		t.Helper()
		got := w.Do("POST", path, body).Want(t, 200)
		assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)", got["@odata.context"])
		return got["value"].([]any)
	}
	for _, of := range []string{"/users/" + adele, "/users/AdeleV@contoso.com", "/directoryObjects/" + adele} {
		assert.ElementsMatch(t, []any{inner, outer, mail}, ask(of+"/getMemberGroups", `{"securityEnabledOnly":false}`), of)
		assert.ElementsMatch(t, []any{inner, outer}, ask(of+"/microsoft.graph.getMemberGroups", `{"securityEnabledOnly":true}`), of)
		assert.ElementsMatch(t, []any{inner, outer, mail, role}, ask(of+"/getMemberObjects", `{"securityEnabledOnly":false}`), of)
		assert.ElementsMatch(t, []any{inner, outer}, ask(of+"/getMemberObjects", `{"securityEnabledOnly":true}`), of)
		assert.Equal(t, []any{outer}, ask(of+"/checkMemberGroups", `{"groupIds":["`+strings.ToUpper(outer)+`","`+role+`","`+adele+`"]}`), of)
		assert.Equal(t, []any{role, inner}, ask(of+"/checkMemberObjects", `{"ids":["`+role+`","`+inner+`","`+role+`"]}`), of)
		assert.Empty(t, ask(of+"/checkMemberObjects", `{"ids":[]}`), of)
	}
	assert.Equal(t, []any{outer}, ask("/groups/"+inner+"/getMemberGroups", `{"securityEnabledOnly":false}`))
	assert.Empty(t, ask("/directoryObjects/"+outer+"/getMemberObjects", `{"securityEnabledOnly":false}`))

	ids := func(n int) string { return strings.TrimSuffix(strings.Repeat(`"`+inner+`",`, n), ",") }
	assert.Equal(t, []any{inner}, ask("/users/"+adele+"/checkMemberGroups", `{"groupIds":[`+ids(20)+`]}`))
	w.Do("POST", "/users/"+adele+"/checkMemberGroups", `{"groupIds":[`+ids(21)+`]}`).Refused(t, 400, badRequest, "Too many items in the collection 'groupIds': it has 21, and can have 20.")
	w.Do("POST", "/users/"+adele+"/checkMemberObjects", `{"groupIds":[]}`).Refused(t, 400, badRequest, fmt.Sprintf(missingParameter, "checkMemberObjects", "ids"))
	w.Do("POST", "/users/"+adele+"/getMemberGroups", `{}`).Refused(t, 400, badRequest, fmt.Sprintf(missingParameter, "getMemberGroups", "securityEnabledOnly"))
	w.Do("POST", "/groups/"+inner+"/getMemberObjects", `{"securityEnabledOnly":true}`).Refused(t, 400, badRequest, "securityEnabledOnly can be true for users and service principals alone.")
	for _, path := range []string{"/users/" + inner, "/groups/" + adele, "/directoryObjects/0badc0de-5ea7-4bad-8bad-000000000000"} {
		id := path[strings.LastIndex(path, "/")+1:]
		w.Do("POST", path+"/getMemberGroups", `{"securityEnabledOnly":false}`).Refused(t, 404, "Request_ResourceNotFound",
			fmt.Sprintf("Resource '%s' does not exist or one of its queried reference-property objects are not present.", id))
	}
}

// TestObjectsByID: what ids are, one or many, of whatever type, each as its type has it;
// ids of nobody are passed over.
func TestObjectsByID(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	adele, inner, _, _, role := nest(t, w.Tenant.Identity)
	got := w.Do("GET", "/directoryObjects/"+adele, "").Want(t, 200)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity", got["@odata.context"])
	assert.Equal(t, "#microsoft.graph.user", got["@odata.type"])
	assert.Equal(t, "AdeleV@contoso.com", got["userPrincipalName"])
	assert.Equal(t, 404, w.Do("GET", "/directoryObjects/0badc0de-5ea7-4bad-8bad-000000000000", "").StatusCode)

	byIDs := func(body string) (types []string) {
		t.Helper()
		for _, o := range w.Do("POST", "/directoryObjects/getByIds", body).Want(t, 200)["value"].([]any) {
			object := o.(map[string]any)
			types = append(types, object["@odata.type"].(string)+" "+object["id"].(string))
		}
		return types
	}
	all := `"ids":["` + role + `","` + adele + `","0badc0de-5ea7-4bad-8bad-000000000000","` + inner + `","` + adele + `"]`
	assert.Equal(t, []string{"#microsoft.graph.directoryRole " + role, "#microsoft.graph.user " + adele, "#microsoft.graph.group " + inner}, byIDs("{"+all+"}"))
	assert.Equal(t, []string{"#microsoft.graph.user " + adele, "#microsoft.graph.group " + inner}, byIDs("{"+all+`,"types":["user","Group"]}`))
	assert.Len(t, byIDs("{"+all+`,"types":["directoryObject"]}`), 3)

	many := strings.TrimSuffix(strings.Repeat(`"`+adele+`",`, 1001), ",")
	w.Do("POST", "/directoryObjects/getByIds", `{"ids":[`+many+`]}`).Refused(t, 400, badRequest, "Too many items in the collection 'ids': it has 1001, and can have 1000.")
	w.Do("POST", "/directoryObjects/getByIds", `{"types":["user"]}`).Refused(t, 400, badRequest, fmt.Sprintf(missingParameter, "getByIds", "ids"))
	w.Do("POST", "/directoryObjects/getByIds", `{"ids":["x"]}`).Refused(t, 400, badRequest, "Invalid object identifier 'x'.")
	w.Do("POST", "/directoryObjects/getByIds", "{"+all+`,"types":["toaster"]}`).Refused(t, 400, badRequest, "Unknown directory object type 'toaster'.")
	w.Do("POST", "/directoryObjects/getByIds?$top=1", "{"+all+"}").Refused(t, 400, badRequest,
		"The following query options are not supported by this request method or cannot be applied to the requested resource: $top")

	// What needs a license or a permission by a name needs it by an id.
	require.NoError(t, w.Tenant.Backstage.SetPremium(t.Context(), false))
	assert.Equal(t, 403, w.Do("POST", "/directoryObjects/getByIds?$select=signInActivity", "{"+all+"}").StatusCode)
	assert.Equal(t, 403, w.Do("GET", "/directoryObjects/"+adele+"?$select=signInActivity", "").StatusCode)
}

// TestGroupMemberships: what a group is a member of, by itself and through others.
func TestGroupMemberships(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	_, inner, outer, _, _ := nest(t, w.Tenant.Identity)
	s := w.Tenant.Identity
	top, err := s.Groups.Create(t.Context(), identity.NewGroup{DisplayName: "top", MailNickname: "top"})
	require.NoError(t, err)
	require.NoError(t, s.GroupMembers.Add(t.Context(), top.ID, admin365.ObjectID(outer)))
	names := func(path string) (names []string) {
		for _, o := range w.Do(http.MethodGet, path, "").Want(t, 200)["value"].([]any) {
			names = append(names, o.(map[string]any)["displayName"].(string))
		}
		return names
	}
	assert.Equal(t, []string{"outer"}, names("/groups/"+inner+"/memberOf"))
	assert.ElementsMatch(t, []string{"outer", "top"}, names("/groups/"+inner+"/transitiveMemberOf"))
	assert.Equal(t, 404, w.Do("GET", "/groups/0badc0de-5ea7-4bad-8bad-000000000000/memberOf", "").StatusCode)
}
