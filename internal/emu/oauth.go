package emu

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// aadsts is an error of the token endpoint.
// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
type aadsts struct {
	status int
	name   string
	code   int
	text   string
}

// asking is one request to the sign-in host.
type asking struct {
	*issuer
	r *http.Request
	// path is what stands behind the tenant, in lower case.
	path string
	// name is the tenant as the path names it, and candidates are whom it may mean.
	name       string
	candidates []*tenant.Tenant
	// tenant is the one that is meant; nil while nobody knows.
	tenant *tenant.Tenant
}

// now is the time of the tenant.
func (q *asking) now() time.Time {
	if q.tenant != nil {
		return q.tenant.World().Now()
	}
	return q.worlds.now()
}

// serve answers the sign-in host.
func (i *issuer) serve(r *http.Request) (*answer, error) {
	q := &asking{issuer: i, r: r}
	a, err := q.answer()
	if a != nil && q.tenant != nil {
		a.world = q.tenant.World()
	}
	return a, err
}

func (q *asking) answer() (*answer, error) {
	r := q.r
	first, rest, _ := strings.Cut(strings.Trim(r.URL.EscapedPath(), "/"), "/")
	q.path = strings.ToLower(rest)
	if strings.EqualFold(first, "common") && q.path == "discovery/instance" {
		return q.instance(), nil
	}
	var err error
	if q.name, err = url.PathUnescape(first); err != nil {
		q.name = ""
	}
	if refused := q.mean(); refused != nil {
		return q.refuse(*refused), nil
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
		return writeJSON(200, keys), nil
	case "oauth2/v2.0/token":
		if r.Method != http.MethodPost {
			return q.refuse(aadsts{405, "invalid_request", 900561, "The endpoint only accepts POST requests."}), nil
		}
		return q.token()
	default:
		return plain(http.StatusNotFound, "admin365: the emulator's sign-in does not have "+q.path), nil
	}
}

// anyTenant reports whether the path leaves open which tenant is meant.
func (q *asking) anyTenant() bool { return oneOf(q.name, "common", "organizations", "consumers") }

// mean finds whom the path names: by an id, by a domain, or by a word for everybody.
// Where several are meant, the request may tell later which one.
func (q *asking) mean() *aadsts {
	if q.anyTenant() {
		q.candidates = q.worlds.tenants()
	} else if q.candidates = q.worlds.named(q.name); len(q.candidates) == 0 {
		return &aadsts{400, "invalid_tenant", 90002, "Tenant '" + q.name + "' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."}
	}
	if len(q.candidates) == 1 {
		q.tenant = q.candidates[0]
	}
	return nil
}

// meanOf has the application tell which tenant is meant, where the path does not: the
// one in which it is registered.
func (q *asking) meanOf(app App) {
	if q.tenant != nil || app.Tenant == "" {
		return
	}
	for _, t := range q.candidates {
		if app.in(t) {
			q.tenant = t
		}
	}
}

// noTenant refuses a request that nothing tells the tenant of.
// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
func (q *asking) noTenant() aadsts {
	text := "No tenant-identifying information found in either the request or implied by any provided credentials."
	if !q.anyTenant() {
		// Ours: a domain has one tenant in the service, and one in each world here.
		text = "Tenant '" + q.name + "' is in several worlds of the emulator. Use a tenant ID, or an application that is registered in one of them."
	}
	return aadsts{400, "invalid_request", 50059, text}
}

func oneOf(s string, values ...string) bool {
	for _, v := range values {
		if strings.EqualFold(s, v) {
			return true
		}
	}
	return false
}

// token is the token endpoint. Of the grants it has client_credentials with a
// secret.
func (q *asking) token() (*answer, error) {
	r := q.r
	body, err := readBody(r)
	if err != nil {
		if ctxErr := r.Context().Err(); ctxErr != nil {
			return nil, ctxErr
		}
		return q.refuse(aadsts{400, "invalid_request", 900561, "The request body cannot be read."}), nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		form = url.Values{}
	}
	if id, secret, ok := r.BasicAuth(); ok && form.Get("client_id") == "" {
		form.Set("client_id", id)
		form.Set("client_secret", secret)
	}
	for _, needed := range []string{"grant_type", "client_id"} {
		if form.Get(needed) == "" {
			return q.refuse(aadsts{400, "invalid_request", 900144, "The request body must contain the following parameter: '" + needed + "'."}), nil
		}
	}
	if form.Get("grant_type") != "client_credentials" {
		return q.refuse(aadsts{400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type '" + form.Get("grant_type") + "'."}), nil
	}
	app, ok := q.app(form.Get("client_id"))
	if ok {
		q.meanOf(app)
	}
	if q.tenant == nil {
		return q.refuse(q.noTenant()), nil
	}
	if !ok || !app.in(q.tenant) {
		return q.refuse(aadsts{400, "unauthorized_client", 700016, "Application with identifier '" + form.Get("client_id") + "' was not found in the directory '" + string(q.tenant.ID()) + "'."}), nil
	}
	if form.Get("client_secret") == "" {
		return q.refuse(aadsts{400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."}), nil
	}
	if !app.secretIs(form.Get("client_secret")) {
		return q.refuse(aadsts{401, "invalid_client", 7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '" + string(app.ID) + "'."}), nil
	}
	audience, refused := q.audience(form.Get("scope"))
	if refused != nil {
		return q.refuse(*refused), nil
	}
	caller := admin365.Caller{App: app.ID, Permissions: app.Permissions}
	signed, err := q.sign(q.claimsFor(q.tenant, caller, audience, app.Name))
	if err != nil {
		return refuse(err), nil
	}
	a := writeJSON(200, map[string]any{
		"token_type": "Bearer", "expires_in": int(tokenLife.Seconds()) - 1, "ext_expires_in": int(tokenLife.Seconds()) - 1, "access_token": signed,
	})
	a.header.Set("Cache-Control", "no-store, no-cache")
	a.header.Set("Pragma", "no-cache")
	return a, nil
}

// audience is the resource of the one scope that ends in /.default; the OpenID
// scopes that libraries add are passed over.
func (i *issuer) audience(scope string) (string, *aadsts) {
	for s := range strings.FieldsSeq(scope) {
		if oneOf(s, "openid", "profile", "offline_access", "email") {
			continue
		}
		resource, ok := strings.CutSuffix(s, "/.default")
		if !ok {
			return "", &aadsts{400, "invalid_scope", 1002012, "The provided value for scope " + s + " is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."}
		}
		for published := range i.mux.roots {
			if h, served := published.Host(i.cloud); served && published.Accepts(resource, h) {
				return strings.TrimSuffix(h.Scope, "/.default"), nil
			}
		}
		return "", &aadsts{400, "invalid_resource", 500011, "The resource principal named " + resource + " was not found in the tenant."}
	}
	return "", &aadsts{400, "invalid_request", 900144, "The request body must contain the following parameter: 'scope'."}
}

// refuse answers an error as the token endpoint does.
func (q *asking) refuse(e aadsts) *answer {
	now := q.now().Format("2006-01-02 15:04:05Z")
	trace := tenant.Key{Hi: 0xad365aad_00004000, Lo: 0x8000_000000000000 | uint64(e.code)}.String()
	return writeJSON(e.status, map[string]any{
		"error":             e.name,
		"error_description": "AADSTS" + strconv.Itoa(e.code) + ": " + e.text + "\r\nTrace ID: " + trace + "\r\nCorrelation ID: " + trace + "\r\nTimestamp: " + now,
		"error_codes":       []int{e.code}, "timestamp": now, "trace_id": trace, "correlation_id": trace,
		"error_uri": q.loginURL() + "/error?code=" + strconv.Itoa(e.code),
	})
}

// openID is the discovery document; suffix is /v2.0 or nothing for v1.
// That of common and organizations leaves the tenant open, as the service's does.
// Source: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
func (q *asking) openID(suffix string) *answer {
	segment, id := strings.ToLower(q.name), "{tenantid}"
	if !q.anyTenant() {
		if q.tenant == nil {
			return q.refuse(q.noTenant())
		}
		segment, id = string(q.tenant.ID()), string(q.tenant.ID())
	}
	base := q.loginURL() + "/" + segment
	issuer := q.loginURL() + "/" + id + suffix
	oauth := base + "/oauth2" + suffix
	if suffix == "" {
		issuer = "https://sts.windows.net/" + id + "/"
	}
	graph, _ := api.Graph.Host(q.cloud)
	return writeJSON(200, map[string]any{
		"token_endpoint":                        oauth + "/token",
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "client_secret_basic"},
		"jwks_uri":                              base + "/discovery/v2.0/keys",
		"response_modes_supported":              []string{"query", "fragment", "form_post"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"response_types_supported":              []string{"code", "id_token", "code id_token", "id_token token"},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"issuer":                                issuer,
		"authorization_endpoint":                oauth + "/authorize",
		"device_authorization_endpoint":         oauth + "/devicecode",
		"end_session_endpoint":                  oauth + "/logout",
		"userinfo_endpoint":                     graph.URL + "/oidc/userinfo",
		"request_uri_parameter_supported":       false,
		"http_logout_supported":                 true,
		"frontchannel_logout_supported":         true,
		"claims_supported": []string{
			"sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name", "msgraph_host", "aud", "exp", "iat",
			"auth_time", "acr", "nonce", "preferred_username", "name", "tid", "ver", "at_hash", "c_hash", "email",
		},
		"kerberos_endpoint":     base + "/kerberos",
		"cloud_graph_host_name": "graph.windows.net",
		"rbac_url":              "https://pas.windows.net",
		"tenant_region_scope":   "WW",
		"cloud_instance_name":   strings.TrimPrefix(q.loginURL(), "https://login."),
		"msgraph_host":          graph.Name(),
	})
}

// aliases are the names of the cloud's sign-in host.
func (i *issuer) aliases() []string {
	login, _ := api.Login.Host(i.cloud)
	if i.cloud != admin365.CloudPublic {
		return []string{login.Name()}
	}
	return []string{login.Name(), "login.windows.net", "login.microsoft.com", "sts.windows.net"}
}

// instance is instance discovery: which hosts are one cloud.
func (q *asking) instance() *answer {
	endpoint, err := url.Parse(q.r.URL.Query().Get("authorization_endpoint"))
	if err != nil || endpoint.Host == "" {
		return q.refuse(aadsts{400, "invalid_request", 900144, "The request must contain the following parameter: 'authorization_endpoint'."})
	}
	login, _ := api.Login.Host(q.cloud)
	if !oneOf(endpoint.Host, q.aliases()...) {
		return q.refuse(aadsts{400, "invalid_instance", 50049, "Unknown or invalid instance."})
	}
	segment, _, _ := strings.Cut(strings.Trim(endpoint.Path, "/"), "/")
	return writeJSON(200, map[string]any{
		"tenant_discovery_endpoint": "https://" + login.Name() + "/" + segment + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []map[string]any{{
			"preferred_network": login.Name(), "preferred_cache": login.Name(),
			"aliases": q.aliases(),
		}},
	})
}

func writeJSON(status int, v any) *answer {
	b, err := json.Marshal(v)
	if err != nil {
		return refuse(err)
	}
	return &answer{status: status, header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}, body: b}
}
