package emu

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

const (
	labTenant admin365.TenantID = "11111111-2222-4333-8444-555555555555"
	labOther  admin365.TenantID = "22222222-2222-4333-8444-555555555555"
	labScope                    = "https://graph.microsoft.com/.default"
	labRoot                     = "https://graph.microsoft.com/v1.0"
)

// lab is an emulator of a world with one tenant whose routes say what they were
// asked.
type lab struct {
	*Emulator
	t      testing.TB
	world  *tenant.World
	tenant *tenant.Tenant
	mux    *Mux
	schema *tenant.Schema
	token  string
}

// labKey signs in every lab, because to make such a key takes longer than most tests.
var labKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func op(name, method string, effect admin365.Effect, paths ...string) *api.Op {
	return &api.Op{Name: name, API: &api.Graph, Method: method, Paths: paths, Effect: effect}
}

func newLab(t testing.TB) *lab {
	t.Helper()
	l := &lab{t: t, schema: tenant.NewSchema(), mux: labMux()}
	w := tenant.NewWorld(l.schema, time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC))
	l.world = w
	l.tenant = l.join(w, labTenant, "contoso.com")
	l.Emulator = New(w, l.mux, admin365.CloudPublic)
	l.issuer.rsa = labKey
	l.token = l.tokenFor(labTenant, admin365.Caller{App: "app"})
	return l
}

func (l *lab) join(w *tenant.World, id admin365.TenantID, domain string) *tenant.Tenant {
	l.t.Helper()
	seed, err := tenant.NewSeed(l.schema, id, w.Now(), func(tx *tenant.Tx) error {
		_, err := tx.Claim("domain", domain)
		return err
	})
	require.NoError(l.t, err)
	in, err := w.Add(id, seed)
	require.NoError(l.t, err)
	return in
}

func (l *lab) tokenFor(id admin365.TenantID, caller admin365.Caller) string {
	l.t.Helper()
	token, expires, err := l.Token(id, caller, []string{labScope})
	require.NoError(l.t, err)
	require.True(l.t, expires.After(time.Now()))
	return token
}

// said is what a route of the lab answers.
type said struct {
	Op    string   `json:"op"`
	IDs   []string `json:"ids"`
	Query string   `json:"query"`
	Body  string   `json:"body"`
}

// labMux has a route of each form.
func labMux() *Mux {
	m := NewMux()
	say := func(rq *Request) (Response, error) {
		b, err := json.Marshal(said{rq.Op.Name, rq.IDs, rq.Query.Encode(), string(rq.Body)})
		return Response{Status: http.StatusOK, Body: b}, err
	}
	read, write := admin365.EffectRead, admin365.EffectReversible
	get := op("get", "GET", read, "/users/{id}", "/me")
	get.Access.Delegated = []admin365.Permission{"User.Read"}
	for _, o := range []*api.Op{
		get,
		op("count", "GET", read, "/users/$count"),
		op("create", "POST", write, "/users"),
		op("update", "PATCH", write, "/users/{id}"),
		op("delta", "GET", read, "/users/delta"),
		op("manager", "GET", read, "/users/{id}/manager", "/me/manager"),
		op("setManager", "PUT", write, "/users/{id}/manager/$ref"),
		op("member", "GET", read, "/groups/{id}/members/{id}/$ref"),
		op("groups", "GET", read, "/users/{id}/memberOf/microsoft.graph.group"),
		op("bin", "GET", read, "/directory/deletedItems/microsoft.graph.user"),
		op("deleted", "GET", read, "/directory/deletedItems/{id}"),
	} {
		m.Handle(o, say)
	}
	m.Handle(op("list", "GET", read, "/users"), func(rq *Request) (Response, error) {
		at, err := rq.Position(rq.Query.Get("$skiptoken"))
		if err != nil {
			return Response{}, err
		}
		if at == nil {
			at = &tenant.Position{Text: "Zoë ", ID: tenant.Key{Hi: 7, Lo: 8}}
			return rq.Collection(List{Context: "users", Item: labItem, Count: new(2), Next: at}, 2,
				func(b []byte, i int) []byte { return append(b, `"n":`+string(rune('0'+i))...) }), nil
		}
		return rq.Collection(List{Context: "users", Item: labItem}, 1, func(b []byte, _ int) []byte { return member(b, "after", at.Text+at.ID.String()) }), nil
	})
	m.Handle(op("one", "GET", read, "/organization"), func(rq *Request) (Response, error) {
		return rq.Entity(http.StatusOK, "organization/$entity", Item{Type: "microsoft.graph.organization", Derived: true}, func(b []byte) []byte { return append(b, `"n":1`...) }), nil
	})
	m.Handle(op("remove", "DELETE", write, "/users/{id}"), func(*Request) (Response, error) { return NoContent(), nil })
	m.Handle(op("reference", "PUT", write, "/reference"), func(rq *Request) (Response, error) {
		id, err := rq.Reference()
		return Text(id), err
	})
	m.Handle(op("bug", "GET", read, "/bug"), func(*Request) (Response, error) { return Response{}, textError("a bug of ours") })
	return m
}

// answered is an answer that was read whole.
type answered struct {
	*http.Response
	body string
}

func (a answered) decode(t testing.TB, v any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(a.body), v), a.body)
}

func (a answered) said(t testing.TB) said {
	t.Helper()
	require.Equal(t, http.StatusOK, a.StatusCode, a.body)
	var s said
	a.decode(t, &s)
	return s
}

// refusal returns code and message of Graph's error body.
func (a answered) refusal(t testing.TB) (code, message string) {
	t.Helper()
	var b struct {
		Error struct {
			Code, Message string
			InnerError    map[string]string
		}
	}
	a.decode(t, &b)
	require.NotEmpty(t, b.Error.InnerError["request-id"])
	return b.Error.Code, b.Error.Message
}

// request is a request with a good token; edits change it.
func (l *lab) request(method, address, body string, edits ...func(*http.Request)) *http.Request {
	l.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = labRoot + address
	}
	r, err := http.NewRequestWithContext(ctxOf(l.t), method, address, strings.NewReader(body))
	require.NoError(l.t, err)
	r.Header.Set("Authorization", "Bearer "+l.token)
	for _, edit := range edits {
		edit(r)
	}
	return r
}

func ctxOf(t testing.TB) context.Context { return t.Context() }

func (l *lab) do(method, address, body string, edits ...func(*http.Request)) answered {
	l.t.Helper()
	response, err := l.Transport().RoundTrip(l.request(method, address, body, edits...))
	require.NoError(l.t, err)
	return read(l.t, response)
}

func (l *lab) get(address string, edits ...func(*http.Request)) answered {
	l.t.Helper()
	return l.do("GET", address, "", edits...)
}

func read(t testing.TB, response *http.Response) answered {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	assert.NoError(t, response.Body.Close())
	return answered{response, string(body)}
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// raw sends a path and a query as they stand, whatever net/url would write.
func raw(path, query string) func(*http.Request) {
	return func(r *http.Request) {
		decoded, err := url.PathUnescape(path)
		if err != nil {
			panic(err)
		}
		r.URL.Path, r.URL.RawPath, r.URL.RawQuery = decoded, path, query
	}
}

func labItem(int) Item { return Item{Type: "microsoft.graph.user", Derived: true} }
