package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTenThousand is the size that an administrator of a large organization
// brings along; over our HTTP client and the emulator.
func TestTenThousand(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	const people = 10000
	in := inFolder(t)
	write(t, in("people.csv"), crowd(people))
	started := time.Now()
	r := onboard(t, t.Context(), "-starters", in("people.csv"), "-tenant-file", in("t.json"), "-results", in("r.csv"), "-via", "http")
	took := time.Since(started)
	t.Logf("%d people through -via http took %v", people, took)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "Total           10000        0          0       0  10000\n")
	assert.Less(t, took, 2*time.Minute)
	assert.Len(t, resultsIn(t, in("r.csv")), people)
	assert.Equal(t, people+24, len(passwords(t, read(t, in("t.json")))))
}
