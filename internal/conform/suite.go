package conform

import (
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Case is one case of a suite.
type Case[S any] struct {
	// Name is unique in the suite: the method, a slash, and the rule, without
	// blanks, so that it reads the same here and in the report.
	Name string
	// Why is one sentence: who is hurt if the rule is broken.
	Why string
	// Source is where the rule is written down.
	Source string
	// Needs are capabilities of the subject; the case is skipped where one is
	// missing.
	Needs []string
	// Sweep runs the case once at each page size of [PageSizes], each time on a
	// new subject.
	Sweep bool
	// Run is the case.
	Run func(*C[S])
}

// C is what a case runs with.
type C[S any] struct {
	*T
	// S is the subject, made for this case alone.
	S S
	// PageSize is the page size to list with; 0 is the service's own.
	PageSize int
}

// PageSizes are the sizes of a sweep. Off-by-one errors show at one, two and
// three items a page, and the default is what everybody uses.
func PageSizes() []int { return []int{0, 1, 2, 3} }

// Suite is a table of cases, and what they run on.
type Suite[S any] struct {
	Cases []Case[S]
	// New makes a subject that lists pageSize items a page, 0 for the default.
	// It may end the test.
	New func(t *testing.T, pageSize int) S
	// Missing says why the subject lacks a capability, "" if it has it.
	Missing func(s S, need string) string
	// Lacks are declared deviations: a capability or the name of a case, and
	// the reason. They are skipped.
	Lacks map[string]string
	// Eventually is how long to wait between repeated checks where the subject
	// is eventually consistent; nil checks once.
	Eventually []time.Duration
	// Timeout is when the watchdog gives a case up; 0 means [Timeout].
	Timeout time.Duration
	// Serial runs one case after the other, for subjects that are not fresh.
	Serial bool
	// Strict makes a failure of every skip.
	Strict bool
}

// Timeout is how long a case may take unless the suite says otherwise. It is
// long because a loaded machine is no fault of the implementation.
const Timeout = 2 * time.Minute

// Run runs every case as a subtest of t.
func (s Suite[S]) Run(t *testing.T) {
	t.Helper()
	for _, fault := range s.faults() {
		t.Error(fault)
	}
	for _, c := range s.Cases {
		t.Run(c.Name, func(t *testing.T) {
			if !s.Serial {
				t.Parallel()
			}
			if !c.Sweep {
				s.run(t, c, 0)
				return
			}
			for _, size := range PageSizes() {
				t.Run("page="+sizeName(size), func(t *testing.T) {
					if !s.Serial {
						t.Parallel()
					}
					s.run(t, c, size)
				})
			}
		})
	}
}

func sizeName(size int) string {
	if size == 0 {
		return "default"
	}
	return strconv.Itoa(size)
}

// run runs one case on one subject.
func (s Suite[S]) run(t *testing.T, c Case[S], size int) {
	t.Helper()
	if reason, ok := s.Lacks[c.Name]; ok {
		s.skip(t, reason)
		return
	}
	for _, need := range c.Needs {
		if reason, ok := s.Lacks[need]; ok {
			s.skip(t, need+": "+reason)
			return
		}
	}
	// Logged whatever ends the case, a Fatal in New among them.
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("why:    %s\nsource: %s\ncase:   %s", c.Why, c.Source, where(c.Run))
		}
	})
	subject := s.New(t, size)
	for _, need := range c.Needs {
		if reason := s.Missing(subject, need); reason != "" {
			s.skip(t, need+": "+reason)
			return
		}
	}
	limit := s.Timeout
	if limit == 0 {
		limit = Timeout
	}
	watch(t, limit, s.Eventually, func(inner *T) {
		c.Run(&C[S]{T: inner, S: subject, PageSize: size})
	})
}

func (s Suite[S]) skip(t *testing.T, reason string) {
	t.Helper()
	if s.Strict {
		t.Errorf("skipped, and this run is strict: %s", reason)
		return
	}
	t.Skip(reason)
}

// faults returns what is wrong with the suite itself.
func (s Suite[S]) faults() []string {
	var found []string
	known := map[string]bool{}
	for _, c := range s.Cases {
		switch {
		case c.Name == "" || strings.ContainsAny(c.Name, " \t"):
			found = append(found, fmt.Sprintf("case %q: a name is not empty and has no blanks", c.Name))
		case known[c.Name]:
			found = append(found, fmt.Sprintf("case %s: there are two of this name", c.Name))
		case c.Why == "" || c.Source == "" || c.Run == nil:
			found = append(found, fmt.Sprintf("case %s: why, source or run is missing", c.Name))
		}
		known[c.Name] = true
	}
	for _, c := range s.Cases {
		for _, need := range c.Needs {
			known[need] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(s.Lacks)) {
		if !known[key] {
			found = append(found, fmt.Sprintf("lacks %q: no case has this name or needs this capability", key))
		}
	}
	return found
}

// where returns the file and line of a case's function.
func where(run any) string {
	pc := reflect.ValueOf(run).Pointer()
	f := runtime.FuncForPC(pc)
	if f == nil {
		return "unknown"
	}
	file, line := f.FileLine(pc)
	return filepath.Base(file) + ":" + strconv.Itoa(line)
}
