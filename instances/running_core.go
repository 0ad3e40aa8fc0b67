package instances

import (
	"slices"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// jobOperation is an operation coming to its end.
const jobOperation = "environment operation"

type operationArgs struct {
	ID tenant.Key `json:"id"`
}

// started is how long an operation is NotStarted.
const started = 5 * time.Second

// took is how long an operation of a kind takes, and asks to be polled after.
type took struct {
	kind     OperationKind
	length   time.Duration
	firstAsk time.Duration
}

// durations are plausible: the pages say "minutes", "up to eight hours" and so on. A copy
// and a restore take longer by what they move.
var durations = []took{
	{KindCreate, 4 * time.Minute, 5 * time.Second},
	{KindProvision, 3 * time.Minute, 10 * time.Second},
	{KindEdit, 30 * time.Second, 5 * time.Second},
	{KindConvert, 5 * time.Minute, 10 * time.Second},
	{KindCopy, time.Hour, 10 * time.Second},
	{KindBackup, 12 * time.Minute, 10 * time.Second},
	{KindRestore, time.Hour, 10 * time.Second},
	{KindReset, 40 * time.Minute, 10 * time.Second},
	{KindDelete, 10 * time.Minute, 30 * time.Second},
	{KindRecover, 30 * time.Minute, 10 * time.Second},
	{KindEnable, time.Minute, 5 * time.Second},
	{KindDisable, time.Minute, 5 * time.Second},
	{KindEnableManaged, time.Minute, 5 * time.Second},
	{KindDisableManaged, time.Minute, 5 * time.Second},
}

// perGB is what each GB moved adds to a copy and a restore, and longest what they take at
// most.
const (
	perGB   = 10 * time.Minute
	longest = 24 * time.Hour
)

func durationOf(kind OperationKind) took {
	for _, d := range durations {
		if d.kind == kind {
			return d
		}
	}
	return took{kind, time.Minute, pollAgain}
}

// firstAsk is when an operation that has just begun asks to be polled.
func firstAsk(kind OperationKind) time.Duration { return durationOf(kind).firstAsk }

// moving is how long it takes to move the content.
func moving(kind OperationKind, content *contentRow) time.Duration {
	gb := min((content.Data+content.Files+content.Logs)/1024, float64(longest/perGB))
	return min(durationOf(kind).length+time.Duration(gb*float64(perGB)).Truncate(time.Second), longest)
}

// now is the time as the service writes it.
func now(tx *tenant.Tx) time.Time { return tx.Now().Truncate(100 * time.Nanosecond) }

// toSecond is the same to the second: backups are of one.
func toSecond(tx *tenant.Tx) time.Time { return tx.Now().Truncate(time.Second) }

// busy reports whether an operation runs on the environment, or on its Finance and
// Operations, or an application is being installed.
func (r *environmentRow) busy(tx *tenant.Tx) bool {
	if r.occupied(tx) {
		return true
	}
	for range tenant.In(tx, &installs).Referring(&installsRunning, r.ID) {
		return true
	}
	return false
}

// occupied is busy where applications that are being installed hinder nothing: others are
// installed beside them.
func (r *environmentRow) occupied(tx *tenant.Tx) bool {
	if !r.Busy.IsZero() {
		return true
	}
	f, ok := tenant.In(tx, &finOpses).Get(r.ID)
	return ok && !f.Operation.IsZero()
}

// free refuses an environment on which an operation runs.
func (r *environmentRow) free(tx *tenant.Tx) error {
	if !r.busy(tx) {
		return nil
	}
	return r.taken(tx)
}

// taken is the refusal of an environment on which an operation runs.
func (r *environmentRow) taken(tx *tenant.Tx) error {
	id := string(r.id(tx))
	return operationRuns.Err(id, id)
}

// ready refuses an environment on which an operation runs, or which as it is does not
// allow the operation.
func (r *environmentRow) ready(tx *tenant.Tx, kind OperationKind) error {
	if err := r.free(tx); err != nil {
		return err
	}
	if refusal, words := ruleOf(kind).judge(r); refusal != nil {
		return refusal.Err(string(r.id(tx)), words...)
	}
	return nil
}

// begin starts an operation on the target, a row to be written, and on what it reads from;
// it ends by itself after the time, unless that is zero.
func begin(tx *tenant.Tx, o *operationRow, target, source *environmentRow, length time.Duration) error {
	o.stamp(tx, target)
	target.Busy = o.ID
	if err := target.put(tx); err != nil {
		return err
	}
	if source != nil && source.ID != target.ID {
		o.Source = source.ID
		source = source.clone()
		source.Busy = o.ID
		if err := source.put(tx); err != nil {
			return err
		}
	}
	if how, ok := doomed(tx, o.Kind); ok {
		o.Doomed, length = how, length/2
	}
	if length > 0 {
		o.Due = o.Created.Add(length)
		if err := tx.Schedule(o.Due, jobOperation, operationArgs{o.ID}); err != nil {
			return err
		}
	}
	return tenant.In(tx, &operations).Put(o)
}

// stamp makes it an operation on the target, asked for now.
func (r *operationRow) stamp(tx *tenant.Tx, target *environmentRow) {
	r.ID, r.Seq, r.Created, r.By = tx.NewKey(), tenant.In(tx, &operations).Len()+1, now(tx), by(tx)
	r.Environment, r.Default = target.ID, target.Default
}

// comeToEnd is the job.
func comeToEnd(tx *tenant.Tx, args operationArgs) error {
	o, ok := tenant.In(tx, &operations).Get(args.ID)
	if !ok || o.State != "" {
		return nil
	}
	return end(tx, o, o.Doomed)
}

// end ends an operation, at the stage where it failed if it did.
func end(tx *tenant.Tx, o *operationRow, failed string) error {
	next := *o
	next.State, next.Ended, next.Failed, next.Reserved = admin365.OperationSucceeded, now(tx), failed, 0
	if failed != "" {
		next.State = admin365.OperationFailed
	}
	if err := tenant.In(tx, &operations).Put(&next); err != nil {
		return err
	}
	if source, ok := tenant.In(tx, &environments).Get(o.Source); ok && source.Busy == o.ID {
		source = source.clone()
		source.Busy = tenant.Key{}
		if err := source.put(tx); err != nil {
			return err
		}
	}
	target, ok := tenant.In(tx, &environments).Get(o.Environment)
	if !ok {
		return nil
	}
	target = target.clone()
	target.Busy = tenant.Key{}
	if failed != "" {
		return revert(tx, o, target)
	}
	target.Modified, target.ModifiedBy = now(tx), o.By
	return apply(tx, o, target)
}

// by is who acts: the caller, or the platform itself.
func by(tx *tenant.Tx) Principal {
	if tx.Session == nil {
		return Principal{ID: "SYSTEM", DisplayName: "SYSTEM", Type: "NotSpecified"}
	}
	access := tx.Ports().Access
	if access != nil {
		if self, ok := access.Self(tx); ok {
			p := Principal{ID: self.String(), Type: "User", TenantID: tx.TenantID()}
			if person, ok := tx.Ports().Directory.PersonOf(tx, self); ok {
				p.DisplayName, p.UserPrincipalName = person.DisplayName, person.UserPrincipalName
			}
			return p
		}
	}
	return Principal{ID: string(tx.Session.Caller.App), DisplayName: "ServicePrincipal", Type: "ServicePrincipal", TenantID: tx.TenantID()}
}

// state is where the operation stands at the time.
func (r *operationRow) state(at time.Time) admin365.OperationState {
	switch {
	case r.State != "":
		return r.State
	case at.Before(r.Created.Add(started)):
		return admin365.OperationNotStarted
	default:
		return admin365.OperationRunning
	}
}

// operationOf is an operation as people see it.
func operationOf(tx *tenant.Tx, r *operationRow) *admin365.Operation {
	stages := stagesOf(r, tx.Now())
	o := &admin365.Operation{
		ID: lifecycleID(r.ID.String()), Kind: string(r.Kind), State: r.state(tx.Now()),
		Created: r.Created, Updated: stages[len(stages)-1].Updated, ResourceID: string(r.environmentID(tx)),
	}
	if r.Kind == KindCreate && o.State != admin365.OperationSucceeded {
		// Only when it has succeeded does the service say what it made.
		o.ResourceID = ""
	}
	if !o.Done() {
		o.RetryAfter = pollAgain
	}
	if o.State == admin365.OperationFailed {
		o.Err = failedOperation(r.Kind, EnvironmentID(o.ResourceID), r.Failed)
	}
	return o
}

// begunOf is what the caller is told of an operation that has just begun.
func begunOf(tx *tenant.Tx, r *operationRow) *admin365.Operation {
	id := r.environmentID(tx)
	if r.Kind == KindCreate {
		id = ""
	}
	return begun(r.Kind, lifecycleID(r.ID.String()), id, firstAsk(r.Kind))
}

// findOperation returns the operation that the platform lists by the id.
func findOperation(tx *tenant.Tx, id string) (*operationRow, error) {
	if k, ok := tenant.ParseKey(id); ok {
		if row, found := tenant.In(tx, &operations).Get(k); found {
			return row, nil
		}
	}
	return nil, operationNotFound.Err(id, id)
}

// history are the operations of an environment, newest first, whether or not it is still
// there.
func history(tx *tenant.Tx, environment string) (rows []*operationRow) {
	k, ok := environmentKey(tx, environment)
	if !ok {
		return nil
	}
	rows = slices.Collect(tenant.In(tx, &operations).Referring(&operationsByEnvironment, k))
	slices.SortFunc(rows, func(a, b *operationRow) int { return b.Seq - a.Seq })
	// A creation that failed has made nothing whose history it could be.
	return slices.DeleteFunc(rows, func(r *operationRow) bool { return r.Kind == KindCreate && r.State == admin365.OperationFailed })
}

// runningOn is the operation that runs on an environment, as the environment tells of it.
func runningOn(tx *tenant.Tx, r *environmentRow) *RunningOperation {
	o, ok := tenant.In(tx, &operations).Get(r.Busy)
	if !ok {
		return nil
	}
	return &RunningOperation{ID: lifecycleID(o.ID.String()), Kind: o.Kind}
}
