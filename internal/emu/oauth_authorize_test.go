package emu

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	verifier = "0123456789-0123456789-0123456789-0123456789"
	back     = "http://localhost:5173/back?x=1"
)

func challenge() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func authorization() url.Values {
	return fields("client_id", "cli", "response_type", "code", "redirect_uri", back, "scope", "openid profile offline_access User.Read",
		"state", "s <&\">", "nonce", "n-1", "code_challenge", challenge(), "code_challenge_method", "S256", "client_info", "1")
}

func (l *lab) authorize(v url.Values) answered {
	l.t.Helper()
	return l.get(login+"/"+string(labTenant)+"/oauth2/v2.0/authorize?"+v.Encode(), header("Authorization", ""))
}

// typed sends what a person types into the form, with what stands hidden in it.
func (l *lab) typed(v url.Values, name, word string) answered {
	l.t.Helper()
	return l.post(string(labTenant)+"/oauth2/v2.0/authorize?", but(but(v, "login", name), "passwd", word))
}

// sent is where a person was sent, and with what.
func sent(t *testing.T, a answered) (to string, with url.Values) {
	t.Helper()
	require.Equal(t, http.StatusFound, a.StatusCode, a.body)
	assert.Equal(t, "no-referrer", a.Header.Get("Referrer-Policy"))
	u, err := url.Parse(a.Header.Get("Location"))
	require.NoError(t, err)
	with = u.Query()
	if u.Fragment != "" {
		with, err = url.ParseQuery(u.Fragment)
		require.NoError(t, err)
	}
	return u.Scheme + "://" + u.Host + u.Path, with
}

func codeForm(code string) url.Values {
	return fields("grant_type", "authorization_code", "client_id", "cli", "code", code, "redirect_uri", back, "code_verifier", verifier)
}

// TestAuthorizationCode: a person signs in with a form, and the application redeems
// the code that he was sent back with, once.
func TestAuthorizationCode(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	a := l.authorize(authorization())
	require.Equal(t, http.StatusOK, a.StatusCode, a.body)
	assert.Contains(t, a.body, "to continue to The CLI")
	assert.NotContains(t, a.body, "<script", "no script")
	assert.Contains(t, a.body, `name="state" value="s &lt;&amp;&#34;&gt;"`, "what was asked goes along")
	assert.Contains(t, a.Header.Get("Content-Security-Policy"), "default-src 'none'")

	a = l.typed(authorization(), ada, "wrong")
	require.Equal(t, http.StatusOK, a.StatusCode)
	assert.Contains(t, a.body, "AADSTS50126")
	assert.NotContains(t, a.body, "wrong")

	to, with := sent(t, l.typed(authorization(), ada, adaPassword))
	assert.Equal(t, "http://localhost:5173/back", to)
	assert.Equal(t, []string{"1", "s <&\">"}, []string{with.Get("x"), with.Get("state")})
	assert.NotEmpty(t, with.Get("client_info"))
	form := codeForm(with.Get("code"))
	l.failsWith(l.redeem(but(form, "code_verifier", strings.Repeat("x", 43))), "invalid_grant", 501481)
	l.failsWith(l.redeem(but(form, "code_verifier", "")), "invalid_grant", 50148)
	l.failsWith(l.redeem(but(form, "redirect_uri", "http://localhost/back")), "invalid_client", 500112)
	l.failsWith(l.redeem(but(form, "client_id", "narrow")), "invalid_grant", 70000)
	l.failsWith(l.redeem(but(form, "code", "code.AAAA")), "invalid_grant", 70000)
	l.failsWith(l.redeem(but(form, "code", "")), "invalid_request", 900144)
	got := l.tokens(l.redeem(form))
	assert.Equal(t, []any{adaID, "User.Read openid profile"}, []any{l.verify(got.Access)["oid"], claimsIn(t, got.Access)["scp"]})
	assert.Equal(t, "n-1", l.verify(got.ID)["nonce"])
	l.tokens(l.redeem(fields("grant_type", "refresh_token", "client_id", "cli", "refresh_token", got.Refresh)))
	l.failsWith(l.redeem(form), "invalid_grant", 54005)
}

// TestNewPassword: who has to choose another password does so at the form.
func TestNewPassword(t *testing.T) {
	t.Parallel()
	l, p := signInLab(t)
	p.overdue = true
	a := l.typed(authorization(), ada, adaPassword)
	assert.Contains(t, a.body, "AADSTS50055")
	assert.Contains(t, a.body, `name="newpasswd"`)
	change := func(word, next, again string) answered {
		t.Helper()
		return l.typed(but(but(authorization(), "newpasswd", next), "confirmpasswd", again), ada, word)
	}
	assert.Contains(t, change(adaPassword, "xyz-one", "xyz-two").body, "not the same")
	weak := change(adaPassword, "xyz-one", "xyz-one")
	assert.Contains(t, weak.body, "AADSTS120002")
	assert.Contains(t, weak.body, `name="newpasswd"`, "and tries again")
	assert.NotContains(t, weak.body, "xyz-one")
	assert.Contains(t, change("wrong", adaPassword+"-2", adaPassword+"-2").body, "AADSTS50126")
	_, with := sent(t, change(adaPassword, adaPassword+"-2", adaPassword+"-2"))
	l.tokens(l.redeem(codeForm(with.Get("code"))))
}

// TestCodeExpires: by the tenant's clock.
func TestCodeExpires(t *testing.T) {
	t.Parallel()
	l, p := signInLab(t)
	code := func() url.Values {
		_, with := sent(t, l.typed(authorization(), ada, adaPassword))
		return codeForm(with.Get("code"))
	}
	form := code()
	l.world.Advance(codeLife)
	l.failsWith(l.redeem(form), "invalid_grant", 70008)
	form = code()
	p.validFrom = p.validFrom.Add(time.Second)
	l.failsWith(l.redeem(form), "invalid_grant", 50173)
}

// TestWithoutPKCE: the service takes codes without a challenge, and challenges in plain
// text, so programs depend on it; one that has a challenge is held to it.
func TestWithoutPKCE(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	bare := but(but(authorization(), "code_challenge", ""), "code_challenge_method", "")
	_, with := sent(t, l.typed(bare, ada, adaPassword))
	l.failsWith(l.redeem(codeForm(with.Get("code"))), "invalid_grant", 501481)
	l.tokens(l.redeem(but(codeForm(with.Get("code")), "code_verifier", "")))

	plain := but(but(authorization(), "code_challenge", verifier), "code_challenge_method", "")
	_, with = sent(t, l.typed(plain, ada, adaPassword))
	l.tokens(l.redeem(codeForm(with.Get("code"))))
}

// TestResponseModes: the code comes in the query, behind a number sign, or in a form.
func TestResponseModes(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	a := l.typed(but(authorization(), "response_mode", "fragment"), ada, adaPassword)
	assert.Contains(t, a.Header.Get("Location"), "/back?x=1#client_info=")
	_, with := sent(t, a)
	l.tokens(l.redeem(codeForm(with.Get("code"))))

	a = l.typed(but(authorization(), "response_mode", "form_post"), ada, adaPassword)
	require.Equal(t, http.StatusOK, a.StatusCode)
	assert.Contains(t, a.body, `<form method="post" action="http://localhost:5173/back?x=1">`)
	assert.Contains(t, a.body, `name="state" value="s &lt;&amp;&#34;&gt;"`)
	assert.Contains(t, a.body, `<button>Continue</button>`, "for who has no scripts")

	a = l.typed(but(authorization(), "redirect_uri", "http://localhost:1"), ada, adaPassword)
	assert.True(t, strings.HasPrefix(a.Header.Get("Location"), "http://localhost:1/?"), "a slash is added")
}

// TestAuthorizeRefused: what is wrong once the place is known goes there; before, it is
// shown, and nobody is sent anywhere.
func TestAuthorizeRefused(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	for _, c := range []struct {
		name        string
		form        url.Values
		error, code string
	}{
		{"no response type", but(authorization(), "response_type", ""), "invalid_request", "AADSTS900144"},
		{"an id token at once", but(authorization(), "response_type", "id_token"), "unsupported_response_type", "AADSTS700054"},
		{"a token at once", but(authorization(), "response_type", "token"), "unsupported_response_type", "AADSTS70005"},
		{"another mode", but(authorization(), "response_mode", "pigeon"), "invalid_request", "AADSTS70007"},
		{"no scope", but(authorization(), "scope", ""), "invalid_request", "AADSTS900144"},
		{"another resource", but(authorization(), "scope", "https://example.com/x"), "invalid_resource", "AADSTS500011"},
		{"no consent", but(but(authorization(), "client_id", "narrow"), "scope", "Mail.Read"), "invalid_grant", "AADSTS65001"},
		{"a short challenge", but(authorization(), "code_challenge", "short"), "invalid_request", "AADSTS50147"},
		{"a method without a challenge", but(authorization(), "code_challenge", ""), "invalid_request", "AADSTS50147"},
		{"another method", but(authorization(), "code_challenge_method", "S512"), "invalid_request", "AADSTS501491"},
		{"nobody is to be asked", but(authorization(), "prompt", "none"), "login_required", "AADSTS50058"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			to, with := sent(t, l.authorize(c.form))
			assert.Equal(t, "http://localhost:5173/back", to)
			assert.Equal(t, c.error, with.Get("error"))
			assert.Contains(t, with.Get("error_description"), c.code+": ")
			assert.Equal(t, "s <&\">", with.Get("state"))
			assert.Empty(t, with.Get("code"))
		})
	}
	for name, c := range map[string]struct {
		form url.Values
		code string
	}{
		"no application":      {but(authorization(), "client_id", ""), "AADSTS900144"},
		"unknown application": {but(authorization(), "client_id", "<script>"), "AADSTS700016"},
		"no place":            {but(authorization(), "redirect_uri", ""), "AADSTS900971"},
		"another place":       {but(authorization(), "redirect_uri", "https://evil.example/"), "AADSTS50011"},
		"a NUL":               {but(authorization(), "state", "a\x00b"), "AADSTS90013"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, a := range []answered{l.authorize(c.form), l.typed(c.form, ada, adaPassword)} {
				assert.Equal(t, http.StatusBadRequest, a.StatusCode)
				assert.Contains(t, a.body, c.code+": ")
				assert.Empty(t, a.Header.Get("Location"))
				assert.NotContains(t, a.body, "<script>")
			}
		})
	}
	assert.NotContains(t, l.authorize(but(authorization(), "login_hint", `"><script>`)).body, "<script>")
	assert.Equal(t, http.StatusMethodNotAllowed, l.do("PUT", login+"/common/oauth2/v2.0/authorize", "").StatusCode)
}

// TestRedirects: exactly what is registered; on the machine itself any port.
// Source: https://learn.microsoft.com/entra/identity-platform/reply-url
func TestRedirects(t *testing.T) {
	t.Parallel()
	free := App{Public: true}
	registered := App{Redirects: []string{"https://app.contoso.com/back", "http://localhost/here", "myapp://auth"}}
	for _, c := range []struct {
		uri              string
		free, registered bool
	}{
		{"http://localhost", true, false},
		{"http://localhost:8400/any/path", true, false},
		{"http://127.0.0.1:1/", true, false},
		{"https://localhost:5173/", true, false},
		{"http://localhost:1234/here", true, true},
		{"https://localhost:1234/here", true, false},
		{"http://127.0.0.1/here", true, false},
		{"https://app.contoso.com/back", false, true},
		{"https://app.contoso.com/back/", false, false},
		{"https://app.contoso.com/BACK", false, false},
		{"https://app.contoso.com:444/back", false, false},
		{"https://app.contoso.com/back?x=1", false, false},
		{"https://app.contoso.com.evil.example/back", false, false},
		{"https://app.contoso.com@evil.example/back", false, false},
		{"myapp://auth", false, true},
		{"http://somebody@localhost/here", false, false},
		{"http://localhost@evil.example/here", false, false},
		{"http://localhost.evil.example/here", false, false},
		{"http://evil.example/localhost", false, false},
		{"http://localhost\\@evil.example/here", false, false},
		{"http://localhost:80@evil.example/", false, false},
		{"//localhost/here", false, false},
		{"http://[::1]/here", false, false},
		{"javascript:alert(1)//localhost", false, false},
		{"http://localhost/here#fragment", false, false},
		{"http://localhost/here#", false, false},
		{"http://localhost/here\r\nX: y", false, false},
		{" http://localhost/here", false, false},
		{"http://localhost/" + strings.Repeat("x", 256), false, false},
		{"", false, false},
	} {
		assert.Equal(t, c.free, free.redirectsTo(c.uri), "nothing registered: %q", c.uri)
		assert.Equal(t, c.registered, registered.redirectsTo(c.uri), "registered: %q", c.uri)
	}
}

// TestConfidentialCode: an application with a secret proves who it is when it redeems.
func TestConfidentialCode(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	ask := but(authorization(), "client_id", "web")
	assert.Contains(t, l.authorize(ask).body, "AADSTS50011")
	ask.Del("redirect_uri")
	to, with := sent(t, l.typed(ask, ada, adaPassword))
	assert.Equal(t, "https://app.contoso.com/back", to, "the one that is registered")
	form := but(but(codeForm(with.Get("code")), "client_id", "web"), "redirect_uri", "https://app.contoso.com/back")
	l.failsWith(l.redeem(form), "invalid_client", 7000218)
	l.failsWith(l.redeem(but(form, "client_secret", "x")), "invalid_client", 7000215)
	got := l.tokens(l.redeem(but(form, "client_secret", "s+c&et=%")))
	assert.Equal(t, "1", l.verify(got.Access)["appidacr"])
}

// TestAdminConsent: an administrator lets an application in; nobody else does.
func TestAdminConsent(t *testing.T) {
	t.Parallel()
	l, p := signInLab(t)
	address := string(labTenant) + "/v2.0/adminconsent?"
	ask := fields("client_id", "cli", "redirect_uri", back, "state", "s-1", "scope", "https://graph.microsoft.com/.default")
	assert.Contains(t, l.get(login+"/"+address+ask.Encode()).body, `name="passwd"`)
	assert.Contains(t, l.post(address, but(but(ask, "login", ada), "passwd", "wrong")).body, "AADSTS50126")
	_, with := sent(t, l.post(address, but(but(ask, "login", ada), "passwd", adaPassword)))
	assert.Equal(t, []string{"True", string(labTenant), "s-1"}, []string{with.Get("admin_consent"), with.Get("tenant"), with.Get("state")})
	p.roleless = true
	l.AutoSignIn(ada)
	_, with = sent(t, l.get(login+"/"+address+ask.Encode()))
	assert.Equal(t, "access_denied", with.Get("error"))
	assert.Contains(t, l.get(login+"/"+address+but(ask, "redirect_uri", "https://evil.example").Encode()).body, "AADSTS50011")
}

// TestAutoSignIn: nobody is asked in a run that nobody watches.
func TestAutoSignIn(t *testing.T) {
	t.Parallel()
	l, p := signInLab(t)
	l.AutoSignIn(ada)
	for _, prompt := range []string{"", "none", "select_account"} {
		_, with := sent(t, l.authorize(but(authorization(), "prompt", prompt)))
		l.tokens(l.redeem(codeForm(with.Get("code"))))
	}
	assert.Equal(t, 3, p.interactive)
	p.blocked = true
	_, with := sent(t, l.authorize(authorization()))
	assert.Contains(t, with.Get("error_description"), "AADSTS50057")
	p.blocked = false
	require.NoError(t, l.Add(l.second(labOther, l.world.Now()).World()))
	_, with = sent(t, l.get(login+"/common/oauth2/v2.0/authorize?"+authorization().Encode()))
	assert.Contains(t, with.Get("error_description"), "AADSTS50059", "two tenants have her, and neither is hers more than the other")
	l.Register(App{ID: "cli", Public: true, Tenant: labOther})
	_, with = sent(t, l.get(login+"/common/oauth2/v2.0/authorize?"+authorization().Encode()))
	got := l.tokens(l.post("common/oauth2/v2.0/token", codeForm(with.Get("code"))))
	assert.Equal(t, string(labOther), l.verify(got.Access)["tid"], "the application tells which one")
}
