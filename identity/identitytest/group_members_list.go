package identitytest

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// memberListCases are about how the lists of members, owners and memberships are
// ranged over.
func memberListCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "GroupMembers.List/everybody-once", Needs: write, Sweep: true, Source: docPaging,
			Why: "an off-by-one between two pages loses one member of each, and nobody notices",
			Run: func(c *run) {
				people := objects(crowd(c, 7)...)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members, n.Owners = people, people })
				membersAre(c, g.ID, people...)
				transitiveMembersAre(c, g.ID, people...)
				ownersAre(c, g.ID, people...)
			},
		},
		{
			Name: "GroupMembers.List/more-than-a-page", Needs: write, Source: docPaging,
			Why: "the service sends a hundred at a time, and larger groups are the rule",
			Run: func(c *run) {
				top, g := makeGroup(c), makeGroup(c)
				addMembers(c, top.ID, oid(g.ID))
				var all []admin365.ObjectID
				for range 6 {
					some := objects(crowd(c, 20)...)
					addMembers(c, g.ID, some...)
					all = append(all, some...)
				}
				membersAre(c, g.ID, all...)
				transitiveMembersAre(c, top.ID, append(all, oid(g.ID))...)
			},
		},
		{
			Name: "GroupMembers.List/cut-at-every-point", Needs: write, Sweep: true, Source: docMemberRules,
			Why: "a loop may be left anywhere, the next one starts afresh, and two do not share their place",
			Run: func(c *run) {
				people := crowd(c, 6)
				low := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(people[3:]...) })
				g := makeGroup(c, func(n *identity.NewGroup) {
					n.Members, n.Owners = append(objects(people[:3]...), oid(low.ID)), objects(people[:4]...)
				})
				for range 3 {
					makeGroup(c, func(n *identity.NewGroup) { n.Members = append(objects(people[0]), oid(g.ID)) })
				}
				s := c.S.Service
				rangesWell(c, "members", s.GroupMembers.List(c.Context(), g.ID), objectKey)
				rangesWell(c, "transitive members", s.GroupMembers.ListTransitive(c.Context(), g.ID), objectKey)
				rangesWell(c, "owners", s.GroupOwners.List(c.Context(), g.ID), objectKey)
				rangesWell(c, "memberships", s.Memberships.List(c.Context(), people[0].ID), objectKey)
				rangesWell(c, "transitive memberships", s.Memberships.ListTransitive(c.Context(), people[5].ID), objectKey)
			},
		},
		{
			Name: "GroupMembers.List/nothing-before-it-is-ranged", Needs: write, Source: docMemberRules,
			Why: "a list is a question and costs nothing until somebody wants the answer",
			Run: memberListsLazy,
		},
		{
			Name: "GroupMembers.List/error-is-the-last-pair", Needs: write, Source: docMemberRules,
			Why: "a loop that looks at the error of each pair must see it once, with no member beside it",
			Run: func(c *run) {
				id := nobody()
				s, group := c.S.Service, admin365.GroupID(id)
				for op, seq := range map[string]seqOfObjects{
					opMembers:     s.GroupMembers.List(c.Context(), group),
					opTransitive:  s.GroupMembers.ListTransitive(c.Context(), group),
					opOwners:      s.GroupOwners.List(c.Context(), group),
					opMemberOf:    s.Memberships.List(c.Context(), id),
					opMemberOfAll: s.Memberships.ListTransitive(c.Context(), id),
				} {
					failsAtOnce(c, seq, unknown(op).Of(string(id)))
				}
			},
		},
	}
}

func objectKey(o *identity.DirectoryObject) string { return string(o.ID) }

func memberListsLazy(c *run) {
	u := create(c)
	g := makeGroup(c)
	s := c.S.Service
	are := func(want ...admin365.ObjectID) func([]*identity.DirectoryObject) error {
		return func(got []*identity.DirectoryObject) error { return sameObjects(got, want) }
	}
	owned := func(ctx context.Context) seqOfObjects { return s.GroupOwners.List(ctx, g.ID) }
	c.Must(s.GroupOwners.Add(c.Context(), g.ID, oid(create(c).ID)), "adding an owner")
	owners, err := firstObjects(owned(c.Context()))
	c.Must(err, "listing owners")
	isLazy(c, "owners", owned, func() {
		c.Must(s.GroupOwners.Add(c.Context(), g.ID, oid(u.ID)), "adding an owner")
	}, are(append(owners, oid(u.ID))...))
	isLazy(c, "members", func(ctx context.Context) seqOfObjects { return s.GroupMembers.List(ctx, g.ID) },
		func() { addMembers(c, g.ID, oid(u.ID)) }, are(oid(u.ID)))
	second := create(c)
	isLazy(c, "transitive members", func(ctx context.Context) seqOfObjects { return s.GroupMembers.ListTransitive(ctx, g.ID) },
		func() { addMembers(c, g.ID, oid(second.ID)) }, are(oid(u.ID), oid(second.ID)))
	other := makeGroup(c)
	isLazy(c, "memberships", func(ctx context.Context) seqOfObjects { return s.Memberships.List(ctx, u.ID) },
		func() { addMembers(c, other.ID, oid(u.ID)) }, are(oid(g.ID), oid(other.ID)))
	top := makeGroup(c)
	isLazy(c, "transitive memberships", func(ctx context.Context) seqOfObjects { return s.Memberships.ListTransitive(ctx, u.ID) },
		func() { addMembers(c, top.ID, oid(other.ID)) }, are(oid(g.ID), oid(other.ID), oid(top.ID)))
}

// firstObjects returns the ids of a list as it is now.
func firstObjects(seq seqOfObjects) ([]admin365.ObjectID, error) {
	var ids []admin365.ObjectID
	for o, err := range seq {
		if err != nil {
			return nil, err
		}
		ids = append(ids, o.ID)
	}
	return ids, nil
}
