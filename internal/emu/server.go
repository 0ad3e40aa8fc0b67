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
	// Strays are the requests that reached no tenant: sign-ins, refused tokens, hosts
	// that are not served.
	Strays tenant.Log
	// throttling is how much callers may ask for.
	throttling Throttling
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
	if a.world == nil || a.api == nil {
		e.lost(r, a)
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
	if oneOf(host, e.issuer.deviceHosts()...) {
		return plain(http.StatusBadGateway, "admin365: the emulator answers "+deviceLogin+" alone at "+host+", and forwards nothing"), nil
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
	as, known := published.Answers(version)
	if (published.Version != "" || published.QueryVersion != "") && !known {
		return refuse(published.Common.UnknownVersion.Err("", version)), nil
	}
	session, refused := e.issuer.session(r, published, host)
	if refused != nil {
		a := refuse(refused)
		if session != nil {
			a.world = session.Tenant.World()
			e.stray(session, asked{method: r.Method, path: r.URL.EscapedPath(), query: r.URL.RawQuery}, nil, a)
		}
		a.header.Set("WWW-Authenticate", e.issuer.challenge(refused, e.now(a)))
		return a, nil
	}
	a, err := e.route(r.Context(), session, published, asked{
		method: r.Method, base: host.URL + inPath, version: as, path: r.URL.EscapedPath(), query: r.URL.RawQuery, header: r.Header,
		body: func() ([]byte, error) { return readBody(r) }, trace: id,
	})
	if a != nil {
		a.world = session.Tenant.World()
	}
	if err == nil && known && as != version {
		if a.header == nil {
			a.header = http.Header{}
		}
		a.header.Set(versionHeader, version+" is answered as "+as)
	}
	return a, err
}

// versionHeader says that a request was answered as one of an older version than it asked
// for. Ours: the service knows its own versions.
const versionHeader = "x-admin365-api-version"

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
	// version is the one as which it is answered.
	version string
	path    string // escaped, version included
	query   string
	header  http.Header
	body    func() ([]byte, error)
	trace   trace
}

// route finds the operation that is asked for, and has it performed.
func (e *Emulator) route(ctx context.Context, session *tenant.Session, published *api.API, in asked) (*answer, error) {
	common := &published.Common
	segments := split(in.path)[published.VersionSegments():]
	found, ok := e.mux.find(published, segments)
	if !ok {
		return e.unmodeled(session, published, in, segments, common.UnknownRoute.Err("", e.mux.unknown(published, segments))), nil
	}
	rt, ok := found.node.routes[in.method]
	if !ok {
		a := e.unmodeled(session, published, in, segments, common.BadMethod.Err(""))
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
			return e.stray(session, in, nil, refuse(refused)), nil
		}
		return e.stray(session, in, nil, refuse(common.BadBody.Err(""))), nil
	}
	// A semicolon separates nothing here; net/url would refuse it.
	query, err := url.ParseQuery(strings.ReplaceAll(in.query, ";", "%3B"))
	if err != nil {
		return e.stray(session, in, nil, refuse(common.BadQuery.Err("", "the query cannot be read"))), nil
	}
	rq := &Request{
		Op: rt.op, IDs: found.ids, keys: found.keys, Cast: found.cast, Query: query, Header: in.header, Body: body,
		base: in.base, path: in.path, options: in.query, version: in.version, trace: in.trace, mux: e.mux,
	}
	if rt.me {
		me := self(session)
		if me == "" {
			return e.stray(session, in, nil, refuse(api.MeNeedsUser.Err(""))), nil
		}
		rq.IDs = append([]string{me}, rq.IDs...)
		rq.keys = append([]string{""}, rq.keys...)
	}
	for _, id := range rq.IDs {
		// Some servers resolve dots, and cut at control characters.
		if rq.Op.At(id).Check() != nil {
			return e.stray(session, in, nil, refuse(common.BadID.Err("", id))), nil
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

func plain(status int, text string) *answer {
	return &answer{status: status, header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, body: []byte(text)}
}

// wireDate is the form of a date in an error: UTC without saying so.
func wireDate(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05") }
