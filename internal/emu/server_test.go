package emu

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

func TestBodies(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	gz := header("Content-Encoding", "gzip")
	large := strings.Repeat("x", maxBody+1)
	for _, c := range []struct {
		name, body string
		edits      []func(*http.Request)
		status     int
		why        string
	}{
		{"plain", `{"a":1}`, nil, 200, ""},
		{"gzip", zipped(t, `{"a":1}`), []func(*http.Request){gz}, 200, "the vendor's Go SDK compresses all"},
		{"gzip in large letters", zipped(t, `{"a":1}`), []func(*http.Request){header("Content-Encoding", "GZIP")}, 200, ""},
		{"empty", "", nil, 200, ""},
		{"the largest", large[1:], nil, 200, ""},
		{"too large", large, nil, 400, "a test must not fill the memory"},
		{"too large, unpacked", zipped(t, large), []func(*http.Request){gz}, 400, "a bomb"},
		{"said to be gzip", `{"a":1}`, []func(*http.Request){gz}, 400, ""},
		{"gzip by its old name", zipped(t, `{"a":1}`), []func(*http.Request){header("Content-Encoding", " x-gzip")}, 200, "HTTP has both names"},
		{"not packed, and says so", `{"a":1}`, []func(*http.Request){header("Content-Encoding", "Identity")}, 200, ""},
		{"brotli", `{"a":1}`, []func(*http.Request){header("Content-Encoding", "br")}, 415, "what cannot be read is not taken as it stands"},
		{"gzip twice", zipped(t, zipped(t, `{"a":1}`)), []func(*http.Request){header("Content-Encoding", "gzip, gzip")}, 415, ""},
		{"brotli of nothing", "", []func(*http.Request){header("Content-Encoding", "br")}, 200, "there is nothing to read"},
		{"half a gzip", zipped(t, `{"a":1}`)[:12], []func(*http.Request){gz}, 400, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := l.do("POST", "/users", c.body, c.edits...)
			require.Equal(t, c.status, a.StatusCode, c.why)
			if c.status != 200 {
				code, _ := a.refusal(t)
				assert.Equal(t, map[int]string{400: "BadRequest", 415: "UnsupportedMediaType"}[c.status], code)
			} else if len(c.body) < 1000 && c.body != "" {
				assert.JSONEq(t, `{"a":1}`, a.said(t).Body)
			}
		})
	}
}

// TestUnitsOfRefusals: every answer says what it cost, those too that were refused
// before anything was performed.
// Source: the contract, section 1.
func TestUnitsOfRefusals(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for name, a := range map[string]answered{
		"400, another version": l.get("https://graph.microsoft.com/v2.0/users"),
		"400, no such segment": l.get("/planets"),
		"400, no id":           l.get("/users('')"),
		"400, /me of nobody":   l.get("/me"),
		"400, the body":        l.do("POST", "/users", "x", header("Content-Encoding", "gzip")),
		"400, the query":       l.get("/users?$top=%zz"),
		"401":                  l.get("/users/x", header("Authorization", "")),
		"405":                  l.do("DELETE", "/users/delta", ""),
		"415":                  l.do("POST", "/users", "x", header("Content-Encoding", "br")),
		"500":                  l.get("/bug"),
	} {
		assert.Equal(t, name[:3], strconv.Itoa(a.StatusCode), name)
		assert.Equal(t, "1", a.Header.Get("x-ms-resource-unit"), name)
	}
	assert.Empty(t, l.get("https://login.microsoftonline.com/common/discovery/instance").Header.Get("x-ms-resource-unit"), "signing in costs none")
}

// TestHeaders: what stands in every answer.
// Source: https://learn.microsoft.com/graph/best-practices-concept
func TestHeaders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t)
		l.world.Advance(90 * time.Minute)
		l.token = l.tokenFor(labTenant, admin365.Caller{App: "app"})
		seen := map[string]bool{}
		for _, c := range []struct{ method, path, units string }{
			{"GET", "/users/x", "1"}, {"GET", "/users", "1"}, {"DELETE", "/users/x", "1"}, {"GET", "/nothing", "1"}, {"GET", "/bug", "1"},
		} {
			a := l.do(c.method, c.path, "", header("client-request-id", "mine"))
			id := a.Header.Get("request-id")
			assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, id)
			assert.False(t, seen[id], "no id twice")
			seen[id] = true
			assert.Equal(t, "mine", a.Header.Get("client-request-id"), "the caller's own")
			assert.Equal(t, "Mon, 05 Jan 2026 10:30:00 GMT", a.Header.Get("Date"), "the tenant's time")
			assert.Equal(t, "no-cache", a.Header.Get("Cache-Control"))
			assert.Equal(t, c.units, a.Header.Get("x-ms-resource-unit"))
			if c.method == "DELETE" {
				assert.Empty(t, a.body)
				assert.Empty(t, a.Header.Get("Content-Type"))
			}
		}
		a := l.get("/users")
		assert.NotEmpty(t, a.Header.Get("client-request-id"), "made up where there is none")
		assert.Equal(t, "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8", a.Header.Get("Content-Type"))
		assert.Equal(t, "4.0", a.Header.Get("OData-Version"))
		assert.Contains(t, l.get("/nothing", header("client-request-id", "mine")).body, `"client-request-id":"mine"`)
		assert.Contains(t, l.get("/nothing").body, `"date":"2026-01-05T10:30:00"`, "without a Z")
	})
}

func TestOtherHosts(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, host := range []string{"example.com", "graph.microsoft.us", "graph.microsoft.com.evil.com", "graph.microsoft.com:8443", "localhost", "manage.office.com"} {
		a := l.get("https://" + host + "/v1.0/users")
		assert.Equal(t, http.StatusBadGateway, a.StatusCode, host)
		assert.Contains(t, a.body, "forwards nothing")
		assert.Contains(t, a.body, host)
	}
	assert.Equal(t, http.StatusOK, l.get("https://GRAPH.microsoft.com/v1.0/users").StatusCode, "a host has no letter case")
}

// TestQueries: what clients write in a query is read as the host reads it.
func TestQueries(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, c := range []struct{ name, query, option, want string }{
		{"escaped dollars", "%24select=id", "$select", "id"},
		{"plus is a blank", "$filter=a+eq+1", "$filter", "a eq 1"},
		{"escaped semicolon", "$expand=manager($levels=max%3B$select=id)", "$expand", "manager($levels=max;$select=id)"},
		{"semicolon as it is", "$expand=manager($levels=max;$select=id)", "$expand", "manager($levels=max;$select=id)"},
		{"semicolon in a text", "$filter=city eq 'a;b'", "$filter", "city eq 'a;b'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := url.ParseQuery(l.get("/", raw("/v1.0/users/x", c.query)).said(t).Query)
			require.NoError(t, err)
			assert.Equal(t, c.want, got.Get(c.option))
		})
	}
	assert.Equal(t, http.StatusBadRequest, l.get("/", raw("/v1.0/users/x", "$filter=%zz")).StatusCode)
}

// TestReferences: host and version of an @odata.id may be anything, and a type
// may follow; only the last id is read.
func TestReferences(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, c := range []struct{ name, id, want string }{
		{"user", labRoot + "/users/" + adele, adele},
		{"directory object", labRoot + "/directoryObjects/x", "x"},
		{"version", "https://graph.microsoft.com/beta/users/x", "x"},
		{"host", "https://graph.windows.net/v2/t/directoryObjects/x/Microsoft.DirectoryServices.User", "x"},
		{"key", labRoot + "/users('O''Neil@contoso.com')", "O'Neil@contoso.com"},
		{"dollar", labRoot + "/users('$x@contoso.com')", "$x@contoso.com"},
		{"escaped", labRoot + "/users/a%23EXT%23@contoso.com", "a#EXT#@contoso.com"},
		{"name like a type", labRoot + "/users/microsoft.admin@contoso.com", "microsoft.admin@contoso.com"},
		{"case", labRoot + "/DIRECTORYOBJECTS/x", "x"},
		{"relative", "users/x", "x"},
		{"nothing", "", ""},
		{"no set", labRoot + "/planets/x", ""},
		{"not a URL", ":", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := l.do("PUT", "/reference", `{"@odata.id":"`+c.id+`"}`)
			require.Equal(t, http.StatusOK, a.StatusCode, a.body)
			assert.Equal(t, c.want, a.body)
			assert.Equal(t, "text/plain", a.Header.Get("Content-Type"))
		})
	}
	assert.Equal(t, http.StatusBadRequest, l.do("PUT", "/reference", `{`).StatusCode)
}

func TestBugAnswers500(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	a := l.get("/bug")
	assert.Equal(t, http.StatusInternalServerError, a.StatusCode)
	_, message := a.refusal(t)
	assert.Contains(t, message, "a bug of ours")
}

// ways are the two ways into an emulator.
func ways(t *testing.T, l *lab) map[string]http.RoundTripper {
	server := httptest.NewUnstartedServer(l.Emulator)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(server.Close)
	tcp := roundTrip(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.Host, r.URL.Scheme, r.URL.Host = r.URL.Host, "http", server.Listener.Addr().String()
		return server.Client().Transport.RoundTrip(r)
	})
	return map[string]http.RoundTripper{"in-process": l.Transport(), "TCP": tcp}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestCutBody: half an answer is no answer, on both ways, with and without a
// body to cut.
func TestCutBody(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ method, path string }{{"GET", "/users/x"}, {"DELETE", "/users/x"}} {
		l := newLab(t)
		l.tenant.Faults.Add(tenant.Fault{Cut: true, Done: true})
		for name, way := range ways(t, l) {
			t.Run(name+" "+c.method, func(t *testing.T) {
				response, err := way.RoundTrip(l.request(c.method, c.path, ""))
				if err != nil {
					return // The connection broke before the answer's headers.
				}
				_, err = io.ReadAll(response.Body)
				require.ErrorIs(t, err, io.ErrUnexpectedEOF, "the client takes it for a whole answer")
				require.NoError(t, response.Body.Close())
			})
		}
	}
}

// TestFaultsOnTheWire: each fault as it is sent.
func TestFaultsOnTheWire(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		fault       tenant.Fault
		status      int
		header, has string
	}{
		{"throttled", tenant.Fault{Status: 429, Code: "TooManyRequests", Message: "x", RetryAfter: "2.128"}, 429, "Retry-After", "2.128"},
		{"nonsense to wait for", tenant.Fault{Status: 503, RetryAfter: "soon"}, 503, "Retry-After", "soon"},
		{"no wait", tenant.Fault{Status: 503}, 503, "Retry-After", ""},
		{"HTML", tenant.Fault{HTML: true, Done: true}, 200, "Content-Type", "text/html"},
		{"HTML and a status", tenant.Fault{HTML: true, Status: 502}, 502, "Content-Type", "text/html"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t)
			l.tenant.Faults.Add(c.fault)
			for _, way := range ways(t, l) {
				response, err := way.RoundTrip(l.request("GET", "/users/x", ""))
				require.NoError(t, err)
				a := read(t, response)
				assert.Equal(t, c.status, a.StatusCode)
				assert.Equal(t, c.has, a.Header.Get(c.header))
			}
		})
	}
}

// TestTransportContract: what a client may expect of a round tripper.
func TestTransportContract(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t)
		l.tenant.Faults.Add(tenant.Fault{Op: "get", Delay: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		started := time.Now()
		_, err := l.Transport().RoundTrip(l.request("GET", "/users/x", "").WithContext(ctx))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Minute, time.Since(started), "it does not wait any longer")
		body := &closing{Reader: strings.NewReader("{}")}
		r := l.request("POST", "/users", "").WithContext(ctx)
		r.Body = body
		_, err = l.Transport().RoundTrip(r)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 1, body.closed, "a request that is not sent is closed too")

		var wrote []string
		traced := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
			WroteHeaders: func() { wrote = append(wrote, "headers") },
			WroteRequest: func(info httptrace.WroteRequestInfo) { wrote = append(wrote, "request"); assert.NoError(t, info.Err) },
		})
		body = &closing{Reader: strings.NewReader("{}")}
		r = l.request("POST", "/users", "").WithContext(traced)
		r.Body = body
		before := r.Clone(traced)
		response, err := l.Transport().RoundTrip(r)
		require.NoError(t, err)
		assert.Equal(t, []string{"headers", "request"}, wrote, "the client asks whether anything was sent")
		assert.Equal(t, 1, body.closed)
		assert.Same(t, r, response.Request)
		assert.Equal(t, "200 OK", response.Status)
		assert.Equal(t, before.Header, r.Header, "the request is left as it was")
		assert.Equal(t, []string{before.Host, before.RequestURI}, []string{r.Host, r.RequestURI})
		r.Body = nil
		_, err = l.Transport().RoundTrip(r)
		require.NoError(t, err, "a request may have no body at all")
	})
}

type closing struct {
	io.Reader
	closed int
}

func (c *closing) Close() error { c.closed++; return nil }

// TestNoGoroutineIsLeft: nothing outlives its call; a bubble does not end while
// a goroutine of it is left.
func TestNoGoroutineIsLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t)
		l.tenant.Faults.Add(tenant.Fault{Op: "manager", Delay: time.Hour})
		l.get("/users/x")
		for _, address := range []string{"/users/x", "/users/x/manager"} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			response, err := l.Transport().RoundTrip(l.request("GET", address, "").WithContext(ctx))
			if err == nil {
				require.NoError(t, response.Body.Close())
			}
			cancel()
		}
	})
}
