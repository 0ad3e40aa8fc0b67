package health_test

import (
	"maps"
	"os"
	"testing"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/health/healthtest"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// brokenVariable names the mistake that [TestBrokenChild] makes.
const brokenVariable = "ADMIN365_HEALTH_BROKEN"

// TestBroken runs the suite over every broken implementation, and checks that exactly
// the expected cases fail.
func TestBroken(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("each mistake runs the whole suite")
	}
	mistakes := map[string][]string{}
	for name, m := range brokenParts() {
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
	if _, ok := brokenParts()[name]; !ok {
		t.Fatalf("there is no mistake called %q", name)
	}
	h := subjects.Health(subjects.Memory)
	h.Strict, h.Lacks = false, healthtest.Large("no mistake is about their size")
	fresh := h.New
	h.New = func(t *testing.T) healthtest.Subject {
		s := fresh(t)
		// One mistake for the whole tenant, that it may be shared between callers.
		wrap := brokenParts()[name].wrap
		spoiled := func(sound *health.Service) *health.Service {
			service := *sound
			wrap(&service)
			return &service
		}
		as := s.As
		s.Service, s.As = spoiled(s.Service), func(caller admin365.Caller) *health.Service { return spoiled(as(caller)) }
		return s
	}
	healthtest.Run(t, h)
}

type mistake struct {
	// wrap puts the mistake into a service.
	wrap func(*health.Service)
	// fails are the cases that fail.
	fails []string
}

// brokenParts are implementations with one mistake each, of the kind that is made in
// earnest, and the cases that must find it: these fail, and no others. What a wrapper
// does right it leaves to the tenant in memory.
func brokenParts() map[string]mistake {
	all := map[string]mistake{}
	for _, table := range []map[string]mistake{brokenLists(), brokenReads(), brokenMarks()} {
		maps.Copy(all, table)
	}
	return all
}
