package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// registerApp registers an application.
func registerApp(tx *tenant.Tx, app string) (*ManagementApp, error) {
	k, ok := tenant.ParseKey(app)
	if !ok {
		return nil, badApplication.Err(app, app)
	}
	row := &managementAppRow{ID: k}
	return appOf(row), tenant.In(tx, &managementApps).Put(row)
}

// findApp returns an application that is registered.
func findApp(tx *tenant.Tx, app string) (*managementAppRow, error) {
	k, ok := tenant.ParseKey(app)
	if !ok {
		return nil, badApplication.Err(app, app)
	}
	row, ok := tenant.In(tx, &managementApps).Get(k)
	if !ok {
		return nil, notRegistered.Err(app, app)
	}
	return row, nil
}

// unregisterApp takes an application's powers away.
func unregisterApp(tx *tenant.Tx, app string) error {
	row, err := findApp(tx, app)
	if err != nil {
		return err
	}
	tenant.In(tx, &managementApps).Delete(row.ID)
	return nil
}

// allApps are the applications that are registered.
func allApps(tx *tenant.Tx) (list []*ManagementApp) {
	for row := range tenant.In(tx, &managementApps).All() {
		list = append(list, appOf(row))
	}
	return list
}

func appOf(row *managementAppRow) *ManagementApp {
	return &ManagementApp{ID: admin365.AppID(row.ID.String())}
}
