package centraltest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func operationCases() []kase {
	return []kase{
		{
			Name: "Operations.List/newest-first", Needs: ofCentral(), Source: docProgress,
			Why: "what happened last is what people look for",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				bring(c, id, "26.5")
				c.S.Advance(day)
				setWindow(c, id, instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"})
				c.S.Advance(day)
				bring(c, id, "27.1")
				all, err := conform.Collect(c.S.Service.Central.Operations.List(c.Context(), id))
				c.Must(err, "listing operations")
				for i, o := range all {
					if i > 0 && o.Created.After(all[i-1].Created) {
						c.Errorf("operation %d is newer than the one before: %+v", i, o)
					}
					if o.ID == "" || !o.Environment.Equal(id) || o.Created.IsZero() || o.Status == "" || o.Type != instances.Production {
						c.Errorf("operation %d is %+v", i, o)
					}
					if err := conform.NotUTC(o); err != nil {
						c.Errorf("%v", err)
					}
				}
				if err := conform.Once(all, func(o *instances.CentralOperation) admin365.OperationID { return o.ID }); err != nil {
					c.Errorf("%v", err)
				}
				ops := ran(c, id, instances.CentralKindUpdate)
				if len(ops) != 2 || ops[0].TargetVersion == ops[1].TargetVersion || ops[0].SourceVersion == ops[0].TargetVersion {
					c.Errorf("the updates are %+v", ops)
				}
			},
		},
		{
			Name: "Operations.List/of-one-environment", Needs: ofCentral(), Source: docOperations,
			Why: "the history of another one is somebody else's business",
			Run: func(c *run) {
				id, other := usual(c, instances.Production), add(c, instances.Sandbox)
				bring(c, id, "26.5")
				if ops := ran(c, other, instances.CentralKindUpdate); len(ops) > 0 {
					c.Errorf("the other one has %+v", ops[0])
				}
				_, err := conform.Collect(c.S.Service.Central.Operations.List(c.Context(), instances.Central(name())))
				c.Refused(err, noEnvironment(opOperations))
			},
		},
		{
			Name: "Operations.All/of-the-family", Needs: ofCentral(), Source: docProgress,
			Why: "what was done under a former name is found here alone",
			Run: func(c *run) {
				id, to := instances.Central(name()), name()
				create(c, id, instances.Sandbox)
				o, err := c.S.Service.Central.Environments.Rename(c.Context(), id, to)
				op := operation(c, o, err, instances.CentralKindRename)
				finish(c, op)
				gone := instances.Central(name())
				create(c, gone, instances.Sandbox)
				drop(c, gone)
				c.S.Advance(20 * day)
				seen := map[string]bool{}
				for _, family := range []instances.Family{"", "businesscentral"} {
					all, err := conform.Collect(c.S.Service.Central.Operations.All(c.Context(), family))
					c.Must(err, "listing all operations")
					for i, o := range all {
						if i > 0 && o.Created.After(all[i-1].Created) {
							c.Errorf("operation %d is newer than the one before", i)
						}
						seen[o.Kind+" "+o.Environment.Name] = true
					}
				}
				for _, want := range []string{"create " + id.Name, "create " + gone.Name} {
					if !seen[want] {
						c.Errorf("%q is missing", want)
					}
				}
				_, err = conform.Collect(c.S.Service.Central.Operations.All(c.Context(), "Fabrikam"))
				c.Refused(err, noFamily(opAllOperations))
			},
		},
		{
			Name: "Operations.Get/each-that-was-begun", Needs: ofCentral(), Source: docProgress,
			Why: "the id is written down, and asked for in another process",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				bring(c, id, "26.5")
				to := name()
				o, err := c.S.Service.Central.Environments.Rename(c.Context(), id, to)
				op := operation(c, o, err, instances.CentralKindRename)
				finish(c, op)
				all, err := conform.Collect(c.S.Service.Central.Operations.List(c.Context(), instances.Central(to)))
				c.Must(err, "listing operations")
				for _, listed := range all {
					got, err := c.S.Service.Central.Operations.Get(c.Context(), listed.ID)
					c.Must(err, "getting an operation that is listed")
					if got.ID != listed.ID || got.Kind != listed.Kind || got.State != listed.State || !got.Created.Equal(listed.Created) {
						c.Errorf("it is %+v, and listed as %+v", got, listed.Operation)
					}
				}
				// After the rename it is asked for by the name that it had.
				state(c, op, admin365.OperationSucceeded)
			},
		},
		{
			Name: "Operations.Get/of-what-is-gone", Needs: ofCentral(), Source: docProgress,
			Why: "who waits for a deletion asks for something that is not there any more",
			Run: func(c *run) {
				id := add(c, instances.Sandbox)
				o, err := c.S.Service.Central.Environments.Delete(c.Context(), id, expected(c, id))
				op := operation(c, o, err, instances.CentralKindSoftDelete)
				finish(c, op)
				state(c, op, admin365.OperationSucceeded)
				c.S.Advance(20 * day)
				state(c, op, admin365.OperationSucceeded)
			},
		},
		{
			Name: "Operations.Get/what-is-none", Needs: ofCentral(), Source: docProgress,
			Why: "an id of another API must not be sent to this one",
			Run: func(c *run) {
				for _, wrong := range []admin365.OperationID{"", "x", admin365.OperationID(nobody()), "https://example.com/operations/1"} {
					_, err := c.S.Service.Central.Operations.Get(c.Context(), wrong)
					if fault := plainly(admin365.ErrInvalid, opOperation).Check(err); fault != nil {
						c.Errorf("%q: %v", wrong, fault)
					}
				}
				id := add(c, instances.Sandbox)
				setWindow(c, id, instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"})
				known := ran(c, id, instances.CentralKindModify)[0].ID
				unknown := stranger(known)
				_, err := c.S.Service.Central.Operations.Get(c.Context(), unknown)
				c.Refused(err, refusal{Kind: admin365.ErrNotFound, Status: 404, Op: opOperation})
				_, err = c.S.Service.Central.Operations.Cancel(c.Context(), unknown)
				c.Refused(err, plainly(admin365.ErrNotFound, opCancel))
				other := elsewhere(known)
				if other == known {
					return
				}
				_, err = c.S.Service.Central.Operations.Get(c.Context(), other)
				c.Refused(err, noFamily(""))
				_, err = c.S.Service.Central.Operations.Cancel(c.Context(), other)
				c.Refused(err, noFamily(""))
			},
		},
		{
			Name: "Operations.Cancel/what-cannot-be", Needs: ofCentral(), Source: docStates,
			Why: "who believes that he has stopped it goes home",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				// Only scheduled there is no operation, and the history's are over.
				choose(c, id, "26.5", on(c.S.Now().Add(5*day)))
				_, err := c.S.Service.Central.Operations.Cancel(c.Context(), ran(c, id, instances.CentralKindModify)[0].ID)
				c.Refused(err, invalid(admin365.ErrPrecondition, opCancel))
				o := start(c, id, "26.5")
				finish(c, o.ID)
				_, err = c.S.Service.Central.Operations.Cancel(c.Context(), o.ID)
				c.Refused(err, invalid(admin365.ErrPrecondition, opCancel))
				standing(c, id, "26.5", instances.CentralActive)
				renamed, err := c.S.Service.Central.Environments.Rename(c.Context(), id, name())
				op := operation(c, renamed, err, instances.CentralKindRename)
				_, err = c.S.Service.Central.Operations.Cancel(c.Context(), op)
				c.Refused(err, invalid(admin365.ErrPrecondition, opCancel))
			},
		},
		{
			Name: "Operations/one-at-a-time", Needs: ofCentral(), Source: docLists,
			Why: "two operations on one environment leave it as neither wanted it",
			Run: func(c *run) {
				id := usual(c, instances.Sandbox)
				start(c, id, "26.5")
				e := expected(c, id)
				s := c.S.Service.Central.Environments
				_, err := s.Rename(c.Context(), id, name())
				c.Refused(err, coded(admin365.ErrBusy, "EnvironmentNotActive", opRename))
				_, err = s.Copy(c.Context(), id, instances.CentralCopy{Name: name(), Type: instances.Sandbox})
				c.Refused(err, coded(admin365.ErrBusy, "EnvironmentNotActive", opCopy))
				_, err = s.Delete(c.Context(), id, e)
				c.Refused(err, coded(admin365.ErrBusy, "invalidStatusCannotDeleteTenant", opDelete))
			},
		},
		{
			Name: "Operations/failed-in-earnest", Needs: ofCentral(), Source: docFollowed,
			Why: "a wait that ends well for what has failed lets a pipeline go on",
			Run: func(c *run) {
				id := usual(c, instances.Sandbox)
				o := start(c, id, "26.5")
				fail(c, o.ID)
				got, err := instances.Wait(c.Context(), c.S.Service.Central.Operations, o.ID, admin365.WaitOptions{})
				if err == nil || got == nil || got.State != admin365.OperationFailed || errors.Is(err, admin365.ErrUncertain) {
					c.Errorf("waiting for it ends with %+v, %v", got, err)
				}
			},
		},
	}
}
