package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// roleAliasCases overwrite everything that went in and everything that came out,
// and look whether the tenant has changed with it.
func roleAliasCases() []kase {
	write := []string{CanWrite, CanGiveRoles}
	return []kase{
		{
			Name: "Aliasing/input-of-roles", Needs: write, Source: docOwnership,
			Why: "a list of rights is cut and used again for the next role, and must not cut the last one's",
			Run: func(c *run) {
				n := fullRole(1)
				role, err := c.S.Service.Roles.Create(c.Context(), n)
				c.Must(err, "creating a role")
				forgetRole(c, role.ID)
				was := conform.Clone(getRole(c, role.ID))
				conform.Scribble(&n)
				roleUnchanged(c, was)
				p := identity.RolePatch{DisplayName: new("Conformance " + conform.Unique()), IsEnabled: new(true), RolePermissions: somePermissions(0)}
				c.Must(c.S.Service.Roles.Update(c.Context(), role.ID, p), "updating a role")
				was = conform.Clone(getRole(c, role.ID))
				conform.Scribble(&p)
				roleUnchanged(c, was)
			},
		},
		{
			Name: "Aliasing/answers-of-roles", Needs: write, Source: docOwnership,
			Why: "who overwrites a right in a copy must not give it to the whole tenant",
			Run: func(c *run) {
				answer := makeRole(c, func(n *identity.NewRole) { *n = fullRole(1) })
				own := answer.ID
				was := map[admin365.RoleID]*identity.Role{
					own: conform.Clone(getRole(c, own)), identity.GlobalReader: conform.Clone(getRole(c, identity.GlobalReader)),
				}
				conform.Scribble(answer)
				for id, role := range was {
					conform.Scribble(getRole(c, id))
					roleUnchanged(c, role)
				}
				all, err := conform.Collect(c.S.Service.Roles.List(c.Context(), identity.RoleQuery{}))
				c.Must(err, "listing roles")
				for _, role := range all {
					conform.Scribble(role)
				}
				for _, role := range was {
					roleUnchanged(c, role)
				}
			},
		},
		{
			Name: "Aliasing/answers-of-assignments", Needs: write, Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				u := create(c)
				template := awake(c, identity.GlobalReader)
				answer := assign(c, template, oid(u.ID))
				was := *answer
				conform.Scribble(answer)
				got, err := c.S.Service.RoleAssignments.Get(c.Context(), was.ID)
				c.Must(err, "getting the assignment")
				conform.Scribble(got)
				all, err := conform.Collect(c.S.Service.RoleAssignments.List(c.Context(), identity.RoleAssignmentQuery{PrincipalID: oid(u.ID)}))
				c.Must(err, "listing assignments")
				for _, a := range all {
					conform.Scribble(a)
				}
				assignmentsAre(c, identity.RoleAssignmentQuery{PrincipalID: oid(u.ID)}, &was)
				role := activated(c)[template]
				wasActive := *role
				conform.Scribble(role)
				active, err := c.S.Service.ActivatedRoles.Get(c.Context(), template)
				c.Must(err, "getting the activated role")
				if *active != wasActive {
					c.Errorf("the activated role is %+v after the list was overwritten, want %+v", *active, wasActive)
				}
				conform.Scribble(active)
				members, err := conform.Collect(c.S.Service.ActivatedRoles.Members(c.Context(), template))
				c.Must(err, "listing members")
				for _, o := range members {
					conform.Scribble(o)
				}
				if again := activated(c)[template]; again == nil || *again != wasActive {
					c.Errorf("the activated role is %+v after an answer was overwritten, want %+v", again, wasActive)
				}
				holds(c, template, oid(u.ID), true)
			},
		},
	}
}
