package instancestest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

const (
	hour = time.Hour
	day  = 24 * hour
	// plenty is capacity for everything that a case makes, in MB, and gigabyte what a
	// database needs.
	plenty   = 1_000_000.0
	gigabyte = 1024.0
)

// errIf returns an error where something is wrong.
func errIf(wrong bool, format string, args ...any) error {
	if wrong {
		return fmt.Errorf(format, args...)
	}
	return nil
}

// report reports an error, if there is one, about what.
func report(c *run, what string, errs ...error) {
	c.Helper()
	if err := errors.Join(errs...); err != nil {
		c.Errorf("%s: %v", what, err)
	}
}

// nobody returns a GUID that nothing has.
func nobody() string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789abcdef", r) {
			return r
		}
		return '0' + r%10
	}, "0000000000"+conform.Unique())
	return "0badc0de-5ea7-4bad-8bad-" + digits[len(digits)-12:]
}

// An option changes an environment before it is added.
type option func(*instances.NewEnvironment)

func named(name string) option { return func(e *instances.NewEnvironment) { e.DisplayName = name } }
func in(location string) option {
	return func(e *instances.NewEnvironment) { e.Location = location }
}
func withDatabase(change func(*instances.NewDatabase)) option {
	return func(e *instances.NewEnvironment) { change(e.Dataverse) }
}
func bare(e *instances.NewEnvironment) { e.Dataverse = nil }

// sample is an environment in Europe with a database and names of its own.
func sample(kind instances.EnvironmentType, options ...option) instances.NewEnvironment {
	name := conform.Unique()
	e := instances.NewEnvironment{
		DisplayName: "Environment " + name, Type: kind, Location: "europe",
		Dataverse: &instances.NewDatabase{DomainName: name},
	}
	for _, change := range options {
		change(&e)
	}
	return e
}

// add adds an environment that is there at once, or ends the case.
func add(c *run, kind instances.EnvironmentType, options ...option) *instances.Environment {
	c.Helper()
	e, err := c.S.Backstage.AddEnvironment(c.Context(), sample(kind, options...))
	c.Must(err, "adding an environment of type "+string(kind))
	if e == nil || e.ID == "" {
		c.Fatalf("AddEnvironment answered %+v, without an id", e)
	}
	return get(c, e.ID)
}

// customerEngagement is a template that is an application of Dynamics 365, which makes
// a production one that is kept for longer.
const customerEngagement = "D365_Sales"

// addDynamics adds a production with applications of Dynamics 365.
func addDynamics(c *run) *instances.Environment {
	c.Helper()
	return add(c, instances.Production, withDatabase(func(d *instances.NewDatabase) { d.Templates = []string{customerEngagement} }))
}

// addManaged adds an environment and has it managed.
func addManaged(c *run, kind instances.EnvironmentType, options ...option) *instances.Environment {
	c.Helper()
	e := add(c, kind, options...)
	done(c, "managing an environment")(c.S.Service.Lifecycle.SetManaged(c.Context(), e.ID, true))
	return get(c, e.ID)
}

// get returns an environment, or ends the case.
func get(c *run, id instances.EnvironmentID) *instances.Environment {
	c.Helper()
	e, err := c.S.Service.Environments.Get(c.Context(), id)
	c.Must(err, "getting an environment")
	if e == nil {
		c.Fatalf("Get answered no environment")
	}
	return e
}

// list returns the environments of a query, or ends the case.
func list(c *run, q instances.EnvironmentQuery) []*instances.Environment {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Environments.List(c.Context(), q))
	c.Must(err, "listing environments")
	return all
}

// finish ends well what runs.
func finish(c *run) {
	c.Helper()
	c.Must(c.S.Backstage.FinishAll(c.Context()), "finishing what runs")
}

// fail ends an operation badly.
func fail(c *run, op *admin365.Operation) {
	c.Helper()
	c.Must(c.S.Backstage.Fail(c.Context(), op.ID, ""), "failing an operation")
}

// began takes the answer of a method that begins an operation, and ends the case if
// there is none.
func began(c *run, step string) func(*admin365.Operation, error) *admin365.Operation {
	return func(op *admin365.Operation, err error) *admin365.Operation {
		c.Helper()
		c.Must(err, step)
		if op == nil || op.ID == "" {
			c.Fatalf("%s answered %+v, an operation without an id", step, op)
		}
		return op
	}
}

// done has the operation of a method end well, and returns it as it is then.
func done(c *run, step string) func(*admin365.Operation, error) *admin365.Operation {
	return func(op *admin365.Operation, err error) *admin365.Operation {
		c.Helper()
		op = began(c, step)(op, err)
		finish(c)
		op = operation(c, op.ID)
		if op.State != admin365.OperationSucceeded || op.Err != nil {
			c.Fatalf("%s ended as %s: %v", step, op.State, op.Err)
		}
		return op
	}
}

// operation returns an operation as it is now, or ends the case.
func operation(c *run, id admin365.OperationID) *admin365.Operation {
	c.Helper()
	op, err := c.S.Service.Operations.Get(c.Context(), id)
	c.Must(err, "getting an operation")
	if op == nil {
		c.Fatalf("Get answered no operation")
	}
	return op
}

// history returns the operations of an environment, or ends the case.
func history(c *run, id instances.EnvironmentID) []*admin365.Operation {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Operations.List(c.Context(), id))
	c.Must(err, "listing operations")
	return all
}

// runs checks that an operation is of the kind, about the environment, and under way.
func runs(c *run, op *admin365.Operation, kind instances.OperationKind, id instances.EnvironmentID) {
	c.Helper()
	now := operation(c, op.ID)
	report(c, "the "+string(kind)+" that was begun",
		errIf(op.Kind != string(kind), "Kind is %q, want %q", op.Kind, kind),
		errIf(op.Done(), "it has ended at once, as %s", op.State),
		errIf(op.Err != nil, "Err is %v", op.Err),
		errIf(op.ResourceID != string(id), "ResourceID is %q, want %q", op.ResourceID, id))
	report(c, "the "+string(kind)+" asked for again",
		errIf(now.ID != op.ID, "ID is %q, want %q", now.ID, op.ID),
		errIf(now.Kind != string(kind), "Kind is %q, want %q", now.Kind, kind),
		errIf(now.State != admin365.OperationNotStarted && now.State != admin365.OperationRunning, "State is %q", now.State),
		errIf(now.RetryAfter <= 0, "it does not say when to come again"),
		errIf(now.ResourceID != string(id), "ResourceID is %q, want %q", now.ResourceID, id),
		conform.NotUTC(*now))
}

// hold has an operation run on an environment, which keeps it busy.
func hold(c *run, id instances.EnvironmentID) *admin365.Operation {
	c.Helper()
	return began(c, "editing an environment")(c.S.Service.Environments.Update(c.Context(), id, instances.EnvironmentPatch{Description: new("busy")}))
}

// roomy gives the tenant capacity for all that a case makes.
func roomy(c *run) {
	c.Helper()
	for _, kind := range []instances.CapacityType{instances.DatabaseCapacity, instances.FileCapacity, instances.LogCapacity} {
		c.Must(c.S.Backstage.SetCapacity(c.Context(), kind, plenty), "setting the capacity")
	}
}

// leaveFree sees to it that so many MB of database are left.
func leaveFree(c *run, mb float64) {
	c.Helper()
	total, err := c.S.Service.Capacity.Tenant(c.Context())
	c.Must(err, "asking for the tenant's capacity")
	for _, k := range total.Kinds {
		if k.Type == instances.DatabaseCapacity {
			c.Must(c.S.Backstage.SetCapacity(c.Context(), instances.DatabaseCapacity, k.Rated+mb), "setting the capacity")
			return
		}
	}
	c.Fatalf("the tenant's capacity does not tell of databases: %+v", total)
}

// unchanged checks that an environment is as it was, and that nothing was done to it.
func unchanged(c *run, was *instances.Environment, operations int) {
	c.Helper()
	if err := conform.Differ(get(c, was.ID), was, "BackupsFrom"); err != nil {
		c.Errorf("after the refusal the environment %v", err)
	}
	if got := len(history(c, was.ID)); got != operations {
		c.Errorf("after the refusal %d operations are listed, before it %d", got, operations)
	}
}

// administered checks that an environment is in administration mode with its background
// operations off, as one is that was overwritten.
func administered(e *instances.Environment) error {
	if e.Dataverse == nil {
		return errors.New("it has no Dataverse")
	}
	return errors.Join(
		errIf(e.Runtime != instances.RuntimeAdminMode, "Runtime is %q, want %q", e.Runtime, instances.RuntimeAdminMode),
		errIf(e.Dataverse.BackgroundOperations != instances.BackgroundDisabled, "BackgroundOperations are %q, want %q", e.Dataverse.BackgroundOperations, instances.BackgroundDisabled),
	)
}

// open checks the opposite.
func open(e *instances.Environment) error {
	if e.Dataverse == nil {
		return errors.New("it has no Dataverse")
	}
	return errors.Join(
		errIf(e.Runtime != instances.RuntimeEnabled, "Runtime is %q, want %q", e.Runtime, instances.RuntimeEnabled),
		errIf(e.Dataverse.BackgroundOperations != instances.BackgroundEnabled, "BackgroundOperations are %q, want %q", e.Dataverse.BackgroundOperations, instances.BackgroundEnabled),
	)
}

// find returns the item that is ours, nil if there is none.
func find[V any](items []*V, ours func(*V) bool) *V {
	for _, item := range items {
		if ours(item) {
			return item
		}
	}
	return nil
}

// near checks that two times are about the same.
func near(what string, got, want time.Time, within time.Duration) error {
	return errIf(got.Sub(want).Abs() > within, "%s is %v, want %v", what, got, want)
}
