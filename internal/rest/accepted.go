package rest

import (
	"context"
	"net/http"
	"time"
)

// Accept sends a request that the service goes on with after its answer and that is
// followed where the caller knows, wherever the answer says. An answer without a body
// leaves the entity at its zero value.
func Accept[T any](ctx context.Context, c *Client, rq Request) (*Started[T], error) {
	var got Started[T]
	err := c.ask(ctx, rq, "", func(_ *exchange, status int, header http.Header, body []byte) error {
		got = Started[T]{Entity: new(T), Status: status}
		got.RetryAfter, _ = ParseRetryAfter(header.Get("Retry-After"), time.Now())
		if len(body) == 0 {
			return nil
		}
		return decode(header, body, got.Entity)
	})
	if err != nil {
		return nil, err
	}
	return &got, nil
}
