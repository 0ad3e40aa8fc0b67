package instances_test

import (
	"testing"

	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestConformance runs the public suite over the tenant in memory.
func TestConformance(t *testing.T) {
	t.Parallel()
	instancestest.Run(t, subjects.Instances(subjects.Memory))
}
