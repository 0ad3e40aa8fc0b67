package instances_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

const (
	day  = 24 * time.Hour
	week = 7 * day
)

// codes are the code and the status of a refusal.
func codes(err error) []any {
	e, _ := errors.AsType[*admin365.Error](err)
	if e == nil {
		return nil
	}
	return []any{e.Code, e.Status, e.Op, e.Target}
}

// used is what an environment stores of database.
func (l lab) used(id instances.EnvironmentID, mb float64) {
	l.t.Helper()
	require.NoError(l.t, l.Backstage.Instances.SetUsed(l.t.Context(), id, instances.DatabaseCapacity, mb))
}

// TestCopy follows a copy from production onto a sandbox.
func TestCopy(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	production, uat := l.byDomain("contoso"), l.byDomain("contoso-uat")
	require.NoError(t, l.Backstage.Instances.SetVersion(ctx, production.ID, "9.2.1.1"))
	op, err := l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{
		Source: production.ID, Type: instances.FullCopy, DisplayName: "UAT of January", SecurityGroupID: "204162d5-59db-40c2-9788-2cda6b063f2b",
	})
	require.NoError(t, err)
	assert.Equal(t, &admin365.Operation{ID: op.ID, Kind: "Copy", State: admin365.OperationNotStarted, ResourceID: string(uat.ID), RetryAfter: 10 * time.Second}, op)
	for _, id := range []instances.EnvironmentID{production.ID, uat.ID} {
		e := l.get(id)
		assert.Equal(t, instances.ManagementRunning, e.Management)
		assert.Equal(t, op.ID, e.Running.ID)
		_, err = l.Instances.AdminMode.Leave(ctx, id)
		require.ErrorIs(t, err, admin365.ErrBusy)
		assert.Equal(t, []any{"OperationNotStartable", 409, "instances.AdminMode.Leave", string(id)}, codes(err))
	}
	assert.Equal(t, []any{instances.RuntimeAdminMode, instances.BackgroundDisabled, "Contoso UAT"},
		[]any{l.get(uat.ID).Runtime, l.get(uat.ID).Dataverse.BackgroundOperations, l.get(uat.ID).DisplayName}, "the target is closed from the beginning")
	assert.Equal(t, instances.RuntimeEnabled, l.get(production.ID).Runtime)
	l.Advance(3*time.Hour - time.Minute)
	assert.Equal(t, admin365.OperationRunning, l.operation(op.ID).State, "an hour, and ten minutes for each of 15 GB")
	l.Advance(time.Hour)
	assert.Equal(t, admin365.OperationSucceeded, l.operation(op.ID).State)
	after := l.get(uat.ID)
	assert.Equal(t, []any{"UAT of January", instances.Sandbox, instances.RuntimeAdminMode, instances.BackgroundDisabled, "contoso-uat", "9.2.1.1", admin365.GroupID("204162d5-59db-40c2-9788-2cda6b063f2b"), uat.Dataverse.OrganizationID},
		[]any{after.DisplayName, after.Type, after.Runtime, after.Dataverse.BackgroundOperations, after.Dataverse.DomainName, after.Dataverse.Version, after.Dataverse.SecurityGroupID, after.Dataverse.OrganizationID})
	assert.Nil(t, l.get(production.ID).Running)
	op, err = l.Instances.AdminMode.Leave(ctx, uat.ID)
	l.done(op, err)
	assert.Equal(t, []any{instances.RuntimeEnabled, instances.BackgroundEnabled}, []any{l.get(uat.ID).Runtime, l.get(uat.ID).Dataverse.BackgroundOperations})
}

// TestCopyRefused: what does not go together.
func TestCopyRefused(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	production, uat, dev := l.byDomain("contoso"), l.byDomain("contoso-uat"), l.byDomain("contoso-dev")
	bare, err := l.Backstage.Instances.AddEnvironment(ctx, instances.NewEnvironment{DisplayName: "Bare", Type: instances.Sandbox, Location: "europe"})
	require.NoError(t, err)
	asia, err := l.Backstage.Instances.AddEnvironment(ctx, instances.NewEnvironment{DisplayName: "Asia", Type: instances.Sandbox, Location: "asia", Dataverse: &instances.NewDatabase{}})
	require.NoError(t, err)
	disabled := l.get(l.add(instances.Sandbox))
	require.NoError(t, l.Backstage.Instances.SetDisabled(ctx, disabled.ID, true))
	const request = "InvalidLifecycleOperationRequest"
	for _, c := range []struct {
		name           string
		target, source *instances.Environment
		is             error
		code           string
	}{
		{"itself", uat, uat, admin365.ErrInvalid, request},
		{"onto a production", production, uat, admin365.ErrPrecondition, request},
		{"a managed one onto another", dev, production, admin365.ErrPrecondition, request},
		{"from nothing", uat, bare, admin365.ErrPrecondition, request},
		{"onto nothing", bare, uat, admin365.ErrPrecondition, request},
		{"from afar", uat, asia, admin365.ErrPrecondition, request},
		{"from a disabled one", uat, disabled, admin365.ErrPrecondition, request},
		{"from nowhere", uat, &instances.Environment{ID: "deadbeef-0000-4000-8000-000000000001"}, admin365.ErrNotFound, "EnvironmentNotFound"},
	} {
		before := l.Snapshot()
		_, err := l.Instances.Copies.Copy(ctx, c.target.ID, c.target.Expect(), instances.EnvironmentCopy{Source: c.source.ID, Type: instances.FullCopy})
		require.ErrorIs(t, err, c.is, c.name)
		assert.Equal(t, c.code, codes(err)[0], c.name)
		assert.Empty(t, l.Changes(before), c.name)
	}
	_, err = l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: dev.ID, Type: "Half"})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Type: instances.FullCopy})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: dev.ID, Type: instances.FullCopy, SecurityGroupID: "x"})
	require.ErrorIs(t, err, admin365.ErrInvalid)

	var targets []string
	for c, err := range l.Instances.Copies.Targets(ctx, production.ID) {
		require.NoError(t, err)
		targets = append(targets, c.DisplayName+" "+c.URL)
	}
	assert.Equal(t, []string{"Contoso UAT https://contoso-uat.crm4.dynamics.com/"}, targets)
}

// TestExpect: a wrong id, a wrong name, a wrong type or no word at all changes nothing.
func TestExpect(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	uat, dev := l.byDomain("contoso-uat"), l.byDomain("contoso-dev")
	calls := map[string]func(instances.Expect) error{
		"Copy": func(x instances.Expect) error {
			_, err := l.Instances.Copies.Copy(ctx, uat.ID, x, instances.EnvironmentCopy{Source: dev.ID, Type: instances.FullCopy})
			return err
		},
		"Restore": func(x instances.Expect) error {
			_, err := l.Instances.Backups.Restore(ctx, uat.ID, x, instances.Restoration{Source: uat.ID, Point: l.Now().Add(-day)})
			return err
		},
		"Reset": func(x instances.Expect) error {
			_, err := l.Instances.Resets.Reset(ctx, uat.ID, x, instances.EnvironmentReset{})
			return err
		},
		"Delete": func(x instances.Expect) error {
			_, err := l.Instances.Lifecycle.Delete(ctx, uat.ID, x)
			return err
		},
		"Convert": func(x instances.Expect) error {
			_, err := l.Instances.Lifecycle.Convert(ctx, uat.ID, x, instances.Production)
			return err
		},
	}
	for name, call := range calls {
		before := l.Snapshot()
		for _, x := range []instances.Expect{{}, {Name: "Contoso UAT"}, {Type: instances.Sandbox}} {
			require.ErrorIs(t, call(x), admin365.ErrInvalid, name)
		}
		for _, x := range []instances.Expect{{"Contoso Dev", instances.Sandbox}, {"Contoso UAT", instances.Production}, {"contoso uat", instances.Sandbox}} {
			err := call(x)
			require.ErrorIs(t, err, admin365.ErrPrecondition, name)
			assert.Contains(t, err.Error(), `"Contoso UAT" of type Sandbox`)
		}
		assert.Empty(t, l.Changes(before), name)
		require.NoError(t, call(uat.Expect()), name)
		require.NoError(t, l.Restore(before))
	}
}

// TestBackups makes, lists, restores and deletes backups.
func TestBackups(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	uat, dev := l.byDomain("contoso-uat"), l.byDomain("contoso-dev")
	list := func(id instances.EnvironmentID) (labels []string, all []*instances.Backup) {
		for b, err := range l.Instances.Backups.List(ctx, id) {
			require.NoError(t, err)
			all = append(all, b)
			if b.System {
				labels = append(labels, b.Point.Format(time.DateTime))
			} else {
				labels = append(labels, b.Label)
			}
		}
		return labels, all
	}
	system, _ := list(dev.ID)
	assert.Equal(t, []string{
		"2026-01-05 02:00:00", "2026-01-04 02:00:00", "2026-01-03 02:00:00", "2026-01-02 02:00:00", "2026-01-01 02:00:00", "2025-12-31 02:00:00", "2025-12-30 02:00:00",
	}, system)
	b, err := l.Instances.Backups.Create(ctx, dev.ID, instances.NewBackup{Label: "before the release"})
	require.NoError(t, err)
	assert.Equal(t, []any{"before the release", week, false, "admin@contoso.com"}, []any{b.Label, b.Expires.Sub(b.Point), b.System, b.CreatedBy.UserPrincipalName})
	assert.Equal(t, instances.KindBackup, l.get(dev.ID).Running.Kind)
	labels, _ := list(dev.ID)
	assert.Equal(t, system, labels, "it is not there yet")
	_, err = l.Instances.Backups.Create(ctx, dev.ID, instances.NewBackup{Label: "again"})
	require.ErrorIs(t, err, admin365.ErrBusy)
	_, err = l.Instances.Backups.Create(ctx, dev.ID, instances.NewBackup{Label: " "})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	l.Advance(12 * time.Minute)
	labels, all := list(dev.ID)
	assert.Equal(t, append([]string{"before the release"}, system...), labels)
	assert.Equal(t, b, all[0])

	// What was backed up comes back: to itself, and to another one.
	before := l.get(dev.ID)
	require.NoError(t, l.Backstage.Instances.SetVersion(ctx, dev.ID, "9.3.0.0"))
	restore := func(target instances.EnvironmentID, x instances.Expect, at time.Time) (*admin365.Operation, error) {
		return l.Instances.Backups.Restore(ctx, target, x, instances.Restoration{Source: dev.ID, Point: at, DisplayName: "Restored"})
	}
	op, err := restore(dev.ID, dev.Expect(), b.Point)
	l.done(op, err)
	after := l.get(dev.ID)
	assert.Equal(t, []any{"Restored", before.Dataverse.Version, instances.RuntimeAdminMode, instances.BackgroundDisabled},
		[]any{after.DisplayName, after.Dataverse.Version, after.Runtime, after.Dataverse.BackgroundOperations})
	op, err = restore(uat.ID, uat.Expect(), l.Now().Add(-3*day))
	l.done(op, err)
	_, err = restore(dev.ID, after.Expect(), l.Now().Add(-8*day))
	require.ErrorIs(t, err, admin365.ErrPrecondition)
	assert.Equal(t, "InvalidRestorePoint", codes(err)[0])
	_, err = restore(dev.ID, after.Expect(), l.Now().Add(time.Minute))
	require.ErrorIs(t, err, admin365.ErrPrecondition)
	_, err = restore(dev.ID, after.Expect(), time.Time{})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = l.Instances.Backups.Restore(ctx, dev.ID, after.Expect(), instances.Restoration{Point: b.Point})
	require.ErrorIs(t, err, admin365.ErrInvalid)

	require.ErrorIs(t, l.Instances.Backups.Delete(ctx, dev.ID, all[1].ID), admin365.ErrPrecondition)
	require.ErrorIs(t, l.Instances.Backups.Delete(ctx, uat.ID, b.ID), admin365.ErrNotFound)
	require.NoError(t, l.Instances.Backups.Delete(ctx, dev.ID, b.ID))
	require.ErrorIs(t, l.Instances.Backups.Delete(ctx, dev.ID, b.ID), admin365.ErrNotFound)

	extra, err := l.Backstage.Instances.AddSystemBackup(ctx, dev.ID, l.Now().Add(-5*day-time.Hour))
	require.NoError(t, err)
	assert.True(t, extra.System)
	require.ErrorIs(t, l.Instances.Backups.Delete(ctx, dev.ID, extra.ID), admin365.ErrPrecondition)
	_, err = l.Backstage.Instances.AddSystemBackup(ctx, dev.ID, l.Now().Add(-8*day))
	require.ErrorIs(t, err, admin365.ErrPrecondition)
	labels, _ = list(dev.ID)
	assert.Len(t, labels, 8)
	l.Advance(2 * day)
	labels, _ = list(dev.ID)
	assert.Len(t, labels, 7, "its time is over")

	// One that fails leaves nothing.
	_, err = l.Instances.Backups.Create(ctx, dev.ID, instances.NewBackup{Label: "lost"})
	require.NoError(t, err)
	require.NoError(t, l.Backstage.Instances.Fail(ctx, l.get(dev.ID).Running.ID, "Prepare"))
	labels, _ = list(dev.ID)
	assert.NotContains(t, labels, "lost")
	var targets []string
	for c, err := range l.Instances.Backups.Targets(ctx, l.byDomain("org4c1e2a90").ID) {
		require.NoError(t, err)
		targets = append(targets, c.DisplayName)
	}
	assert.Equal(t, []string{"Restored", "Restored", "Megan Bowen's Environment"}, targets)
}

// TestRetention: how long backups are kept, and who has the choice.
func TestRetention(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	production, uat := l.byDomain("contoso"), l.byDomain("contoso-uat")
	assert.Equal(t, []time.Duration{28 * day, week}, []time.Duration{production.Retention, uat.Retention})
	id := l.add(instances.Production)
	set := func(id instances.EnvironmentID, keep time.Duration) (*admin365.Operation, error) {
		return l.Instances.Backups.SetRetention(ctx, id, keep)
	}
	_, err := set(id, 14*day)
	require.ErrorIs(t, err, admin365.ErrPrecondition, "it is no managed one")
	op, err := l.Instances.Lifecycle.SetManaged(ctx, id, true)
	l.done(op, err)
	for _, keep := range []time.Duration{0, -week, time.Hour, 8 * day, 35 * day} {
		_, err = set(id, keep)
		require.ErrorIs(t, err, admin365.ErrInvalid, keep.String())
	}
	for _, keep := range []time.Duration{14 * day, 21 * day, 28 * day} {
		op, err = set(id, keep)
		l.done(op, err)
		assert.Equal(t, keep, l.get(id).Retention)
	}
	_, err = set(uat.ID, 14*day)
	require.ErrorIs(t, err, admin365.ErrPrecondition, "a sandbox")
	_, err = set(production.ID, 14*day)
	require.ErrorIs(t, err, admin365.ErrPrecondition, "applications of Dynamics 365")

	old, err := l.Instances.Backups.Create(ctx, id, instances.NewBackup{Label: "old"})
	require.NoError(t, err)
	assert.Equal(t, 28*day, old.Expires.Sub(old.Point))
	l.Advance(20 * day)
	_, err = l.Instances.Backups.Create(ctx, id, instances.NewBackup{Label: "young"})
	require.NoError(t, err)
	l.Advance(time.Hour)
	manual := func() (labels []string) {
		for b, err := range l.Instances.Backups.List(ctx, id) {
			require.NoError(t, err)
			if !b.System {
				labels = append(labels, b.Label)
			}
		}
		return labels
	}
	assert.Equal(t, []string{"young", "old"}, manual())
	op, err = l.Instances.Lifecycle.Convert(ctx, id, l.get(id).Expect(), instances.Sandbox)
	l.done(op, err)
	assert.Equal(t, []any{week, []string{"young"}}, []any{l.get(id).Retention, manual()}, "to become a sandbox cuts it to seven days")
	op, err = l.Instances.Lifecycle.Convert(ctx, id, l.get(id).Expect(), instances.Production)
	l.done(op, err)
	assert.False(t, l.get(id).BackupsFrom.Before(l.Now().Add(-week-time.Hour)), "and what is gone does not come back")
	l.Advance(6 * day)
	assert.Equal(t, []string{"young"}, manual())
	l.Advance(day)
	assert.Empty(t, manual())
}

// TestCapacity: another database needs 1 GB.
func TestCapacity(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	production, uat, dev := l.byDomain("contoso"), l.byDomain("contoso-uat"), l.byDomain("contoso-dev")
	set := func(mb float64) {
		require.NoError(t, l.Backstage.Instances.SetCapacity(ctx, instances.DatabaseCapacity, mb))
	}
	used := 6144.0 + 2048 + 1280 // The developer's counts nothing.
	set(used + 1023)
	refused := func(err error, verb string) {
		t.Helper()
		require.ErrorIs(t, err, instances.ErrNoCapacity)
		require.ErrorIs(t, err, admin365.ErrPrecondition)
		assert.Equal(t, []any{"InsufficientCapacity_StorageDriven", 409}, codes(err)[:2])
		assert.Contains(t, err.Error(), "can't be "+verb+" because")
	}
	_, err := l.Instances.Environments.Create(ctx, sandbox("One", "one"))
	refused(err, "created")
	require.NoError(t, l.Instances.Environments.CheckDomain(ctx, "one", "europe"))
	_, err = l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: dev.ID, Type: instances.MinimalCopy})
	refused(err, "copied")
	_, err = l.Instances.Backups.Restore(ctx, uat.ID, uat.Expect(), instances.Restoration{Source: uat.ID, Point: l.Now().Add(-day)})
	refused(err, "restored")
	op, err := l.Instances.Environments.Create(ctx, instances.NewEnvironment{DisplayName: "Bare", Type: instances.Production, Location: "europe"})
	l.done(op, err)
	_, err = l.Instances.Lifecycle.AddDatabase(ctx, instances.EnvironmentID(op.ResourceID), instances.NewDatabase{})
	refused(err, "updated")
	trial := l.add(instances.Trial)
	_, err = l.Instances.Lifecycle.Convert(ctx, trial, l.get(trial).Expect(), instances.Production)
	refused(err, "converted")

	set(used + 2047)
	op, err = l.Instances.Environments.Create(ctx, sandbox("One", "one"))
	require.NoError(t, err)
	_, err = l.Instances.Environments.Create(ctx, sandbox("Two", "two"))
	refused(err, "created") // The first holds what it will need.
	l.done(op, nil)
	_, err = l.Instances.Environments.Create(ctx, sandbox("Two", "two"))
	refused(err, "created")
	one := l.byDomain("one")
	op, err = l.Instances.Lifecycle.Delete(ctx, one.ID, one.Expect())
	l.done(op, err)
	op, err = l.Instances.Environments.Create(ctx, sandbox("Two", "two"))
	l.done(op, err)
	_, err = l.Instances.Lifecycle.Recover(ctx, one.ID)
	refused(err, "recovered")

	set(used + 1024 + 4095) // A full copy needs room for 6 GB where 2 GB are.
	full := instances.EnvironmentCopy{Source: production.ID, Type: instances.FullCopy}
	_, err = l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), full)
	refused(err, "copied")
	set(used + 1024 + 4096)
	op, err = l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), full)
	l.done(op, err)
	_, err = l.Instances.Lifecycle.Recover(ctx, one.ID)
	refused(err, "recovered")
	set(used + 1024 + 4096 + 1024)
	op, err = l.Instances.Lifecycle.Recover(ctx, one.ID)
	l.done(op, err)
	l.used(trial, 9000)
	set(used + 1024 + 4096 + 1024 + 9000)
	op, err = l.Instances.Lifecycle.Convert(ctx, trial, l.get(trial).Expect(), instances.Production)
	l.done(op, err)
}

// TestDefaultCounts: the default environment has storage of its own.
func TestDefaultCounts(t *testing.T) {
	t.Parallel()
	l := lab{newTest(t).Memory, t}
	ctx := t.Context()
	id := l.add(instances.Default)
	used := 6144.0 + 2048 + 1280
	require.NoError(t, l.Backstage.Instances.SetCapacity(ctx, instances.DatabaseCapacity, used+1024))
	l.used(id, 3*1024+1)
	_, err := l.Instances.Environments.Create(ctx, sandbox("One", "one"))
	require.ErrorIs(t, err, instances.ErrNoCapacity)
	l.used(id, 3*1024)
	_, err = l.Instances.Environments.Create(ctx, sandbox("One", "one"))
	require.NoError(t, err)
}
