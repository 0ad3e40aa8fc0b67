package identity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// TestMembersAlone: who may add members may not change the group by the way.
func TestMembersAlone(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	group := w.Tenant.Given.Group(identity.NewGroup{DisplayName: "G"})
	user := w.Tenant.Given.User(identity.NewUser{})
	w.As(admin365.AsApp("app", "GroupMember.ReadWrite.All"))
	bind := `"members@odata.bind":["https://graph.microsoft.com/v1.0/directoryObjects/` + string(user.ID) + `"]`
	path := "/groups/" + string(group.ID)
	before := w.Tenant.Snapshot()
	w.Do("PATCH", path, `{"displayName":"x",`+bind+`}`).Want(t, 403)
	w.Do("PATCH", path, `{`+bind+`,"Members@odata.bind":[]}`).Want(t, 400)
	assert.Empty(t, w.Tenant.Changes(before))
	w.Do("PATCH", path, `{"@odata.type":"#microsoft.graph.group",`+bind+`}`).Want(t, 204)
}

// TestRoleGroupsAreOutOfReach: members and owners of a group that can hold roles are
// for the highest roles alone, and such a group is for those who manage roles.
func TestRoleGroupsAreOutOfReach(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		test, writer, _, plain := callersLab(t, way, identity.DirectoryWriters)
		ctx := t.Context()
		member := test.Given.User(identity.NewUser{})
		group, err := test.Identity.Groups.Create(ctx, identity.NewGroup{
			DisplayName: "Admins", MailNickname: "admins", IsAssignableToRole: new(true),
			Members: []admin365.ObjectID{admin365.ObjectID(member.ID)}, Owners: []admin365.ObjectID{admin365.ObjectID(plain.ID)},
		})
		require.NoError(t, err)
		for _, id := range []admin365.UserID{member.ID, plain.ID} {
			err := writer.Users.Update(ctx, id, identity.UserPatch{OtherMails: []string{"a@example.com"}})
			require.ErrorIs(t, err, admin365.ErrForbidden, way)
		}
		require.NoError(t, test.Identity.Groups.Delete(ctx, group.ID))
		err = writer.Users.Update(ctx, member.ID, identity.UserPatch{OtherMails: []string{"a@example.com"}})
		require.ErrorIs(t, err, admin365.ErrForbidden, "%s: the group may come back", way)
		groups := admin365.AsUser("admin@contoso.com")
		groups.Permissions = []admin365.Permission{"Group.ReadWrite.All", "Group.Read.All", "User.Read.All"}
		scoped := subjects.Client(t, test.Memory, way, groups).Identity
		require.ErrorIs(t, scoped.DeletedGroups.Purge(ctx, group.ID), admin365.ErrForbidden, "%s: the scope counts", way)
		_, err = scoped.DeletedGroups.Restore(ctx, group.ID)
		require.ErrorIs(t, err, admin365.ErrForbidden, way)
	}
}

// TestTheBinKeepsKindsApart: nothing of the other kind is restored or purged.
func TestTheBinKeepsKindsApart(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		test := newTest(t)
		s, ctx := subjects.Client(t, test.Memory, way, callerZero).Identity, t.Context()
		user, group := test.Given.User(identity.NewUser{}), test.Given.Group(identity.NewGroup{DisplayName: "G"})
		require.NoError(t, s.Users.Delete(ctx, user.ID))
		require.NoError(t, s.Groups.Delete(ctx, group.ID))
		require.ErrorIs(t, s.DeletedUsers.Purge(ctx, admin365.UserID(group.ID)), admin365.ErrNotFound, way)
		require.ErrorIs(t, s.DeletedGroups.Purge(ctx, admin365.GroupID(user.ID)), admin365.ErrNotFound, way)
		_, err := s.DeletedUsers.Restore(ctx, admin365.UserID(group.ID), identity.UserRestore{})
		require.ErrorIs(t, err, admin365.ErrNotFound, way)
		_, err = s.DeletedGroups.Restore(ctx, admin365.GroupID(user.ID))
		require.ErrorIs(t, err, admin365.ErrNotFound, way)
		require.NoError(t, s.DeletedGroups.Purge(ctx, group.ID))
		require.NoError(t, s.DeletedUsers.Purge(ctx, user.ID))
	}
}

// TestNobodyDeletesHimself: nor the last Global Administrator.
func TestNobodyDeletesHimself(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		test, as, who, _ := callersLab(t, way, identity.UserAdministrator)
		ctx := t.Context()
		require.ErrorIs(t, as.Users.Delete(ctx, who.ID), admin365.ErrForbidden, way)
		boss, err := test.Identity.Users.Get(ctx, "admin@contoso.com")
		require.NoError(t, err)
		require.ErrorIs(t, subjects.Client(t, test.Memory, way, callerZero).Identity.Users.Delete(ctx, boss.ID), admin365.ErrForbidden, way)
		app := subjects.Client(t, test.Memory, way, admin365.Caller{App: "app"}).Identity
		require.ErrorIs(t, app.Users.Delete(ctx, boss.ID), admin365.ErrForbidden, "%s: privileged", way)
		principal, err := test.Backstage.Identity.AddApp(ctx, "app", "An application")
		require.NoError(t, err)
		_, err = test.Identity.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: identity.GlobalAdministrator, PrincipalID: principal})
		require.NoError(t, err)
		require.ErrorIs(t, app.Users.Delete(ctx, boss.ID), admin365.ErrPrecondition, "%s: no person would be left who is Global Administrator", way)
	}
}

// TestNothingIsToldAside: what needs more than a relation does is not told by it, nor
// what the basic profile hides by a condition.
func TestNothingIsToldAside(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	group := w.Tenant.Given.Group(identity.NewGroup{DisplayName: "G"})
	w.As(admin365.AsApp("app", "GroupMember.Read.All", "RoleManagement.Read.Directory"))
	w.Do("GET", "/groups/"+string(group.ID)+"/members?$select=id,signInActivity", "").Want(t, 403)
	w.Do("GET", "/directoryRoles/roleTemplateId="+globalAdmin+"/members?$select=signInActivity", "").Want(t, 403)
	w.As(admin365.AsApp("app", "User.Read.All"))
	w.Do("GET", "/directory/deletedItems/microsoft.graph.user?$select=id,signInActivity", "").Want(t, 403)
	w.As(admin365.AsApp("app", "User.ReadBasic.All"))
	for _, query := range []string{"$filter=jobTitle%20eq%20'President'", "$count=true&$search=%22displayName:Patti%22", "$count=true&$orderby=createdDateTime"} {
		w.Do("GET", "/users?"+query, "", eventual).Want(t, 403)
	}
	w.Do("GET", "/users?$expand=manager", "").Want(t, 403)
	w.Do("GET", "/users/$count?$filter=jobTitle%20eq%20'President'", "", eventual).Want(t, 403)
	w.Do("GET", "/users?$filter=startsWith(displayName,'Patti')", "").Want(t, 200)
}

// TestNeedsOfRelations: when somebody signed in is told on no way around without the
// permission, the role and the license that it needs.
func TestNeedsOfRelations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		refusal string
		caller  admin365.Caller
		premium bool
	}{
		{"PermissionMissing", admin365.AsApp("app", "Directory.Read.All"), true},
		{"ReportsRoleMissing", admin365.AsUser("PattiF@contoso.com"), true},
		{"PremiumMissing", admin365.Caller{}, false},
	} {
		t.Run(c.refusal, func(t *testing.T) {
			t.Parallel()
			w := newWire(t)
			patti, err := w.Tenant.Identity.Users.Get(t.Context(), "PattiF@contoso.com")
			require.NoError(t, err)
			_, err = w.Tenant.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{
				PrincipalID: admin365.ObjectID(patti.ID), RoleID: identity.UserAdministrator, DirectoryScopeID: identity.TenantScope,
			})
			require.NoError(t, err)
			paths := readPaths(t, w)
			require.NoError(t, w.Tenant.Backstage.SetPremium(t.Context(), c.premium))
			w.As(c.caller)
			for _, op := range []string{
				"DeletedUsers.List", "DeletedUsers.Get", "ActivatedRoles.Members",
				"GroupMembers.List", "GroupMembers.ListTransitive", "GroupMembers.Count", "GroupMembers.CountTransitive",
				"GroupOwners.List", "GroupOwners.Count",
				"Memberships.List", "Memberships.ListTransitive", "Memberships.Count", "Memberships.CountTransitive",
				"GroupMemberships.List", "GroupMemberships.ListTransitive", "Objects.Get",
			} {
				op = "identity." + op
				before := len(w.Tenant.Requests())
				a := w.Do("GET", paths[op]+"?$select=id,signInActivity", "", eventual)
				raised, _ := shown.Refusals(subjects.Denied(w.Tenant.Requests()[before:]))
				assert.Equal(t, map[conform.Pair]bool{{Op: op, Refusal: c.refusal}: true}, raised, "%d %s", a.StatusCode, a.Whole)
			}
		})
	}
}

// TestNewerPasswordStays: a reset that has begun does not undo what came after it.
func TestNewerPasswordStays(t *testing.T) {
	t.Parallel()
	test := newTest(t)
	user := test.Given.User(identity.NewUser{})
	reset, err := test.Identity.Passwords.Reset(t.Context(), user.ID, admin365.Secret{})
	require.NoError(t, err)
	newer := identity.NewPassword()
	require.NoError(t, test.Identity.Passwords.Set(t.Context(), user.ID, identity.PasswordProfile{Password: newer}))
	test.Advance(time.Minute)
	done, err := test.Identity.Operations.Get(t.Context(), reset.Operation.ID)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationFailed, done.State)
	require.NoError(t, test.Backstage.Identity.SignIn(t.Context(), user.ID, newer))
}

// TestManagerIsPurged: nobody's manager is somebody who is gone for good.
func TestManagerIsPurged(t *testing.T) {
	t.Parallel()
	test := newTest(t)
	require.NoError(t, test.Identity.Users.Delete(t.Context(), "MiriamG@contoso.com"))
	var id admin365.UserID
	for user, err := range test.Identity.DeletedUsers.List(t.Context(), identity.DeletedUserQuery{}) {
		require.NoError(t, err)
		id = user.ID
	}
	before := test.Snapshot()
	require.NoError(t, test.Identity.DeletedUsers.Purge(t.Context(), id))
	assert.Contains(t, test.Changes(before), "users: changed AdeleV@contoso.com: manager "+string(id)+" -> null")
}
