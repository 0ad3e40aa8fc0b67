package climicrosoft365_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// object is one entity as the CLI prints it.
type object map[string]any

func (o object) text(name string) string {
	s, _ := o[name].(string)
	return s
}

// each collects a member of every object.
func each(all []object, name string) []string {
	found := make([]string, 0, len(all))
	for _, o := range all {
		found = append(found, o.text(name))
	}
	return found
}

// user is the tenant's own.
func (l *lab) user(id string) *identity.User {
	l.t.Helper()
	u, err := l.m.Identity.Users.Get(l.t.Context(), admin365.UserID(id))
	require.NoError(l.t, err)
	return u
}

// TestPeople: a person comes, changes, gets a manager, leaves, and is for ever gone.
func TestPeople(t *testing.T) {
	t.Parallel()
	l := signedIn(t)
	const name = "ada@contoso.com"
	adele := l.user("AdeleV@contoso.com")

	made := shown[object](l, "entra user add", options{
		"displayName": "Ada Lovelace", "userName": name, "password": password, "firstName": "Ada", "lastName": "Lovelace", "usageLocation": "IE",
		"jobTitle": "Clerk", "department": "Sales", "managerUserName": "AdeleV@contoso.com", "forceChangePasswordNextSignIn": true,
	})
	id := made.text("id")
	there := l.user(name)
	assert.Equal(t, id, string(there.ID))
	assert.Equal(t, "Clerk", there.JobTitle)
	assert.Equal(t, "Lovelace", there.Surname)
	assert.Equal(t, "IE", there.UsageLocation)
	assert.Equal(t, "ada", there.MailNickname)
	boss, err := l.m.Identity.Managers.Get(t.Context(), there.ID)
	require.NoError(t, err)
	assert.Equal(t, adele.ID, boss.ID)
	assert.NotContains(t, made, "@odata.context", "it asks for no metadata")
	assert.Equal(t, "Another object with the same value for property userPrincipalName already exists.", l.refused("entra user add", options{
		"displayName": "Ada", "userName": name, "password": password,
	}))
	assert.Equal(t, "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.",
		l.refused("entra user add", options{"displayName": "Ada", "userName": "ada@elsewhere.com", "password": password}))

	got := shown[object](l, "entra user get", options{"userName": name, "withManager": true})
	manager, ok := got["manager"].(map[string]any)
	require.True(t, ok, "%v", got)
	assert.Equal(t, map[string]any{"displayName": "Adele Vance", "userPrincipalName": "AdeleV@contoso.com", "id": string(adele.ID), "mail": "AdeleV@contoso.com"}, manager)
	assert.Equal(t, object{"id": id, "department": "Sales"}, shown[object](l, "entra user get", options{"id": id, "properties": "id,department"}))
	assert.Equal(t, string(adele.ID), shown[object](l, "entra user get", options{"email": "AdeleV@contoso.com"}).text("id"))
	assert.Contains(t, l.refused("entra user get", options{"userName": "nobody@contoso.com"}), "Resource 'nobody@contoso.com' does not exist")

	assert.Equal(t, []string{name, "AdeleV@contoso.com"}, each(shown[[]object](l, "entra user list", options{"displayName": "Ad"}), "userPrincipalName"))
	found := shown[[]object](l, "entra user list", options{"department": "Sales", "properties": "userPrincipalName,manager/displayName"})
	assert.Contains(t, each(found, "userPrincipalName"), name)
	guest := l.m.Given.User(identity.NewUser{UserPrincipalName: "bo_fabrikam.com#EXT#@contoso.onmicrosoft.com", DisplayName: "Bo", UserType: identity.Guest})
	assert.Equal(t, []string{string(guest.ID)}, each(shown[[]object](l, "entra user list", options{"type": "Guest"}), "id"))

	assert.Empty(t, l.run("entra user set", options{
		"userName": name, "jobTitle": "Chief", "department": "", "managerUserName": "AlexW@contoso.com", "accountEnabled": false,
	}))
	there = l.user(id)
	assert.Equal(t, "Chief", there.JobTitle)
	assert.Empty(t, there.Department, "an empty text clears")
	assert.Equal(t, "Ada", there.GivenName, "what is absent stays")
	assert.False(t, *there.AccountEnabled)
	boss, err = l.m.Identity.Managers.Get(t.Context(), there.ID)
	require.NoError(t, err)
	assert.Equal(t, "AlexW@contoso.com", boss.UserPrincipalName)
	l.run("entra user set", options{"id": id, "removeManager": true})
	_, err = l.m.Identity.Managers.Get(t.Context(), there.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound)

	l.run("entra user session revoke", options{"userName": name, "force": true})
	assert.NotEqual(t, there.SignInSessionsValidFromDateTime, l.user(id).SignInSessionsValidFromDateTime)

	l.run("entra user remove", options{"id": id, "force": true})
	_, err = l.m.Identity.Users.Get(t.Context(), admin365.UserID(id))
	require.ErrorIs(t, err, admin365.ErrNotFound)
}

// TestBin: what was deleted comes back, or goes for ever, one by one or all at once.
func TestBin(t *testing.T) {
	t.Parallel()
	l := signedIn(t)
	ids := map[string]string{}
	for _, name := range []string{"AdeleV", "AlexW", "DiegoS"} {
		ids[name] = string(l.user(name + "@contoso.com").ID)
		l.run("entra user remove", options{"userName": name + "@contoso.com", "force": true})
	}
	bin := shown[[]object](l, "entra user recyclebinitem list", nil)
	assert.ElementsMatch(t, []string{ids["AdeleV"], ids["AlexW"], ids["DiegoS"]}, each(bin, "id"))
	assert.Contains(t, each(bin, "userPrincipalName"), strings.ReplaceAll(ids["AlexW"], "-", "")+"AlexW@contoso.com", "his name is free while he is here")

	back := shown[object](l, "entra user recyclebinitem restore", options{"id": ids["AdeleV"]})
	assert.Equal(t, "AdeleV@contoso.com", back.text("userPrincipalName"))
	assert.Equal(t, ids["AdeleV"], string(l.user("AdeleV@contoso.com").ID))
	l.run("entra user recyclebinitem remove", options{"id": ids["AlexW"], "force": true})
	assert.Equal(t, []string{ids["DiegoS"]}, each(shown[[]object](l, "entra user recyclebinitem list", nil), "id"))
	assert.Contains(t, l.refused("entra user recyclebinitem restore", options{"id": ids["AlexW"]}), "does not exist")

	// It empties the bin by batches with numbers for ids.
	l.run("entra user recyclebinitem clear", options{"force": true})
	assert.Empty(t, shown[[]object](l, "entra user recyclebinitem list", nil))
	for u, err := range l.m.Identity.DeletedUsers.List(t.Context(), identity.DeletedUserQuery{}) {
		require.NoError(t, err)
		assert.Fail(t, "somebody is left", u.UserPrincipalName)
	}
	assert.Equal(t, []int{200}, l.calls("graph.Batch"))
}

// TestPasswords: an administrator judges a password, and sets one.
func TestPasswords(t *testing.T) {
	t.Parallel()
	l := asAdministrator(t)
	const name = "AlexW@contoso.com"
	weak := shown[object](l, "entra user password validate", options{"password": "cli365password"})
	assert.Equal(t, false, weak["isValid"])
	assert.Equal(t, true, shown[object](l, "entra user password validate", options{"password": password})["isValid"])

	assert.Contains(t, l.refused("entra user set", options{"userName": name, "resetPassword": true, "newPassword": "cli365password"}), "password complexity requirements")
	l.run("entra user set", options{"userName": name, "resetPassword": true, "newPassword": "Nx4$wqLp!81z", "forceChangePasswordNextSignIn": true})
	require.NoError(t, l.m.Backstage.Identity.ChangePassword(t.Context(), name, admin365.NewSecret("Nx4$wqLp!81z"), admin365.NewSecret(password)),
		"he signs in with it, and must change it")
}
