package identitytest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func listCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Users.List/everybody-once", Sweep: true, Source: docPaging,
			Why: "an off-by-one between two pages loses one user of each, and nobody notices",
			Run: listEverybody,
		},
		{
			Name: "Users.List/fills-every-field", Needs: write, Sweep: true, Source: docUsers,
			Why: "a report over the list must show what the single user shows",
			Run: func(c *run) {
				u := mustCreate(c, fullUser(c, 0))
				c.Eventually(func() error {
					q := identity.UserQuery{DisplayNamePrefix: u.DisplayName, PageSize: c.PageSize}
					for got, err := range c.S.Service.Users.List(c.Context(), q) {
						if err != nil {
							return err
						}
						if got.ID == u.ID {
							return conform.Differ(got, get(c, u.ID))
						}
					}
					return errors.New("the list lacks the user")
				})
			},
		},
		{
			Name: "Users.List/cut-at-every-point", Sweep: true, Source: docUsers,
			Why: "a loop may be left anywhere, and the next one starts afresh",
			Run: listCut,
		},
		{
			Name: "Users.List/two-at-once", Sweep: true, Source: docUsers,
			Why: "two loops over one list must not share their place in it",
			Run: listTwoAtOnce,
		},
		{
			Name: "Users.List/nothing-before-it-is-ranged", Needs: write, Source: docUsers,
			Why: "a list is a question and costs nothing until somebody wants the answer",
			Run: listLazy,
		},
		{
			Name: "Users.List/page-size-out-of-range", Source: docList,
			Why: "the service refuses it, and a silent correction would hide that",
			Run: func(c *run) {
				// A negative size is no number of items at all, which another part of
				// the service may be the first to say, with another code.
				for size, want := range map[int]conform.Refusal{1000: unsupportedQuery(opList), -1: unsent(opList)} {
					got, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{PageSize: size}))
					c.Refused(err, want)
					if len(got) != 0 {
						c.Errorf("a page size of %d yields %d users before its error", size, len(got))
					}
				}
				if _, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{PageSize: 999})); err != nil {
					c.Errorf("the largest page size is refused: %v", err)
				}
			},
		},
		{
			Name: "Users.List/error-is-the-last-pair", Source: docUsers,
			Why: "a loop that looks at the error of each pair must see it once, with no user beside it",
			Run: func(c *run) {
				q := identity.UserQuery{Filter: "displayName eq", PageSize: c.PageSize}
				seq := c.S.Service.Users.List(c.Context(), q)
				for range 2 {
					got, err := conform.Collect(seq)
					c.Refused(err, badQuery(opList))
					if len(got) != 0 {
						c.Errorf("%d users come before the error", len(got))
					}
				}
			},
		},
		{
			Name: "Users.Count/equals-the-list", Source: docList,
			Why: "a progress bar that ends at 97 % means a bug in one of the two",
			Run: func(c *run) {
				for _, q := range []identity.UserQuery{
					{}, {AccountEnabled: new(true)}, {UserType: identity.Member}, {UserType: identity.Guest},
					{DisplayNamePrefix: "a"}, {Filter: "startsWith(displayName,'b')"}, {OrderBy: identity.ByDisplayName},
					{Advanced: true}, {DisplayNamePrefix: "no such user"}, {PageSize: 1},
				} {
					c.Eventually(func() error { return countIsLength(c, q) })
				}
			},
		},
		{
			Name: "Users.Count/follows-changes", Needs: write, Source: docList,
			Why: "a count that is kept beside the users must not drift away from them",
			Run: func(c *run) {
				u := create(c)
				q := identity.UserQuery{DisplayNamePrefix: u.DisplayName}
				counts(c, q, 1)
				create(c, func(n *identity.NewUser) { n.DisplayName = u.DisplayName + " II" })
				counts(c, q, 2)
				update(c, u.ID, identity.UserPatch{DisplayName: new("Somebody Else")})
				counts(c, q, 1)
			},
		},
	}
}

func listEverybody(c *run) {
	var mine []*identity.User
	if c.S.Harness.MayWrite {
		for range 3 {
			mine = append(mine, create(c))
		}
	}
	c.Eventually(func() error {
		all, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{PageSize: c.PageSize}))
		if err != nil {
			return err
		}
		whole, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{}))
		if err != nil {
			return err
		}
		n, err := c.S.Service.Users.Count(c.Context(), identity.UserQuery{})
		if err != nil {
			return err
		}
		var lost []string
		for _, u := range mine {
			if !slices.Contains(idsOf(all), u.ID) {
				lost = append(lost, u.UserPrincipalName)
			}
		}
		return joined(
			onceEach(all), sameUsers(all, whole),
			errIf(len(all) < 20, "the tenant has %d users; the suite needs at least 20", len(all)),
			errIf(n != len(all), "Count is %d and the list has %d", n, len(all)),
			errIf(len(lost) > 0, "the list lacks %v", lost),
		)
	})
}

func listCut(c *run) {
	seq := c.S.Service.Users.List(c.Context(), identity.UserQuery{PageSize: c.PageSize})
	whole, err := conform.Collect(seq)
	c.Must(err, "listing users")
	for n := 1; n <= min(len(whole), 25); n++ {
		part, err := conform.First(seq, n)
		c.Must(err, "listing some users")
		if err := sameOrder(part, whole[:n]); err != nil {
			c.Fatalf("cut after %d: %v", n, err)
		}
	}
	again, err := conform.Collect(seq)
	c.Must(err, "listing users again")
	if err := sameOrder(again, whole); err != nil {
		c.Errorf("ranged over again: %v", err)
	}
}

func listTwoAtOnce(c *run) {
	seq := c.S.Service.Users.List(c.Context(), identity.UserQuery{PageSize: c.PageSize})
	whole, err := conform.Collect(seq)
	c.Must(err, "listing users")
	nextA, stopA := iter.Pull2(seq)
	defer stopA()
	nextB, stopB := iter.Pull2(seq)
	defer stopB()
	var a, b []*identity.User
	take := func(next func() (*identity.User, error, bool), list *[]*identity.User) bool {
		u, err, ok := next()
		c.Must(err, "listing users")
		if ok {
			*list = append(*list, u)
		}
		return ok
	}
	for take(nextA, &a) {
		take(nextB, &b)
	}
	if err := joined(sameOrder(a, whole), sameOrder(b, whole)); err != nil {
		c.Errorf("two loops side by side: %v", err)
	}
}

func listLazy(c *run) {
	ctx, cancel := context.WithCancel(c.Context())
	seq := c.S.Service.Users.List(ctx, identity.UserQuery{})
	cancel()
	if _, err := conform.Collect(seq); !errors.Is(err, context.Canceled) {
		c.Errorf("the context ended before the list was ranged over, and the list ended with %v", err)
	}
	name := "Conformance " + conform.Unique()
	seq = c.S.Service.Users.List(c.Context(), identity.UserQuery{DisplayNamePrefix: name})
	u := create(c, func(n *identity.NewUser) { n.DisplayName = name })
	c.Eventually(func() error {
		got, err := conform.Collect(seq)
		return joined(err, sameUsers(got, []*identity.User{u}))
	})
}

// sameOrder compares two lists by ids and order.
func sameOrder(got, want []*identity.User) error {
	if g, w := idsOf(got), idsOf(want); !slices.Equal(g, w) {
		return fmt.Errorf("the list has %v, want %v", g, w)
	}
	return nil
}

func countIsLength(c *run, q identity.UserQuery) error {
	users, err := conform.Collect(c.S.Service.Users.List(c.Context(), q))
	if err != nil {
		return fmt.Errorf("listing %+v: %w", q, err)
	}
	n, err := c.S.Service.Users.Count(c.Context(), q)
	if err != nil {
		return fmt.Errorf("counting %+v: %w", q, err)
	}
	return errIf(n != len(users), "of %+v Count is %d and the list has %d", q, n, len(users))
}

// counts waits until Count is n.
func counts(c *run, q identity.UserQuery, want int) {
	c.Helper()
	c.Eventually(func() error {
		n, err := c.S.Service.Users.Count(c.Context(), q)
		return joined(err, errIf(n != want, "Count is %d, want %d", n, want))
	})
}
