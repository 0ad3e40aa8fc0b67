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
