package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/subjects"
)

// centralWays are Contoso in memory, and reached over its emulator.
func centralWays(t *testing.T) map[string]struct {
	m *admin.Memory
	s *instances.Service
} {
	t.Helper()
	list := map[string]struct {
		m *admin.Memory
		s *instances.Service
	}{}
	for name, way := range map[string]subjects.Way{"memory": subjects.Memory, "http": subjects.InProcess} {
		m := newTest(t).Memory
		list[name] = struct {
			m *admin.Memory
			s *instances.Service
		}{m, subjects.Client(t, m, way, admin365.Caller{}).Instances}
	}
	return list
}

func all[T any](t *testing.T, list func(func(*T, error) bool)) (items []*T) {
	t.Helper()
	for item, err := range list {
		require.NoError(t, err)
		items = append(items, item)
	}
	return items
}

// TestCentralBothWays walks through what an administrator does, in memory and over HTTP,
// and has both end alike.
func TestCentralBothWays(t *testing.T) {
	t.Parallel()
	for name, w := range centralWays(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, c, m := t.Context(), w.s.Central, w.m
			id := instances.Central("Production")
			assert.Len(t, all(t, c.Environments.List(ctx, "")), 3)
			assert.Len(t, all(t, c.Environments.List(ctx, "businesscentral")), 3)
			e, err := c.Environments.Get(ctx, instances.CentralEnvironmentID{Family: "businesscentral", Name: "production"})
			require.NoError(t, err)
			assert.Equal(t, "Production", e.Name)
			assert.Equal(t, instances.BusinessCentral, e.Family)

			op, err := c.Environments.Create(ctx, instances.Central("Test1"), instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"})
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationNotStarted, op.State)
			assert.Equal(t, "BusinessCentral/Test1", op.ResourceID)
			m.Advance(time.Minute)
			op, err = c.Operations.Get(ctx, op.ID)
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationRunning, op.State)
			m.Advance(time.Hour)
			op, err = instances.Wait(ctx, c.Operations, op.ID, admin365.WaitOptions{})
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationSucceeded, op.State)

			op, err = c.Environments.Rename(ctx, instances.Central("Test1"), "Test2")
			require.NoError(t, err)
			m.Advance(time.Hour)
			op, err = c.Operations.Get(ctx, op.ID)
			require.NoError(t, err)
			assert.Equal(t, "BusinessCentral/Test2", op.ResourceID)

			_, err = c.Environments.Delete(ctx, instances.Central("Test2"), instances.Expect{Name: "Test2", Type: instances.Production})
			require.ErrorIs(t, err, admin365.ErrPrecondition)
			_, err = c.Environments.Delete(ctx, instances.Central("Test2"), instances.Expect{Name: "Test2", Type: instances.Sandbox})
			require.NoError(t, err)
			m.Advance(time.Hour)
			var bin string
			for _, e := range all(t, c.Environments.List(ctx, "")) {
				if e.Status == instances.CentralSoftDeleted {
					bin = e.Name
					assert.Equal(t, e.Deleted.Add(14*24*time.Hour), e.Gone)
				}
			}
			require.NotEmpty(t, bin)
			_, err = c.Environments.Recover(ctx, instances.Central(bin))
			require.NoError(t, err)
			m.Advance(time.Hour)
			_, err = c.Environments.Get(ctx, instances.Central("Test2"))
			require.NoError(t, err)

			w0, err := c.Settings.Window(ctx, instances.Central("Sandbox"))
			require.NoError(t, err)
			assert.Nil(t, w0)
			w1, err := c.Settings.SetWindow(ctx, id, instances.Window{Start: "22:00", End: "07:30", TimeZone: "Romance Standard Time"})
			require.NoError(t, err)
			assert.Equal(t, "22:00", w1.Start)
			g, err := c.Access.SecurityGroup(ctx, id)
			require.NoError(t, err)
			assert.Nil(t, g)
			require.NoError(t, c.Access.SetMicrosoft365(ctx, id, true))
			on, err := c.Access.Microsoft365(ctx, id)
			require.NoError(t, err)
			assert.True(t, on)
			require.NoError(t, c.Settings.SetTelemetryKey(ctx, id, admin365.NewSecret("InstrumentationKey=1")))
			e, err = c.Environments.Get(ctx, id)
			require.NoError(t, err)
			assert.Equal(t, "InstrumentationKey=1", e.TelemetryKey.Reveal())

			u, err := c.Updates.Reschedule(ctx, id, instances.Target{Version: "27.2"}, instances.Schedule{At: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)})
			require.NoError(t, err)
			assert.Equal(t, time.Date(2026, 2, 1, 21, 0, 0, 0, time.UTC), u.At)
			assert.Equal(t, instances.UpdateScheduled, u.Status)
			_, err = instances.RunNow(ctx, c.Updates, id, u.Target(), m.Now())
			require.NoError(t, err)
			var running *instances.CentralOperation
			for _, o := range all(t, c.Operations.List(ctx, id)) {
				if o.State == admin365.OperationRunning {
					running = o
				}
			}
			require.NotNil(t, running)
			_, err = c.Updates.Reschedule(ctx, id, u.Target(), instances.Schedule{At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)})
			require.ErrorIs(t, err, admin365.ErrBusy)
			_, err = c.Operations.Cancel(ctx, running.ID)
			require.NoError(t, err)

			apps := all(t, c.Apps.Available(ctx, id))
			require.Len(t, apps, 2)
			reports := apps[1]
			require.Len(t, reports.Requirements, 1)
			_, err = c.Apps.Update(ctx, id, reports.ID, instances.CentralAppChange{Version: reports.Version})
			require.ErrorIs(t, err, admin365.ErrPrecondition)
			var refused *admin365.Error
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, []admin365.Detail{{Code: "Update", Target: string(reports.Requirements[0].ID), Message: "Contoso Core 3.0.0.0"}}, refused.Details)
			op, err = c.Apps.Update(ctx, id, reports.ID, instances.CentralAppChange{Version: reports.Version, InWindow: true, InstallNeeded: true})
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationNotStarted, op.State)
			op, err = c.Operations.Cancel(ctx, op.ID)
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationCanceled, op.State)

			r, err := c.Recipients.Add(ctx, instances.NewCentralRecipient{Email: "a@contoso.com", Name: "A"})
			require.NoError(t, err)
			assert.Len(t, all(t, c.Recipients.List(ctx)), 2)
			require.NoError(t, c.Recipients.Remove(ctx, r.ID))
			require.ErrorIs(t, c.Recipients.Remove(ctx, r.ID), admin365.ErrNotFound)
			a, err := c.AuthorizedApps.Add(ctx, "11111111-2222-4333-8444-555555555555")
			require.NoError(t, err)
			assert.Equal(t, []*instances.CentralAuthorizedApp{a}, all(t, c.AuthorizedApps.List(ctx)))
			versions, err := c.Catalogue.Versions(ctx, "", "DK", instances.RingProduction)
			require.NoError(t, err)
			assert.NotEmpty(t, versions)
			assert.NotEmpty(t, all(t, c.Catalogue.Families(ctx)))
			assert.NotEmpty(t, all(t, c.Catalogue.TimeZones(ctx)))
			_, err = c.Environments.Get(ctx, instances.Central("Nobody"))
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, "EnvironmentNotFound", refused.Code)
			assert.Equal(t, []admin365.Detail{{Target: "BusinessCentral/Nobody", Message: refused.Message}}, refused.Details)
		})
	}
}

// TestFinOpsBothWays applies a version, in memory and over HTTP.
func TestFinOpsBothWays(t *testing.T) {
	t.Parallel()
	for name, w := range centralWays(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, f, m := t.Context(), w.s.FinOps, w.m
			var id instances.EnvironmentID
			for _, p := range all(t, instances.Calendar(ctx, w.s)) {
				if p.Product == instances.ProductFinOps && p.Type == instances.Sandbox {
					id = p.Environment
				}
			}
			require.NotEmpty(t, id)
			updates := all(t, f.Updates.List(ctx, id))
			require.Len(t, updates, 1)
			assert.Equal(t, instances.UpdateGeneral, updates[0].Type)
			op, err := f.Updates.Apply(ctx, id, updates[0].Version)
			require.NoError(t, err)
			assert.Equal(t, time.Minute, op.RetryAfter)
			_, err = f.Updates.Apply(ctx, id, updates[0].Version)
			require.ErrorIs(t, err, admin365.ErrBusy)
			m.Advance(4 * time.Hour)
			op, err = instances.Wait(ctx, f.Updates, op.ID, admin365.WaitOptions{})
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationSucceeded, op.State)
			op, err = f.Updates.Apply(ctx, id, updates[0].Version)
			require.NoError(t, err)
			assert.True(t, op.Done())
			assert.Empty(t, op.ID)
			require.NoError(t, m.Backstage.Instances.FinOps.Release(ctx, "10.0.46.9"))
			op, err = f.Updates.Apply(ctx, id, "10.0.46.9")
			require.NoError(t, err)
			require.NoError(t, m.Backstage.Instances.FinOps.Fail(ctx, op.ID, "The database is locked."))
			op, err = f.Updates.Get(ctx, op.ID)
			require.NoError(t, err)
			require.ErrorContains(t, op.Err, "locked")
			assert.Len(t, all(t, f.Settings.Failures(ctx, id, 0)), 1)
			maintenance, err := f.Settings.SetMaintenance(ctx, id, instances.FinOpsMaintenancePatch{Days: []instances.Weekday{"sunday", "Friday"}})
			require.NoError(t, err)
			assert.Equal(t, []instances.Weekday{"Sunday", "Friday"}, maintenance.Days)
			_, err = f.Settings.Properties(ctx, "00000000-0000-4000-8000-000000000000")
			require.ErrorIs(t, err, admin365.ErrNotFound)
			_, err = f.Updates.Schedule(ctx, id, "10.0.46.9", instances.Schedule{})
			require.ErrorIs(t, err, admin365.ErrUnsupported)
		})
	}
}

// TestCalendar: each instance has a line, with who decides, and why where nobody can move
// it.
func TestCalendar(t *testing.T) {
	t.Parallel()
	for name, w := range centralWays(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			movable := 0
			for _, p := range all(t, instances.Calendar(t.Context(), w.s)) {
				assert.NotEmpty(t, p.Name)
				assert.NotEmpty(t, p.Decides)
				assert.NotEmpty(t, p.Page, p.Name)
				if p.Movable {
					movable++
					assert.NotNil(t, p.Next)
					assert.False(t, p.Last.IsZero())
				} else {
					assert.NotEmpty(t, p.Why, "%s %s", p.Product, p.Name)
				}
			}
			assert.Equal(t, 2, movable, "the two productions of Business Central")
		})
	}
}
