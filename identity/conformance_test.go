package identity_test

import (
	"testing"

	"github.com/admin365/admin365/identity/identitytest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestConformance runs the public suite over the tenant in memory, directly and
// over the wire, in the process and over TCP.
func TestConformance(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			identitytest.Run(t, subjects.Identity(way))
		})
	}
}
