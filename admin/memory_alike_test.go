package admin_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

const otherTenant admin365.TenantID = "0e0e0e0e-1111-4222-8333-444444444444"

// TestContosoByAnotherID: it is Contoso all the same, and nothing in it is of the first one.
func TestContosoByAnotherID(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{TenantID: "0E0E0E0E-1111-4222-8333-444444444444"})
	assert.Equal(t, otherTenant, m.TenantID())
	o, err := m.Organization.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, otherTenant, o.ID)
	assert.Equal(t, "Contoso", o.DisplayName)
	_, err = m.Identity.Users.Get(t.Context(), "AlexW@contoso.com")
	require.NoError(t, err)
	assert.NotContains(t, string(saved(t, m)), string(admin.ContosoTenantID))
	assert.Panics(t, func() { admin.NewMemory(admin.MemoryConfig{TenantID: "contoso"}) })
}

// TestLoadByAnotherID: a file is the seed of as many tenants as one likes.
func TestLoadByAnotherID(t *testing.T) {
	t.Parallel()
	file := string(saved(t, admin.NewMemory(admin.MemoryConfig{})))
	m, err := admin.LoadMemory(strings.NewReader(file), admin.MemoryConfig{TenantID: otherTenant})
	require.NoError(t, err)
	assert.Equal(t, otherTenant, m.TenantID())
	// A row stands by its key, which the id may be.
	rows := func(file string) []string {
		lines := strings.FieldsFunc(strings.NewReplacer("],", "", "]", "", "}}", "}").Replace(file), func(r rune) bool { return r == '\n' })
		for i := range lines {
			lines[i] = strings.TrimRight(lines[i], ",}")
		}
		slices.Sort(lines)
		return lines
	}
	assert.Equal(t, rows(strings.ReplaceAll(file, string(admin.ContosoTenantID), string(otherTenant))), rows(string(saved(t, m))))
	_, err = admin.LoadMemory(strings.NewReader(file), admin.MemoryConfig{TenantID: "contoso"})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = admin.LoadMemory(strings.NewReader(`[1]`), admin.MemoryConfig{TenantID: otherTenant})
	require.ErrorIs(t, err, admin365.ErrInvalid)
}

// TestEmptyMemory: it is a world of its own.
func TestEmptyMemory(t *testing.T) {
	t.Parallel()
	m, err := admin.NewEmptyMemory(admin.NewTenant{Name: "Fabrikam"}, admin.MemoryConfig{TenantID: otherTenant})
	require.NoError(t, err)
	assert.Equal(t, otherTenant, m.TenantID())
	_, err = m.Identity.Users.Get(t.Context(), "admin@fabrikam.onmicrosoft.com")
	require.NoError(t, err)
	_, err = m.ForTenant(admin.ContosoTenantID)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	_, err = admin.NewEmptyMemory(admin.NewTenant{Name: "?"}, admin.MemoryConfig{})
	require.ErrorIs(t, err, admin365.ErrInvalid)
}

// BenchmarkAnotherContoso is what a tenant of its own costs a parallel test.
func BenchmarkAnotherContoso(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		admin.NewMemory(admin.MemoryConfig{TenantID: otherTenant})
	}
}
