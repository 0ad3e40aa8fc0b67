package rest

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

func TestDelta(t *testing.T) {
	t.Parallel()
	const link = "https://graph.microsoft.com/v1.0/things/delta?$"
	for _, c := range []struct {
		name, body  string
		next, later string
		fails       error
	}{
		{"more", `{"value":[{"id":"1"}],"@odata.nextLink":"` + link + `skiptoken=a"}`, link + "skiptoken=a", "", nil},
		{"the end", `{"value":[{"id":"1"}],"@odata.deltaLink":"` + link + `deltatoken=a"}`, "", link + "deltatoken=a", nil},
		{"neither", `{"value":[{"id":"1"}]}`, "", "", admin365.ErrUnavailable},
		{"both", `{"value":[{"id":"1"}],"@odata.nextLink":"` + link + `skiptoken=a","@odata.deltaLink":"` + link + `deltatoken=a"}`, "", "", admin365.ErrUnavailable},
		{"to another host", `{"value":[],"@odata.deltaLink":"https://evil.example/v1.0/things/delta?$deltatoken=a"}`, "", "", admin365.ErrUnavailable},
		{"no collection", `{"@odata.deltaLink":"` + link + `deltatoken=a"}`, "", "", admin365.ErrUnavailable},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client, _ := newTest(t, nil, answer(200, c.body))
			items, next, later, err := Delta[user](t.Context(), client, Request{Call: opList.At()}, "")
			assert.Equal(t, []string{c.next, c.later}, []string{next, later})
			if c.fails != nil {
				require.ErrorIs(t, err, c.fails)
				return
			}
			require.NoError(t, err)
			assert.Len(t, items, 1)
		})
	}
	client, s := newTest(t, nil, func(rq *http.Request) (*http.Response, error) { return answer(200, `{}`)(rq) })
	_, _, _, err := Delta[user](t.Context(), client, Request{Call: opList.At()}, "https://evil.example/x")
	require.ErrorIs(t, err, admin365.ErrInvalid)
	assert.Empty(t, s.requests(), "nothing was sent")
}
