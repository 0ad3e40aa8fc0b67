package billing

import (
	"context"
	"slices"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// Backstage is what others than an administrator of Graph do to what a tenant in
// memory has bought: its buyers in the admin center, its partner, Microsoft. Nothing of
// it exists in the real service's API.
type Backstage struct{ tenant *tenant.Tenant }

// NewBackstage returns the backstage of a tenant. For package admin alone: programs
// take admin.Memory's field Backstage.
func NewBackstage(t *tenant.Tenant) *Backstage { return &Backstage{t} }

// Purchase is seats that somebody buys elsewhere: in the admin center, or a partner.
type Purchase struct {
	// SKUID is a product of Microsoft's list; see [ProductName].
	SKUID admin365.SKUID
	Seats int
	// Trial: it ends after its term, and cannot be renewed.
	Trial bool
	// Term is how long it runs; zero means a year, of a trial 30 days.
	Term time.Duration
	// AutoRenew: at the end of its term another one begins. Without it the
	// subscription expires.
	AutoRenew bool
	// Partner is the tenant of the partner that sold it; empty if it was bought
	// directly.
	Partner admin365.TenantID
}

const day = 24 * time.Hour

// The terms of what does not say another one.
const (
	yearTerm  = 365 * day
	trialTerm = 30 * day
)

// Buy buys seats of a product: a subscription that begins now. It fails with
// [admin365.ErrInvalid] for a product that is not in the list, a number of seats that
// is not positive or over ten million, or a term of less than an hour.
func (b *Backstage) Buy(ctx context.Context, p Purchase) (bought *Subscription, err error) {
	err = b.do(ctx, func(tx *tenant.Tx) error {
		row, err := buy(tx, tenant.Key{}, p)
		if err != nil {
			return err
		}
		bought = subscriptionOf(tx, row)
		return nil
	})
	return bought, err
}

// buy adds a subscription; the zero id takes the next one.
func buy(tx *tenant.Tx, id tenant.Key, p Purchase) (*subscriptionRow, error) {
	sku, _ := tenant.ParseKey(string(p.SKUID))
	if _, known := goodsOf(sku); !known {
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Target: string(p.SKUID), Message: "no product of the list has this id"}
	}
	if err := checkSeats(string(p.SKUID), p.Seats, 1); err != nil {
		return nil, err
	}
	if p.Term != 0 && p.Term < time.Hour {
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Target: string(p.SKUID), Message: "a term is an hour at least"}
	}
	row := &subscriptionRow{
		ID: id, SKU: sku, Status: StatusEnabled, Trial: p.Trial, Seats: p.Seats, Created: tx.Now().Truncate(time.Second),
		Partner: p.Partner, Term: p.Term, AutoRenew: p.AutoRenew,
	}
	switch {
	case p.Term > 0:
	case p.Trial:
		row.Term = trialTerm
	default:
		row.Term = yearTerm
	}
	if id.IsZero() {
		row.ID = tx.NewKey()
	}
	if !p.Trial {
		row.Commerce = tenant.NameKey("commerce", row.ID.String())
	}
	row.Term = row.Term.Truncate(time.Second)
	row.Next = row.Created.Add(row.Term)
	return row, row.put(tx)
}

// maxSeats bounds a subscription, so that the numbers of a product stay within what the
// service can write.
const maxSeats = 10_000_000

func checkSeats(target string, seats, least int) error {
	if seats >= least && seats <= maxSeats {
		return nil
	}
	return &admin365.Error{Kind: admin365.ErrInvalid, Target: target, Message: "the number of seats is out of range"}
}

// SetSeats changes how many seats a subscription has. Who has one keeps it, even where
// there are fewer seats than people; nobody can be given another one then.
func (b *Backstage) SetSeats(ctx context.Context, id SubscriptionID, seats int) error {
	return b.change(ctx, id, func(_ *tenant.Tx, row *subscriptionRow) error {
		if err := checkSeats(string(id), seats, 0); err != nil {
			return err
		}
		row.Seats = seats
		return nil
	})
}

// Expire ends the term of a subscription now: it is Warning for 30 days, then Suspended
// for 90, then Deleted, unless it is renewed. A trial is deleted after its 30 days. It
// fails with [admin365.ErrPrecondition] for one that is not Enabled.
func (b *Backstage) Expire(ctx context.Context, id SubscriptionID) error {
	return b.change(ctx, id, func(tx *tenant.Tx, row *subscriptionRow) error {
		if row.Status != StatusEnabled {
			return &admin365.Error{Kind: admin365.ErrPrecondition, Target: string(id), Message: "the subscription has expired already"}
		}
		row.Status, row.Next = StatusWarning, tx.Now().Truncate(time.Second).Add(GracePeriod)
		return nil
	})
}

// Cancel cancels a subscription: it is LockedOut at once, and Deleted 90 days later.
func (b *Backstage) Cancel(ctx context.Context, id SubscriptionID) error {
	return b.change(ctx, id, func(tx *tenant.Tx, row *subscriptionRow) error {
		row.cancel(tx)
		return nil
	})
}

func (r *subscriptionRow) cancel(tx *tenant.Tx) {
	r.Status, r.Next = StatusLockedOut, tx.Now().Truncate(time.Second).Add(SuspendedPeriod)
}

func (r *subscriptionRow) renew(tx *tenant.Tx) {
	r.Status, r.Next = StatusEnabled, tx.Now().Truncate(time.Second).Add(r.Term)
}

// Renew begins a new term of a subscription now: it is Enabled. It fails with
// [admin365.ErrPrecondition] for one that is Deleted, and for a trial.
func (b *Backstage) Renew(ctx context.Context, id SubscriptionID) error {
	return b.change(ctx, id, func(tx *tenant.Tx, row *subscriptionRow) error {
		if row.Trial {
			return &admin365.Error{Kind: admin365.ErrPrecondition, Target: string(id), Message: "a trial is not renewed"}
		}
		row.renew(tx)
		return nil
	})
}

// FinishGroupLicensing has the service finish at once what it would do later for the
// licenses of groups and of those who came into them or left.
func (b *Backstage) FinishGroupLicensing(ctx context.Context) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		for row := range tenant.In(tx, &licensedGroups).All() {
			// What is scheduled still is of an earlier round then.
			next := *row
			next.Round++
			if err := next.finish(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// change changes a subscription.
func (b *Backstage) change(ctx context.Context, id SubscriptionID, to func(*tenant.Tx, *subscriptionRow) error) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		row, err := findSubscription(tx, string(id))
		if err != nil {
			return err
		}
		if row.Status == StatusDeleted {
			return &admin365.Error{Kind: admin365.ErrPrecondition, Target: string(id), Message: "the subscription is deleted"}
		}
		next := *row
		if err := to(tx, &next); err != nil {
			return err
		}
		return next.put(tx)
	})
}

func (b *Backstage) do(ctx context.Context, fn func(*tenant.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(fn)
}

// Give gives a user a product, by its id, its part number or its name, but for the plans
// that are off; where no seat is free, it buys one. For package admin alone.
func Give(tx *tenant.Tx, user, name string, off []admin365.ServicePlanID) error {
	at := slices.IndexFunc(products, func(p product) bool { return p.named(name) })
	if at < 0 {
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: name, Message: "no product of the list has this id, part number or name"}
	}
	g := given{SKU: bundles[at].Key}
	for _, plan := range off {
		key, err := guid(string(plan))
		if err != nil {
			return err
		}
		g.Disabled = append(g.Disabled, key)
	}
	person, err := tx.Ports().Directory.Person(tx, user)
	if err != nil {
		return err
	}
	if !has(held(tx, person.ID), g.SKU) && available(tx, g.SKU) <= 0 {
		if _, err := buy(tx, tenant.Key{}, Purchase{SKUID: products[at].ID, Seats: 1, AutoRenew: true}); err != nil {
			return err
		}
	}
	return assign(tx, user, change{add: []given{g}})
}

// SetPremium sees to it that the tenant has Microsoft Entra ID P1, or has not: it cancels
// what holds it, and renews that again; where there is nothing, it buys 25 seats. For
// package admin alone.
func SetPremium(tx *tenant.Tx, premium bool) error {
	if premium == (licenses{}).Premium(tx) {
		return nil
	}
	for row := range tenant.In(tx, &subscriptions).All() {
		if !row.premium() || premium != (row.Status == StatusLockedOut) || !premium && !row.runs() {
			continue
		}
		next := *row
		if premium {
			next.renew(tx)
		} else {
			next.cancel(tx)
		}
		if err := next.put(tx); err != nil {
			return err
		}
	}
	if !premium || (licenses{}).Premium(tx) {
		return nil
	}
	_, err := buy(tx, tenant.Key{}, Purchase{SKUID: entraP1, Seats: 25, AutoRenew: true})
	return err
}

// entraP1 is Microsoft Entra ID P1 on its own.
const entraP1 admin365.SKUID = "078d2b04-f1bd-4111-bbd4-b4b1b354cef4"
