package identitytest_test

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

func brokenRoles() map[string]mistake {
	return map[string]mistake{
		"ignored-principal": {
			func(s *identity.Service) { s.RoleAssignments = ofEverybody{s.RoleAssignments} },
			[]string{"RoleAssignments.List/by-role-by-principal-and-both"},
		},
		"wrong-sentinel-of-an-assignment": {
			func(s *identity.Service) { s.RoleAssignments = assignmentInvalid{s.RoleAssignments} },
			[]string{
				"Concurrency/one-role-given-once", "RoleAssignments.Create/same-again",
				"RoleAssignments.Create/scopes-are-apart", "TwoViews/member-is-assigned",
			},
		},
		"member-of-a-role-not-removed": {
			func(s *identity.Service) { s.ActivatedRoles = roleClinging{s.ActivatedRoles} },
			[]string{
				"ActivatedRoles.AddMember/gives-the-role", "ActivatedRoles.RemoveMember/no-member",
				"TwoViews/member-is-assigned",
			},
		},
		"wrong-scope": {
			func(s *identity.Service) { s.RoleAssignments = everywhere{s.RoleAssignments} },
			[]string{"RoleAssignments.Create/bad-scope", "RoleAssignments.Create/scopes-are-apart", "RolesOf/whole-tenant-alone"},
		},
		"merged-permissions": {
			func(s *identity.Service) { s.Roles = merging{s.Roles} },
			[]string{"RolePatch/permissions-replace-the-whole-list", "RolePatch/set-and-leave-every-field"},
		},
		"prefix-of-a-role": {
			func(s *identity.Service) { s.Roles = prefixed{s.Roles} },
			[]string{"RoleQuery/every-condition"},
		},
	}
}

// ofEverybody forgets whose assignments are asked for, where a role is named, too.
type ofEverybody struct{ identity.RoleAssignments }

func (o ofEverybody) List(ctx context.Context, q identity.RoleAssignmentQuery) iter.Seq2[*identity.RoleAssignment, error] {
	if q.RoleID != "" {
		q.PrincipalID = ""
	}
	return o.RoleAssignments.List(ctx, q)
}

// assignmentInvalid goes by the status alone, and the service's conflicts have
// 400.
type assignmentInvalid struct{ identity.RoleAssignments }

func (a assignmentInvalid) Create(ctx context.Context, n identity.NewRoleAssignment) (*identity.RoleAssignment, error) {
	got, err := a.RoleAssignments.Create(ctx, n)
	if e, ok := errors.AsType[*admin365.Error](err); ok && errors.Is(err, admin365.ErrConflict) {
		e.Kind = admin365.ErrInvalid
	}
	return got, err
}

// roleClinging says that it took a role away, and did not.
type roleClinging struct{ identity.ActivatedRoles }

func (r roleClinging) RemoveMember(ctx context.Context, template admin365.RoleID, member admin365.ObjectID) error {
	for o, err := range r.Members(ctx, template) {
		if err == nil && o.ID == member {
			return ctx.Err()
		}
	}
	return r.ActivatedRoles.RemoveMember(ctx, template, member)
}

// everywhere gives in the whole tenant what was to be given for one object.
type everywhere struct{ identity.RoleAssignments }

func (e everywhere) Create(ctx context.Context, n identity.NewRoleAssignment) (*identity.RoleAssignment, error) {
	n.DirectoryScopeID = identity.TenantScope
	return e.RoleAssignments.Create(ctx, n)
}

// merging adds to a role's rights where they are to be replaced.
type merging struct{ identity.Roles }

func (m merging) Update(ctx context.Context, id admin365.RoleID, p identity.RolePatch) error {
	if p.RolePermissions != nil {
		if role, err := m.Get(ctx, id); err == nil {
			p.RolePermissions = append(role.RolePermissions, p.RolePermissions...)
		}
	}
	return m.Roles.Update(ctx, id, p)
}

// prefixed finds a role by the beginning of its name.
type prefixed struct{ identity.Roles }

func (p prefixed) List(ctx context.Context, q identity.RoleQuery) iter.Seq2[*identity.Role, error] {
	name := q.DisplayName
	q.DisplayName = ""
	return func(yield func(*identity.Role, error) bool) {
		for role, err := range p.Roles.List(ctx, q) {
			if err == nil && !strings.HasPrefix(role.DisplayName, name) {
				continue
			}
			if !yield(role, err) {
				return
			}
		}
	}
}
