package instances

import (
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// country is a country or region where environments can be made. Ours: a part of the
// service's list.
type country struct{ code, zone, location, geo string }

var countries = []country{
	{"AT", "W. Europe Standard Time", "West Europe", "Europe"},
	{"AU", "AUS Eastern Standard Time", "Australia East", "Australia"},
	{"BE", "Romance Standard Time", "West Europe", "Europe"},
	{"CA", "Eastern Standard Time", "Canada Central", "Canada"},
	{"CH", "W. Europe Standard Time", "Switzerland North", "Switzerland"},
	{"DE", "W. Europe Standard Time", "Germany West Central", "Germany"},
	{"DK", "Romance Standard Time", "North Europe", "Europe"},
	{"ES", "Romance Standard Time", "West Europe", "Europe"},
	{"FI", "FLE Standard Time", "North Europe", "Europe"},
	{"FR", "Romance Standard Time", "France Central", "France"},
	{"GB", "GMT Standard Time", "UK South", "United Kingdom"},
	{"IS", "Greenwich Standard Time", "North Europe", "Europe"},
	{"IT", "W. Europe Standard Time", "West Europe", "Europe"},
	{"MX", "Central Standard Time (Mexico)", "South Central US", "United States"},
	{"NL", "W. Europe Standard Time", "West Europe", "Europe"},
	{"NO", "W. Europe Standard Time", "Norway East", "Norway"},
	{"NZ", "New Zealand Standard Time", "Australia East", "Australia"},
	{"SE", "W. Europe Standard Time", "Sweden Central", "Europe"},
	{"US", "Central Standard Time", "Central US", "United States"},
}

func countryOf(code string) (*country, bool) {
	for i := range countries {
		if strings.EqualFold(countries[i].code, code) {
			return &countries[i], true
		}
	}
	return nil, false
}

// The window where none is set.
const (
	defaultStart = "20:00"
	defaultEnd   = "06:00"
)

// span is a daily window: minutes of the day, and the zone that they are of.
type span struct {
	start, end int
	zone       *zone
}

// window is the environment's window, the country's own if none is set.
func (r *centralRow) window() span {
	w := span{zone: r.defaultZone()}
	start, end := defaultStart, defaultEnd
	if r.Zone != "" {
		start, end = r.Start, r.End
		if z, ok := zoneOf(r.Zone); ok {
			w.zone = z
		}
	}
	w.start, _ = minuteOf(start)
	w.end, _ = minuteOf(end)
	return w
}

func (r *centralRow) defaultZone() *zone {
	id := "UTC"
	if c, ok := countryOf(r.Country); ok {
		id = c.zone
	}
	z, _ := zoneOf(id)
	return z
}

// minuteOf reads a time of day such as "20:00".
func minuteOf(s string) (int, bool) {
	at, err := time.Parse("15:04", s)
	return at.Hour()*60 + at.Minute(), err == nil
}

// length is how long the window is.
func (w span) length() time.Duration { return minutes((w.end - w.start + 24*60) % (24 * 60)) }

// on is the window that begins on the day of a local time.
func (w span) on(local time.Time) (from, until time.Time) {
	day := local.Truncate(24 * time.Hour)
	end := w.end
	if end <= w.start {
		end += 24 * 60
	}
	return w.zone.utc(day.Add(minutes(w.start))), w.zone.utc(day.Add(minutes(end)))
}

// next is the first window that begins at a time or after it.
func (w span) next(at time.Time) (from, until time.Time) {
	for local := w.zone.local(at).AddDate(0, 0, -1); ; local = local.AddDate(0, 0, 1) {
		if from, until = w.on(local); !from.Before(at) {
			return from, until
		}
	}
}

// current is the window that is now, or else the next one.
func (w span) current(at time.Time) (from, until time.Time) {
	if from, until = w.on(w.zone.local(at).AddDate(0, 0, -1)); until.After(at) {
		return from, until
	}
	if from, until = w.on(w.zone.local(at)); until.After(at) {
		return from, until
	}
	return w.next(at)
}

// public is the window as the service shows it.
func (w span) public(r *centralRow, now time.Time) *Window {
	from, until := w.current(now)
	start, end := defaultStart, defaultEnd
	if r.Zone != "" {
		start, end = r.Start, r.End
	}
	return &Window{Start: start, End: end, TimeZone: w.zone.id, StartUTC: from, EndUTC: until}
}

// minWindow is how long a window is at least.
const minWindow = 6 * time.Hour

// centralWindow is the window that is set; nil where none is.
func centralWindow(tx *tenant.Tx, family Family, name string) (*Window, error) {
	row, err := readable(tx, family, name)
	if err != nil || row.Zone == "" {
		return nil, err
	}
	return row.window().public(row, tx.Now()), nil
}

// setCentralWindow changes the window, and moves the scheduled update into it.
func setCentralWindow(tx *tenant.Tx, family Family, name string, w Window) (*Window, error) {
	row, err := admitted(tx, family, name, actWindow)
	if err != nil {
		return nil, err
	}
	next := *row
	local := w.Start != "" || w.End != "" || w.TimeZone != ""
	switch {
	case local && (!w.StartUTC.IsZero() || !w.EndUTC.IsZero()):
		return nil, centralInput.Err("", "preferredStartTimeUtc")
	case local:
		z, ok := zoneOf(w.TimeZone)
		if !ok {
			return nil, centralInput.Err("", "timeZoneId")
		}
		next.Start, next.End, next.Zone = w.Start, w.End, z.id
	case w.StartUTC.IsZero() || w.EndUTC.IsZero():
		return nil, api.BusinessCentralBody.Err("")
	default:
		z := row.defaultZone()
		next.Zone = z.id
		next.Start, next.End = z.clock(tx.Now(), w.StartUTC), z.clock(tx.Now(), w.EndUTC)
	}
	for _, of := range []struct {
		property string
		value    *string
	}{{"preferredStartTime", &next.Start}, {"preferredEndTime", &next.End}} {
		at, err := time.Parse("15:04", *of.value)
		if err != nil {
			return nil, centralInput.Err("", of.property)
		}
		*of.value = at.Format("15:04")
	}
	window := next.window()
	if window.length() < minWindow {
		return nil, about(windowShort.Err("", "The update window has to be six hours long at least."), "Preferred Upgrade Window")
	}
	if err := next.moveInto(tx, window); err != nil {
		return nil, err
	}
	if err := next.modified(tx, map[string]any{"preferredStartTime": next.Start, "preferredEndTime": next.End, "timeZoneId": next.Zone}); err != nil {
		return nil, err
	}
	if err := next.plan(tx); err != nil {
		return nil, err
	}
	return window.public(&next, tx.Now()), nil
}

// moveInto moves the scheduled update into a window on the day that it has.
func (r *centralRow) moveInto(tx *tenant.Tx, w span) error {
	p := r.selectedPlan()
	if p == nil || p.At.IsZero() || p.Ignore || p.Status == UpdateRunning {
		return nil
	}
	at, _ := w.on(w.zone.local(p.At))
	if at.Before(tx.Now()) || r.beyond(tx, at) {
		return windowConstraint.Err("", "The scheduled update would be outside of the dates that it can have.")
	}
	next := *p
	next.At = at
	r.put(next)
	return nil
}
