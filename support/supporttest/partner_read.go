package supporttest

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func partnerReadCases() []kase {
	return []kase{
		{
			Name: "Partner.Topics.List/topics", Needs: asPartner(), Source: docTopics,
			Why: "a request without a topic is refused",
			Run: func(c *run) {
				makePartner(c)
				all, err := conform.Collect(c.S.Service.Partner.Topics.List(c.Context()))
				c.Must(err, "listing topics")
				if err := conform.Once(all, func(p *support.Problem) support.ProblemID { return p.ID }); err != nil || len(all) == 0 {
					c.Errorf("there are %d: %v", len(all), err)
				}
				for _, p := range all {
					report(c, p.Name,
						errIf(p.ID == "" || strings.Trim(string(p.ID), "0123456789") != "", "its id is %q, want a number", p.ID),
						errIf(p.Name == "" || p.Description == "", "it is called %q, %q", p.Name, p.Description), errIf(len(p.Consents) > 0, "it asks for consents"))
				}
			},
		},
		{
			Name: "Partner.Tickets.Get/unknown", Needs: asPartner(), Source: docPartnerErrors,
			Why: "a request that is not there is told apart from every other failure",
			Run: func(c *run) {
				makePartner(c)
				at := nowhere()
				at.topic = topic(c).ID
				for _, m := range partnerMethods() {
					if m.takes != idOfRequest {
						continue
					}
					if fault := unknownRequest(m.op).Of(string(at.request)).Check(m.call(c.Context(), c.S.Service, at)); fault != nil {
						c.Errorf("%s: %v", m.name, fault)
					}
				}
			},
		},
		{
			Name: "Partner.Tickets.Get/as-listed", Needs: asPartner(), Source: docRequestGet,
			Why: "what a list says of a request must be what it says itself",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				listed := find(requests(c, support.TicketQuery{}), func(l *support.Ticket) bool { return l.ID == t.ID })
				if listed == nil {
					c.Fatalf("the list does not have the request")
				}
				if err := conform.Differ(*listed, *t); err != nil {
					c.Errorf("in the list it %v", err)
				}
			},
		},
		{
			Name: "Partner.Tickets.List/all", Needs: asPartner(), Sweep: true, Source: docRequestList,
			Why: "the pages are counted from the first, and a request that falls between two is forgotten",
			Run: func(c *run) {
				makePartner(c)
				var made []*support.Ticket
				for range 7 {
					made = append(made, ask(c))
				}
				all := requests(c, support.TicketQuery{PageSize: c.PageSize})
				if err := conform.Once(all, func(t *support.Ticket) support.TicketID { return t.ID }); err != nil {
					c.Errorf("%v", err)
				}
				report(c, "the list", sameIDs(among(all, made), made...))
			},
		},
		{
			Name: "Partner.Tickets.List/more-than-a-page", Needs: asPartner(), Source: docRequestList,
			Why: "without a word about pages there are 50 in one, and programs that stop there",
			Run: func(c *run) {
				makePartner(c)
				const many = 53
				id := customer(c)
				n := request(c, of(id))
				for range many {
					_, err := c.S.Service.Partner.Tickets.Create(c.Context(), n)
					c.Must(err, "creating a request")
				}
				for _, q := range []support.TicketQuery{{}, {Customer: id}} {
					mine := 0
					for _, t := range requests(c, q) {
						if t.Title == n.Title {
							mine++
						}
					}
					if mine != many {
						c.Errorf("the list has %d of %d", mine, many)
					}
				}
			},
		},
		{
			Name: "Partner.Tickets.List/by-state", Needs: asPartner(), Sweep: true, Source: docRequestList,
			Why: "a list of what waits for us must have all of it and nothing else",
			Run: func(c *run) {
				makePartner(c)
				open, closed, waits := ask(c), ask(c), ask(c)
				c.Must(c.S.Service.Partner.Tickets.Close(c.Context(), closed.ID), "closing a request")
				setState(c, waits.ID, support.StateAttentionNeeded)
				for state, want := range map[support.State]*support.Ticket{
					support.StateOpen: open, support.StateClosed: closed, support.StateAttentionNeeded: waits,
				} {
					all := requests(c, support.TicketQuery{State: state, PageSize: c.PageSize})
					report(c, string(state), sameIDs(among(all, []*support.Ticket{open, closed, waits}), want))
					for _, t := range all {
						if t.State != state {
							c.Errorf("%s: the list has %s, which is %s", state, t.ID, t.State)
						}
					}
				}
			},
		},
		{
			Name: "Partner.Tickets.List/by-date-and-topic", Needs: asPartner(), Source: docQuery,
			Why: "what the service cannot be asked the client has to look at itself",
			Run: func(c *run) {
				makePartner(c)
				all, err := conform.Collect(c.S.Service.Partner.Topics.List(c.Context()))
				c.Must(err, "listing topics")
				var made []*support.Ticket
				for i := range 4 {
					made = append(made, ask(c, about(all[i%2%len(all)].ID)))
					c.S.Advance(hour)
				}
				found := func(what string, q support.TicketQuery, want ...*support.Ticket) {
					c.Helper()
					report(c, what, sameIDs(among(requests(c, q), made), want...))
				}
				found("by date", support.TicketQuery{CreatedSince: made[2].Created}, made[2], made[3])
				found("by date and state", support.TicketQuery{CreatedSince: made[2].Created.Add(time.Second), State: support.StateOpen}, made[3])
				if len(all) > 1 {
					found("by topic", support.TicketQuery{Problem: all[1].ID}, made[1], made[3])
					found("by date and topic", support.TicketQuery{Problem: all[1].ID, CreatedSince: made[2].Created}, made[3])
				}
			},
		},
		{
			Name: "Partner.Tickets.List/not-of-partner-center", Needs: asPartner(), Source: docQuery,
			Why: "a condition that is dropped returns what was not asked for",
			Run: func(c *run) {
				makePartner(c)
				ask(c)
				for what, q := range map[string]support.TicketQuery{
					"a subscription": {Subscription: support.SubscriptionID(nobody())},
					"a service":      {Service: support.ServiceBilling},
				} {
					all, err := conform.Collect(c.S.Service.Partner.Tickets.List(c.Context(), q))
					if fault := invalid(opRequests).Check(err); fault != nil || len(all) > 0 {
						c.Errorf("%s: %d requests, %v", what, len(all), fault)
					}
				}
			},
		},
		{
			Name: "Partner.Tickets.List/of-a-customer", Needs: asPartner(CanMakeTenants), Source: docRequestList,
			Why: "one customer must never see what another one asked",
			Run: func(c *run) {
				makePartner(c)
				one, other, silent := customer(c), customer(c), customer(c)
				ofOne, ofOther, own := ask(c, of(one)), ask(c, of(other)), ask(c)
				made := []*support.Ticket{ofOne, ofOther, own}
				for id, want := range map[admin365.TenantID][]*support.Ticket{one: {ofOne}, other: {ofOther}, silent: nil} {
					report(c, "of a customer", sameIDs(requests(c, support.TicketQuery{Customer: id}), want...))
				}
				report(c, "the partner's", sameIDs(among(requests(c, support.TicketQuery{}), made), made...))
				stranger, err := c.S.Make.Tenant(c.Context())
				c.Must(err, "adding a tenant")
				_, err = conform.Collect(c.S.Service.Partner.Tickets.List(c.Context(), support.TicketQuery{Customer: stranger}))
				c.Refused(err, othersCustomer(opRequestsOf))
				_, err = conform.Collect(c.S.Service.Partner.Tickets.List(c.Context(), support.TicketQuery{Customer: admin365.TenantID(nobody())}))
				c.Refused(err, unknownCustomer(opRequestsOf))
			},
		},
		{
			Name: "Partner.Operations.Get/has-ended", Needs: asPartner(), Source: docService,
			Why: "what was written for Azure's tickets waits, and must not wait forever",
			Run: func(c *run) {
				makePartner(c)
				op, err := c.S.Service.Partner.Tickets.Create(c.Context(), request(c))
				c.Must(err, "creating a request")
				now, err := support.Wait(c.Context(), c.S.Service.Partner.Operations, op.ID, admin365.WaitOptions{})
				c.Must(err, "waiting for a request")
				if now.State != admin365.OperationSucceeded || now.ResourceID != op.ResourceID || now.ID != op.ID {
					c.Errorf("it is %+v", now)
				}
				t, err := support.Open(c.Context(), c.S.Service.Partner.Tickets, c.S.Service.Partner.Operations, request(c), admin365.WaitOptions{})
				c.Must(err, "opening a request")
				if t.Title == "" {
					c.Errorf("it is %+v", t)
				}
				for _, id := range strangeOperations() {
					if _, err := c.S.Service.Partner.Operations.Get(c.Context(), id); !refusedAs(err, "") {
						c.Errorf("%q: %v, want that it is invalid, or not found", id, err)
					}
				}
			},
		},
	}
}

// noteBodies are the texts of notes, in their order.
func noteBodies(all []*support.Communication) []string {
	var bodies []string
	for _, n := range all {
		bodies = append(bodies, n.Body)
	}
	return bodies
}

// notes are those of a request.
func notes(c *run, id support.TicketID, q support.CommunicationQuery) []*support.Communication {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Partner.Communications.List(c.Context(), id, q))
	c.Must(err, "listing notes")
	return all
}

// note adds a note.
func note(c *run, id support.TicketID, body string) {
	c.Helper()
	op, err := c.S.Service.Partner.Communications.Add(c.Context(), id, support.NewCommunication{Body: body})
	c.Must(err, "adding a note")
	if op.State != admin365.OperationSucceeded {
		c.Errorf("adding a note is %s", op.State)
	}
}

func noteCases() []kase {
	return []kase{
		{
			Name: "Partner.Communications.Add/notes", Needs: asPartner(), Source: docRequestUpdate,
			Why: "the notes are read from the first to the last, and none may be lost",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				if all := notes(c, t.ID, support.CommunicationQuery{}); len(all) != 0 {
					c.Fatalf("it begins with %d notes", len(all))
				}
				for _, body := range []string{"one", "two", "three"} {
					note(c, t.ID, body)
					c.S.Advance(time.Minute)
				}
				all := notes(c, t.ID, support.CommunicationQuery{})
				if got := noteBodies(all); !slices.Equal(got, []string{"one", "two", "three"}) {
					c.Fatalf("the notes are %q", got)
				}
				for i, n := range all {
					report(c, "a note",
						errIf(string(n.ID) != []string{"1", "2", "3"}[i], "its id is %q", n.ID), errIf(n.Ticket != t.ID, "it is in %q", n.Ticket),
						errIf(n.Type != "" || n.Direction != "" || n.Subject != "", "it is %q, %q, %q", n.Type, n.Direction, n.Subject),
						errIf(n.Sender == "", "it is by nobody"), errIf(n.Created.Before(t.Created), "it is of %v", n.Created), conform.NotUTC(*n))
					got, err := c.S.Service.Partner.Communications.Get(c.Context(), t.ID, n.ID)
					c.Must(err, "getting a note")
					if err := conform.Differ(*got, *n); err != nil {
						c.Errorf("when it is got it %v", err)
					}
				}
				if now := getRequest(c, t.ID); !now.Modified.After(t.Modified) {
					c.Errorf("the request was modified at %v, as before", now.Modified)
				}
				if err := conform.Differ(*getRequest(c, t.ID), *t, "Modified", "LastUpdatedBy"); err != nil {
					c.Errorf("besides the notes the request %v", err)
				}
			},
		},
		{
			Name: "Partner.Communications.Add/subject", Needs: asPartner(), Source: docCommunications,
			Why: "a note has no subject, and what was one is to be read all the same",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				_, err := c.S.Service.Partner.Communications.Add(c.Context(), t.ID, support.NewCommunication{Subject: "The subject", Body: "The body."})
				c.Must(err, "adding a note")
				got := noteBodies(notes(c, t.ID, support.CommunicationQuery{}))
				if len(got) != 1 || !strings.HasPrefix(got[0], "The subject\n") || !strings.HasSuffix(got[0], "The body.") {
					c.Errorf("the notes are %q", got)
				}
			},
		},
		{
			Name: "Partner.Communications.Add/refused", Needs: asPartner(), Source: docCommunications,
			Why: "a name that is dropped is one by which nobody finds the note again",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				for field, n := range map[string]support.NewCommunication{
					"Body":   {Subject: "A subject"},
					"Name":   {Body: "A body", Name: "name"},
					"Sender": {Body: "A body", Sender: "ada@contoso.com"},
				} {
					op, err := c.S.Service.Partner.Communications.Add(c.Context(), t.ID, n)
					if fault := invalid(opRequestSay).On(field).Check(err); fault != nil || op != nil {
						c.Errorf("%s: %v", field, fault)
					}
				}
				if all := notes(c, t.ID, support.CommunicationQuery{}); len(all) != 0 {
					c.Errorf("there are %d notes all the same", len(all))
				}
			},
		},
		{
			Name: "Partner.Communications.Get/unknown", Needs: asPartner(), Source: docCommunications,
			Why: "a note that is not there is not the last one",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				note(c, t.ID, "one")
				for _, id := range []support.CommunicationID{"0", "2", "-1", "01", "1.0", "99999999999999999999", "nonsense"} {
					got, err := c.S.Service.Partner.Communications.Get(c.Context(), t.ID, id)
					if !refusedAs(err, opRequest) || got != nil {
						c.Errorf("%q: %+v, %v", id, got, err)
					}
				}
				_, err := c.S.Service.Partner.Communications.Get(c.Context(), t.ID, "2")
				c.Refused(err, plainly(admin365.ErrNotFound, opRequest))
			},
		},
		{
			Name: "Partner.Communications.List/from-microsoft", Needs: asPartner(), Source: docRequests,
			Why: "the question of an engineer is what the request waits for",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				note(c, t.ID, "one")
				c.Must(c.S.Backstage.Say(c.Context(), t.ID, "", "Which version is it?"), "having Microsoft say something")
				got := noteBodies(notes(c, t.ID, support.CommunicationQuery{}))
				if len(got) != 2 || got[0] != "one" || !strings.Contains(got[1], "Which version is it?") {
					c.Errorf("the notes are %q", got)
				}
			},
		},
		{
			Name: "Partner.Communications.List/since", Needs: asPartner(), Source: docCommunications,
			Why: "what the service cannot be asked the client has to look at itself",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				for _, body := range []string{"one", "two", "three"} {
					note(c, t.ID, body)
					c.S.Advance(hour)
				}
				all := notes(c, t.ID, support.CommunicationQuery{})
				if len(all) != 3 {
					c.Fatalf("there are %d notes", len(all))
				}
				newer := notes(c, t.ID, support.CommunicationQuery{Since: all[1].Created})
				if got := noteBodies(newer); !slices.Equal(got, []string{"two", "three"}) || newer[0].ID != "2" {
					c.Errorf("since the second they are %q, from %q", got, newer[0].ID)
				}
				for _, kind := range []support.CommunicationType{support.CommunicationWeb, support.CommunicationPhone} {
					if got := notes(c, t.ID, support.CommunicationQuery{Type: kind}); len(got) > 0 {
						c.Errorf("there are %d notes of the type %s, and notes are of none", len(got), kind)
					}
				}
			},
		},
	}
}
