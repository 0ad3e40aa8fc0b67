package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// doCentral is a call that returns nothing.
func doCentral(ctx context.Context, s *tenant.Session, call api.Call, fn func(*tenant.Tx) error) error {
	return s.Do(ctx, call, fn)
}

type memoryCentralSettings struct{ s *tenant.Session }

var _ CentralSettings = memoryCentralSettings{}

// Window implements [CentralSettings].
func (m memoryCentralSettings) Window(ctx context.Context, id CentralEnvironmentID) (*Window, error) {
	return askCentral(ctx, m.s, id.at(&opCentralSettingsWindow), func(tx *tenant.Tx) (*Window, error) {
		return centralWindow(tx, id.family(), id.Name)
	})
}

// SetWindow implements [CentralSettings].
func (m memoryCentralSettings) SetWindow(ctx context.Context, id CentralEnvironmentID, w Window) (*Window, error) {
	call := id.at(&opCentralSettingsSetWindow)
	body, err := w.body(call)
	if err != nil {
		return nil, err
	}
	return askCentral(ctx, m.s, call, func(tx *tenant.Tx) (*Window, error) { return setCentralWindow(tx, id.family(), id.Name, body) })
}

// SetAppUpdateCadence implements [CentralSettings].
func (m memoryCentralSettings) SetAppUpdateCadence(ctx context.Context, id CentralEnvironmentID, c AppUpdateCadence) error {
	return doCentral(ctx, m.s, id.at(&opCentralSettingsSetAppUpdateCadence), func(tx *tenant.Tx) error { return setCadence(tx, id.family(), id.Name, c) })
}

// SetTelemetryKey implements [CentralSettings].
func (m memoryCentralSettings) SetTelemetryKey(ctx context.Context, id CentralEnvironmentID, key admin365.Secret) error {
	return doCentral(ctx, m.s, id.at(&opCentralSettingsSetTelemetryKey), func(tx *tenant.Tx) error {
		return setTelemetryKey(tx, id.family(), id.Name, key.Reveal())
	})
}

type memoryCentralAccess struct{ s *tenant.Session }

var _ CentralAccess = memoryCentralAccess{}

// SecurityGroup implements [CentralAccess].
func (m memoryCentralAccess) SecurityGroup(ctx context.Context, id CentralEnvironmentID) (*CentralGroup, error) {
	return askCentral(ctx, m.s, id.at(&opCentralAccessSecurityGroup), func(tx *tenant.Tx) (*CentralGroup, error) {
		return centralGroupOf(tx, id.family(), id.Name)
	})
}

// SetSecurityGroup implements [CentralAccess].
func (m memoryCentralAccess) SetSecurityGroup(ctx context.Context, id CentralEnvironmentID, group admin365.GroupID) error {
	call := id.at(&opCentralAccessSetSecurityGroup)
	if err := checkGroup(call, group); err != nil {
		return err
	}
	return doCentral(ctx, m.s, call, func(tx *tenant.Tx) error {
		return setSecurityGroup(tx, id.family(), id.Name, string(group))
	})
}

// ClearSecurityGroup implements [CentralAccess].
func (m memoryCentralAccess) ClearSecurityGroup(ctx context.Context, id CentralEnvironmentID) error {
	return doCentral(ctx, m.s, id.at(&opCentralAccessClearSecurityGroup), func(tx *tenant.Tx) error {
		return setSecurityGroup(tx, id.family(), id.Name, "")
	})
}

// Microsoft365 implements [CentralAccess].
func (m memoryCentralAccess) Microsoft365(ctx context.Context, id CentralEnvironmentID) (bool, error) {
	return askCentral(ctx, m.s, id.at(&opCentralAccessMicrosoft365), func(tx *tenant.Tx) (bool, error) {
		return microsoft365(tx, id.family(), id.Name)
	})
}

// SetMicrosoft365 implements [CentralAccess].
func (m memoryCentralAccess) SetMicrosoft365(ctx context.Context, id CentralEnvironmentID, enabled bool) error {
	return doCentral(ctx, m.s, id.at(&opCentralAccessSetMicrosoft365), func(tx *tenant.Tx) error {
		return setMicrosoft365(tx, id.family(), id.Name, enabled)
	})
}

// Partners implements [CentralAccess].
func (m memoryCentralAccess) Partners(ctx context.Context, id CentralEnvironmentID) (*PartnerAccess, error) {
	return askCentral(ctx, m.s, id.at(&opCentralAccessPartners), func(tx *tenant.Tx) (*PartnerAccess, error) {
		return partnerAccess(tx, id.family(), id.Name)
	})
}

// SetPartners implements [CentralAccess].
func (m memoryCentralAccess) SetPartners(ctx context.Context, id CentralEnvironmentID, p PartnerAccess) error {
	return doCentral(ctx, m.s, id.at(&opCentralAccessSetPartners), func(tx *tenant.Tx) error {
		return setPartnerAccess(tx, id.family(), id.Name, p)
	})
}

type memoryCentralApps struct{ s *tenant.Session }

var _ CentralApps = memoryCentralApps{}

// List implements [CentralApps].
func (m memoryCentralApps) List(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*CentralApp, error] {
	return listedFrom(ctx, m.s, id.at(&opCentralAppsList), func(tx *tenant.Tx) ([]*CentralApp, error) { return appList(tx, id.family(), id.Name) })
}

// Available implements [CentralApps].
func (m memoryCentralApps) Available(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*CentralAppUpdate, error] {
	return listedFrom(ctx, m.s, id.at(&opCentralAppsAvailable), func(tx *tenant.Tx) ([]*CentralAppUpdate, error) {
		return availableApps(tx, id.family(), id.Name)
	})
}

// Update implements [CentralApps].
func (m memoryCentralApps) Update(ctx context.Context, id CentralEnvironmentID, app admin365.AppID, u CentralAppChange) (*admin365.Operation, error) {
	return begunApp(ctx, m.s, id.at(&opCentralAppsUpdate, string(app)), id, app, func(tx *tenant.Tx) (*centralOperationRow, error) {
		return updateApp(tx, id.family(), id.Name, string(app), u)
	})
}

// Install implements [CentralApps].
func (m memoryCentralApps) Install(ctx context.Context, id CentralEnvironmentID, app admin365.AppID, n NewCentralApp) (*admin365.Operation, error) {
	return begunApp(ctx, m.s, id.at(&opCentralAppsInstall, string(app)), id, app, func(tx *tenant.Tx) (*centralOperationRow, error) {
		return installApp(tx, id.family(), id.Name, string(app), n)
	})
}

// Uninstall implements [CentralApps].
func (m memoryCentralApps) Uninstall(ctx context.Context, id CentralEnvironmentID, app admin365.AppID, u CentralAppRemoval) (*admin365.Operation, error) {
	return begunApp(ctx, m.s, id.at(u.of(opCentralAppsUninstall), string(app)), id, app, func(tx *tenant.Tx) (*centralOperationRow, error) {
		return uninstallApp(tx, id.family(), id.Name, string(app), u)
	})
}

// Operations implements [CentralApps].
func (m memoryCentralApps) Operations(ctx context.Context, id CentralEnvironmentID, app admin365.AppID) iter.Seq2[*CentralOperation, error] {
	return listedFrom(ctx, m.s, id.at(&opCentralAppsOperations, string(app)), func(tx *tenant.Tx) (list []*CentralOperation, err error) {
		rows, err := appHistory(tx, id.family(), id.Name, string(app))
		for _, o := range rows {
			list = append(list, o.appWire(tx).operation(id, app))
		}
		return list, err
	})
}

type memoryCentralUpdates struct{ s *tenant.Session }

var _ CentralUpdates = memoryCentralUpdates{}

// List implements [CentralUpdates].
func (m memoryCentralUpdates) List(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*Update, error] {
	return listedFrom(ctx, m.s, id.at(&opCentralUpdatesList), func(tx *tenant.Tx) (list []*Update, err error) {
		wires, err := centralUpdates(tx, id.family(), id.Name)
		for _, w := range wires {
			list = append(list, w.update())
		}
		return list, err
	})
}

// Select implements [CentralUpdates].
func (m memoryCentralUpdates) Select(ctx context.Context, id CentralEnvironmentID, t Target, s Schedule) (*Update, error) {
	return m.change(ctx, id.at(&opCentralUpdatesSelect, t.Version), id, t, s.body(t, true))
}

// Reschedule implements [CentralUpdates].
func (m memoryCentralUpdates) Reschedule(ctx context.Context, id CentralEnvironmentID, t Target, s Schedule) (*Update, error) {
	call := id.at(&opCentralUpdatesReschedule, t.Version)
	body := s.body(t, false)
	if err := body.check(call); err != nil {
		return nil, err
	}
	return m.change(ctx, call, id, t, body)
}

func (m memoryCentralUpdates) change(ctx context.Context, call api.Call, id CentralEnvironmentID, t Target, body updatePatch) (*Update, error) {
	return askCentral(ctx, m.s, call, func(tx *tenant.Tx) (*Update, error) {
		w, err := changeUpdate(tx, id.family(), id.Name, t, body.change())
		if err != nil {
			return nil, err
		}
		return w.update(), nil
	})
}

// Decline implements [CentralUpdates].
func (m memoryCentralUpdates) Decline(_ context.Context, id CentralEnvironmentID, t Target) error {
	return noDecline(id, t)
}

type memoryCentralRecipients struct{ s *tenant.Session }

var _ CentralRecipients = memoryCentralRecipients{}

// List implements [CentralRecipients].
func (m memoryCentralRecipients) List(ctx context.Context) iter.Seq2[*CentralRecipient, error] {
	return listedFrom(ctx, m.s, opCentralRecipientsList.At(), func(tx *tenant.Tx) ([]*CentralRecipient, error) { return recipientList(tx), nil })
}

// Add implements [CentralRecipients].
func (m memoryCentralRecipients) Add(ctx context.Context, n NewCentralRecipient) (*CentralRecipient, error) {
	return askCentral(ctx, m.s, opCentralRecipientsAdd.At().About(n.Email), func(tx *tenant.Tx) (*CentralRecipient, error) { return addRecipient(tx, n) })
}

// Remove implements [CentralRecipients].
func (m memoryCentralRecipients) Remove(ctx context.Context, id RecipientID) error {
	return doCentral(ctx, m.s, opCentralRecipientsRemove.At(string(id)), func(tx *tenant.Tx) error { return removeRecipient(tx, string(id)) })
}

type memoryCentralAuthorizedApps struct{ s *tenant.Session }

var _ CentralAuthorizedApps = memoryCentralAuthorizedApps{}

// List implements [CentralAuthorizedApps].
func (m memoryCentralAuthorizedApps) List(ctx context.Context) iter.Seq2[*CentralAuthorizedApp, error] {
	return listedFrom(ctx, m.s, opCentralAuthorizedAppsList.At(), func(tx *tenant.Tx) ([]*CentralAuthorizedApp, error) { return authorizedList(tx), nil })
}

// Add implements [CentralAuthorizedApps].
func (m memoryCentralAuthorizedApps) Add(ctx context.Context, app admin365.AppID) (*CentralAuthorizedApp, error) {
	return askCentral(ctx, m.s, opCentralAuthorizedAppsAdd.At(string(app)), func(tx *tenant.Tx) (*CentralAuthorizedApp, error) {
		return authorize(tx, string(app))
	})
}

// Remove implements [CentralAuthorizedApps].
func (m memoryCentralAuthorizedApps) Remove(ctx context.Context, app admin365.AppID) error {
	return doCentral(ctx, m.s, opCentralAuthorizedAppsRemove.At(string(app)), func(tx *tenant.Tx) error { return unauthorize(tx, string(app)) })
}
