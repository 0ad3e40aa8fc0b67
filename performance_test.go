package admin365_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPerformanceNames: every benchmark that docs/performance.md names is there, and
// so is each part of its name: who repeats a figure gets that figure.
func TestPerformanceNames(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("docs/performance.md")
	require.NoError(t, err)
	var tests strings.Builder
	require.NoError(t, filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, "_test.go") {
			source, err := os.ReadFile(path)
			tests.Write(source)
			return err
		}
		return err
	}))
	source := tests.String()
	named := regexp.MustCompile("`(Benchmark\\w+)([^` ]*)`").FindAllStringSubmatch(string(text), -1)
	for _, m := range named {
		assert.Contains(t, source, "\nfunc "+m[1]+"(b *testing.B)", "%s%s", m[1], m[2])
		for part := range strings.SplitSeq(strings.TrimPrefix(m[2], "/"), "/") {
			name, _, _ := strings.Cut(part, "=")
			assert.Contains(t, source, name, "%s%s", m[1], m[2])
		}
	}
	assert.Greater(t, len(named), 6)
}

// TestBenchmarkNames: the benchmarks are called as their figures are asked for, down
// to the size of the tenant, so that one size can be chosen by its name.
func TestBenchmarkNames(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it builds a test program")
	}
	out, err := exec.CommandContext(t.Context(), "go", "test", "./admin", "-run", "^$", "-benchtime", "1x",
		"-bench", "^BenchmarkNewMemory$|^Benchmark(UsersGet|UsersCreate|Snapshot)$/^users=1e3$").CombinedOutput()
	require.NoError(t, err, string(out))
	for _, name := range []string{
		"BenchmarkNewMemory", "BenchmarkUsersGet/users=1e3/by=id", "BenchmarkUsersGet/users=1e3/by=name",
		"BenchmarkUsersCreate/users=1e3", "BenchmarkSnapshot/users=1e3",
	} {
		assert.Regexp(t, "(?m)^"+regexp.QuoteMeta(name)+`(-\d+)?\s`, string(out))
	}
}
