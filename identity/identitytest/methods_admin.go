package identitytest

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// adminMethods are the methods of changes, of the bin and of passwords. Those of
// the bin take the object id of a deleted user: see [method.ofBin].
func adminMethods() []method {
	return []method{
		{opChanges, false, func(ctx context.Context, s *identity.Service, _, _ admin365.UserID) error {
			_, err := s.Users.Changes(ctx, "")
			return err
		}},
		{opBinList, false, func(ctx context.Context, s *identity.Service, _, _ admin365.UserID) error {
			_, err := conform.Collect(s.DeletedUsers.List(ctx, identity.DeletedUserQuery{}))
			return err
		}},
		{opBinGet, false, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			_, err := s.DeletedUsers.Get(ctx, id)
			return err
		}},
		{opRestore, false, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			_, err := s.DeletedUsers.Restore(ctx, id, identity.UserRestore{})
			return err
		}},
		{opPurge, false, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			return s.DeletedUsers.Purge(ctx, id)
		}},
		{opSetPassword, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			return s.Passwords.Set(ctx, id, identity.PasswordProfile{Password: admin365.NewSecret(secondPassword)})
		}},
		{opResetPassword, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			_, err := s.Passwords.Reset(ctx, id, admin365.NewSecret(thirdPassword))
			return err
		}},
		{opChangePassword, false, func(ctx context.Context, s *identity.Service, _, _ admin365.UserID) error {
			// Nobody's password, so that the caller keeps his.
			return s.Passwords.Change(ctx, admin365.NewSecret("nT6~"+conform.Unique()), admin365.NewSecret(secondPassword))
		}},
		{opRevokeSessions, true, func(ctx context.Context, s *identity.Service, id, _ admin365.UserID) error {
			return s.Passwords.RevokeSessions(ctx, id)
		}},
		{opOperation, false, func(ctx context.Context, s *identity.Service, _, _ admin365.UserID) error {
			// An operation that there is takes a reset to make; its own cases do.
			_, err := s.Operations.Get(ctx, "no operation")
			return err
		}},
	}
}

// Passwords that keep every rule, as [goodPassword] does, and differ from it.
const (
	secondPassword = "wR8$nqLs3?uV"
	thirdPassword  = "zT5%hkWd9!xB"
)
