package tenant

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func statuses(requests []Request) (list []int) {
	for _, r := range requests {
		list = append(list, r.Status)
	}
	return list
}

// TestLogIsBounded: the last calls are kept, in order, and their numbers tell what is new.
func TestLogIsBounded(t *testing.T) {
	t.Parallel()
	var log Log
	log.Add(Request{Status: 99})
	assert.Empty(t, log.All(), "it is off")
	log.Keep(3)
	for i := range 5 {
		assert.Len(t, log.Since(uint64(i)), 0, "nothing is newer than the newest")
		log.Add(Request{Status: i})
		assert.Equal(t, []int{i}, statuses(log.Since(uint64(i))))
	}
	assert.Equal(t, []int{2, 3, 4}, statuses(log.All()))
	assert.Equal(t, []int{2, 3, 4}, statuses(log.Since(0)), "what is gone is gone")
	assert.Equal(t, []int{3, 4}, statuses(log.Since(3)))
	assert.Empty(t, log.Since(100))
	assert.Equal(t, uint64(3), log.All()[0].Seq)

	log.Keep(2)
	assert.Equal(t, []int{3, 4}, statuses(log.All()))
	log.Keep(4)
	log.Add(Request{Status: 5})
	assert.Equal(t, []int{2, 3, 4, 5}, statuses(log.All()))
	assert.Equal(t, []int{4, 5}, statuses(log.Since(4)))

	log.Clear()
	assert.Empty(t, log.All())
	assert.Equal(t, uint64(6), log.Last())
	log.Add(Request{Status: 6})
	assert.Equal(t, []int{6}, statuses(log.Since(6)))
	assert.Equal(t, []int{6}, statuses(log.Since(0)))
	assert.Equal(t, uint64(7), log.Last(), "numbers are not given twice")

	log.Keep(0)
	for i := range logLimit + 3*logChunk {
		log.Add(Request{Status: i})
	}
	all := log.All()
	require.Len(t, all, logLimit)
	for i, r := range all {
		require.Equal(t, 3*logChunk+i, r.Status)
	}
	assert.LessOrEqual(t, log.kept, logLimit+logChunk)
	log.Keep(logChunk / 2)
	require.Len(t, log.All(), logChunk/2)
	assert.Less(t, log.kept, 2*logChunk)
}

// TestLogCountsWhatIsMissing: how often somebody asked for what is not here, by name, and
// of no more names than that.
func TestLogCountsWhatIsMissing(t *testing.T) {
	t.Parallel()
	var log Log
	log.Keep(1)
	for range 3 {
		log.Add(Request{Missing: "GET /users/{id}/calendar"})
	}
	log.Add(Request{Op: "lab.Things.Get"})
	assert.Equal(t, map[string]int{"GET /users/{id}/calendar": 3}, log.Missing(), "though their requests are gone")
	for i := range 2 * maxMissing {
		log.Add(Request{Missing: strconv.Itoa(i)})
	}
	assert.Len(t, log.Missing(), maxMissing)
	log.Clear()
	assert.Empty(t, log.Missing())
}
