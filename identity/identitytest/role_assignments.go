package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func assignmentCases() []kase {
	write := []string{CanWrite, CanGiveRoles}
	return []kase{
		{
			Name: "RoleAssignments.Create/in-the-whole-tenant", Needs: write, Source: docAssign,
			Why: "where nothing else is said the role is for everything, and the answer says so",
			Run: func(c *run) {
				u := create(c)
				for _, scope := range []string{"", identity.TenantScope} {
					role := makeRole(c)
					n := identity.NewRoleAssignment{RoleID: role.ID, PrincipalID: oid(u.ID), DirectoryScopeID: scope}
					a := mustAssign(c, n)
					want := identity.RoleAssignment{ID: a.ID, RoleID: role.ID, PrincipalID: oid(u.ID), DirectoryScopeID: identity.TenantScope}
					if *a != want {
						c.Errorf("Create answers %+v, want %+v", *a, want)
					}
					c.Eventually(func() error {
						got, err := c.S.Service.RoleAssignments.Get(c.Context(), a.ID)
						if err != nil {
							return err
						}
						return errIf(*got != want, "Get answers %+v, want %+v", *got, want)
					})
				}
			},
		},
		{
			Name: "RoleAssignments.List/by-role-by-principal-and-both", Needs: write, Source: docListAssigned,
			Why: "who audits a role wants all who have it and nobody else, and who leaves wants all that he has",
			Run: assignmentLists,
		},
		{
			Name: "RoleAssignments.List/of-nobody", Needs: write, Source: docAssigned,
			Why: "an empty answer is an answer: who has no role has none, and nobody is not everybody",
			Run: func(c *run) {
				u := create(c)
				assignmentsAre(c, identity.RoleAssignmentQuery{PrincipalID: oid(u.ID)})
				assignmentsAre(c, identity.RoleAssignmentQuery{PrincipalID: oid(nobody())})
				assignmentsAre(c, identity.RoleAssignmentQuery{RoleID: makeRole(c).ID})
				assignmentsAre(c, identity.RoleAssignmentQuery{RoleID: admin365.RoleID(nobody())})
				// What is no id may be refused or found with nobody.
				injected := identity.RoleAssignmentQuery{PrincipalID: "x' or principalId ne 'x"}
				got, err := conform.Collect(c.S.Service.RoleAssignments.List(c.Context(), injected))
				if err != nil {
					c.Refused(err, conforming(admin365.ErrInvalid, opAssignments))
				}
				if len(got) != 0 {
					c.Errorf("an id with a quote in it lists %d assignments", len(got))
				}
			},
		},
		{
			Name: "RoleAssignments.Delete/takes-it-away", Needs: write, Source: docUnassign,
			Why: "of two roles the one that is taken away is gone, and the other one is not",
			Run: func(c *run) {
				u := create(c)
				first := assign(c, identity.GlobalReader, oid(u.ID))
				second := assign(c, identity.HelpdeskAdministrator, oid(u.ID))
				was := get(c, u.ID)
				c.Must(c.S.Service.RoleAssignments.Delete(c.Context(), first.ID), "taking a role away")
				hasRoles(c, oid(u.ID), identity.HelpdeskAdministrator)
				assignmentGone(c, first.ID)
				assignmentsAre(c, identity.RoleAssignmentQuery{PrincipalID: oid(u.ID)}, second)
				c.Refused(c.S.Service.RoleAssignments.Delete(c.Context(), first.ID), unknown(opUnassign).Of(string(first.ID)))
				unchanged(c, was)
				// It can be given again.
				again := assign(c, identity.GlobalReader, oid(u.ID))
				assignmentsAre(c, identity.RoleAssignmentQuery{PrincipalID: oid(u.ID)}, second, again)
			},
		},
		{
			Name: "RoleAssignments.Get/unknown", Needs: []string{CanGiveRoles}, Source: docErrors,
			Why: "an assignment that is not there is told apart from every other failure",
			Run: func(c *run) {
				for _, id := range []identity.RoleAssignmentID{identity.RoleAssignmentID(nobody()), unknownAssignment} {
					a, err := c.S.Service.RoleAssignments.Get(c.Context(), id)
					c.Refused(err, unknown(opGetAssignment).Of(string(id)))
					if a != nil {
						c.Errorf("Get answered an assignment beside its error")
					}
				}
			},
		},
		{
			Name: "RoleAssignments.Create/scopes-are-apart", Needs: []string{CanWrite, CanGiveRoles, CanGroup}, Source: docAssignment,
			Why: "power over one group is not power over the tenant, and each is taken away by itself",
			Run: scopedAssignments,
		},
		{
			Name: "RoleAssignments.Create/group-that-can-hold-roles", Needs: []string{CanWrite, CanGiveRoles, CanGroup}, Source: docRoleGroups,
			Why: "a role that hangs on a group is given and taken with the membership",
			Run: func(c *run) {
				g := makeGroup(c, assignable)
				assign(c, identity.GlobalReader, oid(g.ID))
				hasRoles(c, oid(g.ID), identity.GlobalReader)
				holds(c, identity.GlobalReader, oid(g.ID), true)
				ordinary := makeGroup(c)
				err := tryAssign(c, identity.GlobalReader, oid(ordinary.ID))
				c.Refused(err, conforming(admin365.ErrInvalid, opAssign))
				hasRoles(c, oid(ordinary.ID))
			},
		},
		{
			Name: "RoleAssignments.List/deleted-user", Needs: []string{CanWrite, CanGiveRoles, CanUndelete}, Source: docUserBin,
			Why: "who was deleted has no power, and who is brought back has what he had",
			Run: func(c *run) {
				u, stays := create(c), create(c)
				role := makeRole(c)
				assign(c, identity.GlobalReader, oid(u.ID))
				assign(c, role.ID, oid(u.ID))
				kept := assign(c, role.ID, oid(stays.ID))
				holds(c, identity.GlobalReader, oid(u.ID), true)
				c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting who has roles")
				hasRoles(c, oid(u.ID))
				assignmentsAre(c, identity.RoleAssignmentQuery{RoleID: role.ID}, kept)
				holds(c, identity.GlobalReader, oid(u.ID), false)
				c.Refused(tryAssign(c, identity.HelpdeskAdministrator, oid(u.ID)), unknown(opAssign))
				restoreUser(c, u.ID)
				hasRoles(c, oid(u.ID), identity.GlobalReader, role.ID)
				holds(c, identity.GlobalReader, oid(u.ID), true)
			},
		},
	}
}

// unknownAssignment is an id of the kind that the service gives to assignments.
const unknownAssignment identity.RoleAssignmentID = "YUb1sHQtUEyvox7IA_Eu_mm3jqnUe4lEhvatluHVi2I-1"

// tryAssign gives a role in the whole tenant, where a refusal is expected.
func tryAssign(c *run, role admin365.RoleID, principal admin365.ObjectID) error {
	n := identity.NewRoleAssignment{RoleID: role, PrincipalID: principal}
	return second(c.S.Service.RoleAssignments.Create(c.Context(), n))
}

// assignmentGone waits until the assignment is not found.
func assignmentGone(c *run, id identity.RoleAssignmentID) {
	c.Helper()
	absent(c, unknown(opGetAssignment).Of(string(id)), func() error { return second(c.S.Service.RoleAssignments.Get(c.Context(), id)) })
}

func assignmentLists(c *run) {
	one, two := create(c), create(c)
	first, second := makeRole(c), makeRole(c)
	oneFirst := assign(c, first.ID, oid(one.ID))
	oneSecond := assign(c, second.ID, oid(one.ID))
	twoFirst := assign(c, first.ID, oid(two.ID))
	type query = identity.RoleAssignmentQuery
	assignmentsAre(c, query{PrincipalID: oid(one.ID)}, oneFirst, oneSecond)
	assignmentsAre(c, query{PrincipalID: oid(two.ID)}, twoFirst)
	assignmentsAre(c, query{RoleID: first.ID}, oneFirst, twoFirst)
	assignmentsAre(c, query{RoleID: second.ID}, oneSecond)
	assignmentsAre(c, query{RoleID: first.ID, PrincipalID: oid(one.ID)}, oneFirst)
	assignmentsAre(c, query{RoleID: second.ID, PrincipalID: oid(two.ID)})
	c.Eventually(func() error {
		all, err := firstAssignments(c, query{})
		if err != nil {
			return err
		}
		for _, a := range []*identity.RoleAssignment{oneFirst, oneSecond, twoFirst} {
			if all[a.ID] != 1 {
				return errIf(true, "the list of all has %+v %d times", *a, all[a.ID])
			}
		}
		for id, n := range all {
			if n > 1 {
				return errIf(true, "the list of all has %s %d times", id, n)
			}
		}
		return nil
	})
}

// firstAssignments counts how often each assignment comes.
func firstAssignments(c *run, q identity.RoleAssignmentQuery) (map[identity.RoleAssignmentID]int, error) {
	times := map[identity.RoleAssignmentID]int{}
	for a, err := range c.S.Service.RoleAssignments.List(c.Context(), q) {
		if err != nil {
			return nil, err
		}
		times[a.ID]++
	}
	return times, nil
}

func scopedAssignments(c *run) {
	u, g, role := create(c), makeGroup(c), makeRole(c)
	scope := "/" + string(g.ID)
	n := identity.NewRoleAssignment{RoleID: role.ID, PrincipalID: oid(u.ID), DirectoryScopeID: scope}
	scoped := mustAssign(c, n)
	if scoped.DirectoryScopeID != scope {
		c.Errorf("the scope is %q, want %q", scoped.DirectoryScopeID, scope)
	}
	assignmentsAre(c, identity.RoleAssignmentQuery{PrincipalID: oid(u.ID)}, scoped)
	c.Refused(second(c.S.Service.RoleAssignments.Create(c.Context(), n)), already(opAssign))
	whole := assign(c, role.ID, oid(u.ID))
	assignmentsAre(c, identity.RoleAssignmentQuery{PrincipalID: oid(u.ID), RoleID: role.ID}, scoped, whole)
	c.Must(c.S.Service.RoleAssignments.Delete(c.Context(), whole.ID), "taking the role in the tenant away")
	assignmentsAre(c, identity.RoleAssignmentQuery{PrincipalID: oid(u.ID)}, scoped)

	// The older view shows who has the role in the whole tenant. Which built-in
	// roles can be given for one object is the service's own list.
	template := awake(c, "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3")
	n.RoleID = template
	if _, err := c.S.Service.RoleAssignments.Create(c.Context(), n); err != nil {
		c.Refused(err, conforming(admin365.ErrInvalid, opAssign))
		return
	}
	holds(c, template, oid(u.ID), false)
	whole = assign(c, template, oid(u.ID))
	holds(c, template, oid(u.ID), true)
	c.Must(c.S.Service.RoleAssignments.Delete(c.Context(), whole.ID), "taking the role in the tenant away")
	holds(c, template, oid(u.ID), false)
}
