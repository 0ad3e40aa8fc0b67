package emu

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// people are who can sign in to the lab's tenants: the port's smallest answer.
type people struct {
	blocked, overdue         bool
	roleless, second         bool
	validFrom                time.Time
	interactive, byTheClient int
}

const (
	ada         = "ada@contoso.com"
	adaID       = "aaaaaaaa-1111-4222-8333-444444444444"
	adaPassword = "Zq8.correct-horse_4711"
)

func adaIn(p *people) tenant.Account {
	roles := []api.Role{api.GlobalAdministrator}
	if p.roleless {
		roles = nil
	}
	return tenant.Account{
		ID: tenant.MustKey(adaID), UserPrincipalName: ada, DisplayName: "Ada <Lovelace>", GivenName: "Ada", Surname: "Lovelace",
		Mail: "ada@contoso.com", ValidFrom: p.validFrom, Roles: roles,
	}
}

func aadstsErr(code, text string) error {
	return &admin365.Error{Kind: admin365.ErrUnauthenticated, Status: http.StatusBadRequest, Code: code, Message: text}
}

func (p *people) Password(tx *tenant.Tx, name, password string) (tenant.Account, error, error) {
	account, err := p.Account(tx, name)
	switch {
	case err != nil:
		return account, err, nil
	case password != adaPassword && (!p.second || password != adaPassword+"-2"):
		return account, aadstsErr("AADSTS50126", "Error validating credentials due to invalid username or password."), nil
	case p.overdue:
		return account, aadstsErr("AADSTS50055", "The password is expired."), nil
	}
	p.interactive++
	return account, nil, nil
}

func (p *people) Change(tx *tenant.Tx, name, current, next string) (error, error) {
	_, refused, _ := p.Password(tx, name, current)
	if e, ok := refused.(*admin365.Error); ok && e.Code != "AADSTS50055" { //nolint:errorlint // Ours.
		return refused, nil
	}
	if next != adaPassword+"-2" {
		return aadstsErr("AADSTS120002", "The new password is too weak, or it is the current one."), nil
	}
	p.overdue, p.second = false, true
	return nil, nil
}

func (p *people) Account(_ *tenant.Tx, id string) (tenant.Account, error) {
	switch {
	case !strings.EqualFold(id, ada) && id != adaID:
		return tenant.Account{}, aadstsErr("AADSTS50034", "The user account does not exist in the directory.")
	case p.blocked:
		return tenant.Account{}, aadstsErr("AADSTS50057", "The user account is disabled.")
	}
	return adaIn(p), nil
}

func (p *people) Note(_ *tenant.Tx, _ tenant.Key, interactive bool) error {
	if interactive {
		p.interactive++
	} else {
		p.byTheClient++
	}
	return nil
}

// signInLab is a lab in which Ada can sign in, with a public and a confidential
// application.
func signInLab(t testing.TB) (*lab, *people) {
	t.Helper()
	l, p := newLab(t), &people{validFrom: time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)}
	l.schema.SetSignIn(p)
	l.Register(App{ID: "cli", Name: "The CLI", Public: true})
	l.Register(App{ID: "web", Name: "The Web", Secret: admin365.NewSecret("s+c&et=%"), Redirects: []string{"https://app.contoso.com/back"}})
	l.Register(App{ID: "narrow", Name: "Narrow", Public: true, Delegated: []admin365.Permission{"User.Read", "Group.Read.All"}})
	return l, p
}

// post sends a form to an endpoint of the lab's tenant.
func (l *lab) post(path string, values url.Values) answered {
	l.t.Helper()
	return l.do("POST", login+"/"+path, values.Encode(), header("Content-Type", "application/x-www-form-urlencoded"), header("Authorization", ""))
}

func fields(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func (l *lab) redeem(values url.Values) answered {
	l.t.Helper()
	return l.post(string(labTenant)+"/oauth2/v2.0/token", values)
}

// tokens are what a person's sign-in answers.
type tokens struct {
	Access     string `json:"access_token"`
	Refresh    string `json:"refresh_token"`
	ID         string `json:"id_token"`
	Scope      string `json:"scope"`
	ClientInfo string `json:"client_info"`
}

func (l *lab) tokens(a answered) (got tokens) {
	l.t.Helper()
	require.Equal(l.t, http.StatusOK, a.StatusCode, a.body)
	a.decode(l.t, &got)
	return got
}

// failsWith checks the error of the token endpoint.
func (l *lab) failsWith(a answered, name string, code int) {
	l.t.Helper()
	var f fail
	a.decode(l.t, &f)
	require.Equal(l.t, name, f.Error, a.body)
	require.Equal(l.t, []int{code}, f.Codes, a.body)
	require.GreaterOrEqual(l.t, a.StatusCode, 400)
}

// claimsIn reads a token without its key, as clients do.
func claimsIn(t testing.TB, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	require.Len(t, parts, 3)
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	var c map[string]any
	require.NoError(t, json.Unmarshal(raw, &c))
	return c
}

func password() url.Values {
	return fields("grant_type", "password", "client_id", "cli", "username", ada, "password", adaPassword,
		"scope", "openid profile offline_access https://graph.microsoft.com/user.read", "client_info", "1")
}

// but is the form with one parameter changed; an empty value takes it away.
func but(v url.Values, name, value string) url.Values {
	v = maps.Clone(v)
	if v.Set(name, value); value == "" {
		v.Del(name)
	}
	return v
}

// signedIn are the tokens of somebody who signed in to the command line.
func (l *lab) signedIn() tokens {
	l.t.Helper()
	return l.tokens(l.redeem(password()))
}

// goodFor reports whether the API takes a token.
func (l *lab) goodFor(token string) int {
	l.t.Helper()
	return l.get("/me", header("Authorization", "Bearer "+token)).StatusCode
}

var _ jwt.Claims = identityClaims{}
