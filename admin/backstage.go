package admin

import (
	"context"
	"strconv"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/tenant"
	"github.com/admin365/admin365/support"
)

// Backstage is what happens to a tenant in memory without its administrators:
// no interface of the real service has any of it.
type Backstage struct {
	// Identity is what happens to people.
	Identity *identity.Backstage
	// Billing is what is bought, and what becomes of it.
	Billing *billing.Backstage
	// Instances is what happens to environments.
	Instances *instances.Backstage
	// Health is what Microsoft publishes about its services.
	Health *health.Backstage
	// Support is what Microsoft does with tickets.
	Support *support.Backstage

	tenant *tenant.Tenant
}

func newBackstage(t *tenant.Tenant) *Backstage {
	return &Backstage{
		Identity: identity.NewBackstage(t), Billing: billing.NewBackstage(t), Instances: instances.NewBackstage(t),
		Health: health.NewBackstage(t), Support: support.NewBackstage(t), tenant: t,
	}
}

// AddDomain makes a domain a verified one of the tenant, as if its DNS record
// had been found; federated says that its people sign in elsewhere. It fails
// with [admin365.ErrConflict] if this or another tenant of the world has it.
//
// [admin365.ErrConflict]: https://pkg.go.dev/github.com/admin365/admin365#ErrConflict
func (b *Backstage) AddDomain(ctx context.Context, name string, federated bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(func(tx *tenant.Tx) error {
		return addDomain(tx, domainRow{Name: name, Federated: federated})
	})
}

// maxUsers bounds how many people one step adds: whoever changes the tenant waits for it.
const maxUsers = 1_000_000

// AddUsers adds n people of twenty properties each, whose user names begin with
// prefix, in one step: the quick way to a large tenant. n is from 1 to 1,000,000. When
// ctx ends before it is done, it has added nobody.
func (b *Backstage) AddUsers(ctx context.Context, prefix string, n int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if n < 1 || n > maxUsers {
		return &admin365.Error{Kind: admin365.ErrInvalid, Message: "one adds from 1 to " + strconv.Itoa(maxUsers) + " people at once"}
	}
	return b.tenant.Backstage(func(tx *tenant.Tx) error {
		domain := tx.Ports().Domains.Initial(tx)
		return identity.Bulk(ctx, tx, domain, prefix, n)
	})
}

// SetPremium says whether the tenant has a Microsoft Entra ID P1 license, as
// Contoso has from the beginning: without one the service does not tell when
// people signed in. It cancels the subscriptions that hold it and renews them again, or
// buys one.
func (b *Backstage) SetPremium(ctx context.Context, premium bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(func(tx *tenant.Tx) error { return billing.SetPremium(tx, premium) })
}

// SetDirectoryQuota says how many directory objects the tenant may have. Those that
// are there stay.
func (b *Backstage) SetDirectoryQuota(ctx context.Context, objects int) error {
	return b.setOrganization(ctx, func(row *organizationRow) { row.Quota = objects })
}

func (b *Backstage) setOrganization(ctx context.Context, set func(*organizationRow)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(func(tx *tenant.Tx) error {
		for row := range tenant.In(tx, &organizations).All() {
			next := *row
			set(&next)
			return tenant.In(tx, &organizations).Put(&next)
		}
		return nil
	})
}
