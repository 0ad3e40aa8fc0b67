package identitytest_test

import (
	"context"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/identity/identitytest"
	"github.com/admin365/admin365/internal/subjects"
)

// brokenVariable names the mistake that [TestBrokenChild] makes.
const brokenVariable = "ADMIN365_IDENTITYTEST_BROKEN"

// TestBroken runs the suite over every broken implementation, each in a process
// of its own because a test that is meant to fail cannot be part of one that is
// not, and checks that exactly the expected cases fail.
func TestBroken(t *testing.T) {
	t.Parallel()
	for name, m := range broken() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, os.Args[0], "-test.run", "^TestBrokenChild$", "-test.v", "-test.timeout", "150s")
			cmd.Env = append(os.Environ(), brokenVariable+"="+name)
			out, err := cmd.CombinedOutput()
			if err == nil {
				t.Fatal("the suite passes")
			}
			got, want := failures(string(out)), slices.Clone(m.fails)
			slices.Sort(want)
			// What goes wrong between goroutines goes wrong by chance.
			got = slices.DeleteFunc(got, func(name string) bool {
				return strings.HasPrefix(name, "Concurrency/") && !slices.Contains(want, name)
			})
			if !slices.Equal(got, want) {
				t.Errorf("the cases that fail are\n%q\nwant\n%q", got, want)
			}
			if len(got) == 0 {
				t.Logf("output:\n%s", out)
			}
		})
	}
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
	h := subjects.Identity(subjects.Memory)
	fresh := h.New
	h.New = func(t *testing.T, o identitytest.Options) identitytest.Subject {
		s := fresh(t, o)
		service := *s.Service
		m.wrap(&service)
		s.Service = &service
		if deceive, ok := brokenSubjects()[name]; ok {
			deceive(&s)
		}
		return s
	}
	identitytest.Run(t, h)
}

// failures returns the names of the cases that failed, those of a sweep once
// with "/*" in the place of the page size.
func failures(out string) []string {
	var names []string
	for line := range strings.Lines(out) {
		name, ok := strings.CutPrefix(strings.TrimSpace(line), "--- FAIL: TestBrokenChild/")
		if !ok {
			continue
		}
		name, _, _ = strings.Cut(name, " ")
		if base, size, ok := strings.Cut(name, "/page="); ok && size != "" {
			name = base + "/*"
		}
		names = append(names, name)
	}
	// The parent of a sweep fails with its parts.
	names = slices.DeleteFunc(names, func(n string) bool { return slices.Contains(names, n+"/*") })
	slices.Sort(names)
	return slices.Compact(names)
}

// TestDeclaredDeviations checks that what is declared or forbidden is skipped and
// fails nothing where the run is not strict.
func TestDeclaredDeviations(t *testing.T) {
	t.Parallel()
	h := subjects.Identity(subjects.Memory)
	h.Strict = false
	h.Lacks = map[string]string{"Users.Get/found-at-once": "a reason", identitytest.CanProfile: "another reason"}
	h.MayWrite = false
	identitytest.Run(t, h)
}

func TestCasesAreExplained(t *testing.T) {
	t.Parallel()
	cases := identitytest.Cases()
	if len(cases) < 60 {
		t.Errorf("there are %d cases", len(cases))
	}
	for _, c := range cases {
		if strings.HasSuffix(c.Why, ".") || strings.ToLower(c.Why[:1]) != c.Why[:1] && !strings.HasPrefix(c.Why, "O'") &&
			!strings.HasPrefix(c.Why, "EmployeeType") && !strings.HasPrefix(c.Why, "DisableStrongPassword") {
			t.Errorf("%s: the reason is half a sentence: %q", c.Name, c.Why)
		}
		if !strings.HasPrefix(c.Source, "https://learn.microsoft.com/") && !strings.HasPrefix(c.Source, "the comment of ") &&
			!strings.HasPrefix(c.Source, "design rule: ") {
			t.Errorf("%s: the source is %q", c.Name, c.Source)
		}
	}
}

// TestMethodsAreAll checks that every method of the area is among those that
// the suite calls with ended contexts and unknown ids.
func TestMethodsAreAll(t *testing.T) {
	t.Parallel()
	var want []string
	service := reflect.TypeFor[identity.Service]()
	for field := range service.Fields() {
		for method := range field.Type.Methods() {
			want = append(want, "identity."+field.Name+"."+method.Name)
		}
	}
	slices.Sort(want)
	got := identitytest.Operations()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the suite calls %q, the area has %q", got, want)
	}
}
