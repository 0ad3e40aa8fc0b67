package identitytest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// purgeCases are about the end: by an administrator's hand, and by time.
func purgeCases() []kase {
	needs := []string{CanWrite, HasDeletedUsers}
	timed := append([]string{CanAdvance}, needs...)
	return []kase{
		{
			Name: "DeletedUsers.Purge/irrevocable", Needs: needs, Source: docPurgeUser,
			Why: "nobody can bring him back, and nothing finds him any more",
			Run: func(c *run) {
				u := create(c)
				discard(c, u.ID)
				c.Must(c.S.Service.DeletedUsers.Purge(c.Context(), u.ID), "purging")
				outOfBin(c, u.ID)
				binLists(c, identity.DeletedUserQuery{DisplayNamePrefix: u.DisplayName})
				isGone(c, u)
			},
		},
		{
			Name: "DeletedUsers.Purge/live-user", Needs: needs, Source: docDeletedUsers,
			Why: "the first of the two steps is there so that the second cannot be taken by mistake",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.Refused(c.S.Service.DeletedUsers.Purge(c.Context(), was.ID), unknown(opPurge).Of(string(was.ID)))
				unchanged(c, was)
			},
		},
		{
			Name: "DeletedUsers.Purge/restored-user", Needs: needs, Source: docDeletedUsers,
			Why: "who was restored in the meantime must survive the one who empties the bin",
			Run: func(c *run) {
				u := create(c)
				discard(c, u.ID)
				restore(c, u.ID, identity.UserRestore{})
				was := get(c, u.ID)
				c.Refused(c.S.Service.DeletedUsers.Purge(c.Context(), u.ID), unknown(opPurge).Of(string(u.ID)))
				unchanged(c, was)
			},
		},
		{
			Name: "DeletedUsers.Purge/is-nobody-else", Needs: needs, Source: docPurgeUser,
			Why: "one goes, and the others stay where they are",
			Run: func(c *run) {
				first, second := discard(c, create(c).ID), discard(c, create(c).ID)
				live := get(c, create(c).ID)
				c.Must(c.S.Service.DeletedUsers.Purge(c.Context(), first.ID), "purging")
				again, err := c.S.Service.DeletedUsers.Get(c.Context(), second.ID)
				c.Must(err, "getting the other deleted user")
				if err := conform.Differ(again, second); err != nil {
					c.Errorf("the other deleted user %v", err)
				}
				unchanged(c, live)
				restore(c, second.ID, identity.UserRestore{})
			},
		},
		{
			Name: "DeletedUsers.Purge/frees-everything", Needs: needs, Source: docPurgeUser,
			Why: "name and address begin a new life, with another id",
			Run: func(c *run) {
				n := fullUser(c, 0)
				first := mustCreate(c, n)
				discard(c, first.ID)
				c.Must(c.S.Service.DeletedUsers.Purge(c.Context(), first.ID), "purging")
				second := mustCreate(c, n)
				if second.ID == first.ID {
					c.Errorf("the id %s was given again", first.ID)
				}
				outOfBin(c, first.ID)
			},
		},
		{
			Name: "DeletedUsers/gone-after-30-days", Needs: timed, Source: docBinOfUsers,
			Why: "what a data protection officer promised has to happen by itself",
			Run: func(c *run) {
				u := create(c)
				discard(c, u.ID)
				c.S.Advance(30*24*time.Hour + time.Hour)
				outOfBin(c, u.ID)
				binLists(c, identity.DeletedUserQuery{DisplayNamePrefix: u.DisplayName})
				isGone(c, u)
			},
		},
		{
			Name: "DeletedUsers/there-for-30-days", Needs: timed, Source: docBinOfUsers,
			Why: "somebody comes back from a month's leave on the last day",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				discard(c, was.ID)
				c.S.Advance(30*24*time.Hour - time.Hour)
				restore(c, was.ID, identity.UserRestore{})
				shows(c, was.ID, func(u *identity.User) error { return conform.Differ(u, was, "SignInSessionsValidFromDateTime") })
				c.S.Advance(48 * time.Hour)
				shows(c, was.ID, func(u *identity.User) error { return conform.Differ(u, was, "SignInSessionsValidFromDateTime") })
			},
		},
		{
			Name: "DeletedUsers/30-days-of-his-own", Needs: timed, Source: docBinOfUsers,
			Why: "the days are counted for each user, and from his last deletion",
			Run: func(c *run) {
				const day = 24 * time.Hour
				first, again, second := create(c), create(c), create(c)
				discard(c, first.ID)
				discard(c, again.ID)
				c.S.Advance(20 * day)
				discard(c, second.ID)
				restore(c, again.ID, identity.UserRestore{})
				discard(c, again.ID)
				c.S.Advance(11 * day)
				outOfBin(c, first.ID)
				for _, id := range []admin365.UserID{second.ID, again.ID} {
					if _, err := c.S.Service.DeletedUsers.Get(c.Context(), id); err != nil {
						c.Errorf("deleted 11 days ago he is gone: %v", err)
					}
				}
				c.S.Advance(20 * day)
				outOfBin(c, second.ID)
				outOfBin(c, again.ID)
			},
		},
		{
			Name: "Concurrency/purge-or-restore", Needs: needs, Source: docDeletedUsers,
			Why: "of two who decide at once one wins, and the user is either there or gone for good",
			Run: func(c *run) {
				u := create(c)
				discard(c, u.ID)
				wins, errs := together(8, func(i int) error {
					if i%2 == 0 {
						return c.S.Service.DeletedUsers.Purge(c.Context(), u.ID)
					}
					_, err := c.S.Service.DeletedUsers.Restore(c.Context(), u.ID, identity.UserRestore{})
					return err
				})
				for _, err := range errs {
					c.Refused(err, unknown(""))
				}
				if wins != 1 {
					c.Errorf("%d of the purges and restores succeeded, want 1", wins)
				}
				outOfBin(c, u.ID)
			},
		},
	}
}
