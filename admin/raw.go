package admin

import (
	"context"
	"net/http"
	"net/url"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

// API names one of Microsoft's APIs for [Client.Raw]: its hosts, and whose tokens it
// takes.
type API string

// The APIs.
const (
	APIGraph API = "graph"
	// APIBusinessApplicationPlatform and APIPowerPlatform have a version in the query,
	// api-version, which the caller gives.
	APIBusinessApplicationPlatform API = "bap"
	APIPowerPlatform               API = "powerplatform"
	// APIBusinessCentral has it in the path, as Graph does: "/admin/v2.28/…".
	APIBusinessCentral API = "businesscentral"
	// APIAzureResourceManager has it in the query, api-version, and each provider its own.
	APIAzureResourceManager API = "azure"
	// APIPartnerCenter has it in the path: "/v1/…".
	APIPartnerCenter API = "partnercenter"
)

// published is the API as the client and the emulator know it; nil if it is none.
func (a API) published() *api.API {
	switch a {
	case "", APIGraph:
		return &api.Graph
	case APIBusinessApplicationPlatform:
		return &api.BAP
	case APIPowerPlatform:
		return &api.PowerPlatform
	case APIBusinessCentral:
		return &api.BusinessCentral
	case APIAzureResourceManager:
		return &api.AzureResourceManager
	case APIPartnerCenter:
		return &api.PartnerCenter
	default:
		return nil
	}
}

// RawRequest is a request to an endpoint that this library does not model.
type RawRequest struct {
	// API is whose endpoint it is; empty means Microsoft Graph.
	API API
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
	published := r.API.published()
	if published == nil {
		return nil, &admin365.Error{Op: "admin.Raw", Kind: admin365.ErrInvalid, Target: string(r.API), Message: "there is no such API; nothing was sent"}
	}
	answer, err := c.raw(ctx, rest.RawRequest{API: published, Method: r.Method, Path: r.Path, Query: r.Query, Header: r.Header, Body: r.Body})
	if err != nil {
		return nil, err
	}
	return &RawResponse{Status: answer.Status, Header: answer.Header, Body: answer.Body}, nil
}
