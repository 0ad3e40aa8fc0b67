package instances

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// finOpsRow is Finance and Operations on an environment; its id is the environment's.
type finOpsRow struct {
	ID         tenant.Key       `json:"id"`
	Deployment FinOpsDeployment `json:"deployment"`
	Version    string           `json:"version"`
	Demo       string           `json:"demo,omitzero"`
	Cadence    FinOpsCadence    `json:"cadence"`
	Days       []Weekday        `json:"days"`
	// Operation is the one that is running.
	Operation tenant.Key        `json:"operation,omitzero"`
	Failures  []finOpsFailedRow `json:"failures,omitzero"`
}

type finOpsFailedRow struct {
	ID      tenant.Key `json:"id"`
	At      time.Time  `json:"at"`
	Message string     `json:"message"`
}

// finOpsOperationRow is the application of a version.
type finOpsOperationRow struct {
	ID          tenant.Key `json:"id"`
	Environment tenant.Key `json:"environment"`
	Version     string     `json:"version"`
	Status      string     `json:"status"`
	Created     time.Time  `json:"created"`
	Updated     time.Time  `json:"updated"`
	Message     string     `json:"message,omitzero"`
	By          Principal  `json:"by"`
}

// finOpsReleaseRow is a version that Microsoft offers.
type finOpsReleaseRow struct {
	ID      tenant.Key `json:"id"`
	Version string     `json:"version"`
}

var (
	finOpses = tenant.Table[*finOpsRow]{
		Name: "financeAndOperations", Key: func(r *finOpsRow) tenant.Key { return r.ID },
		Label: func(r *finOpsRow) string { return "Finance and Operations " + r.Version },
	}
	finOpsOperations = tenant.Table[*finOpsOperationRow]{
		Name: "financeAndOperationsOperations", Key: func(r *finOpsOperationRow) tenant.Key { return r.ID },
		Label: func(r *finOpsOperationRow) string { return "apply " + r.Version },
	}
	finOpsReleases = tenant.Table[*finOpsReleaseRow]{
		Name: "financeAndOperationsReleases", Key: func(r *finOpsReleaseRow) tenant.Key { return r.ID }, Internal: true,
	}
)

// jobFinOps is the application of a version going on.
const jobFinOps = "finance and operations update"

type finOpsArgs struct {
	Operation tenant.Key `json:"operation"`
	End       bool       `json:"end,omitzero"`
}

// attachFinOps registers the tables and jobs of Finance and Operations.
func attachFinOps(s *tenant.Schema) {
	tenant.AddTable(s, &finOpses)
	tenant.AddTable(s, &finOpsOperations)
	tenant.AddTable(s, &finOpsReleases)
	tenant.Job(s, jobFinOps, goOnFinOps)
}

// The statuses of an operation on the wire.
const (
	finOpsQueued    = "Queued"
	finOpsRunning   = "InProgress"
	finOpsSucceeded = "Succeeded"
	finOpsFailed    = "Failed"
)

// KindFinOpsUpdate is the application of a version of Finance and Operations.
const KindFinOpsUpdate OperationKind = "UpdateFinanceAndOperations"

// The times that it takes. Ours.
const (
	finOpsStarts = 5 * time.Minute
	finOpsTakes  = 3 * time.Hour
)

// finOpsOf is Finance and Operations on an environment.
func finOpsOf(tx *tenant.Tx, environment string) (*finOpsRow, error) {
	_, row, err := withFinOps(tx, environment)
	return row, err
}

// withFinOps is an environment and Finance and Operations on it.
func withFinOps(tx *tenant.Tx, environment string) (*environmentRow, *finOpsRow, error) {
	e, err := findEnvironment(tx, environment)
	if err != nil {
		return nil, nil, err
	}
	row, ok := tenant.In(tx, &finOpses).Get(e.ID)
	if !ok {
		return nil, nil, finOpsUnknown.Err("", environment)
	}
	return e, row, nil
}

// public is it as people see it.
func (r *finOpsRow) public() *FinOps {
	return &FinOps{
		// The application id of Dynamics 365 ERP.
		AppID: "00000015-0000-0000-c000-000000000000", Deployment: r.Deployment, DemoDataset: r.Demo, MaxAOSCount: "2", MaxBatchAOSCount: "2",
		LastObservedAOSCount: 1, LastObservedBatchAOSCount: 1, ApplicationVersion: r.Version, PlatformVersion: "7.0." + strings.TrimPrefix(r.Version, "10.0."),
	}
}

// finOpsVersions are the versions above the environment's own, the lowest first. Of a
// deployment that Lifecycle Services update there are none.
func finOpsVersions(tx *tenant.Tx, environment string) (list []finOpsVersionWire, err error) {
	row, err := finOpsOf(tx, environment)
	if err != nil || !row.Deployment.Unified() {
		return []finOpsVersionWire{}, err
	}
	list = []finOpsVersionWire{}
	for r := range tenant.In(tx, &finOpsReleases).All() {
		if compareVersions(r.Version, row.Version) > 0 {
			list = append(list, finOpsVersionWire{r.Version, finOpsStage(row.Version, r.Version)})
		}
	}
	slices.SortFunc(list, func(a, b finOpsVersionWire) int { return compareVersions(a.Version, b.Version) })
	return list, nil
}

// finOpsStage tells a version of the same release from one of a later one.
func finOpsStage(now, then string) UpdateType {
	a, b := trainOf(now), trainOf(then)
	if a == b {
		return UpdateQuality
	}
	return UpdateGeneral
}

// trainOf is the release that a version is of: 10.0.45 of 10.0.45.4.
func trainOf(version string) string {
	dots := 0
	for i, c := range version {
		if c == '.' {
			if dots++; dots == 3 {
				return version[:i]
			}
		}
	}
	return version
}

// applyFinOps begins to bring an environment to a version; nil where it has it already.
func applyFinOps(tx *tenant.Tx, environment, version string) (*finOpsOperationRow, error) {
	e, row, err := withFinOps(tx, environment)
	if err != nil {
		return nil, err
	}
	known := slices.ContainsFunc(slices.Collect(tenant.In(tx, &finOpsReleases).All()), func(r *finOpsReleaseRow) bool { return r.Version == version })
	switch {
	case !row.Deployment.Unified():
		return nil, finOpsNotUnified.Err("", string(row.Deployment))
	case !known && version != row.Version:
		return nil, finOpsNoVersion.Err("", version)
	case e.busy(tx):
		return nil, finOpsBusy.Err("")
	case compareVersions(version, row.Version) <= 0:
		return nil, nil
	}
	o := &finOpsOperationRow{
		ID: tx.NewKey(), Environment: row.ID, Version: version, Status: finOpsQueued, Created: tx.Now(), Updated: tx.Now(), By: by(tx),
	}
	next := *row
	next.Operation = o.ID
	if err := tenant.In(tx, &finOpses).Put(&next); err != nil {
		return nil, err
	}
	if err := tenant.In(tx, &finOpsOperations).Put(o); err != nil {
		return nil, err
	}
	return o, tx.Schedule(tx.Now().Add(finOpsStarts), jobFinOps, finOpsArgs{Operation: o.ID})
}

// goOnFinOps is the job: the update runs, or ends.
func goOnFinOps(tx *tenant.Tx, args finOpsArgs) error {
	o, ok := tenant.In(tx, &finOpsOperations).Get(args.Operation)
	if !ok || o.ended() || args.End != (o.Status == finOpsRunning) {
		return nil
	}
	if args.End {
		return o.finish(tx, "")
	}
	next := *o
	next.Status, next.Updated = finOpsRunning, tx.Now()
	if err := tenant.In(tx, &finOpsOperations).Put(&next); err != nil {
		return err
	}
	return tx.Schedule(tx.Now().Add(finOpsTakes), jobFinOps, finOpsArgs{Operation: o.ID, End: true})
}

func (o *finOpsOperationRow) ended() bool {
	return o.Status == finOpsSucceeded || o.Status == finOpsFailed
}

// finish ends the update: well, unless there is a word on why not.
func (o *finOpsOperationRow) finish(tx *tenant.Tx, why string) error {
	next := *o
	next.Status, next.Updated, next.Message = finOpsSucceeded, tx.Now(), why
	if why != "" {
		next.Status = finOpsFailed
	}
	if err := tenant.In(tx, &finOpsOperations).Put(&next); err != nil {
		return err
	}
	row, ok := tenant.In(tx, &finOpses).Get(o.Environment)
	if !ok {
		return nil
	}
	done := *row
	done.Operation = tenant.Key{}
	if why == "" {
		done.Version = o.Version
	} else {
		done.Failures = append([]finOpsFailedRow{{o.ID, tx.Now(), why}}, done.Failures...)
	}
	return tenant.In(tx, &finOpses).Put(&done)
}

// finOpsOperationOf is an application of a version on an environment.
func finOpsOperationOf(tx *tenant.Tx, environment, id string) (*finOpsOperationRow, bool) {
	k, _ := tenant.ParseKey(id)
	o, ok := tenant.In(tx, &finOpsOperations).Get(k)
	if !ok {
		return nil, false
	}
	of, ok := environmentKey(tx, environment)
	return o, ok && of == o.Environment
}

// The days of the week as the service names them.
var weekdays = []Weekday{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

func (r *finOpsRow) maintenance() *FinOpsMaintenance {
	return &FinOpsMaintenance{Cadence: r.Cadence, Days: slices.Clone(r.Days)}
}

// setMaintenance changes when Microsoft updates the environment by itself.
func setMaintenance(tx *tenant.Tx, environment string, p FinOpsMaintenancePatch) (*FinOpsMaintenance, error) {
	row, err := finOpsOf(tx, environment)
	if err != nil {
		return nil, err
	}
	next := *row
	if p.Cadence != nil {
		known := []FinOpsCadence{FinOpsEveryUpdate, FinOpsEveryOtherUpdate, FinOpsRegulated}
		if next.Cadence = canon(*p.Cadence, known...); !slices.Contains(known, next.Cadence) {
			return nil, finOpsInput.Err("", "updatedMaintenanceWindowCadence")
		}
	}
	if p.Days != nil {
		next.Days = nil
		for _, d := range p.Days {
			if d = canon(d, weekdays...); !slices.Contains(weekdays, d) || slices.Contains(next.Days, d) {
				return nil, finOpsInput.Err("", "updatedMaintenanceWindowDaysOfWeek")
			}
			next.Days = append(next.Days, d)
		}
		slices.SortFunc(next.Days, func(a, b Weekday) int {
			return cmp.Compare(slices.Index(weekdays, a), slices.Index(weekdays, b))
		})
	}
	return next.maintenance(), tenant.In(tx, &finOpses).Put(&next)
}

// The limits of the list of failures.
const (
	failuresUsual = 20
	failuresMost  = 1000
)

// finOpsFailures are what failed lately, the newest first.
func finOpsFailures(tx *tenant.Tx, environment string, limit int) (list []*FinOpsFailure, err error) {
	row, err := finOpsOf(tx, environment)
	if err != nil {
		return nil, err
	}
	if limit == 0 {
		limit = failuresUsual
	}
	if limit < 0 || limit > failuresMost {
		return nil, finOpsInput.Err("", "maxResults")
	}
	for _, f := range row.Failures[:min(limit, len(row.Failures))] {
		list = append(list, &FinOpsFailure{
			CorrelationID: f.ID.String(), Code: "UpdateFailed", Message: f.Message, Action: "ApplyVersion", At: f.At, Operation: string(KindFinOpsUpdate),
		})
	}
	return list, nil
}

// seedFinOps has two of Contoso's environments run Finance and Operations.
func seedFinOps(tx *tenant.Tx) error {
	for _, v := range []string{"10.0.45.4", "10.0.45.9", "10.0.46.2"} {
		if err := tenant.In(tx, &finOpsReleases).Put(&finOpsReleaseRow{tenant.NameKey("finance and operations", v), v}); err != nil {
			return err
		}
	}
	for _, r := range []finOpsRow{
		{ID: tenant.NameKey("environment", "Production"), Deployment: FinOpsUnifiedProduction, Version: "10.0.45.4", Cadence: FinOpsEveryUpdate, Days: []Weekday{"Saturday", "Sunday"}},
		{ID: tenant.NameKey("environment", "UAT"), Deployment: FinOpsUnifiedSandbox, Version: "10.0.45.9", Cadence: FinOpsEveryUpdate, Days: []Weekday{"Wednesday"}},
	} {
		if err := tenant.In(tx, &finOpses).Put(&r); err != nil {
			return err
		}
	}
	return nil
}

// operation is the update in our words.
func (o *finOpsOperationRow) wire() *finOpsOperationWire {
	w := &finOpsOperationWire{
		Name: string(KindFinOpsUpdate), Status: o.Status, ID: o.ID.String(), Start: wireTime(o.Created),
		Requested: finOpsByWire{o.By.ID, o.By.DisplayName, o.By.Type}, Stages: []any{},
		Updated: finOpsTargetWire{o.Environment.String(), o.Version},
	}
	if o.ended() {
		w.End = wireTime(o.Updated)
	}
	if o.Message != "" {
		w.Error = &finOpsErrorWire{Code: "UpdateFailed", Message: o.Message}
	}
	return w
}

// finOpsOperationID is the id by which an update is followed.
func finOpsOperationID(environment EnvironmentID, operation string) admin365.OperationID {
	return followedID(opFinOpsUpdatesGet.At(string(environment), operation))
}
