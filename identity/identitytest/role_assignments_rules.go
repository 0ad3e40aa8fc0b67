package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

func assignmentRuleCases() []kase {
	write := []string{CanWrite, CanGiveRoles}
	callers := []string{CanWrite, CanGiveRoles, CanSwitch}
	return []kase{
		{
			Name: "RoleAssignments.Create/same-again", Needs: write, Source: docAssigned,
			Why: "the second of two administrators learns that it was done already",
			Run: func(c *run) {
				u := create(c)
				a := assign(c, identity.GlobalReader, oid(u.ID))
				c.Refused(tryAssign(c, identity.GlobalReader, oid(u.ID)), already(opAssign))
				assignmentsAre(c, identity.RoleAssignmentQuery{PrincipalID: oid(u.ID)}, a)
			},
		},
		{
			Name: "RoleAssignments.Create/unknown", Needs: write, Source: docAssigned,
			Why: "either of the two may be what is not there",
			Run: func(c *run) {
				u := create(c)
				c.Refused(tryAssign(c, identity.GlobalReader, oid(nobody())), unknown(opAssign))
				c.Refused(tryAssign(c, admin365.RoleID(nobody()), oid(u.ID)), unknown(opAssign))
				hasRoles(c, oid(u.ID))
			},
		},
		{
			Name: "RoleAssignments.Create/disabled-role", Needs: write, Source: docRole,
			Why: "a role is disabled so that it is not given any more",
			Run: func(c *run) {
				u := create(c)
				role := makeRole(c, func(n *identity.NewRole) { n.IsEnabled = new(false) })
				c.Refused(tryAssign(c, role.ID, oid(u.ID)), conforming(admin365.ErrInvalid, opAssign))
				hasRoles(c, oid(u.ID))
				c.Must(c.S.Service.Roles.Update(c.Context(), role.ID, identity.RolePatch{IsEnabled: new(true)}), "enabling the role")
				c.Eventually(func() error { return tryAssign(c, role.ID, oid(u.ID)) })
				hasRoles(c, oid(u.ID), role.ID)
			},
		},
		{
			Name: "RoleAssignments.Create/implicit-roles", Needs: write, Source: docTemplates,
			Why: "being a user or a guest is no role to be given",
			Run: func(c *run) {
				u := create(c)
				for id, name := range implicitRoles() {
					err := tryAssign(c, id, oid(u.ID))
					if conforming(admin365.ErrInvalid, opAssign).Check(err) != nil && conforming(admin365.ErrNotFound, opAssign).Check(err) != nil {
						c.Errorf("%s is given, or refused otherwise than as invalid or not found: %v", name, err)
					}
				}
				hasRoles(c, oid(u.ID))
			},
		},
		{
			Name: "RoleAssignments.Create/bad-scope", Needs: write, Source: docAssignment,
			Why: "a scope that is misspelled must not become the whole tenant",
			Run: func(c *run) {
				u := create(c)
				for _, scope := range []string{"tenant", "*", string(u.ID)} {
					n := identity.NewRoleAssignment{RoleID: identity.GlobalReader, PrincipalID: oid(u.ID), DirectoryScopeID: scope}
					if fault := conforming(admin365.ErrInvalid, opAssign).Check(second(c.S.Service.RoleAssignments.Create(c.Context(), n))); fault != nil {
						c.Errorf("the scope %q: %v", scope, fault)
					}
				}
				hasRoles(c, oid(u.ID))
			},
		},
		{
			Name: "RoleAssignments.Delete/own-global-administrator", Needs: callers, Source: docAssigned,
			Why: "who locks himself out by mistake locks the tenant with him",
			Run: func(c *run) {
				u, other := create(c), create(c)
				own := assign(c, identity.GlobalAdministrator, oid(u.ID))
				assign(c, identity.GlobalAdministrator, oid(other.ID))
				mine := c.S.As(admin365.AsUser(u.ID))
				c.Refused(mine.RoleAssignments.Delete(c.Context(), own.ID), ownRole(opUnassign))
				hasRoles(c, oid(u.ID), identity.GlobalAdministrator)
				// Another role of his own he can take away, and another administrator this one.
				small := assign(c, identity.GlobalReader, oid(u.ID))
				c.Must(mine.RoleAssignments.Delete(c.Context(), small.ID), "taking one's own lesser role away")
				hasRoles(c, oid(u.ID), identity.GlobalAdministrator)
				others := c.S.As(admin365.AsUser(other.ID))
				c.Must(others.RoleAssignments.Delete(c.Context(), own.ID), "taking another one's Global Administrator away")
				hasRoles(c, oid(u.ID))
			},
		},
		{
			Name: "ActivatedRoles.RemoveMember/own-global-administrator", Needs: callers, Source: docOlderView,
			Why: "the older view must not be the way around the rule",
			Run: func(c *run) {
				u, other := create(c), create(c)
				assign(c, identity.GlobalAdministrator, oid(u.ID))
				assign(c, identity.GlobalAdministrator, oid(other.ID))
				mine := c.S.As(admin365.AsUser(u.ID)).ActivatedRoles
				c.Refused(mine.RemoveMember(c.Context(), identity.GlobalAdministrator, oid(u.ID)), ownRole(opRemoveFrom))
				holds(c, identity.GlobalAdministrator, oid(u.ID), true)
				c.Must(mine.RemoveMember(c.Context(), identity.GlobalAdministrator, oid(other.ID)), "taking another one's Global Administrator away")
				holds(c, identity.GlobalAdministrator, oid(other.ID), false)
			},
		},
	}
}
