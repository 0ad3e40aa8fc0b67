package support

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
)

// pageOnly is the tickets that no API reaches: the page on which they are.
type pageOnly struct{ page string }

var _ Tickets = pageOnly{}

// unsupported says where to go.
func (p pageOnly) unsupported(method, target string) error {
	return &admin365.Error{
		Op: "support.Microsoft365." + method, Kind: admin365.ErrUnsupported, Target: target,
		Message: "Microsoft publishes no API for a tenant's own requests about Microsoft 365 and Dynamics 365: use " + p.page +
			"; a partner can open them for a customer through Partner Center (support.Service.Partner), and questions about Azure, " +
			"Microsoft Entra ID and billing go to support.Service.Tickets; nothing was sent",
	}
}

// List implements [Tickets].
func (p pageOnly) List(context.Context, TicketQuery) iter.Seq2[*Ticket, error] {
	return failed[Ticket](p.unsupported("List", ""))
}

// Get implements [Tickets].
func (p pageOnly) Get(_ context.Context, id TicketID) (*Ticket, error) {
	return nil, p.unsupported("Get", string(id))
}

// Create implements [Tickets].
func (p pageOnly) Create(_ context.Context, n NewTicket) (*admin365.Operation, error) {
	return nil, p.unsupported("Create", n.Name)
}

// Update implements [Tickets].
func (p pageOnly) Update(_ context.Context, id TicketID, _ TicketPatch) error {
	return p.unsupported("Update", string(id))
}

// Close implements [Tickets].
func (p pageOnly) Close(_ context.Context, id TicketID) error {
	return p.unsupported("Close", string(id))
}

// Reopen implements [Tickets].
func (p pageOnly) Reopen(_ context.Context, id TicketID) error {
	return p.unsupported("Reopen", string(id))
}
