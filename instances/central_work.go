package instances

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// jobCentral is an operation going on, and jobCentralPlan an environment's updates and
// deletion coming due.
const (
	jobCentral     = "business central operation"
	jobCentralPlan = "business central plan"
)

type centralArgs struct {
	Operation tenant.Key `json:"operation"`
	// End ends it, and Cut stops it because its window is over.
	End bool `json:"end,omitzero"`
	Cut bool `json:"cut,omitzero"`
}

type centralPlanArgs struct {
	Environment tenant.Key `json:"environment"`
	Round       int        `json:"round"`
}

// startsAfter is how long an operation waits before it runs. Ours.
const startsAfter = 30 * time.Second

// begin begins an operation on the environment, and writes both.
func (r *centralRow) begin(tx *tenant.Tx, kind OperationKind, made tenant.Key, parameters map[string]any) (*centralOperationRow, error) {
	status := statusScheduled
	if kind == CentralKindRestore {
		status = statusQueued
	}
	o, err := r.record(tx, kind, status, parameters)
	if err != nil {
		return nil, err
	}
	o.Made, r.Operation = made, o.ID
	if err := tenant.In(tx, &centrals).Put(r); err != nil {
		return nil, err
	}
	if err := tenant.In(tx, &centralOperations).Put(o); err != nil {
		return nil, err
	}
	return o, tx.Schedule(tx.Now().Add(startsAfter), jobCentral, centralArgs{Operation: o.ID})
}

// goOnCentral is the job: the operation runs, or ends.
func goOnCentral(tx *tenant.Tx, args centralArgs) error {
	o, ok := tenant.In(tx, &centralOperations).Get(args.Operation)
	if !ok || o.ended() || args.End != (o.Status == statusRunning) {
		return nil
	}
	if args.Cut {
		return o.finish(tx, statusCanceled, "The update did not end in the update window.")
	}
	if args.End {
		return o.finish(tx, statusSucceeded, "")
	}
	return o.run(tx)
}

// ended reports whether the operation is over.
func (o *centralOperationRow) ended() bool {
	return slices.Contains([]string{statusSucceeded, statusFailed, statusCanceled, statusSkipped}, o.Status)
}

// run has an operation run now.
func (o *centralOperationRow) run(tx *tenant.Tx) error {
	next := *o
	if o.Kind == CentralKindAppInstall || o.Kind == CentralKindAppUpdate || o.Kind == CentralKindAppUninstall {
		row, ok := tenant.In(tx, &centrals).Get(o.Environment)
		if ok && !row.Operation.IsZero() {
			// Apps wait for what runs on their environment.
			return tx.Schedule(tx.Now().Add(5*time.Minute), jobCentral, centralArgs{Operation: o.ID})
		}
	}
	next.Status, next.Started = statusRunning, tx.Now()
	if err := tenant.In(tx, &centralOperations).Put(&next); err != nil {
		return err
	}
	return tx.Schedule(tx.Now().Add(takes(tx, o.Kind)), jobCentral, centralArgs{Operation: o.ID, End: true})
}

// finish ends an operation, with what it does then.
func (o *centralOperationRow) finish(tx *tenant.Tx, status, message string) error {
	if status == statusSucceeded {
		status, message = o.outcome(tx)
	}
	next := *o
	next.Status, next.Completed, next.Message = status, tx.Now(), message
	if next.Started.IsZero() && status != statusCanceled {
		next.Started = tx.Now()
	}
	if err := tenant.In(tx, &centralOperations).Put(&next); err != nil {
		return err
	}
	if !o.App.IsZero() {
		return next.finishApp(tx)
	}
	row, ok := tenant.In(tx, &centrals).Get(o.Environment)
	if !ok {
		return nil
	}
	done := *row
	done.Operation = tenant.Key{}
	if o.Kind == CentralKindUpdate {
		return done.updated(tx, &next)
	}
	succeeded := status == statusSucceeded
	if made, ok := tenant.In(tx, &centrals).Get(o.Made); ok {
		if err := made.finishMaking(tx, succeeded, row); err != nil {
			return err
		}
	}
	switch o.Kind {
	case CentralKindCreate:
		return row.finishMaking(tx, succeeded, nil)
	case CentralKindRename:
		done.Status, done.Next = CentralActive, ""
		if succeeded {
			done.Name = row.Next
		}
	case CentralKindSoftDelete:
		done.Status = CentralSoftDeletingFailed
		if succeeded {
			if err := row.cancelApps(tx); err != nil {
				return err
			}
			done.Status, done.Former = CentralSoftDeleted, row.Name
			done.Name = deletedName(tx, row)
			done.Deleted, done.Gone = tx.Now(), tx.Now().Add(binAge)
		}
	case CentralKindDelete:
		if succeeded {
			return row.purge(tx)
		}
		done.Status = CentralRemovingFailed
	case CentralKindRecover:
		done.Status = CentralRecoveringFailed
		if succeeded {
			done.Status = CentralActive
			if checkFree(tx, row.Family, row.Former) == nil {
				done.Name = row.Former
			}
			done.Former, done.Deleted, done.Gone = "", time.Time{}, time.Time{}
		}
	default:
	}
	return done.plan(tx)
}

// deletedName is the name that an environment has while it can be recovered: its own, and
// when it was deleted, or the next second whose name is free.
func deletedName(tx *tenant.Tx, row *centralRow) string {
	for at := tx.Now(); ; at = at.Add(time.Second) {
		if name := row.Name + "-" + at.Format("060102150405"); checkFree(tx, row.Family, name) == nil {
			return name
		}
	}
}

// binAge is how long a deleted environment can be recovered.
const binAge = 14 * 24 * time.Hour

// finishMaking has a new environment begin to work, or not; from is what it was made from.
func (r *centralRow) finishMaking(tx *tenant.Tx, succeeded bool, from *centralRow) error {
	done := *r
	done.Operation, done.Status = tenant.Key{}, CentralCreatingFailed
	if succeeded {
		done.Status = CentralActive
		give := done.installFirst
		if from != nil {
			give = func(tx *tenant.Tx) error { return done.copyApps(tx, from) }
		}
		if err := give(tx); err != nil {
			return err
		}
	}
	return done.plan(tx)
}

// purge removes an environment and its apps for good. Its operations stay, and end.
func (r *centralRow) purge(tx *tenant.Tx) error {
	if err := r.cancelApps(tx); err != nil {
		return err
	}
	for _, app := range appsOf(tx, r.ID) {
		tenant.In(tx, &centralApps).Delete(app.ID)
	}
	tenant.In(tx, &centrals).Delete(r.ID)
	return nil
}

// cancelCentral stops an operation. One that was stopped already stays so, for a caller who
// lost the answer.
func cancelCentral(tx *tenant.Tx, family Family, name, id string) (*centralOperationRow, error) {
	o, err := centralOperationOf(tx, family, name, id)
	if err != nil {
		return nil, err
	}
	row, ok := tenant.In(tx, &centrals).Get(o.Environment)
	switch {
	case o.Kind != CentralKindUpdate:
		return nil, operationFixed.Err("", "it is no update of an environment")
	case o.Status == statusCanceled && o.CanceledBy != "":
		return o, nil
	case o.Status != statusRunning:
		return nil, operationFixed.Err("", "it is not running")
	case ok && row.period(tx) == PeriodEnforced:
		return nil, operationFixed.Err("", "the update is enforced")
	}
	next := *o
	next.CanceledBy, _ = author(tx)
	if err := next.finish(tx, statusCanceled, ""); err != nil {
		return nil, err
	}
	return centralOperationOf(tx, family, name, id)
}

// centralOperationOf returns an operation of an environment by the name that it had at the
// time or has now, or of the environment that it makes by its name.
func centralOperationOf(tx *tenant.Tx, family Family, name, id string) (*centralOperationRow, error) {
	family, err := familyOf(family)
	if err != nil {
		return nil, err
	}
	key, _ := tenant.ParseKey(id)
	o, ok := tenant.In(tx, &centralOperations).Get(key)
	if !ok || o.Family != family || !o.concerns(tx, name) {
		return nil, operationUnknown.Err("", "The operation '"+id+"' does not exist.")
	}
	return o, nil
}

// concerns reports whether the operation is one of the environment with the name.
func (o *centralOperationRow) concerns(tx *tenant.Tx, name string) bool {
	for _, id := range []tenant.Key{o.Environment, o.Made} {
		if row, ok := tenant.In(tx, &centrals).Get(id); ok && strings.EqualFold(row.Name, name) {
			return true
		}
	}
	return strings.EqualFold(o.Name, name)
}

// centralHistory are the operations that are asked for, the newest first.
func centralHistory(tx *tenant.Tx, is func(*centralOperationRow) bool) (list []*centralOperationRow) {
	for o := range tenant.In(tx, &centralOperations).ByRef(&centralOperationsByTime, nil, true) {
		if is(o) {
			list = append(list, o)
		}
	}
	slices.SortStableFunc(list, newestFirst)
	return list
}

// historyOfAll are the operations of all environments of a family.
func historyOfAll(tx *tenant.Tx, family Family) ([]*centralOperationRow, error) {
	family, err := familyOf(family)
	if err != nil {
		return nil, err
	}
	return centralHistory(tx, func(o *centralOperationRow) bool { return o.Family == family }), nil
}

// historyOf are the operations of an environment by its present name.
func historyOf(tx *tenant.Tx, name string) ([]*centralOperationRow, error) {
	for row := range tenant.In(tx, &centrals).All() {
		if strings.EqualFold(row.Name, name) {
			list := slices.Collect(tenant.In(tx, &centralOperations).Referring(&centralOperationsByEnvironment, row.ID))
			slices.SortFunc(list, newestFirst)
			return list, nil
		}
	}
	return nil, unknownCentral(BusinessCentral, name)
}

func newestFirst(a, b *centralOperationRow) int {
	return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.Seq, a.Seq))
}

// wire is an operation as the service writes it.
func (o *centralOperationRow) wire(tx *tenant.Tx) *centralOperationWire {
	w := &centralOperationWire{
		ID: o.ID.String(), Kind: o.Kind, Status: o.Status, Tenant: tx.TenantID(), Created: centralTime{o.Created},
		Started: centralTime{o.Started}, Completed: centralTime{o.Completed}, By: o.By, CanceledBy: o.CanceledBy, Creator: o.creator(),
		Message: o.Message, Name: o.Name, Type: o.Type, Family: o.Family,
	}
	if len(o.Parameters) > 0 && json.Unmarshal(o.Parameters, &w.Parameters) != nil {
		w.Parameters = nil
	}
	return w
}

func (o *centralOperationRow) creator() string {
	switch {
	case o.ByApp:
		return "app"
	case strings.Contains(o.By, "@"):
		return "user"
	default:
		return ""
	}
}

// appWire is an operation of an app as the routes of apps write it.
func (o *centralOperationRow) appWire(tx *tenant.Tx) *appOperationWire {
	kind := map[OperationKind]string{CentralKindAppInstall: "install", CentralKindAppUpdate: "update", CentralKindAppUninstall: "uninstall"}[o.Kind]
	return &appOperationWire{
		ID: o.ID.String(), Kind: kind, Source: o.Source, Target: o.Target, Status: o.Status, Created: centralTime{o.Created},
		Started: centralTime{o.Started}, Completed: centralTime{o.Completed}, Message: o.Message, By: o.By, CanceledBy: o.CanceledBy,
		Creator: o.creator(), App: admin365.AppID(o.App.String()), Tenant: tx.TenantID(), SourceVersion: o.Source, TargetVersion: o.Target,
	}
}

// stateOf is a status as all operations have it.
func stateOf(status string) admin365.OperationState {
	switch strings.ToLower(status) {
	case statusQueued, statusScheduled:
		return admin365.OperationNotStarted
	case statusRunning:
		return admin365.OperationRunning
	case statusSucceeded:
		return admin365.OperationSucceeded
	case statusFailed:
		return admin365.OperationFailed
	case statusSkipped:
		return admin365.OperationCanceled
	default:
		// With one l or with two: both were seen.
		if tenant.HasPrefixFold(status, "cancel") {
			return admin365.OperationCanceled
		}
		return admin365.OperationState(status)
	}
}
