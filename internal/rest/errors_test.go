package rest

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

func TestParseRefusal(t *testing.T) {
	t.Parallel()
	const js = "application/json"
	for _, c := range []struct {
		name, contentType, body string
		want                    refused
	}{
		{"Graph", js, `{"error":{"code":"Request_ResourceNotFound","message":"Resource 'x' does not exist.","innerError":{"date":"2021-05-18T19:03:10","request-id":"r1","client-request-id":"c1"}}}`,
			refused{code: "Request_ResourceNotFound", message: "Resource 'x' does not exist.", requestID: "r1"}},
		{"innererror in lower case", js, `{"error":{"code":"c","message":"m","innererror":{"request-id":"r2"}}}`, refused{code: "c", message: "m", requestID: "r2"}},
		{"with details", js, `{"error":{"code":"Request_BadRequest","message":"m","details":[{"code":"ObjectConflict","message":"dm","target":"userPrincipalName"},7,null,{"code":"x"}]}}`,
			refused{code: "Request_BadRequest", message: "m", details: []admin365.Detail{{Code: "ObjectConflict", Target: "userPrincipalName", Message: "dm"}, {Code: "x"}}}},
		{"older directory services", js, `{"odata.error":{"code":"Request_BadRequest","message":{"lang":"en","value":"m"}}}`, refused{code: "Request_BadRequest", message: "m"}},
		{"Partner Center", js, `{"code":800002,"description":"no more seats"}`, refused{code: "800002", message: "no more seats"}},
		{"Partner Center with its byte order mark", js, "\ufeff" + `{"code":"3000","description":"d","data":[],"source":"PartnerFD"}`, refused{code: "3000", message: "d"}},
		{"problem details", "application/problem+json", `{"type":"about:blank","title":"Forbidden","status":403,"detail":"not yours","instance":"/x"}`, refused{message: "not yours"}},
		{"problem details without a detail", "application/problem+json", `{"title":"Forbidden","status":403}`, refused{message: "Forbidden"}},
		{"a message before a detail", js, `{"error":{"code":"c","message":"m","detail":"d","title":"t"}}`, refused{code: "c", message: "m"}},
		{"at the top", js, `{"code":"c","message":"m"}`, refused{code: "c", message: "m"}},
		{"names in capitals", js, `{"Error":{"Code":"c","Message":"m"}}`, refused{code: "c", message: "m"}},
		{"sign-in", js, `{"error":"invalid_grant","error_description":"AADSTS50126: wrong"}`, refused{code: "invalid_grant", message: "AADSTS50126: wrong"}},
		{"one odd member", js, `{"error":{"code":["odd"],"message":"m","details":"none"}}`, refused{message: "m"}},
		{"error is null", js, `{"error":null}`, refused{}},
		{"nothing", js, ``, refused{}},
		{"HTML", "text/html; charset=utf-8", `<html>Bearer secret</html>`, refused{message: "the answer is not JSON but text/html"}},
		{"HTML that says it is JSON", js, `<html>Bearer secret</html>`, refused{message: "the answer is not JSON but application/json"}},
		{"an odd type", "<script>", `x`, refused{message: "the answer is not JSON"}},
		{"cut off", js, `{"error":{"code":"c","mess`, refused{message: "the answer is not JSON but application/json"}},
		{"an array", js, `[{"error":1}]`, refused{message: "the answer is not JSON but application/json"}},
	} {
		assert.Equal(t, c.want, parseRefusal(c.contentType, []byte(c.body)), c.name)
	}
	many := `{"error":{"details":[` + strings.Repeat(`{"code":"c"},`, 1000) + `{}]}}`
	assert.Len(t, parseRefusal(js, []byte(many)).details, 100)
}

func FuzzErrorBody(f *testing.F) {
	for _, s := range []string{
		`{"error":{"code":"c","message":"m","details":[{"target":"t"}],"innerError":{"request-id":"r"}}}`,
		`{"odata.error":{"message":{"lang":"en","value":"m"}}}`, `{"error":"invalid_grant"}`, `{"message":{"value":{"value":{"value":1}}}}`,
		`<html>`, ``, `{`, `null`, `{"error":{"error":{"error":{}}}}`, "{\"code\":\"\xff\"}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := parseRefusal("text/html", []byte(body))
		if len(w.details) > 100 || len(w.requestID) > 2010 {
			t.Fatal("a refusal is not bounded")
		}
		if utf8.ValidString(body) && !utf8.ValidString(clip(w.message)) {
			t.Fatal("valid text became invalid")
		}
	})
}

// TestRefusals: a declared refusal comes back with its sentinel, whatever its
// status, and with its details, made anew if the wire has none.
func TestRefusals(t *testing.T) {
	t.Parallel()
	const message = "Another object with the same value for property mailNickname already exists."
	for _, c := range []struct {
		name string
		step step
	}{
		{"with details", answer(400, `{"error":{"code":"Request_BadRequest","message":"`+message+`","details":[{"code":"ObjectConflict","message":"`+message+`","target":"mailNickname"}]}}`)},
		{"without", refuse(400, "Request_BadRequest", message)},
	} {
		client, _ := newTest(t, nil, c.step)
		_, err := One[user](t.Context(), client, Request{Call: opCreate.At()})
		require.ErrorIs(t, err, admin365.ErrConflict, c.name)
		e, _ := errors.AsType[*admin365.Error](err)
		assert.Equal(t, 400, e.Status)
		assert.Equal(t, "Request_BadRequest", e.Code)
		assert.Equal(t, message, e.Message)
		d, ok := e.Property("mailNickname")
		assert.True(t, ok, c.name)
		assert.Equal(t, admin365.Detail{Code: "ObjectConflict", Target: "mailNickname", Message: message}, d)
	}
}

// TestLargeAnswers: of a refusal the beginning is read, a good answer without
// end is refused, and neither fills the memory.
func TestLargeAnswers(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, nil, answer(400, `{"error":{"code":"c","message":"`+strings.Repeat("x", 1<<20)+`"}}`))
	_, err := One[user](t.Context(), client, Request{Call: opGet.At("x")})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	assert.Less(t, len(err.Error()), 4000)
	assert.Zero(t, s.open)

	client, s = newTest(t, nil, refuse(400, "c", strings.Repeat("x", 10_000)))
	_, err = One[user](t.Context(), client, Request{Call: opGet.At("x")})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	assert.Less(t, len(err.Error()), 4000)
	assert.Zero(t, s.open)

	client, s = newTest(t, nil, answer(200, `{"id":"`+strings.Repeat("x", maxBody)+`"}`))
	_, err = One[user](t.Context(), client, Request{Call: opGet.At("x")})
	require.ErrorIs(t, err, admin365.ErrUnavailable)
	assert.Len(t, s.requests(), 1)
	assert.Zero(t, s.open)
}
