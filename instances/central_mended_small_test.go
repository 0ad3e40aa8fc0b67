package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestTelemetryKeyMissing: a body without the key is none; one with an empty key clears it.
func TestTelemetryKeyMissing(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	id := instances.Central("Production")
	require.NoError(t, r.m.Instances.Central.Settings.SetTelemetryKey(t.Context(), id, admin365.NewSecret("hush-hush")))
	key := func() string {
		e, err := r.m.Instances.Central.Environments.Get(t.Context(), id)
		require.NoError(t, err)
		return e.TelemetryKey.Reveal()
	}
	for _, body := range []string{`{}`, `{"key":null}`, `{"value":"x"}`} {
		status, answer := r.ask("POST", rawProduction+"/settings/appinsightskey", body)
		assert.Equal(t, 400, status, body)
		assert.Contains(t, answer, "requestBodyRequired", body)
		assert.Equal(t, "hush-hush", key(), body)
	}
	status, _ := r.ask("POST", rawProduction+"/settings/appinsightskey", `{"key":""}`)
	assert.Equal(t, 200, status)
	assert.Empty(t, key())
}

// TestWindowWhileAnUpdateRuns: the window is for the next run. The one that is running
// ends as it would have, and the environment stays as it is.
func TestWindowWhileAnUpdateRuns(t *testing.T) {
	t.Parallel()
	for name, w := range centralWays(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id := instances.Central("Production")
			op, err := w.m.Backstage.Instances.Central.StartUpdate(t.Context(), id)
			require.NoError(t, err)
			set, err := w.s.Central.Settings.SetWindow(t.Context(), id, instances.Window{Start: "01:00", End: "08:00", TimeZone: "UTC"})
			require.NoError(t, err)
			assert.Equal(t, "01:00", set.Start)
			e, err := w.s.Central.Environments.Get(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, instances.CentralUpgrading, e.Status)
			require.NoError(t, w.m.Backstage.Instances.Central.FinishUpdate(t.Context(), id))
			o, err := w.s.Central.Operations.Get(t.Context(), op.ID)
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationSucceeded, o.State)
			got, err := w.s.Central.Settings.Window(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, set, got)
		})
	}
}

// TestAppsOfADeletedEnvironment: what was to happen to an app of an environment ends with
// the environment, and nothing is done where nobody can see it.
func TestAppsOfADeletedEnvironment(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	ctx, id := t.Context(), instances.Central("Labels")
	app := admin365.AppID("5a1e0000-0000-4000-8000-000000000001")
	for _, v := range []string{"1.0.0.0", "2.0.0.0"} {
		require.NoError(t, l.stage.ReleaseApp(ctx, instances.CentralAppRelease{ID: app, Name: "Labels", Publisher: "Fabrikam", Version: v}))
	}
	require.NoError(t, l.stage.AddEnvironment(ctx, instances.CentralEnvironment{Name: id.Name, Type: instances.Sandbox, ApplicationVersion: "27.2"}))
	install, err := l.Apps.Install(ctx, id, app, instances.NewCentralApp{Version: "1.0.0.0", AcceptTerms: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, install.ID))
	update, err := l.Apps.Update(ctx, id, app, instances.CentralAppChange{Version: "2.0.0.0", InWindow: true})
	require.NoError(t, err)
	gone, err := l.Environments.Delete(ctx, id, instances.Expect{Name: id.Name, Type: instances.Sandbox})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, gone.ID))
	state := func() admin365.OperationState {
		o, err := l.Operations.Get(ctx, update.ID)
		require.NoError(t, err)
		return o.State
	}
	assert.Equal(t, admin365.OperationCanceled, state())
	l.world.Advance(3 * 24 * time.Hour)
	assert.Equal(t, admin365.OperationCanceled, state())
	// It comes back with the app as it was, which can be updated.
	var bin instances.CentralEnvironmentID
	for _, e := range all(t, l.Environments.List(ctx, "")) {
		if e.Status == instances.CentralSoftDeleted {
			bin = e.ID()
		}
	}
	back, err := l.Environments.Recover(ctx, bin)
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, back.ID))
	for _, a := range all(t, l.Apps.List(ctx, id)) {
		if a.ID == app {
			assert.Equal(t, "1.0.0.0", a.Version)
		}
	}
	_, err = l.Apps.Update(ctx, id, app, instances.CentralAppChange{Version: "2.0.0.0"})
	require.NoError(t, err)
}
