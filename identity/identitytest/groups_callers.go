package identitytest

import (
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// groupCallerCases are about who may do what to groups.
func groupCallerCases() []kase {
	needs := []string{CanWrite, CanGroup, CanGiveRoles, CanSwitch}
	return []kase{
		{
			Name: "Callers/every-member-reads-groups", Needs: needs, Source: docMembers,
			Why: "an address book that only administrators can open is none",
			Run: func(c *run) {
				u := create(c)
				g := getGroup(c, makeGroup(c, func(n *identity.NewGroup) { n.Members, n.Owners = objects(u), objects(u) }).ID)
				s := c.S.As(admin365.AsUser(create(c).ID))
				got, err := s.Groups.Get(c.Context(), g.ID)
				c.Must(err, "getting a group as a member without a role")
				if err := conform.Differ(got, g); err != nil {
					c.Errorf("a member without a role sees another group: it %v", err)
				}
				for what, err := range groupReads(c, s, g.ID, u.ID) {
					if err != nil {
						c.Errorf("%s as a member without a role: %v", what, err)
					}
				}
			},
		},
		{
			Name: "Callers/roles-that-write-groups", Needs: needs, Source: "https://learn.microsoft.com/entra/identity/role-based-access-control/delegate-by-task",
			Why: "whoever was given the role for it must not need a greater one",
			Run: func(c *run) {
				for _, role := range []admin365.RoleID{identity.GroupsAdministrator, identity.UserAdministrator, identity.GlobalAdministrator} {
					s := as(c, role)
					for what, err := range groupWrites(c, s, role != identity.UserAdministrator) {
						if err != nil {
							c.Errorf("%s with the role %s: %v", what, role, err)
						}
					}
				}
			},
		},
		{
			Name: "Callers/roles-that-do-not-write-groups", Needs: needs, Source: "https://learn.microsoft.com/entra/identity/role-based-access-control/delegate-by-task",
			Why: "a program that works for its author, a Global Administrator, fails at the help desk",
			Run: func(c *run) {
				for _, role := range []admin365.RoleID{"", identity.HelpdeskAdministrator, identity.GlobalReader, identity.LicenseAdministrator} {
					noGroupWrites(c, as(c, role), "the role "+string(role))
				}
			},
		},
		{
			Name: "Callers/role-taken-away", Needs: needs, Source: docAssigned,
			Why: "whoever lost his role at noon writes nothing in the afternoon",
			Run: func(c *run) {
				u := create(c)
				s := c.S.As(admin365.AsUser(u.ID))
				a := assign(c, identity.GroupsAdministrator, oid(u.ID))
				g, err := s.Groups.Create(c.Context(), newGroup())
				c.Must(err, "creating a group with the role")
				forgetGroup(c, g.ID)
				c.Must(c.S.Service.RoleAssignments.Delete(c.Context(), a.ID), "taking the role away")
				absent(c, notAllowed(opDeleteGroup), func() error { return s.Groups.Delete(c.Context(), g.ID) })
				getGroup(c, g.ID)
			},
		},
		{
			Name: "Callers/role-assignable-groups-need-more", Needs: needs, Source: docNewGroups,
			Why: "who may create groups would give himself any role by one that can hold it",
			Run: func(c *run) {
				n := newGroup()
				assignable(&n)
				_, err := as(c, identity.GroupsAdministrator).Groups.Create(c.Context(), n)
				c.Refused(err, notAllowed(opNewGroup))
				groupsAre(c, identity.GroupQuery{MailNickname: n.MailNickname})
				g, err := as(c, identity.GlobalAdministrator).Groups.Create(c.Context(), n)
				c.Must(err, "creating a role-assignable group as a Global Administrator")
				forgetGroup(c, g.ID)
			},
		},
		{
			Name: "Callers/app-that-reads-members", Needs: needs, Source: docMembers,
			Why: "an application has the permissions that it was granted, and no administrator's",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(u) })
				s := c.S.As(admin365.AsApp(someApp, "GroupMember.Read.All"))
				for _, what := range []string{"getting", "listing", "counting", "members", "transitive members", "owners"} {
					if err := groupReads(c, s, g.ID, u.ID)[what]; err != nil {
						c.Errorf("%s with GroupMember.Read.All: %v", what, err)
					}
				}
				noGroupWrites(c, s, "GroupMember.Read.All")
			},
		},
		{
			Name: "Callers/app-that-writes-groups", Needs: needs, Source: docNewGroup,
			Why: "an application with the permission needs no role besides",
			Run: func(c *run) {
				for what, err := range groupWrites(c, c.S.As(admin365.AsApp(someApp, "Group.ReadWrite.All")), true) {
					if err != nil {
						c.Errorf("%s with Group.ReadWrite.All: %v", what, err)
					}
				}
				noGroupWrites(c, c.S.As(admin365.AsApp(someApp, "Group.Read.All")), "Group.Read.All")
				s := c.S.As(admin365.AsApp(someApp, "User.Read.All"))
				_, err := s.Groups.Create(c.Context(), newGroup())
				c.Refused(err, notAllowed(opNewGroup))
			},
		},
	}
}

// someApp is an application.
const someApp admin365.AppID = "0badc0de-5ea7-4bad-8bad-a00000000001"

// as returns the service for a new user with the role, or with none.
func as(c *run, role admin365.RoleID) *identity.Service {
	c.Helper()
	u := create(c)
	if role != "" {
		assign(c, role, oid(u.ID))
	}
	return c.S.As(admin365.AsUser(u.ID))
}

// groupReads calls every reading method of groups.
func groupReads(c *run, s *identity.Service, group admin365.GroupID, user admin365.UserID) map[string]error {
	ctx := c.Context()
	return map[string]error{
		"getting":                second(s.Groups.Get(ctx, group)),
		"listing":                second(conform.First(s.Groups.List(ctx, identity.GroupQuery{}), 1)),
		"counting":               second(s.Groups.Count(ctx, identity.GroupQuery{})),
		"members":                second(conform.Collect(s.GroupMembers.List(ctx, group))),
		"transitive members":     second(conform.Collect(s.GroupMembers.ListTransitive(ctx, group))),
		"owners":                 second(conform.Collect(s.GroupOwners.List(ctx, group))),
		"memberships":            second(conform.Collect(s.Memberships.List(ctx, user))),
		"transitive memberships": second(conform.Collect(s.Memberships.ListTransitive(ctx, user))),
		"deleted groups":         second(conform.First(s.DeletedGroups.List(ctx), 1)),
	}
}

// groupWrites calls every writing method of groups on groups of the case, one
// after the other; those of the bin if it may use them, too.
func groupWrites(c *run, s *identity.Service, bin bool) map[string]error {
	c.Helper()
	ctx := c.Context()
	u, owner := create(c), create(c)
	g := makeGroup(c, func(n *identity.NewGroup) { n.Owners = objects(owner) })
	errs := map[string]error{}
	made, err := s.Groups.Create(ctx, newGroup())
	errs["creating"] = err
	if err == nil {
		forgetGroup(c, made.ID)
	}
	errs["updating"] = s.Groups.Update(ctx, g.ID, identity.GroupPatch{Description: admin365.Set("Changed")})
	errs["adding a member"] = s.GroupMembers.Add(ctx, g.ID, oid(u.ID))
	errs["adding two members"] = s.GroupMembers.Add(ctx, g.ID, oid(create(c).ID), oid(create(c).ID))
	if err := errs["adding a member"]; err == nil {
		errs["removing a member"] = s.GroupMembers.Remove(ctx, g.ID, oid(u.ID))
	}
	errs["adding an owner"] = s.GroupOwners.Add(ctx, g.ID, oid(u.ID))
	errs["removing an owner"] = s.GroupOwners.Remove(ctx, g.ID, oid(owner.ID))
	errs["deleting"] = s.Groups.Delete(ctx, g.ID)
	if bin && errs["deleting"] == nil {
		errs["restoring"] = second(s.DeletedGroups.Restore(ctx, g.ID))
		errs["deleting again"] = s.Groups.Delete(ctx, g.ID)
		errs["purging"] = s.DeletedGroups.Purge(ctx, g.ID)
	}
	return errs
}

// noGroupWrites checks that the caller may do none of it, and that nothing was
// done.
func noGroupWrites(c *run, s *identity.Service, who string) {
	c.Helper()
	ctx := c.Context()
	member, owner, other := create(c), create(c), create(c)
	was := getGroup(c, makeGroup(c, func(n *identity.NewGroup) { n.Members, n.Owners = objects(member), objects(owner) }).ID)
	gone := makeGroup(c)
	deleteGroup(c, gone.ID)
	n := newGroup()
	made, err := s.Groups.Create(ctx, n)
	if err == nil {
		forgetGroup(c, made.ID)
	}
	for op, err := range map[string]error{
		opNewGroup:     err,
		opUpdateGroup:  s.Groups.Update(ctx, was.ID, identity.GroupPatch{Description: admin365.Set("Changed")}),
		opAddMember:    s.GroupMembers.Add(ctx, was.ID, oid(other.ID)),
		opRemoveMember: s.GroupMembers.Remove(ctx, was.ID, oid(member.ID)),
		opAddOwner:     s.GroupOwners.Add(ctx, was.ID, oid(other.ID)),
		opRemoveOwner:  s.GroupOwners.Remove(ctx, was.ID, oid(owner.ID)),
		opDeleteGroup:  s.Groups.Delete(ctx, was.ID),
		opRestoreGroup: second(s.DeletedGroups.Restore(ctx, gone.ID)),
		opPurgeGroup:   s.DeletedGroups.Purge(ctx, gone.ID),
	} {
		if fault := notAllowed(op).Check(err); fault != nil {
			c.Errorf("with %s: %v", who, fmt.Errorf("%s: %w", op, fault))
		}
	}
	// Two at once are another request.
	if fault := ofMany(notAllowed(opAddMember)).Check(s.GroupMembers.Add(ctx, was.ID, oid(other.ID), oid(owner.ID))); fault != nil {
		c.Errorf("with %s, two at once: %v", who, fault)
	}
	groupsAre(c, identity.GroupQuery{MailNickname: n.MailNickname})
	groupUnchanged(c, was)
	membersAre(c, was.ID, oid(member.ID))
	ownersAre(c, was.ID, oid(owner.ID))
	if _, err := inBin(c, gone.ID); err != nil {
		c.Errorf("with %s: %v", who, err)
	}
}
