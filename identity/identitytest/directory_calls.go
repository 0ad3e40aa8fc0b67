package identitytest

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// deed is one method of groups and roles, called in the simplest way that works.
type deed struct {
	op     string
	writes bool
	// ids are what the method takes, out of a scene that was set up for it.
	ids func(s *scene) []string
	// call calls the method with as many ids; what it creates gets the name.
	call func(ctx context.Context, s *identity.Service, ids []string, name string) error
}

// scene is a group, a role and people for every method to work on.
type scene struct {
	// group has the member and the owner; spare is there to be deleted, and bin
	// and waste are deleted already.
	group, spare, bin, waste *identity.Group
	member, owner, free      *identity.User
	// role is of the tenant's own, and the member has it by assignment; extra is
	// there to be deleted.
	role, extra *identity.Role
	assignment  *identity.RoleAssignment
	// template is activated, and the member has it; asleep is not.
	template, asleep admin365.RoleID
}

// setUp makes a scene.
func setUp(c *run) *scene {
	c.Helper()
	s := &scene{member: create(c), owner: create(c), free: create(c), spare: makeGroup(c), bin: makeGroup(c), waste: makeGroup(c)}
	s.group = makeGroup(c, func(n *identity.NewGroup) { n.Members, n.Owners = objects(s.member), objects(s.owner) })
	deleteGroup(c, s.bin.ID)
	deleteGroup(c, s.waste.ID)
	s.role, s.extra = makeRole(c), makeRole(c)
	s.assignment = assign(c, s.role.ID, oid(s.member.ID))
	s.template = awake(c, identity.GlobalReader)
	assign(c, s.template, oid(s.member.ID))
	s.asleep = dormant(c, 1)[0]
	return s
}

// sight is all of a scene that a method could change.
type sight struct {
	Group                    *identity.Group
	Spare                    *identity.Group
	Members, Owners, Bin     []string
	MemberOf                 []string
	Role, Extra              *identity.Role
	Named                    []string
	Assigned, Free, Activate []string
}

// look returns how the scene looks now.
func (s *scene) look(c *run) sight {
	c.Helper()
	ids := func(what string, seq seqOfObjects) []string {
		all, err := conform.Collect(seq)
		c.Must(err, "listing "+what)
		var list []string
		for _, o := range all {
			list = append(list, string(o.ID))
		}
		return sorted(list)
	}
	assigned := func(id admin365.UserID) []string {
		all, err := conform.Collect(c.S.Service.RoleAssignments.List(c.Context(), identity.RoleAssignmentQuery{PrincipalID: oid(id)}))
		c.Must(err, "listing assignments")
		return sorted(sayAssignments(all))
	}
	v := c.S.Service
	out := sight{
		Group: getGroup(c, s.group.ID), Spare: getGroup(c, s.spare.ID),
		Members:  ids("members", v.GroupMembers.List(c.Context(), s.group.ID)),
		Owners:   ids("owners", v.GroupOwners.List(c.Context(), s.group.ID)),
		MemberOf: ids("memberships", v.Memberships.List(c.Context(), s.member.ID)),
		Role:     getRole(c, s.role.ID), Extra: getRole(c, s.extra.ID),
		Assigned: assigned(s.member.ID), Free: assigned(s.free.ID),
	}
	for _, id := range []admin365.GroupID{s.bin.ID, s.waste.ID} {
		if _, err := inBin(c, id); err == nil {
			out.Bin = append(out.Bin, string(id))
		}
	}
	if activated(c)[s.asleep] != nil {
		out.Activate = append(out.Activate, string(s.asleep))
	}
	// Everything that a call of this scene creates has this name.
	groups, err := conform.Collect(v.Groups.List(c.Context(), identity.GroupQuery{DisplayName: s.stray()}))
	c.Must(err, "listing groups")
	roles, err := conform.Collect(v.Roles.List(c.Context(), identity.RoleQuery{DisplayName: s.stray()}))
	c.Must(err, "listing roles")
	out.Named = sorted(append(namesOfGroups(groups), namesOfRoles(roles)...))
	return out
}

// stray is the name of what the calls on a scene create.
func (s *scene) stray() string { return "Stray of " + s.group.DisplayName }

// unchanged checks that the scene looks as it did.
func (s *scene) unchanged(c *run, was sight) {
	c.Helper()
	if err := conform.Differ(s.look(c), was); err != nil {
		c.Errorf("something was changed all the same: it %v", err)
	}
}

// deeds are all methods of groups and roles.
func deeds() []deed {
	return append(groupDeeds(), roleDeeds()...)
}

func groupDeeds() []deed {
	type ids = []string
	none := func(*scene) ids { return nil }
	group := func(s *scene) ids { return ids{string(s.group.ID)} }
	spare := func(s *scene) ids { return ids{string(s.spare.ID)} }
	bin := func(s *scene) ids { return ids{string(s.bin.ID)} }
	withMember := func(s *scene) ids { return ids{string(s.group.ID), string(s.member.ID)} }
	withOwner := func(s *scene) ids { return ids{string(s.group.ID), string(s.owner.ID)} }
	withFree := func(s *scene) ids { return ids{string(s.group.ID), string(s.free.ID)} }
	member := func(s *scene) ids { return ids{string(s.member.ID)} }
	object := func(id string) admin365.ObjectID { return admin365.ObjectID(id) }
	g := func(id string) admin365.GroupID { return admin365.GroupID(id) }
	u := func(id string) admin365.UserID { return admin365.UserID(id) }
	return []deed{
		{opNewGroup, true, func(s *scene) ids { return ids{string(s.member.ID), string(s.owner.ID)} }, func(ctx context.Context, s *identity.Service, id ids, name string) error {
			return second(s.Groups.Create(ctx, identity.NewGroup{
				DisplayName: name, MailNickname: conform.Unique(),
				Members: []admin365.ObjectID{object(id[0])}, Owners: []admin365.ObjectID{object(id[1])},
			}))
		}},
		{opGetGroup, false, group, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(s.Groups.Get(ctx, g(id[0])))
		}},
		{opListGroups, false, none, func(ctx context.Context, s *identity.Service, _ ids, _ string) error {
			return second(conform.Collect(s.Groups.List(ctx, identity.GroupQuery{})))
		}},
		{opCountGroups, false, none, func(ctx context.Context, s *identity.Service, _ ids, _ string) error {
			return second(s.Groups.Count(ctx, identity.GroupQuery{}))
		}},
		{opUpdateGroup, true, group, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return s.Groups.Update(ctx, g(id[0]), identity.GroupPatch{Description: admin365.Set("Changed " + conform.Unique())})
		}},
		{opDeleteGroup, true, spare, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return s.Groups.Delete(ctx, g(id[0]))
		}},
		{opMembers, false, group, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(conform.Collect(s.GroupMembers.List(ctx, g(id[0]))))
		}},
		{opTransitive, false, group, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(conform.Collect(s.GroupMembers.ListTransitive(ctx, g(id[0]))))
		}},
		{opAddMember, true, withFree, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return s.GroupMembers.Add(ctx, g(id[0]), object(id[1]))
		}},
		{opRemoveMember, true, withMember, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return s.GroupMembers.Remove(ctx, g(id[0]), object(id[1]))
		}},
		{opOwners, false, group, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(conform.Collect(s.GroupOwners.List(ctx, g(id[0]))))
		}},
		{opAddOwner, true, withFree, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return s.GroupOwners.Add(ctx, g(id[0]), object(id[1]))
		}},
		{opRemoveOwner, true, withOwner, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return s.GroupOwners.Remove(ctx, g(id[0]), object(id[1]))
		}},
		{opMemberOf, false, member, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(conform.Collect(s.Memberships.List(ctx, u(id[0]))))
		}},
		{opMemberOfAll, false, member, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(conform.Collect(s.Memberships.ListTransitive(ctx, u(id[0]))))
		}},
		{opBin, false, none, func(ctx context.Context, s *identity.Service, _ ids, _ string) error {
			return second(conform.Collect(s.DeletedGroups.List(ctx)))
		}},
		{opGetFromBin, false, bin, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(s.DeletedGroups.Get(ctx, g(id[0])))
		}},
		{opRestoreGroup, true, bin, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(s.DeletedGroups.Restore(ctx, g(id[0])))
		}},
		{opPurgeGroup, true, func(s *scene) ids { return ids{string(s.waste.ID)} }, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return s.DeletedGroups.Purge(ctx, g(id[0]))
		}},
	}
}
