package support

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// Backstage is what Microsoft and others do to the support of a tenant in memory. Nothing of
// it exists in the real service's API.
type Backstage struct{ tenant *tenant.Tenant }

// NewBackstage returns the backstage of a tenant. For package admin alone.
func NewBackstage(t *tenant.Tenant) *Backstage { return &Backstage{t} }

// SetPlan gives the tenant a support plan; Contoso begins with
// [PlanProfessionalDirect]. Tickets that there are keep the plan under which they were
// opened, and are judged by the new one.
func (b *Backstage) SetPlan(ctx context.Context, plan Plan) error { return b.unbuilt(ctx) }

// Finish has what is being created succeed now. It fails with [admin365.ErrNotFound] for an
// operation that there is not, or that has ended.
func (b *Backstage) Finish(ctx context.Context, id admin365.OperationID) error { return b.unbuilt(ctx) }

// Fail has it fail, with a code and a text of the service; empty is that it failed.
func (b *Backstage) Fail(ctx context.Context, id admin365.OperationID, code, why string) error {
	return b.unbuilt(ctx)
}

// Assign has an engineer work on a ticket of Azure, by his address; empty takes him off it
// again.
func (b *Backstage) Assign(ctx context.Context, id TicketID, engineer string) error {
	return b.unbuilt(ctx)
}

// Say has Microsoft say something in a ticket: a communication from Microsoft, by the engineer
// if there is one, or a note in a request of Partner Center.
func (b *Backstage) Say(ctx context.Context, id TicketID, subject, body string) error {
	return b.unbuilt(ctx)
}

// SetState brings a ticket into a state, as Microsoft does: resolved is [StateClosed], whoever
// works on it, who does so no more then; [StateUpdating] is Azure's alone, and
// [StateAttentionNeeded] Partner Center's.
func (b *Backstage) SetState(ctx context.Context, id TicketID, s State) error { return b.unbuilt(ctx) }

// Subscription is a subscription of Azure.
type Subscription struct {
	// ID is a GUID; empty means a new one.
	ID SubscriptionID
	// Unregistered: Microsoft.Support is not registered in it.
	Unregistered bool
	// Roles are who may what in it, besides the default administrator, who owns it: users
	// by their object ids, and applications by their own.
	Roles map[admin365.ObjectID]AzureRole
}

// AddSubscription adds a subscription of Azure to the tenant, or replaces one: there is none
// from the beginning. It returns its id.
func (b *Backstage) AddSubscription(ctx context.Context, s Subscription) (SubscriptionID, error) {
	return "", b.unbuilt(ctx)
}

// Customer is a partner's customer.
type Customer struct {
	ID   admin365.TenantID
	Name string
}

// AddCustomer makes the tenant a partner, if it is none, and gives it a customer. Customers
// are no more than known here: package admin has them once it can administer them.
func (b *Backstage) AddCustomer(ctx context.Context, c Customer) error { return b.unbuilt(ctx) }

// SetPartner says whether the tenant is a partner; Contoso is none from the beginning.
func (b *Backstage) SetPartner(ctx context.Context, partner bool) error { return b.unbuilt(ctx) }

func (b *Backstage) unbuilt(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return &admin365.Error{Kind: admin365.ErrUnsupported, Message: "not built yet"}
}
