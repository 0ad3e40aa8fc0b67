package admin_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// endsSoon is a context that ends when it has been looked at so many times.
type endsSoon struct {
	context.Context //nolint:containedctx // It is one.

	looks int
}

func (c *endsSoon) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}

// TestAddUsersIsBounded: how many is looked at before anything happens, and who gives up
// in the middle has added nobody.
func TestAddUsersIsBounded(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	before := m.Snapshot()
	for _, n := range []int{-1, 0, 1_000_001} {
		require.ErrorIs(t, m.Backstage.AddUsers(t.Context(), "x", n), admin365.ErrInvalid, "%d", n)
	}
	require.ErrorIs(t, m.Backstage.AddUsers(&endsSoon{t.Context(), 50}, "x", 1000), context.Canceled)
	assert.Empty(t, m.Changes(before))
	require.NoError(t, m.Backstage.AddUsers(t.Context(), "x", 1))
	assert.NotEmpty(t, m.Changes(before))
}
