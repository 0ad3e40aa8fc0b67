package supporttest

import (
	"errors"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func concurrencyCases() []kase {
	return []kase{
		{
			Name: "Concurrency/one-name", Needs: with(), Source: docTickets,
			Why: "two people on duty open a ticket for one incident at the same minute",
			Run: func(c *run) {
				const callers = 16
				n := sample(c)
				ops, errs := make([]*admin365.Operation, callers), make([]error, callers)
				atOnce(callers, func(i int) {
					mine := n
					if i%2 == 1 {
						mine.Name = upper(n.Name)
					}
					ops[i], errs[i] = c.S.Service.Tickets.Create(c.Context(), mine)
				})
				won := 0
				for i, err := range errs {
					if err == nil {
						won++
						finish(c, ops[i])
						continue
					}
					c.Refused(err, taken(opCreate))
				}
				there := 0
				for _, t := range list(c, support.TicketQuery{}) {
					if t.Title == n.Title {
						there++
					}
				}
				if won != 1 || there != 1 {
					c.Errorf("%d of %d callers opened the ticket, and there are %d", won, callers, there)
				}
			},
		},
		{
			Name: "Concurrency/one-word", Needs: with(HasCommunications), Source: docCommunications,
			Why: "what cannot be taken back must not be said twice",
			Run: func(c *run) {
				const callers = 16
				t := add(c)
				n := words()
				n.Name = conform.Unique()
				ops, errs := make([]*admin365.Operation, callers), make([]error, callers)
				atOnce(callers, func(i int) { ops[i], errs[i] = c.S.Service.Communications.Add(c.Context(), t.ID, n) })
				won := 0
				for i, err := range errs {
					if err == nil {
						won++
						finish(c, ops[i])
						continue
					}
					c.Refused(err, taken(opSay))
				}
				if won != 1 {
					c.Errorf("%d of %d callers said it", won, callers)
				}
			},
		},
		{
			Name: "Concurrency/one-request", Needs: asPartner(), Source: docPartnerAuth,
			Why: "a repeat that overtakes the first must not be a second request",
			Run: func(c *run) {
				const callers = 16
				makePartner(c)
				n := request(c)
				n.RequestID = nobody()
				ops, errs := make([]*admin365.Operation, callers), make([]error, callers)
				atOnce(callers, func(i int) { ops[i], errs[i] = c.S.Service.Partner.Tickets.Create(c.Context(), n) })
				ids := map[string]bool{}
				for i, err := range errs {
					c.Must(err, "creating a request")
					ids[ops[i].ResourceID] = true
				}
				if len(ids) != 1 {
					c.Errorf("there are %d of it", len(ids))
				}
			},
		},
		{
			Name: "Concurrency/notes", Needs: asPartner(), Source: docConcurrency,
			Why: "whoever writes the whole request writes away the note of the other",
			Run: func(c *run) {
				const callers = 8
				makePartner(c)
				t := ask(c)
				errs := make([]error, callers)
				atOnce(callers, func(i int) {
					_, errs[i] = c.S.Service.Partner.Communications.Add(c.Context(), t.ID, support.NewCommunication{Body: "a note"})
				})
				for _, err := range errs {
					c.Must(err, "adding a note")
				}
				if n := len(notes(c, t.ID, support.CommunicationQuery{})); n != callers {
					c.Errorf("%d notes were added, and there are %d", callers, n)
				}
			},
		},
		{
			Name: "Concurrency/every-method-at-once", Needs: whole(), Source: docConcurrency,
			Why: "the case only has to run for the race detector to speak",
			Run: everyMethodAtOnce,
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

func everyMethodAtOnce(c *run) {
	const workers, rounds = 3, 3
	at := []target{targetOf(c, ""), targetOf(c, ""), targetOf(c, subscribed(c, support.Subscription{}))}
	methods := append(methods(), checkSaid())
	atOnce(workers*len(methods)+1, func(i int) {
		if i == workers*len(methods) {
			for range 2 * rounds {
				c.S.Advance(hour / 60)
			}
			return
		}
		m := methods[i%len(methods)]
		for r := range rounds {
			err := m.call(c.Context(), c.S.Service, at[(i/len(methods)+r)%workers])
			if _, ok := errors.AsType[*admin365.Error](err); err != nil && !ok {
				c.Errorf("%s: %v", m.name, err)
			}
		}
	})
	c.S.Advance(hour)
	for _, place := range []support.SubscriptionID{"", at[2].subscription} {
		if err := conform.Once(list(c, support.TicketQuery{Subscription: place}), func(t *support.Ticket) support.TicketID { return t.ID }); err != nil {
			c.Errorf("afterwards: %v", err)
		}
	}
	if err := conform.Once(requests(c, support.TicketQuery{}), func(t *support.Ticket) support.TicketID { return t.ID }); err != nil {
		c.Errorf("afterwards: %v", err)
	}
}
