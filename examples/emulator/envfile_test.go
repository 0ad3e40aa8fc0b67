package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/emulator"
)

// TestEnvFileOfAnother: two emulators with one file: the second is refused while the
// first answers, and nobody removes what another one wrote.
func TestEnvFileOfAnother(t *testing.T) {
	t.Parallel()
	s := serve(t)
	content := readAll(t, s.envFile)
	var stderr text
	assert.Equal(t, exitUsage, program{stdout: &stderr, stderr: &stderr}.serve(t.Context(), []string{"-env-file", s.envFile}))
	assert.Contains(t, stderr.String(), "answers at "+s.variables["HTTPS_PROXY"])
	assert.Equal(t, content, readAll(t, s.envFile))

	other := strings.ReplaceAll(content, s.variables["HTTPS_PROXY"], "http://127.0.0.1:1")
	require.NoError(t, os.WriteFile(s.envFile, []byte(other), 0o600))
	require.Equal(t, exitWell, s.stop(), s.stderr.String())
	assert.Equal(t, other, readAll(t, s.envFile))
	require.NoError(t, os.Remove(s.envFile))
}

func readAll(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(content)
}

// TestNodeOptions: the preload is in the file and in the lines, and stands where they
// say while the emulator serves.
func TestNodeOptions(t *testing.T) {
	t.Parallel()
	s := serve(t)
	option, path, _ := strings.Cut(s.variables["NODE_OPTIONS"], "=")
	assert.Equal(t, "--require", option)
	assert.Equal(t, string(preload), readAll(t, path))
	assert.Contains(t, s.stdout.String(), `process.env.NODE_OPTIONS = "--require=\"`+path+`\"";`)
	assert.Contains(t, s.stdout.String(), `export NODE_OPTIONS='--require="`+path+`"'`)
	require.Equal(t, exitWell, s.stop(), s.stderr.String())
	assert.NoFileExists(t, path)
}

// TestNodeOptionsBlank: a path that would need quotes is not in the file, because who
// reads it takes them each in another way, and the owner is told.
func TestNodeOptionsBlank(t *testing.T) {
	t.Parallel()
	r := &run{envFile: filepath.Join(t.TempDir(), "emulator.env"), preload: "/tmp/a b/preload.cjs"}
	var err error
	r.tenants = tenants{admin.NewMemory(admin.MemoryConfig{})}
	r.server, err = emulator.Start(emulator.Config{Emulator: admin.NewEmulator(r.tenants[0], admin.EmulatorConfig{})})
	require.NoError(t, err)
	var stderr text
	require.NoError(t, r.writeEnvFile(program{stderr: &stderr}))
	assert.NotContains(t, readEnvFile(t, r.envFile), "NODE_OPTIONS")
	assert.Contains(t, stderr.String(), "NODE_OPTIONS is not in "+r.envFile)
	require.NoError(t, r.stop(t.Context()))
}

// TestInTime: the owner reads what the matter is, not how Go says it.
func TestInTime(t *testing.T) {
	t.Parallel()
	err := inTime(errors.Join(context.DeadlineExceeded, context.DeadlineExceeded))
	require.EqualError(t, err, "a request did not end in time (10s), and was cut")
	require.NoError(t, inTime(nil))
	assert.Equal(t, os.ErrClosed, inTime(os.ErrClosed))
}

// TestNamed: a file that another emulator has is named once, with its folder.
func TestNamed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "c.json")
	s := serve(t, "-tenant-file", path)
	var stderr text
	assert.Equal(t, exitUsage, program{stdout: &stderr, stderr: &stderr}.serve(t.Context(), []string{"-tenant-file", path}))
	assert.Contains(t, stderr.String(), path+": busy")
	assert.Equal(t, 1, strings.Count(stderr.String(), "c.json"), stderr.String())
	require.Equal(t, exitWell, s.stop())
}
