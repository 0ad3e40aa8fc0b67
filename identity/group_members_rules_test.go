package identity_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestGroupMembership: who can be a member, once, and comes out again.
func TestGroupMembership(t *testing.T) {
	t.Parallel()
	bothGroupWays(t, func(t *testing.T, m *admin.Test, s *identity.Service) {
		ctx := t.Context()
		g, err := s.Groups.Create(ctx, security("G"))
		require.NoError(t, err)
		adele, alex := userID(t, s, "AdeleV"), userID(t, s, "AlexW")
		const nobody = "11111111-2222-4333-8444-555555555555"
		notThere := func(id string) string {
			return "Resource '" + id + "' does not exist or one of its queried reference-property objects are not present."
		}
		require.NoError(t, s.GroupMembers.Add(ctx, g.ID, adele))
		says(t, s.GroupMembers.Add(ctx, g.ID, adele), admin365.ErrConflict, 400, "One or more added object references already exist for the following modified properties: 'members'.")
		says(t, s.GroupMembers.Add(ctx, g.ID, alex, nobody), admin365.ErrNotFound, 404, notThere(nobody))
		says(t, s.GroupMembers.Add(ctx, g.ID, alex, adele), admin365.ErrConflict, 400, "One or more added object references already exist for the following modified properties: 'members'.")
		assert.Equal(t, []string{"Adele Vance"}, names(t, s.GroupMembers.List(ctx, g.ID)), "all of them or none")
		require.NoError(t, s.GroupMembers.Add(ctx, g.ID, alex, admin365.ObjectID(contosoGroup(t, s, "sg-Retail").ID)))
		assert.ElementsMatch(t, []string{"Adele Vance", "Alex Wilber", "sg-Retail"}, names(t, s.GroupMembers.List(ctx, g.ID)))
		for o, err := range s.GroupMembers.List(ctx, g.ID) {
			require.NoError(t, err)
			if o.ID == adele {
				assert.Equal(t, identity.DirectoryObject{ID: adele, Type: identity.UserObject, DisplayName: "Adele Vance", UserPrincipalName: "AdeleV@contoso.com"}, *o)
			}
		}
		says(t, s.GroupMembers.Add(ctx, nobody, alex), admin365.ErrNotFound, 404, notThere(nobody))
		require.ErrorIs(t, s.GroupMembers.Add(ctx, g.ID), admin365.ErrInvalid)
		require.ErrorIs(t, s.GroupMembers.Add(ctx, g.ID, "a", ""), admin365.ErrInvalid)
		var many []admin365.ObjectID
		for range 21 {
			u := m.Given.User(identity.NewUser{})
			many = append(many, admin365.ObjectID(u.ID))
		}
		says(t, s.GroupMembers.Add(ctx, g.ID, many...), admin365.ErrInvalid, 400, "A resource cannot contain more than 20 link changes.")
		require.NoError(t, s.GroupMembers.Add(ctx, g.ID, many[:20]...))
		n := security("N")
		n.Members, n.Owners = many[:20], many[20:]
		_, err = s.Groups.Create(ctx, n)
		says(t, err, admin365.ErrInvalid, 400, "A resource cannot contain more than 20 link changes.")
		n.Members = many[:19]
		created, err := s.Groups.Create(ctx, n)
		require.NoError(t, err)
		assert.Len(t, names(t, s.GroupMembers.List(ctx, created.ID)), 19)
		assert.Len(t, names(t, s.GroupOwners.List(ctx, created.ID)), 1)
		n.Members = []admin365.ObjectID{nobody}
		before := m.Snapshot()
		_, err = s.Groups.Create(ctx, n)
		says(t, err, admin365.ErrNotFound, 404, notThere(nobody))
		assert.Empty(t, m.Changes(before), "no group without its members")

		require.NoError(t, s.GroupMembers.Remove(ctx, g.ID, adele))
		says(t, s.GroupMembers.Remove(ctx, g.ID, adele), admin365.ErrNotFound, 404, notThere(string(adele)))
		_, err = s.Users.Get(ctx, admin365.UserID(adele))
		require.NoError(t, err, "the object itself is untouched")
	})
}

// TestMemberKinds: what can be a member of what.
func TestMemberKinds(t *testing.T) {
	t.Parallel()
	bothGroupWays(t, func(t *testing.T, m *admin.Test, s *identity.Service) {
		ctx := t.Context()
		all, mark8, retail := contosoGroup(t, s, "All Company"), contosoGroup(t, s, "Mark 8 Project Team"), contosoGroup(t, s, "sg-Retail")
		alex := userID(t, s, "AlexW")
		id := func(g *identity.Group) admin365.ObjectID { return admin365.ObjectID(g.ID) }
		wrong := func(g *identity.Group, property string) string {
			return fmt.Sprintf("The reference target 'Group_%s' of type 'Group' is invalid for the '%s' reference.", g.ID, property)
		}
		says(t, s.GroupMembers.Add(ctx, all.ID, id(mark8)), admin365.ErrInvalid, 400,
			"Unified Groups cannot be added to Unified Groups. paramName: Members, paramValue: , objectType: Microsoft.Online.DirectoryServices.Group")
		says(t, s.GroupMembers.Add(ctx, all.ID, id(retail)), admin365.ErrInvalid, 400, wrong(retail, "members"))
		says(t, s.GroupMembers.Add(ctx, retail.ID, id(mark8)), admin365.ErrInvalid, 400, wrong(mark8, "members"))
		says(t, s.GroupOwners.Add(ctx, all.ID, id(retail)), admin365.ErrInvalid, 400, wrong(retail, "owners"))
		roles := security("For Roles")
		roles.IsAssignableToRole = new(true)
		r, err := s.Groups.Create(ctx, roles)
		require.NoError(t, err)
		says(t, s.GroupMembers.Add(ctx, r.ID, id(retail)), admin365.ErrInvalid, 400, "Nesting is currently not supported for groups that can be assigned to a role.")
		require.NoError(t, s.GroupMembers.Add(ctx, r.ID, alex))
		require.NoError(t, s.GroupMembers.Add(ctx, retail.ID, id(r)), "it may be a member itself")

		dynamic := security("Dynamic")
		dynamic.GroupTypes, dynamic.MembershipRule = []string{identity.DynamicMembership}, "x"
		d, err := s.Groups.Create(ctx, dynamic)
		require.NoError(t, err)
		const denied = "Insufficient privileges to complete the operation."
		says(t, s.GroupMembers.Add(ctx, d.ID, alex), admin365.ErrForbidden, 403, denied)
		dynamic.Members = []admin365.ObjectID{alex}
		_, err = s.Groups.Create(ctx, dynamic)
		says(t, err, admin365.ErrForbidden, 403, denied)

		mastered := m.Given.SyncedGroup(identity.NewGroup{Members: []admin365.ObjectID{alex}})
		dl := m.Given.Group(identity.NewGroup{MailEnabled: new(true), Members: []admin365.ObjectID{alex}})
		adele := userID(t, s, "AdeleV")
		for _, perform := range []func(context.Context, admin365.GroupID) error{
			func(ctx context.Context, g admin365.GroupID) error { return s.GroupMembers.Add(ctx, g, adele) },
			func(ctx context.Context, g admin365.GroupID) error { return s.GroupMembers.Remove(ctx, g, alex) },
			func(ctx context.Context, g admin365.GroupID) error { return s.GroupOwners.Add(ctx, g, alex) },
		} {
			says(t, perform(ctx, mastered.ID), admin365.ErrPrecondition, 400,
				"Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.")
			says(t, perform(ctx, dl.ID), admin365.ErrPrecondition, 400, "Cannot Update a mail-enabled security groups and or distribution list.")
		}
	})
}

// TestGroupOwnership: owners come and go, and the last user stays.
func TestGroupOwnership(t *testing.T) {
	t.Parallel()
	bothGroupWays(t, func(t *testing.T, m *admin.Test, s *identity.Service) {
		ctx := t.Context()
		adele, alex := userID(t, s, "AdeleV"), userID(t, s, "AlexW")
		for _, g := range []*identity.Group{contosoGroup(t, s, "All Company"), contosoGroup(t, s, "sg-Retail")} {
			for o, err := range s.GroupOwners.List(ctx, g.ID) {
				require.NoError(t, err)
				says(t, s.GroupOwners.Remove(ctx, g.ID, o.ID), admin365.ErrPrecondition, 400, "The group must have at least one owner, hence this owner cannot be removed.")
			}
			require.NoError(t, s.GroupOwners.Add(ctx, g.ID, alex))
			says(t, s.GroupOwners.Add(ctx, g.ID, alex), admin365.ErrConflict, 400, "One or more added object references already exist for the following modified properties: 'owners'.")
			require.NoError(t, s.GroupOwners.Remove(ctx, g.ID, alex))
			require.ErrorIs(t, s.GroupOwners.Remove(ctx, g.ID, alex), admin365.ErrNotFound)
		}
		free, err := s.Groups.Create(ctx, security("Free"))
		require.NoError(t, err)
		assert.Empty(t, names(t, s.GroupOwners.List(ctx, free.ID)))
		for range 98 {
			require.NoError(t, s.GroupOwners.Add(ctx, free.ID, admin365.ObjectID(m.Given.User(identity.NewUser{}).ID)))
		}
		require.NoError(t, s.GroupOwners.Add(ctx, free.ID, adele))
		require.NoError(t, s.GroupOwners.Add(ctx, free.ID, alex))
		says(t, s.GroupOwners.Add(ctx, free.ID, userID(t, s, "LeeG")), admin365.ErrPrecondition, 403,
			"Unable to perform operation as '101' would exceed the maximum quota count '100' for forward-link 'owners'.")
	})
	m := admin.NewMemory(admin.MemoryConfig{})
	who, err := m.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
	require.NoError(t, err)
	_, err = m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: identity.GroupsAdministrator, PrincipalID: admin365.ObjectID(who.ID)})
	require.NoError(t, err)
	adele := m.As(admin365.AsUser("AdeleV@contoso.com")).Identity
	team, err := adele.Groups.Create(t.Context(), unified("Hers"))
	require.NoError(t, err)
	assert.Equal(t, []string{"Adele Vance"}, names(t, adele.GroupOwners.List(t.Context(), team.ID)), "who makes a Microsoft 365 group owns it")
	plain, err := adele.Groups.Create(t.Context(), security("Plain"))
	require.NoError(t, err)
	assert.Empty(t, names(t, adele.GroupOwners.List(t.Context(), plain.ID)))
}
