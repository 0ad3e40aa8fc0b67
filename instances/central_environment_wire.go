package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// centralWire is an environment as the service writes it. Its times are those that the
// service may leave out in more than one way.
type centralWire struct {
	CentralEnvironment
	TelemetryKey   string             `json:"appInsightsKey"`
	Deleted        centralTime        `json:"softDeletedOn,omitzero"`
	Gone           centralTime        `json:"hardDeletePendingOn,omitzero"`
	VersionDetails versionDetailsWire `json:"versionDetails,omitzero"`
}

type versionDetailsWire struct {
	Version  string      `json:"version"`
	Grace    centralTime `json:"gracePeriodStartDate,omitzero"`
	Enforced centralTime `json:"enforcedUpdatePeriodStartDate,omitzero"`
}

// centralStatuses are those that we know, which the service may write in any letter case.
var centralStatuses = []CentralStatus{
	CentralNotReady, CentralRemoving, CentralPreparing, CentralActive, CentralUpgrading, CentralSoftDeleting, CentralSoftDeleted,
	CentralRecovering, CentralCreatingFailed, CentralRemovingFailed, CentralSoftDeletingFailed, CentralRecoveringFailed,
}

func (w *centralWire) environment() *CentralEnvironment {
	e := w.CentralEnvironment
	e.TelemetryKey = admin365.NewSecret(w.TelemetryKey)
	e.Type = canon(e.Type, Production, Sandbox)
	e.Family = canon(e.Family, BusinessCentral)
	e.Status = canon(e.Status, centralStatuses...)
	e.AppUpdateCadence = canon(e.AppUpdateCadence, AppUpdatesDefault, AppUpdatesDuringMajor, AppUpdatesDuringMajorMinor)
	e.Deleted, e.Gone = w.Deleted.Time, w.Gone.Time
	e.VersionDetails = CentralVersionDetails{w.VersionDetails.Version, w.VersionDetails.Grace.Time, w.VersionDetails.Enforced.Time}
	return &e
}

// wire is an environment as the service writes it; a list has its geography too.
func (r *centralRow) wire(tx *tenant.Tx, list bool) *centralWire {
	e := r.public(tx)
	d := e.VersionDetails
	w := &centralWire{
		CentralEnvironment: *e, TelemetryKey: r.Key, Deleted: centralTime{e.Deleted}, Gone: centralTime{e.Gone},
		VersionDetails: versionDetailsWire{d.Version, centralTime{d.GracePeriodStart}, centralTime{d.EnforcedStart}},
	}
	if !list {
		w.GeoName = ""
	}
	return w
}

// windowWire is a window as the service answers it.
type windowWire struct {
	Window
	StartUTC centralTime `json:"preferredStartTimeUtc,omitzero"`
	EndUTC   centralTime `json:"preferredEndTimeUtc,omitzero"`
}

func (w *windowWire) window() *Window {
	if w == nil {
		return nil
	}
	window := w.Window
	window.StartUTC, window.EndUTC = w.StartUTC.Time, w.EndUTC.Time
	return &window
}

// restorePeriodWire is a span of time that can be gone back to, as the service answers it.
type restorePeriodWire struct {
	RestorePeriod
	From centralTime `json:"from"`
	To   centralTime `json:"to"`
}

func (w *restorePeriodWire) period() *RestorePeriod {
	p := w.RestorePeriod
	p.From, p.To = w.From.Time, w.To.Time
	return &p
}
