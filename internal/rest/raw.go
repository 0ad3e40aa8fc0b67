package rest

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// RawRequest is a request to an endpoint that this module does not model.
type RawRequest struct {
	// API is whose host and token are used; nil means Microsoft Graph.
	API *api.API
	// Method is the HTTP method; empty means GET. Whatever is not GET, HEAD or
	// OPTIONS counts as a write that cannot be taken back.
	Method string
	// Path is the escaped path with its version, such as "/beta/me", or a link
	// that an earlier answer gave. It may bring a query.
	Path string
	// Query are further query options.
	Query url.Values
	// Header goes along; see [Request.Header].
	Header http.Header
	// Body is encoded as JSON, a []byte is sent as it is, nil is none.
	Body any
}

// RawResponse is the answer to a [RawRequest].
type RawResponse struct {
	Status int
	Header http.Header
	Body   []byte
}

// Raw sends a request to an endpoint that this module does not model, with the
// same sign-in, limits, guard and host check as every other. A write is never
// sent twice unless the service refused the first. An answer that is not 2xx is
// an [*admin365.Error].
func (c *Client) Raw(ctx context.Context, rq RawRequest) (*RawResponse, error) {
	if rq.API == nil {
		rq.API = &api.Graph
	}
	if rq.Method == "" {
		rq.Method = http.MethodGet
	}
	op := &api.Op{Name: "admin.Raw", API: rq.API, Method: rq.Method, Effect: admin365.EffectRead, Retry: api.RetrySafe}
	if api.Writes(rq.Method) {
		op.Effect, op.Retry = admin365.EffectIrrevocable, api.RetryNever
	}
	path, _, _ := strings.Cut(rq.Path, "?")
	call := op.At(rq.Method + " " + strings.TrimPrefix(path, c.Host(rq.API)))
	if strings.Trim(rq.Method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return nil, c.attribute(call, invalid("the method is not an HTTP method"))
	}
	link, why := c.rawLink(rq)
	if why != "" {
		return nil, c.attribute(call, invalid(why))
	}
	x, err := c.newExchange(ctx, Request{Call: call, Query: rq.Query, Header: rq.Header, Body: rq.Body}, link)
	if err != nil {
		return nil, err
	}
	var answer *RawResponse
	x.wantsValue = true
	x.accept = func(status int, header http.Header, body []byte) error {
		answer = &RawResponse{Status: status, Header: header.Clone(), Body: bytes.Clone(body)}
		return nil
	}
	if err := x.run(ctx); err != nil {
		return nil, err
	}
	return answer, nil
}

// rawLink joins host, path and query, and says why if they do not fit.
func (c *Client) rawLink(rq RawRequest) (link, why string) {
	link = rq.Path
	switch {
	case strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//"):
		link = c.Host(rq.API) + link
	case strings.HasPrefix(strings.ToLower(link), "https://"):
	default:
		return "", "the path neither begins with a slash nor is it a link"
	}
	if len(rq.Query) > 0 {
		separator := "?"
		if strings.Contains(link, "?") {
			separator = "&"
		}
		link += separator + encodeQuery(rq.Query)
	}
	return link, ""
}
