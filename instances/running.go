package instances

import (
	"context"
	"iter"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Operations are what runs on environments, and what ran. Roles are those of
// [Environments].
type Operations interface {
	// Get returns where an operation stands. The id is all that is needed, also in
	// another process; those that [Solutions.Install] and [Lifecycle.AddDatabase] began
	// are followed here as well. ResourceID is the environment's id.
	//
	// Effect: read. Errors: [admin365.ErrInvalid] (the id is none of an operation's),
	// [admin365.ErrNotFound]. Operation: instances.Operations.Get, of which
	// instances.Operations.Environment and instances.Operations.Install take the place
	// for the ids that lead there.
	Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)

	// List returns the history of an environment, newest first, what runs included. It
	// outlives the environment.
	//
	// Effect: read. Operation: instances.Operations.List.
	List(ctx context.Context, environment EnvironmentID) iter.Seq2[*admin365.Operation, error]

	// Details returns who asked for an operation, and at which stage it is.
	//
	// Effect: read. Errors: as Get; [admin365.ErrUnsupported] for an operation that has no
	// stages, because it is followed elsewhere. Operation: instances.Operations.Details.
	Details(ctx context.Context, id admin365.OperationID) (*OperationDetails, error)
}

// OperationDetails is all that the service tells of an operation.
type OperationDetails struct {
	admin365.Operation
	// Title is what people are shown, as a rule the kind.
	Title       string
	RequestedBy Principal
	// Stages are those that it has come to, in order: Validate, Prepare, Run, Finalize. A
	// failed operation has none after the one that failed.
	Stages []Stage
}

// Stage is a part of an operation.
type Stage struct {
	Name  string
	State admin365.OperationState
	// Started and Updated are in UTC; zero if it has not begun.
	Started, Updated time.Time
}

// OperationKind is what an operation does, as the service names it:
// [admin365.Operation.Kind]. Unknown values are kept.
type OperationKind string

// The kinds of operations that methods here begin or that the service does by itself.
const (
	KindCreate         OperationKind = "Create"
	KindProvision      OperationKind = "Provision"
	KindEdit           OperationKind = "Edit"
	KindConvert        OperationKind = "Convert"
	KindCopy           OperationKind = "Copy"
	KindBackup         OperationKind = "Backup"
	KindRestore        OperationKind = "Restore"
	KindReset          OperationKind = "Reset"
	KindDelete         OperationKind = "Delete"
	KindRecover        OperationKind = "Recover"
	KindEnable         OperationKind = "Enable"
	KindDisable        OperationKind = "Disable"
	KindEnableManaged  OperationKind = "EnableGovernanceConfiguration"
	KindDisableManaged OperationKind = "DisableGovernanceConfiguration"
	// KindInstall is an application being installed. The service has no word for it; it
	// is not in [Operations.List].
	KindInstall OperationKind = "Install"
)

// Wait waits until the operation has ended, and returns its last snapshot; see
// [admin365.Wait]. If the operation failed, its error comes with the snapshot: an
// [*admin365.Error] whose Op is the operation's kind, such as "Copy", and not the name of
// a method; of kind [admin365.ErrUnavailable] where the service says no more than at
// which stage.
func Wait(ctx context.Context, operations Followed, id admin365.OperationID, o admin365.WaitOptions) (*admin365.Operation, error) {
	return admin365.Wait(ctx, operations.Get, id, o)
}

// WaitReady waits until no operation runs on the environment, and returns it as it is
// then: what an operation that has succeeded did may show a moment later. o.Progress is
// not called. A poll that fails in passing is repeated within ctx. It believes what it
// reads: just after a request the environment may tell of a moment ago, when nothing ran
// yet. A backup, which has no operation to wait for, is waited for by [WaitBackup].
func WaitReady(ctx context.Context, environments Environments, id EnvironmentID, o admin365.WaitOptions) (*Environment, error) {
	var last *Environment
	look := func(ctx context.Context, _ admin365.OperationID) (*admin365.Operation, error) {
		e, err := environments.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		last = e
		o := environmentOperation(e)
		if o.State == admin365.OperationSucceeded && e.Management == ManagementRunning {
			o.State, o.RetryAfter = admin365.OperationRunning, pollAgain
		}
		return o, nil
	}
	o.Progress = nil
	if _, err := admin365.Wait(ctx, look, "", o); err != nil {
		return nil, err
	}
	return last, nil
}

// WaitBackup waits until a backup is made that [Backups.Create] has begun, and returns it:
// until List has it. What the environment tells is no word on that, because just after
// Create it may be of a moment ago. o.Progress is told of an operation of kind [KindBackup]
// on the environment, which has no id here. A poll that fails in passing is repeated within
// ctx. A backup that fails never comes, and only the history ([Operations.List]) tells of
// it: bound ctx, by an hour for what takes a quarter of one.
func WaitBackup(ctx context.Context, backups Backups, environment EnvironmentID, backup BackupID, o admin365.WaitOptions) (*Backup, error) {
	if backup == "" {
		return nil, opBackupsList.At(string(environment)).Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "the backup's id is empty"})
	}
	var made *Backup
	look := func(ctx context.Context, _ admin365.OperationID) (*admin365.Operation, error) {
		op := &admin365.Operation{Kind: string(KindBackup), State: admin365.OperationRunning, ResourceID: string(environment)}
		for b, err := range backups.List(ctx, environment) {
			if err != nil {
				return nil, err
			}
			if strings.EqualFold(string(b.ID), string(backup)) {
				made, op.State = b, admin365.OperationSucceeded
				return op, nil
			}
		}
		return op, nil
	}
	if _, err := admin365.Wait(ctx, look, "", o); err != nil {
		return nil, err
	}
	return made, nil
}

// environmentOperation is the operation that an environment itself tells of: how it was
// made. What else is done to it meanwhile is another one. One without Dataverse has only been created, unless
// it was about to get one.
func environmentOperation(e *Environment) *admin365.Operation {
	o := &admin365.Operation{
		ID: environmentOperationID(e.ID), Kind: string(KindProvision), State: admin365.OperationSucceeded,
		ResourceID: string(e.ID), Created: e.Created, Updated: e.Modified,
	}
	if e.Dataverse == nil && e.Provisioning != ProvisioningDatabase && e.Provisioning != ProvisioningFailed {
		o.Kind = string(KindCreate)
	}
	switch e.Provisioning {
	case ProvisioningFailed:
		o.State, o.Err = admin365.OperationFailed, failedOperation(OperationKind(o.Kind), e.ID, "")
	case Provisioned, "":
	default:
		o.State, o.RetryAfter = admin365.OperationRunning, pollAgain
	}
	return o
}

// followedOperation is what the environment tells of the operation with the id. A database
// that was asked for and is not to be seen is still to come: what an environment tells may
// be of a moment ago, and its organization may show later than it is made.
func followedOperation(e *Environment, id admin365.OperationID) *admin365.Operation {
	o := environmentOperation(e)
	if o.ID = id; o.State != admin365.OperationSucceeded || e.Dataverse != nil {
		return o
	}
	if _, query, err := api.ParseOperationID(&opOperationsEnvironment, id); err == nil && query == "api-version="+opOperationsEnvironment.QueryVersion() {
		o.Kind, o.State, o.RetryAfter = string(KindProvision), admin365.OperationRunning, pollAgain
	}
	return o
}

// begun is what the answer to a request says of the operation that it began: where it is
// followed, and when to ask.
func begun(kind OperationKind, id admin365.OperationID, environment EnvironmentID, after time.Duration) *admin365.Operation {
	return &admin365.Operation{
		ID: id, Kind: string(kind), State: admin365.OperationNotStarted, ResourceID: string(environment), RetryAfter: after,
	}
}

// doneAtOnce is an operation that had ended when the service answered: there is none to
// follow but on the environment, which has been changed already.
func doneAtOnce(kind OperationKind, e *Environment) *admin365.Operation {
	o := environmentOperation(e)
	o.ID, o.Kind = endedOperationID(e.ID), string(kind)
	return o
}

// pollAgain is when a running operation asks to be polled again.
const pollAgain = 10 * time.Second

// failedOperation is why an operation failed, as far as the service tells: at which
// stage.
func failedOperation(kind OperationKind, environment EnvironmentID, stage string) error {
	message := "the operation failed"
	if stage != "" {
		message += " at the stage " + stage
	}
	return &admin365.Error{Op: string(kind), Kind: admin365.ErrUnavailable, Target: string(environment), Message: message}
}
