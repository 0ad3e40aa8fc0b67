package support_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/support"
)

var update = flag.Bool("update", false, "write the tables of the docs anew")

// ticketStates are ways to bring a new ticket into a state.
var ticketStates = []struct {
	name string
	into func(t *testing.T, m *admin.Memory, o *admin365.Operation)
}{
	{"being created", func(*testing.T, *admin.Memory, *admin365.Operation) {}},
	{"open", finished},
	{"open, with an engineer", func(t *testing.T, m *admin.Memory, o *admin365.Operation) {
		finished(t, m, o)
		require.NoError(t, m.Backstage.Support.Assign(t.Context(), support.TicketID(o.ResourceID), "engineer@microsoft.com"))
	}},
	{"updating", func(t *testing.T, m *admin.Memory, o *admin365.Operation) {
		finished(t, m, o)
		require.NoError(t, m.Backstage.Support.SetState(t.Context(), support.TicketID(o.ResourceID), support.StateUpdating))
	}},
	{"closed", func(t *testing.T, m *admin.Memory, o *admin365.Operation) {
		finished(t, m, o)
		require.NoError(t, m.Support.Tickets.Close(t.Context(), support.TicketID(o.ResourceID)))
	}},
}

func finished(t *testing.T, m *admin.Memory, o *admin365.Operation) {
	t.Helper()
	require.NoError(t, m.Backstage.Support.Finish(t.Context(), o.ID))
}

// ticketTries are the actions, each by the methods.
var ticketTries = map[string]func(t *testing.T, s *support.Service, id support.TicketID) error{
	"change the severity": func(t *testing.T, s *support.Service, id support.TicketID) error {
		return s.Tickets.Update(t.Context(), id, support.TicketPatch{Severity: new(support.Minimal)})
	},
	"change contact or consents": func(t *testing.T, s *support.Service, id support.TicketID) error {
		return s.Tickets.Update(t.Context(), id, support.TicketPatch{Diagnostics: new(support.ConsentYes)})
	},
	"close": func(t *testing.T, s *support.Service, id support.TicketID) error {
		return s.Tickets.Close(t.Context(), id)
	},
	"reopen": func(t *testing.T, s *support.Service, id support.TicketID) error {
		return s.Tickets.Reopen(t.Context(), id)
	},
	"add a communication": func(t *testing.T, s *support.Service, id support.TicketID) error {
		_, err := s.Communications.Add(t.Context(), id, support.NewCommunication{Subject: "One", Body: "More"})
		return err
	},
}

// ended says how an action ended in the words of the rules.
func ended(err error) string {
	e, ok := errors.AsType[*admin365.Error](err)
	switch {
	case err == nil:
		return "yes"
	case errors.Is(err, admin365.ErrNotFound):
		return "not found"
	case ok:
		return support.RefusalOf(e.Status, e.Code, e.Message)
	default:
		return err.Error()
	}
}

// cells are the rules' words as the documentation has them.
var cells = map[string]string{
	"EngineerWorks": "no (engineer)", "EngineerCloses": "no (engineer)", "ClosedAlready": "conflict", "OpenAlready": "conflict",
	"TicketClosed": "no (closed)", "TicketUpdating": "busy",
}

func cell(word string) string {
	if name, ok := cells[word]; ok {
		return name
	}
	return word
}

// TestStates tries every action in every state and compares with the rules, every plan with
// every severity, and the rules with the tables of the docs.
func TestStates(t *testing.T) {
	t.Parallel()
	var doc strings.Builder
	doc.WriteString(statesHead + "## A ticket of Azure, by its state\n\n| action |")
	for _, s := range ticketStates {
		doc.WriteString(" " + s.name + " |")
	}
	doc.WriteString("\n|---|" + strings.Repeat("---|", len(ticketStates)) + "\n")
	require.Len(t, ticketTries, len(support.Actions))
	for _, does := range support.Actions {
		doc.WriteString("| " + does + " |")
		for _, s := range ticketStates {
			m := newTest(t).Memory
			o, err := m.Support.Tickets.Create(t.Context(), aTicket("one"))
			require.NoError(t, err)
			s.into(t, m, o)
			rule := m.Backstage.Support.Rule("one", does)
			doc.WriteString(" " + cell(rule) + " |")
			assert.Equal(t, rule, ended(ticketTries[does](t, m.Support, "one")), "%s, %s", does, s.name)
		}
		doc.WriteString("\n")
	}
	doc.WriteString(statesPlans)
	for _, p := range support.PlanRows() {
		fmt.Fprintf(&doc, "| %s | %s |", p.Plan, map[bool]string{true: "yes", false: "billing of the tenant"}[p.API])
		for _, severity := range []support.Severity{support.Minimal, support.Moderate, support.Critical, support.HighestCriticalImpact} {
			doc.WriteString(" " + map[bool]string{true: "–", false: strconv.Itoa(p.Minutes[severity])}[p.Minutes[severity] == 0] + " |")
			assert.Equal(t, p.API && p.Minutes[severity] > 0, opens(t, p, severity), "%s on %s", severity, p.Plan)
		}
		doc.WriteString("\n")
	}
	doc.WriteString(statesDurations + support.Durations())

	name := filepath.Join("..", "docs", "support-states.md")
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(doc.String()), 0o644)) //nolint:gosec // A document, for everybody to read.
	}
	golden, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(golden), doc.String(), "go test ./support -run TestStates -update")
}

// opens reports whether a technical ticket of the severity is opened on the plan, and
// whether its response time is that of the plan.
func opens(t *testing.T, p support.PlanRow, severity support.Severity) bool {
	t.Helper()
	m := newTest(t).Memory
	require.NoError(t, m.Backstage.Support.SetPlan(t.Context(), p.Plan))
	n := aTicket("one")
	n.Severity = severity
	o, err := m.Support.Tickets.Create(t.Context(), n)
	if err != nil {
		require.ErrorIs(t, err, support.ErrPlan)
		return false
	}
	m.Advance(support.CreateTakes)
	if o, err = m.Support.Operations.Get(t.Context(), o.ID); o.Err != nil {
		require.NoError(t, err)
		require.ErrorIs(t, o.Err, support.ErrPlan)
		require.ErrorIs(t, o.Err, admin365.ErrPrecondition)
		_, err := m.Support.Tickets.Get(t.Context(), "one")
		require.ErrorIs(t, err, admin365.ErrNotFound, "nothing was made")
		return false
	}
	got, err := m.Support.Tickets.Get(t.Context(), "one")
	require.NoError(t, err)
	assert.Equal(t, p.Minutes[severity], got.Response.Minutes)
	return true
}

const statesHead = `# What can be done to a ticket, and when

These tables are generated from the rules of package support by its test TestStates, which
tries every action in every state and compares. "busy" is admin365.ErrBusy, "conflict"
admin365.ErrConflict, "not found" admin365.ErrNotFound, and "no" admin365.ErrPrecondition
with what stands in the way. A communication in a closed ticket reopens it.

Microsoft documents that an engineer's work freezes the severity, and that a ticket with an
engineer is closed by asking for it; the rest is as the service was seen, or a guess: see
docs/fidelity.md.

`

const statesPlans = `
## The minutes to the first answer, by plan and severity

Of a plan without the API, the creation is accepted and its operation fails with
support.ErrPlan, but for a ticket of the tenant about billing. "–" is a severity that the
plan has not.

| plan | API | minimal | moderate | critical | highestcriticalimpact |
|---|---|---|---|---|---|
`

const statesDurations = `
## How long it takes

On the clock of a tenant in memory; Backstage.Finish and Fail end what is being created at
once.

| what | takes |
|---|---|
`
