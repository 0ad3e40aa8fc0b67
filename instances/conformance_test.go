package instances_test

import (
	"testing"

	"github.com/admin365/admin365/instances/centraltest"
	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestConformance runs the public suite over the tenant in memory, reached in every
// way. What its clients were refused is noted, and has to be declared.
func TestConformance(t *testing.T) {
	t.Parallel()
	inEveryWay(t, func(t *testing.T, heard *subjects.Heard, way subjects.Way) {
		t.Helper()
		instancestest.Run(t, heard.Instances(way))
	})
}

// TestCentralConformance is the same for the suite of Business Central and of updates.
func TestCentralConformance(t *testing.T) {
	t.Parallel()
	inEveryWay(t, func(t *testing.T, heard *subjects.Heard, way subjects.Way) {
		t.Helper()
		centraltest.Run(t, heard.Central(way))
	})
}

func inEveryWay(t *testing.T, run func(*testing.T, *subjects.Heard, subjects.Way)) {
	t.Helper()
	heard := subjects.NewHeard()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			run(t, heard, way)
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
