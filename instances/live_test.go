package instances_test

import (
	"testing"

	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestLive runs the suite over a live tenant, where the environment names one. It only
// reads unless ADMIN365_LIVE_WRITE=yes; then it makes environments, which takes capacity
// and hours: run it with -timeout 0.
//
//nolint:paralleltest // a live tenant is shared, so its cases run one by one
func TestLive(t *testing.T) {
	h, why := subjects.LiveInstances()
	if why != "" {
		t.Skip(why)
	}
	instancestest.Run(t, h)
}
