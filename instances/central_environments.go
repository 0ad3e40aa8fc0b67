package instances

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// CentralEnvironments are the environments of Business Central.
//
// Whatever takes long returns an operation at once: [CentralOperations.Get] says where
// it stands, and [Wait] waits for it. One environment has one operation at a time; what
// comes meanwhile is refused as [admin365.ErrBusy].
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_environments
type CentralEnvironments interface {
	// List returns the environments of a family, of all families if it is empty, by
	// name in memory and in the service's own order elsewhere. Those that were deleted
	// are in it for 14 days, under the name that they have since. Nothing is fetched
	// until it is ranged over; an error comes once, as the last pair.
	//
	// Effect: read. Errors: [admin365.ErrNotFound] for a family that the tenant does
	// not have. Operations: instances.CentralEnvironments.List, .ListAll.
	List(ctx context.Context, family Family) iter.Seq2[*CentralEnvironment, error]

	// Get returns an environment. To open it, see its WebClientURL.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	Get(ctx context.Context, id CentralEnvironmentID) (*CentralEnvironment, error)

	// Create makes an environment. Without a version it gets the ring's newest.
	//
	// Effect: reversible. Not repeatable: a second call fails with ErrConflict.
	// Errors: [admin365.ErrInvalid] for a name that breaks the rules (an ASCII letter,
	// then letters, digits, _ and -, fewer than 30 characters, none of the reserved
	// words), for a country, ring, type or version that is not offered;
	// [admin365.ErrConflict] where the name is taken; [admin365.ErrNotFound] for a
	// family that the tenant does not have; [admin365.ErrPrecondition] where the tenant
	// has as many environments of the type as it may, or no storage left.
	Create(ctx context.Context, id CentralEnvironmentID, n NewCentralEnvironment) (*admin365.Operation, error)

	// Copy copies an environment, data and apps, to a new one of the same family. The
	// source goes on working. Nothing is overwritten: the name has to be free.
	//
	// Effect: reversible. Errors: as for Create, [admin365.ErrNotFound] for the source,
	// and [admin365.ErrBusy] where an operation is running on it.
	Copy(ctx context.Context, source CentralEnvironmentID, to CentralCopy) (*admin365.Operation, error)

	// Rename gives an environment another name: its URLs change with it, and what is
	// bookmarked or integrated by the old one fails. It is not available meanwhile.
	//
	// Effect: revokes access. Errors: [admin365.ErrNotFound], [admin365.ErrInvalid] for
	// the name, [admin365.ErrConflict] where it is taken, [admin365.ErrBusy].
	Rename(ctx context.Context, id CentralEnvironmentID, name string) (*admin365.Operation, error)

	// Delete deletes an environment. It lies in the bin for 14 days, under another name
	// (its old one and the time of its deletion), and can be recovered; then it is gone.
	// One whose making or removing failed is gone at once.
	//
	// The environment is read again first: one that is not as expected stays, the call
	// fails with [admin365.ErrPrecondition], and nothing is sent.
	//
	// Effect: loses data. Errors: [admin365.ErrNotFound], [admin365.ErrPrecondition],
	// [admin365.ErrInvalid] for an Expect that lacks something, [admin365.ErrBusy], and
	// [admin365.ErrConflict] for one that is deleted already.
	Delete(ctx context.Context, id CentralEnvironmentID, expect Expect) (*admin365.Operation, error)

	// Recover brings a deleted environment back, by the name that List has for it now.
	// It gets its old name if that is free still, and keeps the present one otherwise.
	//
	// Effect: reversible. Errors: [admin365.ErrNotFound], [admin365.ErrPrecondition]
	// for one that is not deleted, and where the tenant has as many of the type by now as
	// it may, a production environment one more; [admin365.ErrBusy] for one that is being
	// recovered.
	Recover(ctx context.Context, id CentralEnvironmentID) (*admin365.Operation, error)

	// Restart is not offered: the error is [admin365.ErrUnsupported], and nothing is
	// sent. The admin center does it, on the page of the environment; the nearest thing
	// by this API is [CentralSettings.SetTelemetryKey], which restarts it too.
	Restart(ctx context.Context, id CentralEnvironmentID) (*admin365.Operation, error)
}

// CentralStatus is where an environment of Business Central stands. Values that this
// module does not know are kept as they came.
type CentralStatus string

// The statuses. Only Active is ready for use. The four of the first row are documented;
// the others were observed in clients.
const (
	CentralNotReady  CentralStatus = "NotReady"
	CentralRemoving  CentralStatus = "Removing"
	CentralPreparing CentralStatus = "Preparing"
	CentralActive    CentralStatus = "Active"

	CentralUpgrading          CentralStatus = "Upgrading"
	CentralSoftDeleting       CentralStatus = "SoftDeleting"
	CentralSoftDeleted        CentralStatus = "SoftDeleted"
	CentralRecovering         CentralStatus = "Recovering"
	CentralCreatingFailed     CentralStatus = "CreatingFailed"
	CentralRemovingFailed     CentralStatus = "RemovingFailed"
	CentralSoftDeletingFailed CentralStatus = "SoftDeletingFailed"
	CentralRecoveringFailed   CentralStatus = "RecoveringFailed"
)

// CentralEnvironment is an environment of Business Central.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_environments
type CentralEnvironment struct {
	Name   string `json:"name"`
	Family Family `json:"applicationFamily"`
	// FriendlyName is what people see; as a rule the name.
	FriendlyName string `json:"friendlyName"`
	// Type is [Production] or [Sandbox].
	Type   EnvironmentType `json:"type"`
	Status CentralStatus   `json:"status"`
	// CountryCode is the localization, such as "DK".
	CountryCode string            `json:"countryCode"`
	TenantID    admin365.TenantID `json:"aadTenantId"`
	// RingName is the release ring, such as [RingProduction].
	RingName string `json:"ringName"`
	// ApplicationVersion is the whole version, such as "26.1.29050.0".
	ApplicationVersion string `json:"applicationVersion"`
	PlatformVersion    string `json:"platformVersion"`
	// VersionDetails say when Microsoft brings the environment to the next major
	// version by itself; zero where the service does not tell.
	VersionDetails CentralVersionDetails `json:"versionDetails,omitzero"`
	// WebClientURL opens it in a browser, and WebServiceURL is where its own APIs are.
	WebClientURL  string `json:"webClientLoginUrl"`
	WebServiceURL string `json:"webServiceUrl"`
	// LocationName is the data center's region, and GeoName the geography, which only
	// lists have.
	LocationName string `json:"locationName"`
	GeoName      string `json:"geoName,omitzero"`
	// AppUpdateCadence says which updates of the environment bring those of its apps.
	AppUpdateCadence AppUpdateCadence `json:"appSourceAppsUpdateCadence"`
	// TelemetryKey is the key or connection string of Application Insights; empty
	// without one.
	TelemetryKey admin365.Secret `json:"-"`
	// LinkedEnvironment is the environment of Dataverse that it is linked with.
	LinkedEnvironment EnvironmentID `json:"linkedPowerPlatformEnvironmentId,omitzero"`
	// Deleted is when it was deleted, Gone when it cannot be recovered any more, both
	// zero as a rule, and DeleteReason why.
	Deleted      time.Time `json:"softDeletedOn,omitzero"`
	Gone         time.Time `json:"hardDeletePendingOn,omitzero"`
	DeleteReason string    `json:"deleteReason,omitzero"`
}

// ID returns what names the environment.
func (e *CentralEnvironment) ID() CentralEnvironmentID {
	return CentralEnvironmentID{Family: e.Family, Name: e.Name}
}

// CentralVersionDetails say how long an environment may stay on its major version.
type CentralVersionDetails struct {
	// Version is the whole version.
	Version string `json:"version"`
	// GracePeriodStart is the end of free scheduling: from then on an update can be
	// brought forward and not put off. EnforcedStart is from when on it runs even if
	// extensions do not fit, which are uninstalled then.
	GracePeriodStart time.Time `json:"gracePeriodStartDate,omitzero"`
	EnforcedStart    time.Time `json:"enforcedUpdatePeriodStartDate,omitzero"`
}

// NewCentralEnvironment is what a new environment is to be.
type NewCentralEnvironment struct {
	// Type is [Production] or [Sandbox]; mandatory.
	Type EnvironmentType `json:"environmentType"`
	// CountryCode is the localization; mandatory. See [CentralCatalogue.Families].
	CountryCode string `json:"countryCode"`
	// RingName is the release ring; empty means the production ring, the only one that
	// takes a production environment.
	RingName string `json:"ringName,omitzero"`
	// ApplicationVersion is a whole version of [CentralCatalogue.Versions]; empty means
	// the ring's newest.
	ApplicationVersion string `json:"applicationVersion,omitzero"`
	// AzureRegion is where it is to be; empty leaves it to the service. Observed:
	// clients send it, the documentation does not know it.
	AzureRegion string `json:"azureRegion,omitzero"`
}

// CentralCopy is what a copy is to be.
type CentralCopy struct {
	// Name is the new environment's name, and Type its type; both are mandatory.
	Name string          `json:"environmentName"`
	Type EnvironmentType `json:"type"`
}

// The rings.
const (
	RingProduction = "PROD"
	RingPreview    = "PREVIEW"
	RingFast       = "FAST"
)
