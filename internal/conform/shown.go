package conform

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/admin365/admin365/internal/api"
)

// Shown is what the tests of an area have shown of the refusals that its operations
// declare. Its method Main compares the two when all tests have run: each refusal of
// an operation is met by a case of the public suite, or has an [Excuse].
type Shown struct {
	// Area is what the names of its operations begin with, "identity" or the like.
	Area string
	// Ops returns the operations of the area.
	Ops func() []*api.Op
	// Suite is the test that runs the public suite, or several with blanks between them;
	// "" means TestConformance.
	Suite string
	// Excuses are the refusals that no case of the suite can meet.
	Excuses []Excuse

	mu sync.Mutex
	by map[Pair]map[string]bool
}

// Excuse is why no case of the public suite meets some refusals. One that is needed no
// more fails.
type Excuse struct {
	// Refusals and Ops are the names of what it is about, with blanks between them:
	// operations without the area's name, as patterns of [path.Match].
	Refusals, Ops string
	// Test is the test of the same package that shows them; "" where nothing can.
	Test string
	// Why is the reason.
	Why string
}

// Excused is an [Excuse] in one line of a table.
func Excused(refusals, ops, test, why string) Excuse { return Excuse{refusals, ops, test, why} }

// Pair is an operation and one of its refusals, by their names.
type Pair struct{ Op, Refusal string }

// Denial is one way in which an operation was refused.
type Denial struct {
	Op, Code, Message string
	Status            int
}

// Refusals returns the refusals that the denials of the area's operations were, and
// says which were none that the operation declares: a client would not know them.
func (s *Shown) Refusals(denials []Denial) (raised map[Pair]bool, undeclared []string) {
	raised = map[Pair]bool{}
	ops := s.Ops()
	for _, a := range denials {
		at := slices.IndexFunc(ops, func(o *api.Op) bool { return o.Name == a.Op })
		if at < 0 {
			continue // Another area's, or admin.Raw.
		}
		if r, _ := api.Recognize(ops[at].RefusalsAll(), a.Status, a.Code, a.Message); r != nil {
			raised[Pair{a.Op, r.Name}] = true
			continue
		}
		if a.Code == "UnknownError" {
			continue // A drill's, which stands for what nobody declares.
		}
		undeclared = append(undeclared, fmt.Sprintf("%s does not declare %s: %d %s: %s", a.Op, refusalOf(ops, a), a.Status, a.Code, a.Message))
	}
	slices.Sort(undeclared)
	return raised, slices.Compact(undeclared)
}

// refusalOf is the refusal of any of the operations that a denial is.
func refusalOf(ops []*api.Op, a Denial) string {
	for _, o := range ops {
		if r, _ := api.Recognize(o.RefusalsAll(), a.Status, a.Code, a.Message); r != nil {
			return r.Name
		}
	}
	return "a refusal of nobody"
}

// Note notes what the test was denied as shown by it. The test fails if a denial is
// none that its operation declares.
func (s *Shown) Note(t testing.TB, denials []Denial) {
	t.Helper()
	raised, undeclared := s.Refusals(denials)
	for _, u := range undeclared {
		t.Errorf("%s", u)
	}
	test, _, _ := strings.Cut(t.Name(), "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil {
		s.by = map[Pair]map[string]bool{}
	}
	for p := range raised {
		if s.by[p] == nil {
			s.by[p] = map[string]bool{}
		}
		s.by[p][test] = true
	}
}

// Main runs the tests of the area's package and returns the code to exit with. Where
// all tests ran and passed, what they have shown has to be all that is declared; where
// some did, at least every excuse has to be about something.
func (s *Shown) Main(m *testing.M) int {
	code := m.Run()
	if code != 0 {
		return code
	}
	problems := s.idle()
	if ranAll() {
		problems = s.uncovered()
	}
	for _, problem := range problems {
		fmt.Fprintln(os.Stderr, problem)
		code = 1
	}
	return code
}

// ranAll reports whether the tests that ran are all of the package's.
func ranAll() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	worker := flag.Lookup("test.fuzzworker")
	return !testing.Short() && (worker == nil || worker.Value.String() == "false")
}

// inSuite reports whether a test that runs a public suite has shown the pair.
func (s *Shown) inSuite(p Pair) bool {
	return slices.ContainsFunc(strings.Fields(cmp.Or(s.Suite, "TestConformance")), func(test string) bool { return s.by[p][test] })
}

// uncovered compares what was shown with what the operations declare.
func (s *Shown) uncovered() (problems []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	needed := make([]bool, len(s.Excuses))
	for _, o := range s.Ops() {
		for _, r := range o.RefusalsOwn() {
			p := Pair{o.Name, r.Name}
			if s.inSuite(p) {
				continue
			}
			at := s.excuse(p)
			switch {
			case at < 0:
				problems = append(problems, fmt.Sprintf("%s declares %s: add a case that meets it to the public suite, or an excuse with the reason", p.Op, p.Refusal))
			case s.Excuses[at].Test == "" && len(s.by[p]) > 0:
				problems = append(problems, fmt.Sprintf("%s declares %s, which is shown though its excuse says that nothing can", p.Op, p.Refusal))
			case s.Excuses[at].Test != "" && !s.by[p][s.Excuses[at].Test]:
				problems = append(problems, fmt.Sprintf("%s declares %s, and %s does not show it as its excuse says", p.Op, p.Refusal, s.Excuses[at].Test))
			default:
				needed[at] = true
			}
		}
	}
	return append(problems, s.unneeded(needed)...)
}

// idle are the excuses of what nobody declares, or an earlier one excuses.
func (s *Shown) idle() []string {
	needed := make([]bool, len(s.Excuses))
	for _, o := range s.Ops() {
		for _, r := range o.RefusalsOwn() {
			if at := s.excuse(Pair{o.Name, r.Name}); at >= 0 {
				needed[at] = true
			}
		}
	}
	return s.unneeded(needed)
}

func (s *Shown) unneeded(needed []bool) (problems []string) {
	for i, e := range s.Excuses {
		if !needed[i] {
			problems = append(problems, fmt.Sprintf("the excuse is needed no more: %s of %s", e.Refusals, e.Ops))
		}
	}
	return problems
}

// excuse is the place of the first one that is about the pair, -1 if none is.
func (s *Shown) excuse(p Pair) int {
	return slices.IndexFunc(s.Excuses, func(e Excuse) bool {
		return slices.Contains(strings.Fields(e.Refusals), p.Refusal) && slices.ContainsFunc(strings.Fields(e.Ops), func(pattern string) bool {
			ok, err := path.Match(pattern, strings.TrimPrefix(p.Op, s.Area+"."))
			return ok && err == nil
		})
	})
}
