package admin_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
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

// TestDirectorySyncSeenByFew: who may not read whether the tenant is synchronized is
// refused, and not told that it never was.
func TestDirectorySyncSeenByFew(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		way := subjects.Way(t.Name()[len("TestDirectorySyncSeenByFew/"):])
		require.NoError(t, c.DirectorySync.TurnOn(t.Context()))
		boss := holderOf(t, m, "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2")
		boss.Permissions = []admin365.Permission{"User.Read", "OnPremDirectorySynchronization.Read.All"}
		_, err := subjects.Client(t, m.Memory, way, boss).DirectorySync.Get(t.Context())
		require.ErrorIs(t, err, admin365.ErrForbidden)
		assert.ErrorContains(t, err, "Organization.Read.All")
		e, ok := errors.AsType[*admin365.Error](err)
		require.True(t, ok)
		assert.Equal(t, "admin.Organization.Get", e.Op)
		boss.Permissions = append(boss.Permissions, "Organization.Read.All")
		s, err := subjects.Client(t, m.Memory, way, boss).DirectorySync.Get(t.Context())
		require.NoError(t, err)
		require.NotNil(t, s.Enabled)
		assert.True(t, *s.Enabled)
	})
}

// TestSynchronizedPeopleComeBack: whom the cloud deletes while he is there on-premises
// the next run brings back; whom a run removed stays in the bin, until somebody restores
// him.
func TestSynchronizedPeopleComeBack(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		require.NoError(t, c.DirectorySync.TurnOn(ctx))
		run := func(s admin.Synchronization) *admin.SynchronizationResult {
			t.Helper()
			result, err := m.Backstage.Synchronize(ctx, s)
			require.NoError(t, err)
			return result
		}
		there := func(id admin365.UserID) bool {
			_, err := c.Identity.Users.Get(ctx, id)
			if err != nil {
				require.ErrorIs(t, err, admin365.ErrNotFound)
			}
			return err == nil
		}
		added := run(admin.Synchronization{Added: []identity.NewUser{
			onPremises("ann"), onPremises("bob"), onPremises("eve"), onPremises("ida"), onPremises("moe"),
		}}).Added
		ann, bob, eve, ida, moe := added[0].ID, added[1].ID, added[2].ID, added[3].ID, added[4].ID
		run(admin.Synchronization{Removed: []admin365.UserID{moe}})
		for _, id := range []admin365.UserID{ann, bob, eve, ida} {
			require.NoError(t, c.Identity.Users.Delete(ctx, id))
		}
		require.NoError(t, c.Identity.DeletedUsers.Purge(ctx, ida))
		m.Given.User(identity.NewUser{UserPrincipalName: "bob@contoso.com", MailNickname: "bob2"})

		result := run(admin.Synchronization{
			Changed: map[admin365.UserID]identity.UserPatch{ann: {Department: admin365.Set("Sales")}}, Removed: []admin365.UserID{eve},
			Added: []identity.NewUser{onPremises("ida")},
		})
		assert.Equal(t, 1, result.Restored)
		u, err := c.Identity.Users.Get(ctx, ann)
		require.NoError(t, err, "he is there on-premises")
		assert.Equal(t, "ann@contoso.com", u.UserPrincipalName)
		assert.Equal(t, "Sales", u.Department)
		assert.True(t, *u.OnPremisesSyncEnabled)
		assert.False(t, there(bob), "his name is somebody else's by now")
		assert.False(t, there(eve), "she was deleted on both sides")
		assert.False(t, there(moe))
		ida2, err := c.Identity.Users.Get(ctx, "ida@contoso.com")
		require.NoError(t, err, "who is gone for good is added anew")
		assert.NotEqual(t, ida, ida2.ID)

		assert.Zero(t, run(admin.Synchronization{}).Restored)
		assert.False(t, there(eve), "nor does another run bring her back")
		_, err = c.Identity.DeletedUsers.Restore(ctx, moe, identity.UserRestore{})
		require.NoError(t, err)
		require.NoError(t, c.Identity.Users.Delete(ctx, moe))
		assert.Equal(t, 1, run(admin.Synchronization{}).Restored)
		assert.True(t, there(moe), "he was restored, and deleted by the cloud this time")
	})
}
