package identity

import (
	"context"
	"iter"
	"strings"

	"github.com/admin365/admin365"
)

// FindRole returns the role with that display name, letter case aside, built in or
// the tenant's own. It fails with [admin365.ErrNotFound] if there is none.
func FindRole(ctx context.Context, roles Roles, name string) (*Role, error) {
	for role, err := range roles.List(ctx, RoleQuery{DisplayName: name}) {
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(role.DisplayName, name) {
			return role, nil
		}
	}
	return nil, &admin365.Error{Kind: admin365.ErrNotFound, Target: name, Message: "no role has this display name"}
}

// RolesOf returns the roles that a user, a group or a service principal has in the
// whole tenant, by itself: not those that it has by a group, nor those on single
// objects, which [RoleAssignments.List] has as well. It yields as [Users.List]
// does.
func RolesOf(ctx context.Context, assignments RoleAssignments, principal admin365.ObjectID) iter.Seq2[admin365.RoleID, error] {
	return tenantWide(string(principal), assignments.List(ctx, RoleAssignmentQuery{PrincipalID: principal}), func(a *RoleAssignment) admin365.RoleID { return a.RoleID })
}

// Holders returns who has the role in the whole tenant: users, service principals,
// and groups, which have it for their members. It yields as [Users.List] does.
func Holders(ctx context.Context, assignments RoleAssignments, role admin365.RoleID) iter.Seq2[admin365.ObjectID, error] {
	return tenantWide(string(role), assignments.List(ctx, RoleAssignmentQuery{RoleID: role}), func(a *RoleAssignment) admin365.ObjectID { return a.PrincipalID })
}

// tenantWide yields what is asked of the assignments whose scope is the tenant. An
// empty id would list those of everybody, so it is refused.
func tenantWide[T any](id string, all iter.Seq2[*RoleAssignment, error], of func(*RoleAssignment) T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if id == "" {
			yield(none, &admin365.Error{Kind: admin365.ErrInvalid, Message: "the id is empty"})
			return
		}
		for a, err := range all {
			switch {
			case err != nil:
				yield(none, err)
				return
			case a.DirectoryScopeID != TenantScope:
			case !yield(of(a), nil):
				return
			}
		}
	}
}
