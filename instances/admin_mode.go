package instances

import (
	"context"

	"github.com/admin365/admin365"
)

// AdminMode closes an environment to all but its System Administrators and System
// Customizers, and stops what it does by itself. Each method is an operation of kind
// [KindEdit] that takes seconds, needs Dataverse, and may be repeated. Roles are those of [Environments]. The message
// that people are shown cannot be set by an API.
//
// Source: https://learn.microsoft.com/power-platform/admin/admin-mode
type AdminMode interface {
	// Enter begins administration mode, for environments of type [Sandbox] and
	// [Production]. Background operations stop unless the caller keeps them.
	//
	// Effect: revokes access. Errors: [admin365.ErrNotFound], [admin365.ErrBusy],
	// [admin365.ErrPrecondition] (the type, no Dataverse, disabled). Operation:
	// instances.AdminMode.Enter.
	Enter(ctx context.Context, id EnvironmentID, o AdminModeOptions) (*admin365.Operation, error)

	// Leave ends administration mode and starts background operations, on an environment
	// of every type: one that was restored or recovered comes back in administration
	// mode, whatever it is.
	//
	// Effect: reversible. Errors: [admin365.ErrNotFound], [admin365.ErrBusy],
	// [admin365.ErrPrecondition] (no Dataverse, disabled). Operation:
	// instances.AdminMode.Leave.
	Leave(ctx context.Context, id EnvironmentID) (*admin365.Operation, error)

	// SetBackgroundOperations starts or stops them within administration mode.
	//
	// Effect: reversible. Errors: those of Leave; [admin365.ErrInvalid] (no such state);
	// [admin365.ErrPrecondition] also where they are to stop outside of administration
	// mode. Operation:
	// instances.AdminMode.SetBackgroundOperations.
	SetBackgroundOperations(ctx context.Context, id EnvironmentID, state BackgroundOperations) (*admin365.Operation, error)
}

// AdminModeOptions say how to enter administration mode. The zero value stops
// background operations.
type AdminModeOptions struct {
	// KeepBackgroundOperations has workflows, synchronization and mail go on.
	KeepBackgroundOperations bool
}

// background is the state that the options ask for.
func (o AdminModeOptions) background() BackgroundOperations {
	if o.KeepBackgroundOperations {
		return BackgroundEnabled
	}
	return BackgroundDisabled
}
