package emu

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// certified is a key and its certificate.
type certified struct {
	key  crypto.Signer
	cert *x509.Certificate
}

func certify(t testing.TB, key crypto.Signer, ends time.Time) certified {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "app"}, NotBefore: ends.Add(-48 * time.Hour), NotAfter: ends}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return certified{key, cert}
}

func rsaCertificate(t testing.TB) certified {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	return certify(t, key, time.Now().Add(time.Hour))
}

func ecCertificate(t testing.TB, ends time.Time) certified {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	return certify(t, key, ends)
}

func (c certified) x5t() string {
	sum := sha1.Sum(c.cert.Raw)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func (c certified) x5tS256() string {
	sum := sha256.Sum256(c.cert.Raw)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// assertion signs what an application says of itself.
func (c certified) assertion(t testing.TB, method jwt.SigningMethod, headers map[string]any, edit func(jwt.MapClaims)) string {
	t.Helper()
	claims := jwt.MapClaims{
		"aud": login + "/" + string(labTenant) + "/oauth2/v2.0/token", "iss": "robot", "sub": "robot", "jti": "1",
		"nbf": time.Now().Unix(), "exp": time.Now().Add(10 * time.Minute).Unix(),
	}
	if edit != nil {
		edit(claims)
	}
	token := jwt.NewWithClaims(method, claims)
	maps.Copy(token.Header, headers)
	signed, err := token.SignedString(c.key)
	require.NoError(t, err)
	return signed
}

func assertionForm(assertion string) url.Values {
	return fields("grant_type", "client_credentials", "client_id", "robot", "scope", labScope,
		"client_assertion_type", assertionType, "client_assertion", assertion)
}

// TestAssertion: each way in which libraries sign.
func TestAssertion(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	r, e := rsaCertificate(t), ecCertificate(t, time.Now().Add(time.Hour))
	l.Register(App{ID: "robot", Certificates: []*x509.Certificate{e.cert, r.cert}})
	sum, large := sha1.Sum(r.cert.Raw), sha256.Sum256(r.cert.Raw)
	aud := func(values ...string) func(jwt.MapClaims) {
		return func(c jwt.MapClaims) { c["aud"] = values }
	}
	for name, signed := range map[string]string{
		"RS256, x5t":             r.assertion(t, jwt.SigningMethodRS256, map[string]any{"x5t": r.x5t()}, nil),
		"PS256, x5t#S256":        r.assertion(t, jwt.SigningMethodPS256, map[string]any{"x5t#S256": r.x5tS256()}, nil),
		"ES256":                  e.assertion(t, jwt.SigningMethodES256, map[string]any{"x5t#S256": e.x5tS256()}, nil),
		"x5c alone":              r.assertion(t, jwt.SigningMethodRS256, map[string]any{"x5c": []string{base64.StdEncoding.EncodeToString(r.cert.Raw)}}, nil),
		"kid":                    r.assertion(t, jwt.SigningMethodRS256, map[string]any{"kid": strings.ToLower(hex.EncodeToString(sum[:]))}, nil),
		"padded":                 r.assertion(t, jwt.SigningMethodRS256, map[string]any{"x5t": r.x5t() + "="}, nil),
		"as the Go library":      r.assertion(t, jwt.SigningMethodPS256, map[string]any{"x5t#S256": base64.StdEncoding.EncodeToString(large[:])}, nil),
		"for the issuer":         r.assertion(t, jwt.SigningMethodRS256, map[string]any{"x5t": r.x5t()}, aud(login+"/"+string(labTenant)+"/v2.0")),
		"for the older issuer":   r.assertion(t, jwt.SigningMethodRS256, map[string]any{"x5t": r.x5t()}, aud("https://sts.windows.net/"+string(labTenant)+"/")),
		"for a domain":           r.assertion(t, jwt.SigningMethodRS256, map[string]any{"x5t": r.x5t()}, aud("x", login+"/contoso.com/oauth2/token")),
		"by a clock that is off": r.assertion(t, jwt.SigningMethodRS256, map[string]any{"x5t": r.x5t()}, func(c jwt.MapClaims) { c["nbf"] = time.Now().Add(time.Minute).Unix() }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 2 { // It is taken twice, as the service does.
				got := l.tokens(l.redeem(assertionForm(signed)))
				assert.Equal(t, "2", l.verify(got.Access)["appidacr"])
			}
		})
	}
	l.world.Advance(400 * 24 * time.Hour)
	l.tokens(l.redeem(assertionForm(r.assertion(t, jwt.SigningMethodRS256, map[string]any{"x5t": r.x5t()}, nil))))
}

// TestAssertionRefused: who cannot sign, or signs something else.
func TestAssertionRefused(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.join(l.world, labOther, "fabrikam.com")
	r, stranger, old := rsaCertificate(t), rsaCertificate(t), ecCertificate(t, time.Now().Add(-time.Hour))
	l.Register(App{ID: "robot", Certificates: []*x509.Certificate{r.cert, old.cert}})
	ours := map[string]any{"x5t": r.x5t()}
	says := func(edit func(jwt.MapClaims)) string { return r.assertion(t, jwt.SigningMethodRS256, ours, edit) }
	good := says(nil)
	set := func(name string, value any) string { return says(func(c jwt.MapClaims) { c[name] = value }) }
	public, err := x509.MarshalPKIXPublicKey(r.key.Public())
	require.NoError(t, err)
	forged := func(method jwt.SigningMethod, key any) string {
		token := jwt.NewWithClaims(method, jwt.MapClaims{"iss": "robot", "sub": "robot", "aud": login + "/common", "exp": time.Now().Add(time.Minute).Unix()})
		token.Header["x5t"] = r.x5t()
		signed, err := token.SignedString(key)
		require.NoError(t, err)
		return signed
	}
	for name, c := range map[string]struct {
		assertion string
		code      int
	}{
		"another key by our thumbprint": {stranger.assertion(t, jwt.SigningMethodRS256, ours, nil), 700027},
		"another certificate":           {stranger.assertion(t, jwt.SigningMethodRS256, map[string]any{"x5t": stranger.x5t()}, nil), 700027},
		"another certificate sent along": {stranger.assertion(t, jwt.SigningMethodRS256, map[string]any{"x5c": []string{
			base64.StdEncoding.EncodeToString(stranger.cert.Raw), base64.StdEncoding.EncodeToString(r.cert.Raw)}}, nil), 700027},
		"no name of the key":     {r.assertion(t, jwt.SigningMethodRS256, nil, nil), 700027},
		"expired certificate":    {old.assertion(t, jwt.SigningMethodES256, map[string]any{"x5t": old.x5t()}, nil), 700027},
		"alg none":               {forged(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType), 700027},
		"public key as password": {forged(jwt.SigningMethodHS256, public), 700027},
		"another method":         {r.assertion(t, jwt.SigningMethodRS512, ours, nil), 700027},
		"altered":                {good[:len(good)-8] + "AAAAAAAA", 700027},
		"no JWT":                 {"x", 50027},
		"too long":               {strings.Repeat("x", maxAssertion+1), 50027},
		"issuer and subject":     {set("sub", "other"), 50048},
		"another application":    {says(func(c jwt.MapClaims) { c["iss"], c["sub"] = "other", "other" }), 700021},
		"expired":                {set("exp", time.Now().Add(-time.Hour).Unix()), 700024},
		"no expiry":              {set("exp", nil), 700024},
		"not yet":                {set("nbf", time.Now().Add(time.Hour).Unix()), 700024},
		"another audience":       {set("aud", "https://graph.microsoft.com"), 700023},
		"another tenant":         {set("aud", login+"/"+string(labOther)+"/oauth2/v2.0/token"), 700023},
		"another host":           {set("aud", "https://login.example.com/"+string(labTenant)+"/oauth2/v2.0/token"), 700023},
		"no audience":            {set("aud", nil), 700023},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := l.redeem(assertionForm(c.assertion))
			l.failsWith(a, "invalid_client", c.code)
			assert.Equal(t, http.StatusUnauthorized, a.StatusCode)
			if len(c.assertion) > 10 {
				assert.NotContains(t, a.body, c.assertion)
			}
		})
	}
	l.failsWith(l.redeem(but(assertionForm(good), "client_assertion_type", "")), "invalid_request", 900144)
}
