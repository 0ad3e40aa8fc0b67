package admin

import (
	"context"
	"crypto/rand"
	"net/http"

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
}

// App is an application that may sign in to an [Emulator] with a client secret.
type App struct {
	ID     admin365.AppID
	Name   string
	Secret admin365.Secret
	// Permissions are its application permissions; nil means all.
	Permissions []admin365.Permission
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
	e.app = App{ID: "ad365ad3-65ad-4365-8d36-5ad365ad365a", Name: "admin365 default", Secret: admin365.NewSecret(rand.Text())}
	e.Register(e.app)
	return e
}

func newEmulator(world *tenant.World, cfg EmulatorConfig) *Emulator {
	if cfg.Cloud == "" {
		cfg.Cloud = admin365.CloudPublic
	}
	e := &Emulator{emu: emu.New(world, shared().mux, cfg.Cloud), cfg: cfg}
	e.emu.Throttle(cfg.Throttle.emu())
	return e
}

// DefaultApp is the application that every new emulator knows and that may do
// everything. Its secret is new in each emulator.
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
	e.emu.Register(emu.App{ID: app.ID, Name: app.Name, Secret: app.Secret, Permissions: app.Permissions, Tenant: app.Tenant})
}

// Unregister makes an application unknown. Tokens that it has stay good until they
// expire, as the service's do.
func (e *Emulator) Unregister(id admin365.AppID) { e.emu.Unregister(id) }

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
