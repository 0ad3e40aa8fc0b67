package instancestest

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func contextCases() []kase {
	return []kase{
		{
			Name: "Context/cancelled", Needs: whole(), Source: docEndedCalls,
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
			Name: "Context/deadline-exceeded", Needs: whole(), Source: docEndedCalls,
			Why: "a deadline that has passed is not the same as a cancellation",
			Run: func(c *run) {
				endedContext(c, context.DeadlineExceeded, func(parent context.Context) (context.Context, context.CancelFunc) {
					return context.WithDeadline(parent, time.Unix(0, 0))
				})
			},
		},
		{
			Name: "Context/cancelled-reads", Source: docEndedCalls,
			Why: "a tenant in memory that ignores the context hides that a program forgot to pass it on",
			Run: func(c *run) {
				ctx, cancel := context.WithCancel(c.Context())
				cancel()
				for _, m := range c.S.methods() {
					if m.writes || m.takes == idOfOperation {
						continue
					}
					if err := m.call(ctx, c.S.Service, nowhere()); !errors.Is(err, context.Canceled) {
						c.Errorf("%s: errors.Is does not find context.Canceled in: %v", m.op, err)
					}
				}
			},
		},
		{
			Name: "Lists/not-fetched-until-ranged", Needs: whole(), Source: docListed,
			Why: "a list is passed around and read by somebody else, later and perhaps twice",
			Run: freshLists,
		},
		{
			Name: "Lists/left-early", Needs: whole(), Source: docListed,
			Why: "who has found what he looked for stops, and the list must take it",
			Run: func(c *run) {
				at := targetOf(c)
				first(c, opList, c.S.Service.Environments.List(c.Context(), instances.EnvironmentQuery{}))
				first(c, opOperations, c.S.Service.Operations.List(c.Context(), at.environment))
				first(c, opBackups, c.S.Service.Backups.List(c.Context(), at.environment))
				first(c, opLocations, c.S.Service.Catalogue.Locations(c.Context()))
				first(c, opTemplates, c.S.Service.Catalogue.Templates(c.Context(), at.location))
				first(c, opSolutions, c.S.Service.Solutions.List(c.Context(), at.environment, instances.SolutionQuery{}))
				first(c, opCatalogue, c.S.Service.Solutions.Catalogue(c.Context()))
				first(c, opWaves, c.S.Service.Waves.List(c.Context(), at.environment))
				first(c, opApps, c.S.Service.ManagementApps.List(c.Context()))
				first(c, opCopyTargets, c.S.Service.Copies.Targets(c.Context(), at.source))
				// The tenant is as well as before.
				update(c, at.environment, instances.EnvironmentPatch{Description: new("x")})
			},
		},
		{
			Name: "Lists/cancelled-before-ranged", Needs: []string{HasEnvironments}, Source: docEndedCalls,
			Why: "between the making of a list and its reading somebody may have given up",
			Run: func(c *run) {
				ctx, cancel := context.WithCancel(c.Context())
				defer cancel()
				list := c.S.Service.Environments.List(ctx, instances.EnvironmentQuery{})
				cancel()
				all, err := conform.Collect(list)
				if !errors.Is(err, context.Canceled) || len(all) > 0 {
					c.Errorf("the list has %d environments and ends with %v, want context.Canceled", len(all), err)
				}
			},
		},
	}
}

// endedContext calls every method with a context that end has ended, and checks that
// nothing happened.
func endedContext(c *run, want error, end func(context.Context) (context.Context, context.CancelFunc)) {
	c.Helper()
	at := targetOf(c)
	was, n, all := get(c, at.environment), len(history(c, at.environment)), len(list(c, instances.EnvironmentQuery{}))
	ctx, cancel := end(c.Context())
	defer cancel()
	for _, m := range methods() {
		if err := m.call(ctx, c.S.Service, at); !errors.Is(err, want) {
			c.Errorf("%s: errors.Is does not find %q in: %v", m.op, want, err)
		}
	}
	unchanged(c, was, n)
	report(c, "afterwards",
		errIf(len(list(c, instances.EnvironmentQuery{})) != all, "there are more environments than before, or fewer"),
		errIf(!hasBackup(backups(c, at.environment), at.backup), "the backup is gone"),
		errIf(registrations(c, at.app) != 1, "the application is registered no more"),
		errIf(waveNamed(c, at.environment, at.wave).Enabled, "the wave is enabled"))
}

// first takes one item of a list, twice.
func first[V any](c *run, name string, list iter.Seq2[*V, error]) {
	c.Helper()
	for range 2 {
		items, err := conform.First(list, 1)
		if err != nil || len(items) != 1 {
			c.Errorf("%s: one item of the list is %d items, %v", name, len(items), err)
		}
	}
}

// ranged checks how many items a list has that are ours.
func ranged[V any](c *run, name string, list iter.Seq2[*V, error], want int, ours func(*V) bool) {
	c.Helper()
	all, err := conform.Collect(list)
	c.Must(err, "ranging over "+name)
	n := 0
	for _, item := range all {
		if ours == nil || ours(item) {
			n++
		}
	}
	if n != want {
		c.Errorf("%s: ranging over the list has %d items that are ours, want %d", name, n, want)
	}
}

// freshLists makes lists, changes what is in them and ranges over them, and again.
func freshLists(c *run) {
	s, ctx := c.S.Service, c.Context()
	roomy(c)
	name := conform.Unique()
	app := nobody()
	e := add(c, instances.Sandbox)
	past := len(history(c, e.ID))
	environments := s.Environments.List(ctx, instances.EnvironmentQuery{Name: name})
	bins, all, operations := s.Lifecycle.Deleted(ctx), s.Backups.List(ctx, e.ID), s.Operations.List(ctx, e.ID)
	targets, apps := s.Copies.Targets(ctx, e.ID), s.ManagementApps.List(ctx)
	ofName := func(e *instances.Environment) bool { return e.DisplayName == name }
	check := func(there, gone, kept, ran, registered int) {
		c.Helper()
		ranged(c, opList, environments, there, ofName)
		ranged(c, opDeleted, bins, gone, ofName)
		ranged(c, opBackups, all, kept, func(b *instances.Backup) bool { return !b.System })
		ranged(c, opOperations, operations, past+ran, nil)
		ranged(c, opCopyTargets, targets, there, func(x *instances.Candidate) bool { return x.DisplayName == name })
		ranged(c, opApps, apps, registered, func(a *instances.ManagementApp) bool { return string(a.ID) == app })
	}
	check(0, 0, 0, 0, 0)
	one := add(c, instances.Sandbox, named(name))
	backup(c, e.ID)
	c.Must(m(opRegister).call(ctx, s, target{}.with(idOfApp, app)), "registering an application")
	check(1, 0, 1, 1, 1)
	add(c, instances.Sandbox, named(name))
	backup(c, e.ID)
	bin(c, one)
	check(1, 1, 2, 2, 1)
}

// m is the method of that name.
func m(op string) method {
	for _, m := range methods() {
		if m.op == op {
			return m
		}
	}
	panic("there is no method " + op)
}
