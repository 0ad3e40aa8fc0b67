package admin_test

import (
	"errors"
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

// TestDrills: each drill gives the same sentinel for direct calls as the client
// returns at last over HTTP, where it lasts long enough.
func TestDrills(t *testing.T) {
	t.Parallel()
	const all = 0
	cases := []struct {
		name        string
		drill       admin.Drill
		read, write error
		done        bool
		why         string
	}{
		{"throttled", admin.Throttle("", all, time.Second), admin365.ErrThrottled, admin365.ErrThrottled, false, "it never ends"},
		{"throttled by a decimal", admin.Throttle("", all, 250*time.Millisecond), admin365.ErrThrottled, admin365.ErrThrottled, false, "as the service sends it"},
		{"unavailable, with a wait", admin.Unavailable("", all, time.Second), admin365.ErrUnavailable, admin365.ErrUnavailable, false, "it says when to come again: nothing was done"},
		{"unavailable", admin.Unavailable("", all, 0), admin365.ErrUnavailable, admin365.ErrUncertain, false, "a write may have been done"},
		{"busy", admin.Busy("", all), admin365.ErrBusy, admin365.ErrBusy, false, "contention: come again"},
		{"cut", admin.CutBody("identity.Users.Get", all), admin365.ErrUnavailable, nil, true, "half an answer"},
		{"cut create", admin.CutBody("identity.Users.Create", all), nil, admin365.ErrUncertain, true, "done, and the answer is lost"},
		{"HTML", admin.HTMLAnswer("identity.Users.Get", all), admin365.ErrUnavailable, nil, true, "a proxy's page"},
		{"HTML for a create", admin.HTMLAnswer("identity.Users.Create", all), nil, admin365.ErrUncertain, true, "done, and the answer is lost"},
		{"lost answer", admin.LostAnswer("identity.Users.Create", 1), nil, admin365.ErrUncertain, true, "done, and 504"},
		{"500 for a create", admin.FailNth("identity.Users.Create", 1, 500), nil, admin365.ErrUncertain, false, "who knows"},
		{"403", admin.FailNth("identity.Users.Create", 1, 403), nil, admin365.ErrForbidden, false, "not done"},
		{"400", admin.FailNth("identity.Users.Create", 1, 400), nil, admin365.ErrInvalid, false, "not done"},
		{"409", admin.FailNth("identity.Users.Create", 1, 409), nil, admin365.ErrConflict, false, "not done"},
		{"501", admin.FailNth("identity.Users.Create", 1, 501), nil, admin365.ErrUnsupported, false, "not done"},
		{"slow", admin.Slow("", time.Minute), nil, nil, true, "only slow"},
		{"another operation", admin.Throttle("identity.Managers.*", all, 0), nil, nil, true, "a prefix that does not fit"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, client *admin.Client) {
				before := m.Snapshot()
				stop := m.Drill(c.drill)
				_, err := client.Identity.Users.Get(t.Context(), adele)
				assert.ErrorIs(t, err, c.read, c.why)
				named(t, err)
				_, err = client.Identity.Users.Create(t.Context(), starter("ada", admin.ContosoDomain))
				assert.ErrorIs(t, err, c.write, c.why)
				named(t, err)
				assert.Equal(t, c.done, len(m.Changes(before)) > 0, "whether it was done")
				stop()
				_, err = client.Identity.Users.Get(t.Context(), adele)
				require.NoError(t, err, "over")
			})
		})
	}
}

// named asserts that an error names operation and tenant, whatever the way.
func named(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	e, ok := errors.AsType[*admin365.Error](err)
	require.True(t, ok)
	assert.Contains(t, e.Op, "identity.Users.")
	assert.Equal(t, admin.ContosoTenantID, e.TenantID)
}

// TestLostRename: who renames somebody by his old name, and loses the answer, is
// told that the outcome is not known, directly and over HTTP, where the repeat
// finds nobody under the old name. By object id the repeat is harmless.
func TestLostRename(t *testing.T) {
	t.Parallel()
	rename := identity.UserPatch{UserPrincipalName: new("Adele.Vance@contoso.com")}
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		defer m.Drill(admin.LostAnswer("identity.Users.Update", 1))()
		err := c.Identity.Users.Update(t.Context(), adele, rename)
		require.ErrorIs(t, err, admin365.ErrUncertain)
		require.NotErrorIs(t, err, admin365.ErrNotFound)
		e, _ := errors.AsType[*admin365.Error](err)
		assert.Equal(t, string(adele), e.Target)
		u, err := c.Identity.Users.Get(t.Context(), "Adele.Vance@contoso.com")
		require.NoError(t, err, "it was carried out")
		require.ErrorIs(t, c.Identity.Users.Update(t.Context(), adele, rename), admin365.ErrNotFound, "nothing was lost here")

		stop := m.Drill(admin.LostAnswer("identity.Users.Update", 1))
		err = c.Identity.Users.Update(t.Context(), u.ID, identity.UserPatch{UserPrincipalName: new(string(adele))})
		stop()
		if c == m.Client {
			require.ErrorIs(t, err, admin365.ErrUncertain)
		} else {
			require.NoError(t, err, "the repeat says that it is done")
		}
		_, err = c.Identity.Users.Get(t.Context(), adele)
		require.NoError(t, err)
	})
}

// TestLostBeginning: who loses the answer to what begins an operation is not told that
// another one is in the way, when it is his own.
func TestLostBeginning(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		uat, err := instances.FindByDomain(t.Context(), c.Instances.Environments, "contoso-uat")
		require.NoError(t, err)
		defer m.Drill(admin.LostAnswer("instances.AdminMode.Enter", 1))()
		_, err = c.Instances.AdminMode.Enter(t.Context(), uat.ID, instances.AdminModeOptions{})
		require.ErrorIs(t, err, admin365.ErrUncertain)
		require.NotErrorIs(t, err, admin365.ErrBusy)
		_, err = c.Instances.AdminMode.Enter(t.Context(), uat.ID, instances.AdminModeOptions{})
		require.ErrorIs(t, err, admin365.ErrBusy, "nothing was lost here")
	})
}

// TestDrillsThatPass: the client mends over HTTP what passes, and memory, which
// does not repeat, says it once.
func TestDrillsThatPass(t *testing.T) {
	t.Parallel()
	for name, drill := range map[string]admin.Drill{
		"throttled twice": admin.Throttle("identity.Users.Get", 2, 3*time.Second), "unavailable": admin.Unavailable("identity.Users.Get", 2, 0),
		"busy": admin.Busy("identity.Users.Get", 2), "cut": admin.CutBody("identity.Users.Get", 2), "the second": admin.FailNth("identity.Users.Get", 1, 504),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				m.Drill(drill)
				_, err := m.HTTP().Identity.Users.Get(t.Context(), adele)
				require.NoError(t, err)
				_, err = m.Identity.Users.Get(t.Context(), adele)
				require.NoError(t, err)
			})
			m := admin.NewTest(t)
			m.Drill(drill)
			_, err := m.Identity.Users.Get(t.Context(), adele)
			require.Error(t, err)
		})
	}
}

// TestLagDrill: what was created is not found for a while by who did not create
// it; the client that did waits; rules see the newest.
func TestLagDrill(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		stop := m.Drill(admin.ReplicaLag(5 * time.Second))
		defer stop()
		u, err := c.Identity.Users.Create(t.Context(), starter("ada", admin.ContosoDomain))
		require.NoError(t, err)
		stranger, err := admin.NewEmulator(m.Memory, admin.EmulatorConfig{}).Client(admin365.AsUser("PattiF@contoso.com"))
		require.NoError(t, err)
		_, err = stranger.Identity.Users.Get(t.Context(), u.ID)
		require.ErrorIs(t, err, admin365.ErrNotFound)
		require.NoError(t, c.Identity.Managers.Set(t.Context(), u.ID, adele), "rules see the newest")
		_, err = c.Identity.Users.Create(t.Context(), starter("ada", admin.ContosoDomain))
		require.ErrorIs(t, err, admin365.ErrConflict)
		time.Sleep(5 * time.Second)
		_, err = stranger.Identity.Users.Get(t.Context(), u.ID)
		require.NoError(t, err)
	})
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		m.Drill(admin.ReplicaLag(5 * time.Second))
		h := m.HTTP()
		u, err := h.Identity.Users.Create(t.Context(), starter("ada", admin.ContosoDomain))
		require.NoError(t, err)
		started := time.Now()
		_, err = h.Identity.Users.Get(t.Context(), u.ID)
		require.NoError(t, err, "the client that created him waits")
		assert.GreaterOrEqual(t, time.Since(started), 5*time.Second)
	})
}

// TestLagOfARename: who renames somebody finds him by the new name at once, by
// whatever he was named in the call, on both ways; the old name is nobody's.
func TestLagOfARename(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		u, err := c.Identity.Users.Get(t.Context(), adele)
		require.NoError(t, err)
		time.Sleep(2 * time.Minute)
		m.Drill(admin.ReplicaLag(5 * time.Second))
		for i, id := range []admin365.UserID{u.ID, "first@contoso.com"} {
			name := []string{"first@contoso.com", "second@contoso.com"}[i]
			require.NoError(t, c.Identity.Users.Update(t.Context(), id, identity.UserPatch{UserPrincipalName: new(name)}))
			got, err := c.Identity.Users.Get(t.Context(), admin365.UserID(name))
			require.NoError(t, err, "addressed by %s", id)
			assert.Equal(t, u.ID, got.ID)
			stranger, err := admin.NewEmulator(m.Memory, admin.EmulatorConfig{}).Client(admin365.Caller{})
			require.NoError(t, err)
			if c == m.Client {
				_, err = stranger.Identity.Users.Get(t.Context(), admin365.UserID(name))
				require.ErrorIs(t, err, admin365.ErrNotFound, "who did not rename him does not wait")
			}
		}
		time.Sleep(10 * time.Second)
		_, err = c.Identity.Users.Get(t.Context(), "first@contoso.com")
		require.ErrorIs(t, err, admin365.ErrNotFound)
	})
}

// TestLagOfARestore: the same of who restores somebody.
func TestLagOfARestore(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		u, err := c.Identity.Users.Get(t.Context(), adele)
		require.NoError(t, err)
		require.NoError(t, c.Identity.Users.Delete(t.Context(), adele))
		time.Sleep(2 * time.Minute)
		m.Drill(admin.ReplicaLag(5 * time.Second))
		_, err = c.Identity.DeletedUsers.Restore(t.Context(), u.ID, identity.UserRestore{})
		require.NoError(t, err)
		for _, id := range []admin365.UserID{u.ID, adele} {
			_, err = c.Identity.Users.Get(t.Context(), id)
			require.NoError(t, err, id)
		}
	})
}

// TestDrillOfAnyOperation: a drill plays for the operation that it names, as the
// errors name it, on both ways, and for no other.
func TestDrillOfAnyOperation(t *testing.T) {
	t.Parallel()
	calls := map[string]func(*testing.T, *admin.Client) error{
		"identity.Users.Get": func(t *testing.T, c *admin.Client) error {
			_, err := c.Identity.Users.Get(t.Context(), adele)
			return err
		},
		"identity.Users.Count": func(t *testing.T, c *admin.Client) error {
			_, err := c.Identity.Users.Count(t.Context(), identity.UserQuery{})
			return err
		},
		"identity.Users.Update": func(t *testing.T, c *admin.Client) error {
			return c.Identity.Users.Update(t.Context(), adele, identity.UserPatch{City: admin365.Set("x")})
		},
		"identity.Users.Delete": func(t *testing.T, c *admin.Client) error {
			return c.Identity.Users.Delete(t.Context(), "AlexW@contoso.com")
		},
		"identity.Managers.Get": func(t *testing.T, c *admin.Client) error {
			_, err := c.Identity.Managers.Get(t.Context(), adele)
			return err
		},
		"identity.Managers.Set": func(t *testing.T, c *admin.Client) error {
			return c.Identity.Managers.Set(t.Context(), adele, "LeeG@contoso.com")
		},
		"identity.Profiles.Get": func(t *testing.T, c *admin.Client) error {
			_, err := c.Identity.Profiles.Get(t.Context(), adele)
			return err
		},
		"identity.Profiles.Update": func(t *testing.T, c *admin.Client) error {
			return c.Identity.Profiles.Update(t.Context(), adele, identity.ProfilePatch{AboutMe: admin365.Set("x")})
		},
	}
	for drilled := range calls {
		t.Run(drilled, func(t *testing.T) {
			t.Parallel()
			bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
				m.Drill(admin.Throttle(drilled, 0, time.Second))
				for name, call := range calls {
					err := call(t, c)
					assert.Equal(t, name == drilled, errors.Is(err, admin365.ErrThrottled), "%s under a drill of %s: %v", name, drilled, err)
				}
			})
		})
	}
}
