package identity

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/wiretest"
)

// TestOperationsByEffect lists every operation of the area by what it can do: a
// guard, a dry run and a reviewer rely on it. Whoever adds an operation decides
// here.
func TestOperationsByEffect(t *testing.T) {
	t.Parallel()
	want := map[admin365.Effect][]string{
		admin365.EffectRead: {
			"identity.DeletedUsers.Get", "identity.DeletedUsers.List",
			"identity.Managers.Get", "identity.Managers.Reports",
			"identity.Operations.Get", "identity.PasswordMethods.Get", "identity.PasswordMethods.List", "identity.Passwords.Validate",
			"identity.Profiles.Get", "identity.Users.Changes", "identity.Users.Count", "identity.Users.Get", "identity.Users.List", "identity.Users.Me",
		},
		admin365.EffectReversible: {
			"identity.DeletedUsers.Restore",
			"identity.Managers.Remove", "identity.Managers.Set", "identity.Profiles.Update", "identity.Users.Create", "identity.Users.Update",
		},
		admin365.EffectRevokesAccess: {
			"identity.Passwords.Change", "identity.Passwords.Reset", "identity.Passwords.RevokeSessions", "identity.Passwords.Set",
		},
		admin365.EffectLosesData:   {"identity.Users.Delete"},
		admin365.EffectIrrevocable: {"identity.DeletedUsers.Purge"},
	}
	addEffects(want, roleEffects())
	addEffects(want, groupEffects())
	assert.Equal(t, want, conform.Effects(operations()))
}

// TestOperationsAreWhole: each operation says all that is read of it, and its
// method, effect and retry do not contradict each other.
func TestOperationsAreWhole(t *testing.T) {
	t.Parallel()
	assert.Empty(t, conform.Declared("identity", operations()))
	mux := emu.NewMux()
	Mount(mux)
	var mounted, declared []string
	for _, o := range mux.Ops() {
		mounted = append(mounted, o.Name)
	}
	for _, o := range operations() {
		declared = append(declared, o.Name)
	}
	assert.ElementsMatch(t, declared, mounted, "each operation has a route or shares one")
}

// accessDiffers are the differences from the vendor's permission list, each with
// its reason. A line that no longer differs fails.
var accessDiffers = map[string]string{
	"identity.Users.Get GET /users/{id}: least delegated":      "User.Read is less, and reads oneself alone",
	"identity.Profiles.Get GET /users/{id}: least delegated":   "User.Read is less, and reads oneself alone",
	"identity.Users.Update PATCH /me: absent":                  "the page of user-update documents it",
	"identity.Profiles.Update PATCH /users/{id}: applications": "the properties of the profile are delegated only, by the page of user-update",

	"identity.DeletedUsers.List GET /directory/deletedItems/microsoft.graph.user: absent":     "the page of directory-deleteditems-list documents it",
	"identity.DeletedUsers.Get GET /directory/deletedItems/{id}: absent":                      "the page of directory-deleteditems-get documents it",
	"identity.DeletedUsers.Get GET /directory/deletedItems/{id}/microsoft.graph.user: absent": "the page of directory-deleteditems-get documents it",
	"identity.DeletedUsers.Purge DELETE /directory/deletedItems/{id}: absent":                 "the page of directory-deleteditems-delete documents it",

	"identity.Passwords.Set PATCH /users/{id}: delegated Directory.AccessAsUser.All": "the page of user-update documents it for the password profile",
	"identity.Passwords.Set PATCH /users/{id}: least delegated":                      "the list is of all properties, this is of one",
	"identity.Passwords.Set PATCH /users/{id}: least application":                    "the list is of all properties, this is of one",
	"identity.Passwords.Change POST /me/changePassword: absent":                      "the page of user-changepassword documents it",
	"identity.Passwords.Change POST /users/{id}/changePassword: absent":              "the page of user-changepassword documents it",

	"identity.Passwords.Reset POST /users/{id}/authentication/passwordMethods/{id}/resetPassword: least delegated": "the page of authenticationmethod-resetpassword knows only the older permission",
	"identity.PasswordMethods.List GET /users/{id}/authentication/passwordMethods: least delegated":                "the narrower permissions are newer than the page",
	"identity.PasswordMethods.List GET /users/{id}/authentication/passwordMethods: least application":              "the narrower permissions are newer than the page",
	"identity.PasswordMethods.Get GET /users/{id}/authentication/passwordMethods/{id}: least delegated":            "the narrower permissions are newer than the page",
	"identity.PasswordMethods.Get GET /users/{id}/authentication/passwordMethods/{id}: least application":          "the narrower permissions are newer than the page",

	"identity.Passwords.RevokeSessions POST /users/{id}/revokeSignInSessions: delegated User.RevokeSessions.All":   "observed in several clients; the list has it for /me alone",
	"identity.Passwords.RevokeSessions POST /users/{id}/revokeSignInSessions: application User.RevokeSessions.All": "the page of user-revokesigninsessions documents it",
}

// TestPermissions compares path, method and permissions of each operation with
// the vendor's own list.
func TestPermissions(t *testing.T) {
	t.Parallel()
	differences, err := wiretest.Access(shared(t, "graph-permissions.json"), operations(), roleAliases)
	require.NoError(t, err)
	reasons := maps.Clone(accessDiffers)
	maps.Copy(reasons, roleDiffers)
	maps.Copy(reasons, groupDiffers)
	assert.Empty(t, conform.Unexplained(differences, reasons))
}
