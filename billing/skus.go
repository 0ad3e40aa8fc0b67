package billing

import (
	"context"
	"iter"
	"strings"

	"github.com/admin365/admin365"
)

// SKUs is the products that the tenant owns.
//
// Source: https://learn.microsoft.com/graph/api/resources/subscribedsku
type SKUs interface {
	// List returns every product that the tenant owns, in the order of their part
	// numbers in memory and in the service's own elsewhere. There are no conditions:
	// the service takes none.
	//
	// Nothing is fetched until the list is ranged over; ranging again starts afresh;
	// an error comes once, as the last pair, with a nil product.
	//
	// Effect: read. Role: Directory Readers, Global Reader, Dynamics 365 Business
	// Central Administrator, or one that can read the directory; permission
	// Organization.Read.All.
	// Source: https://learn.microsoft.com/graph/api/subscribedsku-list
	List(ctx context.Context) iter.Seq2[*SKU, error]

	// Get returns a product by the id under which the tenant owns it, [SKU.ID]; that
	// is not its [SKU.SKUID]. [FindSKU] finds one by anything else.
	//
	// Effect: read. Role: as for List. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/subscribedsku-get
	Get(ctx context.Context, id SubscribedSKUID) (*SKU, error)
}

// SubscribedSKUID is the id of a product as this tenant owns it. It is opaque:
// what [SKUs.List] returned.
type SubscribedSKUID string

// SubscriptionID is the id of a subscription, [Subscription.ID].
type SubscriptionID string

// SKU is a product that the tenant owns.
//
// Source: https://learn.microsoft.com/graph/api/resources/subscribedsku
type SKU struct {
	// ID is what [SKUs.Get] takes.
	ID SubscribedSKUID `json:"id"`
	// SKUID is the product's id, the same in every tenant.
	SKUID admin365.SKUID `json:"skuId"`
	// PartNumber is its technical name, such as "SPE_E3". [ProductName] is the one
	// that people know.
	PartNumber string `json:"skuPartNumber"`
	// AppliesTo says who can have it: [AppliesToUser], or [AppliesToCompany] for what
	// the tenant has as a whole, such as storage, and nobody can be given.
	AppliesTo AppliesTo `json:"appliesTo"`
	// CapabilityStatus is the best state that any of its seats is in.
	CapabilityStatus Status `json:"capabilityStatus"`
	// ConsumedUnits is how many users have it, each counted once, whether directly or
	// by groups. It can be more than there are seats: after a restored user, or
	// fewer seats.
	ConsumedUnits int `json:"consumedUnits"`
	// PrepaidUnits are the seats by state.
	PrepaidUnits PrepaidUnits `json:"prepaidUnits"`
	// ServicePlans are the services that it holds.
	ServicePlans []ServicePlan `json:"servicePlans"`
	// SubscriptionIDs are the subscriptions that its seats come from.
	SubscriptionIDs []SubscriptionID `json:"subscriptionIds"`
	// AccountID and AccountName are the account that it was bought with.
	AccountID   string `json:"accountId"`
	AccountName string `json:"accountName"`
}

// PrepaidUnits are the seats of a product by the state of what was bought.
//
// Source: https://learn.microsoft.com/graph/api/resources/licenseunitsdetail
type PrepaidUnits struct {
	// Enabled seats can be given.
	Enabled int `json:"enabled"`
	// Warning seats are of subscriptions that have expired and are in their grace
	// period; they can be given still.
	Warning int `json:"warning"`
	// Suspended seats cannot be given; who has one keeps it and cannot use it.
	Suspended int `json:"suspended"`
	// LockedOut seats are of canceled subscriptions.
	LockedOut int `json:"lockedOut"`
}

// ServicePlan is a service that a product holds.
//
// Source: https://learn.microsoft.com/graph/api/resources/serviceplaninfo
type ServicePlan struct {
	ID   admin365.ServicePlanID `json:"servicePlanId"`
	Name string                 `json:"servicePlanName"`
	// AppliesTo says who it is for, as for a product.
	AppliesTo AppliesTo `json:"appliesTo"`
	// ProvisioningStatus is "Success", "Disabled", "Error", "PendingInput",
	// "PendingActivation" or "PendingProvisioning". In a person's details a plan that
	// was switched off is "Disabled".
	ProvisioningStatus string `json:"provisioningStatus"`
}

// AppliesTo says whether a product or a plan is for people or for the whole tenant.
// Values that this module does not know are kept as they came.
type AppliesTo string

// Who a product is for.
const (
	AppliesToUser    AppliesTo = "User"
	AppliesToCompany AppliesTo = "Company"
)

// Status is where a subscription stands in its life, and a product by the best of
// its subscriptions. Values that this module does not know are kept as they came.
type Status string

// The states of a subscription.
const (
	// StatusEnabled: it is paid, or a trial that runs.
	StatusEnabled Status = "Enabled"
	// StatusWarning: it has expired; people notice nothing yet.
	StatusWarning Status = "Warning"
	// StatusSuspended: people are shut out, administrators are not; no license of it
	// can be given.
	StatusSuspended Status = "Suspended"
	// StatusLockedOut: it was canceled.
	StatusLockedOut Status = "LockedOut"
	// StatusDeleted: its data is gone.
	StatusDeleted Status = "Deleted"
)

// Available is how many seats of a product can be given: those that are enabled or in
// their grace period, less the people who have one. It is negative where more have it
// than there are seats.
func Available(s *SKU) int { return s.PrepaidUnits.Enabled + s.PrepaidUnits.Warning - s.ConsumedUnits }

// FindSKU returns the product of the tenant that has the name, letter case aside: its
// SKUID, its part number ("SPE_E3") or its product name ("Microsoft 365 E3"). It
// reads the whole list. Errors: [admin365.ErrNotFound] where the tenant owns no such
// product, [admin365.ErrInvalid] for an empty name.
func FindSKU(ctx context.Context, skus SKUs, name string) (*SKU, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return nil, &admin365.Error{Op: "billing.FindSKU", Kind: admin365.ErrInvalid, Message: "the name is empty"}
	}
	for sku, err := range skus.List(ctx) {
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(string(sku.SKUID), name) || strings.EqualFold(sku.PartNumber, name) || strings.EqualFold(ProductName(sku.SKUID), name) {
			return sku, nil
		}
	}
	return nil, &admin365.Error{Op: "billing.FindSKU", Target: name, Kind: admin365.ErrNotFound, Message: "the tenant owns no such product"}
}
