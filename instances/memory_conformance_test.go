package instances_test

import (
	"testing"

	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestConformanceMemory runs the public suite over the tenant in memory.
func TestConformanceMemory(t *testing.T) {
	t.Parallel()
	instancestest.Run(t, subjects.Instances(subjects.Memory))
}
