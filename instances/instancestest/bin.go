package instancestest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func binCases() []kase {
	return []kase{
		{
			Name: "Lifecycle.Delete/into-the-bin", Needs: with(HasLifecycle), Source: docDelete,
			Why: "who looks for it must find it in one place, and in one only", Run: deleteIntoBin,
		},
		{
			Name: "Lifecycle.Delete/never-the-default", Needs: with(HasLifecycle), Source: docDelete,
			Why: "everybody's own things are in it",
			Run: func(c *run) {
				d := theDefault(c)
				_, err := c.S.Service.Lifecycle.Delete(c.Context(), d.ID, d.Expect())
				c.Refused(err, disallowed(opDelete))
				if now := get(c, d.ID); now.Provisioning != instances.Provisioned {
					c.Errorf("Provisioning is %q", now.Provisioning)
				}
			},
		},
		{
			Name: "Lifecycle.Delete/again", Needs: with(HasLifecycle), Source: docDelete,
			Why: "a script that is run twice has to know that there is nothing left to delete",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				began(c, "deleting an environment")(c.S.Service.Lifecycle.Delete(c.Context(), e.ID, e.Expect()))
				_, err := c.S.Service.Lifecycle.Delete(c.Context(), e.ID, e.Expect())
				c.Refused(err, busy(opDelete))
				finish(c)
				_, err = c.S.Service.Lifecycle.Delete(c.Context(), e.ID, e.Expect())
				c.Refused(err, unknown(opDelete))
			},
		},
		{
			Name: "Lifecycle.Delete/of-every-other-type", Needs: with(HasLifecycle), Source: docDelete,
			Why: "only the default environment cannot be deleted",
			Run: func(c *run) {
				for _, e := range []*instances.Environment{
					add(c, instances.Production), add(c, instances.Trial), add(c, instances.Developer), add(c, instances.Teams), add(c, instances.Sandbox, bare),
				} {
					done(c, "deleting a "+string(e.Type))(c.S.Service.Lifecycle.Delete(c.Context(), e.ID, e.Expect()))
					_, err := c.S.Service.Environments.Get(c.Context(), e.ID)
					c.Refused(err, unknown(opGet))
				}
			},
		},
		{
			Name: "Lifecycle.Deleted/last-deleted-first", Needs: with(HasLifecycle, CanAdvance), Source: docRecover,
			Why: "what was deleted by mistake was deleted just now",
			Run: func(c *run) {
				var want []instances.EnvironmentID
				for range 3 {
					e := add(c, instances.Sandbox)
					c.S.Advance(hour)
					bin(c, e)
					want = append([]instances.EnvironmentID{e.ID}, want...)
				}
				var got []instances.EnvironmentID
				for _, e := range deleted(c) {
					got = append(got, e.ID)
				}
				if len(got) < 3 || !conform.Same(got[:3], want) {
					c.Errorf("the bin is %q, want it to begin with %q", got, want)
				}
			},
		},
		{
			Name: "Lifecycle.Recover/in-administration-mode", Needs: with(HasLifecycle), Source: docRecover,
			Why: "an environment that comes back must not mail everybody before somebody has looked at it",
			Run: func(c *run) {
				roomy(c)
				e := add(c, instances.Production)
				bin(c, e)
				op := began(c, "recovering an environment")(c.S.Service.Lifecycle.Recover(c.Context(), e.ID))
				runs(c, op, instances.KindRecover, e.ID)
				finish(c)
				now := get(c, e.ID)
				report(c, "the environment",
					errIf(now.DisplayName != e.DisplayName || now.Type != e.Type, "it is %q, %s", now.DisplayName, now.Type),
					errIf(now.Provisioning != instances.Provisioned, "Provisioning is %q", now.Provisioning), administered(now))
				if err := conform.Differ(now.Dataverse, e.Dataverse, "BackgroundOperations", "Modified"); err != nil {
					c.Errorf("its organization %v", err)
				}
				if find(deleted(c), func(d *instances.Environment) bool { return d.ID == e.ID }) != nil {
					c.Errorf("it is in the bin still")
				}
			},
		},
		{
			Name: "Lifecycle.Recover/not-in-the-bin", Needs: with(HasLifecycle), Source: docRecover,
			Why: "what was never deleted cannot be brought back",
			Run: func(c *run) {
				for _, id := range []instances.EnvironmentID{instances.EnvironmentID(nobody()), add(c, instances.Sandbox).ID} {
					_, err := c.S.Service.Lifecycle.Recover(c.Context(), id)
					c.Refused(err, unknown(opRecover).Of(string(id)))
				}
			},
		},
		{
			Name: "Lifecycle.Recover/twice", Needs: with(HasLifecycle), Source: docRecover,
			Why: "two administrators find the mistake at the same time",
			Run: func(c *run) {
				roomy(c)
				e := add(c, instances.Sandbox)
				bin(c, e)
				began(c, "recovering an environment")(c.S.Service.Lifecycle.Recover(c.Context(), e.ID))
				_, err := c.S.Service.Lifecycle.Recover(c.Context(), e.ID)
				c.Refused(err, busy(opRecover))
				finish(c)
				_, err = c.S.Service.Lifecycle.Recover(c.Context(), e.ID)
				c.Refused(err, unknown(opRecover))
			},
		},
		{
			Name: "Lifecycle.Recover/no-capacity", Needs: with(HasLifecycle, HasCapacity), Source: docRecover,
			Why: "what comes back takes its place again",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				bin(c, e)
				leaveFree(c, gigabyte-1)
				_, err := c.S.Service.Lifecycle.Recover(c.Context(), e.ID)
				full(c, opRecover, err)
				leaveFree(c, gigabyte)
				done(c, "recovering an environment")(c.S.Service.Lifecycle.Recover(c.Context(), e.ID))
			},
		},
		{
			Name: "Lifecycle.Recover/seven-days", Needs: with(HasLifecycle, CanAdvance), Source: docDelete,
			Why: "a week is what people are told, and an hour less is a loss",
			Run: func(c *run) { binWindow(c, add(c, instances.Sandbox), add(c, instances.Sandbox), 7*day) },
		},
		{
			Name: "Lifecycle.Recover/seven-days-of-a-production", Needs: with(HasLifecycle, CanAdvance), Source: docDelete,
			Why: "without applications of Dynamics 365 a production is kept no longer than a sandbox",
			Run: func(c *run) { binWindow(c, add(c, instances.Production), add(c, instances.Production), 7*day) },
		},
		{
			Name: "Lifecycle.Recover/28-days-with-dynamics", Needs: with(HasLifecycle, CanAdvance), Source: docDelete,
			Why: "who was told four weeks comes in the third",
			Run: func(c *run) { binWindow(c, addDynamics(c), addDynamics(c), 28*day) },
		},
	}
}

// bin deletes an environment and has that end well.
func bin(c *run, e *instances.Environment) {
	c.Helper()
	done(c, "deleting an environment")(c.S.Service.Lifecycle.Delete(c.Context(), e.ID, e.Expect()))
}

// deleted returns what is in the bin, or ends the case.
func deleted(c *run) []*instances.Environment {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Lifecycle.Deleted(c.Context()))
	c.Must(err, "listing the bin")
	return all
}

func deleteIntoBin(c *run) {
	e := add(c, instances.Sandbox)
	id := func(got *instances.Environment) bool { return got.ID == e.ID }
	op := began(c, "deleting an environment")(c.S.Service.Lifecycle.Delete(c.Context(), e.ID, e.Expect()))
	runs(c, op, instances.KindDelete, e.ID)
	if p := get(c, e.ID).Provisioning; p != instances.ProvisioningDeleting {
		c.Errorf("meanwhile Provisioning is %q", p)
	}
	if find(list(c, instances.EnvironmentQuery{}), id) == nil {
		c.Errorf("meanwhile it is not in the list")
	}
	finish(c)
	if now := operation(c, op.ID); now.State != admin365.OperationSucceeded || now.ResourceID != string(e.ID) {
		c.Errorf("the operation is %s, of %q", now.State, now.ResourceID)
	}
	_, err := c.S.Service.Environments.Get(c.Context(), e.ID)
	c.Refused(err, unknown(opGet))
	if find(list(c, instances.EnvironmentQuery{}), id) != nil {
		c.Errorf("it is in the list still")
	}
	there := find(deleted(c), id)
	if there == nil {
		c.Fatalf("it is not in the bin")
	}
	report(c, "the bin", errIf(there.DisplayName != e.DisplayName || there.Type != e.Type, "it is %q, %s there", there.DisplayName, there.Type))
}

// binWindow deletes two environments and recovers one shortly before it is too late, and
// the other one shortly after.
func binWindow(c *run, early, late *instances.Environment, window time.Duration) {
	c.Helper()
	roomy(c)
	bin(c, early)
	bin(c, late)
	c.S.Advance(window - hour)
	done(c, "recovering an hour before the end")(c.S.Service.Lifecycle.Recover(c.Context(), early.ID))
	c.S.Advance(2 * hour)
	_, err := c.S.Service.Lifecycle.Recover(c.Context(), late.ID)
	c.Refused(err, unknown(opRecover))
	if find(deleted(c), func(e *instances.Environment) bool { return e.ID == late.ID }) != nil {
		c.Errorf("%v after its deletion it is in the bin still", window+hour)
	}
}
