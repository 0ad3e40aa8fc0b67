package instances

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// environmentRow is an environment, in the bin too.
type environmentRow struct {
	// ID is its GUID; the default environment has the tenant's.
	ID           tenant.Key      `json:"id"`
	Default      bool            `json:"default,omitzero"`
	Name         string          `json:"name"`
	Description  string          `json:"description,omitzero"`
	Type         EnvironmentType `json:"type"`
	Location     string          `json:"location"`
	Region       string          `json:"region,omitzero"`
	CreationType string          `json:"creationType,omitzero"`
	Created      time.Time       `json:"created"`
	CreatedBy    Principal       `json:"createdBy"`
	Modified     time.Time       `json:"modified,omitzero"`
	ModifiedBy   Principal       `json:"modifiedBy,omitzero"`
	UsedBy       *Principal      `json:"usedBy,omitzero"`
	// Provisioning and Runtime are empty for Succeeded and Enabled.
	Provisioning ProvisioningState `json:"provisioning,omitzero"`
	Runtime      RuntimeState      `json:"runtime,omitzero"`
	// Failed is the copy or the restore onto it that failed, until another one, a reset or
	// a deletion.
	Failed  OperationKind `json:"failed,omitzero"`
	Cadence UpdateCadence `json:"cadence,omitzero"`
	Managed bool          `json:"managed,omitzero"`
	// Retention is what an administrator chose, in days; 0 if nobody did.
	Retention int `json:"retention,omitzero"`
	// BackupsSince is when the service's own backups begin, however long they are kept.
	BackupsSince  time.Time `json:"backupsSince,omitzero"`
	Group         string    `json:"group,omitzero"`
	BillingPolicy string    `json:"billingPolicy,omitzero"`
	// Busy is the operation that runs on it.
	Busy tenant.Key `json:"busy,omitzero"`
	// Deleted is when it came into the bin, and Purge when it goes for good.
	Deleted  time.Time    `json:"deleted,omitzero"`
	Purge    time.Time    `json:"purge,omitzero"`
	Database *databaseRow `json:"database,omitzero"`
}

// databaseRow is the organization of Dataverse behind an environment.
type databaseRow struct {
	Organization tenant.Key `json:"organization"`
	Domain       string     `json:"domain"`
	// State and Background are empty for Ready and Enabled.
	State      InstanceState        `json:"state,omitzero"`
	Background BackgroundOperations `json:"background,omitzero"`
	Group      tenant.Key           `json:"group,omitzero"`
	Created    time.Time            `json:"created"`
	Modified   time.Time            `json:"modified,omitzero"`
	contentRow
	// Past is what it held before it was restored, oldest first.
	Past []pastRow `json:"past,omitzero"`
}

// pastRow is what an environment held until it was restored.
type pastRow struct {
	Until   time.Time  `json:"until"`
	Content contentRow `json:"content"`
}

// contentRow is what a copy and a restore bring along.
type contentRow struct {
	Version   string   `json:"version"`
	Language  int      `json:"language"`
	Currency  string   `json:"currency"`
	Templates []string `json:"templates,omitzero"`
	// Dynamics: applications of Dynamics 365 are on it.
	Dynamics bool `json:"dynamics,omitzero"`
	// What is stored, in MB.
	Data  float64 `json:"data,omitzero"`
	Files float64 `json:"files,omitzero"`
	Logs  float64 `json:"logs,omitzero"`
}

var (
	environments = tenant.Table[*environmentRow]{
		Name: "environments", Key: func(r *environmentRow) tenant.Key { return r.ID }, Label: func(r *environmentRow) string { return r.Name },
		Indexes: []*tenant.Index[*environmentRow]{&environmentsByOrganization, &environmentsByCreation},
		Diff:    environmentDiff,
	}
	environmentsByOrganization = tenant.Index[*environmentRow]{Name: "organization", Ref: func(r *environmentRow) tenant.Key {
		if r.Database == nil {
			return tenant.Key{}
		}
		return r.Database.Organization
	}}
	environmentsByCreation = tenant.Index[*environmentRow]{Name: "created", Ref: func(r *environmentRow) tenant.Key { return tenant.TimeKey(r.Created) }}
)

// domainRow is the host of an organization that is used, or was until a moment ago.
type domainRow struct {
	Host        string     `json:"host"`
	Environment tenant.Key `json:"environment"`
	// Until is when it is free again; zero while it is used.
	Until time.Time `json:"until,omitzero"`
}

var domains = tenant.Table[*domainRow]{
	Name: "environmentDomains", Internal: true, Key: func(r *domainRow) tenant.Key { return domainKey(r.Host) },
	Label: func(r *domainRow) string { return r.Host },
}

func domainKey(host string) tenant.Key { return tenant.NameKey("environment domain", host) }

// groupRow is an environment group.
type groupRow struct {
	ID          tenant.Key `json:"id"`
	Name        string     `json:"name"`
	Description string     `json:"description,omitzero"`
	Created     time.Time  `json:"created"`
}

var groups = tenant.Table[*groupRow]{
	Name: "environmentGroups", Key: func(r *groupRow) tenant.Key { return r.ID }, Label: func(r *groupRow) string { return r.Name },
}

// clone is the row to change.
func (r *environmentRow) clone() *environmentRow {
	next := *r
	if r.Database != nil {
		db := *r.Database
		db.Templates = slices.Clone(db.Templates)
		next.Database = &db
	}
	return &next
}

// put writes the row.
func (r *environmentRow) put(tx *tenant.Tx) error { return tenant.In(tx, &environments).Put(r) }

// id is the environment's id as the service writes it.
func (r *environmentRow) id(tx *tenant.Tx) EnvironmentID {
	if r.Default {
		return EnvironmentID("Default-" + string(tx.TenantID()))
	}
	return EnvironmentID(r.ID.String())
}

// runtime, provisioning and background are the states by their names.
func (r *environmentRow) runtime() RuntimeState {
	if r.Runtime == "" {
		return RuntimeEnabled
	}
	return r.Runtime
}

func (r *environmentRow) provisioning() ProvisioningState {
	if r.Provisioning == "" {
		return Provisioned
	}
	return r.Provisioning
}

func (d *databaseRow) background() BackgroundOperations {
	if d.Background == "" {
		return BackgroundEnabled
	}
	return d.Background
}

// setRuntime and setBackground keep the usual states empty.
func (r *environmentRow) setRuntime(s RuntimeState) {
	if r.Runtime = s; s == RuntimeEnabled {
		r.Runtime = ""
	}
}

func (d *databaseRow) setBackground(s BackgroundOperations) {
	if d.Background = s; s == BackgroundEnabled {
		d.Background = ""
	}
}

// binned reports whether the environment is in the bin.
func (r *environmentRow) binned() bool { return !r.Deleted.IsZero() }

// environmentDiff says what changed between two versions of an environment.
func environmentDiff(before, after *environmentRow) (lines []string) {
	line := func(name, a, b string) {
		if a != b {
			lines = append(lines, name+": "+a+" → "+b)
		}
	}
	of := func(r *environmentRow, get func(*databaseRow) string) string {
		if r.Database == nil {
			return ""
		}
		return get(r.Database)
	}
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.DateTime)
	}
	line("name", before.Name, after.Name)
	line("description", before.Description, after.Description)
	line("type", string(before.Type), string(after.Type))
	line("provisioning", string(before.provisioning()), string(after.provisioning()))
	line("runtime", string(before.runtime()), string(after.runtime()))
	line("failed", string(before.Failed), string(after.Failed))
	line("cadence", string(before.Cadence), string(after.Cadence))
	line("managed", yes(before.Managed), yes(after.Managed))
	line("retention", (time.Duration(before.Retention) * day1).String(), (time.Duration(after.Retention) * day1).String())
	line("group", before.Group, after.Group)
	line("operation", key(before.Busy), key(after.Busy))
	line("deleted", day(before.Deleted), day(after.Deleted))
	line("domain", of(before, func(d *databaseRow) string { return d.Domain }), of(after, func(d *databaseRow) string { return d.Domain }))
	line("background operations", of(before, func(d *databaseRow) string { return string(d.background()) }), of(after, func(d *databaseRow) string { return string(d.background()) }))
	line("security group", of(before, func(d *databaseRow) string { return key(d.Group) }), of(after, func(d *databaseRow) string { return key(d.Group) }))
	line("version", of(before, func(d *databaseRow) string { return d.Version }), of(after, func(d *databaseRow) string { return d.Version }))
	line("content", of(before, (*databaseRow).summary), of(after, (*databaseRow).summary))
	line("modified", day(before.Modified), day(after.Modified))
	return lines
}

// summary is the content in words.
func (d *databaseRow) summary() string {
	return strings.Join([]string{d.Currency, mb(d.Data), mb(d.Files), mb(d.Logs), strings.Join(d.Templates, "+")}, " ")
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func key(k tenant.Key) string {
	if k.IsZero() {
		return ""
	}
	return k.String()
}

// environmentKey is the key that an id in a path means: "~Default" and the id with the
// tenant's are the default environment's.
func environmentKey(tx *tenant.Tx, id string) (tenant.Key, bool) {
	of := string(tx.TenantID())
	if strings.EqualFold(id, "~default") || strings.EqualFold(id, "Default-"+of) {
		return tenant.ParseKey(of)
	}
	k, ok := tenant.ParseKey(id)
	return k, ok && !strings.EqualFold(id, of)
}

// groupKey reads a security group's id; the zero GUID is none.
func groupKey(id admin365.GroupID) (tenant.Key, bool) {
	return tenant.ParseKey(string(id))
}
