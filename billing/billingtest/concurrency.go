package billingtest

import (
	"errors"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

func concurrencyCases() []kase {
	return []kase{
		{
			Name: "Concurrency/last-seats", Needs: ofPeople(), Source: docAssign,
			Why: "a seat that is given twice is one that somebody has not paid for",
			Run: lastSeats,
		},
		{
			Name: "Concurrency/every-method-at-once", Needs: ofGroups(HasSubscriptions), Source: docConcurrency,
			Why: "the case only has to run for the race detector to speak",
			Run: everyMethodAtOnce,
		},
		{
			Name: "Concurrency/one-user", Needs: ofPeople(), Source: docAssign,
			Why: "two administrators who give one person two products must not undo each other's work",
			Run: func(c *run) {
				products := []admin365.SKUID{EntraP1, OfficeE3, ProjectPlan3, CRMOnline}
				for _, sku := range products {
					buy(c, sku, 1)
				}
				u := makeUser(c)
				atOnce(len(products), func(i int) {
					if err := tryAssign(c, u, adding(lic(products[i]))); err != nil {
						c.Errorf("giving %s: %v", products[i], err)
					}
				})
				has(c, u, products...)
				for _, sku := range products {
					used(c, sku, 1)
				}
			},
		},
	}
}

// atOnce runs f for each number below n, all of them at the same time.
func atOnce(n int, f func(i int)) {
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			f(i)
		})
	}
	close(start)
	wg.Wait()
}

func lastSeats(c *run) {
	const callers, seats, before = 64, 10, 3
	buy(c, EntraP1, seats+before)
	for _, u := range makeUsers(c, before) {
		give(c, u, EntraP1)
	}
	people := makeUsers(c, callers)
	errs := make([]error, callers)
	atOnce(callers, func(i int) { errs[i] = tryAssign(c, people[i], adding(lic(EntraP1))) })
	var won []admin365.UserID
	for i, err := range errs {
		if err == nil {
			won = append(won, people[i])
			continue
		}
		noSeat(c, opAssign, err)
	}
	if len(won) != seats {
		c.Errorf("%d of %d callers got one of the last %d seats", len(won), callers, seats)
	}
	used(c, EntraP1, seats+before)
	available(c, EntraP1, 0)
	for _, u := range won {
		has(c, u, EntraP1)
	}
}

func everyMethodAtOnce(c *run) {
	const workers, rounds = 6, 4
	sub := getSub(c, buy(c, EntraP1, 100).ID)
	sku, err := findSKU(c, EntraP1)
	c.Must(err, "listing products")
	var at []target
	for range workers {
		u := makeUser(c)
		at = append(at, target{
			sku: sku.ID, product: EntraP1, user: u, group: makeGroup(c, u), subscription: sub.ID, commerce: sub.CommerceSubscriptionID,
		})
	}
	methods := c.S.methods()
	atOnce(workers*len(methods), func(i int) {
		m := methods[i%len(methods)]
		for r := range rounds {
			err := m.call(c.Context(), c.S.Service, at[(i/len(methods)+r)%workers])
			var e *admin365.Error
			if err != nil && !errors.As(err, &e) {
				c.Errorf("%s: %v", m.op, err)
			}
		}
	})
	finish(c)
	for _, t := range at {
		states(c, t.user, direct(EntraP1), from(t.group, EntraP1))
	}
	used(c, EntraP1, workers)
	all, err := conform.Collect(c.S.Service.SKUs.List(c.Context()))
	c.Must(err, "listing products afterwards")
	if err := conform.Once(all, func(s *billing.SKU) billing.SubscribedSKUID { return s.ID }); err != nil {
		c.Errorf("afterwards: %v", err)
	}
}
