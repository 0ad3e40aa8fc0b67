package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSignInAs: a program signs a person in with a device code, and nobody types a
// password.
func TestSignInAs(t *testing.T) {
	t.Parallel()
	s := serve(t, "-sign-in-as", "AdeleV@contoso.com")
	at := "https://login.microsoftonline.com/" + s.variables["AZURE_TENANT_ID"] + "/oauth2/v2.0/"
	post := func(to string, form url.Values) map[string]any {
		t.Helper()
		form.Set("client_id", s.variables["AZURE_CLIENT_ID"])
		response, err := s.client.PostForm(at+to, form)
		require.NoError(t, err)
		defer response.Body.Close()
		var answer map[string]any
		require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
		require.Equal(t, http.StatusOK, response.StatusCode, answer)
		return answer
	}
	began := post("devicecode", url.Values{"scope": {"https://graph.microsoft.com/.default"}})
	token := post("token", url.Values{
		"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "device_code": {began["device_code"].(string)},
	})
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://graph.microsoft.com/v1.0/me?$select=displayName", nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+token["access_token"].(string))
	response, err := s.client.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	var me map[string]any
	require.NoError(t, json.NewDecoder(response.Body).Decode(&me))
	assert.Equal(t, "Adele Vance", me["displayName"])
}
