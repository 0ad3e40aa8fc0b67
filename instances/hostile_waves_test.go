package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/instances"
)

// TestCopiedWaveEnds: a release wave that is on its way is copied along, and ends there
// too.
func TestCopiedWaveEnds(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev, uat := l.byDomain("contoso-dev"), l.byDomain("contoso-uat")
	op, err := l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: dev.ID, Type: instances.FullCopy})
	require.NoError(t, err)
	require.NoError(t, l.Instances.Waves.Enable(ctx, dev.ID, nextWave))
	require.NoError(t, l.Backstage.Instances.Finish(ctx, op.ID))
	assert.Equal(t, instances.WaveUpgrading, l.wave(uat.ID, nextWave).Upgrade)
	l.Advance(2 * time.Hour)
	assert.Equal(t, instances.WaveOn, l.wave(dev.ID, nextWave).Upgrade)
	assert.Equal(t, instances.WaveOn, l.wave(uat.ID, nextWave).Upgrade, "stuck")
}
