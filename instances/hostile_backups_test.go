package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestLongerRetentionBringsNothingBack: what was not kept is not there because more is
// kept from now on.
func TestLongerRetentionBringsNothingBack(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	t.Run("converted", func(t *testing.T) {
		ctx := t.Context()
		uat := l.byDomain("contoso-uat")
		first := uat.BackupsFrom
		l.done(l.Instances.Lifecycle.Convert(ctx, uat.ID, uat.Expect(), instances.Production))
		after := l.get(uat.ID)
		assert.Equal(t, 28*24*time.Hour, after.Retention)
		assert.False(t, after.BackupsFrom.Before(first), "%v, before %v", after.BackupsFrom, first)
		dev := l.byDomain("contoso-dev")
		_, err := l.Instances.Backups.Restore(ctx, dev.ID, dev.Expect(), instances.Restoration{Source: uat.ID, Point: l.Now().Add(-20 * 24 * time.Hour)})
		require.ErrorIs(t, err, admin365.ErrPrecondition)
	})
	t.Run("chosen", func(t *testing.T) {
		ctx := t.Context()
		l.done(l.Instances.Environments.Create(ctx, instances.NewEnvironment{
			DisplayName: "Plain", Type: instances.Production, Location: "europe", Dataverse: &instances.NewDatabase{DomainName: "plain365"},
		}))
		e := l.byDomain("plain365")
		l.done(l.Instances.Lifecycle.SetManaged(ctx, e.ID, true))
		l.Advance(60 * 24 * time.Hour)
		first := l.get(e.ID).BackupsFrom
		l.done(l.Instances.Backups.SetRetention(ctx, e.ID, 28*24*time.Hour))
		assert.False(t, l.get(e.ID).BackupsFrom.Before(first))
		l.Advance(60 * 24 * time.Hour)
		l.done(l.Instances.Backups.SetRetention(ctx, e.ID, 7*24*time.Hour))
		first = l.get(e.ID).BackupsFrom
		l.done(l.Instances.Backups.SetRetention(ctx, e.ID, 28*24*time.Hour))
		assert.False(t, l.get(e.ID).BackupsFrom.Before(first))
	})
}

// TestNothingExpiredIsListed: a backup is in the list for as long as it says.
func TestNothingExpiredIsListed(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	uat := l.byDomain("contoso-uat")
	for range 48 {
		l.Advance(31 * time.Minute)
		for b, err := range l.Instances.Backups.List(t.Context(), uat.ID) {
			require.NoError(t, err)
			assert.True(t, b.Expires.After(l.Now()), "%v expired at %v", b.Expires, l.Now())
		}
	}
}
