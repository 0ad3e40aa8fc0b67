package instances_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestFailuresOfCentral: what failed says so by its status, and leaves what it was done to
// as it was; it can be tried again, or what is left of it deleted.
func TestFailuresOfCentral(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	ctx, sandbox, made := t.Context(), instances.Central("Sandbox"), instances.Central("New")
	fail := func(op *admin365.Operation, err error) {
		t.Helper()
		require.NoError(t, err)
		require.NoError(t, l.stage.Fail(ctx, op.ID, "Out of order."))
		got, err := l.Operations.Get(ctx, op.ID)
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationFailed, got.State)
		require.ErrorContains(t, got.Err, "Out of order.")
	}
	finish := func(op *admin365.Operation, err error) {
		t.Helper()
		require.NoError(t, err)
		require.NoError(t, l.stage.Finish(ctx, op.ID))
	}
	remove := func(id instances.CentralEnvironmentID) (*admin365.Operation, error) {
		return l.Environments.Delete(ctx, id, instances.Expect{Name: id.Name, Type: instances.Sandbox})
	}
	fail(l.Environments.Create(ctx, made, instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"}))
	assert.Equal(t, instances.CentralCreatingFailed, l.status(t, made))
	assert.Empty(t, all(t, l.Apps.List(ctx, made)), "nothing was given to it")
	fail(remove(made))
	assert.Equal(t, instances.CentralRemovingFailed, l.status(t, made))
	op, err := remove(made)
	require.NoError(t, err)
	assert.Equal(t, []any{"delete", instances.CentralRemoving}, []any{op.Kind, l.status(t, made)}, "what never worked is not kept")
	finish(op, nil)
	_, err = l.Environments.Get(ctx, made)
	require.ErrorIs(t, err, admin365.ErrNotFound)

	fail(l.Environments.Copy(ctx, sandbox, instances.CentralCopy{Name: "New", Type: instances.Sandbox}))
	assert.Equal(t, []any{instances.CentralActive, instances.CentralCreatingFailed}, []any{l.status(t, sandbox), l.status(t, made)})
	finish(remove(made))
	fail(l.Backups.Restore(ctx, sandbox, instances.CentralRestore{Name: "New", Type: instances.Sandbox, PointInTime: l.world.Now()}))
	assert.Equal(t, []any{instances.CentralActive, instances.CentralCreatingFailed}, []any{l.status(t, sandbox), l.status(t, made)})
	finish(remove(made))

	fail(l.Environments.Rename(ctx, sandbox, "Playground"))
	assert.Equal(t, instances.CentralActive, l.status(t, sandbox), "it has its old name")
	_, err = l.Environments.Get(ctx, instances.Central("Playground"))
	require.ErrorIs(t, err, admin365.ErrNotFound)
	finish(l.Environments.Create(ctx, instances.Central("Playground"), instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"}))

	fail(remove(sandbox))
	assert.Equal(t, instances.CentralSoftDeletingFailed, l.status(t, sandbox))
	op, err = remove(sandbox)
	require.NoError(t, err)
	assert.Equal(t, "softDelete", op.Kind, "it worked once: it is kept for a while")
	finish(op, nil)
	deleted := l.deleted(t)
	fail(l.Environments.Recover(ctx, deleted.ID()))
	assert.Equal(t, instances.CentralRecoveringFailed, l.status(t, deleted.ID()))
	// Meanwhile somebody takes its name: it comes back under the one that it has.
	finish(l.Environments.Create(ctx, instances.Central("Box"), instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"}))
	finish(l.Environments.Rename(ctx, instances.Central("Box"), "SANDBOX"))
	finish(l.Environments.Recover(ctx, deleted.ID()))
	assert.Equal(t, instances.CentralActive, l.status(t, deleted.ID()))
	e, err := l.Environments.Get(ctx, deleted.ID())
	require.NoError(t, err)
	assert.Equal(t, []any{true, true, ""}, []any{e.Deleted.IsZero(), e.Gone.IsZero(), e.DeleteReason}, "it is deleted no more")
}

// deleted is the environment that is deleted.
func (l *centralLab) deleted(t *testing.T) *instances.CentralEnvironment {
	t.Helper()
	for e, err := range l.Environments.List(t.Context(), "") {
		require.NoError(t, err)
		if !e.Deleted.IsZero() {
			return e
		}
	}
	require.FailNow(t, "none is deleted")
	return nil
}

// TestDeletedName: a deleted environment is listed under its name and when that was, and
// has its own again when it is recovered.
func TestDeletedName(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		ctx, sandbox := t.Context(), instances.Central("Sandbox")
		op, err := l.Environments.Delete(ctx, sandbox, instances.Expect{Name: "Sandbox", Type: instances.Sandbox})
		require.NoError(t, err)
		require.NoError(t, l.stage.Finish(ctx, op.ID))
		deleted := l.deleted(t)
		assert.Equal(t, []any{"Sandbox-260105090000", instances.CentralSoftDeleted, "DeletedByAdministrator"}, []any{deleted.Name, deleted.Status, deleted.DeleteReason})
		for used, err := range l.Capacity.UsedByAll(ctx) {
			require.NoError(t, err)
			assert.NotEqual(t, deleted.Name, used.Name, "its storage is nobody's concern")
		}
		_, err = l.Environments.Create(ctx, sandbox, instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"})
		require.NoError(t, err, "the name is free")
		op, err = l.Environments.Recover(ctx, deleted.ID())
		require.NoError(t, err)
		require.NoError(t, l.stage.Finish(ctx, op.ID))
		assert.Equal(t, instances.CentralActive, l.status(t, deleted.ID()), "taken meanwhile")
	})
	l := newCentralLab(t)
	ctx := t.Context()
	op, err := l.Environments.Delete(ctx, instances.Central("Sandbox"), instances.Expect{Name: "Sandbox", Type: instances.Sandbox})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, op.ID))
	op, err = l.Environments.Recover(ctx, l.deleted(t).ID())
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, op.ID))
	e, err := l.Environments.Get(ctx, instances.Central("Sandbox"))
	require.NoError(t, err)
	assert.Equal(t, []any{"Sandbox", instances.CentralActive}, []any{e.Name, e.Status})
	for o, err := range l.Operations.List(ctx, instances.Central("Sandbox")) {
		require.NoError(t, err)
		assert.Contains(t, []string{"recover", "softDelete"}, o.Kind, "its history is its own")
	}
}

// TestRoomInCentral: what is deleted does not count against the number of environments, what
// is being made does; and with the storage used up there is no other one.
func TestRoomInCentral(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	ctx := t.Context()
	create := func(name string, of instances.EnvironmentType) error {
		op, err := l.Environments.Create(ctx, instances.Central(name), instances.NewCentralEnvironment{Type: of, CountryCode: "DK"})
		_ = op
		return err
	}
	used := int64(0)
	for u, err := range l.Capacity.UsedByAll(ctx) {
		require.NoError(t, err)
		used += u.DatabaseKilobytes
	}
	require.NoError(t, l.stage.SetQuotas(ctx, 3, 2, 1<<40))
	require.NoError(t, create("One", instances.Sandbox), "the second of two")
	err := create("Two", instances.Sandbox)
	require.ErrorContains(t, err, "maximumNumberOfEnvironmentsAllowedReached: The maximum number of Sandbox environments is reached.")
	err = two(l.Environments.Copy(ctx, instances.Central("Production"), instances.CentralCopy{Name: "Two", Type: instances.Sandbox}))
	require.ErrorContains(t, err, "maximumNumberOfEnvironmentsAllowedReached")
	err = two(l.Backups.Restore(ctx, instances.Central("Production"), instances.CentralRestore{Name: "Two", Type: instances.Sandbox, PointInTime: l.world.Now()}))
	require.ErrorContains(t, err, "PitRestoreFailed: The maximum number of Sandbox environments is reached.")
	require.NoError(t, create("Three", instances.Production), "the other type has room")
	require.ErrorIs(t, create("Four", instances.Production), admin365.ErrPrecondition)
	op, err := l.Environments.Delete(ctx, instances.Central("Sandbox"), instances.Expect{Name: "Sandbox", Type: instances.Sandbox})
	require.NoError(t, err)
	require.ErrorIs(t, create("Two", instances.Sandbox), admin365.ErrPrecondition, "it is not deleted yet")
	require.NoError(t, l.stage.Finish(ctx, op.ID))
	require.NoError(t, create("Two", instances.Sandbox))

	// To the last kilobyte of what there is by default, by licenses and besides.
	l = newCentralLab(t)
	q, err := l.Capacity.Quotas(ctx)
	require.NoError(t, err)
	assert.Equal(t, []any{3, 9, q.Storage.Default + q.Storage.UserLicenses + q.Storage.AdditionalCapacity}, []any{q.Environments.Production, q.Environments.Sandbox, q.Storage.Total})
	require.NoError(t, l.stage.SetStorage(ctx, instances.Central("Sandbox"), q.Storage.Total-used+2_097_152))
	require.ErrorContains(t, create("Full", instances.Sandbox), "maximumStorageCapacityUsageReached")
	require.NoError(t, l.stage.SetStorage(ctx, instances.Central("Sandbox"), q.Storage.Total-used+2_097_152-1))
	require.NoError(t, create("Full", instances.Sandbox), "a kilobyte is left")
	require.NoError(t, l.stage.SetStorage(ctx, instances.Central("Production"), -1))
	u, err := l.Capacity.Used(ctx, instances.Central("Production"))
	require.NoError(t, err)
	assert.Equal(t, int64(-1), u.DatabaseKilobytes, "it could not be computed")

	// A tenant that bought nothing more has one production and three sandboxes, and 80 GB.
	m := newTest(t).Memory
	other, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	q, err = other.Instances.Central.Capacity.Quotas(ctx)
	require.NoError(t, err)
	assert.Equal(t, []any{1, 3, int64(80 << 20), int64(80 << 20)}, []any{q.Environments.Production, q.Environments.Sandbox, q.Storage.Default, q.Storage.Total})
}

// TestStatusesWithoutOperation: a status that the service shows, whatever runs behind it,
// allows what it allows; one that nobody knows is not Active.
func TestStatusesWithoutOperation(t *testing.T) {
	t.Parallel()
	for status, codes := range map[instances.CentralStatus]string{
		// Of the use, the window, an update, and the deletion.
		instances.CentralUpgrading:    "EnvironmentNotActive - EntityValidationFailed invalidStatusCannotDeleteTenant",
		instances.CentralPreparing:    "EnvironmentNotActive EnvironmentNotActive EnvironmentNotActive invalidStatusCannotDeleteTenant",
		instances.CentralSoftDeleting: "EnvironmentNotActive EnvironmentNotActive EnvironmentNotActive tenantDeletionInProgress",
		instances.CentralRemoving:     "EnvironmentNotActive EnvironmentNotActive EnvironmentNotActive tenantDeletionInProgress",
		"Frozen":                      "EnvironmentNotActive EnvironmentNotActive EnvironmentNotActive invalidStatusCannotDeleteTenant",
	} {
		l := newCentralLab(t)
		ctx, id := t.Context(), instances.Central("Sandbox")
		require.NoError(t, l.stage.SetStatus(ctx, id, status))
		var got []string
		for _, err := range []error{
			l.Access.SetMicrosoft365(ctx, id, true),
			two(l.Settings.SetWindow(ctx, id, instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"})),
			two(l.Updates.Select(ctx, id, instances.Target{Version: "27.4"}, instances.Schedule{})),
			two(l.Environments.Delete(ctx, id, instances.Expect{Name: "Sandbox", Type: instances.Sandbox})),
		} {
			code := "-"
			if e, ok := err.(*admin365.Error); ok { //nolint:errorlint // It is what the methods return.
				code = e.Code
			}
			got = append(got, code)
		}
		assert.Equal(t, codes, strings.Join(got, " "), string(status))
	}
}

// TestWindowAfterTheLastDay: a date in the last days whose window would only open after the
// bound is refused; the window that is open will do.
func TestWindowAfterTheLastDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		start, end string
		at         time.Time
		want       time.Time
	}{
		{"00:00", "06:00", utcOf(time.August, 31, 0, 0), utcOf(time.August, 31, 0, 0)},
		{"00:00", "06:00", utcOf(time.August, 31, 0, 1), utcOf(time.August, 31, 0, 0)},
		{"00:00", "06:00", utcOf(time.August, 31, 12, 0), time.Time{}},
		{"00:30", "07:00", utcOf(time.August, 31, 12, 0), time.Time{}},
		{"23:59", "07:00", utcOf(time.August, 31, 12, 0), utcOf(time.August, 31, 23, 59)},
	} {
		l := newCentralLab(t)
		id := instances.Central("Production")
		_, err := l.Settings.SetWindow(t.Context(), id, instances.Window{Start: c.start, End: c.end, TimeZone: "UTC"})
		require.NoError(t, err)
		u, err := l.Updates.Reschedule(t.Context(), id, instances.Target{Version: "27.2"}, instances.Schedule{At: c.at})
		if c.want.IsZero() {
			require.ErrorContains(t, err, "after the latest selectable date", "%+v", c)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, c.want, u.At, "%+v", c)
	}
}
