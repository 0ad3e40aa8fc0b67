package main

import (
	"bytes"
	"context"
	"errors"
	"io"
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

// day is the day that the tests move to. Tenants in memory begin on 5 January 2026.
var day = time.Date(2026, time.January, 20, 0, 0, 0, 0, time.UTC)

// ran is what became of a run in this process.
type ran struct {
	code           int
	stdout, stderr string
}

func updates(t *testing.T, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := program{name: "updates", stdout: &stdout, stderr: &stderr, live: live}.run(t.Context(), args)
	return ran{code, stdout.String(), stderr.String()}
}

// on runs the program on a tenant in memory.
func on(t *testing.T, ctx context.Context, m *admin.Memory, o options, change func(*connection)) ran { //nolint:revive // t comes first in a test's own functions
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := reach(m)
	if change != nil {
		service := *c.Service
		central := *service.Central
		service.Central = &central
		c.Service = &service
		change(c)
	}
	code := program{name: "updates", stdout: &stdout, stderr: &stderr}.updates(ctx, c, o)
	return ran{code, stdout.String(), stderr.String()}
}

// staffed is a tenant in memory with a sandbox, too, whose update has a date.
func staffed(t *testing.T) *admin.Memory {
	t.Helper()
	m := admin.NewMemory(admin.MemoryConfig{})
	require.NoError(t, m.Backstage.Instances.Central.AddEnvironment(t.Context(), instances.CentralEnvironment{
		Name: "UAT", Type: instances.Sandbox, CountryCode: "DK", ApplicationVersion: "27.1",
	}))
	return m
}

// selected is the update that an environment gets next.
func selected(t *testing.T, s *instances.Service, name string) *instances.Update {
	t.Helper()
	for u, err := range s.Central.Updates.List(t.Context(), instances.CentralEnvironmentID{Name: name}) {
		require.NoError(t, err)
		if u.Selected {
			return u
		}
	}
	require.Fail(t, "nothing is selected", name)
	return nil
}

// TestTable: each instance has a line, and each that cannot be scheduled a reason.
func TestTable(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{ReadOnly: true})
	r := on(t, t.Context(), m, options{}, nil)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Empty(t, r.stderr)
	table, reasons, found := strings.Cut(r.stdout, "\nWhat cannot be scheduled:\n")
	require.True(t, found, r.stdout)
	cases := []struct{ name, product, says string }{
		{"Production ", "Business Central", "27.2            2026-01-17 21:00  2026-08-31 23:59  administrator, else Microsoft"},
		{"Production-UK", "Business Central", "27.2            2026-01-12 20:00  2026-02-28 23:59  administrator, else Microsoft"},
		{"Sandbox", "Business Central", "27.3            -                 -                 administrator, else Microsoft"},
		{"Contoso Production ", "Dataverse ", "Microsoft"},
		{"Contoso Production ", "Finance and Operations", "10.0.45.4"},
		{"Contoso UAT: Sales", "Dataverse application", "administrator"},
		{"Megan Bowen's Environment", "Dataverse ", "Developer"},
	}
	for _, c := range cases {
		found := false
		for line := range strings.Lines(table) {
			found = found || strings.HasPrefix(line, c.name) && strings.Contains(line, c.product) && strings.Contains(line, c.says)
		}
		assert.True(t, found, "%s, %s: %s\n%s", c.name, c.product, c.says, table)
	}
	for _, why := range []string{
		"  Sandbox:\n    the version is not released yet; it gets a date when it is (https://businesscentral.dynamics.com/admin)",
		"Megan Bowen's Environment:\n    Microsoft updates Dataverse every week by itself",
		"  Contoso UAT:\n    a version is applied at once, without a date",
	} {
		assert.Contains(t, reasons, why)
	}
	assert.NotContains(t, reasons, "Production-UK")
}

// TestDryRun: it says what it would move, and moves nothing.
func TestDryRun(t *testing.T) {
	t.Parallel()
	m := staffed(t)
	before := m.Snapshot()
	r := on(t, t.Context(), m, options{schedule: day}, nil)
	assert.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, `would be moved: "UAT" (Sandbox) to version 27.2: `)
	assert.Contains(t, r.stdout, ` to 2026-01-20 19:00`)
	assert.Contains(t, r.stdout, `would be moved: "Production" (Production) to version 27.2: 2026-01-17 21:00 to 2026-01-27 21:00`)
	assert.Contains(t, r.stdout, `would be moved: "Production-UK" (Production) to version 27.2: 2026-01-12 20:00 to 2026-01-27 20:00`)
	assert.Contains(t, r.stdout, "nothing was changed; -yes does it")
	assert.Empty(t, m.Changes(before))
	require.Equal(t, exitWell, on(t, t.Context(), m, options{schedule: day, yes: true}, nil).code)
	for line := range strings.Lines(r.stdout) {
		name, to, found := strings.Cut(strings.TrimPrefix(line, `would be moved: "`), `" (`)
		if found {
			assert.Equal(t, strings.TrimSpace(to[strings.LastIndex(to, " to ")+4:]), moment(selected(t, m.Instances, name).At), "it goes where it was said to: "+name)
		}
	}
	assert.Contains(t, r.stdout, "nothing was changed; -yes does it")
}

// TestSchedule: sandboxes are moved to the date, and productions to a week later, and the
// file has it.
func TestSchedule(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tenant.json")
	store(t, staffed(t), path)
	args := []string{"-tenant-file", path, "-schedule", "2026-01-20"}
	dry := updates(t, args...)
	require.Equal(t, exitWell, dry.code, dry.stderr)
	assert.Equal(t, time.Date(2026, time.January, 17, 21, 0, 0, 0, time.UTC), selected(t, load(t, path).Instances, "Production").At)

	r := updates(t, append(args, "-yes")...)
	require.Equal(t, exitWell, r.code, r.stderr)
	for name, want := range map[string]string{"UAT": "2026-01-20 19:00", "Production": "2026-01-27 21:00", "Production-UK": "2026-01-27 20:00"} {
		assert.Equal(t, want, moment(selected(t, load(t, path).Instances, name).At), name)
		assert.Contains(t, r.stdout, " to "+want+"\n", "it says where it is now: "+name)
	}

	again := updates(t, append(args, "-yes")...)
	require.Equal(t, exitWell, again.code, again.stderr)
	assert.NotContains(t, again.stdout, "moved: ", "what is there already is not said to move")
	assert.Contains(t, again.stdout, `stays: "UAT" (Sandbox) is at 2026-01-20 19:00 already`)
}

// TestTooLate: a date that an update cannot have is said, and the update is left; the
// others are moved.
func TestTooLate(t *testing.T) {
	t.Parallel()
	for _, yes := range []bool{false, true} {
		m := staffed(t)
		before := selected(t, m.Instances, "Production-UK").At
		// A week later is after the last date of what is behind, and not of the others.
		r := on(t, t.Context(), m, options{schedule: time.Date(2026, time.February, 25, 0, 0, 0, 0, time.UTC), yes: yes}, nil)
		assert.Equal(t, exitFailed, r.code, r.stdout)
		assert.Contains(t, r.stderr, `"Production-UK" (Production): left at 2026-01-12 20:00: 2026-03-04 00:00 is after the last date that it can have, 2026-02-28 23:59`)
		assert.NotContains(t, r.stderr, `"Production" `)
		assert.Equal(t, before, selected(t, m.Instances, "Production-UK").At)
		assert.Equal(t, yes, moment(selected(t, m.Instances, "Production").At) == "2026-03-04 21:00")
	}
}

// TestPassed: a date in the past moves nothing, not even the productions, for which a week
// later would do: nobody could have tested anything before.
func TestPassed(t *testing.T) {
	t.Parallel()
	m := staffed(t)
	before := m.Snapshot()
	r := on(t, t.Context(), m, options{schedule: time.Date(2026, time.January, 4, 0, 0, 0, 0, time.UTC), yes: true}, nil)
	assert.Equal(t, exitUsage, r.code, r.stdout)
	assert.Contains(t, r.stderr, "2026-01-04 00:00 has passed; nothing was changed")
	assert.Empty(t, m.Changes(before))
}

// TestRefused: what the service refuses is said, and the others are moved.
func TestRefused(t *testing.T) {
	t.Parallel()
	m := staffed(t)
	r := on(t, t.Context(), m, options{schedule: day, yes: true}, func(c *connection) {
		c.Central.Updates = hooked{c.Central.Updates, func(id instances.CentralEnvironmentID) error {
			if id.Name == "Production" {
				return &admin365.Error{Kind: admin365.ErrBusy, Message: "another\x1b[2J operation is running"}
			}
			return nil
		}}
	})
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, `"Production" (Production): refused: `)
	assert.NotContains(t, r.stderr, "\x1b")
	assert.Equal(t, "2026-01-20 19:00", moment(selected(t, m.Instances, "UAT").At))
	assert.Equal(t, "2026-01-27 20:00", moment(selected(t, m.Instances, "Production-UK").At))
}

// TestInterrupted: what is being moved is, what follows is not, and the same command does
// the rest.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	m := staffed(t)
	ctx, cancel := context.WithCancel(t.Context())
	moved := 0
	r := on(t, ctx, m, options{schedule: day, yes: true}, func(c *connection) {
		c.Central.Updates = hooked{c.Central.Updates, func(instances.CentralEnvironmentID) error {
			moved++
			cancel()
			return nil
		}}
	})
	assert.Equal(t, exitFailed, r.code)
	assert.Equal(t, 1, moved)
	assert.Equal(t, 1, strings.Count(r.stdout, "moved: "))
	assert.Contains(t, r.stderr, "stopped: interrupted")
	r = on(t, t.Context(), m, options{schedule: day, yes: true}, nil)
	require.Equal(t, exitWell, r.code, r.stderr)
	for name, want := range map[string]string{"UAT": "2026-01-20 19:00", "Production": "2026-01-27 21:00", "Production-UK": "2026-01-27 20:00"} {
		assert.Equal(t, want, moment(selected(t, m.Instances, name).At), name)
	}
}

// TestInterruptedReading: a run that is stopped before it has read the tenant has changed
// nothing, and is no mistake in the arguments.
func TestInterruptedReading(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := on(t, ctx, admin.NewMemory(admin.MemoryConfig{}), options{schedule: day, yes: true}, nil)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "interrupted; nothing was changed")
}

// hooked asks before it moves anything.
type hooked struct {
	instances.CentralUpdates
	before func(instances.CentralEnvironmentID) error
}

func (h hooked) Reschedule(ctx context.Context, id instances.CentralEnvironmentID, target instances.Target, s instances.Schedule) (*instances.Update, error) {
	if err := h.before(id); err != nil {
		return nil, err
	}
	return h.CentralUpdates.Reschedule(ctx, id, target, s)
}

// TestUnreadable: a tenant that cannot be read is said, and nothing is changed.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tenant.json")
	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	r := updates(t, "-tenant-file", path)
	assert.Equal(t, exitUsage, r.code)
	assert.Contains(t, r.stderr, "nothing was changed")
	p := program{name: "updates", stdout: io.Discard, stderr: io.Discard, live: func(options) (*connection, error) { return nil, errors.New("no credential") }}
	assert.Equal(t, exitUsage, p.run(t.Context(), []string{"-live", "-tenant", "contoso.com"}))
}

// TestChart: what has a date is drawn, where it is after it was moved.
func TestChart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "plan.svg")
	r := on(t, t.Context(), staffed(t), options{chart: path, schedule: day, yes: true}, nil)
	require.Equal(t, exitWell, r.code, r.stderr)
	svg, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.True(t, bytes.HasPrefix(svg, []byte("<?xml")))
	for _, text := range []string{"<svg", "UAT: 27.1", "Production: 27.1", "Production-UK: 26.5", "last possible date", "enforced from", "</svg>"} {
		assert.Contains(t, string(svg), text)
	}
	assert.NotContains(t, string(svg), "Megan", "what has no date is not drawn")
}

// TestChartWithoutDates: a tenant without anything to draw has an empty chart.
func TestChartWithoutDates(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "plan.svg")
	m := admin.NewMemory(admin.MemoryConfig{})
	for _, name := range []string{"Production", "Production-UK"} {
		_, err := m.Instances.Central.Environments.Delete(t.Context(), instances.CentralEnvironmentID{Name: name}, instances.Expect{Name: name, Type: instances.Production})
		require.NoError(t, err)
	}
	m.Advance(time.Hour)
	r := on(t, t.Context(), m, options{chart: path}, nil)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.FileExists(t, path)
	r = on(t, t.Context(), m, options{schedule: day}, nil)
	assert.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "nothing can be moved")

	r = on(t, t.Context(), m, options{chart: filepath.Join(path, "no such folder")}, nil)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "updates: -o: ")
}

// TestDemonstration: without arguments it shows both, a sandbox among them.
func TestDemonstration(t *testing.T) {
	t.Parallel()
	r := updates(t)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "would be moved: ")
	assert.Contains(t, r.stdout, "(Sandbox) to version 27.2: ")
	assert.Contains(t, r.stdout, "\nmoved: ")
}

// TestOptions: what does not go together is refused before anything is read.
func TestOptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ args, says string }{
		{"-tenant-file t more", "not expected"},
		{"-tenant-file t -yes", "-yes goes with -schedule only"},
		{"-schedule 2026-01-20", "either -live or -tenant-file"},
		{"-live -tenant x -tenant-file t", "either -live or -tenant-file"},
		{"-live", "-live needs -tenant"},
		{"-tenant-file t -tenant x", "-tenant goes with -live only"},
		{"-tenant-file t -o t", "the same file"},
		{"-tenant-file t -o ./t", "the same file"},
		{"-tenant-file t -schedule tomorrow", "neither a day"},
		{"-tenant-file t -schedule 2026-02-30", "neither a day"},
		{"-tenant-file t -schedule 2026-01-20T10:00:00", "neither a day"},
		{"-tenant-file t -schedule 0001-01-01 -yes", "no date"},
		{"-tenant-file t -cancel", "not defined"},
	} {
		r := updates(t, strings.Fields(c.args)...)
		assert.Equal(t, exitUsage, r.code, c.args)
		assert.Contains(t, r.stderr, c.says, c.args)
		assert.Empty(t, r.stdout, c.args)
	}
	r := updates(t, "-h")
	assert.Equal(t, exitWell, r.code)
	assert.Contains(t, r.stderr, "-schedule")
	o, err := parseOptions("updates", []string{"-tenant-file", "t", "-schedule", "2026-01-20T22:00:00+02:00"}, io.Discard)
	require.NoError(t, err)
	assert.Equal(t, day.Add(20*time.Hour), o.schedule)
}

func store(t *testing.T, m *admin.Memory, path string) {
	t.Helper()
	var tenant bytes.Buffer
	require.NoError(t, m.Save(&tenant))
	require.NoError(t, os.WriteFile(path, tenant.Bytes(), 0o600))
}

func load(t *testing.T, path string) *admin.Memory {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	m, err := admin.LoadMemory(f, admin.MemoryConfig{})
	require.NoError(t, err)
	return m
}
