package supporttest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func partnerStateCases() []kase {
	return []kase{
		{
			Name: "Partner.Tickets.Update/severity", Needs: asPartner(), Source: docRequestUpdate,
			Why: "the whole request is sent with fillers, and none of them may be written",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				note(c, t.ID, "one")
				c.S.Advance(hour)
				for _, s := range []support.Severity{support.Critical, support.Minimal, support.Moderate} {
					c.Must(c.S.Service.Partner.Tickets.Update(c.Context(), t.ID, support.TicketPatch{Severity: new(s)}), "changing a request")
					now := getRequest(c, t.ID)
					if now.Severity != s {
						c.Errorf("Severity is %q, want %q", now.Severity, s)
					}
					if err := conform.Differ(*now, *t, "Severity", "Modified", "LastUpdatedBy"); err != nil {
						c.Errorf("besides the severity it %v", err)
					}
				}
				if got := noteBodies(notes(c, t.ID, support.CommunicationQuery{})); len(got) != 1 || got[0] != "one" {
					c.Errorf("the notes are %q", got)
				}
			},
		},
		{
			Name: "Partner.Tickets.Update/who", Needs: asPartner(), Source: docRequests,
			Why: "who changed it last is whom to ask why",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				c.Must(c.S.Service.Partner.Tickets.Update(c.Context(), t.ID, support.TicketPatch{Severity: new(support.Critical)}), "changing a request")
				if by := getRequest(c, t.ID).LastUpdatedBy; by.Email == "" && by.ID == "" && by.LastName == "" {
					c.Errorf("it was changed by nobody")
				}
			},
		},
		{
			Name: "Partner.Tickets.Update/refused", Needs: asPartner(), Source: docTickets,
			Why: "what Partner Center does not change must not seem to be changed",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				for what, p := range map[string]support.TicketPatch{
					"nothing":                    {},
					"a contact":                  {Contact: &support.ContactPatch{Phone: new(hiddenPhone)}},
					"a contact and the severity": {Severity: new(support.Critical), Contact: &support.ContactPatch{Phone: new(hiddenPhone)}},
					"a consent":                  {Diagnostics: new(support.ConsentYes)},
					"consents":                   {Consents: []support.SecondaryConsent{{Type: "x", Consent: support.ConsentYes}}},
					"the highest severity":       {Severity: new(support.HighestCriticalImpact)},
					"a severity of nobody":       {Severity: new(support.Severity("urgent"))},
				} {
					want := invalid(opRequestUpdate)
					want.Hides = personal()
					if fault := want.Check(c.S.Service.Partner.Tickets.Update(c.Context(), t.ID, p)); fault != nil {
						c.Errorf("%s: %v", what, fault)
					}
				}
				if err := conform.Differ(*getRequest(c, t.ID), *t); err != nil {
					c.Errorf("after the refusals it %v", err)
				}
			},
		},
		{
			Name: "Partner.Tickets/closes-and-opens", Needs: asPartner(), Source: docRequestUpdate,
			Why: "what is done with is not to be asked about any more, until it comes back",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				note(c, t.ID, "one")
				c.S.Advance(hour)
				s := c.S.Service.Partner.Tickets
				// The second time changes nothing.
				for range 2 {
					c.Must(s.Close(c.Context(), t.ID), "closing a request")
					now := getRequest(c, t.ID)
					if now.State != support.StateClosed || now.Closed.Before(t.Created) {
						c.Errorf("it is %s, closed at %v", now.State, now.Closed)
					}
					if err := conform.Differ(*now, *t, "State", "Modified", "Closed", "LastUpdatedBy"); err != nil {
						c.Errorf("besides the state it %v", err)
					}
				}
				for range 2 {
					c.Must(s.Reopen(c.Context(), t.ID), "reopening a request")
					if now := getRequest(c, t.ID); now.State != support.StateOpen {
						c.Errorf("it is %s", now.State)
					}
				}
				if got := noteBodies(notes(c, t.ID, support.CommunicationQuery{})); len(got) != 1 || got[0] != "one" {
					c.Errorf("the notes are %q", got)
				}
			},
		},
		{
			Name: "Partner.Tickets/attention-needed", Needs: asPartner(), Source: docRequests,
			Why: "that it waits for us is said by Microsoft, and by nobody else",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				setState(c, t.ID, support.StateAttentionNeeded)
				if now := getRequest(c, t.ID); now.State != support.StateAttentionNeeded {
					c.Errorf("it is %s", now.State)
				}
				// A severity is sent with a filler for the state.
				c.Must(c.S.Service.Partner.Tickets.Update(c.Context(), t.ID, support.TicketPatch{Severity: new(support.Critical)}), "changing a request")
				if now := getRequest(c, t.ID); now.State != support.StateAttentionNeeded || now.Severity != support.Critical {
					c.Errorf("it is %s, %s", now.State, now.Severity)
				}
				c.Must(c.S.Service.Partner.Tickets.Close(c.Context(), t.ID), "closing a request")
				if now := getRequest(c, t.ID); now.State != support.StateClosed {
					c.Errorf("it is %s", now.State)
				}
			},
		},
		{
			Name: "Partner.Tickets.Close/while-somebody-works", Needs: asPartner(), Source: docTickets,
			Why: "there a request is closed by whoever asked, whatever Microsoft does with it",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c)
				c.Must(c.S.Backstage.Say(c.Context(), t.ID, "", "We look at it."), "having Microsoft say something")
				c.Must(c.S.Service.Partner.Tickets.Close(c.Context(), t.ID), "closing a request")
				if now := getRequest(c, t.ID); now.State != support.StateClosed {
					c.Errorf("it is %s", now.State)
				}
			},
		},
		{
			Name: "Partner/not-a-partner", Needs: asPartner(HasTickets, HasCommunications, HasAttachments, HasCatalogue, HasOperations), Source: docPartnerAuth,
			Why: "a company that is no partner is told so, and not that there are no requests",
			Run: func(c *run) {
				at := targetOf(c, "")
				was := getRequest(c, at.request)
				c.Must(c.S.Backstage.SetPartner(c.Context(), false), "making the tenant no partner")
				for _, m := range partnerMethods() {
					if fault := forbidden(m.op).Check(m.call(c.Context(), c.S.Service, at)); fault != nil {
						c.Errorf("%s: %v", m.name, fault)
					}
				}
				for op, q := range map[string]support.TicketQuery{opRequestsOf: {Customer: admin365.TenantID(nobody())}, opColleagues: {Colleagues: true}} {
					_, err := conform.Collect(c.S.Service.Partner.Tickets.List(c.Context(), q))
					c.Refused(err, forbidden(op))
				}
				makePartner(c)
				if now := getRequest(c, at.request); now.Severity != was.Severity || now.State == support.StateClosed {
					c.Errorf("afterwards it is %s, %s", now.State, now.Severity)
				}
			},
		},
		{
			Name: "Partner/apart-from-azure", Needs: asPartner(HasTickets, HasOperations, HasCatalogue), Source: docService,
			Why: "a ticket of one is none of the other",
			Run: func(c *run) {
				makePartner(c)
				r, t := ask(c), add(c)
				_, err := c.S.Service.Tickets.Get(c.Context(), r.ID)
				if !refusedAs(err, opGet) {
					c.Errorf("the request, in Azure: %v", err)
				}
				for _, id := range []support.TicketID{t.ID, support.TicketID(t.Number)} {
					if _, err := c.S.Service.Partner.Tickets.Get(c.Context(), id); !refusedAs(err, opRequest) {
						c.Errorf("the ticket, in Partner Center: %v", err)
					}
				}
				for _, other := range requests(c, support.TicketQuery{}) {
					if other.Title == t.Title {
						c.Errorf("the list of requests has the ticket")
					}
				}
				for _, other := range list(c, support.TicketQuery{}) {
					if other.Title == r.Title {
						c.Errorf("the list of tickets has the request")
					}
				}
			},
		},
	}
}

func microsoft365Cases() []kase {
	return []kase{
		{
			Name: "Microsoft365/no-api", Needs: []string{HasMicrosoft365}, Source: docService,
			Why: "whoever looks for it is told where it is done, and not left with a riddle",
			Run: func(c *run) {
				for _, m := range microsoft365Methods() {
					err := m.call(c.Context(), c.S.Service, nowhere())
					want := unsupported()
					want.Hides = personal()
					if fault := want.Check(err); fault != nil {
						c.Errorf("%s: %v", m.name, fault)
						continue
					}
					if !strings.Contains(err.Error(), "https://admin.") {
						c.Errorf("%s does not name the page: %v", m.name, err)
					}
				}
			},
		},
		{
			Name: "Microsoft365/whatever-is-asked", Needs: []string{HasMicrosoft365}, Source: docService,
			Why: "that there is no API is no matter of the input",
			Run: func(c *run) {
				s := c.S.Service.Microsoft365
				_, err := s.Get(c.Context(), "")
				c.Refused(err, unsupported())
				_, err = s.Create(c.Context(), support.NewTicket{})
				c.Refused(err, unsupported())
				c.Refused(s.Update(c.Context(), "..", support.TicketPatch{}), unsupported())
				all, err := conform.Collect(s.List(c.Context(), support.TicketQuery{Customer: "x", Subscription: "y"}))
				c.Refused(err, unsupported())
				if len(all) > 0 {
					c.Errorf("the list has %d tickets", len(all))
				}
			},
		},
	}
}
