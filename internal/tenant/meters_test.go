package tenant

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMetersForget: those who used something once are forgotten when all of it has come
// back, so that a million of them take no more room than those of a moment.
func TestMetersForget(t *testing.T) {
	t.Parallel()
	var m Meters
	now := time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)
	most := 0
	for i := range 100_000 {
		now = now.Add(10 * time.Millisecond)
		draws := []Draw{
			{Allowance: Allowance{Name: "bucket", Amount: 10, Per: time.Second}, Account: Account{Who: strconv.Itoa(i)}, Cost: 5, Share: 1},
			{Allowance: Allowance{Name: "window", Amount: 10, Per: 2 * time.Second, Window: true}, Account: Account{Who: strconv.Itoa(i)}, Cost: 1, Share: 1},
		}
		require.True(t, m.Take(now, draws))
		most = max(most, len(m.known))
	}
	assert.LessOrEqual(t, most, fewMeters+2)
}

// TestMetersKeep: what has not come back is not forgotten, however many come.
func TestMetersKeep(t *testing.T) {
	t.Parallel()
	var m Meters
	now := time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)
	take := func(who string) bool {
		return m.Take(now, []Draw{{Allowance: Allowance{Name: "a", Amount: 1, Per: time.Hour}, Account: Account{Who: who}, Cost: 1, Share: 1}})
	}
	require.True(t, take("first"))
	for i := range 3 * fewMeters {
		require.True(t, take(strconv.Itoa(i)))
	}
	now = now.Add(59 * time.Minute)
	assert.False(t, take("first"))
	now = now.Add(time.Minute)
	assert.True(t, take("first"))
}

// TestMetersAllOrNothing: what one allowance does not have is taken from none.
func TestMetersAllOrNothing(t *testing.T) {
	t.Parallel()
	var m Meters
	now := time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)
	draws := func() []Draw {
		return []Draw{
			{Allowance: Allowance{Name: "wide", Amount: 10, Per: time.Minute}, Cost: 1, Share: 1},
			{Allowance: Allowance{Name: "narrow", Amount: 2, Per: time.Minute, Window: true}, Cost: 1, Share: 1},
		}
	}
	require.True(t, m.Take(now, draws()))
	now = now.Add(20 * time.Second)
	require.True(t, m.Take(now, draws()))
	refused := draws()
	require.False(t, m.Take(now, refused))
	assert.False(t, refused[0].Short)
	assert.True(t, refused[1].Short)
	assert.Equal(t, 40*time.Second, refused[1].Wait, "the window began with the first")
	assert.InDelta(t, 9, refused[0].Left, 1e-9, "one of two has come back, and the third was not taken")
	assert.InDelta(t, 1.5, refused[1].Load, 1e-9)
}
