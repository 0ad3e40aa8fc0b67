package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

func ownerCases() []kase {
	write := []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "GroupOwners.Add/one-more", Needs: write, Source: docAddOwner,
			Why: "a group without somebody who looks after it is nobody's, and an owner is no member by that",
			Run: func(c *run) {
				people := crowd(c, 3)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Owners = objects(people[0]) })
				for _, u := range people[1:] {
					c.Must(c.S.Service.GroupOwners.Add(c.Context(), g.ID, oid(u.ID)), "adding an owner")
				}
				ownersAre(c, g.ID, objects(people...)...)
				membersAre(c, g.ID)
				memberOf(c, people[1].ID)
			},
		},
		{
			Name: "GroupOwners.Add/already-an-owner", Needs: write, Source: docAddOwner,
			Why: "the second of two administrators learns that it was done already",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Owners = objects(u) })
				c.Eventually(func() error {
					return already(opAddOwner).Check(c.S.Service.GroupOwners.Add(c.Context(), g.ID, oid(u.ID)))
				})
				ownersAre(c, g.ID, oid(u.ID))
			},
		},
		{
			Name: "GroupOwners.Add/unknown", Needs: write, Source: docErrors,
			Why: "either of the two may be what is not there",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Owners = objects(u) })
				c.Refused(c.S.Service.GroupOwners.Add(c.Context(), g.ID, oid(nobody())), unknown(opAddOwner))
				c.Refused(c.S.Service.GroupOwners.Add(c.Context(), admin365.GroupID(nobody()), oid(u.ID)), unknown(opAddOwner))
				ownersAre(c, g.ID, oid(u.ID))
			},
		},
		{
			Name: "GroupOwners.Add/no-group", Needs: write, Source: docAddOwner,
			Why: "owners are users and service principals: a group of owners would be nobody's name to call",
			Run: func(c *run) {
				u, other := create(c), makeGroup(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Owners = objects(u) })
				if err := c.S.Service.GroupOwners.Add(c.Context(), g.ID, oid(other.ID)); err == nil {
					c.Errorf("a group became the owner of a group")
				}
				ownersAre(c, g.ID, oid(u.ID))
			},
		},
		{
			Name: "GroupOwners.Remove/takes-one-away", Needs: write, Source: docRemoveOwner,
			Why: "who hands a group over stays in the directory, and in the group if he is a member",
			Run: func(c *run) {
				u, stays := create(c), create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Owners, n.Members = objects(u, stays), objects(u) })
				was := get(c, u.ID)
				c.Must(c.S.Service.GroupOwners.Remove(c.Context(), g.ID, oid(u.ID)), "removing an owner")
				ownersAre(c, g.ID, oid(stays.ID))
				membersAre(c, g.ID, oid(u.ID))
				unchanged(c, was)
			},
		},
		{
			Name: "GroupOwners.Remove/no-owner", Needs: write, Source: docRemoveOwner,
			Why: "there is nothing to remove, and the caller thought there was",
			Run: func(c *run) {
				a := away(c)
				owner, other, member, stranger := create(a), create(a), create(a), create(a)
				g := makeGroup(a, func(n *identity.NewGroup) { n.Owners, n.Members = objects(owner, other), objects(member) })
				for _, id := range []admin365.ObjectID{oid(member.ID), oid(stranger.ID), oid(nobody())} {
					c.Refused(c.S.Service.GroupOwners.Remove(c.Context(), g.ID, id), unknown(opRemoveOwner))
				}
				c.Refused(c.S.Service.GroupOwners.Remove(c.Context(), admin365.GroupID(nobody()), oid(owner.ID)), unknown(opRemoveOwner))
				c.Must(c.S.Service.GroupOwners.Remove(c.Context(), g.ID, oid(owner.ID)), "removing an owner")
				absent(c, unknown(opRemoveOwner), func() error { return c.S.Service.GroupOwners.Remove(c.Context(), g.ID, oid(owner.ID)) })
				ownersAre(c, g.ID, oid(other.ID))
			},
		},
		{
			Name: "GroupOwners.Remove/last-of-a-microsoft-365-group", Needs: write, Source: docOwnerRules,
			Why: "a team that nobody owns cannot be asked whether it is still needed",
			Run: func(c *run) {
				first, second := create(c), create(c)
				g := makeGroup(c, unified, func(n *identity.NewGroup) { n.Owners = objects(first, second) })
				ownersAre(c, g.ID, oid(first.ID), oid(second.ID))
				c.Must(c.S.Service.GroupOwners.Remove(c.Context(), g.ID, oid(first.ID)), "removing one of two owners")
				ownersAre(c, g.ID, oid(second.ID))
				c.Refused(c.S.Service.GroupOwners.Remove(c.Context(), g.ID, oid(second.ID)), lastOwner(opRemoveOwner))
				ownersAre(c, g.ID, oid(second.ID))
				// With a successor he can go.
				c.Must(c.S.Service.GroupOwners.Add(c.Context(), g.ID, oid(first.ID)), "adding a successor")
				c.Eventually(func() error { return c.S.Service.GroupOwners.Remove(c.Context(), g.ID, oid(second.ID)) })
				ownersAre(c, g.ID, oid(first.ID))
			},
		},
		{
			Name: "GroupOwners.Remove/last-of-a-security-group", Needs: write, Source: docRemoveOwner,
			Why: "whatever the answer is, it is the truth: he stays or he is gone",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Owners = objects(u) })
				ownersAre(c, g.ID, oid(u.ID))
				// The documentation lets nobody's last owner go; that of the portals
				// speaks of Microsoft 365 groups alone.
				if err := c.S.Service.GroupOwners.Remove(c.Context(), g.ID, oid(u.ID)); err != nil {
					c.Refused(err, lastOwner(opRemoveOwner))
					ownersAre(c, g.ID, oid(u.ID))
					return
				}
				ownersAre(c, g.ID)
			},
		},
		{
			Name: "GroupOwners.List/deleted-owner", Needs: []string{CanWrite, CanGroup, CanUndelete}, Source: docUserBin,
			Why: "who was deleted looks after nothing, and does so again when he is brought back",
			Run: func(c *run) {
				u, stays := create(c), create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Owners = objects(u, stays) })
				ownersAre(c, g.ID, oid(u.ID), oid(stays.ID))
				c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting an owner")
				ownersAre(c, g.ID, oid(stays.ID))
				restoreUser(c, u.ID)
				ownersAre(c, g.ID, oid(u.ID), oid(stays.ID))
			},
		},
	}
}

// restoreUser brings a deleted user back, or ends the case.
func restoreUser(c *run, id admin365.UserID) {
	c.Helper()
	c.Must(second(c.S.Service.DeletedUsers.Restore(c.Context(), id, identity.UserRestore{})), "restoring the user")
}
