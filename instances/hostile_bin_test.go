package instances_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestRecoveredStaysDisabled: the bin is no way to enable what the service has disabled.
func TestRecoveredStaysDisabled(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev := l.byDomain("contoso-dev")
	require.NoError(t, l.Backstage.Instances.SetDisabled(ctx, dev.ID, true))
	l.done(l.Instances.Lifecycle.Delete(ctx, dev.ID, dev.Expect()))
	l.done(l.Instances.Lifecycle.Recover(ctx, dev.ID))
	assert.Equal(t, instances.RuntimeDisabled, l.get(dev.ID).Runtime)
	require.ErrorIs(t, func() error { _, err := l.Instances.AdminMode.Leave(ctx, dev.ID); return err }(), admin365.ErrPrecondition)
}

// TestFailedDeletionLeavesFailure: what becomes of the deletion of an environment whose
// database failed, it has none for that.
func TestFailedDeletionLeavesFailure(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	l.done(l.Instances.Environments.Create(ctx, instances.NewEnvironment{DisplayName: "bare", Type: instances.Sandbox, Location: "europe"}))
	e, err := instances.FindByName(ctx, l.Instances.Environments, "bare")
	require.NoError(t, err)
	op, err := l.Instances.Lifecycle.AddDatabase(ctx, e.ID, instances.NewDatabase{})
	require.NoError(t, err)
	require.NoError(t, l.Backstage.Instances.Fail(ctx, op.ID, ""))
	assert.Equal(t, instances.ProvisioningFailed, l.get(e.ID).Provisioning)
	followed := op.ID
	op, err = l.Instances.Lifecycle.Delete(ctx, e.ID, e.Expect())
	require.NoError(t, err)
	require.NoError(t, l.Backstage.Instances.Fail(ctx, op.ID, ""))
	assert.Equal(t, instances.ProvisioningFailed, l.get(e.ID).Provisioning)
	l.done(l.Instances.Lifecycle.Delete(ctx, e.ID, e.Expect()))
	l.done(l.Instances.Lifecycle.Recover(ctx, e.ID))
	assert.Equal(t, instances.ProvisioningFailed, l.get(e.ID).Provisioning)
	assert.Equal(t, admin365.OperationFailed, l.operation(followed).State)
}

// TestDisabledMeanwhile: a copy enables nothing that the service disables while it runs.
func TestDisabledMeanwhile(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev, uat := l.byDomain("contoso-dev"), l.byDomain("contoso-uat")
	op, err := l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: dev.ID, Type: instances.FullCopy})
	require.NoError(t, err)
	require.NoError(t, l.Backstage.Instances.SetDisabled(ctx, uat.ID, true))
	l.done(op, nil)
	assert.Equal(t, instances.RuntimeDisabled, l.get(uat.ID).Runtime)
}
