package centraltest

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func nowCases() []kase {
	return []kase{
		{
			Name: "RunNow/at-once", Needs: ofCentral(), Source: docRunNow,
			Why: "a sandbox is updated at ten in the morning because somebody waits for it",
			Run: func(c *run) {
				id := usual(c, instances.Sandbox)
				u, err := instances.RunNow(c.Context(), c.S.Service.Central.Updates, id, ga("27.1"), c.S.Now())
				c.Must(err, "running an update now")
				if !u.Selected || !u.IgnoreWindow || u.At.Sub(c.S.Now()).Abs() > time.Minute {
					c.Errorf("what runs now is %+v", u)
				}
				o := begun(c, id)
				finish(c, o.ID)
				standing(c, id, "27.1", instances.CentralActive)
			},
		},
		{
			Name: "RunNow/selects-another", Needs: ofCentral(), Source: docRunNow,
			Why: "now and another version is one click, and the former choice stays where it was",
			Run: func(c *run) {
				id := usual(c, instances.Sandbox)
				when := c.S.Now().Add(8 * day).Truncate(time.Second)
				choose(c, id, "27.2", on(when))
				bring(c, id, "26.5")
				if u := update(c, id, "27.2"); !u.At.Equal(when) {
					c.Errorf("the former choice is %+v, want %v", u, when)
				}
			},
		},
		{
			Name: "Updates.States/follows-to-the-end", Needs: ofCentral(), Source: docFollowed,
			Why: "a pipeline waits for the update and goes on when it is through",
			Run: func(c *run) {
				id := usual(c, instances.Sandbox)
				o := start(c, id, "26.5")
				finish(c, o.ID)
				got, err := instances.Wait(c.Context(), c.S.Service.Central.Operations, o.ID, admin365.WaitOptions{Interval: time.Millisecond})
				c.Must(err, "waiting for an update")
				if got.State != admin365.OperationSucceeded {
					c.Errorf("it ended as %s", got.State)
				}
				if err := conform.NotUTC(got); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
	}
}
