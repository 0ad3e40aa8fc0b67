package emu

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

func newBatchLab(t testing.TB) *lab {
	t.Helper()
	l := newLab(t)
	Mount(l.mux)
	l.tenant.Log.Keep(0)
	return l
}

// batched is an answer to a batch, by id.
type batched map[string]batchedPart

type batchedPart struct {
	ID      string
	Status  int
	Headers map[string]string
	Body    json.RawMessage
	place   int
}

func (p batchedPart) said(t testing.TB) (s said) {
	t.Helper()
	require.Equal(t, http.StatusOK, p.Status, "%s", p.Body)
	require.NoError(t, json.Unmarshal(p.Body, &s), "%s", p.Body)
	return s
}

func (p batchedPart) refusal(t testing.TB) (code, message string, inner map[string]string) {
	t.Helper()
	var b struct {
		Error struct {
			Code, Message string
			InnerError    map[string]string
		}
	}
	require.NoError(t, json.Unmarshal(p.Body, &b), "%s", p.Body)
	return b.Error.Code, b.Error.Message, b.Error.InnerError
}

// batch sends the requests, which stand in JSON between the brackets.
func (l *lab) batch(requests string, edits ...func(*http.Request)) (answered, batched) {
	l.t.Helper()
	a := l.do("POST", "/$batch", `{"requests":[`+requests+`]}`, edits...)
	require.Equal(l.t, http.StatusOK, a.StatusCode, a.body)
	var body struct{ Responses []batchedPart }
	a.decode(l.t, &body)
	parts := batched{}
	for i, p := range body.Responses {
		p.place = i
		parts[p.ID] = p
	}
	require.Len(l.t, parts, len(body.Responses), "no id twice")
	return a, parts
}

// ran are the operations that the log has, in order.
func (l *lab) ran() []string {
	var ops []string
	for _, r := range l.tenant.Log.All() {
		if r.Op == "" {
			continue // No operation is here that it could have been.
		}
		ops = append(ops, fmt.Sprint(r.Op, " ", r.Status))
	}
	return ops
}

// TestBatch: each part is a request of its own.
// Source: https://learn.microsoft.com/graph/json-batching
func TestBatch(t *testing.T) {
	t.Parallel()
	l := newBatchLab(t)
	l.token = l.tokenFor(labTenant, admin365.AsUser("ada@contoso.com"))
	const typed = `"headers":{"content-type":"application/json"}`
	a, parts := l.batch(`
		{"id":"slash","method":"GET","url":"/users/x"},
		{"id":"none","method":"get","url":"users/x"},
		{"id":"query","method":"GET","url":"users/x?$select=id,displayName&$filter=city eq null;x&$count=true"},
		{"id":"key","method":"GET","url":"/users('a b''c%23@contoso.com')/manager"},
		{"id":"me","method":"GET","url":"/me"},
		{"id":7,"method":"POST","url":"/users",`+typed+`,"body":{"displayName":"Zoë <x>"}},
		{"id":0,"method":"PATCH","url":"/users/x","headers":{"Content-Type":"application/json;odata.metadata=none"},"body":[1]},
		{"id":"base64","method":"PATCH","url":"/users/x","headers":{"Content-Type":"text/plain"},"body":"Pz8_"},
		{"id":"base64 too","method":"PATCH","url":"/users/x","headers":{"Content-Type":"text/plain"},"body":"Pz8/Pw=="},
		{"id":"gone","method":"DELETE","url":"/users/x"},
		{"id":"bare","method":"GET","url":"/organization","headers":{"Accept":"application/json;odata.metadata=none"}},
		{"id":"full","method":"GET","url":"/organization","body":null,"headers":null,"dependsOn":[]},
		{"id":"fragment","method":"GET","url":"/users/x#y","other":1},
		{"id":"text","method":"PUT","url":"/reference",`+typed+`,"body":{"@odata.id":"`+labRoot+`/users/x"}},
		{"id":"number","method":"PUT","url":"/reference",`+typed+`,"body":{"@odata.id":"`+labRoot+`/users/893"}}`,
		header("Accept", "application/json;odata.metadata=none"))
	assert.Len(t, parts, 15)
	assert.Equal(t, "application/json", a.Header.Get("Content-Type"))
	assert.Empty(t, a.Header.Get("x-ms-resource-unit"), "each part says its own")

	assert.Equal(t, said{Op: "get", IDs: []string{"x"}}, parts["slash"].said(t))
	assert.Equal(t, parts["slash"].said(t), parts["none"].said(t))
	assert.Equal(t, "%24count=true&%24filter=city+eq+null%3Bx&%24select=id%2CdisplayName", parts["query"].said(t).Query)
	assert.Equal(t, said{Op: "manager", IDs: []string{"a b'c#@contoso.com"}}, parts["key"].said(t))
	assert.Equal(t, []string{"ada@contoso.com"}, parts["me"].said(t).IDs)
	assert.Equal(t, said{Op: "create", Body: `{"displayName":"Zoë <x>"}`}, parts["7"].said(t), "an id may be a number, and comes back as a text")
	assert.Equal(t, `[1]`, parts["0"].said(t).Body)
	assert.Equal(t, "???", parts["base64"].said(t).Body, "a body that is not JSON is base64")
	assert.Equal(t, "????", parts["base64 too"].said(t).Body, "of either alphabet")
	gone := parts["gone"]
	assert.Equal(t, http.StatusNoContent, gone.Status)
	assert.Nil(t, gone.Body)
	assert.Equal(t, map[string]string{"Cache-Control": "no-cache", "x-ms-resource-unit": "1"}, gone.Headers)
	assert.JSONEq(t, `{"n":1}`, string(parts["bare"].Body), "a part's own header")
	assert.Contains(t, string(parts["full"].Body), "@odata.context", "the batch's header is not the part's")
	assert.Equal(t, []string{"x"}, parts["fragment"].said(t).IDs)
	var text string
	require.NoError(t, json.Unmarshal(parts["text"].Body, &text))
	plain, err := base64.StdEncoding.DecodeString(text)
	require.NoError(t, err)
	assert.Equal(t, "x", string(plain), "what is no JSON is a base64 text")
	assert.Equal(t, "text/plain", parts["text"].Headers["Content-Type"])
	assert.Equal(t, "893", string(parts["number"].Body), "a number is JSON")
	assert.Equal(t, map[string]string{
		"Cache-Control": "no-cache", "x-ms-resource-unit": "1", "OData-Version": "4.0",
		"Content-Type": "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
	}, parts["slash"].Headers, "in the service's own letters")

	ran := l.ran()
	require.Len(t, ran, 16)
	assert.Equal(t, "graph.Batch 200", ran[15], "the batch is a request, too")
	assert.Equal(t, "15 requests", l.tenant.Log.All()[15].Target)
	assert.Equal(t, admin365.UserID("ada@contoso.com"), l.tenant.Log.All()[0].Caller.User, "each part is the caller's")
}

// TestBatchLinks: links in a part lead to the version of the batch.
func TestBatchLinks(t *testing.T) {
	t.Parallel()
	l := newBatchLab(t)
	a := l.do("POST", "https://graph.microsoft.com/beta/$batch", `{"requests":[{"id":"1","method":"GET","url":"/users?$filter=city eq 'a b'"}]}`)
	var body struct{ Responses []struct{ Body page } }
	a.decode(t, &body)
	next := body.Responses[0].Body.Next
	require.True(t, strings.HasPrefix(next, "https://graph.microsoft.com/beta/users?$filter=city+eq+%27a+b%27&$skiptoken="), next)
	assert.NotEmpty(t, l.page(next).Value, "outside of the batch as well")
	_, parts := l.batch(fmt.Sprintf(`{"id":"1","method":"GET","url":%q}`, strings.TrimPrefix(strings.Replace(next, "beta", "v1.0", 1), labRoot)))
	assert.Equal(t, http.StatusBadRequest, parts["1"].Status, "a token of another path is none")
	a = l.do("POST", "https://graph.microsoft.com/beta/$batch", fmt.Sprintf(`{"requests":[{"id":"1","method":"GET","url":%q}]}`, strings.TrimPrefix(next, "https://graph.microsoft.com/beta")))
	a.decode(t, &body)
	assert.NotEmpty(t, body.Responses[0].Body.Value)
}

func twenty() string {
	var b strings.Builder
	for i := range 20 {
		fmt.Fprintf(&b, `{"id":"%d","method":"GET","url":"/users/%d"},`, i, i)
	}
	return strings.TrimSuffix(b.String(), ",")
}

// TestBatchDependencies: what comes first runs first, and its failure is the
// failure of all that wait for it.
func TestBatchDependencies(t *testing.T) {
	t.Parallel()
	l := newBatchLab(t)
	a, parts := l.batch(`
		{"id":"d","method":"GET","url":"/users/x/manager","dependsOn":["C"]},
		{"id":"c","method":"PATCH","url":"/users/x","headers":{"Content-Type":"application/json"},"body":{},"dependsOn":["a",2]},
		{"id":"a","method":"GET","url":"/users/x"},
		{"id":2,"method":"GET","url":"/organization"}`)
	assert.Equal(t, []string{"get 200", "one 200", "update 200", "manager 200", "graph.Batch 200"}, l.ran())
	assert.Equal(t, []int{0, 1, 2, 3}, []int{parts["a"].place, parts["2"].place, parts["c"].place, parts["d"].place})
	assert.Equal(t, http.StatusOK, a.StatusCode)

	l = newBatchLab(t)
	_, parts = l.batch(`
		{"id":"1","method":"GET","url":"/planets"},
		{"id":"2","method":"GET","url":"/users/x","dependsOn":["1"]},
		{"id":"3","method":"DELETE","url":"/users/x","dependsOn":["2"]},
		{"id":"4","method":"GET","url":"/organization"},
		{"id":"5","method":"GET","url":"/users/x/manager","dependsOn":["4"]},
		{"id":"6","method":"GET","url":"/users/x/manager","dependsOn":["4","1"]}`)
	for id, status := range map[string]int{"1": 400, "2": 424, "3": 424, "4": 200, "5": 200, "6": 424} {
		assert.Equal(t, status, parts[id].Status, id)
	}
	code, message, inner := parts["3"].refusal(t)
	assert.Equal(t, []string{"FailedDependency", "Failed Dependency"}, []string{code, message})
	assert.NotEmpty(t, inner["request-id"])
	assert.Equal(t, map[string]string{"Cache-Control": "no-cache", "Content-Type": "application/json"}, parts["3"].Headers)
	assert.Equal(t, []string{"one 200", "manager 200", "graph.Batch 200"}, l.ran(), "what waited in vain is not run")
}

// TestBatchOverTCP: the same bytes on both ways, compressed or not.
func TestBatchOverTCP(t *testing.T) {
	t.Parallel()
	l := newBatchLab(t)
	var bodies []string
	const one = `{"requests":[{"id":"1","method":"GET","url":"/users/x"}]}`
	for _, way := range ways(t, l) {
		for _, r := range []*http.Request{
			l.request("POST", "/$batch", one), l.request("POST", "/$batch", zipped(t, one), header("Content-Encoding", "gzip")),
		} {
			response, err := way.RoundTrip(r)
			require.NoError(t, err)
			bodies = append(bodies, read(t, response).body)
		}
	}
	require.Len(t, bodies, 4)
	for _, b := range bodies {
		assert.Equal(t, bodies[0], b)
	}
}

// TestEscaped: a part's path goes into links, which have to be URLs.
func TestEscaped(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "users('a%20b''c')/%C3%A9%22%7F%5C", escaped("users('a b''c')/é\"\x7f\\"))
	assert.Equal(t, "users/a%23EXT%23@contoso.com", escaped("users/a%23EXT%23@contoso.com"), "what is escaped stays")
}
