package billingtest

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

// What the id of a method names.
const (
	idOfSKU          = "product that the tenant owns"
	idOfProduct      = "product"
	idOfUser         = "user"
	idOfGroup        = "group"
	idOfSubscription = "subscription"
	idInCommerce     = "subscription in commerce"
)

// target is what the methods are called on.
type target struct {
	sku          billing.SubscribedSKUID
	product      admin365.SKUID
	user         admin365.UserID
	group        admin365.GroupID
	subscription billing.SubscriptionID
	commerce     billing.CommerceSubscriptionID
}

// with returns the target with another id of the kind.
func (t target) with(kind, id string) target {
	switch kind {
	case idOfSKU:
		t.sku = billing.SubscribedSKUID(id)
	case idOfProduct:
		t.product = admin365.SKUID(id)
	case idOfUser:
		t.user = admin365.UserID(id)
	case idOfGroup:
		t.group = admin365.GroupID(id)
	case idOfSubscription:
		t.subscription = billing.SubscriptionID(id)
	case idInCommerce:
		t.commerce = billing.CommerceSubscriptionID(id)
	default:
	}
	return t
}

// method is one method of the area, called in the simplest way that works.
type method struct {
	op string
	// takes says what its id names; empty if it has none.
	takes string
	// writes is set where it changes the tenant.
	writes bool
	call   func(ctx context.Context, s *billing.Service, at target) error
}

func methods() []method {
	return append(licenseMethods(),
		method{opSKUs, "", false, func(ctx context.Context, s *billing.Service, _ target) error {
			_, err := conform.Collect(s.SKUs.List(ctx))
			return err
		}},
		method{opSKU, idOfSKU, false, func(ctx context.Context, s *billing.Service, at target) error {
			_, err := s.SKUs.Get(ctx, at.sku)
			return err
		}},
		method{opSubs, "", false, func(ctx context.Context, s *billing.Service, _ target) error {
			_, err := conform.Collect(s.Subscriptions.List(ctx))
			return err
		}},
		method{opSub, idOfSubscription, false, func(ctx context.Context, s *billing.Service, at target) error {
			_, err := s.Subscriptions.Get(ctx, at.subscription)
			return err
		}},
		method{opCommerce, idInCommerce, false, func(ctx context.Context, s *billing.Service, at target) error {
			_, err := s.Subscriptions.GetByCommerceID(ctx, at.commerce)
			return err
		}},
	)
}

// licenseMethods are the methods of people's licenses and of groups'.
func licenseMethods() []method {
	return []method{
		{opAssign, idOfUser, true, func(ctx context.Context, s *billing.Service, at target) error {
			return s.Licenses.Assign(ctx, at.user, adding(lic(at.product)))
		}},
		{opGet, idOfUser, false, func(ctx context.Context, s *billing.Service, at target) error {
			_, err := s.Licenses.Get(ctx, at.user)
			return err
		}},
		{opDetails, idOfUser, false, func(ctx context.Context, s *billing.Service, at target) error {
			_, err := conform.Collect(s.Licenses.Details(ctx, at.user))
			return err
		}},
		{opHolders, idOfProduct, false, func(ctx context.Context, s *billing.Service, at target) error {
			_, err := conform.Collect(s.Licenses.Holders(ctx, at.product))
			return err
		}},
		{opReprocess, idOfUser, true, func(ctx context.Context, s *billing.Service, at target) error {
			return s.Licenses.Reprocess(ctx, at.user)
		}},
		{opGroupAssign, idOfGroup, true, func(ctx context.Context, s *billing.Service, at target) error {
			return s.GroupLicenses.Assign(ctx, at.group, adding(lic(at.product)))
		}},
		{opGroupGet, idOfGroup, false, func(ctx context.Context, s *billing.Service, at target) error {
			_, err := s.GroupLicenses.Get(ctx, at.group)
			return err
		}},
		{opGroupMembers, idOfGroup, false, func(ctx context.Context, s *billing.Service, at target) error {
			_, err := conform.Collect(s.GroupLicenses.MembersWithErrors(ctx, at.group))
			return err
		}},
		{opGroupErrors, "", false, func(ctx context.Context, s *billing.Service, _ target) error {
			_, err := conform.Collect(s.GroupLicenses.WithErrors(ctx))
			return err
		}},
	}
}
