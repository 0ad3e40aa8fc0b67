package admin_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestDrillsOfOtherAPIs: a drill plays in the words of the API whose operation it
// hinders, and what a direct call returns a client on the wire recognizes.
func TestDrillsOfOtherAPIs(t *testing.T) {
	t.Parallel()
	production := instances.Central("Production")
	calls := map[string]func(context.Context, *admin.Client, *instances.Environment) error{
		"instances.Resets.Reset": func(ctx context.Context, c *admin.Client, e *instances.Environment) error {
			_, err := c.Instances.Resets.Reset(ctx, e.ID, e.Expect(), instances.EnvironmentReset{})
			return err
		},
		"instances.Lifecycle.Delete": func(ctx context.Context, c *admin.Client, e *instances.Environment) error {
			_, err := c.Instances.Lifecycle.Delete(ctx, e.ID, e.Expect())
			return err
		},
		"instances.CentralEnvironments.Rename": func(ctx context.Context, c *admin.Client, _ *instances.Environment) error {
			_, err := c.Instances.Central.Environments.Rename(ctx, production, "Other")
			return err
		},
		"instances.FinOpsUpdates.Apply": func(ctx context.Context, c *admin.Client, e *instances.Environment) error {
			_, err := c.Instances.FinOps.Updates.Apply(ctx, e.ID, "10.0.46.2")
			return err
		},
	}
	cases := []struct {
		name, op string
		drill    func(op string) admin.Drill
		kind     error
		status   int
		code     string
	}{
		{"busy", "instances.Resets.Reset", func(op string) admin.Drill { return admin.Busy(op, 0) }, admin365.ErrBusy, 409, "OperationNotStartable"},
		{"busy without a word", "instances.Lifecycle.Delete", func(op string) admin.Drill { return admin.Busy(op, 0) }, admin365.ErrBusy, 409, ""},
		{"busy Business Central", "instances.CentralEnvironments.Rename", func(op string) admin.Drill { return admin.Busy(op, 0) }, admin365.ErrBusy, 400, "EnvironmentNotActive"},
		{"busy, by a prefix", "instances.FinOpsUpdates.Apply", func(string) admin.Drill { return admin.Busy("instances.*", 0) }, admin365.ErrBusy, 409, ""},
		{"throttled", "instances.CentralEnvironments.Rename", func(op string) admin.Drill { return admin.Throttle(op, 0, time.Millisecond) }, admin365.ErrThrottled, 429, "TooManyRequests"},
		{"unavailable", "instances.CentralEnvironments.Rename", func(op string) admin.Drill { return admin.Unavailable(op, 0, time.Millisecond) }, admin365.ErrUnavailable, 503, "Unknown"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
				uat, err := instances.FindByDomain(t.Context(), c.Instances.Environments, "contoso-uat")
				require.NoError(t, err)
				before := m.Snapshot()
				defer m.Drill(tc.drill(tc.op))()
				err = calls[tc.op](t.Context(), c, uat)
				require.ErrorIs(t, err, tc.kind)
				e, _ := errors.AsType[*admin365.Error](err)
				assert.Equal(t, tc.status, e.Status)
				if tc.code != "" || tc.name == "busy without a word" {
					assert.Equal(t, tc.code, e.Code)
				}
				assert.Equal(t, tc.op, e.Op)
				assert.Empty(t, m.Changes(before))
				if tc.name == "busy, by a prefix" {
					// No operation stands in the way of who reads.
					_, err = c.Instances.Environments.Get(t.Context(), uat.ID)
					require.NoError(t, err)
				}
			})
		})
	}
	m := admin.NewTest(t)
	assert.Panics(t, func() { m.Memory.Drill(admin.Busy("instances.Environments.Get", 1)) }, "it can never play")
}
