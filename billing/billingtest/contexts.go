package billingtest

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

func contextCases() []kase {
	return []kase{
		{
			Name: "Context/cancelled", Needs: ofPurchases(CanMakePeople, HasLicenses), Source: docEndedCalls,
			Why: "who gave up must be told that, and nothing may happen any more",
			Run: func(c *run) {
				endedContext(c, context.Canceled, func(parent context.Context) (context.Context, context.CancelFunc) {
					ctx, cancel := context.WithCancel(parent)
					cancel()
					return ctx, cancel
				})
			},
		},
		{
			Name: "Context/deadline-exceeded", Needs: ofPurchases(CanMakePeople, HasLicenses), Source: docEndedCalls,
			Why: "a deadline that has passed is not the same as a cancellation",
			Run: func(c *run) {
				endedContext(c, context.DeadlineExceeded, func(parent context.Context) (context.Context, context.CancelFunc) {
					return context.WithDeadline(parent, time.Unix(0, 0))
				})
			},
		},
		{
			Name: "Context/cancelled-reads", Source: docEndedCalls,
			Why: "a tenant in memory that ignores the context hides that a program forgot to pass it on",
			Run: func(c *run) {
				at := target{}
				for _, kind := range []string{idOfSKU, idOfProduct, idOfUser, idOfGroup, idOfSubscription, idInCommerce} {
					at = at.with(kind, nobody())
				}
				ctx, cancel := context.WithCancel(c.Context())
				cancel()
				for _, m := range c.S.methods() {
					if m.writes {
						continue
					}
					if err := m.call(ctx, c.S.Service, at); !errors.Is(err, context.Canceled) {
						c.Errorf("%s: errors.Is does not find context.Canceled in: %v", m.op, err)
					}
				}
			},
		},
		{
			Name: "Lists/not-fetched-until-ranged", Needs: ofPeople(HasSubscriptions), Source: docListed,
			Why: "a list is passed around and read by somebody else, later and perhaps twice",
			Run: freshLists,
		},
		{
			Name: "Lists/of-groups-not-fetched-until-ranged", Needs: ofGroups(), Source: docListed,
			Why: "a list is passed around and read by somebody else, later and perhaps twice",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 1)
				give(c, makeUser(c), EntraP1)
				u := makeUser(c)
				g := makeGroup(c, u)
				members := c.S.Service.GroupLicenses.MembersWithErrors(c.Context(), g)
				groups := c.S.Service.GroupLicenses.WithErrors(c.Context())
				order(c, g, adding(lic(EntraP1)))
				ranged(c, "MembersWithErrors", members, 1, func(*billing.LicensedUser) bool { return true })
				ours := func(got *billing.LicensedGroup) bool { return got.ID == g }
				ranged(c, "WithErrors", groups, 1, ours)
				order(c, g, swapping(OfficeE3, EntraP1))
				ranged(c, "MembersWithErrors", members, 0, func(*billing.LicensedUser) bool { return true })
				ranged(c, "WithErrors", groups, 0, ours)
			},
		},
		{
			Name: "Lists/left-early", Needs: ofPeople(HasSubscriptions), Source: docListed,
			Why: "who has found what he looked for stops, and the list must take it",
			Run: func(c *run) {
				buy(c, EntraP1, 3)
				buy(c, OfficeE3, 3)
				people := makeUsers(c, 3)
				for _, u := range people {
					give(c, u, EntraP1, OfficeE3)
				}
				first(c, "SKUs.List", c.S.Service.SKUs.List(c.Context()))
				first(c, "Subscriptions.List", c.S.Service.Subscriptions.List(c.Context()))
				first(c, "Licenses.Details", c.S.Service.Licenses.Details(c.Context(), people[0]))
				first(c, "Licenses.Holders", c.S.Service.Licenses.Holders(c.Context(), EntraP1))
				// The tenant is as well as before.
				give(c, people[0], EntraP1)
				used(c, EntraP1, 3)
			},
		},
		{
			Name: "Lists/cancelled-before-ranged", Needs: []string{HasSKUs}, Source: docEndedCalls,
			Why: "between the making of a list and its reading somebody may have given up",
			Run: func(c *run) {
				ctx, cancel := context.WithCancel(c.Context())
				defer cancel()
				list := c.S.Service.SKUs.List(ctx)
				cancel()
				all, err := conform.Collect(list)
				if !errors.Is(err, context.Canceled) || len(all) > 0 {
					c.Errorf("the list has %d products and ends with %v, want context.Canceled", len(all), err)
				}
			},
		},
	}
}

// endedContext calls every method with a context that end has ended, and checks that
// nothing happened.
func endedContext(c *run, want error, end func(context.Context) (context.Context, context.CancelFunc)) {
	c.Helper()
	sub := getSub(c, buy(c, EntraP1, 5).ID)
	u := makeUser(c)
	at := target{product: EntraP1, user: u, subscription: sub.ID, commerce: sub.CommerceSubscriptionID, group: admin365.GroupID(nobody())}
	sku, err := findSKU(c, EntraP1)
	c.Must(err, "listing products")
	at.sku = sku.ID
	hasGroups := c.S.missing(CanMakeGroups) == ""
	if hasGroups {
		at.group = makeGroup(c, u)
	}
	ctx, cancel := end(c.Context())
	defer cancel()
	for _, m := range c.S.methods() {
		if err := m.call(ctx, c.S.Service, at); !errors.Is(err, want) {
			c.Errorf("%s: errors.Is does not find %q in: %v", m.op, want, err)
		}
	}
	finish(c)
	has(c, u)
	used(c, EntraP1, 0)
	if hasGroups {
		gives(c, at.group, "")
	}
}

// first takes one item of a list, twice.
func first[V any](c *run, name string, list iter.Seq2[*V, error]) {
	c.Helper()
	for range 2 {
		items, err := conform.First(list, 1)
		if err != nil || len(items) != 1 {
			c.Errorf("%s: one item of the list is %d items, %v", name, len(items), err)
		}
	}
}

// ranged waits until ranging over a list has as many items that are ours.
func ranged[V any](c *run, name string, list iter.Seq2[*V, error], want int, ours func(*V) bool) {
	c.Helper()
	c.Eventually(func() error {
		all, err := conform.Collect(list)
		if err != nil {
			return err
		}
		n := 0
		for _, item := range all {
			if ours(item) {
				n++
			}
		}
		return errIf(n != want, "%s: ranging over the list has %d items, want %d", name, n, want)
	})
}

// freshLists makes lists, changes what is in them and ranges over them, and again.
func freshLists(c *run) {
	u, other := makeUser(c), makeUser(c)
	skus, subs := c.S.Service.SKUs.List(c.Context()), c.S.Service.Subscriptions.List(c.Context())
	details, holders := c.S.Service.Licenses.Details(c.Context(), u), c.S.Service.Licenses.Holders(c.Context(), EntraP1)
	bought := func(sku admin365.SKUID) bool { return lower(sku) == lower(EntraP1) || lower(sku) == lower(OfficeE3) }
	check := func(products, people int) {
		c.Helper()
		ranged(c, "SKUs.List", skus, products, func(s *billing.SKU) bool { return bought(s.SKUID) })
		ranged(c, "Subscriptions.List", subs, products, func(s *billing.Subscription) bool { return bought(s.SKUID) })
		ranged(c, "Licenses.Details", details, products, func(*billing.LicenseDetails) bool { return true })
		ranged(c, "Licenses.Holders", holders, people, func(*billing.LicensedUser) bool { return true })
	}
	buy(c, EntraP1, 5)
	give(c, u, EntraP1)
	check(1, 1)
	buy(c, OfficeE3, 5)
	give(c, u, OfficeE3)
	give(c, other, EntraP1)
	check(2, 2)
}
