package identity

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
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
			"identity.Operations.Get", "identity.PasswordMethods.Get", "identity.PasswordMethods.List",
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
	got := map[admin365.Effect][]string{}
	for _, o := range operations() {
		got[o.Effect] = append(got[o.Effect], o.Name)
	}
	for _, names := range got {
		slices.Sort(names)
	}
	assert.Equal(t, want, got)
}

// TestOperationsAreWhole: each operation says all that is read of it, and its
// method, effect and retry do not contradict each other.
func TestOperationsAreWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, o := range operations() {
		assert.False(t, seen[o.Name], "%s twice", o.Name)
		seen[o.Name] = true
		assert.True(t, strings.HasPrefix(o.Name, "identity."), o.Name)
		assert.True(t, strings.HasPrefix(o.Source, "https://learn.microsoft.com/"), "%s has no source", o.Name)
		assert.NotEmpty(t, o.Paths, o.Name)
		assert.NotEmpty(t, o.Access.Delegated, o.Name)
		assert.Equal(t, api.Writes(o.Method), o.Write(), "%s: method and effect", o.Name)
		assert.Equal(t, !o.Write(), o.Retry == api.RetrySafe, "%s: effect and retry", o.Name)
		if o.Method == "POST" {
			assert.Equal(t, api.RetryNever, o.Retry, "%s: a POST is never sent twice", o.Name)
		}
		if o.Method == "DELETE" {
			assert.Equal(t, &api.ResourceNotFound, o.Repeated, "%s: a repeat that finds nothing is success", o.Name)
		}
		for _, r := range o.Refusals {
			assert.NotEmpty(t, r.Source, "%s %s", o.Name, r.Name)
			assert.Error(t, r.Is, "%s %s", o.Name, r.Name)
		}
	}
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

type vendorAccess struct {
	Delegated      []admin365.Permission `json:"DelegatedWork"`
	Application    []admin365.Permission `json:"Application"`
	LeastDelegated []admin365.Permission `json:"leastDelegatedWork"`
	LeastApp       []admin365.Permission `json:"leastApplication"`
}

// TestPermissions compares path, method and permissions of each operation with
// the vendor's own list.
func TestPermissions(t *testing.T) {
	t.Parallel()
	var list struct {
		Paths map[string]map[string]vendorAccess `json:"paths"`
	}
	require.NoError(t, json.Unmarshal(shared(t, "graph-permissions.json"), &list))
	vendors := map[string]map[string]vendorAccess{}
	for path, methods := range list.Paths {
		vendors[strings.ToLower(path)] = methods
	}
	found := map[string]bool{}
	for _, o := range operations() {
		for _, path := range o.Paths {
			where := o.Name + " " + o.Method + " " + path + ": "
			// The list writes references without $ref, and has no counts: the pages
			// give them the permissions of the lists.
			listed := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(path), "/$ref"), "/$count")
			if alias, ok := roleAliases[o.Method+" "+path]; ok {
				listed = alias
			}
			vendor, ok := vendors[listed][o.Method]
			if !ok {
				found[where+"absent"] = true
				continue
			}
			for _, difference := range differences(o.Access, vendor, strings.HasPrefix(path, "/me")) {
				found[where+difference] = true
			}
		}
	}
	reasons := maps.Clone(accessDiffers)
	maps.Copy(reasons, roleDiffers)
	maps.Copy(reasons, groupDiffers)
	for where := range found {
		assert.NotEmpty(t, reasons[where], "%s: it differs from the vendor's list without a reason", where)
	}
	for where := range reasons {
		assert.True(t, found[where], "%s does not differ any more", where)
	}
}

// differences are those of an operation's access from the vendor's. An
// application alone has no /me.
func differences(ours api.Access, vendor vendorAccess, me bool) (found []string) {
	for _, p := range ours.Delegated {
		if !slices.Contains(vendor.Delegated, p) {
			found = append(found, "delegated "+string(p))
		}
	}
	if me {
		return found
	}
	if len(vendor.LeastDelegated) > 0 && !slices.Contains(vendor.LeastDelegated, ours.Delegated[0]) {
		found = append(found, "least delegated")
	}
	if len(ours.Application) == 0 {
		if len(vendor.Application) > 0 {
			found = append(found, "applications")
		}
		return found
	}
	for _, p := range ours.Application {
		if !slices.Contains(vendor.Application, p) {
			found = append(found, "application "+string(p))
		}
	}
	if len(vendor.LeastApp) > 0 && !slices.Contains(vendor.LeastApp, ours.Application[0]) {
		found = append(found, "least application")
	}
	return found
}
