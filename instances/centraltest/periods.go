package centraltest

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// The periods of an environment in 26 are those of Microsoft's calendar: 27 came out in
// October 2025, five months later the free choice ends, and a month after that the update
// is forced.
func graceOf26() time.Time    { return time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC) }
func enforcedOf26() time.Time { return time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC) }

// inGrace is an environment in 26.4 whose grace period has begun, and what it gets next:
// Microsoft held its update back until then.
func inGrace(c *run) (envID, *instances.Update) {
	c.Helper()
	return late26(c, graceOf26().Add(9*day+10*time.Hour))
}

// atTheEnd is one on the last day of its grace period, which gets its update on the second
// day of the enforced one.
func atTheEnd(c *run) (envID, *instances.Update) {
	c.Helper()
	id, u := late26(c, enforcedOf26().Add(-10*time.Hour))
	if !u.At.After(enforcedOf26()) {
		c.Fatalf("it gets its update at %v, before the enforced period", u.At)
	}
	return id, u
}

func late26(c *run, when time.Time) (envID, *instances.Update) {
	c.Helper()
	id := usual(c, instances.Production)
	// Put off by a week each time this is 2 April at last.
	choose(c, id, "27.2", in(time.Date(2026, time.February, 26, 12, 0, 0, 0, time.UTC)))
	c.Must(c.S.Backstage.Hold(c.Context(), id, instances.RolloutPostponed), "holding an update back")
	reach(c, when)
	c.Must(c.S.Backstage.Hold(c.Context(), id, instances.RolloutActive), "letting an update go")
	standing(c, id, "26.4", instances.CentralActive)
	inPeriod(c, id, instances.PeriodGrace)
	u := selected(c, id)
	if u == nil || u.Version != "27.2" || u.At.Before(c.S.Now()) {
		c.Fatalf("at %v it gets %+v, want 27.2", c.S.Now(), u)
	}
	return id, u
}

// inPeriod ends the case where an environment is in another period.
func inPeriod(c *run, id envID, want instances.Period) {
	c.Helper()
	if got := instances.PeriodOf(getEnv(c, id), c.S.Now()); got != want {
		c.Fatalf("at %v it is in the period %q, want %q: %+v", c.S.Now(), got, want, getEnv(c, id).VersionDetails)
	}
}

func periodCases() []kase {
	return []kase{
		{
			Name: "Periods/dates-of-the-calendar", Needs: ofCentral(), Source: docTimeline,
			Why: "the year of an administrator is planned by these dates",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				d := getEnv(c, id).VersionDetails
				// Early in the month: the page says no more.
				for what, row := range map[string][2]time.Time{
					"the grace period": {d.GracePeriodStart, graceOf26()}, "the enforced period": {d.EnforcedStart, enforcedOf26()},
				} {
					if off := row[0].Sub(row[1]); off < 0 || off > 10*day {
						c.Errorf("%s begins at %v, want early in the month of %v", what, row[0], row[1])
					}
				}
				next := getEnv(c, add(c, instances.Production, at("27.1"))).VersionDetails
				if next.GracePeriodStart.Month() != time.September || next.GracePeriodStart.Year() != 2026 {
					c.Errorf("the grace period of 27 begins at %v, want September 2026", next.GracePeriodStart)
				}
			},
		},
		{
			Name: "Periods/of-a-moment", Needs: []string{HasCentral}, Source: docPeriodOf,
			Why: "a report says in one word how urgent it is",
			Run: func(c *run) {
				grace, enforced := graceOf26(), enforcedOf26()
				e := &instances.CentralEnvironment{VersionDetails: instances.CentralVersionDetails{GracePeriodStart: grace, EnforcedStart: enforced}}
				for moment, want := range map[time.Time]instances.Period{
					grace.Add(-time.Second): instances.PeriodUpdate, grace: instances.PeriodGrace, enforced.Add(-time.Second): instances.PeriodGrace,
					enforced: instances.PeriodEnforced, enforced.Add(400 * day): instances.PeriodEnforced,
				} {
					if got := instances.PeriodOf(e, moment); got != want {
						c.Errorf("at %v it is %q, want %q", moment, got, want)
					}
				}
				if got := instances.PeriodOf(&instances.CentralEnvironment{}, grace); got != "" {
					c.Errorf("where nothing is told it is %q", got)
				}
			},
		},
		{
			Name: "Periods/nobody-chooses", Needs: ofCentral(), Source: docPeriods,
			Why: "not to choose is a choice, and the surprise comes in the night",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				for range 30 {
					c.S.Advance(5 * day)
				}
				if e := getEnv(c, id); strings.HasPrefix(e.ApplicationVersion, "26.") {
					c.Errorf("at %v it is in %s still", c.S.Now(), e.ApplicationVersion)
				}
			},
		},
		{
			Name: "Periods/update-is-free", Needs: ofCentral(), Source: docPeriods,
			Why: "until its last day the choice is the administrator's own",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				for _, days := range []time.Duration{20, 30, 10, 40} {
					when := c.S.Now().Add(days * day).Truncate(time.Second)
					if u := choose(c, id, "26.5", on(when)); !u.At.Equal(when) {
						c.Errorf("it was moved to %v, and is %+v", when, u)
					}
				}
			},
		},
		{
			Name: "Periods/grace-not-later", Needs: ofCentral(), Source: docPeriods,
			Why: "the time to put it off is over",
			Run: func(c *run) {
				id, u := inGrace(c)
				for _, later := range []time.Duration{day, 7 * day} {
					refusesBoth(c, id, u.Target(), in(u.At.Add(later)), func(op string) refusal { return invalid(admin365.ErrPrecondition, op) })
				}
				if got := selected(c, id); got == nil || !got.At.Equal(u.At) {
					c.Errorf("after the refusals it is %+v, want %v", got, u.At)
				}
			},
		},
		{
			Name: "Periods/grace-earlier", Needs: ofCentral(), Source: docPeriods,
			Why: "to bring it forward is the one thing that is left",
			Run: func(c *run) {
				id, u := inGrace(c)
				when := u.At.Add(-time.Hour)
				got, err := c.S.Service.Central.Updates.Reschedule(c.Context(), id, u.Target(), on(when))
				c.Must(err, "bringing an update forward")
				near(c, "the date", got.At, when)
				finish(c, start(c, id, u.Version).ID)
				standing(c, id, u.Version, instances.CentralActive)
			},
		},
		{
			Name: "Periods/grace-not-the-present-major", Needs: ofCentral(), Source: docPeriods,
			Why: "a step inside of the old version would only put the end off",
			Run: func(c *run) {
				id, u := inGrace(c)
				_, err := c.S.Service.Central.Updates.Select(c.Context(), id, ga("26.5"), on(c.S.Now().Add(time.Hour)))
				c.Refused(err, invalid(admin365.ErrPrecondition, opSelect))
				if got := selected(c, id); got == nil || got.Version != u.Version {
					c.Errorf("after the refusal %+v is selected", got)
				}
			},
		},
		{
			Name: "Periods/grace-another-of-the-next-major", Needs: ofCentral(), Source: docStates,
			Why: "which version of the next one is still free",
			Run: func(c *run) {
				id, u := inGrace(c)
				other := "27.1"
				if u.Version == other {
					other = "27.0"
				}
				if got := choose(c, id, other, on(c.S.Now().Add(2*time.Hour))); !got.Selected {
					c.Errorf("the other one is %+v", got)
				}
			},
		},
		{
			Name: "Periods/grace-can-be-cancelled", Needs: ofCentral(), Source: docStates,
			Why: "in the grace period a bad night can still be stopped",
			Run: func(c *run) {
				id, u := inGrace(c)
				o := start(c, id, u.Version)
				_, err := c.S.Service.Central.Operations.Cancel(c.Context(), o.ID)
				c.Must(err, "cancelling an update in the grace period")
				c.S.Advance(5 * time.Hour)
				state(c, o.ID, admin365.OperationCanceled)
				standing(c, id, "26.4", instances.CentralActive)
			},
		},
		{
			Name: "Periods/grace-failed-again-in-a-week", Needs: ofCentral(), Source: docPeriods,
			Why: "a failure puts it off by a week, and no more",
			Run: func(c *run) {
				id, u := inGrace(c)
				reach(c, u.At)
				fail(c, begun(c, id).ID)
				got := selected(c, id)
				if got == nil || got.Version != u.Version {
					c.Fatalf("after the failure %+v is selected", got)
				}
				near(c, "the next attempt", got.At, u.At.Add(7*day))
			},
		},
		{
			Name: "Periods/enforced-cannot-be-cancelled", Needs: ofCentral(), Source: docPeriods,
			Why: "the script that stops updates in the morning must be told that this one goes on",
			Run: func(c *run) {
				id, u := atTheEnd(c)
				long(c)
				o := start(c, id, u.Version)
				reach(c, enforcedOf26().Add(time.Hour))
				inPeriod(c, id, instances.PeriodEnforced)
				_, err := c.S.Service.Central.Operations.Cancel(c.Context(), o.ID)
				c.Refused(err, invalid(admin365.ErrPrecondition, opCancel))
				state(c, o.ID, admin365.OperationRunning)
			},
		},
		{
			Name: "Periods/enforced-runs", Needs: ofCentral(), Source: docPeriods,
			Why: "in the end it happens, whoever wants it or not",
			Run: func(c *run) {
				id, u := atTheEnd(c)
				reach(c, enforcedOf26().Add(10*time.Hour))
				if e := getEnv(c, id); e.Status == instances.CentralActive && strings.HasPrefix(e.ApplicationVersion, "26.") {
					refusesBoth(c, id, u.Target(), in(u.At.Add(7*day)), func(op string) refusal { return invalid(admin365.ErrPrecondition, op) })
				}
				reach(c, u.At.Add(2*day))
				if e := getEnv(c, id); !strings.HasPrefix(e.ApplicationVersion, u.Version+".") {
					c.Errorf("two days after its date it is in %s, want %s", e.ApplicationVersion, u.Version)
				}
			},
		},
		{
			Name: "Periods/begin-anew-with-the-major", Needs: ofCentral(), Source: docTimeline,
			Why: "who has updated has half a year again",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				was := getEnv(c, id).VersionDetails
				bring(c, id, "26.5")
				if got := getEnv(c, id).VersionDetails; !got.GracePeriodStart.Equal(was.GracePeriodStart) {
					c.Errorf("a minor version moved the end from %v to %v", was.GracePeriodStart, got.GracePeriodStart)
				}
				bring(c, id, "27.1")
				got := getEnv(c, id).VersionDetails
				if got.GracePeriodStart.Sub(was.GracePeriodStart) < 150*day || got.EnforcedStart.Before(got.GracePeriodStart) {
					c.Errorf("after the major version the periods are %+v, before %+v", got, was)
				}
			},
		},
	}
}
