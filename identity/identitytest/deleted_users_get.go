package identitytest

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// binGetCases are about one who is deleted.
func binGetCases() []kase {
	needs := []string{CanWrite, HasDeletedUsers}
	return []kase{
		{
			Name: "DeletedUsers.Get/keeps-every-property", Needs: needs, Source: docBinOfUsers,
			Why: "before he is restored one wants to see whether he is the right one",
			Run: func(c *run) {
				for n := range 2 {
					was := get(c, mustCreate(c, fullUser(c, n)).ID)
					gone := discard(c, was.ID)
					// The name has another form, also where it is an identity, and the
					// sessions have ended.
					err := conform.Differ(gone, was, "UserPrincipalName", "DeletedDateTime", "Identities", "SignInSessionsValidFromDateTime")
					if err := joined(err, conform.NotUTC(*gone)); err != nil {
						c.Errorf("among the deleted he %v", err)
					}
				}
			},
		},
		{
			Name: "DeletedUsers.Get/mangled-name", Needs: needs, Source: docBinOfUsers,
			Why: "the name that he had is free for somebody else, and still has to be read from the one he has",
			Run: mangledName,
		},
		{
			Name: "DeletedUsers.Get/date-of-deletion", Needs: append([]string{CanAdvance}, needs...), Source: docUser,
			Why: "the 30 days run from this date",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.S.Advance(48 * time.Hour)
				gone := discard(c, was.ID)
				if d := gone.DeletedDateTime.Sub(was.CreatedDateTime); d < 47*time.Hour || d > 49*time.Hour {
					c.Errorf("he was created at %v, deleted two days later, and DeletedDateTime is %v", was.CreatedDateTime, gone.DeletedDateTime)
				}
				c.S.Advance(24 * time.Hour)
				again, err := c.S.Service.DeletedUsers.Get(c.Context(), was.ID)
				c.Must(err, "getting the deleted user")
				if err := conform.Differ(again, gone); err != nil {
					c.Errorf("a day later he %v", err)
				}
			},
		},
		{
			Name: "DeletedUsers/not-who-is-not-there", Needs: needs, Source: docDeletedUsers,
			Why: "a live user is not in the bin, whatever method is asked, and nothing happens to him",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				if !was.DeletedDateTime.IsZero() {
					c.Errorf("DeletedDateTime of a live user is %v", was.DeletedDateTime)
				}
				outOfBin(c, was.ID)
				unchanged(c, was)
			},
		},
		{
			Name: "DeletedUsers/named-by-object-id-alone", Needs: needs, Source: docDeletedUsers,
			Why: "the name may be somebody else's by now, who must not be met in the place of the deleted",
			Run: func(c *run) {
				u := create(c)
				gone := discard(c, u.ID)
				for _, m := range c.S.methods() {
					if !m.ofBin() {
						continue
					}
					for _, name := range []admin365.UserID{upn(u), upn(gone)} {
						if fault := noObject(m.op, m.call(c.Context(), c.S.Service, name, u.ID)); fault != nil {
							c.Errorf("%s of %q: %v", m.op, name, fault)
						}
					}
				}
				again, err := c.S.Service.DeletedUsers.Get(c.Context(), u.ID)
				c.Must(err, "getting the deleted user")
				if err := conform.Differ(again, gone); err != nil {
					c.Errorf("afterwards he %v", err)
				}
			},
		},
		{
			Name: "DeletedUsers/cannot-be-managed", Needs: needs, Source: docBinOfUsers,
			Why: "whoever is in the bin is nobody's report and nobody's manager, and no change reaches him",
			Run: func(c *run) {
				u, boss, report := create(c), create(c), create(c)
				setManager(c, u.ID, boss.ID)
				setManager(c, report.ID, u.ID)
				gone := discard(c, u.ID)
				for _, m := range c.S.methods() {
					if m.takesID {
						for _, id := range []admin365.UserID{u.ID, upn(u), upn(gone)} {
							absent(c, unknown(m.op), func() error { return m.call(c.Context(), c.S.Service, id, boss.ID) })
						}
					}
				}
				absent(c, unknown(opSetManager), func() error { return c.S.Service.Managers.Set(c.Context(), boss.ID, u.ID) })
				reportsAre(c, boss.ID)
				again, err := c.S.Service.DeletedUsers.Get(c.Context(), u.ID)
				c.Must(err, "getting the deleted user")
				if err := conform.Differ(again, gone); err != nil {
					c.Errorf("a refused change has changed him: he %v", err)
				}
			},
		},
	}
}

func mangledName(c *run) {
	u := create(c)
	if got := identity.OriginalName(get(c, u.ID)); got != u.UserPrincipalName {
		c.Errorf("OriginalName of a live user is %q, want %q", got, u.UserPrincipalName)
	}
	gone := discard(c, u.ID)
	digits := strings.ReplaceAll(string(u.ID), "-", "")
	if want := digits + u.UserPrincipalName; !strings.EqualFold(gone.UserPrincipalName, want) {
		c.Errorf("among the deleted UserPrincipalName is %q, want %q", gone.UserPrincipalName, want)
	}
	if got := identity.OriginalName(gone); got != u.UserPrincipalName {
		c.Errorf("OriginalName is %q, want %q", got, u.UserPrincipalName)
	}
	// The successor has the name, and is another one.
	heir := create(c, func(n *identity.NewUser) { n.UserPrincipalName = u.UserPrincipalName })
	again, err := c.S.Service.DeletedUsers.Get(c.Context(), u.ID)
	c.Must(err, "getting the deleted user")
	if err := conform.Differ(again, gone); err != nil {
		c.Errorf("after another one took the name he %v", err)
	}
	shows(c, upn(u), func(u *identity.User) error {
		return errIf(u.ID != heir.ID, "the name finds %s, want the successor %s", u.ID, heir.ID)
	})
}
