package billingtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

func skuCases() []kase {
	return []kase{
		{
			Name: "SKUs.List/get-agrees", Needs: []string{HasSKUs}, Source: docSKUGet,
			Why: "a program keeps the id from the list and asks by it later", Run: skusAgree,
		},
		{
			Name: "SKUs.List/complete", Needs: []string{HasSKUs}, Source: docSKU,
			Why: "a report with blanks for names or negative seats is thrown away", Run: skusComplete,
		},
		{
			Name: "SKUs.List/bought-product", Needs: ofPurchases(), Source: docSKU,
			Why: "whoever has bought seats looks whether they have come",
			Run: func(c *run) {
				if s, err := findSKU(c, EntraP1); err != nil || s != nil {
					c.Fatalf("before it is bought the tenant has %+v, %v", s, err)
				}
				sub := buy(c, EntraP1, 7)
				units(c, EntraP1, billing.StatusEnabled, billing.PrepaidUnits{Enabled: 7})
				owned(c, EntraP1, func(s *billing.SKU) error {
					return errors.Join(
						errIf(s.PartNumber != "AAD_PREMIUM", "PartNumber is %q", s.PartNumber),
						errIf(s.AppliesTo != billing.AppliesToUser, "AppliesTo is %q", s.AppliesTo),
						errIf(s.ConsumedUnits != 0, "ConsumedUnits is %d", s.ConsumedUnits),
						sameSet("SubscriptionIDs", s.SubscriptionIDs, []billing.SubscriptionID{sub.ID}),
					)
				})
			},
		},
		{
			Name: "SKUs.List/units-of-two-subscriptions", Needs: ofPurchases(), Source: docUnits,
			Why: "a tenant buys the same product again and again, and counts all of its seats",
			Run: func(c *run) {
				first, second := buy(c, EntraP1, 4), buy(c, EntraP1, 5)
				if first.ID == second.ID {
					c.Errorf("two purchases have one id, %q", first.ID)
				}
				units(c, EntraP1, billing.StatusEnabled, billing.PrepaidUnits{Enabled: 9})
				owned(c, EntraP1, func(s *billing.SKU) error {
					return sameSet("SubscriptionIDs", s.SubscriptionIDs, []billing.SubscriptionID{first.ID, second.ID})
				})
				c.Must(c.S.Backstage.Expire(c.Context(), first.ID), "letting a subscription expire")
				units(c, EntraP1, billing.StatusEnabled, billing.PrepaidUnits{Enabled: 5, Warning: 4})
			},
		},
		{
			Name: "SKUs.List/service-plans", Needs: ofPurchases(), Source: docPlanInfo,
			Why: "plans are switched off by the ids that stand here",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 1)
				plansAre(c, EntraP1, map[admin365.ServicePlanID]billing.ServicePlan{
					planEntraP1:    {Name: "AAD_PREMIUM", AppliesTo: billing.AppliesToUser},
					planMFA:        {Name: "MFA_PREMIUM", AppliesTo: billing.AppliesToUser},
					planFoundation: {Name: "EXCHANGE_S_FOUNDATION", AppliesTo: billing.AppliesToCompany},
				})
				plansAre(c, OfficeE3, map[admin365.ServicePlanID]billing.ServicePlan{
					planExchange:   {Name: "EXCHANGE_S_ENTERPRISE", AppliesTo: billing.AppliesToUser},
					planSharePoint: {Name: "SHAREPOINTENTERPRISE", AppliesTo: billing.AppliesToUser},
					planTeams:      {Name: "TEAMS1", AppliesTo: billing.AppliesToUser},
				})
			},
		},
		{
			Name: "SKUs.List/product-for-the-tenant", Needs: ofPurchases(), Source: docSKU,
			Why: "a form for licenses must not offer what nobody can be given",
			Run: func(c *run) {
				buy(c, TestInstance, 2)
				owned(c, TestInstance, func(s *billing.SKU) error {
					return errIf(s.AppliesTo != billing.AppliesToCompany, "AppliesTo of %s is %q", s.PartNumber, s.AppliesTo)
				})
			},
		},
		{
			Name: "SKUs.Get/unknown", Needs: []string{HasSKUs}, Source: docErrors,
			Why: "a product that is not there is told apart from every other failure",
			Run: func(c *run) {
				id := billing.SubscribedSKUID(nobody() + "_" + nobody())
				s, err := c.S.Service.SKUs.Get(c.Context(), id)
				c.Refused(err, unknown(opSKU).Of(string(id)))
				if s != nil {
					c.Errorf("Get answered a product beside its error: %+v", s)
				}
			},
		},
		{
			Name: "SKUs.Get/product-id-is-another", Needs: ofPurchases(), Source: docSKUGet,
			Why: "a program that takes the one id for the other works with a lenient fake and with no tenant",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				s, err := c.S.Service.SKUs.Get(c.Context(), billing.SubscribedSKUID(EntraP1))
				if !errors.Is(err, admin365.ErrNotFound) && !errors.Is(err, admin365.ErrInvalid) {
					c.Errorf("Get by the product's id answers %+v, %v; want that it is not found, or invalid", s, err)
				}
			},
		},
		{
			Name: "FindSKU/every-name-in-any-letter-case", Needs: ofPurchases(), Source: docFind,
			Why: "people type product names as they come",
			Run: func(c *run) {
				buy(c, EntraP1, 1)
				buy(c, OfficeE3, 1)
				for name, want := range map[string]admin365.SKUID{
					string(EntraP1): EntraP1, string(upper(EntraP1)): EntraP1,
					"AAD_PREMIUM": EntraP1, "aad_premium": EntraP1,
					"Microsoft Entra ID P1": EntraP1, "microsoft ENTRA id p1": EntraP1,
					"Office 365 E3": OfficeE3, "EnterprisePack": OfficeE3, "  office 365 e3 ": OfficeE3,
				} {
					s, err := billing.FindSKU(c.Context(), c.S.Service.SKUs, name)
					if err != nil || s == nil || !strings.EqualFold(string(s.SKUID), string(want)) {
						c.Errorf("FindSKU(%q) answers %+v, %v; want %s", name, s, err, want)
					}
				}
			},
		},
		{
			Name: "FindSKU/not-owned-or-empty", Needs: []string{HasSKUs}, Source: docFind,
			Why: "whoever misspells a product must not get another one",
			Run: func(c *run) {
				name := conform.Unique()
				_, err := billing.FindSKU(c.Context(), c.S.Service.SKUs, name)
				c.Refused(err, plainly(admin365.ErrNotFound, opFind).Of(name))
				for _, empty := range []string{"", "  "} {
					_, err := billing.FindSKU(c.Context(), c.S.Service.SKUs, empty)
					c.Refused(err, unsent(opFind))
				}
			},
		},
		{
			Name: "Available/seats-less-people", Needs: ofPeople(), Source: docAvailable,
			Why: "the number decides whether somebody buys more seats",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 3)
				available(c, EntraP1, 3)
				people := makeUsers(c, 2)
				give(c, people[0], EntraP1)
				give(c, people[1], EntraP1)
				available(c, EntraP1, 1)
				c.Must(c.S.Backstage.Expire(c.Context(), sub.ID), "letting a subscription expire")
				available(c, EntraP1, 1)
				c.Must(c.S.Backstage.Cancel(c.Context(), sub.ID), "canceling a subscription")
				available(c, EntraP1, -2)
			},
		},
	}
}

// available waits until so many seats of a product can be given.
func available(c *run, sku admin365.SKUID, want int) {
	c.Helper()
	owned(c, sku, func(s *billing.SKU) error {
		got := billing.Available(s)
		return errIf(got != want, "%d seats of %s are available, want %d: %+v, %d consumed", got, s.PartNumber, want, s.PrepaidUnits, s.ConsumedUnits)
	})
}

// plansAre waits until the product has the plans, and perhaps others.
func plansAre(c *run, sku admin365.SKUID, want map[admin365.ServicePlanID]billing.ServicePlan) {
	c.Helper()
	owned(c, sku, func(s *billing.SKU) error {
		var errs []error
		for id, w := range want {
			i := slices.IndexFunc(s.ServicePlans, func(p billing.ServicePlan) bool { return lower(p.ID) == lower(id) })
			if i < 0 {
				errs = append(errs, fmt.Errorf("%s has no plan %s", s.PartNumber, w.Name))
				continue
			}
			if p := s.ServicePlans[i]; p.Name != w.Name || p.AppliesTo != w.AppliesTo || p.ProvisioningStatus == "" {
				errs = append(errs, fmt.Errorf("the plan %s of %s is %+v", w.Name, s.PartNumber, p))
			}
		}
		return errors.Join(errs...)
	})
}

func skusAgree(c *run) {
	if c.S.Harness.MayWrite && c.S.Backstage != nil {
		buy(c, EntraP1, 2)
		buy(c, OfficeE3, 3)
	}
	all, err := conform.Collect(c.S.Service.SKUs.List(c.Context()))
	c.Must(err, "listing products")
	if err := conform.Once(all, func(s *billing.SKU) billing.SubscribedSKUID { return s.ID }); err != nil {
		c.Errorf("ids: %v", err)
	}
	if err := conform.Once(all, func(s *billing.SKU) string { return lower(s.SKUID) }); err != nil {
		c.Errorf("products: %v", err)
	}
	for _, want := range all {
		got, err := c.S.Service.SKUs.Get(c.Context(), want.ID)
		c.Must(err, "getting "+want.PartNumber)
		// Others may give licenses of a tenant that is not ours alone.
		if err := conform.Differ(*got, *want, "ConsumedUnits"); err != nil {
			c.Errorf("%s: what Get answers %v", want.PartNumber, err)
		}
	}
}

func skusComplete(c *run) {
	if c.S.Harness.MayWrite && c.S.Backstage != nil {
		buy(c, OfficeE3, 3)
		buy(c, TestInstance, 1)
	}
	all, err := conform.Collect(c.S.Service.SKUs.List(c.Context()))
	c.Must(err, "listing products")
	for _, s := range all {
		if s.ID == "" || s.SKUID == "" || s.PartNumber == "" || s.AppliesTo == "" || s.CapabilityStatus == "" {
			c.Errorf("something is missing: %+v", s)
		}
		if u := s.PrepaidUnits; s.ConsumedUnits < 0 || u.Enabled < 0 || u.Warning < 0 || u.Suspended < 0 || u.LockedOut < 0 {
			c.Errorf("%s has negative seats: %+v, %d consumed", s.PartNumber, u, s.ConsumedUnits)
		}
		for _, p := range s.ServicePlans {
			if p.ID == "" || p.Name == "" || p.AppliesTo == "" {
				c.Errorf("%s: a plan without id, name or who it is for: %+v", s.PartNumber, p)
			}
		}
	}
}
