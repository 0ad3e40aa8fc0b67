package identity

import (
	"context"
	"iter"
	"slices"

	"github.com/admin365/admin365"
)

// addEffects adds the operations of a resource to those of the area, by effect.
func addEffects(to, more map[admin365.Effect][]string) {
	for effect, names := range more {
		to[effect] = append(to[effect], names...)
	}
	for _, names := range to {
		slices.Sort(names)
	}
}

// roleEffects is what the operations on roles can do.
func roleEffects() map[admin365.Effect][]string {
	return map[admin365.Effect][]string{
		admin365.EffectRead: {
			"identity.Roles.Get", "identity.Roles.List", "identity.RoleAssignments.Get", "identity.RoleAssignments.List",
			"identity.ActivatedRoles.Get", "identity.ActivatedRoles.GetMember", "identity.ActivatedRoles.List", "identity.ActivatedRoles.Members",
			"identity.RoleTemplates.Get", "identity.RoleTemplates.List",
		},
		admin365.EffectReversible: {
			"identity.Roles.Create", "identity.Roles.Update", "identity.RoleAssignments.Create",
			"identity.ActivatedRoles.Activate", "identity.ActivatedRoles.AddMember",
		},
		admin365.EffectRevokesAccess: {"identity.RoleAssignments.Delete", "identity.ActivatedRoles.RemoveMember"},
		admin365.EffectIrrevocable:   {"identity.Roles.Delete"},
	}
}

// roleAliases are where the vendor's list has what we spell otherwise, or what it
// does not have.
var roleAliases = map[string]string{
	"GET /directoryRoles/roleTemplateId={id}":                      "/directoryroles/{id}",
	"GET /directoryRoles/roleTemplateId={id}/members":              "/directoryroles/{id}/members",
	"POST /directoryRoles/roleTemplateId={id}/members/$ref":        "/directoryroles/{id}/members",
	"DELETE /directoryRoles/roleTemplateId={id}/members/{id}/$ref": "/directoryroles/{id}/members/{id}",
	"GET /directoryRoles/roleTemplateId={id}/members/{id}/$ref":    "/directoryroles/{id}/members",
	"GET /directoryRoles/{id}/members/{id}/$ref":                   "/directoryroles/{id}/members",
}

// roleDiffers are the differences of the operations on roles; see accessDiffers.
var roleDiffers = map[string]string{}

// performedRoles is each operation on roles as a method performs it.
func performedRoles() map[string]func(context.Context, *Service) error {
	const id, member = admin365.RoleID("ada@contoso.com"), admin365.ObjectID("ada@contoso.com")
	return map[string]func(context.Context, *Service) error{
		"identity.Roles.List": func(ctx context.Context, s *Service) error { return lastError(s.Roles.List(ctx, RoleQuery{})) },
		"identity.Roles.Get":  func(ctx context.Context, s *Service) error { _, err := s.Roles.Get(ctx, id); return err },
		"identity.Roles.Create": func(ctx context.Context, s *Service) error {
			_, err := s.Roles.Create(ctx, NewRole{DisplayName: string(id)})
			return err
		},
		"identity.Roles.Update": func(ctx context.Context, s *Service) error {
			return s.Roles.Update(ctx, id, RolePatch{DisplayName: new("Ada")})
		},
		"identity.Roles.Delete": func(ctx context.Context, s *Service) error { return s.Roles.Delete(ctx, id) },
		"identity.RoleAssignments.List": func(ctx context.Context, s *Service) error {
			return lastError(s.RoleAssignments.List(ctx, RoleAssignmentQuery{}))
		},
		"identity.RoleAssignments.Get": func(ctx context.Context, s *Service) error {
			_, err := s.RoleAssignments.Get(ctx, RoleAssignmentID(id))
			return err
		},
		"identity.RoleAssignments.Create": func(ctx context.Context, s *Service) error {
			_, err := s.RoleAssignments.Create(ctx, NewRoleAssignment{PrincipalID: member})
			return err
		},
		"identity.RoleAssignments.Delete": func(ctx context.Context, s *Service) error {
			return s.RoleAssignments.Delete(ctx, RoleAssignmentID(id))
		},
		"identity.ActivatedRoles.List": func(ctx context.Context, s *Service) error { return lastError(s.ActivatedRoles.List(ctx)) },
		"identity.ActivatedRoles.Get": func(ctx context.Context, s *Service) error {
			_, err := s.ActivatedRoles.Get(ctx, id)
			return err
		},
		"identity.ActivatedRoles.Activate": func(ctx context.Context, s *Service) error {
			_, err := s.ActivatedRoles.Activate(ctx, id)
			return err
		},
		"identity.ActivatedRoles.Members": func(ctx context.Context, s *Service) error {
			return lastError(s.ActivatedRoles.Members(ctx, id))
		},
		"identity.ActivatedRoles.AddMember": func(ctx context.Context, s *Service) error {
			return s.ActivatedRoles.AddMember(ctx, id, member)
		},
		"identity.ActivatedRoles.RemoveMember": func(ctx context.Context, s *Service) error {
			return s.ActivatedRoles.RemoveMember(ctx, id, member)
		},
	}
}

// lastError is the error of a list, if it has one.
func lastError[T any](seq iter.Seq2[T, error]) error {
	for _, err := range seq {
		if err != nil {
			return err
		}
	}
	return nil
}
