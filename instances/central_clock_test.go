package instances_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// still runs a test while the clock stands still: only what it lets pass passes.
func still(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, test)
}

// utcOf is a moment of 2026.
func utcOf(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2026, month, day, hour, minute, 0, 0, time.UTC)
}

// until lets time pass until a moment.
func (l *centralLab) until(at time.Time) { l.world.Advance(at.Sub(l.world.Now())) }

// versions are the versions that are listed for an environment, those that are planned in
// parentheses.
func (l *centralLab) versions(t *testing.T, id instances.CentralEnvironmentID) string {
	t.Helper()
	var words []string
	for u, err := range l.Updates.List(t.Context(), id) {
		require.NoError(t, err)
		word := u.Version
		if u.Type != instances.UpdateGA {
			word += " " + string(u.Type)
		}
		if !u.Available {
			word = "(" + word + " in " + time.Month(u.Expected.Month).String() + ")"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// TestVersionsByTheCalendar: an environment is offered what is above its own version, of its
// own major and of the next, a week after it was released; what is planned is offered if it
// is due before the grace period; and previews only for sandboxes.
func TestVersionsByTheCalendar(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		uk, production, sandbox := instances.Central("Production-UK"), instances.Central("Production"), instances.Central("Sandbox")
		for _, id := range []instances.CentralEnvironmentID{uk, production} {
			require.NoError(t, l.stage.Hold(t.Context(), id, instances.RolloutPostponed))
		}
		// 26.5 is in its grace period from March on: 27.5, of March, is no plan any more.
		assert.Equal(t, "27.0, 27.1, 27.2, (27.3 in January), (27.4 in February)", l.versions(t, uk))
		assert.Equal(t, "27.2, (27.3 in January), (27.4 in February), (27.5 in March), (28.0 in April), (28.1 in May), (28.2 in June), (28.3 in July)",
			strings.Split(l.versions(t, production), ", (28.4")[0])
		l.until(utcOf(time.January, 8, 0, 0).Add(-time.Second))
		assert.False(t, l.update(t, uk, "27.3").Available, "a week has not passed")
		l.until(utcOf(time.January, 8, 0, 0))
		assert.True(t, l.update(t, uk, "27.3").Available, "a week after the first of the month")

		preview := instances.Target{Version: "28.0", Type: instances.UpdatePreview}
		l.until(utcOf(time.March, 1, 0, 0).Add(-time.Second))
		assert.NotContains(t, l.versions(t, sandbox), "Preview")
		e, err := l.Environments.Get(t.Context(), uk)
		require.NoError(t, err)
		assert.Equal(t, instances.PeriodUpdate, instances.PeriodOf(e, l.world.Now()))
		l.until(utcOf(time.March, 1, 0, 0))
		assert.Contains(t, l.versions(t, sandbox), "28.0 Preview", "the month before the major version")
		assert.NotContains(t, l.versions(t, production), "Preview", "previews are for sandboxes")
		assert.Equal(t, instances.PeriodGrace, instances.PeriodOf(e, l.world.Now()))
		_, err = l.Updates.Select(t.Context(), production, preview, instances.Schedule{})
		require.ErrorContains(t, err, "A production environment cannot be updated to a preview version.")
		l.until(utcOf(time.April, 1, 0, 0))
		assert.NotContains(t, l.versions(t, sandbox), "Preview", "it is out")
		assert.Equal(t, instances.PeriodEnforced, instances.PeriodOf(e, l.world.Now()))
	})
}

// TestDatesOfAnUpdate: a date may be five minutes ago, for clocks that are slow, and not
// more; and the last day is the one before a bound at midnight.
func TestDatesOfAnUpdate(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		id, target := instances.Central("Production"), instances.Target{Version: "27.2"}
		for _, c := range []struct {
			at       time.Time
			over     bool
			is       string
			want     time.Time
			whyShort string
		}{
			{utcOf(time.January, 5, 8, 55), true, "", utcOf(time.January, 5, 8, 55), "five minutes"},
			{utcOf(time.January, 5, 8, 54), true, "selected date time in the past", time.Time{}, "six minutes"},
			{utcOf(time.January, 5, 8, 54), false, "selected date time in the past", time.Time{}, "six minutes"},
			{utcOf(time.January, 5, 9, 0), false, "", utcOf(time.January, 5, 21, 0), "the next window"},
			{utcOf(time.January, 9, 21, 0), false, "", utcOf(time.January, 9, 21, 0), "the beginning of a window"},
			{utcOf(time.January, 9, 21, 1), false, "", utcOf(time.January, 10, 21, 0), "a minute later it is the next one"},
			{utcOf(time.January, 9, 21, 1), true, "", utcOf(time.January, 9, 21, 1), "the window does not matter"},
			{utcOf(time.August, 31, 23, 59), true, "", utcOf(time.August, 31, 23, 59), "the last day"},
			{utcOf(time.September, 1, 0, 0), true, "after the latest selectable date", time.Time{}, "the bound is at midnight"},
			{utcOf(time.September, 1, 0, 0), false, "after the latest selectable date", time.Time{}, "the bound is at midnight"},
			{utcOf(time.August, 31, 20, 0), false, "", utcOf(time.August, 31, 20, 0), "in summer it begins at 20:00 in UTC"},
			{utcOf(time.August, 31, 20, 1), false, "", utcOf(time.August, 31, 20, 0), "the next window is too late, and one is open"},
		} {
			l := newCentralLab(t)
			before := *l.update(t, id, "27.2")
			u, err := l.Updates.Reschedule(t.Context(), id, target, instances.Schedule{At: c.at, IgnoreWindow: new(c.over)})
			if c.is != "" {
				require.ErrorContains(t, err, c.is, "%v, %v: %s", c.at, c.over, c.whyShort)
				require.ErrorIs(t, err, admin365.ErrInvalid)
				assert.Equal(t, before, *l.update(t, id, "27.2"), "it is as it was")
				continue
			}
			require.NoError(t, err, "%v, %v: %s", c.at, c.over, c.whyShort)
			assert.Equal(t, c.want, u.At, "%v, %v: %s", c.at, c.over, c.whyShort)
			assert.Equal(t, c.over, u.IgnoreWindow)
		}
	})
}

// TestScheduleInParts: what a request does not say stays as it is; one that says nothing
// changes nothing, and none is recorded.
func TestScheduleInParts(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	l := &centralLab{r.m.Instances.Central, r.m.Backstage.Instances.Central, r.m}
	id := instances.Central("Production")
	was := *l.update(t, id, "27.2")
	records := len(all(t, l.Operations.List(t.Context(), id)))
	for _, nothing := range []string{`{}`, `{"scheduleDetails":{}}`, `{"selectedDateTime":"2026-02-01T21:00:00Z"}`, `{"ignoreUpdateWindow":true}`} {
		status, got := r.ask("PATCH", rawProduction+"/updates/27.2", nothing)
		assert.Equal(t, 200, status, got)
		assert.Equal(t, was, *l.update(t, id, "27.2"), nothing)
	}
	assert.Len(t, all(t, l.Operations.List(t.Context(), id)), records, "nothing was changed")
	u, err := l.Updates.Reschedule(t.Context(), id, was.Target(), instances.Schedule{IgnoreWindow: new(true)})
	require.NoError(t, err)
	assert.Equal(t, []any{was.At, true}, []any{u.At, u.IgnoreWindow}, "the date stays")
	u, err = l.Updates.Reschedule(t.Context(), id, was.Target(), instances.Schedule{At: utcOf(time.February, 2, 13, 0)})
	require.NoError(t, err)
	assert.Equal(t, []any{utcOf(time.February, 2, 13, 0), true}, []any{u.At, u.IgnoreWindow}, "that it passes over the window stays")
	u, err = l.Updates.Reschedule(t.Context(), id, was.Target(), instances.Schedule{IgnoreWindow: new(false)})
	require.NoError(t, err)
	assert.Equal(t, []any{utcOf(time.February, 2, 21, 0), false}, []any{u.At, u.IgnoreWindow}, "it moves into the window of that day")
	assert.Len(t, all(t, l.Operations.List(t.Context(), id)), records+3)

	// A version that is planned is selected, and has no date yet.
	_, err = l.Updates.Select(t.Context(), id, instances.Target{Version: "27.4"}, instances.Schedule{At: utcOf(time.March, 1, 0, 0)})
	require.ErrorContains(t, err, "not available yet")
	u, err = l.Updates.Select(t.Context(), id, instances.Target{Version: "27.4"}, instances.Schedule{})
	require.NoError(t, err)
	assert.Equal(t, []any{true, time.Time{}, instances.Month{Month: 2, Year: 2026}}, []any{u.Selected, u.At, u.Expected})
	other := l.update(t, id, "27.2")
	assert.Equal(t, []any{false, utcOf(time.February, 2, 21, 0), instances.UpdateStatus("")}, []any{other.Selected, other.At, other.Status}, "its date is kept")
}

// TestRestorePoints: one can go back four weeks, to the moment, and not further; and the
// periods tell which version was there.
func TestRestorePoints(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		id := instances.Central("Sandbox")
		periods := func() (list []instances.RestorePeriod) {
			for p, err := range l.Backups.Periods(t.Context(), id) {
				require.NoError(t, err)
				list = append(list, *p)
			}
			return list
		}
		assert.Equal(t, []instances.RestorePeriod{{From: time.Date(2025, time.December, 8, 9, 0, 0, 0, time.UTC), To: utcOf(time.January, 5, 9, 0), Version: "27.2.0.0"}}, periods())
		try := func(name string, at time.Time) error {
			return two(l.Backups.Restore(t.Context(), id, instances.CentralRestore{Name: name, Type: instances.Sandbox, PointInTime: at}))
		}
		require.ErrorIs(t, try("A", time.Date(2025, time.December, 8, 8, 59, 59, 0, time.UTC)), admin365.ErrPrecondition, "a second too early")
		require.ErrorIs(t, try("A", utcOf(time.January, 5, 9, 0).Add(time.Second)), admin365.ErrPrecondition, "the future")
		require.NoError(t, try("A", time.Date(2025, time.December, 8, 9, 0, 0, 0, time.UTC)), "the first moment")
		l.world.Advance(time.Hour)
		require.NoError(t, try("B", l.world.Now()), "the last one")
		l.world.Advance(time.Hour)

		release(t, l, id, "27.3")
		_, err := instances.RunNow(t.Context(), l.Updates, id, instances.Target{Version: "27.3"}, l.world.Now())
		require.NoError(t, err)
		require.NoError(t, l.stage.FinishUpdate(t.Context(), id))
		updated := l.world.Now()
		l.world.Advance(time.Hour)
		got := periods()
		require.Len(t, got, 2, "before the update, and since")
		assert.Equal(t, []any{updated, "27.2.0.0", updated, l.world.Now(), "27.3.0.0"}, []any{got[0].To, got[0].Version, got[1].From, got[1].To, got[1].Version})
		for name, at := range map[string]time.Time{"Before": updated.Add(-time.Second), "Since": updated} {
			require.NoError(t, try(name, at))
			l.world.Advance(time.Hour)
			e, err := l.Environments.Get(t.Context(), instances.Central(name))
			require.NoError(t, err)
			want := map[string]string{"Before": instances.Build(27, 2), "Since": instances.Build(27, 3)}[name]
			assert.Equal(t, []any{want, instances.CentralActive}, []any{e.ApplicationVersion, e.Status}, name)
			own := 0
			for a, err := range l.Apps.List(t.Context(), instances.Central(name)) {
				require.NoError(t, err)
				if !a.CanBeUninstalled {
					own++
					assert.Equal(t, want, a.Version, "Microsoft's own are of the environment's version")
				}
			}
			assert.Equal(t, 3, own)
		}
		l.until(updated.Add(28 * 24 * time.Hour))
		got = periods()
		require.Len(t, got, 1, "what ended four weeks ago cannot be gone back to")
		assert.Equal(t, updated, got[0].From)
	})
}

// release has a version be released now, and holds it, so that it does not start.
func release(t *testing.T, l *centralLab, id instances.CentralEnvironmentID, version string) {
	t.Helper()
	require.NoError(t, l.stage.Release(t.Context(), instances.Target{Version: version}))
	require.NotNil(t, l.update(t, id, version))
}

// TestGoneForGood: a deleted environment is there for fourteen days, and then with all that
// was in it gone, so that nothing of it comes back with its name.
func TestGoneForGood(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		id := instances.Central("Short")
		before := l.world.Snapshot()
		op, err := l.Environments.Create(t.Context(), id, instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"})
		require.NoError(t, err)
		require.NoError(t, l.stage.Finish(t.Context(), op.ID))
		assert.Contains(t, strings.Join(l.world.Changes(before), "\n"), "centralApps: added Base Application")
		op, err = l.Environments.Delete(t.Context(), id, instances.Expect{Name: "Short", Type: instances.Sandbox})
		require.NoError(t, err)
		require.NoError(t, l.stage.Finish(t.Context(), op.ID))
		var deleted *instances.CentralEnvironment
		for e, err := range l.Environments.List(t.Context(), "") {
			require.NoError(t, err)
			if !e.Deleted.IsZero() {
				deleted = e
			}
		}
		require.NotNil(t, deleted)
		assert.Equal(t, []any{l.world.Now(), l.world.Now().Add(14 * 24 * time.Hour)}, []any{deleted.Deleted, deleted.Gone})
		assert.NotEmpty(t, deleted.DeleteReason)
		l.until(deleted.Gone.Add(-time.Second))
		_, err = l.Environments.Get(t.Context(), deleted.ID())
		require.NoError(t, err, "to the last second")
		l.until(deleted.Gone.Add(time.Minute))
		_, err = l.Environments.Get(t.Context(), deleted.ID())
		require.ErrorIs(t, err, admin365.ErrNotFound)
		for _, change := range l.world.Changes(before) {
			assert.NotContains(t, change, "Apps: added", "an app was left")
			assert.NotContains(t, change, "centralEnvironments: added", "it was left")
		}
	})
}
