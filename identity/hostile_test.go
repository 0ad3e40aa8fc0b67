package identity_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHostilePaths: whatever stands for an id in a path of the area, what is none
// is refused in the service's words, and nothing is an error of ours.
func TestHostilePaths(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	at := func(path string) func(*http.Request) {
		return func(r *http.Request) {
			decoded, err := url.PathUnescape("/v1.0" + path)
			require.NoError(t, err)
			r.URL.Path, r.URL.RawPath = decoded, "/v1.0"+path
		}
	}
	for _, path := range []string{"/users('')", "/users/%2E%2E", "/users/%2e", "/users/%00", "/users/%0a", "/users/a%2F..%2Fb"} {
		for _, method := range []string{"GET", "PATCH", "DELETE"} {
			a := w.Do(method, "/", `{"city":"x"}`, at(path))
			require.Equal(t, http.StatusBadRequest, a.StatusCode, "%s %s: %s", method, path, a.Whole)
			assert.Contains(t, string(a.Whole), `"code":"Request_BadRequest","message":"Invalid object identifier '`, "%s %s", method, path)
		}
		for _, more := range []string{"/manager", "/directReports", "/revokeSignInSessions"} {
			method := "GET"
			if strings.HasPrefix(more, "/revoke") {
				method = "POST"
			}
			a := w.Do(method, "/", "", at(path+more))
			assert.Equal(t, http.StatusBadRequest, a.StatusCode, "%s %s%s: %s", method, path, more, a.Whole)
		}
	}
	assert.Empty(t, w.Tenant.Writes())
}
