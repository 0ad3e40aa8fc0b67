package supporttest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func subscriptionCases() []kase {
	return []kase{
		{
			Name: "Subscriptions/ticket-of-one", Needs: with(), Source: docTicket,
			Why: "the id says where the ticket is, and all that takes an id has to follow it",
			Run: func(c *run) {
				sub := subscribed(c, support.Subscription{})
				n := sample(c, in(sub))
				op := begin(c, n)
				finish(c, op)
				t := get(c, support.SubscriptionTicket(sub, n.Name))
				report(c, "the ticket",
					errIf(!strings.EqualFold(string(t.ID), op.ResourceID), "its id is %q, the operation says %q", t.ID, op.ResourceID),
					errIf(!strings.EqualFold(string(t.ID), string(support.SubscriptionTicket(sub, n.Name))), "its id is %q", t.ID),
					errIf(t.Name != n.Name, "Name is %q", t.Name),
					errIf(!strings.EqualFold(string(t.Subscription), string(sub)), "Subscription is %q", t.Subscription))
				if now := get(c, upper(t.ID)); now.ID != t.ID {
					c.Errorf("in capital letters it is %q", now.ID)
				}
				update(c, t.ID, support.TicketPatch{Severity: new(support.Moderate)})
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket")
				if now := get(c, t.ID); now.State != support.StateClosed || now.Severity != support.Moderate {
					c.Errorf("it is %s, %s", now.State, now.Severity)
				}
			},
		},
		{
			Name: "Subscriptions/each-has-its-own", Needs: with(), Source: docTickets,
			Why: "who may read one subscription must not see into the next",
			Run: func(c *run) {
				one, other := subscribed(c, support.Subscription{}), subscribed(c, support.Subscription{})
				name := conform.Unique()
				ofTenant, ofOne, ofOther := add(c, named(name)), add(c, named(name), in(one)), add(c, named(name), in(other))
				made := []*support.Ticket{ofTenant, ofOne, ofOther}
				for _, place := range []struct {
					sub  support.SubscriptionID
					want *support.Ticket
				}{{"", ofTenant}, {one, ofOne}, {other, ofOther}} {
					report(c, "of "+string(place.sub), sameIDs(among(list(c, support.TicketQuery{Subscription: place.sub}), made), place.want))
				}
				_, err := c.S.Service.Tickets.Create(c.Context(), sample(c, named(name), in(one)))
				c.Refused(err, taken(opCreate))
				c.Must(c.S.Service.Tickets.Close(c.Context(), ofOne.ID), "closing a ticket")
				unchanged(c, ofTenant)
				unchanged(c, ofOther)
			},
		},
		{
			Name: "Subscriptions/resource", Needs: with(), Source: docCreate,
			Why: "the engineer looks at that machine, and at no other",
			Run: func(c *run) {
				sub := subscribed(c, support.Subscription{})
				n := sample(c, in(sub))
				n.Resource = "/subscriptions/" + string(sub) + "/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm"
				op := begin(c, n)
				finish(c, op)
				if t := get(c, support.TicketID(op.ResourceID)); !strings.EqualFold(t.Resource, n.Resource) {
					c.Errorf("Resource is %q, want %q", t.Resource, n.Resource)
				}
				n = sample(c, in(sub))
				n.Resource = "/subscriptions/" + nobody() + "/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm"
				refusedCreate(c, "a resource of another subscription", n, invalid(opCreate).On("resource"))
			},
		},
		{
			Name: "Subscriptions/quota", Needs: with(), Source: docCreate,
			Why: "what is asked for is granted as it was written",
			Run: func(c *run) {
				n := sample(c, in(subscribed(c, support.Subscription{})), about(ofService(c, support.ServiceQuotas).ID))
				n.Quota = quota()
				n.Quota.SubType = "Account"
				op := begin(c, n)
				finish(c, op)
				t := get(c, support.TicketID(op.ResourceID))
				if t.Quota == nil || !conform.Same(*t.Quota, *n.Quota) {
					c.Errorf("Quota is %+v, want %+v", t.Quota, n.Quota)
				}
			},
		},
		{
			Name: "Subscriptions/files", Needs: with(HasAttachments), Source: docAttachments,
			Why: "files about a subscription are seen by those who may read it, and by nobody else",
			Run: func(c *run) {
				sub := subscribed(c, support.Subscription{})
				w := workspace(c, sub)
				report(c, "the workspace",
					errIf(!strings.EqualFold(string(w.ID), string(support.SubscriptionWorkspace(sub, w.Name))), "its id is %q", w.ID),
					errIf(!strings.EqualFold(string(w.Subscription), string(sub)), "Subscription is %q", w.Subscription))
				send(c, w.ID, "log.txt", []byte(fileContent))
				_, err := c.S.Service.Attachments.GetWorkspace(c.Context(), support.WorkspaceID(w.Name))
				c.Refused(err, unknown(opWorkspace))
				if t := add(c, in(sub), keptIn(w.ID)); !strings.EqualFold(string(t.Workspace), string(w.ID)) {
					c.Errorf("the ticket's workspace is %q, want %q", t.Workspace, w.ID)
				}
				t := add(c, in(sub))
				got, err := c.S.Service.Attachments.GetWorkspace(c.Context(), t.Workspace)
				c.Must(err, "getting the workspace of a ticket of a subscription")
				if !strings.EqualFold(string(got.Subscription), string(sub)) {
					c.Errorf("it is of the subscription %q", got.Subscription)
				}
			},
		},
		{
			Name: "Subscriptions/workspace-of-another", Needs: with(HasAttachments), Source: docNew,
			Why: "files of one subscription must not go out with the ticket of another",
			Run: func(c *run) {
				one, other := subscribed(c, support.Subscription{}), subscribed(c, support.Subscription{})
				w := workspace(c, other)
				for _, place := range []support.SubscriptionID{one, ""} {
					op, err := c.S.Service.Tickets.Create(c.Context(), sample(c, in(place), keptIn(w.ID)))
					if op != nil || !refusedAs(err, opCreate) {
						c.Errorf("in %q: %v, want that it is invalid, or not found", place, err)
					}
				}
			},
		},
		{
			Name: "Subscriptions/words", Needs: with(HasCommunications), Source: docCommunications,
			Why: "what is said in one ticket is to be read in that one",
			Run: func(c *run) {
				t := add(c, in(subscribed(c, support.Subscription{})))
				said := say(c, t.ID)
				if !strings.EqualFold(string(said.Ticket), string(t.ID)) {
					c.Errorf("it was said in %q, want %q", said.Ticket, t.ID)
				}
				if find(conversation(c, t.ID), func(l *support.Communication) bool { return l.ID == said.ID }) == nil {
					c.Errorf("the list does not have it")
				}
			},
		},
	}
}

// placeCases are about subscriptions that are none, or not ready.
func placeCases() []kase {
	return []kase{
		{
			Name: "Subscriptions/unknown", Needs: with(HasCommunications, HasAttachments), Source: docAzureErrors,
			Why: "a subscription that is not there is told apart from a ticket that is not",
			Run: func(c *run) {
				at := nowhere()
				at.problem = technical(c).ID
				at = at.in(support.SubscriptionID(nobody()))
				for _, m := range azureMethods() {
					if fault := noSubscription(m.op).Check(m.call(c.Context(), c.S.Service, at)); fault != nil {
						c.Errorf("%s: %v", m.op, fault)
					}
				}
				op := begin(c, sample(c, in(subscribed(c, support.Subscription{}))))
				// The operation's id tells the subscription, and nothing else does.
				sub := support.SubscriptionID(guidIn(string(op.ID)))
				_, err := c.S.Service.Operations.Get(c.Context(), admin365.OperationID(strings.Replace(string(op.ID), string(sub), nobody(), 1)))
				c.Refused(err, plainly(admin365.ErrNotFound, opProgress))
			},
		},
		{
			Name: "Subscriptions/not-registered", Needs: with(HasCommunications, HasAttachments, CanAdvance, HasPartner), Source: docRegister,
			Why: "it takes one command to register, and hours to find that out",
			Run: func(c *run) {
				sub := subscribed(c, support.Subscription{})
				at := targetOf(c, sub)
				subscribed(c, support.Subscription{ID: sub, Unregistered: true})
				for _, m := range append(azureMethods(), methodNamed("Operations.Get")) {
					if fault := unregistered(m.op).Check(m.call(c.Context(), c.S.Service, at)); fault != nil {
						c.Errorf("%s: %v", m.op, fault)
					}
				}
				subscribed(c, support.Subscription{ID: sub})
				if t := get(c, at.ticket); t.State != support.StateOpen {
					c.Errorf("afterwards the ticket is %s", t.State)
				}
			},
		},
		{
			Name: "Subscriptions/no-guid", Needs: with(), Source: docPathIDs,
			Why: "whatever stands in the place of a subscription is a part of an address",
			Run: func(c *run) {
				p := technical(c).ID
				for _, sub := range []support.SubscriptionID{"nonsense", "..", "a/b", "%2e%2e", "x?y=z"} {
					_, err := c.S.Service.Tickets.Create(c.Context(), sample(c, in(sub), about(p)))
					if !refusedAs(err, "") {
						c.Errorf("creating in %q: %v, want that it is invalid, or not found", sub, err)
					}
					_, err = conform.Collect(c.S.Service.Tickets.List(c.Context(), support.TicketQuery{Subscription: sub}))
					if !refusedAs(err, "") {
						c.Errorf("listing %q: %v, want that it is invalid, or not found", sub, err)
					}
				}
			},
		},
	}
}

// guidIn returns the first GUID in a text, "" if there is none.
func guidIn(text string) string {
	for at := 0; at+36 <= len(text); at++ {
		if id := guid(text[at : at+36]); id != "" {
			return id
		}
	}
	return ""
}
