package healthtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
)

// history asks for days, or ends the case.
func history(c *run, q health.DaysQuery) []health.Day {
	c.Helper()
	days, err := c.S.days(c.Context(), c.S.Service.Issues, q)
	c.Must(err, "asking for the history")
	return days
}

// told is a day's services and issues in words: "Sway:EX1,EX2".
func told(d health.Day) string {
	var services []string
	for _, s := range d.Services {
		var ids []string
		for _, i := range s.Issues {
			ids = append(ids, string(i.ID))
		}
		services = append(services, fmt.Sprintf("%s %s %s:%s", s.Service, s.Status, s.Classification, strings.Join(ids, ",")))
	}
	return strings.Join(services, "; ")
}

// midnight is the next one in UTC, which the tenant's time is moved to.
func midnight(c *run) time.Time {
	c.Helper()
	at := now(c)
	next := at.Truncate(day).Add(day)
	c.S.Advance(next.Sub(at))
	return next
}

func daysCases() []kase {
	return []kase{
		{
			Name: "Days/each-day-of-an-issue", Needs: ofIssues(CanAdvance), Source: docDays,
			Why: "a strip of days shows what lasted on each of them",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				first := midnight(c)
				c.S.Advance(10 * time.Hour)
				long := issue(c, Skype, being(health.ServiceInterruption))
				c.S.Advance(day)
				short := past(c, Skype, time.Hour, as(health.Advisory))
				other := past(c, StaffHub, time.Hour, as(health.Advisory))
				c.S.Advance(day)
				long = resolve(c, long.ID)
				days := history(c, health.DaysQuery{From: first.Add(5 * time.Hour), To: first.Add(3*day + time.Hour), Services: []string{StaffHub, Skype}})
				one := Skype + " serviceRestored incident:" + string(long.ID)
				want := []string{
					StaffHub + " serviceOperational :; " + one,
					StaffHub + " serviceRestored advisory:" + string(other.ID) + "; " + one + "," + string(short.ID),
					StaffHub + " serviceOperational :; " + one,
					StaffHub + " serviceOperational :; " + Skype + " serviceOperational :",
				}
				if len(days) != len(want) {
					c.Fatalf("there are %d days", len(days))
				}
				for n, d := range days {
					start := first.Add(time.Duration(n) * day)
					if !d.Start.Equal(start) || !d.End.Equal(start.Add(day)) {
						c.Errorf("day %d is from %v to %v, want from %v", n, d.Start, d.End, start)
					}
					if got := told(d); got != want[n] {
						c.Errorf("day %d is\n%s\nwant\n%s", n, got, want[n])
					}
				}
				for _, i := range days[1].Services[1].Issues {
					same(c, "the issue", i, map[health.IssueID]*health.Issue{long.ID: long, short.ID: short}[i.ID])
				}
			},
		},
		{
			Name: "Days/borders", Needs: ofIssues(CanAdvance), Source: docDays,
			Why: "an hour of trouble around midnight is trouble of two days",
			Run: func(c *run) {
				subscribe(c, Skype)
				at := midnight(c)
				begun1 := issue(c, Skype, begun(at), func(in *health.NewIssue) { in.Title = "begins at midnight" })
				before := issue(c, Skype, begun(at.Add(-1*time.Nanosecond*100)), func(in *health.NewIssue) { in.Title = "begins before it" })
				c.S.Advance(time.Hour)
				resolve(c, begun1.ID)
				resolve(c, before.ID)
				days := history(c, health.DaysQuery{From: at.Add(-day), To: at, Services: []string{Skype}})
				if len(days) != 2 {
					c.Fatalf("there are %d days", len(days))
				}
				for n, want := range [][]health.IssueID{{before.ID}, {before.ID, begun1.ID}} {
					var got []health.IssueID
					for _, i := range days[n].Services[0].Issues {
						got = append(got, i.ID)
					}
					if err := sameSet(fmt.Sprintf("the issues of day %d", n), got, want); err != nil {
						c.Errorf("%v", err)
					}
				}
			},
		},
		{
			Name: "Days/ended-at-midnight", Needs: ofIssues(CanAdvance), Source: docDays,
			Why: "the service's own condition counts the very moment of the end, and a page that does not shows another history",
			Run: func(c *run) {
				subscribe(c, Skype)
				at := midnight(c)
				c.S.Advance(time.Hour)
				i := past(c, Skype, time.Hour)
				for _, q := range []struct {
					end  time.Time
					want int
				}{{at, 1}, {at.Add(-1), 0}} {
					sharp := editedIssues{c.S.Service.Issues, func(one *health.Issue) bool {
						one.StartDateTime, one.EndDateTime = at.Add(-2*time.Hour), q.end
						return one.ID == i.ID
					}, nil}
					days, err := c.S.days(c.Context(), sharp, health.DaysQuery{From: at.Add(-day), To: at, Services: []string{Skype}})
					c.Must(err, "asking for the history")
					if len(days) != 2 || len(days[0].Services[0].Issues) != 1 || len(days[1].Services[0].Issues) != q.want {
						c.Errorf("what ended at %v is in the days %+v", q.end, days)
					}
				}
			},
		},
		{
			Name: "Days/those-with-trouble", Needs: ofIssues(CanAdvance), Source: docServiceDay,
			Why: "who names no service wants to see where it burns, and not a list of what is well",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				first := midnight(c)
				past(c, StaffHub, time.Hour)
				past(c, Skype, time.Hour, as(health.Advisory))
				c.S.Advance(day)
				past(c, Skype, time.Hour)
				days := history(c, health.DaysQuery{From: first, To: first.Add(2 * day)})
				if len(days) != 3 {
					c.Fatalf("there are %d days", len(days))
				}
				for n, want := range [][]string{{StaffHub, Skype}, {Skype}, nil} {
					var ours, names []string
					for _, s := range days[n].Services {
						names = append(names, strings.ToLower(s.Service))
						if s.Service == Skype || s.Service == StaffHub {
							ours = append(ours, s.Service)
						}
						if len(s.Issues) == 0 {
							c.Errorf("on day %d nothing was wrong with %s", n, s.Service)
						}
					}
					if !slices.Equal(ours, want) || !slices.IsSorted(names) {
						c.Errorf("day %d tells of %q, want %q of ours, by name", n, names, want)
					}
				}
			},
		},
		{
			Name: "Days/how-bad", Needs: ofIssues(CanAdvance), Source: docServiceDay,
			Why: "a day has the color of the worst that happened on it, and a false alarm has none",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				first := midnight(c)
				alarm := issue(c, StaffHub)
				update(c, alarm.ID, health.IssueUpdate{Status: health.FalsePositive})
				light := issue(c, Skype, as(health.Advisory), being(health.Investigating))
				heavy := issue(c, Skype, as(health.Advisory), being(health.ServiceDegradation))
				later(c)
				false1 := update(c, issue(c, Skype).ID, health.IssueUpdate{Status: health.FalsePositive})
				d := history(c, health.DaysQuery{From: first, To: first, Services: []string{Skype, StaffHub}})[0]
				if s := d.Services[0]; s.Status != health.ServiceDegradation || s.Classification != health.Advisory {
					c.Errorf("with two advisories that are open and a false alarm it is %s %s", s.Status, s.Classification)
				}
				if s := d.Services[1]; s.Classification != "" {
					c.Errorf("with a false alarm alone it is a day of %q", s.Classification)
				}
				later(c)
				issue(c, Skype)
				d = history(c, health.DaysQuery{From: first, To: first, Services: []string{Skype}})[0]
				if s := d.Services[0]; s.Status != health.ServiceDegradation || s.Classification != health.Incident {
					c.Errorf("with an incident that is looked into it is %s %s", s.Status, s.Classification)
				}
				resolve(c, light.ID)
				resolve(c, heavy.ID)
				d = history(c, health.DaysQuery{From: first, To: first, Services: []string{Skype}})[0]
				if s := d.Services[0]; s.Status != health.Investigating || s.Classification != health.Incident {
					c.Errorf("with an incident that is looked into and two advisories that are over it is %s %s (%s)", s.Status, s.Classification, false1.ID)
				}
			},
		},
		{
			Name: "Days/bad-input", Needs: []string{HasIssues}, Source: docDays,
			Why: "a history of ten years is a mistake in a date, and as many requests",
			Run: func(c *run) {
				at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
				for what, q := range map[string]health.DaysQuery{
					"ends before it begins": {From: at, To: at.Add(-day)},
					"too long":              {From: at, To: at.AddDate(0, 0, health.MaxDays+1)},
					"far too long":          {From: at, To: at.AddDate(100, 0, 0)},
				} {
					if days, err := c.S.days(c.Context(), c.S.Service.Issues, q); !errors.Is(err, admin365.ErrInvalid) || days != nil {
						c.Errorf("%s: %d days, %v", what, len(days), err)
					}
				}
				if days, err := c.S.days(c.Context(), c.S.Service.Issues, health.DaysQuery{From: at, To: at.AddDate(0, 0, health.MaxDays-1)}); err != nil || len(days) != health.MaxDays {
					c.Errorf("as long as may be: %d days, %v", len(days), err)
				}
				// An earlier hour of the same day is the same day.
				if days, err := c.S.days(c.Context(), c.S.Service.Issues, health.DaysQuery{From: at, To: at.Add(-time.Hour)}); err != nil || len(days) != 1 {
					c.Errorf("one day: %d days, %v", len(days), err)
				}
			},
		},
	}
}
