package centraltest

import (
	"slices"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// maintained checks when an environment is updated; the days are in no order.
func maintained(c *run, what string, got *instances.FinOpsMaintenance, want instances.FinOpsMaintenance) {
	c.Helper()
	if got == nil {
		c.Fatalf("%s is nothing", what)
	}
	days := slices.Sorted(slices.Values(got.Days))
	if got.Cadence != want.Cadence || !slices.Equal(days, slices.Sorted(slices.Values(want.Days))) {
		c.Errorf("%s is %+v, want %+v", what, got, want)
	}
}

func finOpsSettingCases() []kase {
	return []kase{
		{
			Name: "FinOps.Maintenance/changed-in-part", Needs: ofFinOps(), Source: docFinOps,
			Why: "what is left out of a patch must stay",
			Run: func(c *run) {
				id, s := finOps(c, instances.FinOpsUnifiedSandbox), c.S.Service.FinOps.Settings
				days := []instances.Weekday{"Saturday", "Sunday"}
				set := func(p instances.FinOpsMaintenancePatch, want instances.FinOpsMaintenance) {
					c.Helper()
					got, err := s.SetMaintenance(c.Context(), id, p)
					c.Must(err, "changing the maintenance")
					maintained(c, "the answer", got, want)
					got, err = s.Maintenance(c.Context(), id)
					c.Must(err, "getting the maintenance")
					maintained(c, "what is read", got, want)
				}
				every, other := instances.FinOpsEveryUpdate, instances.FinOpsEveryOtherUpdate
				set(instances.FinOpsMaintenancePatch{Cadence: &every, Days: days}, instances.FinOpsMaintenance{Cadence: every, Days: days})
				set(instances.FinOpsMaintenancePatch{Cadence: &other}, instances.FinOpsMaintenance{Cadence: other, Days: days})
				set(instances.FinOpsMaintenancePatch{Days: days[:1]}, instances.FinOpsMaintenance{Cadence: other, Days: days[:1]})
			},
		},
		{
			Name: "FinOps.Maintenance/refused", Needs: ofFinOps(), Source: docFinOps,
			Why: "a day that there is not is a day on which nothing happens",
			Run: func(c *run) {
				id, s := finOps(c, instances.FinOpsUnifiedSandbox), c.S.Service.FinOps.Settings
				was, err := s.Maintenance(c.Context(), id)
				c.Must(err, "getting the maintenance")
				set := func(p instances.FinOpsMaintenancePatch) error {
					_, err := s.SetMaintenance(c.Context(), id, p)
					return err
				}
				weekly := instances.FinOpsCadence("Weekly")
				refuses(c, plainly(admin365.ErrInvalid, opSetMaintenance), map[string]error{
					"nothing": set(instances.FinOpsMaintenancePatch{}), "cadence": set(instances.FinOpsMaintenancePatch{Cadence: &weekly}),
					"day": set(instances.FinOpsMaintenancePatch{Days: []instances.Weekday{"Caturday"}}),
				})
				now, err := s.Maintenance(c.Context(), id)
				c.Must(err, "getting the maintenance")
				if err := conform.Differ(now, was); err != nil {
					c.Errorf("after the refusals it %v", err)
				}
			},
		},
		{
			Name: "FinOps.Failures/newest-first-and-no-more", Needs: ofFinOps(), Source: docFailures,
			Why: "the last one is what people look for, and the list is long",
			Run: func(c *run) {
				id, s := finOps(c, instances.FinOpsUnifiedSandbox), c.S.Service.FinOps.Settings
				for range 22 {
					fail(c, apply(c, id, "10.0.48.7"))
					c.S.Advance(time.Hour)
				}
				for limit, want := range map[int]int{0: 20, 1: 1, 3: 3, 21: 21, 1000: 22} {
					all, err := conform.Collect(s.Failures(c.Context(), id, limit))
					c.Must(err, "listing failures")
					if len(all) != want {
						c.Errorf("with the limit %d there are %d, want %d", limit, len(all), want)
					}
					for i, f := range all {
						if i > 0 && f.At.After(all[i-1].At) {
							c.Errorf("failure %d is newer than the one before", i)
						}
					}
				}
				for _, limit := range []int{-1, 1001} {
					_, err := conform.Collect(s.Failures(c.Context(), id, limit))
					c.Refused(err, plainly(admin365.ErrInvalid, opFailures))
				}
			},
		},
		{
			Name: "FinOps/unknown-environment", Needs: ofFinOps(), Source: docFinOps,
			Why: "an environment without it must not look like one that is up to date",
			Run: func(c *run) {
				without, err := c.S.Backstage.AddFinOps(c.Context(), FinOps{})
				c.Must(err, "adding an environment without it")
				for _, id := range []instances.EnvironmentID{instances.EnvironmentID(nobody()), without} {
					for _, m := range finOpsMethods() {
						if m.offline || m.op == opFinOpsGet {
							continue
						}
						c.Refused(m.call(c.Context(), c.S.Service, target{finOps: id}), refusal{Kind: admin365.ErrNotFound, Status: 404, Op: m.op})
					}
				}
			},
		},
	}
}
