package billingtest

import (
	"errors"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
)

func groupCases() []kase {
	return []kase{
		{
			Name: "GroupLicenses.Assign/members-inherit", Needs: ofGroups(), Source: docGroupUse,
			Why: "whoever joins the department gets what it works with, and nobody else does",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				buy(c, OfficeE3, 5)
				people, stranger := makeUsers(c, 2), makeUser(c)
				g := makeGroup(c, people...)
				order(c, g, adding(lic(EntraP1, planMFA), lic(OfficeE3)))
				for _, u := range people {
					has(c, u, EntraP1, OfficeE3)
					hasOff(c, u, EntraP1, planMFA)
					states(c, u, from(g, EntraP1, planMFA), from(g, OfficeE3))
				}
				has(c, stranger)
				used(c, EntraP1, 2)
				used(c, OfficeE3, 2)
				gives(c, g, billing.ProcessingComplete, lic(EntraP1, planMFA), lic(OfficeE3))
				inError(c, g)
			},
		},
		{
			Name: "GroupLicenses.Assign/processed-as-time-passes", Needs: ofGroups(CanAdvance), Source: docGroupAssign,
			Why: "the answer is an order and no result, and whoever reads the members at once must learn to wait",
			Run: processed,
		},
		{
			Name: "GroupLicenses.Get/a-group-without", Needs: ofGroups(), Source: docGroup,
			Why: "a group that never gave anything is no group in an unknown state",
			Run: func(c *run) {
				gives(c, makeGroup(c, makeUser(c)), "")
			},
		},
		{
			Name: "GroupLicenses.Assign/who-joins-later", Needs: ofGroups(), Source: docGroupUse,
			Why: "this is what the licenses of groups are for",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				first, second := makeUser(c), makeUser(c)
				g := makeGroup(c, first)
				order(c, g, adding(lic(EntraP1, planMFA)))
				has(c, second)
				join(c, g, admin365.ObjectID(second))
				finish(c)
				states(c, second, from(g, EntraP1, planMFA))
				has(c, first, EntraP1)
				used(c, EntraP1, 2)
			},
		},
		{
			Name: "GroupLicenses.Assign/who-leaves", Needs: ofGroups(), Source: docGroupUse,
			Why: "who changes the department must not keep what the old one pays for",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				stays, goes, own := makeUser(c), makeUser(c), makeUser(c)
				give(c, own, EntraP1)
				g := makeGroup(c, stays, goes, own)
				order(c, g, adding(lic(EntraP1)))
				used(c, EntraP1, 3)
				leave(c, g, goes)
				leave(c, g, own)
				finish(c)
				has(c, goes)
				states(c, goes)
				// What he was given himself he keeps.
				states(c, own, direct(EntraP1))
				states(c, stays, from(g, EntraP1))
				used(c, EntraP1, 2)
			},
		},
		{
			Name: "GroupLicenses.Assign/members-of-members-do-not", Needs: ofGroups(), Source: docGroupAdvanced,
			Why: "who plans seats by the nested groups buys too many, and those inside wait for nothing",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				u, nested := makeUser(c), makeUser(c)
				g := makeGroup(c, u)
				inside := makeGroup(c, nested)
				join(c, g, admin365.ObjectID(inside))
				order(c, g, adding(lic(EntraP1)))
				has(c, u, EntraP1)
				has(c, nested)
				states(c, nested)
				used(c, EntraP1, 1)
				inError(c, g)
				gives(c, inside, "")
			},
		},
		{
			Name: "GroupLicenses.Assign/plans-replaced", Needs: ofGroups(), Source: docGroupAssign,
			Why: "one service more for the whole department is one change of the group",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1, planMFA)))
				order(c, g, adding(lic(upper(EntraP1), planDiscovery)))
				states(c, u, from(g, EntraP1, planDiscovery))
				gives(c, g, billing.ProcessingComplete, lic(EntraP1, planDiscovery))
				order(c, g, adding(lic(EntraP1)))
				states(c, u, from(g, EntraP1))
				hasOff(c, u, EntraP1)
				gives(c, g, billing.ProcessingComplete, lic(EntraP1))
				used(c, EntraP1, 1)
			},
		},
		{
			Name: "GroupLicenses.Assign/taken-away", Needs: ofGroups(), Source: docGroupAssign,
			Why: "what the group gives no longer is paid for no longer",
			Run: func(c *run) {
				buy(c, EntraP1, 2)
				buy(c, OfficeE3, 2)
				people := makeUsers(c, 2)
				g := makeGroup(c, people...)
				order(c, g, adding(lic(EntraP1), lic(OfficeE3)))
				order(c, g, taking(upper(OfficeE3)))
				for _, u := range people {
					has(c, u, EntraP1)
					states(c, u, from(g, EntraP1))
				}
				used(c, OfficeE3, 0)
				order(c, g, swapping(OfficeE3, EntraP1))
				for _, u := range people {
					states(c, u, from(g, OfficeE3))
				}
				used(c, EntraP1, 0)
				gives(c, g, billing.ProcessingComplete, lic(OfficeE3))
			},
		},
		{
			Name: "GroupLicenses.Assign/two-groups", Needs: ofGroups(), Source: docGroupAdvanced,
			Why: "a person is in many groups, and leaving one of them takes nothing that another one gives",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				one, two := makeGroup(c, u), makeGroup(c, u)
				order(c, one, adding(lic(EntraP1)))
				order(c, two, adding(lic(EntraP1, planMFA), lic(OfficeE3)))
				has(c, u, EntraP1, OfficeE3)
				states(c, u, from(one, EntraP1), from(two, EntraP1, planMFA), from(two, OfficeE3))
				leave(c, two, u)
				finish(c)
				has(c, u, EntraP1)
				states(c, u, from(one, EntraP1))
				used(c, EntraP1, 1)
				used(c, OfficeE3, 0)
			},
		},
		{
			Name: "GroupLicenses.Assign/member-without-usage-location", Needs: ofGroups(), Source: docGroupAdvanced,
			Why: "for groups the tenant's country stands in, and half of a department would go without if it did not",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUserIn(c, "")
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1)))
				states(c, u, from(g, EntraP1))
				holds(c, u, func(u *billing.LicensedUser) error {
					return errIf(u.UsageLocation != "", "the user's UsageLocation was set to %q", u.UsageLocation)
				})
				inError(c, g)
			},
		},
		{
			Name: "GroupLicenses.Assign/group-cannot-be-deleted", Needs: ofGroups(), Source: docGroupAdvanced,
			Why: "with the group the licenses of all its members would be gone, by one wrong click",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1)))
				if err := c.S.Make.DeleteGroup(c.Context(), g); err == nil {
					c.Errorf("a group that gives licenses was deleted")
				}
				finish(c)
				gives(c, g, billing.ProcessingComplete, lic(EntraP1))
				has(c, u, EntraP1)
				order(c, g, taking(EntraP1))
				c.Eventually(func() error { return c.S.Make.DeleteGroup(c.Context(), g) })
				c.Eventually(func() error {
					_, err := c.S.Service.GroupLicenses.Get(c.Context(), g)
					return unknown(opGroupGet).Check(err)
				})
			},
		},
		{
			Name: "GroupLicenses.Assign/member-deleted-and-restored", Needs: ofGroups(), Source: docRestore,
			Why: "the bin frees the seat, and whoever comes back is in his groups again",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1)))
				used(c, EntraP1, 1)
				c.Must(c.S.Make.DeleteUser(c.Context(), u), "deleting a user")
				finish(c)
				used(c, EntraP1, 0)
				c.Must(c.S.Make.RestoreUser(c.Context(), u), "restoring a user")
				finish(c)
				has(c, u, EntraP1)
				states(c, u, from(g, EntraP1))
				used(c, EntraP1, 1)
			},
		},
	}
}

// gives waits until the group gives exactly the products, and is so far with them.
func gives(c *run, group admin365.GroupID, state billing.ProcessingState, want ...admin365.AssignedLicense) {
	c.Helper()
	c.Eventually(func() error {
		g, err := c.S.Service.GroupLicenses.Get(c.Context(), group)
		if err != nil {
			return err
		}
		list := func(licenses []admin365.AssignedLicense) (out []string) {
			for _, l := range licenses {
				out = append(out, spelled(admin365.LicenseState{SKUID: l.SKUID, DisabledPlans: l.DisabledPlans}))
			}
			return out
		}
		return errors.Join(
			errIf(lower(g.ID) != lower(group), "ID is %q, want %q", g.ID, group),
			errIf(g.Processing != state, "Processing is %q, want %q", g.Processing, state),
			sameSet("what the group gives", list(g.Assigned), list(want)),
		)
	})
}

// processed watches the service at work on a group.
func processed(c *run) {
	const steps = 600
	buy(c, EntraP1, 5)
	people := makeUsers(c, 3)
	g := makeGroup(c, people...)
	c.Must(c.S.Service.GroupLicenses.Assign(c.Context(), g, adding(lic(EntraP1))), "changing the licenses of a group")
	order := []billing.ProcessingState{billing.ProcessingQueued, billing.ProcessingInProgress, billing.ProcessingComplete}
	place := func(state billing.ProcessingState) int {
		for i, s := range order {
			if s == state {
				return i
			}
		}
		c.Fatalf("Processing is %q", state)
		return 0
	}
	at := place(getGroup(c, g).Processing)
	if order[at] == billing.ProcessingComplete {
		c.Errorf("no time has passed, and the service has done its work")
	}
	// A second at a time at first, that no state is missed; at the end a day has
	// passed.
	for step := 0; step < steps && order[at] != billing.ProcessingComplete; step++ {
		wait := time.Second
		if step > steps/2 {
			wait = 5 * time.Minute
		}
		c.S.Advance(wait)
		next := place(getGroup(c, g).Processing)
		if next < at {
			c.Errorf("after %s the group is %s", order[at], order[next])
		}
		at = next
	}
	if order[at] != billing.ProcessingComplete {
		c.Fatalf("after a day the group is %s", order[at])
	}
	for _, u := range people {
		states(c, u, from(g, EntraP1))
	}
	used(c, EntraP1, len(people))
	inError(c, g)
}
