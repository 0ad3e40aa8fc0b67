package instances

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

const (
	// afterWeek is how long before an update Microsoft says so, and how far it puts one
	// off that failed.
	afterWeek = 7 * 24 * time.Hour
	// fewDays is how long after its release a version that was selected before gets its
	// date. Ours: "a few days".
	fewDays = 3 * 24 * time.Hour
	// slowClock is how far in the past a date may be. Ours: clients send their own now.
	slowClock = 5 * time.Minute
)

// period is the period that the environment is in.
func (r *centralRow) period(tx *tenant.Tx) Period {
	major, _, _ := splitVersion(r.Version)
	switch {
	case !tx.Now().Before(enforcedOf(major)):
		return PeriodEnforced
	case !tx.Now().Before(graceOf(major)):
		return PeriodGrace
	default:
		return PeriodUpdate
	}
}

// latest is the bound of the dates that an update can have: the end of the free period;
// from then on the date that there is. Ours: the latter.
func (r *centralRow) latest(tx *tenant.Tx) time.Time {
	major, _, _ := splitVersion(r.Version)
	if r.period(tx) == PeriodUpdate {
		return graceOf(major)
	}
	if p := r.selectedPlan(); p != nil && !p.At.IsZero() {
		return p.At
	}
	return enforcedOf(major)
}

// shownLatest is the same as the service shows it: a bound at midnight would not belong to
// the dates itself, so that from the grace period on it is a second later.
func (r *centralRow) shownLatest(tx *tenant.Tx) time.Time {
	latest := r.latest(tx)
	if r.beyond(tx, latest) || !tooLate(latest, latest) {
		return latest
	}
	return latest.Add(time.Second)
}

// tooLate reports whether a date is over the bound, which belongs to the dates unless it
// is midnight.
func tooLate(at, bound time.Time) bool {
	lastDate, _ := (&Update{Latest: bound}).LastDate()
	return at.After(lastDate)
}

// beyond reports whether a date is over the bound that the environment has now: from the
// grace period on that is the date that there is, midnight or not.
func (r *centralRow) beyond(tx *tenant.Tx, at time.Time) bool {
	if r.period(tx) == PeriodUpdate {
		return tooLate(at, r.latest(tx))
	}
	return at.After(r.latest(tx))
}

// planOf is what is planned for a version.
func (r *centralRow) planOf(k releaseKey) updatePlan {
	for _, p := range r.Plans {
		if p.Release == k {
			return p
		}
	}
	return updatePlan{Release: k}
}

// selectedPlan is what is planned for the version that comes next; nil without one.
func (r *centralRow) selectedPlan() *updatePlan {
	if r.Selected.isZero() {
		return nil
	}
	p := r.planOf(r.Selected)
	return &p
}

// put plans something for a version.
func (r *centralRow) put(p updatePlan) {
	r.Plans = slices.Clone(r.Plans)
	if at := slices.IndexFunc(r.Plans, func(old updatePlan) bool { return old.Release == p.Release }); at >= 0 {
		r.Plans[at] = p
		return
	}
	r.Plans = append(r.Plans, p)
}

// plan says what comes next, writes the environment, and has the job look again when
// something is due.
func (r *centralRow) plan(tx *tenant.Tx) error { return r.planFrom(tx, tx.Now()) }

// planFrom is plan, and the job does not look again before a time.
func (r *centralRow) planFrom(tx *tenant.Tx, earliest time.Time) error {
	r.choose(tx)
	r.Round++
	if err := tenant.In(tx, &centrals).Put(r); err != nil {
		return err
	}
	return tx.Schedule(latestOf(r.due(tx), earliest), jobCentralPlan, centralPlanArgs{r.ID, r.Round})
}

// planDue is the job: what is due happens.
func planDue(tx *tenant.Tx, args centralPlanArgs) error {
	row, ok := tenant.In(tx, &centrals).Get(args.Environment)
	if !ok || row.Round != args.Round {
		return nil
	}
	if row.Status == CentralSoftDeleted && !tx.Now().Before(row.Gone) {
		return row.purge(tx)
	}
	next := *row
	next.choose(tx)
	p := next.selectedPlan()
	if next.Status == CentralActive && p != nil && !p.At.IsZero() && !p.At.After(tx.Now()) {
		held := p.Hold != "" && p.Hold != RolloutActive && next.period(tx) != PeriodEnforced
		missed := held || !next.Operation.IsZero()
		if !missed {
			return next.startUpdate(tx, *p)
		}
		p.At = next.aWeekOn(tx, *p)
		next.put(*p)
	}
	// What is done once is not done again in the same moment.
	return next.planFrom(tx, tx.Now().Add(time.Minute))
}

// afterAWeek is the first window a week from now.
func (r *centralRow) afterAWeek(tx *tenant.Tx) time.Time {
	from, _ := r.window().next(tx.Now().Add(afterWeek))
	return from
}

// aWeekOn is the date of an update that was put off or failed: a week after the one that
// it had, in the window.
func (r *centralRow) aWeekOn(tx *tenant.Tx, p updatePlan) time.Time {
	at := p.At.Add(afterWeek)
	if !p.Ignore {
		// The clocks may go back or forward meanwhile.
		at, _ = r.window().next(at.Add(-2 * time.Hour))
	}
	if at.Before(tx.Now()) {
		at, _ = r.window().next(tx.Now())
	}
	return at
}

// choose selects a version where nobody has, gives it a date where it is due for one, and
// forces what is to be forced.
func (r *centralRow) choose(tx *tenant.Tx) {
	if r.Status != CentralActive {
		return
	}
	list, now := offered(tx, r), tx.Now()
	find := func(k releaseKey) int {
		return slices.IndexFunc(list, func(o centralRelease) bool { return o.releaseKey == k })
	}
	r.Plans = slices.DeleteFunc(slices.Clone(r.Plans), func(p updatePlan) bool { return find(p.Release) < 0 })
	if find(r.Selected) < 0 {
		r.Selected = releaseKey{}
	}
	major, _, _ := splitVersion(r.Version)
	period := r.period(tx)
	if at := find(r.Selected); period != PeriodUpdate && at >= 0 && list[at].major == major {
		r.Selected = releaseKey{}
	}
	if r.Selected.isZero() {
		r.Selected = nextOf(list, now, period, major)
	}
	at := find(r.Selected)
	if at < 0 || !list[at].released(now) {
		return
	}
	p := r.planOf(r.Selected)
	switch {
	case p.At.IsZero() && (!r.knewBefore(list[at]) || !now.Before(list[at].from.Add(fewDays))),
		!p.At.IsZero() && p.At.Before(now.Add(-slowClock)) && p.Status != UpdateRunning:
		p.At = r.afterAWeek(tx)
		p.By, p.ByApp = "Microsoft", false
	default:
	}
	if from, _ := r.window().next(now.Add(time.Second)); period == PeriodEnforced && !p.At.IsZero() && p.At.After(from) {
		p.At = from
	}
	r.put(p)
}

// knewBefore reports whether a version was selected before it was released, so that it
// gets its date some days after.
func (r *centralRow) knewBefore(o centralRelease) bool { return r.planOf(o.releaseKey).Early }

// nextOf is what comes next of its own: the highest version that is released, else the
// lowest that is planned; from the grace period on of the next major version.
func nextOf(list []centralRelease, now time.Time, period Period, major int) releaseKey {
	var newest, planned releaseKey
	for _, o := range list {
		switch {
		case o.kind() != UpdateGA, period != PeriodUpdate && o.major == major:
		case o.released(now):
			newest = o.releaseKey
		case planned.isZero():
			planned = o.releaseKey
		}
	}
	if newest.isZero() {
		return planned
	}
	return newest
}

// due is when the job is to look again.
func (r *centralRow) due(tx *tenant.Tx) time.Time {
	now := tx.Now()
	// Something new comes every month at least.
	due := now.AddDate(0, 1, 0)
	sooner := func(at time.Time) {
		if at.After(now) && at.Before(due) {
			due = at
		}
	}
	if r.Status == CentralSoftDeleted {
		return r.Gone
	}
	if r.Status != CentralActive {
		return due
	}
	major, _, _ := splitVersion(r.Version)
	sooner(graceOf(major))
	sooner(enforcedOf(major))
	for _, o := range offered(tx, r) {
		sooner(o.from)
		sooner(o.from.Add(fewDays))
	}
	if p := r.selectedPlan(); p != nil && !p.At.IsZero() {
		if !p.At.After(now) {
			return now
		}
		sooner(p.At)
	}
	return due
}

// startUpdate has the update run.
func (r *centralRow) startUpdate(tx *tenant.Tx, p updatePlan) error {
	o, err := r.record(tx, CentralKindUpdate, statusRunning, nil)
	if err != nil {
		return err
	}
	target := releaseOf(tx, p.Release)
	o.Source, o.Target = r.Version, target.build()
	o.Parameters = rawJSON(map[string]any{"sourceVersion": o.Source, "targetVersion": o.Target, "ignoreUpdateWindow": p.Ignore})
	o.Started = tx.Now()
	if p.By != "" {
		o.By, o.ByApp = p.By, p.ByApp
	}
	p.Status = UpdateRunning
	r.put(p)
	r.Selected = p.Release
	r.Status, r.Operation = CentralUpgrading, o.ID
	if err := tenant.In(tx, &centralOperations).Put(o); err != nil {
		return err
	}
	r.Round++
	if err := tenant.In(tx, &centrals).Put(r); err != nil {
		return err
	}
	end := tx.Now().Add(takes(tx, CentralKindUpdate))
	if _, until := r.window().current(tx.Now()); !p.Ignore && r.period(tx) != PeriodEnforced && until.Before(end) {
		return tx.Schedule(until, jobCentral, centralArgs{Operation: o.ID, End: true, Cut: true})
	}
	return tx.Schedule(end, jobCentral, centralArgs{Operation: o.ID, End: true})
}

// updated ends an update: the environment has the version, or what it had before.
func (r *centralRow) updated(tx *tenant.Tx, o *centralOperationRow) error {
	p := r.planOf(r.Selected)
	r.Status = CentralActive
	if o.Status == statusSucceeded {
		before, _, _ := splitVersion(r.Version)
		r.Version, r.Kind = o.Target, p.Release.Type
		r.History = append(slices.Clone(r.History), periodRow{tx.Now(), r.Version, r.Kind})
		r.Selected = releaseKey{}
		after, _, _ := splitVersion(r.Version)
		if err := r.updateApps(tx, after > before); err != nil {
			return err
		}
		return r.plan(tx)
	}
	p.At, p.Status = r.aWeekOn(tx, p), UpdateFailed
	r.put(p)
	return r.plan(tx)
}

// releaseOf is a version by its key.
func releaseOf(tx *tenant.Tx, k releaseKey) centralRelease {
	for _, o := range calendar(tx) {
		if o.releaseKey == k {
			return o
		}
	}
	major, minor, _ := splitVersion(k.Version)
	return centralRelease{releaseKey: k, major: major, minor: minor}
}

// keyOf is what names a version: the usual type is not written down.
func keyOf(t Target) releaseKey {
	k := releaseKey{Version: t.Version}
	for _, kind := range []UpdateType{UpdatePreview, UpdateEarlyAccess} {
		if strings.EqualFold(string(t.Type), string(kind)) {
			k.Type = kind
		}
	}
	if k.Type == "" && t.Type != "" && !strings.EqualFold(string(t.Type), string(UpdateGA)) {
		k.Type = t.Type // It names none.
	}
	return k
}
