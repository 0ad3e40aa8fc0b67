package support

import (
	"cmp"
	"context"
	"encoding/hex"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

func newPartnerHTTP(c *rest.Client) *PartnerService {
	return &PartnerService{
		Tickets: httpPartnerTickets{c}, Communications: httpPartnerCommunications{c}, Topics: httpTopics{c}, Operations: httpPartnerOperations{c},
	}
}

// partnerHeader is what goes along with every request; the id is of a repeat that is to be
// known as one, and else a new one.
func partnerHeader(id string) http.Header {
	if id == "" {
		id = newGUID()
	}
	h := http.Header{}
	h.Set(headerRequestID, id)
	h.Set(headerCorrelationID, newGUID())
	h.Set("X-Locale", "en-US")
	return h
}

// newGUID returns a random GUID (version 4).
func newGUID() string {
	b := random(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	s := hex.EncodeToString(b)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

type httpPartnerTickets struct{ c *rest.Client }

var _ Tickets = httpPartnerTickets{}

// List implements [Tickets]. Pages have numbers and no links; the last is the one with
// which all are there, or that has none.
func (h httpPartnerTickets) List(ctx context.Context, q TicketQuery) iter.Seq2[*Ticket, error] {
	call := q.partnerCall()
	if err := q.checkPartner(call); err != nil {
		return failed[Ticket](named(h.c, call, err))
	}
	size := 50
	if q.PageSize > 0 {
		size = min(q.PageSize, 1000)
	}
	return func(yield func(*Ticket, error) bool) {
		for page, seen := 0, 0; ; page++ {
			query := url.Values{"size": {strconv.Itoa(size)}, "offset": {strconv.Itoa(page)}}
			if q.State != "" {
				query.Set("Field", "Status")
				query.Set("Value", string(folded(q.State)))
			}
			rq := rest.Request{Call: call, Query: query, Header: partnerHeader("")}
			if q.Colleagues && q.Customer == "" {
				rq.Header.Set(headerColleagues, "true")
			}
			list, err := rest.One[itemsWire[*requestWire]](ctx, h.c, rq)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, w := range list.Items {
				if w == nil {
					continue
				}
				if t := w.ticket(); q.keeps(t) && !yield(t, nil) {
					return
				}
			}
			if seen += len(list.Items); len(list.Items) == 0 || seen >= list.Total {
				return
			}
		}
	}
}

// Get implements [Tickets].
func (h httpPartnerTickets) Get(ctx context.Context, id TicketID) (*Ticket, error) {
	return one(ctx, h.c, rest.Request{Call: opPartnerTicketsGet.At(string(id)), Header: partnerHeader("")}, (*requestWire).ticket)
}

// Create implements [Tickets].
func (h httpPartnerTickets) Create(ctx context.Context, n NewTicket) (*admin365.Operation, error) {
	call := opPartnerTicketsCreate.At()
	if err := n.checkPartner(call); err != nil {
		return nil, named(h.c, call, err)
	}
	body := unchanged()
	body.Title, body.Description, body.Severity, body.Topic = &n.Title, &n.Description, string(n.Severity), new(string(n.Problem))
	if c := n.Contact; cmp.Or(c.FirstName, c.LastName, c.Email, c.Phone) != "" {
		body.Contact = &sentPerson{LastName: c.LastName, FirstName: c.FirstName, Email: c.Email, Phone: c.Phone}
	}
	if n.Customer != "" {
		body.Organization = &sentCompany{ID: string(n.Customer)}
	}
	w, err := rest.One[requestWire](ctx, h.c, rest.Request{Call: call, Body: body, Header: partnerHeader(n.RequestID)})
	if err != nil {
		return nil, err
	}
	return partnerDone(KindCreateTicket, string(w.ID), string(w.ID)), nil
}

// patch sends a change. What is answered, 200 with the request or 204 without, is the same.
func (h httpPartnerTickets) patch(ctx context.Context, call api.Call, body *sentWire) error {
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body, Header: partnerHeader("")})
}

// Update implements [Tickets].
func (h httpPartnerTickets) Update(ctx context.Context, id TicketID, p TicketPatch) error {
	call := opPartnerTicketsUpdate.At(string(id))
	if err := p.checkPartner(call); err != nil {
		return named(h.c, call, err)
	}
	body := unchanged()
	body.Severity = string(*p.Severity)
	return h.patch(ctx, call, body)
}

// Close implements [Tickets].
func (h httpPartnerTickets) Close(ctx context.Context, id TicketID) error {
	body := unchanged()
	body.Status = StateClosed
	return h.patch(ctx, opPartnerTicketsClose.At(string(id)), body)
}

// Reopen implements [Tickets].
func (h httpPartnerTickets) Reopen(ctx context.Context, id TicketID) error {
	body := unchanged()
	body.Status = StateOpen
	return h.patch(ctx, opPartnerTicketsReopen.At(string(id)), body)
}

type httpPartnerCommunications struct{ c *rest.Client }

var _ Communications = httpPartnerCommunications{}

// List implements [Communications].
func (h httpPartnerCommunications) List(ctx context.Context, ticket TicketID, q CommunicationQuery) iter.Seq2[*Communication, error] {
	return func(yield func(*Communication, error) bool) {
		w, err := h.read(ctx, ticket)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, n := range q.ofNotes(w.notes()) {
			if !yield(n, nil) {
				return
			}
		}
	}
}

func (h httpPartnerCommunications) read(ctx context.Context, ticket TicketID) (*requestWire, error) {
	return rest.One[requestWire](ctx, h.c, rest.Request{Call: opPartnerTicketsGet.At(string(ticket)), Header: partnerHeader("")})
}

// Get implements [Communications].
func (h httpPartnerCommunications) Get(ctx context.Context, ticket TicketID, id CommunicationID) (*Communication, error) {
	w, err := h.read(ctx, ticket)
	if err != nil {
		return nil, err
	}
	n, err := noteOf(w.notes(), id)
	if err != nil {
		return nil, named(h.c, opPartnerTicketsGet.At(string(ticket)), err)
	}
	return n, nil
}

// Add implements [Communications].
func (h httpPartnerCommunications) Add(ctx context.Context, ticket TicketID, n NewCommunication) (*admin365.Operation, error) {
	call := opPartnerCommunicationsAdd.At(string(ticket))
	if err := n.checkPartner(call); err != nil {
		return nil, named(h.c, call, err)
	}
	body := unchanged()
	body.NewNote = &sentNote{Text: n.note()}
	s, err := rest.Accept[requestWire](ctx, h.c, rest.Request{Call: call, Body: body, Header: partnerHeader("")})
	if err != nil {
		return nil, err
	}
	return partnerDone(KindAddCommunication, string(ticket), placeOfLast(len(s.Entity.Notes))), nil
}

type httpTopics struct{ c *rest.Client }

var _ Topics = httpTopics{}

// List implements [Topics].
func (h httpTopics) List(ctx context.Context) iter.Seq2[*Problem, error] {
	return func(yield func(*Problem, error) bool) {
		list, err := rest.One[itemsWire[*topicWire]](ctx, h.c, rest.Request{Call: opTopicsList.At(), Header: partnerHeader("")})
		if err != nil {
			yield(nil, err)
			return
		}
		for _, w := range list.Items {
			if w != nil && !yield(w.problem(), nil) {
				return
			}
		}
	}
}

type httpPartnerOperations struct{ c *rest.Client }

var _ Operations = httpPartnerOperations{}

// Get implements [Operations].
func (h httpPartnerOperations) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	f, err := parseFollowed(id, &opPartnerTicketsGet)
	if err != nil {
		return nil, named(h.c, opPartnerTicketsGet.At(), err)
	}
	if _, err := rest.One[requestWire](ctx, h.c, rest.Request{Call: opPartnerTicketsGet.At(f.name()), Header: partnerHeader("")}); err != nil {
		return nil, err
	}
	return f.done(id), nil
}
