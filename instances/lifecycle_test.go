package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestDelete: into the bin, back, and gone.
func TestDelete(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	bin := func() (names []string) {
		for e, err := range l.Instances.Lifecycle.Deleted(ctx) {
			require.NoError(t, err)
			names = append(names, e.DisplayName)
		}
		return names
	}
	uat, dev, production := l.byDomain("contoso-uat"), l.byDomain("contoso-dev"), l.byDomain("contoso")
	check, err := l.Instances.Lifecycle.CheckDelete(ctx, dev.ID)
	require.NoError(t, err)
	assert.True(t, check.Can)
	assert.Len(t, check.Resources, 1)
	check, err = l.Instances.Lifecycle.CheckDelete(ctx, "~default")
	require.NoError(t, err)
	assert.False(t, check.Can)
	assert.Empty(t, check.Resources)

	op, err := l.Instances.Lifecycle.Delete(ctx, dev.ID, dev.Expect())
	require.NoError(t, err)
	assert.Equal(t, []any{"Delete", 30 * time.Second, string(dev.ID)}, []any{op.Kind, op.RetryAfter, op.ResourceID})
	e := l.get(dev.ID)
	assert.Equal(t, []any{instances.ProvisioningDeleting, instances.InstanceDeleting}, []any{e.Provisioning, e.Dataverse.State})
	_, err = l.Instances.Lifecycle.Delete(ctx, dev.ID, dev.Expect())
	require.ErrorIs(t, err, admin365.ErrBusy)
	assert.Equal(t, []any{"", 409}, codes(err)[:2], "a deletion that is refused so says nothing")
	check, err = l.Instances.Lifecycle.CheckDelete(ctx, dev.ID)
	require.NoError(t, err)
	assert.False(t, check.Can)
	assert.Empty(t, bin())
	require.NoError(t, l.Backstage.Instances.Fail(ctx, op.ID, "Validate"))
	assert.Equal(t, instances.Provisioned, l.get(dev.ID).Provisioning, "nothing has happened")
	op, err = l.Instances.Lifecycle.Delete(ctx, dev.ID, dev.Expect())
	require.NoError(t, err)
	l.Advance(10 * time.Minute)
	assert.Equal(t, admin365.OperationSucceeded, l.operation(op.ID).State)
	_, err = l.Instances.Environments.Get(ctx, dev.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	assert.Equal(t, []any{"EnvironmentNotFound", 404, "instances.Environments.Get", string(dev.ID)}, codes(err))
	l.Advance(time.Hour)
	op, err = l.Instances.Lifecycle.Delete(ctx, uat.ID, uat.Expect())
	l.done(op, err)
	assert.Equal(t, []string{"Contoso UAT", "Contoso Dev"}, bin())

	_, err = l.Instances.Lifecycle.Recover(ctx, production.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound, "it is not in the bin")
	op, err = l.Instances.Lifecycle.Recover(ctx, uat.ID)
	require.NoError(t, err)
	_, err = l.Instances.Lifecycle.Recover(ctx, uat.ID)
	require.ErrorIs(t, err, admin365.ErrBusy)
	l.done(op, nil)
	assert.Equal(t, []any{instances.RuntimeAdminMode, instances.BackgroundDisabled}, []any{l.get(uat.ID).Runtime, l.get(uat.ID).Dataverse.BackgroundOperations})
	assert.Equal(t, []string{"Contoso Dev"}, bin())
	l.Advance(week - time.Hour - time.Minute)
	assert.Equal(t, []string{"Contoso Dev"}, bin())
	op, err = l.Instances.Lifecycle.Recover(ctx, dev.ID)
	require.NoError(t, err)
	l.Advance(2 * time.Minute)
	require.NoError(t, l.Backstage.Instances.Fail(ctx, op.ID, ""))
	assert.Empty(t, bin(), "its time passed while it was being recovered, in vain")
	l.Advance(week)
	assert.NotNil(t, l.get(uat.ID), "what was recovered stays")

	op, err = l.Instances.Lifecycle.Delete(ctx, production.ID, production.Expect())
	l.done(op, err)
	l.Advance(27 * day)
	assert.Equal(t, []string{"Contoso Production"}, bin(), "with applications of Dynamics 365")
	l.Advance(day)
	assert.Empty(t, bin())
	var kinds []string
	for o, err := range l.Instances.Operations.List(ctx, production.ID) {
		require.NoError(t, err)
		kinds = append(kinds, o.Kind)
	}
	assert.Equal(t, []string{"Delete"}, kinds, "the history outlives it")
}

// TestReset: a sandbox begins anew.
func TestReset(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev := l.byDomain("contoso-dev")
	_, err := l.Instances.Backups.Create(ctx, dev.ID, instances.NewBackup{Label: "one"})
	require.NoError(t, err)
	l.Advance(time.Hour)
	op, err := l.Instances.Resets.Reset(ctx, dev.ID, dev.Expect(), instances.EnvironmentReset{
		DisplayName: "Fresh", Description: "anew", DomainName: "Contoso-Fresh", Language: 1031, Currency: "CHF", Templates: []string{"D365_Sales"},
		SecurityGroupID: "204162d5-59db-40c2-9788-2cda6b063f2b",
	})
	require.NoError(t, err)
	assert.Equal(t, dev.DisplayName, l.get(dev.ID).DisplayName, "not yet")
	l.Advance(40 * time.Minute)
	e := l.get(dev.ID)
	assert.Equal(t, admin365.OperationSucceeded, l.operation(op.ID).State)
	assert.Equal(t, []any{"Fresh", "anew", instances.Sandbox, "contoso-fresh", 1031, []string{"D365_Sales"}, admin365.GroupID("204162d5-59db-40c2-9788-2cda6b063f2b"), dev.Dataverse.Version},
		[]any{e.DisplayName, e.Description, e.Type, e.Dataverse.DomainName, e.Dataverse.Language, e.Dataverse.Templates, e.Dataverse.SecurityGroupID, e.Dataverse.Version})
	assert.False(t, e.BackupsFrom.Before(l.Now().Add(-time.Minute)))
	for range l.Instances.Backups.List(ctx, dev.ID) {
		t.Error("the backups are gone")
	}
	op, err = l.Instances.Resets.Reset(ctx, dev.ID, e.Expect(), instances.EnvironmentReset{})
	l.done(op, err)
	again := l.get(dev.ID)
	assert.Equal(t, []any{"Fresh", "contoso-fresh", 1031, admin365.GroupID("204162d5-59db-40c2-9788-2cda6b063f2b")},
		[]any{again.DisplayName, again.Dataverse.DomainName, again.Dataverse.Language, again.Dataverse.SecurityGroupID}, "what nobody says stays")
	assert.Empty(t, again.Dataverse.Templates)

	for _, r := range []instances.EnvironmentReset{{Language: 1}, {Currency: "x"}, {Templates: []string{"x"}}, {SecurityGroupID: "x"}, {DomainName: "x y"}} {
		_, err = l.Instances.Resets.Reset(ctx, dev.ID, again.Expect(), r)
		require.ErrorIs(t, err, admin365.ErrInvalid)
	}
	_, err = l.Instances.Resets.Reset(ctx, dev.ID, again.Expect(), instances.EnvironmentReset{DomainName: "contoso"})
	require.ErrorIs(t, err, admin365.ErrConflict)
	op, err = l.Instances.Resets.Reset(ctx, dev.ID, again.Expect(), instances.EnvironmentReset{DomainName: "never"})
	require.NoError(t, err)
	require.NoError(t, l.Backstage.Instances.Fail(ctx, op.ID, "Finalize"))
	require.NoError(t, l.Instances.Environments.CheckDomain(ctx, "never", "europe"))
	assert.Equal(t, "contoso-fresh", l.get(dev.ID).Dataverse.DomainName)
}

// TestFailedCopy: the target stays closed until it is overwritten or deleted.
func TestFailedCopy(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	uat, dev := l.byDomain("contoso-uat"), l.byDomain("contoso-dev")
	again := func() (*admin365.Operation, error) {
		return l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: dev.ID, Type: instances.MinimalCopy})
	}
	op, err := again()
	require.NoError(t, err)
	require.NoError(t, l.Backstage.Instances.Fail(ctx, op.ID, "run"))
	failed := l.operation(op.ID)
	assert.Equal(t, []any{admin365.OperationFailed, string(uat.ID), time.Duration(0)}, []any{failed.State, failed.ResourceID, failed.RetryAfter})
	require.ErrorIs(t, failed.Err, admin365.ErrUnavailable)
	assert.Contains(t, failed.Err.Error(), "at the stage Run")
	_, err = instances.Wait(ctx, l.Instances.Operations, op.ID, admin365.WaitOptions{})
	require.Equal(t, failed.Err, err)
	e := l.get(uat.ID)
	assert.Equal(t, []any{instances.InstanceFailed, instances.RuntimeAdminMode}, []any{e.Dataverse.State, e.Runtime})
	_, err = l.Instances.AdminMode.Leave(ctx, uat.ID)
	require.ErrorIs(t, err, admin365.ErrPrecondition)
	assert.Nil(t, l.get(dev.ID).Running, "the source is free")
	_, err = l.Instances.Copies.Copy(ctx, dev.ID, dev.Expect(), instances.EnvironmentCopy{Source: uat.ID, Type: instances.FullCopy})
	require.ErrorIs(t, err, admin365.ErrPrecondition, "what failed is no source")
	op, err = again()
	l.done(op, err)
	assert.Equal(t, instances.InstanceReady, l.get(uat.ID).Dataverse.State)
	details, err := l.Instances.Operations.Details(ctx, failed.ID)
	require.NoError(t, err)
	var stages []string
	for _, s := range details.Stages {
		stages = append(stages, s.Name+" "+string(s.State))
	}
	assert.Equal(t, []string{"Validate Succeeded", "Prepare Succeeded", "Run Failed"}, stages)
}

// TestAdminMode: who may work, and what runs by itself.
func TestAdminMode(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev := l.byDomain("contoso-dev")
	is := func(runtime instances.RuntimeState, background instances.BackgroundOperations) {
		t.Helper()
		e := l.get(dev.ID)
		assert.Equal(t, []any{runtime, background}, []any{e.Runtime, e.Dataverse.BackgroundOperations})
	}
	mode := l.Instances.AdminMode
	_, err := mode.SetBackgroundOperations(ctx, dev.ID, instances.BackgroundDisabled)
	require.ErrorIs(t, err, admin365.ErrPrecondition, "not outside of it")
	_, err = mode.SetBackgroundOperations(ctx, dev.ID, "Sometimes")
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = mode.SetBackgroundOperations(ctx, dev.ID, "")
	require.ErrorIs(t, err, admin365.ErrInvalid)
	op, err := mode.SetBackgroundOperations(ctx, dev.ID, instances.BackgroundEnabled)
	l.done(op, err)
	op, err = mode.Enter(ctx, dev.ID, instances.AdminModeOptions{KeepBackgroundOperations: true})
	require.NoError(t, err)
	assert.Equal(t, "Edit", op.Kind)
	is(instances.RuntimeEnabled, instances.BackgroundEnabled)
	l.Advance(30 * time.Second)
	is(instances.RuntimeAdminMode, instances.BackgroundEnabled)
	op, err = mode.SetBackgroundOperations(ctx, dev.ID, instances.BackgroundDisabled)
	l.done(op, err)
	is(instances.RuntimeAdminMode, instances.BackgroundDisabled)
	op, err = mode.Leave(ctx, dev.ID)
	l.done(op, err)
	is(instances.RuntimeEnabled, instances.BackgroundEnabled)
	op, err = mode.Enter(ctx, dev.ID, instances.AdminModeOptions{})
	l.done(op, err)
	is(instances.RuntimeAdminMode, instances.BackgroundDisabled)
	op, err = mode.Enter(ctx, dev.ID, instances.AdminModeOptions{})
	l.done(op, err) // It may be repeated.
	_, err = mode.Leave(ctx, "~default")
	require.ErrorIs(t, err, admin365.ErrPrecondition, "there is no Dataverse")
	_, err = mode.Enter(ctx, "deadbeef-0000-4000-8000-000000000001", instances.AdminModeOptions{})
	require.ErrorIs(t, err, admin365.ErrNotFound)

	// A developer's environment that was restored is closed, and can be opened.
	developer := l.byDomain("org4c1e2a90")
	op, err = l.Instances.Backups.Restore(ctx, developer.ID, developer.Expect(), instances.Restoration{Source: developer.ID, Point: l.Now().Add(-day)})
	l.done(op, err)
	op, err = mode.Leave(ctx, developer.ID)
	l.done(op, err)
	assert.Equal(t, instances.RuntimeEnabled, l.get(developer.ID).Runtime)
}

// TestUpdate: each property, and what is refused.
func TestUpdate(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev := l.byDomain("contoso-dev")
	group, err := l.Backstage.Instances.AddEnvironmentGroup(ctx, "Development")
	require.NoError(t, err)
	const people = admin365.GroupID("204162d5-59db-40c2-9788-2cda6b063f2b")
	change := func(p instances.EnvironmentPatch) *instances.Environment {
		t.Helper()
		op, err := l.Instances.Environments.Update(ctx, dev.ID, p)
		require.NoError(t, err)
		before, err := l.Instances.Environments.Get(ctx, dev.ID)
		require.NoError(t, err)
		assert.Equal(t, dev.DisplayName, before.DisplayName, "not yet")
		require.NoError(t, l.Backstage.Instances.Finish(ctx, op.ID))
		after, err := l.Instances.Environments.Get(ctx, dev.ID)
		require.NoError(t, err)
		return after
	}
	e := change(instances.EnvironmentPatch{
		Description: new("new"), SecurityGroupID: admin365.Set(people), Cadence: new(instances.CadenceModerate), GroupID: admin365.Set(group),
	})
	assert.Equal(t, []any{"new", people, instances.CadenceModerate, group, "admin@contoso.com"},
		[]any{e.Description, e.Dataverse.SecurityGroupID, e.Cadence, e.GroupID, e.ModifiedBy.UserPrincipalName})
	assert.False(t, e.Modified.Before(l.Now().Add(-time.Minute)))
	e = change(instances.EnvironmentPatch{SecurityGroupID: admin365.Null[admin365.GroupID](), GroupID: admin365.Null[string](), Description: new("")})
	assert.Equal(t, []any{"", admin365.GroupID(""), instances.CadenceModerate, ""}, []any{e.Description, e.Dataverse.SecurityGroupID, e.Cadence, e.GroupID})
	e = change(instances.EnvironmentPatch{DisplayName: new("Renamed"), DomainName: new("CONTOSO-DEV")})
	assert.Equal(t, []any{"Renamed", "contoso-dev"}, []any{e.DisplayName, e.Dataverse.DomainName})
	for name, c := range map[string]struct {
		p  instances.EnvironmentPatch
		is error
	}{
		"empty":           {instances.EnvironmentPatch{}, admin365.ErrInvalid},
		"name":            {instances.EnvironmentPatch{DisplayName: new("")}, admin365.ErrInvalid},
		"cadence":         {instances.EnvironmentPatch{Cadence: new(instances.UpdateCadence("Never"))}, admin365.ErrInvalid},
		"group":           {instances.EnvironmentPatch{GroupID: admin365.Set("deadbeef-0000-4000-8000-000000000001")}, admin365.ErrNotFound},
		"security group":  {instances.EnvironmentPatch{SecurityGroupID: admin365.Set(admin365.GroupID("x"))}, admin365.ErrInvalid},
		"security group2": {instances.EnvironmentPatch{SecurityGroupID: admin365.Set(admin365.GroupID(""))}, admin365.ErrInvalid},
		"domain":          {instances.EnvironmentPatch{DomainName: new("contoso")}, admin365.ErrConflict},
		"bad domain":      {instances.EnvironmentPatch{DomainName: new("-")}, admin365.ErrInvalid},
	} {
		before := l.Snapshot()
		_, err := l.Instances.Environments.Update(ctx, dev.ID, c.p)
		require.ErrorIs(t, err, c.is, name)
		assert.Empty(t, l.Changes(before), name)
	}
	for _, p := range []instances.EnvironmentPatch{{DomainName: new("x")}, {SecurityGroupID: admin365.Set(people)}} {
		_, err := l.Instances.Environments.Update(ctx, "~default", p)
		require.ErrorIs(t, err, admin365.ErrPrecondition)
	}
}

// TestConvertRefused: what cannot become what.
func TestConvertRefused(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	dev, trial := l.byDomain("contoso-dev"), l.get(l.add(instances.Trial))
	for _, c := range []struct {
		e  *instances.Environment
		to instances.EnvironmentType
		is error
	}{
		{dev, instances.Sandbox, admin365.ErrConflict},
		{dev, instances.Default, admin365.ErrInvalid},
		{dev, "", admin365.ErrInvalid},
		{trial, instances.Sandbox, admin365.ErrPrecondition},
	} {
		_, err := l.Instances.Lifecycle.Convert(t.Context(), c.e.ID, c.e.Expect(), c.to)
		require.ErrorIs(t, err, c.is, string(c.to))
	}
}

// TestManaged: on, off, and already so.
func TestManaged(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev := l.byDomain("contoso-dev")
	op, err := l.Instances.Lifecycle.SetManaged(ctx, dev.ID, false)
	require.NoError(t, err)
	assert.Equal(t, []any{admin365.OperationSucceeded, "DisableGovernanceConfiguration"}, []any{op.State, op.Kind})
	op, err = l.Instances.Lifecycle.SetManaged(ctx, dev.ID, true)
	l.done(op, err)
	assert.True(t, l.get(dev.ID).Managed)
	details, err := l.Instances.Operations.Details(ctx, op.ID)
	require.NoError(t, err)
	assert.Equal(t, []any{"Enable Managed Environment", "EnableGovernanceConfiguration", "User"}, []any{details.Title, details.Kind, details.RequestedBy.Type})
	op, err = l.Instances.Lifecycle.SetManaged(ctx, dev.ID, false)
	l.done(op, err)
	assert.False(t, l.get(dev.ID).Managed)
	_, err = l.Instances.Lifecycle.SetManaged(ctx, "~default", true)
	require.ErrorIs(t, err, admin365.ErrPrecondition)
}

// TestProvisionFailed: a database that could not be made can be asked for again.
func TestProvisionFailed(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	id := instances.EnvironmentID("~default")
	op, err := l.Instances.Lifecycle.AddDatabase(ctx, id, instances.NewDatabase{DomainName: "contoso-all"})
	require.NoError(t, err)
	require.NoError(t, l.Backstage.Instances.Fail(ctx, op.ID, ""))
	failed := l.operation(op.ID)
	assert.Equal(t, []any{admin365.OperationFailed, "Provision"}, []any{failed.State, failed.Kind})
	require.Error(t, failed.Err)
	assert.Equal(t, instances.ProvisioningFailed, l.get(id).Provisioning)
	_, err = l.Instances.Environments.Update(ctx, id, instances.EnvironmentPatch{Description: new("x")})
	require.ErrorIs(t, err, admin365.ErrPrecondition)
	op, err = l.Instances.Lifecycle.AddDatabase(ctx, id, instances.NewDatabase{DomainName: "contoso-all"})
	l.done(op, err)
	assert.Equal(t, "contoso-all", l.get(id).Dataverse.DomainName)
}
