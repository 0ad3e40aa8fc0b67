package instances

import (
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/tenant"
)

// beginApp begins an operation on an app.
func (r *centralRow) beginApp(tx *tenant.Tx, app *centralAppRow, kind OperationKind, version string, inWindow bool, removal CentralAppRemoval, parameters map[string]any) (*centralOperationRow, error) {
	status, at := statusQueued, tx.Now().Add(startsAfter)
	if inWindow {
		status = statusScheduled
		at, _ = r.window().next(tx.Now())
	}
	o, err := r.record(tx, kind, status, parameters)
	if err != nil {
		return nil, err
	}
	o.App, o.Source, o.Target, o.DeleteData, o.Dependents = app.App, app.Version, version, removal.DeleteData, removal.Dependents
	if err := tenant.In(tx, &centralOperations).Put(o); err != nil {
		return nil, err
	}
	if !app.ID.IsZero() {
		next := *app
		next.Operation = o.ID
		if err := tenant.In(tx, &centralApps).Put(&next); err != nil {
			return nil, err
		}
	}
	return o, tx.Schedule(at, jobCentral, centralArgs{Operation: o.ID})
}

// outcome is how an operation ends that nothing else stops: one on an app fails where
// another one came first.
func (o *centralOperationRow) outcome(tx *tenant.Tx) (status, message string) {
	if o.App.IsZero() {
		return statusSucceeded, ""
	}
	have, there := installedApp(tx, o.Environment, o.App.String())
	switch {
	case o.Kind == CentralKindAppUpdate && !there:
		return statusFailed, "The app is not installed any more."
	case o.Kind == CentralKindAppUninstall && there && !o.Dependents && len(dependentsOf(tx, have)) > 0:
		return statusFailed, "Another app that needs it was installed meanwhile."
	default:
		return statusSucceeded, ""
	}
}

// finishApp ends an operation on an app, with what it does then.
func (o *centralOperationRow) finishApp(tx *tenant.Tx) error {
	have, there := installedApp(tx, o.Environment, o.App.String())
	result := strings.ToUpper(o.Status[:1]) + o.Status[1:]
	row, ok := tenant.In(tx, &centrals).Get(o.Environment)
	if !ok {
		return nil
	}
	next := centralAppRow{ID: tx.NewKey(), Environment: o.Environment, App: o.App, Type: "global"}
	if there {
		next = *have
	}
	next.Operation = tenant.Key{}
	succeeded := o.Status == statusSucceeded
	switch {
	case o.Kind == CentralKindAppUninstall && succeeded:
		for _, dependent := range append(dependentsOf(tx, &next), &next) {
			tenant.In(tx, &centralApps).Delete(dependent.ID)
		}
		return nil
	case o.Kind == CentralKindAppUninstall:
		next.LastUninstall, next.LastUninstallResult = o.ID, result
	case !there && !succeeded:
		return nil
	default:
		next.LastOperation, next.LastResult = o.ID, result
		if succeeded {
			return row.bring(tx, &next, o.Target)
		}
	}
	return tenant.In(tx, &centralApps).Put(&next)
}

// bring has an app be of a version, or of the next one where that is not offered any more,
// and those that it needs of the versions that it needs.
func (r *centralRow) bring(tx *tenant.Tx, app *centralAppRow, version string) error {
	for _, known := range appReleasesOf(tx, app.App) {
		if compareVersions(known.Version, version) < 0 {
			continue
		}
		app.Name, app.Publisher, app.Version = known.Name, known.Publisher, known.Version
		// It is there before those that it needs, which may need it in turn.
		if err := tenant.In(tx, &centralApps).Put(app); err != nil {
			return err
		}
		for _, need := range known.needs(tx, r.ID) {
			other := centralAppRow{ID: tx.NewKey(), Environment: r.ID, App: tenant.MustKey(string(need.ID)), Type: "global"}
			if have, ok := installedApp(tx, r.ID, string(need.ID)); ok {
				other = *have
			}
			if err := r.bring(tx, &other, need.Version); err != nil {
				return err
			}
		}
		return nil
	}
	return nil
}

// cancelApps ends what was to happen to the apps of an environment that is deleted. Ours:
// it does not begin again if the environment comes back.
func (r *centralRow) cancelApps(tx *tenant.Tx) error {
	for o := range tenant.In(tx, &centralOperations).Referring(&centralOperationsByEnvironment, r.ID) {
		if o.App.IsZero() || o.ended() {
			continue
		}
		if err := o.finish(tx, statusCanceled, "The environment was deleted."); err != nil {
			return err
		}
	}
	return nil
}

// updateApps brings the apps along when the environment itself was: Microsoft's own always,
// others by the cadence.
func (r *centralRow) updateApps(tx *tenant.Tx, major bool) error {
	for _, app := range appsOf(tx, r.ID) {
		next := *app
		known := slices.DeleteFunc(appReleasesOf(tx, app.App), func(v *appReleaseRow) bool { return v.Preview })
		switch {
		case app.Stays:
			next.Version = r.Version
		case !app.Operation.IsZero() || len(known) == 0 || !major && r.Cadence != AppUpdatesDuringMajorMinor:
			continue
		default:
			if err := r.bring(tx, &next, known[len(known)-1].Version); err != nil {
				return err
			}
			continue
		}
		if err := tenant.In(tx, &centralApps).Put(&next); err != nil {
			return err
		}
	}
	return nil
}

// installFirst gives a new environment Microsoft's own apps.
func (r *centralRow) installFirst(tx *tenant.Tx) error {
	for _, name := range []string{"Application", "Base Application", "System Application"} {
		row := &centralAppRow{
			ID: tenant.NameKey("central app "+r.ID.String(), name), Environment: r.ID, App: tenant.NameKey("app", name),
			Name: name, Publisher: "Microsoft", Version: r.Version, Type: "global", Stays: true,
		}
		if err := tenant.In(tx, &centralApps).Put(row); err != nil {
			return err
		}
	}
	return nil
}

// copyApps gives a new environment the apps of the one that it was made from.
func (r *centralRow) copyApps(tx *tenant.Tx, from *centralRow) error {
	for _, app := range appsOf(tx, from.ID) {
		next := *app
		next.ID, next.Environment, next.Operation = tx.NewKey(), r.ID, tenant.Key{}
		if app.Stays {
			next.Version = r.Version
		}
		if err := tenant.In(tx, &centralApps).Put(&next); err != nil {
			return err
		}
	}
	return nil
}

// cancelApp stops the update of an app that is scheduled.
func cancelApp(tx *tenant.Tx, family Family, name, app, id string) (*centralOperationRow, error) {
	o, err := appOperationOf(tx, family, name, app, id)
	if err != nil {
		return nil, err
	}
	if o.Status == statusCanceled && o.CanceledBy != "" {
		return o, nil
	}
	if o.Status != statusScheduled {
		return nil, operationFixed.Err("", "it is not scheduled")
	}
	next := *o
	next.CanceledBy, _ = author(tx)
	if err := next.finish(tx, statusCanceled, ""); err != nil {
		return nil, err
	}
	return appOperationOf(tx, family, name, app, id)
}

// appOperationOf returns an operation of an app.
func appOperationOf(tx *tenant.Tx, family Family, name, app, id string) (*centralOperationRow, error) {
	o, err := centralOperationOf(tx, family, name, id)
	if err != nil {
		return nil, err
	}
	if key, _ := tenant.ParseKey(app); o.App.IsZero() || o.App != key {
		return nil, operationUnknown.Err("", "The operation '"+id+"' does not exist.")
	}
	return o, nil
}

// appHistory are the operations of an app, the newest first.
func appHistory(tx *tenant.Tx, family Family, name, app string) ([]*centralOperationRow, error) {
	row, err := readable(tx, family, name)
	if err != nil {
		return nil, err
	}
	key, _ := tenant.ParseKey(app)
	return centralHistory(tx, func(o *centralOperationRow) bool { return o.Environment == row.ID && o.App == key && !key.IsZero() }), nil
}
