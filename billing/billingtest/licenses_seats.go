package billingtest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
)

func seatCases() []kase {
	return []kase{
		{
			Name: "Seats/none-left", Needs: ofPeople(), Source: docAssign,
			Why: "who has bought ten seats cannot give eleven, and programs look for the words to buy some more",
			Run: func(c *run) {
				buy(c, EntraP1, 2)
				people := makeUsers(c, 3)
				give(c, people[0], EntraP1)
				give(c, people[1], EntraP1)
				noSeat(c, opAssign, tryAssign(c, people[2], adding(lic(EntraP1))))
				has(c, people[2])
				states(c, people[2])
				used(c, EntraP1, 2)
			},
		},
		{
			Name: "Seats/freed-seat-is-given-again", Needs: ofPeople(), Source: docAssign,
			Why: "one goes and another one comes, and nobody buys a seat for that",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				first, second := makeUser(c), makeUser(c)
				give(c, first, EntraP1)
				noSeat(c, opAssign, tryAssign(c, second, adding(lic(EntraP1))))
				assign(c, first, taking(EntraP1))
				used(c, EntraP1, 0)
				give(c, second, EntraP1)
				holdersAre(c, EntraP1, second)
				noSeat(c, opAssign, tryAssign(c, first, adding(lic(EntraP1))))
			},
		},
		{
			Name: "Seats/more-are-bought", Needs: ofPeople(HasSubscriptions), Source: docUnits,
			Why: "seats that were bought just now can be given, whichever way they came",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 1)
				people := makeUsers(c, 3)
				give(c, people[0], EntraP1)
				noSeat(c, opAssign, tryAssign(c, people[1], adding(lic(EntraP1))))
				buy(c, EntraP1, 1)
				give(c, people[1], EntraP1)
				noSeat(c, opAssign, tryAssign(c, people[2], adding(lic(EntraP1))))
				c.Must(c.S.Backstage.SetSeats(c.Context(), sub.ID, 2), "adding a seat to a subscription")
				give(c, people[2], EntraP1)
				used(c, EntraP1, 3)
			},
		},
		{
			Name: "Seats/counted-once-from-every-source", Needs: ofGroups(), Source: docSKU,
			Why: "who counts assignments and not people buys seats that nobody needs",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				give(c, u, EntraP1)
				one, two := makeGroup(c, u), makeGroup(c, u)
				order(c, one, adding(lic(EntraP1)))
				order(c, two, adding(lic(EntraP1)))
				states(c, u, direct(EntraP1), from(one, EntraP1), from(two, EntraP1))
				has(c, u, EntraP1)
				used(c, EntraP1, 1)
				assign(c, u, taking(EntraP1))
				order(c, one, taking(EntraP1))
				states(c, u, from(two, EntraP1))
				used(c, EntraP1, 1)
				order(c, two, taking(EntraP1))
				states(c, u)
				has(c, u)
				used(c, EntraP1, 0)
			},
		},
		{
			Name: "Seats/deleted-user-frees-his", Needs: ofPeople(), Source: docUserDelete,
			Why: "who left must not keep a seat for the thirty days in the bin",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				first, second := makeUser(c), makeUser(c)
				give(c, first, EntraP1)
				c.Must(c.S.Make.DeleteUser(c.Context(), first), "deleting a user")
				used(c, EntraP1, 0)
				holdersAre(c, EntraP1)
				c.Must(c.S.Make.PurgeUser(c.Context(), first), "purging a user")
				used(c, EntraP1, 0)
				give(c, second, EntraP1)
				used(c, EntraP1, 1)
			},
		},
		{
			Name: "Seats/restored-user-gets-his-back", Needs: ofPeople(), Source: docRestore,
			Why: "who was deleted by mistake works on as before, his switched-off plans included",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				assign(c, u, adding(lic(EntraP1, planMFA)))
				c.Must(c.S.Make.DeleteUser(c.Context(), u), "deleting a user")
				used(c, EntraP1, 0)
				c.Must(c.S.Make.RestoreUser(c.Context(), u), "restoring a user")
				has(c, u, EntraP1)
				hasOff(c, u, EntraP1, planMFA)
				used(c, EntraP1, 1)
			},
		},
		{
			Name: "Seats/restored-without-a-free-seat", Needs: ofPeople(), Source: docRestore,
			Why: "a tenant can have more people than seats this way, and a report must survive it",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				first, second, third := makeUser(c), makeUser(c), makeUser(c)
				give(c, first, EntraP1)
				c.Must(c.S.Make.DeleteUser(c.Context(), first), "deleting a user")
				used(c, EntraP1, 0)
				give(c, second, EntraP1)
				c.Must(c.S.Make.RestoreUser(c.Context(), first), "restoring a user")
				has(c, first, EntraP1)
				used(c, EntraP1, 2)
				available(c, EntraP1, -1)
				holdersAre(c, EntraP1, first, second)
				// One of the two has to go before there is a free one, and then another.
				noSeat(c, opAssign, tryAssign(c, third, adding(lic(EntraP1))))
				assign(c, first, taking(EntraP1))
				noSeat(c, opAssign, tryAssign(c, third, adding(lic(EntraP1))))
				assign(c, second, taking(EntraP1))
				give(c, third, EntraP1)
			},
		},
		{
			Name: "Seats/fewer-than-people", Needs: ofPeople(HasSubscriptions), Source: docBackstage,
			Why: "who pays for fewer seats takes nobody's mailbox at once",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 3)
				people := makeUsers(c, 3)
				for _, u := range people {
					give(c, u, EntraP1)
				}
				c.Must(c.S.Backstage.SetSeats(c.Context(), sub.ID, 1), "taking seats off a subscription")
				units(c, EntraP1, billing.StatusEnabled, billing.PrepaidUnits{Enabled: 1})
				available(c, EntraP1, -2)
				holdersAre(c, EntraP1, people...)
				noSeat(c, opAssign, tryAssign(c, makeUser(c), adding(lic(EntraP1))))
				assign(c, people[0], taking(EntraP1))
				noSeat(c, opAssign, tryAssign(c, people[0], adding(lic(EntraP1))))
				used(c, EntraP1, 2)
			},
		},
		{
			Name: "Seats/expired-are-given-still", Needs: ofPeople(), Source: docExpires,
			Why: "in the thirty days after the end people notice nothing, the new ones included",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 2)
				people := makeUsers(c, 3)
				give(c, people[0], EntraP1)
				c.Must(c.S.Backstage.Expire(c.Context(), sub.ID), "letting a subscription expire")
				units(c, EntraP1, billing.StatusWarning, billing.PrepaidUnits{Warning: 2})
				give(c, people[1], EntraP1)
				has(c, people[0], EntraP1)
				noSeat(c, opAssign, tryAssign(c, people[2], adding(lic(EntraP1))))
				used(c, EntraP1, 2)
			},
		},
		{
			Name: "Seats/suspended-are-not-given", Needs: ofPeople(CanAdvance), Source: docExpires,
			Why: "who gives a license of a suspended subscription gives nothing",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5)
				u, other := makeUser(c), makeUser(c)
				give(c, u, EntraP1)
				c.Must(c.S.Backstage.Expire(c.Context(), sub.ID), "letting a subscription expire")
				c.S.Advance(billing.GracePeriod + hour)
				units(c, EntraP1, billing.StatusSuspended, billing.PrepaidUnits{Suspended: 5})
				noSeat(c, opAssign, tryAssign(c, other, adding(lic(EntraP1))))
				// Who has one keeps it.
				has(c, u, EntraP1)
				used(c, EntraP1, 1)
				c.Must(c.S.Backstage.Renew(c.Context(), sub.ID), "renewing a subscription")
				give(c, other, EntraP1)
				used(c, EntraP1, 2)
			},
		},
		{
			Name: "Seats/canceled-are-not-given", Needs: ofPeople(), Source: docExpires,
			Why: "who cancels a subscription still sees the product in the list, and must not count on it",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5)
				u, other := makeUser(c), makeUser(c)
				give(c, u, EntraP1)
				c.Must(c.S.Backstage.Cancel(c.Context(), sub.ID), "canceling a subscription")
				units(c, EntraP1, billing.StatusLockedOut, billing.PrepaidUnits{LockedOut: 5})
				noSeat(c, opAssign, tryAssign(c, other, adding(lic(EntraP1))))
				has(c, u, EntraP1)
				used(c, EntraP1, 1)
			},
		},
		{
			Name: "Seats/of-one-subscription-for-those-of-another", Needs: ofPeople(), Source: docUnits,
			Why: "a license is of a product and not of a subscription, so that one that ends is replaced by another",
			Run: func(c *run) {
				old := buy(c, EntraP1, 1)
				u := makeUser(c)
				give(c, u, EntraP1)
				buy(c, EntraP1, 1)
				c.Must(c.S.Backstage.Cancel(c.Context(), old.ID), "canceling a subscription")
				units(c, EntraP1, billing.StatusEnabled, billing.PrepaidUnits{Enabled: 1, LockedOut: 1})
				available(c, EntraP1, 0)
				states(c, u, admin365.LicenseState{SKUID: EntraP1, State: admin365.LicenseActive})
				noSeat(c, opAssign, tryAssign(c, makeUser(c), adding(lic(EntraP1))))
			},
		},
	}
}
