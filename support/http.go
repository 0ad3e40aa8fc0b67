package support

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"strconv"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

// NewHTTP returns the area over a client of Azure Resource Manager and Partner Center; page
// is where the requests about Microsoft 365 are. For package admin alone: programs begin
// with admin.New.
func NewHTTP(c *rest.Client, page string) *Service {
	return &Service{
		Tickets: httpTickets{c}, Communications: httpCommunications{c}, Attachments: httpAttachments{c},
		Catalogue: httpCatalogue{c}, Operations: httpOperations{c}, Partner: newPartnerHTTP(c), Microsoft365: pageOnly{page},
	}
}

// named is an error of a call that was not sent.
func named(c *rest.Client, call api.Call, err error) error {
	err = call.Attribute(err)
	if e, ok := errors.AsType[*admin365.Error](err); ok && e.TenantID == "" {
		of := *e
		of.TenantID = c.TenantID()
		return &of
	}
	return err
}

// mapped makes of each item of a list what programs see.
func mapped[W, T any](list iter.Seq2[*W, error], of func(*W) *T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for w, err := range list {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(of(w), nil) {
				return
			}
		}
	}
}

// one is one resource as programs see it.
func one[W, T any](ctx context.Context, c *rest.Client, rq rest.Request, of func(*W) *T) (*T, error) {
	w, err := rest.One[W](ctx, c, rq)
	if err != nil {
		return nil, err
	}
	return of(w), nil
}

// options are those of a list: what it is filtered by, and how large its pages are.
func options(filter string, size, most int) url.Values {
	query := url.Values{}
	if filter != "" {
		query.Set("$filter", filter)
	}
	if size > 0 {
		query.Set("$top", strconv.Itoa(min(size, most)))
	}
	return query
}

type httpTickets struct{ c *rest.Client }

var _ Tickets = httpTickets{}

// List implements [Tickets].
func (h httpTickets) List(ctx context.Context, q TicketQuery) iter.Seq2[*Ticket, error] {
	call := collection(&opTicketsList, q.Subscription)
	if err := q.check(call); err != nil {
		return failed[Ticket](named(h.c, call, err))
	}
	rq := rest.Request{Call: call, Query: options(q.filter(), q.PageSize, 100)}
	return mapped(rest.Pages[resourceWire[ticketWire]](ctx, h.c, rq), ticketOf)
}

// Get implements [Tickets].
func (h httpTickets) Get(ctx context.Context, id TicketID) (*Ticket, error) {
	return one(ctx, h.c, rest.Request{Call: ticketAt(id).call(&opTicketsGet)}, ticketOf)
}

// Create implements [Tickets].
func (h httpTickets) Create(ctx context.Context, n NewTicket) (*admin365.Operation, error) {
	at := placed{n.Subscription, n.Name}
	call := at.call(&opTicketsCreate)
	if err := n.check(call); err != nil {
		return nil, named(h.c, call, err)
	}
	body := struct {
		Properties *ticketWire `json:"properties"`
	}{n.wire()}
	return start(ctx, h.c, rest.Request{Call: call, Body: body}, KindCreateTicket, at.id("supportTickets"))
}

// start begins an operation. What was done at once has no id.
func start(ctx context.Context, c *rest.Client, rq rest.Request, kind, resource string) (*admin365.Operation, error) {
	s, err := rest.Start[struct{}](ctx, c, rq, onPath(&opOperationsGet, rq.Call.Way))
	if err != nil {
		return nil, err
	}
	if s.ID == "" {
		return &admin365.Operation{Kind: kind, State: admin365.OperationSucceeded, ResourceID: resource}, nil
	}
	return &admin365.Operation{
		ID: followID(s.ID, kind, resource), Kind: kind, State: admin365.OperationRunning, ResourceID: resource, RetryAfter: s.RetryAfter,
	}, nil
}

// Update implements [Tickets].
func (h httpTickets) Update(ctx context.Context, id TicketID, p TicketPatch) error {
	call := ticketAt(id).call(&opTicketsUpdate)
	if err := p.check(call); err != nil {
		return named(h.c, call, err)
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: p.wire()})
}

// Close implements [Tickets].
func (h httpTickets) Close(ctx context.Context, id TicketID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: ticketAt(id).call(&opTicketsClose), Body: &patchWire{Status: new(StateClosed)}})
}

// Reopen implements [Tickets].
func (h httpTickets) Reopen(ctx context.Context, id TicketID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: ticketAt(id).call(&opTicketsReopen), Body: &patchWire{Status: new(StateOpen)}})
}

type httpCommunications struct{ c *rest.Client }

var _ Communications = httpCommunications{}

// List implements [Communications].
func (h httpCommunications) List(ctx context.Context, ticket TicketID, q CommunicationQuery) iter.Seq2[*Communication, error] {
	at := ticketAt(ticket)
	rq := rest.Request{Call: at.call(&opCommunicationsList), Query: options(q.filter(), q.PageSize, 10)}
	return mapped(rest.Pages[resourceWire[communicationWire]](ctx, h.c, rq), saidOf(at))
}

func saidOf(at placed) func(*resourceWire[communicationWire]) *Communication {
	return func(w *resourceWire[communicationWire]) *Communication {
		return communicationOf(TicketID(at.id("supportTickets")), w)
	}
}

// Get implements [Communications].
func (h httpCommunications) Get(ctx context.Context, ticket TicketID, id CommunicationID) (*Communication, error) {
	at := ticketAt(ticket)
	return one(ctx, h.c, rest.Request{Call: at.call(&opCommunicationsGet, string(id))}, saidOf(at))
}

// Add implements [Communications].
func (h httpCommunications) Add(ctx context.Context, ticket TicketID, n NewCommunication) (*admin365.Operation, error) {
	name := n.name()
	call := ticketAt(ticket).call(&opCommunicationsAdd, name)
	if err := n.check(call, name); err != nil {
		return nil, named(h.c, call, err)
	}
	body := struct {
		Properties *communicationWire `json:"properties"`
	}{n.wire()}
	return start(ctx, h.c, rest.Request{Call: call, Body: body}, KindAddCommunication, name)
}

type httpOperations struct{ c *rest.Client }

var _ Operations = httpOperations{}

// Get implements [Operations].
func (h httpOperations) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	f, err := parseFollowed(id, &opOperationsGet)
	if err != nil {
		return nil, named(h.c, opOperationsGet.At(), err)
	}
	way := placed{subscription: f.subscription()}.way()
	w, after, err := rest.Follow[statusWire](ctx, h.c, onPath(&opOperationsGet, way), f.id)
	if err != nil {
		return nil, err
	}
	o := w.operation(id, f.kind, f.resource)
	if !o.Done() {
		o.RetryAfter = after
	}
	return o, nil
}
