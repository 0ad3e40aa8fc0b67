package instances

import (
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// The apps of the Marketplace in memory. They do not exist.
const (
	appCore       = "Contoso Core"
	appReports    = "Contoso Reports"
	appStandalone = "Tailspin Banking"
)

// centralSeed is an environment that Contoso has from the beginning.
type centralSeed struct {
	name, country string
	of            EnvironmentType
	version       releaseKey
	kilobytes     int64
	apps          map[string]string
}

func centralSeeds() []centralSeed {
	return []centralSeed{
		{"Production", "DK", Production, releaseKey{Version: "27.1"}, 9_437_184, map[string]string{appCore: "2.9.0.0", appReports: "3.0.0.0", appStandalone: "1.2.0.0"}},
		// It is behind, and nobody looks after it.
		{"Production-UK", "GB", Production, releaseKey{Version: "26.5"}, 5_242_880, nil},
		{"Sandbox", "DK", Sandbox, releaseKey{Version: "27.2"}, 2_097_152, map[string]string{appCore: "3.0.0.0", appReports: "3.1.0.0"}},
	}
}

// seedCentral has the tenant have what Contoso has of Business Central. Ids never change;
// later releases only add.
func seedCentral(tx *tenant.Tx) error {
	err := tenant.In(tx, &centralTenants).Put(&centralTenantRow{
		ID: tenant.NameKey("central", "tenant"), Production: 3, Sandbox: 9, Default: 80 << 20, Licenses: 10 << 20,
	})
	if err != nil {
		return err
	}
	if err := seedAppReleases(tx); err != nil {
		return err
	}
	for _, s := range centralSeeds() {
		row := newCentral(tx, tenant.NameKey("central environment", s.name), BusinessCentral, s.name, s.of, s.country, releaseOf(tx, s.version))
		row.Kilobytes = s.kilobytes
		row.Created = time.Date(2024, time.May, 6, 8, 30, 0, 0, time.UTC)
		row.History = []periodRow{{releaseOf(tx, s.version).from, row.Version, row.Kind}}
		if s.name == "Production" {
			row.Start, row.End, row.Zone = "22:00", "07:30", "Romance Standard Time"
			row.Selected = releaseKey{Version: "27.2"}
			at, _ := row.window().next(time.Date(2026, time.January, 17, 0, 0, 0, 0, time.UTC))
			row.put(updatePlan{Release: row.Selected, At: at, Chosen: true, By: "admin@contoso.com"})
		}
		if s.name == "Sandbox" {
			row.Selected = releaseKey{Version: "27.3"}
			row.put(updatePlan{Release: row.Selected, Early: true, Chosen: true, By: "admin@contoso.com"})
		}
		if err := row.installFirst(tx); err != nil {
			return err
		}
		for name, version := range s.apps {
			app := &centralAppRow{
				ID: tenant.NameKey("central app "+row.ID.String(), name), Environment: row.ID, App: tenant.NameKey("app", name),
				Name: name, Publisher: publisherOf(name), Version: version, Type: "global",
			}
			if err := tenant.In(tx, &centralApps).Put(app); err != nil {
				return err
			}
		}
		if err := row.plan(tx); err != nil {
			return err
		}
	}
	return tenant.In(tx, &recipients).Put(&recipientRow{ID: tenant.NameKey("recipient", "admin"), Email: "admin@contoso.com", Name: "Contoso Admin"})
}

func publisherOf(app string) string {
	if app == appStandalone {
		return "Tailspin Toys"
	}
	return "Contoso"
}

func seedAppReleases(tx *tenant.Tx) error {
	core := tenant.NameKey("app", appCore)
	for _, r := range []appReleaseRow{
		{Name: appCore, Version: "2.9.0.0"}, {Name: appCore, Version: "3.0.0.0"},
		{Name: appReports, Version: "3.0.0.0", Needs: []needRow{{core, "2.9.0.0"}}},
		{Name: appReports, Version: "3.1.0.0", Needs: []needRow{{core, "3.0.0.0"}}},
		{Name: appReports, Version: "4.0.0.0", Preview: true, Needs: []needRow{{core, "3.0.0.0"}}},
		{Name: appStandalone, Version: "1.2.0.0"},
	} {
		r.ID, r.App, r.Publisher = tenant.NameKey("app release", r.Name+" "+r.Version), tenant.NameKey("app", r.Name), publisherOf(r.Name)
		if err := tenant.In(tx, &appReleases).Put(&r); err != nil {
			return err
		}
	}
	return nil
}
