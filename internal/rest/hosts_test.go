package rest

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

func TestCheckLink(t *testing.T) {
	t.Parallel()
	host, _ := api.Graph.Host(admin365.CloudPublic)
	for _, c := range []struct {
		link string
		ok   bool
	}{
		{"https://graph.microsoft.com/v1.0/users?$skiptoken=abc", true},
		{"https://GRAPH.microsoft.com/v1.0/users?$skiptoken=a/../b", true},
		{"https://graph.microsoft.com:443/v1.0/users", true},
		{"HTTPS://graph.microsoft.com/v1.0/users/adele%23EXT%23@contoso.com", true},
		{"http://graph.microsoft.com/v1.0/users", false},
		{"https://graph.microsoft.com:8443/v1.0/users", false},
		{"https://evil.example/v1.0/users", false},
		{"https://graph.microsoft.com.evil.example/v1.0/users", false},
		{"https://graph.microsoft.com@evil.example/v1.0/users", false},
		{"https://token@graph.microsoft.com/v1.0/users", false},
		{"https://evil.example#graph.microsoft.com", false},
		{"https://evil.example\\@graph.microsoft.com/", false},
		{"https://graph.microsoft.com/v1.0/../evil", false},
		{"https://graph.microsoft.com/v1.0/%2e%2e/evil", false},
		{"https://graph.microsoft.com/v1.0/users#x", false},
		{"https://graph.microsoft.us/v1.0/users", false},
		{"https://login.microsoftonline.com/common", false},
		{"//graph.microsoft.com/v1.0/users", false},
		{"/v1.0/users", false},
		{"https:graph.microsoft.com/v1.0", false},
		{"https://graph.microsoft.com/\r\nHost: evil.example", false},
		{"https://graph.microsoft.com./v1.0", false},
		{"javascript:alert(1)", false},
		{"", false},
	} {
		u, why := checkLink(host, c.link)
		assert.Equal(t, c.ok, why == "", "%q: %s", c.link, why)
		if c.ok {
			assert.Equal(t, "https://graph.microsoft.com", u.Scheme+"://"+u.Host)
		}
	}
}

// FuzzNextLink: a link that is accepted leads a request to the host and nowhere
// else, however it is written.
func FuzzNextLink(f *testing.F) {
	for _, s := range []string{
		"https://graph.microsoft.com/v1.0/users?$skiptoken=abc", "https://graph.microsoft.com@evil.example/",
		"https://graph.microsoft.com:443/", "https://evil.example\\@graph.microsoft.com/", "//evil.example",
		"https://[::1]/", "https://graph.microsoft.com%2eevil.example/", "https://graph.microsoft.com/a/%2e%2e/b",
	} {
		f.Add(s)
	}
	host, _ := api.Graph.Host(admin365.CloudPublic)
	f.Fuzz(func(t *testing.T, link string) {
		u, why := checkLink(host, link)
		if why != "" {
			if u != nil {
				t.Fatal("a refused link has a URL")
			}
			return
		}
		rq, err := http.NewRequest(http.MethodGet, u.String(), nil)
		if err != nil {
			return // Cannot be sent at all.
		}
		if rq.URL.Scheme != "https" || rq.URL.Host != "graph.microsoft.com" || rq.Host != "graph.microsoft.com" || rq.URL.User != nil {
			t.Fatalf("%q leads to %s", link, rq.URL)
		}
		if again, why := checkLink(host, u.String()); why != "" || again.String() != u.String() {
			t.Fatalf("%q is not the same when it is checked again: %s", u, why)
		}
	})
}

// TestRedirects: a token follows a read on its own host and goes nowhere else,
// and a redirected write is not done elsewhere or as a read.
func TestRedirects(t *testing.T) {
	t.Parallel()
	to := func(status int, location string) step { return answer(status, "", "Location", location) }
	const here = "https://graph.microsoft.com/v1.0/people/adele"
	for _, c := range []struct {
		name, why string
		call      api.Call
		step      step
		want      error
		sent      int
	}{
		{"a read on its host", "it is followed, with the token", opGet.At("adele"), to(302, here), nil, 2},
		{"a read to another host", "the token would go there", opGet.At("adele"), to(302, "https://evil.example/steal?key=hidden-key"), admin365.ErrUnavailable, 1},
		{"a read to a host below", "net/http would keep the token", opGet.At("adele"), to(307, "https://evil.graph.microsoft.com/"), admin365.ErrUnavailable, 1},
		{"a read to http", "the token would be readable", opGet.At("adele"), to(302, "http://graph.microsoft.com/v1.0/people"), admin365.ErrUnavailable, 1},
		{"a create", "net/http would turn it into a read", opCreate.At(), to(302, here), admin365.ErrUncertain, 1},
		{"a create with 307", "the password would go along", opCreate.At(), to(307, here), admin365.ErrUncertain, 1},
		{"a patch with 308", "no write is redirected", opUpdate.At("x"), to(308, here), admin365.ErrUncertain, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client, s := newTest(t, func(cfg *Config) {
				cfg.HTTPClient.CheckRedirect = func(*http.Request, []*http.Request) error { return nil }
			}, c.step, answer(200, adele))
			_, err := One[user](t.Context(), client, Request{Call: c.call, Body: map[string]string{"a": "b"}})
			if c.want == nil {
				require.NoError(t, err, c.why)
			} else {
				require.ErrorIs(t, err, c.want, c.why)
				assert.NotContains(t, err.Error(), "hidden-key")
			}
			requests := s.requests()
			require.Len(t, requests, c.sent, c.why)
			for _, r := range requests {
				u, _ := url.Parse(r.url)
				assert.Equal(t, "graph.microsoft.com", u.Host)
				assert.Equal(t, "Bearer token-1", r.header.Get("Authorization"))
			}
		})
	}
	t.Run("in a circle", func(t *testing.T) {
		t.Parallel()
		client, s := newTest(t, nil, to(302, here))
		_, err := One[user](t.Context(), client, Request{Call: opGet.At("adele")})
		require.ErrorIs(t, err, admin365.ErrUnavailable)
		assert.Len(t, s.requests(), 6)
	})
}

// TestClouds: each cloud has its host, and the token of one is not sent to
// another.
func TestClouds(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, func(cfg *Config) { cfg.Cloud = admin365.CloudChina }, answer(200, `{"value":[],"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=x"}`))
	_, _, err := Page[user](t.Context(), client, Request{Call: opList.At()}, "")
	require.ErrorIs(t, err, admin365.ErrUnavailable)
	assert.Equal(t, "https://microsoftgraph.chinacloudapi.cn/v1.0/users", s.requests()[0].url)
	assert.Equal(t, "https://microsoftgraph.chinacloudapi.cn", client.Host(&api.Graph))
	cred, _ := client.cfg.Credential.(*credential)
	assert.Equal(t, []string{"https://microsoftgraph.chinacloudapi.cn/.default"}, cred.asked[0].Scopes)

	elsewhere := api.API{Name: "Elsewhere", Hosts: []api.Host{{Cloud: admin365.CloudPublic, URL: "https://elsewhere.example"}}}
	op := api.Op{Name: "test.Elsewhere", API: &elsewhere, Method: "GET", Paths: []string{"/x"}, Retry: api.RetrySafe}
	err = Send(t.Context(), client, Request{Call: op.At()})
	require.ErrorIs(t, err, admin365.ErrUnsupported)
	e, _ := errors.AsType[*admin365.Error](err)
	assert.Contains(t, e.Message, "China")
	assert.Empty(t, client.Host(&elsewhere))
}
