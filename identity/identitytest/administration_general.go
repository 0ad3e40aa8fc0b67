package identitytest

import (
	"context"
	"errors"
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// generalCases look at the bin, changes and pages for what holds everywhere: who
// owns an answer, and what an ended context does.
func generalCases() []kase {
	bin := []string{CanWrite, HasDeletedUsers}
	const passed = "design rule: errors of the context pass through"
	return []kase{
		{
			Name: "Aliasing/answers-of-the-bin", Needs: bin, Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: aliasBin,
		},
		{
			Name: "Aliasing/answers-of-changes", Needs: []string{CanWrite}, Source: docOwnership,
			Why: "who keeps a copy of the directory edits what he was told",
			Run: func(c *run) {
				u := mustCreate(c, fullUser(c, 0))
				was := conform.Clone(get(c, u.ID))
				for range 2 {
					page, err := c.S.Service.Users.Changes(c.Context(), "")
					c.Must(err, "asking for changes")
					for i := range page.Changes {
						conform.Scribble(&page.Changes[i])
					}
				}
				unchanged(c, was)
				changed(c, "", func(last map[admin365.UserID]identity.UserChange) error { return isThere(last, was) })
			},
		},
		{
			Name: "Aliasing/answers-of-pages", Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				q := identity.UserQuery{PageSize: 5}
				first, err := identity.Page(c.Context(), c.S.Service.Users, q, "")
				c.Must(err, "getting a page")
				was := conform.Clone(first)
				for _, u := range first.Users {
					conform.Scribble(u)
				}
				again, err := identity.Page(c.Context(), c.S.Service.Users, q, "")
				c.Must(err, "getting the page again")
				if err := conform.Differ(again.Users, was.Users); err != nil {
					c.Errorf("after a page was overwritten the next one %v", err)
				}
			},
		},
		{
			Name: "Aliasing/include", Needs: []string{CanInclude}, Source: docUsers,
			Why: "a list is ranged over later than it is asked for, and means what it meant then",
			Run: aliasInclude,
		},
		{
			Name: "Context/cancelled-between-pages-of-the-bin", Needs: bin, Source: passed,
			Why: "a list of a million users must stop when its reader has gone",
			Run: func(c *run) {
				mark := "Conformance " + conform.Unique()
				for range 3 {
					discard(c, create(c, func(n *identity.NewUser) { n.DisplayName = mark }).ID)
				}
				ctx, cancel := context.WithCancel(c.Context())
				defer cancel()
				var failed error
				for _, err := range c.S.Service.DeletedUsers.List(ctx, identity.DeletedUserQuery{DisplayNamePrefix: mark, PageSize: 1}) {
					if err != nil {
						failed = err
						continue
					}
					cancel()
				}
				if !errors.Is(failed, context.Canceled) {
					c.Errorf("the list of one a page ended with %v, want context.Canceled", failed)
				}
			},
		},
		{
			Name: "Context/cancelled-functions", Needs: []string{CanWrite}, Source: passed,
			Why: "what is built from the methods ends as they do",
			Run: func(c *run) {
				u := create(c)
				was := get(c, u.ID)
				ctx, cancel := context.WithCancel(c.Context())
				cancel()
				users := c.S.Service.Users
				for what, call := range map[string]func() error{
					"Page": func() error {
						page, err := identity.Page(ctx, users, identity.UserQuery{}, "")
						if page != nil {
							c.Errorf("there is a page beside the error")
						}
						return err
					},
					"Page without a pager": func() error {
						_, err := identity.Page(ctx, struct{ identity.Users }{users}, identity.UserQuery{}, "")
						return err
					},
					"Sync": func() error {
						token, err := identity.Sync(ctx, users, identity.FromNow, func(identity.UserChange) error { return nil })
						if token != identity.FromNow {
							c.Errorf("nothing was dealt with, and the token is %q", token)
						}
						return err
					},
					"SetPasswordNeverExpires": func() error { return identity.SetPasswordNeverExpires(ctx, users, u.ID, true) },
				} {
					if err := call(); !errors.Is(err, context.Canceled) {
						c.Errorf("%s: errors.Is does not find context.Canceled in: %v", what, err)
					}
				}
				unchanged(c, was)
			},
		},
	}
}

func aliasBin(c *run) {
	n := fullUser(c, 0)
	u := mustCreate(c, n)
	was := conform.Clone(get(c, u.ID))
	gone := discard(c, u.ID)
	wasGone := conform.Clone(gone)
	q := identity.DeletedUserQuery{DisplayNamePrefix: n.DisplayName}
	for range 2 {
		conform.Scribble(gone)
		for _, other := range binned(c, q) {
			conform.Scribble(other)
		}
		again, err := c.S.Service.DeletedUsers.Get(c.Context(), u.ID)
		c.Must(err, "getting the deleted user")
		if err := conform.Differ(again, wasGone); err != nil {
			c.Errorf("after an answer was overwritten the deleted user %v", err)
		}
		gone = again
	}
	conform.Scribble(gone)
	conform.Scribble(restore(c, u.ID, identity.UserRestore{}))
	shows(c, u.ID, func(u *identity.User) error {
		if err := conform.Differ(u, was, "SignInSessionsValidFromDateTime"); err != nil {
			return fmt.Errorf("after the answers were overwritten the restored user %w", err)
		}
		return nil
	})
}

func aliasInclude(c *run) {
	include := []identity.UserProperty{identity.IncludeEmployeeLeaveDateTime}
	seq := c.S.Service.Users.List(c.Context(), identity.UserQuery{Include: include})
	include[0] = "noSuchProperty"
	first, err := conform.Collect(seq)
	if err != nil {
		c.Errorf("after what was included was overwritten: %v", err)
	}
	was := conform.Clone(first)
	for _, u := range first {
		conform.Scribble(u)
	}
	again, err := conform.Collect(seq)
	c.Must(err, "ranging again")
	if err := conform.Differ(again, was); err != nil {
		c.Errorf("after an answer was overwritten the list %v", err)
	}
}
