package identitytest

import (
	"context"
	"errors"
	"time"

	"github.com/admin365/admin365/identity"
)

// directoryContextCases call every method of groups and roles with contexts that
// have ended.
func directoryContextCases() []kase {
	write := []string{CanWrite, CanGroup, CanGiveRoles}
	const source = "design rule: errors of the context pass through"
	return []kase{
		{
			Name: "Context/cancelled-everywhere", Needs: write, Source: source,
			Why: "who gave up must be told that, and nothing may happen any more",
			Run: func(c *run) {
				ctx, cancel := context.WithCancel(c.Context())
				cancel()
				endedEverywhere(ctx, c, context.Canceled)
			},
		},
		{
			Name: "Context/deadline-exceeded-everywhere", Needs: write, Source: source,
			Why: "a deadline that has passed is not the same as a cancellation",
			Run: func(c *run) {
				ctx, cancel := context.WithDeadline(c.Context(), time.Unix(0, 0))
				defer cancel()
				endedEverywhere(ctx, c, context.DeadlineExceeded)
			},
		},
		{
			Name: "Context/cancelled-between-pages-of-groups", Needs: write, Source: source,
			Why: "a list of ten thousand groups must stop when its reader has gone",
			Run: func(c *run) {
				makeGroup(c)
				makeGroup(c)
				ctx, cancel := context.WithCancel(c.Context())
				defer cancel()
				var failed error
				seen := 0
				for _, err := range c.S.Service.Groups.List(ctx, identity.GroupQuery{PageSize: 1}) {
					if err != nil {
						failed = err
						continue
					}
					seen++
					cancel()
				}
				if !errors.Is(failed, context.Canceled) {
					c.Errorf("after %d groups of one a page the list ended with %v, want context.Canceled", seen, failed)
				}
			},
		},
	}
}

func endedEverywhere(ctx context.Context, c *run, want error) {
	c.Helper()
	s := setUp(c)    //nolint:contextcheck // What is set up lives as long as the case, and not as the context that has ended.
	was := s.look(c) //nolint:contextcheck // The same.
	for _, d := range deeds() {
		if err := d.call(ctx, c.S.Service, d.ids(s), s.stray()); !errors.Is(err, want) {
			c.Errorf("%s: errors.Is does not find %q in: %v", d.op, want, err)
		}
	}
	s.unchanged(c, was) //nolint:contextcheck // The same.
}
