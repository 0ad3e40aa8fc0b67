package emu

import (
	"crypto/rand"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// deviceLife is how long a person has to sign in with a device code, deviceInterval is
// how long the device waits before it asks again, and deviceLogin the path at
// microsoft.com where people type the code.
// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
const (
	deviceLife     = 15 * time.Minute
	deviceInterval = 5
	deviceLogin    = "/devicelogin"
)

// device is a device whose owner is to sign in.
type device struct {
	code, userCode string
	client         App
	candidates     []*tenant.Tenant
	w              wanted
	// clock is the one by which it ends, born when it began.
	clock func() time.Time
	born  time.Time
	// tenant and who have signed in.
	tenant             *tenant.Tenant
	who                tenant.Account
	approved, declined bool
	used               bool
}

func (d *device) expired() bool { return d.clock().Sub(d.born) >= deviceLife }

// devices are those that wait.
type devices struct {
	mu  sync.Mutex
	all map[string]*device // by either code
}

func (d *devices) put(one *device) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.all) >= maxKnown {
		maps.DeleteFunc(d.all, func(_ string, other *device) bool { return other.expired() })
	}
	if d.all == nil || len(d.all) >= maxKnown {
		d.all = map[string]*device{}
	}
	d.all[one.code], d.all[one.userCode] = one, one
}

// forget drops the devices that nobody can sign in to without a world.
func (d *devices) forget(world *tenant.World) {
	d.mu.Lock()
	defer d.mu.Unlock()
	gone := func(t *tenant.Tenant) bool { return t.World() == world }
	maps.DeleteFunc(d.all, func(_ string, one *device) bool {
		one.candidates = slices.DeleteFunc(slices.Clone(one.candidates), gone)
		return len(one.candidates) == 0 || one.tenant != nil && gone(one.tenant)
	})
}

// change has fn look at a device and change it; it reports whether there is one. Those
// that expired long ago are dropped here, where one of them is looked for.
func (d *devices) change(code string, fn func(*device)) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	one, ok := d.all[code]
	if !ok {
		return false
	}
	fn(one)
	if one.clock().Sub(one.born) >= 2*deviceLife {
		delete(d.all, one.code)
		delete(d.all, one.userCode)
	}
	return true
}

// deviceCode begins the sign-in of a device.
func (q *asking) deviceCode() (*answer, error) {
	if refused := q.asks(); refused != nil {
		return q.refuse(refused), nil
	}
	w, refused := q.wants()
	if refused == nil {
		_, refused = q.delegated(w)
	}
	if refused != nil {
		return q.refuse(refused), nil
	}
	one := &device{code: "device." + rand.Text() + rand.Text(), userCode: userCode(), client: q.client, candidates: q.candidates, w: w}
	interval := deviceInterval
	if q.auto != "" {
		// Nobody has to type, so that nobody has to wait.
		interval = 1
		var err error
		one.who, refused, err = q.unasked(string(q.auto))
		if err != nil {
			return refuse(err), nil
		}
		if refused != nil {
			return q.refuse(refused), nil
		}
		one.tenant, one.approved = q.tenant, true
	}
	one.clock = q.worlds.now
	if q.tenant != nil {
		one.candidates, one.clock = []*tenant.Tenant{q.tenant}, q.tenant.World().Now
	}
	one.born = one.clock()
	q.devices.put(one)
	page := "https://microsoft.com" + deviceLogin
	body := map[string]any{
		"user_code": one.userCode, "device_code": one.code, "expires_in": int(deviceLife.Seconds()), "interval": interval,
		"message": "To sign in, use a web browser to open the page " + page + " and enter the code " + one.userCode + " to authenticate.",
	}
	if q.v1 {
		body["verification_url"], body["expires_in"], body["interval"] = page, "900", "5"
	} else {
		body["verification_uri"] = page
	}
	a := writeJSON(http.StatusOK, body)
	a.header.Set("Cache-Control", "no-store, no-cache")
	return a, nil
}

// userCode is what a person types: nine letters and digits, none of which looks like
// another one.
func userCode() string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789" // 32 of them: five bits each.
	b := make([]byte, 9)
	_, _ = rand.Read(b) // It never fails.
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b)
}

// redeemDevice gives a device its tokens once its owner has signed in.
func (q *asking) redeemDevice() (*answer, error) {
	code := q.parameters.Get("device_code")
	if code == "" {
		code = q.parameters.Get("code") // So the older protocol calls it.
	}
	if code == "" {
		return q.refuse(missing("device_code")), nil
	}
	refused := bad("bad_verification_code", 70018, "The provided value for the input parameter 'device_code' is not valid.")
	var one device
	q.devices.change(code, func(d *device) {
		switch {
		case d.code != code || d.client.ID != q.client.ID:
		case d.used:
			refused = bad("invalid_grant", 54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.")
		case d.declined:
			refused = bad("authorization_declined", 65004, "User declined to consent to access the app.")
		case d.expired():
			refused = bad("expired_token", 70019, "Verification code expired. The device code was not used within its life of 15 minutes.")
		case !d.approved:
			refused = bad("authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")
		default:
			refused, d.used, one = nil, true, *d
		}
	})
	if refused != nil {
		return q.refuse(refused), nil
	}
	q.tenant = one.tenant
	return q.issue(one.who, one.w, "")
}

// ApproveDeviceCode is a person who types the code of a device and signs in.
func (e *Emulator) ApproveDeviceCode(code string, user admin365.UserID) error {
	code = strings.ToUpper(strings.TrimSpace(code))
	q := &asking{issuer: e.issuer, name: "common"}
	if !e.issuer.devices.change(code, func(d *device) {
		q.client, q.candidates = d.client, d.candidates
		if d.expired() {
			q.candidates = nil
		}
	}) || q.candidates == nil {
		return &admin365.Error{Kind: admin365.ErrNotFound, Message: "no device waits with this code"}
	}
	who, refused, err := q.unasked(string(user))
	if err != nil {
		return err
	}
	if refused != nil {
		return &admin365.Error{Kind: admin365.ErrForbidden, Target: string(user), Message: refused.text}
	}
	q.approve(code, who)
	return nil
}

// approve lets a device in, which the first person does.
func (q *asking) approve(code string, who tenant.Account) {
	q.devices.change(code, func(d *device) {
		if !d.approved {
			d.tenant, d.who, d.approved = q.tenant, who, true
		}
	})
}
