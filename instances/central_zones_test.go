package instances

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestZones: our rules are those of the database of time zones, where there is one.
func TestZones(t *testing.T) {
	t.Parallel()
	if _, err := time.LoadLocation("Europe/Paris"); err != nil {
		t.Skip("this machine has no database of time zones")
	}
	for i := range zones {
		z := &zones[i]
		location, err := time.LoadLocation(z.iana)
		if err != nil {
			t.Errorf("%s: %v", z.id, err)
			continue
		}
		for at := time.Date(2025, 1, 1, 0, 30, 0, 0, time.UTC); at.Year() < 2031; at = at.Add(time.Hour) {
			_, seconds := at.In(location).Zone()
			if z.at(at)*60 != seconds {
				t.Errorf("%s at %s: %d minutes, the database says %d", z.id, at, z.at(at), seconds/60)
				break
			}
			local := z.local(at)
			if back := z.utc(local); !back.Equal(at) && !z.local(back).Equal(local) {
				t.Errorf("%s at %s: local %s, back %s", z.id, at, local, back)
				break
			}
		}
	}
}

// TestZoneOf: ids are found in any letter case.
func TestZoneOf(t *testing.T) {
	t.Parallel()
	z, ok := zoneOf("romance standard time")
	assert.True(t, ok)
	assert.Equal(t, "+01:00", z.public(time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)).CurrentUTCOffset)
	summer := z.public(time.Date(2026, 7, 5, 0, 0, 0, 0, time.UTC))
	assert.Equal(t, "+02:00", summer.CurrentUTCOffset)
	assert.True(t, summer.IsDaylightSavingTime)
	_, ok = zoneOf("Europe/Paris")
	assert.False(t, ok, "only the ids of Windows")
}
