package instances_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

var update = flag.Bool("update", false, "write the tables of the docs anew")

// lab is a tenant with the environments that a case needs.
type lab struct {
	*admin.Memory
	t *testing.T
}

func newLab(t *testing.T) lab {
	t.Helper()
	l := lab{newTest(t).Memory, t}
	require.NoError(t, l.Backstage.Instances.SetCapacity(t.Context(), instances.DatabaseCapacity, 1<<20))
	return l
}

// add adds an environment with Dataverse, in the location of the others.
func (l lab) add(of instances.EnvironmentType) instances.EnvironmentID {
	l.t.Helper()
	if of == instances.Default {
		for e, err := range l.Instances.Environments.List(l.t.Context(), instances.EnvironmentQuery{Type: of}) {
			require.NoError(l.t, err)
			op, err := l.Instances.Lifecycle.AddDatabase(l.t.Context(), e.ID, instances.NewDatabase{})
			l.done(op, err)
			return e.ID
		}
	}
	e, err := l.Backstage.Instances.AddEnvironment(l.t.Context(), instances.NewEnvironment{
		DisplayName: "A " + string(of), Type: of, Location: "europe", Dataverse: &instances.NewDatabase{},
	})
	require.NoError(l.t, err)
	return e.ID
}

// done finishes an operation.
func (l lab) done(op *admin365.Operation, err error) {
	l.t.Helper()
	require.NoError(l.t, err)
	if !op.Done() {
		require.NoError(l.t, l.Backstage.Instances.Finish(l.t.Context(), op.ID))
	}
}

func (l lab) get(id instances.EnvironmentID) *instances.Environment {
	l.t.Helper()
	e, err := l.Instances.Environments.Get(l.t.Context(), id)
	require.NoError(l.t, err)
	return e
}

// try is one operation on an environment. Another sandbox is there to be copied from.
type try struct {
	name string
	kind instances.OperationKind
	do   func(l lab, s *instances.Service, e instances.EnvironmentID, x instances.Expect, from instances.EnvironmentID) error
}

func tries() []try {
	second := func(_ *admin365.Operation, err error) error { return err }
	type (
		service = *instances.Service
		id      = instances.EnvironmentID
		expect  = instances.Expect
	)
	return []try{
		{"Environments.Update", instances.KindEdit, func(l lab, s service, e id, _ expect, _ id) error {
			return second(s.Environments.Update(l.t.Context(), e, instances.EnvironmentPatch{Description: new("other")}))
		}},
		{"AdminMode.Enter", "AdminMode", func(l lab, s service, e id, _ expect, _ id) error {
			return second(s.AdminMode.Enter(l.t.Context(), e, instances.AdminModeOptions{}))
		}},
		{"Lifecycle.AddDatabase", instances.KindProvision, func(l lab, s service, e id, _ expect, _ id) error {
			return second(s.Lifecycle.AddDatabase(l.t.Context(), e, instances.NewDatabase{}))
		}},
		{"Lifecycle.Convert", instances.KindConvert, func(l lab, s service, e id, x expect, _ id) error {
			to := instances.Production
			if x.Type == to {
				to = instances.Sandbox
			}
			return second(s.Lifecycle.Convert(l.t.Context(), e, x, to))
		}},
		{"Copies.Copy (onto it)", instances.KindCopy, func(l lab, s service, e id, x expect, from id) error {
			return second(s.Copies.Copy(l.t.Context(), e, x, instances.EnvironmentCopy{Source: from, Type: instances.MinimalCopy}))
		}},
		{"Backups.Create", instances.KindBackup, func(l lab, s service, e id, _ expect, _ id) error {
			_, err := s.Backups.Create(l.t.Context(), e, instances.NewBackup{Label: "one"})
			return err
		}},
		{"Backups.Restore (to it)", instances.KindRestore, func(l lab, s service, e id, x expect, from id) error {
			return second(s.Backups.Restore(l.t.Context(), e, x, instances.Restoration{Source: from, Point: l.Now()}))
		}},
		{"Resets.Reset", instances.KindReset, func(l lab, s service, e id, x expect, _ id) error {
			return second(s.Resets.Reset(l.t.Context(), e, x, instances.EnvironmentReset{}))
		}},
		{"Lifecycle.Delete", instances.KindDelete, func(l lab, s service, e id, x expect, _ id) error {
			return second(s.Lifecycle.Delete(l.t.Context(), e, x))
		}},
		{"Lifecycle.Recover", instances.KindRecover, func(l lab, s service, e id, _ expect, _ id) error {
			return second(s.Lifecycle.Recover(l.t.Context(), e))
		}},
	}
}

// state is a way to bring a new environment into a state.
type state struct {
	name string
	into func(lab, instances.EnvironmentID)
}

func states() []state {
	in := func(l lab) *instances.Service { return l.Instances }
	fail := func(l lab, op *admin365.Operation, err error) {
		require.NoError(l.t, err)
		require.NoError(l.t, l.Backstage.Instances.Fail(l.t.Context(), op.ID, ""))
	}
	return []state{
		{"ready", func(lab, instances.EnvironmentID) {}},
		{"administration mode", func(l lab, id instances.EnvironmentID) {
			op, err := in(l).AdminMode.Enter(l.t.Context(), id, instances.AdminModeOptions{})
			l.done(op, err)
		}},
		{"busy", func(l lab, id instances.EnvironmentID) {
			_, err := l.Backstage.Instances.Occupy(l.t.Context(), id, "")
			require.NoError(l.t, err)
		}},
		{"being deleted", func(l lab, id instances.EnvironmentID) {
			_, err := in(l).Lifecycle.Delete(l.t.Context(), id, l.get(id).Expect())
			require.NoError(l.t, err)
		}},
		{"in the bin", func(l lab, id instances.EnvironmentID) {
			op, err := in(l).Lifecycle.Delete(l.t.Context(), id, l.get(id).Expect())
			l.done(op, err)
		}},
		{"being recovered", func(l lab, id instances.EnvironmentID) {
			op, err := in(l).Lifecycle.Delete(l.t.Context(), id, l.get(id).Expect())
			l.done(op, err)
			_, err = in(l).Lifecycle.Recover(l.t.Context(), id)
			require.NoError(l.t, err)
		}},
		{"gone", func(l lab, id instances.EnvironmentID) {
			op, err := in(l).Lifecycle.Delete(l.t.Context(), id, l.get(id).Expect())
			l.done(op, err)
			l.Advance(7*24*time.Hour + time.Minute)
		}},
		{"disabled", func(l lab, id instances.EnvironmentID) {
			require.NoError(l.t, l.Backstage.Instances.SetDisabled(l.t.Context(), id, true))
		}},
		{"a copy failed", func(l lab, id instances.EnvironmentID) {
			from := l.add(instances.Sandbox)
			op, err := in(l).Copies.Copy(l.t.Context(), id, l.get(id).Expect(), instances.EnvironmentCopy{Source: from, Type: instances.FullCopy})
			fail(l, op, err)
		}},
		{"managed", func(l lab, id instances.EnvironmentID) {
			op, err := in(l).Lifecycle.SetManaged(l.t.Context(), id, true)
			l.done(op, err)
		}},
	}
}

// attempt tries an operation, and says how it ended in the words of the rules.
func (l lab) attempt(c try, id instances.EnvironmentID, x instances.Expect) string {
	l.t.Helper()
	from := l.add(instances.Sandbox)
	if c.kind == instances.KindRestore && (x.Type == instances.Teams || x.Type == instances.Developer) {
		from = id // What is restored to nothing else.
	}
	err := c.do(l, l.Instances, id, x, from)
	switch e, ok := errors.AsType[*admin365.Error](err); {
	case err == nil:
		return "yes"
	case errors.Is(err, admin365.ErrBusy):
		return "busy"
	case errors.Is(err, admin365.ErrNotFound):
		return "not found"
	case ok && errors.Is(err, admin365.ErrPrecondition):
		return instances.RefusalOf(e.Code, e.Message)
	default:
		return err.Error()
	}
}

// word is the rules' word for a cell, once for the test and once for the docs.
func cell(rule string) string {
	if name, ok := map[string]string{
		"NotOnType": "no (type)", "NotLinked": "no (Dataverse)", "NotDisabled": "no (disabled)", "NotFailed": "no (failed)", "NotManaged": "no (managed)",
	}[rule]; ok {
		return name
	}
	return rule
}

// TestStates tries every operation in every state, on every type, with Dataverse and
// without, and compares with the rules; and the rules with the tables of the docs.
func TestStates(t *testing.T) {
	t.Parallel()
	var doc strings.Builder
	doc.WriteString(statesHead)

	doc.WriteString("## A sandbox with Dataverse, by its state\n\n| operation |")
	for _, s := range states() {
		doc.WriteString(" " + s.name + " |")
	}
	doc.WriteString("\n|---|" + strings.Repeat("---|", len(states())) + "\n")
	for _, c := range tries() {
		doc.WriteString("| " + c.name + " |")
		for _, s := range states() {
			l := newLab(t)
			id := l.add(instances.Sandbox)
			x := l.get(id).Expect()
			s.into(l, id)
			rule := l.Backstage.Instances.Rule(id, c.kind)
			doc.WriteString(" " + cell(rule) + " |")
			assert.Equal(t, rule, l.attempt(c, id, x), "%s, %s", c.name, s.name)
		}
		doc.WriteString("\n")
	}

	types := []instances.EnvironmentType{
		instances.Production, instances.Sandbox, instances.Trial, instances.SubscriptionBasedTrial, instances.Developer, instances.Default, instances.Teams, instances.Support,
	}
	doc.WriteString("\n## An environment with Dataverse that is ready, by its type\n\n| operation |")
	head := func() {
		for _, of := range types {
			doc.WriteString(" " + string(of) + " |")
		}
		doc.WriteString("\n|---|" + strings.Repeat("---|", len(types)) + "\n")
	}
	head()
	for _, c := range tries() {
		doc.WriteString("| " + c.name + " |")
		for _, of := range types {
			l := newLab(t)
			id := l.add(of)
			rule := l.Backstage.Instances.Rule(id, c.kind)
			doc.WriteString(" " + cell(rule) + " |")
			if c.kind == instances.KindCopy && of == instances.SubscriptionBasedTrial {
				rule = instances.Pair(c.kind, instances.Sandbox, of, false) // There is a sandbox to copy from.
			}
			assert.Equal(t, rule, l.attempt(c, id, l.get(id).Expect()), "%s, %s", c.name, of)
		}
		doc.WriteString("\n")
	}
	for _, kind := range []instances.OperationKind{instances.KindCopy, instances.KindRestore} {
		doc.WriteString("\n## " + string(kind) + ": source (down) and target (across)\n\n| source |")
		head()
		for _, source := range types {
			doc.WriteString("| " + string(source) + " |")
			for _, target := range types {
				same := kind == instances.KindRestore && source == instances.Teams && target == instances.Teams
				word := cell(instances.Pair(kind, source, target, same))
				if same && word == "yes" {
					word = "itself"
				}
				doc.WriteString(" " + word + " |")
			}
			doc.WriteString("\n")
		}
	}
	fmt.Fprintf(&doc, "\n## How long operations take\n\nOn the clock of a tenant in memory; [Backstage] ends them at once.\n\n| operation | takes | first poll after |\n|---|---|---|\n%s", instances.Durations())

	name := filepath.Join("..", "docs", "instances-states.md")
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(doc.String()), 0o644))
	}
	golden, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(golden), doc.String(), "go test ./instances -run TestStates -update")
}

const statesHead = `# What can be done to an environment, and when

These tables are generated from the rules of package instances by its test TestStates,
which tries every operation in every state and compares. "busy" is admin365.ErrBusy,
"not found" admin365.ErrNotFound, "no" admin365.ErrPrecondition with what stands in the
way. A wrong or stale name or type in Expect is admin365.ErrPrecondition everywhere.

An operation is NotStarted for five seconds, then Running, then Succeeded or Failed. While
one runs, the environment's Management is Running; a copy and a restore keep their source
busy too, and close their target from the beginning. A copy or a restore that failed
leaves the target in the state "a copy failed".

`
