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
	var items []T
	err := c.ask(ctx, rq, "", func(_ *exchange, _ int, header http.Header, body []byte) error {
		items = nil
		return decodeKind('[', header, body, &items)
	})
	if err != nil {
		return nil, err
	}
	return items, nil
}

// One sends a request and decodes the one entity of its answer.
func One[T any](ctx context.Context, c *Client, rq Request) (*T, error) {
	var entity *T
	err := c.ask(ctx, rq, "", func(_ *exchange, _ int, header http.Header, body []byte) error {
		entity = new(T) // Anew on each attempt: decoding merges into what is there.
		return decode(header, body, entity)
	})
	if err != nil {
		return nil, err
	}
	return entity, nil
}

// ask sends a request, or fetches what link leads to, and hands the answer to accept.
// What is generic about requests is in accept alone, so that the rest is compiled once.
func (c *Client) ask(ctx context.Context, rq Request, link string, accept func(x *exchange, status int, header http.Header, body []byte) error) error {
	x, err := c.newExchange(ctx, rq, link)
	if err != nil {
		return err
	}
	x.wantsValue = true
	x.accept = func(status int, header http.Header, body []byte) error { return accept(x, status, header, body) }
	return x.run(ctx)
}
