package azidentity_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

const (
	nobodysTenant = "11111111-2222-4333-8444-555555555555"
	nobodysApp    = "99999999-8888-4777-8666-555555555555"
)

// TestRefusedSignIn: what Microsoft Entra ID says no to, said to the SDK's
// credential, and through it to the caller of our client.
func TestRefusedSignIn(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, why, code string
		wants           wants
		// status is the token endpoint's; zero where the SDK gives no answer.
		status int
	}{
		{
			name: "wrong secret", why: "the everyday mistake: the secret's id in the place of its value",
			code: "AADSTS7000215", wants: wants{secret: wrongSecret}, status: http.StatusUnauthorized,
		},
		{
			name: "unknown application", why: "it was registered in another tenant",
			code: "AADSTS700016", wants: wants{app: nobodysApp}, status: http.StatusBadRequest,
		},
		{
			name: "unknown tenant by id", why: "a wrong id, or another cloud's",
			code: "AADSTS90002", wants: wants{tenant: nobodysTenant},
		},
		{
			name: "unknown tenant by domain", why: "a domain that nobody has verified",
			code: "AADSTS90002", wants: wants{tenant: "nobody.example"},
		},
	}
	for _, c := range cases {
		for _, by := range ways() {
			t.Run(c.name+", "+string(by), func(t *testing.T) {
				t.Parallel()
				l := newLab(t, by)
				credential := l.credential(c.wants)

				_, err := token(t, credential, graphScope)
				require.Error(t, err, c.why)
				assert.ErrorContains(t, err, c.code)
				if c.status != 0 {
					failed, ok := errors.AsType[*azidentity.AuthenticationFailedError](err)
					require.True(t, ok, "%T", err)
					require.NotNil(t, failed.RawResponse)
					assert.Equal(t, c.status, failed.RawResponse.StatusCode)
				}

				id := l.m.TenantID()
				if c.wants.tenant != "" {
					id = admin365.TenantID(c.wants.tenant)
				}
				client := l.client(id, credential)
				for op, call := range map[string]func() error{
					"identity.Users.Get": func() error {
						_, err := client.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
						return err
					},
					"identity.Users.Create": func() error {
						_, err := client.Identity.Users.Create(t.Context(), person("refused", "contoso.com"))
						return err
					},
					"identity.Users.List": func() error {
						for _, err := range client.Identity.Users.List(t.Context(), identity.UserQuery{}) {
							return err
						}
						return nil
					},
				} {
					err := call()
					require.ErrorIs(t, err, admin365.ErrUnauthenticated, op)
					ours, ok := errors.AsType[*admin365.Error](err)
					require.True(t, ok)
					assert.Equal(t, c.code, ours.Code, op)
					assert.Equal(t, id, ours.TenantID, op)
					assert.Equal(t, op, ours.Op)
					assert.NotContains(t, err.Error(), wrongSecret, op)
					assert.NotContains(t, err.Error(), l.e.DefaultApp().Secret.Reveal(), op)
				}
				assert.Empty(t, l.m.Requests(), "nothing reached the tenant")
			})
		}
	}
}

// TestRefusedScope: a token is for one resource, named with /.default.
func TestRefusedScope(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, scope, code string }{
		{"a single permission", "https://graph.microsoft.com/User.Read.All", "AADSTS1002012"},
		{"no resource", "User.Read", "AADSTS1002012"},
		{"a resource that nobody has", "https://vault.example.net/.default", "AADSTS500011"},
	}
	for _, c := range cases {
		for _, by := range ways() {
			t.Run(c.name+", "+string(by), func(t *testing.T) {
				t.Parallel()
				l := newLab(t, by)
				_, err := token(t, l.credential(wants{}), c.scope)
				failed, ok := errors.AsType[*azidentity.AuthenticationFailedError](err)
				require.True(t, ok, "%v", err)
				assert.ErrorContains(t, err, c.code)
				require.NotNil(t, failed.RawResponse)
				assert.Equal(t, http.StatusBadRequest, failed.RawResponse.StatusCode)
			})
		}
	}
}

// TestScopeForms: the resource's other names, with and without the slash that
// some programs leave at its end.
func TestScopeForms(t *testing.T) {
	t.Parallel()
	for _, scope := range []string{
		"https://graph.microsoft.com/.default",
		"https://graph.microsoft.com//.default",
		"00000003-0000-0000-c000-000000000000/.default",
	} {
		t.Run(scope, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, inProcess)
			got, err := token(t, l.credential(wants{}), scope)
			require.NoError(t, err)
			rq, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://graph.microsoft.com/v1.0/users?$top=1", nil)
			require.NoError(t, err)
			rq.Header.Set("Authorization", "Bearer "+got.Token)
			answer, err := l.transport.RoundTrip(rq)
			require.NoError(t, err)
			defer answer.Body.Close()
			assert.Equal(t, http.StatusOK, answer.StatusCode)
		})
	}
}
