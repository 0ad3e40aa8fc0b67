package instances

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

// mountCentralInside registers the routes of what is inside of an environment, and of who
// is told.
func mountCentralInside(m *emu.Mux) {
	m.Handle(&opCentralSettingsWindow, handleCentralSettingsWindow)
	m.Handle(&opCentralSettingsSetWindow, handleCentralSettingsSetWindow)
	m.Handle(&opCentralSettingsSetAppUpdateCadence, handleCentralSettingsSetAppUpdateCadence)
	m.Handle(&opCentralSettingsSetTelemetryKey, handleCentralSettingsSetTelemetryKey)
	m.Handle(&opCentralAccessSecurityGroup, handleCentralAccessSecurityGroup)
	m.Handle(&opCentralAccessSetSecurityGroup, handleCentralAccessSetSecurityGroup)
	m.Handle(&opCentralAccessClearSecurityGroup, handleCentralAccessClearSecurityGroup)
	m.Handle(&opCentralAccessMicrosoft365, handleCentralAccessMicrosoft365)
	m.Handle(&opCentralAccessSetMicrosoft365, handleCentralAccessSetMicrosoft365)
	m.Handle(&opCentralAccessPartners, handleCentralAccessPartners)
	m.Handle(&opCentralAccessSetPartners, handleCentralAccessSetPartners)
	m.Handle(&opCentralAppsList, handleCentralAppsList)
	m.Handle(&opCentralAppsAvailable, handleCentralAppsAvailable)
	m.Handle(&opCentralAppsUpdate, handleCentralAppsUpdate)
	m.Handle(&opCentralAppsInstall, handleCentralAppsInstall)
	m.Handle(&opCentralAppsUninstall, handleCentralAppsUninstall)
	m.Handle(&opCentralAppsOperations, handleCentralAppsOperations)
	m.Handle(&opCentralUpdatesList, handleCentralUpdatesList)
	m.Handle(&opCentralUpdatesSelect, handleCentralUpdatesChange)
	m.Variant(&opCentralUpdatesSelect, &opCentralUpdatesReschedule, reschedules)
	m.Handle(&opCentralUpdatesUpgrade, handleCentralUpdatesUpgrade)
	m.Handle(&opCentralUpdatesSetUpgrade, handleCentralUpdatesSetUpgrade)
	m.Handle(&opCentralRecipientsList, handleCentralRecipientsList)
	m.Handle(&opCentralRecipientsAdd, handleCentralRecipientsAdd)
	m.Handle(&opCentralRecipientsRemove, handleCentralRecipientsRemove)
	m.Handle(&opCentralRecipientsSettings, handleCentralRecipientsSettings)
	m.Handle(&opCentralAuthorizedAppsList, handleCentralAuthorizedAppsList)
	m.Handle(&opCentralAuthorizedAppsAdd, handleCentralAuthorizedAppsAdd)
	m.Handle(&opCentralAuthorizedAppsRemove, handleCentralAuthorizedAppsRemove)
}

func handleCentralSettingsWindow(rq *emu.Request) (emu.Response, error) {
	w, err := centralWindow(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	return centralObject(rq, w, err)
}

func handleCentralSettingsSetWindow(rq *emu.Request) (emu.Response, error) {
	w, err := centralBody[Window](rq)
	if err != nil {
		return emu.Response{}, err
	}
	set, err := setCentralWindow(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], *w)
	return centralObject(rq, set, err)
}

func handleCentralSettingsSetAppUpdateCadence(rq *emu.Request) (emu.Response, error) {
	b, err := centralBody[cadenceBody](rq)
	if err != nil {
		return emu.Response{}, err
	}
	return centralDone(setCadence(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], b.Value))
}

func handleCentralSettingsSetTelemetryKey(rq *emu.Request) (emu.Response, error) {
	b, err := centralBody[struct {
		Key *string `json:"key"`
	}](rq)
	if err != nil {
		return emu.Response{}, err
	}
	if b.Key == nil {
		// Unverified: an empty key clears it, and a body without one is none.
		return emu.Response{}, api.BusinessCentralBody.Err("")
	}
	return centralDone(setTelemetryKey(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], *b.Key))
}

func handleCentralAccessSecurityGroup(rq *emu.Request) (emu.Response, error) {
	g, err := centralGroupOf(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	if err == nil && g == nil {
		return emu.NoContent(), nil
	}
	return centralObject(rq, g, err)
}

func handleCentralAccessSetSecurityGroup(rq *emu.Request) (emu.Response, error) {
	b, err := centralBody[groupBody](rq)
	if err != nil {
		return emu.Response{}, err
	}
	if b.Value == "" {
		return emu.Response{}, centralNoGroup.Err("", "The group '' does not exist.")
	}
	return centralDone(setSecurityGroup(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], b.Value))
}

func handleCentralAccessClearSecurityGroup(rq *emu.Request) (emu.Response, error) {
	return centralDone(setSecurityGroup(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], ""))
}

func handleCentralAccessMicrosoft365(rq *emu.Request) (emu.Response, error) {
	enabled, err := microsoft365(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	return centralObject(rq, enabledWire{looseBool(enabled)}, err)
}

func handleCentralAccessSetMicrosoft365(rq *emu.Request) (emu.Response, error) {
	b, err := centralBody[struct {
		Enabled *looseBool `json:"enabled"`
	}](rq)
	if err != nil {
		return emu.Response{}, err
	}
	if b.Enabled == nil {
		return emu.Response{}, centralInput.Err("", "enabled")
	}
	return centralDone(setMicrosoft365(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], bool(*b.Enabled)))
}

func handleCentralAccessPartners(rq *emu.Request) (emu.Response, error) {
	p, err := partnerAccess(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	return centralObject(rq, p, err)
}

func handleCentralAccessSetPartners(rq *emu.Request) (emu.Response, error) {
	p, err := centralBody[PartnerAccess](rq)
	if err != nil {
		return emu.Response{}, err
	}
	return centralDone(setPartnerAccess(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], *p))
}

func handleCentralAppsList(rq *emu.Request) (emu.Response, error) {
	list, err := appList(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	return value(rq, list, func(a *CentralApp) *appWire { return &appWire{*a, a.ID} })
}

func handleCentralAppsAvailable(rq *emu.Request) (emu.Response, error) {
	list, err := availableApps(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	return centralValue(rq, list, err)
}

// appBegun answers an operation on an app that has begun, or why it has not.
func appBegun(rq *emu.Request, o *centralOperationRow, err error) (emu.Response, error) {
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, o.appWire(rq.Tx))
}

func handleCentralAppsUpdate(rq *emu.Request) (emu.Response, error) {
	b, err := centralBody[CentralAppChange](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := updateApp(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], rq.IDs[2], *b)
	return appBegun(rq, o, err)
}

func handleCentralAppsInstall(rq *emu.Request) (emu.Response, error) {
	b, err := centralBody[NewCentralApp](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := installApp(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], rq.IDs[2], *b)
	return appBegun(rq, o, err)
}

func handleCentralAppsUninstall(rq *emu.Request) (emu.Response, error) {
	b := new(CentralAppRemoval) // All of it can be left out.
	if err := rq.Parameters(b); err != nil {
		return emu.Response{}, err
	}
	o, err := uninstallApp(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], rq.IDs[2], *b)
	return appBegun(rq, o, err)
}

func handleCentralAppsOperations(rq *emu.Request) (emu.Response, error) {
	rows, err := appHistory(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], rq.IDs[2])
	if err != nil {
		return emu.Response{}, err
	}
	return value(rq, rows, func(o *centralOperationRow) *appOperationWire { return o.appWire(rq.Tx) })
}

func handleCentralUpdatesList(rq *emu.Request) (emu.Response, error) {
	list, err := centralUpdates(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	return centralValue(rq, list, err)
}

// reschedules tells a change that selects nothing.
func reschedules(rq *emu.Request) bool {
	var b updatePatch
	return json.Unmarshal(rq.Body, &b) == nil && b.Selected == nil
}

// handleCentralUpdatesChange selects a version, or says when it is to run. What stands
// beside the properties that it knows is ignored, dates at the top among them.
func handleCentralUpdatesChange(rq *emu.Request) (emu.Response, error) {
	var change *updateChange
	t := Target{Version: rq.IDs[2]}
	if len(bytes.TrimSpace(rq.Body)) > 0 {
		var b updatePatch
		if err := rq.Parameters(&b); err != nil {
			return emu.Response{}, err
		}
		change, t.Type = b.change(), b.Type
	}
	u, err := changeUpdate(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], t, change)
	return centralObject(rq, u, err)
}

func handleCentralUpdatesUpgrade(rq *emu.Request) (emu.Response, error) {
	v, err := upgradeView(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	return centralObject(rq, v, err)
}

func handleCentralUpdatesSetUpgrade(rq *emu.Request) (emu.Response, error) {
	b, err := centralBody[struct {
		At     centralTime `json:"runOn"`
		Ignore *bool       `json:"ignoreUpgradeWindow"`
	}](rq)
	if err != nil {
		return emu.Response{}, err
	}
	v, err := moveUpgrade(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], b.At.Time, b.Ignore)
	return centralObject(rq, v, err)
}

func handleCentralRecipientsList(rq *emu.Request) (emu.Response, error) {
	return centralValue(rq, recipientList(rq.Tx), nil)
}

func handleCentralRecipientsAdd(rq *emu.Request) (emu.Response, error) {
	n, err := centralBody[NewCentralRecipient](rq)
	if err != nil {
		return emu.Response{}, err
	}
	rq.About(n.Email)
	r, err := addRecipient(rq.Tx, *n)
	return centralObject(rq, r, err)
}

func handleCentralRecipientsRemove(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), removeRecipient(rq.Tx, rq.IDs[0])
}

func handleCentralRecipientsSettings(rq *emu.Request) (emu.Response, error) {
	return rq.Object(http.StatusOK, map[string]any{"aadTenantId": rq.TenantID(), "recipients": recipientList(rq.Tx)})
}

func handleCentralAuthorizedAppsList(rq *emu.Request) (emu.Response, error) {
	return rq.Object(http.StatusOK, authorizedList(rq.Tx))
}

func handleCentralAuthorizedAppsAdd(rq *emu.Request) (emu.Response, error) {
	a, err := authorize(rq.Tx, rq.IDs[0])
	return centralObject(rq, a, err)
}

func handleCentralAuthorizedAppsRemove(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), unauthorize(rq.Tx, rq.IDs[0])
}
