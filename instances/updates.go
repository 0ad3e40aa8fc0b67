package instances

import (
	"context"
	"time"
)

// Update is a version that an instance can be brought to, or may be later. It is the same
// word for every product; what a product does not know is empty.
type Update struct {
	// Version is what it brings: "26.1" of Business Central, "10.0.48.7" of Finance and
	// Operations.
	Version string `json:"version"`
	// Type is what kind of version it is. With Version it names the update.
	Type UpdateType `json:"type,omitzero"`
	// Available: the version is released. One that is not has an Expected at most.
	Available bool `json:"available"`
	// Expected is the month in which it is to be released.
	Expected Month `json:"expected,omitzero"`
	// Selected: it is the one that the instance gets next. At most one is.
	Selected bool `json:"selected"`
	// Status is where it stands; empty where nothing is scheduled.
	Status UpdateStatus `json:"status,omitzero"`
	// At is when it is to run, in UTC, if it is selected, or else the date that it keeps
	// for the case that it is selected later; zero without one.
	At time.Time `json:"at,omitzero"`
	// Latest is the bound of the dates that it can have; zero where there is none, or it
	// is not known. [Update.LastDate] says which date is the last one.
	Latest time.Time `json:"latest,omitzero"`
	// IgnoreWindow: it begins when it is due, and not in the window, and is not stopped
	// at the window's end.
	IgnoreWindow bool `json:"ignoreWindow,omitzero"`
	// Rollout says whether Microsoft holds it back.
	Rollout RolloutStatus `json:"rollout,omitzero"`
}

// UpdateType is what kind of version an update brings: of Business Central one of those
// below, of Finance and Operations the release stage. Values that this module does not
// know are kept as they came.
type UpdateType string

// The types.
const (
	// UpdateGA is a version for everybody; the empty UpdateType stands for it.
	UpdateGA UpdateType = "GA"
	// UpdatePreview and UpdateEarlyAccess are for sandboxes alone, the latter for those of
	// partners.
	UpdatePreview     UpdateType = "Preview"
	UpdateEarlyAccess UpdateType = "EarlyAccessPreview"
	// UpdateQuality is a version of the same release, UpdateGeneral one of the next, of
	// Finance and Operations.
	UpdateQuality UpdateType = "QualityUpdate"
	UpdateGeneral UpdateType = "GeneralAvailability"
)

// UpdateStatus is where an update stands. Values that this module does not know are kept
// as they came.
type UpdateStatus string

// The statuses.
const (
	UpdateScheduled UpdateStatus = "scheduled"
	UpdateRunning   UpdateStatus = "running"
	// UpdateFailed: it ran, failed, and is scheduled again.
	UpdateFailed UpdateStatus = "failed"
)

// RolloutStatus says whether Microsoft holds an update back. Values that this module does
// not know are kept as they came.
type RolloutStatus string

// The statuses. What is not Active on its day is put off by a week.
const (
	RolloutActive           RolloutStatus = "Active"
	RolloutUnderMaintenance RolloutStatus = "UnderMaintenance"
	RolloutPostponed        RolloutStatus = "Postponed"
)

// Month is a month of a year.
type Month struct {
	Year  int        `json:"year"`
	Month time.Month `json:"month"`
}

// Target names an update of an instance.
type Target struct {
	// Version is the update's version, exactly as it was listed.
	Version string
	// Type is the update's type; empty means [UpdateGA]. It is mandatory for another one.
	Type UpdateType
}

// Target returns what names the update.
func (u *Update) Target() Target { return Target{u.Version, u.Type} }

// LastDate returns the last moment that the update can be scheduled for, and false if it
// is not known. Latest is that moment but where it is midnight in UTC: then it is the
// first moment that is too late, and the second before it the last.
//
// Observed: mtaanquist/ALDevToolbox.
func (u *Update) LastDate() (time.Time, bool) {
	if u.Latest.IsZero() {
		return time.Time{}, false
	}
	if u.Latest.Equal(u.Latest.Truncate(24 * time.Hour)) {
		return u.Latest.Add(-time.Second), true
	}
	return u.Latest, true
}

// Schedule is when an update is to run. What is left empty stays as it is.
type Schedule struct {
	// At is the date; zero leaves the one that the update has, or, where it has none,
	// takes the next window.
	At time.Time
	// IgnoreWindow begins at At and not in the window; nil leaves it as it is.
	IgnoreWindow *bool
}

// RunNow brings an environment of Business Central to a version now: it selects it for the
// moment now, and passes over the window. The API has no word for now; give the time of
// the caller's clock, in memory that of the tenant. The service takes a clock that is five
// minutes slow.
//
// Effect and errors: those of [CentralUpdates.Select]. To call it again while the update
// runs is [admin365.ErrBusy]: who lost the answer looks at the update's Status first.
func RunNow(ctx context.Context, updates CentralUpdates, id CentralEnvironmentID, t Target, now time.Time) (*Update, error) {
	return updates.Select(ctx, id, t, Schedule{At: now, IgnoreWindow: new(true)})
}

// Period is a part of the time that an environment of Business Central may stay on its
// major version.
type Period string

// The periods.
const (
	// PeriodUpdate: updates can be scheduled freely.
	PeriodUpdate Period = "update"
	// PeriodGrace: an update to the next major version can be brought forward and not put
	// off; a failed one is tried again every week.
	PeriodGrace Period = "grace"
	// PeriodEnforced: it runs, extensions that do not fit are uninstalled (their data
	// stays), and it cannot be canceled.
	PeriodEnforced Period = "enforced"
)

// PeriodOf returns the period that an environment is in at a time; empty where the service
// does not tell when they begin.
func PeriodOf(e *CentralEnvironment, at time.Time) Period {
	d := e.VersionDetails
	switch {
	case !d.EnforcedStart.IsZero() && !at.Before(d.EnforcedStart):
		return PeriodEnforced
	case !d.GracePeriodStart.IsZero() && !at.Before(d.GracePeriodStart):
		return PeriodGrace
	case d.GracePeriodStart.IsZero() && d.EnforcedStart.IsZero():
		return ""
	default:
		return PeriodUpdate
	}
}
