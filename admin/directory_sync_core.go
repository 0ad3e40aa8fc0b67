package admin

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// syncOffTakes is how long it takes to turn the synchronization off: in memory as
// long as the service says that it may.
// Source: https://learn.microsoft.com/powershell/module/microsoft.entra.directorymanagement/set-entradirsyncenabled
const syncOffTakes = 72 * time.Hour

const jobSyncOff = "admin.turnSyncOff"

type syncOffArgs struct{}

// checkSyncSwitch refuses a change that names the switch and leaves it where it is,
// unless it is on and stays so.
func checkSyncSwitch(old *organizationRow, change odata.Change) error {
	for _, item := range change {
		if organizationProps.Props[item.Prop].Name != "onPremisesSyncEnabled" {
			continue
		}
		switch {
		case !old.TurningOff.IsZero():
			return syncTurningOff.Err("")
		case old.Synced != odata.True:
			return syncNotOn.Err("")
		}
	}
	return nil
}

// switchSync turns the synchronization on, or begins to turn it off.
func switchSync(tx *tenant.Tx, row *organizationRow, to odata.Tri) error {
	switch {
	case !row.TurningOff.IsZero():
		return syncTurningOff.Err("")
	case to == odata.True:
		row.Synced = odata.True
		return nil
	case row.Synced != odata.True:
		return syncNotOn.Err("")
	default:
		row.TurningOff = tx.Now().Add(syncOffTakes)
		return tx.Schedule(row.TurningOff, jobSyncOff, syncOffArgs{})
	}
}

// finishSyncOff makes the tenant one that was synchronized once, and its people the
// cloud's own.
func finishSyncOff(tx *tenant.Tx, _ syncOffArgs) error {
	old, ok := organizationOf(tx)
	if !ok || old.TurningOff.IsZero() {
		return nil
	}
	row := *old
	row.TurningOff, row.Synced = time.Time{}, odata.False
	if err := tenant.In(tx, &organizations).Put(&row); err != nil {
		return err
	}
	return tenant.Emit(tx, tenant.SyncTurnedOff{})
}

// findSync returns how the synchronization is set up; id is the one that a path names.
func findSync(tx *tenant.Tx, id string) (*syncRow, error) {
	row := syncOf(tx)
	if key, ok := tenant.ParseKey(id); !ok || key != row.ID {
		return nil, api.ResourceNotFound.Err(id, id)
	}
	return row, nil
}

// patchSync changes how the synchronization is set up from the body of a PATCH.
func patchSync(tx *tenant.Tx, id string, body []byte) error {
	old, err := findSync(tx, id)
	if err != nil {
		return err
	}
	change, err := syncProps.Body(body)
	if err != nil {
		return err
	}
	if err := syncProps.Validate(change, false); err != nil {
		return err
	}
	row := *old
	row.Features = maps.Clone(old.Features)
	for _, item := range change {
		var err error
		if syncProps.Props[item.Prop].Name == "configuration" {
			err = setPrevention(&row, item.Value)
		} else {
			err = setFeatures(&row, item.Value)
		}
		if err != nil {
			return err
		}
	}
	return tenant.In(tx, &synchronizations).Put(&row)
}

func setPrevention(row *syncRow, value string) error {
	const prevention = "accidentalDeletionPrevention"
	members, odd, ok := membersOf([]byte(value), prevention)
	if !ok {
		return syncProps.Invalid(syncProps.Lookup("configuration"))
	}
	if odd != "" {
		return api.UnknownProperty.Err("")
	}
	if members[prevention] == nil {
		return nil
	}
	members, odd, ok = membersOf(members[prevention], "synchronizationPreventionType", "alertThreshold")
	switch {
	case !ok:
		return api.InvalidValue.Err("", prevention, syncProps.Entity)
	case odd != "":
		return api.UnknownProperty.Err("")
	}
	for name, to := range map[string]any{"synchronizationPreventionType": &row.Prevention.Type, "alertThreshold": &row.Prevention.AlertThreshold} {
		// Unverified: that null is refused, which the types allow.
		if v := members[name]; v != nil && (isNull(v) || json.Unmarshal(v, to) != nil) {
			return api.InvalidValue.Err("", name, syncProps.Entity)
		}
	}
	switch p := row.Prevention; p.Type {
	case PreventionDisabled:
		return nil
	case PreventionByCount:
		if p.AlertThreshold >= 1 {
			return nil
		}
	case PreventionByPercentage:
		if p.AlertThreshold >= 1 && p.AlertThreshold <= 100 {
			return nil
		}
	default:
		return api.InvalidValue.Err("", "synchronizationPreventionType", syncProps.Entity)
	}
	return api.InvalidValue.Err("", "alertThreshold", syncProps.Entity)
}

func setFeatures(row *syncRow, value string) error {
	now := row.features()
	var names []string
	for name := range now {
		names = append(names, string(name))
	}
	given, odd, ok := membersOf([]byte(value), names...)
	switch {
	case !ok:
		return syncProps.Invalid(syncProps.Lookup("features"))
	case odd != "":
		return api.UnknownProperty.Err("")
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		value := given[string(name)]
		if value == nil {
			continue
		}
		var on *bool
		was := now[name]
		switch {
		case json.Unmarshal(value, &on) != nil || on == nil:
			return api.InvalidValue.Err("", string(name), syncProps.Entity)
		case *on == was:
			continue
		case name == PasswordWriteback:
			return syncFeatureUnused.Err("", string(name))
		case was && (name == SoftMatchOnUPN || name == SynchronizeUPNForManagedUsers):
			return syncFeatureStays.Err("", string(name))
		}
		if row.Features == nil {
			row.Features = map[SyncFeature]bool{}
		}
		row.Features[name] = *on
	}
	return nil
}
