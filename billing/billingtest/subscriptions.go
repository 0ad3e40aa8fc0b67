package billingtest

import (
	"errors"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

const day = 24 * hour

func subscriptionCases() []kase {
	return []kase{
		{
			Name: "Subscriptions.List/get-agrees", Needs: []string{HasSubscriptions}, Source: docSubGet,
			Why: "a program keeps the id from the list and asks by it later", Run: subsAgree,
		},
		{
			Name: "Subscriptions.List/what-was-bought", Needs: ofPurchases(), Source: docSubscription,
			Why: "the calendar of renewals is made of these fields",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 7, func(p *billing.Purchase) { p.Term = 90 * day })
				subscribed(c, sub.ID, func(s *billing.Subscription) error {
					return errors.Join(
						errIf(lower(s.SKUID) != lower(EntraP1), "SKUID is %q", s.SKUID),
						errIf(s.PartNumber != "AAD_PREMIUM", "PartNumber is %q", s.PartNumber),
						errIf(s.Status != billing.StatusEnabled, "Status is %q", s.Status),
						errIf(s.TotalLicenses != 7, "TotalLicenses is %d", s.TotalLicenses),
						errIf(s.IsTrial, "it is a trial"),
						errIf(s.OwnerTenantID != "", "OwnerTenantID is %q, though nobody else bought it", s.OwnerTenantID),
						errIf(s.CommerceSubscriptionID == "", "it has no id in commerce, though it is paid"),
						errIf(s.CreatedDateTime.IsZero(), "CreatedDateTime is zero"),
						near("NextLifecycleDateTime", s.NextLifecycleDateTime, s.CreatedDateTime.Add(90*day)),
						conform.NotUTC(*s),
					)
				})
			},
		},
		{
			Name: "Subscriptions.List/term-of-its-own", Needs: ofPurchases(), Source: docPurchase,
			Why: "a test that names no term means a year, and a trial of thirty days",
			Run: func(c *run) {
				subscribed(c, buy(c, EntraP1, 1).ID, func(s *billing.Subscription) error {
					term := s.NextLifecycleDateTime.Sub(s.CreatedDateTime)
					return errIf(term < 365*day-hour || term > 366*day+hour, "the term is %v, want a year", term)
				})
				trial := buy(c, OfficeE3, 25, func(p *billing.Purchase) { p.Trial = true })
				subscribed(c, trial.ID, func(s *billing.Subscription) error {
					return errors.Join(
						errIf(!s.IsTrial, "it is no trial"),
						errIf(s.Status != billing.StatusEnabled, "Status is %q", s.Status),
						near("NextLifecycleDateTime", s.NextLifecycleDateTime, s.CreatedDateTime.Add(30*day)),
					)
				})
				units(c, OfficeE3, billing.StatusEnabled, billing.PrepaidUnits{Enabled: 25})
			},
		},
		{
			Name: "Subscriptions.List/bought-by-a-partner", Needs: ofPurchases(), Source: docSubscription,
			Why: "who renews it and whom to call is the partner's business",
			Run: func(c *run) {
				partner := admin365.TenantID(nobody())
				sub := buy(c, EntraP1, 1, func(p *billing.Purchase) { p.Partner = partner })
				own := buy(c, EntraP1, 1)
				subscribed(c, sub.ID, func(s *billing.Subscription) error {
					return errIf(lower(s.OwnerTenantID) != lower(partner), "OwnerTenantID is %q, want %q", s.OwnerTenantID, partner)
				})
				subscribed(c, own.ID, func(s *billing.Subscription) error {
					return errIf(s.OwnerTenantID != "", "OwnerTenantID of what was bought directly is %q", s.OwnerTenantID)
				})
			},
		},
		{
			Name: "Subscriptions.List/services-of-its-product", Needs: ofPurchases(), Source: docSubscription,
			Why: "what a subscription stands for is known by its services where its product has no name",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 1)
				subscribed(c, sub.ID, func(s *billing.Subscription) error {
					var got []admin365.ServicePlanID
					for _, p := range s.ServiceStatus {
						got = append(got, admin365.ServicePlanID(lower(p.ID)))
					}
					return within("the services", []admin365.ServicePlanID{planEntraP1, planMFA, planDiscovery}, got)
				})
			},
		},
		{
			Name: "Subscriptions.Get/what-buy-answers", Needs: ofPurchases(), Source: docBackstage,
			Why: "a test buys something and goes on with what it was answered",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 3)
				subscribed(c, sub.ID, func(s *billing.Subscription) error {
					return errors.Join(
						conform.Differ(*sub, *s, "CreatedDateTime", "NextLifecycleDateTime", "ServiceStatus"),
						near("CreatedDateTime", sub.CreatedDateTime, s.CreatedDateTime),
						near("NextLifecycleDateTime", sub.NextLifecycleDateTime, s.NextLifecycleDateTime),
					)
				})
			},
		},
		{
			Name: "Subscriptions.GetByCommerceID/the-same-one", Needs: ofPurchases(), Source: docSubGet,
			Why: "an invoice has this id and no other",
			Run: func(c *run) {
				for _, s := range []*billing.Subscription{buy(c, EntraP1, 3), buy(c, EntraP1, 4), buy(c, OfficeE3, 5)} {
					want := getSub(c, s.ID)
					if want.CommerceSubscriptionID == "" {
						c.Fatalf("what was bought has no id in commerce: %+v", want)
					}
					got, err := c.S.Service.Subscriptions.GetByCommerceID(c.Context(), want.CommerceSubscriptionID)
					c.Must(err, "getting a subscription by its id in commerce")
					if err := conform.Differ(*got, *want); err != nil {
						c.Errorf("what GetByCommerceID answers %v", err)
					}
				}
			},
		},
		{
			Name: "Subscriptions.Get/unknown", Needs: []string{HasSubscriptions}, Source: docErrors,
			Why: "a subscription that is not there is told apart from every other failure",
			Run: func(c *run) {
				id := nobody()
				s, err := c.S.Service.Subscriptions.Get(c.Context(), billing.SubscriptionID(id))
				c.Refused(err, unknown(opSub).Of(id))
				if s != nil {
					c.Errorf("Get answered a subscription beside its error: %+v", s)
				}
				s, err = c.S.Service.Subscriptions.GetByCommerceID(c.Context(), billing.CommerceSubscriptionID(id))
				c.Refused(err, unknown(opCommerce).Of(id))
				if s != nil {
					c.Errorf("GetByCommerceID answered a subscription beside its error: %+v", s)
				}
			},
		},
		{
			Name: "Subscriptions.List/seats-changed", Needs: ofPurchases(), Source: docSubscription,
			Why: "seats come and go during the term, and the term stays what it is",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 3)
				was := getSub(c, sub.ID)
				for _, seats := range []int{8, 2} {
					c.Must(c.S.Backstage.SetSeats(c.Context(), sub.ID, seats), "changing the seats of a subscription")
					subscribed(c, sub.ID, func(s *billing.Subscription) error {
						return errors.Join(
							errIf(s.TotalLicenses != seats, "TotalLicenses is %d, want %d", s.TotalLicenses, seats),
							conform.Differ(*s, *was, "TotalLicenses"),
						)
					})
					units(c, EntraP1, billing.StatusEnabled, billing.PrepaidUnits{Enabled: seats})
				}
			},
		},
		{
			Name: "Subscriptions.List/each-once", Needs: ofPurchases(), Source: docSubscriptions,
			Why: "what was bought three times is three subscriptions, whose ends are apart",
			Run: func(c *run) {
				var want []billing.SubscriptionID
				for i := range 3 {
					want = append(want, buy(c, EntraP1, i+1, func(p *billing.Purchase) { p.Term = time.Duration(i+1) * 30 * day }).ID)
				}
				c.Eventually(func() error {
					list, err := conform.Collect(c.S.Service.Subscriptions.List(c.Context()))
					if err != nil {
						return err
					}
					var got []billing.SubscriptionID
					for _, s := range list {
						if lower(s.SKUID) == lower(EntraP1) {
							got = append(got, s.ID)
						}
					}
					return errors.Join(sameSet("the subscriptions", got, want), conform.Once(list, func(s *billing.Subscription) billing.SubscriptionID { return s.ID }))
				})
			},
		},
	}
}

// subscribed waits until the subscription is as the check wants it, both by itself and
// in the list.
func subscribed(c *run, id billing.SubscriptionID, check func(*billing.Subscription) error) {
	c.Helper()
	c.Eventually(func() error {
		s, err := c.S.Service.Subscriptions.Get(c.Context(), id)
		if err != nil {
			return err
		}
		if err := check(s); err != nil {
			return err
		}
		list, err := conform.Collect(c.S.Service.Subscriptions.List(c.Context()))
		if err != nil {
			return err
		}
		for _, s := range list {
			if s.ID == id {
				return check(s)
			}
		}
		return errors.New("the subscription is not in the list")
	})
}

func subsAgree(c *run) {
	if c.S.Harness.MayWrite && c.S.Backstage != nil {
		buy(c, EntraP1, 2)
		buy(c, OfficeE3, 3, func(p *billing.Purchase) { p.Trial = true })
	}
	all, err := conform.Collect(c.S.Service.Subscriptions.List(c.Context()))
	c.Must(err, "listing subscriptions")
	if err := conform.Once(all, func(s *billing.Subscription) billing.SubscriptionID { return s.ID }); err != nil {
		c.Errorf("ids: %v", err)
	}
	for _, want := range all {
		if want.ID == "" || want.SKUID == "" || want.Status == "" || want.TotalLicenses < 0 {
			c.Errorf("something is missing: %+v", want)
		}
		got, err := c.S.Service.Subscriptions.Get(c.Context(), want.ID)
		c.Must(err, "getting a subscription of "+want.PartNumber)
		if err := conform.Differ(*got, *want); err != nil {
			c.Errorf("%s: what Get answers %v", want.PartNumber, err)
		}
	}
}
