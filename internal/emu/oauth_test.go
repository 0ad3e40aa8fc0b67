package emu

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/wiretest"
)

const login = "https://login.microsoftonline.com"

// shared is a file of the vendor's samples.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	return wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), filepath.Join("..", ".."), name)
}

func (l *lab) decoded(address string) (m map[string]any) {
	l.t.Helper()
	a := l.get(address)
	require.Equal(l.t, http.StatusOK, a.StatusCode, a.body)
	a.decode(l.t, &m)
	return m
}

// TestOpenIDConfiguration compares the document with the vendor's own, key by
// key.
func TestOpenIDConfiguration(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ours := l.decoded(login + "/" + string(labTenant) + "/v2.0/.well-known/openid-configuration")
	var theirs map[string]any
	sample := strings.ReplaceAll(string(shared(t, "samples/identity-admin/oauth-openid-configuration-v2.json")), "88888888-8888-8888-8888-888888888888", string(labTenant))
	require.NoError(t, json.Unmarshal([]byte(sample), &theirs))
	for _, name := range slices.Sorted(maps.Keys(theirs)) {
		assert.Equal(t, theirs[name], ours[name], name)
	}
	for name := range ours {
		assert.Contains(t, theirs, name, "the vendor does not have it")
	}
}

func TestOpenIDConfigurationByName(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	want := l.decoded(login + "/" + string(labTenant) + "/v2.0/.well-known/openid-configuration")
	for _, name := range []string{strings.ToUpper(string(labTenant)), "contoso.com", "CONTOSO.com"} {
		assert.Equal(t, want, l.decoded(login+"/"+name+"/v2.0/.well-known/openid-configuration"), "by %s", name)
	}
	first := l.decoded(login + "/contoso.com/.well-known/openid-configuration")
	assert.Equal(t, "https://sts.windows.net/"+string(labTenant)+"/", first["issuer"], "version 1 has the other issuer")
	assert.Equal(t, login+"/"+string(labTenant)+"/oauth2/token", first["token_endpoint"])

	for _, name := range []string{"common", "Organizations"} {
		open := l.decoded(login + "/" + name + "/v2.0/.well-known/openid-configuration")
		assert.Equal(t, login+"/{tenantid}/v2.0", open["issuer"], "%s leaves the tenant open, as the service's does", name)
		assert.Equal(t, login+"/"+strings.ToLower(name)+"/oauth2/v2.0/token", open["token_endpoint"])
	}
}

// fail is the token endpoint's error.
type fail struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
	Codes       []int  `json:"error_codes"`
	Timestamp   string `json:"timestamp"`
	Trace       string `json:"trace_id"`
	Correlation string `json:"correlation_id"`
	URI         string `json:"error_uri"`
}

func (l *lab) form(values url.Values, edits ...func(*http.Request)) answered {
	l.t.Helper()
	return l.do("POST", login+"/"+string(labTenant)+"/oauth2/v2.0/token", values.Encode(),
		append([]func(*http.Request){header("Content-Type", "application/x-www-form-urlencoded")}, edits...)...)
}

func good() url.Values {
	return url.Values{"grant_type": {"client_credentials"}, "client_id": {"APP"}, "client_secret": {"s+c&et=%"}, "scope": {labScope}}
}

// TestTokenEndpoint: what MSAL sends gets a token that verifies by the published
// keys, and that the API takes.
func TestTokenEndpoint(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.Register(App{ID: "app", Name: "The App", Secret: admin365.NewSecret("s+c&et=%"), Permissions: []admin365.Permission{"User.Read.All"}})
	with := func(name, value string) url.Values { v := good(); v.Set(name, value); return v }
	basic := func(r *http.Request) { r.SetBasicAuth("app", "s+c&et=%") }
	for _, c := range []struct {
		name  string
		form  url.Values
		edits []func(*http.Request)
	}{
		{"as documented", good(), nil},
		{"as MSAL sends it", with("scope", "openid offline_access profile "+labScope), nil},
		{"fields that nobody knows", with("client_info", "1"), nil},
		{"the resource by its application id", with("scope", graphAppID+"/.default"), nil},
		{"a slash too many", with("scope", "https://graph.microsoft.com//.default"), nil},
		{"secret in the header", url.Values{"grant_type": {"client_credentials"}, "scope": {labScope}}, []func(*http.Request){basic}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := l.form(c.form, c.edits...)
			require.Equal(t, http.StatusOK, a.StatusCode, a.body)
			var got map[string]any
			a.decode(t, &got)
			token, _ := got["access_token"].(string)
			delete(got, "access_token")
			assert.Equal(t, map[string]any{"token_type": "Bearer", "expires_in": 3599.0, "ext_expires_in": 3599.0}, got, "an application gets no refresh token")
			assert.Equal(t, "no-store, no-cache", a.Header.Get("Cache-Control"))
			m := l.verify(token)
			assert.Equal(t, []any{"https://graph.microsoft.com", string(labTenant), "app", "app", "app", []any{"User.Read.All"}, "The App", "1.0", "https://sts.windows.net/" + string(labTenant) + "/"},
				[]any{m["aud"], m["tid"], m["appid"], m["oid"], m["idtyp"], m["roles"], m["app_displayname"], m["ver"], m["iss"]})
			for _, name := range []string{"iat", "nbf", "exp"} {
				assert.IsType(t, 0.0, m[name], name)
			}
			assert.Equal(t, http.StatusOK, l.get("/users/x", header("Authorization", "Bearer "+token)).StatusCode)
		})
	}
}

// verify checks a token as a stranger does: by the published keys.
func (l *lab) verify(token string) jwt.MapClaims {
	l.t.Helper()
	var set struct {
		Keys []map[string]string `json:"keys"`
	}
	a := l.get(login + "/common/discovery/v2.0/keys")
	a.decode(l.t, &set)
	require.Len(l.t, set.Keys, 1)
	assert.NotContains(l.t, a.body, `"d"`, "the private half")
	key := set.Keys[0]
	number := func(name string) *big.Int {
		b, err := base64.RawURLEncoding.DecodeString(key[name])
		require.NoError(l.t, err)
		return new(big.Int).SetBytes(b)
	}
	own, err := l.issuer.rsa()
	require.NoError(l.t, err)
	assert.Equal(l.t, own.N, number("n"))
	assert.Equal(l.t, int64(own.E), number("e").Int64())
	m := jwt.MapClaims{}
	_, err = jwt.ParseWithClaims(token, m, func(t *jwt.Token) (any, error) {
		assert.Equal(l.t, key["kid"], t.Header["kid"])
		return &own.PublicKey, nil
	}, jwt.WithTimeFunc(l.world.Now), jwt.WithValidMethods([]string{"RS256"}))
	require.NoError(l.t, err)
	return m
}

// TestTokenEndpointErrors: each wrong request has its error and its AADSTS code.
// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
func TestTokenEndpointErrors(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.Register(App{ID: "app", Secret: admin365.NewSecret("s+c&et=%")})
	l.Register(App{ID: "open"})
	with := func(name, value string) url.Values { v := good(); v.Set(name, value); return v }
	without := func(name string) url.Values { v := good(); v.Del(name); return v }
	for _, c := range []struct {
		name   string
		form   url.Values
		status int
		error  string
		code   int
		says   string
	}{
		{"nothing", nil, 400, "invalid_request", 900144, "'grant_type'"},
		{"no client", without("client_id"), 400, "invalid_request", 900144, "'client_id'"},
		{"no secret", without("client_secret"), 401, "invalid_client", 7000218, "client_secret"},
		{"no scope", without("scope"), 400, "invalid_request", 900144, "'scope'"},
		{"scopes of OpenID alone", with("scope", "openid profile"), 400, "invalid_request", 900144, "'scope'"},
		{"another grant", with("grant_type", "magic"), 400, "unsupported_grant_type", 70003, "magic"},
		{"unknown application", with("client_id", "other"), 400, "unauthorized_client", 700016, "'other'"},
		{"wrong secret", with("client_secret", "wrong-secret"), 401, "invalid_client", 7000215, "Invalid client secret provided."},
		{"an application without a secret", with("client_id", "open"), 401, "invalid_client", 7000215, "Invalid client secret provided."},
		{"a scope that is none", with("scope", "https://graph.microsoft.com/User.Read"), 400, "invalid_scope", 1002012, "/.default"},
		{"another resource", with("scope", "https://management.azure.com/.default"), 400, "invalid_resource", 500011, "management.azure.com"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := l.form(c.form)
			assert.Equal(t, c.status, a.StatusCode)
			var f fail
			a.decode(t, &f)
			assert.Equal(t, c.error, f.Error)
			assert.Equal(t, []int{c.code}, f.Codes)
			code := strings.TrimPrefix(f.URI, login+"/error?code=")
			assert.True(t, strings.HasPrefix(f.Description, "AADSTS"+code+": "), f.Description)
			assert.Contains(t, f.Description, c.says)
			assert.Contains(t, f.Description, "\r\nTrace ID: "+f.Trace+"\r\nCorrelation ID: "+f.Correlation+"\r\nTimestamp: "+f.Timestamp)
			assert.Regexp(t, `^2026-01-05 09:0\d:\d\dZ$`, f.Timestamp, "the tenant's time")
			assert.NotContains(t, a.body, "wrong-secret", "never a secret, not even a wrong one")
			assert.NotContains(t, a.body, "s+c&et")
		})
	}
}

func TestLoginPaths(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, c := range []struct {
		name, method, path string
		status             int
		says               string
	}{
		{"unknown tenant", "GET", "/nobody.com/v2.0/.well-known/openid-configuration", 400, "AADSTS90002"},
		{"no tenant", "GET", "/", 400, "AADSTS90002"},
		{"a tenant that cannot be unescaped", "POST", "/%25zz/oauth2/v2.0/token", 400, "AADSTS90002"},
		{"token by GET", "GET", "/contoso.com/oauth2/v2.0/token", 405, "AADSTS900561"},
		{"an endpoint that is absent", "POST", "/contoso.com/oauth2/v2.0/magic", 404, "does not have"},
		{"instance of nobody", "GET", "/common/discovery/instance?api-version=1.1&authorization_endpoint=https://example.com/x/authorize", 400, "AADSTS50049"},
		{"instance of nothing", "GET", "/common/discovery/instance", 400, "AADSTS900144"},
		{"a body that is not what it says", "POST", "/contoso.com/oauth2/v2.0/token", 400, "AADSTS"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := l.request(c.method, login+c.path, "not gzip")
			if strings.HasPrefix(c.name, "a body") {
				r.Header.Set("Content-Encoding", "gzip")
			}
			response, err := l.Transport().RoundTrip(r)
			require.NoError(t, err, "an answer, whatever was asked")
			a := read(t, response)
			assert.Equal(t, c.status, a.StatusCode)
			assert.Contains(t, a.body, c.says)
		})
	}
}

// TestInstanceDiscovery: what MSAL asks before it trusts a host.
func TestInstanceDiscovery(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, host := range []string{"login.microsoftonline.com", "login.windows.net", "sts.windows.net", "LOGIN.microsoft.com"} {
		got := l.decoded(login + "/common/discovery/instance?api-version=1.1&authorization_endpoint=" + url.QueryEscape("https://"+host+"/contoso.com/oauth2/v2.0/authorize"))
		assert.Equal(t, login+"/contoso.com/v2.0/.well-known/openid-configuration", got["tenant_discovery_endpoint"])
		metadata, _ := got["metadata"].([]any)
		require.Len(t, metadata, 1)
		cloud, _ := metadata[0].(map[string]any)
		assert.Equal(t, "login.microsoftonline.com", cloud["preferred_network"])
		assert.Contains(t, cloud["aliases"], "login.microsoftonline.com")
	}
}

// TestRealm: what libraries ask before they send a password.
func TestRealm(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	got := l.decoded(login + "/common/UserRealm/Ada@Contoso.com?api-version=1.0")
	assert.Equal(t, []any{"Managed", "Contoso.com", "microsoftonline.com", "urn:federation:MicrosoftOnline"},
		[]any{got["account_type"], got["domain_name"], got["cloud_instance_name"], got["cloud_audience_urn"]})
	assert.Equal(t, "Unknown", l.decoded(login + "/common/userrealm/ada%40nobody.com")["account_type"])
	assert.Equal(t, http.StatusBadRequest, l.get(login+"/common/userrealm/nobody").StatusCode)
}
