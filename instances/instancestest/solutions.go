package instancestest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func solutionCases() []kase {
	return []kase{
		{
			Name: "Solutions.Catalogue/of-the-tenant", Needs: []string{HasSolutions}, Source: docSolutions,
			Why: "what can be had is asked before there is an environment to have it on",
			Run: func(c *run) {
				all, err := conform.Collect(c.S.Service.Solutions.Catalogue(c.Context()))
				c.Must(err, "listing the tenant's applications")
				report(c, "the catalogue", errIf(len(all) == 0, "it is empty"), conform.Once(all, func(s *instances.Solution) string { return s.UniqueName }))
				for _, s := range all {
					report(c, s.UniqueName,
						errIf(s.UniqueName == "" || s.Name == "", "it has no name"),
						errIf(s.ID != "" || s.Version != "" || s.State != "", "it has the id %q, version %q and state %q, which are an environment's", s.ID, s.Version, s.State),
						conform.NotUTC(*s))
				}
			},
		},
		{
			Name: "Solutions.List/filters-part-it", Needs: with(HasSolutions), Source: docSolutions,
			Why: "what is in neither list is forgotten",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				name := installable(c, e.ID)
				done(c, "installing an application")(c.S.Service.Solutions.Install(c.Context(), e.ID, name))
				all, some, rest := solutions(c, e.ID, ""), solutions(c, e.ID, instances.SolutionsInstalled), solutions(c, e.ID, instances.SolutionsNotInstalled)
				report(c, "the lists",
					conform.Once(all, func(s *instances.Solution) string { return s.UniqueName }),
					errIf(len(all) != len(some)+len(rest), "%d applications are installed, %d are not, and all are %d", len(some), len(rest), len(all)),
					conform.Differ(solutions(c, e.ID, instances.SolutionsAll), all),
					errIf(solutionNamed(some, name) == nil || solutionNamed(rest, name) != nil, "what was installed is not in the list of that"))
				for _, s := range some {
					report(c, s.UniqueName, errIf(s.State != instances.SolutionInstalled, "it is installed, and %s", s.State), errIf(s.InstanceID == "", "it has no id there"))
				}
				for _, s := range rest {
					report(c, s.UniqueName, errIf(s.State == instances.SolutionInstalled, "it is not installed, and %s", s.State), errIf(s.Version == "", "it has no version"))
				}
			},
		},
		{
			Name: "Solutions.List/bad-filter", Needs: with(HasSolutions), Source: docSolutions,
			Why: "a filter that is none is not the same as none",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				_, err := conform.Collect(c.S.Service.Solutions.List(c.Context(), e.ID, instances.SolutionQuery{Installed: "Perhaps"}))
				c.Refused(err, invalid(opSolutions))
			},
		},
		{
			Name: "Solutions.List/needs-database", Needs: with(HasSolutions), Source: docTrips,
			Why: "there is nothing to install on",
			Run: func(c *run) {
				e := add(c, instances.Sandbox, bare)
				_, err := conform.Collect(c.S.Service.Solutions.List(c.Context(), e.ID, instances.SolutionQuery{}))
				c.Refused(err, precluded(opSolutions))
				_, err = c.S.Service.Solutions.Install(c.Context(), e.ID, installable(c, add(c, instances.Sandbox).ID))
				c.Refused(err, precluded(opInstall))
			},
		},
		{
			Name: "Solutions.List/unknown", Needs: with(HasSolutions), Source: docErrors,
			Why: "an environment that is not there is told apart from every other failure",
			Run: func(c *run) {
				_, err := conform.Collect(c.S.Service.Solutions.List(c.Context(), instances.EnvironmentID(nobody()), instances.SolutionQuery{}))
				c.Refused(err, plainly(admin365.ErrNotFound, opSolutions))
				_, err = c.S.Service.Solutions.Install(c.Context(), instances.EnvironmentID(nobody()), installable(c, add(c, instances.Sandbox).ID))
				c.Refused(err, plainly(admin365.ErrNotFound, opInstall))
			},
		},
		{
			Name: "Solutions.Install/state-by-state", Needs: with(HasSolutions), Source: docSolutions,
			Why: "a program waits for what it began, and must not begin it twice", Run: install,
		},
		{
			Name: "Solutions.Install/ends-by-itself", Needs: with(HasSolutions, CanAdvance), Source: docSolutions,
			Why: "on a clock that does not move a program waits forever",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				name := installable(c, e.ID)
				op := began(c, "installing an application")(c.S.Service.Solutions.Install(c.Context(), e.ID, name))
				for range 200 {
					now, s := operation(c, op.ID), solutionNamed(solutions(c, e.ID, ""), name)
					want := instances.SolutionInstallRequested
					switch {
					case now.Done():
						want = instances.SolutionInstalled
					case now.State != admin365.OperationNotStarted:
						want = instances.SolutionInstalling
					}
					if s == nil || s.State != want {
						c.Errorf("while the operation is %s the application is %+v", now.State, s)
					}
					if now.Done() {
						break
					}
					c.S.Advance(30 * time.Second)
				}
				c.S.Advance(day / 2)
				if now := operation(c, op.ID); now.State != admin365.OperationSucceeded {
					c.Errorf("half a day later it is %s", now.State)
				}
				if s := solutionNamed(solutions(c, e.ID, ""), name); s == nil || s.State != instances.SolutionInstalled {
					c.Errorf("half a day later the application is %+v", s)
				}
			},
		},
		{
			Name: "Solutions.Install/keeps-it-busy", Needs: with(HasSolutions, HasCopies, HasResets, HasLifecycle), Source: docCopy,
			Why: "what is overwritten while an application is being installed is neither the one nor the other",
			Run: func(c *run) {
				roomy(c)
				e, other := add(c, instances.Sandbox), add(c, instances.Sandbox)
				op := began(c, "installing an application")(c.S.Service.Solutions.Install(c.Context(), e.ID, installable(c, e.ID)))
				if now := get(c, e.ID); now.Management != instances.ManagementRunning {
					c.Errorf("meanwhile its Management is %q", now.Management)
				}
				copied := func(from, to *instances.Environment) error {
					_, err := c.S.Service.Copies.Copy(c.Context(), to.ID, to.Expect(), instances.EnvironmentCopy{Source: from.ID, Type: instances.FullCopy})
					return err
				}
				_, reset := c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{})
				_, deleted := c.S.Service.Lifecycle.Delete(c.Context(), e.ID, e.Expect())
				for op, err := range map[string]error{opReset: reset, opDelete: deleted} {
					c.Refused(err, busy(op))
				}
				c.Refused(copied(other, e), busy(opCopy))
				c.Refused(copied(e, other), busy(opCopy))
				if now := operation(c, op.ID); now.Done() {
					c.Errorf("the installation has ended: %+v", now)
				}
				// Applications are installed beside one another.
				second := find(solutions(c, e.ID, instances.SolutionsNotInstalled), func(s *instances.Solution) bool {
					return !s.CustomInstaller && s.State == instances.SolutionNone
				})
				if second == nil {
					c.Fatalf("there is no second application to install")
				}
				began(c, "installing another one")(c.S.Service.Solutions.Install(c.Context(), e.ID, second.UniqueName))
				finish(c)
				done(c, "resetting it afterwards")(c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{}))
			},
		},
		{
			Name: "Solutions.Install/failed", Needs: with(HasSolutions), Source: docSolutions,
			Why: "why it failed stands at the application, and it can be tried again",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				name := installable(c, e.ID)
				op := began(c, "installing an application")(c.S.Service.Solutions.Install(c.Context(), e.ID, name))
				c.Must(c.S.Backstage.FailInstall(c.Context(), op.ID, "the solution is missing a dependency"), "failing an installation")
				if now := operation(c, op.ID); now.State != admin365.OperationFailed || now.Err == nil {
					c.Errorf("the operation is %s, %v", now.State, now.Err)
				}
				if s := solutionNamed(solutions(c, e.ID, ""), name); s == nil || s.State != instances.SolutionInstallFailed || s.LastError == nil || s.LastError.Message != "the solution is missing a dependency" {
					c.Errorf("the application is %+v", s)
				}
				done(c, "installing an application again")(c.S.Service.Solutions.Install(c.Context(), e.ID, name))
				if s := solutionNamed(solutions(c, e.ID, ""), name); s == nil || s.State != instances.SolutionInstalled || s.LastError != nil {
					c.Errorf("afterwards the application is %+v", s)
				}
			},
		},
		{
			Name: "Solutions.Install/newer-version", Needs: with(HasSolutions), Source: docSolutions,
			Why: "an application is updated by the request that installs it, and only when there is something to update",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				name := "Case" + conform.Unique()
				c.Must(c.S.Backstage.PublishPackage(c.Context(), instances.NewPackage{UniqueName: name, Version: "1.0.0.1"}), "publishing an application")
				if s := solutionNamed(solutions(c, e.ID, instances.SolutionsNotInstalled), name); s == nil || s.Version != "1.0.0.1" {
					c.Errorf("what was published is %+v", s)
				}
				done(c, "installing an application")(c.S.Service.Solutions.Install(c.Context(), e.ID, name))
				_, err := c.S.Service.Solutions.Install(c.Context(), e.ID, name)
				c.Refused(err, plainly(admin365.ErrConflict, opInstall))
				c.Must(c.S.Backstage.PublishPackage(c.Context(), instances.NewPackage{UniqueName: name, Version: "1.0.1.0"}), "publishing a newer version")
				if s := solutionNamed(solutions(c, e.ID, ""), name); s == nil || s.Version != "1.0.1.0" {
					c.Errorf("the newer one is %+v", s)
				}
				done(c, "updating an application")(c.S.Service.Solutions.Install(c.Context(), e.ID, name))
				_, err = c.S.Service.Solutions.Install(c.Context(), e.ID, name)
				c.Refused(err, plainly(admin365.ErrConflict, opInstall))
			},
		},
		{
			Name: "Solutions.Install/installer-of-its-own", Needs: with(HasSolutions), Source: docSolutions,
			Why: "what only the admin center can do has to be said, and not tried again",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				name := "Case" + conform.Unique()
				c.Must(c.S.Backstage.PublishPackage(c.Context(), instances.NewPackage{UniqueName: name, Version: "1.0.0.1", CustomInstaller: true}), "publishing an application")
				s := solutionNamed(solutions(c, e.ID, ""), name)
				if s == nil || !s.CustomInstaller {
					c.Errorf("what was published is %+v", s)
				}
				_, err := c.S.Service.Solutions.Install(c.Context(), e.ID, name)
				c.Refused(err, plainly(admin365.ErrUnsupported, opInstall))
			},
		},
		{
			Name: "Solutions.Install/not-now", Needs: with(HasSolutions, HasAdminMode), Source: docSolutions,
			Why: "what is closed, or being changed, is not installed on",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				name := installable(c, e.ID)
				hold(c, e.ID)
				_, err := c.S.Service.Solutions.Install(c.Context(), e.ID, name)
				c.Refused(err, plainly(admin365.ErrBusy, opInstall))
				finish(c)
				done(c, "entering administration mode")(c.S.Service.AdminMode.Enter(c.Context(), e.ID, instances.AdminModeOptions{KeepBackgroundOperations: true}))
				_, err = c.S.Service.Solutions.Install(c.Context(), e.ID, name)
				c.Refused(err, precluded(opInstall))
				done(c, "leaving administration mode")(c.S.Service.AdminMode.Leave(c.Context(), e.ID))
				done(c, "installing an application")(c.S.Service.Solutions.Install(c.Context(), e.ID, name))
			},
		},
		{
			Name: "Solutions.Install/refused", Needs: with(HasSolutions), Source: docSolutions,
			Why: "an application that nobody offers, and one for a newer instance, are not installed",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				_, err := c.S.Service.Solutions.Install(c.Context(), e.ID, "Nonsense"+conform.Unique())
				c.Refused(err, conform.Refusal{Kind: admin365.ErrNotFound, Status: 404, Op: opInstall})
				demanding := find(solutions(c, e.ID, instances.SolutionsNotInstalled), func(s *instances.Solution) bool { return s.MinVersion != "" })
				if demanding != nil {
					c.Must(c.S.Backstage.SetVersion(c.Context(), e.ID, "5.0.0.1"), "setting the version")
					_, err = c.S.Service.Solutions.Install(c.Context(), e.ID, demanding.UniqueName)
					c.Refused(err, precluded(opInstall))
				}
				off := add(c, instances.Sandbox)
				name := installable(c, off.ID)
				c.Must(c.S.Backstage.SetDisabled(c.Context(), off.ID, true), "disabling an environment")
				_, err = c.S.Service.Solutions.Install(c.Context(), off.ID, name)
				c.Refused(err, precluded(opInstall))
			},
		},
	}
}

// solutions returns the applications of an environment, or ends the case.
func solutions(c *run, id instances.EnvironmentID, filter instances.InstallFilter) []*instances.Solution {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Solutions.List(c.Context(), id, instances.SolutionQuery{Installed: filter}))
	c.Must(err, "listing applications")
	return all
}

// solutionNamed returns the application of that name, nil if there is none.
func solutionNamed(all []*instances.Solution, name string) *instances.Solution {
	return find(all, func(s *instances.Solution) bool { return s.UniqueName == name })
}

// installable is an application that is not installed, or ends the case.
func installable(c *run, id instances.EnvironmentID) string {
	c.Helper()
	s := find(solutions(c, id, instances.SolutionsNotInstalled), func(s *instances.Solution) bool { return !s.CustomInstaller })
	if s == nil {
		c.Fatalf("there is no application to install")
	}
	return s.UniqueName
}

func install(c *run) {
	e := add(c, instances.Sandbox)
	other := add(c, instances.Sandbox)
	name := installable(c, e.ID)
	op := began(c, "installing an application")(c.S.Service.Solutions.Install(c.Context(), e.ID, name))
	runs(c, op, instances.KindInstall, e.ID)
	if s := solutionNamed(solutions(c, e.ID, ""), name); s == nil || s.State != instances.SolutionInstallRequested && s.State != instances.SolutionInstalling {
		c.Errorf("meanwhile the application is %+v", s)
	}
	_, err := c.S.Service.Solutions.Install(c.Context(), e.ID, name)
	c.Refused(err, plainly(admin365.ErrBusy, opInstall))
	finish(c)
	if now := operation(c, op.ID); now.State != admin365.OperationSucceeded {
		c.Errorf("the operation is %s", now.State)
	}
	if s := solutionNamed(solutions(c, e.ID, ""), name); s == nil || s.State != instances.SolutionInstalled || s.InstanceID == "" {
		c.Errorf("afterwards the application is %+v", s)
	}
	_, err = c.S.Service.Solutions.Install(c.Context(), e.ID, name)
	c.Refused(err, plainly(admin365.ErrConflict, opInstall))
	if s := solutionNamed(solutions(c, other.ID, ""), name); s == nil || s.State == instances.SolutionInstalled {
		c.Errorf("on another environment it is %+v", s)
	}
	if find(history(c, e.ID), func(o *admin365.Operation) bool { return o.ID == op.ID }) != nil {
		c.Errorf("the history of the environment has it, though the service does not list it")
	}
}
