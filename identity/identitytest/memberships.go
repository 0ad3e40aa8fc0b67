package identitytest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

func membershipCases() []kase {
	write := []string{CanWrite, CanGroup}
	restore := []string{CanWrite, CanGroup, CanUndelete}
	return []kase{
		{
			Name: "Memberships.List/seen-from-both-sides", Needs: write, Source: docMemberOf,
			Why: "what the group says of the user and what the user says of the group is one fact",
			Run: func(c *run) {
				u := create(c)
				memberOf(c, u.ID)
				memberOfAll(c, u.ID)
				first, second := makeGroup(c), makeGroup(c, unified)
				addMembers(c, first.ID, oid(u.ID))
				memberOf(c, u.ID, oid(first.ID))
				addMembers(c, second.ID, oid(u.ID))
				memberOf(c, u.ID, oid(first.ID), oid(second.ID))
				memberOfAll(c, u.ID, oid(first.ID), oid(second.ID))
				c.Must(c.S.Service.GroupMembers.Remove(c.Context(), first.ID, oid(u.ID)), "removing")
				memberOf(c, u.ID, oid(second.ID))
				memberOfAll(c, u.ID, oid(second.ID))
			},
		},
		{
			Name: "Memberships.List/by-name", Needs: write, Source: docUserIDs,
			Why: "every method that takes a user takes either kind of id, in any letter case",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(u) })
				for _, id := range []admin365.UserID{u.ID, upn(u), admin365.UserID(strings.ToUpper(u.UserPrincipalName))} {
					memberOf(c, id, oid(g.ID))
					memberOfAll(c, id, oid(g.ID))
				}
			},
		},
		{
			Name: "Memberships.List/owners-are-no-members", Needs: write, Source: docMemberOf,
			Why: "who looks after a group has not what its members have",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Owners = objects(u) })
				ownersAre(c, g.ID, oid(u.ID))
				memberOf(c, u.ID)
				memberOfAll(c, u.ID)
			},
		},
		{
			Name: "Memberships.List/more-than-a-page", Needs: write, Source: docPaging,
			Why: "the service sends a hundred at a time, and people who stay long are in many groups",
			Run: func(c *run) {
				u := create(c)
				top := makeGroup(c)
				var all []admin365.ObjectID
				for i := range 104 {
					g := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(u) })
					if i == 0 {
						addMembers(c, top.ID, oid(g.ID))
					}
					all = append(all, oid(g.ID))
				}
				memberOf(c, u.ID, all...)
				memberOfAll(c, u.ID, append(all, oid(top.ID))...)
			},
		},
		{
			Name: "Memberships.List/deleted-member", Needs: restore, Source: docUserBin,
			Why: "who was deleted is in no list, and whoever is brought back finds himself where he was",
			Run: func(c *run) {
				u, stays := create(c), create(c)
				low := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(u, stays) })
				top := makeGroup(c, func(n *identity.NewGroup) { n.Members = []admin365.ObjectID{oid(low.ID)} })
				memberOf(c, u.ID, oid(low.ID))
				c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting a member")
				membersAre(c, low.ID, oid(stays.ID))
				transitiveMembersAre(c, top.ID, oid(low.ID), oid(stays.ID))
				absent(c, unknown(opMemberOf).Of(string(u.ID)), func() error {
					return second(firstObjects(c.S.Service.Memberships.List(c.Context(), u.ID)))
				})
				restoreUser(c, u.ID)
				membersAre(c, low.ID, oid(stays.ID), oid(u.ID))
				transitiveMembersAre(c, top.ID, oid(low.ID), oid(stays.ID), oid(u.ID))
				memberOf(c, u.ID, oid(low.ID))
				memberOfAll(c, u.ID, oid(low.ID), oid(top.ID))
			},
		},
		{
			Name: "Memberships.List/purged-member", Needs: restore, Source: docUserBin,
			Why: "who is gone for good leaves no trace that a list stumbles over",
			Run: func(c *run) {
				u, stays := create(c), create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members, n.Owners = objects(u, stays), objects(u, stays) })
				c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting a member")
				membersAre(c, g.ID, oid(stays.ID))
				c.Must(c.S.Service.DeletedUsers.Purge(c.Context(), u.ID), "purging a member")
				membersAre(c, g.ID, oid(stays.ID))
				ownersAre(c, g.ID, oid(stays.ID))
				c.Refused(c.S.Service.GroupMembers.Remove(c.Context(), g.ID, oid(u.ID)), unknown(opRemoveMember))
			},
		},
	}
}
