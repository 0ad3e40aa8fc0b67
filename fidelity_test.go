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

	"github.com/admin365/admin365/billing/billingtest"
	"github.com/admin365/admin365/health/healthtest"
	"github.com/admin365/admin365/identity/identitytest"
	"github.com/admin365/admin365/instances/centraltest"
	"github.com/admin365/admin365/instances/instancestest"
	"github.com/admin365/admin365/support/supporttest"
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
	missing, _ := missingWitnesses(t, "| x | ours | `identitytest:Users.Get/nothing` `billingtest:SKUs.Get/nothing` `instancestest:Waves.List/nothing` `centraltest:Apps.List/nothing` `healthtest:Issues.List/nothing` `supporttest:Tickets.List/nothing` `admin:TestNothing` `nowhere:TestGuard` `admin:TestGuard` |")
	assert.Equal(t, []string{"identitytest:Users.Get/nothing", "billingtest:SKUs.Get/nothing", "instancestest:Waves.List/nothing", "centraltest:Apps.List/nothing", "healthtest:Issues.List/nothing", "supporttest:Tickets.List/nothing", "admin:TestNothing", "nowhere:TestGuard"}, missing)
	missing, _ = missingWitnesses(t, "| rule | grade | witness |\n|---|---|---|\n| a | ours | – |\n| b | as documented, mostly | |\n| c | absent | – |\n"+
		"| d | absent: recorded, not enforced | – |\n| e | deviates | a test of it |\n| f, absently | ours | – |\n| g | ours | `admin:TestGuard` |")
	assert.Equal(t, []string{"a: nothing shows it", "b: nothing shows it", "e: nothing shows it", "f, absently: nothing shows it"}, missing)
}

// witness is the form in which the document names one: a folder, and the test or
// the case in it.
var witness = regexp.MustCompile("`([a-z0-9/]+):([A-Z][\\w./-]*)`")

// missingWitnesses returns the witnesses of the text that do not exist, the rows that
// have none though what they claim is not absent, and how many witnesses there are.
func missingWitnesses(t *testing.T, text string) (missing []string, seen int) {
	t.Helper()
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " |")
		if !strings.HasPrefix(line, "| ") || len(cells) != 3 || strings.TrimSpace(cells[1]) == "grade" {
			continue
		}
		if !strings.HasPrefix(strings.TrimSpace(cells[1]), "absent") && !witness.MatchString(cells[2]) {
			missing = append(missing, strings.TrimSpace(cells[0])+": nothing shows it")
		}
	}
	for _, m := range witness.FindAllStringSubmatch(text, -1) {
		seen++
		found := false
		switch m[1] {
		case "identitytest":
			found = slices.ContainsFunc(identitytest.Cases(), func(c identitytest.Case) bool { return c.Name == m[2] })
		case "billingtest":
			found = slices.ContainsFunc(billingtest.Cases(), func(c billingtest.Case) bool { return c.Name == m[2] })
		case "instancestest":
			found = slices.ContainsFunc(instancestest.Cases(), func(c instancestest.Case) bool { return c.Name == m[2] })
		case "centraltest":
			found = slices.ContainsFunc(centraltest.Cases(), func(c centraltest.Case) bool { return c.Name == m[2] })
		case "healthtest":
			found = slices.ContainsFunc(healthtest.Cases(), func(c healthtest.Case) bool { return c.Name == m[2] })
		case "supporttest":
			found = slices.ContainsFunc(supporttest.Cases(), func(c supporttest.Case) bool { return c.Name == m[2] })
		default:
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
