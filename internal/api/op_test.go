package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/admin365/admin365"
)

func opOf(paths ...string) *Op { return &Op{Name: "lab.Op", API: &Graph, Paths: paths} }

// TestPath: an id is one segment, whatever it holds.
func TestPath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		path string
		ids  []string
		want string
	}{
		{"plain", "/users/{id}", []string{"11111111-2222-4333-8444-555555555555"}, "/v1.0/users/11111111-2222-4333-8444-555555555555"},
		{"none", "/users", nil, "/v1.0/users"},
		{"user name", "/users/{id}", []string{"ada@contoso.com"}, "/v1.0/users/ada@contoso.com"},
		{"guest", "/users/{id}", []string{"ada_f.com#EXT#@contoso.com"}, "/v1.0/users/ada_f.com%23EXT%23@contoso.com"},
		{"quotes", "/users/{id}", []string{`O'Neil"`}, "/v1.0/users/O%27Neil%22"},
		{"slash and question", "/users/{id}/manager", []string{"a/b?c"}, "/v1.0/users/a%2Fb%3Fc/manager"},
		{"not ASCII", "/users/{id}", []string{"zoë"}, "/v1.0/users/zo%C3%AB"},
		{"percent", "/users/{id}", []string{"%2F"}, "/v1.0/users/%252F"},
		{"blank and plus", "/users/{id}", []string{"a b+c"}, "/v1.0/users/a%20b+c"},
		{"braces", "/users/{id}/manager", []string{"{id}"}, "/v1.0/users/%7Bid%7D/manager"},
		{"dollar", "/users/{id}", []string{"$x@y"}, "/v1.0/users('$x@y')"},
		{"dollar and quote", "/users/{id}/manager/$ref", []string{"$o'x"}, "/v1.0/users('$o%27%27x')/manager/$ref"},
		{"two", "/groups/{id}/members/{id}/$ref", []string{"g-1", "$m"}, "/v1.0/groups/g-1/members('$m')/$ref"},
		{"function", "/users/{id}", []string{"delta"}, "/v1.0/users('delta')"},
		{"type", "/users/{id}", []string{"Microsoft.Graph.Bot@contoso.com"}, "/v1.0/users('Microsoft.Graph.Bot@contoso.com')"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, opOf(c.path).At(c.ids...).Path())
		})
	}
	unversioned := Op{API: &API{}, Paths: []string{"/a/{id}", "/b/{id}"}}
	assert.Equal(t, "/a/x", unversioned.At("x").Path(), "the first of its paths")
}

// TestPathIsOneSegment: the escaped path holds no more segments, queries and
// fragments than its template, and is what net/url sends.
func TestPathIsOneSegment(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		call := opOf("/users/{id}/manager").At(rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("/?#%$'();.:@&=+ a\\")))).Draw(t, "id"))
		if call.Check() != nil {
			return
		}
		u, err := url.Parse("https://graph.microsoft.com" + call.Path())
		if err != nil {
			t.Fatal(err)
		}
		if u.RawQuery != "" || u.Fragment != "" || u.Host != "graph.microsoft.com" || u.EscapedPath() != call.Path() {
			t.Fatalf("%q: %s is read as %+v", call.IDs[0], call.Path(), u)
		}
	})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", ".", "..", "a\x00b", "a\nb", "a\rb", "a/../b", "../x", `x\..`, "./x"} {
		for _, ids := range [][]string{{id}, {"x", id}} {
			err := opOf("/a/{id}/b/{id}").At(ids...).Check()
			require.ErrorIs(t, err, admin365.ErrInvalid, "%q", ids)
			e, _ := errors.AsType[*admin365.Error](err)
			assert.Equal(t, "lab.Op", e.Op)
		}
	}
	for _, id := range []string{"...", ".a", "a..b", " ", "$", "#", "ada@contoso.com", "é", "a/..b", "a/b"} {
		require.NoError(t, opOf("/a/{id}").At(id).Check(), "%q", id)
	}
	require.NoError(t, opOf("/a").At().Check())
}

// TestAttribute: the call is named once, where it happened, and no value that
// others hold is written to.
func TestAttribute(t *testing.T) {
	t.Parallel()
	call := opOf("/a/{id}").At("x")
	require.NoError(t, call.Attribute(nil))

	shared := &admin365.Error{Kind: admin365.ErrBusy}
	e, _ := errors.AsType[*admin365.Error](call.Attribute(shared))
	assert.Equal(t, []string{"lab.Op", "x"}, []string{e.Op, e.Target})
	assert.Empty(t, shared.Op)

	other := &admin365.Error{Op: "other", Target: "y", Kind: admin365.ErrBusy}
	assert.Same(t, other, call.Attribute(other), "who names an operation stays")
	e, _ = errors.AsType[*admin365.Error](call.Attribute(&admin365.Error{Target: "y"}))
	assert.Equal(t, "y", e.Target, "who names a target keeps it")

	err := call.Attribute(fmt.Errorf("reading: %w", context.Canceled))
	require.ErrorIs(t, err, context.Canceled)
	e, _ = errors.AsType[*admin365.Error](err)
	assert.Equal(t, "lab.Op", e.Op)
	assert.NoError(t, e.Kind, "no sentinel of ours")
	err = call.Attribute(fmt.Errorf("the second of three: %w", shared))
	assert.Contains(t, err.Error(), "the second of three", "what wraps a refusal is not lost")
}

func TestGuardWrite(t *testing.T) {
	t.Parallel()
	no := errors.New("no")
	refuse := func(context.Context, admin365.Write) error { return no }
	read, write := opOf("/a"), opOf("/a")
	write.Effect = admin365.EffectSpendsMoney
	require.NoError(t, GuardWrite(t.Context(), read.At(), "t", true, refuse), "a read is not asked for")
	require.NoError(t, GuardWrite(t.Context(), write.At(), "t", false, nil))
	err := GuardWrite(t.Context(), write.At(), "t", true, nil)
	require.ErrorIs(t, err, admin365.ErrForbidden)
	err = GuardWrite(t.Context(), write.At(), "t", false, refuse)
	require.ErrorIs(t, err, admin365.ErrForbidden)
	require.ErrorIs(t, err, no)
	own := &admin365.Error{Kind: admin365.ErrPrecondition, Op: "guard"}
	err = GuardWrite(t.Context(), write.At("x"), "t", false, func(context.Context, admin365.Write) error { return own })
	e, _ := errors.AsType[*admin365.Error](err)
	assert.Equal(t, []any{"lab.Op", "x", admin365.TenantID("t"), admin365.ErrForbidden}, []any{e.Op, e.Target, e.TenantID, e.Kind}, "a guard's error is the cause")
	require.ErrorIs(t, err, own)
}

func TestWrites(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions} {
		assert.False(t, Writes(method), method)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, "get", "", "MERGE"} {
		assert.True(t, Writes(method), method)
	}
}

// TestHosts: each cloud has a host of https and a scope of that host.
func TestHosts(t *testing.T) {
	t.Parallel()
	for _, cloud := range []admin365.Cloud{"", admin365.CloudPublic, admin365.CloudUSGovernment, admin365.CloudUSGovernmentDoD, admin365.CloudChina} {
		h, ok := Graph.Host(cloud)
		require.True(t, ok, cloud)
		assert.Equal(t, h.URL+"/.default", h.Scope)
		assert.Equal(t, "https://"+h.Name(), h.URL)
		login, ok := Login.Host(cloud)
		require.True(t, ok, cloud)
		assert.Equal(t, "https://"+login.Name(), login.URL)
	}
	_, ok := Graph.Host("Mars")
	assert.False(t, ok)
	assert.Empty(t, Host{URL: ":"}.Name())
}

// TestCost: the cost table of the contract, which the client's limits, the
// emulator's header and memory's events share.
// Source: https://learn.microsoft.com/graph/throttling-limits
func TestCost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		units int
		query string
		want  int
	}{
		{0, "", 1}, {2, "", 2}, {2, "$select=id", 1}, {1, "$select=id", 1}, {1, "$expand=manager", 2}, {2, "$expand=manager", 3},
		{2, "$select=id&$expand=manager", 2}, {2, "$top=19", 1}, {2, "$top=20", 2}, {2, "$top=x", 2}, {2, "$select=id&$top=1", 1},
		{5, "select=id&top=1&expand=manager", 4}, {1, "$select=id&$top=1", 1}, {2, "$filter=x", 2},
	} {
		query, err := url.ParseQuery(c.query)
		require.NoError(t, err)
		assert.Equal(t, c.want, (&Op{Units: c.units}).Cost(query), "%d %s", c.units, c.query)
	}
}
