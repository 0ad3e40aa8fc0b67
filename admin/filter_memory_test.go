package admin_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestFilterMemory: a filter without an index reads the whole tenant, and what it
// holds meanwhile does not grow with it: nothing for whom it passes over, and one
// page of whom it finds.
//
//nolint:paralleltest // It counts what is allocated, and others allocate too.
func TestFilterMemory(t *testing.T) {
	var allocated []float64
	for _, n := range []int{1_000, 20_000} {
		m := admin.NewMemory(admin.MemoryConfig{})
		require.NoError(t, m.Backstage.AddUsers(t.Context(), "u", n))
		allocated = append(allocated, testing.AllocsPerRun(5, func() {
			for u, err := range m.Identity.Users.List(t.Context(), identity.UserQuery{Department: "Nobody's"}) {
				t.Fatal(u, err)
			}
		}))
		if n == 1_000 {
			continue
		}
		found, before, most := 0, liveHeap(), uint64(0)
		for _, err := range m.Identity.Users.List(t.Context(), identity.UserQuery{Country: "united states", PageSize: 500}) {
			require.NoError(t, err)
			if found++; found%5_000 == 0 {
				most = max(most, liveHeap())
			}
		}
		require.Greater(t, found, n)
		const page = 4 << 20
		assert.Less(t, most, before+page, "more than a page is held")
		runtime.KeepAlive(m)
	}
	assert.InDelta(t, allocated[0], allocated[1], 5, "allocations of a filter that finds nobody")
}
