package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// groupSyncedCases are about groups that are mastered on-premises.
func groupSyncedCases() []kase {
	needs := []string{CanWrite, CanGroup, CanSync}
	return []kase{
		{
			Name: "SyncedGroups/mastered-properties", Needs: needs, Source: docSync,
			Why: "the next synchronization would undo the change, so the service refuses it",
			Run: func(c *run) {
				was := getGroup(c, syncGroup(c).ID)
				if !isTrue(was.OnPremisesSyncEnabled) {
					c.Errorf("OnPremisesSyncEnabled of a synchronized group is not true")
				}
				for name, p := range map[string]identity.GroupPatch{
					"DisplayName":       {DisplayName: new("Renamed")},
					"MailNickname":      {MailNickname: new(conform.Unique())},
					"Description":       {Description: admin365.Set("Changed")},
					"Description, null": {Description: admin365.Null[string]()},
				} {
					if fault := mastered(opUpdateGroup).Check(c.S.Service.Groups.Update(c.Context(), was.ID, p)); fault != nil {
						c.Errorf("%s: %v", name, fault)
					}
				}
				groupUnchanged(c, was)
			},
		},
		{
			Name: "SyncedGroups/members", Needs: needs, Source: docSync,
			Why: "who is in the group is mastered with it",
			Run: func(c *run) {
				u, other := create(c), create(c)
				g := syncGroup(c, func(n *identity.NewGroup) { n.Members = objects(u) })
				membersAre(c, g.ID, oid(u.ID))
				memberOf(c, u.ID, oid(g.ID))
				c.Refused(c.S.Service.GroupMembers.Add(c.Context(), g.ID, oid(other.ID)), mastered(opAddMember))
				c.Refused(c.S.Service.GroupMembers.Add(c.Context(), g.ID, oid(other.ID), oid(create(c).ID)), ofMany(mastered(opAddMember)))
				c.Refused(c.S.Service.GroupMembers.Remove(c.Context(), g.ID, oid(u.ID)), mastered(opRemoveMember))
				membersAre(c, g.ID, oid(u.ID))
			},
		},
		{
			Name: "SyncedGroups/members-of-cloud-groups", Needs: needs, Source: docSync,
			Why: "licenses go to groups of the cloud, and the people in them are often synchronized",
			Run: func(c *run) {
				u, synced, cloud := syncUser(c), syncGroup(c), makeGroup(c)
				addMembers(c, cloud.ID, oid(u.ID), oid(synced.ID))
				membersAre(c, cloud.ID, oid(u.ID), oid(synced.ID))
				memberOf(c, u.ID, oid(cloud.ID))
				c.Must(c.S.Service.GroupMembers.Remove(c.Context(), cloud.ID, oid(u.ID)), "taking a synchronized user out of a group of the cloud")
				membersAre(c, cloud.ID, oid(synced.ID))
			},
		},
		{
			Name: "SyncedGroups/listed", Needs: needs, Source: docGroupQuery,
			Why: "a synchronized group is a group like any other to who looks for one",
			Run: func(c *run) {
				g := syncGroup(c)
				groupsAre(c, identity.GroupQuery{MailNickname: g.MailNickname}, g)
				groupShows(c, g.ID, func(g *identity.Group) error {
					return joined(
						errIf(!isTrue(g.SecurityEnabled), "SecurityEnabled is not true"),
						errIf(g.OnPremisesLastSyncDateTime.IsZero(), "OnPremisesLastSyncDateTime is not set"),
						conform.NotUTC(*g),
					)
				})
			},
		},
		{
			Name: "SyncedGroups/deleted-for-good", Needs: needs, Source: docGroups,
			Why: "a synchronized group has no way back but the next synchronization",
			Run: func(c *run) {
				u := create(c)
				g := syncGroup(c, func(n *identity.NewGroup) { n.Members = objects(u) })
				deleteGroup(c, g.ID)
				goneForGood(c, g.ID)
				memberOf(c, u.ID)
			},
		},
	}
}
