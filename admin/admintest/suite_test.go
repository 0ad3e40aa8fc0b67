package admintest_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/admin365/admin365/admin/admintest"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// brokenVariable names the mistake that [TestBrokenChild] makes.
const brokenVariable = "ADMIN365_ADMINTEST_BROKEN"

// TestBroken runs the suite over every broken implementation, and checks that exactly
// the expected cases fail.
func TestBroken(t *testing.T) {
	t.Parallel()
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
	h := subjects.Admin(subjects.Memory)
	fresh := h.New
	h.New = func(t *testing.T) admintest.Subject {
		s := fresh(t)
		m.wrap(&s)
		return s
	}
	admintest.Run(t, h)
}

// TestDeclaredDeviations checks that what is declared or forbidden is skipped and fails
// nothing where the run is not strict.
func TestDeclaredDeviations(t *testing.T) {
	t.Parallel()
	h := subjects.Admin(subjects.Memory)
	h.Strict = false
	h.Lacks = map[string]string{"Domains.Get/unknown": "a reason", admintest.CanAdvance: "another reason"}
	h.MayWrite = false
	admintest.Run(t, h)
}

// TestPartsAreLeftOut checks that a fake of some parts passes.
func TestPartsAreLeftOut(t *testing.T) {
	t.Parallel()
	for field := range reflect.TypeFor[admintest.Settings]().Fields() {
		t.Run(field.Name, func(t *testing.T) {
			t.Parallel()
			h := subjects.Admin(subjects.Memory)
			h.Strict = false
			fresh := h.New
			h.New = func(t *testing.T) admintest.Subject {
				s := fresh(t)
				reflect.ValueOf(&s.Settings).Elem().FieldByName(field.Name).SetZero()
				return s
			}
			admintest.Run(t, h)
		})
	}
}

// TestNothingIsThere checks that a subject that can do nothing fails nothing.
func TestNothingIsThere(t *testing.T) {
	t.Parallel()
	admintest.Run(t, admintest.Harness{
		Domain: "contoso.com", InitialDomain: "contoso.onmicrosoft.com", TenantID: "c0470505-a365-4365-8365-c0de0ff1ce00", MayWrite: true,
		New: func(*testing.T) admintest.Subject { return admintest.Subject{} },
	})
}

func TestCasesAreExplained(t *testing.T) {
	t.Parallel()
	cases := admintest.Cases()
	if len(cases) < 160 {
		t.Errorf("there are %d cases", len(cases))
	}
	for _, c := range cases {
		if strings.HasSuffix(c.Why, ".") || strings.ToLower(c.Why[:1]) != c.Why[:1] {
			t.Errorf("%s: the reason is half a sentence: %q", c.Name, c.Why)
		}
		if !strings.HasPrefix(c.Source, "https://learn.microsoft.com/") && !strings.HasPrefix(c.Source, "the comment of ") &&
			!strings.HasPrefix(c.Source, "design rule: ") {
			t.Errorf("%s: the source is %q", c.Name, c.Source)
		}
	}
}

// TestMethodsAreAll checks that every method is among those that the suite calls with
// ended contexts and unknown names, or is one of the two that no API has.
func TestMethodsAreAll(t *testing.T) {
	t.Parallel()
	var want []string
	for field := range reflect.TypeFor[admintest.Settings]().Fields() {
		for method := range field.Type.Methods() {
			want = append(want, field.Name+"."+method.Name)
		}
	}
	slices.Sort(want)
	got := admintest.Methods()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the suite calls %q, there are %q", got, want)
	}
}
