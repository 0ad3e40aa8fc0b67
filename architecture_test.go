package admin365_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// This file is the architecture of the module as data, and the test that keeps
// it true. Whoever needs an import that the table does not grant changes the
// table in the same commit, and says in the commit why.

// architectureModule is the path that all packages of this module begin with.
const architectureModule = "github.com/admin365/admin365"

// architectureAreas are the areas of administration. None imports another: what
// they need from each other goes through internal/tenant.
var architectureAreas = []string{"identity", "billing", "instances", "health", "support"}

// architectureTopLevel are the folders that may stand beside the root package's
// files. Folders that begin with a dot belong to tools and are not looked at.
var architectureTopLevel = []string{
	"admin", "identity", "billing", "instances", "health", "support",
	"internal", "examples", "docs", "testdata",
}

// The modules of others that the table names. A path grants its subpackages.
const (
	azcore        = "github.com/Azure/azure-sdk-for-go/sdk/azcore"
	btree         = "github.com/tidwall/btree"
	jsonv2        = "github.com/go-json-experiment/json"
	jwt           = "github.com/golang-jwt/jwt/v5"
	rapid         = "pgregory.net/rapid"
	retryablehttp = "github.com/hashicorp/go-retryablehttp"
	testify       = "github.com/stretchr/testify"
	xtime         = "golang.org/x/time"
)

// architectureRow says what one package may import beside the standard library.
type architectureRow struct {
	// pkg is the folder, "." the root package. "AREA" stands for each area.
	pkg string
	// ours are the packages of this module that pkg may import. "AREA" is the
	// row's own area, or every area if the row has none.
	ours []string
	// others are the modules of others that pkg may import.
	others []string
	// kit is set for packages that only tests import. Only they may import
	// testing and net/http/httptest, which add flags to every program they are
	// linked into.
	kit bool
	// literals is set where package variables must be literals. A single call
	// in an initializer keeps all that it reaches in every program: the whole
	// tenant in memory was once linked into programs that never used it.
	literals bool
}

// architectureTable is who may import whom. A package without a row fails, and
// so does a folder inside an area. Test files may import every package of this
// module, everything that the rows grant, testify and rapid. Folders with a
// go.mod of their own (examples, internal/interop) are modules of their own and
// not looked at.
var architectureTable = []architectureRow{
	{pkg: "."},
	{pkg: "internal/api", ours: []string{"."}},
	{pkg: "internal/odata", ours: []string{".", "internal/api"}, others: []string{jsonv2}},
	{
		pkg:    "internal/rest",
		ours:   []string{".", "internal/api"},
		others: []string{azcore, retryablehttp, xtime, jsonv2},
	},
	{pkg: "internal/tenant", ours: []string{".", "internal/api"}, others: []string{btree}},
	{pkg: "internal/emu", ours: []string{".", "internal/api", "internal/odata", "internal/tenant"}, others: []string{jwt}},
	{
		pkg: "AREA",
		ours: []string{
			".", "internal/api", "internal/odata", "internal/rest", "internal/tenant", "internal/emu",
		},
		others:   []string{jsonv2},
		literals: true,
	},
	{
		pkg: "admin",
		ours: []string{
			".", "internal/api", "internal/odata", "internal/rest", "internal/tenant", "internal/emu",
			"AREA",
		},
		others:   []string{azcore},
		literals: true,
	},
	{pkg: "AREA/AREAtest", ours: []string{".", "AREA", "internal/conform"}, kit: true},
	// The suite of what hangs on the client itself. What people are named by is the
	// area's of people.
	{pkg: "admin/admintest", ours: []string{".", "admin", "identity", "internal/conform"}, kit: true},
	{pkg: "internal/conform", ours: []string{".", "internal/api", "internal/odata"}, kit: true},
	{pkg: "internal/wiretest", ours: []string{".", "internal/api", "internal/odata"}, kit: true},
	{
		pkg:    "internal/subjects",
		ours:   []string{".", "admin", "AREA", "AREA/AREAtest", "admin/admintest", "internal/conform", "internal/wiretest"},
		others: []string{azcore},
		kit:    true,
	},
}

// architectureTestModules are what test files may import beside all that the
// table grants.
var architectureTestModules = []string{testify, rapid}

// architectureMaxLines is the length at which a file that is not a test must be
// split.
const architectureMaxLines = 400

// architectureVagueNames say nothing about what is in a file or a folder, so
// everything ends up there. A file is named for its resource.
var architectureVagueNames = []string{"util", "utils", "types", "common", "helper", "helpers"}

func TestArchitecture(t *testing.T) {
	t.Parallel()
	findings, err := checkArchitecture(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
	if t.Failed() {
		t.Log("the rules stand at the top of architecture_test.go")
	}
}

// TestArchitectureSamples proves that each rule can fail. Each folder under
// testdata/architecture/bad is a small module that breaks exactly one.
func TestArchitectureSamples(t *testing.T) {
	t.Parallel()
	const module = architectureModule
	cases := []struct{ sample, want string }{
		{"good", ""},
		{"bad/admin-imports-conform", `admin/client.go:3: admin may not import "` + module + `/internal/conform"`},
		{"bad/admin-imports-testing", `admin/memory.go:3: admin may not import "testing"`},
		{"bad/admin-variable-new", `admin/cloud.go:3: package variable timeout is not a literal`},
		{"bad/area-imports-admin", `billing/service.go:3: billing may not import "` + module + `/admin"`},
		{"bad/area-imports-area", `identity/users.go:4: identity may not import "` + module + `/billing"`},
		{"bad/area-imports-btree", `health/issues_table.go:3: health may not import "` + btree + `"`},
		{"bad/area-imports-httptest", `instances/http.go:3: instances may not import "net/http/httptest"`},
		{"bad/area-imports-kit", `identity/service.go:3: identity may not import "` + module + `/identity/identitytest"`},
		{"bad/area-imports-testing", `support/tickets.go:3: support may not import "testing/fstest"`},
		{"bad/area-subfolder", `identity/roles: no row of the table names this package`},
		{"bad/area-variable-call", `identity/operations.go:5: package variable schema is not a literal`},
		{"bad/area-variable-copy", `billing/refusals.go:5: package variable errTaken is not a literal`},
		{"bad/area-variable-nested-call", `identity/operations.go:8: package variable limits calls a function`},
		{"bad/emu-imports-rest", `internal/emu/batch.go:3: internal/emu may not import "` + module + `/internal/rest"`},
		{"bad/file-too-long", `internal/tenant/state.go: 401 lines, at most 400 are allowed; split it`},
		{"bad/file-vague-name", `identity/user_helpers_test.go: "helpers" does not say what is in it`},
		{"bad/folder-vague-name", `internal/util: "util" does not say what is in it`},
		{"bad/kit-imports-admin", `identity/identitytest/suite.go:5: identity/identitytest may not import "` + module + `/admin"`},
		{"bad/kit-imports-testify", `identity/identitytest/users.go:3: identity/identitytest may not import "` + testify + `/require"`},
		{"bad/rest-imports-tenant", `internal/rest/client.go:3: internal/rest may not import "` + module + `/internal/tenant"`},
		{"bad/root-imports-ours", `errors.go:3: the root package may not import "` + module + `/internal/api"`},
		{"bad/root-imports-others", `ids.go:3: the root package may not import "github.com/google/uuid"`},
		{"bad/root-uses-cgo", `secret.go:3: the root package may not import "C"`},
		{"bad/test-imports-stranger", `identity/memory_test.go:3: a test may not import "github.com/onsi/gomega"`},
		{"bad/top-level-folder", `pkg: no such folder is allowed at the top level`},
		{"bad/unknown-internal", `internal/cache: no row of the table names this package`},
	}
	samples, err := fs.Glob(os.DirFS("testdata/architecture"), "bad/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		samples = slices.DeleteFunc(samples, func(s string) bool { return s == c.sample })
		t.Run(c.sample, func(t *testing.T) {
			t.Parallel()
			got, err := checkArchitecture(os.DirFS("testdata/architecture/" + c.sample))
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			if !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
	if len(samples) > 0 {
		t.Errorf("samples without a case: %q", samples)
	}
}

// checkArchitecture returns what is wrong in the module that stands in tree, in
// the order of the paths.
func checkArchitecture(tree fs.FS) ([]string, error) {
	c := architectureCheck{tree: tree, rows: architectureRows(), unknown: map[string]bool{}}
	err := fs.WalkDir(tree, ".", c.visit)
	return c.findings, err
}

// architectureRows returns the table by folder, AREA filled in.
func architectureRows() map[string]architectureRow {
	rows := map[string]architectureRow{}
	for _, row := range architectureTable {
		if !strings.Contains(row.pkg, "AREA") {
			row.ours = architectureFill(row.ours, architectureAreas)
			rows[row.pkg] = row
			continue
		}
		for _, area := range architectureAreas {
			filled := row
			filled.pkg = strings.ReplaceAll(row.pkg, "AREA", area)
			filled.ours = architectureFill(row.ours, []string{area})
			rows[filled.pkg] = filled
		}
	}
	return rows
}

// architectureFill puts each of the areas in the place of AREA.
func architectureFill(paths, areas []string) []string {
	var filled []string
	for _, p := range paths {
		for _, area := range areas {
			filled = append(filled, strings.ReplaceAll(p, "AREA", area))
		}
	}
	return filled
}

type architectureCheck struct {
	tree     fs.FS
	rows     map[string]architectureRow
	unknown  map[string]bool
	findings []string
}

func (c *architectureCheck) report(format string, args ...any) {
	c.findings = append(c.findings, fmt.Sprintf(format, args...))
}

func (c *architectureCheck) visit(name string, entry fs.DirEntry, err error) error {
	if err != nil || name == "." {
		return err
	}
	base := path.Base(name)
	hidden := strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "node_modules"
	switch {
	case entry.IsDir() && hidden:
		return fs.SkipDir
	case entry.IsDir():
		return c.folder(name)
	case hidden || path.Ext(name) != ".go":
		return nil
	default:
		return c.file(name)
	}
}

func (c *architectureCheck) folder(name string) error {
	if !strings.Contains(name, "/") && !slices.Contains(architectureTopLevel, name) {
		c.report("%s: no such folder is allowed at the top level", name)
		return fs.SkipDir
	}
	if path.Base(name) == "testdata" {
		return fs.SkipDir
	}
	if _, err := fs.Stat(c.tree, name+"/go.mod"); err == nil {
		return fs.SkipDir
	}
	if c.vague(name) {
		return fs.SkipDir
	}
	return nil
}

// vague reports a path whose last element has a word that says nothing.
func (c *architectureCheck) vague(name string) bool {
	stem := strings.TrimSuffix(path.Base(name), ".go")
	for word := range strings.SplitSeq(stem, "_") {
		if slices.Contains(architectureVagueNames, word) {
			c.report("%s: %q does not say what is in it", name, word)
			return true
		}
	}
	return false
}

func (c *architectureCheck) file(name string) error {
	c.vague(name)
	src, err := fs.ReadFile(c.tree, name)
	if err != nil {
		return err
	}
	isTest := strings.HasSuffix(name, "_test.go")
	if n := bytes.Count(src, []byte("\n")); n > architectureMaxLines && !isTest {
		c.report("%s: %d lines, at most %d are allowed; split it", name, n, architectureMaxLines)
	}
	folder := path.Dir(name)
	row, known := c.rows[folder]
	if !known {
		if !c.unknown[folder] {
			c.unknown[folder] = true
			c.report("%s: no row of the table names this package", folder)
		}
		return nil
	}
	mode := parser.ImportsOnly
	if row.literals {
		mode = parser.SkipObjectResolution
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, mode)
	if err != nil {
		return err
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		line := fset.Position(spec.Pos()).Line
		switch {
		case isTest && !c.testMayImport(imported):
			c.report("%s:%d: a test may not import %q", name, line, imported)
		case !isTest && !row.mayImport(imported):
			c.report("%s:%d: %s may not import %q", name, line, row.title(), imported)
		}
	}
	if row.literals && !isTest {
		c.variables(name, fset, file)
	}
	return nil
}

func (r architectureRow) title() string {
	if r.pkg == "." {
		return "the root package"
	}
	return r.pkg
}

func (r architectureRow) mayImport(imported string) bool {
	if ours, ok := architectureOurs(imported); ok {
		return slices.Contains(r.ours, ours)
	}
	if architectureStandard(imported) {
		return r.kit || !architectureWithin(imported, []string{"testing", "net/http/httptest"})
	}
	return architectureWithin(imported, r.others)
}

func (c *architectureCheck) testMayImport(imported string) bool {
	if _, ok := architectureOurs(imported); ok || architectureStandard(imported) {
		return true
	}
	for _, row := range c.rows {
		if architectureWithin(imported, row.others) {
			return true
		}
	}
	return architectureWithin(imported, architectureTestModules)
}

// architectureOurs returns the folder of a package of this module.
func architectureOurs(imported string) (string, bool) {
	if imported == architectureModule {
		return ".", true
	}
	return strings.CutPrefix(imported, architectureModule+"/")
}

// architectureStandard tells the standard library by its first element, which
// has no dot. The pseudo package C is none of it: cgo would take the library
// from everybody without a C compiler.
func architectureStandard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return imported != "C" && !strings.Contains(first, ".")
}

// architectureWithin reports whether imported is one of paths or below one.
func architectureWithin(imported string, paths []string) bool {
	return slices.ContainsFunc(paths, func(p string) bool {
		return imported == p || strings.HasPrefix(imported, p+"/")
	})
}

// variables reports the package variables whose value is computed.
func (c *architectureCheck) variables(name string, fset *token.FileSet, file *ast.File) {
	for _, decl := range file.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.VAR {
			continue
		}
		for _, s := range group.Specs {
			spec := s.(*ast.ValueSpec)
			for i, value := range spec.Values {
				variable := spec.Names[min(i, len(spec.Names)-1)].Name
				line := fset.Position(value.Pos()).Line
				switch {
				case variable == "_" && architectureNilPointer(value):
				case !architectureLiteral(value):
					c.report("%s:%d: package variable %s is not a literal", name, line, variable)
				default:
					for _, call := range architectureCalls(value) {
						c.report("%s:%d: package variable %s calls a function", name, fset.Position(call).Line, variable)
					}
				}
			}
		}
	}
}

// architectureNilPointer tells (*T)(nil), which a compile-time proof
// var _ I = (*T)(nil) is made of.
func architectureNilPointer(value ast.Expr) bool {
	call, ok := value.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	arg, ok := call.Args[0].(*ast.Ident)
	_, paren := call.Fun.(*ast.ParenExpr)
	return ok && paren && arg.Name == "nil"
}

// architectureLiteral tells a literal of any kind, or the address of one.
func architectureLiteral(value ast.Expr) bool {
	switch v := value.(type) {
	case *ast.BasicLit, *ast.CompositeLit, *ast.FuncLit:
		return true
	case *ast.ParenExpr:
		return architectureLiteral(v.X)
	case *ast.UnaryExpr:
		return v.Op != token.ARROW && architectureLiteral(v.X)
	case *ast.Ident:
		return v.Name == "true" || v.Name == "false" || v.Name == "nil"
	default:
		return false
	}
}

// architectureCalls returns where value calls something. A function that stands
// in a literal is not called there, so its body may call what it likes.
func architectureCalls(value ast.Expr) []token.Pos {
	var calls []token.Pos
	ast.Inspect(value, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			calls = append(calls, n.Pos())
		}
		return true
	})
	return calls
}
