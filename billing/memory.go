package billing

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// NewMemory returns the area over a tenant in memory. For package admin alone:
// programs begin with admin.NewMemory.
func NewMemory(s *tenant.Session) *Service {
	return &Service{SKUs: memorySKUs{s}, Licenses: memoryLicenses{s}, GroupLicenses: memoryGroupLicenses{s}, Subscriptions: memorySubscriptions{s}}
}

// listed yields what fetch returns in one transaction, when it is ranged over; an
// error comes once, as the last pair.
func listed[T any](ctx context.Context, s *tenant.Session, call api.Call, fetch func(*tenant.Tx) ([]*T, error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var list []*T
		err := s.Do(ctx, call, func(tx *tenant.Tx) (err error) {
			list, err = fetch(tx)
			return err
		})
		if err != nil {
			yield(nil, err)
			return
		}
		for _, item := range list {
			if !yield(item, nil) {
				return
			}
		}
	}
}

type memorySKUs struct{ s *tenant.Session }

var _ SKUs = memorySKUs{}

// List implements [SKUs].
func (m memorySKUs) List(ctx context.Context) iter.Seq2[*SKU, error] {
	return listed(ctx, m.s, opSKUsList.At(), func(tx *tenant.Tx) ([]*SKU, error) { return allSKUs(tx), nil })
}

// Get implements [SKUs].
func (m memorySKUs) Get(ctx context.Context, id SubscribedSKUID) (sku *SKU, err error) {
	err = m.s.Do(ctx, opSKUsGet.At(string(id)), func(tx *tenant.Tx) (err error) {
		sku, err = findSKU(tx, string(id))
		return err
	})
	return sku, err
}

type memorySubscriptions struct{ s *tenant.Session }

var _ Subscriptions = memorySubscriptions{}

// List implements [Subscriptions].
func (m memorySubscriptions) List(ctx context.Context) iter.Seq2[*Subscription, error] {
	return listed(ctx, m.s, opSubscriptionsList.At(), func(tx *tenant.Tx) ([]*Subscription, error) { return allSubscriptions(tx), nil })
}

// Get implements [Subscriptions].
func (m memorySubscriptions) Get(ctx context.Context, id SubscriptionID) (*Subscription, error) {
	return m.find(ctx, opSubscriptionsGet.At(string(id)), findSubscription)
}

// GetByCommerceID implements [Subscriptions].
func (m memorySubscriptions) GetByCommerceID(ctx context.Context, id CommerceSubscriptionID) (*Subscription, error) {
	return m.find(ctx, opSubscriptionsGetByCommerce.At(string(id)), findByCommerce)
}

func (m memorySubscriptions) find(ctx context.Context, call api.Call, find func(*tenant.Tx, string) (*subscriptionRow, error)) (s *Subscription, err error) {
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		row, err := find(tx, call.IDs[0])
		if err != nil {
			return err
		}
		s = subscriptionOf(tx, row)
		return nil
	})
	return s, err
}

type memoryLicenses struct{ s *tenant.Session }

var _ Licenses = memoryLicenses{}

// Assign implements [Licenses].
func (m memoryLicenses) Assign(ctx context.Context, user admin365.UserID, c LicenseChange) error {
	return m.change(ctx, c.of(opLicensesAssign).At(string(user)), c, func(tx *tenant.Tx, c change) error { return assign(tx, string(user), c) })
}

// change checks a change as the client does, and has it made.
func (m memoryLicenses) change(ctx context.Context, call api.Call, c LicenseChange, do func(*tenant.Tx, change) error) error {
	body, err := c.body(call)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		c, err := body.change()
		if err != nil {
			return err
		}
		return do(tx, c)
	})
}

// Get implements [Licenses].
func (m memoryLicenses) Get(ctx context.Context, user admin365.UserID) (u *LicensedUser, err error) {
	err = m.s.Do(ctx, opLicensesGet.At(string(user)), func(tx *tenant.Tx) error {
		person, err := tx.Ports().Directory.Person(tx, string(user))
		if err != nil {
			return err
		}
		u = licensed(tx, person)
		return nil
	})
	return u, err
}

// Details implements [Licenses].
func (m memoryLicenses) Details(ctx context.Context, user admin365.UserID) iter.Seq2[*LicenseDetails, error] {
	return listed(ctx, m.s, opLicensesDetails.At(string(user)), func(tx *tenant.Tx) ([]*LicenseDetails, error) { return details(tx, string(user)) })
}

// holdersPage is how many holders are looked up in one transaction, as many as the
// service has on a page.
const holdersPage = 100

// Holders implements [Licenses].
func (m memoryLicenses) Holders(ctx context.Context, sku admin365.SKUID) iter.Seq2[*LicensedUser, error] {
	call := opLicensesHolders.At().About(string(sku)).With(holdersQuery(sku))
	if err := checkSKU(call, sku); err != nil {
		return failed[LicensedUser](err)
	}
	return func(yield func(*LicensedUser, error) bool) {
		var after tenant.Key
		for more := true; more; {
			var page []*LicensedUser
			err := m.s.Do(ctx, call, func(tx *tenant.Tx) error {
				page, after, more = holders(tx, tenant.MustKey(string(sku)), after, holdersPage)
				return nil
			})
			if err != nil {
				yield(nil, err)
				return
			}
			for _, user := range page {
				if !yield(user, nil) {
					return
				}
			}
		}
	}
}

// Reprocess implements [Licenses].
func (m memoryLicenses) Reprocess(ctx context.Context, user admin365.UserID) error {
	return m.s.Do(ctx, opLicensesReprocess.At(string(user)), func(tx *tenant.Tx) error {
		_, err := reprocess(tx, string(user))
		return err
	})
}

type memoryGroupLicenses struct{ s *tenant.Session }

var _ GroupLicenses = memoryGroupLicenses{}

// Assign implements [GroupLicenses].
func (m memoryGroupLicenses) Assign(ctx context.Context, group admin365.GroupID, c LicenseChange) error {
	return memoryLicenses(m).change(ctx, c.of(opGroupLicensesAssign).At(string(group)), c, func(tx *tenant.Tx, c change) error {
		_, err := assignGroup(tx, string(group), c)
		return err
	})
}

// Get implements [GroupLicenses].
func (m memoryGroupLicenses) Get(ctx context.Context, group admin365.GroupID) (g *LicensedGroup, err error) {
	err = m.s.Do(ctx, opGroupLicensesGet.At(string(group)), func(tx *tenant.Tx) error {
		found, err := tx.Ports().Directory.Group(tx, string(group))
		if err != nil {
			return err
		}
		g = licensedGroup(tx, found)
		return nil
	})
	return g, err
}

// MembersWithErrors implements [GroupLicenses].
func (m memoryGroupLicenses) MembersWithErrors(ctx context.Context, group admin365.GroupID) iter.Seq2[*LicensedUser, error] {
	call := opGroupLicensesMembersWithErrors.At(string(group))
	return listed(ctx, m.s, call, func(tx *tenant.Tx) (list []*LicensedUser, err error) {
		found, err := tx.Ports().Directory.Group(tx, string(group))
		if err != nil {
			return nil, err
		}
		for p := range membersWithErrors(tx, found.ID, tenant.Key{}) {
			if tx.Ports().Directory.Reads(tx, p.ID) {
				list = append(list, licensed(tx, p))
			} else {
				list = append(list, &LicensedUser{ID: admin365.UserID(p.ID.String()), Assigned: []admin365.AssignedLicense{}})
			}
		}
		return list, nil
	})
}

// WithErrors implements [GroupLicenses].
func (m memoryGroupLicenses) WithErrors(ctx context.Context) iter.Seq2[*LicensedGroup, error] {
	call := opGroupLicensesWithErrors.At().With(withErrorsQuery())
	return listed(ctx, m.s, call, func(tx *tenant.Tx) (list []*LicensedGroup, err error) {
		for row := range tenant.In(tx, &licensedGroups).All() {
			if g, live := tx.Ports().Directory.GroupOf(tx, row.ID); live && failing(tx, row.ID) {
				list = append(list, licensedGroup(tx, g))
			}
		}
		return list, nil
	})
}

// licensedGroup is a group as licenses see it.
func licensedGroup(tx *tenant.Tx, g tenant.Group) *LicensedGroup {
	group := &LicensedGroup{ID: admin365.GroupID(g.ID.String()), DisplayName: g.DisplayName, Assigned: []admin365.AssignedLicense{}}
	if row, ok := tenant.In(tx, &licensedGroups).Get(g.ID); ok {
		group.Assigned, group.Processing = row.assigned(), row.Processing
	}
	return group
}
