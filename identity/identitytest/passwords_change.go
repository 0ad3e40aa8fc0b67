package identitytest

import (
	"errors"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// changePasswordCases are about the password that one gives oneself.
func changePasswordCases() []kase {
	needs := []string{CanWrite, CanSwitch, HasPasswords}
	with := func(more ...string) []string { return append(more, needs...) }
	return []kase{
		{
			Name: "Passwords.Change/own", Needs: with(CanSync), Source: docChangePassword,
			Why: "every member may, without an administrator",
			Run: func(c *run) {
				u, other := create(c), create(c)
				c.Must(changePassword(c, u.ID, goodPassword, secondPassword), "changing the own password")
				c.Must(signIn(c, u.ID, secondPassword), "signing in with the new password")
				if signIn(c, u.ID, goodPassword) == nil {
					c.Errorf("the old password still opens")
				}
				c.Must(signIn(c, other.ID, goodPassword), "signing in as somebody else")
				c.Must(changePassword(c, u.ID, secondPassword, thirdPassword), "changing it again")
			},
		},
		{
			Name: "Passwords.Change/date", Needs: with(CanAdvance), Source: docUser,
			Why: "reports on stale passwords read this date, whoever set the password",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.S.Advance(time.Hour)
				c.Must(changePassword(c, was.ID, goodPassword, secondPassword), "changing the own password")
				shows(c, was.ID, func(u *identity.User) error {
					return joined(
						later("LastPasswordChangeDateTime", was.LastPasswordChangeDateTime, u.LastPasswordChangeDateTime),
						conform.Differ(u, was, "LastPasswordChangeDateTime", "SignInSessionsValidFromDateTime"),
					)
				})
			},
		},
		{
			Name: "Passwords.Change/wrong-current", Needs: needs, Source: docChangePassword,
			Why: "who finds an unlocked desk must not be able to take the account with him",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				for _, wrong := range []string{secondPassword, goodPassword + " ", swapCase(goodPassword), "x"} {
					c.Refused(changePassword(c, was.ID, wrong, thirdPassword), unsent(opChangePassword))
				}
				unchanged(c, was)
				c.Must(changePassword(c, was.ID, goodPassword, secondPassword), "changing it with the right one")
			},
		},
		{
			Name: "Passwords.Change/same", Needs: needs, Source: docChangePassword,
			Why: "one who has to choose another password must choose another",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.Refused(changePassword(c, was.ID, goodPassword, goodPassword), unsent(opChangePassword))
				unchanged(c, was)
			},
		},
		{
			Name: "Passwords.Change/rules", Needs: needs, Source: docPassword,
			Why: "a password is as strong by whichever method it is set",
			Run: func(c *run) {
				rulesOfPasswords(c, unsent(opChangePassword), func(c *run, password string) error {
					return changePassword(c, create(c).ID, goodPassword, password)
				})
			},
		},
		{
			Name: "Passwords.Change/empty", Needs: needs, Source: docChangePassword,
			Why: "an empty password is a variable that nobody filled",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.Refused(changePassword(c, was.ID, "", secondPassword), unsent(opChangePassword))
				c.Refused(changePassword(c, was.ID, goodPassword, ""), unsent(opChangePassword))
				unchanged(c, was)
			},
		},
		{
			Name: "Passwords.Change/not-for-an-application", Needs: with(CanSync), Source: docChangePassword,
			Why: "an application is nobody who has a password",
			Run: func(c *run) {
				app, _ := addApp(c)
				err := seenBy(c, admin365.AsApp(app)).Passwords.Change(c.Context(), admin365.NewSecret(goodPassword), admin365.NewSecret(secondPassword))
				if e, ok := errors.AsType[*admin365.Error](err); !ok || e.Op != opChangePassword ||
					!errors.Is(err, admin365.ErrForbidden) && !errors.Is(err, admin365.ErrInvalid) {
					c.Errorf("an application changes its password, and the error is %v", err)
				}
			},
		},
	}
}

// sessionCases are about the end of sessions.
func sessionCases() []kase {
	needs := []string{CanWrite, CanAdvance, HasPasswords}
	return []kase{
		{
			Name: "Passwords.RevokeSessions/date", Needs: needs, Source: docRevoke,
			Why: "every service that holds a session compares it with this date",
			Run: func(c *run) {
				was, other := get(c, create(c).ID), get(c, create(c).ID)
				for _, id := range []admin365.UserID{was.ID, upn(was), admin365.UserID(swapCase(was.UserPrincipalName))} {
					before := get(c, was.ID)
					c.S.Advance(time.Hour)
					c.Must(c.S.Service.Passwords.RevokeSessions(c.Context(), id), "revoking the sessions of "+string(id))
					shows(c, was.ID, func(u *identity.User) error {
						return joined(
							later("SignInSessionsValidFromDateTime", before.SignInSessionsValidFromDateTime, u.SignInSessionsValidFromDateTime),
							conform.Differ(u, was, "SignInSessionsValidFromDateTime"),
							conform.NotUTC(*u),
						)
					})
				}
				unchanged(c, other)
			},
		},
		{
			Name: "Passwords.RevokeSessions/repeated", Needs: needs, Source: docRevoke,
			Why: "whoever suspects a theft presses the button more than once",
			Run: func(c *run) {
				u := create(c)
				for range 3 {
					c.Must(c.S.Service.Passwords.RevokeSessions(c.Context(), u.ID), "revoking the sessions")
				}
			},
		},
		{
			Name: "Passwords.RevokeSessions/keeps-the-password", Needs: append([]string{CanSync}, needs...), Source: docRevoke,
			Why: "he signs in again, with the password that he has",
			Run: func(c *run) {
				u := create(c)
				c.Must(c.S.Service.Passwords.RevokeSessions(c.Context(), u.ID), "revoking the sessions")
				c.Must(signIn(c, u.ID, goodPassword), "signing in again")
			},
		},
		{
			Name: "Passwords.RevokeSessions/synchronized", Needs: append([]string{CanSync}, needs...), Source: docSync,
			Why: "sessions are of the cloud, wherever the user is mastered",
			Run: func(c *run) {
				was := get(c, syncUser(c).ID)
				c.S.Advance(time.Hour)
				c.Must(c.S.Service.Passwords.RevokeSessions(c.Context(), was.ID), "revoking the sessions of a synchronized user")
				shows(c, was.ID, func(u *identity.User) error {
					return later("SignInSessionsValidFromDateTime", was.SignInSessionsValidFromDateTime, u.SignInSessionsValidFromDateTime)
				})
			},
		},
	}
}

// changePassword changes the password of the user as he does himself.
func changePassword(c *run, id admin365.UserID, current, next string) error {
	return seenBy(c, admin365.AsUser(id)).Passwords.Change(c.Context(), admin365.NewSecret(current), admin365.NewSecret(next))
}
