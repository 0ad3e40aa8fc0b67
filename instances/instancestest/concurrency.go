package instancestest

import (
	"errors"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func concurrencyCases() []kase {
	return []kase{
		{
			Name: "Concurrency/one-operation-wins", Needs: with(HasCopies, HasResets), Source: docCopy,
			Why: "two administrators reset and copy at the same minute",
			Run: func(c *run) {
				const callers = 16
				roomy(c)
				e, source := add(c, instances.Sandbox), add(c, instances.Production)
				n := len(history(c, e.ID))
				errs := make([]error, callers)
				atOnce(callers, func(i int) {
					if i%2 == 0 {
						_, errs[i] = c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{})
					} else {
						_, errs[i] = c.S.Service.Copies.Copy(c.Context(), e.ID, e.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
					}
				})
				won := 0
				for i, err := range errs {
					if err == nil {
						won++
						continue
					}
					op := opReset
					if i%2 == 1 {
						op = opCopy
					}
					c.Refused(err, busy(op))
				}
				if got := len(history(c, e.ID)) - n; won != 1 || got != 1 {
					c.Errorf("%d of %d callers began an operation, and %d are listed", won, callers, got)
				}
			},
		},
		{
			Name: "Concurrency/one-domain", Needs: with(), Source: docCreate,
			Why: "an address that is given twice leads to one of the two",
			Run: func(c *run) {
				const callers = 16
				roomy(c)
				name := conform.Unique()
				errs := make([]error, callers)
				atOnce(callers, func(i int) {
					_, errs[i] = c.S.Service.Environments.Create(c.Context(), sample(instances.Sandbox, withDatabase(func(d *instances.NewDatabase) { d.DomainName = name })))
				})
				won := 0
				for _, err := range errs {
					if err == nil {
						won++
						continue
					}
					c.Refused(err, taken(opCreate))
				}
				finish(c)
				if got := len(list(c, instances.EnvironmentQuery{Domain: name})); won != 1 || got != 1 {
					c.Errorf("%d of %d callers got the domain, and %d environments have it", won, callers, got)
				}
			},
		},
		{
			Name: "Concurrency/every-method-at-once", Needs: whole(), Source: docConcurrency,
			Why: "the case only has to run for the race detector to speak",
			Run: everyMethodAtOnce,
		},
	}
}

// atOnce runs f for each number below n, all of them at the same time.
func atOnce(n int, f func(i int)) {
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			f(i)
		})
	}
	close(start)
	wg.Wait()
}

func everyMethodAtOnce(c *run) {
	const workers, rounds = 3, 3
	var at []target
	for range workers {
		at = append(at, targetOf(c))
	}
	methods := methods()
	atOnce(workers*len(methods)+1, func(i int) {
		if i == workers*len(methods) {
			for range 2 * rounds {
				c.Must(c.S.Backstage.FinishAll(c.Context()), "finishing what runs")
			}
			return
		}
		m := methods[i%len(methods)]
		for r := range rounds {
			err := m.call(c.Context(), c.S.Service, at[(i/len(methods)+r)%workers])
			var e *admin365.Error
			if err != nil && !errors.As(err, &e) {
				c.Errorf("%s: %v", m.op, err)
			}
		}
	})
	finish(c)
	all := list(c, instances.EnvironmentQuery{})
	if err := conform.Once(all, func(e *instances.Environment) instances.EnvironmentID { return e.ID }); err != nil {
		c.Errorf("afterwards: %v", err)
	}
	for _, e := range all {
		if e.Management == instances.ManagementRunning {
			c.Errorf("afterwards %s is busy", e.DisplayName)
		}
	}
}
