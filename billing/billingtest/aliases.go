package billingtest

import (
	"errors"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

// aliasCases overwrite everything that went in and everything that came out, and look
// whether the tenant has changed with it.
func aliasCases() []kase {
	return []kase{
		{
			Name: "Aliasing/input-of-assign", Needs: ofPeople(), Source: docOwnership,
			Why: "a program uses one change for many people and alters it between the calls",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 1)
				u := makeUser(c)
				give(c, u, OfficeE3)
				change := swapping(EntraP1, OfficeE3)
				change.Add[0].DisabledPlans = []admin365.ServicePlanID{planMFA, planDiscovery}
				was := conform.Clone(change)
				assign(c, u, change)
				if err := conform.Differ(change, was); err != nil {
					c.Errorf("Assign changed what it was given: it %v", err)
				}
				conform.Scribble(&change)
				states(c, u, direct(EntraP1, planMFA, planDiscovery))
				hasOff(c, u, EntraP1, planMFA, planDiscovery)
			},
		},
		{
			Name: "Aliasing/input-of-group-assign", Needs: ofGroups(), Source: docOwnership,
			Why: "what the service does later must not follow what the caller does with his lists in between",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				u := makeUser(c)
				g := makeGroup(c, u)
				change := adding(lic(EntraP1, planMFA))
				c.Must(c.S.Service.GroupLicenses.Assign(c.Context(), g, change), "changing the licenses of a group")
				conform.Scribble(&change)
				finish(c)
				states(c, u, from(g, EntraP1, planMFA))
				gives(c, g, billing.ProcessingComplete, lic(EntraP1, planMFA))
			},
		},
		{
			Name: "Aliasing/answers-about-licenses", Needs: ofPeople(), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				u := makeUser(c)
				assign(c, u, adding(lic(EntraP1, planMFA)))
				kept(c, "Licenses.Get", func() (*billing.LicensedUser, error) { return c.S.Service.Licenses.Get(c.Context(), u) })
				kept(c, "Licenses.Details", func() (*billing.LicenseDetails, error) {
					return only(c.S.Service.Licenses.Details(c.Context(), u), func(*billing.LicenseDetails) bool { return true })
				})
				kept(c, "Licenses.Holders", func() (*billing.LicensedUser, error) {
					return only(c.S.Service.Licenses.Holders(c.Context(), EntraP1), func(*billing.LicensedUser) bool { return true })
				})
				states(c, u, direct(EntraP1, planMFA))
			},
		},
		{
			Name: "Aliasing/answers-about-groups", Needs: ofGroups(), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				give(c, makeUser(c), EntraP1)
				u := makeUser(c)
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1, planMFA)))
				kept(c, "GroupLicenses.Get", func() (*billing.LicensedGroup, error) { return c.S.Service.GroupLicenses.Get(c.Context(), g) })
				kept(c, "GroupLicenses.MembersWithErrors", func() (*billing.LicensedUser, error) {
					return only(c.S.Service.GroupLicenses.MembersWithErrors(c.Context(), g), func(*billing.LicensedUser) bool { return true })
				})
				kept(c, "GroupLicenses.WithErrors", func() (*billing.LicensedGroup, error) {
					return only(c.S.Service.GroupLicenses.WithErrors(c.Context()), func(got *billing.LicensedGroup) bool { return got.ID == g })
				})
			},
		},
		{
			Name: "Aliasing/answers-about-purchases", Needs: ofPurchases(), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5)
				id := sub.ID
				was := getSub(c, id)
				conform.Scribble(sub)
				if err := conform.Differ(*getSub(c, id), *was); err != nil {
					c.Errorf("after the answer of Buy was overwritten the subscription %v", err)
				}
				ours := func(s *billing.SKU) bool { return lower(s.SKUID) == lower(EntraP1) }
				sku, err := only(c.S.Service.SKUs.List(c.Context()), ours)
				c.Must(err, "listing products")
				skuID := sku.ID
				kept(c, "SKUs.Get", func() (*billing.SKU, error) { return c.S.Service.SKUs.Get(c.Context(), skuID) })
				kept(c, "SKUs.List", func() (*billing.SKU, error) { return only(c.S.Service.SKUs.List(c.Context()), ours) })
				kept(c, "Subscriptions.Get", func() (*billing.Subscription, error) { return c.S.Service.Subscriptions.Get(c.Context(), id) })
				kept(c, "Subscriptions.List", func() (*billing.Subscription, error) {
					return only(c.S.Service.Subscriptions.List(c.Context()), func(s *billing.Subscription) bool { return s.ID == id })
				})
				commerce := was.CommerceSubscriptionID
				kept(c, "Subscriptions.GetByCommerceID", func() (*billing.Subscription, error) {
					return c.S.Service.Subscriptions.GetByCommerceID(c.Context(), commerce)
				})
			},
		},
	}
}

// kept asks three times, and overwrites the first answer in between.
func kept[V any](c *run, name string, ask func() (*V, error)) {
	c.Helper()
	answer := func() *V {
		v, err := ask()
		c.Must(err, name)
		if v == nil {
			c.Fatalf("%s answers nothing", name)
		}
		return v
	}
	first, second := answer(), answer()
	was := conform.Clone(first)
	conform.Scribble(first)
	if err := conform.Differ(*second, *was); err != nil {
		c.Errorf("%s: two answers share what they hold: the second %v", name, err)
	}
	if err := conform.Differ(*answer(), *was); err != nil {
		c.Errorf("%s: after an answer was overwritten the next one %v", name, err)
	}
}

// only returns the one item of a list that is ours.
func only[V any](list iter.Seq2[*V, error], ours func(*V) bool) (*V, error) {
	all, err := conform.Collect(list)
	if err != nil {
		return nil, err
	}
	for _, item := range all {
		if ours(item) {
			return item, nil
		}
	}
	return nil, errors.New("the list does not have it")
}
