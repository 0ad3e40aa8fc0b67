package instances_test

import (
	"bytes"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestNoCapacityWithoutNumber: what is no number of MB is refused, and a tenant can always
// be saved.
func TestNoCapacityWithoutNumber(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	uat := l.byDomain("contoso-uat")
	for _, n := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		require.ErrorIs(t, l.Backstage.Instances.SetCapacity(ctx, instances.DatabaseCapacity, n), admin365.ErrInvalid, "%v", n)
		require.ErrorIs(t, l.Backstage.Instances.SetUsed(ctx, uat.ID, instances.DatabaseCapacity, n), admin365.ErrInvalid, "%v", n)
	}
	require.NoError(t, l.Save(&bytes.Buffer{}))
	require.NoError(t, l.Backstage.Instances.SetUsed(ctx, uat.ID, instances.FileCapacity, math.MaxFloat64))
	dev := l.byDomain("contoso-dev")
	op, err := l.Instances.Copies.Copy(ctx, dev.ID, dev.Expect(), instances.EnvironmentCopy{Source: l.byDomain("contoso-uat").ID, Type: instances.FullCopy})
	if err == nil {
		l.Advance(time.Hour)
		assert.Equal(t, admin365.OperationRunning, l.operation(op.ID).State, "it takes long, and no negative time")
	}
	l.Advance(25 * time.Hour)
	require.NoError(t, l.Save(&bytes.Buffer{}))
}
