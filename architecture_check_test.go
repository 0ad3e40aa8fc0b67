package admin365_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

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
	if n := bytes.Count(src, []byte("\n")); n > architectureMaxLines {
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
