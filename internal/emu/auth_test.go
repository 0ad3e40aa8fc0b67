package emu

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// forge signs claims that edit has changed, with the emulator's own key unless
// another is given.
func (l *lab) forge(edit func(*claims), method jwt.SigningMethod, key any, kid string) string {
	l.t.Helper()
	c := l.issuer.claimsFor(l.tenant, admin365.Caller{App: "app"}, "https://graph.microsoft.com", "")
	if edit != nil {
		edit(&c)
	}
	token := jwt.NewWithClaims(method, c)
	token.Header["kid"] = kid
	signed, err := token.SignedString(key)
	require.NoError(l.t, err)
	return signed
}

// TestTokens: who is let in, and in which words the others are turned away.
func TestTokens(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	own, err := l.issuer.ec()
	require.NoError(t, err)
	rsaKey, err := l.issuer.rsa()
	require.NoError(t, err)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	signed := func(edit func(*claims)) string { return l.forge(edit, jwt.SigningMethodES256, own, ecKeyID) }
	flip := func(token string, part int) string {
		parts := strings.Split(token, ".")
		b, err := base64.RawURLEncoding.DecodeString(parts[part])
		require.NoError(t, err)
		b[len(b)/2] ^= 1
		parts[part] = base64.RawURLEncoding.EncodeToString(b)
		return strings.Join(parts, ".")
	}
	audience := func(aud string) string { return signed(func(c *claims) { c.Audience = aud }) }
	const failed = "Access token validation failure."
	cases := []struct{ name, authorization, says string }{
		{"good", "Bearer " + l.token, ""},
		{"the resource's application id", "Bearer " + audience(graphAppID), ""},
		{"a slash behind the audience", "Bearer " + audience("https://graph.microsoft.com/"), ""},
		{"signed with RSA", "Bearer " + l.forge(nil, jwt.SigningMethodRS256, rsaKey, rsaKeyID), ""},
		{"missing", "", "Access token is empty."},
		{"empty", "Bearer ", "Access token is empty."},
		{"another scheme", "Basic YTpi", "Access token is empty."},
		{"not a JWT", "Bearer x", "IDX14100: JWT is not well formed, there are no dots (.)."},
		{"dots alone", "Bearer ..", failed},
		{"not base64", "Bearer !.!.!", failed},
		{"expired", "Bearer " + signed(func(c *claims) { c.ExpiresAt = jwt.NewNumericDate(l.world.Now().Add(-time.Second)) }), "Lifetime validation failed, the token is expired."},
		{"no expiry", "Bearer " + signed(func(c *claims) { c.ExpiresAt = nil }), failed},
		{"not yet good", "Bearer " + signed(func(c *claims) { c.NotBefore = jwt.NewNumericDate(l.world.Now().Add(time.Hour)) }), failed},
		{"another audience", "Bearer " + audience("https://management.azure.com"), "Access token validation failure. Invalid audience."},
		{"another cloud", "Bearer " + audience("https://graph.microsoft.us"), "Access token validation failure. Invalid audience."},
		{"no audience", "Bearer " + audience(""), "Access token validation failure. Invalid audience."},
		{"alg none", "Bearer " + l.forge(nil, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, ecKeyID), failed},
		{"another's key", "Bearer " + l.forge(nil, jwt.SigningMethodES256, other, ecKeyID), failed},
		{"an unknown key", "Bearer " + l.forge(nil, jwt.SigningMethodES256, own, "other"), failed},
		{"the other key's name", "Bearer " + l.forge(nil, jwt.SigningMethodES256, own, rsaKeyID), failed},
		{"a public key as a password", "Bearer " + l.forge(nil, jwt.SigningMethodHS256, rsaKey.N.Bytes(), rsaKeyID), failed},
		{"a bit of the signature", "Bearer " + flip(l.token, 2), failed},
		{"a bit of the claims", "Bearer " + flip(l.token, 1), failed},
		{"no signature", "Bearer " + l.token[:strings.LastIndex(l.token, ".")+1], failed},
		{"an unknown tenant", "Bearer " + signed(func(c *claims) { c.TenantID = string(labOther) }), "The identity of the calling application could not be established."},
		{"no tenant", "Bearer " + signed(func(c *claims) { c.TenantID = "" }), "The identity of the calling application could not be established."},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for range 2 { // The second time verified tokens are remembered.
				a := l.get("/users/x", header("Authorization", c.authorization))
				if c.says == "" {
					require.Equal(t, http.StatusOK, a.StatusCode, a.body)
					continue
				}
				require.Equal(t, http.StatusUnauthorized, a.StatusCode)
				_, message := a.refusal(t)
				assert.Equal(t, c.says, message)
				challenge, claims, asked := strings.Cut(a.Header.Get("WWW-Authenticate"), `, error="insufficient_claims", claims="`)
				assert.Equal(t, `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`,
					challenge)
				assert.Equal(t, c.says == expiredToken, asked && claims != "", "only an expired token is asked for anew by claims")
				if token := strings.TrimPrefix(c.authorization, "Bearer "); len(token) > 20 {
					assert.NotContains(t, a.body, token, "never the token")
				}
			}
		})
	}
}

// TestTokenExpiresWhileRemembered: a token that was good is not good for ever.
func TestTokenExpiresWhileRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t)
		require.Equal(t, http.StatusOK, l.get("/users/x").StatusCode)
		l.world.Advance(tokenLife - time.Second)
		require.Equal(t, http.StatusOK, l.get("/users/x").StatusCode)
		l.world.Advance(time.Second)
		assert.Equal(t, http.StatusUnauthorized, l.get("/users/x").StatusCode)
	})
}

// TestTokenOfAnotherEmulator: two tests never share anything, keys included.
func TestTokenOfAnotherEmulator(t *testing.T) {
	t.Parallel()
	a, b := newLab(t), newLab(t)
	assert.Equal(t, http.StatusUnauthorized, a.get("/users/x", header("Authorization", "Bearer "+b.token)).StatusCode)
}

// TestTokenChoosesTenantAndCaller: claims become the session.
func TestTokenChoosesTenantAndCaller(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	second := l.join(l.world, labOther, "fabrikam.com")
	cases := []struct {
		name   string
		id     admin365.TenantID
		in     string
		caller admin365.Caller
	}{
		{"application", labTenant, string(labTenant), admin365.AsApp("app", "User.Read.All", "Group.Read.All")},
		{"application that may all", labTenant, string(labTenant), admin365.Caller{App: "app"}},
		{"application that may nothing", labTenant, string(labTenant), admin365.Caller{App: "app", Permissions: []admin365.Permission{}}},
		{"user", labOther, string(labOther), admin365.Caller{User: "ada@fabrikam.com", App: "app", Permissions: []admin365.Permission{"User.Read"}}},
		{"user that may all", labOther, "FABRIKAM.com", admin365.Caller{User: "ada@fabrikam.com"}},
		{"default administrator", labTenant, "contoso.com", admin365.Caller{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := l.request("GET", "/users/x", "", header("Authorization", "Bearer "+l.tokenFor(admin365.TenantID(c.in), c.caller)))
			host, _ := l.mux.Ops()[0].API.Host("")
			session, refused := l.issuer.session(r, l.mux.Ops()[0].API, host)
			require.Nil(t, refused)
			assert.Equal(t, c.id, session.Tenant.ID())
			assert.Equal(t, c.caller.User, session.Caller.User)
			assert.Equal(t, c.caller.App, session.Caller.App)
			assert.ElementsMatch(t, c.caller.Permissions, session.Caller.Permissions)
			assert.Equal(t, c.caller.Permissions == nil, session.Caller.Permissions == nil, "nil means all, empty means nothing")
		})
	}
	_, _, err := l.Token("nobody.com", admin365.Caller{}, []string{labScope})
	require.ErrorContains(t, err, "AADSTS90002")
	assert.Equal(t, labOther, second.ID())
}
