package centraltest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// long has updates take two days from now on.
func long(c *run) {
	c.Helper()
	c.Must(c.S.Backstage.SetDuration(c.Context(), instances.CentralKindUpdate, 2*day), "having updates take long")
}

func stateCases() []kase {
	return []kase{
		{
			Name: "Updates.States/planned-is-released-and-scheduled", Needs: ofCentral(), Source: docStates,
			Why: "who selected it months ago gets a week to look at it",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				choose(c, id, "27.4", instances.Schedule{})
				c.S.Advance(day)
				released := c.S.Now()
				offer(c, "27.4")
				var u *instances.Update
				for range 7 {
					if u = update(c, id, "27.4"); u.Available && !u.At.IsZero() {
						break
					}
					c.S.Advance(day)
				}
				if !u.Available || !u.Selected || u.Status != instances.UpdateScheduled || u.At.Before(released.Add(7*day-time.Minute)) {
					c.Errorf("released at %v it is %+v", released, u)
				}
			},
		},
		{
			Name: "Updates.States/scheduled-runs-on-its-day", Needs: ofCentral(), Source: docStates,
			Why: "a date on which nothing happens is worse than none",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := choose(c, id, "26.5", in(c.S.Now().Add(5*day)))
				reach(c, u.At.Add(-time.Minute))
				standing(c, id, "26.4", instances.CentralActive)
				if got := update(c, id, "26.5"); got.Status != instances.UpdateScheduled {
					c.Errorf("a minute before it is %+v", got)
				}
				if ops := ran(c, id, instances.CentralKindUpdate); len(ops) > 0 {
					c.Errorf("a minute before there is an operation: %+v", ops[0])
				}
				reach(c, u.At)
				o := begun(c, id)
				standing(c, id, "26.4", instances.CentralUpgrading)
				if got := update(c, id, "26.5"); got.Status != instances.UpdateRunning || !got.Selected {
					c.Errorf("while it runs it is %+v", got)
				}
				if o.SourceVersion == "" || o.TargetVersion == "" || o.Started.IsZero() || !o.Completed.IsZero() || o.Done() {
					c.Errorf("its operation is %+v", o)
				}
			},
		},
		{
			Name: "Updates.States/succeeds-by-itself", Needs: ofCentral(), Source: docStates,
			Why: "nobody sits up to press a button",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := choose(c, id, "26.5", in(c.S.Now().Add(5*day)))
				reach(c, u.At.Add(day))
				standing(c, id, "26.5", instances.CentralActive)
				ops := ran(c, id, instances.CentralKindUpdate)
				if len(ops) != 1 || ops[0].State != admin365.OperationSucceeded || ops[0].Completed.IsZero() {
					c.Errorf("the operations are %+v", ops)
				}
			},
		},
		{
			Name: "Updates.States/succeeded", Needs: ofCentral(), Source: docStates,
			Why: "the next update is the one after, and not the same again",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				o := start(c, id, "26.5")
				finish(c, o.ID)
				state(c, o.ID, admin365.OperationSucceeded)
				standing(c, id, "26.5", instances.CentralActive)
				e := getEnv(c, id)
				if e.VersionDetails.Version != e.ApplicationVersion {
					c.Errorf("the details speak of %q, and the environment of %q", e.VersionDetails.Version, e.ApplicationVersion)
				}
				if u := find(updates(c, id), ga("26.5")); u != nil {
					c.Errorf("it is listed still: %+v", u)
				}
				next := selected(c, id)
				if next == nil || next.Version != "27.2" || next.At.Before(c.S.Now().Add(7*day-time.Hour)) {
					c.Errorf("the next one is %+v, want 27.2 in a week or later", next)
				}
			},
		},
		{
			Name: "Updates.States/next-on-the-date-it-kept", Needs: ofCentral(), Source: docStates,
			Why: "who has prepared the next date need not come back for it",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				when := c.S.Now().Add(12 * day).Truncate(time.Second)
				_, err := c.S.Service.Central.Updates.Reschedule(c.Context(), id, ga("27.2"), on(when))
				c.Must(err, "keeping a date")
				bring(c, id, "26.5")
				if u := selected(c, id); u == nil || u.Version != "27.2" || !u.At.Equal(when) {
					c.Errorf("the next one is %+v, want 27.2 at %v", u, when)
				}
			},
		},
		{
			Name: "Updates.States/next-is-the-planned-one", Needs: ofCentral(), Source: docStates,
			Why: "an environment that is up to date goes on to what comes out next",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				bring(c, id, "27.2")
				// Others may have come out by the calendar.
				for _, u := range updates(c, id) {
					if u.Available && u.Type == instances.UpdateGA {
						return
					}
				}
				if u := selected(c, id); u == nil || u.Available {
					c.Errorf("the next one is %+v, want one that is planned", u)
				}
			},
		},
		{
			Name: "Updates.States/failed", Needs: ofCentral(), Source: docStates,
			Why: "people go on working in the old version, and there are seven days to mend the extension",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := choose(c, id, "26.5", in(c.S.Now().Add(5*day)))
				reach(c, u.At)
				o := begun(c, id)
				fail(c, o.ID)
				standing(c, id, "26.4", instances.CentralActive)
				failed := state(c, o.ID, admin365.OperationFailed)
				if failed.Err == nil {
					c.Errorf("the operation has failed for no reason: %+v", failed)
				}
				got := update(c, id, "26.5")
				if !got.Selected || got.Status != instances.UpdateFailed {
					c.Errorf("it is %+v, want the same one again", got)
				}
				near(c, "the next attempt", got.At, u.At.Add(7*day))
				moved, err := c.S.Service.Central.Updates.Reschedule(c.Context(), id, ga("26.5"), in(u.At.Add(3*day)))
				c.Must(err, "moving the next attempt")
				if moved.Status != instances.UpdateScheduled {
					c.Errorf("after it was moved it is %+v", moved)
				}
				near(c, "the date", moved.At, u.At.Add(3*day))
			},
		},
		{
			Name: "Updates.States/fails-and-runs-a-week-later", Needs: ofCentral(), Source: docStates,
			Why: "an attempt that failed is not the end of it",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := choose(c, id, "26.5", in(c.S.Now().Add(5*day)))
				reach(c, u.At)
				fail(c, begun(c, id).ID)
				reach(c, u.At.Add(7*day))
				finish(c, begun(c, id).ID)
				standing(c, id, "26.5", instances.CentralActive)
				if ops := ran(c, id, instances.CentralKindUpdate); len(ops) != 2 || ops[1].State != admin365.OperationFailed {
					c.Errorf("the operations are %+v", ops)
				}
			},
		},
		{
			Name: "Updates.States/chosen-by-a-person-is-not-retargeted", Needs: ofCentral(), Source: docStates,
			Why: "after a failure the version that was tested is still the one that was tested",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := choose(c, id, "26.5", in(c.S.Now().Add(2*day)))
				reach(c, u.At)
				fail(c, begun(c, id).ID)
				c.S.Advance(3 * day)
				if got := selected(c, id); got == nil || got.Version != "26.5" {
					c.Errorf("three days after the failure %+v is selected", got)
				}
			},
		},
		{
			Name: "Updates.States/cancelled", Needs: ofCentral(), Source: docStates,
			Why: "the way out when the update stands in the way of the morning",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := choose(c, id, "26.5", in(c.S.Now().Add(2*day)))
				reach(c, u.At)
				o := begun(c, id)
				got, err := c.S.Service.Central.Operations.Cancel(c.Context(), o.ID)
				c.Must(err, "cancelling an update")
				if got == nil || got.ID != o.ID {
					c.Errorf("Cancel answered %+v", got)
				}
				// Restoring may take more than an hour.
				c.S.Advance(5 * time.Hour)
				standing(c, id, "26.4", instances.CentralActive)
				state(c, o.ID, admin365.OperationCanceled)
				again := update(c, id, "26.5")
				if !again.Selected {
					c.Errorf("it is %+v, want the same one again", again)
				}
				near(c, "the next attempt", again.At, u.At.Add(7*day))
			},
		},
		{
			Name: "Updates.States/cancelled-at-the-end-of-the-window", Needs: ofCentral(), Source: docStates,
			Why: "what is not done by the morning must not keep people out of it",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				long(c)
				u := choose(c, id, "26.5", in(c.S.Now().Add(2*day)))
				reach(c, u.At)
				o := begun(c, id)
				reach(c, u.At.Add(9*time.Hour))
				state(c, o.ID, admin365.OperationRunning)
				// The window has ten hours.
				reach(c, u.At.Add(15*time.Hour))
				state(c, o.ID, admin365.OperationCanceled)
				standing(c, id, "26.4", instances.CentralActive)
				near(c, "the next attempt", update(c, id, "26.5").At, u.At.Add(7*day))
			},
		},
		{
			Name: "Updates.States/without-the-window-it-runs-on", Needs: ofCentral(), Source: docStates,
			Why: "who passes over the window wants it done, however long it takes",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				long(c)
				o := start(c, id, "26.5")
				c.S.Advance(30 * time.Hour)
				state(c, o.ID, admin365.OperationRunning)
				standing(c, id, "26.4", instances.CentralUpgrading)
			},
		},
		{
			Name: "Updates.States/held-back-on-its-day", Needs: ofCentral(), Source: docStates,
			Why: "Microsoft found a mistake, and people wait for an update that does not come",
			Run: func(c *run) {
				for _, held := range []instances.RolloutStatus{instances.RolloutPostponed, instances.RolloutUnderMaintenance} {
					id := usual(c, instances.Production)
					u := choose(c, id, "26.5", in(c.S.Now().Add(2*day)))
					c.Must(c.S.Backstage.Hold(c.Context(), id, held), "holding an update back")
					if got := update(c, id, "26.5"); got.Rollout != held || !got.Selected || !got.At.Equal(u.At) {
						c.Errorf("held back it is %+v", got)
					}
					reach(c, u.At.Add(12*time.Hour))
					standing(c, id, "26.4", instances.CentralActive)
					got := update(c, id, "26.5")
					if !got.Selected || got.Status != instances.UpdateScheduled {
						c.Errorf("%s on its day it is %+v", held, got)
					}
					near(c, "the new date", got.At, u.At.Add(7*day))
					if ops := ran(c, id, instances.CentralKindUpdate); len(ops) > 0 {
						c.Errorf("an update ran: %+v", ops[0])
					}
					c.Must(c.S.Backstage.Hold(c.Context(), id, instances.RolloutActive), "letting an update go")
					reach(c, got.At)
					begun(c, id)
				}
			},
		},
		{
			Name: "Updates.States/every-choice-is-in-the-history", Needs: ofCentral(), Source: docStates,
			Why: "somebody moved it, and people ask who",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				before := len(ran(c, id, instances.CentralKindModify))
				choose(c, id, "26.5", on(c.S.Now().Add(5*day)))
				_, err := c.S.Service.Central.Updates.Reschedule(c.Context(), id, ga("26.5"), on(c.S.Now().Add(6*day)))
				c.Must(err, "moving an update")
				ops := ran(c, id, instances.CentralKindModify)
				if len(ops) != before+2 {
					c.Fatalf("a choice and a change are %d operations", len(ops)-before)
				}
				o := ops[0]
				if o.State != admin365.OperationSucceeded || o.CreatedBy == "" || o.ByApp || !o.Environment.Equal(id) {
					c.Errorf("the operation is %+v", o)
				}
			},
		},
	}
}
