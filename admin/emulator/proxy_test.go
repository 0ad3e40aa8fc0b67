package emulator_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin/emulator"
)

// TestProxy: a program that only knows the real URL, and where its proxy is.
func TestProxy(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, version := range []string{"HTTP/2.0", "HTTP/1.1"} {
		via := l.transport(t)
		via.ForceAttemptHTTP2 = version == "HTTP/2.0"
		got := l.get(t, via, graphURL+adele)
		require.Equal(t, http.StatusOK, got.status, got.body)
		assert.Equal(t, version, got.proto)
		assert.Contains(t, got.body, `"https://graph.microsoft.com/v1.0/$metadata#users/$entity"`)
	}
	via := l.transport(t)
	assert.Equal(t, http.StatusOK, l.get(t, via, "https://GRAPH.microsoft.com.:443"+adele).status, "names are compared as DNS does")

	keys := l.get(t, via, "https://"+loginHost+"/"+string(l.m.TenantID())+"/discovery/v2.0/keys")
	assert.Equal(t, http.StatusOK, keys.status, keys.body)

	// A secret goes in, a token comes out.
	app := l.e.DefaultApp()
	response, err := (&http.Client{Transport: via}).PostForm("https://"+loginHost+"/"+string(l.m.TenantID())+"/oauth2/v2.0/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {string(app.ID)}, "client_secret": {app.Secret.Reveal()}, "scope": {graphURL + "/.default"},
	})
	require.NoError(t, err)
	defer response.Body.Close()
	var token struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&token))
	assert.NotEmpty(t, token.AccessToken)
	assert.NotContains(t, l.logged.String(), app.Secret.Reveal())
}

// TestTLS: nothing older than 1.2, and a certificate of the authority for the host
// that was asked for and no other.
func TestTLS(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	via := l.transport(t)
	via.TLSClientConfig.MinVersion, via.TLSClientConfig.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, graphURL+adele, nil)
	require.NoError(t, err)
	_, err = via.RoundTrip(req)
	require.ErrorContains(t, err, "protocol version")

	via = l.transport(t)
	via.TLSClientConfig.RootCAs = x509.NewCertPool()
	_, err = via.RoundTrip(req)
	require.ErrorAs(t, err, new(*tls.CertificateVerificationError), "who does not trust the authority is not served")

	block, rest := pem.Decode(l.s.CertificateAuthority())
	require.Empty(t, rest)
	ca, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)
	assert.True(t, ca.IsCA)
	assert.Equal(t, append(l.e.Hosts(), emulator.ControlHost), ca.PermittedDNSDomains, "it is good for these alone")
	assert.Contains(t, l.e.Hosts(), graphHost)
	assert.Contains(t, l.e.Hosts(), loginHost)

	other := newLab(t)
	assert.NotEqual(t, l.s.CertificateAuthority(), other.s.CertificateAuthority(), "each server has its own")
}

// TestNoOpenProxy: whatever is asked for, nothing is forwarded, and the answer says
// why.
func TestNoOpenProxy(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	// Somebody who must not be reached.
	witness := newLab(t)
	for _, test := range []struct{ request, status, reason string }{
		{"CONNECT example.com:443 HTTP/1.1\nHost: example.com:443", "502", `does not serve the host "example.com"`},
		{"CONNECT notgraph.microsoft.com:443 HTTP/1.1\nHost: x", "502", "forwards nothing"},
		{"CONNECT graph.microsoft.com.example.com:443 HTTP/1.1\nHost: x", "502", "forwards nothing"},
		{"CONNECT evil.graph.microsoft.com:443 HTTP/1.1\nHost: x", "502", "forwards nothing"},
		{"CONNECT graph.microsoft.com:22 HTTP/1.1\nHost: x", "403", "port 443 only"},
		{"CONNECT graph.microsoft.com:80 HTTP/1.1\nHost: x", "403", "port 443 only"},
		{"CONNECT " + witness.address() + " HTTP/1.1\nHost: x", "403", "port 443 only"},
		{"CONNECT 127.0.0.1:443 HTTP/1.1\nHost: x", "502", "forwards nothing"},
		{"CONNECT [::1]:443 HTTP/1.1\nHost: x", "502", `does not serve the host "::1"`},
		{"CONNECT 169.254.169.254:443 HTTP/1.1\nHost: x", "502", "forwards nothing"},
		{"CONNECT graph.microsoft.com HTTP/1.1\nHost: x", "403", "port 443 only"},
		{"CONNECT user:word@graph.microsoft.com:443 HTTP/1.1\nHost: x", "400", "a host and a port"},
		{"CONNECT graph.microsoft.com..:443 HTTP/1.1\nHost: x", "400", "a host and a port"},
		{ask("http://"+witness.address()+"/graph.microsoft.com"+adele, "x"), "502", "usual ports only"},
		{ask("http://example.com/", "example.com"), "502", "forwards nothing"},
		{ask("https://example.com/", "example.com"), "502", "forwards nothing"},
		{ask("http://graph.microsoft.com:8080"+adele, "x"), "502", "usual ports only"},
		{ask("ftp://graph.microsoft.com/", "x"), "400", "http and https"},
		{ask("/", "example.com"), "502", "forwards nothing"},
		{ask("/control/tenants", "localhost.example.com"), "502", "forwards nothing"},
		{ask("/example.com/", "localhost"), "502", "forwards nothing"},
		{ask("/graph.microsoft.com:22"+adele, "localhost"), "502", "usual ports only"},
		{ask("/nothing", "localhost"), "404", "begins with a host"},
	} {
		status, body := l.raw(t, test.request)
		assert.True(t, strings.HasPrefix(status, test.status+" "), "%s: %s: %s", test.request, status, body)
		assert.Contains(t, body, test.reason, test.request)
		if strings.HasPrefix(test.request, "CONNECT") {
			assert.Contains(t, status, "admin365: ", "most clients show the status line alone")
		}
	}
	assert.Empty(t, witness.m.Requests())
	assert.Empty(t, l.m.Requests())
	assert.Empty(t, witness.logged.String())
}

// TestRefusedHosts: whoever looks at the page sees which hosts a program wanted in vain,
// whichever way it asked.
func TestRefusedHosts(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, request := range []string{
		"CONNECT tunnel.example:443 HTTP/1.1\nHost: x", ask("/prefix.example/secret?code=hidden", "localhost"),
		ask("http://proxy.example/", "x"), ask("/", "header.example"), "CONNECT 169.254.169.254:443 HTTP/1.1\nHost: x",
	} {
		l.raw(t, request)
	}
	var hosts []string
	for _, r := range l.e.Strays(0) {
		host, _, _ := strings.Cut(r.Path, "/")
		hosts = append(hosts, r.Method+" "+host)
		assert.GreaterOrEqual(t, r.Status, 400, r.Path)
	}
	assert.Equal(t, []string{"CONNECT tunnel.example", "GET prefix.example", "GET proxy.example", "GET header.example", "CONNECT 169.254.169.254"}, hosts)
	_, page := l.raw(t, ask("/", "localhost"))
	assert.Contains(t, page, "tunnel.example")
	assert.NotContains(t, page, "hidden")
}

// TestIcon: browsers ask every server for it, and the owner is not warned of that.
func TestIcon(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	status, _ := l.raw(t, ask("/favicon.ico", "localhost"))
	assert.Equal(t, "404 Not Found", status)
	assert.Empty(t, l.logged.String())
	assert.Empty(t, l.e.Strays(0))
}

// TestAbsolute: what some clients send to a proxy instead of opening a tunnel.
func TestAbsolute(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, target := range []string{
		"https://graph.microsoft.com" + adele,
		"http://graph.microsoft.com" + adele,
		"https://user:word@graph.microsoft.com:443" + adele,
		"HTTPS://Graph.Microsoft.com." + adele,
		l.s.URL() + "/graph.microsoft.com" + adele,
	} {
		// The URL decides: a proxy does not look at the header.
		status, body := l.raw(t, ask(target, graphHost))
		assert.True(t, strings.HasPrefix(status, "200 "), "%s: %s: %s", target, status, body)
	}
}

// TestPrefix: the way in for curl.
func TestPrefix(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	via := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(via.CloseIdleConnections)
	got := l.get(t, via, l.s.URL()+"/graph.microsoft.com/v1.0/users?$top=5&$select=id")
	require.Equal(t, http.StatusOK, got.status, got.body)
	assert.Contains(t, got.body, `"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?`, "links are the real host's")
	assert.Equal(t, http.StatusOK, l.get(t, via, l.s.URL()+"/Graph.Microsoft.com"+strings.Replace(adele, "@", "%40", 1)).status)
	assert.Equal(t, http.StatusOK, l.get(t, via, l.s.URL()+"/"+loginHost+"/common/.well-known/openid-configuration").status)

	// A path is not cleaned: nothing leads from one host to another.
	for _, path := range []string{
		"/graph.microsoft.com/../" + loginHost + "/common/discovery/keys",
		"/graph.microsoft.com/%2e%2e/control/",
		"/graph.microsoft.com/../../../../etc/passwd",
		`/graph.microsoft.com/..\..\control`,
		"/graph.microsoft.com/v1.0/users/..%2f..%2fcontrol",
		"/graph.microsoft.com",
		"/graph.microsoft.com/",
	} {
		status, body := l.raw(t, ask(path, l.address()))
		assert.True(t, strings.HasPrefix(status, "4"), "%s: %s: %.200s", path, status, body)
		assert.Contains(t, body, `"error"`, "%s: Graph refuses it", path)
	}
	for _, path := range []string{"//graph.microsoft.com/v1.0/users", "/%67raph.microsoft.com/v1.0/users", "/./graph.microsoft.com/v1.0/users"} {
		status, body := l.raw(t, ask(path, l.address()))
		assert.NotContains(t, body, "AdeleV", "%s: %s", path, status)
	}
}

// TestHost: what is not the server's own name is another host, so that a web page
// which points a name of its own here reads nothing.
func TestHost(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(c *emulator.Config) { c.Names = []string{"Emulator"} })
	_, port, _ := strings.Cut(l.address(), ":")
	for host, want := range map[string]string{
		"localhost:" + port: "200", "LOCALHOST": "200", "127.0.0.1": "200", "[::1]:" + port: "200", "emulator:8365": "200",
		"attacker.example": "502", "10.0.0.1": "502", "graph.microsoft.com": "4",
		"localhost.": "200", "a b": "400", "localhost:x": "400",
	} {
		status, body := l.raw(t, ask("/graph.microsoft.com"+adele, host))
		assert.True(t, strings.HasPrefix(status, want), "%s: %s: %s", host, status, body)
	}
	status, body := l.raw(t, ask(adele, graphHost))
	assert.True(t, strings.HasPrefix(status, "200 "), "a name that leads here by the machine's own list of hosts: %s: %s", status, body)
}

// TestAddress: nobody listens to the network by mistake.
func TestAddress(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, address := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.com:0", "127.0.0.1", "127.0.0.1:http?"} {
		s, err := emulator.Start(emulator.Config{Emulator: l.e, Address: address})
		require.Error(t, err, address)
		assert.Nil(t, s)
		assert.True(t, strings.HasPrefix(err.Error(), "admin365: "), err.Error())
	}
	_, err := emulator.Start(emulator.Config{})
	require.ErrorContains(t, err, "Config.Emulator")
	_, err = emulator.Start(emulator.Config{Emulator: l.e, Address: l.address()})
	require.ErrorContains(t, err, "cannot listen", "the port is taken")

	open := newLab(t, func(c *emulator.Config) { c.Address, c.AnyAddress = ":0", true })
	assert.True(t, strings.HasPrefix(open.s.URL(), "http://127.0.0.1:"), open.s.URL())
	status, body := open.raw(t, ask("/graph.microsoft.com"+adele, "192.0.2.1:8365"))
	assert.True(t, strings.HasPrefix(status, "200 "), "%s: %s", status, body)
}

// TestEnviron: what a program is told, and the certificate's file.
func TestEnviron(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ca.pem")
	l := newLab(t, func(c *emulator.Config) { c.CertificateFile = file })
	got := map[string]string{}
	for _, v := range l.s.Environ() {
		got[v.Name] = v.Value
	}
	app := l.e.DefaultApp()
	assert.Equal(t, map[string]string{
		"HTTPS_PROXY": l.s.URL(), "NO_PROXY": "localhost,127.0.0.1,::1", "NODE_USE_ENV_PROXY": "1",
		"SSL_CERT_FILE": file, "NODE_EXTRA_CA_CERTS": file, "REQUESTS_CA_BUNDLE": file, "CURL_CA_BUNDLE": file,
		"AZURE_TENANT_ID": string(l.m.TenantID()), "AZURE_CLIENT_ID": string(app.ID), "AZURE_CLIENT_SECRET": app.Secret.Reveal(),
		"ADMIN365_CONTROL": l.s.URL() + "/control",
	}, got)
	written, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(l.s.CertificateAuthority()), string(written))

	again := newLab(t, func(c *emulator.Config) { c.CertificateFile = file })
	replaced, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(again.s.CertificateAuthority()), string(replaced), "that of an earlier run is replaced")
	for _, content := range []string{"", "my tenant", string(replaced) + string(replaced)} {
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
		_, err = emulator.Start(emulator.Config{Emulator: l.e, CertificateFile: file})
		require.ErrorContains(t, err, "not the certificate of an emulator")
		kept, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, content, string(kept), "anything else is not")
	}

	assert.Len(t, newLab(t).s.Environ(), 7, "no file, no variables that name it")
	_, err = emulator.Start(emulator.Config{Emulator: l.e, CertificateFile: filepath.Join(file, "no", "folder")})
	require.ErrorContains(t, err, "certificate cannot be written")
}
