package identity

import (
	"context"
	"iter"
)

// performedOnGroups is each operation on groups as a method performs it.
func performedOnGroups() map[string]func(context.Context, *Service) error {
	const id, object = "ada@contoso.com", "ada@contoso.com"
	return map[string]func(context.Context, *Service) error{
		"identity.Groups.List":  func(ctx context.Context, s *Service) error { return lastOf(s.Groups.List(ctx, GroupQuery{})) },
		"identity.Groups.Count": func(ctx context.Context, s *Service) error { _, err := s.Groups.Count(ctx, GroupQuery{}); return err },
		"identity.Groups.Get":   func(ctx context.Context, s *Service) error { _, err := s.Groups.Get(ctx, id); return err },
		"identity.Groups.Create": func(ctx context.Context, s *Service) error {
			_, err := s.Groups.Create(ctx, NewGroup{DisplayName: id})
			return err
		},
		"identity.Groups.Update": func(ctx context.Context, s *Service) error {
			return s.Groups.Update(ctx, id, GroupPatch{DisplayName: new("Ada")})
		},
		"identity.Groups.Delete":      func(ctx context.Context, s *Service) error { return s.Groups.Delete(ctx, id) },
		"identity.DeletedGroups.List": func(ctx context.Context, s *Service) error { return lastOf(s.DeletedGroups.List(ctx)) },
		"identity.DeletedGroups.Get": func(ctx context.Context, s *Service) error {
			_, err := s.DeletedGroups.Get(ctx, id)
			return err
		},
		"identity.DeletedGroups.Restore": func(ctx context.Context, s *Service) error {
			_, err := s.DeletedGroups.Restore(ctx, id)
			return err
		},
		"identity.DeletedGroups.Purge":         func(ctx context.Context, s *Service) error { return s.DeletedGroups.Purge(ctx, id) },
		"identity.GroupMembers.List":           func(ctx context.Context, s *Service) error { return lastOf(s.GroupMembers.List(ctx, id)) },
		"identity.GroupMembers.ListTransitive": func(ctx context.Context, s *Service) error { return lastOf(s.GroupMembers.ListTransitive(ctx, id)) },
		"identity.GroupMembers.Add":            func(ctx context.Context, s *Service) error { return s.GroupMembers.Add(ctx, id, object) },
		"identity.GroupMembers.AddSeveral":     func(ctx context.Context, s *Service) error { return s.GroupMembers.Add(ctx, id, object, "another") },
		"identity.GroupMembers.Remove":         func(ctx context.Context, s *Service) error { return s.GroupMembers.Remove(ctx, id, object) },
		"identity.GroupOwners.List":            func(ctx context.Context, s *Service) error { return lastOf(s.GroupOwners.List(ctx, id)) },
		"identity.GroupOwners.Add":             func(ctx context.Context, s *Service) error { return s.GroupOwners.Add(ctx, id, object) },
		"identity.GroupOwners.Remove":          func(ctx context.Context, s *Service) error { return s.GroupOwners.Remove(ctx, id, object) },
		"identity.Memberships.List":            func(ctx context.Context, s *Service) error { return lastOf(s.Memberships.List(ctx, id)) },
		"identity.Memberships.ListTransitive":  func(ctx context.Context, s *Service) error { return lastOf(s.Memberships.ListTransitive(ctx, id)) },
	}
}

// lastOf ranges to the end and returns the error that the list ends with.
func lastOf[T any](seq iter.Seq2[*T, error]) (last error) {
	for _, err := range seq {
		last = err
	}
	return last
}
