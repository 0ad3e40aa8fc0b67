package instances

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// appsOf are the apps of an environment, by name.
func appsOf(tx *tenant.Tx, environment tenant.Key) []*centralAppRow {
	list := slices.Collect(tenant.In(tx, &centralApps).Referring(&centralAppsByEnvironment, environment))
	slices.SortFunc(list, func(a, b *centralAppRow) int { return cmp.Or(strings.Compare(a.Name, b.Name), a.ID.Compare(b.ID)) })
	return list
}

// installedApp is an app of an environment.
func installedApp(tx *tenant.Tx, environment tenant.Key, app string) (*centralAppRow, bool) {
	key, _ := tenant.ParseKey(app)
	for _, row := range appsOf(tx, environment) {
		if row.App == key {
			return row, true
		}
	}
	return nil, false
}

// appList are the apps of an environment as people see them.
func appList(tx *tenant.Tx, family Family, name string) (list []*CentralApp, err error) {
	row, err := readable(tx, family, name)
	if err != nil {
		return nil, err
	}
	for _, app := range appsOf(tx, row.ID) {
		list = append(list, app.public(tx))
	}
	return list, nil
}

// public is the app as people see it.
func (r *centralAppRow) public(tx *tenant.Tx) *CentralApp {
	a := &CentralApp{
		ID: admin365.AppID(r.App.String()), Name: r.Name, Publisher: r.Publisher, Version: r.Version, State: AppInstalled,
		LastResult: r.LastResult, LastUninstallResult: r.LastUninstallResult, Type: r.Type, CanBeUninstalled: !r.Stays,
	}
	if !r.LastOperation.IsZero() {
		a.LastOperation = r.LastOperation.String()
	}
	if !r.LastUninstall.IsZero() {
		a.LastUninstall = r.LastUninstall.String()
	}
	if o, ok := tenant.In(tx, &centralOperations).Get(r.Operation); ok {
		switch {
		case o.Kind == CentralKindAppUninstall:
			a.State = AppUninstallPending
		case o.Status == statusRunning:
			a.State = AppUpdating
		default:
			a.State = AppUpdatePending
		}
	}
	return a
}

// appReleasesOf are the versions of an app, the lowest first.
func appReleasesOf(tx *tenant.Tx, app tenant.Key) []*appReleaseRow {
	list := slices.Collect(tenant.In(tx, &appReleases).Referring(&appReleasesByApp, app))
	slices.SortFunc(list, func(a, b *appReleaseRow) int { return compareVersions(a.Version, b.Version) })
	return list
}

// compareVersions compares versions number by number.
func compareVersions(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		part := func(of []string) int {
			if i >= len(of) {
				return 0
			}
			n, err := strconv.Atoi(of[i])
			if err != nil {
				return 0
			}
			return n
		}
		if c := cmp.Compare(part(x), part(y)); c != 0 {
			return c
		}
	}
	return 0
}

// needs are the apps that a version needs on an environment and that are not there, or
// too old.
func (r *appReleaseRow) needs(tx *tenant.Tx, environment tenant.Key) (list []CentralAppRequirement) {
	for _, n := range r.Needs {
		have, ok := installedApp(tx, environment, n.App.String())
		kind := "Install"
		if ok {
			kind = "Update"
			if compareVersions(have.Version, n.Version) >= 0 {
				continue
			}
		}
		need := CentralAppRequirement{ID: admin365.AppID(n.App.String()), Version: n.Version, Type: kind}
		for _, known := range appReleasesOf(tx, n.App) {
			need.Name, need.Publisher = known.Name, known.Publisher
		}
		list = append(list, need)
	}
	return list
}

// availableApps are the versions that the apps of an environment can be brought to.
func availableApps(tx *tenant.Tx, family Family, name string) (list []*CentralAppUpdate, err error) {
	row, err := readable(tx, family, name)
	if err != nil {
		return nil, err
	}
	for _, app := range appsOf(tx, row.ID) {
		known := slices.DeleteFunc(appReleasesOf(tx, app.App), func(r *appReleaseRow) bool { return r.Preview })
		if len(known) == 0 || app.Type != "global" {
			continue
		}
		newest := known[len(known)-1]
		if compareVersions(newest.Version, app.Version) > 0 {
			list = append(list, &CentralAppUpdate{
				ID: admin365.AppID(app.App.String()), Name: app.Name, Publisher: app.Publisher, Version: newest.Version,
				Requirements: newest.needs(tx, row.ID),
			})
		}
	}
	return list, nil
}

// updateApp brings an app to a version.
func updateApp(tx *tenant.Tx, family Family, name, app string, c CentralAppChange) (*centralOperationRow, error) {
	row, err := admitted(tx, family, name, actUse)
	if err != nil {
		return nil, err
	}
	have, ok := installedApp(tx, row.ID, app)
	switch {
	case !ok:
		return nil, appUnknownIn(row, app)
	case c.Version == "":
		return nil, centralInput.Err("", "targetVersion")
	}
	wanted, err := appVersion(tx, app, c.Version, c.AllowPreview)
	switch {
	case err != nil:
		return nil, err
	case compareVersions(wanted.Version, have.Version) <= 0:
		return nil, appNotNewer.Err("")
	case !have.Operation.IsZero():
		return nil, appBusy.Err("")
	}
	if needs := wanted.needs(tx, row.ID); len(needs) > 0 && !c.InstallNeeded {
		return nil, missing(needs)
	}
	return row.beginApp(tx, have, CentralKindAppUpdate, wanted.Version, c.InWindow, CentralAppRemoval{}, map[string]any{
		"appId": app, "targetAppVersion": wanted.Version, "countryCode": row.Country, "allowPreviewVersion": c.AllowPreview,
		"useEnvironmentUpdateWindow": c.InWindow, "installOrUpdateNeededDependencies": c.InstallNeeded,
	})
}

// installApp installs an app of the Marketplace.
func installApp(tx *tenant.Tx, family Family, name, app string, n NewCentralApp) (*centralOperationRow, error) {
	row, err := admitted(tx, family, name, actUse)
	if err != nil {
		return nil, err
	}
	if !n.AcceptTerms {
		return nil, appTerms.Err("")
	}
	if n.AllowPreview && n.Version == "" {
		return nil, centralInput.Err("", "targetVersion")
	}
	wanted, err := appVersion(tx, app, n.Version, n.AllowPreview)
	if err != nil {
		return nil, err
	}
	if _, ok := installedApp(tx, row.ID, app); ok {
		return nil, appInstalled.Err("", "The app with id '"+app+"' is installed already.")
	}
	for o := range tenant.In(tx, &centralOperations).Referring(&centralOperationsByEnvironment, row.ID) {
		if o.App == wanted.App && !o.ended() {
			return nil, appBusy.Err("")
		}
	}
	if needs := wanted.needs(tx, row.ID); len(needs) > 0 && !n.InstallNeeded {
		return nil, missing(needs)
	}
	fresh := &centralAppRow{App: wanted.App, Name: wanted.Name}
	return row.beginApp(tx, fresh, CentralKindAppInstall, wanted.Version, n.InWindow, CentralAppRemoval{}, map[string]any{
		"appId": app, "targetAppVersion": wanted.Version, "countryCode": row.Country, "allowPreviewVersion": n.AllowPreview,
		"acceptIsvEula": true, "useEnvironmentUpdateWindow": n.InWindow, "installOrUpdateNeededDependencies": n.InstallNeeded,
		"languageId": n.Language,
	})
}

// uninstallApp removes an app.
func uninstallApp(tx *tenant.Tx, family Family, name, app string, u CentralAppRemoval) (*centralOperationRow, error) {
	row, err := admitted(tx, family, name, actUse)
	if err != nil {
		return nil, err
	}
	have, ok := installedApp(tx, row.ID, app)
	switch {
	case !ok:
		return nil, appUnknownIn(row, app)
	case have.Stays:
		return nil, appStays.Err("")
	case !have.Operation.IsZero():
		return nil, appBusy.Err("")
	}
	if dependents := dependentsOf(tx, have); len(dependents) > 0 && !u.Dependents {
		var needs []CentralAppRequirement
		for _, d := range dependents {
			needs = append(needs, CentralAppRequirement{ID: admin365.AppID(d.App.String()), Name: d.Name, Publisher: d.Publisher, Version: d.Version, Type: "Uninstall"})
		}
		return nil, missing(needs)
	}
	return row.beginApp(tx, have, CentralKindAppUninstall, "", u.InWindow, u, map[string]any{
		"appId": app, "useEnvironmentUpdateWindow": u.InWindow, "uninstallDependents": u.Dependents, "deleteData": u.DeleteData,
	})
}

// dependentsOf are the apps of the same environment that need one, or one of those.
func dependentsOf(tx *tenant.Tx, have *centralAppRow) (list []*centralAppRow) {
	apps, gone := appsOf(tx, have.Environment), map[tenant.Key]bool{have.App: true}
	for more := true; more; {
		more = false
		for _, other := range apps {
			if !gone[other.App] && other.needsOneOf(tx, gone) {
				list, gone[other.App], more = append(list, other), true, true
			}
		}
	}
	return list
}

// needsOneOf reports whether the app, as it is installed, needs one of others.
func (r *centralAppRow) needsOneOf(tx *tenant.Tx, others map[tenant.Key]bool) bool {
	return slices.ContainsFunc(appReleasesOf(tx, r.App), func(known *appReleaseRow) bool {
		return known.Version == r.Version && slices.ContainsFunc(known.Needs, func(n needRow) bool { return others[n.App] })
	})
}

func appUnknownIn(row *centralRow, app string) error {
	return about(appUnknown.Err("", app), string(row.Family)+"/"+row.Name+"/apps/"+app)
}

// about says on the wire what a refusal is about.
func about(e *admin365.Error, target string) *admin365.Error {
	e.Details = []admin365.Detail{{Target: target, Message: e.Message}}
	return e
}

// appVersion is an app of the Marketplace in a version, the newest if it is empty.
func appVersion(tx *tenant.Tx, app, version string, preview bool) (*appReleaseRow, error) {
	key, _ := tenant.ParseKey(app)
	list := slices.DeleteFunc(appReleasesOf(tx, key), func(r *appReleaseRow) bool { return r.Preview && !preview })
	if version == "" && len(list) > 0 {
		return list[len(list)-1], nil
	}
	for _, r := range list {
		if compareVersions(r.Version, version) == 0 {
			return r, nil
		}
	}
	return nil, appNoVersion.Err("", app, version)
}

// requirements are the apps that an app needs first, as the answer's data has them.
type requirements []CentralAppRequirement

// Error implements error.
func (r requirements) Error() string {
	var names []string
	for _, need := range r {
		names = append(names, strings.ToLower(need.Type)+" "+need.Name+" "+need.Version)
	}
	return strings.Join(names, ", ")
}

// Data is what stands beside code and text.
func (r requirements) Data() any {
	return map[string]any{"requirements": []CentralAppRequirement(r)}
}

// missing refuses what needs other apps first.
func missing(needs []CentralAppRequirement) error {
	e := appNeeds.Err("", "Other apps have to be installed, updated or uninstalled first.")
	e.Cause = requirements(needs)
	for _, n := range needs {
		e.Details = append(e.Details, admin365.Detail{Code: n.Type, Target: string(n.ID), Message: n.Name + " " + n.Version})
	}
	return e
}
