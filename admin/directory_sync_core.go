package admin

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// What turning the synchronization on and off is refused. Unverified: the texts.
var (
	// syncTurningOff: it is being turned off, which nothing stops.
	syncTurningOff = api.Refusal{
		Name: "SyncTurningOff", Status: 400, Code: "Request_BadRequest",
		Text: "Directory synchronization is being turned off. This can take up to 72 hours and cannot be canceled.",
		Is:   admin365.ErrBusy, Source: "https://learn.microsoft.com/powershell/module/microsoft.entra.directorymanagement/set-entradirsyncenabled",
	}
	// syncNotOn: there is nothing to turn off.
	syncNotOn = api.Refusal{
		Name: "SyncNotOn", Status: 400, Code: "Request_BadRequest",
		Text: "Directory synchronization is not turned on.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/powershell/module/microsoft.entra.directorymanagement/set-entradirsyncenabled",
	}
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
