package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

// told are the ids of what a look told as new.
func told(t *testing.T, r ran) (ids []string) {
	t.Helper()
	var is report
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &is), r.stdout+r.stderr)
	for _, c := range is.Changes {
		ids = append(ids, c.ID)
	}
	return ids
}

// tomorrow is the tenant a day later, in which nothing of before is new.
func tomorrow(t *testing.T, path string) *admin.Memory {
	t.Helper()
	m := admin.NewMemory(admin.MemoryConfig{})
	m.Advance(48 * time.Hour)
	store(t, m, path)
	return m
}

// TestLooks: each look tells what is new since the one before, and nothing twice.
func TestLooks(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path, state := filepath.Join(folder, "t.json"), filepath.Join(folder, "s.json")
	args := []string{"-tenant-file", path, "-state", state, "-json"}
	m := tomorrow(t, path)
	assert.Empty(t, told(t, oncall(t, args...)), "the first look tells of the last day")
	info, err := os.Stat(state)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}

	m.Advance(time.Minute)
	_, err = m.Backstage.Health.UpdateIssue(t.Context(), "EX1207533", health.IssueUpdate{Text: "one"})
	require.NoError(t, err)
	_, err = m.Backstage.Health.PublishMessage(t.Context(), health.NewMessage{ID: "MC1300001", Title: "New", Services: []string{"Sway"}})
	require.NoError(t, err)
	store(t, m, path)
	assert.ElementsMatch(t, []string{"EX1207533", "MC1300001"}, told(t, oncall(t, args...)))
	assert.Empty(t, told(t, oncall(t, args...)))

	// What happened in the days without a look is told, however long they were.
	m.Advance(time.Hour)
	_, err = m.Backstage.Health.UpdateIssue(t.Context(), "EX1207533", health.IssueUpdate{Text: "two"})
	require.NoError(t, err)
	m.Advance(10 * 24 * time.Hour)
	store(t, m, path)
	assert.Equal(t, []string{"EX1207533"}, told(t, oncall(t, args...)))
	assert.Empty(t, told(t, oncall(t, args...)))
}

// TestKilled kills the program at each of its points. The next run tells what it has not
// told; what it has, it tells again only if the state was not written any more.
func TestKilled(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such signals")
	}
	begin := func(t *testing.T) []string {
		t.Helper()
		folder := t.TempDir()
		path := filepath.Join(folder, "t.json")
		args := []string{"-tenant-file", path, "-state", filepath.Join(folder, "s.json"), "-json", "-o", filepath.Join(folder, "p.html")}
		m := tomorrow(t, path)
		require.Empty(t, told(t, oncall(t, args...)))
		m.Advance(time.Minute)
		_, err := m.Backstage.Health.UpdateIssue(t.Context(), "EX1207533", health.IssueUpdate{Text: "one"})
		require.NoError(t, err)
		store(t, m, path)
		return args
	}
	points := oncall(t, begin(t)...).points
	require.Equal(t, []string{"read", "told", "page written", "state written"}, points)
	for i, point := range points {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			args := begin(t)
			self, err := os.Executable()
			require.NoError(t, err)
			cmd := exec.CommandContext(t.Context(), self, args...)
			cmd.Env = append(cmd.Environ(), fmt.Sprintf("%s=%d", killAt, i+1))
			var stdout bytes.Buffer
			cmd.Stdout = &stdout
			require.Error(t, cmd.Run())
			require.Equal(t, -1, cmd.ProcessState.ExitCode(), "it was to be killed")
			if point != "read" {
				assert.Equal(t, []string{"EX1207533"}, told(t, ran{stdout: stdout.String()}))
			} else {
				assert.Empty(t, stdout.String())
			}
			again := told(t, oncall(t, args...))
			if point == "state written" {
				assert.Empty(t, again, "it was told")
			} else {
				assert.Equal(t, []string{"EX1207533"}, again, "nothing is lost")
			}
			assert.Empty(t, told(t, oncall(t, args...)))
			entries, err := os.ReadDir(filepath.Dir(args[1]))
			require.NoError(t, err)
			assert.Len(t, entries, 3, "nothing stands beside")
		})
	}
}

// full is a disk, or a pipe, that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// TestNotTold: where telling fails, or the page cannot be written, the state stays.
func TestNotTold(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path, state := filepath.Join(folder, "t.json"), filepath.Join(folder, "s.json")
	store(t, admin.NewMemory(admin.MemoryConfig{}), path)
	var stderr bytes.Buffer
	p := program{name: "oncall", stdout: full{}, stderr: &stderr, zone: time.UTC}
	assert.Equal(t, exitFailed, p.run(t.Context(), []string{"-tenant-file", path, "-state", state}))
	assert.Contains(t, stderr.String(), "no space left")
	assert.NoFileExists(t, state)

	r := oncall(t, "-tenant-file", path, "-state", state, "-o", filepath.Join(folder, "none", "page.html"))
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "-o: ")
	assert.NoFileExists(t, state)

	r = oncall(t, "-tenant-file", path, "-state", filepath.Join(folder, "none", "s.json"))
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "-state: ")
}

// TestOddState: a file that is none of this tenant's is left as it is.
func TestOddState(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, says string }{
		{"no JSON", "{", "says nothing of a look"},
		{"another version", `{"version":2,"token":"x"}`, "another version"},
		{"no token", `{"version":1}`, "says nothing of a look"},
		{"another tenant", `{"version":1,"tenant":"t","token":"x"}`, "is of the tenant t"},
		{"a token that is none", fmt.Sprintf(`{"version":1,"tenant":%q,"token":"x"}`, admin.ContosoTenantID), "token"},
	} {
		folder := t.TempDir()
		path, state := filepath.Join(folder, "t.json"), filepath.Join(folder, "s.json")
		store(t, admin.NewMemory(admin.MemoryConfig{}), path)
		require.NoError(t, os.WriteFile(state, []byte(c.text), 0o600))
		r := oncall(t, "-tenant-file", path, "-state", state)
		assert.Equal(t, exitUsage, r.code, c.name)
		assert.Contains(t, r.stderr, c.says, c.name)
		assert.Empty(t, r.stdout, c.name)
		after, err := os.ReadFile(state)
		require.NoError(t, err)
		assert.Equal(t, c.text, string(after), c.name)
	}
	r := oncall(t, "-tenant-file", filepath.Join(t.TempDir(), "t.json"), "-state", t.TempDir())
	assert.Equal(t, exitUsage, r.code)
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ args, says string }{
		{"-tenant-file t more", "not expected"},
		{"-json", "either -live or -tenant-file"},
		{"-live -tenant x -tenant-file t", "either -live or -tenant-file"},
		{"-live", "-live needs -tenant"},
		{"-tenant-file t -tenant x", "-tenant goes with -live only"},
		{"-tenant-file t -via pigeon", "-via is memory or http"},
		{"-live -tenant x -via http", "does not go with -live"},
		{"-tenant-file t -user u -ticket i", "ask one"},
		{"-tenant-file t -instance i", "-instance goes with -user only"},
		{"-tenant-file t -yes", "go with -ticket only"},
		{"-tenant-file t -contact c", "go with -ticket only"},
		{"-tenant-file t -ticket i -severity awful", "-severity is minimal, moderate or critical"},
		{"-tenant-file t -ticket i -severity unknown", "-severity is minimal, moderate or critical"},
		{"-tenant-file t -ticket i -json", "-json does not go with -ticket"},
		{"-tenant-file t -user u -state s", "go neither with -user"},
		{"-tenant-file t -ticket i -o p", "go neither with -user"},
		{"-tenant-file t -state ./t", "-state and -tenant-file are the same file"},
		{"-tenant-file t -o t", "-o and -tenant-file are the same file"},
		{"-tenant-file t -o s -state s", "-o and -state are the same file"},
		{"-tenant-file t -zone Nowhere/Land", "unknown time zone"},
		{"-tenant-file t -page", "not defined"},
	} {
		r := oncall(t, strings.Fields(c.args)...)
		assert.Equal(t, exitUsage, r.code, c.args)
		assert.Contains(t, r.stderr, c.says, c.args)
		assert.Empty(t, r.stdout, c.args)
	}
	r := oncall(t, "-h")
	assert.Equal(t, exitWell, r.code)
	assert.Contains(t, r.stderr, "-ticket")
}
