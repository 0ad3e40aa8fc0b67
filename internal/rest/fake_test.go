package rest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

const testTenant = "11111111-2222-3333-4444-555555555555"

// The operations of these tests: one for each way in which a request may be
// repeated.
var (
	userNotFound = api.Refusal{
		Name: "UserNotFound", Status: 404, Code: "Request_ResourceNotFound",
		Text:  "Resource '%s' does not exist or one of its queried reference-property objects are not present.",
		Names: true,
		Is:    admin365.ErrNotFound,
	}
	nameTaken = api.Refusal{
		Name: "NameTaken", Status: 400, Code: "Request_BadRequest",
		Text:   "Another object with the same value for property %s already exists.",
		Detail: admin365.Detail{Code: "ObjectConflict", Target: "%s"},
		Is:     admin365.ErrConflict,
	}
	opList = api.Op{
		Name: "test.Users.List", API: &api.Graph, Method: "GET", Paths: []string{"/users"},
		Retry: api.RetrySafe, Units: 2,
	}
	opGet = api.Op{
		Name: "test.Users.Get", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}"},
		Retry: api.RetrySafe, Refusals: []*api.Refusal{&userNotFound},
	}
	opCreate = api.Op{
		Name: "test.Users.Create", API: &api.Graph, Method: "POST", Paths: []string{"/users"},
		Effect: admin365.EffectReversible, Refusals: []*api.Refusal{&nameTaken},
	}
	opUpdate = api.Op{
		Name: "test.Users.Update", API: &api.Graph, Method: "PATCH", Paths: []string{"/users/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable, Refusals: []*api.Refusal{&userNotFound},
	}
	opDelete = api.Op{
		Name: "test.Users.Delete", API: &api.Graph, Method: "DELETE", Paths: []string{"/users/{id}"},
		Effect: admin365.EffectLosesData, Retry: api.RetryRepeatable, Repeated: &userNotFound,
		Refusals: []*api.Refusal{&userNotFound},
	}
)

type user struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
}

// credential is a fake of the caller's credential.
type credential struct {
	mu    sync.Mutex
	asked []policy.TokenRequestOptions
	give  func(n int, o policy.TokenRequestOptions) (azcore.AccessToken, error)
}

func (c *credential) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	c.mu.Lock()
	c.asked = append(c.asked, o)
	n := len(c.asked)
	c.mu.Unlock()
	if c.give != nil {
		return c.give(n, o)
	}
	return azcore.AccessToken{Token: "token-" + strconv.Itoa(n), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func (c *credential) times() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.asked)
}

// sent is a request as it reached the fake service.
type sent struct {
	method, url, body string
	header            http.Header
	at                time.Time
}

// step is one answer of the fake service, or the failure to give one.
type step func(*http.Request) (*http.Response, error)

// service is a fake service behind a transport, which answers by script; the
// last step answers all further requests.
type service struct {
	mu    sync.Mutex
	steps []step
	sent  []sent
	// open counts bodies that were handed out and not closed.
	open int
}

func (s *service) RoundTrip(rq *http.Request) (*http.Response, error) {
	var body []byte
	if rq.Body != nil {
		body, _ = io.ReadAll(rq.Body)
		_ = rq.Body.Close()
	}
	s.mu.Lock()
	n := min(len(s.sent), len(s.steps)-1)
	s.sent = append(s.sent, sent{rq.Method, rq.URL.String(), string(body), rq.Header.Clone(), time.Now()})
	do := s.steps[n]
	s.mu.Unlock()
	resp, err := do(rq)
	if resp != nil {
		s.mu.Lock()
		s.open++
		s.mu.Unlock()
		resp.Request = rq
		resp.Body = &counted{resp.Body, s, sync.Once{}}
	}
	return resp, err
}

func (s *service) requests() []sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]sent(nil), s.sent...)
}

type counted struct {
	io.ReadCloser
	s    *service
	once sync.Once
}

func (c *counted) Close() error {
	c.once.Do(func() {
		c.s.mu.Lock()
		c.s.open--
		c.s.mu.Unlock()
	})
	return c.ReadCloser.Close()
}

func wrote(rq *http.Request) {
	if t := httptrace.ContextClientTrace(rq.Context()); t != nil && t.WroteHeaders != nil {
		t.WroteHeaders()
	}
}

// answer answers with a status, a JSON body and header pairs.
func answer(status int, body string, header ...string) step {
	return func(rq *http.Request) (*http.Response, error) {
		wrote(rq)
		h := http.Header{"Request-Id": {"request-of-the-service"}}
		if body != "" {
			h.Set("Content-Type", "application/json;odata.metadata=minimal")
		}
		for i := 0; i+1 < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{
			StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: h,
			Body: io.NopCloser(bytes.NewReader([]byte(body))), ContentLength: int64(len(body)),
		}, nil
	}
}

func refuse(status int, code, message string, header ...string) step {
	return answer(status, `{"error":{"code":"`+code+`","message":"`+message+`"}}`, header...)
}

// cutOff answers with the first half of a body and breaks the connection.
func cutOff(status int, body string) step {
	return func(rq *http.Request) (*http.Response, error) {
		resp, _ := answer(status, body)(rq)
		half := io.LimitReader(resp.Body, int64(len(body)/2))
		resp.Body = io.NopCloser(io.MultiReader(half, failing{io.ErrUnexpectedEOF}))
		return resp, nil
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// lost breaks the connection after the request was written.
func lost(rq *http.Request) (*http.Response, error) {
	wrote(rq)
	return nil, errors.New("connection reset by peer")
}

// unreachable fails before anything was written, as net/http tells it.
func unreachable(rq *http.Request) (*http.Response, error) {
	if t := httptrace.ContextClientTrace(rq.Context()); t != nil {
		t.GetConn(rq.URL.Host)
	}
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
}

// newTest returns a client of a service with the script.
func newTest(tb testing.TB, change func(*Config), steps ...step) (*Client, *service) {
	tb.Helper()
	s := &service{steps: steps}
	cfg := Config{
		TenantID: testTenant, Credential: &credential{}, HTTPClient: &http.Client{Transport: s},
		Logger: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&cfg)
	}
	c, err := New(cfg)
	require.NoError(tb, err)
	return c, s
}
