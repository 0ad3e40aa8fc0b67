package centraltest

import (
	"errors"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// orderCases are the rows of the order in which a choice is looked at: each row alone, and
// two at once, of which the upper one is told.
func orderCases() []kase {
	return []kase{
		{
			Name: "Updates.Order/unknown-family", Needs: ofCentral(), Source: docOrder,
			Why: "the first thing that is wrong is the one to be told",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				for _, wrong := range []envID{{Family: "Fabrikam", Name: id.Name}, {Family: "Fabrikam", Name: name()}} {
					refusesBoth(c, wrong, ga("26.5"), on(c.S.Now().Add(day)), noFamily)
				}
			},
		},
		{
			Name: "Updates.Order/unknown-environment", Needs: ofCentral(), Source: docOrder,
			Why: "an update of an environment that is not there is a typing error",
			Run: func(c *run) {
				usual(c, instances.Production)
				wrong := instances.Central(name())
				refusesBoth(c, wrong, ga("26.5"), on(c.S.Now().Add(day)), noEnvironment)
				// The version is unknown as well.
				refusesBoth(c, wrong, ga("99.9"), on(c.S.Now().Add(day)), noEnvironment)
				_, err := c.S.Service.Central.Updates.Select(c.Context(), wrong, ga("26.5"), instances.Schedule{})
				c.Refused(err, noEnvironment(opSelect))
				if e, ok := errors.AsType[*admin365.Error](err); ok && !strings.Contains(e.Target, wrong.String()) {
					c.Errorf("Target is %q, without %q", e.Target, wrong)
				}
			},
		},
		{
			Name: "Updates.Order/unknown-version", Needs: ofCentral(), Source: docOrder,
			Why: "a version that is not listed for the environment is nothing that it can have",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				for _, version := range []string{"99.9", "26.4", "26.3", "28.0", "26", "27.1.0", "x"} {
					_, err := c.S.Service.Central.Updates.Select(c.Context(), id, ga(version), instances.Schedule{})
					if fault := missing(admin365.ErrNotFound, opSelect).Check(err); fault != nil {
						c.Errorf("%q: %v", version, fault)
					}
				}
				unknown := func(op string) refusal { return missing(admin365.ErrNotFound, op) }
				// The date has passed as well.
				refusesBoth(c, id, ga("99.9"), on(c.S.Now().Add(-day)), unknown)
				// Of another type there is none.
				refusesBoth(c, id, instances.Target{Version: "26.5", Type: "Preview"}, on(c.S.Now().Add(day)), unknown)
			},
		},
		{
			Name: "Updates.Order/date-in-the-past", Needs: ofCentral(), Source: docOrder,
			Why: "programs look for these words, and come again with the next hour",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				choose(c, id, "27.1", on(c.S.Now().Add(9*day)))
				for _, ago := range []time.Duration{10 * time.Minute, day, 400 * day} {
					refusesBoth(c, id, ga("26.5"), on(c.S.Now().Add(-ago)), past)
				}
				_, err := c.S.Service.Central.Updates.Select(c.Context(), id, ga("26.5"), on(c.S.Now().Add(-day)))
				says(c, err, saysPast)
				if got := selected(c, id); got == nil || got.Version != "27.1" {
					c.Errorf("after the refusals %+v is selected", got)
				}
			},
		},
		{
			Name: "Updates.Order/kept-date-in-the-past", Needs: ofCentral(), Source: docOrder,
			Why: "a date that was prepared and has passed would run at once",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				choose(c, id, "26.5", on(c.S.Now().Add(20*day)))
				_, err := c.S.Service.Central.Updates.Reschedule(c.Context(), id, ga("27.1"), on(c.S.Now().Add(2*day)))
				c.Must(err, "keeping a date")
				c.S.Advance(3 * day)
				_, err = c.S.Service.Central.Updates.Select(c.Context(), id, ga("27.1"), instances.Schedule{})
				c.Refused(err, past(opSelect))
				says(c, err, saysPast)
				choose(c, id, "27.1", on(c.S.Now().Add(day)))
			},
		},
		{
			Name: "Updates.Order/a-clock-that-is-slow", Needs: ofCentral(), Source: docOrder,
			Why: "now is what a program sends, and its clock is never quite right",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				_, err := c.S.Service.Central.Updates.Select(c.Context(), id, ga("26.5"), on(c.S.Now().Add(-4*time.Minute)))
				c.Must(err, "selecting for four minutes ago")
			},
		},
		{
			Name: "Updates.Order/date-beyond-the-last", Needs: ofCentral(), Source: docOrder,
			Why: "the last possible date is no advice",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := update(c, id, "26.5")
				last, ok := u.LastDate()
				if !ok {
					c.Fatalf("the last date of %+v is not known", u)
				}
				refusesBoth(c, id, ga("26.5"), on(last.Add(time.Second)), late)
				refusesBoth(c, id, ga("26.5"), on(last.Add(90*day)), late)
				if got := choose(c, id, "26.5", on(last.Add(-time.Minute))); got.At.After(last) {
					c.Errorf("on the last day it is %+v", got)
				}
			},
		},
		{
			Name: "Updates.Order/bound-at-midnight-is-too-late", Needs: ofCentral(), Source: docOrder,
			Why: "the bound is the day after the last",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				bound := update(c, id, "26.5").Latest
				if bound.Equal(bound.Truncate(day)) {
					refusesBoth(c, id, ga("26.5"), on(bound), late)
					choose(c, id, "26.5", on(bound.Add(-time.Minute)))
					return
				}
				choose(c, id, "26.5", on(bound))
			},
		},
		{
			Name: "Updates.Order/date-of-a-planned-version", Needs: ofCentral(), Source: docOrder,
			Why: "what is not there cannot have a date",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				planned := func(op string) refusal { return invalid(admin365.ErrInvalid, op) }
				refusesBoth(c, id, ga("27.4"), on(c.S.Now().Add(day)), planned)
				refusesBoth(c, id, ga("27.4"), instances.Schedule{IgnoreWindow: new(true)}, planned)
				// The date has passed as well, which is told first.
				_, err := c.S.Service.Central.Updates.Select(c.Context(), id, ga("27.4"), on(c.S.Now().Add(-day)))
				c.Refused(err, past(opSelect))
				says(c, err, saysPast)
				if u := update(c, id, "27.4"); u.Selected || !u.At.IsZero() {
					c.Errorf("after the refusals it is %+v", u)
				}
			},
		},
		{
			Name: "Updates.Order/preview-on-a-production", Needs: ofCentral(), Source: docOrder,
			Why: "what is not finished has no business where people work",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				t := preview(c, "27.3", instances.UpdatePreview)
				_, err := c.S.Service.Central.Updates.Select(c.Context(), id, t, instances.Schedule{})
				c.Refused(err, invalid(admin365.ErrPrecondition, opSelect))
				refusesBoth(c, id, t, on(c.S.Now().Add(day)), func(op string) refusal { return invalid(admin365.ErrPrecondition, op) })
				standing(c, id, "26.4", instances.CentralActive)
				if got := selected(c, id); got != nil && got.Type == instances.UpdatePreview {
					c.Errorf("the preview is selected: %+v", got)
				}
			},
		},
		{
			Name: "Updates.Order/while-it-runs", Needs: ofCentral(), Source: docOrder,
			Why: "what is under way cannot be changed, only cancelled",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				o := start(c, id, "26.5")
				refusesBoth(c, id, ga("27.1"), on(c.S.Now().Add(9*day)), running)
				refusesBoth(c, id, ga("26.5"), on(c.S.Now().Add(9*day)), running)
				// Whatever else is wrong is told first.
				refusesBoth(c, id, ga("99.9"), on(c.S.Now().Add(9*day)), func(op string) refusal { return missing(admin365.ErrNotFound, op) })
				refusesBoth(c, id, ga("27.1"), on(c.S.Now().Add(-9*day)), past)
				state(c, o.ID, admin365.OperationRunning)
			},
		},
		{
			Name: "Updates.Order/other-operation-on-the-environment", Needs: ofCentral(), Source: docOther,
			Why: "an environment that is being renamed is not there to be updated",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				o, err := c.S.Service.Central.Environments.Rename(c.Context(), id, name())
				operation(c, o, err, instances.CentralKindRename)
				_, err = c.S.Service.Central.Updates.Select(c.Context(), id, ga("26.5"), on(c.S.Now().Add(5*day)))
				c.Refused(err, coded(admin365.ErrBusy, "EnvironmentNotActive", opSelect))
			},
		},
		{
			Name: "Updates.Order/deleted-environment", Needs: ofCentral(), Source: docOrder,
			Why: "what lies in the bin is not brought forward",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				gone := drop(c, id)
				refusesBoth(c, gone, ga("26.5"), on(c.S.Now().Add(day)), noEnvironment)
				refusesBoth(c, id, ga("26.5"), on(c.S.Now().Add(day)), noEnvironment)
			},
		},
	}
}
