package supporttest_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/support"
	"github.com/admin365/admin365/support/supporttest"
)

// TestDeclaredDeviations checks that what is declared or forbidden is skipped and fails
// nothing where the run is not strict.
func TestDeclaredDeviations(t *testing.T) {
	t.Parallel()
	h := subjects.Support(subjects.Memory)
	h.Strict = false
	h.Lacks = map[string]string{"Tickets.Get/unknown": "a reason", supporttest.CanAdvance: "another reason"}
	h.MayWrite = false
	supporttest.Run(t, h)
}

// TestPartsAreLeftOut checks that a fake of a part of the area passes.
func TestPartsAreLeftOut(t *testing.T) {
	t.Parallel()
	for _, part := range supporttest.Parts() {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			h := subjects.Support(subjects.Memory)
			h.Strict = false
			fresh := h.New
			h.New = func(t *testing.T) supporttest.Subject {
				s := fresh(t)
				service := *s.Service
				reflect.ValueOf(&service).Elem().FieldByName(part).SetZero()
				s.Service = &service
				s.As = nil
				return s
			}
			supporttest.Run(t, h)
		})
	}
}

// TestReadsOfARealTenant checks that the cases that read need nothing but the service.
func TestReadsOfARealTenant(t *testing.T) {
	t.Parallel()
	h := subjects.Support(subjects.Memory)
	h.Strict, h.MayWrite, h.Ordered = false, false, false
	fresh := h.New
	h.New = func(t *testing.T) supporttest.Subject {
		return supporttest.Subject{Service: fresh(t).Service}
	}
	supporttest.Run(t, h)
}

func TestCasesAreExplained(t *testing.T) {
	t.Parallel()
	cases := supporttest.Cases()
	if len(cases) < 150 {
		t.Errorf("there are %d cases", len(cases))
	}
	for _, c := range cases {
		if strings.HasSuffix(c.Why, ".") || strings.ToLower(c.Why[:1]) != c.Why[:1] && !strings.HasPrefix(c.Why, "Azure") && !strings.HasPrefix(c.Why, "Microsoft") && !strings.HasPrefix(c.Why, "Partner Center") {
			t.Errorf("%s: the reason is half a sentence: %q", c.Name, c.Why)
		}
		if !slices.ContainsFunc([]string{"https://learn.microsoft.com/", "the comment of ", "design rule: ", "recorded: "}, func(begin string) bool {
			return strings.HasPrefix(c.Source, begin)
		}) {
			t.Errorf("%s: the source is %q", c.Name, c.Source)
		}
	}
}

// TestMethodsAreAll checks that every method of the parts is among those that the suite
// calls with ended contexts and unknown ids.
func TestMethodsAreAll(t *testing.T) {
	t.Parallel()
	var want []string
	of := func(name string, service reflect.Type) {
		for field := range service.Fields() {
			if field.Type.Kind() != reflect.Interface {
				continue
			}
			for method := range field.Type.Methods() {
				want = append(want, name+field.Name+"."+method.Name)
			}
		}
	}
	of("", reflect.TypeFor[support.Service]())
	of("Partner.", reflect.TypeFor[support.PartnerService]())
	slices.Sort(want)
	got := supporttest.Methods()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the suite calls %q, the area has %q", got, want)
	}
}
