package centraltest

import (
	"errors"
	"slices"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// atOnce runs f for each number below n, all of them at the same time.
func atOnce(n int, f func(i int)) {
	begin := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-begin
			f(i)
		})
	}
	close(begin)
	wg.Wait()
}

// winner checks that exactly one of the errors is none, and the others one of the kinds.
func winner(c *run, errs []error, kinds ...error) {
	c.Helper()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) }):
			c.Errorf("a loser is told: %v", err)
		}
	}
	if won != 1 {
		c.Errorf("%d of %d have won", won, len(errs))
	}
}

func concurrencyCases() []kase {
	return []kase{
		{
			Name: "Concurrency/one-selected", Needs: ofCentral(), Source: docUpdates,
			Why: "two administrators who choose at the same time leave one target, and not two",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				versions := []string{"26.5", "27.0", "27.1", "27.2"}
				when := c.S.Now().Add(5 * day)
				atOnce(16, func(i int) {
					_, err := c.S.Service.Central.Updates.Select(c.Context(), id, ga(versions[i%4]), on(when))
					if err != nil {
						c.Errorf("selecting %s: %v", versions[i%4], err)
					}
					list, err := conform.Collect(c.S.Service.Central.Updates.List(c.Context(), id))
					n := 0
					for _, u := range list {
						if u.Selected {
							n++
						}
					}
					if err != nil || n != 1 {
						c.Errorf("meanwhile %d are selected, %v", n, err)
					}
				})
				if u := selected(c, id); u == nil || !slices.Contains(versions, u.Version) {
					c.Errorf("afterwards %+v is selected", u)
				}
			},
		},
		{
			Name: "Concurrency/one-name", Needs: ofCentral(), Source: docOther,
			Why: "two environments of one name are one too many",
			Run: func(c *run) {
				id, errs := instances.Central(name()), make([]error, 16)
				atOnce(len(errs), func(i int) {
					_, errs[i] = c.S.Service.Central.Environments.Create(c.Context(), id, instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"})
				})
				winner(c, errs, admin365.ErrConflict, admin365.ErrBusy)
			},
		},
		{
			Name: "Concurrency/one-operation", Needs: ofCentral(), Source: docLists,
			Why: "an environment that is renamed twice at once has a name that nobody knows",
			Run: func(c *run) {
				id, errs := add(c, instances.Sandbox), make([]error, 16)
				atOnce(len(errs), func(i int) { _, errs[i] = c.S.Service.Central.Environments.Rename(c.Context(), id, name()) })
				winner(c, errs, admin365.ErrBusy)
			},
		},
		{
			Name: "Concurrency/last-place", Needs: ofCentral(), Source: docOther,
			Why: "a quota that is counted twice is none",
			Run: func(c *run) {
				list, err := conform.Collect(c.S.Service.Central.Environments.List(c.Context(), ""))
				c.Must(err, "listing environments")
				n := 1
				for _, e := range list {
					if e.Type == instances.Sandbox && e.Deleted.IsZero() {
						n++
					}
				}
				quota(c, func(q *instances.CentralQuotas) { q.Environments.Sandbox = n })
				errs := make([]error, 16)
				atOnce(len(errs), func(i int) {
					_, errs[i] = c.S.Service.Central.Environments.Create(c.Context(), instances.Central(name()), instances.NewCentralEnvironment{
						Type: instances.Sandbox, CountryCode: "DK",
					})
				})
				winner(c, errs, admin365.ErrPrecondition)
			},
		},
		{
			Name: "Concurrency/every-method-at-once", Needs: ofCentral(), Source: docConcurrency,
			Why: "the case only has to run for the race detector to speak",
			Run: func(c *run) {
				t, m := whole(c), c.S.methods()
				atOnce(3*len(m), func(i int) {
					mine := t
					mine.to = name()
					err := m[i%len(m)].call(c.Context(), c.S.Service, mine)
					var e *admin365.Error
					if err != nil && !errors.As(err, &e) {
						c.Errorf("%s: %v", m[i%len(m)].op, err)
					}
				})
				c.S.Advance(day)
				all, err := conform.Collect(c.S.Service.Central.Environments.List(c.Context(), ""))
				c.Must(err, "listing environments afterwards")
				if err := conform.Once(all, func(e *instances.CentralEnvironment) string { return e.ID().String() }); err != nil {
					c.Errorf("afterwards: %v", err)
				}
			},
		},
	}
}
