package instances

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestWindowsEverywhere: whatever the zone, the season and the window, the next one begins
// within a day, at the time that clocks show, and ends after it began.
func TestWindowsEverywhere(t *testing.T) {
	t.Parallel()
	for i := range zones {
		for _, start := range []int{0, 90, 150, 1200} {
			for _, length := range []int{360, 1439} {
				w := span{start: start, end: (start + length) % 1440, zone: &zones[i]}
				first := time.Date(2026, time.January, 1, 0, 17, 0, 0, time.UTC)
				for at := first; at.Year() < 2027; at = at.Add(17 * time.Hour) {
					from, until := w.next(at)
					about := []any{zones[i].id, start, length, at, from, until}
					require.False(t, from.Before(at), about...)
					require.LessOrEqual(t, from.Sub(at), 25*time.Hour, about...)
					require.InDelta(t, length, until.Sub(from).Minutes(), 60, about...)
					local := zones[i].local(from)
					shown := local.Hour()*60 + local.Minute()
					// Of an hour that there is not it is the next one.
					require.True(t, shown == start || shown == (start+60)%1440, about...)
					from, until = w.current(at)
					require.True(t, until.After(at), about...)
					require.LessOrEqual(t, from.Sub(at), 25*time.Hour, about...)
				}
			}
		}
	}
}
