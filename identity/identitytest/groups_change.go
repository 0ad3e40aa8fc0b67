package identitytest

import (
	"fmt"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func groupChangeCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "Groups.List/deleted-while-paging", Needs: write, Sweep: true, Source: docGroups,
			Why: "a program that deletes what it lists must reach every group: pages that are counted off skip some",
			Run: func(c *run) { changeGroupsWhilePaging(c, true, false) },
		},
		{
			Name: "Groups.List/created-while-paging", Needs: write, Sweep: true, Source: docGroups,
			Why: "a program that creates while it lists must not meet any group twice",
			Run: func(c *run) { changeGroupsWhilePaging(c, false, true) },
		},
		{
			Name: "GroupMembers.List/removed-while-listing", Needs: write, Sweep: true, Source: docMemberRules,
			Why: "a program that empties a group by its list must reach everybody",
			Run: func(c *run) {
				people := crowd(c, 9)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(people...) })
				membersAre(c, g.ID, objects(people...)...)
				var seen []*identity.DirectoryObject
				for o, err := range c.S.Service.GroupMembers.List(c.Context(), g.ID) {
					c.Must(err, "listing members")
					seen = append(seen, o)
					c.Must(c.S.Service.GroupMembers.Remove(c.Context(), g.ID, o.ID), "removing on the way")
				}
				if err := sameObjects(seen, objects(people...)); err != nil {
					c.Errorf("everybody was there throughout: %v", err)
				}
				membersAre(c, g.ID)
			},
		},
		{
			Name: "GroupMembers.List/added-while-listing", Needs: write, Sweep: true, Source: docMemberRules,
			Why: "a program that adds while it lists must not meet anybody twice",
			Run: func(c *run) {
				people, later := crowd(c, 5), crowd(c, 5)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(people...) })
				membersAre(c, g.ID, objects(people...)...)
				var seen []*identity.DirectoryObject
				for o, err := range c.S.Service.GroupMembers.List(c.Context(), g.ID) {
					c.Must(err, "listing members")
					if len(seen) < len(later) {
						addMembers(c, g.ID, oid(later[len(seen)].ID))
					}
					seen = append(seen, o)
				}
				if err := conform.Once(seen, func(o *identity.DirectoryObject) admin365.ObjectID { return o.ID }); err != nil {
					c.Errorf("%v", err)
				}
				for _, id := range objects(people...) {
					if !slices.ContainsFunc(seen, func(o *identity.DirectoryObject) bool { return o.ID == id }) {
						c.Errorf("%s was there throughout, and the list lacks it", id)
					}
				}
				membersAre(c, g.ID, objects(append(people, later...)...)...)
			},
		},
	}
}

// changeGroupsWhilePaging deletes the groups that were just listed, or creates
// some that come before them, and checks what is listed in the end.
func changeGroupsWhilePaging(c *run, remove, add bool) {
	for _, ordered := range []bool{false, true} {
		mark := "Conformance " + conform.Unique()
		var stay, all, victims []*identity.Group
		for i := range 10 {
			g := makeGroup(c, func(n *identity.NewGroup) { n.DisplayName = fmt.Sprintf("%s %c", mark, 'd'+2*i) })
			all = append(all, g)
			if remove && i%2 == 0 {
				victims = append(victims, g)
			} else {
				stay = append(stay, g)
			}
		}
		groupsAre(c, identity.GroupQuery{DisplayNamePrefix: mark}, all...)
		var seen []*identity.Group
		for g, err := range c.S.Service.Groups.List(c.Context(), identity.GroupQuery{OrderByDisplayName: ordered, PageSize: c.PageSize}) {
			c.Must(err, "listing groups")
			seen = append(seen, g)
			if slices.ContainsFunc(victims, func(v *identity.Group) bool { return v.ID == g.ID }) {
				deleteGroup(c, g.ID)
			}
			if add && len(seen) <= 6 {
				makeGroup(c, func(n *identity.NewGroup) { n.DisplayName = fmt.Sprintf("%s %c%d", mark, "az"[len(seen)%2], len(seen)) })
			}
		}
		if err := conform.Once(seen, func(g *identity.Group) admin365.GroupID { return g.ID }); err != nil {
			c.Errorf("ordered %v: %v", ordered, err)
		}
		for _, g := range stay {
			if !slices.ContainsFunc(seen, func(s *identity.Group) bool { return s.ID == g.ID }) {
				c.Errorf("ordered %v: %s was there throughout, and the list lacks it", ordered, g.DisplayName)
			}
		}
	}
}
