package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Started is what the service answered to a request that it goes on with.
type Started[T any] struct {
	// Entity is the answer's body.
	Entity *T
	// ID is where the operation is followed.
	ID admin365.OperationID
	// RetryAfter is when the service asks to be asked; 0 if it did not say.
	RetryAfter time.Duration
}

// Start sends a request that the service goes on with after its answer; follow is
// the operation by which it is followed. A Location that leads anywhere else is
// not followed, and the outcome is unknown then.
func Start[T any](ctx context.Context, c *Client, rq Request, follow *api.Op) (*Started[T], error) {
	x, err := c.newExchange(ctx, rq, "")
	if err != nil {
		return nil, err
	}
	var got Started[T]
	x.wantsValue = true
	x.accept = func(_ int, header http.Header, body []byte) error {
		got = Started[T]{Entity: new(T)}
		if len(body) > 0 {
			if err := decode(header, body, got.Entity); err != nil {
				return err
			}
		}
		location, why := checkLink(x.host, header.Get("Location"))
		if why != "" {
			return &badAnswer{why: "the operation cannot be followed: " + why}
		}
		id := api.OperationAt(follow.API, location.EscapedPath(), location.RawQuery)
		if _, _, err := api.ParseOperationID(follow, id); err != nil {
			return &badAnswer{why: "the operation cannot be followed: its Location is not one of this operation"}
		}
		got.ID = id
		got.RetryAfter, _ = ParseRetryAfter(header.Get("Retry-After"), time.Now())
		return nil
	}
	if err := x.run(ctx); err != nil {
		return nil, err
	}
	return &got, nil
}

// Follow asks where an operation stands that Start returned, maybe in another
// process. The id is not trusted.
func Follow[T any](ctx context.Context, c *Client, op *api.Op, id admin365.OperationID) (*T, time.Duration, error) {
	call, query, err := api.ParseOperationID(op, id)
	if err != nil {
		return nil, 0, c.attribute(op.At(), err)
	}
	host, _ := op.API.Host(c.cfg.Cloud)
	link := host.URL + call.Path()
	if query != "" {
		link += "?" + query
	}
	x, err := c.newExchange(ctx, Request{Call: call}, link)
	if err != nil {
		return nil, 0, err
	}
	var entity *T
	var after time.Duration
	x.wantsValue = true
	x.accept = func(_ int, header http.Header, body []byte) error {
		entity = new(T)
		after, _ = ParseRetryAfter(header.Get("Retry-After"), time.Now())
		return decode(header, body, entity)
	}
	if err := x.run(ctx); err != nil {
		return nil, 0, err
	}
	return entity, after, nil
}
