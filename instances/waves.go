package instances

import (
	"context"
	"iter"
	"time"
)

// Waves are the releases that an environment can have early. They take a signed-in
// person with one of the roles of [Environments]: no application on its own may use
// them ([admin365.ErrForbidden]). What is enabled stays enabled.
//
// Source: https://learn.microsoft.com/power-platform/admin/opt-in-early-access-updates
type Waves interface {
	// List returns the release waves that the environment knows.
	//
	// Effect: read. Errors: [admin365.ErrNotFound], [admin365.ErrPrecondition] (no
	// Dataverse), [admin365.ErrForbidden]. Operations: instances.Environments.Get,
	// instances.Waves.Organizations, instances.Waves.List.
	List(ctx context.Context, environment EnvironmentID) iter.Seq2[*Wave, error]

	// Enable gives the environment a release wave before it is due, by the name of List.
	// The answer says nothing: List again until Upgrade is no longer [WaveUpgrading].
	//
	// Effect: irrevocable. Errors: [admin365.ErrNotFound] (the environment or the wave),
	// [admin365.ErrPrecondition] (no Dataverse; the wave is not allowed),
	// [admin365.ErrBusy] (it is on its way), [admin365.ErrConflict] (it is enabled).
	// Operations: those of List, instances.Waves.Enable.
	Enable(ctx context.Context, environment EnvironmentID, wave string) error
}

// Wave is a release wave as it is on an environment.
type Wave struct {
	// Name is such as "October2025Update", and DisplayName "2025 release wave 2".
	Name        string `json:"featureName"`
	DisplayName string `json:"displayName"`
	// Enabled is whether it has been asked for, and Allowed whether it may be.
	Enabled bool   `json:"enabled"`
	Allowed bool   `json:"isAllowed"`
	State   string `json:"state,omitzero"`
	// Upgrade is how far its applications are.
	Upgrade WaveUpgrade `json:"appsUpgradeState"`
	// NotBefore and NotAfter are when it can be enabled, and Available when everybody gets
	// it.
	NotBefore time.Time `json:"notBefore,omitzero"`
	NotAfter  time.Time `json:"notAfter,omitzero"`
	Available time.Time `json:"generalAvailabilityDate,omitzero"`
	// MinVersion and MaxVersion are those of Dataverse that take it; empty for any.
	MinVersion string `json:"minVersion,omitzero"`
	MaxVersion string `json:"maxVersion,omitzero"`
}

// WaveUpgrade is how far the applications of a release wave are. Unknown values are
// kept.
type WaveUpgrade string

// The states of a release wave. The service has no word for one that nobody asked for.
const (
	WaveOff       WaveUpgrade = ""
	WaveUpgrading WaveUpgrade = "Upgrading"
	WaveOn        WaveUpgrade = "ON"
	WaveFailed    WaveUpgrade = "Failed"
	WaveError     WaveUpgrade = "Error"
)
