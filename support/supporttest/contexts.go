package supporttest

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func contextCases() []kase {
	return []kase{
		{
			Name: "Context/cancelled", Needs: whole(), Source: docEndedCalls,
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
			Name: "Context/deadline-exceeded", Needs: whole(), Source: docEndedCalls,
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
				ctx, cancel := context.WithCancel(c.Context())
				cancel()
				for _, m := range c.S.methods() {
					if m.writes || m.takes == idOfOperation || m.part() == HasMicrosoft365 {
						continue
					}
					if err := m.call(ctx, c.S.Service, nowhere()); !errors.Is(err, context.Canceled) {
						c.Errorf("%s: errors.Is does not find context.Canceled in: %v", m.name, err)
					}
				}
			},
		},
		{
			Name: "Lists/not-fetched-until-ranged", Needs: whole(), Source: docListed,
			Why: "a list is passed around and read by somebody else, later and perhaps twice",
			Run: freshLists,
		},
		{
			Name: "Lists/left-early", Needs: whole(), Source: docListed,
			Why: "who has found what he looked for stops, and the list must take it",
			Run: func(c *run) {
				at := targetOf(c, "")
				targetOf(c, "")
				s, ctx := c.S.Service, c.Context()
				first(c, opList, s.Tickets.List(ctx, support.TicketQuery{PageSize: 1}))
				first(c, opSaid, s.Communications.List(ctx, at.ticket, support.CommunicationQuery{PageSize: 1}))
				first(c, opFiles, s.Attachments.List(ctx, at.workspace))
				first(c, opServices, s.Catalogue.Services(ctx))
				first(c, opProblems, s.Catalogue.Problems(ctx, at.service))
				first(c, opTopics, s.Partner.Topics.List(ctx))
				first(c, opRequests, s.Partner.Tickets.List(ctx, support.TicketQuery{PageSize: 1}))
				first(c, "notes", s.Partner.Communications.List(ctx, at.request, support.CommunicationQuery{}))
				first(c, "waiting", func() iter.Seq2[*support.Ticket, error] {
					setState(c, at.request, support.StateAttentionNeeded) //nolint:contextcheck // It has the context of its own test.
					return support.Waiting(ctx, s.Partner.Tickets, s.Partner.Communications, support.TicketQuery{})
				}())
				// The tenant is as well as before.
				update(c, at.ticket, support.TicketPatch{Diagnostics: new(support.ConsentYes)})
			},
		},
		{
			Name: "Lists/cancelled-before-ranged", Needs: []string{HasTickets, HasCatalogue}, Source: docEndedCalls,
			Why: "between the making of a list and its reading somebody may have given up",
			Run: func(c *run) {
				ctx, cancel := context.WithCancel(c.Context())
				defer cancel()
				tickets, services := c.S.Service.Tickets.List(ctx, support.TicketQuery{}), c.S.Service.Catalogue.Services(ctx)
				cancel()
				if all, err := conform.Collect(tickets); !errors.Is(err, context.Canceled) || len(all) > 0 {
					c.Errorf("the list has %d tickets and ends with %v, want context.Canceled", len(all), err)
				}
				if all, err := conform.Collect(services); !errors.Is(err, context.Canceled) || len(all) > 0 {
					c.Errorf("the list has %d services and ends with %v, want context.Canceled", len(all), err)
				}
			},
		},
	}
}

// endedContext calls every method with a context that end has ended, and checks that
// nothing happened.
func endedContext(c *run, want error, end func(context.Context) (context.Context, context.CancelFunc)) {
	c.Helper()
	at := targetOf(c, "")
	c.S.Advance(hour)
	was, request := get(c, at.ticket), getRequest(c, at.request)
	tickets, asked := len(list(c, support.TicketQuery{})), len(requests(c, support.TicketQuery{}))
	said, noted := len(conversation(c, at.ticket)), len(notes(c, at.request, support.CommunicationQuery{}))
	ctx, cancel := end(c.Context())
	defer cancel()
	for _, m := range append(methods(), checkSaid()) {
		if m.part() == HasMicrosoft365 {
			continue // Nothing is sent, and nobody need ask.
		}
		if err := m.call(ctx, c.S.Service, at); !errors.Is(err, want) {
			c.Errorf("%s: errors.Is does not find %q in: %v", m.name, want, err)
		}
	}
	c.S.Advance(hour)
	unchanged(c, was)
	report(c, "afterwards",
		conform.Differ(*getRequest(c, at.request), *request),
		errIf(len(list(c, support.TicketQuery{})) != tickets, "there are more tickets than before, or fewer"),
		errIf(len(requests(c, support.TicketQuery{})) != asked, "there are more requests than before, or fewer"),
		errIf(len(conversation(c, at.ticket)) != said, "something was said"),
		errIf(len(notes(c, at.request, support.CommunicationQuery{})) != noted, "something was noted"),
		errIf(len(files(c, at.workspace)) != 1, "there are more files than before, or fewer"))
	// The chunk did not arrive.
	c.Must(only(c.S.Service.Attachments.Create(c.Context(), at.workspace, support.NewFile{Name: at.file, Size: 3})), "announcing the file again")
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

// ranged checks how many items a list has that are ours.
func ranged[V any](c *run, name string, list iter.Seq2[*V, error], want int, ours func(*V) bool) {
	c.Helper()
	all, err := conform.Collect(list)
	c.Must(err, "ranging over "+name)
	n := 0
	for _, item := range all {
		if ours(item) {
			n++
		}
	}
	if n != want {
		c.Errorf("%s: ranging over the list has %d items that are ours, want %d", name, n, want)
	}
}

// freshLists makes lists, changes what is in them and ranges over them, and again.
func freshLists(c *run) {
	s, ctx := c.S.Service, c.Context()
	makePartner(c)
	t, r, w := add(c), ask(c), workspace(c, "")
	title := "Title " + conform.Unique()
	titled := func(n *support.NewTicket) { n.Title = title }
	isTitled := func(t *support.Ticket) bool { return t.Title == title }
	tickets, asked := s.Tickets.List(ctx, support.TicketQuery{}), s.Partner.Tickets.List(ctx, support.TicketQuery{})
	said, noted := s.Communications.List(ctx, t.ID, support.CommunicationQuery{}), s.Partner.Communications.List(ctx, r.ID, support.CommunicationQuery{})
	sent := s.Attachments.List(ctx, w.ID)
	for n := range 3 {
		ranged(c, opList, tickets, n, isTitled)
		ranged(c, opRequests, asked, n, isTitled)
		ranged(c, opSaid, said, n, func(l *support.Communication) bool { return l.Direction == support.FromCustomer })
		ranged(c, "notes", noted, n, func(*support.Communication) bool { return true })
		ranged(c, opFiles, sent, n, func(*support.File) bool { return true })
		add(c, titled)
		ask(c, titled)
		say(c, t.ID)
		note(c, r.ID, "a note")
		send(c, w.ID, conform.Unique()+".txt", []byte(fileContent))
	}
}
