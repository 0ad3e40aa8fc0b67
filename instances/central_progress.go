package instances

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// Followed is what [Wait] asks where an operation stands: [CentralOperations],
// [FinOpsUpdates], or those of Dataverse.
type Followed interface {
	Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)
}

// CentralOperations are what is being done with environments of Business Central, and
// what was: their history.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_environments
type CentralOperations interface {
	// List returns the operations of an environment, the newest first, those of its apps
	// among them. It knows an environment by its present name; what was done under a
	// former one is in All.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	List(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*CentralOperation, error]

	// All returns the operations of all environments of a family, the newest first,
	// those of environments that are gone among them.
	//
	// Effect: read. Errors: [admin365.ErrNotFound] for a family that the tenant does not
	// have.
	All(ctx context.Context, family Family) iter.Seq2[*CentralOperation, error]

	// Get returns where an operation stands that a call of this service returned: of an
	// environment, or of an app. It can be asked in another process. It is for [Wait],
	// and the service does not say when to come again.
	//
	// Effect: read. Errors: [admin365.ErrNotFound], and [admin365.ErrInvalid] for an id
	// of something else. Operations: instances.CentralOperations.Get, .All (where the
	// service does not know the operation by the environment's name), .GetOfApp.
	Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)

	// Cancel stops an operation: the update of an environment that is running, or that
	// of an app which is scheduled. The environment is brought back to the version that
	// it had, which can take more than an hour, and the update is scheduled again a week
	// later. To stop one that is only scheduled, select another version or a later date.
	//
	// Effect: reversible. Repeatable in memory, where one that was canceled stays so; what
	// the service says of it is not known. Errors: [admin365.ErrNotFound]; [admin365.ErrPrecondition] for
	// an operation of another kind, one that is not running, and for an update in the
	// enforced period.
	Cancel(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)
}

// CentralOperation is an operation and what Business Central tells of it beyond what all
// operations have. Its State is one of those of package admin365: queued and scheduled
// are NotStarted, skipped is Canceled, and Status has the service's own word.
type CentralOperation struct {
	admin365.Operation
	// Status is the service's own word, such as "scheduled".
	Status string
	// Environment is what it was done with, under the name of that time.
	Environment CentralEnvironmentID
	// Type is the environment's type, where the service tells.
	Type EnvironmentType
	// Started and Completed are in UTC, zero before.
	Started, Completed time.Time
	// CreatedBy is who began it: a mail address, or an application's id. CanceledBy is
	// who stopped it. ByApp: the former is an application.
	CreatedBy, CanceledBy string
	ByApp                 bool
	// App is the app that it was about, if it was about one.
	App admin365.AppID
	// SourceVersion and TargetVersion are from where and to where, of an update or of an
	// operation of an app.
	SourceVersion, TargetVersion string
	// Parameters are what it was given, which differs by its kind.
	Parameters map[string]any
}

// The kinds of operations of Business Central. Kinds that this module does not know are
// kept as they came.
const (
	CentralKindCreate     OperationKind = "create"
	CentralKindCopy       OperationKind = "copy"
	CentralKindDelete     OperationKind = "delete"
	CentralKindSoftDelete OperationKind = "softDelete"
	CentralKindRecover    OperationKind = "recover"
	CentralKindRename     OperationKind = "environmentRename"
	CentralKindRestore    OperationKind = "pitRestore"
	CentralKindRestart    OperationKind = "restart"
	// CentralKindModify is a change of settings, and of an update's schedule.
	CentralKindModify OperationKind = "modify"
	// CentralKindUpdate is an update that runs, or ran.
	CentralKindUpdate       OperationKind = "update"
	CentralKindAppInstall   OperationKind = "environmentAppInstall"
	CentralKindAppUpdate    OperationKind = "environmentAppUpdate"
	CentralKindAppUninstall OperationKind = "environmentAppUninstall"
)
