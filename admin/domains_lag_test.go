package admin_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/subjects"
)

// TestForceDeleteUnderLag: a replica that has not heard of the domain yet is no word on
// its end, whoever asks it; nor is one that has not heard of the end.
func TestForceDeleteUnderLag(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		way := subjects.Way(t.Name()[len("TestForceDeleteUnderLag/"):])
		other := subjects.Client(t, m.Memory, way, admin365.Caller{})
		defer m.Drill(admin.ReplicaLag(5 * time.Second))()
		require.NoError(t, m.Backstage.AddDomain(ctx, "fabrikam.com", false))
		op, err := c.DomainDeletions.ForceDelete(ctx, "fabrikam.com", admin.DomainForceDelete{})
		require.NoError(t, err)
		is := func(want admin365.OperationState, why string) {
			t.Helper()
			for _, c := range []*admin.Client{c, other} {
				got, err := c.DomainDeletions.Get(ctx, op.ID)
				require.NoError(t, err)
				assert.Equal(t, want, got.State, why)
				assert.Equal(t, "fabrikam.com", got.ResourceID)
				assert.Equal(t, op.ID, got.ID)
			}
		}
		is(admin365.OperationRunning, "no replica has heard of the domain")
		m.Advance(10 * time.Second)
		is(admin365.OperationNotStarted, "they have")
		m.Advance(50 * time.Second)
		is(admin365.OperationRunning, "it is gone, and they have not heard of that")
		m.Advance(10 * time.Second)
		is(admin365.OperationSucceeded, "they have")
	})
}

// TestOperationOfYesterday: an id of an earlier version says nothing of its beginning,
// and is followed as it was.
func TestOperationOfYesterday(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Test, c *admin.Client) {
		op, err := c.DomainDeletions.Get(t.Context(), "microsoft-graph:/v1.0/domains/gone.com")
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationSucceeded, op.State)
		for _, id := range []admin365.OperationID{"microsoft-graph:/v1.0/domains/gone.com?begun=soon", "microsoft-graph:/v1.0/domains/gone.com?x=1"} {
			_, err = c.DomainDeletions.Get(t.Context(), id)
			require.ErrorIs(t, err, admin365.ErrInvalid, id)
		}
	})
}
