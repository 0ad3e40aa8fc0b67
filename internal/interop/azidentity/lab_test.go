package azidentity_test

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

const (
	graphScope = "https://graph.microsoft.com/.default"
	password   = "vQ7#mzKp2!rT"
	// wrongSecret is long and odd, so that a search for it finds it alone.
	wrongSecret = "wrong~Zq8.secret-value_4711"
)

// way is how a stranger reaches the emulator.
type way string

const (
	inProcess way = "in-process"
	overTCP   way = "TCP and TLS"
)

func ways() []way { return []way{inProcess, overTCP} }

// lab is a Contoso behind an emulator, and the way to it.
type lab struct {
	t         testing.TB
	m         *admin.Test
	e         *admin.Emulator
	transport http.RoundTripper
}

func newLab(t testing.TB, by way) *lab {
	t.Helper()
	m := admin.NewTest(t)
	e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
	l := &lab{t: t, m: m, e: e, transport: e.Transport()}
	if by == overTCP {
		l.transport = listen(t, e)
	}
	return l
}

// listen serves the emulator over TLS on the loopback interface, and returns a
// transport that dials it whatever host is asked for. The server's certificate
// is for example.com.
func listen(t testing.TB, e *admin.Emulator) *http.Transport {
	t.Helper()
	server := httptest.NewUnstartedServer(e.Handler())
	server.EnableHTTP2 = true
	// Connections that a client opened and did not need are nobody's news.
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	transport := server.Client().Transport.(*http.Transport).Clone()
	transport.Proxy = nil
	transport.TLSClientConfig = &tls.Config{
		RootCAs: transport.TLSClientConfig.RootCAs, ServerName: "example.com", MinVersion: tls.VersionTLS12,
	}
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// wants is what a credential is made of; zero means what is right.
type wants struct {
	tenant, app, secret string
	options             azidentity.ClientSecretCredentialOptions
}

// credential is the SDK's own, which sends over the lab's way.
func (l *lab) credential(w wants) *azidentity.ClientSecretCredential {
	l.t.Helper()
	app := l.e.DefaultApp()
	if w.tenant == "" {
		w.tenant = string(l.m.TenantID())
	}
	if w.app == "" {
		w.app = string(app.ID)
	}
	if w.secret == "" {
		w.secret = app.Secret.Reveal()
	}
	w.options.Transport = &http.Client{Transport: l.transport}
	credential, err := azidentity.NewClientSecretCredential(w.tenant, w.app, w.secret, &w.options)
	require.NoError(l.t, err)
	return credential
}

// client is ours, with a credential of theirs.
func (l *lab) client(tenant admin365.TenantID, credential azcore.TokenCredential) *admin.Client {
	l.t.Helper()
	c, err := admin.New(admin.Config{
		TenantID: tenant, Credential: credential, HTTPClient: &http.Client{Transport: l.transport},
	})
	require.NoError(l.t, err)
	return c
}

func token(t testing.TB, credential azcore.TokenCredential, scopes ...string) (azcore.AccessToken, error) {
	t.Helper()
	return credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: scopes})
}

// claimsOf reads a token as the Terraform provider and others do: without its key.
func claimsOf(t testing.TB, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	require.Len(t, parts, 3)
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	var claims map[string]any
	require.NoError(t, json.Unmarshal(raw, &claims))
	return claims
}

func person(nick, domain string) identity.NewUser {
	return identity.NewUser{
		UserPrincipalName: nick + "@" + domain, DisplayName: "Interop " + nick, MailNickname: nick,
		PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret(password)},
	}
}

// calls counts the requests of the operation that reached the tenant.
func (l *lab) calls(op string) int {
	n := 0
	for _, r := range l.m.Requests() {
		if r.Op == op {
			n++
		}
	}
	return n
}
