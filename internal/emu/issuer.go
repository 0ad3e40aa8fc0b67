package emu

import (
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// tokenLife is how long an access token is good; the service varies it from 60
// to 90 minutes.
const tokenLife = time.Hour

// App is an application that may ask the emulator for tokens.
type App struct {
	ID   admin365.AppID
	Name string
	// Secret and Certificates prove who it is; either will do.
	Secret       admin365.Secret
	Certificates []*x509.Certificate
	// Permissions are its application permissions; nil means all.
	Permissions []admin365.Permission
	// Delegated are the permissions that it may use for people; nil means all.
	Delegated []admin365.Permission
	// Public: it signs people in without proving who it is.
	Public bool
	// Redirects are where people are sent who signed in; nil means anywhere on the
	// machine itself.
	Redirects []string
	// Managed: it is the identity of a machine, which proves it by being there.
	Managed bool
	// Tenant is the one tenant that it is registered in; empty means every tenant.
	Tenant admin365.TenantID
}

// in reports whether the application may sign in to the tenant.
func (a App) in(t *tenant.Tenant) bool {
	return a.Tenant == "" || strings.EqualFold(string(a.Tenant), string(t.ID()))
}

// issuer is Microsoft Entra ID as far as tokens go.
type issuer struct {
	worlds   *worlds
	mux      *Mux
	cloud    admin365.Cloud
	sessions sessions

	// The EC key signs for clients in the process, where a key must cost
	// nothing; the RSA key, made when it is first needed, signs for everybody
	// else, because Microsoft signs with RS256 and some clients check.
	ec  func() (*ecdsa.PrivateKey, error)
	rsa func() (*rsa.PrivateKey, error)

	// seals close what only the issuer itself reads again.
	seals func() (cipher.AEAD, error)
	// auto is who is signed in without being asked; empty for nobody.
	auto admin365.UserID
	// machineSecret is what proves to the endpoint of managed identities that a request
	// comes from the machine.
	machineSecret admin365.Secret
	devices       devices
	codes         usedCodes

	mu   sync.RWMutex
	apps map[admin365.AppID]App
}

func newIssuer(served *worlds, mux *Mux, cloud admin365.Cloud) *issuer {
	return &issuer{
		worlds: served, mux: mux, cloud: cloud, apps: map[admin365.AppID]App{},
		ec:    sync.OnceValues(func() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }),
		rsa:   sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }),
		seals: sync.OnceValues(newSeals), machineSecret: admin365.NewSecret(rand.Text()),
	}
}

// Register makes an application known; registering it again replaces it.
func (e *Emulator) Register(app App) {
	e.issuer.mu.Lock()
	defer e.issuer.mu.Unlock()
	e.issuer.apps[admin365.AppID(strings.ToLower(string(app.ID)))] = app
}

// Unregister makes an application unknown. Tokens that it has stay good until they
// expire, as those of the service do.
func (e *Emulator) Unregister(id admin365.AppID) {
	e.issuer.mu.Lock()
	defer e.issuer.mu.Unlock()
	delete(e.issuer.apps, admin365.AppID(strings.ToLower(string(id))))
}

// forget drops the applications that are registered in a tenant of the world alone.
func (i *issuer) forget(world *tenant.World) {
	i.mu.Lock()
	defer i.mu.Unlock()
	maps.DeleteFunc(i.apps, func(_ admin365.AppID, app App) bool {
		_, there := world.TenantByID(app.Tenant)
		return there
	})
}

func (i *issuer) app(id string) (App, bool) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	app, ok := i.apps[admin365.AppID(strings.ToLower(id))]
	return app, ok
}

// Token issues a token for a caller without asking for a secret: it is how a
// client in the same process signs in. It returns the token and the real time at
// which it expires: the tenant's clock is another one than the client's, so the
// token ends for the client when the time is over that it has in the tenant.
func (e *Emulator) Token(tenantID admin365.TenantID, caller admin365.Caller, scopes []string) (string, time.Time, error) {
	found := e.worlds.named(string(tenantID))
	if len(found) == 0 {
		return "", time.Time{}, fmt.Errorf("AADSTS90002: Tenant '%s' not found", tenantID)
	}
	if len(found) > 1 {
		return "", time.Time{}, fmt.Errorf("AADSTS90002: %d tenants of the emulator have the domain '%s': use an id", len(found), tenantID)
	}
	t := found[0]
	audience := ""
	if len(scopes) > 0 {
		audience = strings.TrimSuffix(scopes[0], "/.default")
	}
	key, err := e.issuer.ec()
	if err != nil {
		return "", time.Time{}, err
	}
	c := e.issuer.claimsFor(t, caller, audience, "")
	token := jwt.NewWithClaims(jwt.SigningMethodES256, c)
	token.Header["kid"] = ecKeyID
	signed, err := token.SignedString(key)
	return signed, t.World().Real(c.ExpiresAt.Time), err
}

// loginURL is the sign-in host of the cloud.
func (i *issuer) loginURL() string {
	login, _ := api.Login.Host(i.cloud)
	return login.URL
}
