package instances_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestLag: an environment that was just made is found by who made it, and a database that
// is not to be seen yet has not come.
func TestLag(t *testing.T) {
	t.Parallel()
	for _, direct := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			m := admin.NewTest(t)
			s := m.Instances
			if !direct {
				s = m.HTTP().Instances
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			m.Drill(admin.ReplicaLag(20 * time.Second))
			bare, err := s.Environments.Create(ctx, instances.NewEnvironment{DisplayName: "bare", Type: instances.Sandbox, Location: "europe"})
			require.NoError(t, err)
			id := instances.EnvironmentID(bare.ResourceID)
			e, err := s.Environments.Get(ctx, id)
			require.NoError(t, err, "direct %v", direct)
			assert.Equal(t, id, e.ID)
			time.Sleep(time.Minute)
			added, err := s.Lifecycle.AddDatabase(ctx, id, instances.NewDatabase{})
			require.NoError(t, err)
			op, err := s.Operations.Get(ctx, added.ID)
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationRunning, op.State, "direct %v: %+v", direct, op)
			assert.Equal(t, added.ID, op.ID)
			op, err = instances.Wait(ctx, s.Operations, added.ID, admin365.WaitOptions{})
			require.NoError(t, err)
			e, err = s.Environments.Get(ctx, id)
			require.NoError(t, err)
			assert.NotNil(t, e.Dataverse, "direct %v: %+v", direct, op)
			again, err := s.Operations.Get(ctx, bare.ID)
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationSucceeded, again.State)
		})
	}
}
