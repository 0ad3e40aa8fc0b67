package emulator_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/emulator"
)

const (
	graphHost = "graph.microsoft.com"
	loginHost = "login.microsoftonline.com"
	graphURL  = "https://" + graphHost
	adele     = "/v1.0/users/AdeleV@contoso.com"
)

// lab is a Contoso behind a server.
type lab struct {
	m      *admin.Test
	e      *admin.Emulator
	s      *emulator.Server
	logged *log
}

// log is what the server's owner is told.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func newLab(t testing.TB, change ...func(*emulator.Config)) *lab {
	t.Helper()
	l := &lab{m: admin.NewTest(t), logged: &log{}}
	l.e = admin.NewEmulator(l.m.Memory, admin.EmulatorConfig{})
	cfg := emulator.Config{Emulator: l.e, Logger: slog.New(slog.NewTextHandler(l.logged, nil))}
	for _, c := range change {
		c(&cfg)
	}
	var err error
	l.s, err = emulator.Start(cfg)
	require.NoError(t, err)
	t.Cleanup(func() { l.close(t) })
	return l
}

func (l *lab) close(t testing.TB) {
	t.Helper()
	// The test's own context has ended by now.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 30*time.Second)
	defer cancel()
	require.NoError(t, l.s.Close(ctx))
}

// address is where the server listens.
func (l *lab) address() string { return strings.TrimPrefix(l.s.URL(), "http://") }

// token is one for Graph.
func (l *lab) token(t testing.TB) string {
	t.Helper()
	token, err := l.e.Credential(admin365.Caller{}).GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{graphURL + "/.default"}})
	require.NoError(t, err)
	return token.Token
}

// transport is what a program has whose environment says where the proxy is.
func (l *lab) transport(t testing.TB) *http.Transport {
	t.Helper()
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(l.s.CertificateAuthority()))
	proxy, err := url.Parse(l.s.URL())
	require.NoError(t, err)
	transport := &http.Transport{
		Proxy: http.ProxyURL(proxy), ForceAttemptHTTP2: true,
		TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// answer is a response with its whole body.
type answer struct {
	status int
	proto  string
	header http.Header
	body   string
}

// get asks for the URL with a token for Graph.
func (l *lab) get(t testing.TB, via http.RoundTripper, url string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+l.token(t))
	response, err := via.RoundTrip(req)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return answer{response.StatusCode, response.Proto, response.Header, string(body)}
}

// dial connects without any client in between.
func (l *lab) dial(t testing.TB) net.Conn {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", l.address())
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
	return conn
}

// raw sends a request as it stands, but for the ends of its lines, and returns the
// status line and the body.
func (l *lab) raw(t testing.TB, request string) (status, body string) {
	t.Helper()
	conn := l.dial(t)
	_, err := io.WriteString(conn, strings.ReplaceAll(strings.ReplaceAll(request, "TOKEN", l.token(t)), "\n", "\r\n")+"\r\n\r\n")
	require.NoError(t, err)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer response.Body.Close()
	if response.StatusCode == http.StatusOK && strings.HasPrefix(request, "CONNECT") {
		return response.Status, ""
	}
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.Status, string(text)
}

// ask is the text of a request for a target, with a token and a Host header.
func ask(target, host string) string {
	return fmt.Sprintf("GET %s HTTP/1.1\nHost: %s\nAuthorization: Bearer TOKEN\nConnection: close", target, host)
}
