package graphjs_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// object is one entity as it came.
type object map[string]any

func (o object) text(name string) string {
	s, _ := o[name].(string)
	return s
}

type page struct {
	Context string   `json:"@odata.context"`
	Next    string   `json:"@odata.nextLink"`
	Count   *int     `json:"@odata.count"`
	Value   []object `json:"value"`
}

func namesOf(all []object) []string {
	names := make([]string, 0, len(all))
	for _, o := range all {
		names = append(names, o.text("userPrincipalName"))
	}
	return names
}

// inTenant is what the tenant itself answers to the query.
func (l *lab) inTenant(q identity.UserQuery) []string {
	l.t.Helper()
	names := []string{}
	for u, err := range l.m.Identity.Users.List(l.t.Context(), q) {
		require.NoError(l.t, err)
		names = append(names, u.UserPrincipalName)
	}
	return names
}

// user is the tenant's own.
func (l *lab) user(id string) *identity.User {
	l.t.Helper()
	u, err := l.m.Identity.Users.Get(l.t.Context(), admin365.UserID(id))
	require.NoError(l.t, err)
	return u
}

var eventual = map[string]string{"ConsistencyLevel": "eventual"}

var defaultProperties = []string{
	"businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone", "officeLocation",
	"preferredLanguage", "surname", "userPrincipalName",
}

// TestList: its cases come one by one, because one program takes the steps.
func TestList(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	all := l.inTenant(identity.UserQuery{})

	t.Run("plain", func(t *testing.T) {
		got := take[page](l, "users.list", nil)
		assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users", got.Context)
		assert.Equal(t, all, namesOf(got.Value))
		assert.Empty(t, got.Next)
		for _, u := range got.Value {
			assert.ElementsMatch(t, defaultProperties, slices.Collect(maps.Keys(u)))
			assert.NotNil(t, u["businessPhones"], "a list that is not set is empty, and not null")
		}
	})
	t.Run("select", func(t *testing.T) {
		got := take[page](l, "users.list", input{"select": []string{"id", "displayName", "accountEnabled"}, "top": 2})
		assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users(id,displayName,accountEnabled)", got.Context)
		require.Len(t, got.Value, 2)
		assert.Len(t, got.Value[0], 3)
		assert.Equal(t, true, got.Value[0]["accountEnabled"])
		assert.NotEmpty(t, got.Next)
	})

	cases := []struct {
		name  string
		input input
		want  identity.UserQuery
	}{
		{"filter startsWith", input{"filter": "startsWith(displayName,'A')"}, identity.UserQuery{DisplayNamePrefix: "A"}},
		{"filter startswith", input{"filter": "startswith(displayName,'A')"}, identity.UserQuery{DisplayNamePrefix: "A"}},
		{"filter eq", input{"filter": "department eq 'IT'"}, identity.UserQuery{Department: "IT"}},
		{"filter eq in another letter case", input{"filter": "department eq 'it'"}, identity.UserQuery{Department: "IT"}},
		{"filter eq and", input{"filter": "department eq 'Retail' and startsWith(givenName,'C')"}, identity.UserQuery{Department: "Retail", Filter: "startsWith(givenName,'C')"}},
		{"filter eq bool", input{"filter": "accountEnabled eq false"}, identity.UserQuery{AccountEnabled: new(false)}},
		{"filter in", input{"filter": "department in ('IT','Legal')"}, identity.UserQuery{Filter: "department in ('IT','Legal')"}},
		{"filter with an ampersand", input{"filter": "department eq 'R%26D'"}, identity.UserQuery{Department: "R&D"}},
		{"orderby", input{"orderby": "displayName"}, identity.UserQuery{OrderBy: identity.ByDisplayName}},
		{"orderby desc", input{"orderby": "displayName desc"}, identity.UserQuery{OrderBy: identity.ByDisplayNameDesc}},
		{
			"filter and orderby, advanced", input{"filter": "startsWith(displayName,'A')", "orderby": "displayName", "count": true, "headers": eventual},
			identity.UserQuery{DisplayNamePrefix: "A", OrderBy: identity.ByDisplayName},
		},
		{
			"endsWith, advanced", input{"filter": "endsWith(userPrincipalName,'v@contoso.com')", "count": true, "headers": eventual},
			identity.UserQuery{UserPrincipalNamePrefix: "AdeleV"},
		},
		{"search", input{"search": `"displayName:adele"`, "headers": eventual}, identity.UserQuery{UserPrincipalNamePrefix: "AdeleV"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := take[page](l, "users.list", c.input)
			want := l.inTenant(c.want)
			assert.Equal(t, want, namesOf(got.Value))
			if c.name != "filter eq bool" {
				assert.NotEmpty(t, want, "the case shows something")
			}
			if c.input["count"] != nil {
				require.NotNil(t, got.Count)
				assert.Equal(t, len(want), *got.Count)
			}
		})
	}

	t.Run("count", func(t *testing.T) {
		got := take[page](l, "users.list", input{"count": true, "top": 5, "headers": eventual})
		require.NotNil(t, got.Count)
		assert.Equal(t, len(all), *got.Count)
		assert.Len(t, got.Value, 5)
		got = take[page](l, "users.list", input{"count": true, "top": 5})
		assert.Nil(t, got.Count, "without the header it is passed over in silence")

		type number struct{ Type, Text string }
		assert.Equal(t, "24", take[number](l, "users.count", input{"headers": eventual}).Text)
		assert.Equal(t, "4", take[number](l, "users.count", input{"headers": eventual, "filter": "department eq 'IT'"}).Text)
		thrown := l.refused("users.count", nil)
		assert.Equal(t, 400, thrown.StatusCode)
		assert.Equal(t, "Request_BadRequest", thrown.Code)
		assert.Equal(t, "$count is not currently supported.", thrown.Message)
	})
}

func TestPages(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	type walk struct {
		Users    []object
		Complete bool
		Total    *int
		Before   int
	}
	all := l.inTenant(identity.UserQuery{})
	got := take[walk](l, "users.iterate", input{"top": 3})
	assert.Equal(t, all, namesOf(got.Users))
	assert.True(t, got.Complete)
	assert.Len(t, l.calls("identity.Users.List"), 8, "24 people in threes, and no empty page")

	// The client's iterator sends the headers again with each page.
	got = take[walk](l, "users.iterate", input{
		"top": 3, "filter": "startsWith(displayName,'A') or startsWith(displayName,'D')", "orderby": "displayName desc", "count": true,
		"headers": eventual, "select": []string{"displayName", "userPrincipalName"},
	})
	assert.Equal(t, l.inTenant(identity.UserQuery{
		Filter: "startsWith(displayName,'A') or startsWith(displayName,'D')", OrderBy: identity.ByDisplayNameDesc,
	}), namesOf(got.Users))
	assert.True(t, got.Complete)
	require.NotNil(t, got.Total)
	assert.Equal(t, len(got.Users), *got.Total)
	for _, u := range got.Users {
		assert.Len(t, u, 2, "what was selected on the first page is selected on all")
	}

	got = take[walk](l, "users.pause", input{"top": 5, "after": 7})
	assert.Equal(t, 7, got.Before)
	assert.Equal(t, all, namesOf(got.Users))
	assert.True(t, got.Complete)

	l.m.Given.Users(250)
	all = l.inTenant(identity.UserQuery{})
	before := len(l.calls("identity.Users.List"))
	got = take[walk](l, "users.iterate", nil)
	assert.Equal(t, all, namesOf(got.Users))
	assert.Len(t, l.calls("identity.Users.List"), before+3, "274 people by the service's own page of 100")
}

func TestPerson(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()

	made := take[object](l, "users.create", input{"user": object{
		"accountEnabled": true, "displayName": "Miles O'Brien", "mailNickname": "miles", "userPrincipalName": "miles.o'brien@contoso.com",
		"givenName": "Miles", "surname": "O'Brien", "jobTitle": "Chief", "department": "Operations", "usageLocation": "IE",
		"businessPhones": []string{"+353 1 555 0100"}, "mobilePhone": "+353 85 555 0101",
		"passwordProfile": object{"password": password, "forceChangePasswordNextSignIn": true},
	}})
	id := made.text("id")
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users/$entity", made.text("@odata.context"))
	assert.Equal(t, "miles.o'brien@contoso.com", made.text("userPrincipalName"))
	assert.Equal(t, "Chief", made.text("jobTitle"))
	assert.NotContains(t, made, "passwordProfile")
	there := l.user(id)
	assert.Equal(t, "Miles O'Brien", there.DisplayName)
	assert.Equal(t, "Operations", there.Department)
	assert.Equal(t, "IE", there.UsageLocation)
	assert.Equal(t, []string{"+353 1 555 0100"}, there.BusinessPhones)
	assert.Equal(t, identity.Member, there.UserType)
	assert.Equal(t, []int{201}, l.calls("identity.Users.Create"))

	for name, in := range map[string]input{
		"id":                           {"id": id},
		"user name":                    {"id": "miles.o'brien@contoso.com"},
		"user name in capitals":        {"id": "MILES.O'BRIEN@CONTOSO.COM"},
		"user name as it is":           {"path": "/users/miles.o'brien@contoso.com"},
		"user name, escaped":           {"path": "/users/miles.o%27brien%40contoso.com"},
		"in parentheses":               {"path": "/users('miles.o''brien@contoso.com')"},
		"in parentheses, escaped":      {"path": "/users('miles.o%27%27brien%40contoso.com')"},
		"id in parentheses":            {"path": "/users('" + id + "')"},
		"with a type behind":           {"path": "/users/" + id + "/microsoft.graph.user"},
		"in other letters":             {"path": "/Users/" + id},
		"the whole address":            {"path": "https://graph.microsoft.com/v1.0/users/" + id},
		"the next version":             {"path": "https://graph.microsoft.com/beta/users/" + id},
		"selected in another spelling": {"id": id, "select": []string{"DisplayName", "ID"}},
	} {
		got := take[object](l, "users.get", in)
		assert.Equal(t, id, got.text("id"), name)
		assert.Equal(t, "Miles O'Brien", got.text("displayName"), name)
	}

	none, refused := l.try("users.update", input{"id": id, "change": object{
		"jobTitle": nil, "mobilePhone": nil, "department": "Engineering", "businessPhones": []string{}, "surname": "O'Brien-Ishikawa",
	}})
	require.Nil(t, refused)
	assert.JSONEq(t, "null", string(none), "204 has no body")
	there = l.user(id)
	assert.Empty(t, there.JobTitle)
	assert.Empty(t, there.MobilePhone)
	assert.Empty(t, there.BusinessPhones)
	assert.Equal(t, "Engineering", there.Department)
	assert.Equal(t, "O'Brien-Ishikawa", there.Surname)
	assert.Equal(t, "Miles", there.GivenName, "what is absent stays")
	got := take[object](l, "users.get", input{"id": id})
	assert.Contains(t, got, "jobTitle")
	assert.Nil(t, got["jobTitle"])
	assert.Equal(t, []any{}, got["businessPhones"])

	l.take("users.update", input{"id": "miles.o'brien@contoso.com", "change": object{"userPrincipalName": "miles@contoso.com", "accountEnabled": false}})
	there = l.user(id)
	assert.Equal(t, "miles@contoso.com", there.UserPrincipalName)
	require.NotNil(t, there.AccountEnabled)
	assert.False(t, *there.AccountEnabled)

	l.take("users.delete", input{"id": "miles@contoso.com"})
	_, err := l.m.Identity.Users.Get(ctx, admin365.UserID(id))
	require.ErrorIs(t, err, admin365.ErrNotFound)
	assert.Equal(t, 404, l.refused("users.get", input{"id": id}).StatusCode)
	assert.Empty(t, l.proxy.turnedAway(), "it asked nobody but Graph and its sign-in")
}

// take takes a step whose value is of no interest.
func (l *lab) take(step string, in input) {
	l.t.Helper()
	take[json.RawMessage](l, step, in)
}

// TestGuest: a guest's user name has number signs, which a URL has to escape.
func TestGuest(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const name = "ada_fabrikam.com#EXT#@contoso.onmicrosoft.com"
	guest := l.m.Given.User(identity.NewUser{UserPrincipalName: name, DisplayName: "Ada", UserType: identity.Guest})
	got := take[object](l, "users.get", input{"id": name, "select": []string{"id", "userType"}})
	assert.Equal(t, string(guest.ID), got.text("id"))
	assert.Equal(t, "Guest", got.text("userType"))
	list := take[page](l, "users.list", input{"filter": "userType eq 'Guest'"})
	assert.Equal(t, []string{name}, namesOf(list.Value))
}

func TestManagers(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	adele := l.user("AdeleV@" + admin.ContosoDomain)

	boss := take[object](l, "managers.get", input{"user": "AdeleV@contoso.com"})
	assert.Equal(t, "#microsoft.graph.user", boss.text("@odata.type"))
	assert.Equal(t, "Miriam Graham", boss.text("displayName"))

	for name, manager := range map[string]string{"by user name": "PattiF@contoso.com", "by id": string(l.user("NestorW@contoso.com").ID)} {
		l.take("managers.set", input{"user": string(adele.ID), "manager": manager})
		there, err := l.m.Identity.Managers.Get(ctx, adele.ID)
		require.NoError(t, err)
		assert.Equal(t, l.user(manager).ID, there.ID, name)
		assert.Equal(t, string(there.ID), take[object](l, "managers.get", input{"user": "AdeleV@contoso.com"}).text("id"), name)
	}

	want := []string{}
	for u, err := range l.m.Identity.Managers.Reports(ctx, adele.ID) {
		require.NoError(t, err)
		want = append(want, u.UserPrincipalName)
	}
	require.Len(t, want, 2)
	reports := take[page](l, "managers.reports", input{"user": "AdeleV@contoso.com"})
	assert.Equal(t, want, namesOf(reports.Value))
	for _, u := range reports.Value {
		assert.Equal(t, "#microsoft.graph.user", u.text("@odata.type"))
	}
	first := take[page](l, "managers.reports", input{"user": "AdeleV@contoso.com", "top": 1})
	assert.Equal(t, want[:1], namesOf(first.Value))
	assert.NotEmpty(t, first.Next)

	l.take("managers.remove", input{"user": "AdeleV@contoso.com"})
	_, err := l.m.Identity.Managers.Get(ctx, adele.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	thrown := l.refused("managers.get", input{"user": "AdeleV@contoso.com"})
	assert.Equal(t, 404, thrown.StatusCode)
	assert.Equal(t, "Request_ResourceNotFound", thrown.Code)

	before := l.m.Snapshot()
	thrown = l.refused("managers.set", input{"user": "AdeleV@contoso.com", "manager": "nobody@contoso.com"})
	assert.Equal(t, 404, thrown.StatusCode)
	assert.Empty(t, l.m.Changes(before))
}
