package healthtest_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/health/healthtest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestDeclaredDeviations checks that what is declared or forbidden is skipped and fails
// nothing where the run is not strict.
func TestDeclaredDeviations(t *testing.T) {
	t.Parallel()
	h := subjects.Health(subjects.Memory)
	h.Strict = false
	h.Lacks = map[string]string{"Issues.Get/unknown": "a reason", healthtest.CanAdvance: "another reason"}
	h.MayWrite = false
	healthtest.Run(t, h)
}

// TestPartsAreLeftOut checks that a fake of a part of the area passes.
func TestPartsAreLeftOut(t *testing.T) {
	t.Parallel()
	for _, part := range healthtest.Parts() {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			h := subjects.Health(subjects.Memory)
			h.Strict = false
			fresh := h.New
			h.New = func(t *testing.T) healthtest.Subject {
				s := fresh(t)
				service := *s.Service
				reflect.ValueOf(&service).Elem().FieldByName(part).SetZero()
				s.Service = &service
				s.As = nil
				return s
			}
			healthtest.Run(t, h)
		})
	}
}

// TestReadsOfARealTenant checks that the cases that read need nothing but the service.
func TestReadsOfARealTenant(t *testing.T) {
	t.Parallel()
	h := subjects.Health(subjects.Memory)
	h.Strict, h.MayWrite = false, false
	fresh := h.New
	h.New = func(t *testing.T) healthtest.Subject { return healthtest.Subject{Service: fresh(t).Service} }
	healthtest.Run(t, h)
}

func TestCasesAreExplained(t *testing.T) {
	t.Parallel()
	cases := healthtest.Cases()
	if len(cases) < 130 {
		t.Errorf("there are %d cases", len(cases))
	}
	for _, c := range cases {
		if strings.HasSuffix(c.Why, ".") || strings.ToLower(c.Why[:1]) != c.Why[:1] {
			t.Errorf("%s: the reason is half a sentence: %q", c.Name, c.Why)
		}
		if !slices.ContainsFunc([]string{"https://learn.microsoft.com/", "the comment of ", "design rule: "}, func(begin string) bool {
			return strings.HasPrefix(c.Source, begin)
		}) {
			t.Errorf("%s: the source is %q", c.Name, c.Source)
		}
	}
}

// TestMethodsAreAll checks that every method of the area is among those that the suite
// calls with ended contexts and unknown ids.
func TestMethodsAreAll(t *testing.T) {
	t.Parallel()
	var want []string
	service := reflect.TypeFor[health.Service]()
	for field := range service.Fields() {
		for method := range field.Type.Methods() {
			want = append(want, "health."+field.Name+"."+method.Name)
		}
	}
	slices.Sort(want)
	got := healthtest.Operations()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the suite calls %q, the area has %q", got, want)
	}
}
