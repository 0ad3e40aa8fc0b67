package emulator

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// control is the control interface: what a test in any language does to the tenants
// that an administrator cannot. docs/control.md documents it.
type control struct {
	emulator *admin.Emulator
	tenants  *guests
	// url is where the server listens.
	url string
	// local reports whether a host name, without its port, is one of the server's own.
	local func(host string) bool
	mux   *http.ServeMux
}

// ControlHost is the name by which the control interface is reached through the proxy,
// where everything but the service's own hosts is refused: http://ControlHost/control/v1
// or, with the server's certificate authority, https.
const ControlHost = "control.admin365.test"

// controlHandler answers below /control/.
func (s *Server) controlHandler() http.Handler { return s.control }

// ask is one request to the control interface.
type ask struct {
	*http.Request
	// guest is the tenant that the path names; nil without one.
	guest *guest
	body  []byte
}

// decode reads the body strictly.
func (a *ask) decode(v any) error { return decode(a.body, v) }

// handle does what is asked, and returns what to answer: a value, which is written as
// JSON, a created or a stream; nil is 204.
type handle func(*ask) (any, error)

// created is answered with 201.
type created struct{ value any }

// stream writes a large answer.
type stream struct {
	write func(io.Writer) error
	name  string
}

// route is one path of the control interface, and what its methods do.
type route struct {
	path    string
	methods map[string]handle
}

func newControl(e *admin.Emulator, url string, local func(string) bool) *control {
	c := &control{emulator: e, tenants: newGuests(e), url: url, local: local, mux: http.NewServeMux()}
	for _, r := range c.routes() {
		c.mux.HandleFunc(r.path, func(w http.ResponseWriter, req *http.Request) { c.serve(w, req, r.methods) })
	}
	c.mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		writeError(w, http.StatusNotFound, "notFound", "there is no "+req.URL.Path+"; GET /control/v1 says what there is")
	})
	return c
}

// routes is all that there is; docs/control.md says what each does.
func (c *control) routes() []route {
	const of = "/control/v1/tenants/{tenant}"
	return []route{
		{"/control/v1", map[string]handle{"GET": c.index}},
		{"/control/v1/backstage", map[string]handle{"GET": c.listActions}},
		{"/control/v1/operations", map[string]handle{"GET": c.listOperations}},
		{"/control/v1/tenants", map[string]handle{"GET": c.listTenants, "POST": c.createTenant}},
		{of, map[string]handle{"GET": c.getTenant, "DELETE": c.dropTenant}},
		{of + "/apps", map[string]handle{"GET": listApps, "POST": c.createApp}},
		{of + "/apps/{app}", map[string]handle{"DELETE": c.deleteApp}},
		{of + "/backstage/{action}", map[string]handle{"POST": performAction}},
		{of + "/clock", map[string]handle{"GET": readClock, "POST": advanceClock}},
		{of + "/document", map[string]handle{"GET": saveDocument, "PUT": loadDocument}},
		{of + "/drills", map[string]handle{"GET": listDrills, "POST": beginDrill, "DELETE": endDrills}},
		{of + "/drills/{drill}", map[string]handle{"DELETE": endDrill}},
		{of + "/permissions", map[string]handle{"GET": readPermissions}},
		{of + "/requests", map[string]handle{"GET": listRequests, "DELETE": forgetRequests}},
		{of + "/snapshots", map[string]handle{"GET": listSnapshots, "POST": takeSnapshot}},
		{of + "/snapshots/{snapshot}", map[string]handle{"DELETE": dropSnapshot}},
		{of + "/snapshots/{snapshot}/changes", map[string]handle{"GET": readChanges}},
		{of + "/snapshots/{snapshot}/restore", map[string]handle{"POST": restoreSnapshot}},
	}
}

// ServeHTTP implements [http.Handler].
func (c *control) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if reason := c.foreign(r); reason != "" {
		writeError(w, http.StatusForbidden, "crossSite", reason)
		return
	}
	c.mux.ServeHTTP(w, r)
}

// foreign says why a request is refused that a page of somebody else may have made: a
// browser on this machine reaches loopback, whosever page it shows. A name that points
// here and is not ours is one that a page made up (DNS rebinding). Tools that are no
// browser send neither Origin nor Sec-Fetch-Site.
func (c *control) foreign(r *http.Request) string {
	host, _, ok := splitHost(r.Host)
	if !ok || !c.local(host) {
		return "the control interface does not go by this Host"
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || !strings.EqualFold(u.Host, r.Host) {
			return "a page of another origin does not reach the control interface"
		}
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return "a page of another site does not reach the control interface"
	}
	return ""
}

// serve answers a request whose path is known.
func (c *control) serve(w http.ResponseWriter, r *http.Request, methods map[string]handle) {
	do, ok := methods[r.Method]
	if !ok {
		var allowed []string
		for method := range methods {
			allowed = append(allowed, method)
		}
		slices.Sort(allowed)
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		writeError(w, http.StatusMethodNotAllowed, "methodNotAllowed", "here one may "+strings.Join(allowed, ", "))
		return
	}
	a := &ask{Request: r}
	if err := a.read(w); err != nil {
		writeFailure(w, err)
		return
	}
	if id := r.PathValue("tenant"); id != "" {
		if a.guest = c.tenants.find(id); a.guest == nil {
			writeError(w, http.StatusNotFound, "notFound", "there is no tenant "+id)
			return
		}
	}
	value, err := do(a)
	if err != nil {
		writeFailure(w, err)
		return
	}
	writeValue(w, value)
}

// read reads the body, which a page of somebody else cannot send as JSON without
// asking first.
func (a *ask) read(w http.ResponseWriter) error {
	if a.Method == http.MethodGet || a.Method == http.MethodDelete {
		return nil
	}
	kind, _, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return &refusal{http.StatusUnsupportedMediaType, "contentType", "a request that changes something needs Content-Type: application/json"}
	}
	a.body, err = readBody(w, a.Request)
	return err
}

// refusal is an error with a status of its own.
type refusal struct {
	status        int
	code, message string
}

// Error implements error.
func (r *refusal) Error() string { return r.message }

// index says what there is.
func (c *control) index(*ask) (any, error) {
	var paths []string
	for _, r := range c.routes() {
		for method := range r.methods {
			paths = append(paths, method+" "+r.path)
		}
	}
	slices.SortFunc(paths, func(a, b string) int {
		_, pathA, _ := strings.Cut(a, " ")
		_, pathB, _ := strings.Cut(b, " ")
		if n := strings.Compare(pathA, pathB); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	return map[string]any{"version": 1, "tenants": len(c.tenants.all()), "calls": paths}, nil
}

// listOperations names the operations that the emulator has, as drills and the log name
// them.
func (c *control) listOperations(*ask) (any, error) {
	return map[string]any{"value": admin.OperationNames()}, nil
}

// errNotFound is the refusal of something that is not there.
func errNotFound(kind, name string) error {
	return &admin365.Error{Kind: admin365.ErrNotFound, Target: name, Message: "there is no such " + kind}
}
