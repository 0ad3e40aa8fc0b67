package identitytest_test

import (
	"testing"

	"github.com/admin365/admin365/identity/identitytest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestMemory shows that the suite passes on what it was not written from; the
// broken implementations of this package are wrapped around the same tenant.
func TestMemory(t *testing.T) {
	t.Parallel()
	identitytest.Run(t, subjects.Identity(subjects.Memory))
}
