package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func deleteCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Users.Delete/gone-everywhere", Needs: write, Source: docDelete,
			Why: "who was deleted is not found any more, by any method",
			Run: deleteGone,
		},
		{
			Name: "Users.Delete/by-name", Needs: write, Source: docUserIDs,
			Why: "every method takes either kind of id, in any letter case",
			Run: func(c *run) {
				u := create(c)
				c.Must(c.S.Service.Users.Delete(c.Context(), admin365.UserID(swapCase(u.UserPrincipalName))), "deleting by name")
				isGone(c, u)
			},
		},
		{
			Name: "Users.Delete/twice", Needs: write, Source: docUsers,
			Why: "the second of two administrators learns that the user was gone already",
			Run: func(c *run) {
				u := create(c)
				c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting")
				absent(c, unknown(opDelete).Of(string(u.ID)), func() error {
					return c.S.Service.Users.Delete(c.Context(), u.ID)
				})
			},
		},
		{
			Name: "Users.Delete/frees-the-name", Needs: write, Source: docUsers,
			Why: "the successor often gets the predecessor's name, the same day",
			Run: deleteFreesName,
		},
		{
			Name: "Users.Delete/id-is-never-reused", Needs: write, Source: "the comment of package identity",
			Why: "an audit log names people by id for years",
			Run: func(c *run) {
				seen := map[admin365.UserID]bool{}
				n := person(c)
				for range 5 {
					u := mustCreate(c, n)
					if seen[u.ID] {
						c.Errorf("the id %s was given again", u.ID)
					}
					seen[u.ID] = true
					c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting")
				}
			},
		},
		{
			Name: "Users.Delete/reports-lose-their-manager", Needs: write, Source: docDelete,
			Why: "an organization chart must not end in somebody who is not there",
			Run: func(c *run) {
				boss, report := create(c), create(c)
				c.Must(c.S.Service.Managers.Set(c.Context(), report.ID, boss.ID), "setting the manager")
				c.Must(c.S.Service.Users.Delete(c.Context(), boss.ID), "deleting the manager")
				absent(c, unknown(opManager).Of("manager"), func() error {
					_, err := c.S.Service.Managers.Get(c.Context(), report.ID)
					return err
				})
			},
		},
		{
			Name: "Users.Delete/managers-lose-the-report", Needs: write, Source: docDelete,
			Why: "a list of reports names people who are there",
			Run: func(c *run) {
				boss, gone, stays := create(c), create(c), create(c)
				for _, u := range []*identity.User{gone, stays} {
					c.Must(c.S.Service.Managers.Set(c.Context(), u.ID, boss.ID), "setting the manager")
				}
				c.Must(c.S.Service.Users.Delete(c.Context(), gone.ID), "deleting a report")
				reportsAre(c, boss.ID, stays)
			},
		},
	}
}

// isGone checks that no reading method finds the user.
func isGone(c *run, u *identity.User) {
	c.Helper()
	for _, id := range []admin365.UserID{u.ID, upn(u)} {
		absent(c, unknown(opGet).Of(string(id)), func() error {
			_, err := c.S.Service.Users.Get(c.Context(), id)
			return err
		})
	}
}

func deleteGone(c *run) {
	u, other := create(c), create(c)
	q := identity.UserQuery{DisplayNamePrefix: u.DisplayName}
	lists(c, q, u)
	c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting")
	isGone(c, u)
	lists(c, q)
	c.Eventually(func() error {
		n, err := c.S.Service.Users.Count(c.Context(), q)
		return joined(err, errIf(n != 0, "Count is %d, want 0", n))
	})
	for _, m := range c.S.methods() {
		if !m.takesID {
			continue
		}
		want := unknown(m.op)
		absent(c, want, func() error { return m.call(c.Context(), c.S.Service, u.ID, other.ID) })
	}
	c.Refused(c.S.Service.Managers.Set(c.Context(), other.ID, u.ID), unknown(opSetManager))
}

func deleteFreesName(c *run) {
	n := person(c)
	n.Mail = conform.Unique() + "@" + c.S.Harness.Domain
	first := mustCreate(c, n)
	c.Must(c.S.Service.Users.Delete(c.Context(), first.ID), "deleting")
	isGone(c, first)
	n.Mail, n.JobTitle = "", "Successor"
	second := mustCreate(c, n)
	if second.ID == first.ID {
		c.Errorf("the successor has the predecessor's id %s", first.ID)
	}
	shows(c, upn(second), func(u *identity.User) error {
		return errIf(u.ID != second.ID || u.JobTitle != "Successor", "the name finds %s %q", u.ID, u.JobTitle)
	})
	absent(c, unknown(opGet), func() error {
		_, err := c.S.Service.Users.Get(c.Context(), first.ID)
		return err
	})
}
