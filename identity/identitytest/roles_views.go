package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// roleViewCases are about the two views, and the user's own, of one fact.
func roleViewCases() []kase {
	write := []string{CanWrite, CanGiveRoles}
	return []kase{
		{
			Name: "TwoViews/assigned-is-a-member", Needs: write, Source: docAssigned,
			Why: "whoever audits by the one view must see what was given by the other",
			Run: func(c *run) {
				u := create(c)
				// One that was in use before, and one that was not: giving it puts it to use.
				for _, template := range []admin365.RoleID{awake(c, identity.GlobalReader), dormant(c, 1)[0]} {
					a := assign(c, template, oid(u.ID))
					holds(c, template, oid(u.ID), true)
					if activated(c)[template] == nil {
						c.Errorf("the role %s has a member, and the list of activated roles lacks it", template)
					}
					c.Must(c.S.Service.RoleAssignments.Delete(c.Context(), a.ID), "taking the role away")
					holds(c, template, oid(u.ID), false)
				}
			},
		},
		{
			Name: "TwoViews/member-is-assigned", Needs: write, Source: docAssigned,
			Why: "whoever audits by the one view must see what was given by the other",
			Run: func(c *run) {
				u := create(c)
				template := awake(c, identity.GlobalReader)
				s := c.S.Service
				c.Must(s.ActivatedRoles.AddMember(c.Context(), template, oid(u.ID)), "adding a member")
				hasRoles(c, oid(u.ID), template)
				c.Refused(tryAssign(c, template, oid(u.ID)), already(opAssign))
				c.Must(s.ActivatedRoles.RemoveMember(c.Context(), template, oid(u.ID)), "removing a member")
				hasRoles(c, oid(u.ID))
				// The other way round.
				a := assign(away(c), template, oid(u.ID))
				c.Refused(s.ActivatedRoles.AddMember(c.Context(), template, oid(u.ID)), already(opAddToRole))
				c.Must(s.ActivatedRoles.RemoveMember(c.Context(), template, oid(u.ID)), "removing who was assigned")
				assignmentGone(c, a.ID)
				hasRoles(c, oid(u.ID))
			},
		},
		{
			Name: "TwoViews/role-among-memberships", Needs: write, Source: docMemberOf,
			Why: "a look at the user must show what he may do",
			Run: func(c *run) {
				u := create(c)
				template := awake(c, dormant(c, 1)[0])
				role := activated(c)[template]
				want := identity.DirectoryObject{
					ID: role.ID, Type: identity.DirectoryRoleObject, DisplayName: role.DisplayName, RoleTemplateID: template,
				}
				memberOf(c, u.ID)
				a := assign(c, template, oid(u.ID))
				for _, list := range []func() seqOfObjects{
					func() seqOfObjects { return c.S.Service.Memberships.List(c.Context(), u.ID) },
					func() seqOfObjects {
						return c.S.Service.Memberships.ListTransitive(c.Context(), upn(u))
					},
				} {
					isListed(c, list, want)
				}
				c.Must(c.S.Service.RoleAssignments.Delete(c.Context(), a.ID), "taking the role away")
				memberOf(c, u.ID)
				memberOfAll(c, u.ID)
			},
		},
		{
			Name: "TwoViews/role-beside-groups", Needs: []string{CanWrite, CanGiveRoles, CanGroup}, Source: docMemberOf,
			Why: "one list has both kinds, and a reader must be able to tell them apart",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(u) })
				template := awake(c, identity.GlobalReader)
				assign(c, template, oid(u.ID))
				role := activated(c)[template]
				isListed(c, func() seqOfObjects { return c.S.Service.Memberships.List(c.Context(), u.ID) },
					groupObject(g), identity.DirectoryObject{
						ID: role.ID, Type: identity.DirectoryRoleObject, DisplayName: role.DisplayName, RoleTemplateID: template,
					})
			},
		},
		{
			Name: "TwoViews/deleted-and-restored", Needs: []string{CanWrite, CanGiveRoles, CanUndelete}, Source: docUserBin,
			Why: "who is brought back has his role in every view again, and not in one of them",
			Run: func(c *run) {
				u := create(c)
				template := awake(c, identity.GlobalReader)
				c.Must(c.S.Service.ActivatedRoles.AddMember(c.Context(), template, oid(u.ID)), "adding a member")
				c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting who has a role")
				holds(c, template, oid(u.ID), false)
				hasRoles(c, oid(u.ID))
				absent(c, unknown(opRemoveFrom), func() error {
					return c.S.Service.ActivatedRoles.RemoveMember(c.Context(), template, oid(u.ID))
				})
				restoreUser(c, u.ID)
				holds(c, template, oid(u.ID), true)
				hasRoles(c, oid(u.ID), template)
				memberOf(c, u.ID, activated(c)[template].ID)
			},
		},
	}
}
