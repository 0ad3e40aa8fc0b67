package healthtest

import (
	"time"
	// The zones of the cases, where the machine has none.
	_ "time/tzdata"

	"github.com/admin365/admin365/health"
)

// zone is a time zone, or the end of the case.
func zone(c *run, name string) *time.Location {
	c.Helper()
	l, err := time.LoadLocation(name)
	c.Must(err, "loading the time zone "+name)
	return l
}

func zoneCases() []kase {
	return []kase{
		{
			Name: "Days/when-clocks-change", Needs: []string{HasIssues}, Source: docDays,
			Why: "once a year a day has 23 hours, and a strip that counts 24 is a day off from then on",
			Run: func(c *run) {
				for _, q := range []struct {
					zone        string
					year        int
					month       time.Month
					day         int
					hours, next int
				}{
					{"Europe/Berlin", 2025, time.March, 30, 23, 24},
					{"Europe/Berlin", 2025, time.October, 26, 25, 24},
					{"America/New_York", 2026, time.March, 8, 23, 24},
					{"America/New_York", 2025, time.November, 2, 25, 24},
					{"Australia/Lord_Howe", 2025, time.April, 6, 24, 24}, // Half an hour, see below.
					{"America/Sao_Paulo", 2018, time.November, 4, 23, 24},
					{"Asia/Kolkata", 2025, time.June, 1, 24, 24},
					{"UTC", 2025, time.March, 30, 24, 24},
				} {
					l := zone(c, q.zone)
					from := time.Date(q.year, q.month, q.day, 12, 0, 0, 0, l)
					days := history(c, health.DaysQuery{From: from.AddDate(0, 0, -1), To: from.AddDate(0, 0, 1), Location: l})
					if len(days) != 3 {
						c.Errorf("%s: there are %d days", q.zone, len(days))
						continue
					}
					for n, d := range days {
						if n > 0 && !d.Start.Equal(days[n-1].End) {
							c.Errorf("%s: a day ends at %v and the next one begins at %v", q.zone, days[n-1].End, d.Start)
						}
						if _, _, of := d.Start.In(l).Date(); of != from.AddDate(0, 0, n-1).Day() {
							c.Errorf("%s: day %d begins at %v", q.zone, n, d.Start)
						}
					}
					length := days[1].End.Sub(days[1].Start)
					if length.Round(time.Hour) != time.Duration(q.hours)*time.Hour && q.zone != "Australia/Lord_Howe" {
						c.Errorf("%s: the day has %v, want %d hours", q.zone, length, q.hours)
					}
					if q.zone == "Australia/Lord_Howe" && length != 24*time.Hour+30*time.Minute {
						c.Errorf("%s: the day has %v, want 24½ hours", q.zone, length)
					}
					if after := days[2].End.Sub(days[2].Start); after != time.Duration(q.next)*time.Hour {
						c.Errorf("%s: the day after has %v", q.zone, after)
					}
				}
			},
		},
		{
			Name: "Days/a-day-that-a-zone-left-out", Needs: []string{HasIssues}, Source: docDays,
			Why: "in Samoa people went to bed on a Thursday and woke on a Saturday",
			Run: func(c *run) {
				l := zone(c, "Pacific/Apia")
				days := history(c, health.DaysQuery{From: time.Date(2011, 12, 29, 12, 0, 0, 0, l), To: time.Date(2011, 12, 31, 12, 0, 0, 0, l), Location: l})
				var got []int
				for _, d := range days {
					got = append(got, d.Start.In(l).Day())
				}
				same(c, "the days of the month", got, []int{29, 31})
				if len(days) == 2 && (!days[0].End.Equal(days[1].Start) || days[0].End.Sub(days[0].Start) != day || days[1].End.Sub(days[1].Start) != day) {
					c.Errorf("the days are %v", days)
				}
			},
		},
		{
			Name: "Days/of-the-zone", Needs: ofIssues(CanAdvance), Source: docDays,
			Why: "what began in the evening in New York began on the next day in London, and each sees his own",
			Run: func(c *run) {
				subscribe(c, Skype)
				at := midnight(c)
				c.S.Advance(3 * time.Hour) // 03:00 in UTC is the day before in America.
				i := past(c, Skype, time.Hour)
				for name, offset := range map[string]int{"America/New_York": -1, "UTC": 0, "Asia/Tokyo": 0, "Pacific/Kiritimati": 0} {
					l := zone(c, name)
					y, m, d := at.Date()
					noon := time.Date(y, m, d, 12, 0, 0, 0, l)
					days := history(c, health.DaysQuery{From: noon.AddDate(0, 0, -2), To: noon.AddDate(0, 0, 2), Location: l, Services: []string{Skype}})
					if len(days) != 5 {
						c.Fatalf("%s: there are %d days", name, len(days))
					}
					for n, one := range days {
						want := 0
						if n == 2+offset {
							want = 1
						}
						if len(one.Services) != 1 || len(one.Services[0].Issues) != want {
							c.Errorf("%s: the day from %v tells of %+v, want %d issues (%v)", name, one.Start.In(l), one.Services, want, i.StartDateTime.In(l))
						}
					}
				}
			},
		},
		{
			Name: "Days/times-of-day-do-not-matter", Needs: []string{HasIssues}, Source: docDays,
			Why: "the day of a moment is that of the zone that was asked for, and not that of the moment's own",
			Run: func(c *run) {
				l := zone(c, "Asia/Tokyo")
				// 16:00 in UTC is the next day in Tokyo.
				at := time.Date(2025, 6, 1, 16, 0, 0, 0, time.UTC)
				days := history(c, health.DaysQuery{From: at, To: at, Location: l})
				if len(days) != 1 || !days[0].Start.Equal(time.Date(2025, 6, 2, 0, 0, 0, 0, l)) || !days[0].End.Equal(time.Date(2025, 6, 3, 0, 0, 0, 0, l)) {
					c.Errorf("the days are %v", days)
				}
				days = history(c, health.DaysQuery{From: at.In(l), To: at.In(l)})
				if len(days) != 1 || !days[0].Start.Equal(time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)) {
					c.Errorf("in UTC the days are %v", days)
				}
			},
		},
	}
}
