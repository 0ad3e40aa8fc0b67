package identitytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// binListCases are about the list of the deleted.
func binListCases() []kase {
	needs := []string{CanWrite, HasDeletedUsers}
	return []kase{
		{
			Name: "DeletedUsers.List/holds-the-deleted", Needs: needs, Sweep: true, Source: docDeletedList,
			Why: "who looks for a user who was deleted by mistake looks here",
			Run: func(c *run) {
				mark := "Conformance " + conform.Unique()
				named := func(n *identity.NewUser) { n.DisplayName = mark }
				stays := create(c, named)
				var gone []*identity.User
				for range 5 {
					gone = append(gone, discard(c, create(c, named).ID))
				}
				binLists(c, identity.DeletedUserQuery{DisplayNamePrefix: mark}, gone...)
				lists(c, identity.UserQuery{DisplayNamePrefix: mark}, stays)
				counts(c, identity.UserQuery{DisplayNamePrefix: mark}, 1)
			},
		},
		{
			Name: "DeletedUsers.List/fills-every-field", Needs: needs, Sweep: true, Source: docDeletedUsers,
			Why: "a report over the bin must show what the single user shows",
			Run: func(c *run) {
				gone := discard(c, mustCreate(c, fullUser(c, 0)).ID)
				c.Eventually(func() error {
					for _, u := range binned(c, identity.DeletedUserQuery{DisplayNamePrefix: gone.DisplayName}) {
						if u.ID == gone.ID {
							return joined(conform.Differ(u, gone), conform.NotUTC(*u))
						}
					}
					return errors.New("the list lacks the user")
				})
			},
		},
		{
			Name: "DeletedUsers.List/conditions", Needs: needs, Source: docDeletedList,
			Why: "a condition that is ignored lists everybody, and the next step purges them",
			Run: binConditions,
		},
		{
			Name: "DeletedUsers.List/order", Needs: needs, Sweep: true, Source: docDeletedList,
			Why: "names sort without regard to letter case, across all pages, and nobody is lost between two",
			Run: binOrder,
		},
		{
			Name: "DeletedUsers.List/order-by-deletion", Needs: append([]string{CanAdvance}, needs...), Sweep: true, Source: docDeletedList,
			Why: "who is purged by the bin itself next is who was deleted first",
			Run: binOrderByTime,
		},
		{
			Name: "DeletedUsers.List/bad-queries", Needs: []string{HasDeletedUsers}, Source: docDeletedList,
			Why: "what the service refuses is refused, once, and with nobody beside it",
			Run: func(c *run) {
				for _, bad := range []struct {
					q    identity.DeletedUserQuery
					want conform.Refusal
				}{
					{identity.DeletedUserQuery{Filter: "displayName eq"}, badQuery(opBinList)},
					{identity.DeletedUserQuery{PageSize: 1000}, unsupportedQuery(opBinList)},
					{identity.DeletedUserQuery{PageSize: -1}, unsent(opBinList)},
					{identity.DeletedUserQuery{Filter: "noSuchProperty eq 'x'"}, unsent(opBinList)},
					{identity.DeletedUserQuery{OrderBy: "noSuchProperty"}, unsent(opBinList)},
				} {
					got, err := conform.Collect(c.S.Service.DeletedUsers.List(c.Context(), bad.q))
					if fault := bad.want.Check(err); fault != nil || len(got) != 0 {
						c.Errorf("%+v: %d users, and %v", bad.q, len(got), fault)
					}
				}
			},
		},
		{
			Name: "DeletedUsers.List/lazy-and-repeatable", Needs: needs, Sweep: true, Source: docDeletedUsers,
			Why: "the bin is listed as users are: nothing before one ranges, from the start each time, and cut anywhere",
			Run: binLazy,
		},
		{
			Name: "DeletedUsers.List/purged-while-paging", Needs: needs, Sweep: true, Source: docDeletedUsers,
			Why: "who empties the bin as he lists it must reach everybody: pages that are counted off skip people",
			Run: func(c *run) {
				mark := "Conformance " + conform.Unique()
				want := map[admin365.UserID]bool{}
				var gone []*identity.User
				for range 7 {
					u := discard(c, create(c, func(n *identity.NewUser) { n.DisplayName = mark }).ID)
					want[u.ID], gone = true, append(gone, u)
				}
				q := identity.DeletedUserQuery{DisplayNamePrefix: mark, PageSize: c.PageSize}
				binLists(c, q, gone...)
				for u, err := range c.S.Service.DeletedUsers.List(c.Context(), q) {
					c.Must(err, "listing the deleted")
					if !want[u.ID] {
						c.Errorf("%s comes twice", u.UserPrincipalName)
					}
					delete(want, u.ID)
					c.Must(c.S.Service.DeletedUsers.Purge(c.Context(), u.ID), "purging on the way")
				}
				if len(want) > 0 {
					c.Errorf("%d users were there throughout, and the list lacks them", len(want))
				}
				binLists(c, q)
			},
		},
	}
}

// discard deletes a user, waits until he is among the deleted, and returns him
// as he is there.
func discard(c *run, id admin365.UserID) *identity.User {
	c.Helper()
	c.Must(c.S.Service.Users.Delete(c.Context(), id), "deleting the user")
	var gone *identity.User
	c.Eventually(func() (err error) {
		gone, err = c.S.Service.DeletedUsers.Get(c.Context(), id)
		return err
	})
	if gone == nil || gone.ID != id {
		c.Fatalf("the deleted user %s is %+v", id, gone)
	}
	return gone
}

// binned returns the deleted that the query yields, or ends the case.
func binned(c *run, q identity.DeletedUserQuery) []*identity.User {
	c.Helper()
	q.PageSize = c.PageSize
	users, err := conform.Collect(c.S.Service.DeletedUsers.List(c.Context(), q))
	c.Must(err, "listing the deleted")
	return users
}

// binLists waits until the query yields exactly the users, in any order.
func binLists(c *run, q identity.DeletedUserQuery, want ...*identity.User) {
	c.Helper()
	c.Eventually(func() error {
		got := binned(c, q)
		return joined(onceEach(got), sameUsers(got, want))
	})
}

// outOfBin waits until no method of the bin finds the id.
func outOfBin(c *run, id admin365.UserID) {
	c.Helper()
	for _, m := range adminMethods() {
		if m.ofBin() {
			absent(c, unknown(m.op).Of(string(id)), func() error { return m.call(c.Context(), c.S.Service, id, id) })
		}
	}
}

func binConditions(c *run) {
	mark := conform.Unique()
	named := func(name string) *identity.User {
		return discard(c, create(c, func(n *identity.NewUser) { n.DisplayName = mark + " " + name }).ID)
	}
	anna, anton, berta := named("Anna"), named("Anton"), named("O'Berta")
	for _, is := range []struct {
		q    identity.DeletedUserQuery
		want []*identity.User
	}{
		{identity.DeletedUserQuery{DisplayNamePrefix: mark}, []*identity.User{anna, anton, berta}},
		{identity.DeletedUserQuery{DisplayNamePrefix: strings.ToUpper(mark) + " AN"}, []*identity.User{anna, anton}},
		{identity.DeletedUserQuery{DisplayNamePrefix: mark + " O'B"}, []*identity.User{berta}},
		{identity.DeletedUserQuery{Filter: "startsWith(displayName,'" + mark + " Ant')"}, []*identity.User{anton}},
		{identity.DeletedUserQuery{Filter: "userPrincipalName eq '" + anna.UserPrincipalName + "'"}, []*identity.User{anna}},
		{identity.DeletedUserQuery{DisplayNamePrefix: mark + " A", Filter: "displayName eq '" + mark + " Anna' or displayName eq 'Nobody'"}, []*identity.User{anna}},
		{identity.DeletedUserQuery{DisplayNamePrefix: mark, Filter: "displayName eq 'Nobody'"}, nil},
	} {
		c.Eventually(func() error {
			if err := sameUsers(binned(c, is.q), is.want); err != nil {
				return fmt.Errorf("%+v: %w", is.q, err)
			}
			return nil
		})
	}
}

// mine returns the users whose display name begins with the mark, in the order
// in which they come.
func mine(users []*identity.User, mark string) []*identity.User {
	return slices.DeleteFunc(slices.Clone(users), func(u *identity.User) bool { return !strings.HasPrefix(u.DisplayName, mark) })
}

func binOrder(c *run) {
	mark := conform.Unique()
	var gone []*identity.User
	for _, u := range shuffled(c, mark) {
		gone = append(gone, discard(c, u.ID))
	}
	for order, key := range orders() {
		for _, q := range []identity.DeletedUserQuery{
			{OrderBy: order},
			// A condition with an order is for the advanced engine.
			{OrderBy: order, DisplayNamePrefix: mark, Advanced: true},
		} {
			c.Eventually(func() error {
				got := mine(binned(c, q), mark)
				return joined(onceEach(got), sameUsers(got, gone), inOrder(got, order, key))
			})
		}
	}
}

func binOrderByTime(c *run) {
	mark := "Conformance " + conform.Unique()
	var users []*identity.User
	for range 6 {
		users = append(users, create(c, func(n *identity.NewUser) { n.DisplayName = mark }))
	}
	var first []admin365.UserID
	for _, at := range []int{3, 0, 5, 1, 4, 2} {
		c.S.Advance(time.Hour)
		first = append(first, discard(c, users[at].ID).ID)
	}
	last := slices.Clone(first)
	slices.Reverse(last)
	for order, want := range map[identity.UserOrder][]admin365.UserID{
		identity.ByDeletedDateTime: first, "-" + identity.ByDeletedDateTime: last,
	} {
		for _, q := range []identity.DeletedUserQuery{{OrderBy: order}, {OrderBy: order, DisplayNamePrefix: mark}} {
			c.Eventually(func() error {
				got := idsOf(mine(binned(c, q), mark))
				return errIf(!slices.Equal(got, want), "%+v: the list is %v, want %v", q, got, want)
			})
		}
	}
}

func binLazy(c *run) {
	mark := "Conformance " + conform.Unique()
	q := identity.DeletedUserQuery{DisplayNamePrefix: mark, PageSize: c.PageSize}
	ctx, cancel := context.WithCancel(c.Context())
	ended := c.S.Service.DeletedUsers.List(ctx, q)
	cancel()
	if _, err := conform.Collect(ended); !errors.Is(err, context.Canceled) {
		c.Errorf("the context ended before the list was ranged over, and the list ended with %v", err)
	}
	seq := c.S.Service.DeletedUsers.List(c.Context(), q)
	var gone []*identity.User
	for range 5 {
		gone = append(gone, discard(c, create(c, func(n *identity.NewUser) { n.DisplayName = mark }).ID))
	}
	binLists(c, q, gone...)
	whole, err := conform.Collect(seq)
	c.Must(err, "listing the deleted")
	for n := 1; n <= len(whole); n++ {
		part, err := conform.First(seq, n)
		c.Must(err, "listing some of the deleted")
		if err := sameOrder(part, whole[:n]); err != nil {
			c.Fatalf("cut after %d: %v", n, err)
		}
	}
	again, err := conform.Collect(seq)
	if err := joined(err, sameUsers(again, gone), sameOrder(again, whole)); err != nil {
		c.Errorf("ranged over again: %v", err)
	}
}
