package billingtest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

// groupRefusalCases are about what is refused at once.
func groupRefusalCases() []kase {
	return []kase{
		{
			Name: "GroupLicenses.Assign/no-security-group", Needs: ofGroups(), Source: docGroupAdvanced,
			Why: "a mailing list is open to anybody and gives no licenses",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				g, err := c.S.Make.Group(c.Context(), false)
				c.Must(err, "adding a group that is for mail alone")
				c.Refused(c.S.Service.GroupLicenses.Assign(c.Context(), g, adding(lic(EntraP1))), plainly(admin365.ErrInvalid, opGroupAssign))
				finish(c)
				gives(c, g, "")
			},
		},
		{
			Name: "GroupLicenses.Assign/unknown", Needs: ofGroups(), Source: docErrors,
			Why: "a group that is not there is told apart from one that cannot hold licenses",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				gone := makeGroup(c)
				c.Must(c.S.Make.DeleteGroup(c.Context(), gone), "deleting a group")
				for _, id := range []admin365.GroupID{admin365.GroupID(nobody()), gone} {
					for _, m := range c.S.methods() {
						if m.takes != idOfGroup {
							continue
						}
						c.Eventually(func() error {
							return unknown(m.op).Of(string(id)).Check(m.call(c.Context(), c.S.Service, target{group: id, product: EntraP1}))
						})
					}
				}
			},
		},
		{
			Name: "GroupLicenses.Assign/changes-that-are-refused", Needs: ofGroups(), Source: docGroupAssign,
			Why: "whoever gives a whole department the wrong thing wants to hear of it before the members do",
			Run: func(c *run) {
				buy(c, EntraP1, 2)
				buy(c, OfficeE3, 2)
				buy(c, TestInstance, 2)
				u := makeUser(c)
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1, planMFA)))
				for what, refused := range map[string]struct {
					change billing.LicenseChange
					kind   error
				}{
					"nothing":                      {billing.LicenseChange{}, admin365.ErrInvalid},
					"empty lists":                  {without(), admin365.ErrInvalid},
					"a product twice":              {adding(lic(OfficeE3), lic(OfficeE3, planTeams)), admin365.ErrInvalid},
					"a product added and removed":  {swapping(EntraP1, EntraP1), admin365.ErrInvalid},
					"a plan twice":                 {adding(lic(EntraP1, planMFA, planMFA)), admin365.ErrInvalid},
					"no product":                   {adding(lic("")), admin365.ErrInvalid},
					"no product to remove":         {taking(""), admin365.ErrInvalid},
					"a plan of another product":    {adding(lic(EntraP1, planTeams)), admin365.ErrInvalid},
					"a product that is not owned":  {adding(lic(OfficeE3), lic(ProjectPlan3)), admin365.ErrInvalid},
					"a product for the tenant":     {adding(lic(OfficeE3), lic(TestInstance)), admin365.ErrInvalid},
					"a product that it gives not":  {taking(OfficeE3), admin365.ErrNotFound},
					"one of two that it gives not": {taking(EntraP1, OfficeE3), admin365.ErrNotFound},
				} {
					err := c.S.Service.GroupLicenses.Assign(c.Context(), g, refused.change)
					if fault := plainly(refused.kind, opGroupAssign).Check(err); fault != nil {
						c.Errorf("%s: %v", what, fault)
					}
				}
				finish(c)
				gives(c, g, billing.ProcessingComplete, lic(EntraP1, planMFA))
				states(c, u, from(g, EntraP1, planMFA))
				used(c, OfficeE3, 0)
			},
		},
	}
}

// groupErrorCases are about what the members do not get.
func groupErrorCases() []kase {
	return []kase{
		{
			Name: "GroupLicenses.Errors/no-seat", Needs: ofGroups(), Source: docGroupProblems,
			Why: "the order is taken with seats or without, and whoever does not look finds out from the member",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 5)
				u := makeUser(c)
				give(c, makeUser(c), EntraP1)
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1), lic(OfficeE3)))
				states(c, u, failing(g, EntraP1, admin365.LicenseCountViolation), failing(g, OfficeE3, admin365.LicenseOtherError))
				// All products of the group or none.
				has(c, u)
				used(c, EntraP1, 1)
				used(c, OfficeE3, 0)
				holdersAre(c, OfficeE3)
				inError(c, g, u)
				troubled(c, g, true)
			},
		},
		{
			Name: "GroupLicenses.Errors/no-seat-for-some", Needs: ofGroups(), Source: docGroupProblems,
			Why: "two seats for three members are given to two, and the list says who goes without",
			Run: func(c *run) {
				buy(c, EntraP1, 2)
				people := makeUsers(c, 3)
				g := makeGroup(c, people...)
				order(c, g, adding(lic(EntraP1)))
				used(c, EntraP1, 2)
				var without []admin365.UserID
				for _, u := range people {
					if len(getUser(c, u).Assigned) > 0 {
						states(c, u, from(g, EntraP1))
						continue
					}
					without = append(without, u)
					states(c, u, failing(g, EntraP1, admin365.LicenseCountViolation))
				}
				if len(without) != 1 {
					c.Errorf("%d members go without, want 1", len(without))
				}
				inError(c, g, without...)
				troubled(c, g, true)
			},
		},
		{
			Name: "GroupLicenses.Errors/plans-exclude-each-other", Needs: ofGroups(), Source: docGroupProblems,
			Why: "one member with an old product of his own must not keep the others from theirs",
			Run: func(c *run) {
				buy(c, CRMOnline, 1)
				buy(c, DynamicsSales, 5)
				buy(c, EntraP1, 5)
				u, other := makeUser(c), makeUser(c)
				give(c, u, CRMOnline)
				g := makeGroup(c, u, other)
				order(c, g, adding(lic(DynamicsSales), lic(EntraP1)))
				states(c, u, direct(CRMOnline),
					failing(g, DynamicsSales, admin365.LicenseMutuallyExclusiveViolation), failing(g, EntraP1, admin365.LicenseOtherError))
				has(c, u, CRMOnline)
				has(c, other, DynamicsSales, EntraP1)
				inError(c, g, u)
				precluded(c, opReprocess, c.S.Service.Licenses.Reprocess(c.Context(), u))
				assign(c, u, taking(CRMOnline))
				reprocess(c, u)
				states(c, u, from(g, DynamicsSales), from(g, EntraP1))
				inError(c, g)
				troubled(c, g, false)
			},
		},
		{
			Name: "GroupLicenses.Errors/needed-plan-not-in-the-group", Needs: ofGroups(), Source: docGroupProblems,
			Why: "what a product needs must be in the same group, whatever the member has besides",
			Run: func(c *run) {
				buy(c, AudioConferencing, 5)
				buy(c, OfficeE3, 5)
				u, own := makeUser(c), makeUser(c)
				give(c, own, OfficeE3)
				g := makeGroup(c, u, own)
				order(c, g, adding(lic(AudioConferencing)))
				states(c, u, failing(g, AudioConferencing, admin365.LicenseDependencyViolation))
				states(c, own, direct(OfficeE3), failing(g, AudioConferencing, admin365.LicenseDependencyViolation))
				has(c, u)
				has(c, own, OfficeE3)
				used(c, AudioConferencing, 0)
				inError(c, g, u, own)
				precluded(c, opReprocess, c.S.Service.Licenses.Reprocess(c.Context(), u))
				order(c, g, adding(lic(OfficeE3)))
				reprocess(c, u)
				reprocess(c, own)
				states(c, u, from(g, AudioConferencing), from(g, OfficeE3))
				has(c, own, AudioConferencing, OfficeE3)
				inError(c, g)
			},
		},
		{
			Name: "GroupLicenses.Errors/leaving-what-is-needed", Needs: ofGroups(), Source: docGroupProblems,
			Why: "a license that is still needed is not pulled away, and somebody has to be told",
			Run: func(c *run) {
				buy(c, AudioConferencing, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				g := makeGroup(c, u)
				order(c, g, adding(lic(OfficeE3)))
				give(c, u, AudioConferencing)
				leave(c, g, u)
				finish(c)
				has(c, u, OfficeE3, AudioConferencing)
				used(c, OfficeE3, 1)
				holds(c, u, func(u *billing.LicensedUser) error {
					for _, s := range u.States {
						if lower(s.SKUID) == lower(OfficeE3) {
							return errIf(s.Error != admin365.LicenseDependencyViolation || lower(s.AssignedByGroup) != lower(g), "the state is %+v", s)
						}
					}
					return errors.New("there is no state of the license that stays")
				})
			},
		},
		{
			Name: "Licenses.Reprocess/heals-once-seats-are-bought", Needs: ofGroups(), Source: docReprocess,
			Why: "seats were bought, and the members still have nothing unless somebody says so to the service",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 5)
				people := makeUsers(c, 2)
				give(c, makeUser(c), EntraP1)
				g := makeGroup(c, people...)
				order(c, g, adding(lic(EntraP1), lic(OfficeE3)))
				inError(c, g, people...)
				buy(c, EntraP1, 2)
				for _, u := range people {
					reprocess(c, u)
					states(c, u, from(g, EntraP1), from(g, OfficeE3))
					has(c, u, EntraP1, OfficeE3)
				}
				inError(c, g)
				troubled(c, g, false)
				used(c, EntraP1, 3)
			},
		},
		{
			Name: "Licenses.Reprocess/says-what-stands-in-the-way", Needs: ofGroups(), Source: docReprocess,
			Why: "at the member stands a word, and here the service's own sentence",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				give(c, makeUser(c), EntraP1)
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1)))
				noSeat(c, opReprocess, c.S.Service.Licenses.Reprocess(c.Context(), u))
				states(c, u, failing(g, EntraP1, admin365.LicenseCountViolation))
				inError(c, g, u)
				used(c, EntraP1, 1)
			},
		},
		{
			Name: "GroupLicenses.WithErrors/those-and-no-others", Needs: ofGroups(), Source: docGroup,
			Why: "whoever mends the errors every morning wants to look at the groups that have some",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 5)
				u, other := makeUser(c), makeUser(c)
				well, ill, none := makeGroup(c, other), makeGroup(c, u), makeGroup(c, u)
				give(c, other, EntraP1)
				order(c, well, adding(lic(OfficeE3)))
				order(c, ill, adding(lic(EntraP1, planMFA)))
				troubled(c, well, false)
				troubled(c, ill, true)
				troubled(c, none, false)
				want := getGroup(c, ill)
				list, err := conform.Collect(c.S.Service.GroupLicenses.WithErrors(c.Context()))
				c.Must(err, "listing groups with errors")
				for _, g := range list {
					if g.ID == want.ID {
						if err := conform.Differ(*g, *want); err != nil {
							c.Errorf("the group in the list %v", err)
						}
					}
				}
				inError(c, well)
				inError(c, none)
				order(c, ill, taking(EntraP1))
				troubled(c, ill, false)
				states(c, u)
			},
		},
	}
}

// reprocess has the service judge a user again, and finish with the groups.
func reprocess(c *run, user admin365.UserID) {
	c.Helper()
	c.Must(c.S.Service.Licenses.Reprocess(c.Context(), user), "reprocessing a user")
	finish(c)
}

// inError waits until exactly these members did not get what the group gives, and the
// list says of them what Get says.
func inError(c *run, group admin365.GroupID, want ...admin365.UserID) {
	c.Helper()
	c.Eventually(func() error {
		list, err := conform.Collect(c.S.Service.GroupLicenses.MembersWithErrors(c.Context(), group))
		if err != nil {
			return err
		}
		err = sameSet("the members with errors", userIDs(list), want)
		for _, u := range list {
			err = errors.Join(err, sameHoldings(u, getUser(c, u.ID)))
		}
		return err
	})
}

// troubled waits until the group is among those with errors, or is not.
func troubled(c *run, group admin365.GroupID, want bool) {
	c.Helper()
	c.Eventually(func() error {
		list, err := conform.Collect(c.S.Service.GroupLicenses.WithErrors(c.Context()))
		if err != nil {
			return err
		}
		if err := conform.Once(list, func(g *billing.LicensedGroup) string { return lower(g.ID) }); err != nil {
			return err
		}
		got := false
		for _, g := range list {
			got = got || lower(g.ID) == lower(group)
		}
		return errIf(got != want, "the group is among those with errors: %v, want %v", got, want)
	})
}
