package admin

import (
	"math"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/emu"
)

// Throttling has an [Emulator] refuse those who ask too much, with 429 and the headers of
// the service, by the costs and quotas that Microsoft publishes. Time is the tenant's:
// after [Memory.Advance] there is as much again as the service would have given back. The
// zero value refuses nobody.
//
// The quotas are those of
//   - the directory: resource units and writes, by application, tenant and both; a tenant
//     with fewer than 50 users has 3,500 units in 10 seconds for one application, one with
//     up to 500 has 5,000, and a greater one 8,000
//     (https://learn.microsoft.com/graph/throttling-limits)
//   - messages and the health of services: 240 requests in a minute and 800 in an hour
//   - Azure Resource Manager: 250 reads and 200 writes at once, of which 25 and 10 come back
//     in a second; in the other clouds 12,000 and 1,200 in an hour
//     (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling)
//   - Partner Center: 50 requests in a second, and 500 in a minute of each customers, orders
//     and subscriptions
//     (https://learn.microsoft.com/partner-center/developer/api-throttling-guidance)
//
// Of Power Platform and of Business Central's admin center no numbers are published, so
// they refuse nobody; there is the drill [Throttle] for them. The parts of a batch are
// counted and refused one by one. Direct calls of a [Memory] have no wire, and no quotas.
type Throttling struct {
	// On has the emulator count, and refuse.
	On bool
	// Factor multiplies every quota: with 0.01 a test meets a limit after a few calls. Zero
	// means 1.
	Factor float64
	// DecimalRetryAfter has Retry-After say fractions of a second, such as "2.128", as the
	// service does at times; otherwise it is whole seconds.
	DecimalRetryAfter bool
}

// Check refuses a factor that is no number above zero, with [admin365.ErrInvalid].
func (t Throttling) Check() error {
	if t.Factor < 0 || math.IsNaN(t.Factor) || math.IsInf(t.Factor, 0) {
		return &admin365.Error{Kind: admin365.ErrInvalid, Message: "the factor of the quotas has to be a number above zero"}
	}
	return nil
}

// emu is the same for the server; it panics on what [Throttling.Check] refuses.
func (t Throttling) emu() emu.Throttling {
	if err := t.Check(); err != nil {
		panic("admin: " + err.Error())
	}
	return emu.Throttling{On: t.On, Factor: t.Factor, DecimalRetryAfter: t.DecimalRetryAfter}
}
