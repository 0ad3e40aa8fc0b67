package support

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// Communications is what was said in a ticket. Who may is who may read and write the ticket
// itself; see [Tickets].
//
// Source: https://learn.microsoft.com/rest/api/support/communications
type Communications interface {
	// List returns what was said, newest first in memory and in the service's own order
	// elsewhere; the notes of a request of Partner Center as they stand in it, the oldest
	// first. It yields as [Tickets.List] does.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation:
	// support.Communications.List, support.PartnerTickets.Get.
	List(ctx context.Context, ticket TicketID, q CommunicationQuery) iter.Seq2[*Communication, error]

	// Get returns one, by the id that the service gave it or by the name with which it was
	// added.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation:
	// support.Communications.Get, support.PartnerTickets.Get.
	Get(ctx context.Context, ticket TicketID, id CommunicationID) (*Communication, error)

	// Add says something to Microsoft. In Azure it goes on after the call, for some seconds,
	// before which it is in no list; [Wait] for the operation, whose ResourceID is the name.
	// In a closed ticket it reopens it. In Partner Center it adds a note, and the
	// operation that comes back has succeeded.
	//
	// What is missing in n is [admin365.ErrInvalid] before anything is sent.
	//
	// Effect: irrevocable. Not repeatable: in Azure look with Get by the name after
	// [admin365.ErrUncertain] (one that was made at random is the end of the error's
	// Target); in Partner Center look at the list.
	// Errors: [admin365.ErrInvalid], [admin365.ErrNotFound], [admin365.ErrConflict] (the
	// name is taken in the ticket), [admin365.ErrBusy] ([StateUpdating]), [ErrPlan] of the
	// operation. Operation:
	// support.Communications.Add, support.PartnerCommunications.Add.
	Add(ctx context.Context, ticket TicketID, n NewCommunication) (*admin365.Operation, error)
}

// CommunicationID is the id of something that was said: a GUID that the service makes. In
// Partner Center, whose notes have no ids, it is the place of the note, from "1".
type CommunicationID string

// CommunicationQuery says what [Communications.List] returns. The zero value is all.
type CommunicationQuery struct {
	// Since returns what was said then or later; zero all. Partner Center cannot be asked
	// that, so the client leaves the others out.
	Since time.Time
	// Type returns what was said in one way; empty all. Azure takes [CommunicationWeb]
	// alone; Partner Center's notes are of no type, and none is returned for one.
	Type CommunicationType
	// PageSize is how many are fetched at once, at most 10: a hint.
	PageSize int
}

// Communication is something that was said. The service rewrites what it is told: what was
// added gets an id of its own, a subject of which as much is kept as fits into 80
// characters with the ticket's number behind it (the first 47 characters,
// "... - TrackingID#" and the number, if it is longer), and a body between <pre> and
// </pre>.
//
// Source: https://learn.microsoft.com/rest/api/support/communications/get
type Communication struct {
	ID     CommunicationID
	Ticket TicketID
	// Type is empty in Partner Center.
	Type CommunicationType
	// Direction is empty in Partner Center, which does not tell.
	Direction Direction
	// Sender is an address, personal data; in Partner Center a name.
	Sender string
	// Subject is empty in Partner Center.
	Subject string
	// Body is HTML, as it comes; a plain text in Partner Center.
	Body string
	// Created is in UTC.
	Created time.Time
}

// CommunicationType is in which way something was said, in lower case whatever the service
// writes. Values that this module does not know are kept.
type CommunicationType string

// The types.
const (
	CommunicationWeb   CommunicationType = "web"
	CommunicationPhone CommunicationType = "phone"
)

// Direction is who said it, in lower case whatever the service writes. Values that this
// module does not know are kept.
type Direction string

// The directions, as Microsoft sees them to be: from Microsoft is inbound.
const (
	FromMicrosoft Direction = "inbound"
	FromCustomer  Direction = "outbound"
)

// NewCommunication is something to say.
type NewCommunication struct {
	// Name is the name in Azure, by which it is found with Get: as a ticket's name, and no
	// GUID. Empty means one that is made at random. Partner Center refuses one.
	Name string
	// Subject is mandatory in Azure. In Partner Center, whose notes have none, it becomes
	// the first line.
	Subject string
	// Body is mandatory: plain text.
	Body string
	// Sender is the address of who says it. Azure wants it from an application on its own,
	// and takes the person's own otherwise; Partner Center refuses one.
	Sender string
}
