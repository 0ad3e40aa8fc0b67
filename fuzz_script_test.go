package admin365_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeGo stands for the go command: one folder, and fuzz tests that end as their
// names say.
const fakeGo = `#!/usr/bin/env bash
case "$*" in
"-C . list"*) echo "$FAKE_FOLDER" ;;
*" list "*) ;;
*FuzzFinding*)
	printf -- '--- FAIL: FuzzFinding (3.00s)\n    a_test.go:7: broken, context deadline exceeded\n    Failing input written to testdata/fuzz/FuzzFinding/771e938e4458e983\n'
	exit 1 ;;
*FuzzAlways*)
	printf -- '--- FAIL: FuzzAlways (30.00s)\n    context deadline exceeded\nFAIL\n'
	exit 1 ;;
*FuzzOnce*)
	if [ -e "$FAKE_FOLDER/once" ]; then echo ok; exit 0; fi
	touch "$FAKE_FOLDER/once"
	printf -- '--- FAIL: FuzzOnce (30.00s)\n    context deadline exceeded\nFAIL\n'
	exit 1 ;;
*FuzzUnbuilt*)
	printf 'a_test.go:3:1: syntax error\nFAIL\tx [build failed]\n'
	exit 1 ;;
*) echo ok ;;
esac
`

// TestFuzzScript: .ci/fuzz goes on after a finding and after what is none, and says
// at the end which is which.
func TestFuzzScript(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here, which .ci/fuzz is written in")
	}
	// The script is read here too, so that a result of before it changed is not kept.
	_, err = os.ReadFile(".ci/fuzz")
	require.NoError(t, err)
	run := func(t *testing.T, names ...string) (string, error) {
		t.Helper()
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "go"), []byte(fakeGo), 0o755))
		var source strings.Builder
		source.WriteString("package a\n")
		for _, name := range names {
			source.WriteString("func " + name + "(f *testing.F) {}\n")
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, "a_test.go"), []byte(source.String()), 0o600))
		cmd := exec.CommandContext(t.Context(), bash, ".ci/fuzz", "1s")
		cmd.Env = append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"), "FAKE_FOLDER="+dir)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}

	out, err := run(t, "FuzzOnce", "FuzzAlways", "FuzzFinding", "FuzzUnbuilt", "FuzzGood")
	require.Error(t, err, out)
	_, end, found := strings.Cut(out, "The go command gave up twice on")
	require.True(t, found, out)
	unfinished, failed, found := strings.Cut(end, "FAILED:")
	require.True(t, found, out)
	assert.Contains(t, out, "=== FuzzGood", "it goes on to the last")
	assert.Contains(t, unfinished, "FuzzAlways")
	assert.NotContains(t, unfinished, "FuzzOnce")
	assert.NotContains(t, end, "FuzzGood")
	assert.Contains(t, failed, "FuzzFinding")
	assert.Contains(t, failed, "FuzzUnbuilt")
	assert.NotContains(t, failed, "FuzzAlways")

	out, err = run(t, "FuzzAlways", "FuzzGood")
	require.NoError(t, err, "a flake alone is no finding: %s", out)
	assert.Contains(t, out, "No findings.")
	assert.Contains(t, out, "FuzzAlways in ")
}
