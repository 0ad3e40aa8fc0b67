package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Lifecycle is what becomes of an environment. Roles are those of [Environments].
type Lifecycle interface {
	// AddDatabase gives an environment without one a Dataverse organization: an operation
	// of kind [KindProvision] that runs for minutes. It is followed on the environment
	// itself, which is all that the service offers.
	//
	// Effect: spends money (capacity). Errors: [admin365.ErrInvalid],
	// [admin365.ErrNotFound], [admin365.ErrBusy], [admin365.ErrConflict] (the domain is
	// taken), [admin365.ErrPrecondition] (it has one), [ErrNoCapacity]. Operation:
	// instances.Lifecycle.AddDatabase.
	AddDatabase(ctx context.Context, id EnvironmentID, d NewDatabase) (*admin365.Operation, error)

	// Convert changes the type: [Sandbox] to [Production] and back, [Trial] to
	// [Production]. To become a sandbox cuts the backups to those of 7 days.
	//
	// Effect: loses data. Errors: [admin365.ErrInvalid] (no type to convert to),
	// [admin365.ErrNotFound], [admin365.ErrBusy], [admin365.ErrConflict] (it is of that
	// type), [admin365.ErrPrecondition] (not as expected; its type cannot be converted),
	// [ErrNoCapacity] (a trial becomes a production). Operation:
	// instances.Lifecycle.Convert.
	// Source: https://learn.microsoft.com/power-platform/admin/switch-environment
	Convert(ctx context.Context, id EnvironmentID, expect Expect, to EnvironmentType) (*admin365.Operation, error)

	// CheckDelete says whether the environment could be deleted, and what would go with
	// it.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation:
	// instances.Lifecycle.CheckDelete.
	CheckDelete(ctx context.Context, id EnvironmentID) (*DeleteCheck, error)

	// Delete puts an environment into the bin, from which [Lifecycle.Recover] brings it
	// back for 7 days; for 28 if it is a production with applications of Dynamics 365.
	//
	// Effect: loses data. Errors: [admin365.ErrInvalid], [admin365.ErrNotFound],
	// [admin365.ErrBusy], [admin365.ErrPrecondition] (not as expected; it is the default
	// environment). Operation: instances.Lifecycle.Delete.
	// Source: https://learn.microsoft.com/power-platform/admin/delete-environment
	Delete(ctx context.Context, id EnvironmentID, expect Expect) (*admin365.Operation, error)

	// Deleted returns the environments in the bin, last deleted first.
	//
	// Effect: read. Operation: instances.Lifecycle.Deleted.
	Deleted(ctx context.Context) iter.Seq2[*Environment, error]

	// Recover brings an environment back from the bin, in administration mode with its
	// background operations off; one that was disabled is so still.
	//
	// Effect: spends money (capacity). Errors: [admin365.ErrNotFound] (it is not in the
	// bin), [admin365.ErrBusy], [ErrNoCapacity]. Operation: instances.Lifecycle.Recover.
	// Source: https://learn.microsoft.com/power-platform/admin/recover-environment
	Recover(ctx context.Context, id EnvironmentID) (*admin365.Operation, error)

	// SetManaged makes an environment a Managed Environment, or ends that. Where it is so
	// already, the operation has ended.
	//
	// An end ends a retention that was chosen as well: backups older than 7 days are
	// deleted.
	//
	// Effect: reversible; an end loses data. Errors: [admin365.ErrNotFound],
	// [admin365.ErrBusy], [admin365.ErrPrecondition] (it has no Dataverse). Repeatable.
	// Operation: instances.Lifecycle.SetManaged.
	// Source: https://learn.microsoft.com/power-platform/admin/managed-environment-enable
	SetManaged(ctx context.Context, id EnvironmentID, managed bool) (*admin365.Operation, error)
}

// managing is the operation as the call makes it: only the end of a Managed Environment
// deletes backups.
func managing(op api.Op, managed bool) *api.Op {
	if managed {
		op.Effect = admin365.EffectReversible
	}
	return &op
}

// DeleteCheck is what the service says of a deletion before it is asked for.
type DeleteCheck struct {
	// Can is whether it would begin.
	Can bool `json:"canInitiateDelete"`
	// Resources are what would go with the environment.
	Resources []DeletedResource `json:"resourcesToBeDeleted"`
}

// DeletedResource is something that goes with an environment.
type DeletedResource struct {
	// Type is such as "Microsoft.BusinessAppPlatform/environments/database".
	Type string `json:"type"`
	Name string `json:"name,omitzero"`
}
