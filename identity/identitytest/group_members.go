package identitytest

import (
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func memberCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "GroupMembers.Add/one-and-many", Needs: write, Source: docAddMembers,
			Why: "the service has one request for one member and another for many, and both must reach the group",
			Run: func(c *run) {
				g, nested := makeGroup(c), makeGroup(c)
				people := objects(crowd(c, 4)...)
				addMembers(c, g.ID, people[0])
				membersAre(c, g.ID, people[0])
				addMembers(c, g.ID, people[1], people[2], oid(nested.ID))
				membersAre(c, g.ID, people[0], people[1], people[2], oid(nested.ID))
				addMembers(c, g.ID, people[3])
				membersAre(c, g.ID, append(people, oid(nested.ID))...)
			},
		},
		{
			Name: "GroupMembers.Add/twenty-and-no-more", Needs: write, Source: docAddMembers,
			Why: "the service takes twenty in one request; who adds a school class in one call must hear of it",
			Run: func(c *run) {
				g := makeGroup(c)
				people := objects(crowd(c, 21)...)
				c.Refused(c.S.Service.GroupMembers.Add(c.Context(), g.ID, people...), ofMany(unsent(opAddMember)))
				membersAre(c, g.ID)
				addMembers(c, g.ID, people[:20]...)
				membersAre(c, g.ID, people[:20]...)
			},
		},
		{
			Name: "GroupMembers.Add/none", Needs: write, Source: docMemberRules,
			Why: "an empty list is a mistake of the caller, who thinks that somebody was added",
			Run: func(c *run) {
				g := makeGroup(c)
				c.Refused(c.S.Service.GroupMembers.Add(c.Context(), g.ID), ofMany(unsent(opAddMember)))
				membersAre(c, g.ID)
			},
		},
		{
			Name: "GroupMembers.Add/already-a-member", Needs: write, Source: docAddMembers,
			Why: "the second of two administrators learns that it was done already",
			Run: func(c *run) {
				g, u := makeGroup(c), create(c)
				addMembers(c, g.ID, oid(u.ID))
				c.Eventually(func() error {
					return already(opAddMember).Check(c.S.Service.GroupMembers.Add(c.Context(), g.ID, oid(u.ID)))
				})
				membersAre(c, g.ID, oid(u.ID))
			},
		},
		{
			Name: "GroupMembers.Add/same-one-twice", Needs: write, Source: docMemberRules,
			Why: "whether a list that names somebody twice is refused or not, he is a member once or not at all",
			Run: func(c *run) {
				g, u, other := makeGroup(c), create(c), create(c)
				err := c.S.Service.GroupMembers.Add(c.Context(), g.ID, oid(u.ID), oid(other.ID), oid(u.ID))
				if err != nil {
					either(c, err, ofMany(already(opAddMember)), ofMany(unsent(opAddMember)))
					membersAre(c, g.ID)
					return
				}
				membersAre(c, g.ID, oid(u.ID), oid(other.ID))
			},
		},
		{
			Name: "GroupMembers.Add/unknown", Needs: write, Source: docErrors,
			Why: "either of the two may be what is not there",
			Run: func(c *run) {
				g, u := makeGroup(c), create(c)
				c.Refused(c.S.Service.GroupMembers.Add(c.Context(), g.ID, oid(nobody())), unknown(opAddMember))
				c.Refused(c.S.Service.GroupMembers.Add(c.Context(), admin365.GroupID(nobody()), oid(u.ID)), unknown(opAddMember))
				gone := create(c)
				c.Must(c.S.Service.Users.Delete(c.Context(), gone.ID), "deleting a user")
				absent(c, unknown(opAddMember), func() error { return c.S.Service.GroupMembers.Add(c.Context(), g.ID, oid(gone.ID)) })
				membersAre(c, g.ID)
			},
		},
		{
			Name: "GroupMembers.Add/all-or-nothing", Needs: write, Source: docMemberRules,
			Why: "after a refusal nobody knows who of the twenty is in, unless nobody is",
			Run: func(c *run) {
				g := makeGroup(c)
				people := objects(crowd(c, 5)...)
				addMembers(c, g.ID, people[0])
				membersAre(c, g.ID, people[0])
				err := c.S.Service.GroupMembers.Add(c.Context(), g.ID, people[1], oid(nobody()), people[2])
				c.Refused(err, ofMany(unknown(opAddMember)))
				membersAre(c, g.ID, people[0])
				err = c.S.Service.GroupMembers.Add(c.Context(), g.ID, people[3], people[4], people[0])
				c.Refused(err, ofMany(already(opAddMember)))
				membersAre(c, g.ID, people[0])
				// The same people without the mistake.
				addMembers(c, g.ID, people[1:]...)
				membersAre(c, g.ID, people...)
			},
		},
		{
			Name: "GroupMembers.Add/rule-decides", Needs: write, Source: docMemberRules,
			Why: "who is in a dynamic group follows from its rule, and whoever is added by hand would be gone by night",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c, func(n *identity.NewGroup) {
					n.GroupTypes, n.MembershipRule = []string{identity.DynamicMembership}, `user.department -eq "No Such Department"`
					n.MembershipRuleProcessingState = "On"
				})
				// The service was seen to speak of privileges, though nobody has them.
				for _, people := range [][]admin365.ObjectID{objects(u), objects(u, create(c))} {
					err := c.S.Service.GroupMembers.Add(c.Context(), g.ID, people...)
					either(c, err, ofMany(invalid(opAddMember)), ofMany(notAllowed(opAddMember)))
				}
				membersAre(c, g.ID)
			},
		},
		{
			Name: "GroupMembers.Remove/takes-one-out", Needs: write, Source: docRemoveMember,
			Why: "a request with one word missing would delete the user himself",
			Run: func(c *run) {
				u, stays := create(c), create(c)
				nested := makeGroup(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members = append(objects(u, stays), oid(nested.ID)) })
				was, wasNested := get(c, u.ID), getGroup(c, nested.ID)
				c.Must(c.S.Service.GroupMembers.Remove(c.Context(), g.ID, oid(u.ID)), "removing a user")
				membersAre(c, g.ID, oid(stays.ID), oid(nested.ID))
				c.Must(c.S.Service.GroupMembers.Remove(c.Context(), g.ID, oid(nested.ID)), "removing a group")
				membersAre(c, g.ID, oid(stays.ID))
				unchanged(c, was)
				groupUnchanged(c, wasNested)
				// Who was taken out can be put in again.
				addMembers(c, g.ID, oid(u.ID))
				membersAre(c, g.ID, oid(stays.ID), oid(u.ID))
			},
		},
		{
			Name: "GroupMembers.Remove/no-member", Needs: write, Source: docRemoveMember,
			Why: "there is nothing to remove, and the caller thought there was",
			Run: func(c *run) {
				a := away(c)
				u, owner, other, stranger := create(a), create(a), create(a), create(a)
				g := makeGroup(a, func(n *identity.NewGroup) { n.Members, n.Owners = objects(u), objects(owner) })
				inside := makeGroup(a, func(n *identity.NewGroup) { n.Members = objects(other) })
				addMembers(c, g.ID, oid(inside.ID))
				for what, id := range map[string]admin365.ObjectID{
					"somebody else": oid(stranger.ID), "an owner": oid(owner.ID), "nobody": oid(nobody()), "a member of a member": oid(other.ID),
				} {
					if fault := unknown(opRemoveMember).Check(c.S.Service.GroupMembers.Remove(c.Context(), g.ID, id)); fault != nil {
						c.Errorf("removing %s: %v", what, fault)
					}
				}
				c.Refused(c.S.Service.GroupMembers.Remove(c.Context(), admin365.GroupID(nobody()), oid(u.ID)), unknown(opRemoveMember))
				c.Must(c.S.Service.GroupMembers.Remove(c.Context(), g.ID, oid(u.ID)), "removing")
				absent(c, unknown(opRemoveMember), func() error { return c.S.Service.GroupMembers.Remove(c.Context(), g.ID, oid(u.ID)) })
				membersAre(c, g.ID, oid(inside.ID))
				ownersAre(c, g.ID, oid(owner.ID))
			},
		},
		{
			Name: "GroupMembers.List/what-a-member-is", Needs: write, Source: docObject,
			Why: "whoever reads the list wants to know whom it names without asking for each",
			Run: func(c *run) {
				u, nested := create(c), makeGroup(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members, n.Owners = append(objects(u), oid(nested.ID)), objects(u) })
				isListed(c, func() seqOfObjects {
					return c.S.Service.GroupMembers.List(c.Context(), g.ID)
				}, userObject(u), groupObject(nested))
				isListed(c, func() seqOfObjects {
					return c.S.Service.GroupMembers.ListTransitive(c.Context(), g.ID)
				}, userObject(u), groupObject(nested))
				isListed(c, func() seqOfObjects {
					return c.S.Service.GroupOwners.List(c.Context(), g.ID)
				}, userObject(u))
				isListed(c, func() seqOfObjects {
					return c.S.Service.Memberships.List(c.Context(), u.ID)
				}, groupObject(g))
				isListed(c, func() seqOfObjects {
					return c.S.Service.Memberships.ListTransitive(c.Context(), u.ID)
				}, groupObject(g))
			},
		},
	}
}

// userObject is what a list says of a user.
func userObject(u *identity.User) identity.DirectoryObject {
	return identity.DirectoryObject{
		ID: oid(u.ID), Type: identity.UserObject, DisplayName: u.DisplayName, UserPrincipalName: u.UserPrincipalName,
	}
}

// groupObject is what a list says of a group.
func groupObject(g *identity.Group) identity.DirectoryObject {
	return identity.DirectoryObject{ID: oid(g.ID), Type: identity.GroupObject, DisplayName: g.DisplayName}
}

// isListed waits until the list has exactly the objects, with all that it says of
// them.
func isListed(c *run, list func() seqOfObjects, want ...identity.DirectoryObject) {
	c.Helper()
	say := func(o identity.DirectoryObject) string { return fmt.Sprintf("%+v", o) }
	c.Eventually(func() error {
		all, err := conform.Collect(list())
		if err != nil {
			return err
		}
		var got, wanted []string
		for _, o := range all {
			got = append(got, say(*o))
		}
		for _, o := range want {
			wanted = append(wanted, say(o))
		}
		return sameNames(got, wanted)
	})
}

// conforming is a refusal of which only the kind is promised.
func conforming(kind error, op string) conform.Refusal {
	return conform.Refusal{Kind: kind, Op: op}
}
