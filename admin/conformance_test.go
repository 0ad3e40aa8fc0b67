package admin_test

import (
	"testing"

	"github.com/admin365/admin365/admin/admintest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestConformance runs the public suite over the tenant in memory, reached in every
// way.
func TestConformance(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			admintest.Run(t, subjects.Admin(way))
		})
	}
}
