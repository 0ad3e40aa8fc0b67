package identity_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestMemberGroups: the ids of what a user is in, by himself and by other groups.
// Source: https://learn.microsoft.com/graph/api/directoryobject-getmembergroups
func TestMemberGroups(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	s := w.Tenant.Identity
	alex := userID(t, s, "AlexW")
	inner := w.Tenant.Given.Group(identity.NewGroup{DisplayName: "Inner", Members: []admin365.ObjectID{admin365.ObjectID(alex)}})
	outer := w.Tenant.Given.Group(identity.NewGroup{DisplayName: "Outer", Members: []admin365.ObjectID{admin365.ObjectID(inner.ID)}})
	team := w.Tenant.Given.Group(identity.NewGroup{
		DisplayName: "Team", GroupTypes: []string{identity.UnifiedGroup}, SecurityEnabled: new(false), Members: []admin365.ObjectID{admin365.ObjectID(alex)},
	})
	groups := func(path, body string, edits ...func(*http.Request)) []any {
		t.Helper()
		m := w.Do("POST", path, body, edits...).Want(t, 200)
		assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)", m["@odata.context"])
		ids, ok := m["value"].([]any)
		require.True(t, ok)
		return ids
	}
	every := groups("/users/"+string(alex)+"/getMemberGroups", `{"securityEnabledOnly":false}`)
	for _, g := range []*identity.Group{inner, outer, team} {
		assert.Contains(t, every, string(g.ID), g.DisplayName)
	}
	secure := groups("/users/AlexW@contoso.com/microsoft.graph.getMemberGroups", `{"securityEnabledOnly":true}`)
	assert.Contains(t, secure, string(outer.ID))
	assert.NotContains(t, secure, string(team.ID), "it is no security group")

	w.As(admin365.AsUser(admin365.UserID(alex)))
	assert.Equal(t, every, groups("/me/getMemberGroups", `{"securityEnabledOnly":false}`))
	w.Do("GET", "/me/getMemberGroups", "").Refused(t, 405, badRequest, "Specified HTTP method is not allowed for the request target.")
}

// TestBindOwners: a PATCH adds owners as it adds members, as a public client does it; all
// of them or none.
func TestBindOwners(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	s := w.Tenant.Identity
	g := w.Tenant.Given.Group(identity.NewGroup{DisplayName: "Owned"})
	path, alex, adele := "/groups/"+string(g.ID), string(userID(t, s, "AlexW")), string(userID(t, s, "AdeleV"))
	owned := func(part string) []string {
		t.Helper()
		return each(w.Do("GET", path+"/"+part, "").Values(t), "id")
	}
	w.Do("PATCH", path, `{"owners@odata.bind":["https://graph.microsoft.com/v1.0/directoryObjects/`+alex+`"]}`).Want(t, 204)
	assert.Equal(t, []string{alex}, owned("owners"))
	assert.Empty(t, owned("members"), "an owner is no member by that")
	requests := w.Tenant.Requests()
	assert.True(t, slices.ContainsFunc(requests, func(r admin.Request) bool { return r.Op == "identity.GroupOwners.AddSeveral" }))

	w.Do("PATCH", path, `{"description":"d","owners@odata.bind":["users/`+adele+`"],"members@odata.bind":["users/`+adele+`"]}`).Want(t, 204)
	assert.ElementsMatch(t, []string{alex, adele}, owned("owners"))
	assert.Equal(t, []string{adele}, owned("members"))

	before := w.Tenant.Snapshot()
	lee := string(userID(t, s, "LeeG"))
	w.Do("PATCH", path, `{"owners@odata.bind":["users/`+lee+`","users/`+alex+`"]}`).Refused(t, 400, badRequest,
		"One or more added object references already exist for the following modified properties: 'owners'.")
	many := strings.TrimSuffix(strings.Repeat(`"users/`+lee+`",`, 21), ",")
	w.Do("PATCH", path, `{"owners@odata.bind":[`+many+`]}`).Refused(t, 400, badRequest, "A resource cannot contain more than 20 link changes.")
	assert.Empty(t, w.Tenant.Changes(before), "one request is one change")

	for i := range 98 {
		u := w.Tenant.Given.User(identity.NewUser{UserPrincipalName: fmt.Sprintf("owner%d@contoso.com", i)})
		w.Do("PATCH", path, `{"owners@odata.bind":["users/`+string(u.ID)+`"]}`).Want(t, 204)
	}
	w.Do("PATCH", path, `{"owners@odata.bind":["users/`+lee+`"]}`).Refused(t, 403, "Directory_QuotaExceeded",
		"Unable to perform operation as '101' would exceed the maximum quota count '100' for forward-link 'owners'.")
}

// TestPasswordRules: what beta says of a password that nobody has.
// Source: https://learn.microsoft.com/graph/api/user-validatepassword
func TestPasswordRules(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	const path = "https://graph.microsoft.com/beta/users/validatePassword"
	for password, broken := range map[string][]string{
		"cli365P@ssW0rd":          nil,
		"Ab1!":                    {"PasswordMinLength"},
		"cli365password":          {"PasswordComplexity"},
		"P@ssw0rd1!":              {"PasswordNotBanned"},
		strings.Repeat("aA1", 86): {"PasswordMaxLength"},
		"abc":                     {"PasswordMinLength", "PasswordComplexity"},
	} {
		m := w.Do("POST", path, `{"password":"`+password+`"}`).Want(t, 200)
		assert.Equal(t, broken == nil, m["isValid"], password)
		rules, ok := m["validationResults"].([]any)
		require.True(t, ok)
		assert.Len(t, rules, 4)
		var failed []string
		for _, r := range rules {
			rule, ok := r.(map[string]any)
			require.True(t, ok)
			if rule["validationPassed"] != true {
				failed = append(failed, rule["ruleName"].(string)) //nolint:forcetypeassert // A test.
			}
			assert.NotEmpty(t, rule["message"])
		}
		assert.Equal(t, broken, failed, password)
	}
	w.Do("POST", "/users/validatePassword", `{"password":"x"}`).Refused(t, 400, "BadRequest", "Resource not found for the segment 'validatePassword'.")
	for _, r := range w.Tenant.Requests() {
		assert.NotContains(t, r.String(), "cli365", "no password is kept")
	}
}
