package support

import (
	"context"
	"strings"
	"time"

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
// opened, and are judged by the new one. A plan that is none of the constants does not
// include the API.
func (b *Backstage) SetPlan(ctx context.Context, plan Plan) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		return tenant.In(tx, &plans).Put(&planRow{ID: tenant.NameKey("support", "plan"), Plan: plan})
	})
}

// Finish has what is being created succeed now, whatever the plan. It fails with
// [admin365.ErrNotFound] for an operation that there is not, or that has ended.
func (b *Backstage) Finish(ctx context.Context, id admin365.OperationID) error {
	return b.end(ctx, id, (*operationRow).succeed)
}

// Fail has it fail, with a code and a text of the service.
func (b *Backstage) Fail(ctx context.Context, id admin365.OperationID, code, why string) error {
	if code == "" {
		code = "InternalServerError"
	}
	return b.end(ctx, id, func(o *operationRow, tx *tenant.Tx) error { return o.fail(tx, code, why) })
}

func (b *Backstage) end(ctx context.Context, id admin365.OperationID, how func(*operationRow, *tenant.Tx) error) error {
	f, err := parseFollowed(id, &opOperationsGet)
	if err != nil {
		return err
	}
	return b.do(ctx, func(tx *tenant.Tx) error {
		o, err := findOperation(tx, f.subscription(), f.name())
		if err != nil {
			return err
		}
		if !o.Ended.IsZero() {
			return &admin365.Error{Kind: admin365.ErrNotFound, Target: f.name(), Message: "no such operation runs"}
		}
		return how(o, tx)
	})
}

// Assign has an engineer work on a ticket of Azure, by his address; empty takes him off it
// again.
func (b *Backstage) Assign(ctx context.Context, id TicketID, engineer string) error {
	return b.change(ctx, id, func(_ *tenant.Tx, row *ticketRow) error {
		row.Engineer = engineer
		return nil
	})
}

// Say has Microsoft say something in a ticket: a communication from Microsoft, by the
// engineer if there is one; in a request of Partner Center a note.
func (b *Backstage) Say(ctx context.Context, id TicketID, subject, body string) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		if row, err := findTicket(tx, ticketAt(id), false); err == nil {
			sender := row.Engineer
			if sender == "" {
				sender = microsoftSends
			}
			return row.hear(tx, sender, subject, body)
		}
		row, ok := tenant.In(tx, &requests).Find(&requestsByNumber, string(id))
		if !ok {
			return noTicket.Err(string(id), string(id))
		}
		next := *row
		next.Notes = append(next.Notes[:len(next.Notes):len(next.Notes)], noteRow{By: "Microsoft", Created: tx.Now(), Text: NewCommunication{Subject: subject, Body: body}.note()})
		next.Modified, next.Updater = tx.Now(), "Microsoft"
		return tenant.In(tx, &requests).Put(&next)
	})
}

// SetState brings a ticket into a state, as Microsoft does: resolved is [StateClosed], whoever
// works on it, who does so no more then; [StateUpdating] is Azure's alone, and
// [StateAttentionNeeded] Partner Center's. It fails with [admin365.ErrInvalid] for a state
// that the ticket cannot have.
func (b *Backstage) SetState(ctx context.Context, id TicketID, s State) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		if row, err := findTicket(tx, ticketAt(id), false); err == nil {
			next := *row
			next.State, next.Modified = s, tx.Now()
			switch s {
			case StateClosed:
				next.Engineer = ""
			case StateOpen, StateUpdating:
			default:
				return noState(id, s)
			}
			return tenant.In(tx, &tickets).Put(&next)
		}
		row, ok := tenant.In(tx, &requests).Find(&requestsByNumber, string(id))
		if !ok {
			return noTicket.Err(string(id), string(id))
		}
		next := *row
		next.State, next.Modified, next.Updater = s, tx.Now(), "Microsoft"
		switch s {
		case StateClosed:
			next.Closed = tx.Now()
		case StateOpen, StateAttentionNeeded:
		default:
			return noState(id, s)
		}
		return tenant.In(tx, &requests).Put(&next)
	})
}

func noState(id TicketID, s State) error {
	return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(id), Message: "the ticket cannot be " + string(s)}
}

// Received is what came of a file, its chunks in order; nil while it is not complete. It
// fails with [admin365.ErrNotFound] for a file that was not announced.
func (b *Backstage) Received(ctx context.Context, workspace WorkspaceID, file string) (content []byte, err error) {
	err = b.do(ctx, func(tx *tenant.Tx) error {
		space, err := workspaceAt(tx, workspacesAt(workspace), false)
		if err != nil {
			return err
		}
		row, err := findFile(tx, space, file)
		if err != nil || !row.complete() {
			return err
		}
		for _, chunk := range row.Chunks {
			content = append(content, chunk...)
		}
		return nil
	})
	return content, err
}

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
// from the beginning. It returns its id, and fails with [admin365.ErrInvalid] for one that
// is no GUID.
func (b *Backstage) AddSubscription(ctx context.Context, s Subscription) (id SubscriptionID, err error) {
	err = b.do(ctx, func(tx *tenant.Tx) error {
		row := &subscriptionRow{Unregistered: s.Unregistered, Roles: map[string]AzureRole{}}
		if s.ID == "" {
			row.ID = tx.NewKey()
		} else if row.ID, _ = tenant.ParseKey(string(s.ID)); row.ID.IsZero() {
			return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(s.ID), Message: "the id of a subscription is a GUID"}
		}
		for who, role := range s.Roles {
			row.Roles[strings.ToLower(string(who))] = role
		}
		id = SubscriptionID(row.ID.String())
		return tenant.In(tx, &azureSubscriptions).Put(row)
	})
	return id, err
}

// Customer is a partner's customer.
type Customer struct {
	ID   admin365.TenantID
	Name string
}

// AddCustomer makes the tenant a partner, if it is none, and gives it a customer. Customers
// are no more than known here: the rest of Partner Center is absent so far. It fails with
// [admin365.ErrInvalid] for an id that is no GUID.
func (b *Backstage) AddCustomer(ctx context.Context, c Customer) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		key, ok := tenant.ParseKey(string(c.ID))
		if !ok {
			return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(c.ID), Message: "the id of a tenant is a GUID"}
		}
		if err := setPartner(tx, true); err != nil {
			return err
		}
		return tenant.In(tx, &partnerCustomers).Put(&customerRow{ID: key, Name: c.Name})
	})
}

// SetPartner says whether the tenant is a partner; Contoso is none from the beginning.
func (b *Backstage) SetPartner(ctx context.Context, partner bool) error {
	return b.do(ctx, func(tx *tenant.Tx) error { return setPartner(tx, partner) })
}

func setPartner(tx *tenant.Tx, partner bool) error {
	id := tenant.NameKey("support", "partner")
	if partner {
		return tenant.In(tx, &partners).Put(&partnerRow{ID: id})
	}
	tenant.In(tx, &partners).Delete(id)
	return nil
}

// change changes a ticket of Azure.
func (b *Backstage) change(ctx context.Context, id TicketID, to func(*tenant.Tx, *ticketRow) error) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		row, err := findTicket(tx, ticketAt(id), false)
		if err != nil {
			return err
		}
		next := *row
		next.Modified = tx.Now().Truncate(time.Second)
		if err := to(tx, &next); err != nil {
			return err
		}
		return tenant.In(tx, &tickets).Put(&next)
	})
}

func (b *Backstage) do(ctx context.Context, fn func(*tenant.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(fn)
}
