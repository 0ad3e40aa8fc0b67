package supporttest

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// helperCases are about the functions over the interfaces.
func helperCases() []kase {
	return []kase{
		{
			Name: "Open/opens", Needs: with(CanAdvance), Source: docOpen,
			Why: "it is the whole of what most programs want",
			Run: func(c *run) {
				for _, place := range []support.SubscriptionID{"", subscribed(c, support.Subscription{})} {
					n := sample(c, in(place))
					t, err := support.Open(c.Context(), c.S.Service.Tickets, c.S.hasty(), n, admin365.WaitOptions{})
					c.Must(err, "opening a ticket")
					if t.Name != n.Name || t.State != support.StateOpen || t.Number == "" {
						c.Errorf("it is %q, %s, with the number %q", t.Name, t.State, t.Number)
					}
				}
			},
		},
		{
			Name: "Open/plan", Needs: with(CanAdvance), Source: docOpen,
			Why: "there is no ticket, and no program may go on as if there were",
			Run: func(c *run) {
				plan(c, support.PlanBasic)
				t, err := support.Open(c.Context(), c.S.Service.Tickets, c.S.hasty(), sample(c), admin365.WaitOptions{})
				planned(c, err, planLacks(support.KindCreateTicket))
				if t != nil {
					c.Errorf("it answers a ticket beside its error")
				}
			},
		},
		{
			Name: "Open/refused", Needs: with(CanAdvance), Source: docOpen,
			Why: "what is refused at once need not be waited for",
			Run: func(c *run) {
				n := sample(c)
				n.Title = ""
				t, err := support.Open(c.Context(), c.S.Service.Tickets, c.S.hasty(), n, admin365.WaitOptions{})
				c.Refused(err, invalid(opCreate).On("Title"))
				if t != nil {
					c.Errorf("it answers a ticket beside its error")
				}
			},
		},
		{
			Name: "FindProblem/by-name", Needs: []string{HasCatalogue}, Source: docFind,
			Why: "people know names, and the ids change",
			Run: func(c *run) {
				s, err := support.FindService(c.Context(), c.S.Service.Catalogue, "bIlLiNg")
				c.Must(err, "finding a service")
				if !strings.EqualFold(string(s.ID), string(support.ServiceBilling)) {
					c.Errorf("Billing is %s", s.ID)
				}
				for _, p := range problems(c, s.ID) {
					got, err := support.FindProblem(c.Context(), c.S.Service.Catalogue, "Billing", strings.ToUpper(p.Name))
					c.Must(err, "finding the problem "+p.Name)
					if !strings.EqualFold(got.Name, p.Name) {
						c.Errorf("%q is %q", p.Name, got.Name)
					}
				}
				_, err = support.FindService(c.Context(), c.S.Service.Catalogue, "Nonsense")
				c.Refused(err, plainly(admin365.ErrNotFound, ""))
				_, err = support.FindProblem(c.Context(), c.S.Service.Catalogue, "Billing", "Nonsense")
				c.Refused(err, plainly(admin365.ErrNotFound, ""))
				_, err = support.FindProblem(c.Context(), c.S.Service.Catalogue, "Nonsense", "Nonsense")
				c.Refused(err, plainly(admin365.ErrNotFound, ""))
			},
		},
		{
			Name: "Suggest/of-billing", Needs: []string{HasCatalogue}, Source: docSuggest,
			Why: "the first one that is shown is the one that is taken",
			Run: func(c *run) {
				for _, p := range problems(c, support.ServiceBilling) {
					got, err := support.Suggest(c.S.Service.Catalogue.Problems(c.Context(), support.ServiceBilling), p.Name)
					c.Must(err, "suggesting problems")
					if len(got) == 0 || find(got, func(g *support.Problem) bool { return g.ID == p.ID }) == nil {
						c.Errorf("by its own name %q is not suggested", p.Name)
					}
				}
				got, err := support.Suggest(c.S.Service.Catalogue.Problems(c.Context(), support.ServiceBilling), "xyzzy plugh")
				if err != nil || len(got) > 0 {
					c.Errorf("for nonsense there are %d, %v", len(got), err)
				}
				_, err = support.Suggest(c.S.Service.Catalogue.Problems(c.Context(), support.ServiceID(nobody())), "bill")
				c.Refused(err, unknown(opProblems))
			},
		},
		{
			Name: "Waiting/for-us", Needs: with(HasCommunications, CanAdvance), Source: docWaiting,
			Why: "a question that nobody answers closes the ticket in the end", Run: waiting,
		},
		{
			Name: "Waiting/in-partner-center", Needs: asPartner(), Source: docWaiting,
			Why: "there the request says so itself",
			Run: func(c *run) {
				makePartner(c)
				ours, theirs := ask(c), ask(c)
				setState(c, ours.ID, support.StateAttentionNeeded)
				report(c, "waiting", sameIDs(waitingFor(c, c.S.Service.Partner.Tickets, c.S.Service.Partner.Communications, []*support.Ticket{ours, theirs}), ours))
			},
		},
	}
}

// waitingFor are those of the tickets that wait for us.
func waitingFor(c *run, tickets support.Tickets, communications support.Communications, made []*support.Ticket) []*support.Ticket {
	c.Helper()
	all, err := conform.Collect(support.Waiting(c.Context(), tickets, communications, support.TicketQuery{}))
	c.Must(err, "listing what waits")
	return among(all, made)
}

// waiting asks and answers in one of several tickets.
func waiting(c *run) {
	asked, nobodyWorks, closed := add(c), add(c), add(c)
	made := []*support.Ticket{asked, nobodyWorks, closed}
	c.S.Advance(hour)
	assign(c, asked)
	assign(c, closed)
	check := func(when string, want ...*support.Ticket) {
		c.Helper()
		report(c, when, sameIDs(waitingFor(c, c.S.Service.Tickets, c.S.Service.Communications, made), want...))
	}
	ask := func(t *support.Ticket) {
		c.Helper()
		c.Must(c.S.Backstage.Say(c.Context(), t.ID, "A question", "Which version is it?"), "having Microsoft say something")
	}
	say(c, asked.ID)
	c.S.Advance(time.Minute)
	ask(closed)
	setState(c, closed.ID, support.StateClosed)
	check("with our own word")
	ask(asked)
	check("with a question", asked)
	c.S.Advance(time.Minute)
	say(c, asked.ID)
	check("with our answer")
	c.S.Advance(time.Minute)
	ask(asked)
	check("with another question", asked)
}
