package instances

import (
	"fmt"
	"strings"
	"time"
)

// zone is a time zone of Windows. The table is our own, as are the rules of daylight
// saving time below: a database of time zones is not on every machine, and one that is
// linked in would cost every program half a megabyte. A test compares it with the
// database where there is one.
type zone struct {
	id, display string
	// iana is the zone of the database that it stands for.
	iana string
	// offset is how many minutes it is ahead of UTC without daylight saving time.
	offset int
	rule   daylight
}

// daylight is when clocks go forward and back.
type daylight uint8

const (
	daylightNone daylight = iota
	daylightEurope
	daylightAmerica
	daylightAustralia
	daylightNewZealand
)

// zones are those that an update window can have.
// Source of the ids: Unicode CLDR, windowsZones.xml.
var zones = []zone{
	{"Hawaiian Standard Time", "(UTC-10:00) Hawaii", "Pacific/Honolulu", -600, daylightNone},
	{"Alaskan Standard Time", "(UTC-09:00) Alaska", "America/Anchorage", -540, daylightAmerica},
	{"Pacific Standard Time", "(UTC-08:00) Pacific Time (US & Canada)", "America/Los_Angeles", -480, daylightAmerica},
	{"US Mountain Standard Time", "(UTC-07:00) Arizona", "America/Phoenix", -420, daylightNone},
	{"Mountain Standard Time", "(UTC-07:00) Mountain Time (US & Canada)", "America/Denver", -420, daylightAmerica},
	{"Central Standard Time", "(UTC-06:00) Central Time (US & Canada)", "America/Chicago", -360, daylightAmerica},
	{"Central Standard Time (Mexico)", "(UTC-06:00) Guadalajara, Mexico City, Monterrey", "America/Mexico_City", -360, daylightNone},
	{"Eastern Standard Time", "(UTC-05:00) Eastern Time (US & Canada)", "America/New_York", -300, daylightAmerica},
	{"SA Pacific Standard Time", "(UTC-05:00) Bogota, Lima, Quito, Rio Branco", "America/Bogota", -300, daylightNone},
	{"Atlantic Standard Time", "(UTC-04:00) Atlantic Time (Canada)", "America/Halifax", -240, daylightAmerica},
	{"Newfoundland Standard Time", "(UTC-03:30) Newfoundland", "America/St_Johns", -210, daylightAmerica},
	{"E. South America Standard Time", "(UTC-03:00) Brasilia", "America/Sao_Paulo", -180, daylightNone},
	{"UTC", "(UTC) Coordinated Universal Time", "Etc/UTC", 0, daylightNone},
	{"GMT Standard Time", "(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London", 0, daylightEurope},
	{"Greenwich Standard Time", "(UTC+00:00) Monrovia, Reykjavik", "Atlantic/Reykjavik", 0, daylightNone},
	{"W. Europe Standard Time", "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin", 60, daylightEurope},
	{"Central Europe Standard Time", "(UTC+01:00) Belgrade, Bratislava, Budapest, Ljubljana, Prague", "Europe/Budapest", 60, daylightEurope},
	{"Romance Standard Time", "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", "Europe/Paris", 60, daylightEurope},
	{"Central European Standard Time", "(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "Europe/Warsaw", 60, daylightEurope},
	{"GTB Standard Time", "(UTC+02:00) Athens, Bucharest", "Europe/Bucharest", 120, daylightEurope},
	{"FLE Standard Time", "(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "Europe/Helsinki", 120, daylightEurope},
	{"South Africa Standard Time", "(UTC+02:00) Harare, Pretoria", "Africa/Johannesburg", 120, daylightNone},
	{"Turkey Standard Time", "(UTC+03:00) Istanbul", "Europe/Istanbul", 180, daylightNone},
	{"Arabian Standard Time", "(UTC+04:00) Abu Dhabi, Muscat", "Asia/Dubai", 240, daylightNone},
	{"India Standard Time", "(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata", 330, daylightNone},
	{"China Standard Time", "(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi", "Asia/Shanghai", 480, daylightNone},
	{"Singapore Standard Time", "(UTC+08:00) Kuala Lumpur, Singapore", "Asia/Singapore", 480, daylightNone},
	{"W. Australia Standard Time", "(UTC+08:00) Perth", "Australia/Perth", 480, daylightNone},
	{"Tokyo Standard Time", "(UTC+09:00) Osaka, Sapporo, Tokyo", "Asia/Tokyo", 540, daylightNone},
	{"AUS Central Standard Time", "(UTC+09:30) Darwin", "Australia/Darwin", 570, daylightNone},
	{"Cen. Australia Standard Time", "(UTC+09:30) Adelaide", "Australia/Adelaide", 570, daylightAustralia},
	{"E. Australia Standard Time", "(UTC+10:00) Brisbane", "Australia/Brisbane", 600, daylightNone},
	{"AUS Eastern Standard Time", "(UTC+10:00) Canberra, Melbourne, Sydney", "Australia/Sydney", 600, daylightAustralia},
	{"Tasmania Standard Time", "(UTC+10:00) Hobart", "Australia/Hobart", 600, daylightAustralia},
	{"New Zealand Standard Time", "(UTC+12:00) Auckland, Wellington", "Pacific/Auckland", 720, daylightNewZealand},
}

// zoneOf returns the zone with the id, letter case aside.
func zoneOf(id string) (*zone, bool) {
	for i := range zones {
		if strings.EqualFold(zones[i].id, id) {
			return &zones[i], true
		}
	}
	return nil, false
}

// public is the zone as the service lists it at a time.
func (z *zone) public(at time.Time) *TimeZone {
	minutes := z.at(at)
	sign := '+'
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	return &TimeZone{
		ID: z.id, DisplayName: z.display, CurrentUTCOffset: fmt.Sprintf("%c%02d:%02d", sign, minutes/60, minutes%60),
		SupportsDaylightSavingTime: z.rule != daylightNone, IsDaylightSavingTime: z.at(at) != z.offset,
	}
}

// at is how many minutes the zone is ahead of UTC at a time.
func (z *zone) at(t time.Time) int {
	if z.rule.on(t.UTC(), z.offset) {
		return z.offset + 60
	}
	return z.offset
}

// local is a time as clocks in the zone show it, written as if it were UTC.
func (z *zone) local(t time.Time) time.Time { return t.UTC().Add(minutes(z.at(t))) }

// clock is the time of day that clocks in the zone show today at the time of day of a time
// in UTC, whose date does not count.
func (z *zone) clock(today, at time.Time) string {
	day := today.UTC().Truncate(24 * time.Hour)
	return z.local(day.Add(at.UTC().Sub(at.UTC().Truncate(24 * time.Hour)))).Format("15:04")
}

// utc is the time at which clocks in the zone show local, written as if it were UTC. Of
// an hour that there is twice it is the first, and of one that there is not, what the
// clocks would have shown.
func (z *zone) utc(local time.Time) time.Time {
	summer := local.Add(-minutes(z.offset + 60))
	if z.at(summer) != z.offset {
		return summer
	}
	return local.Add(-minutes(z.offset))
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// on reports whether clocks are forward at a time, in a zone so many minutes ahead.
func (d daylight) on(t time.Time, offset int) bool {
	standard := t.Add(minutes(offset))
	between := func(at, from, until time.Time) bool { return !at.Before(from) && at.Before(until) }
	switch d {
	case daylightEurope:
		return between(t, sunday(t, time.March, last, 1), sunday(t, time.October, last, 1))
	case daylightAmerica:
		return between(standard, sunday(standard, time.March, 2, 2), sunday(standard, time.November, 1, 1))
	case daylightAustralia:
		return !between(standard, sunday(standard, time.April, 1, 2), sunday(standard, time.October, 1, 2))
	case daylightNewZealand:
		return !between(standard, sunday(standard, time.April, 1, 2), sunday(standard, time.September, last, 2))
	default:
		return false
	}
}

// last stands for the last Sunday of a month.
const last = 0

// sunday is an hour of the nth Sunday, counted from 1, or of the last one, of a month of
// the year that t is in.
func sunday(t time.Time, month time.Month, nth, hour int) time.Time {
	if nth == last {
		end := time.Date(t.Year(), month+1, 0, hour, 0, 0, 0, time.UTC)
		return end.AddDate(0, 0, -int(end.Weekday()))
	}
	first := time.Date(t.Year(), month, 1, hour, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, (7-int(first.Weekday()))%7+7*(nth-1))
}
