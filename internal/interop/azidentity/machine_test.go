package azidentity_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
)

// TestManagedIdentity: a program on a virtual machine, which has no secret.
func TestManagedIdentity(t *testing.T) {
	t.Parallel()
	l := newLab(t, inProcess)
	l.e.Register(admin.App{ID: robotID, ManagedIdentity: true, Tenant: l.m.TenantID()})
	for name, id := range map[string]azidentity.ManagedIDKind{"by its id": azidentity.ClientID(robotID), "the machine's own": azidentity.ClientID(l.e.DefaultApp().ID)} {
		credential, err := azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{ClientOptions: l.options(), ID: id})
		require.NoError(t, err)
		got, err := token(t, credential, graphScope)
		require.NoError(t, err, name)
		assert.Equal(t, id.String(), claimsOf(t, got.Token)["appid"])
		assert.WithinDuration(t, time.Now().Add(time.Hour), got.ExpiresOn, time.Minute)
		u, err := l.client(l.m.TenantID(), credential).Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
		require.NoError(t, err)
		assert.Equal(t, "Adele Vance", u.DisplayName)
	}
	nobody, err := azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{ClientOptions: l.options(), ID: azidentity.ClientID(nobodysTenant)})
	require.NoError(t, err)
	_, err = token(t, nobody, graphScope)
	require.ErrorContains(t, err, "Identity not found")
}

// TestAppService: a program of App Service finds the endpoint and its secret in the
// environment.
func TestAppService(t *testing.T) {
	l := newLab(t, inProcess)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = "169.254.169.254"
		l.e.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	t.Setenv("IDENTITY_ENDPOINT", server.URL+"/msi/token")
	t.Setenv("IDENTITY_HEADER", l.e.IdentityHeader().Reveal())
	credential, err := azidentity.NewManagedIdentityCredential(nil)
	require.NoError(t, err)
	got, err := token(t, credential, graphScope)
	require.NoError(t, err)
	assert.Equal(t, string(l.e.DefaultApp().ID), claimsOf(t, got.Token)["appid"])

	t.Setenv("IDENTITY_HEADER", wrongSecret)
	credential, err = azidentity.NewManagedIdentityCredential(nil)
	require.NoError(t, err)
	_, err = token(t, credential, "https://management.azure.com/.default")
	require.Error(t, err)
	assert.NotContains(t, err.Error(), wrongSecret)
}
