package admin

import (
	"sync"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
	"github.com/admin365/admin365/support"
)

// The default tenant in memory. Its names and ids never change; later releases
// only add to it.
const (
	// ContosoTenantID is its tenant id.
	ContosoTenantID admin365.TenantID = "c0470505-a365-4365-8365-c0de0ff1ce00"
	// ContosoDomain is its verified and default domain.
	ContosoDomain = "contoso.com"
	// ContosoInitialDomain is its initial domain.
	ContosoInitialDomain = "contoso.onmicrosoft.com"
)

// process is what every tenant in memory shares: the schema, the routes, and the
// seed, which is made once and then copied without cost.
type process struct {
	schema  *tenant.Schema
	mux     *emu.Mux
	contoso *tenant.Seed
	err     error
}

// shared makes the process's parts at the first call. It is a function and not a
// package variable, so that a program which never makes a tenant in memory does
// not link one.
func shared() *process {
	sharedOnce.Do(func() {
		p := &process{schema: tenant.NewSchema(), mux: emu.NewMux()}
		attachSettings(p.schema)
		identity.Attach(p.schema)
		billing.Attach(p.schema)
		instances.Attach(p.schema)
		health.Attach(p.schema)
		support.Attach(p.schema)
		mountSettings(p.mux)
		identity.Mount(p.mux)
		billing.Mount(p.mux)
		instances.Mount(p.mux)
		health.Mount(p.mux)
		support.Mount(p.mux)
		emu.Mount(p.mux)
		p.contoso, p.err = tenant.NewSeed(p.schema, ContosoTenantID, epoch(), fillContoso)
		sharedParts = p
	})
	return sharedParts
}

var (
	sharedOnce  sync.Once
	sharedParts *process
)

// epoch is when the clock of a tenant in memory starts unless told otherwise.
func epoch() time.Time { return time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC) }

// firstServices are what the domains of a new tenant are used for.
const firstServices = `["Email","OfficeCommunicationsOnline"]`

func fillContoso(tx *tenant.Tx) error {
	if err := fillOrganization(tx, "Contoso", ContosoInitialDomain); err != nil {
		return err
	}
	if err := addDomain(tx, domainRow{Name: ContosoDomain, Default: true, Services: firstServices}); err != nil {
		return err
	}
	if err := identity.Contoso(tx, ContosoDomain); err != nil {
		return err
	}
	if err := billing.Contoso(tx, ContosoDomain); err != nil {
		return err
	}
	if err := instances.Contoso(tx, ContosoDomain); err != nil {
		return err
	}
	return health.Contoso(tx)
}

// fillOrganization makes an empty tenant: its name and its initial domain.
func fillOrganization(tx *tenant.Tx, name, initial string) error {
	key, ok := tenant.ParseKey(string(tx.TenantID()))
	if !ok {
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(tx.TenantID()), Message: "a tenant id is a GUID"}
	}
	err := tenant.In(tx, &organizations).Put(&organizationRow{
		ID: key, DisplayName: name, Quota: directoryQuota,
		Created: tx.Now().Truncate(time.Second), Country: "US", Language: "en",
	})
	if err != nil {
		return err
	}
	return addDomain(tx, domainRow{Name: initial, Initial: true, Default: initial != ContosoInitialDomain, Services: firstServices})
}
