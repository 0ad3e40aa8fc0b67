package emu

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// asking is one request to the sign-in.
type asking struct {
	*issuer
	r *http.Request
	// path is what stands behind the tenant, in lower case; v1 is the older protocol,
	// which names a resource and no scopes.
	path string
	v1   bool
	// name is the tenant as the path names it, and candidates are whom it may mean.
	name       string
	candidates []*tenant.Tenant
	// tenant is the one that is meant; nil while nobody knows.
	tenant *tenant.Tenant
	// parameters are those of the form or of the query, each once.
	parameters url.Values
	// client is the application that asks, and proof how it proved who it is.
	client App
	proof  proof
}

// now is the time of the tenant.
func (q *asking) now() time.Time {
	if q.tenant != nil {
		return q.tenant.World().Now()
	}
	return q.worlds.now()
}

// at reports whether the request is the issuer's to answer.
func (i *issuer) at(host string, r *http.Request) bool {
	switch {
	case oneOf(host, i.aliases()...), host == machineHost:
		return true
	case oneOf(host, i.deviceHosts()...):
		return strings.HasPrefix(strings.ToLower(r.URL.Path), deviceLogin)
	default:
		return false
	}
}

// deviceHosts are where people type the code of a device, and where nothing else is
// answered.
func (i *issuer) deviceHosts() []string { return []string{"microsoft.com", "www.microsoft.com"} }

// serve answers the sign-in's hosts.
func (i *issuer) serve(host string, r *http.Request) (*answer, error) {
	q := &asking{issuer: i, r: r, name: "common"}
	var a *answer
	var err error
	switch {
	case host == machineHost:
		a, err = q.machine()
	case oneOf(host, i.aliases()...):
		a, err = q.answer()
	default:
		q.candidates = i.worlds.tenants()
		a, err = q.devicePage()
	}
	if a != nil && q.tenant != nil {
		a.world = q.tenant.World()
	}
	return a, err
}

func (q *asking) answer() (*answer, error) {
	first, rest, _ := strings.Cut(strings.Trim(q.r.URL.EscapedPath(), "/"), "/")
	q.path = strings.ToLower(rest)
	q.v1 = !strings.Contains(q.path, "v2.0")
	if strings.EqualFold(first, "common") {
		switch {
		case q.path == "discovery/instance":
			return q.instance(), nil
		case strings.HasPrefix(q.path, "userrealm/"):
			return q.realm(rest[len("userrealm/"):]), nil
		case q.path == "oauth2/nativeclient":
			return htmlPage(http.StatusOK, "Signed in", "You may close this window."), nil
		}
	}
	var err error
	if q.name, err = url.PathUnescape(first); err != nil {
		q.name = ""
	}
	if refused := q.mean(); refused != nil {
		return q.refuse(refused), nil
	}
	switch q.path {
	case "v2.0/.well-known/openid-configuration":
		return q.openID("/v2.0"), nil
	case ".well-known/openid-configuration":
		return q.openID(""), nil
	case "discovery/v2.0/keys", "discovery/keys":
		keys, err := q.jwks()
		if err != nil {
			return refuse(err), nil
		}
		return writeJSON(http.StatusOK, keys), nil
	case "oauth2/v2.0/token", "oauth2/token":
		return q.posted(q.token)
	case "oauth2/v2.0/devicecode", "oauth2/devicecode":
		return q.posted(q.deviceCode)
	case "oauth2/v2.0/authorize", "oauth2/authorize":
		return q.authorize()
	case "v2.0/adminconsent", "adminconsent":
		return q.adminConsent()
	case "oauth2/deviceauth":
		return q.devicePage()
	case "oauth2/v2.0/logout", "oauth2/logout":
		return htmlPage(http.StatusOK, "Signed out", "You signed out of your account."), nil
	default:
		return plain(http.StatusNotFound, "admin365: the emulator's sign-in does not have "+shown(q.path)), nil
	}
}

// posted answers an endpoint that takes forms alone.
func (q *asking) posted(answer func() (*answer, error)) (*answer, error) {
	if q.r.Method != http.MethodPost {
		return q.refuse(&aadsts{status: http.StatusMethodNotAllowed, name: "invalid_request", code: 900561, text: "The endpoint only accepts POST requests. Received a " + shown(q.r.Method) + " request."}), nil
	}
	refused, err := q.read(false)
	if err != nil {
		return nil, err
	}
	if refused != nil {
		return q.refuse(refused), nil
	}
	return answer()
}

// read reads the parameters of the form, and of the query where people are sent with
// one. It fails with the context's error alone.
func (q *asking) read(withQuery bool) (*aadsts, error) {
	body, err := readBody(q.r)
	if err != nil {
		if ctxErr := q.r.Context().Err(); ctxErr != nil {
			return nil, ctxErr
		}
		return bad("invalid_request", 9002313, "Invalid request. Request is malformed or invalid."), nil
	}
	text := string(body)
	if withQuery && q.r.URL.RawQuery != "" {
		text = strings.TrimSuffix(q.r.URL.RawQuery+"&"+text, "&")
	}
	form, err := url.ParseQuery(text)
	if err != nil {
		return bad("invalid_request", 9002313, "Invalid request. Request is malformed or invalid."), nil
	}
	q.parameters = form
	for name, values := range form {
		switch {
		case len(values) > 1:
			// Source: https://datatracker.ietf.org/doc/html/rfc6749#section-3.2
			return bad("invalid_request", 9000411, "The request is not properly formatted. The parameter '"+shown(name)+"' is duplicated."), nil
		case strings.ContainsRune(name+values[0], 0):
			return bad("invalid_request", 90013, "Invalid input received from the user."), nil
		}
	}
	return nil, nil
}

func oneOf(s string, values ...string) bool {
	for _, v := range values {
		if strings.EqualFold(s, v) {
			return true
		}
	}
	return false
}

func writeJSON(status int, v any) *answer {
	b, err := json.Marshal(v)
	if err != nil {
		return refuse(err)
	}
	return &answer{status: status, header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}, body: b}
}
