package emu

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// Emulator serves the tenants of its worlds on the hosts of one cloud.
type Emulator struct {
	worlds *worlds
	mux    *Mux
	cloud  admin365.Cloud
	issuer *issuer
	ids    atomic.Uint64
}

// New returns an emulator of the world, to which others may be added.
func New(world *tenant.World, mux *Mux, cloud admin365.Cloud) *Emulator {
	served := newWorlds(world)
	return &Emulator{worlds: served, mux: mux, cloud: cloud, issuer: newIssuer(served, mux, cloud)}
}

// err is the refusal as an error, nil if there is none.
func (a *answer) err() error {
	if a.refused == nil {
		return nil
	}
	return a.refused
}

// maxBody bounds a request's body, after decompression.
const maxBody = 4 << 20

// answer is a response before it is written: whole, so that faults can cut it.
type answer struct {
	status int
	header http.Header
	body   []byte
	// refused is written as the body at the end, because the envelope holds ids
	// that only the end of the pipeline knows.
	refused *admin365.Error
	cut     bool
	// api is whose answer it is, for the envelope; nil is Graph.
	api *api.API
	// batch: each part of it says its own cost.
	batch bool
	// world is whose time the answer tells; nil if the request is no tenant's.
	world *tenant.World
}

// ServeHTTP answers a request to any of the cloud's hosts.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, err := e.serve(r)
	if err != nil || a.cut && len(a.body) == 0 {
		// The client is gone, or is to believe that we are.
		panic(http.ErrAbortHandler)
	}
	maps.Copy(w.Header(), a.header)
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	if a.cut {
		_, _ = w.Write(a.body[:len(a.body)/2])
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		panic(http.ErrAbortHandler)
	}
	// A client that went away is not the server's error.
	_, _ = w.Write(a.body)
}

// serve answers a request, or fails with its context's error.
func (e *Emulator) serve(r *http.Request) (*answer, error) {
	id := trace{request: e.newID(), client: r.Header.Get("client-request-id")}
	if id.client == "" {
		id.client = id.request
	}
	a, err := e.dispatch(r, id)
	if err != nil {
		return nil, err
	}
	e.finish(a, id)
	e.identify(a, r, id)
	a.header.Set("client-request-id", id.client)
	a.header.Set("Date", e.now(a).Format(http.TimeFormat))
	return a, nil
}

// trace is what a request is found by: our id of it, and the caller's.
type trace struct{ request, client string }

// finish writes what every answer has, on its own or as a part of a batch.
func (e *Emulator) finish(a *answer, id trace) {
	if a.header == nil {
		a.header = http.Header{}
	}
	if a.header.Get("Cache-Control") == "" {
		a.header.Set("Cache-Control", "no-cache")
	}
	if a.refused != nil {
		published := a.api
		if published == nil {
			published = &api.Graph
		}
		a.body = envelope(published, a.refused, e.now(a), id.request, id.client)
	}
}

// newID returns a GUID for a request: unique in the process, no more.
func (e *Emulator) newID() string {
	return tenant.Key{Hi: 0xad365000_00004000, Lo: 0x8000_000000000000 | e.ids.Add(1)}.String()
}

func (e *Emulator) dispatch(r *http.Request, id trace) (*answer, error) {
	host := strings.ToLower(r.Host)
	if name, port, ok := strings.Cut(host, ":"); ok && port == "443" {
		host = name
	}
	if e.issuer.at(host, r) {
		return e.issuer.serve(host, r)
	}
	for published := range e.mux.roots {
		h, ok := published.Host(e.cloud)
		if !ok || !published.At(h, host) {
			continue
		}
		a, err := e.call(r, id, published, h)
		if err != nil {
			return nil, err
		}
		a.api = published
		if published == &api.Graph {
			charged(a)
		}
		return a, nil
	}
	return plain(http.StatusBadGateway, "admin365: the emulator does not serve the host "+strconv.Quote(r.Host)+", and forwards nothing"), nil
}

// charged sees to it that every answer says what it cost. What was refused before
// its operation was known costs one. Unverified: the one.
func charged(a *answer) {
	if a.header == nil {
		a.header = http.Header{}
	}
	if a.header.Get(unitsHeader) == "" && !a.batch {
		a.header.Set(unitsHeader, "1")
	}
}

// unitsHeader says what a request cost, in resource units.
const unitsHeader = "x-ms-resource-unit"

// call answers a request to one API.
func (e *Emulator) call(r *http.Request, id trace, published *api.API, host api.Host) (*answer, error) {
	version, inPath := versionOf(r, published)
	if version == "" && published.Common.NoVersion != nil {
		return refuse(published.Common.NoVersion.Err("")), nil
	}
	if (published.Version != "" || published.QueryVersion != "") && !published.Takes(version) {
		return refuse(published.Common.UnknownVersion.Err("", version)), nil
	}
	session, refused := e.issuer.session(r, published, host)
	if refused != nil {
		a := refuse(refused)
		if session != nil {
			a.world = session.Tenant.World()
		}
		a.header.Set("WWW-Authenticate", e.issuer.challenge(refused, e.now(a)))
		return a, nil
	}
	a, err := e.route(r.Context(), session, published, asked{
		method: r.Method, base: host.URL + inPath, path: r.URL.EscapedPath(), query: r.URL.RawQuery, header: r.Header,
		body: func() ([]byte, error) { return readBody(r) }, trace: id,
	})
	if a != nil {
		a.world = session.Tenant.World()
	}
	return a, err
}

// versionOf is the version that a request asks for, and how it stands before the
// path proper.
func versionOf(r *http.Request, published *api.API) (version, inPath string) {
	if published.Version == "" {
		return r.URL.Query().Get("api-version"), ""
	}
	parts := strings.SplitN(strings.Trim(r.URL.EscapedPath(), "/"), "/", published.VersionSegments()+1)
	version = strings.Join(parts[:min(len(parts), published.VersionSegments())], "/")
	return version, "/" + version
}

// asked is a request of a caller who is known, on its own or as a part of a batch.
type asked struct {
	method string
	base   string // scheme, host and the version if it is in the path
	path   string // escaped, version included
	query  string
	header http.Header
	body   func() ([]byte, error)
	trace  trace
}

// route finds the operation that is asked for, and has it performed.
func (e *Emulator) route(ctx context.Context, session *tenant.Session, published *api.API, in asked) (*answer, error) {
	common := &published.Common
	segments := split(in.path)[published.VersionSegments():]
	found, ok := e.mux.find(published, segments)
	if !ok {
		return refuse(common.UnknownRoute.Err("", e.mux.unknown(published, segments))), nil
	}
	rt, ok := found.node.routes[in.method]
	if !ok {
		a := refuse(common.BadMethod.Err(""))
		if published == &api.Graph {
			charged(a)
		}
		return a, nil
	}
	body, err := in.body()
	if err != nil {
		if ctxErr := ctx.Err(); ctxErr != nil {
			return nil, ctxErr
		}
		if refused, ok := errors.AsType[*admin365.Error](err); ok {
			return refuse(refused), nil
		}
		return refuse(common.BadBody.Err("")), nil
	}
	// A semicolon separates nothing here; net/url would refuse it.
	query, err := url.ParseQuery(strings.ReplaceAll(in.query, ";", "%3B"))
	if err != nil {
		return refuse(common.BadQuery.Err("", "the query cannot be read")), nil
	}
	rq := &Request{
		Op: rt.op, IDs: found.ids, keys: found.keys, Cast: found.cast, Query: query, Header: in.header, Body: body,
		base: in.base, path: in.path, trace: in.trace, mux: e.mux,
	}
	if rt.me {
		me := self(session)
		if me == "" {
			return refuse(api.MeNeedsUser.Err("")), nil
		}
		rq.IDs = append([]string{me}, rq.IDs...)
		rq.keys = append([]string{""}, rq.keys...)
	}
	for _, id := range rq.IDs {
		// Some servers resolve dots, and cut at control characters.
		if rq.Op.At(id).Check() != nil {
			return refuse(common.BadID.Err("", id)), nil
		}
	}
	if len(rt.variants) > 0 {
		// What is addressed may tell which operation it is. Reading cannot fail.
		_ = session.Look(func(tx *tenant.Tx) error {
			rq.Tx = tx
			rq.Op = rt.which(rq)
			return nil
		})
		rq.Tx = nil
	}
	return e.perform(ctx, session, rt, rq)
}

// self is the id that /me stands for; empty for an application on its own.
func self(session *tenant.Session) string {
	if session.Caller.User != "" {
		return string(session.Caller.User)
	}
	id := ""
	// Reading cannot fail: the function returns nil.
	_ = session.Look(func(tx *tenant.Tx) error {
		if access := tx.Ports().Access; access != nil {
			if key, ok := access.Self(tx); ok {
				id = key.String()
			}
		}
		return nil
	})
	return id
}

// perform plays the faults and runs the handler in its transaction.
func (e *Emulator) perform(ctx context.Context, session *tenant.Session, rt *route, rq *Request) (*answer, error) {
	call := rq.Op.At(rq.IDs...)
	if rt.way < len(rq.Op.Paths) {
		call.Way = rt.way // The paths of variants stand in the same order.
	}
	t := session.Tenant
	fault, failing := t.Faults.Next(call)
	if failing {
		if err := fault.Pause(ctx); err != nil {
			return nil, err
		}
	}
	var a *answer
	var err error
	played := failing && fault.Status != 0
	if !played || fault.Done {
		a, err = e.run(ctx, session, rt, rq, call)
	}
	if err != nil {
		return nil, err
	}
	if played {
		a = faultAnswer(fault)
	}
	if failing && fault.HTML {
		a = &answer{status: max(a.status, http.StatusOK), header: http.Header{"Content-Type": {"text/html"}}, body: []byte("<html><body>Service unavailable</body></html>")}
		if a.status == http.StatusNoContent {
			a.status = http.StatusOK
		}
	}
	if failing {
		a.cut = fault.Cut
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	if a.batch = rq.Op == &api.Batch; !a.batch && rq.Op.API == &api.Graph {
		a.header.Set(unitsHeader, strconv.Itoa(rq.Op.Cost(rq.Query)))
	}
	t.Log.Add(tenant.Request{
		At: t.World().Now(), Caller: session.Caller, Op: rq.Op.Name, Effect: rq.Op.Effect, Target: call.About(rq.subject).Target(), Status: a.status, Err: a.err(),
	})
	return a, nil
}

func (e *Emulator) run(ctx context.Context, session *tenant.Session, rt *route, rq *Request, call api.Call) (*answer, error) {
	if rq.Op == &api.Batch {
		return e.batch(ctx, session, rq)
	}
	var response Response
	err := session.Run(ctx, call, func(tx *tenant.Tx) error {
		rq.Tx = tx
		var err error
		response, err = rt.handler(rq)
		return err
	})
	if err != nil {
		if ctxErr := ctx.Err(); ctxErr != nil {
			return nil, ctxErr
		}
		a := refuse(err)
		// A refusal may say in a header where to go instead.
		maps.Copy(a.header, response.Header)
		return a, nil
	}
	if response.Header == nil && response.Body != nil {
		response = rq.json(response.Status, response.Body)
	}
	return &answer{status: response.Status, header: response.Header, body: response.Body}, nil
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

func plain(status int, text string) *answer {
	return &answer{status: status, header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, body: []byte(text)}
}

func faultAnswer(f tenant.Fault) *answer {
	a := refuse(&admin365.Error{Status: f.Status, Code: f.Code, Message: f.Message})
	if f.RetryAfter != "" {
		a.header.Set("Retry-After", f.RetryAfter)
	}
	return a
}

// wireDate is the form of a date in an error: UTC without saying so.
func wireDate(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05") }
