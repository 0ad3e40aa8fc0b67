package admin_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// TestOpenMemory: a tenant begins as Contoso, is there after a kill and after a close,
// and its closed file is a tenant file as any.
func TestOpenMemory(t *testing.T) {
	t.Parallel()
	for _, mode := range []admin.SyncMode{"", admin.SyncWrite, admin.SyncAlways, admin.SyncOnClose} {
		t.Run("mode "+string(mode), func(t *testing.T) {
			t.Parallel()
			cfg := admin.MemoryConfig{Sync: mode}
			path := filepath.Join(t.TempDir(), "contoso.json")
			m, err := admin.OpenMemory(path, cfg)
			require.NoError(t, err)
			require.Equal(t, admin.ContosoTenantID, m.TenantID())
			_, err = m.Identity.Users.Create(t.Context(), starter("ada", "contoso.com"))
			require.NoError(t, err)
			m.Advance(time.Hour)
			_, err = admin.OpenMemory(path, cfg)
			require.ErrorIs(t, err, admin365.ErrBusy)
			if mode == admin.SyncOnClose {
				require.NoError(t, m.Sync())
			} else {
				back, err := admin.OpenMemory(killed(t, path), cfg)
				require.NoError(t, err)
				assert.Equal(t, string(saved(t, m)), string(saved(t, back)))
				require.NoError(t, back.Close())
			}
			want := saved(t, m)
			require.NoError(t, m.Close())
			require.NoError(t, m.Close())
			_, err = m.Identity.Users.Create(t.Context(), starter("bob", "contoso.com"))
			require.ErrorIs(t, err, admin365.ErrUnavailable)
			file, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), string(file))
			_, err = admin.LoadMemory(bytes.NewReader(file), admin.MemoryConfig{})
			require.NoError(t, err)
			back, err := admin.OpenMemory(path, cfg)
			require.NoError(t, err)
			_, err = back.Identity.Users.Get(t.Context(), "ada@contoso.com")
			require.NoError(t, err)
			require.NoError(t, back.Close())
			assert.Equal(t, []string{"contoso.json"}, beside(t, path))
		})
	}
}

// beside are the files beside the path.
func beside(t *testing.T, path string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestOpenRefusals: what cannot be opened is refused, and stays as it is.
func TestOpenRefusals(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "contoso.json")
	_, err := admin.OpenMemory(path, admin.MemoryConfig{Sync: "sometimes"})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	assert.Contains(t, err.Error(), "write, always, close")
	assert.Empty(t, beside(t, path))
	require.NoError(t, os.WriteFile(path, []byte("{}"), 0o600))
	_, err = admin.OpenMemory(path, admin.MemoryConfig{})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	assert.Equal(t, []string{"contoso.json"}, beside(t, path), "no lock is left")
	_, err = admin.OpenMemory(filepath.Join(path, "below", "x.json"), admin.MemoryConfig{})
	require.Error(t, err)
}

// TestSeveralFiles: each tenant of a world has a file of its own, and they find each
// other again.
func TestSeveralFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	contoso, fabrikam := filepath.Join(dir, "contoso.json"), filepath.Join(dir, "fabrikam.json")
	m, err := admin.OpenMemory(contoso, admin.MemoryConfig{})
	require.NoError(t, err)
	other, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	require.NoError(t, other.Sync(), "it is in no file")
	require.NoError(t, other.Close())
	require.NoError(t, other.Keep(fabrikam))
	require.ErrorIs(t, other.Keep(fabrikam), admin365.ErrBusy)
	require.NoError(t, other.Backstage.AddDomain(t.Context(), "fabrikam.com", false))
	m.Advance(24 * time.Hour)
	require.NoError(t, m.Close())
	require.NoError(t, other.Close())

	m, err = admin.OpenMemory(contoso, admin.MemoryConfig{})
	require.NoError(t, err)
	other, err = m.OpenTenant(fabrikam)
	require.NoError(t, err)
	_, err = m.OpenTenant(fabrikam)
	require.ErrorIs(t, err, admin365.ErrBusy)
	require.ErrorIs(t, m.Backstage.AddDomain(t.Context(), "fabrikam.com", false), admin365.ErrConflict)
	assert.False(t, other.Now().Before(time.Date(2026, 1, 6, 9, 0, 0, 0, time.UTC)))
	require.NoError(t, m.Close())
	require.NoError(t, other.Close())
	assert.Equal(t, []string{"contoso.json", "fabrikam.json"}, beside(t, contoso))
}

// TestNoSecretIsKept: nothing that a person or a program signs in with is in a file or
// a log.
func TestNoSecretIsKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "contoso.json")
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		require.NoError(t, m.Keep(path))
		live(t, m)
		log, err := os.ReadFile(path + ".log")
		require.NoError(t, err)
		assert.Contains(t, string(log), "ada@contoso.com")
		assert.NotContains(t, string(log), password)
		back, err := admin.OpenMemory(killed(t, path), admin.MemoryConfig{})
		require.NoError(t, err)
		assert.Equal(t, string(saved(t, m.Memory)), string(saved(t, back)))
		require.NoError(t, back.Close())
		require.NoError(t, m.Close())
		file, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.NotContains(t, string(file), password)
	})
}
