package admin_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

const adele admin365.UserID = "AdeleV@contoso.com"

// starter is a user to create.
func starter(name, domain string) identity.NewUser {
	return identity.NewUser{
		UserPrincipalName: name + "@" + domain, DisplayName: name, MailNickname: name,
		PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret(password)},
	}
}

const password = "xWwvJ]6NMw+bWH-d"

// count is how many users a client lists.
func count(t *testing.T, c *admin.Client) (n int) {
	t.Helper()
	for _, err := range c.Identity.Users.List(t.Context(), identity.UserQuery{}) {
		require.NoError(t, err)
		n++
	}
	return n
}

// bothWays runs a test with a client of a fresh tenant, direct and over HTTP.
func bothWays(t *testing.T, cfg admin.MemoryConfig, run func(t *testing.T, m *admin.Test, c *admin.Client)) {
	t.Helper()
	for _, way := range []string{"memory", "HTTP"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTestWith(t, cfg)
				if way == "memory" {
					run(t, m, m.Client)
				} else {
					run(t, m, m.HTTP())
				}
			})
		})
	}
}

func TestWorld(t *testing.T) {
	t.Parallel()
	contoso := admin.NewMemory(admin.MemoryConfig{})
	fabrikam, err := contoso.AddTenant(admin.NewTenant{Name: "Fabrikam, Inc."})
	require.NoError(t, err)
	assert.Equal(t, 1, count(t, fabrikam.Client), "its administrator")
	assert.Equal(t, contoso.Now().Truncate(time.Minute), fabrikam.Now().Truncate(time.Minute))
	u, err := fabrikam.Identity.Users.Get(t.Context(), "admin@fabrikaminc.onmicrosoft.com")
	require.NoError(t, err)
	assert.Equal(t, "MOD Administrator", u.DisplayName)

	for _, again := range []admin.NewTenant{
		{Name: "fabrikam inc"}, {Name: "Other", TenantID: fabrikam.TenantID()}, {Name: "Other", TenantID: admin365.TenantID(strings.ToUpper(string(fabrikam.TenantID())))},
		{Name: "Other", InitialDomain: "Contoso.OnMicrosoft.com"},
	} {
		_, err := contoso.AddTenant(again)
		require.ErrorIs(t, err, admin365.ErrConflict, "%+v", again)
	}
	for _, bad := range []admin.NewTenant{{}, {Name: "…"}, {Name: "Other", TenantID: "not a GUID"}} {
		_, err := contoso.AddTenant(bad)
		require.ErrorIs(t, err, admin365.ErrInvalid, "%+v", bad)
	}
	require.ErrorIs(t, contoso.Backstage.AddDomain(t.Context(), "FABRIKAMinc.onmicrosoft.com", false), admin365.ErrConflict)
	require.ErrorIs(t, contoso.Backstage.AddDomain(t.Context(), "CONTOSO.com", false), admin365.ErrConflict)
	_, err = contoso.Identity.Users.Create(t.Context(), starter("x", "fabrikaminc.onmicrosoft.com"))
	require.ErrorIs(t, err, admin365.ErrInvalid, "another tenant's domain")
}

// TestForTenant: a client of one tenant leads to the others of its world, in
// memory and over HTTP, and what is done there is done there alone.
func TestForTenant(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		fabrikam, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
		require.NoError(t, err)
		for _, id := range []admin365.TenantID{fabrikam.TenantID(), "fabrikam.onmicrosoft.com"} {
			other, err := c.ForTenant(id)
			require.NoError(t, err)
			_, err = other.Identity.Users.Get(t.Context(), "admin@fabrikam.onmicrosoft.com")
			require.NoError(t, err)
			_, err = other.Identity.Users.Get(t.Context(), adele)
			require.ErrorIs(t, err, admin365.ErrNotFound)
			_, err = other.Identity.Users.Create(t.Context(), starter(fmt.Sprintf("u%d", len(id)), "fabrikam.onmicrosoft.com"))
			require.NoError(t, err)
			back, err := other.ForTenant(admin.ContosoTenantID)
			require.NoError(t, err)
			_, err = back.Identity.Users.Get(t.Context(), adele)
			require.NoError(t, err)
		}
		assert.Equal(t, 3, count(t, fabrikam.Client))
		assert.Equal(t, 24, count(t, c))
	})
	m := admin.NewMemory(admin.MemoryConfig{})
	_, err := m.ForTenant("nobody.com")
	require.ErrorIs(t, err, admin365.ErrNotFound)
}

// TestTwoTestsShareNothing: tests that run at once see their own tenant alone.
func TestTwoTestsShareNothing(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			m := admin.NewTest(t)
			h := m.HTTP()
			m.Drill(admin.Throttle("identity.Users.Count", 0, 0))
			for n := range 10 {
				c := m.Client
				if n%2 == 1 {
					c = h
				}
				_, err := c.Identity.Users.Create(t.Context(), starter(fmt.Sprintf("u%d-%d", i, n), admin.ContosoDomain))
				assert.NoError(t, err)
			}
			assert.NoError(t, m.Identity.Users.Delete(t.Context(), adele))
			assert.Equal(t, 24+10-1, count(t, m.Client))
			assert.Len(t, m.Writes(), 11)
			m.Advance(time.Hour)
		})
	}
	wg.Wait()
	assert.Equal(t, 24, count(t, admin.NewMemory(admin.MemoryConfig{}).Client), "the seed is as it was")
}

func TestSnapshotAndRestore(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		before := m.Snapshot()
		_, err := c.Identity.Users.Create(t.Context(), starter("ada", admin.ContosoDomain))
		require.NoError(t, err)
		require.NoError(t, c.Identity.Users.Delete(t.Context(), adele))
		m.Advance(time.Hour)
		at := m.Now()
		require.NoError(t, m.Restore(before))
		assert.Empty(t, m.Changes(before))
		assert.False(t, m.Now().Before(at))
		_, err = c.Identity.Users.Get(t.Context(), adele)
		require.NoError(t, err)
		_, err = c.Identity.Users.Create(t.Context(), starter("ada", admin.ContosoDomain))
		require.NoError(t, err, "the name is free again")
	})
}

// TestDirectoryQuota: a full directory, for every tenant of the world that the
// configuration makes. Contoso's groups are objects as its people are.
func TestDirectoryQuota(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{DirectoryQuota: 24 + 5 + 1}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		_, err := c.Identity.Users.Create(t.Context(), starter("a", admin.ContosoDomain))
		require.NoError(t, err)
		_, err = c.Identity.Users.Create(t.Context(), starter("b", admin.ContosoDomain))
		require.ErrorIs(t, err, admin365.ErrPrecondition)
		require.NoError(t, c.Identity.Users.Delete(t.Context(), "a@contoso.com"))
		_, err = c.Identity.Users.Create(t.Context(), starter("b", admin.ContosoDomain))
		require.NoError(t, err, "a deleted one counts a quarter")
		var file bytes.Buffer
		require.NoError(t, m.Save(&file))
		back, err := admin.LoadMemory(&file, admin.MemoryConfig{})
		require.NoError(t, err)
		_, err = back.Identity.Users.Create(t.Context(), starter("c", admin.ContosoDomain))
		require.ErrorIs(t, err, admin365.ErrPrecondition, "the quota is in the file")
	})
	m := admin.NewMemory(admin.MemoryConfig{DirectoryQuota: 1})
	fabrikam, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	_, err = fabrikam.Identity.Users.Create(t.Context(), starter("a", "fabrikam.onmicrosoft.com"))
	require.ErrorIs(t, err, admin365.ErrPrecondition, "a tenant that joins has the configuration's quota")
}

// TestDeletedUsersGo: after thirty days a deleted user is gone for good.
func TestDeletedUsersGo(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		require.NoError(t, c.Identity.Users.Delete(t.Context(), adele))
		deleted := m.Snapshot()
		m.Advance(30*24*time.Hour - time.Minute)
		// Microsoft updates the environments of Business Central meanwhile.
		changes := func() []string {
			return slices.DeleteFunc(m.Changes(deleted), func(line string) bool { return strings.HasPrefix(line, "central") })
		}
		assert.Empty(t, changes())
		m.Advance(time.Minute)
		assert.Len(t, changes(), 1+2+1+2+1+1, "he, his memberships, what he owned, whose manager he was, and his license; Contoso's trial ends on that day, too")
		assert.Contains(t, strings.Join(changes(), "\n"), "deletedUsers: removed ")
	})
}

func TestStart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		assert.Equal(t, "2026-01-05 09:00:00 +0000 UTC", admin.NewMemory(admin.MemoryConfig{}).Now().String())
		start := time.Date(2030, 5, 6, 7, 8, 9, 0, time.FixedZone("", 3600))
		m := admin.NewMemory(admin.MemoryConfig{Start: start})
		assert.Equal(t, start.UTC(), m.Now())
		u, err := m.Identity.Users.Create(t.Context(), starter("ada", admin.ContosoDomain))
		require.NoError(t, err)
		u, err = m.Identity.Users.Get(t.Context(), u.ID)
		require.NoError(t, err)
		assert.Equal(t, start.UTC(), u.CreatedDateTime)
	})
}

// TestEmulatorTellsNoSecret: printing what holds a secret does not print it.
func TestEmulatorTellsNoSecret(t *testing.T) {
	t.Parallel()
	e := admin.NewEmulator(admin.NewMemory(admin.MemoryConfig{}), admin.EmulatorConfig{})
	secret := e.DefaultApp().Secret.Reveal()
	require.NotEmpty(t, secret)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		assert.NotContains(t, fmt.Sprintf(verb, e), secret, "printing the emulator by %s", verb)
		assert.NotContains(t, fmt.Sprintf(verb, e.DefaultApp()), secret, "printing its application by %s", verb)
	}
}
