package centraltest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// finOps is an environment with Finance and Operations in 10.0.48.3, which can be brought
// to 10.0.48.7 and 10.0.49.2.
func finOps(c *run, d instances.FinOpsDeployment) instances.EnvironmentID {
	c.Helper()
	id, err := c.S.Backstage.AddFinOps(c.Context(), FinOps{Deployment: d, Version: "10.0.48.3"})
	c.Must(err, "adding Finance and Operations")
	c.Must(c.S.Backstage.OfferFinOps(c.Context(), id, "10.0.49.2"), "offering a version")
	c.Must(c.S.Backstage.OfferFinOps(c.Context(), id, "10.0.48.7"), "offering a version")
	return id
}

// apply applies a version, and returns the id of the operation.
func apply(c *run, id instances.EnvironmentID, version string) admin365.OperationID {
	c.Helper()
	o, err := c.S.Service.FinOps.Updates.Apply(c.Context(), id, version)
	c.Must(err, "applying "+version)
	if o == nil || o.ID == "" || o.Done() {
		c.Fatalf("Apply answered %+v", o)
	}
	return o.ID
}

// runs checks the version of Finance and Operations.
func runs(c *run, id instances.EnvironmentID, version string) {
	c.Helper()
	p, err := c.S.Service.FinOps.Settings.Properties(c.Context(), id)
	c.Must(err, "getting the properties")
	if p.ApplicationVersion != version {
		c.Errorf("it runs %q, want %q", p.ApplicationVersion, version)
	}
}

// applied checks where an application of a version stands.
func applied(c *run, id admin365.OperationID, want admin365.OperationState) *admin365.Operation {
	c.Helper()
	o, err := c.S.Service.FinOps.Updates.Get(c.Context(), id)
	c.Must(err, "getting an operation")
	if o.State != want || o.ID != id {
		c.Errorf("operation %q is %s, want %q and %s", o.ID, o.State, id, want)
	}
	return o
}

func finOpsCases() []kase {
	return []kase{
		{
			Name: "FinOps.List/what-can-be-applied", Needs: ofFinOps(), Source: docFinOps,
			Why: "there is no date to choose, only a version",
			Run: func(c *run) {
				list, err := conform.Collect(c.S.Service.FinOps.Updates.List(c.Context(), finOps(c, instances.FinOpsUnifiedSandbox)))
				c.Must(err, "listing versions")
				if len(list) != 2 || list[0].Version != "10.0.48.7" || list[1].Version != "10.0.49.2" ||
					list[0].Type != instances.UpdateQuality || list[1].Type != instances.UpdateGeneral {
					c.Errorf("the versions are %s", names(list))
				}
				for _, u := range list {
					if !u.Available || u.Selected || !u.At.IsZero() || u.Status != "" {
						c.Errorf("%s is %+v", u.Version, u)
					}
				}
			},
		},
		{
			Name: "FinOps.Apply/through-to-the-end", Needs: ofFinOps(), Source: docFinOpsRules,
			Why: "this is approving, scheduling and starting in one",
			Run: func(c *run) {
				for _, d := range []instances.FinOpsDeployment{
					instances.FinOpsUnifiedDeveloper, instances.FinOpsUnifiedSandbox, instances.FinOpsUnifiedProduction,
				} {
					id := finOps(c, d)
					op := apply(c, id, "10.0.48.7")
					runs(c, id, "10.0.48.3")
					finish(c, op)
					applied(c, op, admin365.OperationSucceeded)
					runs(c, id, "10.0.48.7")
				}
			},
		},
		{
			Name: "FinOps.Apply/by-itself-as-time-passes", Needs: ofFinOps(), Source: docFinOpsRules,
			Why: "a test waits for hours of the tenant, and not of the developer",
			Run: func(c *run) {
				id := finOps(c, instances.FinOpsUnifiedSandbox)
				op := apply(c, id, "10.0.49.2")
				c.S.Advance(day)
				applied(c, op, admin365.OperationSucceeded)
				runs(c, id, "10.0.49.2")
			},
		},
		{
			Name: "FinOps.Apply/same-or-lower-is-nothing-to-do", Needs: ofFinOps(), Source: docFinOpsRules,
			Why: "a pipeline that runs every night must not fail when there is nothing new",
			Run: func(c *run) {
				id := finOps(c, instances.FinOpsUnifiedSandbox)
				finish(c, apply(c, id, "10.0.49.2"))
				for _, version := range []string{"10.0.49.2", "10.0.48.7"} {
					o, err := c.S.Service.FinOps.Updates.Apply(c.Context(), id, version)
					c.Must(err, "applying "+version)
					if o == nil || o.State != admin365.OperationSucceeded || o.ID != "" {
						c.Errorf("of %s it answered %+v", version, o)
					}
				}
				runs(c, id, "10.0.49.2")
			},
		},
		{
			Name: "FinOps.Apply/refused", Needs: ofFinOps(), Source: docFinOpsRules,
			Why: "each of these is another mistake, and another page to go to",
			Run: func(c *run) {
				id := finOps(c, instances.FinOpsUnifiedSandbox)
				apply := func(id instances.EnvironmentID, version string) error {
					_, err := c.S.Service.FinOps.Updates.Apply(c.Context(), id, version)
					return err
				}
				unknown := refusal{Kind: admin365.ErrNotFound, Status: 404, Op: opFinOpsApply}
				c.Refused(apply(instances.EnvironmentID(nobody()), "10.0.48.7"), unknown)
				c.Refused(apply(id, "10.0.99.1"), unknown)
				c.Refused(apply(id, "newest"), unknown)
				for _, d := range []instances.FinOpsDeployment{instances.FinOpsLCSSandbox, instances.FinOpsLCSProduction, instances.FinOpsTrial} {
					other := finOps(c, d)
					c.Refused(apply(other, "10.0.48.7"), refusal{Kind: admin365.ErrPrecondition, Code: "BadRequest", Status: 400, Op: opFinOpsApply})
					runs(c, other, "10.0.48.3")
				}
			},
		},
		{
			Name: "FinOps.Apply/one-at-a-time", Needs: ofFinOps(), Source: docFinOpsRules,
			Why: "the second one would start in the middle of the first",
			Run: func(c *run) {
				id := finOps(c, instances.FinOpsUnifiedSandbox)
				op := apply(c, id, "10.0.48.7")
				_, err := c.S.Service.FinOps.Updates.Apply(c.Context(), id, "10.0.49.2")
				c.Refused(err, refusal{Kind: admin365.ErrBusy, Status: 409, Op: opFinOpsApply})
				apply(c, finOps(c, instances.FinOpsUnifiedSandbox), "10.0.49.2")
				finish(c, op)
				finish(c, apply(c, id, "10.0.49.2"))
				runs(c, id, "10.0.49.2")
			},
		},
		{
			Name: "FinOps.Apply/fails", Needs: ofFinOps(), Source: docFinOpsRules,
			Why: "the old version goes on, and the reason is there to be read",
			Run: func(c *run) {
				id := finOps(c, instances.FinOpsUnifiedSandbox)
				op := apply(c, id, "10.0.48.7")
				fail(c, op)
				if o := applied(c, op, admin365.OperationFailed); o.Err == nil {
					c.Errorf("it has failed for no reason: %+v", o)
				}
				runs(c, id, "10.0.48.3")
				all, err := conform.Collect(c.S.Service.FinOps.Settings.Failures(c.Context(), id, 0))
				c.Must(err, "listing failures")
				if len(all) != 1 || all[0].Message == "" || all[0].At.IsZero() {
					c.Errorf("the failures are %+v", all)
				}
				finish(c, apply(c, id, "10.0.48.7"))
				runs(c, id, "10.0.48.7")
			},
		},
		{
			Name: "FinOps.Get/what-is-none", Needs: ofFinOps(), Source: "the comment of instances.FinOpsUpdates.Get",
			Why: "an id of another API must not be sent to this one",
			Run: func(c *run) {
				for _, wrong := range []admin365.OperationID{"", "x", admin365.OperationID(nobody())} {
					_, err := c.S.Service.FinOps.Updates.Get(c.Context(), wrong)
					c.Refused(err, plainly(admin365.ErrInvalid, opFinOpsGet))
				}
				op := apply(c, finOps(c, instances.FinOpsUnifiedSandbox), "10.0.48.7")
				_, err := c.S.Service.FinOps.Updates.Get(c.Context(), stranger(op))
				c.Refused(err, refusal{Kind: admin365.ErrNotFound, Status: 404, Op: opFinOpsGet})
			},
		},
		{
			Name: "FinOps.Schedule/not-offered", Needs: ofFinOps(), Source: docNotOffered,
			Why: "who believes that it is for Saturday finds everybody thrown out on Tuesday",
			Run: func(c *run) {
				id := finOps(c, instances.FinOpsUnifiedSandbox)
				_, err := c.S.Service.FinOps.Updates.Schedule(c.Context(), id, "10.0.48.7", instances.Schedule{At: c.S.Now().Add(day)})
				c.Refused(err, plainly(admin365.ErrUnsupported, opFinOpsSchedule))
				explained(c, err)
				c.S.Advance(2 * day)
				runs(c, id, "10.0.48.3")
			},
		},
		{
			Name: "FinOps.Cancel/not-offered", Needs: ofFinOps(), Source: docNotOffered,
			Why: "who believes that he has stopped it goes home",
			Run: func(c *run) {
				op := apply(c, finOps(c, instances.FinOpsUnifiedSandbox), "10.0.48.7")
				_, err := c.S.Service.FinOps.Updates.Cancel(c.Context(), op)
				c.Refused(err, plainly(admin365.ErrUnsupported, opFinOpsCancel))
				explained(c, err)
				finish(c, op)
				applied(c, op, admin365.OperationSucceeded)
			},
		},
	}
}
