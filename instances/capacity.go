package instances

import (
	"context"
	"time"

	"github.com/admin365/admin365"
)

// Capacity is the storage that the tenant has and uses. Roles are those of
// [Environments].
//
// Source: https://learn.microsoft.com/power-platform/admin/capacity-storage
type Capacity interface {
	// Tenant returns what the tenant has and uses of each kind.
	//
	// Effect: read. Operation: instances.Capacity.Tenant.
	Tenant(ctx context.Context) (*TenantCapacity, error)

	// Environment returns what an environment uses of each kind; it is empty for one
	// without Dataverse.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation:
	// instances.Capacity.Environment.
	Environment(ctx context.Context, id EnvironmentID) ([]Consumption, error)

	// Warnings returns what the service warns of.
	//
	// Effect: read. Operation: instances.Capacity.Warnings.
	Warnings(ctx context.Context) ([]StorageWarning, error)
}

// TenantCapacity is what the tenant has and uses.
type TenantCapacity struct {
	TenantID admin365.TenantID `json:"tenantId"`
	// Model is "StorageDriven", "Legacy" or "None".
	Model string `json:"licenseModelType"`
	// Status is "Available", "AvailableByOverflow" or "NotAvailable", and Message the
	// service's sentence.
	Status  string          `json:"status"`
	Message string          `json:"message,omitzero"`
	Kinds   []CapacityUsage `json:"capacities"`
}

// CapacityUsage is one kind of storage of the tenant.
type CapacityUsage struct {
	Type CapacityType `json:"capacityType"`
	// Unit is "MB" or "Unit".
	Unit string `json:"unit"`
	// Total is what the tenant has, Actual what is stored, and Rated what counts: some
	// types of environments count less than they hold.
	Total  float64 `json:"total"`
	Actual float64 `json:"actual"`
	Rated  float64 `json:"rated"`
	// Updated is when that was measured.
	Updated time.Time `json:"updated,omitzero"`
	Status  string    `json:"status"`
	// Entitlements are what makes up the total.
	Entitlements []CapacityEntitlement `json:"entitlements,omitzero"`
}

// CapacityEntitlement is where capacity comes from.
type CapacityEntitlement struct {
	// SubType is such as "DatabaseBase" or "DatabaseAddOn".
	SubType string  `json:"capacitySubType"`
	Total   float64 `json:"total"`
}

// CapacityType is a kind of storage. Unknown values are kept.
type CapacityType string

// The kinds of storage.
const (
	DatabaseCapacity CapacityType = "Database"
	FileCapacity     CapacityType = "File"
	LogCapacity      CapacityType = "Log"
)

// Consumption is what an environment uses of one kind of storage.
type Consumption struct {
	Type   CapacityType `json:"capacityType"`
	Actual float64      `json:"actualConsumption"`
	Rated  float64      `json:"ratedConsumption"`
	// Unit is "MB".
	Unit string `json:"capacityUnit"`
	// Updated is when it was measured.
	Updated time.Time `json:"updatedOn"`
}

// StorageWarning is a warning about storage.
type StorageWarning struct {
	Category string `json:"storageCategory"`
	Entity   string `json:"storageEntity"`
	// Threshold is a share in percent.
	Threshold int    `json:"thresholdPct"`
	Active    bool   `json:"storageWarningInd"`
	TenantID  string `json:"tenantId,omitzero"`
}

// Free is what the tenant has left of a kind of storage, in MB: the total without what
// counts. It is negative where more is used than there is, and false says that the
// service told nothing of the kind.
func (c *TenantCapacity) Free(kind CapacityType) (mb float64, ok bool) {
	for _, k := range c.Kinds {
		if k.Type == kind {
			return k.Total - k.Rated, true
		}
	}
	return 0, false
}
