package instances

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func FuzzUpdate(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"targetVersion":"28.1","available":true,"selected":true,"updateStatus":"Scheduled","targetVersionType":"ga",
		"scheduleDetails":{"latestSelectableDateTime":"2026-06-01T00:00:00Z","selectedDateTime":"2026-02-01T20:00:00Z","ignoreUpdateWindow":false,"rolloutStatus":"Active"}}`,
		`{"targetVersion":"28.2","available":false,"selected":false,"expectedAvailability":{"month":2,"year":2026},"targetVersionType":"Preview"}`,
		`{"targetVersion":"28.3","expectedAvailablity":{"month":13,"year":-1},"scheduleDetails":null}`,
		`{"scheduleDetails":{"latestSelectableDate":"2026-06-01","selectedDateTime":null,"rolloutStatus":"UNDERMAINTENANCE"}}`,
		`{"scheduleDetails":{"selectedDateTime":"2026-02-01T20:00:00","latestSelectableDateTime":""}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		settles(t, b, reads(itself[updateWire]), itself[updateWire])
		u, ok := reads((*updateWire).update)(b)
		if !ok {
			return
		}
		require.NotEmpty(t, u.Type)
		if last, ok := u.LastDate(); ok {
			require.False(t, last.After(u.Latest))
		}
		// What the service says can be said to it.
		patch := Schedule{At: u.At, IgnoreWindow: &u.IgnoreWindow}.body(u.Target(), true)
		settles(t, rawJSON(patch), reads(itself[updatePatch]), itself[updatePatch])
	})
}

func FuzzCentralOperation(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"id":"11111111-2222-4333-8444-555555555555","type":"copy","status":"scheduled","createdOn":"2026-01-05T09:00:00.123Z","createdBy":"ada@contoso.com","errorMessage":"",
		"parameters":{"sourceEnvironmentName":"Production","destinationEnvironmentName":"Twin","productFamily":"businesscentral","environmentType":"sandbox","n":1.5,"z":null},"environmentName":"Production"}`,
		`{"id":"x/y","type":"environmentRename","status":"Succeeded","createdOn":"2026-01-05","startedOn":null,"completedOn":"2026-01-05T10:00:00","parameters":{"oldEnvironmentName":"a","newEnvironmentName":"b"}}`,
		`{"type":"environmentAppUpdate","status":"failed","errorMessage":"It failed.","creatorPrincipalType":"App","parameters":{"appId":"a","targetAppVersion":"2.0","sourceAppVersion":"1.0"}}`,
		`{"type":"update","targetAppVersion":"2","sourceAppVersion":"1","appId":"a"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		settles(t, b, reads(itself[centralOperationWire]), itself[centralOperationWire])
		settles(t, b, reads(itself[appOperationWire]), itself[appOperationWire])
		if o, ok := reads(func(w *centralOperationWire) *CentralOperation { return w.operation(BusinessCentral) })(b); ok {
			require.NotEmpty(t, o.ID)
			require.Equal(t, o.Environment.family(), o.Environment.Family)
		}
		if o, ok := reads(func(w *appOperationWire) *CentralOperation { return w.operation(Central("Production"), "a") })(b); ok {
			require.Equal(t, Central("Production"), o.Environment)
		}
	})
}

// FuzzWindow: a window is read and written, and every day has one of its length that begins
// when it says.
func FuzzWindow(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"preferredStartTime":"20:00","preferredEndTime":"06:00","timeZoneId":"Romance Standard Time"}`,
		`{"preferredStartTime":"00:00","preferredEndTime":"00:00","timeZoneId":"UTC"}`,
		`{"preferredStartTimeUtc":"2026-01-05T20:00:00Z","preferredEndTimeUtc":"2026-01-06T06:00:00+02:00"}`,
		`{"preferredStartTime":"2:30","preferredEndTime":"23:59","timeZoneId":"Newfoundland Standard Time","preferredStartTimeUtc":null}`,
	} {
		f.Add([]byte(seed), int64(1767600000))
		f.Add([]byte(seed), int64(1774747800)) // The clocks go forward in Europe.
	}
	f.Fuzz(func(t *testing.T, b []byte, unix int64) {
		settles(t, b, reads(itself[Window]), itself[Window])
		var w Window
		if json.Unmarshal(b, &w) != nil || unix < 0 || unix > 1<<33 {
			return
		}
		start, startOK := minuteOf(w.Start)
		end, endOK := minuteOf(w.End)
		zone, zoneOK := zoneOf(w.TimeZone)
		if !startOK || !endOK || !zoneOK {
			return
		}
		s := span{start, end, zone}
		at := time.Unix(unix, 0).UTC()
		from, until := s.current(at)
		require.True(t, until.After(at))
		require.True(t, from.Before(until) || s.length() < 2*time.Hour)
		next, _ := s.next(at)
		require.False(t, next.Before(at))
		require.Less(t, next.Sub(at), 26*time.Hour)
		require.Equal(t, time.UTC, from.Location())
	})
}

func FuzzCentralTime(f *testing.F) {
	for _, seed := range []string{
		`null`, `""`, `"2026-01-05"`, `"2026-01-05T09:00:00"`, `"2026-01-05T09:00:00.1234567"`, `"2026-01-05T09:00:00Z"`, `"2026-01-05T09:00:00+13:45"`, `"0001-01-01T00:00:00"`,
		`"0001-01-01T00:00:00+01:00"`, `"9999-12-31T23:59:59-01:00"`, `"2026-02-30"`, `1`, `"2024-02-29"`, `{}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		read := func(b []byte) (at centralTime, ok bool) { return at, json.Unmarshal(b, &at) == nil }
		settles(t, b, read, func(at centralTime) centralTime { return at })
		if at, ok := read(b); ok {
			require.Equal(t, time.UTC, at.Location())
		}
	})
}

func FuzzFamily(f *testing.F) {
	for _, seed := range []string{
		`{"applicationFamily":"businesscentral","countriesringDetails":{"countryCode":"DK","rings":[{"name":"PROD","productionRing":true,"friendlyName":"Production"}]}}`,
		`{"applicationFamily":"Other","countriesringDetails":[{"countryCode":"US","rings":[]},null]}`, `{"countriesringDetails":null}`, `{"countriesringDetails":" {"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		settles(t, b, reads((*familyWire).public), func(c *CentralFamily) *familyWire { return &familyWire{c.Family, c.Countries} })
	})
}
