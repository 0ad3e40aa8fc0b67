package rest

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/admin365/admin365/internal/api"
)

// checkLink returns the parsed link if it leads to host over https, and says
// why not otherwise. Links come from answers and from state files, and the next
// request carries a token: a link to anywhere else is how a token is stolen.
func checkLink(host api.Host, link string) (*url.URL, string) {
	if strings.ContainsAny(link, "\\\x00\r\n\t") {
		return nil, "the link holds a character that no URL of the service holds"
	}
	u, err := url.Parse(link)
	switch {
	case err != nil:
		return nil, "the link is not a URL"
	case !strings.EqualFold(u.Scheme, "https"):
		return nil, "the link is not https"
	case u.User != nil:
		return nil, "the link holds a user name"
	case u.Opaque != "" || u.Fragment != "" || u.RawFragment != "":
		return nil, "the link is not a plain URL"
	case !sameHost(u.Host, host.Name()):
		return nil, "the link leads to another host than " + host.Name()
	case dots(u):
		return nil, "the link climbs out of its path"
	}
	// The host is written as configured, so that a spelling of it (letter case,
	// the default port) cannot make a difference further down.
	u.Scheme, u.Host = "https", host.Name()
	return u, ""
}

// sameHost compares two hosts; the default port may be named.
func sameHost(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, ":443"), strings.TrimSuffix(b, ":443"))
}

// dots reports whether a path has a segment "." or "..", percent-encoded or not:
// some servers resolve those after they have checked the path.
func dots(u *url.URL) bool {
	for s := range strings.SplitSeq(u.Path, "/") {
		if s == "." || s == ".." {
			return true
		}
	}
	return false
}

// checkRedirect lets a read follow a redirect on its own host, and nothing
// else: a redirect to another host would take the token there, and a redirected
// write would be turned into a read, or be done elsewhere. What is not followed
// becomes the answer, and the answer an error.
func checkRedirect(next *http.Request, via []*http.Request) error {
	const most = 5
	first := via[0]
	read := first.Method == http.MethodGet || first.Method == http.MethodHead
	if !read || len(via) > most || next.URL.Scheme != "https" ||
		next.URL.User != nil || !strings.EqualFold(next.URL.Host, first.URL.Host) {
		return http.ErrUseLastResponse
	}
	return nil
}
