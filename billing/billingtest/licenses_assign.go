package billingtest

import (
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
)

func assignCases() []kase {
	return []kase{
		{
			Name: "Licenses.Assign/gives", Needs: ofPeople(), Source: docAssign,
			Why: "the new colleague starts on Monday, and nobody else is to get anything",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				people := makeUsers(c, 2)
				give(c, people[0], EntraP1)
				has(c, people[0], EntraP1)
				states(c, people[0], direct(EntraP1))
				has(c, people[1])
				used(c, EntraP1, 1)
			},
		},
		{
			Name: "Licenses.Assign/takes-away", Needs: ofPeople(), Source: docAssign,
			Why: "who has left must not be paid for, and keeps what was not named",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				buy(c, OfficeE3, 5)
				u, other := makeUser(c), makeUser(c)
				give(c, u, EntraP1, OfficeE3)
				give(c, other, EntraP1)
				assign(c, u, taking(EntraP1))
				has(c, u, OfficeE3)
				states(c, u, direct(OfficeE3))
				has(c, other, EntraP1)
				used(c, EntraP1, 1)
				assign(c, u, taking(OfficeE3))
				has(c, u)
				states(c, u)
				used(c, OfficeE3, 0)
			},
		},
		{
			Name: "Licenses.Assign/several-products", Needs: ofPeople(), Source: docAssign,
			Why: "a template for new colleagues names all that they get, in one step",
			Run: func(c *run) {
				buy(c, EntraP1, 2)
				buy(c, OfficeE3, 2)
				buy(c, ProjectPlan3, 2)
				u := makeUser(c)
				give(c, u, OfficeE3, EntraP1, ProjectPlan3)
				has(c, u, EntraP1, OfficeE3, ProjectPlan3)
				states(c, u, direct(EntraP1), direct(OfficeE3), direct(ProjectPlan3))
				assign(c, u, taking(ProjectPlan3, EntraP1))
				has(c, u, OfficeE3)
			},
		},
		{
			Name: "Licenses.Assign/swaps-in-one-step", Needs: ofPeople(), Source: docAssign,
			Why: "between two steps the mailbox would be gone",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				give(c, u, OfficeE3)
				assign(c, u, swapping(EntraP1, OfficeE3))
				has(c, u, EntraP1)
				states(c, u, direct(EntraP1))
				used(c, OfficeE3, 0)
				used(c, EntraP1, 1)
				assign(c, u, swapping(OfficeE3, EntraP1))
				has(c, u, OfficeE3)
			},
		},
		{
			Name: "Licenses.Assign/swaps-what-excludes-each-other", Needs: ofPeople(), Source: docExclusive,
			Why: "the service judges what he has at the end, and a fake that judges step by step refuses an upgrade",
			Run: func(c *run) {
				buy(c, DynamicsSales, 1)
				buy(c, CRMOnline, 1)
				u := makeUser(c)
				give(c, u, CRMOnline)
				assign(c, u, swapping(DynamicsSales, CRMOnline))
				has(c, u, DynamicsSales)
				used(c, CRMOnline, 0)
			},
		},
		{
			Name: "Licenses.Assign/what-needs-each-other-at-once", Needs: ofPeople(), Source: docAssign,
			Why: "a product and what it needs go together, in whatever order they are named",
			Run: func(c *run) {
				buy(c, AudioConferencing, 2)
				buy(c, OfficeE3, 2)
				for _, order := range [][]admin365.SKUID{{AudioConferencing, OfficeE3}, {OfficeE3, AudioConferencing}} {
					u := makeUser(c)
					give(c, u, order...)
					has(c, u, order...)
					slices.Reverse(order)
					assign(c, u, taking(order...))
					has(c, u)
				}
			},
		},
		{
			Name: "Licenses.Assign/one-after-the-other", Needs: ofPeople(), Source: docPlans,
			Why: "what a product needs may have been there for years",
			Run: func(c *run) {
				buy(c, AudioConferencing, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				give(c, u, OfficeE3)
				give(c, u, AudioConferencing)
				has(c, u, OfficeE3, AudioConferencing)
			},
		},
		{
			Name: "Licenses.Assign/any-one-of-the-needed-plans", Needs: ofPeople(), Source: docPlans,
			Why: "one of the plans that are named is enough, and who switched the other off must not be refused",
			Run: func(c *run) {
				buy(c, AudioConferencing, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				assign(c, u, adding(lic(AudioConferencing), lic(OfficeE3, planTeams)))
				has(c, u, OfficeE3, AudioConferencing)
				hasOff(c, u, OfficeE3, planTeams)
			},
		},
		{
			Name: "Licenses.Assign/same-plan-in-two-products", Needs: ofPeople(), Source: docExclusive,
			Why: "a plan does not exclude itself, and half of all people have one twice",
			Run: func(c *run) {
				buy(c, ProjectPlan3, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				give(c, u, OfficeE3)
				give(c, u, ProjectPlan3)
				has(c, u, OfficeE3, ProjectPlan3)
			},
		},
		{
			Name: "Licenses.Assign/excluded-plan-switched-off", Needs: ofPeople(), Source: docExclusive,
			Why: "switching the plan off is what Microsoft advises where two products conflict",
			Run: func(c *run) {
				buy(c, DynamicsSales, 1)
				buy(c, CRMOnline, 1)
				u := makeUser(c)
				give(c, u, DynamicsSales)
				assign(c, u, adding(lic(CRMOnline, planCRM)))
				has(c, u, DynamicsSales, CRMOnline)
				hasOff(c, u, CRMOnline, planCRM)
			},
		},
		{
			Name: "Licenses.Assign/needed-plan-of-another-product", Needs: ofPeople(), Source: docPlans,
			Why: "what a plan needs may come with another product",
			Run: func(c *run) {
				buy(c, ProjectPlan3, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				give(c, u, OfficeE3)
				assign(c, u, adding(lic(ProjectPlan3, planSharePoint)))
				has(c, u, OfficeE3, ProjectPlan3)
				hasOff(c, u, ProjectPlan3, planSharePoint)
			},
		},
		{
			Name: "Licenses.Assign/plans-switched-off", Needs: ofPeople(), Source: docAssign,
			Why: "a works council has forbidden one service of many",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				assign(c, u, adding(lic(EntraP1, planMFA, planDiscovery)))
				hasOff(c, u, EntraP1, planMFA, planDiscovery)
				states(c, u, direct(EntraP1, planMFA, planDiscovery))
			},
		},
		{
			Name: "Licenses.Assign/again-replaces-the-plans", Needs: ofPeople(), Source: docAssign,
			Why: "who adds a product again sets its plans anew, and no plan that was off before stays off unseen",
			Run: func(c *run) {
				// One seat: he has it already, and takes no second one.
				buy(c, EntraP1, 1)
				u := makeUser(c)
				assign(c, u, adding(lic(EntraP1, planMFA)))
				assign(c, u, adding(lic(EntraP1, planDiscovery)))
				has(c, u, EntraP1)
				hasOff(c, u, EntraP1, planDiscovery)
				states(c, u, direct(EntraP1, planDiscovery))
				assign(c, u, adding(admin365.AssignedLicense{SKUID: EntraP1, DisabledPlans: []admin365.ServicePlanID{}}))
				hasOff(c, u, EntraP1)
				states(c, u, direct(EntraP1))
				used(c, EntraP1, 1)
			},
		},
		{
			Name: "Licenses.Assign/same-again", Needs: ofPeople(), Source: docAssign,
			Why: "a script that is run twice must not fail, nor take a second seat",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				for range 3 {
					assign(c, u, adding(lic(EntraP1, planMFA)))
				}
				has(c, u, EntraP1)
				states(c, u, direct(EntraP1, planMFA))
				used(c, EntraP1, 1)
			},
		},
		{
			Name: "Licenses.Assign/ids-in-any-letter-case", Needs: ofPeople(), Source: docAssign,
			Why: "an id out of a spreadsheet is written in capitals and is the same id",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				assign(c, u, adding(lic(upper(EntraP1), upper(planMFA))))
				has(c, u, EntraP1)
				hasOff(c, u, EntraP1, planMFA)
				assign(c, u, adding(lic(EntraP1)))
				hasOff(c, u, EntraP1)
				used(c, EntraP1, 1)
				assign(c, u, taking(upper(EntraP1)))
				has(c, u)
			},
		},
		{
			Name: "Licenses.Assign/by-user-principal-name", Needs: ofPeople(), Source: docAssign,
			Why: "lists of people have their names, not their ids",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				name := admin365.UserID(getUser(c, u).UserPrincipalName)
				if name == "" || name == u {
					c.Fatalf("the user's UserPrincipalName is %q", name)
				}
				assign(c, name, adding(lic(EntraP1)))
				has(c, u, EntraP1)
				has(c, name, EntraP1)
				assign(c, name, taking(EntraP1))
				has(c, u)
			},
		},
		{
			Name: "Licenses.Assign/direct-beside-inherited", Needs: ofGroups(), Source: docGroupAdvanced,
			Why: "what he was given himself and what he inherits never touch each other",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				assign(c, u, adding(lic(EntraP1, planMFA)))
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1, planDiscovery)))
				states(c, u, direct(EntraP1, planMFA), from(g, EntraP1, planDiscovery))
				assign(c, u, adding(lic(EntraP1)))
				states(c, u, direct(EntraP1), from(g, EntraP1, planDiscovery))
				assign(c, u, taking(EntraP1))
				states(c, u, from(g, EntraP1, planDiscovery))
				has(c, u, EntraP1)
				used(c, EntraP1, 1)
			},
		},
		{
			Name: "Licenses.Assign/inherited-counts", Needs: ofGroups(), Source: docGroupAdvanced,
			Why: "what a product needs may come from a group, and so may what excludes it",
			Run: func(c *run) {
				buy(c, OfficeE3, 1)
				buy(c, AudioConferencing, 1)
				buy(c, CRMOnline, 1)
				buy(c, DynamicsSales, 1)
				u := makeUser(c)
				g := makeGroup(c, u)
				order(c, g, adding(lic(OfficeE3), lic(CRMOnline)))
				has(c, u, OfficeE3, CRMOnline)
				give(c, u, AudioConferencing)
				has(c, u, OfficeE3, CRMOnline, AudioConferencing)
				precluded(c, opAssign, tryAssign(c, u, adding(lic(DynamicsSales))))
				has(c, u, OfficeE3, CRMOnline, AudioConferencing)
			},
		},
	}
}

// without is the change with nothing in it but empty lists.
func without() billing.LicenseChange {
	return billing.LicenseChange{Add: []admin365.AssignedLicense{}, Remove: []admin365.SKUID{}}
}
