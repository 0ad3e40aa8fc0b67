package conform

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// Broken runs TestBrokenChild once for each mistake, with its name in the environment
// variable, and checks that exactly the cases fail that are named for it. Each runs in a
// process of its own, because a test that is meant to fail cannot be part of one that is
// not.
func Broken(t *testing.T, variable string, mistakes map[string][]string) {
	t.Helper()
	for name, fails := range mistakes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, os.Args[0], "-test.run", "^TestBrokenChild$", "-test.v", "-test.timeout", "150s")
			cmd.Env = append(cmd.Environ(), variable+"="+name)
			out, err := cmd.CombinedOutput()
			if err == nil {
				t.Fatal("the suite passes")
			}
			got, want := failures(string(out)), slices.Clone(fails)
			slices.Sort(want)
			// What goes wrong between goroutines goes wrong by chance.
			got = slices.DeleteFunc(got, func(name string) bool {
				return strings.HasPrefix(name, "Concurrency/") && !slices.Contains(want, name)
			})
			if !slices.Equal(got, want) {
				t.Errorf("the cases that fail are\n%q\nwant\n%q", got, want)
			}
			if len(got) == 0 {
				t.Logf("output:\n%s", out)
			}
		})
	}
}

// failures returns the names of the cases that failed, those of a sweep once with "/*"
// in the place of the page size.
func failures(out string) []string {
	var names []string
	for line := range strings.Lines(out) {
		name, ok := strings.CutPrefix(strings.TrimSpace(line), "--- FAIL: TestBrokenChild/")
		if !ok {
			continue
		}
		name, _, _ = strings.Cut(name, " ")
		if base, size, ok := strings.Cut(name, "/page="); ok && size != "" {
			name = base + "/*"
		}
		names = append(names, name)
	}
	// The parent of a sweep fails with its parts.
	names = slices.DeleteFunc(names, func(n string) bool { return slices.Contains(names, n+"/*") })
	slices.Sort(names)
	return slices.Compact(names)
}
