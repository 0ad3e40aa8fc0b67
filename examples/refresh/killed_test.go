package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// killed runs the program in a process of its own that kills itself at the nth point.
func killed(t *testing.T, n int, args ...string) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(cmd.Environ(), fmt.Sprintf("%s=%d", killAt, n))
	out, err := cmd.CombinedOutput()
	require.Errorf(t, err, "it was to be killed at point %d: %s", n, out)
	require.Equalf(t, -1, cmd.ProcessState.ExitCode(), "it was to be killed at point %d: %s", n, out)
}

// end is what a run comes to: how the target is, and what was done to it.
type end struct {
	target  instances.Environment
	history []string
	backups int
}

func endOf(t *testing.T, m *admin.Memory) end {
	t.Helper()
	e := named(t, m, "Contoso UAT")
	at := end{target: *e, history: history(t, m, e.ID)}
	database := *e.Dataverse
	at.target.Dataverse = &database
	// When it was done, differs.
	at.target.Modified, at.target.BackupsFrom, database.Modified = time.Time{}, time.Time{}, time.Time{}
	for b, err := range m.Instances.Backups.List(t.Context(), e.ID) {
		require.NoError(t, err)
		if !b.System {
			at.backups++
		}
	}
	return at
}

// TestKilled kills the program at each of its points, goes on, and compares with a run
// that nobody disturbed: the end is the same, and there is one copy.
func TestKilled(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such signals")
	}
	args := func(folder string) []string {
		return []string{
			"-tenant-file", filepath.Join(folder, "t.json"), "-state", filepath.Join(folder, "s.json"),
			"-source", "Contoso Production", "-target", "Contoso UAT",
		}
	}
	begin := func(t *testing.T) string {
		t.Helper()
		folder := t.TempDir()
		f, err := os.Create(filepath.Join(folder, "t.json"))
		require.NoError(t, err)
		require.NoError(t, admin.NewMemory(admin.MemoryConfig{}).Save(f))
		require.NoError(t, f.Close())
		return folder
	}
	folder := begin(t)
	whole := refresh(t, args(folder)...)
	require.Equal(t, exitWell, whole.code, whole.stderr)
	want := endOf(t, load(t, filepath.Join(folder, "t.json")))
	require.Equal(t, []string{"Backup", "Edit", "Copy", "Edit"}, want.history)
	require.Equal(t, 1, want.backups)
	for _, point := range []string{"written: copy", "sent: copy", "noted: copy", "waited: copy", "done: copy"} {
		require.Contains(t, whole.points, point)
	}
	require.GreaterOrEqual(t, len(whole.points), 12)

	slots := make(chan struct{}, 2*runtime.GOMAXPROCS(0))
	for i, point := range whole.points {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			folder := begin(t)
			killed(t, i+1, args(folder)...)
			resumed := refresh(t, args(folder)...)
			require.Equal(t, exitWell, resumed.code, resumed.stderr)
			assert.Equal(t, want, endOf(t, load(t, filepath.Join(folder, "t.json"))))
			entries, err := os.ReadDir(folder)
			require.NoError(t, err)
			assert.Len(t, entries, 2, "nothing stands beside")
		})
	}
}
