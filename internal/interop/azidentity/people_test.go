package azidentity_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// ada is an administrator whose password the tests know.
const ada = "ada@contoso.com"

func (l *lab) withAda() admin365.UserID {
	l.t.Helper()
	u, err := l.m.Identity.Users.Create(l.t.Context(), person("ada", admin.ContosoDomain))
	require.NoError(l.t, err)
	_, err = l.m.Identity.RoleAssignments.Create(l.t.Context(), identity.NewRoleAssignment{
		RoleID: identity.UserAdministrator, PrincipalID: admin365.ObjectID(u.ID), DirectoryScopeID: "/",
	})
	require.NoError(l.t, err)
	return u.ID
}

func (l *lab) options() azcore.ClientOptions {
	return azcore.ClientOptions{Transport: &http.Client{Transport: l.transport}}
}

// browse sends a form as a browser does, and says what came back; it follows nothing.
func (l *lab) browse(method, address string, form url.Values) (*http.Response, string) {
	l.t.Helper()
	rq, err := http.NewRequestWithContext(l.t.Context(), method, address, strings.NewReader(form.Encode()))
	require.NoError(l.t, err)
	rq.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := l.transport.RoundTrip(rq)
	require.NoError(l.t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(l.t, err)
	return answer, string(body)
}

// TestUsernamePasswordCredential: a person by name and password. When the service has
// ended his sessions, the library signs him in again, because it can.
func TestUsernamePasswordCredential(t *testing.T) {
	t.Parallel()
	for _, by := range ways() {
		for _, tenant := range []string{string(admin.ContosoTenantID), "contoso.com", "organizations"} {
			t.Run(string(by)+", "+tenant, func(t *testing.T) {
				t.Parallel()
				l := newLab(t, by)
				id := l.withAda()
				signIn := func(name, word string) *azidentity.UsernamePasswordCredential { //nolint:staticcheck // Deprecated, and used.
					c, err := azidentity.NewUsernamePasswordCredential(tenant, string(l.e.DefaultApp().ID), name, word,
						&azidentity.UsernamePasswordCredentialOptions{ClientOptions: l.options()}) //nolint:staticcheck // Likewise.
					require.NoError(t, err)
					return c
				}
				credential := signIn(ada, password)
				got, err := token(t, credential, graphScope)
				require.NoError(t, err)
				claims := claimsOf(t, got.Token)
				assert.Equal(t, []any{string(id), ada, "user", string(l.m.TenantID())}, []any{claims["oid"], claims["upn"], claims["idtyp"], claims["tid"]})

				named := admin365.TenantID(tenant)
				if tenant == "organizations" {
					named = l.m.TenantID()
				}
				c := l.client(named, credential)
				_, err = c.Identity.Users.Create(t.Context(), person("made", admin.ContosoDomain))
				require.NoError(t, err, "she has the role for it")
				l.m.Advance(2 * time.Hour)
				_, err = c.Identity.Users.Get(t.Context(), ada)
				require.NoError(t, err, "the library takes its refresh token")
				require.NoError(t, l.m.Identity.Passwords.RevokeSessions(t.Context(), id))
				l.m.Advance(2 * time.Hour)
				_, err = c.Identity.Users.Get(t.Context(), ada)
				require.NoError(t, err)

				for name, refused := range map[string]struct{ user, word, code string }{
					"wrong password": {ada, "wrong", "AADSTS50126"},
					"nobody":         {"nobody@contoso.com", "wrong", "AADSTS50034"},
				} {
					_, err := token(t, signIn(refused.user, refused.word), graphScope)
					require.ErrorContains(t, err, refused.code, name)
				}
				require.NoError(t, l.m.Identity.Users.Update(t.Context(), id, identity.UserPatch{AccountEnabled: new(false)}))
				_, err = token(t, signIn(ada, password), graphScope)
				require.ErrorContains(t, err, "AADSTS50057")
			})
		}
	}
}

// TestDeviceCodeCredential: the person reads a code, and types it at the page that the
// message names.
func TestDeviceCodeCredential(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, inProcess)
		id := l.withAda()
		var asked atomic.Int32
		options := azidentity.DeviceCodeCredentialOptions{
			ClientOptions: l.options(), ClientID: string(l.e.DefaultApp().ID),
			UserPrompt: func(_ context.Context, m azidentity.DeviceCodeMessage) error {
				asked.Add(1)
				assert.Contains(t, m.Message, m.UserCode)
				answer, body := l.browse(http.MethodGet, m.VerificationURL, nil) //nolint:contextcheck // The test's own.
				assert.Equal(t, http.StatusOK, answer.StatusCode)
				assert.Contains(t, body, `name="otc"`)
				_, body = l.browse(http.MethodPost, m.VerificationURL, url.Values{"otc": {m.UserCode}, "login": {ada}, "passwd": {password}, "do": {"approve"}}) //nolint:contextcheck // Likewise.
				assert.Contains(t, body, "You have signed in")
				return nil
			},
		}
		credential, err := azidentity.NewDeviceCodeCredential(&options)
		require.NoError(t, err)
		got, err := token(t, credential, graphScope)
		require.NoError(t, err)
		assert.Equal(t, string(id), claimsOf(t, got.Token)["oid"])
		time.Sleep(2 * time.Hour)
		_, err = token(t, credential, graphScope)
		require.NoError(t, err)
		assert.Equal(t, int32(1), asked.Load(), "the refresh token did")
		require.NoError(t, l.m.Identity.Passwords.RevokeSessions(t.Context(), id))
		time.Sleep(2 * time.Hour)
		_, err = token(t, credential, graphScope)
		require.NoError(t, err)
		assert.Equal(t, int32(2), asked.Load(), "her sessions have ended, so that she is asked again")
	})
}

// TestDeviceCodeUnwatched: a run that nobody watches, over TCP; and a device whose
// person never comes.
func TestDeviceCodeUnwatched(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{AutoSignIn: "AdeleV@contoso.com"})
	l := &lab{t: t, m: m, e: e, transport: listen(t, e)}
	silent := func(context.Context, azidentity.DeviceCodeMessage) error { return nil }
	credential, err := azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
		ClientOptions: l.options(), ClientID: string(e.DefaultApp().ID), TenantID: string(m.TenantID()), UserPrompt: silent,
	})
	require.NoError(t, err)
	u, err := l.client(m.TenantID(), credential).Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
	require.NoError(t, err)
	assert.Equal(t, "Adele Vance", u.DisplayName)

	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, inProcess)
		credential, err := azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
			ClientOptions: l.options(), ClientID: string(l.e.DefaultApp().ID), UserPrompt: silent,
		})
		require.NoError(t, err)
		_, err = token(t, credential, graphScope)
		require.Error(t, err)
	})
}
