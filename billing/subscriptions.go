package billing

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// Subscriptions is what was bought for the tenant, by itself or by a partner. It can
// only be read: a customer has no public API of Graph to buy, change or cancel.
//
// Source: https://learn.microsoft.com/graph/api/resources/companysubscription
type Subscriptions interface {
	// List returns every subscription, those that have ended included, by creation in
	// memory and in the service's own order elsewhere. It yields as [SKUs.List] does.
	//
	// Effect: read. Role and permission: as for [SKUs.List].
	// Source: https://learn.microsoft.com/graph/api/directory-list-subscriptions
	List(ctx context.Context) iter.Seq2[*Subscription, error]

	// Get returns a subscription.
	//
	// Effect: read. Role and permission: as for [SKUs.List].
	// Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/companysubscription-get
	Get(ctx context.Context, id SubscriptionID) (*Subscription, error)

	// GetByCommerceID returns the subscription that commerce knows by the id, as an
	// invoice or Partner Center has it.
	//
	// Effect: read. Role and permission: as for [SKUs.List].
	// Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/companysubscription-get
	GetByCommerceID(ctx context.Context, id CommerceSubscriptionID) (*Subscription, error)
}

// CommerceSubscriptionID is the id that commerce has for a subscription.
type CommerceSubscriptionID string

// Subscription is something that was bought: seats of one product.
//
// Source: https://learn.microsoft.com/graph/api/resources/companysubscription
type Subscription struct {
	ID SubscriptionID `json:"id"`
	// CommerceSubscriptionID is empty where commerce has none, as for a trial.
	CommerceSubscriptionID CommerceSubscriptionID `json:"commerceSubscriptionId"`
	SKUID                  admin365.SKUID         `json:"skuId"`
	PartNumber             string                 `json:"skuPartNumber"`
	// Status is where it stands in its life.
	Status  Status `json:"status"`
	IsTrial bool   `json:"isTrial"`
	// TotalLicenses is how many seats it has.
	TotalLicenses int `json:"totalLicenses"`
	// CreatedDateTime is in UTC.
	CreatedDateTime time.Time `json:"createdDateTime"`
	// NextLifecycleDateTime is when it leaves its Status unless it is renewed, in UTC;
	// zero where nothing comes next.
	NextLifecycleDateTime time.Time `json:"nextLifecycleDateTime,omitzero"`
	// OwnerID and OwnerType are who administers the account, such as "User".
	OwnerID   string `json:"ownerId"`
	OwnerType string `json:"ownerType"`
	// OwnerTenantID is the partner's tenant that bought it; empty where it was bought
	// directly.
	OwnerTenantID admin365.TenantID `json:"ownerTenantId"`
	// ServiceStatus are the services of its product.
	ServiceStatus []ServicePlan `json:"serviceStatus"`
}

// Stage is a part of a subscription's life.
type Stage struct {
	Status Status
	// From and Until are in UTC; Until is zero for the end.
	From, Until time.Time
}

// The stages after the term of a subscription that was bought directly.
// Source: https://learn.microsoft.com/microsoft-365/commerce/subscriptions/what-if-my-subscription-expires
const (
	// GracePeriod is how long an expired subscription works on.
	GracePeriod = 30 * 24 * time.Hour
	// SuspendedPeriod is how long its data is kept after that. A trial has none.
	SuspendedPeriod = 90 * 24 * time.Hour
)

// Lifecycle returns what becomes of a subscription that nobody renews: its present
// stage (whose From is zero unless it is the first), then those that follow. The
// lengths are those of subscriptions that are bought directly; some agreements have
// others. A status that is not known has no stages after it.
func Lifecycle(s *Subscription) []Stage {
	now := Stage{Status: s.Status, Until: s.NextLifecycleDateTime}
	if s.Status == StatusEnabled {
		now.From = s.CreatedDateTime
	}
	stages := []Stage{now}
	then := func(status Status, period time.Duration) {
		from := stages[len(stages)-1].Until
		next := Stage{Status: status, From: from}
		if period > 0 {
			next.Until = from.Add(period)
		}
		stages = append(stages, next)
	}
	if now.Until.IsZero() {
		return stages
	}
	switch s.Status {
	case StatusEnabled:
		then(StatusWarning, GracePeriod)
		if !s.IsTrial {
			then(StatusSuspended, SuspendedPeriod)
		}
	case StatusWarning:
		if !s.IsTrial {
			then(StatusSuspended, SuspendedPeriod)
		}
	case StatusSuspended, StatusLockedOut:
	default:
		return stages
	}
	then(StatusDeleted, 0)
	return stages
}
