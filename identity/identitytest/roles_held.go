package identitytest

import (
	"errors"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// heldCases are about the two questions that programs ask of assignments.
func heldCases() []kase {
	write := []string{CanWrite, CanGiveRoles, CanGroup}
	return []kase{
		{
			Name: "RolesOf/whole-tenant-alone", Needs: write, Source: "the comment of identity.RolesOf",
			Why: "power over one group must not be taken for power over all",
			Run: func(c *run) {
				u, g, scoped := create(c), makeGroup(c), makeRole(c)
				rolesOfAre(c, u)
				assign(c, identity.GlobalReader, oid(u.ID))
				assign(c, identity.HelpdeskAdministrator, oid(u.ID))
				mustAssign(c, identity.NewRoleAssignment{RoleID: scoped.ID, PrincipalID: oid(u.ID), DirectoryScopeID: "/" + string(g.ID)})
				rolesOfAre(c, u, identity.GlobalReader, identity.HelpdeskAdministrator)
				holdersAre(c, scoped.ID)
			},
		},
		{
			Name: "Holders/whole-tenant-alone", Needs: write, Source: "the comment of identity.Holders",
			Why: "an audit of a role names all who have it and nobody else",
			Run: func(c *run) {
				one, two, role, other := create(c), create(c), makeRole(c), makeRole(c)
				holdersAre(c, role.ID)
				a := assign(c, role.ID, oid(one.ID))
				assign(c, role.ID, oid(two.ID))
				assign(c, other.ID, oid(two.ID))
				holdersAre(c, role.ID, objects(one, two)...)
				c.Must(c.S.Service.RoleAssignments.Delete(c.Context(), a.ID), "taking the role away")
				holdersAre(c, role.ID, oid(two.ID))
			},
		},
		{
			Name: "RolesOf/of-nobody", Needs: []string{CanGiveRoles}, Source: "the comment of identity.RolesOf",
			Why: "an id that was lost on the way must not stand for everybody",
			Run: func(c *run) {
				roles, err := values(identity.RolesOf(c.Context(), c.S.Service.RoleAssignments, ""))
				if !errors.Is(err, admin365.ErrInvalid) || len(roles) > 0 {
					c.Errorf("nobody has %d roles, and the error is %v, want ErrInvalid", len(roles), err)
				}
				holders, err := values(identity.Holders(c.Context(), c.S.Service.RoleAssignments, ""))
				if !errors.Is(err, admin365.ErrInvalid) || len(holders) > 0 {
					c.Errorf("%d have no role, and the error is %v, want ErrInvalid", len(holders), err)
				}
			},
		},
	}
}

func rolesOfAre(c *run, u *identity.User, want ...admin365.RoleID) {
	c.Helper()
	c.Eventually(func() error {
		got, err := values(identity.RolesOf(c.Context(), c.S.Service.RoleAssignments, oid(u.ID)))
		return joined(err, sameNames(got, textsOf(want)))
	})
}

func holdersAre(c *run, role admin365.RoleID, want ...admin365.ObjectID) {
	c.Helper()
	c.Eventually(func() error {
		got, err := values(identity.Holders(c.Context(), c.S.Service.RoleAssignments, role))
		return joined(err, sameNames(got, textsOf(want)))
	})
}

// values returns what a list of ids yields.
func values[T ~string](seq iter.Seq2[T, error]) (list []string, err error) {
	for v, err := range seq {
		if err != nil {
			return list, err
		}
		list = append(list, string(v))
	}
	return list, nil
}

// textsOf returns ids as texts.
func textsOf[T ~string](ids []T) []string {
	var list []string
	for _, id := range ids {
		list = append(list, string(id))
	}
	return list
}
