package rest

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// overTCP starts a TLS server and returns an HTTP client that reaches it under
// every name, so that requests go to the real host's URL.
func overTCP(tb testing.TB, h http.Handler) *http.Client {
	tb.Helper()
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	tb.Cleanup(server.Close)
	from, _ := server.Client().Transport.(*http.Transport)
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: from.TLSClientConfig.RootCAs, ServerName: "example.com", MinVersion: tls.VersionTLS12},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
		},
		MaxIdleConnsPerHost: 16,
	}
	tb.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func overTCPClient(tb testing.TB, h http.Handler) *Client {
	tb.Helper()
	c, err := New(Config{TenantID: testTenant, Credential: &credential{}, HTTPClient: overTCP(tb, h)})
	require.NoError(tb, err)
	return c
}

// TestPatchAfterThrottle: a patch that is repeated carries the same body, for
// 200 of 200 clients at once. (The vendor's SDK sends an empty or a cut one in
// two of three.)
func TestPatchAfterThrottle(t *testing.T) {
	t.Parallel()
	const clients = 200
	big := strings.Repeat("Zażółć gęślą jaźń ", 2000)
	var mu sync.Mutex
	bodies := map[string][]string{}
	client := overTCPClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			b = []byte("cut: " + err.Error())
		}
		mu.Lock()
		id := r.URL.Path
		bodies[id] = append(bodies[id], string(b))
		n := len(bodies[id])
		mu.Unlock()
		if n < 3 {
			w.Header().Set("Retry-After", "0.01")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			id := "user-" + string(rune('a'+i/26)) + string(rune('a'+i%26))
			err := Send(t.Context(), client, Request{Call: opUpdate.At(id), Body: map[string]string{"id": id, "aboutMe": big}})
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	require.Len(t, bodies, clients)
	for path, sent := range bodies {
		id := path[strings.LastIndex(path, "/")+1:]
		want := `{"aboutMe":"` + big + `","id":"` + id + `"}`
		require.Len(t, sent, 3)
		for _, b := range sent {
			if b != want {
				t.Fatalf("%s: a body of %d bytes, want %d", id, len(b), len(want))
			}
		}
	}
}

// TestLostOverTCP: a connection that breaks after a create was written leaves
// it uncertain, and the create is not sent again; also on a connection that was
// used before, where net/http itself repeats what it thinks harmless.
func TestLostOverTCP(t *testing.T) {
	t.Parallel()
	var creates atomic.Int32
	client := overTCPClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, adele)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		creates.Add(1)
		panic(http.ErrAbortHandler)
	}))
	_, err := One[user](t.Context(), client, Request{Call: opGet.At("x")})
	require.NoError(t, err)
	_, err = One[user](t.Context(), client, Request{Call: opCreate.At(), Body: map[string]string{"a": "b"}})
	require.ErrorIs(t, err, admin365.ErrUncertain)
	assert.EqualValues(t, 1, creates.Load())
}

// TestTimeoutOverTCP: the caller's own timeout holds for one attempt, and a
// create that it cut off is uncertain. The connection was used before, so that
// a slow machine does not spend the timeout on the handshake; the server may
// still come to see the create only after the caller gave up.
func TestTimeoutOverTCP(t *testing.T) {
	t.Parallel()
	var creates atomic.Int32
	release := make(chan struct{})
	hc := overTCP(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, adele)
			return
		}
		creates.Add(1)
		<-release
	}))
	t.Cleanup(func() { close(release) })
	warm, err := New(Config{TenantID: testTenant, Credential: &credential{}, HTTPClient: hc})
	require.NoError(t, err)
	_, err = One[user](t.Context(), warm, Request{Call: opGet.At("x")})
	require.NoError(t, err)
	hc.Timeout = time.Second
	client, err := New(Config{TenantID: testTenant, Credential: &credential{}, HTTPClient: hc})
	require.NoError(t, err)
	err = Send(t.Context(), client, Request{Call: opCreate.At(), Body: map[string]string{"a": "b"}})
	require.ErrorIs(t, err, admin365.ErrUncertain)
	require.NoError(t, t.Context().Err())
	require.Eventually(t, func() bool { return creates.Load() > 0 }, time.Minute, time.Millisecond, "the create was sent")
	assert.EqualValues(t, 1, creates.Load())
}

// TestUntrustedServer: a certificate that is not trusted will not be trusted on
// the next attempt either.
func TestUntrustedServer(t *testing.T) {
	t.Parallel()
	hc := overTCP(t, http.NotFoundHandler())
	transport, _ := hc.Transport.(*http.Transport)
	transport.TLSClientConfig.ServerName = "graph.microsoft.com"
	attempts := 0
	client, err := New(Config{
		TenantID: testTenant, Credential: &credential{}, HTTPClient: hc,
		Observe: func(context.Context, admin365.Event) { attempts++ },
	})
	require.NoError(t, err)
	err = Send(t.Context(), client, Request{Call: opCreate.At(), Body: map[string]string{"a": "b"}})
	require.ErrorIs(t, err, admin365.ErrUnavailable)
	assert.Equal(t, 1, attempts)
}

// TestNoGoroutineOutlives counts goroutines before and after calls that end in
// every way. It is not parallel: others' goroutines would be counted.
//
//nolint:paralleltest // see above
func TestNoGoroutineOutlives(t *testing.T) {
	hc := overTCP(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/v1.0/users":
			_, _ = io.WriteString(w, `{"value":[{"id":"1"}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=`+r.URL.Query().Get("$skiptoken")+`x"}`)
		case "/v1.0/users/slow1":
			<-r.Context().Done()
		case "/v1.0/users/cut1":
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"id":`)
			panic(http.ErrAbortHandler)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	transport, _ := hc.Transport.(*http.Transport)
	client, err := New(Config{TenantID: testTenant, Credential: &credential{}, HTTPClient: hc, MaxAttempts: 1})
	require.NoError(t, err)
	settle := func() int {
		n := 0
		for range 100 {
			transport.CloseIdleConnections()
			time.Sleep(10 * time.Millisecond)
			m := runtime.NumGoroutine()
			if m == n {
				break
			}
			n = m
		}
		return n
	}
	before := settle()
	for range 20 {
		for range Pages[user](t.Context(), client, Request{Call: opList.At()}) {
			break
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		_, err := One[user](ctx, client, Request{Call: opGet.At("slow1")})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		cancel()
		_, err = One[user](t.Context(), client, Request{Call: opGet.At("cut1")})
		require.ErrorIs(t, err, admin365.ErrUnavailable)
		_, err = One[user](t.Context(), client, Request{Call: opGet.At("none")})
		require.ErrorIs(t, err, admin365.ErrNotFound)
	}
	assert.LessOrEqual(t, settle(), before+2)
}
