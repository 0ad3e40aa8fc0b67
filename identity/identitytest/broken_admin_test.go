package identitytest_test

import (
	"context"
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/identity/identitytest"
)

func brokenBin() map[string]mistake {
	return map[string]mistake{
		"new-name-ignored": {
			func(s *identity.Service) { s.DeletedUsers = nameIgnorer{s.DeletedUsers} },
			[]string{
				"DeletedUsers.Restore/name-and-address-taken",
				"DeletedUsers.Restore/new-name",
				"DeletedUsers.Restore/new-name-keeps-the-rules",
				"DeletedUsers.Restore/new-name-taken",
				"DeletedUsers.Restore/new-name-without-need",
			},
		},
		"plain-name-in-the-bin": {
			func(s *identity.Service) { s.DeletedUsers = plainNamer{s.DeletedUsers} },
			[]string{
				"DeletedUsers.Get/mangled-name",
				"DeletedUsers.List/conditions",
				"DeletedUsers.List/fills-every-field/*",
				"DeletedUsers.List/holds-the-deleted/*",
				"DeletedUsers.List/lazy-and-repeatable/*",
				"DeletedUsers.List/order/*",
				"DeletedUsers.List/purged-while-paging/*",
			},
		},
		"purge-in-one-step": {
			func(s *identity.Service) { s.DeletedUsers = shredder{s.DeletedUsers, s.Users} },
			[]string{
				"DeletedUsers.Purge/live-user",
				"DeletedUsers.Purge/restored-user",
				"DeletedUsers.Restore/leaves-the-bin",
				"DeletedUsers/not-who-is-not-there",
			},
		},
	}
}

func brokenPasswords() map[string]mistake {
	return map[string]mistake{
		"password-error-swallowed": {
			func(s *identity.Service) { s.Passwords = lenient{s.Passwords} },
			[]string{
				"IDs/empty-and-dots",
				"IDs/odd-characters",
				"Passwords.Set/redaction-marker-is-refused",
				"Passwords.Set/refused-changes-nothing",
				"Passwords.Set/rules",
				"Passwords/secrets-stay-out-of-errors",
			},
		},
		"generated-password-lost": {
			func(s *identity.Service) { s.Passwords = forgetful{s.Passwords} },
			[]string{"Passwords.Reset/generated"},
		},
		"sessions-not-revoked": {
			func(s *identity.Service) { s.Passwords = idle{s.Passwords, s.Users} },
			[]string{"Passwords.RevokeSessions/date", "Passwords.RevokeSessions/synchronized"},
		},
		"callers-not-checked": {
			func(*identity.Service) {},
			[]string{
				"Passwords.Change/kept-elsewhere",
				"Users.Count/sign-ins-are-hidden",
				"Users.Delete/oneself",
				"Users.Me/who-one-is",
				"ActivatedRoles.RemoveMember/own-global-administrator",
				"Callers/app-that-reads-members",
				"Callers/app-that-reads-roles",
				"Callers/app-that-writes-groups",
				"Callers/members-without-reading-people",
				"Callers/reports-without-reading-people",
				"Callers/application-and-mighty-targets",
				"Callers/application-never-resets",
				"Callers/application-permissions",
				"Callers/application-with-a-role",
				"Callers/application-with-a-role-alone",
				"Callers/application-with-all",
				"Callers/blocked",
				"Callers/delegated-oneself-alone",
				"Callers/delegated-permissions",
				"Callers/delegated-permissions-give-no-role",
				"Callers/deleted",
				"Callers/guests-do-not-list",
				"Callers/license-administrator-and-one-property",
				"Callers/no-member-writes",
				"Callers/reset-by-the-action",
				"Callers/role-of-authentication-administrator",
				"Callers/role-of-billing-administrator",
				"Callers/role-of-directory-readers",
				"Callers/role-of-directory-writers",
				"Callers/role-of-global-reader",
				"Callers/role-of-groups-administrator",
				"Callers/role-of-helpdesk-administrator",
				"Callers/role-of-license-administrator",
				"Callers/role-of-nobody-special",
				"Callers/role-of-password-administrator",
				"Callers/role-of-privileged-authentication-administrator",
				"Callers/role-of-privileged-role-administrator",
				"Callers/role-of-service-support-administrator",
				"Callers/role-of-user-administrator",
				"Callers/user-role-taken-away",
				"Callers/role-assignable-groups-need-more",
				"Callers/role-taken-away",
				"Callers/roles-that-do-not-give-roles",
				"Callers/roles-that-do-not-write-groups",
				"Callers/sensitive-among-others",
				"Callers/several-at-once",
				"Callers/several-roles",
				"Callers/target-role-given-and-taken",
				"Callers/targets-in-a-group-of-roles",
				"Callers/targets-of-authentication-administrator",
				"Callers/targets-of-helpdesk-administrator",
				"Callers/targets-of-nobody-special",
				"Callers/targets-of-password-administrator",
				"Callers/targets-of-user-administrator",
				"Callers/targets-with-a-role-of-the-tenants-own",
				"Callers/unknown",
				"Include/who-may-see-sign-ins",
				"Passwords.Change/date",
				"Passwords.Change/own",
				"Passwords.Change/rules",
				"Passwords.Change/wrong-current",
				"RoleAssignments.Delete/own-global-administrator",
			},
		},
	}
}

// brokenSubjects are the mistakes of a subject, and not of its service.
func brokenSubjects() map[string]func(*identitytest.Subject) {
	return map[string]func(*identitytest.Subject){
		// Whoever asks, the administrator answers.
		"callers-not-checked": func(s *identitytest.Subject) {
			service := s.Service
			s.As = func(admin365.Caller) *identity.Service { return service }
		},
	}
}

func brokenStreams() map[string]mistake {
	return map[string]mistake{
		"removals-lost": {
			func(s *identity.Service) { s.Users = streaming{s.Users, loseRemovals} },
			[]string{
				"Users.Changes/end-of-retention",
				"Users.Changes/last-word-counts",
				"Users.Changes/life-of-a-user",
			},
		},
		"resync-as-invalid": {
			func(s *identity.Service) { s.Users = streaming{s.Users, resyncAsInvalid} },
			[]string{"Users.Changes/token-of-eight-days"},
		},
		"everybody-from-now": {
			func(s *identity.Service) { s.Users = beginner{s.Users} },
			[]string{"Users.Changes/from-now"},
		},
		"page-begins-too-late": {
			func(s *identity.Service) { s.Users = paging{s.Users, loseFirstOfPage} },
			[]string{
				"Page/advanced-on-every-page/*",
				"Page/created-between/*",
				"Page/cut-at-every-point/*",
				"Page/deleted-between/*",
				"Page/equals-the-list/*",
				"Page/with-order-and-filter/*",
			},
		},
		"header-lost-on-page-two": {
			func(s *identity.Service) { s.Users = paging{s.Users, loseHeader} },
			[]string{"Page/advanced-on-every-page/*", "Page/cut-at-every-point/*", "Page/with-order-and-filter/*"},
		},
	}
}

// nameIgnorer restores under the old name whatever was asked for.
type nameIgnorer struct{ identity.DeletedUsers }

func (n nameIgnorer) Restore(ctx context.Context, id admin365.UserID, r identity.UserRestore) (*identity.User, error) {
	r.NewUserPrincipalName = ""
	return n.DeletedUsers.Restore(ctx, id, r)
}

// plainNamer shows the name that the deleted had, which may be somebody else's.
type plainNamer struct{ identity.DeletedUsers }

func (p plainNamer) Get(ctx context.Context, id admin365.UserID) (*identity.User, error) {
	u, err := p.DeletedUsers.Get(ctx, id)
	if err == nil {
		u.UserPrincipalName = identity.OriginalName(u)
	}
	return u, err
}

// shredder deletes whom it is to purge and does not find among the deleted.
type shredder struct {
	identity.DeletedUsers
	users identity.Users
}

func (s shredder) Purge(ctx context.Context, id admin365.UserID) error {
	err := s.DeletedUsers.Purge(ctx, id)
	if errors.Is(err, admin365.ErrNotFound) && s.users.Delete(ctx, id) == nil {
		return s.DeletedUsers.Purge(ctx, id)
	}
	return err
}

// lenient takes a password that was refused for one that was set.
type lenient struct{ identity.Passwords }

func (l lenient) Set(ctx context.Context, id admin365.UserID, p identity.PasswordProfile) error {
	if err := l.Passwords.Set(ctx, id, p); !errors.Is(err, admin365.ErrInvalid) {
		return err
	}
	return nil
}

// forgetful does not say which password was made up.
type forgetful struct{ identity.Passwords }

func (f forgetful) Reset(ctx context.Context, id admin365.UserID, password admin365.Secret) (*identity.PasswordReset, error) {
	reset, err := f.Passwords.Reset(ctx, id, password)
	if reset != nil {
		reset.Password = admin365.Secret{}
	}
	return reset, err
}

// idle says that it ended sessions, and did not.
type idle struct {
	identity.Passwords
	users identity.Users
}

func (i idle) RevokeSessions(ctx context.Context, id admin365.UserID) error {
	if _, err := i.users.Get(ctx, id); err != nil {
		return i.Passwords.RevokeSessions(ctx, id)
	}
	return nil
}

// streaming changes the answers about changes.
type streaming struct {
	identity.Users
	change func(*identity.UserChanges, error) (*identity.UserChanges, error)
}

func (s streaming) Changes(ctx context.Context, from identity.ChangeToken) (*identity.UserChanges, error) {
	return s.change(s.Users.Changes(ctx, from))
}

// loseRemovals tells of those alone who are there.
func loseRemovals(page *identity.UserChanges, err error) (*identity.UserChanges, error) {
	if err != nil {
		return nil, err
	}
	var there []identity.UserChange
	for _, change := range page.Changes {
		if change.Removed == "" {
			there = append(there, change)
		}
	}
	page.Changes = there
	return page, nil
}

// resyncAsInvalid takes a token that was forgotten for one that never was.
func resyncAsInvalid(page *identity.UserChanges, err error) (*identity.UserChanges, error) {
	if e, ok := errors.AsType[*admin365.Error](err); ok && errors.Is(err, admin365.ErrResync) {
		e.Kind = admin365.ErrInvalid
	}
	return page, err
}

// beginner begins with everybody, also where it is told not to.
type beginner struct{ identity.Users }

func (b beginner) Changes(ctx context.Context, from identity.ChangeToken) (*identity.UserChanges, error) {
	if from == identity.FromNow {
		from = ""
	}
	return b.Users.Changes(ctx, from)
}

// paging changes the pages of lists.
type paging struct {
	identity.Users
	change func(q identity.UserQuery, from identity.Cursor, page *identity.UserPage, err error) (*identity.UserPage, error)
}

func (p paging) Page(ctx context.Context, q identity.UserQuery, from identity.Cursor) (*identity.UserPage, error) {
	page, err := p.Users.(identity.UserPager).Page(ctx, q, from)
	return p.change(q, from, page, err)
}

// loseFirstOfPage begins every page but the first one user too late.
func loseFirstOfPage(_ identity.UserQuery, from identity.Cursor, page *identity.UserPage, err error) (*identity.UserPage, error) {
	if err == nil && from != "" && len(page.Users) > 0 {
		page.Users = page.Users[1:]
	}
	return page, err
}

// loseHeader asks for the second page of an advanced query as if it were none,
// and hears of it.
func loseHeader(q identity.UserQuery, from identity.Cursor, page *identity.UserPage, err error) (*identity.UserPage, error) {
	if err == nil && from != "" && q.Advanced {
		return nil, &admin365.Error{Op: "identity.Users.List", Kind: admin365.ErrInvalid, Code: "Request_UnsupportedQuery", Status: 400}
	}
	return page, err
}
