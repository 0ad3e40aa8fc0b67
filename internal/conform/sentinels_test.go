package conform

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSentinelsAreAll: each sentinel of the root package is among those that
// exclude each other.
func TestSentinelsAreAll(t *testing.T) {
	t.Parallel()
	files, err := parser.ParseFile(token.NewFileSet(), "../../errors.go", nil, 0)
	require.NoError(t, err)
	known, err := parser.ParseFile(token.NewFileSet(), "refusal.go", nil, 0)
	require.NoError(t, err)
	listed := map[string]bool{}
	ast.Inspect(known, func(n ast.Node) bool {
		if f, ok := n.(*ast.FuncDecl); ok {
			return f.Name.Name == "sentinels"
		}
		if s, ok := n.(*ast.SelectorExpr); ok {
			listed[s.Sel.Name] = true
		}
		return true
	})
	var declared []string
	for _, d := range files.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, spec := range g.Specs {
			for _, name := range spec.(*ast.ValueSpec).Names {
				if strings.HasPrefix(name.Name, "Err") {
					declared = append(declared, name.Name)
					assert.True(t, listed[name.Name], "%s is not in sentinels()", name.Name)
				}
			}
		}
	}
	assert.Len(t, sentinels(), len(declared))
	assert.Greater(t, len(declared), 10)
}
