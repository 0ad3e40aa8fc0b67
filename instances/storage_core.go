package instances

import (
	"math"
	"strconv"

	"github.com/admin365/admin365/internal/tenant"
)

// gigabyte is what another database needs, in MB.
const gigabyte = 1024.0

// The storage that a default environment has of its own, in MB.
// Source: https://learn.microsoft.com/power-platform/admin/capacity-storage
const (
	defaultData  = 3 * gigabyte
	defaultFiles = 3 * gigabyte
	defaultLogs  = gigabyte
)

// counts reports whether environments of the type count against the tenant's capacity.
func (t EnvironmentType) counts() bool {
	switch t {
	case Trial, Support, Developer, Teams:
		return false
	default:
		return true
	}
}

// actual is what an environment stores of a kind, in MB.
func (r *environmentRow) actual(kind CapacityType) float64 {
	if r.Database == nil {
		return 0
	}
	return r.Database.actual(kind)
}

func (c *contentRow) actual(kind CapacityType) float64 {
	switch kind {
	case DatabaseCapacity:
		return c.Data
	case FileCapacity:
		return c.Files
	case LogCapacity:
		return c.Logs
	default:
		return 0
	}
}

// rated is what an environment counts of a kind, in MB. One in the bin counts nothing,
// and one that is being made what its operation reserves.
func (r *environmentRow) rated(kind CapacityType) float64 {
	if r.Database == nil || r.binned() || r.Provisioning == Provisioning || r.Provisioning == ProvisioningDatabase {
		return 0
	}
	return rated(r.Type, &r.Database.contentRow, kind)
}

// rated is what content counts in an environment of the type.
func rated(of EnvironmentType, content *contentRow, kind CapacityType) float64 {
	used := content.actual(kind)
	switch {
	case !of.counts():
		return 0
	case of == Default && kind == DatabaseCapacity:
		return max(0, used-defaultData)
	case of == Default && kind == FileCapacity:
		return max(0, used-defaultFiles)
	case of == Default && kind == LogCapacity:
		return max(0, used-defaultLogs)
	case kind == DatabaseCapacity:
		return max(gigabyte, used)
	default:
		return used
	}
}

// totalOf is what the tenant has of a kind, in MB.
func totalOf(tx *tenant.Tx, kind CapacityType) float64 {
	row, ok := tenant.In(tx, &storage).Get(storageKey(kind))
	if !ok {
		return 0
	}
	return row.Base + row.Added
}

// usedOf is what the tenant stores of a kind, and what of it counts.
func usedOf(tx *tenant.Tx, kind CapacityType) (actual, counted float64) {
	for r := range tenant.In(tx, &environments).All() {
		if !r.binned() {
			actual += r.actual(kind)
			counted += r.rated(kind)
		}
	}
	return actual, counted
}

// freeDatabase is what the tenant has left of database capacity, in MB: without what
// operations that run have been promised.
func freeDatabase(tx *tenant.Tx) float64 {
	_, counted := usedOf(tx, DatabaseCapacity)
	free := totalOf(tx, DatabaseCapacity) - counted
	for r := range tenant.In(tx, &environments).All() {
		if o, ok := tenant.In(tx, &operations).Get(r.Busy); ok && o.Environment == r.ID {
			free -= o.Reserved
		}
	}
	return free
}

// reserve promises an operation the capacity by which its environment grows: there has to
// be 1 GB at least. The verb is the refusal's.
// Derived: that a copy needs room for all that it brings; the pages speak of 1 GB.
func reserve(tx *tenant.Tx, o *operationRow, of EnvironmentType, verb string, grows float64) error {
	if !of.counts() || of == Default {
		return nil
	}
	if freeDatabase(tx) < max(gigabyte, grows) {
		return noCapacityLeft.Err("", verb)
	}
	o.Reserved = max(0, grows)
	return nil
}

// isSize reports whether it is a number of MB: none that JSON has no word for.
func isSize(n float64) bool { return n >= 0 && !math.IsInf(n, 0) }

// mb is a number of MB in words.
func mb(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) + " MB" }
