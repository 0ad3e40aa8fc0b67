package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestHowLongTheyTake: each kind of operation takes its time, to the moment, is NotStarted
// for five seconds, and says when to ask again. Ours, but for what the clients' sources say
// of the headers.
func TestHowLongTheyTake(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		takes, ask time.Duration
		begin      func(l lab) (*admin365.Operation, error)
	}{
		"create": {4 * time.Minute, 5 * time.Second, func(l lab) (*admin365.Operation, error) {
			return l.Instances.Environments.Create(l.t.Context(), sandbox("New", ""))
		}},
		"edit": {30 * time.Second, 5 * time.Second, func(l lab) (*admin365.Operation, error) {
			return l.Instances.Environments.Update(l.t.Context(), l.byDomain("contoso-dev").ID, instances.EnvironmentPatch{DisplayName: new("x")})
		}},
		"convert": {5 * time.Minute, 10 * time.Second, func(l lab) (*admin365.Operation, error) {
			e := l.byDomain("contoso-dev")
			return l.Instances.Lifecycle.Convert(l.t.Context(), e.ID, e.Expect(), instances.Production)
		}},
		"reset": {40 * time.Minute, 10 * time.Second, func(l lab) (*admin365.Operation, error) {
			e := l.byDomain("contoso-dev")
			return l.Instances.Resets.Reset(l.t.Context(), e.ID, e.Expect(), instances.EnvironmentReset{})
		}},
		"delete": {10 * time.Minute, 30 * time.Second, func(l lab) (*admin365.Operation, error) {
			e := l.byDomain("contoso-dev")
			return l.Instances.Lifecycle.Delete(l.t.Context(), e.ID, e.Expect())
		}},
		"manage": {time.Minute, 5 * time.Second, func(l lab) (*admin365.Operation, error) {
			return l.Instances.Lifecycle.SetManaged(l.t.Context(), l.byDomain("contoso-dev").ID, true)
		}},
		// An hour, and ten minutes for each GB: 1 GB of data, a half of files and of logs.
		"copy": {time.Hour + 20*time.Minute, 10 * time.Second, func(l lab) (*admin365.Operation, error) {
			source, target := l.sized(1024, 512, 512), l.byDomain("contoso-uat")
			return l.Instances.Copies.Copy(l.t.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: source, Type: instances.FullCopy, IncludeAuditData: true})
		}},
		"restore": {time.Hour + 15*time.Minute, 10 * time.Second, func(l lab) (*admin365.Operation, error) {
			source, target := l.sized(1024, 512, 512), l.byDomain("contoso-uat")
			return l.Instances.Backups.Restore(l.t.Context(), target.ID, target.Expect(), instances.Restoration{Source: source, Point: l.Now()})
		}},
		"the largest copy": {24 * time.Hour, 10 * time.Second, func(l lab) (*admin365.Operation, error) {
			source, target := l.sized(1024, 1<<20, 0), l.byDomain("contoso-uat")
			return l.Instances.Copies.Copy(l.t.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: source, Type: instances.FullCopy})
		}},
	} {
		still(t, func(t *testing.T) {
			l := newLab(t)
			op, err := c.begin(l)
			require.NoError(t, err, name)
			assert.Equal(t, []any{admin365.OperationNotStarted, c.ask}, []any{op.State, op.RetryAfter}, name)
			l.Advance(5*time.Second - 1)
			assert.Equal(t, admin365.OperationNotStarted, l.operation(op.ID).State, name)
			l.Advance(1)
			assert.Equal(t, []any{admin365.OperationRunning, 10 * time.Second}, []any{l.operation(op.ID).State, l.operation(op.ID).RetryAfter}, name)
			l.Advance(c.takes - 5*time.Second - 1)
			assert.Equal(t, admin365.OperationRunning, l.operation(op.ID).State, name)
			l.Advance(1)
			got := l.operation(op.ID)
			assert.Equal(t, []any{admin365.OperationSucceeded, time.Duration(0), l.Now()}, []any{got.State, got.RetryAfter, got.Updated}, name)
		})
	}
}

// sized is a sandbox that stores so much, in MB.
func (l lab) sized(data, files, logs float64) instances.EnvironmentID {
	l.t.Helper()
	id := l.add(instances.Sandbox)
	for kind, mb := range map[instances.CapacityType]float64{instances.DatabaseCapacity: data, instances.FileCapacity: files, instances.LogCapacity: logs} {
		require.NoError(l.t, l.Backstage.Instances.SetUsed(l.t.Context(), id, kind, mb))
	}
	l.Advance(time.Minute)
	return id
}

// stored is what an environment stores, in MB.
func (l lab) stored(id instances.EnvironmentID) (mb []float64) {
	l.t.Helper()
	used, err := l.Instances.Capacity.Environment(l.t.Context(), id)
	require.NoError(l.t, err)
	for _, u := range used {
		mb = append(mb, u.Actual)
	}
	return mb
}

// TestWhatACopyBrings: a full copy brings the data, and what was audited only if asked; a
// minimal one customizations and users, and no business data.
func TestWhatACopyBrings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		copy instances.EnvironmentCopy
		from []float64
		want []float64
	}{
		{instances.EnvironmentCopy{Type: instances.FullCopy}, []float64{5000, 4000, 300}, []float64{5000, 4000, 0}},
		{instances.EnvironmentCopy{Type: instances.FullCopy, IncludeAuditData: true}, []float64{5000, 4000, 300}, []float64{5000, 4000, 300}},
		{instances.EnvironmentCopy{Type: instances.MinimalCopy, IncludeAuditData: true}, []float64{5000, 4000, 300}, []float64{900, 900, 0}},
		{instances.EnvironmentCopy{Type: instances.MinimalCopy}, []float64{700, 100, 300}, []float64{700, 100, 0}},
	} {
		l := newLab(t)
		c.copy.Source = l.sized(c.from[0], c.from[1], c.from[2])
		target := l.byDomain("contoso-uat")
		l.done(l.Instances.Copies.Copy(t.Context(), target.ID, target.Expect(), c.copy))
		assert.Equal(t, c.want, l.stored(target.ID), "%+v", c)
		assert.Equal(t, c.from, l.stored(c.copy.Source), "the source is as it was")
	}
	for audited, logs := range map[bool]float64{false: 0, true: 300} {
		l := newLab(t)
		source, target := l.sized(5000, 4000, 300), l.byDomain("contoso-uat")
		l.done(l.Instances.Backups.Restore(t.Context(), target.ID, target.Expect(), instances.Restoration{Source: source, Point: l.Now(), IncludeAuditData: audited}))
		assert.Equal(t, []float64{5000, 4000, logs}, l.stored(target.ID), "audited: %v", audited)
	}
	l := newLab(t)
	id := l.sized(5000, 4000, 300)
	l.done(l.Instances.Resets.Reset(t.Context(), id, l.get(id).Expect(), instances.EnvironmentReset{}))
	after := l.stored(id)
	assert.Less(t, after[0], 1024.0, "it is like a new one")
	assert.Zero(t, after[2])
}

// TestBackupsByTheClock: the service's own are of two o'clock of each day that is kept, and
// those that somebody made go when their time is over: four weeks of a production with
// applications of Dynamics 365, else one.
func TestBackupsByTheClock(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newLab(t)
		ctx := t.Context()
		list := func(id instances.EnvironmentID) (all []*instances.Backup) {
			for b, err := range l.Instances.Backups.List(ctx, id) {
				require.NoError(t, err)
				all = append(all, b)
			}
			return all
		}
		for domain, days := range map[string]int{"contoso": 28, "contoso-dev": 7} {
			e := l.byDomain(domain)
			assert.Equal(t, []any{time.Duration(days) * day, l.Now().Add(-time.Duration(days) * day)}, []any{e.Retention, e.BackupsFrom}, domain)
			backups := list(e.ID)
			require.Len(t, backups, days, domain)
			for i, b := range backups {
				at := time.Date(2026, time.January, 5-i, 2, 0, 0, 0, time.UTC)
				assert.Equal(t, []any{at, at.Add(time.Duration(days) * day), true, "SYSTEM", "SYSTEM", "NotSpecified"}, []any{b.Point, b.Expires, b.System, b.CreatedBy.ID, b.CreatedBy.DisplayName, b.CreatedBy.Type})
			}
		}
		dev := l.byDomain("contoso-dev").ID
		b, err := l.Instances.Backups.Create(ctx, dev, instances.NewBackup{Label: "mine"})
		require.NoError(t, err)
		mine := func() (found bool) {
			for _, o := range list(dev) {
				found = found || o.ID == b.ID
			}
			return found
		}
		l.Advance(12*time.Minute - 1)
		assert.False(t, mine(), "it is being made")
		l.Advance(1)
		assert.True(t, mine())
		l.Advance(b.Expires.Sub(l.Now()) - 1)
		assert.True(t, mine(), "to the last moment")
		l.Advance(1)
		assert.False(t, mine(), "a week is over")

		// What is kept can be gone back to, to the hour, and not further.
		uat := l.byDomain("contoso-uat")
		from := l.get(dev).BackupsFrom
		for at, is := range map[time.Time]error{from: nil, from.Add(-time.Second): admin365.ErrPrecondition, l.Now(): nil, l.Now().Add(time.Second): admin365.ErrPrecondition} {
			before := l.Snapshot()
			_, err := l.Instances.Backups.Restore(ctx, uat.ID, uat.Expect(), instances.Restoration{Source: dev, Point: at})
			require.ErrorIs(t, err, is, "%v", at)
			require.NoError(t, l.Restore(before))
		}
	})
	still(t, func(t *testing.T) {
		// At two o'clock there is another one, and the oldest is gone.
		l := newLab(t)
		dev := l.byDomain("contoso-dev").ID
		points := func() (first, last time.Time) {
			for b, err := range l.Instances.Backups.List(t.Context(), dev) {
				require.NoError(t, err)
				if first.IsZero() {
					first = b.Point
				}
				last = b.Point
			}
			return first, last
		}
		l.Advance(utcOf(time.January, 6, 2, 0).Sub(l.Now()) - 1)
		first, last := points()
		assert.Equal(t, []time.Time{utcOf(time.January, 5, 2, 0), time.Date(2025, time.December, 30, 2, 0, 0, 0, time.UTC)}, []time.Time{first, last})
		l.Advance(1)
		first, last = points()
		assert.Equal(t, []time.Time{utcOf(time.January, 6, 2, 0), time.Date(2025, time.December, 31, 2, 0, 0, 0, time.UTC)}, []time.Time{first, last})
	})
}

// TestBinByTheClock: a deleted environment is in the bin for a week, a production with
// applications of Dynamics 365 for four; its address is nobody's for another day.
func TestBinByTheClock(t *testing.T) {
	t.Parallel()
	for domain, days := range map[string]int{"contoso": 28, "contoso-dev": 7} {
		still(t, func(t *testing.T) {
			l := newLab(t)
			ctx := t.Context()
			e := l.byDomain(domain)
			l.done(l.Instances.Lifecycle.Delete(ctx, e.ID, e.Expect()))
			l.Advance(time.Duration(days)*day - 1)
			before := l.Snapshot()
			_, err := l.Instances.Lifecycle.Recover(ctx, e.ID)
			require.NoError(t, err, "to the last moment")
			require.NoError(t, l.Restore(before))
			require.ErrorIs(t, l.Instances.Environments.CheckDomain(ctx, domain, "europe"), admin365.ErrConflict, "it may come back")
			l.Advance(1)
			_, err = l.Instances.Lifecycle.Recover(ctx, e.ID)
			require.ErrorIs(t, err, admin365.ErrNotFound)
			l.Advance(day - 1)
			require.ErrorIs(t, l.Instances.Environments.CheckDomain(ctx, domain, "europe"), admin365.ErrConflict, "reserved for a day")
			l.Advance(1)
			require.NoError(t, l.Instances.Environments.CheckDomain(ctx, domain, "europe"))
		})
	}
}
