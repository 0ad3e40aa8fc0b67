package support_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/support"
)

func brokenPartner() map[string]mistake {
	return map[string]mistake{
		"drops-what-is-azures": {
			asksOtherwise(func(n *support.NewTicket) { n.Diagnostics, n.Workspace, n.Name = "", "", "" }),
			[]string{"Partner.Tickets.Create/of-azure-alone"},
		},
		"each-repeat-is-new": {
			asksOtherwise(func(n *support.NewTicket) {
				if n.RequestID != "nonsense" {
					n.RequestID = ""
				}
			}),
			[]string{"Partner.Tickets.Create/repeated"},
		},
		"for-ourselves": {asksOtherwise(func(n *support.NewTicket) { n.Customer = "" }), []string{
			"Partner.Tickets.Create/for-a-customer", "Partner.Tickets.Create/not-a-customer",
			"Partner.Tickets.List/more-than-a-page", "Partner.Tickets.List/of-a-customer",
		}},
		"runs-on": {
			func(s *support.Service) {
				s.Partner.Tickets = writing{Tickets: s.Partner.Tickets, create: func(ctx context.Context, t support.Tickets, n support.NewTicket) (*admin365.Operation, error) {
					op, err := t.Create(ctx, n)
					if err == nil {
						op.State = admin365.OperationRunning
					}
					return op, err
				}}
			},
			[]string{"Partner.Tickets.Create/as-asked"},
		},
		"fillers-are-written": {
			func(s *support.Service) {
				s.Partner.Tickets = writing{Tickets: s.Partner.Tickets, update: func(ctx context.Context, t support.Tickets, id support.TicketID, p support.TicketPatch) error {
					if err := t.Update(ctx, id, p); err != nil {
						return err
					}
					if err := t.Close(ctx, id); err != nil {
						return err
					}
					return t.Reopen(ctx, id)
				}}
			},
			[]string{"Partner.Tickets.Update/severity", "Partner.Tickets/attention-needed"},
		},
		"contacts-are-dropped": {
			func(s *support.Service) {
				s.Partner.Tickets = writing{Tickets: s.Partner.Tickets, update: func(ctx context.Context, t support.Tickets, id support.TicketID, p support.TicketPatch) error {
					if p.Severity != nil {
						p.Contact = nil
					}
					return t.Update(ctx, id, p)
				}}
			},
			[]string{"Partner.Tickets.Update/refused"},
		},
		"closed-once": {
			func(s *support.Service) {
				s.Partner.Tickets = writing{Tickets: s.Partner.Tickets, end: func(ctx context.Context, t support.Tickets, id support.TicketID) error {
					if got, err := t.Get(ctx, id); err == nil && got.State == support.StateClosed {
						return &admin365.Error{Op: "support.PartnerTickets.Close", Kind: admin365.ErrConflict}
					}
					return t.Close(ctx, id)
				}}
			},
			[]string{"Partner.Tickets/closes-and-opens"},
		},
		"only-his-own": {
			func(s *support.Service) {
				s.Partner.Tickets = reading{Tickets: s.Partner.Tickets, list: func(ctx context.Context, t support.Tickets, q support.TicketQuery) iter.Seq2[*support.Ticket, error] {
					q.Colleagues = false
					return t.List(ctx, q)
				}}
			},
			[]string{"Partner.Callers/colleagues", "Partner/not-a-partner"},
		},
		"subscriptions-are-ignored": {
			func(s *support.Service) {
				s.Partner.Tickets = reading{Tickets: s.Partner.Tickets, list: func(ctx context.Context, t support.Tickets, q support.TicketQuery) iter.Seq2[*support.Ticket, error] {
					q.Subscription = ""
					return t.List(ctx, q)
				}}
			},
			[]string{"Partner.Tickets.List/not-of-partner-center"},
		},
		"no-partner-no-requests": {
			func(s *support.Service) {
				s.Partner.Tickets = reading{Tickets: s.Partner.Tickets, get: func(ctx context.Context, t support.Tickets, id support.TicketID) (*support.Ticket, error) {
					got, err := t.Get(ctx, id)
					return got, as(err, admin365.ErrNotFound, errors.Is(err, admin365.ErrForbidden))
				}}
			},
			[]string{"Partner/not-a-partner"},
		},
		"newest-note-first": {func(s *support.Service) { s.Partner.Communications = newestFirst{s.Partner.Communications} }, []string{
			"Partner.Communications.Add/notes", "Partner.Communications.List/from-microsoft",
			"Partner.Communications.List/since",
		}},
		"notes-from-zero": {func(s *support.Service) { s.Partner.Communications = fromZero{s.Partner.Communications} }, []string{"Partner.Communications.Add/notes", "Partner.Communications.List/since"}},
		"no-subject":      {func(s *support.Service) { s.Partner.Communications = noSubject{s.Partner.Communications} }, []string{"Partner.Communications.Add/subject"}},
	}
}

// asksOtherwise is a mistake in Create that alters what is asked for.
func asksOtherwise(alter func(*support.NewTicket)) func(*support.Service) {
	return func(s *support.Service) {
		s.Partner.Tickets = writing{Tickets: s.Partner.Tickets, create: func(ctx context.Context, t support.Tickets, n support.NewTicket) (*admin365.Operation, error) {
			alter(&n)
			return t.Create(ctx, n)
		}}
	}
}

// newestFirst turns the notes round.
type newestFirst struct{ support.Communications }

func (f newestFirst) List(ctx context.Context, t support.TicketID, q support.CommunicationQuery) iter.Seq2[*support.Communication, error] {
	return func(yield func(*support.Communication, error) bool) {
		var all []*support.Communication
		for c, err := range f.Communications.List(ctx, t, q) {
			if err != nil {
				yield(nil, err)
				return
			}
			all = append(all, c)
		}
		for _, c := range slices.Backward(all) {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// fromZero counts the notes as a slice does.
type fromZero struct{ support.Communications }

func (z fromZero) List(ctx context.Context, t support.TicketID, q support.CommunicationQuery) iter.Seq2[*support.Communication, error] {
	return mapped(z.Communications.List(ctx, t, q), func(c *support.Communication) *support.Communication {
		if n, err := strconv.Atoi(string(c.ID)); err == nil {
			c.ID = support.CommunicationID(strconv.Itoa(n - 1))
		}
		return c
	})
}

// noSubject drops what a note has no field for.
type noSubject struct{ support.Communications }

func (s noSubject) Add(ctx context.Context, t support.TicketID, n support.NewCommunication) (*admin365.Operation, error) {
	n.Subject = ""
	return s.Communications.Add(ctx, t, n)
}
