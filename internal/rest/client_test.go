package rest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

func TestNew(t *testing.T) {
	t.Parallel()
	good := Config{TenantID: "contoso.com", Credential: &credential{}}
	for _, c := range []struct {
		name string
		edit func(*Config)
		ok   bool
	}{
		{"as it is", func(*Config) {}, true},
		{"a GUID", func(c *Config) { c.TenantID = testTenant }, true},
		{"no tenant", func(c *Config) { c.TenantID = "" }, false},
		{"many tenants", func(c *Config) { c.TenantID = "Common" }, false},
		{"a path", func(c *Config) { c.TenantID = "contoso.com/../x" }, false},
		{"dots", func(c *Config) { c.TenantID = ".." }, false},
		{"no credential", func(c *Config) { c.Credential = nil }, false},
		{"another planet's cloud", func(c *Config) { c.Cloud = "Mars" }, false},
		{"negative attempts", func(c *Config) { c.MaxAttempts = -1 }, false},
		{"a split header", func(c *Config) { c.UserAgent = "a\r\nb: c" }, false},
	} {
		cfg := good
		c.edit(&cfg)
		client, err := New(cfg)
		if c.ok {
			require.NoError(t, err, c.name)
			assert.Equal(t, cfg.TenantID, client.TenantID())
			continue
		}
		require.ErrorIs(t, err, admin365.ErrInvalid, c.name)
		assert.Nil(t, client)
	}
	client, err := New(good)
	require.NoError(t, err)
	_, err = client.ForTenant("organizations")
	require.ErrorIs(t, err, admin365.ErrInvalid)
}

// TestHTTPClient: the caller's client is copied and not changed, and what is in
// it is used.
func TestHTTPClient(t *testing.T) {
	t.Parallel()
	s := &service{steps: []step{answer(200, adele)}}
	own := &http.Client{Transport: s, Timeout: 5 * time.Minute}
	client, err := New(Config{TenantID: testTenant, Credential: &credential{}, HTTPClient: own})
	require.NoError(t, err)
	assert.Equal(t, 5*time.Minute, client.shared.http.Timeout)
	assert.Nil(t, own.CheckRedirect)
	assert.Same(t, s, own.Transport)
	_, closes := client.shared.http.Transport.(interface{ CloseIdleConnections() })
	assert.False(t, closes, "a failure does not close the connections of other calls")
	require.NoError(t, Send(t.Context(), client, Request{Call: opGet.At("x")}))

	client, err = New(Config{TenantID: testTenant, Credential: &credential{}})
	require.NoError(t, err)
	assert.NotNil(t, client.shared.http.Transport.(attempts).RoundTripper)
}

// TestHeaders: what the service is told beside the request, and what a caller
// cannot set.
func TestHeaders(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, func(cfg *Config) { cfg.UserAgent = "onboard/1.0" }, answer(201, adele))
	_, err := One[user](t.Context(), client, Request{
		Call: opCreate.At(), Body: struct {
			Name   string                    `json:"name"`
			City   admin365.Optional[string] `json:"city,omitzero"`
			State  admin365.Optional[string] `json:"state,omitzero"`
			Phones []string                  `json:"phones"`
		}{Name: "<Adele>", City: admin365.Null[string]()},
		Header: http.Header{"authorization": {"Bearer of another"}, "host": {"evil.example"}, "COOKIE": {"a=b"}, "connection": {"close"}, "Prefer": {"a", "b"}, "client-request-id": {"x"}},
	})
	require.NoError(t, err)
	r := s.requests()[0]
	assert.Equal(t, `{"name":"<Adele>","city":null,"phones":[]}`, r.body)
	assert.Equal(t, []string{"Bearer token-1"}, r.header["Authorization"])
	assert.NotContains(t, r.header, "authorization")
	for name := range r.header {
		assert.NotContains(t, []string{"host", "cookie", "connection"}, strings.ToLower(name))
	}
	assert.Equal(t, []string{"a", "b"}, r.header["Prefer"])
	assert.Equal(t, "application/json", r.header.Get("Content-Type"))
	assert.Equal(t, "application/json", r.header.Get("Accept"))
	assert.Equal(t, "onboard/1.0", r.header.Get("User-Agent"))
	assert.Equal(t, "true", r.header.Get("return-client-request-id"))
	assert.Len(t, r.header.Get("client-request-id"), 36)
	assert.Len(t, r.header.Values("client-request-id"), 1)
}

// TestIDs: an id arrives as it is, and one that would address something else is
// refused.
func TestIDs(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, nil, answer(200, adele))
	for id, path := range map[string]string{
		"adele@contoso.com":                 "/v1.0/users/adele@contoso.com",
		"bob_fabrikam.com#EXT#@contoso.com": "/v1.0/users/bob_fabrikam.com%23EXT%23@contoso.com",
		"o'neil@contoso.com":                "/v1.0/users/o%27neil@contoso.com",
		"$admin@contoso.com":                "/v1.0/users%28%27$admin@contoso.com%27%29",
		"Żółć/?%2f":                         "/v1.0/users/%C5%BB%C3%B3%C5%82%C4%87%2F%3F%252f",
	} {
		require.NoError(t, Send(t.Context(), client, Request{Call: opGet.At(id)}))
		requests := s.requests()
		rq, err := http.NewRequest("GET", requests[len(requests)-1].url, nil)
		require.NoError(t, err)
		want, err := http.NewRequest("GET", "https://graph.microsoft.com"+path, nil)
		require.NoError(t, err)
		assert.Equal(t, want.URL.Path, rq.URL.Path, id)
	}
	sent := len(s.requests())
	for _, id := range []string{"", ".", "..", "a/../b", "a\r\nb"} {
		require.ErrorIs(t, Send(t.Context(), client, Request{Call: opGet.At(id)}), admin365.ErrInvalid, "%q", id)
	}
	assert.Len(t, s.requests(), sent)
}

// TestGuard: a guard sees each write and no read, before a token is asked for,
// and what it refuses is not sent.
func TestGuard(t *testing.T) {
	t.Parallel()
	no := errors.New("not on a Friday")
	var asked []admin365.Write
	cred := &credential{}
	client, s := newTest(t, func(cfg *Config) {
		cfg.Credential = cred
		cfg.Guard = func(_ context.Context, w admin365.Write) error { asked = append(asked, w); return no }
	}, answer(200, adele))
	for _, call := range []api.Call{opCreate.At(), opUpdate.At("x"), opDelete.At("x")} {
		err := Send(t.Context(), client, Request{Call: call})
		require.ErrorIs(t, err, admin365.ErrForbidden)
		require.ErrorIs(t, err, no)
	}
	_, err := client.Raw(t.Context(), RawRequest{Method: "DELETE", Path: "/v1.0/x"})
	require.ErrorIs(t, err, no)
	assert.Len(t, asked, 4)
	assert.Equal(t, admin365.Write{Op: "test.Users.Delete", Effect: admin365.EffectLosesData, Target: "x", TenantID: testTenant}, asked[2])
	assert.Empty(t, s.requests())
	assert.Zero(t, cred.times())
	require.NoError(t, Send(t.Context(), client, Request{Call: opGet.At("x")}))
	assert.Len(t, asked, 4)
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, func(cfg *Config) { cfg.ReadOnly = true }, answer(200, adele))
	require.ErrorIs(t, Send(t.Context(), client, Request{Call: opUpdate.At("x")}), admin365.ErrForbidden)
	_, err := client.Raw(t.Context(), RawRequest{Method: "POST", Path: "/v1.0/x"})
	require.ErrorIs(t, err, admin365.ErrForbidden)
	other, err := client.ForTenant("contoso.com")
	require.NoError(t, err)
	require.ErrorIs(t, Send(t.Context(), other, Request{Call: opCreate.At()}), admin365.ErrForbidden)
	assert.Empty(t, s.requests())
	require.NoError(t, Send(t.Context(), client, Request{Call: opGet.At("x")}))
	_, err = client.Raw(t.Context(), RawRequest{Path: "/v1.0/x"})
	require.NoError(t, err)
}

// TestObserve: each attempt is told, with what the service charged.
func TestObserve(t *testing.T) {
	t.Parallel()
	var events []admin365.Event
	client, _ := newTest(t, func(cfg *Config) {
		cfg.Observe = func(_ context.Context, e admin365.Event) { events = append(events, e) }
	}, refuse(429, "TooManyRequests", "", "Retry-After", "0"), answer(204, "", "x-ms-resource-unit", "2"))
	require.NoError(t, Send(t.Context(), client, Request{Call: opUpdate.At("adele")}))
	require.Len(t, events, 2)
	require.ErrorIs(t, events[0].Err, admin365.ErrThrottled)
	require.NoError(t, events[1].Err)
	for i := range events {
		events[i].Duration, events[i].Err = 0, nil
	}
	e := admin365.Event{
		Op: "test.Users.Update", Effect: admin365.EffectReversible, Target: "adele", TenantID: testTenant,
		Attempt: 1, Status: 429, RequestID: "request-of-the-service",
	}
	assert.Equal(t, e, events[0])
	e.Attempt, e.Status, e.Units = 2, 204, 2
	assert.Equal(t, e, events[1])
}
