package billingtest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
)

func ruleCases() []kase {
	return append(planRuleCases(),
		kase{
			Name: "Licenses.Assign/no-usage-location", Needs: ofPeople(), Source: docAssign,
			Why: "it is the first refusal that everybody meets, and programs look for its words to set the location and come again",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUserIn(c, "")
				err := tryAssign(c, u, adding(lic(EntraP1)))
				precluded(c, opAssign, err)
				says(c, err, saysLocation)
				has(c, u)
				used(c, EntraP1, 0)
				c.Must(c.S.Make.SetLocation(c.Context(), u, "DE"), "setting a user's location")
				c.Eventually(func() error { return tryAssign(c, u, adding(lic(EntraP1))) })
				has(c, u, EntraP1)
			},
		},
		kase{
			Name: "Licenses.Assign/product-not-owned", Needs: ofPeople(), Source: docAssign,
			Why: "an id out of another tenant's script is not ours, and programs look for the words",
			Run: func(c *run) {
				u := makeUser(c)
				for _, sku := range []admin365.SKUID{EntraP1, admin365.SKUID(nobody())} {
					err := tryAssign(c, u, adding(lic(sku)))
					c.Refused(err, bad(admin365.ErrInvalid, opAssign))
					says(c, err, saysNotOwned)
				}
				has(c, u)
				states(c, u)
			},
		},
		kase{
			Name: "Licenses.Assign/removed-product-not-owned", Needs: ofPeople(), Source: docAssign,
			Why: "the id is the mistake, and not that he does not have it",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				give(c, u, EntraP1)
				err := tryAssign(c, u, taking(OfficeE3))
				c.Refused(err, bad(admin365.ErrInvalid, opAssign))
				says(c, err, saysNotOwned)
				has(c, u, EntraP1)
			},
		},
		kase{
			Name: "Licenses.Assign/removed-product-not-held", Needs: ofPeople(), Source: docAssign,
			Why: "the second of two administrators learns that it was done already, and programs look for the words",
			Run: func(c *run) {
				buy(c, EntraP1, 2)
				u, other := makeUser(c), makeUser(c)
				give(c, other, EntraP1)
				err := tryAssign(c, u, taking(EntraP1))
				c.Refused(err, bad(admin365.ErrNotFound, opAssign))
				says(c, err, saysNotHeld)
				give(c, u, EntraP1)
				assign(c, u, taking(EntraP1))
				c.Refused(tryAssign(c, u, taking(EntraP1)), bad(admin365.ErrNotFound, opAssign))
				has(c, other, EntraP1)
			},
		},
		kase{
			Name: "Licenses.Assign/removed-product-inherited", Needs: ofGroups(), Source: docGroupAdvanced,
			Why: "the license would come back from the group, and whoever took it away would not know why",
			Run: func(c *run) {
				buy(c, EntraP1, 2)
				u := makeUser(c)
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1)))
				states(c, u, from(g, EntraP1))
				precluded(c, opAssign, tryAssign(c, u, taking(EntraP1)))
				states(c, u, from(g, EntraP1))
				has(c, u, EntraP1)
				used(c, EntraP1, 1)
			},
		},
		kase{
			Name: "Licenses.Assign/plan-of-another-product", Needs: ofPeople(), Source: docAssign,
			Why: "a plan that is misspelled must not be left on in silence",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				for _, plan := range []admin365.ServicePlanID{planTeams, admin365.ServicePlanID(nobody())} {
					c.Refused(tryAssign(c, u, adding(lic(EntraP1, planMFA, plan))), bad(admin365.ErrInvalid, opAssign))
				}
				has(c, u)
				give(c, u, EntraP1)
				c.Refused(tryAssign(c, u, adding(lic(EntraP1, planTeams))), bad(admin365.ErrInvalid, opAssign))
				hasOff(c, u, EntraP1)
			},
		},
		kase{
			Name: "Licenses.Assign/product-for-the-tenant", Needs: ofPeople(), Source: docSKU,
			Why: "storage belongs to nobody, and a list of products has it beside those for people",
			Run: func(c *run) {
				buy(c, TestInstance, 3)
				u := makeUser(c)
				c.Refused(tryAssign(c, u, adding(lic(TestInstance))), bad(admin365.ErrInvalid, opAssign))
				has(c, u)
				used(c, TestInstance, 0)
			},
		},
		kase{
			Name: "Licenses.Assign/unknown-user", Needs: ofPeople(), Source: docErrors,
			Why: "somebody who is not there is told apart from a product that is not",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				for _, id := range []admin365.UserID{admin365.UserID(nobody()), admin365.UserID("nobody-" + nobody() + "@example.com")} {
					c.Refused(tryAssign(c, id, adding(lic(EntraP1))), unknown(opAssign).Of(string(id)))
					c.Refused(tryAssign(c, id, taking(EntraP1)), unknown(opAssign).Of(string(id)))
				}
				used(c, EntraP1, 0)
			},
		},
		kase{
			Name: "Licenses.Assign/deleted-user", Needs: ofPeople(), Source: docErrors,
			Why: "a seat for somebody in the bin is lost until somebody finds it",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				c.Must(c.S.Make.DeleteUser(c.Context(), u), "deleting a user")
				c.Eventually(func() error { return unknown(opAssign).Check(tryAssign(c, u, adding(lic(EntraP1)))) })
				used(c, EntraP1, 0)
			},
		},
		kase{
			Name: "Licenses.Assign/nothing-to-change", Needs: ofPeople(), Source: docChange,
			Why: "an empty change is a mistake of the caller, who thinks that something has happened",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				for _, change := range []billing.LicenseChange{{}, without()} {
					c.Refused(tryAssign(c, u, change), unsent(opAssign))
				}
				has(c, u)
			},
		},
		kase{
			Name: "Licenses.Assign/named-twice", Needs: ofPeople(), Source: docChange,
			Why: "of two entries for one product nobody knows which is meant",
			Run: func(c *run) {
				buy(c, EntraP1, 2)
				buy(c, OfficeE3, 2)
				u := makeUser(c)
				give(c, u, OfficeE3)
				was := holding(c, u, EntraP1, OfficeE3)
				for what, change := range map[string]billing.LicenseChange{
					"a product added twice":                   adding(lic(EntraP1), lic(EntraP1, planMFA)),
					"a product added twice, once in capitals": adding(lic(EntraP1), lic(upper(EntraP1))),
					"a product removed twice":                 taking(OfficeE3, OfficeE3),
					"a product removed twice in two cases":    taking(OfficeE3, upper(OfficeE3)),
					"a product added and removed":             swapping(OfficeE3, OfficeE3),
					"added, and removed in capitals":          swapping(OfficeE3, upper(OfficeE3)),
					"a plan twice":                            adding(lic(EntraP1, planMFA, planMFA)),
					"a plan twice, once in capitals":          adding(lic(EntraP1, planMFA, upper(planMFA))),
				} {
					if fault := unsent(opAssign).Check(tryAssign(c, u, change)); fault != nil {
						c.Errorf("%s: %v", what, fault)
					}
				}
				unchanged(c, u, was, EntraP1, OfficeE3)
			},
		},
		kase{
			Name: "Licenses.Assign/empty-ids", Needs: ofPeople(), Source: docChange,
			Why: "an empty cell of a spreadsheet is no product",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				for what, change := range map[string]billing.LicenseChange{
					"no product to add":    adding(lic("")),
					"one of two":           adding(lic(EntraP1), lic("")),
					"no product to remove": taking(""),
					"no plan":              adding(lic(EntraP1, "")),
				} {
					if fault := unsent(opAssign).Check(tryAssign(c, u, change)); fault != nil {
						c.Errorf("%s: %v", what, fault)
					}
				}
				has(c, u)
			},
		},
		kase{
			Name: "Licenses.Assign/all-or-nothing", Needs: ofPeople(), Source: docAssign,
			Why: "after a refusal nobody knows what of the change has happened, unless nothing has",
			Run: allOrNothing,
		},
	)
}

// planRuleCases are about plans that need or exclude each other.
func planRuleCases() []kase {
	return []kase{
		{
			Name: "Licenses.Assign/plan-without-what-it-needs", Needs: ofPeople(), Source: docPlans,
			Why: "an add-on without its base is paid for and works for nobody",
			Run: func(c *run) {
				buy(c, AudioConferencing, 1)
				buy(c, ProjectPlan3, 1)
				u := makeUser(c)
				precluded(c, opAssign, tryAssign(c, u, adding(lic(AudioConferencing))))
				// What it needs is in the same product, and switched off.
				precluded(c, opAssign, tryAssign(c, u, adding(lic(ProjectPlan3, planSharePoint))))
				has(c, u)
				used(c, AudioConferencing, 0)
				used(c, ProjectPlan3, 0)
			},
		},
		{
			Name: "Licenses.Assign/removing-what-another-needs", Needs: ofPeople(), Source: docPlans,
			Why: "the base goes and the add-on stays, unless the service says no",
			Run: func(c *run) {
				buy(c, AudioConferencing, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				give(c, u, OfficeE3, AudioConferencing)
				was := holding(c, u, OfficeE3, AudioConferencing)
				precluded(c, opAssign, tryAssign(c, u, taking(OfficeE3)))
				unchanged(c, u, was, OfficeE3, AudioConferencing)
				assign(c, u, taking(OfficeE3, AudioConferencing))
				has(c, u)
			},
		},
		{
			Name: "Licenses.Assign/switching-off-what-another-needs", Needs: ofPeople(), Source: docPlans,
			Why: "to switch the plans off is to take them away",
			Run: func(c *run) {
				buy(c, AudioConferencing, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				give(c, u, OfficeE3, AudioConferencing)
				was := holding(c, u, OfficeE3, AudioConferencing)
				precluded(c, opAssign, tryAssign(c, u, adding(lic(OfficeE3, planTeams, planSkype))))
				// The product's own plans need each other, too: the editors, and a place
				// for what they edit.
				precluded(c, opAssign, tryAssign(c, u, adding(lic(OfficeE3, planSharePoint))))
				unchanged(c, u, was, OfficeE3, AudioConferencing)
				assign(c, u, adding(lic(OfficeE3, planSharePoint, planOfficeOnline)))
				hasOff(c, u, OfficeE3, planSharePoint, planOfficeOnline)
			},
		},
		{
			Name: "Licenses.Assign/plans-that-exclude-each-other", Needs: ofPeople(), Source: docExclusive,
			Why: "a migration from the old product to the new one meets this with every user",
			Run: func(c *run) {
				buy(c, DynamicsSales, 2)
				buy(c, CRMOnline, 2)
				u, other := makeUser(c), makeUser(c)
				precluded(c, opAssign, tryAssign(c, u, adding(lic(DynamicsSales), lic(CRMOnline))))
				has(c, u)
				give(c, other, CRMOnline)
				precluded(c, opAssign, tryAssign(c, other, adding(lic(DynamicsSales))))
				has(c, other, CRMOnline)
				used(c, DynamicsSales, 0)
				used(c, CRMOnline, 1)
			},
		},
		{
			Name: "Licenses.Assign/switching-on-what-is-excluded", Needs: ofPeople(), Source: docExclusive,
			Why: "to enable all plans enables the one that was off for a reason",
			Run: func(c *run) {
				buy(c, DynamicsSales, 1)
				buy(c, CRMOnline, 1)
				u := makeUser(c)
				assign(c, u, adding(lic(DynamicsSales), lic(CRMOnline, planCRM)))
				precluded(c, opAssign, tryAssign(c, u, adding(lic(CRMOnline))))
				hasOff(c, u, CRMOnline, planCRM)
			},
		},
	}
}

func allOrNothing(c *run) {
	buy(c, EntraP1, 5)
	buy(c, OfficeE3, 1)
	buy(c, AudioConferencing, 5)
	buy(c, ProjectPlan3, 5)
	buy(c, CRMOnline, 5)
	buy(c, TestInstance, 5)
	u, other := makeUser(c), makeUser(c)
	assign(c, u, adding(lic(EntraP1, planMFA)))
	give(c, other, OfficeE3)
	all := []admin365.SKUID{EntraP1, OfficeE3, AudioConferencing, ProjectPlan3, CRMOnline}
	was := holding(c, u, all...)
	// Each does something that is allowed, and one thing that is not.
	good := lic(ProjectPlan3)
	for what, change := range map[string]billing.LicenseChange{
		"no seat of the second":         {Add: []admin365.AssignedLicense{good, lic(OfficeE3)}},
		"a swap without a seat":         {Add: []admin365.AssignedLicense{lic(OfficeE3)}, Remove: []admin365.SKUID{EntraP1}},
		"an add-on without its base":    {Add: []admin365.AssignedLicense{good, lic(AudioConferencing)}},
		"a product that is not owned":   {Add: []admin365.AssignedLicense{good, lic(DynamicsSales)}},
		"a product for the tenant":      {Add: []admin365.AssignedLicense{lic(TestInstance), good}},
		"a plan of another product":     {Add: []admin365.AssignedLicense{lic(EntraP1), lic(CRMOnline, planTeams)}},
		"nothing to remove":             {Add: []admin365.AssignedLicense{good}, Remove: []admin365.SKUID{CRMOnline}},
		"one of two to remove":          {Remove: []admin365.SKUID{EntraP1, CRMOnline}},
		"other plans, and no such base": {Add: []admin365.AssignedLicense{lic(EntraP1), lic(AudioConferencing)}},
	} {
		var refusal *admin365.Error
		if err := tryAssign(c, u, change); !errors.As(err, &refusal) || refusal.Status != 400 {
			c.Errorf("%s: the answer is %v, want a refusal with status 400", what, err)
		}
	}
	unchanged(c, u, was, all...)
	has(c, other, OfficeE3)
}
