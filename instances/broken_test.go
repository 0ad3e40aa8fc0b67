package instances_test

import (
	"maps"
	"os"
	"testing"

	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// brokenVariable names the mistake that [TestBrokenChild] makes.
const brokenVariable = "ADMIN365_INSTANCES_BROKEN"

// TestBroken runs the suite over every broken implementation, and checks that exactly
// the expected cases fail.
func TestBroken(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("each mistake runs the whole suite")
	}
	mistakes := map[string][]string{}
	for name, m := range broken() {
		mistakes[name] = m.fails
	}
	conform.Broken(t, brokenVariable, mistakes)
}

// TestBrokenChild is the other process.
func TestBrokenChild(t *testing.T) {
	t.Parallel()
	name := os.Getenv(brokenVariable)
	if name == "" {
		t.Skip("this is what TestBroken runs")
	}
	m, ok := broken()[name]
	if !ok {
		t.Fatalf("there is no mistake called %q", name)
	}
	h := subjects.Instances(subjects.Memory)
	fresh := h.New
	h.New = func(t *testing.T) instancestest.Subject {
		s := fresh(t)
		service := *s.Service
		m.wrap(&service)
		s.Service = &service
		return s
	}
	instancestest.Run(t, h)
}

type mistake struct {
	// wrap puts the mistake into a service.
	wrap func(*instances.Service)
	// fails are the cases that fail.
	fails []string
}

// broken are implementations with one mistake each, of the kind that is made in earnest,
// and the cases that must find it: these fail, and no others. What a wrapper does right
// it leaves to the tenant in memory.
func broken() map[string]mistake {
	all := map[string]mistake{}
	for _, table := range []map[string]mistake{brokenWrites(), brokenReads(), brokenErrors()} {
		maps.Copy(all, table)
	}
	return all
}
