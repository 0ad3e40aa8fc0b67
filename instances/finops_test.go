package instances_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestFinOpsByTheClock: a version that is applied waits for five minutes, runs for three
// hours, and is there; what failed is in the list of failures, the newest first. Ours: the
// times.
func TestFinOpsByTheClock(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newLab(t)
		ctx := t.Context()
		id := l.byDomain("contoso").ID
		f, stage := l.Instances.FinOps, l.Backstage.Instances.FinOps
		offered := func() (list []string) {
			for u, err := range f.Updates.List(ctx, id) {
				require.NoError(t, err)
				assert.True(t, u.Available)
				list = append(list, u.Version+" "+string(u.Type))
			}
			return list
		}
		assert.Equal(t, []string{"10.0.45.9 QualityUpdate", "10.0.46.2 GeneralAvailability"}, offered(), "what is of its own train, and what is of the next")
		op, err := f.Updates.Apply(ctx, id, "10.0.46.2")
		require.NoError(t, err)
		state := func() admin365.OperationState {
			got, err := f.Updates.Get(ctx, op.ID)
			require.NoError(t, err)
			return got.State
		}
		l.Advance(5*time.Minute - 1)
		assert.Equal(t, admin365.OperationNotStarted, state())
		l.Advance(1)
		assert.Equal(t, admin365.OperationRunning, state())
		l.Advance(3*time.Hour - 1)
		assert.Equal(t, admin365.OperationRunning, state())
		l.Advance(1)
		assert.Equal(t, admin365.OperationSucceeded, state())
		p, err := f.Settings.Properties(ctx, id)
		require.NoError(t, err)
		assert.Equal(t, instances.FinOps{
			AppID: "00000015-0000-0000-c000-000000000000", Deployment: instances.FinOpsUnifiedProduction, MaxAOSCount: "2", MaxBatchAOSCount: "2",
			LastObservedAOSCount: 1, LastObservedBatchAOSCount: 1, ApplicationVersion: "10.0.46.2", PlatformVersion: "7.0.46.2",
		}, *p)
		assert.Empty(t, offered())
		for _, version := range []string{"10.0.46.2", "10.0.45.4"} {
			op, err := f.Updates.Apply(ctx, id, version)
			require.NoError(t, err, "it has it, or a higher one")
			assert.Equal(t, []any{admin365.OperationSucceeded, admin365.OperationID("")}, []any{op.State, op.ID}, version)
		}
		_, err = f.Updates.Apply(ctx, id, "10.0.99.1")
		require.ErrorIs(t, err, admin365.ErrNotFound, "nobody offers it")

		var want []string
		for i := range 25 {
			version := fmt.Sprintf("10.0.47.%d", i+1)
			require.NoError(t, stage.Release(ctx, version))
			op, err := f.Updates.Apply(ctx, id, version)
			require.NoError(t, err)
			require.NoError(t, stage.Fail(ctx, op.ID, version))
			got, err := f.Updates.Get(ctx, op.ID)
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationFailed, got.State)
			require.ErrorContains(t, got.Err, version)
			want = append([]string{version}, want...)
			l.Advance(time.Minute)
		}
		p, err = f.Settings.Properties(ctx, id)
		require.NoError(t, err)
		assert.Equal(t, "10.0.46.2", p.ApplicationVersion, "it is as it was")
		for limit, n := range map[int]int{0: 20, 1: 1, 24: 24, 25: 25, 26: 25, 1000: 25} {
			var got []string
			for fail, err := range f.Settings.Failures(ctx, id, limit) {
				require.NoError(t, err)
				got = append(got, fail.Message)
				assert.Equal(t, []any{"UpdateFailed", "ApplyVersion", "UpdateFinanceAndOperations"}, []any{fail.Code, fail.Action, fail.Operation})
			}
			assert.Equal(t, want[:n], got, "at most %d", limit)
		}
		for _, limit := range []int{-1, 1001} {
			require.ErrorIs(t, first(f.Settings.Failures(ctx, id, limit)), admin365.ErrInvalid)
		}
	})
}

// TestFinOpsMaintenance: days and cadence are set together or apart, each day once, in the
// order of the week; only unified deployments are updated here.
func TestFinOpsMaintenance(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx, id := t.Context(), l.byDomain("contoso").ID
	f := l.Instances.FinOps
	m, err := f.Settings.Maintenance(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, instances.FinOpsMaintenance{Cadence: instances.FinOpsEveryUpdate, Days: []instances.Weekday{"Saturday", "Sunday"}}, *m)
	week := []instances.Weekday{"Saturday", "friday", "Wednesday", "Sunday", "MONDAY", "Thursday", "Tuesday"}
	m, err = f.Settings.SetMaintenance(ctx, id, instances.FinOpsMaintenancePatch{Days: week})
	require.NoError(t, err)
	assert.Equal(t, instances.FinOpsMaintenance{
		Cadence: instances.FinOpsEveryUpdate, Days: []instances.Weekday{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	}, *m)
	for _, cadence := range []instances.FinOpsCadence{instances.FinOpsEveryOtherUpdate, instances.FinOpsRegulated, instances.FinOpsEveryUpdate} {
		m, err = f.Settings.SetMaintenance(ctx, id, instances.FinOpsMaintenancePatch{Cadence: &cadence})
		require.NoError(t, err)
		assert.Equal(t, []any{cadence, 7}, []any{m.Cadence, len(m.Days)}, "the days stay")
	}
	for _, days := range [][]instances.Weekday{{"Someday"}, {"Monday", "Monday"}, {"Monday", "monday"}} {
		_, err = f.Settings.SetMaintenance(ctx, id, instances.FinOpsMaintenancePatch{Days: days})
		require.ErrorIs(t, err, admin365.ErrInvalid, "%v", days)
	}
	_, err = f.Settings.SetMaintenance(ctx, id, instances.FinOpsMaintenancePatch{Cadence: new(instances.FinOpsCadence("Never"))})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = f.Settings.Maintenance(ctx, l.byDomain("contoso-dev").ID)
	require.ErrorIs(t, err, admin365.ErrNotFound, "there is none on it")

	for d, unified := range map[instances.FinOpsDeployment]bool{
		instances.FinOpsUnifiedDeveloper: true, instances.FinOpsUnifiedSandbox: true, instances.FinOpsUnifiedProduction: true, "LCSSandbox": false, "LCSProduction": false, "Trial": false,
	} {
		l := newLab(t)
		id := l.byDomain("contoso-dev").ID
		require.NoError(t, l.Backstage.Instances.FinOps.Install(ctx, id, d, "10.0.45.4"))
		n := 0
		for range l.Instances.FinOps.Updates.List(ctx, id) {
			n++
		}
		_, err := l.Instances.FinOps.Updates.Apply(ctx, id, "10.0.46.2")
		if unified {
			require.NoError(t, err, string(d))
			assert.Equal(t, 2, n, string(d))
			continue
		}
		require.ErrorIs(t, err, admin365.ErrPrecondition, string(d))
		assert.Zero(t, n, string(d))
	}
}

// TestInstallByTheClock: an application is asked for, comes ten minutes later, and can be
// tried again where it failed; what is on an environment says so, and with which id.
func TestInstallByTheClock(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newLab(t)
		ctx, dev := t.Context(), l.byDomain("contoso-dev").ID
		s := l.solution(dev, voice)
		assert.Equal(t, []any{instances.SolutionNone, "2.0.0.45", "", true}, []any{s.State, s.Version, s.InstanceID, s.ID != ""})
		assert.NotEmpty(t, s.ApplicationID)
		// As in the recorded sample.
		assert.Equal(t, []time.Time{time.Date(2018, time.July, 23, 0, 0, 0, 0, time.UTC), time.Date(2050, time.January, 1, 0, 0, 0, 0, time.UTC)}, []time.Time{s.Start, s.End})
		op, err := l.Instances.Solutions.Install(ctx, dev, voice)
		require.NoError(t, err)
		l.Advance(5*time.Second - 1)
		assert.Equal(t, []any{instances.SolutionInstallRequested, admin365.OperationNotStarted}, []any{l.solution(dev, voice).State, l.operation(op.ID).State})
		l.Advance(1)
		assert.Equal(t, []any{instances.SolutionInstalling, admin365.OperationRunning}, []any{l.solution(dev, voice).State, l.operation(op.ID).State})
		l.Advance(10*time.Minute - 6*time.Second)
		assert.Equal(t, instances.SolutionInstalling, l.solution(dev, voice).State)
		require.NoError(t, l.Backstage.Instances.FailInstall(ctx, op.ID, "No room."))
		s = l.solution(dev, voice)
		require.NotNil(t, s.LastError)
		assert.Equal(t, []any{instances.SolutionInstallFailed, "No room."}, []any{s.State, s.LastError.Message})
		failed := l.operation(op.ID)
		assert.Equal(t, admin365.OperationFailed, failed.State)
		require.ErrorContains(t, failed.Err, "No room.")
		again, err := l.Instances.Solutions.Install(ctx, dev, voice)
		require.NoError(t, err, "that is the retry")
		assert.Nil(t, l.solution(dev, voice).LastError)
		l.Advance(10*time.Minute - 1)
		assert.Equal(t, instances.SolutionInstalling, l.solution(dev, voice).State)
		l.Advance(1)
		s = l.solution(dev, voice)
		assert.Equal(t, []any{instances.SolutionInstalled, true, (*instances.SolutionError)(nil)}, []any{s.State, s.InstanceID != "", s.LastError})
		got := l.operation(again.ID)
		assert.Equal(t, []any{admin365.OperationSucceeded, l.Now()}, []any{got.State, got.Updated})

		// By whether they are installed.
		count := func(q instances.InstallFilter) (n int) {
			for s, err := range l.Instances.Solutions.List(ctx, dev, instances.SolutionQuery{Installed: q}) {
				require.NoError(t, err)
				n++
				if q == instances.SolutionsInstalled {
					assert.Equal(t, instances.SolutionInstalled, s.State)
				}
				if q == instances.SolutionsNotInstalled {
					assert.NotEqual(t, instances.SolutionInstalled, s.State)
				}
			}
			return n
		}
		assert.Equal(t, count(instances.SolutionsAll), count(instances.SolutionsInstalled)+count(instances.SolutionsNotInstalled))
		assert.Positive(t, count(instances.SolutionsInstalled))
		assert.Positive(t, count(instances.SolutionsNotInstalled))
		// A newer one is offered, and is no other application.
		all := count(instances.SolutionsAll)
		require.NoError(t, l.Backstage.Instances.PublishPackage(ctx, instances.NewPackage{UniqueName: voice, Version: "2.0.0.100"}))
		assert.Equal(t, all, count(instances.SolutionsAll))
		_, err = l.Instances.Solutions.Install(ctx, dev, voice)
		require.NoError(t, err, "100 is above 45")
		require.NoError(t, l.Backstage.Instances.PublishPackage(ctx, instances.NewPackage{UniqueName: "contoso_new", Version: "1.0", MinVersion: "9.2"}))
		assert.Equal(t, all+1, count(instances.SolutionsAll))
	})
}
