package emu

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// documentedText is what Graph documents of the areas of an administrator, whether
// it is here or not.
//
//go:embed documented.txt
var documentedText string

// documented is the tree of what Graph documents. Nobody asks it who asks for nothing
// but what is here, so it is grown at the first miss.
type documented struct {
	once sync.Once
	root *node
}

// Operation is a method and a path that are documented.
type Operation struct{ Method, Path string }

func (o Operation) String() string { return o.Method + " " + o.Path }

// Documented returns Graph's documented operations of our areas, as the list has them.
func Documented() []Operation {
	var all []Operation
	for line := range strings.Lines(documentedText) {
		methods, path, found := strings.Cut(strings.TrimSpace(line), " ")
		if !found || methods == "#" {
			continue
		}
		for method := range strings.SplitSeq(methods, ",") {
			all = append(all, Operation{method, path})
		}
	}
	return all
}

// at finds the documented operation that a request asks for, as a call with the ids of
// its path.
func (d *documented) at(method string, segments []segment) (api.Call, bool) {
	d.once.Do(func() {
		d.root = newNode()
		for _, o := range Documented() {
			at := d.root
			for part := range parts(o.Path) {
				at = at.child(part)
			}
			at.routes[o.Method] = &route{op: &api.Op{Name: o.String(), API: &api.Graph, Method: o.Method, Paths: []string{o.Path}}}
		}
	})
	found, ok := d.root.find(segments, match{})
	if !ok {
		return api.Call{}, false
	}
	r, ok := found.node.routes[method]
	if !ok {
		return api.Call{}, false
	}
	return r.op.At(found.ids...), true
}

// Missing returns the documented operations that no route answers.
func (m *Mux) Missing() []Operation { return slices.DeleteFunc(Documented(), m.answers) }

// answers reports whether a route answers the operation.
func (m *Mux) answers(o Operation) bool {
	found, ok := m.find(&api.Graph, split(o.Path))
	return ok && found.cast == "" && found.node.routes[o.Method] != nil
}

// unmodeled answers a request that no route answers. To a documented operation that is
// not here it says so with its name, which the log has too: "not found" would send its
// caller looking for a mistake of his own, and the log's names are the list of what is
// missing. To others it says what is unknown.
func (e *Emulator) unmodeled(session *tenant.Session, published *api.API, in asked, segments []segment, unknown *admin365.Error) *answer {
	if published != &api.Graph {
		return e.stray(session, in, nil, refuse(unknown))
	}
	call, ok := e.mux.documented.at(in.method, segments)
	if !ok || e.mux.answers(Operation{in.method, call.Op.Paths[0]}) {
		return e.stray(session, in, nil, refuse(unknown))
	}
	for _, id := range call.IDs {
		if call.Op.At(id).Check() != nil {
			return e.stray(session, in, nil, refuse(api.InvalidIdentifier.Err("", id)))
		}
	}
	return e.stray(session, in, call.Op, refuse(api.NotModeled.Err("", call.Op.Name)))
}
