package instances

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// Solutions are the applications of Dynamics 365 that can be installed on an
// environment: the preferred solutions of 2016. There is no request that uninstalls one.
// Roles are those of [Environments].
//
// Source: https://learn.microsoft.com/rest/api/power-platform/appmanagement
type Solutions interface {
	// Catalogue returns the applications that the tenant may install anywhere. They have
	// neither version nor state.
	//
	// Effect: read. Operation: instances.Solutions.Catalogue.
	Catalogue(ctx context.Context) iter.Seq2[*Solution, error]

	// List returns the applications of an environment with Dataverse: those that are
	// installed, those that could be, or both.
	//
	// Effect: read. Errors: [admin365.ErrNotFound], [admin365.ErrPrecondition] (no
	// Dataverse). Operation: instances.Solutions.List.
	List(ctx context.Context, environment EnvironmentID, q SolutionQuery) iter.Seq2[*Solution, error]

	// Install begins to install an application by its unique name, or to update it: an
	// operation of kind [KindInstall] that takes minutes, for [Operations.Get]. The
	// environment is busy meanwhile for all but other applications.
	//
	// Effect: irrevocable, because no request uninstalls it: only a restore of the whole
	// environment goes back behind it. Errors: [admin365.ErrNotFound] (the environment or
	// the application), [admin365.ErrBusy] (it is being installed, or an operation runs on
	// the environment), [admin365.ErrConflict] (it is installed and there is nothing
	// newer), [admin365.ErrPrecondition] (no Dataverse, or its version is too old; disabled;
	// administration mode), [admin365.ErrUnsupported] (it has an installer of its own,
	// which the admin center alone runs). Not repeatable. Operation:
	// instances.Solutions.Install.
	Install(ctx context.Context, environment EnvironmentID, uniqueName string) (*admin365.Operation, error)
}

// SolutionQuery says which applications to list. The zero value asks for all.
type SolutionQuery struct {
	// Installed narrows it; empty is all.
	Installed InstallFilter
	// Language is the LCID of names and descriptions; 0 is the service's choice.
	Language int
}

// InstallFilter narrows a list of applications.
type InstallFilter string

// The filters.
const (
	SolutionsAll          InstallFilter = "All"
	SolutionsInstalled    InstallFilter = "Installed"
	SolutionsNotInstalled InstallFilter = "NotInstalled"
)

// Solution is an application that can be installed, or is.
type Solution struct {
	// ID is the package's; empty in the tenant's catalogue.
	ID string `json:"id,omitzero"`
	// UniqueName is what [Solutions.Install] takes.
	UniqueName string `json:"uniqueName"`
	// Name and Description are localized.
	Name        string `json:"localizedName"`
	Description string `json:"localizedDescription,omitzero"`
	// Version is the one that would be installed; empty in the tenant's catalogue. Which
	// one is installed no request of this API says.
	Version string `json:"version,omitzero"`
	// State is whether it is installed; empty in the tenant's catalogue.
	State           SolutionState `json:"state,omitzero"`
	ApplicationID   string        `json:"applicationId,omitzero"`
	ApplicationName string        `json:"applicationName,omitzero"`
	Publisher       string        `json:"publisherName,omitzero"`
	PublisherID     string        `json:"publisherId,omitzero"`
	LearnMoreURL    string        `json:"learnMoreUrl,omitzero"`
	// MinVersion and MaxVersion are those of Dataverse that take it; empty for any.
	MinVersion string `json:"crmMinVersion,omitzero"`
	MaxVersion string `json:"crmMaxVersion,omitzero"`
	// InstanceID is the package's on the environment; empty if it is not installed.
	InstanceID string `json:"instancePackageId,omitzero"`
	// Start and End are when it can be had.
	Start time.Time `json:"startDateUtc,omitzero"`
	End   time.Time `json:"endDateUtc,omitzero"`
	// Countries are those in which it can be had, by code.
	Countries []string `json:"supportedCountries,omitzero"`
	// CustomInstaller: it has an installer of its own, and [Solutions.Install] refuses it.
	CustomInstaller bool `json:"customInstaller"`
	// LastError is why the last installation failed; nil if it did not.
	LastError *SolutionError `json:"lastError,omitzero"`
}

// SolutionError is why an application could not be installed.
type SolutionError struct {
	Name    string `json:"errorName,omitzero"`
	Code    int    `json:"errorCode,omitzero"`
	Message string `json:"message,omitzero"`
	Type    string `json:"type,omitzero"`
	Source  string `json:"source,omitzero"`
}

// SolutionState is whether an application is installed. Unknown values are kept.
type SolutionState string

// The states of an application.
const (
	SolutionNone             SolutionState = "None"
	SolutionInstalled        SolutionState = "Installed"
	SolutionInstallRequested SolutionState = "InstallRequested"
	SolutionInstalling       SolutionState = "Installing"
	SolutionInstallFailed    SolutionState = "InstallFailed"
)
