package instances

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// centralRow is an environment of Business Central.
type centralRow struct {
	ID     tenant.Key      `json:"id"`
	Family Family          `json:"family"`
	Name   string          `json:"name"`
	Type   EnvironmentType `json:"type"`
	Status CentralStatus   `json:"status"`
	// Version is the whole version, and Kind the type of it where it is a preview.
	Version string     `json:"version"`
	Kind    UpdateType `json:"kind,omitzero"`
	Country string     `json:"country"`
	Ring    string     `json:"ring"`
	Created time.Time  `json:"created"`
	// Operation is the one that is running on the environment.
	Operation tenant.Key `json:"operation,omitzero"`
	// Next is the name that a rename brings.
	Next string `json:"next,omitzero"`

	// The settings; an empty Zone is the country's default window.
	Start    string              `json:"start,omitzero"`
	End      string              `json:"end,omitzero"`
	Zone     string              `json:"zone,omitzero"`
	Cadence  AppUpdateCadence    `json:"cadence,omitzero"`
	Key      string              `json:"key,omitzero"`
	Group    string              `json:"group,omitzero"`
	M365     bool                `json:"m365,omitzero"`
	Partners PartnerAccessStatus `json:"partners,omitzero"`
	Allowed  []admin365.TenantID `json:"allowed,omitzero"`

	// Former is the name that a deleted environment had.
	Former  string    `json:"former,omitzero"`
	Deleted time.Time `json:"deleted,omitzero"`
	Gone    time.Time `json:"gone,omitzero"`

	Kilobytes int64        `json:"kilobytes"`
	History   []periodRow  `json:"history,omitzero"`
	Plans     []updatePlan `json:"plans,omitzero"`
	Selected  releaseKey   `json:"selected,omitzero"`
	// Round counts the plans, so that a job of an earlier one does nothing.
	Round int `json:"round,omitzero"`
}

// periodRow is a version that the environment has had, and since when.
type periodRow struct {
	From    time.Time  `json:"from"`
	Version string     `json:"version"`
	Kind    UpdateType `json:"kind,omitzero"`
}

// updatePlan is what is planned for a version on an environment.
type updatePlan struct {
	Release releaseKey `json:"release"`
	At      time.Time  `json:"at,omitzero"`
	// Ignore: it passes over the window.
	Ignore bool `json:"ignore,omitzero"`
	// Chosen: an administrator chose the version or the date.
	Chosen bool   `json:"chosen,omitzero"`
	By     string `json:"by,omitzero"`
	ByApp  bool   `json:"byApp,omitzero"`
	// Early: it was selected before it was released.
	Early bool `json:"early,omitzero"`
	// Status is where it stands if it ran already.
	Status UpdateStatus  `json:"status,omitzero"`
	Hold   RolloutStatus `json:"hold,omitzero"`
}

// releaseKey names a version: "26.1", of a type that is not the usual one with it.
type releaseKey struct {
	Version string     `json:"version"`
	Type    UpdateType `json:"type,omitzero"`
}

func (k releaseKey) isZero() bool { return k.Version == "" }

// target is the key as the contract has it.
func (k releaseKey) target() Target { return Target{k.Version, k.kind()} }

func (k releaseKey) kind() UpdateType {
	if k.Type == "" {
		return UpdateGA
	}
	return k.Type
}

// centralOperationRow is something that was done with an environment or with an app.
type centralOperationRow struct {
	ID          tenant.Key      `json:"id"`
	Environment tenant.Key      `json:"environment"`
	Family      Family          `json:"family"`
	Name        string          `json:"name"`
	Type        EnvironmentType `json:"type"`
	Kind        OperationKind   `json:"kind"`
	Status      string          `json:"status"`
	Created     time.Time       `json:"created"`
	// Seq orders those of one moment.
	Seq        int             `json:"seq"`
	Started    time.Time       `json:"started,omitzero"`
	Completed  time.Time       `json:"completed,omitzero"`
	By         string          `json:"by,omitzero"`
	ByApp      bool            `json:"byApp,omitzero"`
	CanceledBy string          `json:"canceledBy,omitzero"`
	Message    string          `json:"message,omitzero"`
	Parameters json.RawMessage `json:"parameters,omitzero"`
	// App is the app that it is about, and the versions are from where and to where.
	App    tenant.Key `json:"app,omitzero"`
	Source string     `json:"source,omitzero"`
	Target string     `json:"target,omitzero"`
	// Made is the environment that it makes.
	Made tenant.Key `json:"made,omitzero"`
	// Flags of an operation on an app.
	DeleteData bool `json:"deleteData,omitzero"`
	Dependents bool `json:"dependents,omitzero"`
}

// centralAppRow is an app on an environment.
type centralAppRow struct {
	ID          tenant.Key `json:"id"`
	Environment tenant.Key `json:"environment"`
	App         tenant.Key `json:"app"`
	Name        string     `json:"name"`
	Publisher   string     `json:"publisher"`
	Version     string     `json:"version"`
	Type        string     `json:"type"`
	Stays       bool       `json:"stays,omitzero"`
	// Operation is the one that is scheduled or running.
	Operation           tenant.Key `json:"operation,omitzero"`
	LastOperation       tenant.Key `json:"lastOperation,omitzero"`
	LastResult          string     `json:"lastResult,omitzero"`
	LastUninstall       tenant.Key `json:"lastUninstall,omitzero"`
	LastUninstallResult string     `json:"lastUninstallResult,omitzero"`
}

// appReleaseRow is an app of the Marketplace in one version.
type appReleaseRow struct {
	ID        tenant.Key `json:"id"`
	App       tenant.Key `json:"app"`
	Name      string     `json:"name"`
	Publisher string     `json:"publisher"`
	Version   string     `json:"version"`
	Preview   bool       `json:"preview,omitzero"`
	Needs     []needRow  `json:"needs,omitzero"`
}

// needRow is an app that another one needs, at least in that version.
type needRow struct {
	App     tenant.Key `json:"app"`
	Version string     `json:"version"`
}

// centralReleaseRow is a version that Microsoft has released earlier or later than by its
// calendar.
type centralReleaseRow struct {
	ID      tenant.Key `json:"id"`
	Release releaseKey `json:"release"`
	// From is when it can be selected, if it can be at all.
	From time.Time `json:"from"`
}

// recipientRow is somebody who is told by mail.
type recipientRow struct {
	ID    tenant.Key `json:"id"`
	Email string     `json:"email"`
	Name  string     `json:"name"`
}

// authorizedRow is an application that may call on its own; its id is the application's.
type authorizedRow struct {
	ID        tenant.Key `json:"id"`
	Consented bool       `json:"consented"`
}

// centralTenantRow is what Business Central knows of the tenant: there is one, or none.
type centralTenantRow struct {
	ID         tenant.Key `json:"id"`
	Production int        `json:"production"`
	Sandbox    int        `json:"sandbox"`
	// The storage is in kilobytes.
	Default    int64 `json:"default"`
	Licenses   int64 `json:"licenses"`
	Additional int64 `json:"additional"`
	// Durations are how long operations take where it is not as usual.
	Durations map[OperationKind]time.Duration `json:"durations,omitzero"`
}

var (
	centrals = tenant.Table[*centralRow]{
		Name: "centralEnvironments", Key: func(r *centralRow) tenant.Key { return r.ID },
		Label:   func(r *centralRow) string { return string(r.Family) + "/" + r.Name },
		Indexes: []*tenant.Index[*centralRow]{&centralsByName},
		Diff:    centralDiff,
	}
	centralsByName = tenant.Index[*centralRow]{Name: "name", Unique: true, Text: func(r *centralRow) string { return string(r.Family) + "/" + r.Name }}

	centralOperations = tenant.Table[*centralOperationRow]{
		Name: "centralOperations", Key: func(r *centralOperationRow) tenant.Key { return r.ID },
		Label:   func(r *centralOperationRow) string { return string(r.Kind) + " " + r.Name },
		Indexes: []*tenant.Index[*centralOperationRow]{&centralOperationsByTime, &centralOperationsByEnvironment},
	}
	centralOperationsByTime        = tenant.Index[*centralOperationRow]{Name: "created", Ref: func(r *centralOperationRow) tenant.Key { return tenant.TimeKey(r.Created) }}
	centralOperationsByEnvironment = tenant.Index[*centralOperationRow]{Name: "environment", Ref: func(r *centralOperationRow) tenant.Key { return r.Environment }}

	centralApps = tenant.Table[*centralAppRow]{
		Name: "centralApps", Key: func(r *centralAppRow) tenant.Key { return r.ID },
		Label:   func(r *centralAppRow) string { return r.Name },
		Indexes: []*tenant.Index[*centralAppRow]{&centralAppsByEnvironment},
	}
	centralAppsByEnvironment = tenant.Index[*centralAppRow]{Name: "environment", Ref: func(r *centralAppRow) tenant.Key { return r.Environment }}

	appReleases = tenant.Table[*appReleaseRow]{
		Name: "centralAppReleases", Key: func(r *appReleaseRow) tenant.Key { return r.ID }, Internal: true,
		Indexes: []*tenant.Index[*appReleaseRow]{&appReleasesByApp},
	}
	appReleasesByApp = tenant.Index[*appReleaseRow]{Name: "app", Ref: func(r *appReleaseRow) tenant.Key { return r.App }}

	centralReleases = tenant.Table[*centralReleaseRow]{
		Name: "centralReleases", Key: func(r *centralReleaseRow) tenant.Key { return r.ID }, Internal: true,
	}
	recipients = tenant.Table[*recipientRow]{
		Name: "centralRecipients", Key: func(r *recipientRow) tenant.Key { return r.ID },
		Label: func(r *recipientRow) string { return r.Email },
	}
	authorizedApps = tenant.Table[*authorizedRow]{
		Name: "centralAuthorizedApps", Key: func(r *authorizedRow) tenant.Key { return r.ID },
	}
	centralTenants = tenant.Table[*centralTenantRow]{
		Name: "centralTenants", Key: func(r *centralTenantRow) tenant.Key { return r.ID }, Internal: true,
	}
)

// words are how the changes name a version.
func (k releaseKey) words() string {
	return strings.TrimSpace(k.Version + " " + string(k.Type))
}

// selectedDate is the date of what comes next; empty without one.
func (r *centralRow) selectedDate() string {
	p := r.selectedPlan()
	switch {
	case p == nil || p.At.IsZero():
		return ""
	case p.Ignore:
		return p.At.UTC().Format(time.RFC3339) + ", whatever the window"
	default:
		return p.At.UTC().Format(time.RFC3339)
	}
}

func (r *centralRow) windowWords() string {
	if r.Zone == "" {
		return ""
	}
	return r.Start + "-" + r.End + " " + r.Zone
}

func (r *centralRow) partnerWords() string {
	var words strings.Builder
	words.WriteString(string(r.Partners))
	for _, id := range r.Allowed {
		words.WriteString(" " + string(id))
	}
	return words.String()
}

// centralDiff says in words what changed of an environment.
func centralDiff(before, after *centralRow) (lines []string) {
	differ := func(what, a, b string) {
		if a != b {
			lines = append(lines, what+": "+a+" → "+b)
		}
	}
	differ("name", before.Name, after.Name)
	differ("status", string(before.Status), string(after.Status))
	differ("version", before.Version, after.Version)
	differ("next update", before.Selected.words(), after.Selected.words())
	differ("its date", before.selectedDate(), after.selectedDate())
	differ("window", before.windowWords(), after.windowWords())
	differ("apps are updated", string(before.Cadence), string(after.Cadence))
	differ("security group", before.Group, after.Group)
	differ("Microsoft 365 licenses", strconv.FormatBool(before.M365), strconv.FormatBool(after.M365))
	differ("partners", before.partnerWords(), after.partnerWords())
	if before.Key != after.Key {
		lines = append(lines, "telemetry key")
	}
	return lines
}
