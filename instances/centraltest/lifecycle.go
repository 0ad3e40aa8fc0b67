package centraltest

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// expected is what the caller takes an environment to be, rightly.
func expected(c *run, id envID) instances.Expect {
	c.Helper()
	e := getEnv(c, id)
	return instances.Expect{Name: e.Name, Type: e.Type}
}

// drop deletes an environment, and returns the name that it has in the bin.
func drop(c *run, id envID) envID {
	c.Helper()
	o, err := c.S.Service.Central.Environments.Delete(c.Context(), id, expected(c, id))
	finish(c, operation(c, o, err, instances.CentralKindSoftDelete))
	all, err := conform.Collect(c.S.Service.Central.Environments.List(c.Context(), ""))
	c.Must(err, "listing environments")
	for _, e := range all {
		if strings.HasPrefix(strings.ToLower(e.Name), strings.ToLower(id.Name)+"-") && e.Status == instances.CentralSoftDeleted {
			return e.ID()
		}
	}
	c.Fatalf("what was deleted is not listed in the bin")
	return id
}

func lifecycleCases() []kase {
	return []kase{
		{
			Name: "Environments.Delete/lies-in-the-bin", Needs: ofCentral(), Source: docOther,
			Why: "most of what is deleted is missed within two weeks",
			Run: func(c *run) {
				id := usual(c, instances.Sandbox)
				before := c.S.Now()
				gone := drop(c, id)
				suffix := strings.TrimPrefix(strings.ToLower(gone.Name), strings.ToLower(id.Name)+"-")
				if _, err := time.Parse("060102150405", suffix); err != nil {
					c.Errorf("in the bin it is called %q, want %s and the time", gone.Name, id.Name)
				}
				e := getEnv(c, gone)
				if e.Status != instances.CentralSoftDeleted || e.Deleted.Before(before.Add(-time.Minute)) || e.Deleted.After(c.S.Now().Add(time.Minute)) {
					c.Errorf("in the bin it is %+v", e)
				}
				near(c, "the end", e.Gone, e.Deleted.Add(14*day))
				if err := conform.NotUTC(e); err != nil {
					c.Errorf("%v", err)
				}
				_, err := c.S.Service.Central.Environments.Get(c.Context(), id)
				c.Refused(err, noEnvironment(opGet))
				_, err = conform.Collect(c.S.Service.Central.Updates.List(c.Context(), gone))
				c.Refused(err, noEnvironment(opUpdates))
			},
		},
		{
			Name: "Environments.Delete/frees-the-name", Needs: ofCentral(), Source: docOther,
			Why: "the next one of the same name is why it was deleted",
			Run: func(c *run) {
				id := add(c, instances.Sandbox)
				gone := drop(c, id)
				create(c, id, instances.Sandbox)
				if getEnv(c, id).Status != instances.CentralActive || getEnv(c, gone).Status != instances.CentralSoftDeleted {
					c.Errorf("the new one is %s and the old one %s", getEnv(c, id).Status, getEnv(c, gone).Status)
				}
			},
		},
		{
			Name: "Environments.Delete/gone-after-14-days", Needs: ofCentral(), Source: docOther,
			Why: "from then on nothing brings it back",
			Run: func(c *run) {
				gone := drop(c, add(c, instances.Sandbox))
				reach(c, getEnv(c, gone).Gone.Add(-time.Hour))
				if listed(c, gone) == nil {
					c.Errorf("an hour before the end it is not there any more")
				}
				c.S.Advance(day)
				if e := listed(c, gone); e != nil {
					c.Errorf("a day after the end it is there: %+v", e)
				}
				_, err := c.S.Service.Central.Environments.Recover(c.Context(), gone)
				c.Refused(err, noEnvironment(opRecover))
			},
		},
		{
			Name: "Environments.Delete/expectations", Needs: ofCentral(), Source: docExpect,
			Why: "the script with the wrong name stops before it has done anything",
			Run: func(c *run) {
				id := add(c, instances.Production)
				del := func(e instances.Expect) error {
					_, err := c.S.Service.Central.Environments.Delete(c.Context(), id, e)
					return err
				}
				refuses(c, plainly(admin365.ErrInvalid, opDelete), map[string]error{
					"nothing":      del(instances.Expect{}),
					"without type": del(instances.Expect{Name: id.Name}),
					"without name": del(instances.Expect{Type: instances.Production}),
				})
				refuses(c, plainly(admin365.ErrPrecondition, opDelete), map[string]error{
					"another type": del(instances.Expect{Name: id.Name, Type: instances.Sandbox}),
					"another name": del(instances.Expect{Name: name(), Type: instances.Production}),
				})
				standing(c, id, "26.4", instances.CentralActive)
				if ops := ran(c, id, instances.CentralKindSoftDelete); len(ops) > 0 {
					c.Errorf("it was begun: %+v", ops[0])
				}
			},
		},
		{
			Name: "Environments.Delete/refused", Needs: ofCentral(), Source: docEnvironments,
			Why: "what is deleted already, what is in use, and what is not there are three things",
			Run: func(c *run) {
				wrong := instances.Central(name())
				_, err := c.S.Service.Central.Environments.Delete(c.Context(), wrong, instances.Expect{Name: wrong.Name, Type: instances.Sandbox})
				c.Refused(err, plainly(admin365.ErrNotFound, opDelete))
				_, err = c.S.Service.Central.Environments.Delete(c.Context(), envID{Family: "Fabrikam", Name: "x"}, instances.Expect{Name: "x", Type: instances.Sandbox})
				c.Refused(err, plainly(admin365.ErrNotFound, ""))
				gone := drop(c, add(c, instances.Sandbox))
				_, err = c.S.Service.Central.Environments.Delete(c.Context(), gone, expected(c, gone))
				c.Refused(err, coded(admin365.ErrConflict, "tenantDeletionInProgress", opDelete))
				busy := add(c, instances.Sandbox)
				e := expected(c, busy)
				o, err := c.S.Service.Central.Environments.Rename(c.Context(), busy, name())
				operation(c, o, err, instances.CentralKindRename)
				_, err = c.S.Service.Central.Environments.Delete(c.Context(), busy, e)
				c.Refused(err, coded(admin365.ErrBusy, "invalidStatusCannotDeleteTenant", opDelete))
			},
		},
		{
			Name: "Environments.Recover/under-its-old-name", Needs: ofCentral(), Source: "the comment of instances.CentralEnvironments.Recover",
			Why: "what is bookmarked works again",
			Run: func(c *run) {
				id := usual(c, instances.Sandbox)
				gone := drop(c, id)
				o, err := c.S.Service.Central.Environments.Recover(c.Context(), gone)
				op := operation(c, o, err, instances.CentralKindRecover)
				if e := getEnv(c, gone); e.Status != instances.CentralRecovering {
					c.Errorf("while it is recovered it is %s", e.Status)
				}
				_, err = c.S.Service.Central.Environments.Recover(c.Context(), gone)
				c.Refused(err, coded(admin365.ErrBusy, "deletedEnvironmentRecoveryInProgress", opRecover))
				finish(c, op)
				standing(c, id, "26.4", instances.CentralActive)
				if e := getEnv(c, id); !e.Deleted.IsZero() || !e.Gone.IsZero() {
					c.Errorf("it is %+v", e)
				}
				if listed(c, gone) != nil {
					c.Errorf("it is in the bin still")
				}
				c.S.Advance(20 * day)
				getEnv(c, id)
			},
		},
		{
			Name: "Environments.Recover/name-is-taken", Needs: ofCentral(), Source: "the comment of instances.CentralEnvironments.Recover",
			Why: "who has the name now must not lose it",
			Run: func(c *run) {
				id := add(c, instances.Sandbox)
				gone := drop(c, id)
				create(c, id, instances.Sandbox)
				o, err := c.S.Service.Central.Environments.Recover(c.Context(), gone)
				finish(c, operation(c, o, err, instances.CentralKindRecover))
				standing(c, gone, "26.4", instances.CentralActive)
				if e := getEnv(c, id); strings.HasPrefix(e.ApplicationVersion, "26.4.") {
					c.Errorf("the new one is %+v", e)
				}
			},
		},
		{
			Name: "Environments.Recover/not-deleted", Needs: ofCentral(), Source: docEnvironments,
			Why: "a script that recovers twice is told apart from one that has the wrong name",
			Run: func(c *run) {
				_, err := c.S.Service.Central.Environments.Recover(c.Context(), add(c, instances.Sandbox))
				c.Refused(err, coded(admin365.ErrPrecondition, "invalidStatusCannotRecoverDeletedEnvironment", opRecover))
				_, err = c.S.Service.Central.Environments.Recover(c.Context(), instances.Central(name()))
				c.Refused(err, noEnvironment(opRecover))
				_, err = c.S.Service.Central.Environments.Recover(c.Context(), envID{Family: "Fabrikam", Name: "x"})
				c.Refused(err, noFamily(opRecover))
			},
		},
		{
			Name: "Environments.Rename/follows", Needs: ofCentral(), Source: docEnvironments,
			Why: "the new one takes the name of the old one, and everybody finds it",
			Run: func(c *run) {
				id, to := usual(c, instances.Production), instances.Central(name())
				was := getEnv(c, id)
				o, err := c.S.Service.Central.Environments.Rename(c.Context(), id, to.Name)
				op := operation(c, o, err, instances.CentralKindRename)
				finish(c, op)
				state(c, op, admin365.OperationSucceeded)
				standing(c, to, "26.4", instances.CentralActive)
				if e := getEnv(c, to); e.Name != to.Name || e.WebClientURL == was.WebClientURL {
					c.Errorf("it is %+v", e)
				}
				_, err = c.S.Service.Central.Environments.Get(c.Context(), id)
				c.Refused(err, noEnvironment(opGet))
				update(c, to, "26.5")
				create(c, id, instances.Sandbox)
			},
		},
		{
			Name: "Environments.Rename/refused", Needs: ofCentral(), Source: docEnvironments,
			Why: "each of these is another mistake, and another remedy",
			Run: func(c *run) {
				id, other := add(c, instances.Sandbox), add(c, instances.Sandbox)
				rename := func(id envID, to string) error {
					_, err := c.S.Service.Central.Environments.Rename(c.Context(), id, to)
					return err
				}
				c.Refused(rename(instances.Central(name()), name()), noEnvironment(opRename))
				c.Refused(rename(envID{Family: "Fabrikam", Name: id.Name}, name()), noFamily(opRename))
				c.Refused(rename(id, strings.ToUpper(other.Name)), coded(admin365.ErrConflict, "resourceExists", opRename))
				c.Refused(rename(id, "9lives"), coded(admin365.ErrInvalid, "environmentNameNotValid", opRename))
				c.Refused(rename(id, "PWA"), coded(admin365.ErrInvalid, "cannotCreateNamedEnvironment", opRename))
				c.Refused(rename(id, ""), plainly(admin365.ErrInvalid, opRename))
				o, err := c.S.Service.Central.Environments.Rename(c.Context(), id, name())
				operation(c, o, err, instances.CentralKindRename)
				c.Refused(rename(id, name()), coded(admin365.ErrBusy, "EnvironmentNotActive", opRename))
			},
		},
		{
			Name: "Environments.Copy/of-the-same-version", Needs: ofCentral(), Source: docCopy,
			Why: "the update is tried on a copy first, which has to be as the source is",
			Run: func(c *run) {
				id, to := usual(c, instances.Production), instances.Central(name())
				o, err := c.S.Service.Central.Environments.Copy(c.Context(), id, instances.CentralCopy{Name: to.Name, Type: instances.Sandbox})
				op := operation(c, o, err, instances.CentralKindCopy)
				if e := getEnv(c, id); e.Type != instances.Production {
					c.Errorf("the source is %+v", e)
				}
				finish(c, op)
				state(c, op, admin365.OperationSucceeded)
				standing(c, to, "26.4", instances.CentralActive)
				standing(c, id, "26.4", instances.CentralActive)
				if e, was := getEnv(c, to), getEnv(c, id); e.Type != instances.Sandbox || e.CountryCode != was.CountryCode || e.ApplicationVersion != was.ApplicationVersion {
					c.Errorf("the copy is %+v", e)
				}
			},
		},
		{
			Name: "Environments.Copy/refused", Needs: ofCentral(), Source: docEnvironments,
			Why: "nothing is overwritten, and nothing is made of what is not there",
			Run: func(c *run) {
				id, other := add(c, instances.Sandbox), add(c, instances.Sandbox)
				copied := func(id envID, name string, t instances.EnvironmentType) error {
					_, err := c.S.Service.Central.Environments.Copy(c.Context(), id, instances.CentralCopy{Name: name, Type: t})
					return err
				}
				c.Refused(copied(instances.Central(name()), name(), instances.Sandbox), noEnvironment(opCopy))
				c.Refused(copied(envID{Family: "Fabrikam", Name: id.Name}, name(), instances.Sandbox), noFamily(opCopy))
				c.Refused(copied(id, strings.ToUpper(other.Name), instances.Sandbox), coded(admin365.ErrConflict, "resourceExists", opCopy))
				c.Refused(copied(id, id.Name, instances.Sandbox), coded(admin365.ErrConflict, "resourceExists", opCopy))
				c.Refused(copied(id, "9lives", instances.Sandbox), coded(admin365.ErrInvalid, "environmentNameNotValid", opCopy))
				c.Refused(copied(id, "tablet", instances.Sandbox), coded(admin365.ErrInvalid, "cannotCreateNamedEnvironment", opCopy))
				c.Refused(copied(id, name(), "Developer"), input(opCopy))
				c.Refused(copied(id, name(), ""), input(opCopy))
				o, err := c.S.Service.Central.Environments.Rename(c.Context(), id, name())
				operation(c, o, err, instances.CentralKindRename)
				c.Refused(copied(id, name(), instances.Sandbox), coded(admin365.ErrBusy, "EnvironmentNotActive", opCopy))
			},
		},
		{
			Name: "Environments.Restart/not-offered", Needs: ofCentral(), Source: docNotOffered,
			Why: "who waits for a restart that was never asked for waits long",
			Run: func(c *run) {
				id := add(c, instances.Sandbox)
				o, err := c.S.Service.Central.Environments.Restart(c.Context(), id)
				c.Refused(err, plainly(admin365.ErrUnsupported, opRestart))
				explained(c, err)
				if o != nil {
					c.Errorf("it answered %+v", o)
				}
				standing(c, id, "26.4", instances.CentralActive)
			},
		},
	}
}
