package identitytest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// setPasswordCases are about the password that an administrator gives.
func setPasswordCases() []kase {
	needs := []string{CanWrite, HasPasswords}
	with := func(more ...string) []string { return append(more, needs...) }
	return []kase{
		{
			Name: "Passwords.Set/rules", Needs: needs, Source: docPassword,
			Why: "a password is as strong by whichever method it is set",
			Run: func(c *run) {
				passwordRules(c, opSetPassword, func(c *run, password string) error {
					return setPassword(c, create(c).ID, password)
				})
			},
		},
		{
			Name: "Passwords.Set/weak-where-the-policy-allows", Needs: needs, Source: docUser,
			Why: "DisableStrongPassword is there for machines that cannot do better",
			Run: func(c *run) {
				u := create(c, func(n *identity.NewUser) { n.PasswordPolicies = "DisableStrongPassword" })
				c.Must(setPassword(c, u.ID, "kvmwqzptxy"), "setting a weak password under DisableStrongPassword")
			},
		},
		{
			Name: "Passwords.Set/by-any-id", Needs: needs, Source: docUserIDs,
			Why: "who calls the helpdesk says his name and not his object id",
			Run: func(c *run) {
				u := create(c)
				for _, id := range []admin365.UserID{u.ID, upn(u), admin365.UserID(swapCase(u.UserPrincipalName))} {
					c.Must(setPassword(c, id, secondPassword), "setting the password of "+string(id))
				}
			},
		},
		{
			Name: "Passwords.Set/same-again", Needs: needs, Source: docPassword,
			Why: "a reset may give the last password again; a client that lost the answer sends the same",
			Run: func(c *run) {
				u := create(c)
				for range 2 {
					c.Must(setPassword(c, u.ID, goodPassword), "setting the password that he has")
				}
			},
		},
		{
			Name: "Passwords.Set/dates", Needs: with(CanAdvance), Source: docUser,
			Why: "reports on stale passwords read the one date, and every service that holds a session the other",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.S.Advance(time.Hour)
				c.Must(setPassword(c, was.ID, secondPassword), "setting the password")
				shows(c, was.ID, func(u *identity.User) error {
					return joined(
						later("LastPasswordChangeDateTime", was.LastPasswordChangeDateTime, u.LastPasswordChangeDateTime),
						later("SignInSessionsValidFromDateTime", was.SignInSessionsValidFromDateTime, u.SignInSessionsValidFromDateTime),
						conform.Differ(u, was, "LastPasswordChangeDateTime", "SignInSessionsValidFromDateTime"),
						conform.NotUTC(*u),
					)
				})
			},
		},
		{
			Name: "Passwords.Set/at-once", Needs: with(CanSync), Source: docPasswords,
			Why: "he waits at the telephone; and who knows the old one is out the same moment",
			Run: func(c *run) {
				u, other := create(c), create(c)
				c.Must(signIn(c, u.ID, goodPassword), "signing in before")
				c.Must(setPassword(c, u.ID, secondPassword), "setting the password")
				c.Must(signIn(c, u.ID, secondPassword), "signing in with the new password")
				if signIn(c, u.ID, goodPassword) == nil {
					c.Errorf("the old password still opens")
				}
				c.Must(signIn(c, other.ID, goodPassword), "signing in as somebody else, whose password nobody touched")
			},
		},
		{
			Name: "Passwords.Set/demands-alone", Needs: with(CanAdvance), Source: docPasswords,
			Why: "to have everybody choose a new password is no reason to know one",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.S.Advance(time.Hour)
				for _, p := range []identity.PasswordProfile{
					{ForceChangePasswordNextSignIn: true}, {ForceChangePasswordNextSignInWithMfa: true},
					{ForceChangePasswordNextSignIn: true, ForceChangePasswordNextSignInWithMfa: true}, {},
				} {
					c.Must(c.S.Service.Passwords.Set(c.Context(), was.ID, p), "setting the demands alone")
				}
				shows(c, was.ID, func(u *identity.User) error {
					return conform.Differ(u, was, "SignInSessionsValidFromDateTime")
				})
			},
		},
		{
			Name: "Passwords.Set/demands-taken-back", Needs: with(CanSync), Source: docPasswords,
			Why: "a demand that was made by mistake is taken back, and the password is the one he had",
			Run: func(c *run) {
				u := create(c)
				c.Must(c.S.Service.Passwords.Set(c.Context(), u.ID, identity.PasswordProfile{ForceChangePasswordNextSignIn: true}), "demanding a change")
				c.Must(c.S.Service.Passwords.Set(c.Context(), u.ID, identity.PasswordProfile{}), "taking the demand back")
				c.Must(signIn(c, u.ID, goodPassword), "signing in with the password that nobody changed")
			},
		},
		{
			Name: "Passwords.Set/refused-changes-nothing", Needs: with(CanSync, CanAdvance), Source: docPassword,
			Why: "a password that is refused must not lock out the one who has a good one",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.S.Advance(time.Hour)
				c.Refused(setPassword(c, was.ID, "short"), invalid(opSetPassword, passwordProperty()...))
				unchanged(c, was)
				c.Must(signIn(c, was.ID, goodPassword), "signing in with the old password")
			},
		},
		{
			Name: "Passwords.Set/synchronized", Needs: with(CanSync), Source: docSync,
			Why: "his password is mastered on-premises, and the next synchronization would undo the change",
			Run: func(c *run) {
				was := get(c, syncUser(c).ID)
				c.Refused(setPassword(c, was.ID, secondPassword), precluded(opSetPassword))
				c.Refused(c.S.Service.Passwords.Set(c.Context(), was.ID, identity.PasswordProfile{ForceChangePasswordNextSignIn: true}), precluded(opSetPassword))
				c.Refused(updatePasswordOf(c, was.ID), precluded(""))
				unchanged(c, was)
			},
		},
		{
			Name: "Passwords.Set/federated", Needs: with(CanMakeDomains), Source: docPasswords,
			Why: "another service knows his password, and this one would never be asked for",
			Run: func(c *run) {
				domain := conform.Unique() + ".example.net"
				c.Must(c.S.Make.Domain(domain, true), "adding a federated domain")
				was := get(c, create(c, func(n *identity.NewUser) {
					n.UserPrincipalName, n.OnPremisesImmutableID = conform.Unique()+"@"+domain, conform.Unique()
				}).ID)
				c.Refused(setPassword(c, was.ID, secondPassword), precluded(opSetPassword))
				c.Refused(updatePasswordOf(c, was.ID), precluded(""))
				unchanged(c, was)
			},
		},
		{
			Name: "Passwords.Set/redaction-marker-is-refused", Needs: needs, Source: "the comment of admin365.RedactedSecret",
			Why: "whoever formats a Secret and sends the result would give everybody the same password",
			Run: func(c *run) {
				if setPassword(c, create(c).ID, admin365.RedactedSecret) == nil {
					c.Errorf("the marker of a redacted secret was accepted as a password")
				}
			},
		},
		{
			Name: "Passwords/secrets-stay-out-of-errors", Needs: with(CanReset), Source: "the comment of admin365.Error",
			Why: "errors end up in logs and tickets, where a password is read by everybody",
			Run: secretsHidden,
		},
	}
}

// setPassword gives the user a password, and demands nothing.
func setPassword(c *run, id admin365.UserID, password string) error {
	return c.S.Service.Passwords.Set(c.Context(), id, identity.PasswordProfile{Password: admin365.NewSecret(password)})
}

// updatePasswordOf sends the same request by the other method that can. Which of
// the two operations its refusal names is nobody's promise.
func updatePasswordOf(c *run, id admin365.UserID) error {
	return c.S.Service.Users.Update(c.Context(), id, identity.UserPatch{
		PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret(secondPassword)},
	})
}

// later checks that a date has moved with the hour that has passed.
func later(name string, was, is time.Time) error {
	return errIf(is.Before(was.Add(time.Hour-time.Minute)), "an hour has passed, and %s went from %v to %v", name, was, is)
}

func secretsHidden(c *run) {
	u := create(c)
	nobody := admin365.UserID(conform.Unique() + "@" + c.S.Harness.Domain)
	// One that keeps the rules and one that breaks them.
	for _, text := range []string{"yG8^" + conform.Unique(), conform.Unique()} {
		secret := admin365.NewSecret(text)
		hides := func(want conform.Refusal, err error) {
			c.Helper()
			want.Hides = []string{text}
			c.Refused(err, want)
		}
		passwords := c.S.Service.Passwords
		hides(unknown(opSetPassword), passwords.Set(c.Context(), nobody, identity.PasswordProfile{Password: secret}))
		hides(unsent(opSetPassword), passwords.Set(c.Context(), "..", identity.PasswordProfile{Password: secret}))
		_, err := passwords.Reset(c.Context(), "..", secret)
		hides(unsent(opResetPassword), err)
		if text[0] != 'y' {
			hides(invalid(opSetPassword), passwords.Set(c.Context(), u.ID, identity.PasswordProfile{Password: secret}))
			_, err := passwords.Reset(c.Context(), u.ID, secret)
			hides(invalid(opResetPassword), err)
		}
		if c.S.As == nil {
			continue
		}
		me := seenBy(c, admin365.AsUser(u.ID))
		hides(unsent(opChangePassword), me.Passwords.Change(c.Context(), secret, admin365.NewSecret(secondPassword)))
		hides(unsent(opChangePassword), me.Passwords.Change(c.Context(), secret, secret))
	}
}
