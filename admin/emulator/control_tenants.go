package emulator

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// newTenant is what is asked for when a tenant is made.
type newTenant struct {
	// Seed is "contoso", "empty" with a name, or "document" with one; empty means what
	// the rest says.
	Seed string
	// Name is an empty tenant's, InitialDomain its *.onmicrosoft.com domain.
	Name, InitialDomain string
	// TenantID is a GUID; empty means a new one.
	TenantID admin365.TenantID
	// People are added to those of the seed.
	People int
	// Start is what the tenant's clock reads at first; absent means what the seed says.
	Start *time.Time
	// Document is what GET …/document answered, of whatever tenant.
	Document json.RawMessage
	// App is the application that it knows; all permissions unless it names some.
	App newApp
}

// newApp is an application to be registered.
type newApp struct {
	Name string
	// Permissions are its application permissions; absent means all, [] none.
	Permissions *[]admin365.Permission
}

// check refuses a permission that nothing asks for: it is misspelled, or the program needs
// it for something that is not here.
func (n *newApp) check() error {
	if n.Permissions == nil {
		return nil
	}
	known := admin.PermissionNames()
	for _, name := range *n.Permissions {
		if _, ok := slices.BinarySearch(known, name); !ok {
			return invalid("no operation here knows the permission %q", name)
		}
	}
	return nil
}

// credentials is all that a test needs to sign in to its tenant. It is the one answer,
// with that of a new application, that has secrets in it.
type credentials struct {
	TenantID      admin365.TenantID
	Name          string
	Domain        string
	ClientID      admin365.AppID
	ClientSecret  string
	AdminID       admin365.UserID
	AdminUPN      string `json:"adminUpn"`
	AdminPassword string
	// Control is where this tenant's calls of the control interface begin.
	Control string
	Now     time.Time
}

// maxPeople bounds how many people one call adds.
const maxPeople = 1_000_000

func (n *newTenant) check() error {
	seed := "contoso"
	switch {
	case len(n.Document) > 0:
		seed = "document"
	case n.Name != "" || n.InitialDomain != "":
		seed = "empty"
	}
	if n.Seed == "" {
		n.Seed = seed
	}
	switch {
	case n.Seed != "contoso" && n.Seed != "empty" && n.Seed != "document":
		return invalid("seed is contoso, empty or document, not %q", n.Seed)
	case n.Seed == "empty" && n.Name == "":
		return invalid("an empty tenant needs a name")
	case n.Seed == "document" && len(n.Document) == 0:
		return invalid("the seed document needs a document")
	case n.Seed != "document" && len(n.Document) > 0, n.Seed != "empty" && (n.Name != "" || n.InitialDomain != ""):
		return invalid("name and initialDomain go with the seed empty, document with the seed document; the seed is %s", n.Seed)
	case n.People < 0 || n.People > maxPeople:
		return invalid("people is from 0 to %d", maxPeople)
	case n.Start != nil && (n.Start.Before(firstStart()) || n.Start.After(lastNow())):
		return invalid("start is from %s to %s", firstStart().Format(time.RFC3339), lastNow().Format(time.RFC3339))
	case n.TenantID != "" && !isGUID(string(n.TenantID)):
		return invalid("tenantId is no GUID")
	}
	if err := n.App.check(); err != nil {
		return err
	}
	if err := checkDocument(n.Document); err != nil {
		return err
	}
	if n.TenantID == "" {
		n.TenantID = admin365.TenantID(newGUID())
	}
	return nil
}

// memory makes the tenant, in a world of its own.
func (n *newTenant) memory(ctx context.Context) (*admin.Memory, error) {
	cfg := admin.MemoryConfig{TenantID: n.TenantID}
	if n.Start != nil {
		cfg.Start = *n.Start
	}
	var m *admin.Memory
	var err error
	switch n.Seed {
	case "empty":
		m, err = admin.NewEmptyMemory(admin.NewTenant{Name: n.Name, InitialDomain: n.InitialDomain}, cfg)
	case "document":
		m, err = admin.LoadMemory(bytes.NewReader(n.Document), cfg)
	default:
		m = admin.NewMemory(cfg)
	}
	if err == nil && n.People > 0 {
		err = m.Backstage.AddUsers(ctx, "person", n.People)
	}
	return m, err
}

func (c *control) createTenant(a *ask) (any, error) {
	var n newTenant
	if err := a.decode(&n); err != nil {
		return nil, err
	}
	if len(a.body)-len(n.Document) > maxControlBody {
		return nil, tooLarge()
	}
	if err := n.check(); err != nil {
		return nil, err
	}
	m, err := n.memory(a.Context())
	if err != nil {
		return nil, err
	}
	answer := credentials{TenantID: m.TenantID(), Control: c.url + "/control/v1/tenants/" + string(m.TenantID()), Now: m.Now()}
	if err := answer.administrator(a.Context(), m); err != nil {
		return nil, err
	}
	g, err := c.tenants.add(m)
	if err != nil {
		return nil, err
	}
	app := c.register(g, n.App)
	answer.ClientID, answer.ClientSecret = app.ID, app.Secret.Reveal()
	return created{answer}, nil
}

// administrator finds the one with whom the tenant began, and gives him a new password.
func (c *credentials) administrator(ctx context.Context, m *admin.Memory) error {
	o, err := m.Organization.Get(ctx)
	if err != nil {
		return err
	}
	c.Name = o.DisplayName
	for _, d := range o.VerifiedDomains {
		if d.IsDefault {
			c.Domain = d.Name
		}
	}
	user, err := m.Identity.Users.Me(ctx)
	if err != nil {
		return fmt.Errorf("the tenant has no administrator of the beginning any more: %w", err)
	}
	// Three classes of characters, whatever the text has.
	password := "Aa1!" + rand.Text()
	c.AdminID, c.AdminUPN, c.AdminPassword = user.ID, user.UserPrincipalName, password
	return m.Identity.Users.Update(ctx, user.ID, identity.UserPatch{
		PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret(password)},
	})
}

func (c *control) dropTenant(a *ask) (any, error) { return nil, c.tenants.drop(a.guest) }

// tenantInfo is a tenant as lists have it.
type tenantInfo struct {
	TenantID admin365.TenantID
	Name     string
	Domain   string
	Now      time.Time
	// Made: it was made by the control interface, which can drop it.
	Made     bool
	Requests uint64
	Missing  map[string]int
}

func infoOf(ctx context.Context, g *guest) (tenantInfo, error) {
	info := tenantInfo{TenantID: g.TenantID(), Now: g.Now(), Made: g.own, Requests: g.LastRequest(), Missing: g.MissingOperations()}
	o, err := g.Organization.Get(ctx)
	if err != nil {
		return info, err
	}
	info.Name = o.DisplayName
	for _, d := range o.VerifiedDomains {
		if d.IsDefault {
			info.Domain = d.Name
		}
	}
	return info, nil
}

func (c *control) listTenants(a *ask) (any, error) {
	list := []tenantInfo{}
	for _, g := range c.tenants.all() {
		info, err := infoOf(a.Context(), g)
		if err != nil {
			return nil, err
		}
		list = append(list, info)
	}
	return map[string]any{"value": list}, nil
}

func (c *control) getTenant(a *ask) (any, error) { return infoOf(a.Context(), a.guest) }

func saveDocument(a *ask) (any, error) {
	return stream{write: func(w io.Writer) error { return a.guest.Save(w) }, name: string(a.guest.TenantID()) + ".json"}, nil
}

// loadDocument replaces everything in the tenant by a document, of whatever tenant.
func loadDocument(a *ask) (any, error) {
	if err := checkDocument(a.body); err != nil {
		return nil, err
	}
	return nil, a.guest.LoadCopy(bytes.NewReader(a.body))
}

// register registers an application in the tenant alone.
func (c *control) register(g *guest, n newApp) admin.App {
	app := admin.App{ID: admin365.AppID(newGUID()), Name: n.Name, Secret: admin365.NewSecret(rand.Text()), Tenant: g.TenantID()}
	if app.Name == "" {
		app.Name = "admin365 test"
	}
	if n.Permissions != nil {
		app.Permissions = append([]admin365.Permission{}, *n.Permissions...)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.apps[app.ID] = app
	c.emulator.Register(app)
	return app
}

// appInfo is an application as lists have it: without its secret.
type appInfo struct {
	ClientID admin365.AppID
	Name     string
	// Permissions is absent for all, and [] for none.
	Permissions *[]admin365.Permission
}

func infoOfApp(app admin.App) appInfo {
	info := appInfo{ClientID: app.ID, Name: app.Name}
	if app.Permissions != nil {
		info.Permissions = &app.Permissions
	}
	return info
}

func (c *control) createApp(a *ask) (any, error) {
	var n newApp
	if err := a.decode(&n); err != nil {
		return nil, err
	}
	if err := n.check(); err != nil {
		return nil, err
	}
	app := c.register(a.guest, n)
	return created{struct {
		appInfo
		ClientSecret string
	}{infoOfApp(app), app.Secret.Reveal()}}, nil
}

// listApps lists the applications that were registered here.
func listApps(a *ask) (any, error) {
	a.guest.mu.Lock()
	defer a.guest.mu.Unlock()
	list := []appInfo{}
	for _, app := range a.guest.apps {
		list = append(list, infoOfApp(app))
	}
	return map[string]any{"value": list}, nil
}

func (c *control) deleteApp(a *ask) (any, error) {
	id := admin365.AppID(strings.ToLower(a.PathValue("app")))
	a.guest.mu.Lock()
	defer a.guest.mu.Unlock()
	if _, ok := a.guest.apps[id]; !ok {
		return nil, errNotFound("application that was registered here", string(id))
	}
	delete(a.guest.apps, id)
	c.emulator.Unregister(id)
	return nil, nil
}

// newGUID is a random GUID.
func newGUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // It never fails.
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func isGUID(s string) bool {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	_, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
	return err == nil
}
