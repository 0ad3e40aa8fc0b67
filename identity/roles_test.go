package identity_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

var reading = []identity.RolePermission{{AllowedResourceActions: []string{"microsoft.directory/users/standard/read"}}}

// eachWay runs fn on two fresh tenants, directly and over the wire.
func eachRole(t *testing.T, fn func(t *testing.T, m *admin.Test, c *identity.Service)) {
	t.Helper()
	m, h := newTest(t), newTest(t)
	t.Run("memory", func(t *testing.T) { t.Parallel(); fn(t, m, m.Identity) })
	t.Run("http", func(t *testing.T) { t.Parallel(); fn(t, h, h.HTTP().Identity) })
}

func collected[T any](t *testing.T, seq iter.Seq2[T, error]) (all []T) {
	t.Helper()
	for item, err := range seq {
		require.NoError(t, err)
		all = append(all, item)
	}
	return all
}

func objectID(t *testing.T, c *identity.Service, nickname string) admin365.ObjectID {
	t.Helper()
	u, err := c.Users.Get(t.Context(), admin365.UserID(nickname+"@contoso.com"))
	require.NoError(t, err)
	return admin365.ObjectID(u.ID)
}

// TestCustomRoles is the life of a role of the tenant's own.
func TestCustomRoles(t *testing.T) {
	t.Parallel()
	eachRole(t, func(t *testing.T, m *admin.Test, c *identity.Service) {
		ctx := t.Context()
		own, err := c.Roles.Create(ctx, identity.NewRole{DisplayName: "Desk", Description: "Reads.", RolePermissions: reading, Version: "7"})
		require.NoError(t, err)
		assert.Equal(t, &identity.Role{
			ID: own.ID, TemplateID: own.ID, DisplayName: "Desk", Description: "Reads.", IsEnabled: true, ResourceScopes: []string{"/"}, RolePermissions: reading, Version: "7",
		}, own)
		got, err := c.Roles.Get(ctx, own.ID)
		require.NoError(t, err)
		assert.Equal(t, own, got)
		found, err := identity.FindRole(ctx, c.Roles, "DESK")
		require.NoError(t, err)
		assert.Equal(t, own, found)

		for _, name := range []string{"desk", "global administrator"} {
			_, err = c.Roles.Create(ctx, identity.NewRole{DisplayName: name, RolePermissions: reading})
			assert.ErrorIs(t, err, admin365.ErrConflict, "the name %s is taken", name)
		}
		for _, bad := range []identity.NewRole{
			{}, {DisplayName: "x"}, {RolePermissions: reading}, {DisplayName: "x", RolePermissions: []identity.RolePermission{}}, {DisplayName: "x", RolePermissions: []identity.RolePermission{{}}},
			{DisplayName: "x", RolePermissions: []identity.RolePermission{{AllowedResourceActions: []string{"everything"}}}},
		} {
			_, err = c.Roles.Create(ctx, bad)
			assert.ErrorIs(t, err, admin365.ErrInvalid, "%+v", bad)
		}

		adele := objectID(t, c, "AdeleV")
		given, err := c.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: own.ID, PrincipalID: adele})
		require.NoError(t, err)
		assert.Equal(t, []admin365.RoleID{own.ID}, collected(t, identity.RolesOf(ctx, c.RoleAssignments, adele)))
		require.NoError(t, c.Roles.Update(ctx, own.ID, identity.RolePatch{
			DisplayName: new("Bureau"), Description: admin365.Null[string](), IsEnabled: new(false), Version: admin365.Set("8"),
			RolePermissions: []identity.RolePermission{{AllowedResourceActions: []string{"microsoft.directory/groups/standard/read"}, Condition: "@Resource.objectId == @Subject.objectId"}},
		}))
		got, err = c.Roles.Get(ctx, own.ID)
		require.NoError(t, err)
		assert.Equal(t, []any{"Bureau", "", false, "8", "@Resource.objectId == @Subject.objectId"}, []any{got.DisplayName, got.Description, got.IsEnabled, got.Version, got.RolePermissions[0].Condition})
		_, err = c.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: own.ID, PrincipalID: objectID(t, c, "AlexW")})
		assert.ErrorIs(t, err, admin365.ErrInvalid, "a disabled role cannot be given")
		_, err = c.RoleAssignments.Get(ctx, given.ID)
		assert.NoError(t, err, "who has it keeps it")
		assert.ErrorIs(t, c.Roles.Update(ctx, own.ID, identity.RolePatch{}), admin365.ErrInvalid)
		assert.ErrorIs(t, c.Roles.Update(ctx, own.ID, identity.RolePatch{DisplayName: new("Global Reader")}), admin365.ErrConflict)
		require.NoError(t, c.Roles.Update(ctx, own.ID, identity.RolePatch{DisplayName: new("bureau")}), "its own name is not taken")

		before := m.Snapshot()
		for _, id := range []admin365.RoleID{identity.GlobalReader, "11111111-2222-4333-8444-555555555555", "x"} {
			want := admin365.ErrNotFound
			if id == identity.GlobalReader {
				want = admin365.ErrInvalid
			}
			assert.ErrorIs(t, c.Roles.Update(ctx, id, identity.RolePatch{DisplayName: new("x")}), want)
			assert.ErrorIs(t, c.Roles.Delete(ctx, id), want)
		}
		assert.Empty(t, m.Changes(before))
		for _, role := range collected(t, c.ActivatedRoles.List(ctx)) {
			assert.NotEqual(t, own.ID, role.TemplateID, "the older view has no roles of the tenant's own")
		}

		require.NoError(t, c.Roles.Delete(ctx, own.ID))
		_, err = c.Roles.Get(ctx, own.ID)
		assert.ErrorIs(t, err, admin365.ErrNotFound)
		// A client that has just created the assignment waits for it if it asks by id.
		assert.Empty(t, collected(t, identity.RolesOf(ctx, c.RoleAssignments, adele)), "taken away from all")
		_, err = identity.FindRole(ctx, c.Roles, "bureau")
		assert.ErrorIs(t, err, admin365.ErrNotFound)
	})
}

// TestRolesBothWays: both implementations answer the same, key by key.
func TestRolesBothWays(t *testing.T) {
	t.Parallel()
	type told struct {
		Roles        []*identity.Role
		Own          []*identity.Role
		Assignments  []*identity.RoleAssignment
		OfAdmin      []*identity.RoleAssignment
		Given, Got   *identity.RoleAssignment
		Activated    []*identity.ActivatedRole
		New, Reread  *identity.ActivatedRole
		Members      []*identity.DirectoryObject
		Holders      []admin365.ObjectID
		AfterRemoval []*identity.DirectoryObject
	}
	tell := func(t *testing.T, c *identity.Service) (all told) {
		ctx := t.Context()
		must := func(err error) { t.Helper(); require.NoError(t, err) }
		adele, me := objectID(t, c, "AdeleV"), objectID(t, c, "admin")
		_, err := c.Roles.Create(ctx, identity.NewRole{DisplayName: "Own", RolePermissions: reading, IsEnabled: new(false)})
		must(err)
		all.Roles = collected(t, c.Roles.List(ctx, identity.RoleQuery{}))
		all.Own = collected(t, c.Roles.List(ctx, identity.RoleQuery{BuiltIn: new(false), DisplayName: "own", Filter: "isBuiltIn eq false"}))
		all.Assignments = collected(t, c.RoleAssignments.List(ctx, identity.RoleAssignmentQuery{}))
		all.OfAdmin = collected(t, c.RoleAssignments.List(ctx, identity.RoleAssignmentQuery{RoleID: identity.GlobalAdministrator, PrincipalID: me}))
		all.Activated = collected(t, c.ActivatedRoles.List(ctx))
		all.New, err = c.ActivatedRoles.Activate(ctx, identity.GroupsAdministrator)
		must(err)
		must(c.ActivatedRoles.AddMember(ctx, identity.GroupsAdministrator, adele))
		all.Reread, err = c.ActivatedRoles.Get(ctx, identity.GroupsAdministrator)
		must(err)
		all.Members = collected(t, c.ActivatedRoles.Members(ctx, identity.GroupsAdministrator))
		all.Given, err = c.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: identity.GlobalReader, PrincipalID: adele})
		must(err)
		all.Got, err = c.RoleAssignments.Get(ctx, all.Given.ID)
		must(err)
		all.Holders = collected(t, identity.Holders(ctx, c.RoleAssignments, identity.GlobalReader))
		must(c.ActivatedRoles.RemoveMember(ctx, identity.GroupsAdministrator, adele))
		all.AfterRemoval = collected(t, c.ActivatedRoles.Members(ctx, identity.GroupsAdministrator))
		return all
	}
	m, h := newTest(t), newTest(t)
	direct, wired := tell(t, m.Identity), tell(t, h.HTTP().Identity)
	assert.Equal(t, direct, wired)
	assert.Len(t, direct.Roles, 43)
	assert.Len(t, direct.Own, 1)
	assert.Len(t, direct.Assignments, 8)
	assert.Len(t, direct.OfAdmin, 1)
	assert.Equal(t, direct.Given, direct.Got)
	assert.Equal(t, direct.New, direct.Reread)
	assert.Len(t, direct.Holders, 1)
	require.Len(t, direct.Members, 1)
	assert.Equal(t, &identity.DirectoryObject{ID: direct.Members[0].ID, Type: identity.UserObject, DisplayName: "Adele Vance", UserPrincipalName: "AdeleV@contoso.com"}, direct.Members[0])
	assert.Empty(t, direct.AfterRemoval)
}

// TestRoleErrors: what is refused is refused in the same words both ways.
func TestRoleErrors(t *testing.T) {
	t.Parallel()
	m, h := newTest(t), newTest(t)
	const stranger = "11111111-2222-4333-8444-555555555555"
	for _, c := range []struct {
		name string
		is   error
		call func(ctx context.Context, c *identity.Service, me, adele admin365.ObjectID) error
	}{
		{"unknown role", admin365.ErrNotFound, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			_, err := c.Roles.Get(ctx, stranger)
			return err
		}},
		{"empty role", admin365.ErrInvalid, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			_, err := c.Roles.Get(ctx, "")
			return err
		}},
		{"not activated", admin365.ErrNotFound, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			_, err := c.ActivatedRoles.Get(ctx, identity.TeamsAdministrator)
			return err
		}},
		{"members of one not activated", admin365.ErrNotFound, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			for _, err := range c.ActivatedRoles.Members(ctx, identity.TeamsAdministrator) {
				return err
			}
			return nil
		}},
		{"activated already", admin365.ErrConflict, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			_, err := c.ActivatedRoles.Activate(ctx, identity.GlobalAdministrator)
			return err
		}},
		{"no such template", admin365.ErrNotFound, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			_, err := c.ActivatedRoles.Activate(ctx, stranger)
			return err
		}},
		{"member already", admin365.ErrConflict, func(ctx context.Context, c *identity.Service, me, _ admin365.ObjectID) error {
			return c.ActivatedRoles.AddMember(ctx, identity.GlobalAdministrator, me)
		}},
		{"member unknown", admin365.ErrNotFound, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			return c.ActivatedRoles.AddMember(ctx, identity.GlobalAdministrator, stranger)
		}},
		{"member by name", admin365.ErrNotFound, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			return c.ActivatedRoles.AddMember(ctx, identity.GlobalAdministrator, "AdeleV@contoso.com")
		}},
		{"member empty", admin365.ErrInvalid, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			return c.ActivatedRoles.AddMember(ctx, identity.GlobalAdministrator, "")
		}},
		{"no member", admin365.ErrNotFound, func(ctx context.Context, c *identity.Service, _, adele admin365.ObjectID) error {
			return c.ActivatedRoles.RemoveMember(ctx, identity.GlobalAdministrator, adele)
		}},
		{"one's own", admin365.ErrPrecondition, func(ctx context.Context, c *identity.Service, me, _ admin365.ObjectID) error {
			return c.ActivatedRoles.RemoveMember(ctx, identity.GlobalAdministrator, me)
		}},
		{"unknown assignment", admin365.ErrNotFound, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			return c.RoleAssignments.Delete(ctx, "lAPpYvVpN0KRkAEhdxReEMmO4KwRqtpKkUWt3wOYIz4-1")
		}},
		{"given already", admin365.ErrConflict, func(ctx context.Context, c *identity.Service, me, _ admin365.ObjectID) error {
			_, err := c.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: identity.GlobalAdministrator, PrincipalID: me})
			return err
		}},
		{"administrative unit", admin365.ErrNotFound, func(ctx context.Context, c *identity.Service, me, _ admin365.ObjectID) error {
			_, err := c.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: identity.UserAdministrator, PrincipalID: me, DirectoryScopeID: "/administrativeUnits/" + stranger})
			return err
		}},
		{"a filter that is none", admin365.ErrInvalid, func(ctx context.Context, c *identity.Service, _, _ admin365.ObjectID) error {
			for _, err := range c.Roles.List(ctx, identity.RoleQuery{Filter: "planet eq 'x'"}) {
				return err
			}
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var said []*admin365.Error
			for _, s := range []*identity.Service{m.Identity, h.HTTP().Identity} {
				err := c.call(t.Context(), s, objectID(t, s, "admin"), objectID(t, s, "AdeleV"))
				require.ErrorIs(t, err, c.is)
				e, ok := errors.AsType[*admin365.Error](err)
				require.True(t, ok)
				told := *e
				told.RequestID, told.TenantID, told.Cause = "", "", nil
				said = append(said, &told)
			}
			assert.Equal(t, said[0], said[1])
		})
	}
}

// TestRoleCore runs the cases of the rules themselves.
func TestRoleCore(t *testing.T) {
	t.Parallel()
	for name, run := range identity.RoleCoreCases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, newTest(t).Backstage.Identity.Tenant())
		})
	}
}

// TestRolesOfNobody: an empty id is a mistake and no question about everybody.
func TestRolesOfNobody(t *testing.T) {
	t.Parallel()
	c := newTest(t).Identity
	for _, err := range identity.RolesOf(t.Context(), c.RoleAssignments, "") {
		assert.ErrorIs(t, err, admin365.ErrInvalid)
	}
	for _, err := range identity.Holders(t.Context(), c.RoleAssignments, "") {
		assert.ErrorIs(t, err, admin365.ErrInvalid)
	}
	for id := range identity.Holders(t.Context(), c.RoleAssignments, identity.BillingAdministrator) {
		assert.NotEmpty(t, id)
		break
	}
	_, err := identity.FindRole(t.Context(), failingRoles{c.Roles}, "x")
	assert.ErrorIs(t, err, admin365.ErrThrottled)
}

type failingRoles struct{ identity.Roles }

func (failingRoles) List(context.Context, identity.RoleQuery) iter.Seq2[*identity.Role, error] {
	return func(yield func(*identity.Role, error) bool) { yield(nil, admin365.ErrThrottled) }
}

// TestRolesOfOldFiles: a file of the first release, which has no table of activated
// roles, shows those of its people, and a file of this one comes back whole.
func TestRolesOfOldFiles(t *testing.T) {
	t.Parallel()
	old, err := os.ReadFile("../admin/testdata/tenant-v1.json")
	require.NoError(t, err)
	m, err := admin.LoadMemory(bytes.NewReader(old), admin.MemoryConfig{})
	require.NoError(t, err)
	fresh := newTest(t)
	assert.Equal(t, collected(t, fresh.Identity.ActivatedRoles.List(t.Context())), collected(t, m.Identity.ActivatedRoles.List(t.Context())))
	members := collected(t, m.Identity.ActivatedRoles.Members(t.Context(), identity.GlobalAdministrator))
	assert.Len(t, members, 1)

	_, err = fresh.Identity.Roles.Create(t.Context(), identity.NewRole{DisplayName: "Own", RolePermissions: reading})
	require.NoError(t, err)
	_, err = fresh.Identity.ActivatedRoles.Activate(t.Context(), identity.TeamsAdministrator)
	require.NoError(t, err)
	var first, second bytes.Buffer
	require.NoError(t, fresh.Save(&first))
	loaded, err := admin.LoadMemory(bytes.NewReader(first.Bytes()), admin.MemoryConfig{})
	require.NoError(t, err)
	require.NoError(t, loaded.Save(&second))
	assert.Equal(t, first.String(), second.String())
	assert.Equal(t, collected(t, fresh.Identity.Roles.List(t.Context(), identity.RoleQuery{})), collected(t, loaded.Identity.Roles.List(t.Context(), identity.RoleQuery{})))
}

// TestRoleChanges: what an administrator sees of it in the list of changes.
func TestRoleChanges(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	before := m.Snapshot()
	adele := objectID(t, m.Identity, "AdeleV")
	given, err := m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: identity.TeamsAdministrator, PrincipalID: adele})
	require.NoError(t, err)
	assert.Equal(t, []string{"roleAssignments: added Teams Administrator of " + string(adele), "directoryRoles: added Teams Administrator"}, m.Changes(before))
	before = m.Snapshot()
	require.NoError(t, m.Identity.RoleAssignments.Delete(t.Context(), given.ID))
	assert.Equal(t, []string{"roleAssignments: removed Teams Administrator of " + string(adele)}, m.Changes(before))
}
