package rest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

const nextPage = "https://graph.microsoft.com/v1.0/users?$skiptoken="

// collection is a service with n pages, of which every third is empty.
func collection(n int) step {
	return func(rq *http.Request) (*http.Response, error) {
		at, _ := strconv.Atoi(rq.URL.Query().Get("$skiptoken"))
		items, next := fmt.Sprintf(`{"id":"%d"}`, at), ""
		if at%3 == 2 {
			items = ""
		}
		if at < n-1 {
			next = fmt.Sprintf(`,"@odata.nextLink":"%s%d"`, nextPage, at+1)
		}
		return answer(200, `{"@odata.context":"x","value":[`+items+`]`+next+`}`)(rq)
	}
}

func ids(ctx context.Context, t *testing.T, c *Client, rq Request) ([]string, error) {
	t.Helper()
	var got []string
	var failed error
	for u, err := range Pages[user](ctx, c, rq) {
		require.NoError(t, failed, "nothing comes after an error")
		if err != nil {
			require.Nil(t, u)
			failed = err
			continue
		}
		got = append(got, u.ID)
	}
	return got, failed
}

func TestPages(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, nil, collection(6))
	rq := Request{
		Call:   opList.At(),
		Query:  url.Values{"$filter": {"displayName eq 'A+ é'"}, "$top": {"1"}},
		Header: http.Header{"Consistencylevel": {"eventual"}, "Authorization": {"Bearer of somebody else"}},
	}
	list := Pages[user](t.Context(), client, rq)
	// What the caller does to his request later is his affair.
	rq.Query.Set("$top", "999")
	rq.Header.Del("ConsistencyLevel")
	assert.Empty(t, s.requests(), "nothing is fetched until it is ranged")
	for range 2 {
		var got []string
		for u, err := range list {
			require.NoError(t, err)
			got = append(got, u.ID)
		}
		assert.Equal(t, []string{"0", "1", "3", "4"}, got, "an empty page with a link goes on")
	}
	requests := s.requests()
	require.Len(t, requests, 12, "ranging again starts afresh")
	assert.Equal(t, "https://graph.microsoft.com/v1.0/users?$filter=displayName%20eq%20%27A%2B%20%C3%A9%27&$top=1", requests[0].url)
	seen := map[string]bool{}
	for _, r := range requests {
		assert.Equal(t, "eventual", r.header.Get("ConsistencyLevel"), "headers go along to every page")
		assert.Equal(t, "Bearer token-1", r.header.Get("Authorization"))
		seen[r.header.Get("client-request-id")] = true
		assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, r.header.Get("client-request-id"))
	}
	assert.Len(t, seen, 12, "each request has an id of its own")

	for u, err := range list {
		require.NoError(t, err)
		if u.ID == "1" {
			break
		}
	}
	assert.Len(t, s.requests(), 14, "leaving the loop stops fetching")
}

// TestPagesFail: an error comes once, at the end, with what came before it.
func TestPagesFail(t *testing.T) {
	t.Parallel()
	link := func(to string) step { return answer(200, `{"value":[{"id":"1"}],"@odata.nextLink":"`+to+`"}`) }
	for _, c := range []struct {
		name, why string
		steps     []step
		want      error
		ids       []string
		sent      int
	}{
		{"refused on page two", "the first page is good", []step{link(nextPage + "2"), refuse(403, "x", "")}, admin365.ErrForbidden, []string{"1"}, 2},
		{"a link to another host", "the token would go there", []step{link("https://evil.example/v1.0/users")}, admin365.ErrUnavailable, nil, 1},
		{"a link to http", "the token would be readable", []step{link("http://graph.microsoft.com/v1.0/users")}, admin365.ErrUnavailable, nil, 1},
		{"a link to the same page", "it would never end", []step{link("https://graph.microsoft.com/v1.0/users")}, admin365.ErrUnavailable, nil, 1},
		{"a link to the same later page", "it would never end", []step{link(nextPage + "2")}, admin365.ErrUnavailable, []string{"1"}, 2},
		{"no collection", "an error in a 200 is not an empty list", []step{answer(200, `{"error":{"code":"x"}}`)}, admin365.ErrUnavailable, nil, 1},
		{"null for a collection", "nor is this", []step{answer(200, `{"value":null}`)}, admin365.ErrUnavailable, nil, 1},
		{"null in a collection", "an item is never nil", []step{answer(200, `{"value":[null]}`)}, admin365.ErrUnavailable, nil, 1},
		{"HTML", "a sign-in page is not a list", []step{answer(200, `<html>`, "Content-Type", "text/html")}, admin365.ErrUnavailable, nil, 1},
		{"two values", "what comes behind the collection is not ours", []step{answer(200, `{"value":[]} {"value":[]}`)}, admin365.ErrUnavailable, nil, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client, s := newTest(t, nil, c.steps...)
			got, err := ids(t.Context(), t, client, Request{Call: opList.At()})
			require.ErrorIs(t, err, c.want, c.why)
			assert.Equal(t, c.ids, got, c.why)
			assert.Len(t, s.requests(), c.sent, c.why)
			assert.Contains(t, err.Error(), "test.Users.List")
		})
	}
}

// TestPageIsDecodedAnew: nothing of an attempt that was cut off stays behind.
func TestPageIsDecodedAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, s := newTest(t, nil,
			answer(200, `{"@odata.nextLink":"`+nextPage+`2","value":[{"id":"1"},{"id":"2"}`),
			answer(200, `{"value":[{"id":"3"}]}`),
			answer(200, `{"id":"4","displayName":"half","x":`),
			answer(200, `{"id":"5"}`))
		got, err := ids(t.Context(), t, client, Request{Call: opList.At()})
		require.NoError(t, err)
		assert.Equal(t, []string{"3"}, got)
		assert.Len(t, s.requests(), 2)
		u, err := One[user](t.Context(), client, Request{Call: opGet.At("x")})
		require.NoError(t, err)
		assert.Equal(t, user{ID: "5"}, *u)
	})
}

// TestPagesInACircle: a chain of links that comes back to itself ends, wherever
// the circle begins and however long it is.
func TestPagesInACircle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ tail, circle int }{{0, 2}, {1, 2}, {0, 7}, {5, 3}, {30, 17}} {
		client, s := newTest(t, nil, func(rq *http.Request) (*http.Response, error) {
			at, _ := strconv.Atoi(rq.URL.Query().Get("$skiptoken"))
			if at++; at == c.tail+c.circle {
				at = c.tail
			}
			return answer(200, fmt.Sprintf(`{"value":[{"id":"x"}],"@odata.nextLink":"%s%d"}`, nextPage, at))(rq)
		})
		_, err := ids(t.Context(), t, client, Request{Call: opList.At()})
		require.ErrorIs(t, err, admin365.ErrUnavailable)
		assert.Contains(t, err.Error(), "in a circle")
		assert.Less(t, len(s.requests()), 4*(c.tail+c.circle)+4)
	}
}

// TestPage: one page at a time, with a cursor that may have lain in a file.
func TestPage(t *testing.T) {
	t.Parallel()
	client, s := newTest(t, nil, collection(2))
	rq := Request{Call: opList.At(), Header: http.Header{"ConsistencyLevel": {"eventual"}}}
	items, next, err := Page[user](t.Context(), client, rq, "")
	require.NoError(t, err)
	assert.Equal(t, []*user{{ID: "0"}}, items)
	items, next, err = Page[user](t.Context(), client, rq, next)
	require.NoError(t, err)
	assert.Equal(t, []*user{{ID: "1"}}, items)
	assert.Empty(t, next)
	assert.Equal(t, "eventual", s.requests()[1].header.Get("ConsistencyLevel"))
	for _, cursor := range []string{"https://evil.example/v1.0/users", "garbage", "/v1.0/users", "http://graph.microsoft.com/v1.0/users"} {
		_, _, err = Page[user](t.Context(), client, rq, cursor)
		require.ErrorIs(t, err, admin365.ErrInvalid, cursor)
	}
	assert.Len(t, s.requests(), 2)
}
