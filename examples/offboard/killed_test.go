package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// killed runs the program in a process of its own that kills itself at the nth
// point.
func killed(t *testing.T, n int, args ...string) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", killAt, n))
	out, err := cmd.CombinedOutput()
	require.Errorf(t, err, "it was to be killed at point %d: %s", n, out)
	require.Equalf(t, -1, cmd.ProcessState.ExitCode(), "it was to be killed at point %d: %s", n, out)
}

// TestKilled kills the program at each of its points, there and back, goes on,
// and compares with a run that nobody disturbed.
func TestKilled(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such signals")
	}
	m := securityDesk(t)
	folder := t.TempDir()
	whole := filepath.Join(folder, "whole.json")
	saveTo(t, m.Memory, whole)
	before := read(t, whole)
	there := []string{"-tenant-file", whole, "-record", filepath.Join(folder, "record.json"), "AllanD@contoso.com"}
	back := []string{"-tenant-file", whole, "-undo", filepath.Join(folder, "record.json")}
	left := offboard(t, there...)
	require.Equal(t, exitWell, left.code, left.stderr)
	gone := read(t, whole)
	record := read(t, filepath.Join(folder, "record.json"))
	returned := offboard(t, back...)
	require.Equal(t, exitWell, returned.code, returned.stderr)
	home := read(t, whole)
	require.Len(t, left.points, 8*3)
	require.Len(t, returned.points, 9*3+2, "with the password in steps of its own")
	kinds := map[string]int{}
	for _, point := range slices.Concat(left.points, returned.points) {
		kind, _, _ := strings.Cut(point, ":")
		kinds[kind]++
	}
	assert.Equal(t, map[string]int{"written": 18, "done": 18, "saved": 17}, kinds)

	var trials sync.WaitGroup
	defer trials.Wait()
	slots := make(chan struct{}, 2*runtime.GOMAXPROCS(0))
	trial := func(name string, from, end, with string, points []string, args func(at func(string) string) []string, check func(t *testing.T, at func(string) string)) {
		for i, point := range points {
			t.Run(fmt.Sprintf("%s, %s", name, point), func(t *testing.T) {
				t.Parallel()
				slots <- struct{}{}
				defer func() { <-slots }()
				at := inFolder(t)
				require.NoError(t, os.WriteFile(at("t.json"), []byte(from), 0o600))
				if with != "" {
					require.NoError(t, os.WriteFile(at("r.json"), []byte(with), 0o600))
				}
				killed(t, i+1, args(at)...)
				resumed := offboard(t, args(at)...)
				require.Equal(t, exitWell, resumed.code, resumed.stderr)
				assert.Equal(t, changes(t, before, end), changes(t, before, read(t, at("t.json"))), "the same in the end")
				check(t, at)
			})
		}
	}
	trial("there", before, gone, "", left.points, func(at func(string) string) []string {
		return []string{"-tenant-file", at("t.json"), "-record", at("r.json"), "AllanD@contoso.com"}
	}, func(t *testing.T, at func(string) string) {
		assert.Equal(t, withoutTime(record), withoutTime(read(t, at("r.json"))), "nothing that he had is forgotten")
		assert.Equal(t, []string{"r.json", "t.json"}, names(t, at("")), "nothing stands beside")
	})
	trial("back", gone, home, record, returned.points, func(at func(string) string) []string {
		return []string{"-tenant-file", at("t.json"), "-undo", at("r.json"), "-results", at("r.csv")}
	}, func(t *testing.T, at func(string) string) {
		password := firstPassword(t, at("r.csv"))
		m := load(t, read(t, at("t.json")))
		id := userIn(t, m, "AllanD@contoso.com").ID
		assert.NoError(t, m.Backstage.Identity.ChangePassword(t.Context(), id, password, secret("Another-Secret-7!")), "the password is his")
		assert.Equal(t, []string{"r.csv", "r.json", "t.json"}, names(t, at("")), "nothing stands beside")
	})
}

func withoutTime(text string) string { return moment.ReplaceAllString(text, "some time") }
