package support

import (
	"context"

	"github.com/admin365/admin365"
)

// Operations follow what takes time.
type Operations interface {
	// Get returns where an operation stands. The id is all that is needed, also in another
	// process: besides what the service follows the operation by it holds the kind and the
	// resource, which the service does not tell. ResourceID is the ticket's id
	// ([KindCreateTicket]) or the name of what was added ([KindAddCommunication]; in Partner
	// Center the place of the note).
	//
	// Effect: read. Errors: [admin365.ErrInvalid] (the id is none of an operation's),
	// [admin365.ErrNotFound]. Operation: support.Operations.Get, support.PartnerTickets.Get.
	Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)
}

// The kinds of operations: [admin365.Operation.Kind].
const (
	KindCreateTicket     = "CreateTicket"
	KindAddCommunication = "AddCommunication"
)

// Wait waits until the operation has ended, and returns its last snapshot; see
// [admin365.Wait]. If the operation failed, its error comes with the snapshot: an
// [*admin365.Error] whose Op is the operation's kind, of kind [ErrPlan] where that is why,
// and of kind [admin365.ErrUnavailable] otherwise, with the service's code.
func Wait(ctx context.Context, operations Operations, id admin365.OperationID, o admin365.WaitOptions) (*admin365.Operation, error) {
	return admin365.Wait(ctx, operations.Get, id, o)
}

// Open creates a ticket, waits until it is there and returns it. Where it fails after the
// ticket was asked for, the ticket may be there all the same: look with Get by the name. It
// returns a nil ticket with an error.
func Open(ctx context.Context, tickets Tickets, operations Operations, n NewTicket, o admin365.WaitOptions) (*Ticket, error) {
	begun, err := tickets.Create(ctx, n)
	if err != nil {
		return nil, err
	}
	if !begun.Done() {
		if _, err := Wait(ctx, operations, begun.ID, o); err != nil {
			return nil, err
		}
	}
	return tickets.Get(ctx, TicketID(begun.ResourceID))
}

// planMissing is [ErrPlan].
type planMissing struct{}

// Error implements error.
func (planMissing) Error() string { return "the support plan does not include the API" }

// Unwrap makes it a precondition that does not hold.
func (planMissing) Unwrap() error { return admin365.ErrPrecondition }
