package billing

import (
	"time"

	"github.com/admin365/admin365"
)

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
