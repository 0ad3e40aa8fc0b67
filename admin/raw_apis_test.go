package admin_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// scopes is a credential that notes what it is asked for.
type scopes struct{ asked []string }

// GetToken implements azcore.TokenCredential.
func (s *scopes) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	s.asked = append(s.asked, o.Scopes...)
	return azcore.AccessToken{Token: "token"}, nil
}

// TestRawAPIs: a raw request goes to the API's own host with a token for it, and a link
// of one API is no request to another.
func TestRawAPIs(t *testing.T) {
	t.Parallel()
	cases := []struct {
		api         admin.API
		path        string
		host, scope string
	}{
		{"", "/v1.0/organization", "graph.microsoft.com", "https://graph.microsoft.com/.default"},
		{admin.APIGraph, "/v1.0/organization", "graph.microsoft.com", "https://graph.microsoft.com/.default"},
		{admin.APIBusinessApplicationPlatform, "/providers/x?api-version=2020-10-01", "api.bap.microsoft.com", "https://service.powerapps.com/.default"},
		{admin.APIPowerPlatform, "/licensing/x?api-version=2024-10-01", "api.powerplatform.com", "https://api.powerplatform.com/.default"},
		{admin.APIBusinessCentral, "/admin/v2.28/x", "api.businesscentral.dynamics.com", "https://api.businesscentral.dynamics.com/.default"},
	}
	for _, c := range cases {
		t.Run("api="+string(c.api), func(t *testing.T) {
			t.Parallel()
			credential, sent := &scopes{}, ""
			client, err := admin.New(admin.Config{
				TenantID: admin.ContosoTenantID, Credential: credential,
				HTTPClient: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					sent = r.URL.String()
					return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
				})},
			})
			require.NoError(t, err)
			_, err = client.Raw(t.Context(), admin.RawRequest{API: c.api, Path: c.path})
			require.NoError(t, err)
			assert.Equal(t, "https://"+c.host+c.path, sent)
			assert.Equal(t, []string{c.scope}, credential.asked)

			sent = ""
			_, err = client.Raw(t.Context(), admin.RawRequest{API: c.api, Path: "https://management.azure.com" + c.path})
			require.ErrorIs(t, err, admin365.ErrInvalid)
			assert.Empty(t, sent, "another API's host")
		})
	}
	_, err := admin.NewMemory(admin.MemoryConfig{}).Raw(t.Context(), admin.RawRequest{API: "nothing", Path: "/x"})
	require.ErrorIs(t, err, admin365.ErrInvalid)
}
