package instances_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
)

// TestHistory: newest first, with the stages.
func TestHistory(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	op, err := l.Instances.Environments.Create(ctx, sandbox("Test", "contoso-test"))
	require.NoError(t, err)
	states := func() (all []string) {
		d, err := l.Instances.Operations.Details(ctx, op.ID)
		require.NoError(t, err)
		for _, s := range d.Stages {
			all = append(all, s.Name+" "+string(s.State))
			assert.False(t, s.Updated.Before(s.Started))
		}
		return all
	}
	assert.Equal(t, []string{"Validate NotStarted"}, states())
	l.Advance(6 * time.Second)
	assert.Equal(t, []string{"Validate Succeeded", "Prepare Running"}, states())
	l.Advance(time.Minute)
	assert.Equal(t, []string{"Validate Succeeded", "Prepare Succeeded", "Run Running"}, states())
	l.Advance(2*time.Minute + 45*time.Second)
	assert.Equal(t, []string{"Validate Succeeded", "Prepare Succeeded", "Run Succeeded", "Finalize Running"}, states())
	l.Advance(time.Minute)
	assert.Equal(t, []string{"Validate Succeeded", "Prepare Succeeded", "Run Succeeded", "Finalize Succeeded"}, states())
	id := l.byDomain("contoso-test").ID
	edit, err := l.Instances.AdminMode.Enter(ctx, id, instances.AdminModeOptions{})
	l.done(edit, err)
	busy, err := l.Backstage.Instances.Occupy(ctx, id, instances.KindDisable)
	require.NoError(t, err)
	l.Advance(1000 * day)
	var got []admin365.OperationID
	for o, err := range l.Instances.Operations.List(ctx, id) {
		require.NoError(t, err)
		assert.Equal(t, l.operation(o.ID), o)
		got = append(got, o.ID)
	}
	assert.Equal(t, []admin365.OperationID{busy.ID, edit.ID, op.ID}, got)
	assert.Equal(t, admin365.OperationRunning, l.operation(busy.ID).State, "nobody has ended it")
	require.NoError(t, l.Backstage.Instances.FinishAll(ctx))
	assert.Equal(t, instances.RuntimeDisabled, l.get(id).Runtime)
	require.ErrorIs(t, l.Backstage.Instances.Finish(ctx, busy.ID), admin365.ErrNotFound)
	require.ErrorIs(t, l.Backstage.Instances.Finish(ctx, "x"), admin365.ErrNotFound)
	require.ErrorIs(t, l.Backstage.Instances.Fail(ctx, busy.ID, "x"), admin365.ErrInvalid)
	_, err = l.Backstage.Instances.Occupy(ctx, id, instances.KindCopy)
	require.ErrorIs(t, err, admin365.ErrInvalid)

	for _, bad := range []admin365.OperationID{"", "x", "microsoft-graph:/v1.0/users/x", "business-application-platform:/providers/../x"} {
		_, err = l.Instances.Operations.Get(ctx, bad)
		require.ErrorIs(t, err, admin365.ErrInvalid, string(bad))
		_, err = l.Instances.Operations.Details(ctx, bad)
		require.ErrorIs(t, err, admin365.ErrInvalid, string(bad))
	}
	unknown := admin365.OperationID("business-application-platform:/providers/Microsoft.BusinessAppPlatform/lifecycleOperations/deadbeef-0000-4000-8000-000000000001")
	_, err = l.Instances.Operations.Get(ctx, unknown)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	assert.Equal(t, []any{"OperationNotFound", 404}, codes(err)[:2])
	add, err := l.Instances.Lifecycle.AddDatabase(ctx, "~default", instances.NewDatabase{})
	require.NoError(t, err)
	_, err = l.Instances.Operations.Details(ctx, add.ID)
	require.ErrorIs(t, err, admin365.ErrUnsupported)
	for range l.Instances.Operations.List(ctx, "nothing") {
		t.Error("nothing has no history")
	}
}

// TestWait waits on the real clock of a bubble.
func TestWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewMemory(admin.MemoryConfig{})
		ctx := t.Context()
		op, err := m.Instances.Environments.Create(ctx, sandbox("Test", "contoso-test"))
		require.NoError(t, err)
		polls := 0
		op, err = instances.Wait(ctx, m.Instances.Operations, op.ID, admin365.WaitOptions{Progress: func(admin365.Operation) { polls++ }})
		require.NoError(t, err)
		assert.Equal(t, 25, polls, "every ten seconds for four minutes")
		id := instances.EnvironmentID(op.ResourceID)
		_, err = m.Instances.Backups.Create(ctx, id, instances.NewBackup{Label: "one"})
		require.NoError(t, err)
		from := m.Now()
		e, err := instances.WaitReady(ctx, m.Instances.Environments, id, admin365.WaitOptions{})
		require.NoError(t, err)
		assert.Equal(t, []any{instances.ManagementReady, 12 * time.Minute}, []any{e.Management, m.Now().Sub(from)})
		_, err = m.Instances.Backups.Create(ctx, id, instances.NewBackup{Label: "two"})
		require.NoError(t, err)
		short, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		_, err = instances.WaitReady(short, m.Instances.Environments, id, admin365.WaitOptions{})
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

// TestCallers: who may, and which applications.
func TestCallers(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	list := func(c *admin.Client) error {
		for _, err := range c.Instances.Environments.List(ctx, instances.EnvironmentQuery{}) {
			return err
		}
		return errors.New("no environments")
	}
	adele, err := l.Identity.Users.Get(ctx, "AdeleV@contoso.com")
	require.NoError(t, err)
	require.ErrorIs(t, list(l.As(admin365.AsUser("AdeleV@contoso.com"))), admin365.ErrForbidden)
	for _, role := range []admin365.RoleID{"11648597-926c-4cf3-9c36-bcebb0ba8dcc", "44367163-eba1-44c3-98af-f5787879f96a"} {
		made, err := l.Identity.RoleAssignments.Create(ctx, identity.NewRoleAssignment{PrincipalID: admin365.ObjectID(adele.ID), RoleID: role})
		require.NoError(t, err)
		require.NoError(t, list(l.As(admin365.AsUser("AdeleV@contoso.com"))))
		require.NoError(t, l.Identity.RoleAssignments.Delete(ctx, made.ID))
	}
	const app = admin365.AppID("deadbeef-0000-4000-8000-000000000001")
	robot := l.As(admin365.AsApp(app))
	err = list(robot)
	require.ErrorIs(t, err, admin365.ErrForbidden)
	assert.Contains(t, err.Error(), "does not have permission to access the path")
	_, err = robot.Instances.ManagementApps.Register(ctx, app)
	require.ErrorIs(t, err, admin365.ErrForbidden)
	_, err = l.Instances.ManagementApps.Get(ctx, app)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	assert.Equal(t, []any{"InvalidApplicationId", 400}, codes(err)[:2])
	require.ErrorIs(t, l.Instances.ManagementApps.Unregister(ctx, app), admin365.ErrNotFound)
	_, err = l.Instances.ManagementApps.Register(ctx, "app")
	require.ErrorIs(t, err, admin365.ErrInvalid)
	for range 2 {
		made, err := l.Instances.ManagementApps.Register(ctx, app)
		require.NoError(t, err)
		assert.Equal(t, app, made.ID)
	}
	var apps []admin365.AppID
	for a, err := range l.Instances.ManagementApps.List(ctx) {
		require.NoError(t, err)
		apps = append(apps, a.ID)
	}
	assert.Equal(t, []admin365.AppID{app}, apps)
	require.NoError(t, list(robot))
	op, err := robot.Instances.Environments.Create(ctx, sandbox("By a robot", "robot"))
	l.done(op, err)
	assert.Equal(t, []any{string(app), "ServicePrincipal"}, []any{l.byDomain("robot").CreatedBy.ID, l.byDomain("robot").CreatedBy.Type})
	_, err = robot.Instances.Environments.Create(ctx, instances.NewEnvironment{DisplayName: "Robot's", Type: instances.Developer, Location: "europe"})
	require.ErrorIs(t, err, admin365.ErrInvalid, "an application has no developer environment")
	require.NoError(t, l.Instances.ManagementApps.Unregister(ctx, app))
	require.ErrorIs(t, list(robot), admin365.ErrForbidden)
}

// TestBackstage: what does not go.
func TestBackstage(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	b, dev := l.Backstage.Instances, l.byDomain("contoso-dev").ID
	require.ErrorIs(t, b.SetCapacity(ctx, instances.DatabaseCapacity, -1), admin365.ErrInvalid)
	require.ErrorIs(t, b.SetUsed(ctx, dev, instances.DatabaseCapacity, -1), admin365.ErrInvalid)
	require.ErrorIs(t, b.SetUsed(ctx, dev, "Cards", 1), admin365.ErrInvalid)
	require.NoError(t, b.SetUsed(ctx, dev, instances.FileCapacity, 1))
	require.NoError(t, b.SetUsed(ctx, dev, instances.LogCapacity, 1))
	require.ErrorIs(t, b.SetVersion(ctx, "~default", "9"), admin365.ErrPrecondition)
	require.ErrorIs(t, b.SetDisabled(ctx, "x", true), admin365.ErrNotFound)
	_, err := b.Occupy(ctx, dev, "")
	require.NoError(t, err)
	_, err = b.Occupy(ctx, dev, "")
	require.ErrorIs(t, err, admin365.ErrBusy)
	require.NoError(t, b.FinishAll(ctx))
	require.NoError(t, b.SetDisabled(ctx, dev, true))
	e := l.get(dev)
	assert.Equal(t, []any{instances.RuntimeDisabled, instances.InstanceDisabled, []instances.OperationKind{instances.KindDelete}}, []any{e.Runtime, e.Dataverse.State, e.Allowed})
	assert.True(t, slices.ContainsFunc(e.Disallowed, func(d instances.DisallowedOperation) bool {
		return d.Kind == instances.KindEdit && d.Reason == instances.ReasonDisabled && d.Message != ""
	}))
	require.NoError(t, b.SetDisabled(ctx, dev, false))
	assert.Equal(t, instances.RuntimeEnabled, l.get(dev).Runtime)
	teams, err := b.AddEnvironment(ctx, instances.NewEnvironment{DisplayName: "Team", Type: instances.Teams, Location: "europe"})
	require.NoError(t, err)
	assert.Equal(t, teams, l.get(teams.ID))
	_, err = b.AddEnvironment(ctx, instances.NewEnvironment{DisplayName: "Second", Type: instances.Default, Location: "europe"})
	require.ErrorIs(t, err, admin365.ErrInvalid)
}

// TestLinks: the pages of an environment.
func TestLinks(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	dev := l.byDomain("contoso-dev")
	id := string(dev.ID)
	assert.Equal(t, instances.Links{
		Instance: "https://contoso-dev.crm4.dynamics.com/", API: "https://contoso-dev.api.crm4.dynamics.com",
		Settings:    "https://contoso-dev.crm4.dynamics.com/main.aspx?settingsonly=true",
		AdminCenter: "https://admin.powerplatform.microsoft.com/environments/environment/" + id + "/hub",
		Backups:     "https://admin.powerplatform.microsoft.com/environments/environment/" + id + "/backups",
		History:     "https://admin.powerplatform.microsoft.com/environments/environment/" + id + "/history",
		Solutions:   "https://admin.powerplatform.microsoft.com/environments/environment/" + id + "/applications",
		Maker:       "https://make.powerapps.com/environments/" + id + "/home",
	}, dev.Links())
	assert.Equal(t, instances.Links{AdminCenter: dev.AdminURL, Maker: dev.MakerURL}, (&instances.Environment{ID: dev.ID}).Links())
}
