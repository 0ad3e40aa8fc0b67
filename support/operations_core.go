package support

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// The kinds of jobs.
const (
	jobOperation = "support operation"
	jobMail      = "support mail"
)

type operationArgs struct {
	ID tenant.Key `json:"id"`
}

type mailArgs struct {
	Ticket tenant.Key `json:"ticket"`
}

// begin starts an operation, which ends by itself after the time.
func begin(tx *tenant.Tx, o *operationRow, takes time.Duration) (*operationRow, error) {
	o.ID, o.Begun = tx.NewKey(), tx.Now()
	if err := tx.Schedule(o.Begun.Add(takes), jobOperation, operationArgs{o.ID}); err != nil {
		return nil, err
	}
	return o, tenant.In(tx, &supportOperations).Put(o)
}

// comeToEnd is the job.
func comeToEnd(tx *tenant.Tx, args operationArgs) error {
	o, ok := tenant.In(tx, &supportOperations).Get(args.ID)
	if !ok || !o.Ended.IsZero() {
		return nil
	}
	t, ok := tenant.In(tx, &tickets).Get(o.Ticket)
	if !ok {
		return nil
	}
	if refused := t.covered(tx); refused != nil {
		return o.fail(tx, planLacks.Code, refused.(*admin365.Error).Message) //nolint:errorlint,forcetypeassert // It is a refusal of ours.
	}
	return o.succeed(tx)
}

// succeed brings about what the operation is for.
func (o *operationRow) succeed(tx *tenant.Tx) error {
	t, ok := tenant.In(tx, &tickets).Get(o.Ticket)
	if !ok {
		return noTicket.Err(o.Resource, o.Resource)
	}
	next := *t
	switch o.Kind {
	case KindCreateTicket:
		next.State, next.Modified = StateOpen, tx.Now()
		if next.Workspace == "" {
			next.Workspace = next.Number
		}
		if err := keepWorkspace(tx, &next); err != nil {
			return err
		}
		if err := tx.Schedule(tx.Now().Add(mailTakes), jobMail, mailArgs{t.ID}); err != nil {
			return err
		}
	default:
		c, ok := tenant.In(tx, &communications).Get(o.Communication)
		if !ok {
			return noCommunication.Err(o.Resource, o.Resource)
		}
		said := *c
		said.Created = tx.Now()
		if err := tenant.In(tx, &communications).Put(&said); err != nil {
			return err
		}
		next.Modified = tx.Now()
		if isClosed(&next) {
			next.State = StateOpen
		}
	}
	if err := tenant.In(tx, &tickets).Put(&next); err != nil {
		return err
	}
	done := *o
	done.Ended = tx.Now()
	return tenant.In(tx, &supportOperations).Put(&done)
}

// fail ends the operation without what it was for.
func (o *operationRow) fail(tx *tenant.Tx, code, message string) error {
	if o.Kind == KindCreateTicket {
		tenant.In(tx, &tickets).Delete(o.Ticket)
	} else {
		tenant.In(tx, &communications).Delete(o.Communication)
	}
	done := *o
	done.Ended, done.Code, done.Message = tx.Now(), code, message
	return tenant.In(tx, &supportOperations).Put(&done)
}

// findOperation returns an operation where it was begun.
func findOperation(tx *tenant.Tx, subscription SubscriptionID, id string) (*operationRow, error) {
	sub, err := place(tx, subscription, false)
	if err != nil {
		return nil, err
	}
	key, _ := tenant.ParseKey(id)
	o, ok := tenant.In(tx, &supportOperations).Get(key)
	if !ok || o.Subscription != sub {
		return nil, noOperation.Err(id, id)
	}
	return o, nil
}

// wire is where the operation stands, as the service answers it.
func (o *operationRow) wire(tx *tenant.Tx) *statusWire {
	w := &statusWire{ID: o.place().path("operationsStatus"), Status: "InProgress"}
	switch {
	case o.Ended.IsZero():
	case o.Code != "":
		w.Status, w.Error = "Failed", &statusFailedWire{o.Code, o.Message}
	default:
		w.Status, w.Properties = "Succeeded", &statusDone{}
		if t, ok := tenant.In(tx, &tickets).Get(o.Ticket); ok {
			w.Properties.Ticket = t.Number
		}
	}
	return w
}

func (o *operationRow) place() placed {
	if o.Subscription.IsZero() {
		return placed{name: o.ID.String()}
	}
	return placed{SubscriptionID(o.Subscription.String()), o.ID.String()}
}

// call is the call that follows the operation.
func (o *operationRow) call(op *api.Op) api.Call {
	at := o.place()
	return op.By(at.way(), at.ids()...)
}

// operation is what the service says of the operation that is followed, in our words. The
// times are the tenant's to know.
func (w *statusWire) operation(id admin365.OperationID, kind, resource string) *admin365.Operation {
	o := &admin365.Operation{ID: id, Kind: kind, State: stateOf(w.Status), ResourceID: resource}
	if o.State == admin365.OperationFailed {
		failed := &admin365.Error{Op: kind, Kind: admin365.ErrUnavailable, Target: resource, Message: "the operation failed"}
		if w.Error != nil {
			failed.Code, failed.Message = w.Error.Code, w.Error.Message
		}
		if strings.EqualFold(failed.Code, planLacks.Code) {
			failed.Kind = ErrPlan
		}
		o.Err = failed
	}
	return o
}

// stateOf is a status as all operations have it.
func stateOf(status string) admin365.OperationState {
	for _, known := range []admin365.OperationState{admin365.OperationSucceeded, admin365.OperationFailed, admin365.OperationCanceled} {
		if strings.EqualFold(status, string(known)) {
			return known
		}
	}
	if strings.EqualFold(status, "InProgress") {
		return admin365.OperationRunning
	}
	return admin365.OperationState(status)
}
