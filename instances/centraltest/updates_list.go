package centraltest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func listCases() []kase {
	return []kase{
		{
			Name: "Updates.List/above-its-own-in-this-major-and-the-next", Needs: ofCentral(), Source: docVersions,
			Why: "a script that takes the last of the list must not be offered what cannot be done",
			Run: func(c *run) {
				offer(c, "25.5", "26.3", "26.4")
				id := usual(c, instances.Production)
				list := updates(c, id)
				for version, want := range map[string]bool{
					"25.5": false, "26.3": false, "26.4": false, "26.5": true, "27.0": true, "27.1": true, "27.2": true, "28.0": false,
				} {
					if got := find(list, ga(version)) != nil; got != want {
						c.Errorf("%s is listed: %t, want %t", version, got, want)
					}
				}
			},
		},
		{
			Name: "Updates.List/the-lowest-first", Needs: ofCentral(), Source: "the comment of instances.CentralUpdates.List",
			Why: "people read it from the top, and 27.10 comes after 27.9",
			Run: func(c *run) {
				offer(c, "26.9", "26.10")
				list := updates(c, usual(c, instances.Production))
				if !slices.IsSortedFunc(list, func(a, b *instances.Update) int { return cmp.Compare(order(a.Version), order(b.Version)) }) {
					c.Errorf("the order is %s", names(list))
				}
				if err := conform.Once(list, func(u *instances.Update) instances.Target { return u.Target() }); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
		{
			Name: "Updates.List/not-the-major-after-the-next", Needs: ofCentral(), Source: docVersions,
			Why: "an environment cannot pass over a major version",
			Run: func(c *run) {
				offer(c, "28.0")
				id := usual(c, instances.Production)
				if u := find(updates(c, id), ga("28.0")); u != nil {
					c.Errorf("an environment in 26.4 can be brought to %+v", u)
				}
				if u := find(updates(c, add(c, instances.Production, at("27.2"))), ga("28.0")); u == nil {
					c.Errorf("one in 27.2 cannot be brought to 28.0")
				}
			},
		},
		{
			Name: "Updates.List/planned", Needs: ofCentral(), Source: docUpdates,
			Why: "who plans a quarter ahead selects what is not released yet, by its month",
			Run: func(c *run) {
				u := update(c, usual(c, instances.Production), "27.4")
				want := instances.Update{Version: "27.4", Type: instances.UpdateGA, Expected: instances.Month{Year: 2026, Month: time.February}}
				if err := conform.Differ(*u, want); err != nil {
					c.Errorf("what is planned %v", err)
				}
			},
		},
		{
			Name: "Updates.List/planned-beyond-the-update-period", Needs: ofCentral(), Source: docVersions,
			Why: "what comes out after the environment has to be updated is no choice that it has",
			Run: func(c *run) {
				plan(c, "27.6", time.May)
				id := usual(c, instances.Production)
				if u := find(updates(c, id), ga("27.6")); u != nil {
					c.Errorf("%+v is listed for 26.4, which has to leave by March", u)
				}
				_, err := c.S.Service.Central.Updates.Select(c.Context(), id, ga("27.6"), instances.Schedule{})
				c.Refused(err, missing(admin365.ErrNotFound, opSelect))
				if u := find(updates(c, add(c, instances.Production, at("27.2"))), ga("27.6")); u == nil {
					c.Errorf("27.6 is not listed for 27.2, which may stay until September")
				}
			},
		},
		{
			Name: "Updates.List/previews-for-sandboxes-alone", Needs: ofCentral(), Source: docVersions,
			Why: "what is not finished has no business where people work",
			Run: func(c *run) {
				t := preview(c, "27.3", instances.UpdatePreview)
				if u := find(updates(c, usual(c, instances.Production)), t); u != nil {
					c.Errorf("a production environment is offered %+v", u)
				}
				id := usual(c, instances.Sandbox)
				u := find(updates(c, id), t)
				if u == nil || !u.Available || u.Type != instances.UpdatePreview {
					c.Errorf("a sandbox is offered %+v", u)
				}
				// A preview, too, is of this major version or the next.
				far := preview(c, "28.0", instances.UpdatePreview)
				if u := find(updates(c, id), far); u != nil {
					c.Errorf("a sandbox in 26.4 is offered %+v", u)
				}
				_, err := c.S.Service.Central.Updates.Select(c.Context(), id, far, instances.Schedule{})
				c.Refused(err, missing(admin365.ErrNotFound, opSelect))
			},
		},
		{
			Name: "Updates.List/bounds-and-rollout", Needs: ofCentral(), Source: docUpdates,
			Why: "the last possible date is what every plan begins with",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				e := getEnv(c, id)
				u := update(c, id, "26.5")
				if !u.Available || u.Expected != (instances.Month{}) || u.Rollout != instances.RolloutActive || u.Type != instances.UpdateGA {
					c.Errorf("what is released is %+v", u)
				}
				if u.Latest.IsZero() || !u.Latest.Equal(e.VersionDetails.GracePeriodStart) {
					c.Errorf("Latest is %v, want the end of the update period, %v", u.Latest, e.VersionDetails.GracePeriodStart)
				}
				if last, ok := u.LastDate(); !ok || last.After(u.Latest) {
					c.Errorf("LastDate is %v, %t, and Latest %v", last, ok, u.Latest)
				}
				if err := conform.NotUTC(u); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
		{
			Name: "Updates.List/unknown-environment-and-family", Needs: ofCentral(), Source: docUpdates,
			Why: "a typing error must not look like an environment that is up to date",
			Run: func(c *run) {
				_, err := conform.Collect(c.S.Service.Central.Updates.List(c.Context(), instances.Central(name())))
				c.Refused(err, noEnvironment(opUpdates))
				id := usual(c, instances.Production)
				id.Family = "Fabrikam"
				_, err = conform.Collect(c.S.Service.Central.Updates.List(c.Context(), id))
				c.Refused(err, noFamily(opUpdates))
			},
		},
		{
			Name: "Updates.LastDate/midnight-is-too-late", Needs: []string{HasCentral}, Source: docLastDate,
			Why: "an update that is put on the bound itself is refused, or runs a day late",
			Run: func(c *run) {
				bound := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
				for _, row := range []struct {
					latest, want time.Time
					known        bool
				}{{}, {bound, bound.Add(-time.Second), true}, {bound.Add(time.Minute), bound.Add(time.Minute), true}} {
					u := instances.Update{Latest: row.latest}
					if got, ok := u.LastDate(); !got.Equal(row.want) || ok != row.known {
						c.Errorf("of %v the last date is %v, %t", row.latest, got, ok)
					}
				}
			},
		},
	}
}

// order is a number by which versions are sorted.
func order(version string) int {
	major, minor := 0, 0
	if _, err := fmt.Sscanf(strings.Replace(version, ".", " ", 1), "%d %d", &major, &minor); err != nil {
		return -1
	}
	return major*1000 + minor
}
