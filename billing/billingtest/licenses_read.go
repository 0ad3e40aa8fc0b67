package billingtest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

const hour = time.Hour

func readCases() []kase {
	return []kase{
		{
			Name: "Licenses.Get/who-it-is", Needs: ofPeople(), Source: docUserGet,
			Why: "a report of licenses is one of people, and the location says why somebody has none",
			Run: func(c *run) {
				u, nowhere := makeUserIn(c, "DE"), makeUserIn(c, "")
				for id, location := range map[admin365.UserID]string{u: "DE", nowhere: ""} {
					holds(c, id, func(u *billing.LicensedUser) error {
						return errors.Join(
							errIf(lower(u.ID) != lower(id), "ID is %q, want %q", u.ID, id),
							errIf(!strings.Contains(u.UserPrincipalName, "@"), "UserPrincipalName is %q", u.UserPrincipalName),
							errIf(u.UsageLocation != location, "UsageLocation is %q, want %q", u.UsageLocation, location),
							errIf(len(u.Assigned)+len(u.States) > 0, "a new user has %+v, %+v", u.Assigned, u.States),
						)
					})
				}
			},
		},
		{
			Name: "Licenses.Get/when-it-changed", Needs: ofPeople(CanAdvance), Source: docStates,
			Why: "an auditor asks since when somebody has it",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 1)
				u := makeUser(c)
				c.S.Advance(48 * hour)
				assign(c, u, adding(lic(EntraP1)))
				given := sub.CreatedDateTime.Add(48 * hour)
				changedAt(c, u, given)
				c.S.Advance(24 * hour)
				changedAt(c, u, given)
				assign(c, u, adding(lic(EntraP1, planMFA)))
				changedAt(c, u, given.Add(24*hour))
			},
		},
		{
			Name: "Licenses.Details/plans-as-he-has-them", Needs: ofPeople(), Source: docDetails,
			Why: "whoever asks why a service is missing looks here first",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				assign(c, u, adding(lic(EntraP1, planMFA), lic(OfficeE3)))
				detailed(c, u, map[admin365.SKUID][]admin365.ServicePlanID{EntraP1: {planMFA}, OfficeE3: nil})
				assign(c, u, adding(lic(EntraP1, planDiscovery)))
				detailed(c, u, map[admin365.SKUID][]admin365.ServicePlanID{EntraP1: {planDiscovery}, OfficeE3: nil})
				assign(c, u, taking(OfficeE3))
				detailed(c, u, map[admin365.SKUID][]admin365.ServicePlanID{EntraP1: {planDiscovery}})
			},
		},
		{
			Name: "Licenses.Details/direct-and-inherited-once", Needs: ofGroups(), Source: docDetails,
			Why: "who sees a product twice counts it twice",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				assign(c, u, adding(lic(EntraP1, planMFA)))
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1, planMFA), lic(OfficeE3)))
				detailed(c, u, map[admin365.SKUID][]admin365.ServicePlanID{EntraP1: {planMFA}, OfficeE3: nil})
			},
		},
		{
			Name: "Licenses.Details/none", Needs: ofPeople(), Source: docDetails,
			Why: "who has nothing has an empty list, and not an error",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				detailed(c, makeUser(c), nil)
			},
		},
		{
			Name: "Licenses.Holders/exactly-those", Needs: ofPeople(), Source: docUserList,
			Why: "before a product is given up somebody writes to all who have it, and to nobody else",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				buy(c, OfficeE3, 5)
				people := makeUsers(c, 4)
				give(c, people[0], EntraP1)
				give(c, people[1], OfficeE3)
				give(c, people[2], OfficeE3, EntraP1)
				holdersAre(c, EntraP1, people[0], people[2])
				holdersAre(c, upper(OfficeE3), people[1], people[2])
				assign(c, people[2], taking(EntraP1))
				holdersAre(c, EntraP1, people[0])
			},
		},
		{
			Name: "Licenses.Holders/as-get-has-them", Needs: ofPeople(), Source: docUserList,
			Why: "the list saves asking for each, if it tells as much",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				assign(c, u, adding(lic(EntraP1, planMFA), lic(OfficeE3)))
				c.Eventually(func() error {
					list, err := conform.Collect(c.S.Service.Licenses.Holders(c.Context(), EntraP1))
					if err != nil {
						return err
					}
					if len(list) != 1 {
						return fmt.Errorf("the list has %d users, want 1", len(list))
					}
					want := getUser(c, u)
					// The order of the two lists in a user is nobody's promise.
					return errors.Join(conform.Differ(*list[0], *want, "Assigned", "States", "AccountEnabled"), sameHoldings(list[0], want))
				})
			},
		},
		{
			Name: "Licenses.Holders/by-groups", Needs: ofGroups(), Source: docUserList,
			Why: "who inherits a product has it as well as anybody",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				own, inherits, both, none := makeUser(c), makeUser(c), makeUser(c), makeUser(c)
				give(c, own, EntraP1)
				give(c, both, EntraP1)
				makeGroup(c, none)
				order(c, makeGroup(c, inherits, both), adding(lic(EntraP1)))
				holdersAre(c, EntraP1, own, inherits, both)
			},
		},
		{
			Name: "Licenses.Holders/nobody", Needs: ofPeople(), Source: docUserList,
			Why: "a product that nobody has, or that is not owned, is an empty list",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				give(c, makeUser(c), EntraP1)
				buy(c, OfficeE3, 1)
				for _, sku := range []admin365.SKUID{OfficeE3, ProjectPlan3, admin365.SKUID(nobody())} {
					holdersAre(c, sku)
				}
			},
		},
		{
			Name: "Licenses.Holders/of-no-product", Needs: []string{HasLicenses}, Source: docPathIDs,
			Why: "an empty condition must not become the list of everybody",
			Run: func(c *run) {
				list, err := conform.Collect(c.S.Service.Licenses.Holders(c.Context(), ""))
				c.Refused(err, unsent(opHolders))
				if len(list) > 0 {
					c.Errorf("there are %d users beside the error", len(list))
				}
			},
		},
		{
			Name: "Licenses.Get/deleted-user", Needs: ofPeople(), Source: docErrors,
			Why: "who is in the bin has no licenses until he comes back",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				give(c, u, EntraP1)
				c.Must(c.S.Make.DeleteUser(c.Context(), u), "deleting a user")
				for _, m := range c.S.methods() {
					if m.takes != idOfUser || m.op == opAssign {
						continue
					}
					c.Eventually(func() error { return unknown(m.op).Check(m.call(c.Context(), c.S.Service, target{user: u})) })
				}
				holdersAre(c, EntraP1)
			},
		},
		{
			Name: "Licenses.Reprocess/nothing-to-do", Needs: ofPeople(), Source: docReprocess,
			Why: "a script that mends everybody must not fail with those who are well",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u, without := makeUser(c), makeUser(c)
				assign(c, u, adding(lic(EntraP1, planMFA)))
				for range 2 {
					c.Must(c.S.Service.Licenses.Reprocess(c.Context(), u), "reprocessing who has a license")
					c.Must(c.S.Service.Licenses.Reprocess(c.Context(), without), "reprocessing who has none")
				}
				states(c, u, direct(EntraP1, planMFA))
				has(c, without)
				used(c, EntraP1, 1)
			},
		},
	}
}

// sameHoldings compares what two answers say that a user has.
func sameHoldings(got, want *billing.LicensedUser) error {
	list := func(u *billing.LicensedUser) (out []string) {
		for _, l := range u.Assigned {
			out = append(out, spelled(admin365.LicenseState{SKUID: l.SKUID, DisabledPlans: l.DisabledPlans}))
		}
		for _, s := range u.States {
			out = append(out, spelled(s)+" "+s.LastUpdatedDateTime.UTC().Format(time.RFC3339))
		}
		return out
	}
	return sameSet("what the user has", list(got), list(want))
}

// changedAt checks when the user's only state was changed.
func changedAt(c *run, user admin365.UserID, want time.Time) {
	c.Helper()
	holds(c, user, func(u *billing.LicensedUser) error {
		if len(u.States) != 1 {
			return fmt.Errorf("the user has %d states: %+v", len(u.States), u.States)
		}
		return errors.Join(near("LastUpdatedDateTime", u.States[0].LastUpdatedDateTime, want), conform.NotUTC(*u))
	})
}

// near compares two times of the tenant, whose clock may go on while a case runs.
func near(what string, got, want time.Time) error {
	const slack = 5 * time.Minute
	if got.IsZero() != want.IsZero() {
		return fmt.Errorf("%s is %v, want %v", what, got, want)
	}
	return errIf(got.Sub(want).Abs() > slack, "%s is %v, want about %v", what, got, want)
}

// detailed waits until the details of a user are these products, each with exactly the
// plans switched off.
func detailed(c *run, user admin365.UserID, want map[admin365.SKUID][]admin365.ServicePlanID) {
	c.Helper()
	c.Eventually(func() error {
		list, err := conform.Collect(c.S.Service.Licenses.Details(c.Context(), user))
		if err != nil {
			return err
		}
		if err := conform.Once(list, func(d *billing.LicenseDetails) string { return d.ID }); err != nil {
			return fmt.Errorf("ids: %w", err)
		}
		var got, wanted []admin365.SKUID
		for sku := range want {
			wanted = append(wanted, sku)
		}
		for _, d := range list {
			got = append(got, d.SKUID)
		}
		if err := sameSet("the products in the details", got, wanted); err != nil {
			return err
		}
		for _, d := range list {
			err = errors.Join(err, detail(c, d, want[admin365.SKUID(lower(d.SKUID))]))
		}
		return err
	})
}

// detail compares what a user has of a product with what the tenant has of it.
func detail(c *run, d *billing.LicenseDetails, off []admin365.ServicePlanID) error {
	s, err := findSKU(c, d.SKUID)
	if err != nil || s == nil {
		return fmt.Errorf("the product of the details is not there: %w", err)
	}
	var all, people, got, disabled []admin365.ServicePlanID
	for _, p := range s.ServicePlans {
		all = append(all, admin365.ServicePlanID(lower(p.ID)))
		if p.AppliesTo == billing.AppliesToUser {
			people = append(people, admin365.ServicePlanID(lower(p.ID)))
		}
	}
	for _, p := range d.ServicePlans {
		got = append(got, admin365.ServicePlanID(lower(p.ID)))
		if p.ProvisioningStatus == "Disabled" {
			disabled = append(disabled, p.ID)
		}
		err = errors.Join(err, errIf(p.Name == "" || p.ProvisioningStatus == "", "a plan of %s is %+v", d.PartNumber, p))
	}
	return errors.Join(err,
		errIf(d.ID == "", "%s has no id", d.PartNumber),
		errIf(d.PartNumber != s.PartNumber, "PartNumber is %q, want %q", d.PartNumber, s.PartNumber),
		sameSet("the plans of "+d.PartNumber+" that are off", disabled, off),
		within("the plans of "+d.PartNumber, people, got), within("the plans of "+d.PartNumber+" in the details", got, all),
	)
}

// within checks that all of a list are in another.
func within[ID ~string](what string, part, whole []ID) error {
	known := map[ID]bool{}
	for _, id := range whole {
		known[id] = true
	}
	for _, id := range part {
		if !known[id] {
			return fmt.Errorf("%s: %s is in one list and not in the other", what, id)
		}
	}
	return nil
}
