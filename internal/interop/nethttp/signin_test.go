package nethttp_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDiscovery: what sign-in libraries read before they ask for a token.
func TestDiscovery(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	id := string(l.m.TenantID())
	for _, tenant := range []string{id, strings.ToUpper(id), "contoso.com", "CONTOSO.onmicrosoft.com", "organizations", "common"} {
		v2 := l.send("GET", login+"/"+tenant+"/v2.0/.well-known/openid-configuration", nil, nil).is(http.StatusOK).object()
		v1 := l.send("GET", login+"/"+tenant+"/.well-known/openid-configuration", nil, nil).is(http.StatusOK).object()
		for _, key := range []string{"authorization_endpoint", "token_endpoint", "issuer", "jwks_uri", "device_authorization_endpoint", "end_session_endpoint"} {
			assert.True(t, strings.HasPrefix(v2[key].(string), login+"/"), key)
			assert.NotEmpty(t, v1[key], key)
		}
		if tenant != "organizations" && tenant != "common" {
			assert.Equal(t, login+"/"+id+"/v2.0", v2["issuer"], tenant)
			assert.Equal(t, "https://sts.windows.net/"+id+"/", v1["issuer"], tenant)
			assert.Equal(t, login+"/"+id+"/oauth2/v2.0/token", v2["token_endpoint"], tenant)
		}
		keys := l.send("GET", v2["jwks_uri"].(string), nil, nil).is(http.StatusOK).object()
		assert.NotEmpty(t, keys["keys"])
	}
	a := l.send("GET", login+"/nobody.example/v2.0/.well-known/openid-configuration", nil, nil).is(http.StatusBadRequest)
	assert.Contains(t, a.text("error_description"), "AADSTS90002")

	endpoint := url.QueryEscape(login + "/" + id + "/oauth2/v2.0/authorize")
	instance := l.send("GET", login+"/common/discovery/instance?api-version=1.1&authorization_endpoint="+endpoint, nil, nil).is(http.StatusOK).object()
	assert.Equal(t, login+"/"+id+"/v2.0/.well-known/openid-configuration", instance["tenant_discovery_endpoint"])
	assert.NotEmpty(t, instance["metadata"])
	a = l.send("GET", login+"/common/discovery/instance?api-version=1.1&authorization_endpoint="+url.QueryEscape("https://login.example.com/x/oauth2/v2.0/authorize"), nil, nil).is(http.StatusBadRequest)
	assert.Equal(t, "invalid_instance", a.text("error"))
}

// TestSignInHosts: the sign-in service has more names than one, and instance
// discovery says so; PnP's CLI reads a tenant's id from login.windows.net.
func TestSignInHosts(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, host := range []string{"login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"} {
		a := l.send("GET", "https://"+host+"/contoso.com/.well-known/openid-configuration", nil, nil)
		if assert.Equal(t, http.StatusOK, a.status, "%s: %s", host, a.body) {
			assert.Contains(t, a.text("token_endpoint"), string(l.m.TenantID()), host)
		}
	}
}

// TestKeys: a client that checks the token's signature finds the key.
func TestKeys(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(l.token, ".")[0])
	require.NoError(t, err)
	var header struct{ Alg, Kid, Typ string }
	require.NoError(t, json.Unmarshal(raw, &header))
	assert.Equal(t, "RS256", header.Alg)
	assert.Equal(t, "JWT", header.Typ)
	var set struct {
		Keys []struct{ Kid, Kty, Use, N, E string }
	}
	for _, path := range []string{"/discovery/v2.0/keys", "/discovery/keys"} {
		require.NoError(t, json.Unmarshal(l.send("GET", login+"/"+string(l.m.TenantID())+path, nil, nil).is(http.StatusOK).body, &set))
		require.NotEmpty(t, set.Keys)
		assert.Equal(t, header.Kid, set.Keys[0].Kid)
		assert.Equal(t, "RSA", set.Keys[0].Kty)
		assert.NotEmpty(t, set.Keys[0].N)
	}
}

// TestTokenEndpoint: what it answers, and how it refuses.
func TestTokenEndpoint(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const wrong = "wrong~Zq8.secret-value_4711"
	a := l.signIn("contoso.com", l.form(map[string]string{
		"scope": graph + "/.default openid offline_access profile", "client_info": "1", "claims": `{"access_token":{"xms_cc":{"values":["CP1"]}}}`,
		"x-client-SKU": "MSAL.Go", "nonsense": "1",
	})).is(http.StatusOK)
	assert.Equal(t, "no-store, no-cache", a.header.Get("Cache-Control"))
	got := a.object()
	assert.Equal(t, "Bearer", got["token_type"])
	assert.InDelta(t, 3599, got["expires_in"], 0, "a number")
	assert.InDelta(t, 3599, got["ext_expires_in"], 0)
	for _, key := range []string{"refresh_token", "id_token", "scope", "client_info"} {
		assert.NotContains(t, got, key, "an application's answer has none")
	}

	cases := []struct {
		name, tenant string
		changes      map[string]string
		status       int
		kind         string
		code         int
	}{
		{"wrong secret", "contoso.com", map[string]string{"client_secret": wrong}, 401, "invalid_client", 7000215},
		{"no secret", "contoso.com", map[string]string{"client_secret": ""}, 0, "", 0},
		{"unknown application", "contoso.com", map[string]string{"client_id": "99999999-8888-4777-8666-555555555555"}, 400, "unauthorized_client", 700016},
		{"unknown tenant", "nobody.example", nil, 400, "", 90002},
		{"no grant", "contoso.com", map[string]string{"grant_type": ""}, 400, "invalid_request", 900144},
		{"unknown grant", "contoso.com", map[string]string{"grant_type": "magic"}, 400, "unsupported_grant_type", 70003},
		{"no scope", "contoso.com", map[string]string{"scope": ""}, 400, "invalid_request", 900144},
		{"single permission", "contoso.com", map[string]string{"scope": "User.Read"}, 400, "invalid_scope", 1002012},
		{"unknown resource", "contoso.com", map[string]string{"scope": "https://vault.example.net/.default"}, 400, "invalid_resource", 500011},
	}
	for _, c := range cases {
		a := l.signIn(c.tenant, l.form(c.changes))
		assert.GreaterOrEqual(t, a.status, 400, c.name)
		var refusal struct {
			Error            string `json:"error"`
			ErrorDescription string `json:"error_description"`
			ErrorCodes       []int  `json:"error_codes"`
			Timestamp        string `json:"timestamp"`
			TraceID          string `json:"trace_id"`
			CorrelationID    string `json:"correlation_id"`
			ErrorURI         string `json:"error_uri"`
		}
		d := json.NewDecoder(bytes.NewReader(a.body))
		d.DisallowUnknownFields()
		require.NoError(t, d.Decode(&refusal), "%s: %s", c.name, a.body)
		assert.True(t, strings.HasPrefix(refusal.ErrorDescription, "AADSTS"), c.name)
		assert.Contains(t, refusal.ErrorDescription, "Trace ID: "+refusal.TraceID)
		assert.Contains(t, refusal.ErrorDescription, "Correlation ID: "+refusal.CorrelationID)
		assert.Contains(t, refusal.ErrorDescription, "Timestamp: "+refusal.Timestamp)
		assert.Len(t, refusal.ErrorCodes, 1)
		assert.True(t, strings.HasPrefix(refusal.ErrorURI, login+"/error?code="), c.name)
		assert.NotContains(t, string(a.body), wrong)
		if c.status != 0 {
			assert.Equal(t, c.status, a.status, c.name)
			assert.Equal(t, []int{c.code}, refusal.ErrorCodes, c.name)
		}
		if c.kind != "" {
			assert.Equal(t, c.kind, refusal.Error, c.name)
		}
	}
	l.send("GET", login+"/contoso.com/oauth2/v2.0/token", nil, nil).is(http.StatusMethodNotAllowed)
}

// TestCorrelation: the service says the caller's id again, so that a refusal can
// be found in its logs.
func TestCorrelation(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const id = "539da3bd-942f-25db-636b-27f6f6e8eae4"
	a := l.send("POST", login+"/contoso.com/oauth2/v2.0/token", []byte(l.form(map[string]string{"client_secret": "x"}).Encode()),
		http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Client-Request-Id": {id}}).is(http.StatusUnauthorized)
	assert.Equal(t, id, a.header.Get("client-request-id"))
}
