package emu

import (
	"iter"
	"net/url"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// Handler answers one operation inside its transaction. An error is a refusal:
// nothing that the handler wrote is kept.
type Handler func(*Request) (Response, error)

// Mux is the routes of all APIs. http.ServeMux cannot hold them: Graph compares
// literals without letter case, puts keys in parentheses, and casts with type
// names.
type Mux struct {
	roots map[*api.API]*node
	ops   []*api.Op
	// renderers answer with objects of another area, by kind.
	renderers map[string]Renderer
	// documented is what Graph has besides.
	documented documented
}

// Renderer answers with objects of an area to requests of another one.
type Renderer struct {
	// One answers one object.
	One func(rq *Request, status int, id tenant.Key) (Response, error)
	// Many answers a collection of objects, as the request's options have it.
	Many func(rq *Request, ids IDs) (Response, error)
}

// IDs are the ids of a collection in their order, those that are greater than after: a
// page goes on from where the last one was cut, and does not begin anew.
type IDs func(after tenant.Key) iter.Seq[tenant.Key]

// Render registers how objects of a kind, such as "user", are answered.
func (m *Mux) Render(kind string, r Renderer) { m.renderers[kind] = r }

// One answers one object of a kind that another area has registered.
func (rq *Request) One(kind string, status int, id tenant.Key) (Response, error) {
	return rq.mux.renderers[kind].One(rq, status, id)
}

// Many answers a collection of them.
func (rq *Request) Many(kind string, ids IDs) (Response, error) {
	return rq.mux.renderers[kind].Many(rq, ids)
}

// NewMux returns a mux without routes.
func NewMux() *Mux { return &Mux{roots: map[*api.API]*node{}, renderers: map[string]Renderer{}} }

type node struct {
	literals map[string]*node // in lower case
	param    *node
	keys     map[string]*node  // alternate keys by their names in lower case
	routes   map[string]*route // by method
}

type route struct {
	op       *api.Op
	handler  Handler
	variants []variant
	// way is which of its operation's paths it is of.
	way int
	// like is the operation that op does for the signed-in person: their variants are
	// the same.
	like *api.Op
	// me: the path begins with /me, whose id is the caller's.
	me bool
}

func newNode() *node { return &node{literals: map[string]*node{}, routes: map[string]*route{}} }

// Handle registers the operation's handler under all its paths.
func (m *Mux) Handle(op *api.Op, h Handler) {
	m.ops = append(m.ops, op)
	root, ok := m.roots[op.API]
	if !ok {
		root = newNode()
		m.roots[op.API] = root
	}
	for way, path := range op.Paths {
		at := root
		for part := range parts(path) {
			at = at.child(part)
		}
		if twice, ok := at.routes[op.Method]; ok {
			panic("emu: " + op.Method + " " + path + " is both " + twice.op.Name + " and " + op.Name)
		}
		at.routes[op.Method] = &route{op: op, handler: h, way: way, me: path == "/me" || strings.HasPrefix(path, "/me/")}
	}
}

// HandleMe registers what another operation does for whomever it names as an operation
// for the signed-in person, on a path of its own.
func (m *Mux) HandleMe(of, op *api.Op, h Handler) {
	m.Handle(op, h)
	for _, path := range op.Paths {
		m.at(op, path).routes[op.Method].like = of
	}
}

// variant is an operation that shares another's method and path, and is told by
// what the request holds.
type variant struct {
	op *api.Op
	is func(*Request) bool
}

// Variant registers an operation that is answered by of's handler: on the wire
// the two differ by what the request holds or addresses alone. A path that of
// does not have is the operation's own.
func (m *Mux) Variant(of, op *api.Op, is func(*Request) bool) {
	m.ops = append(m.ops, op)
	handler := m.at(of, of.Paths[0]).routes[of.Method].handler
	for way, path := range op.Paths {
		at := m.at(op, path)
		r, ok := at.routes[op.Method]
		switch {
		case !ok:
			at.routes[op.Method] = &route{op: op, handler: handler, way: way, me: path == "/me" || strings.HasPrefix(path, "/me/")}
		case r.op == of, r.like == of:
			r.variants = append(r.variants, variant{op, is})
		default:
			panic("emu: " + op.Name + " is no variant of " + r.op.Name)
		}
	}
}

// Share is Variant of the operation that has op's method and first path already,
// in whatever area.
func (m *Mux) Share(op *api.Op, is func(*Request) bool) {
	r, ok := m.at(op, op.Paths[0]).routes[op.Method]
	if !ok {
		panic("emu: " + op.Name + " shares a route that nobody has")
	}
	m.Variant(r.op, op, is)
}

// at is the node of a path of the operation's API.
func (m *Mux) at(op *api.Op, path string) *node {
	at := m.roots[op.API]
	for part := range parts(path) {
		at = at.child(part)
	}
	return at
}

// parts yields the segments of a template. An alternate key in parentheses,
// things(name='{id}'), is two of them, as in things/name={id}.
func parts(path string) iter.Seq[string] {
	path = strings.NewReplacer("(", "/", "='{id}')", "={id}").Replace(path)
	return strings.SplitSeq(strings.TrimPrefix(path, "/"), "/")
}

// which is the operation that the request performs.
func (r *route) which(rq *Request) *api.Op {
	for _, v := range r.variants {
		if v.is(rq) {
			return v.op
		}
	}
	return r.op
}

// Ops returns every operation that was registered or shared.
func (m *Mux) Ops() []*api.Op { return m.ops }

// child is where a segment of a template leads: a literal, an id in braces, or an
// alternate key, name={id}.
func (n *node) child(part string) *node {
	if name, _, ok := strings.Cut(part, "={"); ok {
		name = strings.ToLower(name)
		if n.keys[name] == nil {
			if n.keys == nil {
				n.keys = map[string]*node{}
			}
			n.keys[name] = newNode()
		}
		return n.keys[name]
	}
	if strings.HasPrefix(part, "{") {
		if n.param == nil {
			n.param = newNode()
		}
		return n.param
	}
	key, _ := segment{text: part}.literal()
	next, ok := n.literals[key]
	if !ok {
		next = newNode()
		n.literals[key] = next
	}
	return next
}

// match is what a path leads to. For each of its ids keys has the name of the
// alternate key that it is of, in lower case; "" for an id proper.
type match struct {
	node      *node
	ids, keys []string
	// cast is the type that the path narrows a collection to, if no route names it.
	cast string
}

// with is the match with a further id.
func (m match) with(key, id string) match {
	m.ids = append(m.ids[:len(m.ids):len(m.ids)], id)
	m.keys = append(m.keys[:len(m.keys):len(m.keys)], key)
	return m
}

// find follows the segments; literals win over ids, and a type cast that no
// route names is passed over.
func (n *node) find(segments []segment, so match) (match, bool) {
	if len(segments) == 0 {
		so.node = n
		return so, len(n.routes) > 0
	}
	first, rest := segments[0], segments[1:]
	if !first.key {
		name, isCast := first.literal()
		if next, ok := n.literals[name]; ok {
			if m, ok := next.find(rest, so); ok {
				return m, true
			}
		}
		// A user principal name may begin like a type's.
		if isCast && !strings.Contains(first.text, "@") && !strings.Contains(first.text, "%40") {
			m, ok := n.find(rest, so)
			// One in the middle of a path says what its object is, and narrows nothing.
			if ok && m.cast == "" && (len(rest) == 0 || strings.HasPrefix(rest[0].text, "$")) {
				m.cast = name
			}
			return m, ok
		}
		if strings.HasPrefix(first.text, "$") {
			return match{}, false
		}
	}
	if next, name, value := n.alternate(first); next != nil {
		if m, ok := next.find(rest, so.with(name, value)); ok {
			return m, true
		}
	}
	if n.param == nil {
		return match{}, false
	}
	id, err := url.PathUnescape(first.text)
	if err != nil {
		return match{}, false
	}
	return n.param.find(rest, so.with("", id))
}

// alternate is where an alternate key leads, in parentheses (roleTemplateId='x')
// or as a segment of its own (roleTemplateId=x); nil if no route has such a key.
func (n *node) alternate(s segment) (next *node, name, value string) {
	if n.keys == nil || s.quoted {
		return nil, "", ""
	}
	text, err := url.PathUnescape(s.text)
	name, value, ok := strings.Cut(text, "=")
	if err != nil || !ok {
		return nil, "", ""
	}
	name = strings.ToLower(name)
	return n.keys[name], name, unquoted(value)
}

// deepest returns the first segment that no route knows, for the refusal.
func (n *node) deepest(segments []segment) string {
	text := ""
	for _, s := range segments {
		text = s.text
		name, _ := s.literal()
		next, ok := n.literals[name]
		if s.key || !ok {
			if next, _, _ = n.alternate(s); next == nil {
				next = n.param
			}
			ok = next != nil
		}
		if !ok {
			break
		}
		n = next
	}
	return text
}

// segment is a part of a path. A key, users('x'), is an id and nothing else.
type segment struct {
	text string
	key  bool
	// quoted: the key stood in quotes, so that it is no name=value.
	quoted bool
}

// literal is the segment as routes name it, and whether it is a type's or a
// function's full name. The vendor's newer SDKs write graph.user for
// microsoft.graph.user; graph.contoso.com is a domain.
func (s segment) literal() (name string, full bool) {
	name = strings.TrimSuffix(strings.ToLower(s.text), "()")
	if name, full = strings.CutPrefix(name, "microsoft.graph."); full {
		return name, true
	}
	if short, ok := strings.CutPrefix(name, "graph."); ok && !strings.Contains(short, ".") {
		return short, true
	}
	return name, false
}

// split cuts an escaped path into segments, a key in parentheses becoming a
// segment of its own: users('x') is users, x.
func split(path string) []segment {
	var segments []segment
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		name, key, found := strings.Cut(part, "(")
		if !found || !strings.HasSuffix(key, ")") || key == ")" {
			segments = append(segments, segment{text: part})
			continue
		}
		key = strings.ReplaceAll(strings.TrimSuffix(key, ")"), "%27", "'")
		segments = append(segments, segment{text: name}, segment{text: unquoted(key), key: true, quoted: strings.HasPrefix(key, "'")})
	}
	return segments
}

// unquoted takes the outer quotes off a key and halves the doubled ones inside.
func unquoted(key string) string {
	if len(key) >= 2 && key[0] == '\'' && key[len(key)-1] == '\'' {
		return strings.ReplaceAll(key[1:len(key)-1], "''", "'")
	}
	return key
}

func (m *Mux) find(published *api.API, segments []segment) (match, bool) {
	root, ok := m.roots[published]
	if !ok {
		return match{}, false
	}
	return root.find(segments, match{})
}

func (m *Mux) unknown(published *api.API, segments []segment) string {
	root, ok := m.roots[published]
	if !ok {
		return segments[0].text
	}
	return root.deepest(segments)
}
