package instances

import (
	"context"
	"time"

	"github.com/admin365/admin365"
)

// CentralSettings are the settings of an environment of Business Central. What it has now
// stands in [CentralEnvironment] but for the window. A change needs an environment that
// is Active, and is in its history as an operation of the kind "modify".
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_environment_settings
type CentralSettings interface {
	// Window returns when updates may run; nil where none is set, which means from 20:00
	// to 06:00 in the country's own time.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	Window(ctx context.Context, id CentralEnvironmentID) (*Window, error)

	// SetWindow says when updates may run: by Start, End and TimeZone, or by StartUTC and
	// EndUTC, of which only the time of day counts and the zone becomes the country's.
	// An update that is scheduled moves into the new window.
	//
	// Effect: reversible. Repeatable. Errors: [admin365.ErrNotFound];
	// [admin365.ErrInvalid] for a window of less than six hours, a time zone that is not
	// in the list, or both forms at once (nothing is sent then);
	// [admin365.ErrPrecondition] where the scheduled update would leave the dates that
	// it may have; [admin365.ErrBusy] while the environment is not Active, but for an
	// update that runs: that one ends as it would have, and the window is for the next.
	SetWindow(ctx context.Context, id CentralEnvironmentID, w Window) (*Window, error)

	// SetAppUpdateCadence says which updates of the environment bring those of its
	// Marketplace apps.
	//
	// Effect: reversible. Repeatable. Errors: [admin365.ErrNotFound],
	// [admin365.ErrInvalid], [admin365.ErrBusy].
	SetAppUpdateCadence(ctx context.Context, id CentralEnvironmentID, c AppUpdateCadence) error

	// SetTelemetryKey says where telemetry goes: a key or connection string of
	// Application Insights, empty for nowhere. It restarts the environment: who is
	// signed in is thrown out.
	//
	// Effect: revokes access. Errors: [admin365.ErrNotFound]; [admin365.ErrBusy] while
	// the environment is not Active.
	SetTelemetryKey(ctx context.Context, id CentralEnvironmentID, key admin365.Secret) error
}

// Window is the daily span of time in which updates may begin to run.
type Window struct {
	// Start and End are times of day such as "20:00"; an End before Start is on the next
	// day. TimeZone is the id of a time zone of Windows; see [CentralCatalogue.TimeZones].
	Start    string `json:"preferredStartTime,omitzero"`
	End      string `json:"preferredEndTime,omitzero"`
	TimeZone string `json:"timeZoneId,omitzero"`
	// StartUTC and EndUTC are the occurrence that is now, or else the next one.
	StartUTC time.Time `json:"preferredStartTimeUtc,omitzero"`
	EndUTC   time.Time `json:"preferredEndTimeUtc,omitzero"`
}

// AppUpdateCadence says which updates of an environment bring those of its Marketplace
// apps. Values that this module does not know are kept as they came.
type AppUpdateCadence string

// The cadences.
const (
	AppUpdatesDefault          AppUpdateCadence = "Default"
	AppUpdatesDuringMajor      AppUpdateCadence = "DuringMajorUpgrade"
	AppUpdatesDuringMajorMinor AppUpdateCadence = "DuringMajorMinorUpgrade"
)
