package api

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
)

// API is one published API: where it is, and what a token for it is asked for.
type API struct {
	// Name is what errors and logs call it.
	Name string
	// Version is how every path that the client sends begins, such as "v1.0"; empty
	// for an API that has its version in the query.
	Version string
	// Versions are the versions that the emulator answers, in the path if Version is
	// not empty, else in the query; nil means all. One that ends in "*" is a prefix.
	Versions []string
	// QueryVersion is the api-version that the client sends; empty for none. An
	// operation may have another one.
	QueryVersion string
	// Audiences are what tokens may name as their audience besides the resource of the
	// host's scope and the host itself, such as the API's application id.
	Audiences []string
	// Hosts has one entry per cloud that offers the API.
	Hosts []Host
	// Envelope is the shape of its errors.
	Envelope Envelope
	// Common are what every operation may refuse.
	Common Common
}

// Envelope is the shape of an API's errors.
type Envelope uint8

// The shapes. What has neither code nor text has no body in any of them.
const (
	// EnvelopeGraph is {"error":{"code","message","details","innerError"}}.
	EnvelopeGraph Envelope = iota
	// EnvelopeError is {"error":{"code","message"}}, as Power Platform writes it.
	EnvelopeError
	// EnvelopeFlat is {"code","message","target"}, as Business Central writes it.
	EnvelopeFlat
	// EnvelopePartner is {"code","description","data","source"}, as Partner Center writes it.
	EnvelopePartner
)

// Common are the refusals that belong to an API and to none of its operations.
type Common struct {
	// NoToken: there is no token, or a bad one; its text takes why.
	NoToken *Refusal
	// UnknownApp: the token is good and its application is nobody in the tenant.
	UnknownApp *Refusal
	// Forbidden: the caller lacks the permission or the role.
	Forbidden *Refusal
	// Unregistered: an application on its own has yet to be registered with the API in
	// the tenant. Its text takes the application's id, the path and the tenant; nil
	// where nothing is registered.
	Unregistered *Refusal
	// UnknownRoute: the path names nothing; its text takes the segment.
	UnknownRoute *Refusal
	// UnknownVersion: the version is none of the API's; its text takes it.
	UnknownVersion *Refusal
	// NoVersion: the request names no version; nil means UnknownVersion.
	NoVersion *Refusal
	// BadMethod: the path does not take the method.
	BadMethod *Refusal
	// BadBody: the body is not JSON.
	BadBody *Refusal
	// BadID: an id in the path is none; its text takes it.
	BadID *Refusal
	// BadQuery: the query cannot be read; its text takes why.
	BadQuery *Refusal
	// Throttled and Unavailable: come again later.
	Throttled, Unavailable *Refusal
	// More are those that no field names.
	More []*Refusal
}

// All returns the refusals that every operation of the API may answer. What is wrong
// with a query is a matter of those operations that take one.
func (a *API) All() []*Refusal {
	if a == nil {
		return nil
	}
	c := &a.Common
	var all []*Refusal
	for _, r := range []*Refusal{
		c.NoToken, c.UnknownApp, c.Forbidden, c.Unregistered, c.UnknownRoute, c.UnknownVersion, c.NoVersion,
		c.BadMethod, c.BadBody, c.BadID, c.Throttled, c.Unavailable,
	} {
		if r != nil && !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	for _, r := range c.More {
		if !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	return all
}

// VersionSegments is how many segments of a path are its version.
func (a *API) VersionSegments() int {
	if a.Version == "" {
		return 0
	}
	return strings.Count(a.Version, "/") + 1
}

// At reports whether the API is served at the host, whose name is in lower case: at
// its own, and below it, where Power Platform has the hosts of regions and tenants.
func (a *API) At(at Host, host string) bool {
	return host == at.Name() || a != &Graph && strings.HasSuffix(host, "."+at.Name())
}

// Accepts reports whether a token with the audience is one for the API at the host.
func (a *API) Accepts(audience string, at Host) bool {
	is := func(other string) bool {
		return strings.EqualFold(strings.TrimRight(audience, "/"), strings.TrimRight(other, "/"))
	}
	return is(at.URL) || is(strings.TrimSuffix(at.Scope, "/.default")) || slices.ContainsFunc(a.Audiences, is)
}

// Host is an API in one cloud.
type Host struct {
	Cloud admin365.Cloud
	// URL is scheme and host, without a slash at the end.
	URL string
	// Scope is what an app-only token is asked for.
	Scope string
}

// Host returns the API's host in the cloud; ok is false where the cloud does
// not offer it.
func (a *API) Host(cloud admin365.Cloud) (Host, bool) {
	if cloud == "" {
		cloud = admin365.CloudPublic
	}
	for _, h := range a.Hosts {
		if h.Cloud == cloud {
			return h, true
		}
	}
	return Host{}, false
}

// Name returns the host name alone, such as "graph.microsoft.com". Every request to
// the emulator asks for several, so nothing is parsed.
func (h Host) Name() string {
	_, rest, _ := strings.Cut(h.URL, "://")
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// Graph is Microsoft Graph.
// Source: https://learn.microsoft.com/graph/deployments
var Graph = API{
	Name:     "Microsoft Graph",
	Version:  "v1.0",
	Versions: []string{"v1.0", "beta"},
	// The application id of Microsoft Graph.
	Audiences: []string{"00000003-0000-0000-c000-000000000000"},
	Hosts: []Host{
		{admin365.CloudPublic, "https://graph.microsoft.com", "https://graph.microsoft.com/.default"},
		{admin365.CloudUSGovernment, "https://graph.microsoft.us", "https://graph.microsoft.us/.default"},
		{admin365.CloudUSGovernmentDoD, "https://dod-graph.microsoft.us", "https://dod-graph.microsoft.us/.default"},
		{admin365.CloudChina, "https://microsoftgraph.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn/.default"},
	},
	Common: Common{
		NoToken: &InvalidToken, UnknownApp: &UnknownIdentity, Forbidden: &RequestDenied,
		UnknownRoute: &UnknownSegment, UnknownVersion: &UnknownSegment, BadMethod: &MethodNotAllowed,
		BadBody: &MalformedJSON, BadID: &InvalidIdentifier, BadQuery: &InvalidFilter,
		Throttled: &TooManyRequests, Unavailable: &ServiceUnavailable,
		More: []*Refusal{&NotModeled, &MeNeedsUser, &UnsupportedEncoding, &ThrottledTemporarily, &ConcurrencyViolation},
	},
}

// Login is where tokens are issued. The client never calls it itself (the
// caller's credential does); the emulator serves it.
// Source: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
var Login = API{
	Name: "Microsoft Entra ID",
	Hosts: []Host{
		{admin365.CloudPublic, "https://login.microsoftonline.com", ""},
		{admin365.CloudUSGovernment, "https://login.microsoftonline.us", ""},
		{admin365.CloudUSGovernmentDoD, "https://login.microsoftonline.us", ""},
		{admin365.CloudChina, "https://login.partner.microsoftonline.cn", ""},
	},
}
