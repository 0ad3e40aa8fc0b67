package centraltest

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

const docCalendar = "the comment of instances.Calendar"

// deciders are who may decide.
var deciders = []instances.Decides{instances.DecidesAdministrator, instances.DecidesMicrosoft, instances.DecidesElseMicrosoft}

// planned returns the lines of the calendar that are ours, or ends the case.
func planned(c *run, ours func(*instances.Planned) bool) []*instances.Planned {
	c.Helper()
	all, err := conform.Collect(instances.Calendar(c.Context(), c.S.Service))
	c.Must(err, "reading the calendar")
	var list []*instances.Planned
	for _, p := range all {
		if ours(p) {
			list = append(list, p)
		}
		// Each line says what can be done, or where it is decided.
		if !p.Movable && (p.Why == "" || p.Page == "") || !slices.Contains(deciders, p.Decides) || p.Name == "" {
			c.Errorf("a line is %+v", p)
		}
		if err := conform.NotUTC(p); err != nil {
			c.Errorf("%v", err)
		}
	}
	return list
}

// lineOf returns the one line of an environment of Business Central.
func lineOf(c *run, id envID) *instances.Planned {
	c.Helper()
	list := planned(c, func(p *instances.Planned) bool { return p.Product == instances.ProductCentral && p.Central.Equal(id) })
	if len(list) != 1 {
		c.Fatalf("%s has %d lines", id, len(list))
	}
	return list[0]
}

func calendarCases() []kase {
	ofCalendar := func(more ...string) []string { return ofCentral(append(more, HasFinOps, HasEnvironments)...) }
	return []kase{
		{
			Name: "Calendar/what-an-environment-gets-and-when", Needs: ofCalendar(), Source: docCalendar,
			Why: "the week of everybody is planned by this line",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				u := choose(c, id, "27.1", on(c.S.Now().Add(9*day).Truncate(time.Second)))
				e, p := getEnv(c, id), lineOf(c, id)
				last, _ := u.LastDate()
				want := instances.Planned{
					Product: instances.ProductCentral, Central: e.ID(), Name: e.FriendlyName, Type: e.Type, URL: e.WebClientURL,
					Version: e.ApplicationVersion, Next: u, Last: last,
					Grace: e.VersionDetails.GracePeriodStart, Enforced: e.VersionDetails.EnforcedStart,
					Decides: instances.DecidesElseMicrosoft, Movable: true,
				}
				if err := conform.Differ(*p, want, "Updates", "Page"); err != nil {
					c.Errorf("the line %v", err)
				}
				if err := conform.Differ(p.Updates, updates(c, id)); err != nil {
					c.Errorf("what it can be brought to %v", err)
				}
			},
		},
		{
			Name: "Calendar/what-cannot-be-moved", Needs: ofCalendar(), Source: docCalendar,
			Why: "a tool that moves everything must know what it may not touch",
			Run: func(c *run) {
				runs, waits := usual(c, instances.Production), usual(c, instances.Production)
				start(c, runs, "26.5")
				choose(c, waits, "27.4", instances.Schedule{})
				for what, id := range map[string]envID{"runs": runs, "is not released": waits} {
					if p := lineOf(c, id); p.Movable || p.Next == nil {
						c.Errorf("of what %s the line is %+v", what, p)
					}
				}
			},
		},
		{
			Name: "Calendar/who-acts-where-nobody-chose", Needs: ofCalendar(), Source: docPeriods,
			Why: "who believes that nothing happens without him is surprised on the day",
			Run: func(c *run) {
				p := lineOf(c, usual(c, instances.Sandbox))
				if p.Decides != instances.DecidesElseMicrosoft || !p.Movable || p.Next == nil || p.Next.At.IsZero() || p.Last.IsZero() {
					c.Errorf("of what Microsoft has scheduled the line is %+v", p)
				}
			},
		},
		{
			Name: "Calendar/without-what-is-deleted", Needs: ofCalendar(), Source: docCalendar,
			Why: "what lies in the bin is not updated",
			Run: func(c *run) {
				id := add(c, instances.Sandbox)
				gone := drop(c, id)
				if list := planned(c, func(p *instances.Planned) bool { return p.Central.Equal(id) || p.Central.Equal(gone) }); len(list) > 0 {
					c.Errorf("it has the line %+v", list[0])
				}
			},
		},
		{
			Name: "Calendar/finance-and-operations", Needs: ofCalendar(), Source: docCalendar,
			Why: "what has no date is in the calendar too, with the reason",
			Run: func(c *run) {
				id := finOps(c, instances.FinOpsUnifiedSandbox)
				list := planned(c, func(p *instances.Planned) bool { return p.Environment == id && p.Product == instances.ProductFinOps })
				if len(list) != 1 {
					c.Fatalf("it has %d lines", len(list))
				}
				p := list[0]
				if p.Version != "10.0.48.3" || len(p.Updates) != 2 || p.Movable || !p.Last.IsZero() {
					c.Errorf("the line is %+v", p)
				}
				if p := planned(c, func(p *instances.Planned) bool { return p.Environment == id && p.Product == instances.ProductDataverse }); len(p) != 1 || p[0].Movable ||
					p[0].Decides != instances.DecidesMicrosoft {
					c.Errorf("of the environment itself there is %+v", p)
				}
			},
		},
		{
			Name: "Calendar/cancelled-and-left-early", Needs: ofCalendar(), Source: docEndedCalls,
			Why: "it asks for every instance, and who gave up does not wait for that",
			Run: func(c *run) {
				add(c, instances.Sandbox)
				ctx, cancel := context.WithCancel(c.Context())
				defer cancel()
				list := instances.Calendar(ctx, c.S.Service)
				some, err := conform.First(list, 1)
				if err != nil || len(some) != 1 {
					c.Errorf("one line is %d lines, %v", len(some), err)
				}
				cancel()
				if _, err := conform.Collect(list); !errors.Is(err, context.Canceled) {
					c.Errorf("after the cancellation it ends with %v", err)
				}
			},
		},
	}
}
