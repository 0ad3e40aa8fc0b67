package rest

import (
	"context"
	"net/http"
	"strings"
)

// Send sends a request whose answer holds nothing of interest. A page of HTML
// in its place is not taken for success.
func Send(ctx context.Context, c *Client, rq Request) error {
	x, err := c.newExchange(ctx, rq, "")
	if err != nil {
		return err
	}
	x.accept = func(_ int, header http.Header, body []byte) error {
		if ct := header.Get("Content-Type"); len(body) > 0 && ct != "" && !isJSON(ct) &&
			!strings.HasPrefix(strings.ToLower(ct), "text/plain") {
			return &badAnswer{why: "the answer is not JSON" + kindOfMedia(ct)}
		}
		return nil
	}
	return x.run(ctx)
}

// Array sends a request whose answer is a bare array, and decodes its items.
func Array[T any](ctx context.Context, c *Client, rq Request) ([]T, error) {
	x, err := c.newExchange(ctx, rq, "")
	if err != nil {
		return nil, err
	}
	var items []T
	x.wantsValue = true
	x.accept = func(_ int, header http.Header, body []byte) error {
		items = nil
		return decodeKind('[', header, body, &items)
	}
	if err := x.run(ctx); err != nil {
		return nil, err
	}
	return items, nil
}

// One sends a request and decodes the one entity of its answer.
func One[T any](ctx context.Context, c *Client, rq Request) (*T, error) {
	x, err := c.newExchange(ctx, rq, "")
	if err != nil {
		return nil, err
	}
	var entity *T
	x.wantsValue = true
	x.accept = func(_ int, header http.Header, body []byte) error {
		entity = new(T) // Anew on each attempt: decoding merges into what is there.
		return decode(header, body, entity)
	}
	if err := x.run(ctx); err != nil {
		return nil, err
	}
	return entity, nil
}
