package admin_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

func golden(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "tenant-v1.json"))
	require.NoError(t, err)
	return string(b)
}

// TestLoadRefusals: a file that cannot be read whole is refused, in words that
// say what is wrong, and nothing of it is taken.
func TestLoadRefusals(t *testing.T) {
	t.Parallel()
	file := golden(t)
	cases := map[string]struct{ file, says string }{
		"a newer release":    {strings.Replace(file, `{"admin365":1,`, `{"admin365":2,`, 1), "version"},
		"a table unknown":    {strings.Replace(file, `"claims":[`, `"subscriptions":[{}],"claims":[`, 1), "subscriptions"},
		"a property unknown": {strings.Replace(file, `"city":`, `"planet":`, 1), "planet"},
		"half":               {file[:len(file)/2], "not a tenant file"},
		"empty":              {"", "not a tenant file"},
		"another document":   {`{"users":[]}`, "not a tenant file"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotEqual(t, file, c.file)
			_, err := admin.LoadMemory(strings.NewReader(c.file), admin.MemoryConfig{})
			require.ErrorIs(t, err, admin365.ErrInvalid)
			assert.Contains(t, err.Error(), c.says)
			m := admin.NewMemory(admin.MemoryConfig{})
			before := m.Snapshot()
			require.ErrorIs(t, m.Load(strings.NewReader(c.file)), admin365.ErrInvalid)
			assert.Empty(t, m.Changes(before))
		})
	}
}

// TestLoadInPlace: a tenant takes its own file back, and no other's.
func TestLoadInPlace(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		file := saved(t, m.Memory)
		require.NoError(t, c.Identity.Users.Delete(t.Context(), adele))
		require.NoError(t, m.Load(bytes.NewReader(file)))
		_, err := c.Identity.Users.Get(t.Context(), adele)
		require.NoError(t, err)
		other, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
		require.NoError(t, err)
		require.ErrorIs(t, other.Load(bytes.NewReader(file)), admin365.ErrInvalid)
		assert.Equal(t, 1, count(t, other.Client))
	})
}

// TestLoadKeepsTheClock: a tenant goes on at the time of its save, or at the
// start that the configuration names if that is later.
func TestLoadKeepsTheClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, start := range []time.Time{{}, time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)} {
			m := admin.NewMemory(admin.MemoryConfig{Start: start})
			m.Advance(48 * time.Hour)
			file := saved(t, m)
			load := func(cfg admin.MemoryConfig) *admin.Memory {
				back, err := admin.LoadMemory(bytes.NewReader(file), cfg)
				require.NoError(t, err)
				return back
			}
			assert.Equal(t, m.Now(), load(admin.MemoryConfig{}).Now(), "saved in %d, no start named", m.Now().Year())
			assert.Equal(t, m.Now(), load(admin.MemoryConfig{Start: m.Now().Add(-time.Hour)}).Now(), "saved in %d, an earlier start", m.Now().Year())
			later := m.Now().Add(time.Hour)
			assert.Equal(t, later, load(admin.MemoryConfig{Start: later}).Now(), "saved in %d, a later start", m.Now().Year())
		}
	})
}

// TestLoadKeepsAnEarlyClock: the same for a tenant whose clock started before
// the default one's.
func TestLoadKeepsAnEarlyClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewMemory(admin.MemoryConfig{Start: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)})
		back, err := admin.LoadMemory(bytes.NewReader(saved(t, m)), admin.MemoryConfig{})
		require.NoError(t, err)
		assert.Equal(t, m.Now(), back.Now(), "six years are skipped")
	})
}
