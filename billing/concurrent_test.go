package billing_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// TestLastSeats: of 64 callers at once exactly as many win as there are seats, and the
// others hear why not.
func TestLastSeats(t *testing.T) {
	t.Parallel()
	const callers, free = 64, 10
	for _, way := range []subjects.Way{subjects.Memory, subjects.InProcess} {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			m := newTest(t).Memory
			buy(t, m, entraP1, free)
			people := crowd(t, m, callers)
			c := subjects.Client(t, m, way, admin365.Caller{})
			results := make([]error, callers)
			var all sync.WaitGroup
			start := make(chan struct{})
			for i := range callers {
				all.Go(func() {
					<-start
					results[i] = c.Billing.Licenses.Assign(t.Context(), people[i], adding(license(entraP1)))
				})
			}
			close(start)
			all.Wait()
			won, lost := 0, 0
			for i, err := range results {
				switch {
				case err == nil:
					won++
				case errors.Is(err, billing.ErrNoSeats):
					lost++
				default:
					t.Errorf("caller %d: %v", i, err)
				}
			}
			assert.Equal(t, free, won)
			assert.Equal(t, callers-free, lost)
			holders, err := conform.Collect(c.Billing.Licenses.Holders(t.Context(), entraP1))
			require.NoError(t, err)
			assert.Len(t, holders, free)
			sku, err := billing.FindSKU(t.Context(), c.Billing.SKUs, "AAD_PREMIUM")
			require.NoError(t, err)
			assert.Equal(t, free, sku.ConsumedUnits)
			assert.Zero(t, billing.Available(sku))
		})
	}
}

// crowd are n people more.
func crowd(t testing.TB, m *admin.Memory, n int) (ids []admin365.UserID) {
	t.Helper()
	require.NoError(t, m.Backstage.AddUsers(t.Context(), "u", n))
	for u, err := range m.Identity.Users.List(t.Context(), identity.UserQuery{UserPrincipalNamePrefix: "u0"}) {
		require.NoError(t, err)
		ids = append(ids, u.ID)
	}
	require.Len(t, ids, n)
	return ids
}
