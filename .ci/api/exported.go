package main

import (
	"bytes"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// exported returns a sorted line for each exported identifier. The compiler's
// export data is the source, because it knows what the syntax does not show:
// inferred types, values of constants, promoted methods.
func exported() ([]string, error) {
	// A workspace may raise versions; the module's own choice is the API.
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}\t{{.DepOnly}}\t{{.Name}}", "./...")
	list.Env = append(os.Environ(), "GOWORK=off")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	files := map[string]string{}
	var ours []string
	for _, l := range lines(out) {
		f := strings.Split(l, "\t")
		files[f[0]] = f[1]
		if f[2] == "false" && f[3] != "main" && f[1] != "" && !slices.Contains(strings.Split(f[0], "/"), "internal") {
			ours = append(ours, f[0])
		}
	}
	imports := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(files[path])
	})
	var p printer
	for _, path := range ours {
		if p.pkg, err = imports.Import(path); err != nil {
			return nil, err
		}
		for _, name := range p.pkg.Scope().Names() {
			if token.IsExported(name) {
				p.object(p.pkg.Scope().Lookup(name))
			}
		}
	}
	slices.Sort(p.lines)
	return slices.Compact(p.lines), nil
}

// A line is "pkg PATH, KIND NAME …". Members repeat their type's head:
// "pkg PATH, type NAME struct, FIELD …", "pkg PATH, method (NAME) METHOD …".
// PATH begins after the module's name; the root package is ".".
type printer struct {
	pkg   *types.Package
	lines []string
}

func (p *printer) add(format string, args ...any) {
	p.lines = append(p.lines, "pkg "+short(p.pkg.Path())+", "+fmt.Sprintf(format, args...))
}

func short(path string) string {
	_, rest, ok := strings.Cut(path, "/admin365/admin365")
	if !ok || rest == "" {
		return "."
	}
	return rest[1:]
}

func (p *printer) object(o types.Object) {
	switch o := o.(type) {
	case *types.Const:
		p.add("const %s %s = %s", o.Name(), p.typ(o.Type()), o.Val().ExactString())
	case *types.Var:
		p.add("var %s %s", o.Name(), p.typ(o.Type()))
	case *types.Func:
		p.add("func %s%s", o.Name(), p.signature(o.Signature()))
	case *types.TypeName:
		p.typeName(o)
	}
}

func (p *printer) typeName(o *types.TypeName) {
	if o.IsAlias() {
		p.add("type %s = %s", o.Name(), p.typ(types.Unalias(o.Type())))
		return
	}
	named := o.Type().(*types.Named)
	head := o.Name() + p.parameters(named.TypeParams())
	switch u := named.Underlying().(type) {
	case *types.Struct:
		p.add("type %s struct", head)
		for f := range u.Fields() {
			switch {
			case !f.Exported():
			case f.Embedded():
				p.add("type %s struct, embedded %s", head, p.typ(f.Type()))
			default:
				p.add("type %s struct, %s %s", head, f.Name(), p.typ(f.Type()))
			}
		}
	case *types.Interface:
		p.add("type %s interface", head)
		for m := range u.Methods() {
			if m.Exported() {
				p.add("type %s interface, %s%s", head, m.Name(), p.signature(m.Signature()))
			} else {
				p.add("type %s interface, unexported methods", head)
			}
		}
		if u.NumMethods() == 0 || !u.IsMethodSet() {
			p.add("type %s interface, %s", head, p.typ(u))
		}
		return
	default:
		p.add("type %s %s", head, p.typ(u))
	}
	p.methods(named)
}

// methods lists the method set of the pointer, and marks what the value has
// too. Methods promoted from embedded fields are in it.
func (p *printer) methods(named *types.Named) {
	value := types.NewMethodSet(named)
	for s := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		m := s.Obj().(*types.Func)
		if !m.Exported() {
			continue
		}
		receiver := named.Obj().Name()
		if value.Lookup(m.Pkg(), m.Name()) == nil {
			receiver = "*" + receiver
		}
		p.add("method (%s) %s%s", receiver, m.Name(), p.signature(s.Type().(*types.Signature)))
	}
}

func (p *printer) parameters(list *types.TypeParamList) string {
	var all []string
	for t := range list.TypeParams() {
		all = append(all, t.Obj().Name()+" "+p.typ(t.Constraint()))
	}
	if len(all) == 0 {
		return ""
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// signature leaves the names of parameters out: nobody's program depends on
// them.
func (p *printer) signature(s *types.Signature) string {
	var b bytes.Buffer
	b.WriteString(p.parameters(s.TypeParams()))
	types.WriteSignature(&b, types.NewSignatureType(nil, nil, nil, anonymous(s.Params()), anonymous(s.Results()), s.Variadic()), p.qualify)
	return b.String()
}

func anonymous(tuple *types.Tuple) *types.Tuple {
	var all []*types.Var
	for v := range tuple.Variables() {
		all = append(all, types.NewParam(token.NoPos, nil, "", v.Type()))
	}
	return types.NewTuple(all...)
}

func (p *printer) typ(t types.Type) string {
	if s, ok := t.(*types.Signature); ok {
		return "func" + p.signature(s)
	}
	return types.TypeString(t, p.qualify)
}

func (p *printer) qualify(other *types.Package) string {
	if other == p.pkg {
		return ""
	}
	return other.Name()
}

// identifier returns the package of a line and what the line is about: NAME, or
// NAME.MEMBER.
func identifier(line string) (pkg, name string) {
	pkg, rest, _ := strings.Cut(strings.TrimPrefix(line, "pkg "), ", ")
	kind, rest, _ := strings.Cut(rest, " ")
	if receiver, method, ok := strings.Cut(strings.TrimLeft(rest, "(*"), ") "); ok && kind == "method" {
		return pkg, word(receiver) + "." + word(method)
	}
	for _, mark := range []string{" struct, ", " interface, "} {
		_, member, ok := strings.Cut(rest, mark)
		if ok && kind == "type" && !strings.Contains(word(member)+" ", "embedded ") {
			return pkg, word(rest) + "." + word(member)
		}
	}
	return pkg, word(rest)
}

// word returns the identifier that s begins with.
func word(s string) string {
	if end := strings.IndexFunc(s, func(r rune) bool { return !isLetter(r) }); end >= 0 {
		return s[:end]
	}
	return s
}
