package instances

import (
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// seedEnvironment is an environment of Contoso's: its name makes its ids.
type seedEnvironment struct {
	key, name, description string
	of                     EnvironmentType
	domain                 string
	age                    time.Duration
	managed                bool
	content                contentRow
}

// contosoLocation is where they are.
const contosoLocation = "europe"

const (
	contosoVersion = "9.2.25121.00142"
	contosoSandbox = "9.2.26014.00155"
)

func contosoEnvironments() []seedEnvironment {
	apps := []string{"D365_Sales", "D365_CustomerService"}
	return []seedEnvironment{
		{
			"Production", "Contoso Production", "Sales and customer service of all countries", Production, "contoso", 900 * day1, true,
			contentRow{Version: contosoVersion, Language: 1033, Currency: "EUR", Templates: apps, Dynamics: true, Data: 6144, Files: 9216, Logs: 512},
		},
		{
			"UAT", "Contoso UAT", "Acceptance tests before a release", Sandbox, "contoso-uat", 700 * day1, true,
			contentRow{Version: contosoVersion, Language: 1033, Currency: "EUR", Templates: apps, Dynamics: true, Data: 2048, Files: 3072, Logs: 64},
		},
		{
			"Dev", "Contoso Dev", "Where customizations are made", Sandbox, "contoso-dev", 650 * day1, false,
			contentRow{Version: contosoSandbox, Language: 1033, Currency: "EUR", Templates: apps, Dynamics: true, Data: 1280, Files: 512, Logs: 32},
		},
		{
			"Developer", "Megan Bowen's Environment", "", Developer, "org4c1e2a90", 90 * day1, false,
			contentRow{Version: contosoSandbox, Language: 1033, Currency: "EUR", Data: 640, Files: 340},
		},
	}
}

// Contoso gives the tenant Contoso's environments and its storage. Ids never change; later
// releases only add. For package admin alone.
func Contoso(tx *tenant.Tx, domain string) error {
	if err := DefaultEnvironment(tx, "Contoso", contosoLocation); err != nil {
		return err
	}
	for _, row := range []storageRow{{DatabaseCapacity, 15360, 4096}, {FileCapacity, 61440, 0}, {LogCapacity, 2048, 0}} {
		if err := tenant.In(tx, &storage).Put(&row); err != nil {
			return err
		}
	}
	for _, e := range contosoEnvironments() {
		created := tx.Now().Add(-e.age).Truncate(time.Second)
		r := &environmentRow{
			ID: tenant.NameKey("environment", e.key), Name: e.name, Description: e.description, Type: e.of,
			Location: contosoLocation, Region: "westeurope", CreationType: "User", Created: created, CreatedBy: seedAuthor(tx, "admin@"+domain),
			Modified: created, Cadence: CadenceFrequent, Managed: e.managed,
			Database: &databaseRow{
				Organization: tenant.NameKey("organization", e.key), Domain: e.domain, Created: created, Modified: created, contentRow: e.content,
			},
			BackupsSince: created,
		}
		r.ModifiedBy = r.CreatedBy
		if e.of == Developer {
			megan := seedAuthor(tx, "MeganB@"+domain)
			r.CreationType, r.CreatedBy, r.ModifiedBy, r.UsedBy = "Developer", megan, megan, &megan
		}
		if err := takeDomain(tx, r.Location, e.domain, r.ID); err != nil {
			return err
		}
		if err := r.put(tx); err != nil {
			return err
		}
	}
	return nil
}

// seedAuthor is a person of the seed.
func seedAuthor(tx *tenant.Tx, name string) Principal {
	p, err := tx.Ports().Directory.Person(tx, name)
	if err != nil {
		return by(tx)
	}
	return Principal{ID: p.ID.String(), DisplayName: p.DisplayName, Type: "User", TenantID: tx.TenantID(), UserPrincipalName: p.UserPrincipalName}
}

// DefaultEnvironment gives a tenant the environment that every tenant has, without
// Dataverse. For package admin alone.
func DefaultEnvironment(tx *tenant.Tx, organization, location string) error {
	id, ok := tenant.ParseKey(string(tx.TenantID()))
	if !ok {
		return nil
	}
	at := tx.Now().Truncate(time.Second)
	g, _ := geographyOf(location)
	return (&environmentRow{
		ID: id, Default: true, Name: organization + " (default)", Type: Default, Location: location, Region: g.AzureRegions[0],
		CreationType: "DefaultTenant", Created: at, CreatedBy: by(tx), Modified: at, ModifiedBy: by(tx), Cadence: CadenceFrequent,
	}).put(tx)
}
