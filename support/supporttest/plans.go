package supporttest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func planCases() []kase {
	return []kase{
		{
			Name: "Plans/changes-need-one", Needs: with(HasCommunications), Source: docPlan,
			Why: "a plan that ended leaves tickets behind that nobody may touch",
			Run: func(c *run) {
				open, closed := add(c), add(c)
				c.Must(c.S.Service.Tickets.Close(c.Context(), closed.ID), "closing a ticket")
				closed = get(c, closed.ID)
				for _, p := range []support.Plan{support.PlanBasic, support.PlanDeveloper, support.PlanStandard} {
					plan(c, p)
					planned(c, c.S.Service.Tickets.Update(c.Context(), open.ID, support.TicketPatch{Severity: new(support.Critical)}), planLacks(opUpdate))
					planned(c, c.S.Service.Tickets.Close(c.Context(), open.ID), planLacks(opClose))
					planned(c, c.S.Service.Tickets.Reopen(c.Context(), closed.ID), planLacks(opReopen))
				}
				unchanged(c, open)
				unchanged(c, closed)
				plan(c, support.PlanPremier)
				update(c, open.ID, support.TicketPatch{Severity: new(support.Critical)})
				c.Must(c.S.Service.Tickets.Reopen(c.Context(), closed.ID), "reopening a ticket")
			},
		},
		{
			Name: "Plans/words-need-one", Needs: with(HasCommunications, CanAdvance), Source: docCommunications,
			Why: "what was accepted was not said, and who does not wait believes that it was",
			Run: func(c *run) {
				t := add(c)
				plan(c, support.PlanBasic)
				op, err := c.S.Service.Communications.Add(c.Context(), t.ID, words())
				c.Must(err, "saying something")
				c.S.Advance(5 * time.Minute)
				failed(c, op, func(err error) { planned(c, err, planLacks(support.KindAddCommunication)) })
				if _, err := c.S.Service.Communications.Get(c.Context(), t.ID, support.CommunicationID(op.ResourceID)); err == nil {
					c.Errorf("it was said all the same")
				}
			},
		},
		{
			Name: "Plans/reading-needs-none", Needs: with(HasCommunications, HasAttachments), Source: docPlan,
			Why: "what was answered stays to be read",
			Run: func(c *run) {
				t := add(c)
				said := say(c, t.ID)
				plan(c, support.PlanBasic)
				if err := conform.Differ(*get(c, t.ID), *t, "Modified"); err != nil {
					c.Errorf("the ticket %v", err)
				}
				if find(list(c, support.TicketQuery{}), func(l *support.Ticket) bool { return l.ID == t.ID }) == nil {
					c.Errorf("the list does not have it")
				}
				if _, err := c.S.Service.Communications.Get(c.Context(), t.ID, said.ID); err != nil {
					c.Errorf("reading what was said: %v", err)
				}
				conversation(c, t.ID)
			},
		},
		{
			Name: "Plans/billing-of-the-tenant-needs-none", Needs: with(HasCommunications), Source: docRecorded,
			Why: "a ticket about a bill that can be opened must be followed to its end",
			Run: func(c *run) {
				plan(c, support.PlanBasic)
				t := add(c, about(billing(c).ID))
				if now := update(c, t.ID, support.TicketPatch{Severity: new(support.Moderate)}); now.Severity != support.Moderate {
					c.Errorf("Severity is %q", now.Severity)
				}
				say(c, t.ID)
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket")
				c.Must(c.S.Service.Tickets.Reopen(c.Context(), t.ID), "reopening a ticket")
			},
		},
		{
			Name: "Plans/billing-of-a-subscription-needs-one", Needs: with(), Source: docTickets,
			Why: "the exception is for the tenant's tickets alone",
			Run: func(c *run) {
				t := add(c, in(subscribed(c, support.Subscription{})), about(billing(c).ID))
				plan(c, support.PlanBasic)
				planned(c, c.S.Service.Tickets.Update(c.Context(), t.ID, support.TicketPatch{Severity: new(support.Critical)}), planLacks(opUpdate))
				planned(c, c.S.Service.Tickets.Close(c.Context(), t.ID), planLacks(opClose))
				unchanged(c, t)
			},
		},
		{
			Name: "Plans/partner-center-knows-none", Needs: asPartner(HasTickets), Source: docTickets,
			Why: "a partner's support is another contract",
			Run: func(c *run) {
				makePartner(c)
				plan(c, support.PlanBasic)
				r := ask(c)
				c.Must(c.S.Service.Partner.Tickets.Update(c.Context(), r.ID, support.TicketPatch{Severity: new(support.Critical)}), "changing a request")
				op, err := c.S.Service.Partner.Communications.Add(c.Context(), r.ID, support.NewCommunication{Body: "a note"})
				c.Must(err, "adding a note")
				if op.State != admin365.OperationSucceeded {
					c.Errorf("it is %s", op.State)
				}
			},
		},
	}
}
