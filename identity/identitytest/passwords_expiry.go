package identitytest

import (
	"fmt"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// expiryCases are about the policy that a password never expires.
func expiryCases() []kase {
	const source = "the comment of identity.SetPasswordNeverExpires"
	write := []string{CanWrite}
	return []kase{
		{
			Name: "SetPasswordNeverExpires/keeps-other-policies", Needs: write, Source: source,
			Why: "the two policies share one property, and a machine that cannot do strong passwords still cannot",
			Run: func(c *run) {
				for _, is := range []struct {
					was   string
					never bool
					want  string
				}{
					{"", true, "DisablePasswordExpiration"},
					{"", false, ""},
					{"None", true, "DisablePasswordExpiration"},
					{"DisableStrongPassword", true, "DisablePasswordExpiration, DisableStrongPassword"},
					{"DisableStrongPassword", false, "DisableStrongPassword"},
					{"DisablePasswordExpiration", true, "DisablePasswordExpiration"},
					{"DisablePasswordExpiration", false, ""},
					{"DisablePasswordExpiration, DisableStrongPassword", true, "DisablePasswordExpiration, DisableStrongPassword"},
					{"DisablePasswordExpiration, DisableStrongPassword", false, "DisableStrongPassword"},
				} {
					u := create(c, func(n *identity.NewUser) { n.PasswordPolicies = is.was })
					for range 2 {
						c.Must(neverExpires(c, u.ID, is.never), fmt.Sprintf("setting %t on %q", is.never, is.was))
						policiesAre(c, u.ID, is.want)
					}
				}
			},
		},
		{
			Name: "SetPasswordNeverExpires/there-and-back", Needs: write, Source: source,
			Why: "what is switched on can be switched off, by the sign-in name, too, and nothing else moves",
			Run: func(c *run) {
				was := get(c, mustCreate(c, fullUser(c, 1)).ID)
				c.Must(neverExpires(c, upn(was), false), "switching it off")
				policiesAre(c, was.ID, "DisableStrongPassword")
				c.Must(neverExpires(c, upn(was), true), "switching it on")
				policiesAre(c, was.ID, "DisablePasswordExpiration, DisableStrongPassword")
				if err := conform.Differ(get(c, was.ID), was, "PasswordPolicies"); err != nil {
					c.Errorf("afterwards he %v", err)
				}
			},
		},
		{
			Name: "SetPasswordNeverExpires/unknown-user", Source: source,
			Why: "somebody who is not there is told apart from every other failure",
			Run: func(c *run) {
				nobody := admin365.UserID(conform.Unique() + "@" + c.S.Harness.Domain)
				for _, never := range []bool{true, false} {
					c.Refused(neverExpires(c, nobody, never), unknown("").Of(string(nobody)))
				}
			},
		},
		{
			Name: "SetPasswordNeverExpires/synchronized", Needs: []string{CanWrite, CanSync}, Source: docSync,
			Why: "the policy is mastered on-premises with the password",
			Run: func(c *run) {
				was := get(c, syncUser(c).ID)
				c.Refused(neverExpires(c, was.ID, true), mastered(""))
				unchanged(c, was)
			},
		},
	}
}

func neverExpires(c *run, id admin365.UserID, never bool) error {
	return identity.SetPasswordNeverExpires(c.Context(), c.S.Service.Users, id, never)
}

// policiesAre waits until the user has the policies; none may be written as
// "None".
func policiesAre(c *run, id admin365.UserID, want string) {
	c.Helper()
	shows(c, id, func(u *identity.User) error {
		got := u.PasswordPolicies
		if strings.EqualFold(got, "None") {
			got = ""
		}
		return errIf(!samePolicies(got, want), "PasswordPolicies are %q, want %q", u.PasswordPolicies, want)
	})
}
