package azidentity_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestClientSecretCredential: the SDK's credential gets a token from our issuer,
// and the token does a day's work through our own client.
func TestClientSecretCredential(t *testing.T) {
	t.Parallel()
	for _, by := range ways() {
		for _, disabled := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, instance discovery disabled %t", by, disabled), func(t *testing.T) {
				t.Parallel()
				l := newLab(t, by)
				credential := l.credential(wants{options: azidentity.ClientSecretCredentialOptions{DisableInstanceDiscovery: disabled}})
				got, err := token(t, credential, graphScope)
				require.NoError(t, err)
				assert.WithinDuration(t, time.Now().Add(time.Hour), got.ExpiresOn, time.Minute, "by the clock of who asked")

				claims := claimsOf(t, got.Token)
				app, id := string(l.e.DefaultApp().ID), string(l.m.TenantID())
				assert.Equal(t, "https://graph.microsoft.com", claims["aud"])
				assert.Equal(t, "https://sts.windows.net/"+id+"/", claims["iss"])
				assert.Equal(t, id, claims["tid"])
				assert.Equal(t, app, claims["appid"])
				assert.Equal(t, "app", claims["idtyp"])
				assert.Equal(t, "1.0", claims["ver"])
				assert.NotEmpty(t, claims["oid"], "the Terraform provider needs it")
				assert.Equal(t, claims["oid"], claims["sub"])

				work(t, l, l.client(l.m.TenantID(), credential))
			})
		}
	}
}

// work creates, gets, lists, pages and deletes, and looks at the tenant itself
// after each step.
func work(t *testing.T, l *lab, c *admin.Client) {
	t.Helper()
	ctx := t.Context()
	made, err := c.Identity.Users.Create(ctx, person("interop", admin.ContosoDomain))
	require.NoError(t, err)
	there, err := l.m.Identity.Users.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Interop interop", there.DisplayName)

	got, err := c.Identity.Users.Get(ctx, "INTEROP@contoso.com")
	require.NoError(t, err)
	assert.Equal(t, there.ID, got.ID)
	assert.Equal(t, there.SecurityIdentifier, got.SecurityIdentifier)

	want := names(t, l.m.Identity.Users, identity.UserQuery{})
	require.Contains(t, want, "interop@contoso.com")
	assert.Equal(t, want, names(t, c.Identity.Users, identity.UserQuery{}))

	before := l.calls("identity.Users.List")
	assert.Equal(t, want, names(t, c.Identity.Users, identity.UserQuery{PageSize: 4}))
	assert.Equal(t, (len(want)+3)/4, l.calls("identity.Users.List")-before, "pages")

	require.NoError(t, c.Identity.Users.Delete(ctx, made.ID))
	_, err = l.m.Identity.Users.Get(ctx, made.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound)

	for _, r := range l.m.Requests() {
		if r.Status != 0 {
			assert.Equal(t, l.e.DefaultApp().ID, r.Caller.App, r)
			assert.Empty(t, r.Caller.User, r)
		}
	}
}

// TestSameUserEitherWay: who points his program at Graph gets the values that he
// got from memory, an unset list included.
func TestSameUserEitherWay(t *testing.T) {
	t.Parallel()
	l := newLab(t, overTCP)
	c := l.client(l.m.TenantID(), l.credential(wants{}))
	direct, err := l.m.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
	require.NoError(t, err)
	wired, err := c.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
	require.NoError(t, err)
	assert.Equal(t, direct, wired)
}

func names(t *testing.T, users identity.Users, q identity.UserQuery) []string {
	t.Helper()
	var all []string
	for u, err := range users.List(t.Context(), q) {
		require.NoError(t, err)
		all = append(all, u.UserPrincipalName)
	}
	return all
}

// TestTenantByDomain: a tenant is also known by each of its verified domains, as
// a name and in any letter case.
func TestTenantByDomain(t *testing.T) {
	t.Parallel()
	for _, by := range ways() {
		for _, domain := range []string{"contoso.com", "contoso.onmicrosoft.com", "Contoso.COM"} {
			t.Run(string(by)+", "+domain, func(t *testing.T) {
				t.Parallel()
				l := newLab(t, by)
				credential := l.credential(wants{tenant: domain})
				got, err := token(t, credential, graphScope)
				require.NoError(t, err)
				assert.Equal(t, string(l.m.TenantID()), claimsOf(t, got.Token)["tid"])

				c := l.client(admin365.TenantID(domain), credential)
				u, err := c.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
				require.NoError(t, err)
				assert.Equal(t, "Adele Vance", u.DisplayName)
			})
		}
	}
}

// TestManyTenants: one credential of a partner serves each tenant that it is
// allowed to ask for.
func TestManyTenants(t *testing.T) {
	t.Parallel()
	for _, by := range ways() {
		t.Run(string(by), func(t *testing.T) {
			t.Parallel()
			l := newLab(t, by)
			ctx := t.Context()
			fabrikam, err := l.m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
			require.NoError(t, err)

			allowed := l.credential(wants{options: azidentity.ClientSecretCredentialOptions{AdditionallyAllowedTenants: []string{"*"}}})
			contoso := l.client(l.m.TenantID(), allowed)
			other, err := contoso.ForTenant(fabrikam.TenantID())
			require.NoError(t, err)
			made, err := other.Identity.Users.Create(ctx, person("first", "fabrikam.onmicrosoft.com"))
			require.NoError(t, err)
			there, err := fabrikam.Identity.Users.Get(ctx, made.ID)
			require.NoError(t, err)
			assert.Equal(t, "first@fabrikam.onmicrosoft.com", there.UserPrincipalName)
			_, err = contoso.Identity.Users.Get(ctx, made.ID)
			require.ErrorIs(t, err, admin365.ErrNotFound, "it is nobody in Contoso")
			assert.Equal(t, names(t, l.m.Identity.Users, identity.UserQuery{}), names(t, contoso.Identity.Users, identity.UserQuery{}))
			assert.Equal(t, names(t, fabrikam.Identity.Users, identity.UserQuery{}), names(t, other.Identity.Users, identity.UserQuery{}))

			byName, err := contoso.ForTenant("fabrikam.onmicrosoft.com")
			require.NoError(t, err)
			_, err = byName.Identity.Users.Get(ctx, made.ID)
			require.NoError(t, err)

			one, err := l.client(l.m.TenantID(), l.credential(wants{})).ForTenant(fabrikam.TenantID())
			require.NoError(t, err)
			_, err = one.Identity.Users.Get(ctx, made.ID)
			require.ErrorIs(t, err, admin365.ErrUnauthenticated)
			assert.ErrorContains(t, err, "AdditionallyAllowedTenants", "it says what to mend")
		})
	}
}

// TestGovernment: the hosts of another cloud, by the SDK's own description of it.
func TestGovernment(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{Cloud: admin365.CloudUSGovernment})
	l := &lab{t: t, m: m, e: e, transport: e.Transport()}
	credential := l.credential(wants{options: azidentity.ClientSecretCredentialOptions{
		ClientOptions: azcore.ClientOptions{Cloud: cloud.AzureGovernment},
	}})
	c, err := admin.New(admin.Config{
		TenantID: m.TenantID(), Credential: credential, Cloud: admin365.CloudUSGovernment, HTTPClient: &http.Client{Transport: l.transport},
	})
	require.NoError(t, err)
	u, err := c.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
	require.NoError(t, err)
	assert.Equal(t, "Adele Vance", u.DisplayName)
}

// TestManyAtOnce: one credential and one client, many goroutines.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	for _, by := range ways() {
		t.Run(string(by), func(t *testing.T) {
			t.Parallel()
			l := newLab(t, by)
			c := l.client(l.m.TenantID(), l.credential(wants{}))
			var all sync.WaitGroup
			for i := range 20 {
				all.Go(func() {
					_, err := c.Identity.Users.Create(t.Context(), person(fmt.Sprintf("many%d", i), admin.ContosoDomain))
					assert.NoError(t, err)
				})
			}
			all.Wait()
			n, err := l.m.Identity.Users.Count(t.Context(), identity.UserQuery{UserPrincipalNamePrefix: "many"})
			require.NoError(t, err)
			assert.Equal(t, 20, n)
		})
	}
}
