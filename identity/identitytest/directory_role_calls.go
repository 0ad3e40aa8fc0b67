package identitytest

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func roleDeeds() []deed {
	type ids = []string
	none := func(*scene) ids { return nil }
	role := func(s *scene) ids { return ids{string(s.role.ID)} }
	assignment := func(s *scene) ids { return ids{string(s.assignment.ID)} }
	template := func(s *scene) ids { return ids{string(s.template)} }
	r := func(id string) admin365.RoleID { return admin365.RoleID(id) }
	object := func(id string) admin365.ObjectID { return admin365.ObjectID(id) }
	return []deed{
		{opRoles, false, none, func(ctx context.Context, s *identity.Service, _ ids, _ string) error {
			return second(conform.Collect(s.Roles.List(ctx, identity.RoleQuery{})))
		}},
		{opGetRole, false, role, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(s.Roles.Get(ctx, r(id[0])))
		}},
		{opNewRole, true, none, func(ctx context.Context, s *identity.Service, _ ids, name string) error {
			return second(s.Roles.Create(ctx, identity.NewRole{DisplayName: name, RolePermissions: somePermissions(0)}))
		}},
		{opUpdateRole, true, role, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return s.Roles.Update(ctx, r(id[0]), identity.RolePatch{Description: admin365.Set("Changed " + conform.Unique())})
		}},
		{opDeleteRole, true, func(s *scene) ids { return ids{string(s.extra.ID)} }, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return s.Roles.Delete(ctx, r(id[0]))
		}},
		{opAssignments, false, none, func(ctx context.Context, s *identity.Service, _ ids, _ string) error {
			return second(conform.Collect(s.RoleAssignments.List(ctx, identity.RoleAssignmentQuery{})))
		}},
		{opGetAssignment, false, assignment, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(s.RoleAssignments.Get(ctx, identity.RoleAssignmentID(id[0])))
		}},
		{
			opAssign, true,
			func(s *scene) ids { return ids{string(s.role.ID), string(s.free.ID)} },
			func(ctx context.Context, s *identity.Service, id ids, _ string) error {
				return second(s.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: r(id[0]), PrincipalID: object(id[1])}))
			},
		},
		{opUnassign, true, assignment, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return s.RoleAssignments.Delete(ctx, identity.RoleAssignmentID(id[0]))
		}},
		{opActivated, false, none, func(ctx context.Context, s *identity.Service, _ ids, _ string) error {
			return second(conform.Collect(s.ActivatedRoles.List(ctx)))
		}},
		{opGetActivated, false, template, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(s.ActivatedRoles.Get(ctx, r(id[0])))
		}},
		{opActivate, true, func(s *scene) ids { return ids{string(s.asleep)} }, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(s.ActivatedRoles.Activate(ctx, r(id[0])))
		}},
		{opRoleMembers, false, template, func(ctx context.Context, s *identity.Service, id ids, _ string) error {
			return second(conform.Collect(s.ActivatedRoles.Members(ctx, r(id[0]))))
		}},
		{
			opAddToRole, true,
			func(s *scene) ids { return ids{string(s.template), string(s.free.ID)} },
			func(ctx context.Context, s *identity.Service, id ids, _ string) error {
				return s.ActivatedRoles.AddMember(ctx, r(id[0]), object(id[1]))
			},
		},
		{
			opRemoveFrom, true,
			func(s *scene) ids { return ids{string(s.template), string(s.member.ID)} },
			func(ctx context.Context, s *identity.Service, id ids, _ string) error {
				return s.ActivatedRoles.RemoveMember(ctx, r(id[0]), object(id[1]))
			},
		},
	}
}
