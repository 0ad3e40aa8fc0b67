package admin

import (
	"context"
	"net/http"
	"net/url"

	"github.com/admin365/admin365/internal/rest"
)

// RawRequest is a request to an endpoint of Microsoft Graph that this library
// does not model.
type RawRequest struct {
	// Method is the HTTP method. All but GET and HEAD count as writes that
	// cannot be taken back, for [Config.ReadOnly] and [Config.Guard].
	Method string
	// Path begins with the version, such as "/beta/admin/people". Its segments
	// are escaped by the caller.
	Path   string
	Query  url.Values
	Header http.Header
	// Body is marshaled as JSON; nil means none.
	Body any
}

// RawResponse is the answer to a [RawRequest].
type RawResponse struct {
	Status int
	Header http.Header
	Body   []byte
}

// Raw sends a request to an endpoint that this library does not model, with the
// same sign-in, limits, retries, host list and guard as every other call. What
// the service refuses is an [*admin365.Error]. A POST is never sent twice.
//
// [*admin365.Error]: https://pkg.go.dev/github.com/admin365/admin365#Error
func (c *Client) Raw(ctx context.Context, r RawRequest) (*RawResponse, error) {
	answer, err := c.raw(ctx, rest.RawRequest{Method: r.Method, Path: r.Path, Query: r.Query, Header: r.Header, Body: r.Body})
	if err != nil {
		return nil, err
	}
	return &RawResponse{Status: answer.Status, Header: answer.Header, Body: answer.Body}, nil
}
