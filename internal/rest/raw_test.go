package rest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

func TestRaw(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, nil, answer(200, `893`, "Content-Type", "text/plain"))
	got, err := client.Raw(t.Context(), RawRequest{
		Path: "/beta/users/$count?$search=x", Query: url.Values{"$filter": {"a b"}},
		Header: http.Header{"ConsistencyLevel": {"eventual"}},
	})
	require.NoError(t, err)
	assert.Equal(t, 200, got.Status)
	assert.Equal(t, "893", string(got.Body))
	assert.Equal(t, "text/plain", got.Header.Get("Content-Type"))
	r := s.requests()[0]
	assert.Equal(t, "GET https://graph.microsoft.com/beta/users/$count?$search=x&$filter=a%20b", r.method+" "+r.url)
	assert.Equal(t, "eventual", r.header.Get("ConsistencyLevel"))
	assert.Equal(t, "Bearer token-1", r.header.Get("Authorization"))

	_, err = client.Raw(t.Context(), RawRequest{Path: "https://graph.microsoft.com/v1.0/users?$skiptoken=x"})
	require.NoError(t, err, "a link of an earlier answer")
	_, err = client.Raw(t.Context(), RawRequest{Method: "POST", Path: "/v1.0/$batch", Body: map[string]int{"requests": 0}})
	require.NoError(t, err)
	r = s.requests()[2]
	assert.Equal(t, `{"requests":0}`, r.body)
	assert.Equal(t, "application/json", r.header.Get("Content-Type"))
}

// TestRawBodyBelongsToTheCaller: later answers do not overwrite it.
func TestRawBodyBelongsToTheCaller(t *testing.T) {
	t.Parallel()
	client, _ := newTest(t, nil, answer(200, `"first"`), answer(200, `"later"`))
	first, err := client.Raw(t.Context(), RawRequest{Path: "/v1.0/x"})
	require.NoError(t, err)
	for range 50 {
		_, err := client.Raw(t.Context(), RawRequest{Path: "/v1.0/x"})
		require.NoError(t, err)
	}
	assert.Equal(t, `"first"`, string(first.Body))
}

// TestRawPaths: nothing that is not a path of the API's host is sent.
func TestRawPaths(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, nil, answer(200, "{}"))
	for _, path := range []string{
		"", "v1.0/users", ".evil.example/", "@evil.example/", "//evil.example/", "https://evil.example/", "/v1.0/../x",
		"/v1.0/%2e%2e/x", "http://graph.microsoft.com/v1.0", "/v1.0/users#x", "/v1.0/us\ners", `/\evil.example`,
	} {
		_, err := client.Raw(t.Context(), RawRequest{Path: path})
		require.ErrorIs(t, err, admin365.ErrInvalid, "%q", path)
	}
	_, err := client.Raw(t.Context(), RawRequest{Method: "GET /", Path: "/v1.0"})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	assert.Empty(t, s.requests())
}

// TestRawWrites: what Raw does not know it takes for the worst: a write that
// cannot be taken back and is never sent twice.
func TestRawWrites(t *testing.T) {
	t.Parallel()
	var asked []admin365.Write
	client, s := newTest(t, func(cfg *Config) {
		cfg.Guard = func(_ context.Context, w admin365.Write) error { asked = append(asked, w); return nil }
	}, refuse(500, "x", ""))
	for _, method := range []string{"POST", "PATCH", "PUT", "DELETE"} {
		_, err := client.Raw(t.Context(), RawRequest{Method: method, Path: "/v1.0/groups/x?$a=b"})
		require.ErrorIs(t, err, admin365.ErrUncertain, method)
		e, _ := errors.AsType[*admin365.Error](err)
		assert.Equal(t, "admin.Raw", e.Op)
		assert.Equal(t, method+" /v1.0/groups/x", e.Target)
	}
	assert.Len(t, s.requests(), 4)
	require.Len(t, asked, 4)
	assert.Equal(t, admin365.Write{Op: "admin.Raw", Effect: admin365.EffectIrrevocable, Target: "POST /v1.0/groups/x", TenantID: testTenant}, asked[0])
}
