package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// nestedCases are about groups that are members of groups.
func nestedCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "GroupMembers.ListTransitive/each-once", Needs: write, Source: docTransitive,
			Why: "who is in by three ways gets one letter, one license and one line in the report",
			Run: func(c *run) {
				people := objects(crowd(c, 3)...)
				low := makeGroup(c, func(n *identity.NewGroup) { n.Members = []admin365.ObjectID{people[1], people[2]} })
				left := makeGroup(c, func(n *identity.NewGroup) { n.Members = []admin365.ObjectID{people[0], people[1], oid(low.ID)} })
				right := makeGroup(c, func(n *identity.NewGroup) { n.Members = []admin365.ObjectID{people[1], oid(low.ID)} })
				top := makeGroup(c, func(n *identity.NewGroup) { n.Members = []admin365.ObjectID{people[0], oid(left.ID), oid(right.ID)} })
				membersAre(c, top.ID, people[0], oid(left.ID), oid(right.ID))
				transitiveMembersAre(c, top.ID, people[0], people[1], people[2], oid(left.ID), oid(right.ID), oid(low.ID))
				transitiveMembersAre(c, right.ID, people[1], people[2], oid(low.ID))
				transitiveMembersAre(c, low.ID, people[1], people[2])
				memberOf(c, admin365.UserID(people[2]), oid(low.ID))
				memberOfAll(c, admin365.UserID(people[2]), oid(low.ID), oid(left.ID), oid(right.ID), oid(top.ID))
				memberOfAll(c, admin365.UserID(people[1]), oid(low.ID), oid(left.ID), oid(right.ID), oid(top.ID))
				memberOfAll(c, admin365.UserID(people[0]), oid(left.ID), oid(top.ID))
			},
		},
		{
			Name: "GroupMembers.ListTransitive/follows-changes", Needs: write, Source: docTransitive,
			Why: "who left a team has left all that the team is in",
			Run: func(c *run) {
				u := create(c)
				low := makeGroup(c)
				top := makeGroup(c, func(n *identity.NewGroup) { n.Members = []admin365.ObjectID{oid(low.ID)} })
				transitiveMembersAre(c, top.ID, oid(low.ID))
				addMembers(c, low.ID, oid(u.ID))
				transitiveMembersAre(c, top.ID, oid(low.ID), oid(u.ID))
				memberOfAll(c, u.ID, oid(low.ID), oid(top.ID))
				c.Must(c.S.Service.GroupMembers.Remove(c.Context(), top.ID, oid(low.ID)), "taking the group out")
				transitiveMembersAre(c, top.ID)
				memberOfAll(c, u.ID, oid(low.ID))
				membersAre(c, low.ID, oid(u.ID))
			},
		},
		{
			Name: "GroupMembers.ListTransitive/circles", Needs: write, Source: docTransitive,
			Why: "two groups that are in each other must not keep a report busy for ever",
			Run: groupCircle,
		},
		{
			Name: "GroupMembers.List/direct-only", Needs: write, Source: docMembers,
			Why: "the members of a member are its own",
			Run: func(c *run) {
				u := create(c)
				low := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(u) })
				top := makeGroup(c, func(n *identity.NewGroup) { n.Members = []admin365.ObjectID{oid(low.ID)} })
				membersAre(c, top.ID, oid(low.ID))
				memberOf(c, u.ID, oid(low.ID))
			},
		},
	}
}

func groupCircle(c *run) {
	people := objects(crowd(c, 3)...)
	var groups []*identity.Group
	for i := range 3 {
		groups = append(groups, makeGroup(c, func(n *identity.NewGroup) { n.Members = people[i : i+1] }))
	}
	for i, g := range groups {
		addMembers(c, g.ID, oid(groups[(i+1)%3].ID))
	}
	for i, g := range groups {
		others := []admin365.ObjectID{people[0], people[1], people[2], oid(groups[(i+1)%3].ID), oid(groups[(i+2)%3].ID)}
		c.Eventually(func() error {
			got, err := conform.Collect(c.S.Service.GroupMembers.ListTransitive(c.Context(), g.ID))
			if err != nil {
				return err
			}
			// Whether a group in a circle is its own member the documentation does not say.
			if sameObjects(got, append(others, oid(g.ID))) == nil {
				return nil
			}
			return sameObjects(got, others)
		})
		memberOfAll(c, admin365.UserID(people[i]), oid(groups[0].ID), oid(groups[1].ID), oid(groups[2].ID))
	}
}
