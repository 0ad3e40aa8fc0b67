package emu

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// page is an answer to the lab's list.
type page struct {
	Context string           `json:"@odata.context"`
	Count   *int             `json:"@odata.count"`
	Next    string           `json:"@odata.nextLink"`
	Value   []map[string]any `json:"value"`
}

func (l *lab) page(address string, edits ...func(*http.Request)) (p page) {
	l.t.Helper()
	a := l.get(address, edits...)
	require.Equal(l.t, http.StatusOK, a.StatusCode, a.body)
	a.decode(l.t, &p)
	return p
}

// TestNextLink: the whole URL, the same query and a token; it is followed as it
// stands.
func TestNextLink(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, query string }{
		{"no query", ""},
		{"options", "$top=2&$select=id,displayName&$count=true"},
		{"options without dollars", "top=2&select=id"},
		{"a filter with all that is hard", "$filter=" + url.QueryEscape("displayName eq 'Ö''Neil & Söhne + 100% #1'")},
		{"an older token", "$skiptoken="},
		{"a stranger's own parameter", "$top=2&ts=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t)
			first := l.page("/users?" + c.query)
			require.True(t, strings.HasPrefix(first.Next, labRoot+"/users?"), first.Next)
			next, err := url.Parse(first.Next)
			require.NoError(t, err)
			got := next.Query()
			assert.NotEmpty(t, got.Get("$skiptoken"))
			got.Del("$skiptoken")
			want, err := url.ParseQuery(c.query)
			require.NoError(t, err)
			want.Del("$skiptoken")
			assert.Equal(t, want, got, "the same query")
			assert.NotContains(t, first.Next, "%24", "as Graph writes it")
			second := l.page(first.Next)
			assert.Equal(t, "Zoë 00000000-0000-0007-0000-000000000008", second.Value[0]["after"])
			assert.Empty(t, second.Next)
		})
	}
	l := newLab(t)
	assert.True(t, strings.HasPrefix(l.page("https://graph.microsoft.com/beta/users").Next, "https://graph.microsoft.com/beta/users?"), "the version stays")
}

// TestPageTokenRefusals: a token is good for its own query and generation.
func TestPageTokenRefusals(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	snapshot := l.tenant.Snapshot()
	const query = "$filter=city%20eq%20'x'&$orderby=displayName"
	next, err := url.Parse(l.page("/users?" + query).Next)
	require.NoError(t, err)
	token := next.Query().Get("$skiptoken")
	raw, err := base64.RawURLEncoding.DecodeString(token)
	require.NoError(t, err)
	edited := func(edit func(map[string]any)) string {
		var m map[string]any
		require.NoError(t, json.Unmarshal(raw, &m))
		edit(m)
		b, err := json.Marshal(m)
		require.NoError(t, err)
		return base64.RawURLEncoding.EncodeToString(b)
	}
	ask := func(query, token string) answered {
		return l.get("/users?" + query + "&$skiptoken=" + url.QueryEscape(token))
	}
	refused := func(t *testing.T, a answered) {
		t.Helper()
		assert.Equal(t, http.StatusBadRequest, a.StatusCode, a.body)
		code, _ := a.refusal(t)
		assert.Equal(t, "Directory_ExpiredPageToken", code)
	}
	require.Equal(t, http.StatusOK, ask(query, token).StatusCode)
	require.Equal(t, http.StatusOK, ask(query+"&$top=5&$count=true", token).StatusCode, "size and count may differ")
	for _, c := range []struct{ name, query, token string }{
		{"another filter", "$filter=city%20eq%20'y'&$orderby=displayName", token},
		{"no filter", "$orderby=displayName", token},
		{"another order", "$filter=city%20eq%20'x'&$orderby=id", token},
		{"a search besides", query + "&$search=%22x%22", token},
		{"rubbish", query, "rubbish!"},
		{"not base64", query, token + "="},
		{"cut", query, token[:len(token)-8]},
		{"longer", query, token + "AAAA"},
		{"JSON of another kind", query, base64.RawURLEncoding.EncodeToString([]byte("[]"))},
		{"null", query, base64.RawURLEncoding.EncodeToString([]byte("null"))},
		{"a bad key", query, edited(func(m map[string]any) { m["k"] = "x" })},
		{"an older generation", query, edited(func(m map[string]any) { m["g"] = 0 })},
		{"a later generation", query, edited(func(m map[string]any) { m["g"] = 99 })},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, ask(c.query, c.token)) })
	}
	require.NoError(t, l.tenant.Restore(snapshot))
	refused(t, ask(query, token))
}

// TestPageTokenOfAnotherTenant: a token names a place in one tenant.
func TestPageTokenOfAnotherTenant(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.join(l.world, labOther, "fabrikam.com")
	next := l.page("/users").Next
	token := l.tokenFor(labOther, admin365.Caller{App: "app"})
	assert.Equal(t, http.StatusBadRequest, l.get(next, header("Authorization", "Bearer "+token)).StatusCode)
}

// TestAnnotations: what comes with which metadata level.
// Source: https://learn.microsoft.com/graph/query-parameters
func TestAnnotations(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	p := l.page("/users")
	assert.Equal(t, labRoot+"/$metadata#users", p.Context)
	assert.Equal(t, 2, *p.Count)
	assert.Equal(t, []map[string]any{{"@odata.type": "#microsoft.graph.user", "n": 0.0}, {"@odata.type": "#microsoft.graph.user", "n": 1.0}}, p.Value)

	bare := l.page("/users", header("Accept", "application/json;odata.metadata=none"))
	assert.Empty(t, bare.Context)
	assert.NotEmpty(t, bare.Next, "kept: the client still has to follow it")
	assert.Equal(t, 2, *bare.Count, "kept")
	assert.Equal(t, []map[string]any{{"n": 0.0}, {"n": 1.0}}, bare.Value)
	loud := l.page("/users", header("Accept", "APPLICATION/JSON; ODATA.METADATA=NONE"))
	assert.Empty(t, loud.Context)

	one := l.get("/organization")
	assert.JSONEq(t, `{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#organization/$entity","@odata.type":"#microsoft.graph.organization","n":1}`, one.body)
	assert.JSONEq(t, `{"n":1}`, l.get("/organization", header("Accept", "application/json;odata.metadata=none")).body)
}
