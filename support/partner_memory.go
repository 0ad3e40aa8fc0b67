package support

import (
	"context"
	"iter"
	"strconv"
	"unicode/utf8"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

func newPartnerMemory(s *tenant.Session) *PartnerService {
	return &PartnerService{
		Tickets: memoryPartnerTickets{s}, Communications: memoryPartnerCommunications{s}, Topics: memoryTopics{s}, Operations: memoryPartnerOperations{s},
	}
}

type memoryPartnerTickets struct{ s *tenant.Session }

var _ Tickets = memoryPartnerTickets{}

// List implements [Tickets].
func (m memoryPartnerTickets) List(ctx context.Context, q TicketQuery) iter.Seq2[*Ticket, error] {
	call := q.partnerCall()
	if err := q.checkPartner(call); err != nil {
		return failed[Ticket](err)
	}
	return listed(ctx, m.s, call, func(tx *tenant.Tx) (list []*Ticket, err error) {
		rows, err := listRequests(tx, requestsAsked{string(q.Customer), q.Colleagues, folded(q.State)})
		for _, row := range rows {
			if t := row.wire(tx.Now()).ticket(); q.keeps(t) {
				list = append(list, t)
			}
		}
		return list, err
	})
}

// partnerCall is the call that lists what the query asks for.
func (q TicketQuery) partnerCall() api.Call {
	switch {
	case q.Customer != "":
		return opPartnerTicketsListOf.At(string(q.Customer))
	case q.Colleagues:
		return opPartnerTicketsColleagues.At()
	default:
		return opPartnerTicketsList.At()
	}
}

// checkPartner refuses what Partner Center does not take.
func (q TicketQuery) checkPartner(call api.Call) error {
	switch {
	case q.Subscription != "":
		return notTaken(call, "subscription", inPartner)
	case q.Service != "":
		return notTaken(call, "service", inPartner)
	default:
		return nil
	}
}

// keeps is what Partner Center cannot be asked.
func (q TicketQuery) keeps(t *Ticket) bool {
	return (q.Problem == "" || q.Problem == t.Problem) && (q.CreatedSince.IsZero() || !t.Created.Before(q.CreatedSince))
}

// Get implements [Tickets].
func (m memoryPartnerTickets) Get(ctx context.Context, id TicketID) (*Ticket, error) {
	return ask(ctx, m.s, opPartnerTicketsGet.At(string(id)), func(tx *tenant.Tx) (*Ticket, error) {
		row, err := findRequest(tx, string(id))
		if err != nil {
			return nil, err
		}
		return row.wire(tx.Now()).ticket(), nil
	})
}

// Create implements [Tickets].
func (m memoryPartnerTickets) Create(ctx context.Context, n NewTicket) (*admin365.Operation, error) {
	call := opPartnerTicketsCreate.At()
	if err := n.checkPartner(call); err != nil {
		return nil, err
	}
	return ask(ctx, m.s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		w := &requestWire{
			Title: n.Title, Description: n.Description, Severity: partnerText(n.Severity), Topic: partnerText(n.Problem),
			Contact: &personWire{FirstName: n.Contact.FirstName, LastName: n.Contact.LastName, Email: n.Contact.Email, Phone: n.Contact.Phone},
		}
		if n.Customer != "" {
			w.Organization = &organizationWire{ID: string(n.Customer)}
		}
		row, err := createRequest(tx, w, n.RequestID)
		if err != nil {
			return nil, err
		}
		return partnerDone(KindCreateTicket, row.Number, row.Number), nil
	})
}

// partnerDone is an operation of Partner Center, which had ended when the service answered.
func partnerDone(kind, request, resource string) *admin365.Operation {
	return &admin365.Operation{
		ID: followID(api.OperationID(opPartnerTicketsGet.At(request), ""), kind, resource), Kind: kind,
		State: admin365.OperationSucceeded, ResourceID: resource,
	}
}

// checkPartner refuses a request that Partner Center would refuse, and what it does not take.
func (n NewTicket) checkPartner(call api.Call) error {
	c := n.Contact
	for _, p := range []struct {
		name  string
		given bool
	}{
		{"name", n.Name != ""}, {"subscription", n.Subscription != ""}, {"diagnostics", n.Diagnostics != ""}, {"consents", len(n.Consents) > 0},
		{"aroundTheClock", n.AroundTheClock}, {"problemStart", !n.ProblemStart.IsZero()}, {"resource", n.Resource != ""},
		{"quota", n.Quota != nil}, {"workspace", n.Workspace != ""},
		{"contact.otherEmails", len(c.OtherEmails) > 0}, {"contact.method", c.Method != ""}, {"contact.timeZone", c.TimeZone != ""},
		{"contact.country", c.Country != ""}, {"contact.language", c.Language != ""}, {"contact.id", c.ID != ""},
		{"contact.organization", c.Organization != Organization{}},
	} {
		if p.given {
			return notTaken(call, p.name, inPartner)
		}
	}
	if err := n.present(call); err != nil {
		return err
	}
	switch {
	case len([]rune(n.Title)) > 255:
		return invalid(call, "title", "it is longer than 255 characters")
	case n.RequestID != "" && !isGUID(n.RequestID):
		return invalid(call, "requestID", "it is no GUID")
	case n.Severity == HighestCriticalImpact:
		return notTaken(call, "severity", inPartner)
	default:
		return nil
	}
}

// Update implements [Tickets].
func (m memoryPartnerTickets) Update(ctx context.Context, id TicketID, p TicketPatch) error {
	call := opPartnerTicketsUpdate.At(string(id))
	if err := p.checkPartner(call); err != nil {
		return err
	}
	return patchRequest(ctx, m.s, call, id, &requestWire{Severity: partnerText(*p.Severity)})
}

// checkPartner refuses a patch of anything but the severity.
func (p TicketPatch) checkPartner(call api.Call) error {
	switch {
	case p.Contact != nil:
		return notTaken(call, "contact", inPartner)
	case p.Diagnostics != nil:
		return notTaken(call, "diagnostics", inPartner)
	case len(p.Consents) > 0:
		return notTaken(call, "consents", inPartner)
	case p.Severity == nil || *p.Severity == "":
		return invalid(call, "patch", "the patch is empty")
	case *p.Severity == "unknown":
		return invalid(call, "severity", "it stands for no change")
	default:
		return nil
	}
}

func patchRequest(ctx context.Context, s *tenant.Session, call api.Call, id TicketID, w *requestWire) error {
	return s.Do(ctx, call, func(tx *tenant.Tx) error {
		_, err := updateRequest(tx, string(id), w)
		return err
	})
}

// Close implements [Tickets].
func (m memoryPartnerTickets) Close(ctx context.Context, id TicketID) error {
	return patchRequest(ctx, m.s, opPartnerTicketsClose.At(string(id)), id, &requestWire{Status: partnerText(StateClosed)})
}

// Reopen implements [Tickets].
func (m memoryPartnerTickets) Reopen(ctx context.Context, id TicketID) error {
	return patchRequest(ctx, m.s, opPartnerTicketsReopen.At(string(id)), id, &requestWire{Status: partnerText(StateOpen)})
}

type memoryPartnerCommunications struct{ s *tenant.Session }

var _ Communications = memoryPartnerCommunications{}

// List implements [Communications].
func (m memoryPartnerCommunications) List(ctx context.Context, ticket TicketID, q CommunicationQuery) iter.Seq2[*Communication, error] {
	return listed(ctx, m.s, opPartnerTicketsGet.At(string(ticket)), func(tx *tenant.Tx) ([]*Communication, error) {
		row, err := findRequest(tx, string(ticket))
		if err != nil {
			return nil, err
		}
		return q.ofNotes(row.wire(tx.Now()).notes()), nil
	})
}

// ofNotes are those of the notes that the query asks for.
func (q CommunicationQuery) ofNotes(notes []*Communication) (list []*Communication) {
	for _, n := range notes {
		if q.Type == "" && (q.Since.IsZero() || !n.Created.Before(q.Since)) {
			list = append(list, n)
		}
	}
	return list
}

// Get implements [Communications].
func (m memoryPartnerCommunications) Get(ctx context.Context, ticket TicketID, id CommunicationID) (*Communication, error) {
	call := opPartnerTicketsGet.At(string(ticket))
	return ask(ctx, m.s, call, func(tx *tenant.Tx) (*Communication, error) {
		row, err := findRequest(tx, string(ticket))
		if err != nil {
			return nil, err
		}
		return noteOf(row.wire(tx.Now()).notes(), id)
	})
}

// placeOfLast is the id of the last of n notes; empty if there is none to be seen.
func placeOfLast(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// noteOf is a note by its place.
func noteOf(notes []*Communication, id CommunicationID) (*Communication, error) {
	for _, n := range notes {
		if n.ID == id {
			return n, nil
		}
	}
	return nil, &admin365.Error{Kind: admin365.ErrNotFound, Target: string(id), Message: "the request has no such note"}
}

// Add implements [Communications].
func (m memoryPartnerCommunications) Add(ctx context.Context, ticket TicketID, n NewCommunication) (*admin365.Operation, error) {
	call := opPartnerCommunicationsAdd.At(string(ticket))
	if err := n.checkPartner(call); err != nil {
		return nil, err
	}
	return ask(ctx, m.s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		row, err := updateRequest(tx, string(ticket), &requestWire{NewNote: &noteWire{Text: n.note()}})
		if err != nil {
			return nil, err
		}
		return partnerDone(KindAddCommunication, row.Number, placeOfLast(len(row.Notes))), nil
	})
}

// checkPartner refuses what Partner Center does not take.
func (n NewCommunication) checkPartner(call api.Call) error {
	switch {
	case n.Name != "":
		return notTaken(call, "name", inPartner)
	case n.Sender != "":
		return notTaken(call, "sender", inPartner)
	case !utf8.ValidString(n.Subject):
		return invalid(call, "subject", notText)
	}
	if why := saysNothing(n.Body); why != "" {
		return invalid(call, "body", why)
	}
	return nil
}

// note is it as a note has it, with the subject as the first line.
func (n NewCommunication) note() string {
	if n.Subject == "" {
		return n.Body
	}
	return n.Subject + "\n\n" + n.Body
}

type memoryTopics struct{ s *tenant.Session }

var _ Topics = memoryTopics{}

// List implements [Topics].
func (m memoryTopics) List(ctx context.Context) iter.Seq2[*Problem, error] {
	return listed(ctx, m.s, opTopicsList.At(), func(tx *tenant.Tx) (list []*Problem, err error) {
		if err := asPartner(tx); err != nil {
			return nil, err
		}
		for i := range topics {
			list = append(list, topics[i].wire().problem())
		}
		return list, nil
	})
}

type memoryPartnerOperations struct{ s *tenant.Session }

var _ Operations = memoryPartnerOperations{}

// Get implements [Operations].
func (m memoryPartnerOperations) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	f, err := parseFollowed(id, &opPartnerTicketsGet)
	if err != nil {
		return nil, err
	}
	return ask(ctx, m.s, opPartnerTicketsGet.At(f.name()), func(tx *tenant.Tx) (*admin365.Operation, error) {
		if _, err := findRequest(tx, f.name()); err != nil {
			return nil, err
		}
		return f.done(id), nil
	})
}

// done is the operation that was followed, which has succeeded.
func (f followed) done(id admin365.OperationID) *admin365.Operation {
	return &admin365.Operation{ID: id, Kind: f.kind, State: admin365.OperationSucceeded, ResourceID: f.resource}
}
