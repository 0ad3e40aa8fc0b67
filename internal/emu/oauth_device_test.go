package emu

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// waiting is the answer to a device.
type waiting struct {
	UserCode   string `json:"user_code"`
	DeviceCode string `json:"device_code"`
	URI        string `json:"verification_uri"`
	Expires    int    `json:"expires_in"`
	Interval   int    `json:"interval"`
	Message    string `json:"message"`
}

func (l *lab) device() (w waiting, poll url.Values) {
	l.t.Helper()
	a := l.post(string(labTenant)+"/oauth2/v2.0/devicecode", fields("client_id", "cli", "scope", "openid profile offline_access User.Read"))
	require.Equal(l.t, http.StatusOK, a.StatusCode, a.body)
	a.decode(l.t, &w)
	return w, fields("grant_type", "urn:ietf:params:oauth:grant-type:device_code", "client_id", "cli", "device_code", w.DeviceCode)
}

const deviceAddress = "https://microsoft.com/devicelogin"

// TestDeviceCode: the device asks again until its owner has signed in at the page.
func TestDeviceCode(t *testing.T) {
	t.Parallel()
	l, p := signInLab(t)
	w, poll := l.device()
	assert.Regexp(t, `^[A-Z0-9]{9}$`, w.UserCode)
	assert.Equal(t, []any{deviceAddress, 900, 5}, []any{w.URI, w.Expires, w.Interval})
	assert.Contains(t, w.Message, w.UserCode)
	l.failsWith(l.redeem(poll), "authorization_pending", 70016)

	a := l.get(deviceAddress, header("Authorization", ""))
	require.Equal(t, http.StatusOK, a.StatusCode)
	assert.Contains(t, a.body, `name="otc"`)
	assert.NotContains(t, a.body, "<script")
	typeIn := func(otc, name, word string) answered {
		t.Helper()
		return l.do("POST", deviceAddress, fields("otc", otc, "login", name, "passwd", word, "do", "approve").Encode(), header("Authorization", ""))
	}
	assert.Contains(t, typeIn("NOTACODE1", ada, adaPassword).body, "That code didn&#39;t work")
	wrong := typeIn(w.UserCode, ada, "wrong")
	assert.Contains(t, wrong.body, "AADSTS50126")
	assert.Contains(t, wrong.body, `value="`+w.UserCode+`"`, "the code need not be typed again")
	l.failsWith(l.redeem(poll), "authorization_pending", 70016)
	assert.Contains(t, typeIn(" "+w.UserCode+" ", ada, adaPassword).body, "You have signed in to The CLI")
	assert.Equal(t, 1, p.interactive)

	l.failsWith(l.redeem(but(poll, "client_id", "narrow")), "bad_verification_code", 70018)
	got := l.tokens(l.redeem(poll))
	assert.Equal(t, adaID, l.verify(got.Access)["oid"])
	assert.NotEmpty(t, got.Refresh)
	assert.Equal(t, ada, l.verify(got.ID)["preferred_username"])
	l.failsWith(l.redeem(poll), "invalid_grant", 54005)
	l.failsWith(l.redeem(but(poll, "device_code", "x")), "bad_verification_code", 70018)
	l.failsWith(l.redeem(but(poll, "device_code", w.UserCode)), "bad_verification_code", 70018)
	l.failsWith(l.redeem(but(poll, "device_code", "")), "invalid_request", 900144)
}

// TestDeviceCodeByGo: a test approves in place of its person; without being asked it
// is done at once.
func TestDeviceCodeByGo(t *testing.T) {
	t.Parallel()
	l, p := signInLab(t)
	w, poll := l.device()
	require.ErrorIs(t, l.ApproveDeviceCode("NOTACODE1", ada), admin365.ErrNotFound)
	require.ErrorIs(t, l.ApproveDeviceCode(w.UserCode, "eve@contoso.com"), admin365.ErrForbidden)
	p.blocked = true
	require.ErrorContains(t, l.ApproveDeviceCode(w.UserCode, ada), "disabled")
	p.blocked = false
	require.NoError(t, l.ApproveDeviceCode(w.UserCode, adaID))
	assert.Equal(t, adaID, l.verify(l.tokens(l.redeem(poll)).Access)["oid"])

	l.AutoSignIn(ada)
	w, poll = l.device()
	assert.Equal(t, 1, w.Interval, "nobody types")
	poll.Set("grant_type", "device_code") // So the vendor's Go library calls it.
	l.tokens(l.redeem(poll))
}

// TestDeviceCodeEnds: a code ends by the tenant's clock, or because its owner says no.
func TestDeviceCodeEnds(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	w, poll := l.device()
	l.world.Advance(deviceLife - time.Second)
	l.failsWith(l.redeem(poll), "authorization_pending", 70016)
	l.world.Advance(time.Second)
	l.failsWith(l.redeem(poll), "expired_token", 70019)
	require.ErrorIs(t, l.ApproveDeviceCode(w.UserCode, ada), admin365.ErrNotFound)

	w, poll = l.device()
	a := l.do("POST", deviceAddress, fields("otc", w.UserCode, "do", "cancel").Encode())
	assert.Contains(t, a.body, "Canceled")
	l.failsWith(l.redeem(poll), "authorization_declined", 65004)
	assert.NotEmpty(t, l.issuer.devices.all)
	l.world.Advance(2 * deviceLife)
	l.failsWith(l.redeem(poll), "authorization_declined", 65004)
	l.failsWith(l.redeem(poll), "bad_verification_code", 70018)
	l.device()
	l.Remove(l.world)
	assert.Empty(t, l.issuer.devices.all, "nobody waits in a world that is gone")
}

// TestDeviceCodeElsewhere: the page of the sign-in host signs in to the device's
// tenant, and to no other.
func TestDeviceCodeElsewhere(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	l.join(l.world, labOther, "fabrikam.com")
	for _, path := range []string{"common", string(labTenant), string(labOther)} {
		w, poll := l.device()
		assert.Contains(t, l.get(login+"/"+path+"/oauth2/deviceauth?otc="+w.UserCode).body, `value="`+w.UserCode+`"`)
		a := l.post(path+"/oauth2/deviceauth?", fields("otc", w.UserCode, "login", ada, "passwd", adaPassword))
		require.Contains(t, a.body, "You have signed in", path)
		assert.Equal(t, string(labTenant), l.verify(l.tokens(l.redeem(poll)).Access)["tid"], path)
	}
}

// TestDeviceCodeInWorlds: at common the person tells which tenant is meant.
func TestDeviceCodeInWorlds(t *testing.T) {
	t.Parallel()
	l, _ := signInLab(t)
	l.join(l.world, labOther, "fabrikam.com")
	a := l.post("common/oauth2/v2.0/devicecode", fields("client_id", "cli", "scope", "User.Read"))
	var w waiting
	a.decode(t, &w)
	a = l.do("POST", deviceAddress, fields("otc", w.UserCode, "login", ada, "passwd", adaPassword).Encode())
	require.Contains(t, a.body, "You have signed in", a.body)
	got := l.tokens(l.post("common/oauth2/v2.0/token", fields("grant_type", "device_code", "client_id", "cli", "device_code", w.DeviceCode)))
	assert.Equal(t, string(labTenant), l.verify(got.Access)["tid"])
}
