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

// TestCentralLostAnswers: a call whose answer is lost is done once. What can be sent again
// is, and comes to the same end; of what cannot be nobody says that it failed.
func TestCentralLostAnswers(t *testing.T) {
	t.Parallel()
	id, target := instances.Central("Production"), instances.Target{Version: "27.2"}
	for _, c := range []struct {
		op   string
		call func(t *testing.T, c *instances.CentralService, m *admin.Memory) error
		want error
		// kind is what the environment's history has once more.
		kind instances.OperationKind
	}{
		{"CentralUpdates.Select", func(t *testing.T, c *instances.CentralService, m *admin.Memory) error {
			_, err := c.Updates.Select(t.Context(), id, target, instances.Schedule{At: m.Now().Add(72 * time.Hour)})
			return err
		}, nil, ""},
		{"CentralUpdates.Reschedule", func(t *testing.T, c *instances.CentralService, m *admin.Memory) error {
			_, err := c.Updates.Reschedule(t.Context(), id, target, instances.Schedule{At: m.Now().Add(72 * time.Hour)})
			return err
		}, nil, ""},
		{"CentralSettings.SetWindow", func(t *testing.T, c *instances.CentralService, _ *admin.Memory) error {
			_, err := c.Settings.SetWindow(t.Context(), id, instances.Window{Start: "20:00", End: "04:00", TimeZone: "UTC"})
			return err
		}, nil, ""},
		{"CentralEnvironments.Create", func(t *testing.T, c *instances.CentralService, _ *admin.Memory) error {
			_, err := c.Environments.Create(t.Context(), instances.Central("New"), instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"})
			return err
		}, admin365.ErrUncertain, ""},
		{"CentralEnvironments.Copy", func(t *testing.T, c *instances.CentralService, _ *admin.Memory) error {
			_, err := c.Environments.Copy(t.Context(), id, instances.CentralCopy{Name: "New", Type: instances.Sandbox})
			return err
		}, admin365.ErrUncertain, instances.CentralKindCopy},
		{"CentralEnvironments.Rename", func(t *testing.T, c *instances.CentralService, _ *admin.Memory) error {
			_, err := c.Environments.Rename(t.Context(), id, "New")
			return err
		}, admin365.ErrUncertain, instances.CentralKindRename},
		{"CentralEnvironments.Delete", func(t *testing.T, c *instances.CentralService, _ *admin.Memory) error {
			_, err := c.Environments.Delete(t.Context(), id, instances.Expect{Name: "Production", Type: instances.Production})
			return err
		}, admin365.ErrUncertain, instances.CentralKindSoftDelete},
		{"CentralOperations.Cancel", func(t *testing.T, c *instances.CentralService, m *admin.Memory) error {
			op, err := m.Backstage.Instances.Central.StartUpdate(t.Context(), id)
			require.NoError(t, err)
			_, err = c.Operations.Cancel(t.Context(), op.ID)
			return err
		}, nil, instances.CentralKindUpdate},
		{"CentralAuthorizedApps.Add", func(t *testing.T, c *instances.CentralService, _ *admin.Memory) error {
			_, err := c.AuthorizedApps.Add(t.Context(), "11111111-1111-4111-8111-111111111111")
			return err
		}, nil, ""},
	} {
		t.Run(c.op, func(t *testing.T) {
			t.Parallel()
			m := admin.NewMemory(admin.MemoryConfig{})
			client, err := admin.NewEmulator(m, admin.EmulatorConfig{}).Client(admin365.Caller{})
			require.NoError(t, err)
			m.Drill(admin.LostAnswer("instances."+c.op, 1))
			err = c.call(t, client.Instances.Central, m)
			require.ErrorIs(t, err, c.want)
			n := 0
			for _, o := range all(t, m.Instances.Central.Operations.List(t.Context(), id)) {
				if o.Kind == string(c.kind) {
					n++
				}
			}
			if c.kind != "" {
				assert.Equal(t, 1, n)
			}
		})
	}
}

// TestCentralGuard: the guard is asked before each change, with what it costs, and what it
// refuses is not done.
func TestCentralGuard(t *testing.T) {
	t.Parallel()
	var effects []admin365.Effect
	refused := &admin365.Error{Kind: admin365.ErrForbidden, Message: "not on Fridays"}
	m := admin.NewMemory(admin.MemoryConfig{Guard: func(_ context.Context, w admin365.Write) error {
		effects = append(effects, w.Effect)
		return refused
	}})
	before, id, c := m.Snapshot(), instances.Central("Production"), m.Instances.Central
	app := all(t, c.Apps.List(t.Context(), id))[0].ID
	for _, call := range []func() error{
		func() error {
			_, err := c.Environments.Delete(t.Context(), id, instances.Expect{Name: "Production", Type: instances.Production})
			return err
		},
		func() error {
			_, err := c.Apps.Uninstall(t.Context(), id, app, instances.CentralAppRemoval{DeleteData: true})
			return err
		},
		func() error {
			_, err := c.Apps.Uninstall(t.Context(), id, app, instances.CentralAppRemoval{})
			return err
		},
		func() error { return c.Settings.SetTelemetryKey(t.Context(), id, admin365.NewSecret("k")) },
		func() error { return c.Access.ClearSecurityGroup(t.Context(), id) },
		func() error {
			_, err := m.Instances.FinOps.Updates.Apply(t.Context(), "x", "10.0.46.2")
			return err
		},
	} {
		require.ErrorIs(t, call(), admin365.ErrForbidden)
	}
	assert.Equal(t, []admin365.Effect{
		admin365.EffectLosesData, admin365.EffectLosesData, admin365.EffectRevokesAccess, admin365.EffectRevokesAccess,
		admin365.EffectReversible, admin365.EffectRevokesAccess,
	}, effects)
	assert.Empty(t, m.Changes(before))
}
