package support_test

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/support"
)

// reading does one method in another way.
type reading struct {
	support.Tickets

	list func(context.Context, support.Tickets, support.TicketQuery) iter.Seq2[*support.Ticket, error]
	get  func(context.Context, support.Tickets, support.TicketID) (*support.Ticket, error)
}

// List implements [support.Tickets].
func (r reading) List(ctx context.Context, q support.TicketQuery) iter.Seq2[*support.Ticket, error] {
	if r.list == nil {
		return r.Tickets.List(ctx, q)
	}
	return r.list(ctx, r.Tickets, q)
}

// Get implements [support.Tickets].
func (r reading) Get(ctx context.Context, id support.TicketID) (*support.Ticket, error) {
	if r.get == nil {
		return r.Tickets.Get(ctx, id)
	}
	return r.get(ctx, r.Tickets, id)
}

// asking is a mistake in List that alters the question.
func asking(alter func(*support.TicketQuery)) func(*support.Service) {
	return func(s *support.Service) {
		s.Tickets = reading{Tickets: s.Tickets, list: func(ctx context.Context, t support.Tickets, q support.TicketQuery) iter.Seq2[*support.Ticket, error] {
			alter(&q)
			return t.List(ctx, q)
		}}
	}
}

// getting is a mistake in Get.
func getting(do func(context.Context, support.Tickets, support.TicketID) (*support.Ticket, error)) func(*support.Service) {
	return func(s *support.Service) { s.Tickets = reading{Tickets: s.Tickets, get: do} }
}

func brokenReads() map[string]mistake {
	return map[string]mistake{
		"any-state": {asking(func(q *support.TicketQuery) { q.State = "" }), []string{"Tickets.List/by-state/*", "Tickets.List/by-what-it-is-about/*"}},
		"any-subscription": {asking(func(q *support.TicketQuery) { q.Subscription = "" }), []string{
			"Aliasing/answers-about-tickets", "Subscriptions/each-has-its-own", "Subscriptions/no-guid",
			"Subscriptions/not-registered", "Subscriptions/unknown",
		}},
		"after-and-not-since": {
			asking(func(q *support.TicketQuery) {
				if !q.CreatedSince.IsZero() {
					q.CreatedSince = q.CreatedSince.Add(time.Second)
				}
			}),
			[]string{"Tickets.List/by-date/*"},
		},
		"one-page": {
			func(s *support.Service) {
				s.Tickets = reading{Tickets: s.Tickets, list: func(ctx context.Context, t support.Tickets, q support.TicketQuery) iter.Seq2[*support.Ticket, error] {
					n, size := 0, q.PageSize
					if size == 0 {
						size = 25
					}
					return mapped(t.List(ctx, q), func(t *support.Ticket) *support.Ticket {
						if n++; n > size {
							return nil
						}
						return t
					})
				}}
			},
			[]string{"Lists/left-early", "Tickets.List/all/*", "Tickets.List/by-date/*", "Tickets.List/more-than-a-page"},
		},
		"fetched-at-once": {
			func(s *support.Service) {
				s.Tickets = reading{Tickets: s.Tickets, list: func(ctx context.Context, t support.Tickets, q support.TicketQuery) iter.Seq2[*support.Ticket, error] {
					var all []*support.Ticket
					var failed error
					for v, err := range t.List(ctx, q) {
						if err != nil {
							failed = err
							break
						}
						all = append(all, v)
					}
					return func(yield func(*support.Ticket, error) bool) {
						for _, v := range all {
							if !yield(v, nil) {
								return
							}
						}
						if failed != nil {
							yield(nil, failed)
						}
					}
				}}
			},
			[]string{"Lists/cancelled-before-ranged", "Lists/not-fetched-until-ranged"},
		},
		"local-time": {
			getting(func(ctx context.Context, t support.Tickets, id support.TicketID) (*support.Ticket, error) {
				got, err := t.Get(ctx, id)
				if err == nil {
					got.Created = got.Created.In(time.FixedZone("", 3600))
				}
				return got, err
			}),
			[]string{"Tickets.Create/as-asked"},
		},
		"letter-case-matters": {
			getting(func(ctx context.Context, t support.Tickets, id support.TicketID) (*support.Ticket, error) {
				got, err := t.Get(ctx, id)
				if err == nil && got.ID != id {
					return nil, &admin365.Error{Op: "support.Tickets.Get", Kind: admin365.ErrNotFound, Status: 404, Code: "ResourceNotFound"}
				}
				return got, err
			}),
			[]string{"Subscriptions/ticket-of-one", "Tickets.Get/in-any-letter-case"},
		},
		"as-the-service-writes": {
			getting(func(ctx context.Context, t support.Tickets, id support.TicketID) (*support.Ticket, error) {
				got, err := t.Get(ctx, id)
				if err == nil {
					got.Severity = support.Severity(strings.ToUpper(string(got.Severity)[:1]) + string(got.Severity)[1:])
				}
				return got, err
			}),
			[]string{
				"Aliasing/input-of-update", "Plans/billing-of-the-tenant-needs-none", "Subscriptions/ticket-of-one",
				"Tickets.Create/as-asked", "Tickets.Create/every-severity", "Tickets.Create/severity-needs-a-plan",
				"Tickets.Get/as-listed", "Tickets.Update/all-at-once", "Tickets.Update/severity",
				"Tickets.Update/severity-needs-a-plan",
			},
		},
		"one-ticket-for-all": {
			func(s *support.Service) {
				var mu sync.Mutex
				kept, was := map[support.TicketID]*support.Ticket{}, map[support.TicketID]support.Ticket{}
				s.Tickets = reading{Tickets: s.Tickets, get: func(ctx context.Context, t support.Tickets, id support.TicketID) (*support.Ticket, error) {
					got, err := t.Get(ctx, id)
					if err != nil {
						return nil, err
					}
					mu.Lock()
					defer mu.Unlock()
					if old := kept[id]; old != nil && reflect.DeepEqual(was[id], *got) {
						return old, nil
					}
					kept[id], was[id] = got, *got
					return got, nil
				}}
			},
			[]string{"Aliasing/answers-about-tickets"},
		},
		"never-gives-up": {
			getting(func(ctx context.Context, t support.Tickets, id support.TicketID) (*support.Ticket, error) {
				return t.Get(context.WithoutCancel(ctx), id)
			}),
			[]string{"Context/cancelled", "Context/cancelled-reads", "Context/deadline-exceeded"},
		},
		"nameless-errors": {
			getting(func(ctx context.Context, t support.Tickets, id support.TicketID) (*support.Ticket, error) {
				got, err := t.Get(ctx, id)
				if e, ok := errors.AsType[*admin365.Error](err); ok {
					other := *e
					other.Op, other.Target = "", ""
					err = &other
				}
				return got, err
			}),
			[]string{
				"Partner/apart-from-azure", "Subscriptions/not-registered", "Subscriptions/unknown", "Tickets.Create/fails",
				"Tickets.Create/goes-on", "Tickets.Create/plan-refused-later", "Tickets.Get/unknown",
			},
		},
	}
}
