package instances

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// FinOpsService is Finance and Operations where it runs on an environment of Dataverse
// (unified). What Lifecycle Services manages is not reached by this API.
//
// Who may: a Power Platform Administrator, a Dynamics 365 Administrator or a Global
// Administrator. An application on its own has to be registered as a management
// application. An environment without Finance and Operations is [admin365.ErrNotFound];
// where the service does not offer the route at this moment, which was seen, it is
// [admin365.ErrUnsupported], and asking again later can help.
//
// Source: https://learn.microsoft.com/rest/api/power-platform/dynamics
type FinOpsService struct {
	// Updates are the versions, and their application.
	Updates FinOpsUpdates
	// Settings are the properties of an environment, and when Microsoft updates it.
	Settings FinOpsSettings
}

// FinOpsUpdates are the versions of Finance and Operations that an environment can be
// brought to. There are no dates: a version is applied now or not at all.
//
// Source: https://learn.microsoft.com/rest/api/power-platform/dynamics/finance-and-operations-versions
type FinOpsUpdates interface {
	// List returns the versions that the environment can be brought to, the lowest first
	// in memory. All are Available and none is Selected.
	//
	// Effect: read. Errors: [admin365.ErrNotFound], [admin365.ErrUnsupported].
	List(ctx context.Context, id EnvironmentID) iter.Seq2[*Update, error]

	// Apply brings the environment to a version, now: that is approving and starting it
	// in one. Where it has the version already, or a higher one, the operation that comes
	// back has succeeded and has no id.
	//
	// Effect: revokes access, while it runs. Repeatable: what has been applied is not
	// applied again. Errors: [admin365.ErrNotFound] for the environment and for a version
	// that is not offered; [admin365.ErrPrecondition] for a deployment that is not
	// unified; [admin365.ErrBusy] while an update or an operation on the environment runs; [admin365.ErrUnsupported].
	Apply(ctx context.Context, id EnvironmentID, version string) (*admin365.Operation, error)

	// Get returns where an application of a version stands. It is for [Wait].
	//
	// Effect: read. Errors: [admin365.ErrNotFound], and [admin365.ErrInvalid] for an id
	// of something else.
	Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)

	// Schedule is not offered: the error is [admin365.ErrUnsupported], and nothing is
	// sent. The nearest thing is on which days Microsoft updates the environment, and
	// whether it skips every other update: [FinOpsSettings.SetMaintenance].
	Schedule(ctx context.Context, id EnvironmentID, version string, s Schedule) (*Update, error)

	// Cancel is not offered: the error is [admin365.ErrUnsupported], and nothing is sent.
	// An update that runs ends by itself.
	Cancel(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)
}

// FinOpsSettings are the properties of Finance and Operations on an environment, and when
// Microsoft updates it by itself.
//
// Source: https://learn.microsoft.com/rest/api/power-platform/dynamics/finance-and-operations-maintenance-settings
type FinOpsSettings interface {
	// Properties returns what runs on the environment.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	Properties(ctx context.Context, id EnvironmentID) (*FinOps, error)

	// Maintenance returns when Microsoft updates the environment by itself.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	Maintenance(ctx context.Context, id EnvironmentID) (*FinOpsMaintenance, error)

	// SetMaintenance changes it; an empty patch is [admin365.ErrInvalid].
	//
	// Effect: reversible. Repeatable. Errors: [admin365.ErrNotFound],
	// [admin365.ErrInvalid].
	SetMaintenance(ctx context.Context, id EnvironmentID, p FinOpsMaintenancePatch) (*FinOpsMaintenance, error)

	// Failures returns what failed lately, the newest first, at most limit of them; zero
	// is the service's own limit of 20, and 1000 the most.
	//
	// Effect: read. Errors: [admin365.ErrNotFound], [admin365.ErrInvalid].
	Failures(ctx context.Context, id EnvironmentID, limit int) iter.Seq2[*FinOpsFailure, error]
}

// FinOps is what runs on an environment.
//
// Source: https://learn.microsoft.com/rest/api/power-platform/dynamics/finance-and-operations-properties
type FinOps struct {
	AppID      admin365.AppID   `json:"appId"`
	Deployment FinOpsDeployment `json:"deploymentType"`
	// DemoDataset names the data that it began with.
	DemoDataset string `json:"demoDataset"`
	// MaxAOSCount and MaxBatchAOSCount are how many servers it may have; the service
	// writes them as text.
	MaxAOSCount      string `json:"maxAOSCount"`
	MaxBatchAOSCount string `json:"maxBatchAOSCount"`
	// The next two are how many it had when that was last looked at.
	LastObservedAOSCount      int `json:"lastObservedAOSCount"`
	LastObservedBatchAOSCount int `json:"lastObservedBatchAOSCount"`
	// ApplicationVersion is what it has now, such as "10.0.45.4". Observed: the
	// documentation does not know it, live answers have it.
	ApplicationVersion string `json:"applicationVersion,omitzero"`
	PlatformVersion    string `json:"platformVersion,omitzero"`
}

// FinOpsDeployment is what kind of deployment it is. Values that this module does not know
// are kept as they came.
type FinOpsDeployment string

// The deployments. Versions can be applied to the first three alone.
const (
	FinOpsUnifiedDeveloper  FinOpsDeployment = "UnifiedDeveloper"
	FinOpsUnifiedSandbox    FinOpsDeployment = "UnifiedSandbox"
	FinOpsUnifiedProduction FinOpsDeployment = "UnifiedProduction"
	FinOpsLCSSandbox        FinOpsDeployment = "LCSSandbox"
	FinOpsLCSProduction     FinOpsDeployment = "LCSProduction"
	FinOpsTrial             FinOpsDeployment = "Trial"
	FinOpsUnknown           FinOpsDeployment = "Unknown"
)

// Unified reports whether versions can be applied to such a deployment.
func (d FinOpsDeployment) Unified() bool {
	switch d {
	case FinOpsUnifiedDeveloper, FinOpsUnifiedSandbox, FinOpsUnifiedProduction:
		return true
	default:
		return false
	}
}

// FinOpsMaintenance is when Microsoft updates an environment by itself.
type FinOpsMaintenance struct {
	Cadence FinOpsCadence `json:"maintenanceWindowCadence"`
	// Days are the days of the week, such as "Saturday".
	Days []Weekday `json:"maintenanceWindowDaysOfWeek"`
}

// FinOpsMaintenancePatch changes it. What is nil stays.
type FinOpsMaintenancePatch struct {
	Cadence *FinOpsCadence `json:"updatedMaintenanceWindowCadence,omitempty"`
	// Days replace those that there are.
	Days []Weekday `json:"updatedMaintenanceWindowDaysOfWeek,omitempty"`
}

// FinOpsCadence is which of its updates Microsoft brings. Values that this module does not
// know are kept as they came.
type FinOpsCadence string

// The cadences.
const (
	FinOpsEveryUpdate FinOpsCadence = "EveryUpdate"
	// FinOpsEveryOtherUpdate skips the next one.
	FinOpsEveryOtherUpdate FinOpsCadence = "EveryOtherUpdate"
	FinOpsRegulated        FinOpsCadence = "Regulated"
)

// Weekday is a day of the week as the service names it: "Sunday" to "Saturday".
type Weekday string

// FinOpsFailure is an operation that failed.
//
// Source: https://learn.microsoft.com/rest/api/power-platform/dynamics/finance-and-operations-operation-errors
type FinOpsFailure struct {
	// CorrelationID is for a service request.
	CorrelationID string    `json:"correlationId"`
	Code          string    `json:"errorCode"`
	Message       string    `json:"errorMessage"`
	Action        string    `json:"failedActionName"`
	At            time.Time `json:"failedAt"`
	Operation     string    `json:"operationType"`
}
