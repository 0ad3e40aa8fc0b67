package emu

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"maps"
	"math/big"
	"slices"
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
	ID     admin365.AppID
	Name   string
	Secret admin365.Secret
	// Permissions are its application permissions; nil means all.
	Permissions []admin365.Permission
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

	mu   sync.RWMutex
	apps map[admin365.AppID]App
}

func newIssuer(served *worlds, mux *Mux, cloud admin365.Cloud) *issuer {
	return &issuer{
		worlds: served, mux: mux, cloud: cloud, apps: map[admin365.AppID]App{},
		ec:  sync.OnceValues(func() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }),
		rsa: sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }),
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
		return slices.ContainsFunc(world.Tenants(), func(t *tenant.Tenant) bool { return app.Tenant != "" && app.in(t) })
	})
}

func (i *issuer) app(id string) (App, bool) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	app, ok := i.apps[admin365.AppID(strings.ToLower(id))]
	return app, ok
}

func (a App) secretIs(secret string) bool {
	return !a.Secret.IsZero() && subtle.ConstantTimeCompare([]byte(a.Secret.Reveal()), []byte(secret)) == 1
}

const (
	ecKeyID  = "admin365-ec"
	rsaKeyID = "admin365-rsa"
)

// key finds the key that a token says it was signed with, of the kind that its
// method needs.
func (i *issuer) key(t *jwt.Token) (any, error) {
	switch {
	case t.Header["kid"] == ecKeyID && t.Method == jwt.SigningMethodES256:
		k, err := i.ec()
		if err != nil {
			return nil, err
		}
		return &k.PublicKey, nil
	case t.Header["kid"] == rsaKeyID && t.Method == jwt.SigningMethodRS256:
		k, err := i.rsa()
		if err != nil {
			return nil, err
		}
		return &k.PublicKey, nil
	default:
		return nil, textError("emu: the token was signed with an unknown key")
	}
}

// claimsFor are the claims of a token for the caller in the tenant.
func (i *issuer) claimsFor(t *tenant.Tenant, caller admin365.Caller, audience, appName string) claims {
	now := t.World().Now()
	c := claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    "https://sts.windows.net/" + string(t.ID()) + "/",
			IssuedAt:  jwt.NewNumericDate(now),
			NotBefore: jwt.NewNumericDate(now),
			ExpiresAt: jwt.NewNumericDate(now.Add(tokenLife)),
		},
		Audience: audience, TenantID: string(t.ID()), AppID: string(caller.App), AppName: appName,
		Kind: "app", ObjectID: string(caller.App), Version: "1.0", Permissive: caller.Permissions == nil,
	}
	for _, p := range caller.Permissions {
		c.Roles = append(c.Roles, string(p))
	}
	if caller.User != "" {
		c.Kind, c.ObjectID = "user", string(caller.User)
		c.Scopes, c.Roles = strings.Join(c.Roles, " "), nil
		if strings.Contains(string(caller.User), "@") {
			c.UPN = string(caller.User)
		}
	}
	c.Subject = c.ObjectID
	return c
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

// sign signs a token for a client that came over the wire.
func (i *issuer) sign(c claims) (string, error) {
	key, err := i.rsa()
	if err != nil {
		return "", err
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, c)
	token.Header["kid"] = rsaKeyID
	token.Header["x5t"] = rsaKeyID
	return token.SignedString(key)
}

// jwks is the public half of the keys.
func (i *issuer) jwks() (map[string]any, error) {
	key, err := i.rsa()
	if err != nil {
		return nil, err
	}
	encode := base64.RawURLEncoding.EncodeToString
	return map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "use": "sig", "kid": rsaKeyID, "x5t": rsaKeyID, "alg": "RS256",
		"n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes()),
	}}}, nil
}

// loginURL is the sign-in host of the cloud.
func (i *issuer) loginURL() string {
	login, _ := api.Login.Host(i.cloud)
	return login.URL
}
