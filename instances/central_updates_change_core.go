package instances

import (
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// updateChange is what a call changes of an update.
type updateChange struct {
	// selected is nil where the call does not say.
	selected *bool
	// details: the call says when.
	details bool
	at      time.Time
	ignore  *bool
}

// changeUpdate selects a version, or says when it is to run. The checks stand in the
// order of the contract.
func changeUpdate(tx *tenant.Tx, family Family, name string, t Target, c *updateChange) (*updateWire, error) {
	row, err := readable(tx, family, name)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, api.BusinessCentralBody.Err("")
	}
	o, ok := row.choice(tx, keyOf(t))
	if !ok {
		return nil, updateUnknown.Err("", "The target version '"+t.Version+"' does not exist for the environment.")
	}
	p, now := row.planOf(o.releaseKey), tx.Now()
	wanted := p.At
	if !c.at.IsZero() {
		wanted = c.at.UTC()
	}
	period, latest := row.period(tx), row.latest(tx)
	switch {
	case c.selected != nil && !*c.selected:
		return nil, updateDeselected.Err("")
	case !wanted.IsZero() && wanted.Before(now.Add(-slowClock)) && p.Status != UpdateRunning:
		return nil, updatePast.Err("")
	case !wanted.IsZero() && period == PeriodUpdate && tooLate(wanted, latest):
		return nil, updateLate.Err("", latest.Format(time.RFC3339))
	case !wanted.IsZero() && period != PeriodUpdate && p.Status != UpdateRunning && !wanted.Equal(p.At) && wanted.After(latest):
		return nil, updateGraceLater.Err("")
	case c.details && !o.released(now):
		return nil, updatePlanned.Err("")
	case o.kind() != UpdateGA && row.Type != Sandbox:
		return nil, updatePreview.Err("")
	}
	if err := row.admits(actUpdate); err != nil {
		return nil, err
	}
	major, _, _ := splitVersion(row.Version)
	selects := c.selected != nil
	if selects && period != PeriodUpdate && o.major == major {
		return nil, updateGraceMajor.Err("")
	}
	if !selects && c.at.IsZero() && c.ignore == nil && (!c.details || !p.At.IsZero()) {
		return row.update(tx, o), nil // It says nothing.
	}
	next := *row
	if c.ignore != nil {
		p.Ignore = *c.ignore
	}
	if selects {
		next.Selected, p.Early = o.releaseKey, !o.released(now)
	}
	if c.details || selects && o.released(now) && (wanted.IsZero() || p.At.IsZero()) {
		if p.At, err = next.dateFor(tx, wanted, p.Ignore, latest); err != nil {
			return nil, err
		}
	}
	p.Chosen, p.Status = true, ""
	p.By, p.ByApp = author(tx)
	next.put(p)
	err = next.modified(tx, map[string]any{
		"targetVersion": o.Version, "targetVersionType": string(o.kind()), "selected": selects,
		"selectedDateTime": centralTime{p.At}, "ignoreUpdateWindow": p.Ignore,
	})
	if err != nil {
		return nil, err
	}
	if err := next.plan(tx); err != nil {
		return nil, err
	}
	return next.update(tx, o), nil
}

// choice is a version that can be named for the environment: one that is listed, or a
// preview, which is refused later where it does not fit.
func (r *centralRow) choice(tx *tenant.Tx, k releaseKey) (centralRelease, bool) {
	for _, o := range offered(tx, r) {
		if o.releaseKey == k {
			return o, true
		}
	}
	major, _, _ := splitVersion(r.Version)
	for _, o := range calendar(tx) {
		if o.releaseKey == k && o.kind() != UpdateGA && o.above(r) && o.major <= major+1 && o.released(tx.Now()) {
			return o, true
		}
	}
	return centralRelease{}, false
}

// dateFor is the date that an update gets where one is wanted: the moment itself if it
// passes over the window, else the first window from then on. Where that one is too late
// the one that is open at the moment will do.
func (r *centralRow) dateFor(tx *tenant.Tx, wanted time.Time, ignore bool, latest time.Time) (time.Time, error) {
	now := tx.Now()
	if ignore && !wanted.IsZero() {
		return wanted, nil
	}
	if wanted.Before(now) {
		wanted = now
	}
	from, _ := r.window().next(wanted)
	bound := tooLate(from, latest)
	if r.period(tx) != PeriodUpdate {
		bound = from.After(latest)
	}
	if bound {
		if from, _ = r.window().current(wanted); from.After(wanted) || from.Before(now) {
			return time.Time{}, updateLate.Err("", latest.Format(time.RFC3339))
		}
	}
	return from, nil
}

// centralUpdates are the versions that an environment can be brought to.
func centralUpdates(tx *tenant.Tx, family Family, name string) (list []*updateWire, err error) {
	row, err := readable(tx, family, name)
	if err != nil {
		return nil, err
	}
	for _, o := range offered(tx, row) {
		list = append(list, row.update(tx, o))
	}
	return list, nil
}

// update is a version as the service lists it.
func (r *centralRow) update(tx *tenant.Tx, o centralRelease) *updateWire {
	p := r.planOf(o.releaseKey)
	u := &updateWire{
		TargetVersion: o.Version, Type: o.kind(), Available: o.released(tx.Now()), Selected: r.Selected == o.releaseKey,
	}
	if !u.Available {
		u.Expected = &monthWire{Month: int(o.out.Month()), Year: o.out.Year()}
		return u
	}
	if u.Selected && !p.At.IsZero() {
		u.Status = UpdateScheduled
		if p.Status != "" {
			u.Status = p.Status
		}
	}
	u.Schedule = &scheduleWire{Latest: centralTime{r.shownLatest(tx)}, At: centralTime{p.At}, Ignore: p.Ignore, Rollout: RolloutActive}
	if p.Hold != "" {
		u.Schedule.Rollout = p.Hold
	}
	return u
}

// upgradeView is the older view of the update that is selected.
func upgradeView(tx *tenant.Tx, family Family, name string) (*upgradeWire, error) {
	row, err := readable(tx, family, name)
	if err != nil {
		return nil, err
	}
	p := row.selectedPlan()
	if p == nil || p.At.IsZero() {
		return nil, upgradeNone.Err("", "No upgrade is scheduled for the environment '"+name+"'.")
	}
	status := "Scheduled"
	if p.Status == UpdateRunning {
		status = "Running"
	}
	return &upgradeWire{
		Name: row.Name, Family: row.Family, Source: row.Version, Target: releaseOf(tx, p.Release).build(),
		CanSelect: p.Status != UpdateRunning, DidSelect: p.Chosen, Earliest: centralTime{tx.Now()}, Latest: centralTime{row.latest(tx)},
		At: centralTime{p.At}, Status: status, Ignore: p.Ignore, Active: p.Hold == "" || p.Hold == RolloutActive,
	}, nil
}

// moveUpgrade is the older way to change when the selected update runs.
func moveUpgrade(tx *tenant.Tx, family Family, name string, at time.Time, ignore *bool) (*upgradeWire, error) {
	row, err := readable(tx, family, name)
	if err != nil {
		return nil, err
	}
	if _, err := upgradeView(tx, family, name); err != nil {
		return nil, err
	}
	if _, err := changeUpdate(tx, family, name, row.Selected.target(), &updateChange{details: true, at: at, ignore: ignore}); err != nil {
		return nil, err
	}
	return upgradeView(tx, family, name)
}
