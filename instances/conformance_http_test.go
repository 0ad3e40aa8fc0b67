package instances_test

import (
	"testing"

	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestConformanceHTTP runs the public suite over the client and the emulator.
func TestConformanceHTTP(t *testing.T) {
	t.Parallel()
	instancestest.Run(t, subjects.Instances(subjects.InProcess))
}
