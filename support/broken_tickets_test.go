package support_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/support"
)

// writing does one method in another way.
type writing struct {
	support.Tickets

	create func(context.Context, support.Tickets, support.NewTicket) (*admin365.Operation, error)
	update func(context.Context, support.Tickets, support.TicketID, support.TicketPatch) error
	end    func(context.Context, support.Tickets, support.TicketID) error
	reopen func(context.Context, support.Tickets, support.TicketID) error
}

// Create implements [support.Tickets].
func (w writing) Create(ctx context.Context, n support.NewTicket) (*admin365.Operation, error) {
	if w.create == nil {
		return w.Tickets.Create(ctx, n)
	}
	return w.create(ctx, w.Tickets, n)
}

// Update implements [support.Tickets].
func (w writing) Update(ctx context.Context, id support.TicketID, p support.TicketPatch) error {
	if w.update == nil {
		return w.Tickets.Update(ctx, id, p)
	}
	return w.update(ctx, w.Tickets, id, p)
}

// Close implements [support.Tickets].
func (w writing) Close(ctx context.Context, id support.TicketID) error {
	if w.end == nil {
		return w.Tickets.Close(ctx, id)
	}
	return w.end(ctx, w.Tickets, id)
}

// Reopen implements [support.Tickets].
func (w writing) Reopen(ctx context.Context, id support.TicketID) error {
	if w.reopen == nil {
		return w.Tickets.Reopen(ctx, id)
	}
	return w.reopen(ctx, w.Tickets, id)
}

// creating is a mistake in Create that alters what is asked for.
func creating(alter func(*support.NewTicket)) func(*support.Service) {
	return func(s *support.Service) {
		s.Tickets = writing{Tickets: s.Tickets, create: func(ctx context.Context, t support.Tickets, n support.NewTicket) (*admin365.Operation, error) {
			alter(&n)
			return t.Create(ctx, n)
		}}
	}
}

// updating is a mistake in Update.
func updating(do func(context.Context, support.Tickets, support.TicketID, support.TicketPatch) error) func(*support.Service) {
	return func(s *support.Service) { s.Tickets = writing{Tickets: s.Tickets, update: do} }
}

func brokenTickets() map[string]mistake {
	return map[string]mistake{
		"taken-is-fine": {
			func(s *support.Service) {
				s.Tickets = writing{Tickets: s.Tickets, create: func(ctx context.Context, t support.Tickets, n support.NewTicket) (*admin365.Operation, error) {
					op, err := t.Create(ctx, n)
					if errors.Is(err, admin365.ErrConflict) {
						return &admin365.Operation{ID: "x", Kind: support.KindCreateTicket, State: admin365.OperationSucceeded, ResourceID: n.Name}, nil
					}
					return op, err
				}}
			},
			[]string{
				"Subscriptions/each-has-its-own", "Tickets.Create/name-of-a-closed-one", "Tickets.Create/name-taken",
				"Tickets.Create/name-taken-meanwhile",
			},
		},
		"done-at-once": {
			func(s *support.Service) {
				s.Tickets = writing{Tickets: s.Tickets, create: func(ctx context.Context, t support.Tickets, n support.NewTicket) (*admin365.Operation, error) {
					op, err := t.Create(ctx, n)
					if err == nil {
						op.State = admin365.OperationSucceeded
					}
					return op, err
				}}
			},
			[]string{"Open/opens", "Open/plan", "Tickets.Create/goes-on"},
		},
		"no-copies": {
			creating(func(n *support.NewTicket) { n.Contact.OtherEmails = nil }),
			[]string{"Aliasing/input-of-create", "Tickets.Create/as-asked", "Tickets.Update/other-emails"},
		},
		"consent-by-default": {
			creating(func(n *support.NewTicket) {
				if n.Diagnostics == "" {
					n.Diagnostics = support.ConsentYes
				}
			}),
			[]string{"Tickets.Create/least"},
		},
		"drops-what-is-not-azures": {
			creating(func(n *support.NewTicket) { n.Customer, n.RequestID = "", "" }),
			[]string{"Tickets.Create/not-of-azure"},
		},
		"forgets-the-workspace": {
			creating(func(n *support.NewTicket) { n.Workspace = "" }),
			[]string{
				"Attachments.GetWorkspace/expires", "Attachments.GetWorkspace/taken-by-a-ticket", "Subscriptions/files",
				"Subscriptions/workspace-of-another", "Tickets.Create/invalid", "Tickets.Create/unknown-workspace",
				"Tickets.Create/workspace-made-before",
			},
		},
		"cuts-the-name": {
			creating(func(n *support.NewTicket) { n.Name = n.Name[:min(len(n.Name), 64)] }),
			[]string{"Tickets.Create/names-that-are", "Tickets.Create/names-that-are-none"},
		},
		"tells-who": {
			func(s *support.Service) {
				s.Tickets = writing{Tickets: s.Tickets, create: func(ctx context.Context, t support.Tickets, n support.NewTicket) (*admin365.Operation, error) {
					op, err := t.Create(ctx, n)
					if e, ok := errors.AsType[*admin365.Error](err); ok {
						told := *e
						told.Message = fmt.Sprintf("%s (%s)", e.Message, n.Contact.Email)
						err = &told
					}
					return op, err
				}}
			},
			[]string{
				"Attachments.GetWorkspace/expires", "Subscriptions/resource", "Tickets.Create/consent-missing",
				"Tickets.Create/invalid", "Tickets.Create/missing", "Tickets.Create/not-of-azure",
				"Tickets.Create/quota-of-the-tenant", "Tickets.Create/resource-of-the-tenant",
				"Tickets.Create/unknown-problem", "Tickets.Create/unknown-service", "Tickets.Create/unknown-workspace",
			},
		},
		"severity-whoever-works": {
			updating(func(ctx context.Context, t support.Tickets, id support.TicketID, p support.TicketPatch) error {
				return unless(t.Update(ctx, id, p), admin365.ErrPrecondition)
			}),
			[]string{
				"Plans/billing-of-a-subscription-needs-one", "Plans/changes-need-one", "Subscriptions/not-registered",
				"Tickets.Update/closed", "Tickets.Update/severity-needs-a-plan",
				"Tickets.Update/severity-while-somebody-works",
			},
		},
		"nothing-to-change": {
			updating(func(ctx context.Context, t support.Tickets, id support.TicketID, p support.TicketPatch) error {
				if p.Severity == nil && p.Contact == nil && p.Diagnostics == nil && p.Consents == nil {
					return nil
				}
				return t.Update(ctx, id, p)
			}),
			[]string{"Tickets.Update/empty"},
		},
		"half-a-patch": {
			updating(func(ctx context.Context, t support.Tickets, id support.TicketID, p support.TicketPatch) error {
				if p.Severity != nil {
					p.Contact = nil
				}
				return t.Update(ctx, id, p)
			}),
			[]string{"Aliasing/input-of-update", "Tickets.Update/all-at-once"},
		},
		"whole-contact": {
			updating(func(ctx context.Context, t support.Tickets, id support.TicketID, p support.TicketPatch) error {
				if p.Contact != nil && p.Contact.OtherEmails == nil {
					whole := *p.Contact
					whole.OtherEmails = []string{}
					p.Contact = &whole
				}
				return t.Update(ctx, id, p)
			}),
			[]string{"Tickets.Update/other-emails"},
		},
		"busy-is-final": {
			func(s *support.Service) {
				busy := func(err error) error { return as(err, admin365.ErrPrecondition, errors.Is(err, admin365.ErrBusy)) }
				s.Tickets = writing{
					Tickets: s.Tickets,
					update: func(ctx context.Context, t support.Tickets, id support.TicketID, p support.TicketPatch) error {
						return busy(t.Update(ctx, id, p))
					},
					end: func(ctx context.Context, t support.Tickets, id support.TicketID) error { return busy(t.Close(ctx, id)) },
					reopen: func(ctx context.Context, t support.Tickets, id support.TicketID) error {
						return busy(t.Reopen(ctx, id))
					},
				}
			},
			[]string{"Tickets/updating"},
		},
		"closes-twice": {
			func(s *support.Service) {
				s.Tickets = writing{Tickets: s.Tickets, end: func(ctx context.Context, t support.Tickets, id support.TicketID) error {
					return unless(t.Close(ctx, id), admin365.ErrConflict)
				}}
			},
			[]string{"Tickets.Close/again", "Tickets.Reopen/after-microsoft-closed"},
		},
		"plan-is-any-precondition": {
			func(s *support.Service) {
				s.Tickets = writing{Tickets: s.Tickets, end: func(ctx context.Context, t support.Tickets, id support.TicketID) error {
					err := t.Close(ctx, id)
					return as(err, support.ErrPlan, errors.Is(err, admin365.ErrPrecondition))
				}}
			},
			[]string{"Tickets.Close/while-somebody-works"},
		},
	}
}
