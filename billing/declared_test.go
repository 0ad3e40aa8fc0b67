package billing_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/subjects"
)

// pair is an operation and one of its refusals, by their names.
type pair struct{ op, refusal string }

// opNamed returns the operation of the area that has the name.
func opNamed(name string) *api.Op {
	for _, o := range billing.Ops() {
		if o.Name == name {
			return o
		}
	}
	return nil
}

// anyRefusal returns the refusal of any operation that an answer is.
func anyRefusal(r subjects.Refused) string {
	var all []*api.Refusal
	for _, o := range billing.Ops() {
		all = append(all, o.RefusalsAll()...)
	}
	if refusal, _ := api.Recognize(all, r.Status, r.Code, r.Message); refusal != nil {
		return refusal.Name
	}
	return "a refusal of nobody"
}

// which returns the refusals that an operation's answers were, and those answers that
// are none of the refusals which it declares: a client would not know them.
func which(answers []subjects.Refused) (raised map[pair]bool, undeclared []string) {
	raised = map[pair]bool{}
	for _, r := range answers {
		o := opNamed(r.Op)
		if o == nil {
			continue // Another area's, or admin.Raw.
		}
		if r.Code == "UnknownError" {
			continue // A drill's, which stands for what nobody declares.
		}
		if refusal, _ := api.Recognize(o.RefusalsAll(), r.Status, r.Code, r.Message); refusal != nil {
			raised[pair{o.Name, refusal.Name}] = true
			continue
		}
		undeclared = append(undeclared, fmt.Sprintf("%s does not declare %s: %d %s: %s", r.Op, anyRefusal(r), r.Status, r.Code, r.Message))
	}
	slices.Sort(undeclared)
	return raised, slices.Compact(undeclared)
}

// refusedOnTheWire returns the refusals among the requests that reached a tenant.
func refusedOnTheWire(requests []admin.Request) (answers []subjects.Refused) {
	for _, r := range requests {
		if e, ok := errors.AsType[*admin365.Error](r.Err); ok && e.Status > 0 {
			answers = append(answers, subjects.Refused{Op: r.Op, Status: e.Status, Code: e.Code, Message: e.Message})
		}
	}
	return answers
}

// newTest is admin.NewTest for the area's tests. The test fails if it made an
// operation refuse what it does not declare: the client would not know it. What is
// declared is noted as shown by the test.
func newTest(t *testing.T) *admin.Test {
	t.Helper()
	m := admin.NewTest(t)
	t.Cleanup(func() {
		raised, undeclared := which(refusedOnTheWire(m.Requests()))
		shown.note(t.Name(), raised)
		for _, u := range undeclared {
			t.Errorf("%s", u)
		}
	})
	return m
}

// witnesses are the tests that made an operation refuse something, by both.
type witnesses struct {
	mu sync.Mutex
	by map[pair]map[string]bool
}

// shown is what the tests of this run have shown.
var shown = witnesses{by: map[pair]map[string]bool{}}

func (s *witnesses) note(test string, raised map[pair]bool) {
	test, _, _ = strings.Cut(test, "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range raised {
		if s.by[p] == nil {
			s.by[p] = map[string]bool{}
		}
		s.by[p][test] = true
	}
}
