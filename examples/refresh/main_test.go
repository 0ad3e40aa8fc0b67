package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// killAt makes this test binary the program itself, which kills itself at the point of
// that number.
const killAt = "REFRESH_TEST_KILL_AT"

func TestMain(m *testing.M) {
	number := os.Getenv(killAt)
	if number == "" {
		os.Exit(m.Run())
	}
	last, err := strconv.Atoi(number)
	if err != nil {
		panic(err)
	}
	n := 0
	os.Exit(mainOf(program{live: live, at: func(string) {
		if n++; n == last {
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = self.Kill()
			}
			if err != nil {
				panic(err)
			}
			select {}
		}
	}}))
}

// ran is what became of a run in this process.
type ran struct {
	code           int
	stdout, stderr string
	// points are those at which it might have been cut off.
	points []string
}

func refresh(t *testing.T, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	var r ran
	p := program{name: "refresh", stdout: &stdout, stderr: &stderr, live: live, at: func(point string) { r.points = append(r.points, point) }}
	r.code = p.run(t.Context(), args)
	r.stdout, r.stderr = stdout.String(), stderr.String()
	return r
}

// on runs the program on a tenant in memory.
func on(t *testing.T, ctx context.Context, m *admin.Memory, o options, change func(*connection)) ran { //nolint:revive // t comes first in a test's own functions
	t.Helper()
	var stdout, stderr bytes.Buffer
	c, err := reach(m, viaMemory)
	require.NoError(t, err)
	if change != nil {
		change(c)
	}
	p := program{name: "refresh", stdout: &stdout, stderr: &stderr}
	code := p.refresh(ctx, c, o)
	return ran{code, stdout.String(), stderr.String(), nil}
}

// usual is what the tests refresh.
func usual(t *testing.T) options {
	t.Helper()
	return options{source: "Contoso Production", target: "Contoso UAT", state: filepath.Join(t.TempDir(), "state.json")}
}

func named(t *testing.T, m *admin.Memory, name string) *instances.Environment {
	t.Helper()
	e, err := instances.FindByName(t.Context(), m.Instances.Environments, name)
	require.NoError(t, err)
	return e
}

// history are the kinds of the operations of an environment, oldest first.
func history(t *testing.T, m *admin.Memory, id instances.EnvironmentID) (kinds []string) {
	t.Helper()
	for op, err := range m.Instances.Operations.List(t.Context(), id) {
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationSucceeded, op.State, op.Kind)
		kinds = append([]string{op.Kind}, kinds...)
	}
	return kinds
}

// TestRefresh: the way undisturbed, in memory and over HTTP.
func TestRefresh(t *testing.T) {
	t.Parallel()
	for _, via := range []string{viaMemory, viaHTTP} {
		t.Run(via, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			file, state := filepath.Join(folder, "t.json"), filepath.Join(folder, "s.json")
			args := []string{"-tenant-file", file, "-via", via, "-state", state, "-source", "Contoso Production", "-target", "Contoso UAT"}
			r := refresh(t, args...)
			require.Equal(t, exitWell, r.code, r.stderr)
			for _, step := range []string{"back up", "close", "copy", "open"} {
				assert.Contains(t, r.stdout, "done: "+step)
			}
			m := load(t, file)
			target := named(t, m, "Contoso UAT")
			assert.Equal(t, []string{"Backup", "Edit", "Copy", "Edit"}, history(t, m, target.ID))
			assert.Equal(t, instances.RuntimeEnabled, target.Runtime)
			assert.Equal(t, instances.BackgroundEnabled, target.Dataverse.BackgroundOperations)
			private(t, state)

			again := refresh(t, args...)
			require.Equal(t, exitWell, again.code, again.stderr)
			assert.Contains(t, again.stdout, "nothing is left to do")
			assert.Len(t, history(t, load(t, file), target.ID), 4, "nothing is done twice")
		})
	}
}

// TestChecks: what is wrong is said before anything is changed.
func TestChecks(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		change func(t *testing.T, m *admin.Memory, o *options)
		says   string
	}{
		{"no such target", func(_ *testing.T, _ *admin.Memory, o *options) { o.target = "Contoso Uat" }, "the target: "},
		{"a production as target", func(_ *testing.T, _ *admin.Memory, o *options) {
			o.source, o.target = "Contoso UAT", "Contoso Production"
		}, "only a sandbox is overwritten"},
		{"another version", func(_ *testing.T, _ *admin.Memory, o *options) { o.target = "Contoso Dev" }, "-any-version goes on"},
		{"the target is busy", func(t *testing.T, m *admin.Memory, _ *options) {
			_, err := m.Instances.Backups.Create(t.Context(), named(t, m, "Contoso UAT").ID, instances.NewBackup{Label: "x"})
			require.NoError(t, err)
		}, "busy"},
		{"no room", func(t *testing.T, m *admin.Memory, _ *options) {
			require.NoError(t, m.Backstage.Instances.SetCapacity(t.Context(), instances.DatabaseCapacity, 10_000))
		}, "does not suffice"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := admin.NewMemory(admin.MemoryConfig{})
			o := usual(t)
			c.change(t, m, &o)
			before := m.Snapshot()
			r := on(t, t.Context(), m, o, nil)
			assert.Equal(t, exitUsage, r.code, r.stdout)
			assert.Contains(t, r.stderr, c.says)
			assert.Contains(t, r.stderr, "nothing was changed")
			assert.Empty(t, m.Changes(before))
			assert.NoFileExists(t, o.state)
		})
	}
}

// TestDryRun: it says what it would do, and does nothing.
func TestDryRun(t *testing.T) {
	t.Parallel()
	m, o := admin.NewMemory(admin.MemoryConfig{}), usual(t)
	o.dryRun = true
	before := m.Snapshot()
	r := on(t, t.Context(), m, o, nil)
	assert.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "nothing was changed")
	assert.Empty(t, m.Changes(before))
	assert.NoFileExists(t, o.state)
}

// TestFailedCopy: a copy that fails is said, and begun anew by the next run.
func TestFailedCopy(t *testing.T) {
	t.Parallel()
	m, o := admin.NewMemory(admin.MemoryConfig{}), usual(t)
	target := named(t, m, "Contoso UAT").ID
	r := on(t, t.Context(), m, o, func(c *connection) { c.Copies = failing{c.Copies, m} })
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "stopped: copy")
	r = on(t, t.Context(), m, o, nil)
	require.Equal(t, exitWell, r.code, r.stderr)
	copies := 0
	for op, err := range m.Instances.Operations.List(t.Context(), target) {
		require.NoError(t, err)
		if op.Kind == string(instances.KindCopy) {
			copies++
		}
	}
	assert.Equal(t, 2, copies)
}

// failing has each copy fail.
type failing struct {
	instances.Copies
	m *admin.Memory
}

func (f failing) Copy(ctx context.Context, target instances.EnvironmentID, expect instances.Expect, c instances.EnvironmentCopy) (*admin365.Operation, error) {
	op, err := f.Copies.Copy(ctx, target, expect, c)
	if err != nil {
		return nil, err
	}
	return op, f.m.Backstage.Instances.Fail(ctx, op.ID, "")
}

// TestUncertain: where nobody knows whether the copy was begun, the history says it, and
// there is one copy.
func TestUncertain(t *testing.T) {
	t.Parallel()
	m, o := admin.NewMemory(admin.MemoryConfig{}), usual(t)
	target := named(t, m, "Contoso UAT").ID
	r := on(t, t.Context(), m, o, func(c *connection) { c.Copies = deaf{c.Copies} })
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Equal(t, []string{"Backup", "Edit", "Copy", "Edit"}, history(t, m, target))
}

// deaf never hears the answer.
type deaf struct{ instances.Copies }

func (d deaf) Copy(ctx context.Context, target instances.EnvironmentID, expect instances.Expect, c instances.EnvironmentCopy) (*admin365.Operation, error) {
	if _, err := d.Copies.Copy(ctx, target, expect, c); err != nil {
		return nil, err
	}
	return nil, &admin365.Error{Kind: admin365.ErrUncertain, Message: "the answer was lost"}
}

// TestRenamedTarget: the target is looked at again before the copy.
func TestRenamedTarget(t *testing.T) {
	t.Parallel()
	m, o := admin.NewMemory(admin.MemoryConfig{}), usual(t)
	target := named(t, m, "Contoso UAT").ID
	r := on(t, t.Context(), m, o, func(c *connection) { c.Copies = late{c.Copies, m} })
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "not \"Contoso UAT\"")
	assert.NotContains(t, history(t, m, target), "Copy")
}

// late renames the target right before the copy.
type late struct {
	instances.Copies
	m *admin.Memory
}

func (l late) Copy(ctx context.Context, target instances.EnvironmentID, expect instances.Expect, c instances.EnvironmentCopy) (*admin365.Operation, error) {
	if _, err := l.m.Instances.Environments.Update(ctx, target, instances.EnvironmentPatch{DisplayName: new("Somebody else's")}); err != nil {
		return nil, err
	}
	if err := l.m.Backstage.Instances.FinishAll(ctx); err != nil {
		return nil, err
	}
	return l.Copies.Copy(ctx, target, expect, c)
}

// TestOptions: what does not go together is refused before anything is read.
func TestOptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ args, says string }{
		{"-source a", "-source and -target are expected"},
		{"-source a -target a -tenant-file t -state s", "the same"},
		{"-source a -target b -state s", "-tenant-file or -live"},
		{"-source a -target b -tenant-file t", "-state is expected"},
		{"-source a -target b -live -yes -tenant x", "-state is expected"},
		{"-source a -target b -live -state s", "-live needs -tenant"},
		{"-source a -target b -live -tenant x -tenant-file t -state s", "do not go with -live"},
		{"-source a -target b -tenant-file t -state t", "the same file"},
		{"-source a -target b -tenant-file t -state s -via tcp", "-via is"},
		{"-source a -target b -tenant-file t -state s more", "not expected"},
	} {
		_, err := parseOptions("refresh", strings.Fields(c.args), io.Discard)
		assert.ErrorContains(t, err, c.says, c.args)
	}
}

func private(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), path)
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
