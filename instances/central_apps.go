package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
)

// CentralApps are the apps inside of an environment of Business Central.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_app_management
type CentralApps interface {
	// List returns the apps that are installed, by name in memory.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	List(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*CentralApp, error]

	// Available returns the versions that installed apps can be brought to: of global
	// apps alone, and the newest that the environment's own version takes.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	Available(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*CentralAppUpdate, error]

	// Update brings an app to a version: now, or in the environment's update window,
	// until when the operation is NotStarted and can be canceled
	// ([CentralOperations.Cancel]).
	//
	// Effect: reversible. Errors: [admin365.ErrNotFound] for the environment, for an app
	// that is not installed, and for a version that there is not;
	// [admin365.ErrPrecondition] where the version needs other apps (its Details name
	// them; InstallNeeded takes them along), or is not above the installed one;
	// [admin365.ErrBusy] while the app has an operation, or the environment is not
	// Active.
	Update(ctx context.Context, id CentralEnvironmentID, app admin365.AppID, u CentralAppChange) (*admin365.Operation, error)

	// Install installs a Marketplace app.
	//
	// Effect: reversible. Errors: as for Update; [admin365.ErrInvalid] where the license
	// terms are not accepted; [admin365.ErrConflict] where it is installed.
	Install(ctx context.Context, id CentralEnvironmentID, app admin365.AppID, i NewCentralApp) (*admin365.Operation, error)

	// Uninstall removes an app, and its data if that is asked for: then it cannot be
	// taken back.
	//
	// Effect: revokes access, with DeleteData loses data. Errors: [admin365.ErrNotFound];
	// [admin365.ErrPrecondition] for an app that stays, such as Microsoft's own, and
	// where others need it (its Details name them; Dependents takes them along);
	// [admin365.ErrBusy].
	Uninstall(ctx context.Context, id CentralEnvironmentID, app admin365.AppID, u CentralAppRemoval) (*admin365.Operation, error)

	// Operations returns what was done with an app, the newest first.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	Operations(ctx context.Context, id CentralEnvironmentID, app admin365.AppID) iter.Seq2[*CentralOperation, error]
}

// CentralApp is an app that is installed.
type CentralApp struct {
	ID        admin365.AppID  `json:"id"`
	Name      string          `json:"name"`
	Publisher string          `json:"publisher"`
	Version   string          `json:"version"`
	State     CentralAppState `json:"state"`
	// LastOperation and LastUninstall are the guids of the operations that last updated
	// and removed it, and the results how they ended: Failed, Succeeded, Canceled or
	// Skipped. All are empty where there was none.
	LastOperation       string `json:"lastOperationId,omitzero"`
	LastResult          string `json:"lastUpdateAttemptResult,omitzero"`
	LastUninstall       string `json:"lastUninstallOperationId,omitzero"`
	LastUninstallResult string `json:"lastUninstallAttemptResult,omitzero"`
	// Type is "global" (of the Marketplace), "tenant" (made for this tenant) or "dev".
	Type string `json:"appType"`
	// CanBeUninstalled: it does not stay.
	CanBeUninstalled bool `json:"canBeUninstalled"`
}

// CentralAppState is where an app stands. Values that this module does not know are kept
// as they came.
type CentralAppState string

// The states of apps.
const (
	AppInstalled        CentralAppState = "Installed"
	AppUpdatePending    CentralAppState = "UpdatePending"
	AppUpdating         CentralAppState = "Updating"
	AppUninstallPending CentralAppState = "UninstallPending"
)

// CentralAppUpdate is a version that an app can be brought to.
type CentralAppUpdate struct {
	ID        admin365.AppID `json:"appId"`
	Name      string         `json:"name"`
	Publisher string         `json:"publisher"`
	Version   string         `json:"version"`
	// Requirements are the other apps that it needs first.
	Requirements []CentralAppRequirement `json:"requirements,omitempty"`
}

// CentralAppRequirement is an app that has to be installed or updated first.
type CentralAppRequirement struct {
	ID        admin365.AppID `json:"appId"`
	Name      string         `json:"name"`
	Publisher string         `json:"publisher"`
	Version   string         `json:"version"`
	// Type is "Install", "Update" or "Uninstall", in any letter case.
	Type string `json:"type"`
}

// CentralAppChange is to what version an app is to be brought, and when.
type CentralAppChange struct {
	// Version is mandatory: there is no word for the newest.
	Version string `json:"targetVersion"`
	// InWindow waits for the environment's update window.
	InWindow bool `json:"useEnvironmentUpdateWindow,omitzero"`
	// AllowPreview takes a preview too, and InstallNeeded the apps that it needs along.
	AllowPreview  bool `json:"allowPreviewVersion,omitzero"`
	InstallNeeded bool `json:"installOrUpdateNeededDependencies,omitzero"`
}

// NewCentralApp is how an app is to be installed.
type NewCentralApp struct {
	// AcceptTerms: the publisher's license terms are accepted; mandatory.
	AcceptTerms bool `json:"acceptIsvEula"`
	// Version is the version; empty means the newest, which AllowPreview does not take.
	Version       string `json:"targetVersion,omitzero"`
	InWindow      bool   `json:"useEnvironmentUpdateWindow,omitzero"`
	AllowPreview  bool   `json:"allowPreviewVersion,omitzero"`
	InstallNeeded bool   `json:"installOrUpdateNeededDependencies,omitzero"`
	// Language is the id of a language, such as "1033"; empty for the environment's own.
	Language string `json:"languageId,omitzero"`
}

// CentralAppRemoval is how an app is to be removed.
type CentralAppRemoval struct {
	InWindow bool `json:"useEnvironmentUpdateWindow,omitzero"`
	// Dependents removes the apps that need it too.
	Dependents bool `json:"uninstallDependents,omitzero"`
	// DeleteData deletes its data for good.
	DeleteData bool `json:"deleteData,omitzero"`
}
