package centraltest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// namesApp checks that the remarks of an error name the app.
func namesApp(c *run, err error, app admin365.AppID) {
	c.Helper()
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok {
		return
	}
	for _, d := range e.Details {
		if strings.Contains(strings.ToLower(d.Code+" "+d.Target+" "+d.Message), string(app)) {
			return
		}
	}
	c.Errorf("Details %+v do not name %s", e.Details, app)
}

func moreAppCases() []kase {
	return []kase{
		{
			Name: "Apps.Uninstall/others-need-it", Needs: ofCentral(), Source: "the comment of instances.CentralApps.Uninstall",
			Why: "what others are built on is not pulled out from under them",
			Run: func(c *run) {
				s := newShop(c)
				_, err := c.S.Service.Central.Apps.Uninstall(c.Context(), s.id, s.core, instances.CentralAppRemoval{})
				c.Refused(err, refusal{Kind: admin365.ErrPrecondition, Status: 400, Op: opAppUninstall})
				namesApp(c, err, s.reports)
				appIn(c, s.id, s.core, "3.0.0.0")
				o, err := c.S.Service.Central.Apps.Uninstall(c.Context(), s.id, s.core, instances.CentralAppRemoval{Dependents: true})
				c.Must(err, "removing with what needs it")
				finish(c, o.ID)
				appIn(c, s.id, s.core, "")
				appIn(c, s.id, s.reports, "")
			},
		},
		{
			Name: "Apps.Uninstall/refused", Needs: ofCentral(), Source: "the comment of instances.CentralApps.Uninstall",
			Why: "Microsoft's own apps stay, and what is not there cannot be removed",
			Run: func(c *run) {
				s := newShop(c)
				remove := func(id envID, which admin365.AppID) error {
					_, err := c.S.Service.Central.Apps.Uninstall(c.Context(), id, which, instances.CentralAppRemoval{})
					return err
				}
				stays, err := only(c.S.Service.Central.Apps.List(c.Context(), s.id), func(a *instances.CentralApp) bool { return !a.CanBeUninstalled })
				c.Must(err, "looking for an app of Microsoft's own")
				c.Refused(remove(s.id, stays.ID), invalid(admin365.ErrPrecondition, opAppUninstall))
				if app(c, s.id, stays.ID) == nil {
					c.Errorf("%s is gone", stays.Name)
				}
				c.Refused(remove(s.id, s.extra), missing(admin365.ErrNotFound, opAppUninstall))
				c.Refused(remove(instances.Central(name()), s.core), noEnvironment(opAppUninstall))
				c.Refused(remove(envID{Family: "Fabrikam", Name: s.id.Name}, s.core), noFamily(opAppUninstall))
				c.Must(remove(s.id, s.reports), "removing an app")
				c.Refused(remove(s.id, s.reports), invalid(admin365.ErrBusy, opAppUninstall))
			},
		},
		{
			Name: "Apps/not-active", Needs: ofCentral(), Source: docOther,
			Why: "an app that is installed in the middle of an update is lost with it",
			Run: func(c *run) {
				s := newShop(c)
				start(c, s.id, "26.5")
				_, err := c.S.Service.Central.Apps.Update(c.Context(), s.id, s.core, instances.CentralAppChange{Version: "3.1.0.0"})
				c.Refused(err, coded(admin365.ErrBusy, "EnvironmentNotActive", opAppUpdate))
				_, err = c.S.Service.Central.Apps.Install(c.Context(), s.id, s.extra, instances.NewCentralApp{AcceptTerms: true})
				c.Refused(err, coded(admin365.ErrBusy, "EnvironmentNotActive", opAppInstall))
				_, err = c.S.Service.Central.Apps.Uninstall(c.Context(), s.id, s.reports, instances.CentralAppRemoval{})
				c.Refused(err, coded(admin365.ErrBusy, "EnvironmentNotActive", opAppUninstall))
				appIn(c, s.id, s.core, "3.0.0.0")
			},
		},
		{
			Name: "Apps/unknown-environment", Needs: ofCentral(), Source: docApps,
			Why: "a typing error must not look like an environment without apps",
			Run: func(c *run) {
				for _, row := range []struct {
					id   envID
					want func(string) refusal
				}{{instances.Central(name()), noEnvironment}, {envID{Family: "Fabrikam", Name: "x"}, noFamily}} {
					_, err := conform.Collect(c.S.Service.Central.Apps.List(c.Context(), row.id))
					c.Refused(err, row.want(opApps))
					_, err = conform.Collect(c.S.Service.Central.Apps.Available(c.Context(), row.id))
					c.Refused(err, row.want(opAvailable))
					_, err = conform.Collect(c.S.Service.Central.Apps.Operations(c.Context(), row.id, admin365.AppID(nobody())))
					c.Refused(err, row.want(opAppOperations))
				}
			},
		},
		{
			Name: "Apps.Operations/history", Needs: ofCentral(), Source: docApps,
			Why: "which version was there before is asked when something is wrong",
			Run: func(c *run) {
				s := newShop(c)
				c.S.Advance(day)
				o, err := c.S.Service.Central.Apps.Update(c.Context(), s.id, s.core, instances.CentralAppChange{Version: "3.1.0.0"})
				c.Must(err, "updating an app")
				finish(c, o.ID)
				_, err = c.S.Service.Central.Operations.Get(c.Context(), stranger(o.ID))
				c.Refused(err, refusal{Kind: admin365.ErrNotFound, Status: 404})
				_, err = c.S.Service.Central.Operations.Cancel(c.Context(), stranger(o.ID))
				c.Refused(err, plainly(admin365.ErrNotFound, ""))
				if other := elsewhere(o.ID); other != o.ID {
					_, err = c.S.Service.Central.Operations.Get(c.Context(), other)
					c.Refused(err, noFamily(""))
					_, err = c.S.Service.Central.Operations.Cancel(c.Context(), other)
					c.Refused(err, noFamily(""))
				}
				c.S.Advance(day)
				o, err = c.S.Service.Central.Apps.Uninstall(c.Context(), s.id, s.core, instances.CentralAppRemoval{Dependents: true})
				c.Must(err, "removing an app")
				finish(c, o.ID)
				ops := appOps(c, s.id, s.core)
				if len(ops) != 3 || !ops[0].Created.After(ops[1].Created) || ops[1].Created.Before(ops[2].Created) {
					c.Fatalf("the history is %+v", ops)
				}
				if up := ops[1]; up.SourceVersion != "3.0.0.0" || up.TargetVersion != "3.1.0.0" || up.State != admin365.OperationSucceeded {
					c.Errorf("the update is %+v", up)
				}
				if len(ran(c, s.id, instances.CentralKindAppUpdate)) != 1 || len(ran(c, s.id, instances.CentralKindAppUninstall)) == 0 {
					c.Errorf("the environment's history does not have them")
				}
			},
		},
	}
}
