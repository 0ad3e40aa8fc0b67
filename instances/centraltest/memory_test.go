package centraltest_test

import (
	"testing"

	"github.com/admin365/admin365/instances/centraltest"
	"github.com/admin365/admin365/internal/subjects"
)

// memory is the tenant in memory, as the suite takes it.
func memory(t *testing.T) centraltest.Harness {
	t.Helper()
	return subjects.Central(subjects.Memory)
}
