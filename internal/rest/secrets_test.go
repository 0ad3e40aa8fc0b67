package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// TestSecrets puts secrets wherever one may be, and searches everything that
// comes out: logs, errors in every notation, events and what a guard sees.
func TestSecrets(t *testing.T) {
	t.Parallel()
	const token, password, filter, page = "hidden-token", "hidden-password", "hidden-filter", "hidden-page"
	steps := map[string]step{
		"good":        answer(200, adele),
		"refused":     refuse(400, "x", "no"),
		"failed":      serviceFailed,
		"throttled":   refuse(429, "x", "", "Retry-After", "1"),
		"401":         refuse(401, "x", "no"),
		"html":        answer(200, "<html>"+page+"</html>", "Content-Type", "text/html"),
		"html 502":    answer(502, "<html>"+page+"</html>", "Content-Type", "text/html"),
		"odd type":    answer(502, "x", "Content-Type", page+"<script>"),
		"cut":         cutOff(200, `{"id":"`+page+`"}`),
		"wrong type":  answer(200, `{"id":{"x":"`+page+`"}}`),
		"wrong time":  answer(200, `{"id":"x","createdDateTime":"`+page+`"}`),
		"no object":   answer(200, `"`+page+`"`),
		"garbage":     answer(200, `{"id":`+page),
		"lost":        lost,
		"unreachable": unreachable,
		"redirect":    answer(302, "", "Location", "https://evil.example/?"+page),
		"bad link":    answer(200, `{"value":[],"@odata.nextLink":"https://evil.example/`+page+`"}`),
	}
	for name, s := range steps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				var out bytes.Buffer
				tell := func(format string, args ...any) {
					mu.Lock()
					defer mu.Unlock()
					fmt.Fprintf(&out, format+"\n", args...)
				}
				var log bytes.Buffer
				client, _ := newTest(t, func(cfg *Config) {
					cfg.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
					cfg.Credential = &credential{give: func(n int, _ policy.TokenRequestOptions) (azcore.AccessToken, error) {
						if n > 3 {
							return azcore.AccessToken{}, errors.New("AADSTS7000215 " + token)
						}
						return azcore.AccessToken{Token: token}, nil
					}}
					cfg.Observe = func(_ context.Context, e admin365.Event) { tell("%v %+v %#v", e, e, e) }
					cfg.Guard = func(_ context.Context, w admin365.Write) error { tell("%+v", w); return nil }
				}, s)
				rq := Request{
					Query:  url.Values{"$filter": {filter}},
					Header: http.Header{"X-Secret": {password}},
					Body:   map[string]any{"passwordProfile": map[string]string{"password": password}},
				}
				for range 2 {
					for _, call := range []Request{{Call: opCreate.At()}, {Call: opUpdate.At("x")}, {Call: opGet.At("x")}} {
						rq.Call = call.Call
						_, err := One[person](t.Context(), client, rq)
						tell("%v %+v %#v %q", err, err, err, err)
					}
					_, _, err := Page[user](t.Context(), client, Request{Call: opList.At(), Query: rq.Query}, "")
					tell("%v %+v %#v", err, err, err)
					_, err = client.Raw(t.Context(), RawRequest{Method: "POST", Path: "/v1.0/x", Query: rq.Query, Body: rq.Body})
					tell("%v %+v %#v", err, err, err)
				}
				assert.Contains(t, log.String(), "test.Users.Create", "the log says something")
				for _, text := range []string{out.String(), log.String()} {
					require.NotEmpty(t, text)
					assert.NotContains(t, text, "hidden-")
					assert.NotContains(t, text, "https://")
					assert.NotContains(t, text, "level=INFO")
				}
			})
		})
	}
}

// TestRedactedBody: someone marshaled a Secret where Reveal was meant. The
// marker must not become anybody's password.
func TestRedactedBody(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, nil, answer(201, adele))
	guarded := false
	client.cfg.Guard = func(context.Context, admin365.Write) error { guarded = true; return nil }
	for _, body := range []any{
		map[string]any{"password": admin365.NewSecret("hidden-password")},
		[]byte(`{"password":"` + admin365.RedactedSecret + `"}`),
		map[string]any{"f": func() {}},
		map[string]any{"name": "hidden-\xff"},
	} {
		_, err := One[user](t.Context(), client, Request{Call: opCreate.At(), Body: body})
		require.ErrorIs(t, err, admin365.ErrInvalid)
		assert.NotContains(t, err.Error(), "hidden-")
	}
	assert.Empty(t, s.requests())
	assert.False(t, guarded, "what cannot be sent needs nobody's leave")
}

// TestBadToken: a token that cannot stand in a header is not quoted.
func TestBadToken(t *testing.T) {
	t.Parallel()
	client, err := New(Config{TenantID: testTenant, Credential: &credential{give: func(int, policy.TokenRequestOptions) (azcore.AccessToken, error) {
		return azcore.AccessToken{Token: "hidden\ntoken"}, nil
	}}, MaxAttempts: 1})
	require.NoError(t, err)
	err = Send(t.Context(), client, Request{Call: opGet.At("x")})
	require.Error(t, err)
	assert.False(t, strings.Contains(err.Error(), "hidden"), err)
}
