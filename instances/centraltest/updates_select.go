package centraltest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func selectCases() []kase {
	return []kase{
		{
			Name: "Updates.Select/at-a-date", Needs: ofCentral(), Source: docUpdates,
			Why: "this is the button that the whole page is there for",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				when := c.S.Now().Add(5 * day).Truncate(time.Second)
				u := choose(c, id, "26.5", on(when))
				if !u.Selected || u.Status != instances.UpdateScheduled || !u.At.Equal(when) || !u.IgnoreWindow {
					c.Errorf("what was selected is %+v", u)
				}
				if err := conform.Differ(*update(c, id, "26.5"), *u); err != nil {
					c.Errorf("what is listed then %v", err)
				}
				if err := conform.NotUTC(u); err != nil {
					c.Errorf("%v", err)
				}
				standing(c, id, "26.4", instances.CentralActive)
			},
		},
		{
			Name: "Updates.Select/at-most-one", Needs: ofCentral(), Source: docUpdates,
			Why: "an environment with two targets goes to the one that nobody tested",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				for _, version := range []string{"26.5", "27.1", "27.4", "27.0"} {
					choose(c, id, version, instances.Schedule{})
					if got := selected(c, id); got == nil || got.Version != version {
						c.Errorf("after %s was selected %+v is", version, got)
					}
				}
			},
		},
		{
			Name: "Updates.Select/keeps-the-date-of-the-other", Needs: ofCentral(), Source: docStates,
			Why: "who goes back to his first choice finds the date that was agreed with the people",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				when := c.S.Now().Add(6 * day).Truncate(time.Second)
				choose(c, id, "26.5", on(when))
				choose(c, id, "27.1", on(when.Add(day)))
				u := update(c, id, "26.5")
				if u.Selected || u.Status != "" || !u.At.Equal(when) {
					c.Errorf("the one that was selected before is %+v", u)
				}
				again := choose(c, id, "26.5", instances.Schedule{})
				if !again.Selected || !again.At.Equal(when) || !again.IgnoreWindow {
					c.Errorf("selected again it is %+v, want %v", again, when)
				}
			},
		},
		{
			Name: "Updates.Select/without-a-date-the-next-window", Needs: ofCentral(), Source: docOrder,
			Why: "most people only say which version, and it may run tonight",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := update(c, id, "26.5")
				if u.Selected || !u.At.IsZero() {
					c.Fatalf("a version that nobody touched is %+v", u)
				}
				// Denmark is an hour before UTC in winter, and its window begins at 20:00.
				near(c, "the date", choose(c, id, "26.5", instances.Schedule{}).At, time.Date(2026, time.January, 5, 19, 0, 0, 0, time.UTC))
			},
		},
		{
			Name: "Updates.Select/moves-to-the-start-of-the-window", Needs: ofCentral(), Source: docOrder,
			Why: "nobody asked for a restart in the middle of the day",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				// Before the window of that day.
				noon := time.Date(2026, time.January, 12, 12, 0, 0, 0, time.UTC)
				near(c, "the date", choose(c, id, "26.5", in(noon)).At, noon.Add(7*time.Hour))
				// Inside of a window that began at 19:00 and ends at 05:00 UTC.
				night := time.Date(2026, time.January, 12, 23, 30, 0, 0, time.UTC)
				u := choose(c, id, "26.5", in(night))
				if u.At.Before(night) || u.At.Sub(night) > day || u.At.UTC().Hour() >= 5 && u.At.UTC().Hour() < 19 {
					c.Errorf("a date inside of a window moved to %v", u.At)
				}
				// Behind it, so that it is the evening's.
				morning := time.Date(2026, time.January, 12, 6, 0, 0, 0, time.UTC)
				near(c, "the date", choose(c, id, "26.5", in(morning)).At, noon.Add(7*time.Hour))
			},
		},
		{
			Name: "Updates.Select/moves-to-the-next-day", Needs: ofCentral(), Source: docOrder,
			Why: "a window that has passed today is tomorrow's, and the date that comes back says so",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				setWindow(c, id, instances.Window{Start: "01:00", End: "07:00", TimeZone: "UTC"})
				asked := time.Date(2026, time.January, 14, 9, 0, 0, 0, time.UTC)
				near(c, "the date", choose(c, id, "26.5", in(asked)).At, time.Date(2026, time.January, 15, 1, 0, 0, 0, time.UTC))
				near(c, "without the window", choose(c, id, "26.5", on(asked)).At, asked)
			},
		},
		{
			Name: "Updates.Select/again-changes-nothing", Needs: ofCentral(), Source: "the comment of instances.CentralUpdates.Select",
			Why: "what was sent twice because an answer was lost must not have moved",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				when := c.S.Now().Add(5 * day).Truncate(time.Second)
				first := choose(c, id, "26.5", in(when))
				if err := conform.Differ(*choose(c, id, "26.5", in(when)), *first); err != nil {
					c.Errorf("the second answer %v", err)
				}
				if err := conform.Differ(*choose(c, id, "26.5", instances.Schedule{}), *first); err != nil {
					c.Errorf("without a schedule the answer %v", err)
				}
			},
		},
		{
			Name: "Updates.Select/planned", Needs: ofCentral(), Source: docStates,
			Why: "who wants the newest selects it before it is there, and forgets it",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := choose(c, id, "27.4", instances.Schedule{})
				want := instances.Update{
					Version: "27.4", Type: instances.UpdateGA, Selected: true, Expected: instances.Month{Year: 2026, Month: time.February},
				}
				if err := conform.Differ(*u, want, "Status"); err != nil {
					c.Errorf("a planned version that was selected %v", err)
				}
				if u.Status == instances.UpdateRunning || u.Status == instances.UpdateFailed {
					c.Errorf("Status is %q", u.Status)
				}
				standing(c, id, "26.4", instances.CentralActive)
			},
		},
		{
			Name: "Updates.Select/preview-by-its-type", Needs: ofCentral(), Source: docUpdates,
			Why: "one number can be a preview and a release, and the wrong one is not undone",
			Run: func(c *run) {
				id := usual(c, instances.Sandbox)
				t := preview(c, "27.9", instances.UpdatePreview)
				_, err := c.S.Service.Central.Updates.Select(c.Context(), id, ga("27.9"), instances.Schedule{})
				c.Refused(err, missing(admin365.ErrNotFound, opSelect))
				u, err := c.S.Service.Central.Updates.Select(c.Context(), id, t, instances.Schedule{})
				c.Must(err, "selecting a preview for a sandbox")
				if !u.Selected || u.Target() != t {
					c.Errorf("what was selected is %+v", u)
				}
			},
		},
		{
			Name: "Updates.Reschedule/moves-the-selected", Needs: ofCentral(), Source: docUpdates,
			Why: "the date is moved more often than anything else",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				when := c.S.Now().Add(5 * day).Truncate(time.Second)
				choose(c, id, "26.5", on(when))
				u, err := c.S.Service.Central.Updates.Reschedule(c.Context(), id, ga("26.5"), instances.Schedule{At: when.Add(7 * day)})
				c.Must(err, "moving an update")
				if !u.Selected || !u.At.Equal(when.Add(7*day)) || !u.IgnoreWindow || u.Status != instances.UpdateScheduled {
					c.Errorf("what was moved is %+v", u)
				}
				u, err = c.S.Service.Central.Updates.Reschedule(c.Context(), id, ga("26.5"), instances.Schedule{At: when.Add(-day)})
				c.Must(err, "moving an update to an earlier date")
				if !u.At.Equal(when.Add(-day)) {
					c.Errorf("what was moved is %+v", u)
				}
			},
		},
		{
			Name: "Updates.Reschedule/keeps-a-date-for-another", Needs: ofCentral(), Source: docUpdates,
			Why: "to prepare a date is not to choose: what runs stays what it was",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				when := c.S.Now().Add(5 * day).Truncate(time.Second)
				choose(c, id, "26.5", on(when))
				u, err := c.S.Service.Central.Updates.Reschedule(c.Context(), id, ga("27.1"), on(when.Add(day)))
				c.Must(err, "keeping a date")
				if u.Selected || u.Status != "" || !u.At.Equal(when.Add(day)) {
					c.Errorf("the other one is %+v", u)
				}
				if got := selected(c, id); got == nil || got.Version != "26.5" || !got.At.Equal(when) {
					c.Errorf("the selected one is %+v", got)
				}
				if got := choose(c, id, "27.1", instances.Schedule{}); !got.At.Equal(when.Add(day)) {
					c.Errorf("selected then it is %+v", got)
				}
			},
		},
		{
			Name: "Updates.Reschedule/the-window-alone", Needs: ofCentral(), Source: docUpdates,
			Why: "what is left out of a patch must stay",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				when := time.Date(2026, time.January, 12, 12, 0, 0, 0, time.UTC)
				choose(c, id, "26.5", on(when))
				u, err := c.S.Service.Central.Updates.Reschedule(c.Context(), id, ga("26.5"), instances.Schedule{IgnoreWindow: new(false)})
				c.Must(err, "going back into the window")
				if u.IgnoreWindow {
					c.Errorf("it still passes over the window: %+v", u)
				}
				near(c, "the date", u.At, when.Add(7*time.Hour))
			},
		},
		{
			Name: "Updates.Reschedule/nothing-to-change", Needs: ofCentral(), Source: "the comment of instances.CentralUpdates.Reschedule",
			Why: "an empty patch is a mistake of the program, and is found by its first test",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				_, err := c.S.Service.Central.Updates.Reschedule(c.Context(), id, ga("26.5"), instances.Schedule{})
				c.Refused(err, plainly(admin365.ErrInvalid, opReschedule))
			},
		},
		{
			Name: "Updates.Decline/not-offered", Needs: ofCentral(), Source: docNotOffered,
			Why: "who believes that he has declined an update gets it in the night",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				choose(c, id, "26.5", on(c.S.Now().Add(5*day)))
				was := updates(c, id)
				err := c.S.Service.Central.Updates.Decline(c.Context(), id, ga("26.5"))
				c.Refused(err, plainly(admin365.ErrUnsupported, opDecline))
				explained(c, err)
				if err := conform.Differ(updates(c, id), was); err != nil {
					c.Errorf("afterwards the list %v", err)
				}
			},
		},
	}
}
