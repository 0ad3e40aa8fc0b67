package emu

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPassword: what a library gets for a name and a password, claim by claim.
func TestPassword(t *testing.T) {
	t.Parallel()
	l, p := signInLab(t)
	got := l.signedIn()
	assert.Equal(t, 1, p.interactive)
	assert.Equal(t, "https://graph.microsoft.com/User.Read openid profile", got.Scope, "in the API's letter case")
	assert.Equal(t, `{"uid":"`+adaID+`","utid":"`+string(labTenant)+`"}`, decoded64(t, got.ClientInfo))
	m := l.verify(got.Access)
	assert.Equal(t, []any{"https://graph.microsoft.com", string(labTenant), "cli", adaID, "user", "User.Read openid profile", ada, ada, "Ada <Lovelace>", "0"},
		[]any{m["aud"], m["tid"], m["appid"], m["oid"], m["idtyp"], m["scp"], m["upn"], m["unique_name"], m["name"], m["appidacr"]})
	assert.Equal(t, []any{"62e90394-69f5-4237-9190-012177145e10"}, m["wids"], "a Global Administrator")
	assert.NotContains(t, m, "roles")
	assert.NotEqual(t, adaID, m["sub"], "another name in each application")
	assert.Equal(t, http.StatusOK, l.goodFor(got.Access))

	id := l.verify(got.ID)
	assert.Equal(t, []any{"cli", login + "/" + string(labTenant) + "/v2.0", "2.0", adaID, ada, "Ada <Lovelace>", m["sub"]},
		[]any{id["aud"], id["iss"], id["ver"], id["oid"], id["preferred_username"], id["name"], id["sub"]})
	assert.NotContains(t, id, "email", "nobody asked for it")
	assert.NotEqual(t, http.StatusOK, l.goodFor(got.ID), "an id token is for nobody else")
}

// TestPasswordRefused: each wrong sign-in has its documented code.
// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
func TestPasswordRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, path string
		form       url.Values
		edit       func(*people)
		error      string
		code       int
	}{
		{name: "wrong password", form: but(password(), "password", "wrong"), error: "invalid_grant", code: 50126},
		{name: "nobody", form: but(password(), "username", "eve@contoso.com"), error: "invalid_grant", code: 50034},
		{name: "blocked", form: password(), edit: func(p *people) { p.blocked = true }, error: "invalid_grant", code: 50057},
		{name: "expired", form: password(), edit: func(p *people) { p.overdue = true }, error: "invalid_grant", code: 50055},
		{name: "no name", form: but(password(), "username", ""), error: "invalid_request", code: 900144},
		{name: "no password", form: but(password(), "password", ""), error: "invalid_request", code: 900144},
		{name: "no scope", form: but(password(), "scope", ""), error: "invalid_request", code: 900144},
		{name: "common", path: "common", form: password(), error: "invalid_request", code: 9001023},
		{name: "a confidential application without proof", form: but(password(), "client_id", "web"), error: "invalid_client", code: 7000218},
		{name: "a secret of a public one", form: but(password(), "client_secret", "x"), error: "invalid_client", code: 700025},
		{name: "no consent", form: but(but(password(), "client_id", "narrow"), "scope", "Mail.Read"), error: "invalid_grant", code: 65001},
		{name: "two resources", form: but(password(), "scope", "User.Read https://example.com/x"), error: "invalid_resource", code: 500011},
		{name: "no scope of a resource", form: but(password(), "scope", "https://graph.microsoft.com"), error: "invalid_scope", code: 70011},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l, p := signInLab(t)
			if c.edit != nil {
				c.edit(p)
			}
			path := c.path
			if path == "" {
				path = string(labTenant)
			}
			a := l.post(path+"/oauth2/v2.0/token", c.form)
			l.failsWith(a, c.error, c.code)
			assert.NotContains(t, a.body, adaPassword)
		})
	}
}

// TestDelegated: an application has for people what an administrator granted it.
func TestDelegated(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	scp := func(client, scope string) any {
		t.Helper()
		return l.verify(l.tokens(l.redeem(but(but(password(), "client_id", client), "scope", scope))).Access)["scp"]
	}
	assert.Equal(t, "User.Read Group.Read.All", scp("narrow", "user.read"), "what was granted, whatever part of it is asked for")
	assert.Equal(t, "User.Read Group.Read.All", scp("narrow", "https://graph.microsoft.com/.default"))
	assert.Equal(t, "Mail.Read", scp("cli", "Mail.Read"), "where nothing is said it is granted what it asks for")
	all := l.tokens(l.redeem(but(password(), "scope", "https://graph.microsoft.com/.default")))
	assert.Equal(t, true, claimsIn(t, all.Access)["xms_admin365_all"])
	assert.Empty(t, all.Refresh, "nobody asked for it")
	assert.Empty(t, all.ID)
	assert.Equal(t, "openid", scp("cli", "openid"), "no permission at all")
}

// TestV1: the older protocol names a resource, and writes numbers as text.
func TestV1(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	form := but(but(password(), "scope", ""), "resource", "https://graph.microsoft.com/")
	a := l.post(string(labTenant)+"/oauth2/token", form)
	got := l.tokens(a)
	var m map[string]any
	a.decode(t, &m)
	assert.Equal(t, "3599", m["expires_in"])
	assert.Equal(t, "https://graph.microsoft.com", m["resource"])
	assert.NotEmpty(t, m["expires_on"])
	assert.NotEmpty(t, got.Refresh)
	id := l.verify(got.ID)
	assert.Equal(t, []any{"1.0", "https://sts.windows.net/" + string(labTenant) + "/", ada}, []any{id["ver"], id["iss"], id["unique_name"]})
	again := l.tokens(l.post(string(labTenant)+"/oauth2/token", fields("grant_type", "refresh_token", "client_id", "cli", "refresh_token", got.Refresh)))
	assert.Equal(t, "https://graph.microsoft.com", claimsIn(t, again.Access)["aud"])
}

// TestRefresh: a refresh token gives tokens, and another one of its kind.
func TestRefresh(t *testing.T) {
	t.Parallel()
	l, p := signInLab(t)
	first := l.signedIn()
	refresh := func(token string) url.Values {
		return fields("grant_type", "refresh_token", "client_id", "cli", "refresh_token", token)
	}
	second := l.tokens(l.redeem(refresh(first.Refresh)))
	assert.NotEqual(t, first.Refresh, second.Refresh)
	assert.Equal(t, 1, p.byTheClient, "the sign-in of a client")
	assert.Equal(t, http.StatusOK, l.goodFor(second.Access))
	assert.Equal(t, claimsIn(t, first.Access)["scp"], claimsIn(t, second.Access)["scp"])
	l.tokens(l.redeem(refresh(first.Refresh)))
	other := l.tokens(l.redeem(but(refresh(second.Refresh), "scope", "Mail.Read")))
	assert.Equal(t, "Mail.Read", claimsIn(t, other.Access)["scp"])
	assert.NotEmpty(t, other.Refresh)
	assert.Equal(t, http.StatusOK, l.post("common/oauth2/v2.0/token", refresh(first.Refresh)).StatusCode)

	l.failsWith(l.redeem(refresh("")), "invalid_request", 900144)
	l.failsWith(l.redeem(refresh("refresh.AAAA")), "invalid_grant", 70000)
	l.failsWith(l.redeem(refresh(first.Refresh[:len(first.Refresh)-1])), "invalid_grant", 70000)
	l.failsWith(l.redeem(refresh(first.Access)), "invalid_grant", 70000)
	l.failsWith(l.redeem(but(refresh(first.Refresh), "client_id", "narrow")), "invalid_grant", 70000)

	elsewhere := l.join(l.world, labOther, "fabrikam.com")
	l.failsWith(l.post(string(elsewhere.ID())+"/oauth2/v2.0/token", refresh(first.Refresh)), "invalid_grant", 50020)
	assert.Equal(t, http.StatusOK, l.post("common/oauth2/v2.0/token", refresh(first.Refresh)).StatusCode, "the token tells the tenant")

	p.blocked = true
	l.failsWith(l.redeem(refresh(first.Refresh)), "invalid_grant", 50057)
	p.blocked = false
	l.world.Advance(refreshLife - time.Hour)
	third := l.tokens(l.redeem(refresh(first.Refresh)))
	l.world.Advance(2 * time.Hour)
	l.failsWith(l.redeem(refresh(first.Refresh)), "invalid_grant", 700082)
	l.tokens(l.redeem(refresh(third.Refresh)))
	p.validFrom = p.validFrom.Add(time.Second)
	l.failsWith(l.redeem(refresh(third.Refresh)), "invalid_grant", 50173)
	assert.Equal(t, http.StatusOK, l.redeem(refresh(l.signedIn().Refresh)).StatusCode, "who signs in anew is in")
}

func decoded64(t *testing.T, text string) string {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	require.NoError(t, err)
	return string(b)
}
