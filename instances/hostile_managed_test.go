package instances_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestEndOfManagedLosesBackups: the end of a Managed Environment deletes backups, and a
// guard is told so.
func TestEndOfManagedLosesBackups(t *testing.T) {
	t.Parallel()
	var effects []admin365.Effect
	m := admin.NewTestWith(t, admin.MemoryConfig{Guard: func(_ context.Context, w admin365.Write) error {
		if w.Op == "instances.Lifecycle.SetManaged" {
			effects = append(effects, w.Effect)
		}
		return nil
	}})
	l, ctx := lab{m.Memory, t}, t.Context()
	l.done(l.Instances.Environments.Create(ctx, instances.NewEnvironment{
		DisplayName: "Plain", Type: instances.Production, Location: "europe", Dataverse: &instances.NewDatabase{DomainName: "plain365"},
	}))
	e := l.byDomain("plain365")
	l.done(l.Instances.Lifecycle.SetManaged(ctx, e.ID, true))
	l.done(l.Instances.Backups.SetRetention(ctx, e.ID, 28*24*time.Hour))
	b, err := l.Instances.Backups.Create(ctx, e.ID, instances.NewBackup{Label: "kept"})
	require.NoError(t, err)
	l.Advance(14 * 24 * time.Hour)
	has := func() (found bool) {
		for x, err := range l.Instances.Backups.List(ctx, e.ID) {
			require.NoError(t, err)
			found = found || x.ID == b.ID
		}
		return found
	}
	require.True(t, has())
	l.done(m.HTTP().Instances.Lifecycle.SetManaged(ctx, e.ID, false))
	assert.False(t, has())
	l.done(m.HTTP().Instances.Lifecycle.SetManaged(ctx, e.ID, true))
	l.done(l.Instances.Lifecycle.SetManaged(ctx, e.ID, false))
	assert.Equal(t, []admin365.Effect{
		admin365.EffectReversible, admin365.EffectLosesData, admin365.EffectReversible, admin365.EffectLosesData,
	}, effects)
}
