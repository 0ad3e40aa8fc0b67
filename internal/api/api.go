package api

import (
	"net/url"

	"github.com/admin365/admin365"
)

// API is one published API: where it is, and what a token for it is asked for.
type API struct {
	// Name is what errors and logs call it.
	Name string
	// Version is the first path segment of what the client sends; empty for an
	// API that has its version in the query.
	Version string
	// Versions are the path versions that the emulator answers.
	Versions []string
	// Hosts has one entry per cloud that offers the API.
	Hosts []Host
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

// Name returns the host name alone, such as "graph.microsoft.com".
func (h Host) Name() string {
	u, err := url.Parse(h.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// Graph is Microsoft Graph.
// Source: https://learn.microsoft.com/graph/deployments
var Graph = API{
	Name:     "Microsoft Graph",
	Version:  "v1.0",
	Versions: []string{"v1.0", "beta"},
	Hosts: []Host{
		{admin365.CloudPublic, "https://graph.microsoft.com", "https://graph.microsoft.com/.default"},
		{admin365.CloudUSGovernment, "https://graph.microsoft.us", "https://graph.microsoft.us/.default"},
		{admin365.CloudUSGovernmentDoD, "https://dod-graph.microsoft.us", "https://dod-graph.microsoft.us/.default"},
		{admin365.CloudChina, "https://microsoftgraph.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn/.default"},
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
