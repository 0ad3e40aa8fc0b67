package supporttest

import (
	"context"

	"github.com/admin365/admin365/support"
)

func partnerMethods() []method {
	type service = *support.Service
	return []method{
		{"Partner.Topics.List", opTopics, "", false, false, func(ctx context.Context, s service, _ target) error {
			return listed(s.Partner.Topics.List(ctx))
		}},
		{"Partner.Tickets.List", opRequests, "", false, false, func(ctx context.Context, s service, _ target) error {
			return listed(s.Partner.Tickets.List(ctx, support.TicketQuery{}))
		}},
		{"Partner.Tickets.Get", opRequest, idOfRequest, false, false, func(ctx context.Context, s service, at target) error {
			return only(s.Partner.Tickets.Get(ctx, at.request))
		}},
		{"Partner.Tickets.Create", opRequestCreate, "", true, false, func(ctx context.Context, s service, at target) error {
			return only(s.Partner.Tickets.Create(ctx, support.NewTicket{Title: "A title", Description: "A description", Severity: support.Minimal, Problem: at.topic}))
		}},
		{"Partner.Tickets.Update", opRequestUpdate, idOfRequest, true, false, func(ctx context.Context, s service, at target) error {
			return s.Partner.Tickets.Update(ctx, at.request, support.TicketPatch{Severity: new(support.Critical)})
		}},
		{"Partner.Tickets.Close", opRequestClose, idOfRequest, true, false, func(ctx context.Context, s service, at target) error {
			return s.Partner.Tickets.Close(ctx, at.request)
		}},
		{"Partner.Tickets.Reopen", opRequestReopen, idOfRequest, true, false, func(ctx context.Context, s service, at target) error {
			return s.Partner.Tickets.Reopen(ctx, at.request)
		}},
		{"Partner.Communications.List", opRequest, idOfRequest, false, false, func(ctx context.Context, s service, at target) error {
			return listed(s.Partner.Communications.List(ctx, at.request, support.CommunicationQuery{}))
		}},
		{"Partner.Communications.Get", opRequest, idOfRequest, false, false, func(ctx context.Context, s service, at target) error {
			return only(s.Partner.Communications.Get(ctx, at.request, at.note))
		}},
		{"Partner.Communications.Add", opRequestSay, idOfRequest, true, false, func(ctx context.Context, s service, at target) error {
			return only(s.Partner.Communications.Add(ctx, at.request, support.NewCommunication{Body: "A note"}))
		}},
		{"Partner.Operations.Get", opRequest, idOfOperation, false, false, func(ctx context.Context, s service, at target) error {
			return only(s.Partner.Operations.Get(ctx, at.requestOp))
		}},
	}
}

// microsoft365Methods are refused, all of them.
func microsoft365Methods() []method {
	type service = *support.Service
	return []method{
		{"Microsoft365.List", "", "", false, false, func(ctx context.Context, s service, _ target) error {
			return listed(s.Microsoft365.List(ctx, support.TicketQuery{}))
		}},
		{"Microsoft365.Get", "", "", false, false, func(ctx context.Context, s service, at target) error {
			return only(s.Microsoft365.Get(ctx, at.ticket))
		}},
		{"Microsoft365.Create", "", "", true, false, func(ctx context.Context, s service, _ target) error {
			return only(s.Microsoft365.Create(ctx, support.NewTicket{Name: "name", Title: "A title", Description: "A description", Severity: support.Minimal, Contact: person()}))
		}},
		{"Microsoft365.Update", "", "", true, false, func(ctx context.Context, s service, at target) error {
			return s.Microsoft365.Update(ctx, at.ticket, support.TicketPatch{Severity: new(support.Critical)})
		}},
		{"Microsoft365.Close", "", "", true, false, func(ctx context.Context, s service, at target) error {
			return s.Microsoft365.Close(ctx, at.ticket)
		}},
		{"Microsoft365.Reopen", "", "", true, false, func(ctx context.Context, s service, at target) error {
			return s.Microsoft365.Reopen(ctx, at.ticket)
		}},
	}
}

// azureMethods are those of Azure that can be about a subscription, the check of a
// communication's name among them.
func azureMethods() []method {
	var placed []method
	for _, m := range methods() {
		if m.placed {
			placed = append(placed, m)
		}
	}
	return append(placed, checkSaid())
}
