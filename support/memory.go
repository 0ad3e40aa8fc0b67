package support

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// NewMemory returns the area over a tenant in memory; page is where the requests about
// Microsoft 365 are. For package admin alone: programs begin with admin.NewMemory.
func NewMemory(s *tenant.Session, page string) *Service {
	return &Service{
		Tickets: memoryTickets{s}, Communications: memoryCommunications{s}, Attachments: memoryAttachments{s},
		Catalogue: memoryCatalogue{s}, Operations: memoryOperations{s}, Partner: newPartnerMemory(s), Microsoft365: pageOnly{page},
	}
}

// ask is a call whose answer fetch makes in one transaction.
func ask[T any](ctx context.Context, s *tenant.Session, call api.Call, fetch func(*tenant.Tx) (*T, error)) (got *T, err error) {
	err = s.Do(ctx, call, func(tx *tenant.Tx) (err error) {
		got, err = fetch(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return got, nil
}

// listed yields what fetch returns in one transaction, when it is ranged over; an error
// comes once, as the last pair.
func listed[T any](ctx context.Context, s *tenant.Session, call api.Call, fetch func(*tenant.Tx) ([]*T, error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var list []*T
		err := s.Do(ctx, call, func(tx *tenant.Tx) (err error) {
			list, err = fetch(tx)
			return err
		})
		if err != nil {
			yield(nil, err)
			return
		}
		for _, item := range list {
			if !yield(item, nil) {
				return
			}
		}
	}
}

// failed is a list that cannot be asked for.
func failed[T any](err error) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) { yield(nil, err) }
}

// call is a call of an operation on a resource, with what is below it.
func (p placed) call(op *api.Op, below ...string) api.Call {
	return op.By(p.way(), p.ids(below...)...)
}

// collection is a call on where resources are.
func collection(op *api.Op, subscription SubscriptionID) api.Call {
	if subscription == "" {
		return op.At()
	}
	return op.By(1, string(subscription))
}

func ticketAt(id TicketID) placed        { return locate(string(id), "supportTickets") }
func workspacesAt(id WorkspaceID) placed { return locate(string(id), "fileWorkspaces") }

// everything is more than any list has.
const everything = int(^uint(0) >> 1)

type memoryTickets struct{ s *tenant.Session }

var _ Tickets = memoryTickets{}

// List implements [Tickets].
func (m memoryTickets) List(ctx context.Context, q TicketQuery) iter.Seq2[*Ticket, error] {
	call := collection(&opTicketsList, q.Subscription)
	if err := q.check(call); err != nil {
		return failed[Ticket](err)
	}
	return listed(ctx, m.s, call, func(tx *tenant.Tx) (list []*Ticket, err error) {
		keep, err := ticketFilter(q.filter())
		if err != nil {
			return nil, err
		}
		page, _, err := listTickets(tx, q.Subscription, keep, nil, everything)
		for _, row := range page {
			list = append(list, ticketOf(row.resource()))
		}
		return list, err
	})
}

// Get implements [Tickets].
func (m memoryTickets) Get(ctx context.Context, id TicketID) (*Ticket, error) {
	at := ticketAt(id)
	return ask(ctx, m.s, at.call(&opTicketsGet), func(tx *tenant.Tx) (*Ticket, error) {
		row, err := findTicket(tx, at, false)
		if err != nil {
			return nil, err
		}
		return ticketOf(row.resource()), nil
	})
}

// Create implements [Tickets].
func (m memoryTickets) Create(ctx context.Context, n NewTicket) (*admin365.Operation, error) {
	at := placed{n.Subscription, n.Name}
	call := at.call(&opTicketsCreate)
	if err := n.check(call); err != nil {
		return nil, err
	}
	return begins(ctx, m.s, call, func(tx *tenant.Tx) (*operationRow, error) { return createTicket(tx, at, n.wire()) })
}

// begins is a call that begins an operation.
func begins(ctx context.Context, s *tenant.Session, call api.Call, begin func(*tenant.Tx) (*operationRow, error)) (*admin365.Operation, error) {
	return ask(ctx, s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		o, err := begin(tx)
		if err != nil {
			return nil, err
		}
		return o.begun(), nil
	})
}

// Update implements [Tickets].
func (m memoryTickets) Update(ctx context.Context, id TicketID, p TicketPatch) error {
	call := ticketAt(id).call(&opTicketsUpdate)
	if err := p.check(call); err != nil {
		return err
	}
	return m.patch(ctx, call, id, p.wire())
}

// Close implements [Tickets].
func (m memoryTickets) Close(ctx context.Context, id TicketID) error {
	return m.patch(ctx, ticketAt(id).call(&opTicketsClose), id, &patchWire{Status: new(StateClosed)})
}

// Reopen implements [Tickets].
func (m memoryTickets) Reopen(ctx context.Context, id TicketID) error {
	return m.patch(ctx, ticketAt(id).call(&opTicketsReopen), id, &patchWire{Status: new(StateOpen)})
}

func (m memoryTickets) patch(ctx context.Context, call api.Call, id TicketID, p *patchWire) error {
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		_, err := updateTicket(tx, ticketAt(id), p)
		return err
	})
}

type memoryCommunications struct{ s *tenant.Session }

var _ Communications = memoryCommunications{}

// List implements [Communications].
func (m memoryCommunications) List(ctx context.Context, ticket TicketID, q CommunicationQuery) iter.Seq2[*Communication, error] {
	at := ticketAt(ticket)
	return listed(ctx, m.s, at.call(&opCommunicationsList), func(tx *tenant.Tx) (list []*Communication, err error) {
		keep, err := communicationFilter(q.filter())
		if err != nil {
			return nil, err
		}
		t, page, _, err := listCommunications(tx, at, keep, nil, everything)
		for _, row := range page {
			list = append(list, communicationOf(TicketID(at.id("supportTickets")), row.resource(t)))
		}
		return list, err
	})
}

// Get implements [Communications].
func (m memoryCommunications) Get(ctx context.Context, ticket TicketID, id CommunicationID) (*Communication, error) {
	at := ticketAt(ticket)
	return ask(ctx, m.s, at.call(&opCommunicationsGet, string(id)), func(tx *tenant.Tx) (*Communication, error) {
		t, row, err := getCommunication(tx, at, string(id))
		if err != nil {
			return nil, err
		}
		return communicationOf(TicketID(at.id("supportTickets")), row.resource(t)), nil
	})
}

// Add implements [Communications].
func (m memoryCommunications) Add(ctx context.Context, ticket TicketID, n NewCommunication) (*admin365.Operation, error) {
	at, name := ticketAt(ticket), n.name()
	call := at.call(&opCommunicationsAdd, name)
	if err := n.check(call, name); err != nil {
		return nil, err
	}
	return begins(ctx, m.s, call, func(tx *tenant.Tx) (*operationRow, error) { return addCommunication(tx, at, name, n.wire()) })
}

func (n NewCommunication) name() string {
	if n.Name == "" {
		return atRandom()
	}
	return n.Name
}

func (n NewCommunication) wire() *communicationWire {
	return &communicationWire{Subject: n.Subject, Body: n.Body, Sender: n.Sender}
}

// check refuses what Azure does not take.
func (q TicketQuery) check(call api.Call) error {
	switch {
	case q.Customer != "":
		return notTaken(call, "customer", inAzure)
	case q.Colleagues:
		return notTaken(call, "colleagues", inAzure)
	default:
		return checkSubscription(call, q.Subscription)
	}
}

type memoryOperations struct{ s *tenant.Session }

var _ Operations = memoryOperations{}

// Get implements [Operations].
func (m memoryOperations) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	f, err := parseFollowed(id, &opOperationsGet)
	if err != nil {
		return nil, err
	}
	call := collectionOf(f)
	return ask(ctx, m.s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		o, err := findOperation(tx, f.subscription(), f.name())
		if err != nil {
			return nil, err
		}
		return o.wire(tx).operation(id, f.kind, f.resource), nil
	})
}

// collectionOf is the call that follows an operation.
func collectionOf(f followed) api.Call {
	return placed{f.subscription(), f.name()}.call(&opOperationsGet)
}
