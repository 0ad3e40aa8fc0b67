package instances_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// TestConformance runs the public suite over the tenant in memory, reached in every
// way. What it refused has to be declared by the operation, and what an operation
// declares has to be refused in one of the cases.
func TestConformance(t *testing.T) {
	t.Parallel()
	heard := subjects.NewHeard()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			instancestest.Run(t, heard.Instances(way))
		})
	}
	// After the last case of the last way.
	t.Cleanup(func() {
		if t.Failed() || testing.Short() {
			return
		}
		raised, undeclared := which(heard.Refused())
		for _, problem := range append(undeclared, uncovered(raised)...) {
			t.Errorf("%s", problem)
		}
		leaks, _, _ := heard.Leaks()
		for _, leak := range leaks[:min(len(leaks), 20)] {
			t.Errorf("a secret was said: %s", leak)
		}
	})
}

// declared is an operation and one of its refusals, by their names.
type declared struct{ op, refusal string }

// refusalsWithoutCases are the refusals that no case of the public suite can meet, by
// operation (without the area's name), with the reason. A line that is needed no more
// fails.
var refusalsWithoutCases = []struct{ refusals, ops, why string }{
	{"EnvironmentNotFound", "Environments.CheckDomain", "the method asks for a new environment, and names none"},
	{"BadDeleteCode", "Lifecycle.Delete", "the client always says why"},
	{"BadValue", "Lifecycle.SetManaged AdminMode.Enter AdminMode.Leave", "the methods take no value that could be another one"},
	{"BadValue", "Backups.Restore", "what is missing is refused unsent, and a time is always written well"},
	{"WaveUnknownOrganization", "Waves.List Waves.Enable", "the environment is looked for first, elsewhere"},
}

// uncovered compares what was refused with what the operations declare.
func uncovered(raised map[declared]bool) (problems []string) {
	needed := make([]bool, len(refusalsWithoutCases))
	for _, o := range instances.Ops() {
		for _, r := range o.RefusalsOwn() {
			d := declared{o.Name, r.Name}
			if raised[d] {
				continue
			}
			i := slices.IndexFunc(refusalsWithoutCases, func(l struct{ refusals, ops, why string }) bool {
				return slices.Contains(strings.Fields(l.refusals), d.refusal) && slices.ContainsFunc(strings.Fields(l.ops), func(pattern string) bool {
					ok, err := path.Match(pattern, strings.TrimPrefix(d.op, "instances."))
					return ok && err == nil
				})
			})
			if i < 0 {
				problems = append(problems, fmt.Sprintf("%s declares %s: add a case to instancestest that meets it, or a line to refusalsWithoutCases with the reason", d.op, d.refusal))
				continue
			}
			needed[i] = true
		}
	}
	for i, l := range refusalsWithoutCases {
		if !needed[i] {
			problems = append(problems, fmt.Sprintf("refusalsWithoutCases needs the line no more: %s of %s", l.refusals, l.ops))
		}
	}
	return problems
}

// which returns the refusals that an operation's answers were, and those answers that
// are none of the refusals which it declares: a client would not know them.
func which(answers []conform.Denial) (raised map[declared]bool, undeclared []string) {
	raised = map[declared]bool{}
	for _, r := range answers {
		i := slices.IndexFunc(instances.Ops(), func(o *api.Op) bool { return o.Name == r.Op })
		if i < 0 {
			continue // Another area's.
		}
		o := instances.Ops()[i]
		if refusal, _ := api.Recognize(o.RefusalsAll(), r.Status, r.Code, r.Message); refusal != nil {
			raised[declared{o.Name, refusal.Name}] = true
			continue
		}
		undeclared = append(undeclared, fmt.Sprintf("%s does not declare %d %s: %s", r.Op, r.Status, r.Code, r.Message))
	}
	slices.Sort(undeclared)
	return raised, slices.Compact(undeclared)
}
