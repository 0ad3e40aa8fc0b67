package admin_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// onPremises is somebody of the directory that is kept there.
func onPremises(name string) identity.NewUser {
	return identity.NewUser{
		UserPrincipalName: name + "@contoso.com", DisplayName: name, MailNickname: name,
		PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret("Given-Password-1")},
	}
}

// TestDirectorySync: on, used, and off again after 72 hours.
func TestDirectorySync(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		s, err := c.DirectorySync.Get(ctx)
		require.NoError(t, err)
		assert.Nil(t, s.Enabled, "never synchronized")
		assert.Zero(t, s.LastSync)
		assert.Equal(t, admin.AccidentalDeletionPrevention{Type: admin.PreventionByCount, AlertThreshold: 500}, s.AccidentalDeletions)
		assert.True(t, s.Features[admin.SoftMatchOnUPN])
		assert.Contains(t, s.Features, admin.PasswordSync)
		refusedAs(t, c.DirectorySync.TurnOff(ctx, admin.ContosoTenantID), admin365.ErrPrecondition, "admin.DirectorySync.TurnOff")
		_, err = m.Backstage.Synchronize(ctx, admin.Synchronization{})
		require.ErrorIs(t, err, admin365.ErrPrecondition, "it is not on")

		require.NoError(t, c.DirectorySync.TurnOn(ctx))
		require.NoError(t, c.DirectorySync.TurnOn(ctx), "repeating it is harmless")
		result, err := m.Backstage.Synchronize(ctx, admin.Synchronization{Added: []identity.NewUser{onPremises("ann"), onPremises("bob")}})
		require.NoError(t, err)
		require.Len(t, result.Added, 2)
		ann, bob := result.Added[0].ID, result.Added[1].ID
		s, err = c.DirectorySync.Get(ctx)
		require.NoError(t, err)
		assert.True(t, *s.Enabled)
		assert.False(t, s.LastSync.IsZero())
		err = c.Identity.Users.Update(ctx, ann, identity.UserPatch{Department: admin365.Set("Sales")})
		require.ErrorIs(t, err, admin365.ErrPrecondition, "mastered on-premises")
		_, err = m.Backstage.Synchronize(ctx, admin.Synchronization{
			Changed: map[admin365.UserID]identity.UserPatch{ann: {Department: admin365.Set("Sales")}}, Removed: []admin365.UserID{bob},
		})
		require.NoError(t, err)
		_, err = c.Identity.DeletedUsers.Get(ctx, bob)
		require.NoError(t, err)

		for _, id := range []admin365.TenantID{"", "contoso.com", "c0470505-a365-4365-8365-c0de0ff1ce01"} {
			require.ErrorIs(t, c.DirectorySync.TurnOff(ctx, id), admin365.ErrInvalid, "it has to be meant")
		}
		require.NoError(t, c.DirectorySync.TurnOff(ctx, admin.ContosoTenantID))
		refusedAs(t, c.DirectorySync.TurnOn(ctx), admin365.ErrBusy, "admin.DirectorySync.TurnOn")
		refusedAs(t, c.DirectorySync.TurnOff(ctx, admin.ContosoTenantID), admin365.ErrBusy, "admin.DirectorySync.TurnOff")
		m.Advance(71 * time.Hour)
		o, err := c.Organization.Get(ctx)
		require.NoError(t, err)
		assert.True(t, *o.OnPremisesSyncEnabled, "it is on until it is off")
		m.Advance(2 * time.Hour)
		s, err = c.DirectorySync.Get(ctx)
		require.NoError(t, err)
		assert.False(t, *s.Enabled, "it once was")
		require.NoError(t, c.Identity.Users.Update(ctx, ann, identity.UserPatch{Department: admin365.Set("Finance")}), "the cloud's own now")
		u, err := c.Identity.Users.Get(ctx, ann)
		require.NoError(t, err)
		assert.False(t, *u.OnPremisesSyncEnabled)
	})
}

// TestDirectorySyncUpdate: thresholds and features, and what is refused of them.
func TestDirectorySyncUpdate(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Test, c *admin.Client) {
		ctx := t.Context()
		percent := admin.AccidentalDeletionPrevention{Type: admin.PreventionByPercentage, AlertThreshold: 10}
		require.NoError(t, c.DirectorySync.Update(ctx, admin.DirectorySyncPatch{
			AccidentalDeletions: &percent, Features: map[admin.SyncFeature]bool{admin.PasswordSync: true},
		}))
		s, err := c.DirectorySync.Get(ctx)
		require.NoError(t, err)
		assert.Equal(t, percent, s.AccidentalDeletions)
		assert.True(t, s.Features[admin.PasswordSync])
		const op = "admin.DirectorySync.Update"
		for why, p := range map[string]admin.DirectorySyncPatch{
			"no percentage": {AccidentalDeletions: &admin.AccidentalDeletionPrevention{Type: admin.PreventionByPercentage, AlertThreshold: 101}},
			"no count":      {AccidentalDeletions: &admin.AccidentalDeletionPrevention{Type: admin.PreventionByCount}},
			"no type":       {AccidentalDeletions: &admin.AccidentalDeletionPrevention{Type: "sometimes", AlertThreshold: 5}},
			"not in use":    {Features: map[admin.SyncFeature]bool{admin.PasswordWriteback: true}},
			"stays on":      {Features: map[admin.SyncFeature]bool{admin.SoftMatchOnUPN: false}},
			"no feature":    {Features: map[admin.SyncFeature]bool{"teleportEnabled": true}},
		} {
			err := c.DirectorySync.Update(ctx, p)
			require.Error(t, err, why)
			refusedAs(t, err, admin365.ErrInvalid, op)
		}
		require.ErrorIs(t, c.DirectorySync.Update(ctx, admin.DirectorySyncPatch{}), admin365.ErrInvalid)
	})
}

// TestSynchronize: a run does all or nothing, and is stopped where it deletes too
// much.
func TestSynchronize(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	ctx := t.Context()
	require.NoError(t, m.DirectorySync.TurnOn(ctx))
	result, err := m.Backstage.Synchronize(ctx, admin.Synchronization{Added: []identity.NewUser{onPremises("ann"), onPremises("bob"), onPremises("eve")}})
	require.NoError(t, err)
	before := m.Snapshot()
	ids := []admin365.UserID{result.Added[0].ID, result.Added[1].ID, result.Added[2].ID}
	require.NoError(t, m.DirectorySync.Update(ctx, admin.DirectorySyncPatch{
		AccidentalDeletions: &admin.AccidentalDeletionPrevention{Type: admin.PreventionByCount, AlertThreshold: 2},
	}))
	for why, s := range map[string]struct {
		run  admin.Synchronization
		kind error
	}{
		"too many":       {admin.Synchronization{Removed: ids, Added: []identity.NewUser{onPremises("max")}}, admin365.ErrPrecondition},
		"it fails":       {admin.Synchronization{Fails: true, Removed: ids[:1]}, admin365.ErrUnavailable},
		"a name twice":   {admin.Synchronization{Removed: ids[:1], Added: []identity.NewUser{onPremises("bob")}}, admin365.ErrConflict},
		"the cloud's":    {admin.Synchronization{Removed: []admin365.UserID{"AdeleV@contoso.com"}}, admin365.ErrPrecondition},
		"nobody's":       {admin.Synchronization{Removed: []admin365.UserID{"nobody@contoso.com"}}, admin365.ErrNotFound},
		"a bad property": {admin.Synchronization{Changed: map[admin365.UserID]identity.UserPatch{ids[0]: {UsageLocation: new("Mars")}}}, admin365.ErrInvalid},
	} {
		_, err := m.Backstage.Synchronize(ctx, s.run)
		require.ErrorIs(t, err, s.kind, why)
	}
	assert.Len(t, m.Changes(before), 1, "the threshold, and nothing else")
	_, err = m.Backstage.Synchronize(ctx, admin.Synchronization{
		Removed: ids[:2], Changed: map[admin365.UserID]identity.UserPatch{"eve@contoso.com": {UserPrincipalName: new("eva@contoso.com")}},
	})
	require.NoError(t, err)
	require.NoError(t, m.DirectorySync.Update(ctx, admin.DirectorySyncPatch{AccidentalDeletions: &admin.AccidentalDeletionPrevention{Type: admin.PreventionByPercentage, AlertThreshold: 50}}))
	_, err = m.Backstage.Synchronize(ctx, admin.Synchronization{Removed: ids[2:]})
	require.ErrorIs(t, err, admin365.ErrPrecondition, "all of them are more than half")
}
