package admin_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestSetPremium: Contoso has the license, a tenant that joins has not, and a file
// keeps it. A file of before there were subscriptions is of a tenant without any.
func TestSetPremium(t *testing.T) {
	t.Parallel()
	has := func(m *admin.Memory) bool {
		for u, err := range m.Identity.Users.List(t.Context(), identity.UserQuery{Include: []identity.UserProperty{identity.IncludeSignInActivity}}) {
			if err != nil {
				require.ErrorIs(t, err, admin365.ErrForbidden)
				return false
			}
			require.NotNil(t, u)
		}
		return true
	}
	m := admin.NewTest(t)
	assert.True(t, has(m.Memory))
	other, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	assert.False(t, has(other))
	for _, premium := range []bool{true, false, false} {
		require.NoError(t, other.Backstage.SetPremium(t.Context(), premium))
		assert.Equal(t, premium, has(other))
		assert.True(t, has(m.Memory), "a tenant's own affair")
		file := saved(t, other)
		back, err := admin.LoadMemory(bytes.NewReader(file), admin.MemoryConfig{})
		require.NoError(t, err)
		assert.Equal(t, premium, has(back))
	}
	old, err := admin.LoadMemory(strings.NewReader(golden(t)), admin.MemoryConfig{})
	require.NoError(t, err)
	assert.False(t, has(old))
}

// TestSetDirectoryQuota: a tenant without room takes nobody in, and keeps whom it has.
func TestSetDirectoryQuota(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		require.NoError(t, m.Backstage.SetDirectoryQuota(t.Context(), 1))
		_, err := c.Identity.Users.Create(t.Context(), starter("ada", admin.ContosoDomain))
		require.ErrorIs(t, err, admin365.ErrPrecondition)
		assert.Equal(t, 24, count(t, c))
		require.NoError(t, m.Backstage.SetDirectoryQuota(t.Context(), 1000))
		_, err = c.Identity.Users.Create(t.Context(), starter("ada", admin.ContosoDomain))
		require.NoError(t, err)
	})
}
