package admin_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// TestRaw: an endpoint without a method, in memory and over HTTP alike.
func TestRaw(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		got, err := c.Raw(t.Context(), admin.RawRequest{Path: "/beta/users", Query: url.Values{"$top": {"3"}, "$select": {"id"}}})
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, got.Status)
		assert.NotEmpty(t, got.Header.Get("request-id"))
		var page struct {
			Next  string              `json:"@odata.nextLink"`
			Value []map[string]string `json:"value"`
		}
		require.NoError(t, json.Unmarshal(got.Body, &page))
		assert.Len(t, page.Value, 3)
		got, err = c.Raw(t.Context(), admin.RawRequest{Path: page.Next})
		require.NoError(t, err, "a link that an answer gave")
		require.NoError(t, json.Unmarshal(got.Body, &page))
		assert.Len(t, page.Value, 3)

		got, err = c.Raw(t.Context(), admin.RawRequest{Method: http.MethodDelete, Path: "/v1.0/users/AlexW@contoso.com"})
		require.NoError(t, err)
		assert.Equal(t, []any{http.StatusNoContent, 0}, []any{got.Status, len(got.Body)})
		count := admin.RawRequest{Path: "/v1.0/users/$count", Header: http.Header{"Consistencylevel": {"eventual"}}}
		got, err = c.Raw(t.Context(), count)
		require.NoError(t, err)
		assert.Equal(t, "23", string(got.Body), "the header goes along, and an answer may be text")

		for name, bad := range map[string]struct {
			request admin.RawRequest
			want    error
		}{
			"not found":          {admin.RawRequest{Path: "/v1.0/users/nobody@contoso.com"}, admin365.ErrNotFound},
			"unknown segment":    {admin.RawRequest{Path: "/v1.0/planets"}, admin365.ErrInvalid},
			"another host":       {admin.RawRequest{Path: "https://example.com/v1.0/users"}, admin365.ErrForbidden},
			"no path":            {admin.RawRequest{}, admin365.ErrInvalid},
			"no slash":           {admin.RawRequest{Path: "v1.0/users"}, admin365.ErrInvalid},
			"a host in disguise": {admin.RawRequest{Path: "//example.com/v1.0"}, admin365.ErrInvalid},
			"no method":          {admin.RawRequest{Method: "get it", Path: "/v1.0/users"}, admin365.ErrInvalid},
			"a secret":           {admin.RawRequest{Method: "POST", Path: "/v1.0/users", Body: map[string]any{"p": admin365.NewSecret("x")}}, admin365.ErrInvalid},
		} {
			_, err := c.Raw(t.Context(), bad.request)
			assert.Error(t, err, name)
			if name != "another host" {
				assert.ErrorIs(t, err, bad.want, name)
			}
		}
		for _, r := range m.Requests() {
			assert.NotContains(t, r.Target, "example.com", "it never left the client")
		}
	})
}
