package supporttest

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func readCases() []kase {
	return []kase{
		{
			Name: "Tickets.Get/unknown", Needs: []string{HasTickets}, Source: docErrors,
			Why: "a program that opens a ticket once asks first whether there is one",
			Run: func(c *run) {
				id := support.TicketID(conform.Unique())
				t, err := c.S.Service.Tickets.Get(c.Context(), id)
				c.Refused(err, unknown(opGet).Of(string(id)))
				if t != nil {
					c.Errorf("it answers a ticket beside its error")
				}
			},
		},
		{
			Name: "Tickets.Get/as-listed", Needs: with(), Source: docTicket,
			Why: "what a list says of a ticket must be what it says itself",
			Run: func(c *run) {
				t := add(c)
				listed := find(list(c, support.TicketQuery{}), func(l *support.Ticket) bool { return l.ID == t.ID })
				if listed == nil {
					c.Fatalf("the list does not have the ticket")
				}
				if err := conform.Differ(*listed, *t); err != nil {
					c.Errorf("in the list it %v", err)
				}
			},
		},
		{
			Name: "Tickets.Get/response", Needs: with(), Source: docRecorded,
			Why: "by when Microsoft answers is what a team on duty plans with", Run: responses,
		},
		{
			Name: "Tickets.Get/engineer", Needs: with(), Source: docTicket,
			Why: "who works on it is whom to ask",
			Run: func(c *run) {
				t := add(c)
				assign(c, t)
				if now := get(c, t.ID); now.Engineer != engineer || now.State != support.StateOpen {
					c.Errorf("Engineer is %q, State %q", now.Engineer, now.State)
				}
				c.Must(c.S.Backstage.Assign(c.Context(), t.ID, ""), "taking the engineer off")
				if now := get(c, t.ID); now.Engineer != "" {
					c.Errorf("Engineer is %q", now.Engineer)
				}
			},
		},
		{
			Name: "Tickets.Get/keeps-its-plan", Needs: with(), Source: docTicket,
			Why: "a ticket is answered as was paid for when it was opened",
			Run: func(c *run) {
				plan(c, support.PlanPremier)
				t := add(c)
				plan(c, support.PlanBasic)
				if now := get(c, t.ID); now.Plan != support.PlanPremier || now.PlanName != t.PlanName {
					c.Errorf("Plan is %q, %q", now.Plan, now.PlanName)
				}
			},
		},
	}
}

// responses checks by when tickets are answered. How long it takes by plan and severity
// is recorded of two, and beyond them what is worse is not answered later.
func responses(c *run) {
	minutes := func(t *support.Ticket) int {
		r := t.Response
		report(c, string(t.Severity)+" on "+string(t.Plan),
			errIf(r.Start.IsZero() || r.Minutes <= 0, "it is answered within %d minutes from %v", r.Minutes, r.Start),
			// By working hours it is later than by the clock.
			errIf(r.Expires.Before(r.Start.Add(time.Duration(r.Minutes)*time.Minute)), "it is answered by %v, earlier than %d minutes from %v", r.Expires, r.Minutes, r.Start),
			conform.NotUTC(r))
		return r.Minutes
	}
	plan(c, support.PlanBasic)
	if got := minutes(add(c, about(billing(c).ID), grave(support.Minimal))); got != 480 {
		c.Errorf("minimal on Basic: %d minutes, want 480", got)
	}
	plan(c, support.PlanPremier)
	if got := minutes(add(c, grave(support.Moderate))); got != 240 {
		c.Errorf("moderate on Premier: %d minutes, want 240", got)
	}
	for _, p := range []support.Plan{support.PlanProfessionalDirect, support.PlanPremier, support.PlanUnified} {
		plan(c, p)
		last := 1 << 30
		for _, s := range []support.Severity{support.Minimal, support.Moderate, support.Critical} {
			now := minutes(add(c, grave(s)))
			if now > last {
				c.Errorf("plan %s: %s is answered within %d minutes, what is less bad within %d", p, s, now, last)
			}
			last = now
		}
	}
}

func listCases() []kase {
	return []kase{
		{
			Name: "Tickets.List/all", Needs: with(), Sweep: true, Source: docList,
			Why: "a ticket that falls between two pages is forgotten",
			Run: func(c *run) {
				var want []*support.Ticket
				for range 7 {
					want = append(want, add(c))
				}
				all := list(c, support.TicketQuery{PageSize: c.PageSize})
				if err := conform.Once(all, func(t *support.Ticket) support.TicketID { return t.ID }); err != nil {
					c.Errorf("%v", err)
				}
				for _, t := range want {
					if !slices.Contains(ids(all), string(t.ID)) {
						c.Errorf("the list does not have %s", t.ID)
					}
				}
			},
		},
		{
			Name: "Tickets.List/more-than-a-page", Needs: with(), Source: docList,
			Why: "without a word about pages there are 25 in one, and programs that stop there",
			Run: func(c *run) {
				const many = 27
				mine := map[string]bool{}
				for range many {
					mine[add(c).Name] = true
				}
				n := 0
				for _, t := range list(c, support.TicketQuery{}) {
					if mine[t.Name] {
						n++
					}
				}
				if n != many {
					c.Errorf("the list has %d of %d", n, many)
				}
			},
		},
		{
			Name: "Tickets.List/page-size-is-a-hint", Needs: with(), Source: docQuery,
			Why: "who asks for more at once than there may be gets it in parts, or is told so, and never less",
			Run: func(c *run) {
				made := []*support.Ticket{add(c), add(c), add(c)}
				all, err := conform.Collect(c.S.Service.Tickets.List(c.Context(), support.TicketQuery{PageSize: 1000}))
				if err != nil {
					c.Refused(err, invalid(opList))
					return
				}
				report(c, "the list", sameIDs(among(all, made), made...))
			},
		},
		{
			Name: "Tickets.List/newest-first", Needs: with(CanAdvance, CanOrder), Sweep: true, Source: docTickets,
			Why: "who looks at the first one sees what happened last",
			Run: func(c *run) {
				for range 5 {
					add(c)
					c.S.Advance(time.Minute)
				}
				all := list(c, support.TicketQuery{PageSize: c.PageSize})
				if !slices.IsSortedFunc(all, func(a, b *support.Ticket) int { return b.Created.Compare(a.Created) }) {
					c.Errorf("they are not the newest first")
				}
			},
		},
		{
			Name: "Tickets.List/by-state", Needs: with(), Sweep: true, Source: docList,
			Why: "a list of what is open must have all of it and nothing else",
			Run: func(c *run) {
				open, closed, updating := add(c), add(c), add(c)
				c.Must(c.S.Service.Tickets.Close(c.Context(), closed.ID), "closing a ticket")
				setState(c, updating.ID, support.StateUpdating)
				for state, want := range map[support.State]*support.Ticket{
					support.StateOpen: open, support.StateClosed: closed, support.StateUpdating: updating, "OPEN": open,
				} {
					all := list(c, support.TicketQuery{State: state, PageSize: c.PageSize})
					if !slices.Contains(ids(all), string(want.ID)) {
						c.Errorf("%s: the list does not have %s", state, want.ID)
					}
					for _, t := range all {
						if !strings.EqualFold(string(t.State), string(state)) {
							c.Errorf("%s: the list has %s, which is %s", state, t.ID, t.State)
						}
					}
				}
			},
		},
		{
			Name: "Tickets.List/by-date", Needs: with(CanAdvance), Sweep: true, Source: docList,
			Why: "what is new since the last look must not be missed, nor shown twice",
			Run: func(c *run) {
				var made []*support.Ticket
				for range 4 {
					made = append(made, add(c))
					c.S.Advance(hour)
				}
				since := func(at time.Time, want ...*support.Ticket) {
					c.Helper()
					if err := sameIDs(among(list(c, support.TicketQuery{CreatedSince: at, PageSize: c.PageSize}), made), want...); err != nil {
						c.Errorf("since %v: %v", at, err)
					}
				}
				since(made[2].Created, made[2], made[3])
				since(made[2].Created.In(time.FixedZone("", -7*3600)), made[2], made[3])
				since(made[2].Created.Add(time.Second), made[3])
				since(made[3].Created.Add(hour))
			},
		},
		{
			Name: "Tickets.List/by-what-it-is-about", Needs: with(), Sweep: true, Source: docList,
			Why: "the team for bills does not read about machines",
			Run: func(c *run) {
				bill, machine := add(c, about(billing(c).ID)), add(c)
				closed := add(c, about(bill.Problem))
				c.Must(c.S.Service.Tickets.Close(c.Context(), closed.ID), "closing a ticket")
				found := func(what string, q support.TicketQuery, want ...*support.Ticket) {
					c.Helper()
					report(c, what, sameIDs(among(list(c, q), []*support.Ticket{bill, machine, closed}), want...))
				}
				q := support.TicketQuery{State: support.StateOpen, PageSize: c.PageSize}
				q.Service = support.ServiceBilling
				found("by service", q, bill)
				q.Service = machine.Service
				found("by service", q, machine)
				q.Problem = machine.Problem
				found("by both", q, machine)
				q.Problem = bill.Problem
				found("by what contradicts itself", q)
				q.Service = ""
				found("by problem", q, bill)
			},
		},
		{
			Name: "Tickets.List/not-of-azure", Needs: []string{HasTickets}, Source: docQuery,
			Why: "a condition that is dropped returns what was not asked for",
			Run: func(c *run) {
				for what, q := range map[string]support.TicketQuery{
					"a customer":     {Customer: admin365.TenantID(nobody())},
					"the colleagues": {Colleagues: true},
				} {
					all, err := conform.Collect(c.S.Service.Tickets.List(c.Context(), q))
					if fault := invalid(opList).Check(err); fault != nil || len(all) > 0 {
						c.Errorf("%s: %d tickets, %v", what, len(all), fault)
					}
				}
			},
		},
		{
			Name: "Tickets.List/unknown-state", Needs: []string{HasTickets}, Source: docList,
			Why: "a state that Azure does not know is a mistake of the program, or nobody's; never all tickets",
			Run: func(c *run) {
				for _, state := range []support.State{"nonsense", "open' or status eq 'closed", support.StateAttentionNeeded} {
					all, err := conform.Collect(c.S.Service.Tickets.List(c.Context(), support.TicketQuery{State: state}))
					if err != nil {
						c.Refused(err, invalid(opList))
					}
					if len(all) > 0 {
						c.Errorf("%q: the list has %d tickets", state, len(all))
					}
				}
			},
		},
	}
}

// among are those of a list that a case has made.
func among(all, made []*support.Ticket) (ours []*support.Ticket) {
	for _, t := range all {
		if slices.Contains(ids(made), string(t.ID)) {
			ours = append(ours, t)
		}
	}
	return ours
}
