package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestFinOpsIsAnOperationToo: an update of Finance and Operations and an operation on the
// environment exclude each other.
func TestFinOpsIsAnOperationToo(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	uat, dev := l.byDomain("contoso-uat"), l.byDomain("contoso-dev")
	apply := func() (*admin365.Operation, error) { return l.Instances.FinOps.Updates.Apply(ctx, uat.ID, "10.0.46.2") }
	tries := map[string]func() (*admin365.Operation, error){
		"copy onto it": func() (*admin365.Operation, error) {
			return l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: dev.ID, Type: instances.FullCopy})
		},
		"reset": func() (*admin365.Operation, error) {
			return l.Instances.Resets.Reset(ctx, uat.ID, uat.Expect(), instances.EnvironmentReset{})
		},
		"delete": func() (*admin365.Operation, error) {
			return l.Instances.Lifecycle.Delete(ctx, uat.ID, uat.Expect())
		},
		"manage": func() (*admin365.Operation, error) { return l.Instances.Lifecycle.SetManaged(ctx, uat.ID, false) },
	}
	begun := l.Snapshot()
	op, err := apply()
	require.NoError(t, err)
	for name, try := range tries {
		_, err := try()
		require.ErrorIs(t, err, admin365.ErrBusy, name)
	}
	check, err := l.Instances.Lifecycle.CheckDelete(ctx, uat.ID)
	require.NoError(t, err)
	assert.False(t, check.Can)
	assert.Equal(t, instances.ManagementRunning, l.get(uat.ID).Management)
	require.NoError(t, l.Backstage.Instances.FinOps.Finish(ctx, op.ID))
	assert.Equal(t, instances.ManagementReady, l.get(uat.ID).Management)
	for name, try := range tries {
		require.NoError(t, l.Restore(begun))
		_, err := try()
		require.NoError(t, err, name)
		_, err = apply()
		require.ErrorIs(t, err, admin365.ErrBusy, name)
	}
	l.Advance(24 * time.Hour)
}
