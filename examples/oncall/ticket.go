package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/support"
)

// way is where a request can be opened, and how it is found again.
type way struct {
	place      string
	tickets    support.Tickets
	operations support.Operations
	// problems are what the request can be about.
	problems problems
	// find returns the request that was opened before; nil if there is none.
	find func(context.Context) (*support.Ticket, error)
	// address gives the request what makes it the only one for the incident.
	address func(*support.NewTicket)
}

// ticket opens a request for an incident, once.
func (p program) ticket(ctx context.Context, c *connection, o options) int {
	i, err := c.Health.Issues.Get(ctx, o.ticket)
	if errors.Is(err, admin365.ErrNotFound) {
		err = fmt.Errorf("-ticket: there is no incident or advisory %s of a service that the tenant has", o.ticket)
	}
	if err != nil {
		return p.unusable(err)
	}
	id := printable(string(i.ID))
	w := c.way(i, o)
	if w == nil {
		p.tell("%s is about %s, for which Microsoft publishes no API: open the request at\n  %s", id, printable(i.Service), c.Links().SupportRequests())
		p.tell("A partner opens it for a customer with -partner.")
		return exitFailed
	}
	found, err := w.find(ctx)
	if err != nil {
		return p.stopped(ctx, err)
	}
	if found != nil {
		p.tell("there is a request for %s in %s already: %s, %s", id, w.place, printable(string(found.ID)), printable(string(found.State)))
		return exitWell
	}
	n, about, err := w.fill(ctx, i, o)
	if err != nil {
		return p.unusable(err)
	}
	if !i.Open() {
		p.tell("%s is over since %s.", id, i.EndDateTime.In(o.zone).Format("2006-01-02 15:04"))
	}
	if !o.yes {
		p.tell("would be opened in %s, severity %s, about %q (-problem names another):\n", w.place, n.Severity, printable(about))
		p.tell("  %s", printable(n.Title))
		for line := range strings.Lines(n.Description) {
			p.tell("  %s", printable(strings.TrimRight(line, "\n")))
		}
		p.tell("\nnothing was opened; -yes does it")
		return exitWell
	}
	return p.open(ctx, c, i, w, n)
}

// open opens the request, and says which it is.
func (p program) open(ctx context.Context, c *connection, i *health.Issue, w *way, n support.NewTicket) int {
	p.reached("filled in")
	t, err := support.Open(ctx, w.tickets, w.operations, n, c.wait)
	if errors.Is(err, admin365.ErrUncertain) || errors.Is(err, admin365.ErrConflict) {
		// It was asked for, by this run or by another: it may be there.
		if found, findErr := w.find(ctx); findErr == nil && found != nil {
			t, err = found, nil
		}
	}
	// What was begun is kept, also where its end is not known.
	if saveErr := c.saved(); saveErr != nil {
		return p.stopped(ctx, errors.Join(err, saveErr))
	}
	if err != nil {
		code := p.stopped(ctx, err)
		p.say("the same command looks whether the request is there, and opens no second one")
		return code
	}
	p.tell("opened for %s in %s: %s", printable(string(i.ID)), w.place, printable(string(t.ID)))
	return exitWell
}

// way is where a request for an issue can be opened; nil if no API does it.
func (c *connection) way(i *health.Issue, o options) *way {
	if o.partner != "" {
		return c.partnerWay(i, o)
	}
	if at := azureServiceOf(i); at != nil {
		return c.azureWay(i, at)
	}
	return nil
}

// azureWay is Azure: the request is named after the incident, and there is one of a name.
func (c *connection) azureWay(i *health.Issue, at *azureService) *way {
	name := "incident-" + string(i.ID)
	return &way{
		place: "Azure", tickets: c.Support.Tickets, operations: c.Support.Operations,
		problems: at.problems(c.Support.Catalogue),
		find: func(ctx context.Context) (*support.Ticket, error) {
			t, err := c.Support.Tickets.Get(ctx, support.TicketID(name))
			if errors.Is(err, admin365.ErrNotFound) {
				return nil, nil
			}
			return t, err
		},
		address: func(n *support.NewTicket) { n.Name = name },
	}
}

// partnerWay is Partner Center: a request of the customer is found by its title, and the
// same request that is sent twice is recognized by its number.
func (c *connection) partnerWay(i *health.Issue, o options) *way {
	return &way{
		place: "Partner Center", tickets: c.partner.Tickets, operations: c.partner.Operations,
		problems: c.partner.Topics.List,
		find: func(ctx context.Context) (*support.Ticket, error) {
			for t, err := range c.partner.Tickets.List(ctx, support.TicketQuery{Customer: o.partner}) {
				if err != nil {
					return nil, err
				}
				if strings.HasPrefix(t.Title, titleOf(i)) {
					return t, nil
				}
			}
			return nil, nil
		},
		address: func(n *support.NewTicket) { n.Customer, n.RequestID = o.partner, requestID(o.partner, i.ID) },
	}
}
