package admin

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"net/http"
	"slices"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/rest"
	"github.com/admin365/admin365/internal/tenant"
)

// EmulatorConfig is how an [Emulator] serves. The zero value serves the hosts of
// the public cloud.
type EmulatorConfig struct {
	// Cloud is the cloud whose hosts are served.
	Cloud admin365.Cloud
	// Throttle is how much callers may ask for; zero means as much as they like.
	Throttle Throttling
	// AutoSignIn is a person, by object id or sign-in name, who is signed in without
	// being asked wherever a browser would be needed: with a device code, and where
	// an application sends people to sign in. It is for runs that nobody watches;
	// empty means that people type their passwords, or [Emulator.ApproveDeviceCode].
	AutoSignIn admin365.UserID
}

// App is an application that may sign in to an [Emulator], on its own or for people.
//
// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
// and the pages of the other grants beside it.
type App struct {
	ID   admin365.AppID
	Name string
	// Secret and Certificates prove who it is; either will do.
	Secret       admin365.Secret
	Certificates []*x509.Certificate
	// Permissions are its application permissions; nil means all.
	Permissions []admin365.Permission
	// Delegated are the permissions that an administrator has granted it for people.
	// Nil means whatever it asks for, and all of them if it asks for .default.
	Delegated []admin365.Permission
	// Public: it signs people in without a secret, as programs on people's own
	// machines do.
	Public bool
	// RedirectURIs are where people may be sent who have signed in. On the machine
	// itself (localhost, 127.0.0.1) the port does not matter. Nil means anywhere on the
	// machine itself.
	RedirectURIs []string
	// ManagedIdentity: it is the identity of a machine in Azure, and gets tokens from
	// the machine's own endpoint without a secret; see [Emulator.IdentityHeader].
	ManagedIdentity bool
	// Tenant is the id of the one tenant that knows the application, whose sign-in
	// to another one is refused with AADSTS700016; empty means every tenant.
	Tenant admin365.TenantID
}

// Emulator serves all tenants of its worlds behind the paths of the real hosts,
// sign-in included; the token of a request chooses the tenant, and with it the
// clock. It forwards nothing.
type Emulator struct {
	emu    *emu.Emulator
	memory *Memory
	cfg    EmulatorConfig
	app    App
}

// NewEmulator returns an emulator of the world that m is in, to which
// [Emulator.Add] adds others. It knows one application that may do everything, see [Emulator.DefaultApp].
func NewEmulator(m *Memory, cfg EmulatorConfig) *Emulator {
	e := newEmulator(m.tenant.World(), cfg)
	e.memory = m
	e.app = App{
		ID: "ad365ad3-65ad-4365-8d36-5ad365ad365a", Name: "admin365 default", Secret: admin365.NewSecret(rand.Text()),
		Public: true, ManagedIdentity: true,
	}
	e.Register(e.app)
	return e
}

func newEmulator(world *tenant.World, cfg EmulatorConfig) *Emulator {
	if cfg.Cloud == "" {
		cfg.Cloud = admin365.CloudPublic
	}
	e := &Emulator{emu: emu.New(world, shared().mux, cfg.Cloud), cfg: cfg}
	e.emu.Throttle(cfg.Throttle.emu())
	e.emu.AutoSignIn(cfg.AutoSignIn)
	return e
}

// DefaultApp is the application that every new emulator knows and that may do
// everything, on its own, for people, and as a machine's identity. Its secret is new in
// each emulator.
func (e *Emulator) DefaultApp() App { return e.app }

// Add has the emulator serve the world that m is in as well, from the next request
// on: its clock, its domains and its sign-in names have nothing to do with those of
// the others, so that parallel tests never meet. What no id tells apart, such as
// contoso.com in the path of a sign-in, is told by an application that is registered
// in one tenant ([App.Tenant]), or refused. Add fails with [admin365.ErrConflict] if
// another world has one of the tenants' ids; a world that is served already is no
// error.
func (e *Emulator) Add(m *Memory) error { return e.emu.Add(m.tenant.World()) }

// Remove ends serving the world that m is in. From the next request on, tokens of its
// tenants are refused; applications that are registered in one of them alone are
// forgotten.
func (e *Emulator) Remove(m *Memory) { e.emu.Remove(m.tenant.World()) }

// Register makes an application known to the sign-in of its tenant, or of every
// one. An application that is known by that id already is replaced.
func (e *Emulator) Register(app App) {
	e.emu.Register(emu.App{
		ID: app.ID, Name: app.Name, Secret: app.Secret, Certificates: slices.Clone(app.Certificates),
		Permissions: slices.Clone(app.Permissions), Delegated: slices.Clone(app.Delegated), Public: app.Public,
		Redirects: slices.Clone(app.RedirectURIs), Managed: app.ManagedIdentity, Tenant: app.Tenant,
	})
}

// Unregister makes an application unknown. Tokens that it has stay good until they
// expire, as the service's do.
func (e *Emulator) Unregister(id admin365.AppID) { e.emu.Unregister(id) }

// ApproveDeviceCode signs a person in at a device: it is what he does who types the
// code that the device shows. It fails with [admin365.ErrNotFound] if no device waits
// with the code, and with [admin365.ErrForbidden] if he cannot sign in.
func (e *Emulator) ApproveDeviceCode(userCode string, user admin365.UserID) error {
	return e.emu.ApproveDeviceCode(userCode, user)
}

// IdentityHeader is the value of IDENTITY_HEADER, with which programs of App Service
// ask for tokens of a managed identity. IDENTITY_ENDPOINT is /msi/token at the host
// 169.254.169.254 of the emulator, where virtual machines have
// /metadata/identity/oauth2/token.
func (e *Emulator) IdentityHeader() admin365.Secret { return e.emu.MachineSecret() }

// Prepare makes the key that tokens are signed with, which takes a moment and is done
// at the first sign-in otherwise.
func (e *Emulator) Prepare() error { return e.emu.Prepare() }

// Handler serves the emulator over any listener. It answers by the request's
// host name, such as graph.microsoft.com or login.microsoftonline.com.
func (e *Emulator) Handler() http.Handler { return e.emu }

// Transport is a way into the emulator without a socket, for any program's HTTP
// client in the same process. It works in a synctest bubble.
func (e *Emulator) Transport() http.RoundTripper { return e.emu.Transport() }

// Credential gives tokens for the caller, without a secret and without the
// sign-in endpoint. The tenant is the one of the request for a token, or that of
// the [Memory] from which the emulator was made.
func (e *Emulator) Credential(caller admin365.Caller) azcore.TokenCredential {
	return emulatorCredential{e, caller}
}

type emulatorCredential struct {
	e      *Emulator
	caller admin365.Caller
}

// GetToken implements azcore.TokenCredential.
func (c emulatorCredential) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if err := ctx.Err(); err != nil {
		return azcore.AccessToken{}, err
	}
	id := admin365.TenantID(o.TenantID)
	if id == "" && c.e.memory != nil {
		id = c.e.memory.TenantID()
	}
	token, expires, err := c.e.emu.Token(id, c.caller, o.Scopes)
	return azcore.AccessToken{Token: token, ExpiresOn: expires}, err
}

// Client returns this library's HTTP client of the tenant from which the
// emulator was made, for the caller: everything goes over the wire format, and
// nothing over a socket. Its own limits are off, unless the emulator throttles.
func (e *Emulator) Client(caller admin365.Caller) (*Client, error) {
	c, err := e.restClient(e.memory.tenant, caller, e.memory.cfg)
	if err != nil {
		return nil, err
	}
	return newHTTP(c, e.cfg.Cloud), nil
}

func (e *Emulator) restClient(t *tenant.Tenant, caller admin365.Caller, cfg MemoryConfig) (*rest.Client, error) {
	return rest.New(Config{
		TenantID: t.ID(), Credential: e.Credential(caller), Cloud: e.cfg.Cloud,
		HTTPClient: &http.Client{Transport: e.Transport()},
		ReadOnly:   cfg.ReadOnly, Guard: cfg.Guard, Observe: cfg.Observe, unlimited: !e.cfg.Throttle.On,
	}.rest())
}
