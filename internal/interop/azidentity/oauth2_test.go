package azidentity_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// TestClientCredentials: golang.org/x/oauth2, which knows nothing of Microsoft,
// sends the secret in the header or in the body.
func TestClientCredentials(t *testing.T) {
	t.Parallel()
	styles := map[string]oauth2.AuthStyle{
		"found out": oauth2.AuthStyleAutoDetect, "in the header": oauth2.AuthStyleInHeader, "in the body": oauth2.AuthStyleInParams,
	}
	for name, style := range styles {
		for _, by := range ways() {
			t.Run(name+", "+string(by), func(t *testing.T) {
				t.Parallel()
				l := newLab(t, by)
				ctx := context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{Transport: l.transport})
				app := l.e.DefaultApp()
				cfg := clientcredentials.Config{
					ClientID: string(app.ID), ClientSecret: app.Secret.Reveal(), Scopes: []string{graphScope}, AuthStyle: style,
					TokenURL: "https://login.microsoftonline.com/" + string(l.m.TenantID()) + "/oauth2/v2.0/token",
				}
				rq, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://graph.microsoft.com/v1.0/users/AdeleV@contoso.com", nil)
				require.NoError(t, err)
				answer, err := cfg.Client(ctx).Do(rq)
				require.NoError(t, err)
				defer answer.Body.Close()
				require.Equal(t, http.StatusOK, answer.StatusCode)
				var user struct {
					DisplayName string `json:"displayName"`
				}
				require.NoError(t, json.NewDecoder(answer.Body).Decode(&user))
				assert.Equal(t, "Adele Vance", user.DisplayName)

				cfg.ClientSecret = wrongSecret
				_, err = cfg.Token(ctx)
				refused, ok := errors.AsType[*oauth2.RetrieveError](err)
				require.True(t, ok, "%v", err)
				assert.Equal(t, "invalid_client", refused.ErrorCode)
				assert.Contains(t, refused.ErrorDescription, "AADSTS7000215")
				assert.NotContains(t, err.Error(), wrongSecret)
			})
		}
	}
}
