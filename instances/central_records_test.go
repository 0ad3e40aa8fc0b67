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

// TestRecordsOfCentral: the history tells of each operation what it was, on what, for whom
// and when; what is done at once has begun and ended at the same time.
func TestRecordsOfCentral(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		ctx, id := t.Context(), instances.Central("Sandbox")
		require.NoError(t, l.Settings.SetAppUpdateCadence(ctx, id, instances.AppUpdatesDuringMajor))
		require.NoError(t, l.Access.SetMicrosoft365(ctx, id, true))
		require.NoError(t, l.Settings.SetTelemetryKey(ctx, id, admin365.NewSecret("k")))
		history := all(t, l.Operations.List(ctx, id))
		require.Len(t, history, 3)
		for i, want := range []map[string]any{{"appInsightsKeySet": true}, {"accessWithM365Licenses": true}, {"appSourceAppsUpdateCadence": string(instances.AppUpdatesDuringMajor)}} {
			o, now := history[i], l.world.Now()
			assert.Equal(t, want, o.Parameters, "the newest first")
			assert.Equal(t, []any{"modify", "succeeded", admin365.OperationSucceeded, "admin@contoso.com", false}, []any{o.Kind, o.Status, o.State, o.CreatedBy, o.ByApp})
			assert.Equal(t, []time.Time{now, now, now}, []time.Time{o.Created, o.Started, o.Completed}, "it is done at once")
			assert.Equal(t, []any{id, instances.Sandbox}, []any{o.Environment, o.Type})
		}
		began := l.world.Now()
		op, err := l.Environments.Copy(ctx, instances.Central("Production"), instances.CentralCopy{Name: "Twin", Type: instances.Sandbox})
		require.NoError(t, err)
		of := func() *instances.CentralOperation {
			for o, err := range l.Operations.All(ctx, "") {
				require.NoError(t, err)
				if o.ID == op.ID {
					return o
				}
			}
			return nil
		}
		o := of()
		assert.Equal(t, []any{"copy", "scheduled", admin365.OperationNotStarted, began, time.Time{}, time.Time{}}, []any{o.Kind, o.Status, o.State, o.Created, o.Started, o.Completed})
		assert.Equal(t, map[string]any{
			"sourceEnvironmentName": "Production", "sourceEnvironmentType": "Production", "destinationEnvironmentName": "Twin",
			"destinationEnvironmentType": "Sandbox", "applicationVersion": instances.Build(27, 1), "countryCode": "DK",
		}, o.Parameters)
		// Half a minute later it runs, and half an hour after that it is done. Ours.
		l.world.Advance(30*time.Second - 1)
		assert.Equal(t, "scheduled", of().Status)
		l.world.Advance(1)
		assert.Equal(t, []any{"running", began.Add(30 * time.Second)}, []any{of().Status, of().Started})
		l.world.Advance(30*time.Minute - 1)
		assert.Equal(t, "running", of().Status)
		l.world.Advance(1)
		assert.Equal(t, []any{"succeeded", began.Add(30*time.Minute + 30*time.Second)}, []any{of().Status, of().Completed})
		twin, err := l.Environments.Get(ctx, instances.Central("Twin"))
		require.NoError(t, err)
		assert.Equal(t, []any{instances.CentralActive, instances.Build(27, 1), "DK", instances.Sandbox}, []any{twin.Status, twin.ApplicationVersion, twin.CountryCode, twin.Type})
		assert.Equal(t, len(all(t, l.Apps.List(ctx, instances.Central("Production")))), len(all(t, l.Apps.List(ctx, instances.Central("Twin")))))
	})
}

// TestHowLongCentralTakes: each kind of operation takes its time. Ours: nobody says how
// long; they differ so that a program that expects one to be quick finds out.
func TestHowLongCentralTakes(t *testing.T) {
	t.Parallel()
	sandbox := instances.Central("Sandbox")
	remove := func(t *testing.T, l *centralLab) (*admin365.Operation, error) {
		return l.Environments.Delete(t.Context(), sandbox, instances.Expect{Name: "Sandbox", Type: instances.Sandbox})
	}
	for name, c := range map[string]struct {
		takes time.Duration
		begin func(*testing.T, *centralLab) (*admin365.Operation, error)
	}{
		"create": {15 * time.Minute, func(t *testing.T, l *centralLab) (*admin365.Operation, error) {
			return l.Environments.Create(t.Context(), instances.Central("New"), instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"})
		}},
		"restore": {30 * time.Minute, func(t *testing.T, l *centralLab) (*admin365.Operation, error) {
			return l.Backups.Restore(t.Context(), sandbox, instances.CentralRestore{Name: "Former", Type: instances.Sandbox, PointInTime: l.world.Now()})
		}},
		"rename": {5 * time.Minute, func(t *testing.T, l *centralLab) (*admin365.Operation, error) {
			return l.Environments.Rename(t.Context(), sandbox, "Playground")
		}},
		"delete": {5 * time.Minute, remove},
		"recover": {10 * time.Minute, func(t *testing.T, l *centralLab) (*admin365.Operation, error) {
			op, err := remove(t, l)
			require.NoError(t, err)
			require.NoError(t, l.stage.Finish(t.Context(), op.ID))
			for e, err := range l.Environments.List(t.Context(), "") {
				require.NoError(t, err)
				if !e.Deleted.IsZero() {
					return l.Environments.Recover(t.Context(), e.ID())
				}
			}
			return nil, nil
		}},
	} {
		still(t, func(t *testing.T) {
			l := newCentralLab(t)
			op, err := c.begin(t, l)
			require.NoError(t, err, name)
			require.NotNil(t, op, name)
			l.world.Advance(30*time.Second + c.takes - 1)
			got, err := l.Operations.Get(t.Context(), op.ID)
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationRunning, got.State, name)
			l.world.Advance(1)
			got, err = l.Operations.Get(t.Context(), op.ID)
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationSucceeded, got.State, name)
		})
	}
}

// TestWhatCanBeCanceled: the update of an environment while it runs, unless it is enforced,
// and the change of an app while it waits for its window; nothing else, and nothing twice.
func TestWhatCanBeCanceled(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	ctx, uk, sandbox := t.Context(), instances.Central("Production-UK"), instances.Central("Sandbox")
	refused := func(id admin365.OperationID, why string) {
		t.Helper()
		_, err := l.Operations.Cancel(ctx, id)
		require.ErrorIs(t, err, admin365.ErrPrecondition)
		require.ErrorContains(t, err, why)
	}
	copied, err := l.Environments.Copy(ctx, sandbox, instances.CentralCopy{Name: "Twin", Type: instances.Sandbox})
	require.NoError(t, err)
	refused(copied.ID, "it is no update")
	require.NoError(t, l.stage.Finish(ctx, copied.ID))

	failed, err := l.stage.StartUpdate(ctx, uk)
	require.NoError(t, err)
	require.NoError(t, l.stage.FailUpdate(ctx, uk, "No."))
	refused(failed.ID, "it is not running")
	// One that the window cut off was canceled by nobody.
	require.NoError(t, l.stage.SetDuration(ctx, instances.CentralKindUpdate, 48*time.Hour))
	cut, err := l.stage.StartUpdate(ctx, uk)
	require.NoError(t, err)
	l.world.Advance(24 * time.Hour)
	got, err := l.Operations.Get(ctx, cut.ID)
	require.NoError(t, err)
	require.Equal(t, admin365.OperationCanceled, got.State)
	refused(cut.ID, "it is not running")

	core := admin365.AppID(appID("Contoso Core"))
	require.NoError(t, l.stage.ReleaseApp(ctx, instances.CentralAppRelease{ID: core, Name: "Contoso Core", Publisher: "Contoso", Version: "3.5.0.0"}))
	soon, err := l.Apps.Update(ctx, sandbox, core, instances.CentralAppChange{Version: "3.5.0.0"})
	require.NoError(t, err)
	refused(soon.ID, "it is not scheduled")
	require.NoError(t, l.stage.Finish(ctx, soon.ID))
	require.NoError(t, l.stage.ReleaseApp(ctx, instances.CentralAppRelease{ID: core, Name: "Contoso Core", Publisher: "Contoso", Version: "3.6.0.0"}))
	waits, err := l.Apps.Update(ctx, sandbox, core, instances.CentralAppChange{Version: "3.6.0.0", InWindow: true})
	require.NoError(t, err)
	for range 2 {
		got, err = l.Operations.Cancel(ctx, waits.ID)
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationCanceled, got.State)
	}
	for o, err := range l.Apps.Operations(ctx, sandbox, core) {
		require.NoError(t, err)
		if o.ID == waits.ID {
			assert.Equal(t, []any{"admin@contoso.com", time.Time{}, false}, []any{o.CanceledBy, o.Started, o.Completed.IsZero()}, "it never began")
		}
	}
	for a, err := range l.Apps.List(ctx, sandbox) {
		require.NoError(t, err)
		if a.ID == core {
			assert.Equal(t, []any{"3.5.0.0", instances.AppInstalled, "Canceled"}, []any{a.Version, a.State, a.LastResult})
		}
	}
}

// TestOlderUpgrade: the view that versions up to 2.21 of the API have of the update that is
// selected tells all that it is documented to tell.
func TestOlderUpgrade(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	stage, id := r.m.Backstage.Instances.Central, instances.Central("Production")
	has := func(members ...string) {
		t.Helper()
		status, got := r.ask("GET", rawProduction+"/upgrade", "")
		require.Equal(t, 200, status, got)
		for _, m := range members {
			assert.Contains(t, got, m)
		}
	}
	has(`"environmentName":"Production"`, `"applicationFamily":"BusinessCentral"`, `"sourceVersion":"`+instances.Build(27, 1)+`"`,
		`"targetVersion":"`+instances.Build(27, 2)+`"`, `"canTenantSelectDate":true`, `"didTenantSelectDate":true`, `"latestSelectableUpgradeDate":"2026-09-01T00:00:00Z"`,
		`"upgradeDate":"2026-01-17T21:00:00Z"`, `"updateStatus":"Scheduled"`, `"ignoreUpgradeWindow":false`, `"isActive":true`, `"earliestSelectableUpgradeDate":"2026-01-05T09:`)
	for status, active := range map[instances.RolloutStatus]string{
		instances.RolloutPostponed: "false", instances.RolloutUnderMaintenance: "false", instances.RolloutActive: "true",
	} {
		require.NoError(t, stage.Hold(t.Context(), id, status))
		has(`"isActive":` + active)
	}
	status, got := r.ask("PUT", rawProduction+"/upgrade", `{"runOn":"2026-02-03T10:00:00Z","ignoreUpgradeWindow":true}`)
	require.Equal(t, 200, status, got)
	has(`"upgradeDate":"2026-02-03T10:00:00Z"`, `"ignoreUpgradeWindow":true`)
	require.NoError(t, stage.Hold(t.Context(), id, instances.RolloutActive))
	_, err := stage.StartUpdate(t.Context(), id)
	require.NoError(t, err)
	has(`"updateStatus":"Running"`, `"canTenantSelectDate":false`)
	for _, path := range []string{"Sandbox/upgrade", "Nobody/upgrade"} {
		status, got = r.ask("GET", strings.TrimSuffix(rawProduction, "Production")+path, "")
		assert.Equal(t, 404, status, got)
	}
	status, got = r.ask("PUT", strings.TrimSuffix(rawProduction, "Production")+"Sandbox/upgrade", `{"runOn":"2026-02-03T10:00:00Z"}`)
	assert.Equal(t, 404, status, "nothing is scheduled")
	assert.Contains(t, got, "ResourceDoesNotExist: No upgrade is scheduled")
}
