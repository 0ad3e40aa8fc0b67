package centraltest

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// reach lets time pass until a moment.
func reach(c *run, t time.Time) {
	c.Helper()
	if d := t.Sub(c.S.Now()); d > 0 {
		c.S.Advance(d)
	}
}

// ran returns the operations of a kind in the history, the newest first.
func ran(c *run, id envID, kind instances.OperationKind) []*instances.CentralOperation {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Central.Operations.List(c.Context(), id))
	c.Must(err, "listing operations")
	var of []*instances.CentralOperation
	for _, o := range all {
		if strings.EqualFold(o.Kind, string(kind)) {
			of = append(of, o)
		}
	}
	return of
}

// start brings an environment to a version now, and returns its operation while it runs.
func start(c *run, id envID, version string) *instances.CentralOperation {
	c.Helper()
	_, err := instances.RunNow(c.Context(), c.S.Service.Central.Updates, id, ga(version), c.S.Now())
	c.Must(err, "running "+version+" now")
	return begun(c, id)
}

// begun waits until an update runs, at most ten minutes of the tenant, and returns its
// operation.
func begun(c *run, id envID) *instances.CentralOperation {
	c.Helper()
	for range 10 {
		for _, o := range ran(c, id, instances.CentralKindUpdate) {
			if o.State == admin365.OperationRunning {
				return o
			}
		}
		c.S.Advance(time.Minute)
	}
	c.Fatalf("no update runs ten minutes after it was due")
	return nil
}

// finish ends an operation well, or ends the case.
func finish(c *run, id admin365.OperationID) {
	c.Helper()
	c.Must(c.S.Backstage.Finish(c.Context(), id), "finishing an operation")
}

// fail ends an operation badly.
func fail(c *run, id admin365.OperationID) {
	c.Helper()
	c.Must(c.S.Backstage.Fail(c.Context(), id, "An extension does not compile."), "having an operation fail")
}

// bring brings an environment to a version, all the way.
func bring(c *run, id envID, version string) {
	c.Helper()
	finish(c, start(c, id, version).ID)
	standing(c, id, version, instances.CentralActive)
}

// operation checks an operation that has just begun, and returns its id.
func operation(c *run, o *admin365.Operation, err error, kind instances.OperationKind) admin365.OperationID {
	c.Helper()
	c.Must(err, "beginning "+string(kind))
	if o == nil || o.ID == "" {
		c.Fatalf("%s answered %+v, without an id", kind, o)
	}
	if !strings.EqualFold(o.Kind, string(kind)) {
		c.Errorf("Kind is %q, want %q", o.Kind, kind)
	}
	if o.Done() {
		c.Errorf("%s has ended at once, as %s", kind, o.State)
	}
	return o.ID
}

// state checks where an operation stands.
func state(c *run, id admin365.OperationID, want admin365.OperationState) *admin365.Operation {
	c.Helper()
	o, err := c.S.Service.Central.Operations.Get(c.Context(), id)
	c.Must(err, "getting an operation")
	if o == nil {
		c.Fatalf("Get answered no operation")
	}
	if o.State != want || o.ID != id {
		c.Errorf("operation %q is %s, want %q and %s", o.ID, o.State, id, want)
	}
	return o
}

// stranger is the id that an operation would have which there is not.
func stranger(id admin365.OperationID) admin365.OperationID {
	path, query, found := strings.Cut(string(id), "?")
	if found {
		query = "?" + query
	}
	return admin365.OperationID(path[:strings.LastIndex(path, "/")+1] + nobody() + query)
}

// elsewhere is the id that an operation would have in another family.
func elsewhere(id admin365.OperationID) admin365.OperationID {
	return admin365.OperationID(strings.Replace(string(id), "/BusinessCentral/", "/Fabrikam/", 1))
}

// create creates an environment, and finishes.
func create(c *run, id envID, t instances.EnvironmentType) {
	c.Helper()
	o, err := c.S.Service.Central.Environments.Create(c.Context(), id, instances.NewCentralEnvironment{Type: t, CountryCode: "DK"})
	finish(c, operation(c, o, err, instances.CentralKindCreate))
}

// listed returns the environment of a list that has the name, nil if there is none.
func listed(c *run, id envID) *instances.CentralEnvironment {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Central.Environments.List(c.Context(), ""))
	c.Must(err, "listing environments")
	for _, e := range all {
		if e.ID().Equal(id) {
			return e
		}
	}
	return nil
}
