package instances

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// operationRow is an operation on an environment. It stays for ever: it is the history.
type operationRow struct {
	ID   tenant.Key    `json:"id"`
	Seq  int           `json:"seq"`
	Kind OperationKind `json:"kind"`
	// Environment is what it is done to, and Source what is copied or restored.
	Environment tenant.Key `json:"environment"`
	Default     bool       `json:"default,omitzero"`
	Source      tenant.Key `json:"source,omitzero"`
	// State is empty until it has ended.
	State   admin365.OperationState `json:"state,omitzero"`
	Created time.Time               `json:"created"`
	// Due is when it ends by itself; zero if somebody has to end it.
	Due   time.Time `json:"due,omitzero"`
	Ended time.Time `json:"ended,omitzero"`
	By    Principal `json:"by"`
	// Doomed is the stage at which it will fail, if somebody has said so.
	Doomed string `json:"doomed,omitzero"`
	// Failed is the stage at which it failed.
	Failed string `json:"failed,omitzero"`
	// Reserved is the database capacity that it holds until it ends, in MB.
	Reserved float64 `json:"reserved,omitzero"`
	Plan     planRow `json:"plan,omitzero"`
}

// planRow is what an operation does when it succeeds. Which fields are set goes with its
// kind.
type planRow struct {
	Name, Description *string
	// Domain is the new label of the address, which is taken already. DomainUntil is when
	// it would have been free again, for one that the environment had before.
	Domain      string
	DomainUntil time.Time `json:",omitzero"`
	Group       *tenant.Key
	Cadence     UpdateCadence
	EnvGroup    *string
	Runtime     RuntimeState
	Background  BackgroundOperations
	Retention   int
	Type        EnvironmentType
	// Provisioning is what it was before it was deleted.
	Provisioning ProvisioningState `json:",omitzero"`
	Managed      bool
	Backup       tenant.Key
	// Content is what the environment holds then.
	Content *contentRow
}

var (
	operations = tenant.Table[*operationRow]{
		Name: "environmentOperations", Key: func(r *operationRow) tenant.Key { return r.ID },
		Label:   func(r *operationRow) string { return string(r.Kind) + " of " + r.Environment.String() },
		Indexes: []*tenant.Index[*operationRow]{&operationsByEnvironment, &operationsRunning},
		Diff:    operationDiff,
	}
	operationsByEnvironment = tenant.Index[*operationRow]{Name: "environment", Ref: func(r *operationRow) tenant.Key { return r.Environment }}
	// operationsRunning are those that have not ended, by the environment.
	operationsRunning = tenant.Index[*operationRow]{Name: "running", Ref: func(r *operationRow) tenant.Key {
		if r.State != "" {
			return tenant.Key{}
		}
		return r.Environment
	}}
)

func operationDiff(before, after *operationRow) []string {
	if before.State == after.State {
		return nil
	}
	return []string{"state: " + string(before.State) + " → " + string(after.State)}
}

// environmentID is the environment's id as the service writes it.
func (r *operationRow) environmentID(tx *tenant.Tx) EnvironmentID {
	if r.Default {
		return EnvironmentID("Default-" + string(tx.TenantID()))
	}
	return EnvironmentID(r.Environment.String())
}

// backupRow is a backup that somebody made, or that the service is said to have made.
type backupRow struct {
	ID          tenant.Key `json:"id"`
	Environment tenant.Key `json:"environment"`
	Label       string     `json:"label,omitzero"`
	Point       time.Time  `json:"point"`
	Expires     time.Time  `json:"expires"`
	By          Principal  `json:"by"`
	System      bool       `json:"system,omitzero"`
	// Making: it is not there yet.
	Making  bool       `json:"making,omitzero"`
	Content contentRow `json:"content"`
}

var (
	backups = tenant.Table[*backupRow]{
		Name: "environmentBackups", Key: func(r *backupRow) tenant.Key { return r.ID },
		Label:   func(r *backupRow) string { return r.Label + " of " + r.Environment.String() },
		Indexes: []*tenant.Index[*backupRow]{&backupsByEnvironment},
	}
	backupsByEnvironment = tenant.Index[*backupRow]{Name: "environment", Ref: func(r *backupRow) tenant.Key { return r.Environment }}
)

// managementAppRow is an application that may administer environments on its own.
type managementAppRow struct {
	ID tenant.Key `json:"id"`
}

var managementApps = tenant.Table[*managementAppRow]{
	Name: "managementApps", Key: func(r *managementAppRow) tenant.Key { return r.ID },
}

// storageRow is what the tenant has of a kind of storage.
type storageRow struct {
	Type CapacityType `json:"type"`
	// Base comes with licenses, and Added was bought; in MB.
	Base  float64 `json:"base"`
	Added float64 `json:"added,omitzero"`
}

var storage = tenant.Table[*storageRow]{
	Name: "environmentStorage", Key: func(r *storageRow) tenant.Key { return storageKey(r.Type) },
	Label: func(r *storageRow) string { return string(r.Type) },
}

func storageKey(kind CapacityType) tenant.Key {
	return tenant.NameKey("environment storage", string(kind))
}
