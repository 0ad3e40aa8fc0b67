package instances

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// centralTime is a time as the service writes it: null without one. Older answers have a day
// alone, and some no zone.
type centralTime struct{ time.Time }

// MarshalJSON implements json.Marshaler.
func (t centralTime) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.UTC())
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *centralTime) UnmarshalJSON(b []byte) error {
	t.Time = time.Time{}
	if string(bytes.TrimSpace(b)) == "null" {
		return nil
	}
	var text string
	if err := json.Unmarshal(b, &text); err != nil || text == "" {
		return err
	}
	var err error
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateOnly} {
		if t.Time, err = time.Parse(layout, text); err == nil {
			t.Time = t.UTC()
			return nil
		}
	}
	return err
}

// updateWire is a version as the service lists it.
type updateWire struct {
	TargetVersion string        `json:"targetVersion"`
	Available     bool          `json:"available"`
	Selected      bool          `json:"selected"`
	Status        UpdateStatus  `json:"updateStatus,omitzero"`
	Schedule      *scheduleWire `json:"scheduleDetails,omitempty"`
	Expected      *monthWire    `json:"expectedAvailability,omitempty"`
	// Misspelled is how the documentation spells it.
	Misspelled *monthWire `json:"expectedAvailablity,omitempty"`
	Type       UpdateType `json:"targetVersionType,omitzero"`
}

type scheduleWire struct {
	Latest centralTime `json:"latestSelectableDateTime"`
	// Older is how older versions call it.
	Older   centralTime   `json:"latestSelectableDate,omitzero"`
	At      centralTime   `json:"selectedDateTime"`
	Ignore  bool          `json:"ignoreUpdateWindow"`
	Rollout RolloutStatus `json:"rolloutStatus,omitzero"`
}

type monthWire struct {
	Month int `json:"month"`
	Year  int `json:"year"`
}

// update is what the service says in our words.
func (w *updateWire) update() *Update {
	u := &Update{
		Version: w.TargetVersion, Type: canon(w.Type, UpdateGA, UpdatePreview, UpdateEarlyAccess), Available: w.Available,
		Selected: w.Selected, Status: canon(w.Status, UpdateScheduled, UpdateRunning, UpdateFailed),
	}
	if u.Type == "" {
		u.Type = UpdateGA
	}
	for _, m := range []*monthWire{w.Misspelled, w.Expected} {
		if m != nil {
			u.Expected = Month{m.Year, time.Month(m.Month)}
		}
	}
	if s := w.Schedule; s != nil {
		u.At, u.Latest, u.IgnoreWindow = s.At.Time, s.Latest.Time, s.Ignore
		u.Rollout = canon(s.Rollout, RolloutActive, RolloutUnderMaintenance, RolloutPostponed)
		if u.Latest.IsZero() {
			u.Latest = s.Older.Time
		}
	}
	return u
}

// canon is a value as it is written here, which the service writes in any letter case.
func canon[T ~string](v T, known ...T) T {
	for _, k := range known {
		if strings.EqualFold(string(v), string(k)) {
			return k
		}
	}
	return v
}

// updatePatch is the body that selects a version or says when it is to run.
type updatePatch struct {
	Selected *bool          `json:"selected,omitempty"`
	Type     UpdateType     `json:"targetVersionType,omitzero"`
	Schedule *schedulePatch `json:"scheduleDetails,omitempty"`
}

type schedulePatch struct {
	At     centralTime `json:"selectedDateTime,omitzero"`
	Ignore *bool       `json:"ignoreUpdateWindow,omitempty"`
}

// body is a schedule as it is sent.
func (s Schedule) body(t Target, selects bool) updatePatch {
	b := updatePatch{Type: t.Type}
	if selects {
		b.Selected = new(true)
	}
	if !s.At.IsZero() || s.IgnoreWindow != nil {
		b.Schedule = &schedulePatch{centralTime{s.At.UTC()}, s.IgnoreWindow}
		if s.At.IsZero() {
			b.Schedule.At = centralTime{}
		}
	}
	return b
}

// change is what a body asks for.
func (b updatePatch) change() *updateChange {
	c := &updateChange{selected: b.Selected}
	if b.Schedule != nil {
		c.details, c.at, c.ignore = true, b.Schedule.At.Time, b.Schedule.Ignore
	}
	return c
}

// upgradeWire is the older view of the selected update.
type upgradeWire struct {
	Name      string      `json:"environmentName"`
	Family    Family      `json:"applicationFamily"`
	Source    string      `json:"sourceVersion"`
	Target    string      `json:"targetVersion"`
	CanSelect bool        `json:"canTenantSelectDate"`
	DidSelect bool        `json:"didTenantSelectDate"`
	Earliest  centralTime `json:"earliestSelectableUpgradeDate"`
	Latest    centralTime `json:"latestSelectableUpgradeDate"`
	At        centralTime `json:"upgradeDate"`
	Status    string      `json:"updateStatus"`
	Ignore    bool        `json:"ignoreUpgradeWindow"`
	Active    bool        `json:"isActive"`
}

// centralOperationWire is an operation as the service writes it; of one of an app the versions
// stand beside the parameters.
type centralOperationWire struct {
	ID         string            `json:"id"`
	Kind       OperationKind     `json:"type"`
	Status     string            `json:"status"`
	Tenant     admin365.TenantID `json:"aadTenantId"`
	Created    centralTime       `json:"createdOn"`
	Started    centralTime       `json:"startedOn,omitzero"`
	Completed  centralTime       `json:"completedOn,omitzero"`
	By         string            `json:"createdBy"`
	CanceledBy string            `json:"canceledBy,omitzero"`
	Creator    string            `json:"creatorPrincipalType,omitzero"`
	Message    string            `json:"errorMessage"`
	Parameters map[string]any    `json:"parameters,omitempty"`
	Name       string            `json:"environmentName,omitzero"`
	Type       EnvironmentType   `json:"environmentType,omitzero"`
	Family     Family            `json:"productFamily,omitzero"`
}

// appOperationWire is an operation of an app as the app's own routes write it.
type appOperationWire struct {
	ID         string            `json:"id"`
	Kind       string            `json:"type"`
	Source     string            `json:"sourceAppVersion"`
	Target     string            `json:"targetAppVersion"`
	Status     string            `json:"status"`
	Created    centralTime       `json:"createdOn"`
	Started    centralTime       `json:"startedOn,omitzero"`
	Completed  centralTime       `json:"completedOn,omitzero"`
	Message    string            `json:"errorMessage"`
	By         string            `json:"createdBy"`
	CanceledBy string            `json:"canceledBy"`
	Creator    string            `json:"creatorPrincipalType,omitzero"`
	App        admin365.AppID    `json:"appId,omitzero"`
	Tenant     admin365.TenantID `json:"aadTenantId,omitzero"`
	// Older names of the versions, of the list.
	SourceVersion string `json:"sourceVersion,omitzero"`
	TargetVersion string `json:"targetVersion,omitzero"`
}

func rawJSON(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return b
}

// text is a parameter of an operation.
func (w *centralOperationWire) text(name string) string {
	for key, value := range w.Parameters {
		if s, ok := value.(string); ok && strings.EqualFold(key, name) {
			return s
		}
	}
	return ""
}

// operation is what the service says in our words. The documentation's own list has
// environment, type and family among the parameters.
func (w *centralOperationWire) operation(family Family) *CentralOperation {
	o := &CentralOperation{
		Status: w.Status, Environment: CentralEnvironmentID{canon(orElse(w.Family, Family(w.text("productFamily")), family), BusinessCentral), orElse(w.Name, w.text("environmentName"))},
		Type:    canon(orElse(w.Type, EnvironmentType(w.text("environmentType"))), Production, Sandbox),
		Started: w.Started.Time, Completed: w.Completed.Time, CreatedBy: w.By, CanceledBy: w.CanceledBy,
		ByApp: strings.EqualFold(w.Creator, "app"), App: admin365.AppID(w.text("appId")),
		SourceVersion: orElse(w.text("sourceVersion"), w.text("sourceAppVersion")),
		TargetVersion: orElse(w.text("targetVersion"), w.text("targetAppVersion")), Parameters: w.Parameters,
	}
	if o.Environment.Name == "" {
		o.Environment.Name = orElse(w.text("sourceEnvironmentName"), w.text("oldEnvironmentName"), w.text("destinationEnvironmentName"))
	}
	about := o.Environment
	switch w.Kind {
	case CentralKindCreate, CentralKindCopy, CentralKindRestore:
		about.Name = orElse(w.text("destinationEnvironmentName"), about.Name)
	case CentralKindRename:
		if stateOf(w.Status) == admin365.OperationSucceeded {
			about.Name = orElse(w.text("newEnvironmentName"), about.Name)
		}
	default:
	}
	o.Operation = admin365.Operation{
		ID:   centralOperationID(o.Environment, w.ID),
		Kind: string(w.Kind), State: stateOf(w.Status), Created: w.Created.Time,
		Updated: lastOf(w.Created.Time, w.Started.Time, w.Completed.Time), ResourceID: about.String(),
	}
	o.Err = failedCentral(o.Kind, o.State, o.ResourceID, w.Message)
	return o
}

// operation is the same of an operation of an app.
func (w *appOperationWire) operation(id CentralEnvironmentID, app admin365.AppID) *CentralOperation {
	kind := OperationKind(w.Kind)
	for short, long := range map[string]OperationKind{"install": CentralKindAppInstall, "update": CentralKindAppUpdate, "uninstall": CentralKindAppUninstall} {
		if strings.EqualFold(w.Kind, short) {
			kind = long
		}
	}
	o := &CentralOperation{
		Status: w.Status, Environment: CentralEnvironmentID{id.family(), id.Name}, Started: w.Started.Time, Completed: w.Completed.Time,
		CreatedBy: w.By, CanceledBy: w.CanceledBy, ByApp: strings.EqualFold(w.Creator, "app"), App: app,
		SourceVersion: orElse(w.Source, w.SourceVersion), TargetVersion: orElse(w.Target, w.TargetVersion),
	}
	o.Operation = admin365.Operation{
		ID:   api.OperationID(opCentralOperationsGetOfApp.At(string(id.family()), id.Name, string(app), w.ID), ""),
		Kind: string(kind), State: stateOf(w.Status), Created: w.Created.Time,
		Updated: lastOf(w.Created.Time, w.Started.Time, w.Completed.Time), ResourceID: string(app),
	}
	o.Err = failedCentral(o.Kind, o.State, o.ResourceID, w.Message)
	return o
}

// centralOperationID is the id by which an operation is followed.
func centralOperationID(id CentralEnvironmentID, operation string) admin365.OperationID {
	return api.OperationID(opCentralOperationsGet.At(string(id.family()), id.Name, operation), "")
}

// failedCentral is why an operation failed, as the service says it.
func failedCentral(kind string, state admin365.OperationState, about, message string) error {
	if state != admin365.OperationFailed {
		return nil
	}
	if message == "" {
		message = "the operation failed"
	}
	return &admin365.Error{Op: kind, Kind: admin365.ErrUnavailable, Target: about, Message: message}
}

func orElse[T ~string](values ...T) T {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func lastOf(times ...time.Time) (latest time.Time) {
	for _, t := range times {
		latest = latestOf(latest, t)
	}
	return latest
}

// appWire is an app as the service writes it, under both names of its id.
type appWire struct {
	CentralApp
	AppID admin365.AppID `json:"appId"`
}

func (w *appWire) app() *CentralApp {
	a := w.CentralApp
	if a.ID == "" {
		a.ID = w.AppID
	}
	a.State = canon(a.State, AppInstalled, AppUpdatePending, AppUpdating, AppUninstallPending)
	return &a
}

// familyWire is a family as the service writes it: its countries are an array, or, as the
// documentation has them, one object.
type familyWire struct {
	Family    Family      `json:"applicationFamily"`
	Countries countryList `json:"countriesringDetails"`
}

type countryList []CentralCountry

// UnmarshalJSON implements json.Unmarshaler.
func (l *countryList) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(b), []byte("{")) {
		*l = make(countryList, 1)
		return json.Unmarshal(b, &(*l)[0])
	}
	return json.Unmarshal(b, (*[]CentralCountry)(l))
}

func (w *familyWire) public() *CentralFamily {
	return &CentralFamily{Family: canon(w.Family, BusinessCentral), Countries: w.Countries}
}

// enabledWire is a switch, which the documentation writes as text.
type enabledWire struct {
	Enabled looseBool `json:"enabled"`
}

type looseBool bool

// UnmarshalJSON implements json.Unmarshaler.
func (v *looseBool) UnmarshalJSON(b []byte) error {
	switch text := strings.ToLower(strings.Trim(string(bytes.TrimSpace(b)), `"`)); text {
	case "true", "false":
		*v = text == "true"
		return nil
	default:
		return errNoBool
	}
}

const errNoBool = textError("it is neither true nor false")

type textError string

// Error implements error.
func (e textError) Error() string { return string(e) }
