package centraltest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// shop is an environment with the app Reports 3.0, which needs Core, in 3.0 too. In the
// Marketplace there is Reports 3.1, which needs Core 3.1, and Core 3.1; a preview of Core,
// 4.0; and Extra 1.0 and 1.2, which nobody has.
type shop struct {
	id                   envID
	reports, core, extra admin365.AppID
}

func newShop(c *run) shop {
	c.Helper()
	s := shop{
		id: usual(c, instances.Production), reports: admin365.AppID(nobody()), core: admin365.AppID(nobody()), extra: admin365.AppID(nobody()),
	}
	b := c.S.Backstage
	need := func(version string) map[admin365.AppID]string { return map[admin365.AppID]string{s.core: version} }
	for _, a := range []CentralApp{
		{ID: s.core, Name: "Core", Version: "3.0.0.0"}, {ID: s.core, Name: "Core", Version: "3.1.0.0"},
		{ID: s.core, Name: "Core", Version: "4.0.0.0", Preview: true},
		{ID: s.reports, Name: "Reports", Version: "3.0.0.0", Needs: need("3.0.0.0")},
		{ID: s.reports, Name: "Reports", Version: "3.1.0.0", Needs: need("3.1.0.0")},
		{ID: s.extra, Name: "Extra", Version: "1.0.0.0"}, {ID: s.extra, Name: "Extra", Version: "1.2.0.0"},
	} {
		c.Must(b.OfferApp(c.Context(), a), "offering an app")
	}
	for _, a := range []admin365.AppID{s.core, s.reports} {
		o, err := c.S.Service.Central.Apps.Install(c.Context(), s.id, a, instances.NewCentralApp{AcceptTerms: true, Version: "3.0.0.0"})
		c.Must(err, "installing an app")
		finish(c, o.ID)
	}
	return s
}

// app returns an installed app, nil if it is not installed.
func app(c *run, id envID, app admin365.AppID) *instances.CentralApp {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Central.Apps.List(c.Context(), id))
	c.Must(err, "listing apps")
	for _, a := range all {
		if a.ID == app {
			return a
		}
	}
	return nil
}

// appIn checks the version of an app, "" for one that is not installed.
func appIn(c *run, id envID, which admin365.AppID, version string) {
	c.Helper()
	a, got := app(c, id, which), ""
	if a != nil {
		got = a.Version
	}
	if got != version {
		c.Errorf("the app is in %q, want %q", got, version)
	}
}

// appOps returns what was done with an app.
func appOps(c *run, id envID, which admin365.AppID) []*instances.CentralOperation {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Central.Apps.Operations(c.Context(), id, which))
	c.Must(err, "listing the operations of an app")
	return all
}

func appCases() []kase {
	return []kase{
		{
			Name: "Apps.List/installed", Needs: ofCentral(), Source: docApps,
			Why: "what is installed is what an update has to take along",
			Run: func(c *run) {
				s := newShop(c)
				a := app(c, s.id, s.core)
				if a == nil || a.Name != "Core" || a.Version != "3.0.0.0" || a.State != instances.AppInstalled || a.Type != "global" || !a.CanBeUninstalled {
					c.Errorf("it is %+v", a)
				}
				if app(c, s.id, s.extra) != nil {
					c.Errorf("what is only offered is installed")
				}
			},
		},
		{
			Name: "Apps.Available/newest-and-what-it-needs", Needs: ofCentral(), Source: docApps,
			Why: "who updates one app finds out first which others go along",
			Run: func(c *run) {
				s := newShop(c)
				find := func(which admin365.AppID) *instances.CentralAppUpdate {
					u, _ := only(c.S.Service.Central.Apps.Available(c.Context(), s.id), func(u *instances.CentralAppUpdate) bool { return u.ID == which })
					return u
				}
				if u := find(s.core); u == nil || u.Version != "3.1.0.0" || len(u.Requirements) > 0 {
					c.Errorf("of Core it is %+v", u)
				}
				u := find(s.reports)
				if u == nil || u.Version != "3.1.0.0" || len(u.Requirements) != 1 || u.Requirements[0].ID != s.core || u.Requirements[0].Version != "3.1.0.0" {
					c.Fatalf("of Reports it is %+v", u)
				}
				if u := find(s.extra); u != nil {
					c.Errorf("of what is not installed it is %+v", u)
				}
			},
		},
		{
			Name: "Apps.Update/now", Needs: ofCentral(), Source: docApps,
			Why: "the mended version is wanted today",
			Run: func(c *run) {
				s := newShop(c)
				o, err := c.S.Service.Central.Apps.Update(c.Context(), s.id, s.core, instances.CentralAppChange{Version: "3.1.0.0"})
				c.Must(err, "updating an app")
				if o.Done() {
					c.Errorf("it has ended at once: %+v", o)
				}
				finish(c, o.ID)
				state(c, o.ID, admin365.OperationSucceeded)
				appIn(c, s.id, s.core, "3.1.0.0")
				if a := app(c, s.id, s.core); a == nil || a.State != instances.AppInstalled || a.LastOperation == "" || a.LastResult != "Succeeded" {
					c.Errorf("it is %+v", a)
				}
				if u, _ := only(c.S.Service.Central.Apps.Available(c.Context(), s.id), func(u *instances.CentralAppUpdate) bool { return u.ID == s.core }); u != nil {
					c.Errorf("it can be updated still: %+v", u)
				}
			},
		},
		{
			Name: "Apps.Update/in-the-window", Needs: ofCentral(), Source: docApps,
			Why: "people work with it during the day",
			Run: func(c *run) {
				s := newShop(c)
				o, err := c.S.Service.Central.Apps.Update(c.Context(), s.id, s.core, instances.CentralAppChange{Version: "3.1.0.0", InWindow: true})
				c.Must(err, "scheduling an update")
				if o.State != admin365.OperationNotStarted {
					c.Errorf("it is %s", o.State)
				}
				// Until 20:00 in Denmark.
				reach(c, Start().Add(9*time.Hour+50*time.Minute))
				state(c, o.ID, admin365.OperationNotStarted)
				appIn(c, s.id, s.core, "3.0.0.0")
				if a := app(c, s.id, s.core); a.State != instances.AppUpdatePending {
					c.Errorf("while it waits it is %s", a.State)
				}
				reach(c, Start().Add(20*time.Hour))
				state(c, o.ID, admin365.OperationSucceeded)
				appIn(c, s.id, s.core, "3.1.0.0")
			},
		},
		{
			Name: "Apps.Update/cancelled-while-it-waits", Needs: ofCentral(), Source: docApps,
			Why: "until the evening somebody may find that it is the wrong version",
			Run: func(c *run) {
				s := newShop(c)
				o, err := c.S.Service.Central.Apps.Update(c.Context(), s.id, s.core, instances.CentralAppChange{Version: "3.1.0.0", InWindow: true})
				c.Must(err, "scheduling an update")
				_, err = c.S.Service.Central.Operations.Cancel(c.Context(), o.ID)
				c.Must(err, "cancelling it")
				state(c, o.ID, admin365.OperationCanceled)
				c.S.Advance(day)
				appIn(c, s.id, s.core, "3.0.0.0")
				if a := app(c, s.id, s.core); a.State != instances.AppInstalled {
					c.Errorf("it is %s", a.State)
				}
				_, err = c.S.Service.Central.Operations.Cancel(c.Context(), o.ID)
				c.Must(err, "cancelling it again, as one does whose answer was lost")
				done, err := c.S.Service.Central.Apps.Update(c.Context(), s.id, s.core, instances.CentralAppChange{Version: "3.1.0.0"})
				c.Must(err, "updating it")
				c.S.Advance(day)
				_, err = c.S.Service.Central.Operations.Cancel(c.Context(), done.ID)
				c.Refused(err, plainly(admin365.ErrPrecondition, ""))
			},
		},
		{
			Name: "Apps.Update/what-it-needs", Needs: ofCentral(), Source: docApps,
			Why: "who is refused must be told which apps to take along",
			Run: func(c *run) {
				s := newShop(c)
				_, err := c.S.Service.Central.Apps.Update(c.Context(), s.id, s.reports, instances.CentralAppChange{Version: "3.1.0.0"})
				c.Refused(err, refusal{Kind: admin365.ErrPrecondition, Status: 400, Op: opAppUpdate})
				namesApp(c, err, s.core)
				appIn(c, s.id, s.reports, "3.0.0.0")
				o, err := c.S.Service.Central.Apps.Update(c.Context(), s.id, s.reports, instances.CentralAppChange{Version: "3.1.0.0", InstallNeeded: true})
				c.Must(err, "updating with what it needs")
				finish(c, o.ID)
				appIn(c, s.id, s.reports, "3.1.0.0")
				appIn(c, s.id, s.core, "3.1.0.0")
			},
		},
		{
			Name: "Apps.Update/refused", Needs: ofCentral(), Source: "the comment of instances.CentralApps.Update",
			Why: "each of these is another mistake, and another remedy",
			Run: func(c *run) {
				s := newShop(c)
				update := func(id envID, which admin365.AppID, change instances.CentralAppChange) error {
					_, err := c.S.Service.Central.Apps.Update(c.Context(), id, which, change)
					return err
				}
				to := instances.CentralAppChange{Version: "3.1.0.0"}
				c.Refused(update(instances.Central(name()), s.core, to), noEnvironment(opAppUpdate))
				c.Refused(update(envID{Family: "Fabrikam", Name: s.id.Name}, s.core, to), noFamily(opAppUpdate))
				c.Refused(update(s.id, admin365.AppID(nobody()), to), missing(admin365.ErrNotFound, opAppUpdate))
				c.Refused(update(s.id, s.extra, instances.CentralAppChange{Version: "1.2.0.0"}), missing(admin365.ErrNotFound, opAppUpdate))
				c.Refused(update(s.id, s.core, instances.CentralAppChange{Version: "3.9.0.0"}), missing(admin365.ErrNotFound, opAppUpdate))
				c.Refused(update(s.id, s.core, instances.CentralAppChange{Version: "3.0.0.0"}), invalid(admin365.ErrPrecondition, opAppUpdate))
				c.Refused(update(s.id, s.core, instances.CentralAppChange{}), plainly(admin365.ErrInvalid, opAppUpdate))
				// A preview only for who asks for one.
				c.Refused(update(s.id, s.core, instances.CentralAppChange{Version: "4.0.0.0"}), missing(admin365.ErrNotFound, opAppUpdate))
				c.Must(update(s.id, s.core, instances.CentralAppChange{Version: "4.0.0.0", AllowPreview: true}), "updating to a preview")
				c.Refused(update(s.id, s.core, to), invalid(admin365.ErrBusy, opAppUpdate))
			},
		},
		{
			Name: "Apps.Update/fails", Needs: ofCentral(), Source: docApps,
			Why: "the old version goes on working, and the reason is there to be read",
			Run: func(c *run) {
				s := newShop(c)
				o, err := c.S.Service.Central.Apps.Update(c.Context(), s.id, s.core, instances.CentralAppChange{Version: "3.1.0.0"})
				c.Must(err, "updating an app")
				fail(c, o.ID)
				if got := state(c, o.ID, admin365.OperationFailed); got.Err == nil {
					c.Errorf("it has failed for no reason: %+v", got)
				}
				appIn(c, s.id, s.core, "3.0.0.0")
				if a := app(c, s.id, s.core); a.LastResult != "Failed" || a.State != instances.AppInstalled {
					c.Errorf("it is %+v", a)
				}
				o, err = c.S.Service.Central.Apps.Update(c.Context(), s.id, s.core, instances.CentralAppChange{Version: "3.1.0.0"})
				c.Must(err, "updating again")
				finish(c, o.ID)
				appIn(c, s.id, s.core, "3.1.0.0")
			},
		},
		{
			Name: "Apps.Install/newest-or-the-one-asked-for", Needs: ofCentral(), Source: docApps,
			Why: "a new environment gets the apps of the old one, in their versions",
			Run: func(c *run) {
				s := newShop(c)
				install := func(i instances.NewCentralApp) {
					i.AcceptTerms = true
					o, err := c.S.Service.Central.Apps.Install(c.Context(), s.id, s.extra, i)
					c.Must(err, "installing an app")
					finish(c, o.ID)
				}
				install(instances.NewCentralApp{})
				appIn(c, s.id, s.extra, "1.2.0.0")
				o, err := c.S.Service.Central.Apps.Uninstall(c.Context(), s.id, s.extra, instances.CentralAppRemoval{DeleteData: true})
				c.Must(err, "removing an app")
				finish(c, o.ID)
				appIn(c, s.id, s.extra, "")
				install(instances.NewCentralApp{Version: "1.0.0.0"})
				appIn(c, s.id, s.extra, "1.0.0.0")
			},
		},
		{
			Name: "Apps.Install/refused", Needs: ofCentral(), Source: "the comment of instances.CentralApps.Install",
			Why: "somebody has to have read the terms, and what is there is not installed twice",
			Run: func(c *run) {
				s := newShop(c)
				install := func(id envID, which admin365.AppID, i instances.NewCentralApp) error {
					_, err := c.S.Service.Central.Apps.Install(c.Context(), id, which, i)
					return err
				}
				yes := instances.NewCentralApp{AcceptTerms: true}
				c.Refused(install(instances.Central(name()), s.extra, yes), noEnvironment(opAppInstall))
				c.Refused(install(envID{Family: "Fabrikam", Name: s.id.Name}, s.extra, yes), noFamily(opAppInstall))
				c.Refused(install(s.id, s.extra, instances.NewCentralApp{}), plainly(admin365.ErrInvalid, opAppInstall))
				c.Refused(install(s.id, admin365.AppID(nobody()), yes), missing(admin365.ErrNotFound, opAppInstall))
				c.Refused(install(s.id, s.extra, instances.NewCentralApp{AcceptTerms: true, Version: "9.0.0.0"}), missing(admin365.ErrNotFound, opAppInstall))
				c.Refused(install(s.id, s.core, yes), plainly(admin365.ErrConflict, opAppInstall))
				// The newest is never a preview.
				c.Refused(install(s.id, s.extra, instances.NewCentralApp{AcceptTerms: true, AllowPreview: true}), plainly(admin365.ErrInvalid, opAppInstall))
				c.Must(install(s.id, s.extra, yes), "installing an app")
				if err := install(s.id, s.extra, yes); err == nil {
					c.Errorf("it is installed a second time while it is being installed")
				}
			},
		},
		{
			Name: "Apps.Install/what-it-needs", Needs: ofCentral(), Source: docApps,
			Why: "who is refused must be told which apps to take along",
			Run: func(c *run) {
				s := newShop(c)
				fresh := add(c, instances.Sandbox)
				_, err := c.S.Service.Central.Apps.Install(c.Context(), fresh, s.reports, instances.NewCentralApp{AcceptTerms: true})
				c.Refused(err, refusal{Kind: admin365.ErrPrecondition, Status: 400, Op: opAppInstall})
				namesApp(c, err, s.core)
				o, err := c.S.Service.Central.Apps.Install(c.Context(), fresh, s.reports, instances.NewCentralApp{AcceptTerms: true, InstallNeeded: true})
				c.Must(err, "installing with what it needs")
				finish(c, o.ID)
				appIn(c, fresh, s.reports, "3.1.0.0")
				appIn(c, fresh, s.core, "3.1.0.0")
			},
		},
	}
}
