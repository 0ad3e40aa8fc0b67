package identitytest

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// method is one method of the area, called in the simplest way that works.
type method struct {
	op string
	// takesID is set where id names a user who must exist.
	takesID bool
	// call calls the method on user id; other is somebody else.
	call func(ctx context.Context, s *identity.Service, id, other admin365.UserID) error
}

func methods() []method {
	return append(userMethods(), adminMethods()...)
}

// userMethods are the methods of users, managers and profiles.
func userMethods() []method {
	return []method{
		{opCreate, false, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			// The id may be anything; a taken one is no use, so it is the name that
			// the new user would have.
			_, err := s.Users.Create(ctx, identity.NewUser{
				UserPrincipalName: string(id), DisplayName: "Conformance", MailNickname: conform.Unique(),
				PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret(goodPassword)},
			})
			return err
		}},
		{opGet, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			_, err := s.Users.Get(ctx, id)
			return err
		}},
		{opMe, false, func(ctx context.Context, s *identity.Service, _, _ admin365.UserID) error {
			_, err := s.Users.Me(ctx)
			return err
		}},
		{opList, false, func(ctx context.Context, s *identity.Service, _, _ admin365.UserID) error {
			_, err := conform.Collect(s.Users.List(ctx, identity.UserQuery{}))
			return err
		}},
		{opCount, false, func(ctx context.Context, s *identity.Service, _, _ admin365.UserID) error {
			_, err := s.Users.Count(ctx, identity.UserQuery{})
			return err
		}},
		{opUpdate, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			return s.Users.Update(ctx, id, identity.UserPatch{JobTitle: admin365.Set("Changed")})
		}},
		{opDelete, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			return s.Users.Delete(ctx, id)
		}},
		{opManager, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			_, err := s.Managers.Get(ctx, id)
			return err
		}},
		{opSetManager, true, func(ctx context.Context, s *identity.Service, id, other admin365.UserID) error {
			return s.Managers.Set(ctx, id, other)
		}},
		{opRemoveManager, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			return s.Managers.Remove(ctx, id)
		}},
		{opReports, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			_, err := conform.Collect(s.Managers.Reports(ctx, id))
			return err
		}},
		{opProfile, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			_, err := s.Profiles.Get(ctx, id)
			return err
		}},
		{opUpdateProfile, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			return s.Profiles.Update(ctx, id, identity.ProfilePatch{AboutMe: admin365.Set("changed")})
		}},
	}
}

// writes reports whether the method changes the tenant.
func (m method) writes() bool {
	switch m.op {
	case opCreate, opUpdate, opDelete, opSetManager, opRemoveManager, opUpdateProfile,
		opRestore, opPurge, opSetPassword, opResetPassword, opChangePassword, opRevokeSessions:
		return true
	default:
		return false
	}
}
