package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestFailNext: the next operation of the kind fails by itself before its time, and the one
// after it does not.
func TestFailNext(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx, b := t.Context(), l.Backstage.Instances
	dev := l.byDomain("contoso-dev")
	require.NoError(t, b.FailNext(ctx, instances.KindEdit, "prepare"))
	edit := func() *admin365.Operation {
		t.Helper()
		op, err := l.Instances.Environments.Update(ctx, dev.ID, instances.EnvironmentPatch{DisplayName: new("Renamed")})
		require.NoError(t, err)
		assert.False(t, l.operation(op.ID).Done()) //nolint:contextcheck // It has the context of its own test.
		l.Advance(time.Minute)
		return l.operation(op.ID) //nolint:contextcheck // It has the context of its own test.
	}
	failed := edit()
	assert.Equal(t, admin365.OperationFailed, failed.State)
	require.ErrorContains(t, failed.Err, "Prepare")
	assert.Equal(t, dev.DisplayName, l.get(dev.ID).DisplayName)
	assert.Equal(t, admin365.OperationSucceeded, edit().State)

	require.NoError(t, b.FailNext(ctx, instances.KindInstall, "no room"))
	op, err := l.Instances.Solutions.Install(ctx, dev.ID, voice)
	require.NoError(t, err)
	l.Advance(6 * time.Minute)
	assert.Equal(t, admin365.OperationFailed, l.operation(op.ID).State)
	assert.Equal(t, "no room", l.solution(dev.ID, voice).LastError.Message)
	l.done(l.Instances.Solutions.Install(ctx, dev.ID, voice))
	assert.Equal(t, instances.SolutionInstalled, l.solution(dev.ID, voice).State)

	require.NoError(t, b.FailNext(ctx, instances.KindBackup, ""))
	_, err = l.Instances.Backups.Create(ctx, dev.ID, instances.NewBackup{Label: "x"})
	require.NoError(t, err)
	require.NoError(t, b.FinishAll(ctx))
	for made, err := range l.Instances.Backups.List(ctx, dev.ID) {
		require.NoError(t, err)
		assert.True(t, made.System, "it failed")
	}
	require.ErrorIs(t, b.FailNext(ctx, instances.KindCopy, "Soon"), admin365.ErrInvalid)
	require.ErrorIs(t, b.FailNext(ctx, "Dance", ""), admin365.ErrInvalid)
}
