package admintest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func forgottenCases() []kase {
	return []kase{
		{
			Name: "ForgottenPassword/nobody-at-first", Needs: ofReset(), Source: docForgotten,
			Why: "a new tenant has it off, and a test that finds it on tests another tenant",
			Run: func(c *run) {
				resetIsFor(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetNone})
				c.Must(c.S.Backstage.SetPremium(c.Context(), true), "having a license")
				notReset(c, makeUser(c), admin365.ErrForbidden)
			},
		},
		{
			Name: "ForgottenPassword/switch", Needs: ofReset(), Source: docForgotten,
			Why: "what the page was set to is what it shows",
			Run: func(c *run) {
				c.Must(c.S.Backstage.SetPremium(c.Context(), true), "having a license")
				for _, u := range []admin.UserSelfServiceReset{
					{Scope: admin.SelfServiceResetAll}, {Scope: admin.SelfServiceResetSelected, Group: string(makeTeam(c))},
					{Scope: admin.SelfServiceResetNone},
				} {
					letReset(c, u)
					resetIsFor(c, u)
				}
			},
		},
		{
			Name: "ForgottenPassword/switch-needs-a-license", Needs: ofReset(), Source: docResetLicense,
			Why: "who has not paid for it cannot turn it on, and finds that out here",
			Run: func(c *run) {
				g := makeTeam(c)
				c.Must(c.S.Backstage.SetPremium(c.Context(), false), "having no license")
				for _, u := range []admin.UserSelfServiceReset{
					{Scope: admin.SelfServiceResetAll}, {Scope: admin.SelfServiceResetSelected, Group: string(g)},
				} {
					c.Refused(c.S.Backstage.SetUserSelfServiceReset(c.Context(), u), plainly(admin365.ErrPrecondition, ""))
				}
				resetIsFor(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetNone})
				letReset(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetNone})
			},
		},
		{
			Name: "ForgottenPassword/switch-invalid", Needs: ofReset(), Source: docForgotten,
			Why: "a group that is none is nobody, and a scope that is none must not be everybody",
			Run: func(c *run) {
				c.Must(c.S.Backstage.SetPremium(c.Context(), true), "having a license")
				want := admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll}
				letReset(c, want)
				for _, u := range []admin.UserSelfServiceReset{
					{Scope: "Some"}, {Scope: admin.SelfServiceResetSelected, Group: nobody()},
					{Scope: admin.SelfServiceResetSelected, Group: "no id of a group"}, {Scope: admin.SelfServiceResetSelected},
				} {
					if fault := plainly(admin365.ErrInvalid, "").Check(c.S.Backstage.SetUserSelfServiceReset(c.Context(), u)); fault != nil {
						c.Errorf("%+v: %v", u, fault)
					}
				}
				resetIsFor(c, want)
			},
		},
		{
			Name: "ForgottenPassword/for-all", Needs: ofReset(), Source: docResetPolicy,
			Why: "who has forgotten his password gets in again without a call to anybody",
			Run: func(c *run) {
				u := makeUser(c)
				open(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll})
				reset(c, u)
				letReset(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetNone})
				notReset(c, u, admin365.ErrForbidden)
			},
		},
		{
			Name: "ForgottenPassword/for-a-group", Needs: ofReset(), Source: docResetPolicy,
			Why: "it is tried out with one group, and the others still call the help desk",
			Run: func(c *run) {
				member, stranger := makeUser(c), makeUser(c)
				open(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetSelected, Group: string(makeTeam(c, member))})
				reset(c, member)
				notReset(c, stranger, admin365.ErrForbidden)
			},
		},
		{
			Name: "ForgottenPassword/administrators", Needs: ofReset(CanAdvance), Source: docResetPolicy,
			Why: "administrators have a switch of their own, and that of the others says nothing about them",
			Run: func(c *run) {
				boss := makeUser(c)
				c.Must(c.S.Make.Role(c.Context(), boss, globalAdministrator), "giving a role")
				c.Must(c.S.Backstage.SetPremium(c.Context(), true), "having a license")
				setAdministrators(c, true)
				c.S.Advance(2 * time.Hour)
				reset(c, boss)
				setAdministrators(c, false)
				c.S.Advance(2 * time.Hour)
				letReset(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll})
				notReset(c, boss, admin365.ErrForbidden)
				reset(c, makeUser(c))
			},
		},
		{
			Name: "ForgottenPassword/license-gone", Needs: ofReset(), Source: docResetLicense,
			Why: "when the license ends people find the page closed, whatever the switch says",
			Run: func(c *run) {
				u := makeUser(c)
				open(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll})
				c.Must(c.S.Backstage.SetPremium(c.Context(), false), "having no license")
				notReset(c, u, admin365.ErrPrecondition)
				c.Must(c.S.Backstage.SetPremium(c.Context(), true), "having a license")
				reset(c, u)
			},
		},
		{
			Name: "ForgottenPassword/weak", Needs: ofReset(), Source: docForgotten,
			Why: "the rules of passwords hold for who has forgotten his, too, and the refusal does not show it",
			Run: func(c *run) {
				u := makeUser(c)
				open(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll})
				err := c.S.Backstage.ResetForgottenPassword(c.Context(), u, admin365.NewSecret(weakPassword))
				c.Refused(err, conform.Refusal{Kind: admin365.ErrInvalid, Hides: []string{weakPassword}})
				if c.S.Make.SignIn(c.Context(), u, admin365.NewSecret(weakPassword)) == nil {
					c.Errorf("the weak password signs him in")
				}
				reset(c, u)
			},
		},
		{
			Name: "ForgottenPassword/synchronized-or-federated", Needs: ofReset(), Source: docResetPolicy,
			Why: "a password that is kept elsewhere cannot be replaced here",
			Run: func(c *run) {
				synced, err := c.S.Make.SyncedUser(c.Context(), conform.Unique()+"@"+c.S.Harness.Domain)
				c.Must(err, "adding a synchronized user")
				kept(c, synced)
				domain := freshName()
				c.Must(c.S.Backstage.AddDomain(c.Context(), domain, true), "having a federated domain")
				forget(c, domain)
				open(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll})
				notReset(c, synced, admin365.ErrPrecondition)
				notReset(c, makeUserIn(c, domain), admin365.ErrPrecondition)
			},
		},
		{
			Name: "ForgottenPassword/unknown", Needs: ofReset(), Source: docForgotten,
			Why: "somebody who is not there is told apart from somebody who may not",
			Run: func(c *run) {
				open(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll})
				notReset(c, admin365.UserID(nobody()), admin365.ErrNotFound)
				u := makeUser(c)
				c.Must(c.S.Make.DeleteUser(c.Context(), u), "deleting a user")
				notReset(c, u, admin365.ErrNotFound)
			},
		},
	}
}

// resetIsFor waits until self-service reset is on for these.
func resetIsFor(c *run, want admin.UserSelfServiceReset) {
	c.Helper()
	c.Eventually(func() error {
		got, err := c.S.Backstage.UserSelfServiceReset(c.Context())
		if err != nil {
			return err
		}
		return errIf(*got != want, "self-service reset is on for %+v, want %+v", *got, want)
	})
}

// letReset says for whom self-service reset is on, or ends the case.
func letReset(c *run, u admin.UserSelfServiceReset) {
	c.Helper()
	c.Must(c.S.Backstage.SetUserSelfServiceReset(c.Context(), u), "saying for whom self-service reset is on")
}

// open is letReset with a license.
func open(c *run, u admin.UserSelfServiceReset) {
	c.Helper()
	c.Must(c.S.Backstage.SetPremium(c.Context(), true), "having a license")
	letReset(c, u)
}

// reset checks that somebody can choose another password, and signs in with it.
func reset(c *run, u admin365.UserID) {
	c.Helper()
	password := admin365.NewSecret(goodPassword + conform.Unique())
	c.Must(c.S.Backstage.ResetForgottenPassword(c.Context(), u, password), "resetting a forgotten password")
	if err := c.S.Make.SignIn(c.Context(), u, password); err != nil {
		c.Errorf("the new password does not sign him in: %v", err)
	}
}

// notReset checks that somebody cannot.
func notReset(c *run, u admin365.UserID, why error) {
	c.Helper()
	password := goodPassword + conform.Unique()
	err := c.S.Backstage.ResetForgottenPassword(c.Context(), u, admin365.NewSecret(password))
	c.Refused(err, conform.Refusal{Kind: why, Hides: []string{password}})
	if c.S.Make.SignIn(c.Context(), u, admin365.NewSecret(password)) == nil {
		c.Errorf("the refused password signs him in")
	}
}
