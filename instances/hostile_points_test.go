package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/instances"
)

// TestPointsHoldWhatWasThen: the points of before a restoration hold what the environment
// held then, and not what was restored to it.
func TestPointsHoldWhatWasThen(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	b := l.Backstage.Instances
	source, target := l.byDomain("contoso-dev"), l.byDomain("contoso-uat")
	used := func() float64 {
		t.Helper()
		list, err := l.Instances.Capacity.Environment(ctx, target.ID)
		require.NoError(t, err)
		for _, c := range list {
			if c.Type == instances.DatabaseCapacity {
				return c.Actual
			}
		}
		return 0
	}
	require.NoError(t, b.SetCapacity(ctx, instances.DatabaseCapacity, 1e6))
	require.NoError(t, b.SetUsed(ctx, source.ID, instances.DatabaseCapacity, 5000))
	require.NoError(t, b.SetUsed(ctx, target.ID, instances.DatabaseCapacity, 1111))
	restore := func(from instances.EnvironmentID, point time.Time) {
		t.Helper()
		l.done(l.Instances.Backups.Restore(ctx, target.ID, target.Expect(), instances.Restoration{Source: from, Point: point})) //nolint:contextcheck // It has the context of its own test.
	}
	l.Advance(24 * time.Hour)
	first := l.Now().Add(-time.Hour)
	restore(source.ID, first)
	require.InDelta(t, 5000, used(), 1)
	l.Advance(24 * time.Hour)
	second := l.Now().Add(-time.Hour)
	require.NoError(t, b.SetUsed(ctx, target.ID, instances.DatabaseCapacity, 2222))
	restore(target.ID, first)
	assert.InDelta(t, 1111, used(), 1, "what it held before the first restoration")
	restore(target.ID, second)
	assert.InDelta(t, 2222, used(), 1, "what it held between the two")
	made, err := b.AddSystemBackup(ctx, target.ID, first.Add(time.Minute))
	require.NoError(t, err)
	restore(target.ID, made.Point)
	assert.InDelta(t, 1111, used(), 1)
	// Onto a copy nothing of before can be restored, and a reset leaves no point either.
	l.done(l.Instances.Copies.Copy(ctx, target.ID, target.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy}))
	l.Advance(time.Hour)
	restore(target.ID, l.Now().Add(-time.Minute))
	assert.InDelta(t, 5000, used(), 1)
}
