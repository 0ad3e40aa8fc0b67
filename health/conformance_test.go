package health_test

import (
	"testing"

	"github.com/admin365/admin365/health/healthtest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestConformance runs the public suite over the tenant in memory, reached in every
// way. What its clients were refused is noted, and has to be declared.
func TestConformance(t *testing.T) {
	t.Parallel()
	heard := subjects.NewHeard()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			healthtest.Run(t, heard.Health(way))
		})
	}
	// After the last case of the last way.
	t.Cleanup(func() {
		shown.Note(t, heard.Refused())
		leaks, _, _ := heard.Leaks()
		for _, leak := range leaks[:min(len(leaks), 20)] {
			t.Errorf("a secret was said: %s", leak)
		}
	})
}
