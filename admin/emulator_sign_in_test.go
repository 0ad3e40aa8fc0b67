package admin_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

const (
	eveName     = "eve@contoso.com"
	evePassword = "vQ7#mzKp2!rT"
)

// door is the token endpoint of a Contoso in which Eve works.
type door struct {
	t   *testing.T
	m   *admin.Memory
	e   *admin.Emulator
	eve admin365.UserID
}

func newDoor(t *testing.T) *door {
	t.Helper()
	d := &door{t: t, m: admin.NewMemory(admin.MemoryConfig{})}
	d.e = admin.NewEmulator(d.m, admin.EmulatorConfig{})
	u, err := d.m.Identity.Users.Create(t.Context(), identity.NewUser{
		UserPrincipalName: eveName, DisplayName: "Eve", MailNickname: "eve",
		PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret(evePassword)},
	})
	require.NoError(t, err)
	d.eve = u.ID
	return d
}

// answer is what the endpoint says.
type answer struct {
	Refresh string `json:"refresh_token"`
	Access  string `json:"access_token"`
	Codes   []int  `json:"error_codes"`
}

func (d *door) ask(pairs ...string) (got answer) {
	d.t.Helper()
	form := url.Values{"client_id": {string(d.e.DefaultApp().ID)}, "scope": {"openid offline_access https://graph.microsoft.com/.default"}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	rq, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token", strings.NewReader(form.Encode()))
	require.NoError(d.t, err)
	r, err := d.e.Transport().RoundTrip(rq)
	require.NoError(d.t, err)
	defer r.Body.Close()
	require.NoError(d.t, json.NewDecoder(r.Body).Decode(&got))
	return got
}

func (d *door) signIn(password string) answer {
	d.t.Helper()
	return d.ask("grant_type", "password", "username", eveName, "password", password)
}

func (d *door) refresh(token string) []int {
	d.t.Helper()
	return d.ask("grant_type", "refresh_token", "refresh_token", token).Codes
}

// activity is when Eve signed in last.
func (d *door) activity() identity.SignInActivity {
	d.t.Helper()
	q := identity.UserQuery{UserPrincipalNamePrefix: eveName, Include: []identity.UserProperty{identity.IncludeSignInActivity}}
	for u, err := range d.m.Identity.Users.List(d.t.Context(), q) {
		require.NoError(d.t, err)
		require.NotNil(d.t, u.SignInActivity)
		return *u.SignInActivity
	}
	d.t.Fatal("there is no Eve")
	return identity.SignInActivity{}
}

// TestSignInByTheTenantsRules: whoever signs in over the wire is judged as the tenant
// judges him, and it remembers.
func TestSignInByTheTenantsRules(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	ctx := t.Context()
	got := d.signIn(evePassword)
	require.NotEmpty(t, got.Access, got.Codes)
	assert.WithinDuration(t, d.m.Now(), d.activity().LastSuccessfulSignInDateTime, time.Minute)
	assert.True(t, d.activity().LastNonInteractiveSignInDateTime.IsZero())
	require.Empty(t, d.refresh(got.Refresh))
	assert.False(t, d.activity().LastNonInteractiveSignInDateTime.IsZero(), "a client signed her in")

	assert.Equal(t, []int{50034}, d.ask("grant_type", "password", "username", "nobody@contoso.com", "password", "x").Codes)
	for range 9 {
		assert.Equal(t, []int{50126}, d.signIn("wrong").Codes)
	}
	require.NotEmpty(t, d.signIn(evePassword).Access, "the right one ends the count")
	for range 10 {
		assert.Equal(t, []int{50126}, d.signIn("wrong").Codes)
	}
	assert.Equal(t, []int{50053}, d.signIn(evePassword).Codes, "locked")
	d.m.Advance(2 * time.Minute)
	require.NotEmpty(t, d.signIn(evePassword).Access)

	require.NoError(t, d.m.Identity.Users.Update(ctx, d.eve, identity.UserPatch{AccountEnabled: new(false)}))
	assert.Equal(t, []int{50057}, d.signIn(evePassword).Codes)
	assert.Equal(t, []int{50057}, d.refresh(got.Refresh))
	require.NoError(t, d.m.Identity.Users.Update(ctx, d.eve, identity.UserPatch{AccountEnabled: new(true)}))
	require.NoError(t, d.m.Identity.Passwords.Set(ctx, d.eve, identity.PasswordProfile{ForceChangePasswordNextSignIn: true}))
	assert.Equal(t, []int{50055}, d.signIn(evePassword).Codes)
	require.NoError(t, d.m.Identity.Users.Delete(ctx, d.eve))
	assert.Equal(t, []int{50034}, d.refresh(got.Refresh))
}

// TestNewPersonSignsIn: whom an administrator has made signs in at the page first, where
// he chooses a password of his own.
func TestNewPersonSignsIn(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	require.NoError(t, d.m.Identity.Passwords.Set(t.Context(), d.eve, identity.PasswordProfile{ForceChangePasswordNextSignIn: true}))
	typed := func(next string) (status int, body string) {
		form := url.Values{
			"client_id": {string(d.e.DefaultApp().ID)}, "response_type": {"code"}, "redirect_uri": {"http://localhost/"}, "scope": {"openid"},
			"login": {eveName}, "passwd": {evePassword}, "newpasswd": {next}, "confirmpasswd": {next},
		}
		rq, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://login.microsoftonline.com/common/oauth2/v2.0/authorize", strings.NewReader(form.Encode()))
		require.NoError(t, err)
		r, err := d.e.Transport().RoundTrip(rq)
		require.NoError(t, err)
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		return r.StatusCode, string(b)
	}
	for next, code := range map[string]string{"": "AADSTS50055", "weak": "AADSTS120002", evePassword: "AADSTS120002"} {
		status, body := typed(next)
		assert.Equal(t, http.StatusOK, status)
		assert.Contains(t, body, code)
	}
	status, body := typed("another-" + evePassword)
	assert.Equal(t, http.StatusFound, status, body)
	assert.NotEmpty(t, d.signIn("another-"+evePassword).Access)
	assert.Equal(t, []int{50126}, d.signIn(evePassword).Codes)
}

// TestSessionsEnd: what ends a person's sessions ends her refresh tokens, however soon
// after they began, and none that begins afterwards.
func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	ctx := t.Context()
	password := evePassword
	ends := map[string]func() error{
		"revoked": func() error { return d.m.Identity.Passwords.RevokeSessions(ctx, d.eve) },
		"another password": func() error {
			password = "another-" + evePassword
			return d.m.Identity.Passwords.Set(ctx, d.eve, identity.PasswordProfile{Password: admin365.NewSecret(password)})
		},
		"revoked again": func() error { return d.m.Identity.Passwords.RevokeSessions(ctx, d.eve) },
	}
	for name, end := range ends {
		got := d.signIn(password)
		require.NotEmpty(t, got.Refresh, name)
		require.Empty(t, d.refresh(got.Refresh), name)
		require.NoError(t, end(), name)
		assert.Equal(t, []int{50173}, d.refresh(got.Refresh), name)
		assert.Empty(t, d.refresh(d.signIn(password).Refresh), name)
	}
}

// TestEmulatorDeviceCode: the words that a test has for a person at a device.
func TestEmulatorDeviceCode(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	require.ErrorIs(t, d.e.ApproveDeviceCode("NOTACODE1", d.eve), admin365.ErrNotFound)
	require.NoError(t, d.e.Prepare())
	assert.NotEqual(t, d.e.IdentityHeader().Reveal(), admin.NewEmulator(d.m, admin.EmulatorConfig{}).IdentityHeader().Reveal())
	d.e.Register(admin.App{ID: "narrow", Public: true, Delegated: []admin365.Permission{"User.Read"}})
	got := d.ask("grant_type", "password", "username", eveName, "password", evePassword, "client_id", "narrow", "scope", "Mail.Read")
	assert.Equal(t, []int{65001}, got.Codes)
}
