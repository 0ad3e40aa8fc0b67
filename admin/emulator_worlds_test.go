package admin_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// TestEmulatorOfWorlds: one emulator serves tenants that have nothing to do with each
// other, each by its own clock.
func TestEmulatorOfWorlds(t *testing.T) {
	t.Parallel()
	one := admin.NewMemory(admin.MemoryConfig{})
	e := admin.NewEmulator(one, admin.EmulatorConfig{})
	require.ErrorIs(t, e.Add(admin.NewMemory(admin.MemoryConfig{})), admin365.ErrConflict, "a second Contoso")

	host := admin.NewMemory(admin.MemoryConfig{Start: time.Date(2031, time.May, 1, 0, 0, 0, 0, time.UTC)})
	two, err := host.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	require.ErrorIs(t, e.Add(two), admin365.ErrConflict, "the whole world comes, and its Contoso is one too many")
	e.Remove(one)
	require.NoError(t, e.Add(two))

	c, err := admin.New(admin.Config{
		TenantID: two.TenantID(), Credential: e.Credential(admin365.Caller{}), HTTPClient: &http.Client{Transport: e.Transport()},
	})
	require.NoError(t, err)
	u, err := c.Identity.Users.Get(t.Context(), "admin@fabrikam.onmicrosoft.com")
	require.NoError(t, err)
	assert.Equal(t, 2031, u.CreatedDateTime.Year())

	e.Register(admin.App{ID: "worker", Tenant: two.TenantID()})
	e.Unregister("worker")
	e.Remove(two)
	_, err = c.Identity.Users.Get(t.Context(), "admin@fabrikam.onmicrosoft.com")
	require.ErrorIs(t, err, admin365.ErrUnauthenticated)
}
