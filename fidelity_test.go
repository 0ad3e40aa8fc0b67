package admin365_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/identity/identitytest"
)

// TestFidelity: every witness that docs/fidelity.md names is there.
func TestFidelity(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("docs/fidelity.md")
	require.NoError(t, err)
	missing, seen := missingWitnesses(t, string(text))
	assert.Empty(t, missing)
	assert.Greater(t, seen, 60, "the document names its witnesses")
}

// TestFidelityMisses: the check fails where a witness is gone.
func TestFidelityMisses(t *testing.T) {
	t.Parallel()
	missing, _ := missingWitnesses(t, "| x | ours | `identitytest:Users.Get/nothing` `admin:TestNothing` `nowhere:TestGuard` `admin:TestGuard` |")
	assert.Equal(t, []string{"identitytest:Users.Get/nothing", "admin:TestNothing", "nowhere:TestGuard"}, missing)
}

// missingWitnesses returns the witnesses of the text that do not exist, and how
// many it names.
func missingWitnesses(t *testing.T, text string) (missing []string, seen int) {
	t.Helper()
	for _, m := range regexp.MustCompile("`([a-z0-9/]+):([A-Z][\\w./-]*)`").FindAllStringSubmatch(text, -1) {
		seen++
		found := false
		if m[1] == "identitytest" {
			found = slices.ContainsFunc(identitytest.Cases(), func(c identitytest.Case) bool { return c.Name == m[2] })
		} else {
			files, err := filepath.Glob(filepath.Join(m[1], "*_test.go"))
			require.NoError(t, err)
			found = slices.ContainsFunc(files, func(file string) bool {
				source, err := os.ReadFile(file)
				require.NoError(t, err)
				return strings.Contains(string(source), "\nfunc "+m[2]+"(t *testing.T)")
			})
		}
		if !found {
			missing = append(missing, m[1]+":"+m[2])
		}
	}
	return missing, seen
}
