package emu

import (
	"crypto/x509"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHostileForms: whatever is sent to the token endpoint, the answer is a refusal,
// soon, and not long.
func TestHostileForms(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	long := strings.Repeat("x", 1<<20)
	for name, c := range map[string]struct {
		body string
		code int
	}{
		"a megabyte in a name":        {long + "=1", 900144},
		"a megabyte as application":   {"grant_type=client_credentials&client_id=" + long, 700016},
		"a megabyte as grant":         {"client_id=cli&grant_type=" + long, 70003},
		"a megabyte as scope":         {but(password(), "scope", long).Encode(), 70011},
		"a megabyte as user":          {but(password(), "username", long).Encode(), 50034},
		"a megabyte as password":      {but(password(), "password", long).Encode(), 50126},
		"a megabyte as refresh token": {"grant_type=refresh_token&client_id=cli&refresh_token=refresh." + long, 70000},
		"a megabyte as code":          {"grant_type=authorization_code&client_id=cli&code=code." + long, 70000},
		"a megabyte as device":        {"grant_type=device_code&client_id=cli&device_code=" + long, 70018},
		"twice":                       {password().Encode() + "&scope=Mail.Read", 9000411},
		"the same twice":              {password().Encode() + "&grant_type=password", 9000411},
		"a hundred thousand names":    {strings.Repeat("a&", 100_000), 0},
		"NUL":                         {but(password(), "username", ada+"\x00").Encode(), 90013},
		"NUL in a name":               {"a%00=1&" + password().Encode(), 90013},
		"bad escapes":                 {"grant_type=%zz", 9002313},
		"semicolons":                  {"grant_type=password;client_id=cli", 9002313},
		"JSON":                        {`{"grant_type":"password"}`, 900144},
		"no UTF-8":                    {"grant_type=\xff\xfe&client_id=cli", 70003},
		"more than the most":          {strings.Repeat("x", maxBody+1), 9002313},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, path := range []string{"oauth2/v2.0/token", "oauth2/token", "oauth2/v2.0/devicecode", "oauth2/v2.0/authorize"} {
				a := l.do("POST", login+"/contoso.com/"+path, c.body)
				if path == "oauth2/v2.0/token" && c.code != 0 {
					var f fail
					a.decode(t, &f)
					assert.Equal(t, []int{c.code}, f.Codes, a.body)
				}
				if c.code != 0 && path != "oauth2/v2.0/devicecode" && path != "oauth2/token" {
					assert.Contains(t, []int{400, 401}, a.StatusCode, path)
				}
				assert.Less(t, len(a.body), 8<<10, path)
				assert.True(t, utf8.ValidString(a.body), path)
			}
		})
	}
}

// TestSecretsStaySecret: neither what was sent nor what is kept stands in an answer, or
// in what the tenant logs.
func TestSecretsStaySecret(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	l.tenant.Log.Keep(100)
	got := l.signedIn()
	l.Register(App{ID: "app", Secret: l.issuer.machineSecret})
	secrets := []string{adaPassword, "almost-a-password", got.Refresh, got.Access, "almost.a.secret", l.issuer.machineSecret.Reveal()}
	answers := []answered{
		l.redeem(but(password(), "password", "almost-a-password")),
		l.redeem(fields("grant_type", "refresh_token", "client_id", "narrow", "refresh_token", got.Refresh)),
		l.redeem(fields("grant_type", "client_credentials", "client_id", "app", "client_secret", "almost.a.secret", "scope", labScope)),
		l.typed(authorization(), ada, "almost-a-password"),
		l.get("/users/x", header("Authorization", "Bearer "+got.Access+"x")),
		l.get("/users/x", header("Authorization", "Bearer "+got.Refresh)),
		l.redeem(but(password(), "grant_type", "authorization_code")),
	}
	for _, a := range answers {
		for _, secret := range secrets {
			assert.NotContains(t, a.body, secret)
			for _, values := range a.Header {
				assert.NotContains(t, strings.Join(values, " "), secret)
			}
		}
	}
	for _, r := range l.tenant.Log.All() {
		for _, secret := range secrets {
			assert.NotContains(t, fmt.Sprintf("%+v", r), secret)
		}
	}
	assert.NotContains(t, l.String(), l.issuer.machineSecret.Reveal())
}

// TestForgedPeople: a person's token is as hard to forge as an application's.
func TestForgedPeople(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	access := l.signedIn().Access
	require.Equal(t, http.StatusOK, l.goodFor(access))
	own, err := l.issuer.rsa()
	require.NoError(t, err)
	public := x509.MarshalPKCS1PublicKey(&own.PublicKey)
	resigned := func(method jwt.SigningMethod, key any, edit func(jwt.MapClaims)) string {
		c := jwt.MapClaims(claimsIn(t, access))
		if edit != nil {
			edit(c)
		}
		token := jwt.NewWithClaims(method, c)
		token.Header["kid"] = rsaKeyID
		signed, err := token.SignedString(key)
		require.NoError(t, err)
		return signed
	}
	parts := strings.Split(access, ".")
	other, _ := signInLab(t)
	other.issuer.rsa = New(other.world, other.mux, other.cloud).issuer.rsa
	for name, token := range map[string]string{
		"none":              resigned(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil),
		"public key, HS256": resigned(jwt.SigningMethodHS256, public, nil),
		"no signature":      parts[0] + "." + parts[1] + ".",
		"altered":           parts[0] + "." + strings.Split(resigned(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, func(c jwt.MapClaims) { c["oid"] = "x" }), ".")[1] + "." + parts[2],
		"another emulator":  other.signedIn().Access,
		"another audience":  resigned(jwt.SigningMethodRS256, own, func(c jwt.MapClaims) { c["aud"] = "https://management.azure.com" }),
		"expired":           resigned(jwt.SigningMethodRS256, own, func(c jwt.MapClaims) { c["exp"] = l.world.Now().Add(-time.Second).Unix() }),
		"unknown tenant":    resigned(jwt.SigningMethodRS256, own, func(c jwt.MapClaims) { c["tid"] = string(labOther) }),
		"missing":           "",
	} {
		assert.Equal(t, http.StatusUnauthorized, l.goodFor(token), name)
	}
	assert.Equal(t, http.StatusOK, l.goodFor(resigned(jwt.SigningMethodRS256, own, nil)), "or the test itself is wrong")
}

// FuzzTokenForm: any form gets an answer in the endpoint's own form, and a token only
// for a secret or a password that is right.
func FuzzTokenForm(f *testing.F) {
	for _, v := range []url.Values{good(), password(), codeForm("code.x"), assertionForm("a.b.c"),
		fields("grant_type", "refresh_token", "client_id", "cli", "refresh_token", "refresh.AAAA")} {
		f.Add(v.Encode())
	}
	f.Add("grant_type=device_code&client_id=cli&device_code=device.x&&&=&a=%00")
	l, _ := signInLab(f)
	_, err := l.issuer.rsa()
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, body string) {
		l := &lab{Emulator: l.Emulator, t: t, world: l.world, tenant: l.tenant, mux: l.mux, schema: l.schema, token: l.token}
		a := l.do("POST", login+"/contoso.com/oauth2/v2.0/token", body)
		var m map[string]any
		a.decode(t, &m)
		if a.StatusCode == http.StatusOK {
			v, err := url.ParseQuery(body)
			require.NoError(t, err)
			require.True(t, v.Get("password") == adaPassword || v.Get("client_secret") == "s+c&et=%", "a token for %q", body)
			return
		}
		require.NotEmpty(t, m["error"])
		require.NotEmpty(t, m["error_description"])
	})
}

// FuzzAssertion: no assertion that was not signed by the application is taken.
func FuzzAssertion(f *testing.F) {
	l, c := newLab(f), ecCertificate(f, time.Now().Add(240*time.Hour))
	l.Register(App{ID: "robot", Certificates: []*x509.Certificate{c.cert}})
	good := c.assertion(f, jwt.SigningMethodES256, map[string]any{"x5t": c.x5t()}, nil)
	parts := strings.Split(good, ".")
	f.Add(parts[0], parts[1], "")
	f.Add("e30", "e30", "AA")
	f.Add("eyJhbGciOiJub25lIn0", parts[1], "")
	f.Fuzz(func(t *testing.T, header, claims, signature string) {
		l := &lab{Emulator: l.Emulator, t: t, world: l.world, tenant: l.tenant, mux: l.mux, schema: l.schema, token: l.token}
		a := l.redeem(assertionForm(header + "." + claims + "." + signature))
		require.NotEqual(t, http.StatusOK, a.StatusCode, a.body)
		require.Less(t, a.StatusCode, 500, a.body)
	})
}
