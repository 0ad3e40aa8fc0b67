package billing_test

import (
	"testing"

	"github.com/admin365/admin365/billing/billingtest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestLive runs the suite over a live tenant, where the environment names one.
//
//nolint:paralleltest // a live tenant is shared, so its cases run one by one
func TestLive(t *testing.T) {
	h, why := subjects.LiveBilling()
	if why != "" {
		t.Skip(why)
	}
	billingtest.Run(t, h)
}
