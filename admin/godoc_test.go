package admin_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/api"
)

// TestGodocNamesRoles: the comment of each method that performs an operation on the
// tenant's settings names every role of which a signed-in person needs one, and says so
// where none is needed. Permissions are enforced by what the operation declares, which
// is what the comment is compared with.
func TestGodocNamesRoles(t *testing.T) {
	t.Parallel()
	ops := map[string]*api.Op{}
	for _, o := range admin.SettingsOperations() {
		ops[o.Name] = o
	}
	names := roleNames(t)
	operation := regexp.MustCompile(`admin\.[A-Z]\w+\.[A-Z]\w+`)
	performed := map[string]bool{}
	for method, comment := range settingsMethods(t) {
		comment = strings.Join(strings.Fields(comment), " ")
		_, roles, said := strings.Cut(comment, "Role: ")
		for _, name := range operation.FindAllString(comment, -1) {
			o := ops[name]
			if !assert.NotNil(t, o, "%s names %s, which is no operation", method, name) {
				continue
			}
			performed[name] = true
			assert.True(t, said, "%s says nothing of roles", method)
			for _, role := range o.Access.Roles {
				assert.Contains(t, roles, names[role], "%s performs %s", method, name)
			}
			if len(o.Access.Roles) == 0 && len(operation.FindAllString(comment, -1)) == 1 {
				assert.Equal(t, o.Access.Guests, strings.Contains(roles, "guests"), "%s: whether guests may", method)
			}
		}
	}
	for name, o := range ops {
		assert.Equal(t, !o.Strangers, performed[name], "%s: whether a method's comment names it", name)
	}
}

// settingsMethods are the comments of the methods of the package's interfaces.
func settingsMethods(t *testing.T) map[string]string {
	t.Helper()
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go") {
			file, err := parser.ParseFile(fset, f.Name(), nil, parser.ParseComments)
			require.NoError(t, err)
			parsed = append(parsed, file)
		}
	}
	pkg, err := doc.NewFromFiles(fset, parsed, "github.com/admin365/admin365/admin", doc.PreserveAST)
	require.NoError(t, err)
	methods := map[string]string{}
	for _, kind := range pkg.Types {
		for _, spec := range kind.Decl.Specs {
			i, ok := spec.(*ast.TypeSpec).Type.(*ast.InterfaceType)
			if !ok {
				continue
			}
			for _, m := range i.Methods.List {
				if len(m.Names) == 1 {
					methods[kind.Name+"."+m.Names[0].Name] = m.Doc.Text()
				}
			}
		}
	}
	require.Greater(t, len(methods), 20)
	return methods
}
