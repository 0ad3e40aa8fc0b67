package support_test

import (
	"errors"
	"iter"
	"maps"
	"os"
	"testing"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/support"
	"github.com/admin365/admin365/support/supporttest"
)

// brokenVariable names the mistake that [TestBrokenChild] makes.
const brokenVariable = "ADMIN365_SUPPORT_BROKEN"

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
	h := subjects.Support(subjects.Memory)
	fresh := h.New
	h.New = func(t *testing.T) supporttest.Subject {
		s := fresh(t)
		service := *s.Service
		partner := *s.Service.Partner
		service.Partner = &partner
		m.wrap(&service)
		s.Service = &service
		return s
	}
	supporttest.Run(t, h)
}

type mistake struct {
	// wrap puts the mistake into a service.
	wrap func(*support.Service)
	// fails are the cases that fail.
	fails []string
}

// broken are implementations with one mistake each, of the kind that is made in earnest,
// and the cases that must find it: these fail, and no others. What a wrapper does right
// it leaves to the tenant in memory.
func broken() map[string]mistake {
	all := map[string]mistake{}
	for _, table := range []map[string]mistake{brokenTickets(), brokenReads(), brokenParts(), brokenPartner()} {
		maps.Copy(all, table)
	}
	return all
}

// as returns the error with another kind, where that is to be.
func as(err, kind error, wrong bool) error {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || !wrong {
		return err
	}
	other := *e
	other.Kind, other.Cause = kind, nil
	return &other
}

// unless returns the error, or none where it is of the kind.
func unless(err, kind error) error {
	if errors.Is(err, kind) {
		return nil
	}
	return err
}

// mapped changes what a list yields.
func mapped[V any](list iter.Seq2[*V, error], change func(*V) *V) iter.Seq2[*V, error] {
	return func(yield func(*V, error) bool) {
		for v, err := range list {
			if err == nil {
				v = change(v)
			}
			if v == nil && err == nil {
				continue
			}
			if !yield(v, err) {
				return
			}
		}
	}
}
