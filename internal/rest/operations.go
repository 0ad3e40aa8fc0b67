package rest

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Started is what the service answered to a request that it goes on with.
type Started[T any] struct {
	// Entity is the answer's body; its zero value if there was none.
	Entity *T
	// Status tells what was done at once from what goes on.
	Status int
	// ID is where the operation is followed; empty if it was done at once, which 200,
	// 201 and 204 say that come without a word on where to follow it.
	ID admin365.OperationID
	// RetryAfter is when the service asks to be asked; 0 if it did not say.
	RetryAfter time.Duration
}

// Start sends a request that the service goes on with after its answer; follow is
// the operation by which it is followed. Where, its Azure-AsyncOperation,
// Operation-Location or Location says; one that leads anywhere else is not followed, and the outcome is unknown then.
// The host of a region is taken for the API's own.
func Start[T any](ctx context.Context, c *Client, rq Request, follow *api.Op) (*Started[T], error) {
	var got Started[T]
	err := c.ask(ctx, rq, "", func(x *exchange, status int, header http.Header, body []byte) (err error) {
		got = Started[T]{Entity: new(T), Status: status}
		if len(body) > 0 {
			if err := decode(header, body, got.Entity); err != nil {
				return err
			}
		}
		got.ID, got.RetryAfter, err = x.followed(follow, status, header)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &got, nil
}

// followed reads from an answer where the operation is followed that it tells of, and
// when; no id if it was done at once.
func (x *exchange) followed(follow *api.Op, status int, header http.Header) (admin365.OperationID, time.Duration, error) {
	where := cmp.Or(header.Get("Azure-AsyncOperation"), header.Get("Operation-Location"), header.Get("Location"))
	if where == "" && follow.API != &api.Graph && status != http.StatusAccepted {
		return "", 0, nil
	}
	location, why := checkLink(x.host, ownHost(follow.API, x.host, where))
	if why != "" {
		return "", 0, &badAnswer{why: "the operation cannot be followed: " + why}
	}
	id := api.OperationAt(follow.API, location.EscapedPath(), location.RawQuery)
	if _, _, err := api.ParseOperationID(follow, id); err != nil {
		return "", 0, &badAnswer{why: "the operation cannot be followed: its Location is not one of this operation"}
	}
	after, _ := ParseRetryAfter(header.Get("Retry-After"), time.Now())
	return id, after, nil
}

// ownHost is the link at the API's own host if it leads to one of its regions':
// {region}.api.bap.microsoft.com. The token goes to the host that is configured alone.
// Unverified: that the own host knows the operations of all regions.
func ownHost(a *api.API, host api.Host, link string) string {
	u, err := url.Parse(link)
	if err != nil || a == &api.Graph || !strings.HasSuffix(strings.ToLower(u.Host), "."+host.Name()) {
		return link
	}
	u.Host = host.Name()
	return u.String()
}

// Follow asks where an operation stands that Start returned, maybe in another
// process. The id is not trusted.
func Follow[T any](ctx context.Context, c *Client, op *api.Op, id admin365.OperationID) (*T, time.Duration, error) {
	var entity *T
	var after time.Duration
	err := c.follow(ctx, op, id, func(_ *exchange, _ int, header http.Header, body []byte) error {
		entity = new(T)
		after, _ = ParseRetryAfter(header.Get("Retry-After"), time.Now())
		return decode(header, body, entity)
	})
	if err != nil {
		return nil, 0, err
	}
	return entity, after, nil
}

func (c *Client) follow(ctx context.Context, op *api.Op, id admin365.OperationID, accept func(*exchange, int, http.Header, []byte) error) error {
	call, query, err := api.ParseOperationID(op, id)
	if err != nil {
		return c.attribute(op.At(), err)
	}
	host, _ := op.API.Host(c.cfg.Cloud)
	link := host.URL + call.Path()
	if query != "" {
		link += "?" + query
	}
	return c.ask(ctx, Request{Call: call}, link, accept)
}
