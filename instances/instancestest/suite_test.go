package instancestest_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestDeclaredDeviations checks that what is declared or forbidden is skipped and fails
// nothing where the run is not strict.
func TestDeclaredDeviations(t *testing.T) {
	t.Parallel()
	h := subjects.Instances(subjects.Memory)
	h.Strict = false
	h.Lacks = map[string]string{"Environments.Get/unknown": "a reason", instancestest.CanAdvance: "another reason"}
	h.MayWrite = false
	instancestest.Run(t, h)
}

// TestPartsAreLeftOut checks that a fake of a part of the area passes.
func TestPartsAreLeftOut(t *testing.T) {
	t.Parallel()
	for _, part := range instancestest.Parts() {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			h := subjects.Instances(subjects.Memory)
			h.Strict = false
			fresh := h.New
			h.New = func(t *testing.T) instancestest.Subject {
				s := fresh(t)
				service := *s.Service
				reflect.ValueOf(&service).Elem().FieldByName(part).SetZero()
				s.Service = &service
				s.As = nil
				return s
			}
			instancestest.Run(t, h)
		})
	}
}

// TestReadsOfARealTenant checks that the cases that read need nothing but the service.
func TestReadsOfARealTenant(t *testing.T) {
	t.Parallel()
	h := subjects.Instances(subjects.Memory)
	h.Strict, h.MayWrite = false, false
	fresh := h.New
	h.New = func(t *testing.T) instancestest.Subject {
		return instancestest.Subject{Service: fresh(t).Service}
	}
	instancestest.Run(t, h)
}

func TestCasesAreExplained(t *testing.T) {
	t.Parallel()
	cases := instancestest.Cases()
	if len(cases) < 150 {
		t.Errorf("there are %d cases", len(cases))
	}
	for _, c := range cases {
		if strings.HasSuffix(c.Why, ".") || strings.ToLower(c.Why[:1]) != c.Why[:1] {
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
	service := reflect.TypeFor[instances.Service]()
	for _, part := range instancestest.Parts() {
		field, ok := service.FieldByName(part)
		if !ok {
			t.Fatalf("the service has no field %s", part)
		}
		for method := range field.Type.Methods() {
			want = append(want, "instances."+part+"."+method.Name)
		}
	}
	slices.Sort(want)
	got := instancestest.Operations()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the suite calls %q, the area has %q", got, want)
	}
}
