package centraltest

import (
	"context"
	"errors"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// whole is a target on which every method can be called. Its operation runs.
func whole(c *run) target {
	c.Helper()
	s := newShop(c)
	t := target{central: s.id, app: s.core, to: name(), group: admin365.GroupID(nobody()), authorized: admin365.AppID(nobody())}
	setWindow(c, t.central, instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"})
	t.operation = ran(c, t.central, instances.CentralKindModify)[0].ID
	if c.S.missing(HasFinOps) == "" {
		t.finOps = finOps(c, instances.FinOpsUnifiedSandbox)
		other := finOps(c, instances.FinOpsUnifiedSandbox)
		t.finOpsOp = apply(c, other, "10.0.48.7")
	}
	return t
}

func contextCases() []kase {
	return []kase{
		{
			Name: "Context/cancelled", Needs: ofCentral(), Source: docEndedCalls,
			Why: "who gave up must be told that, and nothing may happen any more",
			Run: func(c *run) {
				endedContext(c, context.Canceled, func(parent context.Context) (context.Context, context.CancelFunc) {
					ctx, cancel := context.WithCancel(parent)
					cancel()
					return ctx, cancel
				})
			},
		},
		{
			Name: "Context/deadline-exceeded", Needs: ofCentral(), Source: docEndedCalls,
			Why: "a deadline that has passed is not the same as a cancellation",
			Run: func(c *run) {
				endedContext(c, context.DeadlineExceeded, func(parent context.Context) (context.Context, context.CancelFunc) {
					return context.WithDeadline(parent, time.Unix(0, 0))
				})
			},
		},
		{
			Name: "Context/cancelled-before-ranged", Needs: ofCentral(), Source: docEndedCalls,
			Why: "between the making of a list and its reading somebody may have given up",
			Run: func(c *run) {
				ctx, cancel := context.WithCancel(c.Context())
				defer cancel()
				list := c.S.Service.Central.Updates.List(ctx, usual(c, instances.Production))
				cancel()
				all, err := conform.Collect(list)
				if !errors.Is(err, context.Canceled) || len(all) > 0 {
					c.Errorf("the list has %d updates and ends with %v, want context.Canceled", len(all), err)
				}
			},
		},
		{
			Name: "Lists/not-fetched-until-ranged", Needs: ofCentral(), Source: docLists,
			Why: "a list is passed around and read by somebody else, later and perhaps twice",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				list := c.S.Service.Central.Updates.List(c.Context(), id)
				for _, version := range []string{"26.5", "27.1"} {
					choose(c, id, version, instances.Schedule{})
					all, err := conform.Collect(list)
					c.Must(err, "listing updates")
					if u := find(all, ga(version)); u == nil || !u.Selected {
						c.Errorf("what was selected before the list was ranged over is %+v", u)
					}
				}
				some, err := conform.First(list, 1)
				if err != nil || len(some) != 1 {
					c.Errorf("one item of the list is %d items, %v", len(some), err)
				}
				choose(c, id, "27.0", instances.Schedule{})
			},
		},
	}
}

// endedContext calls every method with a context that end has ended, and checks that
// nothing happened.
func endedContext(c *run, want error, end func(context.Context) (context.Context, context.CancelFunc)) {
	c.Helper()
	t := whole(c)
	env, list, history := getEnv(c, t.central), updates(c, t.central), ops(c)
	ctx, cancel := end(c.Context())
	defer cancel()
	for _, m := range c.S.methods() {
		if m.offline {
			continue
		}
		if err := m.call(ctx, c.S.Service, t); !errors.Is(err, want) {
			c.Errorf("%s: errors.Is does not find %q in: %v", m.op, want, err)
		}
	}
	if err := conform.Differ(getEnv(c, t.central), env); err != nil {
		c.Errorf("afterwards the environment %v", err)
	}
	if err := conform.Differ(updates(c, t.central), list); err != nil {
		c.Errorf("afterwards the updates %v", err)
	}
	if n := ops(c); n != history {
		c.Errorf("there were %d operations, and are %d", history, n)
	}
	if authorized(c, t.authorized) != nil {
		c.Errorf("an application was authorized")
	}
}

// ops is how many operations there are.
func ops(c *run) int {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Central.Operations.All(c.Context(), ""))
	c.Must(err, "listing all operations")
	return len(all)
}

func unknownCases() []kase {
	return []kase{
		{
			Name: "Unknown/status-of-an-environment", Needs: ofCentral(), Source: docUnknown,
			Why: "Microsoft adds words, and a program of last year must still show them",
			Run: func(c *run) {
				id := add(c, instances.Sandbox)
				c.Must(c.S.Backstage.SetStatus(c.Context(), id, "Hibernating"), "setting a status")
				if e := getEnv(c, id); e.Status != "Hibernating" {
					c.Errorf("it is %q", e.Status)
				}
				if e := listed(c, id); e.Status != "Hibernating" {
					c.Errorf("it is listed as %q", e.Status)
				}
				// What is not Active takes no change.
				_, err := c.S.Service.Central.Environments.Rename(c.Context(), id, name())
				c.Refused(err, coded(admin365.ErrBusy, "EnvironmentNotActive", opRename))
			},
		},
		{
			Name: "Unknown/type-and-rollout-of-an-update", Needs: ofCentral(), Source: docUnknown,
			Why: "Microsoft adds words, and a program of last year must still show them",
			Run: func(c *run) {
				id := usual(c, instances.Sandbox)
				t := preview(c, "27.3", "InsiderPreview")
				u := find(updates(c, id), t)
				if u == nil {
					c.Fatalf("it is not listed")
				}
				got, err := c.S.Service.Central.Updates.Select(c.Context(), id, u.Target(), on(c.S.Now().Add(5*day)))
				c.Must(err, "selecting it by its type")
				if got.Type != "InsiderPreview" || !got.Selected {
					c.Errorf("it is %+v", got)
				}
				c.Must(c.S.Backstage.Hold(c.Context(), id, "Sleeping"), "holding an update back")
				if u := selected(c, id); u == nil || u.Rollout != "Sleeping" {
					c.Errorf("held back it is %+v", u)
				}
			},
		},
		{
			Name: "Unknown/deployment", Needs: ofFinOps(), Source: docUnknown,
			Why: "Microsoft adds words, and a program of last year must still show them",
			Run: func(c *run) {
				id := finOps(c, "UnifiedTwin")
				p, err := c.S.Service.FinOps.Settings.Properties(c.Context(), id)
				c.Must(err, "getting the properties")
				if p.Deployment != "UnifiedTwin" || p.Deployment.Unified() {
					c.Errorf("the deployment is %q", p.Deployment)
				}
				_, err = c.S.Service.FinOps.Updates.Apply(c.Context(), id, "10.0.48.7")
				c.Refused(err, plainly(admin365.ErrPrecondition, opFinOpsApply))
			},
		},
	}
}
