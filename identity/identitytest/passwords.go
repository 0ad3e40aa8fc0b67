package identitytest

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// passwordCases are the rules of passwords that an administrator sets.
func passwordCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Password/rules-on-create", Needs: write, Source: docPassword,
			Why: "a generator that is tried against a laxer rule makes passwords that the service refuses",
			Run: func(c *run) { passwordRules(c, opCreate, createWithPassword) },
		},
		{
			Name: "Password/rules-on-update", Needs: write, Source: docPassword,
			Why: "a reset keeps the same rules as a create",
			Run: func(c *run) { passwordRules(c, opSetPassword, updatePassword) },
		},
		{
			Name: "Password/weak-where-the-policy-allows", Needs: write, Source: docUser,
			Why: "DisableStrongPassword is there for machines that cannot do better",
			Run: func(c *run) {
				weak := identity.PasswordProfile{Password: admin365.NewSecret("kvmwqzptxy")}
				u := create(c, func(n *identity.NewUser) {
					n.PasswordPolicies, n.PasswordProfile = "DisableStrongPassword", weak
				})
				c.Must(c.S.Service.Users.Update(c.Context(), u.ID, identity.UserPatch{PasswordProfile: &weak}),
					"setting a weak password under DisableStrongPassword")
			},
		},
		{
			Name: "Password/redaction-marker-is-refused", Needs: write, Source: "the comment of admin365.RedactedSecret",
			Why: "whoever formats a Secret and sends the result would give everybody the same password",
			Run: func(c *run) {
				if err := createWithPassword(c, admin365.RedactedSecret); err == nil {
					c.Errorf("the marker of a redacted secret was accepted as a password")
				}
			},
		},
		{
			Name: "Password/change-is-dated", Needs: []string{CanWrite, CanAdvance}, Source: docUser,
			Why: "reports on stale passwords read this date",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.S.Advance(time.Hour)
				update(c, was.ID, identity.UserPatch{PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret("wR8$nqLs3?uV")}})
				shows(c, was.ID, func(u *identity.User) error {
					return errIf(!u.LastPasswordChangeDateTime.After(was.LastPasswordChangeDateTime),
						"LastPasswordChangeDateTime went from %v to %v", was.LastPasswordChangeDateTime, u.LastPasswordChangeDateTime)
				})
			},
		},
	}
}

func createWithPassword(c *run, password string) error {
	n := person(c)
	n.PasswordProfile.Password = admin365.NewSecret(password)
	u, err := c.S.Service.Users.Create(c.Context(), n)
	if err == nil {
		forget(c, u.ID)
	}
	return err
}

func updatePassword(c *run, password string) error {
	u := create(c)
	return c.S.Service.Users.Update(c.Context(), u.ID, identity.UserPatch{
		PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret(password)},
	})
}

func passwordRules(c *run, op string, set func(*run, string) error) {
	c.Helper()
	rulesOfPasswords(c, invalid(op, passwordProperty()...), set)
}

// rulesOfPasswords checks which passwords a way of setting one takes, and that it
// refuses the others as it should.
func rulesOfPasswords(c *run, want conform.Refusal, set func(*run, string) error) {
	c.Helper()
	// Repeated so that only the length decides; no word of any list is in it.
	long := strings.Repeat("xK4-vq7Z", 32)
	for _, good := range []struct{ what, password string }{
		{"8 characters", "qX7!vk2Z"},
		{"256 characters", long},
		{"lower, upper, digit", "kvmQZT4719"},
		{"lower, upper, symbol", "kvmQZT#-_!"},
		{"lower, digit, symbol", "kvmwqz47#-"},
		{"upper, digit, symbol", "KVMWQZ47#-"},
		{"lower, digit, blank", "kvmwqz 4719"},
	} {
		if err := set(c, good.password); err != nil {
			c.Errorf("a password of %s is refused: %v", good.what, err)
		}
	}
	for _, bad := range []struct{ what, password string }{
		{"7 characters", "qX7!vk2"},
		{"257 characters", long + "x"},
		{"lower", "kvmwqzptxy"},
		{"lower and upper", "kvmwqzPTXY"},
		{"lower and digit", "kvmwqz4719"},
		{"digit and symbol", "4719#-_!38"},
		{"letters beyond ASCII", "qX7!vk2Z\u00e4\u00f6"},
		{"letters of another script", "qX7!vk2Z\u0436"},
	} {
		err := set(c, bad.password)
		want.Hides = []string{bad.password}
		if fault := want.Check(err); fault != nil {
			c.Errorf("a password of %s: %v", bad.what, fault)
		}
	}
}
