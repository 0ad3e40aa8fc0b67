package instances

import (
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// storageKinds are the kinds of storage, in the service's order.
var storageKinds = []CapacityType{DatabaseCapacity, FileCapacity, LogCapacity}

// warnedFrom is the share of what the tenant has, in percent, from which the service
// warns. Unverified.
const warnedFrom = 85

// tenantCapacity is what the tenant has and uses of each kind.
func tenantCapacity(tx *tenant.Tx) *TenantCapacity {
	c := &TenantCapacity{TenantID: tx.TenantID(), Model: "StorageDriven", Status: capacityAvailable, Message: "You have available capacity across all storage types."}
	for _, kind := range storageKinds {
		row, _ := tenant.In(tx, &storage).Get(storageKey(kind))
		if row == nil {
			row = &storageRow{Type: kind}
		}
		actual, counted := usedOf(tx, kind)
		k := CapacityUsage{
			Type: kind, Unit: "MB", Total: row.Base + row.Added, Actual: actual, Rated: counted, Updated: measured(tx), Status: capacityAvailable,
			Entitlements: []CapacityEntitlement{
				{string(kind) + "Base", row.Base},
				{string(kind) + "Incremental", 0},
				{string(kind) + "AddOn", row.Added},
			},
		}
		if k.Rated > k.Total {
			k.Status, c.Status, c.Message = capacityNotAvailable, capacityNotAvailable, "You have exceeded your storage capacity."
		}
		c.Kinds = append(c.Kinds, k)
	}
	return c
}

// measured is when consumption was measured. The service measures once a day; here it is
// as it is now.
func measured(tx *tenant.Tx) time.Time { return tx.Now().Truncate(time.Second) }

// environmentCapacity is what an environment uses of each kind.
func environmentCapacity(tx *tenant.Tx, id string) ([]Consumption, error) {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return nil, err
	}
	return consumptionOf(tx, r), nil
}

func consumptionOf(tx *tenant.Tx, r *environmentRow) []Consumption {
	list := []Consumption{}
	if r.Database == nil {
		return list
	}
	for _, kind := range storageKinds {
		list = append(list, Consumption{Type: kind, Actual: r.actual(kind), Rated: r.rated(kind), Unit: "MB", Updated: measured(tx)})
	}
	return list
}

// storageWarnings are the thresholds of the tenant's storage, and whether they are
// reached.
func storageWarnings(tx *tenant.Tx) []StorageWarning {
	list := []StorageWarning{}
	for _, kind := range storageKinds {
		_, counted := usedOf(tx, kind)
		list = append(list, StorageWarning{
			Category: string(kind), Entity: "Tenant", Threshold: warnedFrom, TenantID: string(tx.TenantID()),
			Active: counted*100 >= totalOf(tx, kind)*warnedFrom,
		})
	}
	return list
}
