package rest

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// TestTokenOptions: the credential hears scope and tenant, and that the client
// answers challenges.
func TestTokenOptions(t *testing.T) {
	t.Parallel()
	cred := &credential{}
	client, _ := newTest(t, func(cfg *Config) { cfg.Credential = cred }, answer(204, ""))
	require.NoError(t, Send(t.Context(), client, Request{Call: opDelete.At("x")}))
	require.NoError(t, Send(t.Context(), client, Request{Call: opDelete.At("x")}))
	other, err := client.ForTenant("contoso.com")
	require.NoError(t, err)
	assert.Equal(t, admin365.TenantID("contoso.com"), other.TenantID())
	assert.Equal(t, admin365.TenantID(testTenant), client.TenantID())
	require.NoError(t, Send(t.Context(), other, Request{Call: opDelete.At("x")}))
	scopes := []string{"https://graph.microsoft.com/.default"}
	assert.Equal(t, []policy.TokenRequestOptions{
		{Scopes: scopes, TenantID: testTenant, EnableCAE: true},
		{Scopes: scopes, TenantID: "contoso.com", EnableCAE: true},
	}, cred.asked, "a token is asked for once and kept")
}

// TestTokenKept: a token is renewed when its credential likes to be asked, two
// minutes before its end otherwise; a failed renewal keeps a token that is
// still good.
func TestTokenKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fail := false
		cred := &credential{give: func(n int, _ policy.TokenRequestOptions) (azcore.AccessToken, error) {
			if fail {
				return azcore.AccessToken{}, errors.New("down")
			}
			tk := azcore.AccessToken{Token: strings.Repeat("t", n), ExpiresOn: time.Now().Add(time.Hour)}
			if n == 2 {
				tk.RefreshOn = time.Now().Add(30 * time.Minute)
			}
			return tk, nil
		}}
		tk := newTokens(cred, "scope", testTenant)
		get := func() string {
			s, err := tk.get(t.Context(), "", "")
			require.NoError(t, err)
			return s
		}
		assert.Equal(t, "t", get())
		time.Sleep(57 * time.Minute)
		assert.Equal(t, "t", get())
		time.Sleep(2 * time.Minute)
		assert.Equal(t, "tt", get(), "two minutes before the end")
		time.Sleep(29 * time.Minute)
		assert.Equal(t, "tt", get())
		time.Sleep(2 * time.Minute)
		fail = true
		assert.Equal(t, "tt", get(), "still good")
		assert.Equal(t, 3, cred.times(), "and asked for")
		assert.Equal(t, "tt", get())
		assert.Equal(t, 3, cred.times(), "not again at once")
		time.Sleep(time.Minute)
		fail = false
		assert.Equal(t, "tttt", get())
		fail = true
		time.Sleep(2 * time.Hour)
		_, err := tk.get(t.Context(), "", "")
		require.ErrorIs(t, err, admin365.ErrUnauthenticated, "an expired token is never used")
	})
}

// TestTokenOnce: a hundred calls that need a token ask for one, and one that
// does not want to wait need not.
func TestTokenOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cred := &credential{give: func(int, policy.TokenRequestOptions) (azcore.AccessToken, error) {
			time.Sleep(10 * time.Second)
			return azcore.AccessToken{Token: "t", ExpiresOn: time.Now().Add(time.Hour)}, nil
		}}
		tk := newTokens(cred, "scope", testTenant)
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				_, err := tk.get(t.Context(), "", "")
				assert.NoError(t, err)
			})
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := tk.get(ctx, "", "")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		wg.Wait()
		assert.Equal(t, 1, cred.times())
	})
}

// TestTokenRenewedMidList: a token that ends in the middle of a list is renewed
// once, and the list goes on where it was.
func TestTokenRenewedMidList(t *testing.T) {
	t.Parallel()
	challenge := `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="` +
		base64.StdEncoding.EncodeToString([]byte(`{"access_token":{"nbf":{"essential":true}}}`)) + `"`
	cred := &credential{}
	client, s := newTest(t, func(cfg *Config) { cfg.Credential = cred },
		answer(200, `{"value":[{"id":"1"}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=2"}`),
		refuse(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.", "WWW-Authenticate", challenge),
		answer(200, `{"value":[{"id":"2"}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=3"}`),
		answer(200, `{"value":[{"id":"3"}]}`),
	)
	var ids []string
	for u, err := range Pages[user](t.Context(), client, Request{Call: opList.At()}) {
		require.NoError(t, err)
		ids = append(ids, u.ID)
	}
	assert.Equal(t, []string{"1", "2", "3"}, ids)
	var used []string
	for _, r := range s.requests() {
		used = append(used, r.header.Get("Authorization"))
	}
	assert.Equal(t, []string{"Bearer token-1", "Bearer token-1", "Bearer token-2", "Bearer token-2"}, used)
	require.Len(t, cred.asked, 2)
	assert.Equal(t, `{"access_token":{"nbf":{"essential":true}}}`, cred.asked[1].Claims)
	assert.Empty(t, cred.asked[0].Claims)
}

func TestClaims(t *testing.T) {
	t.Parallel()
	claims := `{"access_token":{"x":"??>"}}`
	for _, c := range []struct{ header, want string }{
		{`Bearer error="insufficient_claims", claims="` + base64.StdEncoding.EncodeToString([]byte(claims)) + `"`, claims},
		{`Bearer claims="` + base64.RawURLEncoding.EncodeToString([]byte(claims)) + `", error="insufficient_claims"`, claims},
		{`Bearer error="invalid_token", claims="e30="`, ""},
		{`Bearer error="insufficient_claims", claims="***"`, ""},
		{`Bearer error="insufficient_claims"`, ""},
		{``, ""},
	} {
		assert.Equal(t, c.want, claimsOf(http.Header{"Www-Authenticate": {c.header}}), c.header)
	}
}

// TestTokenFailures: whatever the credential says becomes "unauthenticated"
// with the code and the tenant, and none of its text.
func TestTokenFailures(t *testing.T) {
	t.Parallel()
	const quoted = `ClientSecretCredential authentication failed. POST https://login.microsoftonline.com/x/oauth2/v2.0/token
--------------------------------------------------------------------------------
RESPONSE 401: {"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. hidden-secret Trace ID: 1"}`
	for _, c := range []struct{ name, text, code, message string }{
		{"a wrong secret", quoted, "AADSTS7000215", "the client secret is wrong (its value is wanted, not its id)"},
		{"an unknown tenant", "AADSTS90002: hidden-secret", "AADSTS90002", "there is no such tenant"},
		{"an unknown code", "AADSTS: then AADSTS123456: hidden-secret", "AADSTS123456", "the credential gave no token"},
		{"no code", "DefaultAzureCredential: hidden-secret", "", "the credential gave no token"},
		{"not allowed", "isn't configured to acquire tokens for tenant x. To enable it add it to the AdditionallyAllowedTenants hidden-secret", "", "the credential is not allowed to ask for this tenant: name it in its AdditionallyAllowedTenants"},
	} {
		cause := errors.New(c.text)
		client, s := newTest(t, func(cfg *Config) {
			cfg.Credential = &credential{give: func(int, policy.TokenRequestOptions) (azcore.AccessToken, error) {
				return azcore.AccessToken{}, cause
			}}
		}, answer(200, adele))
		_, err := One[user](t.Context(), client, Request{Call: opGet.At("adele")})
		require.ErrorIs(t, err, admin365.ErrUnauthenticated, c.name)
		require.ErrorIs(t, err, cause, "whoever needs the cause finds it")
		e, _ := errors.AsType[*admin365.Error](err)
		assert.Equal(t, c.code, e.Code, c.name)
		assert.Equal(t, c.message, e.Message, c.name)
		assert.Equal(t, admin365.TenantID(testTenant), e.TenantID)
		assert.Equal(t, "test.Users.Get", e.Op)
		assert.NotContains(t, err.Error(), "hidden-secret")
		assert.Empty(t, s.requests())
	}
	client, _ := newTest(t, func(cfg *Config) {
		cfg.Credential = &credential{give: func(int, policy.TokenRequestOptions) (azcore.AccessToken, error) { return azcore.AccessToken{}, nil }}
	}, answer(200, adele))
	require.ErrorIs(t, Send(t.Context(), client, Request{Call: opGet.At("x")}), admin365.ErrUnauthenticated, "an empty token is none")
}

// TestTokenAfterDoubt: a token that fails between two attempts of a patch does
// not hide that the first may have been carried out.
func TestTokenAfterDoubt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newTest(t, func(cfg *Config) {
			cfg.Credential = &credential{give: func(n int, _ policy.TokenRequestOptions) (azcore.AccessToken, error) {
				if n > 1 {
					return azcore.AccessToken{}, errors.New("AADSTS700082")
				}
				return azcore.AccessToken{Token: "t"}, nil
			}}
		}, serviceFailed)
		err := Send(t.Context(), client, Request{Call: opUpdate.At("x")})
		require.ErrorIs(t, err, admin365.ErrUncertain)
		require.ErrorIs(t, err, admin365.ErrUnauthenticated)
	})
}
