package emu

import (
	"net/url"
	"slices"
	"strings"
)

// maxRedirect is how long a redirect URI may be.
// Source: https://learn.microsoft.com/entra/identity-platform/reply-url
const maxRedirect = 256

// redirects checks that the place to send people to is the application's own. Sent
// there they carry a code, so that anything else would give it away.
func (q *asking) redirects() *aadsts {
	sent := q.parameters.Get("redirect_uri")
	if sent == "" && len(q.client.Redirects) == 1 {
		sent = q.client.Redirects[0]
		q.parameters.Set("redirect_uri", sent)
	}
	if sent == "" {
		return bad("invalid_request", 900971, "No reply address provided.")
	}
	if !q.client.redirectsTo(sent) && (q.client.Redirects != nil || !q.client.Public || sent != q.loginURL()+"/common/oauth2/nativeclient") {
		return bad("invalid_request", 50011, "The redirect URI '"+shown(sent)+"' specified in the request does not match the redirect URIs configured for the application '"+string(q.client.ID)+"'.")
	}
	return nil
}

// redirectsTo compares a redirect URI with those that are registered: exactly, except
// that on the machine itself any port will do. Where none is registered, everything on
// the machine itself will: ours, for a quick start.
// Source: https://learn.microsoft.com/entra/identity-platform/reply-url
func (a App) redirectsTo(sent string) bool {
	if len(sent) > maxRedirect || strings.ContainsAny(sent, "\\\r\n\t ") {
		return false
	}
	u, err := url.Parse(sent)
	if err != nil || u.User != nil || u.Fragment != "" || strings.Contains(sent, "#") {
		return false
	}
	if slices.Contains(a.Redirects, sent) {
		return true
	}
	if !isLoopback(u) {
		return false
	}
	return a.Redirects == nil || slices.ContainsFunc(a.Redirects, func(registered string) bool {
		r, err := url.Parse(registered)
		return err == nil && isLoopback(r) && r.Scheme == u.Scheme && r.Hostname() == u.Hostname() && r.RawQuery == u.RawQuery &&
			strings.TrimSuffix(r.EscapedPath(), "/") == strings.TrimSuffix(u.EscapedPath(), "/")
	})
}

// isLoopback: the IPv6 address is not supported, as the service says.
func isLoopback(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && slices.Contains([]string{"localhost", "127.0.0.1"}, u.Hostname())
}
