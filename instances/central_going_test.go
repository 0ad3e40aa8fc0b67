package instances_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// apps are the apps of an environment with their versions, without Microsoft's own.
func (l *centralLab) apps(t *testing.T, id instances.CentralEnvironmentID) (own string, others map[string]string) {
	t.Helper()
	others = map[string]string{}
	for a, err := range l.Apps.List(t.Context(), id) {
		require.NoError(t, err)
		if a.CanBeUninstalled {
			others[a.Name] = a.Version
		} else {
			own = a.Version
		}
	}
	return own, others
}

// TestAppsComeAlong: with an update of the environment come the apps that the setting says,
// as far as there is something newer that is no preview; Microsoft's own always.
func TestAppsComeAlong(t *testing.T) {
	t.Parallel()
	old := map[string]string{"Contoso Core": "2.9.0.0", "Contoso Reports": "3.0.0.0", "Tailspin Banking": "1.2.0.0"}
	brought := map[string]string{"Contoso Core": "3.0.0.0", "Contoso Reports": "3.1.0.0", "Tailspin Banking": "1.3.0.0"}
	for _, c := range []struct {
		cadence instances.AppUpdateCadence
		to      instances.Target
		want    map[string]string
		why     string
	}{
		{instances.AppUpdatesDefault, instances.Target{Version: "27.2"}, old, "a minor update brings none"},
		{instances.AppUpdatesDuringMajor, instances.Target{Version: "27.2"}, old, "a minor update brings none"},
		{instances.AppUpdatesDuringMajorMinor, instances.Target{Version: "27.2"}, brought, "each update brings them"},
		{instances.AppUpdatesDefault, instances.Target{Version: "28.0"}, brought, "a major update brings them"},
		{instances.AppUpdatesDuringMajor, instances.Target{Version: "28.0"}, brought, "a major update brings them"},
		{instances.AppUpdatesDuringMajorMinor, instances.Target{Version: "28.0"}, brought, "each update brings them"},
	} {
		l := newCentralLab(t)
		ctx, id := t.Context(), instances.Central("Production")
		require.NoError(t, l.Settings.SetAppUpdateCadence(ctx, id, c.cadence))
		require.NoError(t, l.stage.ReleaseApp(ctx, instances.CentralAppRelease{
			ID: admin365.AppID(appID("Tailspin Banking")), Name: "Tailspin Banking", Publisher: "Tailspin Toys", Version: "1.3.0.0",
		}))
		// One of which there are but previews stays as it is.
		early := admin365.AppID(appID("Early"))
		require.NoError(t, l.stage.ReleaseApp(ctx, instances.CentralAppRelease{ID: early, Name: "Early", Publisher: "Contoso", Version: "0.1.0.0", Preview: true}))
		op, err := l.Apps.Install(ctx, id, early, instances.NewCentralApp{AcceptTerms: true, AllowPreview: true, Version: "0.1.0.0"})
		require.NoError(t, err)
		require.NoError(t, l.stage.Finish(ctx, op.ID))
		require.NoError(t, l.stage.ReleaseApp(ctx, instances.CentralAppRelease{ID: early, Name: "Early", Publisher: "Contoso", Version: "0.2.0.0", Preview: true}))
		require.NoError(t, l.stage.Release(ctx, c.to))
		_, err = instances.RunNow(ctx, l.Updates, id, c.to, l.world.Now())
		require.NoError(t, err)
		require.NoError(t, l.stage.FinishUpdate(ctx, id))
		e, err := l.Environments.Get(ctx, id)
		require.NoError(t, err)
		own, others := l.apps(t, id)
		assert.Equal(t, "0.1.0.0", others["Early"])
		delete(others, "Early")
		assert.Equal(t, c.want, others, "%s, to %s: %s", c.cadence, c.to.Version, c.why)
		assert.Equal(t, e.ApplicationVersion, own, "%s, to %s", c.cadence, c.to.Version)
		assert.True(t, strings.HasPrefix(own, c.to.Version+"."))
	}
}

// TestNeededAppsComeAlong: what an app needs comes with it where that was asked for, and
// what needs an app goes with it; otherwise the refusal names what is missing.
func TestNeededAppsComeAlong(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	ctx, id := t.Context(), instances.Central("Production-UK")
	app := func(name string) admin365.AppID { return admin365.AppID(appID(name)) }
	_, err := l.Apps.Install(ctx, id, app("Contoso Reports"), instances.NewCentralApp{AcceptTerms: true})
	assert.Equal(t, []admin365.Detail{{Code: "Install", Target: appID("Contoso Core"), Message: "Contoso Core 3.0.0.0"}}, details(err))
	op, err := l.Apps.Install(ctx, id, app("Contoso Reports"), instances.NewCentralApp{AcceptTerms: true, InstallNeeded: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, op.ID))
	_, others := l.apps(t, id)
	assert.Equal(t, map[string]string{"Contoso Core": "3.0.0.0", "Contoso Reports": "3.1.0.0"}, others)

	production := instances.Central("Production")
	_, err = l.Apps.Update(ctx, production, app("Contoso Reports"), instances.CentralAppChange{Version: "3.1.0.0"})
	assert.Equal(t, []admin365.Detail{{Code: "Update", Target: appID("Contoso Core"), Message: "Contoso Core 3.0.0.0"}}, details(err))
	// A preview needs no more than the version before it.
	op, err = l.Apps.Update(ctx, production, app("Contoso Reports"), instances.CentralAppChange{Version: "4.0.0.0", AllowPreview: true, InstallNeeded: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, op.ID))
	_, others = l.apps(t, production)
	assert.Equal(t, map[string]string{"Contoso Core": "3.0.0.0", "Contoso Reports": "4.0.0.0", "Tailspin Banking": "1.2.0.0"}, others)

	// Dependents of dependents go, too, and what needs none of them stays.
	require.NoError(t, l.stage.ReleaseApp(ctx, instances.CentralAppRelease{
		ID: app("Apex"), Name: "Apex", Publisher: "Contoso", Version: "1.0.0.0", Needs: map[admin365.AppID]string{app("Contoso Reports"): "3.0.0.0"},
	}))
	op, err = l.Apps.Install(ctx, production, app("Apex"), instances.NewCentralApp{AcceptTerms: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, op.ID))
	_, err = l.Apps.Uninstall(ctx, production, app("Contoso Core"), instances.CentralAppRemoval{})
	assert.Equal(t, []admin365.Detail{
		{Code: "Uninstall", Target: appID("Contoso Reports"), Message: "Contoso Reports 4.0.0.0"}, {Code: "Uninstall", Target: appID("Apex"), Message: "Apex 1.0.0.0"},
	}, details(err))
	op, err = l.Apps.Uninstall(ctx, production, app("Contoso Core"), instances.CentralAppRemoval{Dependents: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, op.ID))
	_, others = l.apps(t, production)
	assert.Equal(t, map[string]string{"Tailspin Banking": "1.2.0.0"}, others)
	_, others = l.apps(t, id)
	assert.Len(t, others, 2, "those of another environment stay")
}

// details are those of a refusal.
func details(err error) []admin365.Detail {
	e, _ := err.(*admin365.Error) //nolint:errorlint // It is what the methods return.
	if e == nil {
		return nil
	}
	return e.Details
}

// TestAvailableApps: what is offered is the newest that is no preview, of apps that are
// installed and older, with what it needs.
func TestAvailableApps(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	list := func(name string) (lines []string) {
		for u, err := range l.Apps.Available(t.Context(), instances.Central(name)) {
			require.NoError(t, err)
			of := []string{u.Name + " " + u.Version + " by " + u.Publisher}
			for _, n := range u.Requirements {
				of = append(of, n.Type+" "+n.Name+" "+n.Version+" by "+n.Publisher)
			}
			lines = append(lines, strings.Join(of, ", "))
		}
		return lines
	}
	assert.Equal(t, []string{"Contoso Core 3.0.0.0 by Contoso", "Contoso Reports 3.1.0.0 by Contoso, Update Contoso Core 3.0.0.0 by Contoso"}, list("Production"))
	assert.Empty(t, list("Sandbox"), "it has the newest, and a preview is not offered")
	assert.Empty(t, list("Production-UK"), "it has no apps but Microsoft's own")
}

// TestAppsWait: the change of an app waits for what runs on the environment, and one for the
// window until that opens.
func TestAppsWait(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		ctx, id, core := t.Context(), instances.Central("Production"), admin365.AppID(appID("Contoso Core"))
		state := func(id admin365.OperationID) string {
			t.Helper()
			op, err := l.Operations.Get(ctx, id)
			require.NoError(t, err)
			return string(op.State)
		}
		soon, err := l.Apps.Update(ctx, id, core, instances.CentralAppChange{Version: "3.0.0.0"})
		require.NoError(t, err)
		copied, err := l.Environments.Copy(ctx, id, instances.CentralCopy{Name: "Twin", Type: instances.Sandbox})
		require.NoError(t, err)
		l.world.Advance(30 * time.Minute)
		assert.Equal(t, []string{"Running", "NotStarted"}, []string{state(copied.ID), state(soon.ID)})
		l.world.Advance(time.Minute)
		assert.Equal(t, "Succeeded", state(copied.ID))
		l.world.Advance(10 * time.Minute)
		assert.Equal(t, "Succeeded", state(soon.ID))

		// The window of Production begins at 22:00 in Copenhagen.
		night, err := l.Apps.Update(ctx, id, admin365.AppID(appID("Contoso Reports")), instances.CentralAppChange{Version: "3.1.0.0", InWindow: true})
		require.NoError(t, err)
		l.until(utcOf(time.January, 5, 21, 0).Add(-1))
		assert.Equal(t, "NotStarted", state(night.ID))
		l.world.Advance(1)
		assert.Equal(t, "Running", state(night.ID))
	})
}

// TestUpdatesPutOff: an update that is held on its day, or whose environment is busy, is
// tried again a week later at the same time of day, whatever the clocks do; one that is
// enforced is not held.
func TestUpdatesPutOff(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		id, ctx := instances.Central("Production"), t.Context()
		at := func() time.Time { return l.update(t, id, "27.2").At }
		for _, hold := range []instances.RolloutStatus{instances.RolloutPostponed, instances.RolloutUnderMaintenance} {
			require.NoError(t, l.stage.Hold(ctx, id, hold))
			was := at()
			l.until(was)
			assert.Equal(t, []any{instances.CentralActive, was.Add(7 * 24 * time.Hour), hold}, []any{l.status(t, id), at(), l.update(t, id, "27.2").Rollout})
		}
		require.NoError(t, l.stage.Hold(ctx, id, instances.RolloutActive))
		was := at()
		l.until(was.Add(-10 * time.Minute))
		_, err := l.Environments.Copy(ctx, id, instances.CentralCopy{Name: "Twin", Type: instances.Sandbox})
		require.NoError(t, err)
		l.until(was)
		assert.Equal(t, []any{instances.CentralActive, was.Add(7 * 24 * time.Hour)}, []any{l.status(t, id), at()}, "it is being copied")
		l.until(at())
		assert.Equal(t, instances.CentralUpgrading, l.status(t, id))
	})
	still(t, func(t *testing.T) {
		// Over the last Sunday of March the window moves from 21:00 to 20:00 in UTC.
		l := newCentralLab(t)
		id := instances.Central("Production")
		_, err := l.Updates.Reschedule(t.Context(), id, instances.Target{Version: "27.2"}, instances.Schedule{At: utcOf(time.March, 27, 21, 0)})
		require.NoError(t, err)
		require.NoError(t, l.stage.Hold(t.Context(), id, instances.RolloutPostponed))
		l.until(utcOf(time.March, 27, 21, 0))
		assert.Equal(t, utcOf(time.April, 3, 20, 0), l.update(t, id, "27.2").At)
	})
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		id := instances.Central("Production-UK")
		require.NoError(t, l.stage.Hold(t.Context(), id, instances.RolloutPostponed))
		l.until(utcOf(time.April, 1, 0, 0))
		assert.Equal(t, instances.CentralActive, l.status(t, id), "it was held all the time")
		l.until(utcOf(time.April, 2, 0, 0))
		e, err := l.Environments.Get(t.Context(), id)
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(e.ApplicationVersion, "27."), "in the first window it was updated: %s", e.ApplicationVersion)
	})
}

// TestPlannedGetsItsDate: a version that was selected before it was released gets its date
// three days after, a week on; one that Microsoft selects at once.
func TestPlannedGetsItsDate(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		id := instances.Central("Sandbox")
		l.until(utcOf(time.January, 11, 0, 0).Add(-1))
		u := l.update(t, id, "27.3")
		assert.Equal(t, []any{true, true, time.Time{}, instances.UpdateStatus("")}, []any{u.Available, u.Selected, u.At, u.Status}, "it is out, and has no date")
		l.until(utcOf(time.January, 11, 0, 0))
		u = l.update(t, id, "27.3")
		assert.Equal(t, []any{instances.UpdateScheduled, utcOf(time.January, 18, 19, 0)}, []any{u.Status, u.At}, "the first window a week from then")
	})
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		u := l.update(t, instances.Central("Production-UK"), "27.2")
		assert.Equal(t, []any{true, utcOf(time.January, 12, 20, 0), utcOf(time.March, 1, 0, 0)}, []any{u.Selected, u.At, u.Latest})
	})
}
