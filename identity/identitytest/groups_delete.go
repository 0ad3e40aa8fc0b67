package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func groupDeleteCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "Groups.Delete/gone-everywhere", Needs: write, Source: docGroupDelete,
			Why: "a group that was deleted is not found any more, by any method",
			Run: groupGone,
		},
		{
			Name: "Groups.Delete/twice", Needs: write, Source: docGroupDelete,
			Why: "the second of two administrators learns that the group was gone already",
			Run: func(c *run) {
				g := makeGroup(c)
				deleteGroup(c, g.ID)
				absent(c, unknown(opDeleteGroup).Of(string(g.ID)), func() error { return c.S.Service.Groups.Delete(c.Context(), g.ID) })
			},
		},
		{
			Name: "Groups.Delete/frees-its-members", Needs: write, Source: docGroups,
			Why: "what somebody had by the group he loses at once, and nothing else",
			Run: func(c *run) {
				people := crowd(c, 2)
				gone := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(people...) })
				stays := makeGroup(c, func(n *identity.NewGroup) { n.Members = append(objects(people[0]), oid(gone.ID)) })
				memberOf(c, people[0].ID, oid(gone.ID), oid(stays.ID))
				memberOfAll(c, people[1].ID, oid(gone.ID), oid(stays.ID))
				deleteGroup(c, gone.ID)
				memberOf(c, people[0].ID, oid(stays.ID))
				memberOf(c, people[1].ID)
				memberOfAll(c, people[1].ID)
				membersAre(c, stays.ID, oid(people[0].ID))
				transitiveMembersAre(c, stays.ID, oid(people[0].ID))
				for _, u := range people {
					get(c, u.ID)
				}
			},
		},
		{
			Name: "Groups.Delete/frees-the-nickname", Needs: write, Source: docGroupBin,
			Why: "a team that was deleted by mistake is often made anew under its name before anybody thinks of the bin",
			Run: func(c *run) {
				first := makeGroup(c, unified)
				deleteGroup(c, first.ID)
				noGroup(c, first.ID)
				second := makeGroup(c, unified, func(n *identity.NewGroup) { n.MailNickname = first.MailNickname })
				if second.ID == first.ID {
					c.Errorf("the new group has the old one's id %s", first.ID)
				}
			},
		},
	}
}

func groupGone(c *run) {
	u, other := create(c), create(c)
	g := makeGroup(c, func(n *identity.NewGroup) { n.Members, n.Owners = objects(u), objects(u) })
	q := identity.GroupQuery{MailNickname: g.MailNickname}
	groupsAre(c, q, g)
	deleteGroup(c, g.ID)
	noGroup(c, g.ID)
	groupsAre(c, q)
	countGroups(c, q, 0)
	s := c.S.Service
	for op, call := range map[string]func() error{
		opUpdateGroup: func() error {
			return s.Groups.Update(c.Context(), g.ID, identity.GroupPatch{DisplayName: new("Ghost")})
		},
		opMembers:      func() error { return second(conform.Collect(s.GroupMembers.List(c.Context(), g.ID))) },
		opTransitive:   func() error { return second(conform.Collect(s.GroupMembers.ListTransitive(c.Context(), g.ID))) },
		opAddMember:    func() error { return s.GroupMembers.Add(c.Context(), g.ID, oid(other.ID)) },
		opRemoveMember: func() error { return s.GroupMembers.Remove(c.Context(), g.ID, oid(u.ID)) },
		opOwners:       func() error { return second(conform.Collect(s.GroupOwners.List(c.Context(), g.ID))) },
		opAddOwner:     func() error { return s.GroupOwners.Add(c.Context(), g.ID, oid(other.ID)) },
		opRemoveOwner:  func() error { return s.GroupOwners.Remove(c.Context(), g.ID, oid(u.ID)) },
	} {
		absent(c, unknown(op), call)
	}
	live := makeGroup(c)
	c.Refused(s.GroupMembers.Add(c.Context(), live.ID, oid(g.ID)), unknown(opAddMember))
	n := newGroup()
	n.Members = []admin365.ObjectID{oid(g.ID)}
	c.Refused(second(s.Groups.Create(c.Context(), n)), unknown(opNewGroup))
}
