package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
)

// TestWhoScheduled: the history tells for whom an update ran: for who chose its version or
// its date last, or for Microsoft, which chooses where nobody does.
func TestWhoScheduled(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	ctx, uk, production := t.Context(), instances.Central("Production-UK"), instances.Central("Production")
	ran := func(id instances.CentralEnvironmentID) string {
		t.Helper()
		op, err := l.stage.StartUpdate(ctx, id)
		require.NoError(t, err)
		history := all(t, l.Operations.List(ctx, id))
		require.Equal(t, op.ID, history[0].ID)
		assert.False(t, history[0].ByApp)
		assert.Equal(t, []any{history[0].Created, true}, []any{history[0].Started, history[0].Completed.IsZero()})
		require.NoError(t, l.stage.FailUpdate(ctx, id, "No."))
		return history[0].CreatedBy
	}
	assert.Equal(t, "Microsoft", ran(uk))
	assert.Equal(t, "admin@contoso.com", ran(production))
	adele, err := l.world.Identity.Users.Get(ctx, "AdeleV@contoso.com")
	require.NoError(t, err)
	_, err = l.world.Identity.RoleAssignments.Create(ctx, identity.NewRoleAssignment{PrincipalID: admin365.ObjectID(adele.ID), RoleID: "44367163-eba1-44c3-98af-f5787879f96a"})
	require.NoError(t, err)
	hers := l.world.As(admin365.AsUser("AdeleV@contoso.com")).Instances.Central
	for _, id := range []instances.CentralEnvironmentID{uk, production} {
		_, err = hers.Updates.Reschedule(ctx, id, instances.Target{Version: "27.2"}, instances.Schedule{At: l.world.Now().Add(48 * time.Hour)})
		require.NoError(t, err)
		assert.Equal(t, "AdeleV@contoso.com", ran(id), "%s: she has moved it", id)
		// After a failure it is still hers.
		assert.Equal(t, "AdeleV@contoso.com", ran(id))
	}
	_, err = l.Updates.Select(ctx, uk, instances.Target{Version: "27.1"}, instances.Schedule{})
	require.NoError(t, err)
	assert.Equal(t, "admin@contoso.com", ran(uk), "that is another version")
}

// TestParametersOfAnUpdate: the history of an update tells from which version to which, and
// whether it passed over the window.
func TestParametersOfAnUpdate(t *testing.T) {
	t.Parallel()
	for over, at := range map[bool]time.Time{true: utcOf(time.January, 7, 12, 0), false: utcOf(time.January, 7, 21, 0)} {
		still(t, func(t *testing.T) {
			l := newCentralLab(t)
			ctx, id := t.Context(), instances.Central("Production")
			_, err := l.Updates.Reschedule(ctx, id, instances.Target{Version: "27.2"}, instances.Schedule{At: at, IgnoreWindow: &over})
			require.NoError(t, err)
			l.until(at)
			o := all(t, l.Operations.List(ctx, id))[0]
			assert.Equal(t, map[string]any{"sourceVersion": instances.Build(27, 1), "targetVersion": instances.Build(27, 2), "ignoreUpdateWindow": over}, o.Parameters)
			assert.Equal(t, []any{"update", "running", at, at, instances.CentralUpgrading}, []any{o.Kind, o.Status, o.Created, o.Started, l.status(t, id)})
			l.world.Advance(90*time.Minute - 1)
			assert.Equal(t, instances.CentralUpgrading, l.status(t, id))
			l.world.Advance(1)
			assert.Equal(t, instances.CentralActive, l.status(t, id))
			history := all(t, l.Operations.List(ctx, id))
			assert.Equal(t, "succeeded", history[0].Status)
			// What an administrator asked for stands in the history before it.
			assert.Equal(t, "modify", history[1].Kind)
			assert.Equal(t, []any{"27.2", "GA", false, over}, []any{history[1].Parameters["targetVersion"], history[1].Parameters["targetVersionType"], history[1].Parameters["selected"], history[1].Parameters["ignoreUpdateWindow"]})
			e, err := l.Environments.Get(ctx, id)
			require.NoError(t, err)
			assert.Equal(t, instances.Build(27, 2), e.ApplicationVersion)
		})
	}
	// With the window over it is stopped; one that passes over it goes on.
	for over, status := range map[bool]string{true: "running", false: "canceled"} {
		still(t, func(t *testing.T) {
			l := newCentralLab(t)
			ctx, id := t.Context(), instances.Central("Production")
			require.NoError(t, l.stage.SetDuration(ctx, instances.CentralKindUpdate, 12*time.Hour))
			at := utcOf(time.January, 7, 21, 0)
			_, err := l.Updates.Reschedule(ctx, id, instances.Target{Version: "27.2"}, instances.Schedule{At: at, IgnoreWindow: &over})
			require.NoError(t, err)
			l.until(utcOf(time.January, 8, 6, 30).Add(-1))
			assert.Equal(t, "running", all(t, l.Operations.List(ctx, id))[0].Status)
			l.world.Advance(1)
			o := all(t, l.Operations.List(ctx, id))[0]
			assert.Equal(t, []any{status, over}, []any{o.Status, o.Completed.IsZero()})
			if !over {
				u := l.update(t, id, "27.2")
				assert.Equal(t, []any{instances.UpdateFailed, true, at.AddDate(0, 0, 7)}, []any{u.Status, u.Selected, u.At}, "a week later again")
				assert.Empty(t, o.CanceledBy, "nobody did it")
			}
		})
	}
}
