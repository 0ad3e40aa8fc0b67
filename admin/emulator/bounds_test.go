package emulator_test

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin/emulator"
)

// TestSlowClients: who sends slowly, or nothing at all, is cut, wherever he stops.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	l := newLab(t, emulator.Impatient(300*time.Millisecond))
	const open = "CONNECT graph.microsoft.com:443 HTTP/1.1\r\nHost: x\r\n\r\n"
	for name, first := range map[string]string{
		"nothing":              "",
		"half a first line":    "GET /graph.micro",
		"half a header":        "GET /graph.microsoft.com/v1.0/users HTTP/1.1\r\nHost: localhost\r\nX-Slow: 1",
		"half a body":          "POST /graph.microsoft.com/v1.0/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{",
		"no TLS":               open,
		"half a TLS greeting":  open + "\x16\x03\x01\x02\x00",
		"half a first CONNECT": open[:20],
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := l.dial(t)
			_, err := io.WriteString(conn, first)
			require.NoError(t, err)
			begin := time.Now()
			// A byte now and then helps nobody.
			stop := make(chan struct{})
			defer close(stop)
			go func() {
				for {
					select {
					case <-time.After(50 * time.Millisecond):
						if _, err := io.WriteString(conn, "x"); err != nil {
							return
						}
					case <-stop:
						return
					}
				}
			}()
			// The end of what the server has to say, be it an error.
			_, _ = io.Copy(io.Discard, conn)
			assert.Less(t, time.Since(begin), 10*time.Second, "it was cut, and did not run into the test's own limit")
		})
	}
	t.Run("in the tunnel", func(t *testing.T) {
		t.Parallel()
		secure := tunnel(t, l)
		_, err := io.WriteString(secure, "GET /v1.0/users HTTP/1.1\r\nHost: graph.mi")
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, secure)
		assert.NotErrorIs(t, err, net.ErrClosed)
		var timeout net.Error
		if assert.NotErrorAs(t, err, &timeout) {
			return
		}
		assert.False(t, timeout.Timeout(), "the server hangs up, not we")
	})
}

// tunnel is a connection of TLS to Graph through the proxy.
func tunnel(t *testing.T, l *lab) *tls.Conn {
	t.Helper()
	conn := l.dial(t)
	_, err := io.WriteString(conn, "CONNECT graph.microsoft.com:443 HTTP/1.1\r\nHost: graph.microsoft.com:443\r\n\r\n")
	require.NoError(t, err)
	const established = "HTTP/1.1 200 Connection established\r\n\r\n"
	got := make([]byte, len(established))
	_, err = io.ReadFull(conn, got)
	require.NoError(t, err)
	require.Equal(t, established, string(got))
	cfg := l.transport(t).TLSClientConfig
	cfg.ServerName = graphHost
	secure := tls.Client(conn, cfg)
	require.NoError(t, secure.HandshakeContext(t.Context()))
	return secure
}

// TestTunnel: inside of a tunnel the Host header decides, and the server's own pages
// are not there.
func TestTunnel(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for host, want := range map[string]string{
		graphHost: "200 ", "graph.microsoft.com:443": "200 ", "localhost": "502 ", "127.0.0.1": "502 ", "example.com": "502 ", "graph.microsoft.com:80": "400 ",
	} {
		secure := tunnel(t, l)
		_, err := fmt.Fprintf(secure, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n", adele, host, l.token(t))
		require.NoError(t, err)
		got, err := io.ReadAll(secure)
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(string(got), "HTTP/1.1 "+want), "%s: %.200s", host, got)
	}
	secure := tunnel(t, l)
	_, err := io.WriteString(secure, "CONNECT graph.microsoft.com:443 HTTP/1.1\r\nHost: graph.microsoft.com:443\r\n\r\n")
	require.NoError(t, err)
	got := make([]byte, 12)
	_, err = io.ReadFull(secure, got)
	require.NoError(t, err)
	assert.Equal(t, "HTTP/1.1 400", string(got), "no tunnel in a tunnel")

	// The first record of TLS may come in one packet with CONNECT.
	conn := l.dial(t)
	cfg := l.transport(t).TLSClientConfig
	cfg.ServerName = graphHost
	eager := tls.Client(&behindConnect{Conn: conn}, cfg)
	require.NoError(t, eager.HandshakeContext(t.Context()))
}

// behindConnect sends CONNECT in one packet with the first write, and takes the
// answer to it off the first read.
type behindConnect struct {
	net.Conn
	sent, taken bool
}

// Write implements net.Conn.
func (c *behindConnect) Write(p []byte) (int, error) {
	if c.sent {
		return c.Conn.Write(p)
	}
	c.sent = true
	_, err := c.Conn.Write(append([]byte("CONNECT graph.microsoft.com:443 HTTP/1.1\r\nHost: x\r\n\r\n"), p...))
	return len(p), err
}

// Read implements net.Conn.
func (c *behindConnect) Read(p []byte) (int, error) {
	if !c.taken {
		c.taken = true
		if _, err := io.ReadFull(c.Conn, make([]byte, len("HTTP/1.1 200 Connection established\r\n\r\n"))); err != nil {
			return 0, err
		}
	}
	return c.Conn.Read(p)
}

// TestOversized: what is larger than any program needs is refused, and the server
// answers the next one.
func TestOversized(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	status, _ := l.raw(t, ask("/graph.microsoft.com"+adele, "localhost")+"\nX-Large: "+strings.Repeat("x", 128<<10))
	assert.True(t, strings.HasPrefix(status, "431 "), status)
	status, _ = l.raw(t, ask("/graph.microsoft.com"+adele+"?x="+strings.Repeat("x", 128<<10), "localhost"))
	assert.True(t, strings.HasPrefix(status, "431 "), status)

	via := l.transport(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, graphURL+"/v1.0/users", strings.NewReader(`{"displayName":"`+strings.Repeat("x", 8<<20)+`"}`))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+l.token(t))
	req.Header.Set("Content-Type", "application/json")
	if response, err := via.RoundTrip(req); err == nil { // It may be cut before all is sent.
		response.Body.Close()
		assert.GreaterOrEqual(t, response.StatusCode, 400)
		assert.Less(t, response.StatusCode, 500)
	}
	assert.Equal(t, http.StatusOK, l.get(t, via, graphURL+adele).status)
}

// TestManyConnections: more clients than there is room for wait for their turn.
func TestManyConnections(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(c *emulator.Config) { c.MaxConnections = 2 })
	first, second, third := l.dial(t), tunnel(t, l), l.dial(t)
	answered := make(chan string)
	go func() {
		_, err := fmt.Fprintf(third, "GET /graph.microsoft.com%s HTTP/1.1\r\nHost: localhost\r\n\r\n", adele)
		if err != nil {
			answered <- err.Error()
			return
		}
		got := make([]byte, 12)
		_, err = io.ReadFull(third, got)
		if err != nil {
			got = []byte(err.Error())
		}
		answered <- string(got)
	}()
	select {
	case got := <-answered:
		t.Fatalf("it did not wait: %s", got)
	case <-time.After(200 * time.Millisecond):
	}
	require.NoError(t, second.Close(), "a tunnel counts once, and gives back its place")
	assert.Equal(t, "HTTP/1.1 401", <-answered)
	first.Close()
}
