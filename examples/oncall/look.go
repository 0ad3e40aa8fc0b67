package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/support"
)

const (
	// ahead is how far ahead what is to be done is told.
	ahead = 30 * 24 * time.Hour
	// daysBack is how many days the history has.
	daysBack = 30
	// firstLook is how far back the first look goes.
	firstLook = 24 * time.Hour
)

// look tells what there is, and then writes down how far it looked. What was told is
// told before the state is written: a run that is cut off in between tells it twice, and
// none leaves anything out.
func (p program) look(ctx context.Context, c *connection, o options) int {
	s, err := beginState(c, o)
	if err != nil {
		return p.unusable(err)
	}
	r, err := p.read(ctx, c, o, s)
	if err != nil {
		if ctx.Err() != nil {
			return p.stopped(ctx, err)
		}
		return p.unusable(err)
	}
	p.reached("read")
	if err := p.show(r, o); err != nil {
		return p.stopped(ctx, err)
	}
	p.reached("told")
	if o.page != "" {
		if err := atomicfile.Replace(o.page, r.writePage); err != nil {
			return p.stopped(ctx, fmt.Errorf("-o: %w", err))
		}
		p.reached("page written")
	}
	if o.state != "" {
		if err := s.write(o.state); err != nil {
			return p.stopped(ctx, fmt.Errorf("-state: %w", err))
		}
		p.reached("state written")
	}
	for _, missing := range r.Missing {
		p.say("%s: %s", p.name, printable(missing))
	}
	return r.code()
}

// show tells the report in one piece, so that it is known whether it arrived.
func (p program) show(r *report, o options) error {
	var b bytes.Buffer
	if o.json {
		encoder := json.NewEncoder(&b)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(r); err != nil {
			return err
		}
	} else {
		r.table(&b)
	}
	_, err := p.stdout.Write(b.Bytes())
	return err
}

// read reads everything, and moves the state to after what it read.
func (p program) read(ctx context.Context, c *connection, o options, s *state) (*report, error) {
	links := c.Links()
	r := &report{
		Tenant: c.TenantID(), Read: c.now().UTC(), Since: s.Looked, Zone: o.zone.String(), zone: o.zone,
		Open: []issue{}, Changes: []change{}, Due: []message{}, Waiting: []ticket{}, Missing: []string{},
		Center: links.ServiceHealth(), Announcements: links.MessageCenter(), Requests: links.SupportRequests(),
	}
	if organization, err := c.Organization.Get(ctx); err == nil {
		r.Name = printable(organization.DisplayName) // Who may not read it, sees the tenant's id.
	}
	if err := r.readServices(ctx, c); err != nil {
		return nil, err
	}
	if err := r.readOpen(ctx, c); err != nil {
		return nil, err
	}
	for _, part := range []struct {
		what string
		read func() error
	}{
		{"what has changed", func() error { return r.readChanges(ctx, c, o, s) }},
		{"what is to be done", func() error { return r.readDue(ctx, c) }},
		{"the tickets", func() error { return r.readWaiting(ctx, c, o) }},
	} {
		err := part.read()
		switch {
		case errors.Is(err, errState) || ctx.Err() != nil:
			return nil, err
		case err != nil:
			r.Missing = append(r.Missing, part.what+" could not be read: "+reason(err))
		}
	}
	r.burning()
	return r, nil
}

// readServices reads the services that the tenant has, and their history.
func (r *report) readServices(ctx context.Context, c *connection) error {
	var names []string
	for s, err := range c.Health.Services.List(ctx, health.ServiceQuery{}) {
		if err != nil {
			return err
		}
		names = append(names, s.Service)
		r.Services = append(r.Services, service{Name: printable(s.Service), Status: s.Status})
	}
	if len(names) == 0 {
		return nil
	}
	days, err := health.Days(ctx, c.Health.Issues, health.DaysQuery{
		From: r.Read.In(r.zone).AddDate(0, 0, 1-daysBack), To: r.Read, Location: r.zone, Services: names,
	})
	if err != nil {
		return err
	}
	history := map[string][]day{}
	for _, d := range days {
		for _, s := range d.Services {
			was := day{Date: d.Start.Format(time.DateOnly), Classification: s.Classification}
			for _, issue := range s.Issues {
				was.Issues = append(was.Issues, issue.ID)
			}
			name := strings.ToLower(s.Service)
			history[name] = append(history[name], was)
		}
	}
	for i, name := range names {
		r.Services[i].Days = history[strings.ToLower(name)]
	}
	slices.SortStableFunc(r.Services, func(a, b service) int {
		return cmp.Or(worse(a.Status, b.Status), cmp.Compare(b.bad(), a.bad()), strings.Compare(a.Name, b.Name))
	})
	return nil
}

// bad is on how many days something was wrong.
func (s service) bad() (n int) {
	for _, d := range s.Days {
		if d.Classification != "" {
			n++
		}
	}
	return n
}

// worse orders states with the worst first.
func worse(a, b health.Status) int {
	switch {
	case health.Worse(a, b):
		return -1
	case health.Worse(b, a):
		return 1
	default:
		return 0
	}
}

// readOpen reads what is wrong now. The service tells of the services that the tenant has
// alone.
func (r *report) readOpen(ctx context.Context, c *connection) error {
	for i, err := range c.Health.Issues.List(ctx, health.IssueQuery{Resolved: new(false)}) {
		if err != nil {
			return err
		}
		r.Open = append(r.Open, openIssue(i))
	}
	slices.SortStableFunc(r.Open, func(a, b issue) int {
		first := func(i issue) int {
			if i.burns() {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(first(a), first(b)), worse(a.Status, b.Status), b.Began.Compare(a.Began))
	})
	return nil
}

// readChanges reads what has changed since the state, and moves the state there.
func (r *report) readChanges(ctx context.Context, c *connection, o options, s *state) error {
	token := s.Token
	for change, err := range health.Watch(ctx, c.Health.Issues, c.Health.Messages, health.WatchOptions{Token: token, Once: true}) {
		if err != nil {
			// What came before it comes again the next time.
			r.Changes = r.Changes[:0]
			if e, ok := errors.AsType[*admin365.Error](err); ok && e.Op == "health.Watch" {
				return fmt.Errorf("%w: %s: %w", errState, o.state, err) // The service was not even asked.
			}
			return err
		}
		r.Changes = append(r.Changes, changeOf(change))
		token = change.Token
	}
	s.Token, s.Looked = token, r.Read
	return nil
}

// readDue reads what somebody has to do, and by when. What is overdue is among it, as
// long as Microsoft shows it.
func (r *report) readDue(ctx context.Context, c *connection) error {
	links := c.Links()
	for m, err := range c.Health.Messages.List(ctx, health.MessageQuery{ActionRequiredBefore: r.Read.Add(ahead)}) {
		if err != nil {
			return err
		}
		r.Due = append(r.Due, message{
			ID: m.ID, Title: printable(m.Title), By: m.ActionRequiredByDateTime, Severity: m.Severity, Services: all(m.Services),
			Text: text(m.Body), Page: links.Message(string(m.ID)),
		})
	}
	slices.SortStableFunc(r.Due, func(a, b message) int { return a.By.Compare(b.By) })
	return nil
}

// readWaiting reads the tickets that wait for us: Azure's, or with -partner those of the
// customer in Partner Center.
func (r *report) readWaiting(ctx context.Context, c *connection, o options) error {
	place, list := "Azure", support.Waiting(ctx, c.Support.Tickets, c.Support.Communications, support.TicketQuery{})
	if o.partner != "" {
		place = "Partner Center"
		list = support.Waiting(ctx, c.partner.Tickets, c.partner.Communications, support.TicketQuery{Customer: o.partner})
	}
	for t, err := range list {
		if err != nil {
			return err
		}
		r.Waiting = append(r.Waiting, ticket{ID: t.ID, Title: printable(t.Title), Place: place, Severity: t.Severity, Opened: t.Created, Changed: t.Modified})
	}
	slices.SortStableFunc(r.Waiting, func(a, b ticket) int { return a.Changed.Compare(b.Changed) })
	return nil
}
