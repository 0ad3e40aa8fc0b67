package billingtest_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/billing/billingtest"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// brokenVariable names the mistake that [TestBrokenChild] makes.
const brokenVariable = "ADMIN365_BILLINGTEST_BROKEN"

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
	h := subjects.Billing(subjects.Memory)
	fresh := h.New
	h.New = func(t *testing.T) billingtest.Subject {
		s := fresh(t)
		service := *s.Service
		m.wrap(&service)
		s.Service = &service
		return s
	}
	billingtest.Run(t, h)
}

// TestDeclaredDeviations checks that what is declared or forbidden is skipped and fails
// nothing where the run is not strict.
func TestDeclaredDeviations(t *testing.T) {
	t.Parallel()
	h := subjects.Billing(subjects.Memory)
	h.Strict = false
	h.Lacks = map[string]string{"SKUs.Get/unknown": "a reason", billingtest.CanAdvance: "another reason"}
	h.MayWrite = false
	billingtest.Run(t, h)
}

// TestPartsAreLeftOut checks that a fake of a part of the area passes.
func TestPartsAreLeftOut(t *testing.T) {
	t.Parallel()
	for _, part := range []string{billingtest.HasSKUs, billingtest.HasLicenses, billingtest.HasGroupLicenses, billingtest.HasSubscriptions} {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			h := subjects.Billing(subjects.Memory)
			h.Strict = false
			fresh := h.New
			h.New = func(t *testing.T) billingtest.Subject {
				s := fresh(t)
				service := *s.Service
				reflect.ValueOf(&service).Elem().FieldByName(part).SetZero()
				s.Service = &service
				return s
			}
			billingtest.Run(t, h)
		})
	}
}

func TestCasesAreExplained(t *testing.T) {
	t.Parallel()
	cases := billingtest.Cases()
	if len(cases) < 90 {
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

// TestMethodsAreAll checks that every method of the area is among those that the suite
// calls with ended contexts and unknown ids.
func TestMethodsAreAll(t *testing.T) {
	t.Parallel()
	var want []string
	service := reflect.TypeFor[billing.Service]()
	for field := range service.Fields() {
		for method := range field.Type.Methods() {
			want = append(want, "billing."+field.Name+"."+method.Name)
		}
	}
	slices.Sort(want)
	got := billingtest.Operations()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the suite calls %q, the area has %q", got, want)
	}
}
