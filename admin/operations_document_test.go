package admin_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/api"
)

const operationsFile = "../docs/operations.md"

const operationsIntro = `# Operations

What the emulator answers, operation by operation: made from the operations that memory,
emulator and client share, by ` + "`go test ./admin -run OperationsDocument -update`" + `; do not
edit it. How faithfully stands in [fidelity.md](fidelity.md), who may in
[permissions.md](permissions.md).

`

const missingIntro = `## Documented by Microsoft Graph and absent

Of the areas that an administrator works in. A request to one of these answers 501
` + "`NotImplemented`" + ` with its name, and the request log counts it.

`

// TestOperationsDocument: docs/operations.md names each operation that is here, and each
// that Graph documents of our areas and that is not. With -update it is written anew.
func TestOperationsDocument(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(operationsIntro)
	byAPI := map[string][]*api.Op{}
	for _, op := range sortedOperations() {
		byAPI[op.API.Name] = append(byAPI[op.API.Name], op)
	}
	names := make([]string, 0, len(byAPI))
	for name := range byAPI {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "## %s: %d operations\n\n| operation | request | own refusals |\n|---|---|---|\n", name, len(byAPI[name]))
		for _, op := range byAPI[name] {
			fmt.Fprintf(&b, "| `%s` | %s `%s` | %d |\n", op.Name, op.Method, strings.Join(op.Paths, "`, `"), len(op.RefusalsOwn()))
		}
		b.WriteString("\n")
	}
	b.WriteString(missingIntro)
	for _, o := range admin.MissingOperations() {
		fmt.Fprintf(&b, "- `%s`\n", o)
	}
	if *update {
		require.NoError(t, os.WriteFile(operationsFile, []byte(b.String()), 0o644)) //nolint:gosec // A document, for everybody to read.
		return
	}
	got, err := os.ReadFile(operationsFile)
	require.NoError(t, err)
	assert.Equal(t, b.String(), string(got), "run: go test ./admin -run OperationsDocument -update")
}
