package instances_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// bothWays runs a test on the tenant in memory and on the HTTP client of the same.
func bothWays(t *testing.T, cfg admin.MemoryConfig, test func(t *testing.T, m *admin.Test, c *admin.Client)) {
	t.Helper()
	for _, way := range []string{"memory", "HTTP"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			m := admin.NewTestWith(t, cfg)
			c := m.Client
			if way == "HTTP" {
				c = m.HTTP()
			}
			test(t, m, c)
		})
	}
}

// TestDetailsNamesItself: what is no id is refused by the method that was called.
func TestDetailsNamesItself(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, _ *admin.Test, c *admin.Client) {
		for _, id := range []admin365.OperationID{"", "x", "business-application-platform:/providers/x"} {
			_, err := c.Instances.Operations.Details(t.Context(), id)
			require.ErrorIs(t, err, admin365.ErrInvalid)
			e, _ := errors.AsType[*admin365.Error](err)
			assert.Equal(t, "instances.Operations.Details", e.Op, "%q", id)
			_, err = c.Instances.Operations.Get(t.Context(), id)
			e, _ = errors.AsType[*admin365.Error](err)
			assert.Equal(t, "instances.Operations.Get", e.Op, "%q", id)
		}
	})
}

// TestGuardSeesWhatWasAddressed: the requests for release waves know an environment by its
// organization; a guard is shown the environment that the caller named.
func TestGuardSeesWhatWasAddressed(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[string][]admin365.Write{}
	cfg := func(t *testing.T) admin.MemoryConfig {
		return admin.MemoryConfig{Guard: func(_ context.Context, w admin365.Write) error {
			mu.Lock()
			defer mu.Unlock()
			seen[t.Name()] = append(seen[t.Name()], w)
			return errors.New("no")
		}}
	}
	for _, way := range []string{"memory", "HTTP"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			m := admin.NewTestWith(t, cfg(t))
			c := m.Client
			if way == "HTTP" {
				c = m.HTTP()
			}
			dev, err := instances.FindByDomain(t.Context(), c.Instances.Environments, "contoso-dev")
			require.NoError(t, err)
			err = c.Instances.Waves.Enable(t.Context(), dev.ID, nextWave)
			require.ErrorIs(t, err, admin365.ErrForbidden)
			_, err = c.Instances.Solutions.Install(t.Context(), dev.ID, voice)
			require.ErrorIs(t, err, admin365.ErrForbidden)
			mu.Lock()
			defer mu.Unlock()
			assert.Equal(t, []admin365.Write{
				{Op: "instances.Waves.Enable", Effect: admin365.EffectIrrevocable, Target: string(dev.ID) + "/" + nextWave, TenantID: admin.ContosoTenantID},
				// No request takes an application away again.
				{Op: "instances.Solutions.Install", Effect: admin365.EffectIrrevocable, Target: string(dev.ID) + "/" + voice, TenantID: admin.ContosoTenantID},
			}, seen[t.Name()])
		})
	}
}
