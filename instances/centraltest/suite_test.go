package centraltest_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/instances/centraltest"
	"github.com/admin365/admin365/internal/conform"
)

// brokenVariable names the mistake that [TestBrokenChild] makes.
const brokenVariable = "ADMIN365_CENTRALTEST_BROKEN"

// TestBroken runs the suite over every broken implementation, and checks that exactly
// the expected cases fail.
func TestBroken(t *testing.T) {
	t.Parallel()
	memory(t)
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
	h := memory(t)
	fresh := h.New
	h.New = func(t *testing.T) centraltest.Subject {
		s := fresh(t)
		s.Service = spoiled(s.Service, m.wrap)
		if as := s.As; as != nil {
			s.As = func(c admin365.Caller) *instances.Service { return spoiled(as(c), m.wrap) }
		}
		return s
	}
	centraltest.Run(t, h)
}

// spoiled is a service with a mistake in it.
func spoiled(s *instances.Service, wrap func(*instances.CentralService, *instances.FinOpsService)) *instances.Service {
	service := *s
	var central instances.CentralService
	var finOps instances.FinOpsService
	if s.Central != nil {
		central = *s.Central
		service.Central = &central
	}
	if s.FinOps != nil {
		finOps = *s.FinOps
		service.FinOps = &finOps
	}
	wrap(&central, &finOps)
	return &service
}

// TestHalvesAreLeftOut checks that a fake of one half passes.
func TestHalvesAreLeftOut(t *testing.T) {
	t.Parallel()
	for _, half := range []string{centraltest.HasCentral, centraltest.HasFinOps} {
		t.Run(half, func(t *testing.T) {
			t.Parallel()
			h := memory(t)
			h.Strict = false
			fresh := h.New
			h.New = func(t *testing.T) centraltest.Subject {
				s := fresh(t)
				service := *s.Service
				reflect.ValueOf(&service).Elem().FieldByName(half).SetZero()
				s.Service = &service
				return s
			}
			centraltest.Run(t, h)
		})
	}
}

func TestCasesAreExplained(t *testing.T) {
	t.Parallel()
	cases := centraltest.Cases()
	if len(cases) < 150 {
		t.Errorf("there are %d cases", len(cases))
	}
	for _, c := range cases {
		if strings.HasSuffix(c.Why, ".") || strings.ToLower(c.Why[:1]) != c.Why[:1] && !strings.HasPrefix(c.Why, "Microsoft") {
			t.Errorf("%s: the reason is half a sentence: %q", c.Name, c.Why)
		}
		if !strings.HasPrefix(c.Source, "https://learn.microsoft.com/") && !strings.HasPrefix(c.Source, "the comment of ") &&
			!strings.HasPrefix(c.Source, "design rule: ") && !strings.HasPrefix(c.Source, "the contract of updates, section ") {
			t.Errorf("%s: the source is %q", c.Name, c.Source)
		}
	}
}

// TestMethodsAreAll checks that every method of the two halves is among those that the
// suite calls with ended contexts.
func TestMethodsAreAll(t *testing.T) {
	t.Parallel()
	var want []string
	for _, half := range []reflect.Type{reflect.TypeFor[instances.CentralService](), reflect.TypeFor[instances.FinOpsService]()} {
		prefix := strings.TrimSuffix(half.Name(), "Service")
		for field := range half.Fields() {
			for method := range field.Type.Methods() {
				want = append(want, "instances."+prefix+field.Name+"."+method.Name)
			}
		}
	}
	slices.Sort(want)
	got := centraltest.Operations()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the suite calls %q, the halves have %q", got, want)
	}
}
