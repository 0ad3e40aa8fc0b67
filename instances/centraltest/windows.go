package centraltest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// setWindow sets the window, or ends the case.
func setWindow(c *run, id envID, w instances.Window) *instances.Window {
	c.Helper()
	got, err := c.S.Service.Central.Settings.SetWindow(c.Context(), id, w)
	c.Must(err, "setting the window")
	if got == nil {
		c.Fatalf("SetWindow answered no window")
	}
	return got
}

// tryWindow sets a window that is to be refused.
func tryWindow(c *run, id envID, w instances.Window) error {
	_, err := c.S.Service.Central.Settings.SetWindow(c.Context(), id, w)
	return err
}

// clock is a time of a day that does not matter.
func clock(hour, minute int) time.Time {
	return time.Date(2026, time.January, 20, hour, minute, 0, 0, time.UTC)
}

func windowCases() []kase {
	return []kase{
		{
			Name: "Settings.Window/none-is-set", Needs: ofCentral(), Source: docSettings,
			Why: "what was never set is not the same as eight in the evening",
			Run: func(c *run) {
				w, err := c.S.Service.Central.Settings.Window(c.Context(), usual(c, instances.Production))
				c.Must(err, "getting the window")
				if w != nil {
					c.Errorf("the window is %+v", w)
				}
			},
		},
		{
			Name: "Settings.Window/default-by-the-country", Needs: ofCentral(), Source: docSettings,
			Why: "eight in the evening is another time in Copenhagen than in London",
			Run: func(c *run) {
				offer(c, "26.5")
				for country, hour := range map[string]int{"DK": 19, "GB": 20} {
					id := add(c, instances.Production, from(country))
					near(c, country, choose(c, id, "26.5", instances.Schedule{}).At, time.Date(2026, time.January, 5, hour, 0, 0, 0, time.UTC))
				}
			},
		},
		{
			Name: "Settings.SetWindow/by-time-zone", Needs: ofCentral(), Source: docSettings,
			Why: "people say when they sleep by their own clock",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				got := setWindow(c, id, instances.Window{Start: "22:30", End: "05:00", TimeZone: "Romance Standard Time"})
				want := instances.Window{
					Start: "22:30", End: "05:00", TimeZone: "Romance Standard Time",
					StartUTC: time.Date(2026, time.January, 5, 21, 30, 0, 0, time.UTC), EndUTC: time.Date(2026, time.January, 6, 4, 0, 0, 0, time.UTC),
				}
				if err := conform.Differ(*got, want); err != nil {
					c.Errorf("the answer %v", err)
				}
				again, err := c.S.Service.Central.Settings.Window(c.Context(), id)
				c.Must(err, "getting the window")
				if err := conform.Differ(again, &want); err != nil {
					c.Errorf("what is read then %v", err)
				}
			},
		},
		{
			Name: "Settings.SetWindow/by-utc", Needs: ofCentral(), Source: docSettings,
			Why: "only the time of day counts, whatever day the program took",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				got := setWindow(c, id, instances.Window{StartUTC: clock(2, 0), EndUTC: clock(9, 0)})
				if got.TimeZone != "Romance Standard Time" {
					c.Errorf("the time zone is %q, want that of the country", got.TimeZone)
				}
				near(c, "the start", got.StartUTC, time.Date(2026, time.January, 6, 2, 0, 0, 0, time.UTC))
				near(c, "the end", got.EndUTC, time.Date(2026, time.January, 6, 9, 0, 0, 0, time.UTC))
				if got.Start != "03:00" || got.End != "10:00" {
					c.Errorf("in the country it is from %s to %s", got.Start, got.End)
				}
			},
		},
		{
			Name: "Settings.Window/occurrence-now-or-next", Needs: ofCentral(), Source: docSettings,
			Why: "a countdown that is read from it must not point to yesterday",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				setWindow(c, id, instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"})
				for _, row := range []struct{ at, start time.Time }{
					{Start().Add(time.Hour), time.Date(2026, time.January, 5, 20, 0, 0, 0, time.UTC)},
					{time.Date(2026, time.January, 6, 1, 0, 0, 0, time.UTC), time.Date(2026, time.January, 5, 20, 0, 0, 0, time.UTC)},
					{time.Date(2026, time.January, 6, 7, 0, 0, 0, time.UTC), time.Date(2026, time.January, 6, 20, 0, 0, 0, time.UTC)},
				} {
					reach(c, row.at)
					w, err := c.S.Service.Central.Settings.Window(c.Context(), id)
					c.Must(err, "getting the window")
					near(c, "the start", w.StartUTC, row.start)
					near(c, "the end", w.EndUTC, row.start.Add(10*time.Hour))
				}
			},
		},
		{
			Name: "Settings.Window/summer-time", Needs: ofCentral(), Source: docSettings,
			Why: "in summer people go to bed by the same clock, which is another hour in UTC",
			Run: func(c *run) {
				id := add(c, instances.Production, at("27.2"))
				setWindow(c, id, instances.Window{Start: "20:00", End: "06:00", TimeZone: "Romance Standard Time"})
				reach(c, time.Date(2026, time.July, 1, 10, 0, 0, 0, time.UTC))
				w, err := c.S.Service.Central.Settings.Window(c.Context(), id)
				c.Must(err, "getting the window")
				if w.Start != "20:00" {
					c.Errorf("it begins at %s by the clock", w.Start)
				}
				near(c, "the start", w.StartUTC, time.Date(2026, time.July, 1, 18, 0, 0, 0, time.UTC))
			},
		},
		{
			Name: "Settings.SetWindow/six-hours-at-least", Needs: ofCentral(), Source: docSettings,
			Why: "what does not fit is cancelled in the morning, every week anew",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				short := coded(admin365.ErrInvalid, "invalidRange", opSetWindow)
				refuses(c, short, map[string]error{
					"five hours and more": tryWindow(c, id, instances.Window{Start: "20:00", End: "01:59", TimeZone: "UTC"}),
					"one hour":            tryWindow(c, id, instances.Window{Start: "10:00", End: "11:00", TimeZone: "Romance Standard Time"}),
					"in UTC":              tryWindow(c, id, instances.Window{StartUTC: clock(10, 0), EndUTC: clock(12, 0)}),
				})
				w, err := c.S.Service.Central.Settings.Window(c.Context(), id)
				c.Must(err, "getting the window")
				if w != nil {
					c.Errorf("after the refusals it is %+v", w)
				}
				setWindow(c, id, instances.Window{Start: "20:00", End: "02:00", TimeZone: "UTC"})
			},
		},
		{
			Name: "Settings.SetWindow/what-is-none", Needs: ofCentral(), Source: docSettings,
			Why: "a time zone of another system, or a time that there is not, would be another hour",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				for _, w := range []instances.Window{
					{Start: "20:00", End: "06:00", TimeZone: "Europe/Copenhagen"},
					{Start: "20:00", End: "06:00", TimeZone: "Contoso Standard Time"},
					{Start: "20:00", End: "06:00"},
					{Start: "25:00", End: "06:00", TimeZone: "UTC"},
					{Start: "8 pm", End: "06:00", TimeZone: "UTC"},
					{End: "06:00", TimeZone: "UTC"},
					{Start: "20:00", TimeZone: "UTC"},
					{},
					{StartUTC: clock(20, 0)},
					{Start: "20:00", End: "06:00", TimeZone: "UTC", StartUTC: clock(20, 0), EndUTC: clock(6, 0)},
				} {
					if fault := plainly(admin365.ErrInvalid, opSetWindow).Check(tryWindow(c, id, w)); fault != nil {
						c.Errorf("%+v: %v", w, fault)
					}
				}
			},
		},
		{
			Name: "Settings.SetWindow/moves-what-is-scheduled", Needs: ofCentral(), Source: docSettings,
			Why: "the window is what people agreed on, and the update goes along",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := choose(c, id, "26.5", in(c.S.Now().Add(10*day)))
				setWindow(c, id, instances.Window{Start: "01:00", End: "08:00", TimeZone: "UTC"})
				got := update(c, id, "26.5")
				if got.At.UTC().Hour() != 1 || got.At.Minute() != 0 || got.At.Sub(u.At).Abs() > day {
					c.Errorf("it was at %v and is at %v, want 01:00", u.At, got.At)
				}
				if !got.Selected || got.Status != instances.UpdateScheduled {
					c.Errorf("it is %+v", got)
				}
			},
		},
		{
			Name: "Settings.SetWindow/leaves-what-passes-over-it", Needs: ofCentral(), Source: docUpdates,
			Why: "an appointment of its own has nothing to do with the window",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := choose(c, id, "26.5", on(c.S.Now().Add(10*day)))
				setWindow(c, id, instances.Window{Start: "01:00", End: "08:00", TimeZone: "UTC"})
				if got := update(c, id, "26.5"); !got.At.Equal(u.At) {
					c.Errorf("it was at %v and is at %v", u.At, got.At)
				}
			},
		},
		{
			Name: "NextWindow/where-a-date-goes", Needs: ofCentral(), Source: "the comment of instances.NextWindow",
			Why: "who is shown a date before he agrees to it is shown the one that comes of it",
			Run: func(c *run) {
				offer(c, "27.1", "27.2")
				id := add(c, instances.Production, at("27.0"))
				// In the country's own window, and in one of its own, across the end of winter time.
				for _, w := range []*instances.Window{nil, {Start: "22:30", End: "05:00", TimeZone: "Eastern Standard Time"}} {
					if w != nil {
						_, err := c.S.Service.Central.Settings.SetWindow(c.Context(), id, *w)
						c.Must(err, "setting a window")
					}
					for _, days := range []int{3, 40, 70, 90} {
						for _, hours := range []int{0, 11, 21} {
							wanted := c.S.Now().Truncate(day).AddDate(0, 0, days).Add(time.Duration(hours) * time.Hour)
							from, until, err := instances.NextWindow(c.Context(), c.S.Service.Central, id, wanted)
							c.Must(err, "looking for the window")
							u := choose(c, id, "27.2", in(wanted))
							if !u.At.Equal(from) || from.Before(wanted) || until.Sub(from) < 6*time.Hour {
								c.Errorf("for %v the window is from %v until %v, and the update at %v", wanted, from, until, u.At)
							}
						}
					}
				}
				_, _, err := instances.NextWindow(c.Context(), c.S.Service.Central, instances.Central(name()), c.S.Now())
				c.Refused(err, noEnvironment(opWindow))
			},
		},
		{
			Name: "Settings.SetWindow/scheduled-update-has-no-place", Needs: ofCentral(), Source: docSettings,
			Why: "the update would fall behind its last date",
			Run: func(c *run) {
				// On the last day before the grace period, when the new window has passed.
				reach(c, graceOf26().Add(-16*time.Hour))
				id := usual(c, instances.Production)
				last, _ := update(c, id, "26.5").LastDate()
				reach(c, last.Truncate(day).Add(8*time.Hour))
				u := choose(c, id, "26.5", in(last.Truncate(day).Add(19*time.Hour)))
				err := tryWindow(c, id, instances.Window{Start: "01:00", End: "07:00", TimeZone: "UTC"})
				c.Refused(err, coded(admin365.ErrPrecondition, "ScheduledUpgradeConstraintViolation", opSetWindow))
				if got := update(c, id, "26.5"); !got.At.Equal(u.At) {
					c.Errorf("after the refusal it is at %v, want %v", got.At, u.At)
				}
			},
		},
		{
			Name: "Settings.SetWindow/due-today-and-passed", Needs: ofCentral(), Source: docSettings,
			Why: "an update that is due today would silently not be today",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				choose(c, id, "26.5", in(time.Date(2026, time.January, 5, 18, 0, 0, 0, time.UTC)))
				err := tryWindow(c, id, instances.Window{Start: "01:00", End: "07:00", TimeZone: "UTC"})
				c.Refused(err, coded(admin365.ErrPrecondition, "ScheduledUpgradeConstraintViolation", opSetWindow))
				// One that is still to come today is taken.
				setWindow(c, id, instances.Window{Start: "17:00", End: "23:30", TimeZone: "UTC"})
			},
		},
		{
			Name: "Settings.SetWindow/not-active", Needs: ofCentral(), Source: docOther,
			Why: "a setting that is changed beneath an operation is lost",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				o, err := c.S.Service.Central.Environments.Rename(c.Context(), id, name())
				operation(c, o, err, instances.CentralKindRename)
				err = tryWindow(c, id, instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"})
				c.Refused(err, coded(admin365.ErrBusy, "EnvironmentNotActive", opSetWindow))
			},
		},
		{
			Name: "Catalogue.TimeZones/of-windows", Needs: ofCentral(), Source: docSettings,
			Why: "the list is where a form takes its choices from",
			Run: func(c *run) {
				zone := func(id string) *instances.TimeZone {
					z, err := only(c.S.Service.Central.Catalogue.TimeZones(c.Context()), func(z *instances.TimeZone) bool { return z.ID == id })
					c.Must(err, "the time zone "+id)
					return z
				}
				z := zone("Romance Standard Time")
				if z.DisplayName == "" || z.CurrentUTCOffset != "+01:00" || !z.SupportsDaylightSavingTime || z.IsDaylightSavingTime {
					c.Errorf("in January it is %+v", z)
				}
				if z := zone("UTC"); z.CurrentUTCOffset != "+00:00" || z.SupportsDaylightSavingTime {
					c.Errorf("UTC is %+v", z)
				}
				reach(c, time.Date(2026, time.July, 1, 10, 0, 0, 0, time.UTC))
				if z := zone("Romance Standard Time"); z.CurrentUTCOffset != "+02:00" || !z.IsDaylightSavingTime {
					c.Errorf("in July it is %+v", z)
				}
			},
		},
	}
}
