package identity_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// callersLab is a tenant with one person who has a role, and somebody without.
func callersLab(t *testing.T, way subjects.Way, role admin365.RoleID) (test *admin.Test, as *identity.Service, who, plain *identity.User) {
	t.Helper()
	test = newTest(t)
	who, plain = test.Given.User(identity.NewUser{}), test.Given.User(identity.NewUser{})
	_, err := test.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: role, PrincipalID: admin365.ObjectID(who.ID)})
	require.NoError(t, err)
	return test, subjects.Client(t, test.Memory, way, admin365.AsUser(who.ID)).Identity, who, plain
}

// TestWriters: Directory Writers rename people without a role, and nobody else.
func TestWriters(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		test, writer, who, plain := callersLab(t, way, identity.DirectoryWriters)
		ctx := t.Context()
		require.NoError(t, writer.Users.Update(ctx, plain.ID, identity.UserPatch{UserPrincipalName: new("renamed@contoso.com"), MobilePhone: admin365.Set("1")}))
		rename := identity.UserPatch{UserPrincipalName: new("renamed2@contoso.com")}
		require.ErrorIs(t, writer.Users.Update(ctx, "AllanD@contoso.com", rename), admin365.ErrForbidden, "a Helpdesk Administrator")
		require.ErrorIs(t, writer.Users.Update(ctx, plain.ID, identity.UserPatch{AccountEnabled: new(false)}), admin365.ErrForbidden)
		require.ErrorIs(t, writer.Users.Delete(ctx, plain.ID), admin365.ErrForbidden)
		before := test.Snapshot()
		err := writer.Users.Update(ctx, plain.ID, identity.UserPatch{JobTitle: admin365.Set("x"), AccountEnabled: new(false)})
		require.ErrorIs(t, err, admin365.ErrForbidden)
		assert.Empty(t, test.Changes(before), "one property that he may not write spoils the patch")
		_ = who
	}
}

// TestCallersWhoAreGone: who is blocked or deleted calls nothing any more, and who
// comes back does again.
func TestCallersWhoAreGone(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		test, reader, who, plain := callersLab(t, way, identity.UserAdministrator)
		ctx := t.Context()
		get := func() error { _, err := reader.Users.Get(ctx, plain.ID); return err }
		require.NoError(t, get())
		require.NoError(t, test.Identity.Users.Update(ctx, who.ID, identity.UserPatch{AccountEnabled: new(false)}))
		require.ErrorIs(t, get(), admin365.ErrUnauthenticated, "%s: blocked", way)
		require.NoError(t, test.Identity.Users.Update(ctx, who.ID, identity.UserPatch{AccountEnabled: new(true)}))
		require.NoError(t, test.Identity.Users.Delete(ctx, who.ID))
		require.ErrorIs(t, get(), admin365.ErrUnauthenticated, "%s: deleted", way)
		_, err := test.Identity.DeletedUsers.Restore(ctx, who.ID, identity.UserRestore{})
		require.NoError(t, err)
		require.NoError(t, reader.Users.Update(ctx, plain.ID, identity.UserPatch{AccountEnabled: new(false)}), "%s: with his role", way)
	}
}

// TestRestoreIntoFullDirectory: what is in the bin counts a quarter, and needs
// the rest of its place to come back.
func TestRestoreIntoFullDirectory(t *testing.T) {
	t.Parallel()
	const people, groups = 24, 5
	m := admin.NewMemory(admin.MemoryConfig{DirectoryQuota: people + groups + 1})
	ctx := t.Context()
	user := func(name string) identity.NewUser {
		return identity.NewUser{
			UserPrincipalName: name + "@contoso.com", DisplayName: name, MailNickname: name,
			PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
		}
	}
	a, err := m.Identity.Users.Create(ctx, user("a"))
	require.NoError(t, err)
	require.NoError(t, m.Identity.Users.Delete(ctx, a.ID))
	_, err = m.Identity.Users.Create(ctx, user("b"))
	require.NoError(t, err)
	_, err = m.Identity.DeletedUsers.Restore(ctx, a.ID, identity.UserRestore{})
	require.ErrorIs(t, err, admin365.ErrPrecondition)
}

// TestBinCountsAQuarter: users and groups in the bin count together, four of them as
// one, whatever there is of each.
func TestBinCountsAQuarter(t *testing.T) {
	t.Parallel()
	const people, groups = 24, 5
	for _, c := range []struct{ users, groups, free int }{
		{0, 0, 0}, {1, 2, 3}, {2, 2, 3}, {0, 4, 3}, {4, 0, 3}, {3, 4, 6}, {4, 4, 6},
	} {
		m := admin.NewMemory(admin.MemoryConfig{DirectoryQuota: people + groups + c.users + c.groups})
		ctx := t.Context()
		create := func(n int) (admin365.UserID, error) {
			u, err := m.Identity.Users.Create(ctx, identity.NewUser{
				UserPrincipalName: fmt.Sprintf("n%d@contoso.com", n), DisplayName: "N", MailNickname: "n",
				PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
			})
			if err != nil {
				return "", err
			}
			return u.ID, nil
		}
		var deleted []admin365.UserID
		for n := range c.users {
			id, err := create(n)
			require.NoError(t, err)
			deleted = append(deleted, id)
		}
		var gone []admin365.GroupID
		for range c.groups {
			g, err := m.Identity.Groups.Create(ctx, identity.NewGroup{DisplayName: "G", MailNickname: "g"})
			require.NoError(t, err)
			gone = append(gone, g.ID)
		}
		for _, id := range deleted {
			require.NoError(t, m.Identity.Users.Delete(ctx, id))
		}
		for _, id := range gone {
			require.NoError(t, m.Identity.Groups.Delete(ctx, id))
		}
		for n := range c.free {
			_, err := create(100 + n)
			require.NoError(t, err, "%+v: place %d", c, n+1)
		}
		_, err := create(200)
		require.ErrorIs(t, err, admin365.ErrPrecondition, "%+v", c)
	}
}

// TestPropertyPermissions: a permission for one property writes that one and no
// other, whatever the roles of who signed in.
func TestPropertyPermissions(t *testing.T) {
	t.Parallel()
	patches := map[string]identity.UserPatch{
		"phone": {MobilePhone: admin365.Set("1")}, "phones": {BusinessPhones: []string{"1"}},
		"mails": {OtherMails: []string{"a@example.com"}}, "mail": {Mail: admin365.Set("a@contoso.com")},
		"enabled": {AccountEnabled: new(false)}, "name": {UserPrincipalName: new("renamed@contoso.com")},
		"title": {JobTitle: admin365.Set("x")}, "location": {UsageLocation: new("DE")},
		"identities": {Identities: []identity.ObjectIdentity{{SignInType: "federated", Issuer: "google.com", IssuerAssignedID: "7"}}},
		"password":   {PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret("Another-Pass-9")}},
	}
	allowed := map[admin365.Permission][]string{
		"User-Phone.ReadWrite.All":           {"phone", "phones"},
		"User-Mail.ReadWrite.All":            {"mails", "mail"},
		"User.EnableDisableAccount.All":      {"enabled"},
		"User.ManageIdentities.All":          {"identities"},
		"User-PasswordProfile.ReadWrite.All": {"password"},
		"User.ReadWrite.All":                 {"phone", "phones", "mails", "mail", "enabled", "name", "title", "location", "identities"},
		"Directory.ReadWrite.All":            {"phone", "phones", "mails", "mail", "enabled", "name", "title", "location", "identities"},
		"User.Read.All":                      nil,
	}
	test := newTest(t)
	boss, err := test.Identity.Users.Get(t.Context(), "admin@contoso.com")
	require.NoError(t, err)
	start := test.Snapshot()
	for permission, may := range allowed {
		for _, caller := range []admin365.Caller{admin365.AsApp("app", permission), {User: boss.ID, Permissions: []admin365.Permission{permission}}} {
			for name, patch := range patches {
				err := test.As(caller).Identity.Users.Update(t.Context(), "AdeleV@contoso.com", patch)
				if slices.Contains(may, name) {
					assert.NoError(t, err, "%s, %s: %s", permission, caller, name)
				} else {
					assert.ErrorIs(t, err, admin365.ErrForbidden, "%s, %s: %s", permission, caller, name)
				}
				require.NoError(t, test.Restore(start))
			}
		}
	}
}

// TestAppWithoutPermissions: an application whose list of permissions is empty may do
// nothing, in memory and over the wire, and one without a list everything.
func TestAppWithoutPermissions(t *testing.T) {
	t.Parallel()
	test := newTest(t)
	for _, way := range subjects.Ways() {
		none := subjects.Client(t, test.Memory, way, admin365.AsApp("app", []admin365.Permission{}...)).Identity
		_, err := none.Users.Get(t.Context(), "AdeleV@contoso.com")
		require.ErrorIs(t, err, admin365.ErrForbidden, way)
		every := subjects.Client(t, test.Memory, way, admin365.AsApp("app")).Identity
		_, err = every.Users.Get(t.Context(), "AdeleV@contoso.com")
		require.NoError(t, err, way)
	}
}

// TestPermissionsForOneself: what an application may do with the signed-in person
// alone it may not do with others, however high the person's roles are.
func TestPermissionsForOneself(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	boss, err := w.Tenant.Identity.Users.Get(t.Context(), "admin@contoso.com")
	require.NoError(t, err)
	const methods = "/authentication/passwordMethods"
	for _, c := range []struct {
		permission         admin365.Permission
		method, path, body string
		own, others        int
		why                string
	}{
		{"UserAuthenticationMethod.Read", "GET", methods, "", 200, 403, "it reads the person's own methods"},
		{"UserAuthenticationMethod.ReadWrite", "GET", methods, "", 200, 403, "and so does what writes them"},
		{"UserAuthenticationMethod.Read.All", "GET", methods, "", 200, 200, "that of all reads all"},
		{"User.Read", "GET", "", "", 200, 403, "it reads the person's own profile"},
		{"User.Read.All", "GET", "", "", 200, 200, "that of all reads all"},
		{"User.ReadWrite", "PATCH", "", `{"mobilePhone":"1"}`, 204, 403, "it writes the person's own profile"},
		{"User.ReadWrite.All", "PATCH", "", `{"mobilePhone":"1"}`, 204, 204, "that of all writes all"},
	} {
		w.As(admin365.Caller{User: boss.ID, Permissions: []admin365.Permission{c.permission}})
		for _, id := range []string{string(boss.ID), "Admin@Contoso.com"} {
			got := w.Do(c.method, "/users/"+id+c.path, c.body)
			assert.Equal(t, c.own, got.StatusCode, "%s of %s: %s", c.permission, id, c.why)
		}
		got := w.Do(c.method, "/users/AdeleV@contoso.com"+c.path, c.body)
		assert.Equal(t, c.others, got.StatusCode, "%s of others: %s", c.permission, c.why)
	}
}

// TestNobodyIsMe: an application on its own has no password to change, and is told so
// in the same words on every way.
func TestNobodyIsMe(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		test := newTest(t)
		for name, caller := range map[string]admin365.Caller{
			"of every permission": {App: "app"}, "of one": admin365.AsApp("app", "Directory.ReadWrite.All"),
		} {
			before := test.Snapshot()
			err := subjects.Client(t, test.Memory, way, caller).Identity.Passwords.Change(t.Context(), identity.NewPassword(), identity.NewPassword())
			require.ErrorIs(t, err, admin365.ErrInvalid, "%s: an application %s", way, name)
			var e *admin365.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, "/me request is only valid with delegated authentication flow.", e.Message, way)
			assert.Equal(t, 400, e.Status, way)
			assert.Empty(t, test.Changes(before))
		}
	}
}
