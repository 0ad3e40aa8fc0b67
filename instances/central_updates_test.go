package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestUpdateRuns: a scheduled update runs on its day, in the window, and another one
// follows it.
func TestUpdateRuns(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("production")
	u := l.update(t, id, "27.2")
	require.NotNil(t, u)
	assert.Equal(t, instances.UpdateScheduled, u.Status)
	assert.True(t, u.Selected)
	assert.Equal(t, time.Date(2026, 1, 17, 21, 0, 0, 0, time.UTC), u.At, "22:00 in Copenhagen")
	assert.Equal(t, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), u.Latest)

	l.world.Advance(u.At.Sub(l.world.Now()) + time.Second)
	assert.Equal(t, instances.CentralUpgrading, l.status(t, id))
	assert.Equal(t, instances.UpdateRunning, l.update(t, id, "27.2").Status)
	history := all(t, l.Operations.List(t.Context(), id))
	require.Equal(t, string(instances.CentralKindUpdate), history[0].Kind)
	assert.Equal(t, admin365.OperationRunning, history[0].State)
	assert.Equal(t, "admin@contoso.com", history[0].CreatedBy)

	l.world.Advance(90 * time.Minute)
	e, err := l.Environments.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, instances.CentralActive, e.Status)
	assert.Equal(t, instances.Build(27, 2), e.ApplicationVersion)
	assert.Nil(t, l.update(t, id, "27.2"))
	// 27.3 was released on 8 January for existing environments.
	next := l.update(t, id, "27.3")
	require.NotNil(t, next)
	assert.True(t, next.Selected)
	assert.False(t, next.At.Before(l.world.Now().Add(7*24*time.Hour-time.Minute)))
}

// TestUpdateFails: after a failure the environment is as it was, and a week later is
// another try.
func TestUpdateFails(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Production")
	op, err := l.stage.StartUpdate(t.Context(), id)
	require.NoError(t, err)
	require.NoError(t, l.stage.FailUpdate(t.Context(), id, "An extension does not compile."))
	got, err := l.Operations.Get(t.Context(), op.ID)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationFailed, got.State)
	require.ErrorContains(t, got.Err, "An extension does not compile.")
	e, err := l.Environments.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, instances.Build(27, 1), e.ApplicationVersion)
	u := l.update(t, id, "27.2")
	assert.Equal(t, instances.UpdateFailed, u.Status)
	assert.Equal(t, time.Date(2026, 1, 12, 21, 0, 0, 0, time.UTC), u.At)
	u, err = l.Updates.Reschedule(t.Context(), id, u.Target(), instances.Schedule{At: u.At.AddDate(0, 0, 2)})
	require.NoError(t, err)
	assert.Equal(t, instances.UpdateScheduled, u.Status)
}

// TestUpdateCut: an update that outlasts its window is stopped, unless it passes over it.
func TestUpdateCut(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Production")
	require.NoError(t, l.stage.SetDuration(t.Context(), instances.CentralKindUpdate, 24*time.Hour))
	l.world.Advance(l.update(t, id, "27.2").At.Sub(l.world.Now()) + 10*time.Hour)
	history := all(t, l.Operations.List(t.Context(), id))
	assert.Equal(t, admin365.OperationCanceled, history[0].State)
	assert.Equal(t, instances.UpdateFailed, l.update(t, id, "27.2").Status)

	now := l.world.Now()
	u, err := instances.RunNow(t.Context(), l.Updates, id, instances.Target{Version: "27.3"}, now)
	require.NoError(t, err)
	assert.Equal(t, instances.UpdateScheduled, u.Status)
	assert.Equal(t, instances.CentralUpgrading, l.status(t, id))
	l.world.Advance(12 * time.Hour)
	assert.Equal(t, instances.CentralUpgrading, l.status(t, id), "it goes on after the window")
	history = all(t, l.Operations.List(t.Context(), id))
	op, err := l.Operations.Cancel(t.Context(), history[0].ID)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationCanceled, op.State)
	assert.Equal(t, instances.CentralActive, l.status(t, id))
}

// TestGraceAndEnforced: who does nothing gets the next major version.
func TestGraceAndEnforced(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Production-UK")
	e, err := l.Environments.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, instances.PeriodUpdate, instances.PeriodOf(e, l.world.Now()))
	u := l.update(t, id, "27.2")
	require.NotNil(t, u)
	assert.True(t, u.Selected, "Microsoft has selected the newest version")
	// It is held back until the grace period.
	require.NoError(t, l.stage.Hold(t.Context(), id, instances.RolloutPostponed))
	for l.world.Now().Before(time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)) {
		l.world.Advance(24 * time.Hour)
		l.status(t, id)
	}
	assert.Equal(t, instances.PeriodGrace, instances.PeriodOf(e, l.world.Now()))
	u = l.update(t, id, "27.2")
	require.NotNil(t, u)
	_, err = l.Updates.Reschedule(t.Context(), id, u.Target(), instances.Schedule{At: u.At.AddDate(0, 0, 1)})
	require.ErrorIs(t, err, admin365.ErrPrecondition)
	_, err = l.Updates.Reschedule(t.Context(), id, u.Target(), instances.Schedule{At: u.At.AddDate(0, 0, -3)})
	require.NoError(t, err)
	require.NoError(t, l.stage.Hold(t.Context(), id, instances.RolloutActive))
	l.world.Advance(20 * 24 * time.Hour)
	e, err = l.Environments.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Contains(t, e.ApplicationVersion, "27.")
}

// TestPlannedIsReleased: a version that was selected before it was released gets its date
// three days after, a week on.
func TestPlannedIsReleased(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Sandbox")
	u := l.update(t, id, "27.3")
	require.NotNil(t, u)
	assert.True(t, u.Selected)
	assert.False(t, u.Available)
	assert.Equal(t, instances.Month{2026, time.January}, u.Expected)
	l.world.Advance(4 * 24 * time.Hour)
	u = l.update(t, id, "27.3")
	assert.True(t, u.Available)
	assert.True(t, u.At.IsZero())
	assert.Empty(t, u.Status)
	l.world.Advance(3 * 24 * time.Hour)
	u = l.update(t, id, "27.3")
	assert.Equal(t, instances.UpdateScheduled, u.Status)
	assert.Equal(t, time.Date(2026, 1, 18, 19, 0, 0, 0, time.UTC), u.At)
}

// TestWindowMovesTheDate: the date is that of the window.
func TestWindowMovesTheDate(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Production")
	u, err := l.Updates.Reschedule(t.Context(), id, instances.Target{Version: "27.2"}, instances.Schedule{At: time.Date(2026, 1, 20, 23, 30, 0, 0, time.UTC)})
	require.NoError(t, err)
	assert.Equal(t, time.Date(2026, 1, 21, 21, 0, 0, 0, time.UTC), u.At, "the next evening")
	w, err := l.Settings.SetWindow(t.Context(), id, instances.Window{Start: "01:00", End: "09:00", TimeZone: "gmt standard time"})
	require.NoError(t, err)
	assert.Equal(t, "GMT Standard Time", w.TimeZone)
	assert.Equal(t, time.Date(2026, 1, 6, 1, 0, 0, 0, time.UTC), w.StartUTC)
	assert.Equal(t, time.Date(2026, 1, 21, 1, 0, 0, 0, time.UTC), l.update(t, id, "27.2").At)
	_, err = l.Settings.SetWindow(t.Context(), id, instances.Window{Start: "01:00", End: "06:59", TimeZone: "UTC"})
	require.ErrorIs(t, err, admin365.ErrInvalid)
}

// TestUpdateRefusals: what is refused, in the order of the contract.
func TestUpdateRefusals(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id, at := instances.Central("Production"), time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		id   instances.CentralEnvironmentID
		t    instances.Target
		s    instances.Schedule
		want error
		code string
	}{
		{"family", instances.CentralEnvironmentID{"Other", "Production"}, instances.Target{Version: "27.2"}, instances.Schedule{At: at}, admin365.ErrNotFound, "applicationTypeDoesNotExist"},
		{"environment", instances.Central("Nobody"), instances.Target{Version: "27.2"}, instances.Schedule{At: at}, admin365.ErrNotFound, "EnvironmentNotFound"},
		{"version", id, instances.Target{Version: "30.0"}, instances.Schedule{At: at}, admin365.ErrNotFound, "ResourceDoesNotExist"},
		{"type", id, instances.Target{Version: "27.2", Type: instances.UpdatePreview}, instances.Schedule{At: at}, admin365.ErrNotFound, "ResourceDoesNotExist"},
		{"past", id, instances.Target{Version: "27.2"}, instances.Schedule{At: l.world.Now().Add(-time.Hour)}, admin365.ErrInvalid, "EntityValidationFailed"},
		{"late", id, instances.Target{Version: "27.2"}, instances.Schedule{At: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)}, admin365.ErrInvalid, "EntityValidationFailed"},
		{"planned", id, instances.Target{Version: "27.4"}, instances.Schedule{At: at}, admin365.ErrInvalid, "EntityValidationFailed"},
	} {
		_, err := l.Updates.Select(t.Context(), c.id, c.t, c.s)
		require.ErrorIs(t, err, c.want, c.name)
		var e *admin365.Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, c.code, e.Code, c.name)
	}
	u, err := l.Updates.Select(t.Context(), id, instances.Target{Version: "27.2"}, instances.Schedule{At: time.Date(2026, 8, 31, 23, 0, 0, 0, time.UTC)})
	require.NoError(t, err, "the last day, after the window began")
	assert.Equal(t, time.Date(2026, 8, 31, 20, 0, 0, 0, time.UTC), u.At)
	require.NoError(t, l.stage.Release(t.Context(), instances.Target{Version: "28.0", Type: instances.UpdatePreview}))
	_, err = l.Updates.Select(t.Context(), id, instances.Target{Version: "28.0", Type: instances.UpdatePreview}, instances.Schedule{})
	require.ErrorIs(t, err, admin365.ErrPrecondition)
	_, err = l.Updates.Select(t.Context(), instances.Central("Sandbox"), instances.Target{Version: "28.0", Type: instances.UpdatePreview}, instances.Schedule{})
	require.NoError(t, err)
	_, err = l.stage.StartUpdate(t.Context(), id)
	require.NoError(t, err)
	_, err = l.Updates.Reschedule(t.Context(), id, instances.Target{Version: "27.2"}, instances.Schedule{At: at})
	require.ErrorIs(t, err, admin365.ErrBusy)
	require.ErrorIs(t, l.Updates.Decline(t.Context(), id, instances.Target{Version: "27.2"}), admin365.ErrUnsupported)
}
