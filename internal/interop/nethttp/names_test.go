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

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// TestPaths: one user, in every way in which clients write his address.
func TestPaths(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	u := l.m.Given.User(identity.NewUser{UserPrincipalName: "miles.o'brien#1@contoso.com", DisplayName: "Miles O'Brien"})
	id := string(u.ID)
	paths := []string{
		"/v1.0/users/" + id, "/v1.0/users/" + strings.ToUpper(id),
		"/v1.0/users('" + id + "')", "/v1.0/users(%27" + id + "%27)",
		"/v1.0/users/miles.o'brien%231@contoso.com", "/v1.0/users/miles.o%27brien%231%40contoso.com", "/v1.0/users/MILES.O'BRIEN%231@CONTOSO.COM",
		"/v1.0/users('miles.o''brien%231@contoso.com')", "/v1.0/users(%27miles.o%27%27brien%231%40contoso.com%27)", "/v1.0/users('MILES.O''BRIEN%231@contoso.com')",
		"/v1.0/Users/" + id, "/v1.0/USERS('" + id + "')", "/V1.0/users/" + id,
		"/v1.0/users/" + id + "/", "/v1.0/users/" + id + "/microsoft.graph.user", "/v1.0/users/" + id + "/Microsoft.Graph.User",
		"/beta/users/" + id, "/Beta/users('" + id + "')",
	}
	for _, path := range paths {
		a := l.get(path)
		if assert.Equal(t, http.StatusOK, a.status, "%s: %s", path, a.body) {
			assert.Equal(t, id, a.text("id"), path)
		}
	}

	l.do("PUT", "/v1.0/users('miles.o''brien%231@contoso.com')/Manager/$REF", object{"@odata.id": graph + "/v1.0/users/" + adele}).is(http.StatusNoContent)
	for _, path := range []string{"/v1.0/users/" + id + "/manager", "/v1.0/users('" + id + "')/MANAGER", "/v1.0/users/" + id + "/manager/microsoft.graph.user"} {
		a := l.get(path)
		if assert.Equal(t, http.StatusOK, a.status, "%s: %s", path, a.body) {
			assert.Equal(t, "Adele Vance", a.text("displayName"), path)
		}
	}
	for _, path := range []string{"/v1.0/users('" + adele + "')/directReports", "/v1.0/users/" + adele + "/DirectReports", "/v1.0/users/" + adele + "/directreports/microsoft.graph.user"} {
		a := l.get(path)
		if assert.Equal(t, http.StatusOK, a.status, "%s: %s", path, a.body) {
			assert.Len(t, a.items(), 3, path)
		}
	}
}

// TestPropertyNames: PnP's CLI sends mailNickName and surName, and selects Id.
// What comes back is spelled as the service spells it.
func TestPropertyNames(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	a := l.do("POST", "/v1.0/users", object{
		"AccountEnabled": true, "DISPLAYNAME": "Pat", "mailNickName": "pat", "UserPrincipalName": "pat@contoso.com", "surName": "Knopp",
		"PasswordProfile": object{"Password": password, "ForceChangePasswordNextSignIn": true},
	}).is(http.StatusCreated)
	id := a.text("id")
	assert.Equal(t, "Knopp", a.text("surname"))
	there := l.user(id)
	assert.Equal(t, "pat", there.MailNickname)
	assert.Equal(t, "Knopp", there.Surname)
	l.do("PATCH", "/v1.0/users/"+id, object{"SURNAME": "Buttons", "jobtitle": nil}).is(http.StatusNoContent)
	assert.Equal(t, "Buttons", l.user(id).Surname)

	for _, query := range []string{"$select=Id,SurName", "$Select=id,surname", "%24select=id,surname", "select=id,surname", "$select=id,%20surname", "$select=id%2Csurname"} {
		a := l.get("/v1.0/users/" + id + "?" + query)
		if assert.Equal(t, http.StatusOK, a.status, "%s: %s", query, a.body) {
			got := a.object()
			assert.Equal(t, graph+"/v1.0/$metadata#users(id,surname)/$entity", got["@odata.context"], query)
			assert.ElementsMatch(t, []string{"@odata.context", "id", "surname"}, slices.Collect(maps.Keys(got)), query)
		}
	}
	for _, query := range []string{
		"$filter=SURNAME eq 'Buttons'", "$FILTER=surname eq 'buttons'", "%24filter=surname%20eq%20'Buttons'", "filter=surname+eq+%27Buttons%27",
		"$filter=startsWith(surName,'butt')", "$filter=startswith(Surname,'BUTT') and accountEnabled eq true",
	} {
		a := l.get("/v1.0/users?" + strings.ReplaceAll(query, " ", "%20"))
		if assert.Equal(t, http.StatusOK, a.status, "%s: %s", query, a.body) {
			assert.Equal(t, []string{"pat@contoso.com"}, namesOf(a.items()), query)
		}
	}
	a = l.get("/v1.0/users?$orderby=DisplayName%20desc&$top=2").is(http.StatusOK)
	assert.Equal(t, l.names(identity.UserQuery{OrderBy: identity.ByDisplayNameDesc})[:2], namesOf(a.items()))
}

// TestUnknownExtensions: who selects an extension that nobody registered gets
// an answer without it.
func TestUnknownExtensions(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const name = "extension_0123456789abcdef0123456789abcdef_costCode"
	a := l.get("/v1.0/users/" + adele + "?$select=id," + name).is(http.StatusOK)
	assert.NotEmpty(t, a.text("id"))
	assert.NotContains(t, a.object(), name)
	assert.Len(t, l.get("/v1.0/users?$select=id,"+name).is(http.StatusOK).items(), 24)
}

// TestReferences: of @odata.id only the type and the id are read.
func TestReferences(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	nestor := l.user("NestorW@contoso.com")
	id := string(nestor.ID)
	for _, reference := range []string{
		graph + "/v1.0/users/" + id, graph + "/beta/users/" + id, graph + "/v1.0/directoryObjects/" + id,
		"https://graph.windows.net/contoso.com/directoryObjects/" + id,
		graph + "/v2/" + string(l.m.TenantID()) + "/directoryObjects/" + id + "/Microsoft.DirectoryServices.User",
		graph + "/v1.0/users('" + id + "')", graph + "/v1.0/directoryObjects('" + id + "')", graph + "/v1.0/directoryObjects(%27" + id + "%27)",
		graph + "/v1.0/users/NestorW@contoso.com", graph + "/v1.0/users/nestorw%40contoso.com", graph + "/v1.0/users('NestorW@contoso.com')",
		graph + "/V1.0/Users/" + strings.ToUpper(id),
		"https://graph.microsoft.com//v1.0/users/" + id,
		"users/" + id, "directoryObjects('" + id + "')",
	} {
		l.do("PUT", "/v1.0/users/"+adele+"/manager/$ref", object{"@odata.id": graph + "/v1.0/users/PattiF@contoso.com"}).is(http.StatusNoContent)
		a := l.do("PUT", "/v1.0/users/"+adele+"/manager/$ref", object{"@odata.id": reference})
		if !assert.Equal(t, http.StatusNoContent, a.status, "%s: %s", reference, a.body) {
			continue
		}
		manager, err := l.m.Identity.Managers.Get(t.Context(), adele)
		require.NoError(t, err)
		assert.Equal(t, nestor.ID, manager.ID, reference)
	}

	before := l.m.Snapshot()
	for name, body := range map[string]object{
		"nobody":     {"@odata.id": graph + "/v1.0/users/" + url.PathEscape("nobody@contoso.com")},
		"no id":      {"@odata.id": graph + "/v1.0/users"},
		"no address": {"@odata.id": ""},
		"nothing":    {},
		"null":       {"@odata.id": nil},
		"elsewhere":  {"@odata.id": "ftp://nowhere/"},
	} {
		a := l.do("PUT", "/v1.0/users/"+adele+"/manager/$ref", body)
		assert.Contains(t, []int{http.StatusBadRequest, http.StatusNotFound}, a.status, name)
		code, _ := a.refusal()
		assert.NotEmpty(t, code, name)
	}
	l.unchanged(before)
}

// TestBeta: the second version has its own addresses in what it answers.
func TestBeta(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	made := l.do("POST", "/beta/users", newcomer("beta", nil)).is(http.StatusCreated)
	id := made.text("id")
	assert.Equal(t, graph+"/beta/$metadata#users/$entity", made.text("@odata.context"))
	l.do("PATCH", "/beta/users/"+id, object{"showInAddressList": false}).is(http.StatusNoContent)
	there := l.user(id)
	require.NotNil(t, there.ShowInAddressList)
	assert.False(t, *there.ShowInAddressList)
	a := l.get("/beta/users/" + id + "?$select=showInAddressList").is(http.StatusOK)
	assert.Equal(t, false, a.object()["showInAddressList"])

	want := l.names(identity.UserQuery{})
	var got []string
	for next := "/beta/users?$top=7"; next != ""; {
		a := l.get(next).is(http.StatusOK)
		got = append(got, namesOf(a.items())...)
		assert.Equal(t, graph+"/beta/$metadata#users", a.text("@odata.context"))
		next = a.text("@odata.nextLink")
		if next != "" {
			require.True(t, strings.HasPrefix(next, graph+"/beta/users?"), next)
			next = strings.TrimPrefix(next, graph)
		}
	}
	assert.Equal(t, want, got)

	l.do("DELETE", "/beta/users/"+id, nil).is(http.StatusNoContent)
	_, err := l.m.Identity.Users.Get(t.Context(), admin365.UserID(id))
	require.ErrorIs(t, err, admin365.ErrNotFound)
}
