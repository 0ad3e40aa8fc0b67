package admin

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/rest"
	"github.com/admin365/admin365/internal/tenant"
	"github.com/admin365/admin365/support"
)

// MemoryConfig is how a tenant in memory begins. The zero value is Contoso.
type MemoryConfig struct {
	// Start is when the tenant's clock starts; zero means 5 January 2026,
	// 09:00 UTC. From there it runs with the real clock.
	Start time.Time
	// ReadOnly, Guard and Observe are as in [Config].
	ReadOnly bool
	Guard    func(ctx context.Context, write admin365.Write) error
	Observe  func(ctx context.Context, event admin365.Event)
	// DirectoryQuota is how many directory objects the tenant may have; zero
	// means 300,000, as the service allows with a verified domain.
	DirectoryQuota int
	// DNS is where the tenant looks for the records that prove who owns a domain; nil
	// means what [Backstage.PublishDNS] published. [net.DefaultResolver] is the real
	// DNS.
	DNS DNS
	// Sync is what of a tenant that is kept in a file ([OpenMemory], [Memory.Keep])
	// survives which end; empty means [SyncWrite].
	Sync SyncMode
}

// Memory is a tenant in memory that keeps Microsoft's rules, and a [Client] of
// it by its default administrator, a Global Administrator who also owns billing
// and support. It is safe for concurrent use.
//
// Known deviations stand in docs/fidelity.md. Passwords in it are synthetic: do
// not put real ones in.
type Memory struct {
	*Client
	// Backstage is what others than an administrator do: Microsoft, the
	// directory synchronization, the people themselves.
	Backstage *Backstage

	cfg    MemoryConfig
	tenant *tenant.Tenant
}

// NewMemory returns a fresh Contoso in a world of its own.
func NewMemory(cfg MemoryConfig) *Memory {
	p := shared()
	if p.err != nil {
		panic("admin: the seed breaks the tenant's own rules: " + p.err.Error())
	}
	t, err := newWorld(cfg).Add(ContosoTenantID, p.contoso)
	if err != nil {
		panic("admin: a new world refuses its first tenant: " + err.Error())
	}
	m := newMemory(t, cfg)
	m.applyQuota()
	return m
}

// LoadMemory returns the tenant that [Memory.Save] wrote, in a world of its own.
// Its clock goes on from the time of the save, or from cfg.Start if that is
// later. It fails with [admin365.ErrInvalid] on a file that it cannot read whole,
// such as one of a newer release.
func LoadMemory(r io.Reader, cfg MemoryConfig) (*Memory, error) {
	t, err := tenant.NewWorld(shared().schema, cfg.Start).Load(r)
	if err != nil {
		return nil, err
	}
	m := newMemory(t, cfg)
	m.applyQuota()
	return m, nil
}

func newWorld(cfg MemoryConfig) *tenant.World {
	start := cfg.Start
	if start.IsZero() {
		start = epoch()
	}
	return tenant.NewWorld(shared().schema, start)
}

func newMemory(t *tenant.Tenant, cfg MemoryConfig) *Memory {
	t.DNS = cfg.DNS
	m := &Memory{cfg: cfg, tenant: t, Backstage: newBackstage(t)}
	m.Client = m.As(admin365.Caller{})
	return m
}

func (m *Memory) applyQuota() {
	if m.cfg.DirectoryQuota == 0 {
		return
	}
	err := m.tenant.Backstage(func(tx *tenant.Tx) error {
		for row := range tenant.In(tx, &organizations).All() {
			next := *row
			next.Quota = m.cfg.DirectoryQuota
			return tenant.In(tx, &organizations).Put(&next)
		}
		return nil
	})
	if err != nil {
		panic("admin: the quota cannot be set: " + err.Error())
	}
}

// As returns a client of the same tenant for another caller, whose permissions and
// roles are enforced as the service enforces them; see docs/permissions.md.
func (m *Memory) As(caller admin365.Caller) *Client {
	return clientOf(m.tenant, m.cfg, caller)
}

func clientOf(t *tenant.Tenant, cfg MemoryConfig, caller admin365.Caller) *Client {
	caller.Permissions = slices.Clone(caller.Permissions) // The caller's slice stays his own.
	session := &tenant.Session{Tenant: t, Caller: caller, Guard: cfg.Guard, ReadOnly: cfg.ReadOnly, Observe: cfg.Observe}
	domains, policy := memoryDomains{session}, memoryAuthorization{session}
	links := Links{TenantID: t.ID()}
	return &Client{
		Identity:        identity.NewMemory(session),
		Billing:         billing.NewMemory(session),
		Instances:       instances.NewMemory(session),
		Health:          health.NewMemory(session),
		Support:         support.NewMemory(session, links.SupportRequests()),
		Organization:    memoryOrganizations{session},
		Domains:         domains,
		DomainRecords:   memoryDomainRecords{session},
		DomainDeletions: memoryDomainDeletions{session},
		PasswordPolicy:  domainPasswords{domains},
		SelfServiceReset: memorySelfServiceReset{
			administratorsReset{policy}, usersReset{links}, session,
		},
		DirectorySync: memoryDirectorySync{session},
		Authorization: policy,
		tenantID:      t.ID(),
		forTenant: func(id admin365.TenantID) (*Client, error) {
			other, ok := t.World().Tenant(string(id))
			if !ok {
				return nil, &admin365.Error{Kind: admin365.ErrNotFound, Target: string(id), Message: "the world has no such tenant"}
			}
			return clientOf(other, cfg, caller), nil
		},
		raw: func(ctx context.Context, r rest.RawRequest) (*rest.RawResponse, error) {
			// What is not modeled as a method may still be on the wire.
			c, err := newEmulator(t.World(), EmulatorConfig{}).restClient(t, caller, cfg)
			if err != nil {
				return nil, err
			}
			return c.Raw(ctx, r)
		},
	}
}

// NewTenant is a tenant to add to a world.
type NewTenant struct {
	// Name is the organization's name, such as "Fabrikam".
	Name string
	// TenantID is a GUID; empty means one that is made from the name.
	TenantID admin365.TenantID
	// InitialDomain is its *.onmicrosoft.com domain; empty means one that is
	// made from the name.
	InitialDomain string
}

// AddTenant adds an empty tenant to the world: an initial domain, and one Global
// Administrator, admin@ that domain; no premium license, which
// [Backstage.SetPremium] gives. It fails with [admin365.ErrConflict] if the
// world has the id or the domain already.
func (m *Memory) AddTenant(n NewTenant) (*Memory, error) {
	label := strings.ToLower(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, n.Name))
	if label == "" {
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Target: n.Name, Message: "a tenant needs a name with letters or digits"}
	}
	if n.InitialDomain == "" {
		n.InitialDomain = label + ".onmicrosoft.com"
	}
	if n.TenantID == "" {
		n.TenantID = admin365.TenantID(tenant.NameKey("tenant", n.InitialDomain).String())
	}
	world := m.tenant.World()
	seed, err := tenant.NewSeed(shared().schema, n.TenantID, world.Now(), func(tx *tenant.Tx) error {
		if err := fillOrganization(tx, n.Name, n.InitialDomain); err != nil {
			return err
		}
		if err := identity.Administrator(tx, n.InitialDomain); err != nil {
			return err
		}
		if err := health.Basics(tx); err != nil {
			return err
		}
		return instances.DefaultEnvironment(tx, n.Name, "unitedstates", 0)
	})
	if err != nil {
		return nil, err
	}
	t, err := world.Add(n.TenantID, seed)
	if err != nil {
		return nil, err
	}
	joined := newMemory(t, m.cfg)
	joined.applyQuota()
	return joined, nil
}

// Save writes the whole tenant as one JSON document; the same tenant is always
// the same bytes. Passwords are in it as salted hashes only.
func (m *Memory) Save(w io.Writer) error { return m.tenant.Save(w) }

// Load replaces everything in the tenant by what [Memory.Save] wrote of it.
func (m *Memory) Load(r io.Reader) error { return m.tenant.LoadInto(r) }

// Snapshot is a tenant as it was at one moment. Taking one costs nothing,
// whatever the tenant's size.
type Snapshot struct{ of tenant.Snapshot }

// Snapshot returns the tenant as it is now.
func (m *Memory) Snapshot() Snapshot { return Snapshot{m.tenant.Snapshot()} }

// Restore puts the tenant back to what it was. The clock does not go back.
func (m *Memory) Restore(s Snapshot) error { return m.tenant.Restore(s.of) }

// Changes says in readable lines what was added, changed and removed since the
// snapshot; a password is named and not shown.
func (m *Memory) Changes(since Snapshot) []string { return m.tenant.Changes(since.of) }

// Now is the tenant's time in UTC.
func (m *Memory) Now() time.Time { return m.tenant.World().Now() }

// Advance lets time pass for every tenant of the world; what is due by then
// happens. It panics on a negative d. A tenant in a file keeps the new time as any
// change; [Memory.Sync] tells if it could not.
func (m *Memory) Advance(d time.Duration) { m.tenant.World().Advance(d) }
