package instances

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// act is what a call does with an environment, as far as its state allows it.
type act uint8

const (
	// actRead reads what is inside, or its updates.
	actRead act = iota
	// actUse changes it, copies it, or goes back in it.
	actUse
	// actKey changes the telemetry key, and actWindow the update window.
	actKey
	actWindow
	// actUpdate changes its updates.
	actUpdate
	actDelete
	actRecover
	acts
)

// situation is where an environment stands: its status, and whether an operation runs on
// it that its status does not tell, such as a copy to somewhere else.
type situation struct {
	status CentralStatus
	busy   bool
}

// allowed is what each situation allows, by act; a refusal stands where it does not. It
// is printed in docs/central-states.md.
var allowed = map[situation][acts]*api.Refusal{
	//                            read             use                key            window             update             delete                recover
	{CentralActive, false}:             {nil, nil, nil, nil, nil, nil, &centralNotDeleted},
	{CentralActive, true}:              {nil, &centralNotActive, &keyNotActive, &centralNotActive, &centralNotActive, &centralDeleteStatus, &centralNotDeleted},
	{CentralPreparing, true}:           {nil, &centralNotActive, &keyNotActive, &centralNotActive, &centralNotActive, &centralDeleteStatus, &centralNotDeleted},
	{CentralNotReady, true}:            {nil, &centralNotActive, &keyNotActive, &centralNotActive, &centralNotActive, &centralDeleteStatus, &centralNotDeleted},
	{CentralUpgrading, true}:           {nil, &centralNotActive, &keyNotActive, nil, &updateRunning, &centralDeleteStatus, &centralNotDeleted},
	{CentralSoftDeleting, true}:        {nil, &centralNotActive, &keyNotActive, &centralNotActive, &centralNotActive, &centralDeleted, &centralNotDeleted},
	{CentralSoftDeleted, false}:        {&centralUnknown, &centralUnknown, &centralUnknown, &centralUnknown, &centralUnknown, &centralDeleted, nil},
	{CentralRecovering, true}:          {nil, &centralNotActive, &keyNotActive, &centralNotActive, &centralNotActive, &centralDeleteStatus, &centralRecovering},
	{CentralRemoving, true}:            {nil, &centralNotActive, &keyNotActive, &centralNotActive, &centralNotActive, &centralDeleted, &centralNotDeleted},
	{CentralCreatingFailed, false}:     {nil, &centralNotActive, &keyNotActive, &centralNotActive, &centralNotActive, nil, &centralNotDeleted},
	{CentralRemovingFailed, false}:     {nil, &centralNotActive, &keyNotActive, &centralNotActive, &centralNotActive, nil, &centralNotDeleted},
	{CentralSoftDeletingFailed, false}: {nil, &centralNotActive, &keyNotActive, &centralNotActive, &centralNotActive, nil, &centralNotDeleted},
	{CentralRecoveringFailed, false}:   {&centralUnknown, &centralUnknown, &centralUnknown, &centralUnknown, &centralUnknown, nil, nil},
}

func (r *centralRow) situation() situation { return situation{r.Status, !r.Operation.IsZero()} }

// refuses is what a situation refuses of an act; nil where it allows it. A status that
// nobody knows is not Active.
func (s situation) refuses(a act) *api.Refusal {
	for _, known := range []situation{s, {s.status, !s.busy}, {CentralNotReady, true}} {
		if row, ok := allowed[known]; ok {
			return row[a]
		}
	}
	return nil
}

// familyOf checks the family, and returns it as it is written.
func familyOf(family Family) (Family, error) {
	if !strings.EqualFold(string(family), string(BusinessCentral)) {
		return "", centralNoFamily.Err("", "The application family '"+string(family)+"' does not exist.")
	}
	return BusinessCentral, nil
}

// centralOf returns the environment with the name, whatever its state.
func centralOf(tx *tenant.Tx, family Family, name string) (*centralRow, error) {
	family, err := familyOf(family)
	if err != nil {
		return nil, err
	}
	row, ok := tenant.In(tx, &centrals).Find(&centralsByName, string(family)+"/"+name)
	if !ok {
		return nil, unknownCentral(family, name)
	}
	return row, nil
}

func unknownCentral(family Family, name string) error {
	target := string(family) + "/" + name
	return about(centralUnknown.Err("", "The environment '"+target+"' does not exist."), target)
}

// admitted returns the environment if its state allows the act.
func admitted(tx *tenant.Tx, family Family, name string, a act) (*centralRow, error) {
	row, err := centralOf(tx, family, name)
	if err != nil {
		return nil, err
	}
	return row, row.admits(a)
}

// readable returns the environment if it is there for more than to be recovered.
func readable(tx *tenant.Tx, family Family, name string) (*centralRow, error) {
	return admitted(tx, family, name, actRead)
}

// admits refuses what the environment's state does not allow.
func (r *centralRow) admits(a act) error {
	refusal := r.situation().refuses(a)
	state := "is in the state " + string(r.Status)
	if r.Status == CentralActive && !r.Operation.IsZero() {
		state = "has an operation that is running"
	}
	switch refusal {
	case nil:
		return nil
	case &centralUnknown:
		return unknownCentral(r.Family, r.Name)
	default:
		return refusal.Err("", "The environment '"+r.Name+"' "+state+".")
	}
}

// public is the environment as people see it.
func (r *centralRow) public(tx *tenant.Tx) *CentralEnvironment {
	major, _, _ := splitVersion(r.Version)
	e := &CentralEnvironment{
		Name: r.Name, Family: r.Family, FriendlyName: r.Name, Type: r.Type, Status: r.Status, CountryCode: r.Country,
		TenantID: tx.TenantID(), RingName: r.Ring, ApplicationVersion: r.Version, PlatformVersion: platform(r.Version),
		VersionDetails:   CentralVersionDetails{Version: r.Version, GracePeriodStart: graceOf(major), EnforcedStart: enforcedOf(major)},
		WebClientURL:     "https://businesscentral.dynamics.com/" + string(tx.TenantID()) + "/" + r.Name,
		WebServiceURL:    "https://api.businesscentral.dynamics.com",
		AppUpdateCadence: r.Cadence, TelemetryKey: admin365.NewSecret(r.Key), Deleted: r.Deleted, Gone: r.Gone,
	}
	if r.Cadence == "" {
		e.AppUpdateCadence = AppUpdatesDefault
	}
	if c, ok := countryOf(r.Country); ok {
		e.LocationName, e.GeoName = c.location, c.geo
	}
	if !r.Deleted.IsZero() {
		e.DeleteReason = "DeletedByAdministrator"
	}
	return e
}

// centralTenant is what Business Central knows of the tenant.
func centralTenant(tx *tenant.Tx) centralTenantRow {
	for row := range tenant.In(tx, &centralTenants).All() {
		return *row
	}
	return centralTenantRow{ID: tenant.NameKey("central", "tenant"), Production: 1, Sandbox: 3, Default: 80 << 20}
}

// author is who calls: a mail address, or the id of an application.
func author(tx *tenant.Tx) (by string, app bool) {
	if tx.Session == nil {
		return "Microsoft", false
	}
	who := tx.Session.Caller
	if who.User == "" && who.App != "" {
		return string(who.App), true
	}
	if p := tx.Ports(); p.Access != nil && p.Directory != nil {
		if key, ok := p.Access.Self(tx); ok {
			if person, ok := p.Directory.PersonOf(tx, key); ok {
				return person.UserPrincipalName, false
			}
		}
	}
	return string(who.User), false
}

// record notes an operation on the environment, which is in the list from then on.
func (r *centralRow) record(tx *tenant.Tx, kind OperationKind, status string, parameters map[string]any) (*centralOperationRow, error) {
	raw, err := json.Marshal(parameters)
	if err != nil {
		return nil, err
	}
	o := &centralOperationRow{
		ID: tx.NewKey(), Environment: r.ID, Family: r.Family, Name: r.Name, Type: r.Type, Kind: kind, Status: status,
		Created: tx.Now(), Seq: tenant.In(tx, &centralOperations).Len() + 1, Parameters: raw,
	}
	o.By, o.ByApp = author(tx)
	return o, nil
}

// modified notes a change of settings, which is done at once, and writes the environment.
func (r *centralRow) modified(tx *tenant.Tx, parameters map[string]any) error {
	o, err := r.record(tx, CentralKindModify, statusSucceeded, parameters)
	if err != nil {
		return err
	}
	o.Started, o.Completed = o.Created, o.Created
	if err := tenant.In(tx, &centralOperations).Put(o); err != nil {
		return err
	}
	return tenant.In(tx, &centrals).Put(r)
}

// The statuses of operations on the wire.
const (
	statusQueued    = "queued"
	statusScheduled = "scheduled"
	statusRunning   = "running"
	statusSucceeded = "succeeded"
	statusFailed    = "failed"
	statusCanceled  = "canceled"
	statusSkipped   = "skipped"
)

// takes is how long an operation of a kind takes. Ours: the service says nothing.
func takes(tx *tenant.Tx, kind OperationKind) time.Duration {
	if d, ok := centralTenant(tx).Durations[kind]; ok {
		return d
	}
	switch kind {
	case CentralKindUpdate:
		return 90 * time.Minute
	case CentralKindCopy, CentralKindRestore:
		return 30 * time.Minute
	case CentralKindCreate:
		return 15 * time.Minute
	case CentralKindRecover:
		return 10 * time.Minute
	default:
		return 5 * time.Minute
	}
}
