package billing_test

import (
	"testing"

	"github.com/admin365/admin365/billing/billingtest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestConformance runs the public suite over the tenant in memory, reached in every
// way.
func TestConformance(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			billingtest.Run(t, subjects.Billing(way))
		})
	}
}
