package instances

import (
	"context"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// Backstage is what others than an administrator do to the environments of a tenant in
// memory: Microsoft, and who buys. Nothing of it exists in the real service's API.
type Backstage struct {
	// Central and FinOps are the same of Business Central, and of Finance and Operations.
	Central *CentralBackstage
	FinOps  *FinOpsBackstage

	tenant *tenant.Tenant
}

// NewBackstage returns the backstage of a tenant. For package admin alone: programs take
// admin.Memory's field Backstage.
func NewBackstage(t *tenant.Tenant) *Backstage {
	return &Backstage{&CentralBackstage{t}, &FinOpsBackstage{t}, t}
}

// Finish has an operation that runs succeed at once, by its id: also one that is followed
// on its environment, and an application being installed. It fails with [admin365.ErrNotFound] if there is none that
// runs.
func (b *Backstage) Finish(ctx context.Context, id admin365.OperationID) error {
	return b.end(ctx, id, "")
}

// Fail has an operation that runs fail at once, at one of the stages Validate, Prepare,
// Run and Finalize; empty is Run. A copy or a restore that failed leaves its target
// closed: only another one, a reset and a deletion are possible then. It fails as Finish
// does.
func (b *Backstage) Fail(ctx context.Context, id admin365.OperationID, at string) error {
	name, ok := stage(at)
	if !ok {
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: at, Message: "an operation has no such stage"}
	}
	return b.end(ctx, id, name)
}

func (b *Backstage) end(ctx context.Context, id admin365.OperationID, failed string) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		if o, ok := installRunning(tx, id); ok {
			if failed != "" {
				return endInstall(tx, o, installFailed(""))
			}
			return endInstall(tx, o, nil)
		}
		o, ok := running(tx, id)
		if !ok {
			return &admin365.Error{Kind: admin365.ErrNotFound, Target: string(id), Message: "no such operation runs"}
		}
		return end(tx, o, failed)
	})
}

// running is the operation with the id, or on the environment of the id, that runs.
func running(tx *tenant.Tx, id admin365.OperationID) (*operationRow, bool) {
	if call, _, err := api.ParseOperationID(&opOperationsEnvironment, id); err == nil {
		r, ok := environmentRowOf(tx, call.IDs[0])
		if !ok {
			return nil, false
		}
		return tenant.In(tx, &operations).Get(r.Busy)
	}
	call, _, err := api.ParseOperationID(&opOperationsGet, id)
	if err != nil {
		return nil, false
	}
	o, err := findOperation(tx, call.IDs[0])
	return o, err == nil && o.State == ""
}

// FinishAll has everything that runs succeed at once: operations on environments,
// applications being installed, release waves. What is to fail ([Backstage.FailNext])
// fails.
func (b *Backstage) FinishAll(ctx context.Context) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		var all []*operationRow
		for o := range tenant.In(tx, &operations).ByRef(&operationsRunning, nil, false) {
			all = append(all, o)
		}
		for _, o := range all {
			if err := end(tx, o, o.Doomed); err != nil {
				return err
			}
		}
		return finishOffers(tx)
	})
}

// Occupy has the service do something to an environment, of that kind ([KindEdit] for
// none), that runs until it is finished or failed here: the environment is busy until
// then. It fails with [admin365.ErrBusy] if it is so already.
func (b *Backstage) Occupy(ctx context.Context, id EnvironmentID, kind OperationKind) (*admin365.Operation, error) {
	switch kind {
	case "":
		kind = KindEdit
	case KindEdit, KindEnable, KindDisable, "Move", "DisasterRecoveryDrill":
	default:
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Target: string(kind), Message: "the service does not do this by itself"}
	}
	var op *admin365.Operation
	err := b.do(ctx, func(tx *tenant.Tx) error {
		r, err := findEnvironment(tx, string(id))
		if err != nil {
			return err
		}
		if err := r.free(tx); err != nil {
			return err
		}
		o := &operationRow{Kind: kind}
		if err := begin(tx, o, r.clone(), nil, 0); err != nil {
			return err
		}
		op = begunOf(tx, o)
		return nil
	})
	return op, err
}

// AddEnvironment adds an environment at once, whatever the capacity: also of the types
// that no administrator creates, such as [Teams] and [Support], and of those that this
// library does not know. There is one [Default].
func (b *Backstage) AddEnvironment(ctx context.Context, n NewEnvironment) (*Environment, error) {
	var made *Environment
	err := b.do(ctx, func(tx *tenant.Tx) error {
		types := []EnvironmentType{n.Type}
		if n.Type == "" || n.Type == Default {
			types = nil
		}
		r, err := newEnvironment(tx, n, types)
		if err != nil {
			return err
		}
		if n.Dataverse != nil {
			if err := addDatabase(tx, r, *n.Dataverse, nil, ""); err != nil {
				return err
			}
		}
		made = environmentOf(tx, r)
		return r.put(tx)
	})
	return made, err
}

// SetDisabled disables an environment, as the service does where a trial has ended or
// nobody has used it for long, or enables it again. Nobody can work in it, and all that
// can be done to it is to delete it.
func (b *Backstage) SetDisabled(ctx context.Context, id EnvironmentID, disabled bool) error {
	return b.change(ctx, id, func(_ *tenant.Tx, r *environmentRow) error {
		r.setRuntime(RuntimeEnabled)
		if disabled {
			r.setRuntime(RuntimeDisabled)
		}
		return nil
	})
}

// SetCapacity says what the tenant has of a kind of storage, in MB.
func (b *Backstage) SetCapacity(ctx context.Context, kind CapacityType, total float64) error {
	if !isSize(total) {
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(kind), Message: "the capacity is negative, or no number"}
	}
	return b.do(ctx, func(tx *tenant.Tx) error {
		return tenant.In(tx, &storage).Put(&storageRow{Type: kind, Base: total})
	})
}

// SetUsed says what an environment stores of a kind, in MB.
func (b *Backstage) SetUsed(ctx context.Context, id EnvironmentID, kind CapacityType, used float64) error {
	return b.changeDatabase(ctx, id, func(tx *tenant.Tx, d *databaseRow) error {
		switch {
		case !isSize(used):
		case kind == DatabaseCapacity:
			d.Data = used
			return nil
		case kind == FileCapacity:
			d.Files = used
			return nil
		case kind == LogCapacity:
			d.Logs = used
			return nil
		}
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(kind), Message: "there is no such kind of storage, or not so much of it"}
	})
}

// SetVersion says which version of Dataverse an environment has.
func (b *Backstage) SetVersion(ctx context.Context, id EnvironmentID, version string) error {
	return b.changeDatabase(ctx, id, func(_ *tenant.Tx, d *databaseRow) error {
		d.Version = version
		return nil
	})
}

// AddSystemBackup adds a backup of the service's own to an environment, besides those that
// it makes every day. It is kept as long as they are.
func (b *Backstage) AddSystemBackup(ctx context.Context, id EnvironmentID, at time.Time) (*Backup, error) {
	var made *Backup
	err := b.do(ctx, func(tx *tenant.Tx) error {
		r, err := findEnvironment(tx, string(id))
		if err != nil {
			return err
		}
		at = at.UTC().Truncate(time.Second)
		if r.Database == nil || at.After(tx.Now()) || !at.Add(r.retention()).After(tx.Now()) {
			return &admin365.Error{Kind: admin365.ErrPrecondition, Target: string(id), Message: "nothing of that time is kept"}
		}
		row := &backupRow{
			ID: tx.NewKey(), Environment: r.ID, Point: at, Expires: at.Add(r.retention()), System: true, By: by(tx), Content: r.Database.heldAt(at),
		}
		made = backupOf(row)
		return row.put(tx)
	})
	return made, err
}

// AddEnvironmentGroup adds an environment group, and returns its id.
func (b *Backstage) AddEnvironmentGroup(ctx context.Context, name string) (id string, err error) {
	err = b.do(ctx, func(tx *tenant.Tx) error {
		g := &groupRow{ID: tx.NewKey(), Name: name, Created: now(tx)}
		id = g.ID.String()
		return tenant.In(tx, &groups).Put(g)
	})
	return id, err
}

// change changes an environment, whatever runs on it.
func (b *Backstage) change(ctx context.Context, id EnvironmentID, to func(*tenant.Tx, *environmentRow) error) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		r, err := findEnvironment(tx, string(id))
		if err != nil {
			return err
		}
		r = r.clone()
		if err := to(tx, r); err != nil {
			return err
		}
		return r.put(tx)
	})
}

func (b *Backstage) changeDatabase(ctx context.Context, id EnvironmentID, to func(*tenant.Tx, *databaseRow) error) error {
	return b.change(ctx, id, func(tx *tenant.Tx, r *environmentRow) error {
		if r.Database == nil {
			return &admin365.Error{Kind: admin365.ErrPrecondition, Target: string(id), Message: "the environment has no Dataverse"}
		}
		return to(tx, r.Database)
	})
}

func (b *Backstage) do(ctx context.Context, fn func(*tenant.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(fn)
}
