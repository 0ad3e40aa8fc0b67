package centraltest

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// periods returns the spans that an environment can be brought back to, and checks their
// order.
func periods(c *run, id envID) []*instances.RestorePeriod {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Central.Backups.Periods(c.Context(), id))
	c.Must(err, "listing restore periods")
	for i, p := range all {
		if !p.From.Before(p.To) || i > 0 && p.From.Before(all[i-1].To) || p.To.After(c.S.Now().Add(time.Minute)) || p.Version == "" {
			c.Errorf("period %d is %+v", i, p)
		}
		if err := conform.NotUTC(p); err != nil {
			c.Errorf("%v", err)
		}
	}
	return all
}

func backupCases() []kase {
	return []kase{
		{
			Name: "Backups.Periods/one-for-each-version", Needs: ofCentral(), Source: docBackups,
			Why: "what is restored is in the version of that day, which decides whether it can be used",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				c.S.Advance(2 * day)
				if all := periods(c, id); len(all) == 0 {
					c.Errorf("after two days there is nothing to go back to")
				}
				bring(c, id, "26.5")
				c.S.Advance(2 * day)
				all := periods(c, id)
				if len(all) < 2 || !strings.HasPrefix(all[len(all)-1].Version, "26.5") || !strings.HasPrefix(all[len(all)-2].Version, "26.4") {
					c.Errorf("after an update the periods are %d: %+v", len(all), all)
				}
			},
		},
		{
			Name: "Backups.Periods/28-days", Needs: ofCentral(), Source: docBackups,
			Why: "a mistake of six weeks ago is not brought back",
			Run: func(c *run) {
				id := add(c, instances.Production, at("27.2"))
				c.S.Advance(40 * day)
				all := periods(c, id)
				if len(all) == 0 || all[0].From.Before(c.S.Now().Add(-28*day-time.Hour)) {
					c.Errorf("at %v the periods begin with %+v", c.S.Now(), all)
				}
			},
		},
		{
			Name: "Backups.Restore/to-a-new-one", Needs: ofCentral(), Source: docBackups,
			Why: "people go on in the damaged one until the other is checked",
			Run: func(c *run) {
				id, to := usual(c, instances.Production), instances.Central(name())
				c.S.Advance(2 * day)
				o, err := c.S.Service.Central.Backups.Restore(c.Context(), id, instances.CentralRestore{
					Name: to.Name, Type: instances.Sandbox, PointInTime: c.S.Now().Add(-day),
				})
				op := operation(c, o, err, instances.CentralKindRestore)
				finish(c, op)
				state(c, op, admin365.OperationSucceeded)
				standing(c, id, "26.4", instances.CentralActive)
				standing(c, to, "26.4", instances.CentralActive)
				if e := getEnv(c, to); e.Type != instances.Sandbox {
					c.Errorf("the new one is %+v", e)
				}
			},
		},
		{
			Name: "Backups.Restore/refused", Needs: ofCentral(), Source: docEnvironments,
			Why: "at three in the morning the error has to say what to do",
			Run: func(c *run) {
				id, other := add(c, instances.Production), add(c, instances.Sandbox)
				c.S.Advance(2 * day)
				restore := func(id envID, change func(*instances.CentralRestore)) error {
					r := instances.CentralRestore{Name: name(), Type: instances.Sandbox, PointInTime: c.S.Now().Add(-day)}
					change(&r)
					_, err := c.S.Service.Central.Backups.Restore(c.Context(), id, r)
					return err
				}
				nothing := func(*instances.CentralRestore) {}
				c.Refused(restore(instances.Central(name()), nothing), noEnvironment(opRestore))
				c.Refused(restore(envID{Family: "Fabrikam", Name: id.Name}, nothing), noFamily(opRestore))
				failed := coded(admin365.ErrPrecondition, "PitRestoreFailed", opRestore)
				c.Refused(restore(id, func(r *instances.CentralRestore) { r.PointInTime = c.S.Now().Add(-90 * day) }), failed)
				c.Refused(restore(id, func(r *instances.CentralRestore) { r.PointInTime = c.S.Now().Add(day) }), failed)
				c.Refused(restore(id, func(r *instances.CentralRestore) { r.Name = other.Name }), failed)
				c.Refused(restore(id, func(r *instances.CentralRestore) { r.Name = "9lives" }), coded(admin365.ErrInvalid, "environmentNameNotValid", opRestore))
				c.Refused(restore(id, func(r *instances.CentralRestore) { r.Name = "home" }), coded(admin365.ErrInvalid, "cannotCreateNamedEnvironment", opRestore))
				c.Refused(restore(id, func(r *instances.CentralRestore) { r.Type = "" }), input(opRestore))
				c.Refused(restore(id, func(r *instances.CentralRestore) { r.PointInTime = time.Time{} }), input(opRestore))
				_, err := conform.Collect(c.S.Service.Central.Backups.Periods(c.Context(), instances.Central(name())))
				c.Refused(err, noEnvironment(opPeriods))
				_, err = conform.Collect(c.S.Service.Central.Backups.Periods(c.Context(), envID{Family: "Fabrikam", Name: "x"}))
				c.Refused(err, noFamily(opPeriods))
				quota(c, func(q *instances.CentralQuotas) { q.Environments.Sandbox = 0 })
				c.Refused(restore(id, nothing), failed)
				o, err := c.S.Service.Central.Environments.Rename(c.Context(), id, name())
				operation(c, o, err, instances.CentralKindRename)
				quota(c, func(q *instances.CentralQuotas) { q.Environments.Sandbox = 50 })
				c.Refused(restore(id, nothing), coded(admin365.ErrBusy, "EnvironmentNotActive", opRestore))
			},
		},
	}
}

func catalogueCases() []kase {
	return []kase{
		{
			Name: "Catalogue.Families/countries-and-rings", Needs: ofCentral(), Source: docOffers,
			Why: "a form takes its choices from here, and whatever it offers can be made",
			Run: func(c *run) {
				f, err := only(c.S.Service.Central.Catalogue.Families(c.Context()), func(f *instances.CentralFamily) bool {
					return f.Family == instances.BusinessCentral
				})
				c.Must(err, "Microsoft's own family")
				var rings []instances.CentralRing
				for _, country := range f.Countries {
					if country.Code == "DK" {
						rings = country.Rings
					}
				}
				production := false
				for _, r := range rings {
					production = production || r.Name == instances.RingProduction && r.Production
					if r.Name == "" || r.FriendlyName == "" {
						c.Errorf("a ring is %+v", r)
					}
				}
				if !production {
					c.Errorf("in Denmark the rings are %+v", rings)
				}
			},
		},
		{
			Name: "Catalogue.Versions/newest-last", Needs: ofCentral(), Source: docOffers,
			Why: "the last one is what an environment gets that does not say another",
			Run: func(c *run) {
				versions, err := c.S.Service.Central.Catalogue.Versions(c.Context(), "", "DK", instances.RingProduction)
				c.Must(err, "listing versions")
				if len(versions) == 0 {
					c.Errorf("there is none")
				}
				for i, v := range versions {
					if strings.Count(v, ".") != 3 || i > 0 && order(v) < order(versions[i-1]) {
						c.Errorf("version %d is %q of %q", i, v, versions)
					}
				}
				again, err := c.S.Service.Central.Catalogue.Versions(c.Context(), "businesscentral", "dk", "prod")
				c.Must(err, "listing versions in another letter case")
				if err := conform.Differ(again, versions); err != nil {
					c.Errorf("in another letter case the list %v", err)
				}
			},
		},
		{
			Name: "Catalogue.Versions/not-offered", Needs: ofCentral(), Source: docOffers,
			Why: "an empty list would be taken for a country without versions",
			Run: func(c *run) {
				versions := func(family instances.Family, country, ring string) error {
					_, err := c.S.Service.Central.Catalogue.Versions(c.Context(), family, country, ring)
					return err
				}
				c.Refused(versions("Fabrikam", "DK", instances.RingProduction), noFamily(opVersions))
				refuses(c, missing(admin365.ErrNotFound, opVersions), map[string]error{
					"country": versions("", "QQ", instances.RingProduction), "ring": versions("", "DK", "GOLD"),
				})
			},
		},
	}
}
