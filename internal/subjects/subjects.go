// Package subjects builds what the conformance suites run over: the same tenant
// in memory reached in every way. Only tests import it.
package subjects

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/identity/identitytest"
)

// Way is how a subject reaches its tenant.
type Way string

// The ways.
const (
	// Memory is the methods themselves.
	Memory Way = "memory"
	// InProcess is the HTTP client through the emulator without a socket.
	InProcess Way = "in-process"
	// TCP is the HTTP client over TLS on the loopback interface.
	TCP Way = "tcp"
)

// Ways returns all of them.
func Ways() []Way { return []Way{Memory, InProcess, TCP} }

// Client returns a client of m by the way, for the caller.
func Client(t *testing.T, m *admin.Memory, way Way, caller admin365.Caller) *admin.Client {
	t.Helper()
	if way == Memory {
		return m.As(caller)
	}
	e := admin.NewEmulator(m, admin.EmulatorConfig{})
	if way == InProcess {
		c, err := e.Client(caller)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c, err := admin.New(admin.Config{
		TenantID: m.TenantID(), Credential: e.Credential(caller), HTTPClient: &http.Client{Transport: Listen(t, e)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Listen serves the emulator over TLS on the loopback interface until the test
// ends, and returns a transport that dials it whatever host is asked for.
func Listen(t *testing.T, e *admin.Emulator) *http.Transport {
	t.Helper()
	server := httptest.NewUnstartedServer(e.Handler())
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	transport := server.Client().Transport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: transport.TLSClientConfig.RootCAs, ServerName: "example.com", MinVersion: tls.VersionTLS12}
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// Identity returns the harness of the identity suite for the way.
func Identity(way Way) identitytest.Harness {
	return identitytest.Harness{
		Domain: admin.ContosoDomain, MayWrite: true, Strict: true,
		New: func(t *testing.T, _ identitytest.Options) identitytest.Subject {
			m := admin.NewMemory(admin.MemoryConfig{})
			return subject(t, m, func(caller admin365.Caller) *identity.Service { return Client(t, m, way, caller).Identity })
		},
	}
}
