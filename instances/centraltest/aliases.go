package centraltest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// kept asks three times, and overwrites the first answer in between.
func kept[V any](c *run, what string, ask func() (*V, error)) {
	c.Helper()
	answer := func() *V {
		v, err := ask()
		c.Must(err, what)
		if v == nil {
			c.Fatalf("%s answers nothing", what)
		}
		return v
	}
	first, second := answer(), answer()
	was := conform.Clone(first)
	conform.Scribble(first)
	if err := conform.Differ(*second, *was); err != nil {
		c.Errorf("%s: two answers share what they hold: the second %v", what, err)
	}
	if err := conform.Differ(*answer(), *was); err != nil {
		c.Errorf("%s: after an answer was overwritten the next one %v", what, err)
	}
}

func all[V any](*V) bool { return true }

func aliasCases() []kase {
	return []kase{
		{
			Name: "Aliasing/answers-about-environments", Needs: ofCentral(), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				s, ctx := c.S.Service.Central, c.Context()
				id := usual(c, instances.Production)
				bring(c, id, "26.5")
				c.S.Advance(day)
				setWindow(c, id, instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"})
				op := ran(c, id, instances.CentralKindUpdate)[0].ID
				partners := instances.PartnerAccess{Status: instances.PartnersSelected, Tenants: []admin365.TenantID{admin365.TenantID(nobody())}}
				c.Must(s.Access.SetPartners(ctx, id, partners), "setting partners")
				kept(c, "Environments.Get", func() (*instances.CentralEnvironment, error) { return s.Environments.Get(ctx, id) })
				kept(c, "Environments.List", func() (*instances.CentralEnvironment, error) {
					return only(s.Environments.List(ctx, ""), func(e *instances.CentralEnvironment) bool { return e.Name == id.Name })
				})
				kept(c, "Updates.List", func() (*instances.Update, error) { return only(s.Updates.List(ctx, id), all) })
				kept(c, "Settings.Window", func() (*instances.Window, error) { return s.Settings.Window(ctx, id) })
				kept(c, "Access.Partners", func() (*instances.PartnerAccess, error) { return s.Access.Partners(ctx, id) })
				kept(c, "Backups.Periods", func() (*instances.RestorePeriod, error) { return only(s.Backups.Periods(ctx, id), all) })
				kept(c, "Capacity.Used", func() (*instances.CentralStorage, error) { return s.Capacity.Used(ctx, id) })
				kept(c, "Capacity.Quotas", func() (*instances.CentralQuotas, error) { return s.Capacity.Quotas(ctx) })
				kept(c, "Catalogue.Families", func() (*instances.CentralFamily, error) { return only(s.Catalogue.Families(ctx), all) })
				kept(c, "Catalogue.Versions", func() (*[]string, error) {
					v, err := s.Catalogue.Versions(ctx, "", "DK", instances.RingProduction)
					return &v, err
				})
				kept(c, "Catalogue.TimeZones", func() (*instances.TimeZone, error) { return only(s.Catalogue.TimeZones(ctx), all) })
				kept(c, "Operations.Get", func() (*admin365.Operation, error) { return s.Operations.Get(ctx, op) })
				kept(c, "Operations.List", func() (*instances.CentralOperation, error) {
					return only(s.Operations.List(ctx, id), func(o *instances.CentralOperation) bool { return o.ID == op })
				})
			},
		},
		{
			Name: "Aliasing/answers-about-the-rest", Needs: ofCentral(HasFinOps), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				s, ctx := c.S.Service, c.Context()
				shop := newShop(c)
				kept(c, "Apps.List", func() (*instances.CentralApp, error) {
					return only(s.Central.Apps.List(ctx, shop.id), func(a *instances.CentralApp) bool { return a.ID == shop.core })
				})
				kept(c, "Apps.Available", func() (*instances.CentralAppUpdate, error) {
					return only(s.Central.Apps.Available(ctx, shop.id), func(a *instances.CentralAppUpdate) bool { return a.ID == shop.reports })
				})
				_, err := s.Central.Recipients.Add(ctx, instances.NewCentralRecipient{Email: "a@example.com", Name: "A"})
				c.Must(err, "adding a recipient")
				kept(c, "Recipients.List", func() (*instances.CentralRecipient, error) { return only(s.Central.Recipients.List(ctx), all) })
				_, err = s.Central.AuthorizedApps.Add(ctx, admin365.AppID(nobody()))
				c.Must(err, "authorizing an application")
				kept(c, "AuthorizedApps.List", func() (*instances.CentralAuthorizedApp, error) { return only(s.Central.AuthorizedApps.List(ctx), all) })
				id := finOps(c, instances.FinOpsUnifiedSandbox)
				fail(c, apply(c, id, "10.0.48.7"))
				days := instances.FinOpsMaintenancePatch{Days: []instances.Weekday{"Saturday"}}
				_, err = s.FinOps.Settings.SetMaintenance(ctx, id, days)
				c.Must(err, "changing the maintenance")
				kept(c, "FinOps.List", func() (*instances.Update, error) { return only(s.FinOps.Updates.List(ctx, id), all) })
				kept(c, "FinOps.Properties", func() (*instances.FinOps, error) { return s.FinOps.Settings.Properties(ctx, id) })
				kept(c, "FinOps.Maintenance", func() (*instances.FinOpsMaintenance, error) { return s.FinOps.Settings.Maintenance(ctx, id) })
				kept(c, "FinOps.Failures", func() (*instances.FinOpsFailure, error) { return only(s.FinOps.Settings.Failures(ctx, id, 0), all) })
			},
		},
		{
			Name: "Aliasing/inputs", Needs: ofCentral(HasFinOps), Source: docOwnership,
			Why: "a program uses one value for many environments and alters it between the calls",
			Run: func(c *run) {
				s, ctx := c.S.Service, c.Context()
				id := usual(c, instances.Production)
				ignore := true
				when := c.S.Now().Add(5 * day).Truncate(time.Second)
				_, err := s.Central.Updates.Select(ctx, id, ga("26.5"), instances.Schedule{At: when, IgnoreWindow: &ignore})
				c.Must(err, "selecting")
				ignore = false
				if u := update(c, id, "26.5"); !u.IgnoreWindow {
					c.Errorf("the update follows what the caller does with his flag: %+v", u)
				}
				partners := instances.PartnerAccess{Status: instances.PartnersSelected, Tenants: []admin365.TenantID{admin365.TenantID(nobody())}}
				was := conform.Clone(partners)
				c.Must(s.Central.Access.SetPartners(ctx, id, partners), "setting partners")
				conform.Scribble(&partners)
				got, err := s.Central.Access.Partners(ctx, id)
				c.Must(err, "getting partners")
				if err := conform.Differ(*got, was); err != nil {
					c.Errorf("the partners follow what the caller does with his list: it %v", err)
				}
				f := finOps(c, instances.FinOpsUnifiedSandbox)
				other := instances.FinOpsEveryOtherUpdate
				patch := instances.FinOpsMaintenancePatch{Cadence: &other, Days: []instances.Weekday{"Saturday", "Sunday"}}
				_, err = s.FinOps.Settings.SetMaintenance(ctx, f, patch)
				c.Must(err, "changing the maintenance")
				conform.Scribble(&patch)
				m, err := s.FinOps.Settings.Maintenance(ctx, f)
				c.Must(err, "getting the maintenance")
				want := instances.FinOpsMaintenance{Cadence: instances.FinOpsEveryOtherUpdate, Days: []instances.Weekday{"Saturday", "Sunday"}}
				maintained(c, "after the caller has overwritten his patch the maintenance", m, want)
			},
		},
	}
}
