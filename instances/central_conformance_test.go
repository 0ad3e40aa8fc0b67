package instances_test

import (
	"testing"

	"github.com/admin365/admin365/instances/centraltest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestCentralConformance runs the suite of Business Central and of updates over the tenant
// in memory, reached in every way.
func TestCentralConformance(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			centraltest.Run(t, subjects.Central(way))
		})
	}
}
