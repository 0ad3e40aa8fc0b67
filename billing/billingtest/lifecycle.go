package billingtest

import (
	"errors"
	"time"

	"github.com/admin365/admin365/billing"
)

func lifecycleCases() []kase {
	return []kase{
		{
			Name: "Lifecycle/nobody-renews", Needs: ofPurchases(CanAdvance), Source: docExpires,
			Why: "the dates tell an administrator how long there is to renew it, and they must come true",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5, func(p *billing.Purchase) { p.Term = 60 * day })
				comesTrue(c, sub.ID, sub.CreatedDateTime, billing.StatusEnabled, billing.StatusWarning, billing.StatusSuspended, billing.StatusDeleted)
			},
		},
		{
			Name: "Lifecycle/trial", Needs: ofPurchases(CanAdvance), Source: docExpires,
			Why: "after the grace period of a trial its data is gone, without the ninety days",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 25, func(p *billing.Purchase) { p.Trial = true })
				comesTrue(c, sub.ID, sub.CreatedDateTime, billing.StatusEnabled, billing.StatusWarning, billing.StatusDeleted)
			},
		},
		{
			Name: "Lifecycle/expired", Needs: ofPurchases(CanAdvance), Source: docBackstage,
			Why: "a test that lets a subscription expire waits the thirty and the ninety days from then on",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5)
				c.S.Advance(10 * day)
				c.Must(c.S.Backstage.Expire(c.Context(), sub.ID), "letting a subscription expire")
				now := sub.CreatedDateTime.Add(10 * day)
				reaches(c, sub.ID, billing.StatusWarning, now.Add(billing.GracePeriod))
				comesTrue(c, sub.ID, now, billing.StatusWarning, billing.StatusSuspended, billing.StatusDeleted)
			},
		},
		{
			Name: "Lifecycle/canceled", Needs: ofPurchases(CanAdvance), Source: docExpires,
			Why: "who cancels has until that date to fetch the data",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5)
				c.S.Advance(10 * day)
				c.Must(c.S.Backstage.Cancel(c.Context(), sub.ID), "canceling a subscription")
				comesTrue(c, sub.ID, sub.CreatedDateTime.Add(10*day), billing.StatusLockedOut, billing.StatusDeleted)
			},
		},
		{
			Name: "Lifecycle/long-pause", Needs: ofPurchases(CanAdvance), Source: docExpires,
			Why: "nobody looks for months, and the stages in between have happened all the same, each at its date",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5, func(p *billing.Purchase) { p.Term = 60 * day })
				ended := sub.CreatedDateTime.Add(60 * day)
				c.S.Advance(60*day + billing.GracePeriod + 5*day)
				reaches(c, sub.ID, billing.StatusSuspended, ended.Add(billing.GracePeriod+billing.SuspendedPeriod))
				c.S.Advance(500 * day)
				reaches(c, sub.ID, billing.StatusDeleted, time.Time{})
			},
		},
		{
			Name: "Lifecycle/renews-itself", Needs: ofPurchases(CanAdvance), Source: docPurchase,
			Why: "most subscriptions renew themselves, and nobody must be warned of an end that does not come",
			Run: func(c *run) {
				const term = 90 * day
				sub := buy(c, EntraP1, 5, func(p *billing.Purchase) { p.Term, p.AutoRenew = term, true })
				reaches(c, sub.ID, billing.StatusEnabled, sub.CreatedDateTime.Add(term))
				c.S.Advance(term + hour)
				reaches(c, sub.ID, billing.StatusEnabled, sub.CreatedDateTime.Add(2*term))
				// Several terms while nobody looks.
				c.S.Advance(3 * term)
				reaches(c, sub.ID, billing.StatusEnabled, sub.CreatedDateTime.Add(5*term))
				units(c, EntraP1, billing.StatusEnabled, billing.PrepaidUnits{Enabled: 5})
			},
		},
		{
			Name: "Lifecycle/renewed", Needs: ofPurchases(CanAdvance), Source: docBackstage,
			Why: "whoever pays in time loses nothing, and the new term begins with the payment",
			Run: func(c *run) {
				const term = 60 * day
				sub := buy(c, EntraP1, 5, func(p *billing.Purchase) { p.Term = term })
				now := sub.CreatedDateTime
				advance := func(d time.Duration) { c.S.Advance(d); now = now.Add(d) }
				renewed := func() {
					c.Must(c.S.Backstage.Renew(c.Context(), sub.ID), "renewing a subscription")
					reaches(c, sub.ID, billing.StatusEnabled, now.Add(term))
					units(c, EntraP1, billing.StatusEnabled, billing.PrepaidUnits{Enabled: 5})
				}
				advance(term + 10*day)
				units(c, EntraP1, billing.StatusWarning, billing.PrepaidUnits{Warning: 5})
				renewed()
				advance(term + billing.GracePeriod + 10*day)
				units(c, EntraP1, billing.StatusSuspended, billing.PrepaidUnits{Suspended: 5})
				renewed()
				c.Must(c.S.Backstage.Cancel(c.Context(), sub.ID), "canceling a subscription")
				units(c, EntraP1, billing.StatusLockedOut, billing.PrepaidUnits{LockedOut: 5})
				renewed()
				// The new term ends as the first one did.
				comesTrue(c, sub.ID, now, billing.StatusEnabled, billing.StatusWarning, billing.StatusSuspended, billing.StatusDeleted)
			},
		},
		{
			Name: "Lifecycle/trial-is-not-renewed", Needs: ofPurchases(), Source: docPurchase,
			Why: "a trial ends, and to go on one buys",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5, func(p *billing.Purchase) { p.Trial = true })
				c.Must(c.S.Backstage.Expire(c.Context(), sub.ID), "letting a trial expire")
				if err := c.S.Backstage.Renew(c.Context(), sub.ID); err == nil {
					c.Errorf("a trial was renewed")
				}
				units(c, EntraP1, billing.StatusWarning, billing.PrepaidUnits{Warning: 5})
			},
		},
		{
			Name: "Lifecycle/best-state-of-a-product", Needs: ofPurchases(CanAdvance), Source: docSKU,
			Why: "a product of several subscriptions is as well as the best of them, and its seats stand under their own state",
			Run: func(c *run) {
				short := func(days time.Duration) func(*billing.Purchase) {
					return func(p *billing.Purchase) { p.Term = days * day }
				}
				first := buy(c, EntraP1, 1, short(10))
				second := buy(c, EntraP1, 2, short(40))
				third := buy(c, EntraP1, 4, short(90))
				c.S.Advance(45 * day)
				units(c, EntraP1, billing.StatusEnabled, billing.PrepaidUnits{Enabled: 4, Warning: 2, Suspended: 1})
				c.S.Advance(30 * day)
				units(c, EntraP1, billing.StatusEnabled, billing.PrepaidUnits{Enabled: 4, Suspended: 3})
				c.Must(c.S.Backstage.Cancel(c.Context(), third.ID), "canceling a subscription")
				units(c, EntraP1, billing.StatusSuspended, billing.PrepaidUnits{LockedOut: 4, Suspended: 3})
				for id, want := range map[billing.SubscriptionID]billing.Status{
					first.ID: billing.StatusSuspended, second.ID: billing.StatusSuspended, third.ID: billing.StatusLockedOut,
				} {
					subscribed(c, id, func(s *billing.Subscription) error {
						return errIf(s.Status != want, "Status is %q, want %q", s.Status, want)
					})
				}
			},
		},
		{
			Name: "Lifecycle/product-that-has-ended", Needs: ofPurchases(CanAdvance), Source: docSubscriptions,
			Why: "what has ended is in the books still, and no seat of it counts",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5, func(p *billing.Purchase) { p.Term = 10 * day })
				c.S.Advance(10*day + billing.GracePeriod + billing.SuspendedPeriod + day)
				reaches(c, sub.ID, billing.StatusDeleted, time.Time{})
				c.Eventually(func() error {
					s, err := findSKU(c, EntraP1)
					if err != nil || s == nil {
						// It may be gone from the list of products altogether.
						return err
					}
					return errors.Join(
						errIf(s.CapabilityStatus != billing.StatusDeleted, "CapabilityStatus is %q", s.CapabilityStatus),
						errIf(s.PrepaidUnits != billing.PrepaidUnits{}, "PrepaidUnits are %+v", s.PrepaidUnits),
					)
				})
			},
		},
	}
}

// reaches waits until the subscription is in the state, and leaves it at that time;
// never, if that is zero.
func reaches(c *run, id billing.SubscriptionID, status billing.Status, until time.Time) {
	c.Helper()
	subscribed(c, id, func(s *billing.Subscription) error {
		return errors.Join(
			errIf(s.Status != status, "Status is %q, want %q", s.Status, status),
			near("NextLifecycleDateTime of "+string(s.Status), s.NextLifecycleDateTime, until),
		)
	})
}

// comesTrue checks that the stages of a subscription are these, and lets time pass to
// see each of them come at its date. It is now that time in the tenant.
func comesTrue(c *run, id billing.SubscriptionID, now time.Time, want ...billing.Status) {
	c.Helper()
	stages := billing.Lifecycle(getSub(c, id))
	var got []billing.Status
	for _, s := range stages {
		got = append(got, s.Status)
	}
	if len(got) != len(want) {
		c.Fatalf("the stages are %q, want %q", got, want)
	}
	for i, stage := range stages {
		if stage.Status != want[i] {
			c.Fatalf("the stages are %q, want %q", got, want)
		}
		reaches(c, id, stage.Status, stage.Until)
		if stage.Until.IsZero() {
			return
		}
		// Shortly before the end, and shortly after.
		for _, at := range []time.Time{stage.Until.Add(-hour), stage.Until.Add(hour)} {
			c.S.Advance(at.Sub(now))
			now = at
			if at.Before(stage.Until) {
				reaches(c, id, stage.Status, stage.Until)
			}
		}
	}
}
