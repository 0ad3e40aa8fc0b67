package identitytest

import (
	"context"
	"errors"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

func contextCases() []kase {
	const source = "design rule: errors of the context pass through"
	return []kase{
		{
			Name: "Context/cancelled", Needs: []string{CanWrite}, Source: source,
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
			Name: "Context/deadline-exceeded", Needs: []string{CanWrite}, Source: source,
			Why: "a deadline that has passed is not the same as a cancellation",
			Run: func(c *run) {
				endedContext(c, context.DeadlineExceeded, func(parent context.Context) (context.Context, context.CancelFunc) {
					return context.WithDeadline(parent, time.Unix(0, 0))
				})
			},
		},
		{
			Name: "Context/cancelled-reads", Source: source,
			Why: "a tenant in memory that ignores the context hides that a program forgot to pass it on",
			Run: func(c *run) {
				somebody := list(c, identity.UserQuery{})[0]
				ctx, cancel := context.WithCancel(c.Context())
				cancel()
				for _, m := range c.S.methods() {
					if m.writes() || m.op == opOperation {
						continue
					}
					if err := m.call(ctx, c.S.Service, somebody.ID, somebody.ID); !errors.Is(err, context.Canceled) {
						c.Errorf("%s: errors.Is does not find context.Canceled in: %v", m.op, err)
					}
				}
			},
		},
		{
			Name: "Context/cancelled-between-pages", Source: source,
			Why: "a list of a million users must stop when its reader has gone",
			Run: cancelledOnTheWay,
		},
	}
}

// endedContext calls every method with a context that end has ended, and checks
// that nothing happened.
func endedContext(c *run, want error, end func(context.Context) (context.Context, context.CancelFunc)) {
	c.Helper()
	u, boss, other, gone := create(c), create(c), create(c), create(c)
	c.Must(c.S.Service.Managers.Set(c.Context(), u.ID, boss.ID), "setting the manager")
	c.Must(c.S.Service.Users.Delete(c.Context(), gone.ID), "deleting a user")
	was := get(c, u.ID)
	fresh := person(c)
	ctx, cancel := end(c.Context())
	defer cancel()
	for _, m := range c.S.methods() {
		id := u.ID
		switch {
		case m.op == opCreate:
			id = idOf(fresh)
		case m.ofBin():
			id = gone.ID
		case m.op == opOperation:
			// It needs an operation; see Operations.Get/ended-context.
			continue
		default:
		}
		if err := m.call(ctx, c.S.Service, id, other.ID); !errors.Is(err, want) {
			c.Errorf("%s: errors.Is does not find %q in: %v", m.op, want, err)
		}
	}
	unchanged(c, was)
	got, err := c.S.Service.Managers.Get(c.Context(), u.ID)
	c.Must(err, "getting the manager")
	if got.ID != boss.ID {
		c.Errorf("the manager was changed all the same")
	}
	_, err = c.S.Service.Users.Get(c.Context(), idOf(fresh))
	c.Refused(err, unknown(opGet))
	if hasPart(c.S.Service, HasDeletedUsers) {
		c.Eventually(func() error {
			_, err := c.S.Service.DeletedUsers.Get(c.Context(), gone.ID)
			return err
		})
	}
	p, err := c.S.Service.Profiles.Get(c.Context(), u.ID)
	if err == nil && p.AboutMe != "" {
		c.Errorf("the profile was changed all the same")
	}
}

func cancelledOnTheWay(c *run) {
	ctx, cancel := context.WithCancel(c.Context())
	defer cancel()
	var failed error
	seen := map[admin365.UserID]bool{}
	for u, err := range c.S.Service.Users.List(ctx, identity.UserQuery{PageSize: 1}) {
		if err != nil {
			failed = err
			continue
		}
		seen[u.ID] = true
		cancel()
	}
	if !errors.Is(failed, context.Canceled) {
		c.Errorf("after %d users of one a page the list ended with %v, want context.Canceled", len(seen), failed)
	}
}
