package admin

import (
	"context"
	"time"

	"github.com/admin365/admin365"
)

// DirectorySync is the synchronization of a directory that is kept on-premises, as
// [Client.DirectorySync] has it. The synchronization itself runs there, in Microsoft
// Entra Connect: no API starts it. What it manages is read-only here; see
// [identity.User.OnPremisesSyncEnabled].
//
// Source: https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronization
type DirectorySync interface {
	// Get returns whether it is on, when it last ran, and how it is set up. An
	// application on its own cannot: the service offers it to signed-in
	// administrators alone. Whether it is on and when it ran the organization tells, so
	// that the permission User.Read is not enough beside the one for the rest.
	//
	// Effect: read. Role: Hybrid Identity Administrator, Global Administrator.
	// Errors: [admin365.ErrForbidden]. Operations: admin.Organization.Get,
	// admin.DirectorySync.Get.
	// Source: https://learn.microsoft.com/graph/api/onpremisesdirectorysynchronization-get
	Get(ctx context.Context) (*DirectorySyncStatus, error)

	// Update changes how it is set up. An application on its own cannot.
	//
	// Effect: reversible, but for features that once on stay so; repeating it is
	// harmless. Role: Global Administrator. Errors: [admin365.ErrInvalid] (an empty
	// patch, which is not sent; a threshold out of range; [PasswordWriteback], which
	// cannot be set; [SoftMatchOnUPN] or [SynchronizeUPNForManagedUsers] turned off
	// again). Operation: admin.DirectorySync.Update; before it admin.Organization.Get
	// where the client's tenant is configured by a domain.
	// Source: https://learn.microsoft.com/graph/api/onpremisesdirectorysynchronization-update
	Update(ctx context.Context, p DirectorySyncPatch) error

	// TurnOn lets a directory be synchronized into the tenant.
	//
	// Effect: reversible, by [DirectorySync.TurnOff]; repeating it is harmless. Role:
	// Directory Synchronization Accounts, Hybrid Identity Administrator, Global
	// Administrator. Errors: [admin365.ErrBusy] (it is being turned off). Operation: admin.DirectorySync.TurnOn; before it
	// admin.Organization.Get where the client's tenant is configured by a domain.
	// Source: https://learn.microsoft.com/graph/api/organization-update
	TurnOn(ctx context.Context) error

	// TurnOff begins to turn it off. It takes up to 72 hours, cannot be canceled, and
	// makes everybody who was synchronized the cloud's own. To say that it is
	// meant, the caller repeats the id of the tenant, a GUID, as
	// [Organizations.Get] returns it; with another one, or "", nothing is sent but the
	// question for the right one. Until it is done the organization says that it is
	// on; ask [Organizations.Get] now and then.
	//
	// Effect: irrevocable. Role: Directory Synchronization Accounts, Hybrid Identity
	// Administrator, Global Administrator. Errors: [admin365.ErrInvalid] (another tenant's id), [admin365.ErrPrecondition]
	// (it is not on), [admin365.ErrBusy] (it is being turned off). Operations:
	// admin.Organization.Get, admin.DirectorySync.TurnOff.
	// Source: https://learn.microsoft.com/powershell/module/microsoft.entra.directorymanagement/set-entradirsyncenabled
	TurnOff(ctx context.Context, tenant admin365.TenantID) error
}

// DirectorySyncStatus is the synchronization as the tenant sees it.
type DirectorySyncStatus struct {
	// Enabled is true while it is on, false when it once was, nil when it never was.
	Enabled *bool
	// LastSync is when it last ran to its end, in UTC; zero if it never did.
	LastSync time.Time
	// AccidentalDeletions says when a run that deletes much is stopped.
	AccidentalDeletions AccidentalDeletionPrevention
	// Features are what it does, those that this library does not know too.
	Features map[SyncFeature]bool
}

// DeletionPrevention is the way in which deletions are counted. Unknown values are
// kept.
type DeletionPrevention string

// The ways of counting deletions.
const (
	// PreventionDisabled: nothing is stopped.
	PreventionDisabled DeletionPrevention = "disabled"
	// PreventionByCount: the threshold is a number of objects.
	PreventionByCount DeletionPrevention = "enabledForCount"
	// PreventionByPercentage: the threshold is a share of all objects in percent.
	PreventionByPercentage DeletionPrevention = "enabledForPercentage"
)

// AccidentalDeletionPrevention says when a run that deletes much is stopped: one that
// would delete more than the threshold deletes nothing.
//
// Source: https://learn.microsoft.com/graph/api/resources/onpremisesaccidentaldeletionprevention
type AccidentalDeletionPrevention struct {
	Type DeletionPrevention `json:"synchronizationPreventionType"`
	// AlertThreshold is at least 1, and at most 100 as a percentage. It is 500
	// objects unless it was changed.
	AlertThreshold int `json:"alertThreshold"`
}

// SyncFeature names something that the synchronization does. Unknown values are kept.
type SyncFeature string

// The features that administrators meet most, as the service writes them.
//
// Source: https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronizationfeature
const (
	PasswordSync                 SyncFeature = "passwordSyncEnabled"
	CloudPasswordPolicy          SyncFeature = "cloudPasswordPolicyForPasswordSyncedUsersEnabled"
	ForcePasswordChangeOnLogon   SyncFeature = "userForcePasswordChangeOnLogonEnabled"
	BlockSoftMatch               SyncFeature = "blockSoftMatchEnabled"
	BlockTakeoverByHardMatch     SyncFeature = "blockCloudObjectTakeoverThroughHardMatchEnabled"
	QuarantineUPNConflicts       SyncFeature = "quarantineUponUpnConflictEnabled"
	QuarantineAddressConflicts   SyncFeature = "quarantineUponProxyAddressesConflictEnabled"
	DirectoryExtensions          SyncFeature = "directoryExtensionsEnabled"
	UnifiedGroupWriteback        SyncFeature = "unifiedGroupWritebackEnabled"
	BypassDirectorySyncOverrides SyncFeature = "bypassDirSyncOverridesEnabled"
	// SoftMatchOnUPN and SynchronizeUPNForManagedUsers stay on once they are.
	SoftMatchOnUPN                SyncFeature = "softMatchOnUpnEnabled"
	SynchronizeUPNForManagedUsers SyncFeature = "synchronizeUpnForManagedUsersEnabled"
	// PasswordWriteback is not in use, and cannot be set: [Links.SelfServiceReset]
	// does it.
	PasswordWriteback SyncFeature = "passwordWritebackEnabled"
)

// DirectorySyncPatch is a change to how the synchronization is set up.
type DirectorySyncPatch struct {
	// AccidentalDeletions replaces both of its fields; nil leaves them.
	AccidentalDeletions *AccidentalDeletionPrevention
	// Features are those to change; the others stay.
	Features map[SyncFeature]bool
}
