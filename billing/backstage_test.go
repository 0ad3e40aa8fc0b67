package billing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// TestBuyBounds: what nobody sells is not bought, and the bounds themselves are.
func TestBuyBounds(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	back := m.Backstage.Billing
	before, err := conform.Collect(m.Billing.Subscriptions.List(t.Context()))
	require.NoError(t, err)
	for name, p := range map[string]billing.Purchase{
		"no product":     {SKUID: nobody, Seats: 1},
		"no id":          {SKUID: "x", Seats: 1},
		"no seats":       {SKUID: entraP1},
		"too many seats": {SKUID: entraP1, Seats: 10_000_001},
		"too short":      {SKUID: entraP1, Seats: 1, Term: time.Hour - 1},
		"negative term":  {SKUID: entraP1, Seats: 1, Term: -time.Hour},
	} {
		bought, err := back.Buy(t.Context(), p)
		require.ErrorIs(t, err, admin365.ErrInvalid, name)
		assert.Nil(t, bought, name)
	}
	after, err := conform.Collect(m.Billing.Subscriptions.List(t.Context()))
	require.NoError(t, err)
	assert.Equal(t, before, after)
	bought, err := back.Buy(t.Context(), billing.Purchase{SKUID: entraP1, Seats: 10_000_000, Term: time.Hour})
	require.NoError(t, err)
	assert.Equal(t, 10_000_000, bought.TotalLicenses)
	assert.Equal(t, bought.CreatedDateTime.Add(time.Hour), bought.NextLifecycleDateTime)

	require.NoError(t, back.SetSeats(t.Context(), bought.ID, 0), "who sells seats back may have none left")
	empty, err := billing.FindSKU(t.Context(), m.Billing.SKUs, string(entraP1))
	require.NoError(t, err)
	assert.Equal(t, billing.StatusEnabled, empty.CapabilityStatus, "without a seat it has not ended")
	require.NoError(t, back.SetSeats(t.Context(), bought.ID, 10_000_000))
	for _, seats := range []int{-1, 10_000_001} {
		require.ErrorIs(t, back.SetSeats(t.Context(), bought.ID, seats), admin365.ErrInvalid, seats)
	}
}

// TestSubscriptionSteps: a subscription that is not there, or not in the state for it,
// is not changed.
func TestSubscriptionSteps(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	back := m.Backstage.Billing
	steps := map[string]func(billing.SubscriptionID) error{
		"set seats": func(id billing.SubscriptionID) error { return back.SetSeats(t.Context(), id, 1) },
		"expire":    func(id billing.SubscriptionID) error { return back.Expire(t.Context(), id) },
		"cancel":    func(id billing.SubscriptionID) error { return back.Cancel(t.Context(), id) },
		"renew":     func(id billing.SubscriptionID) error { return back.Renew(t.Context(), id) },
	}
	trial, err := back.Buy(t.Context(), billing.Purchase{SKUID: entraP1, Seats: 1, Trial: true})
	require.NoError(t, err)
	require.ErrorIs(t, back.Renew(t.Context(), trial.ID), admin365.ErrPrecondition, "a trial")
	require.NoError(t, back.Expire(t.Context(), trial.ID))
	require.ErrorIs(t, back.Expire(t.Context(), trial.ID), admin365.ErrPrecondition, "it has expired already")
	m.Advance(billing.GracePeriod)
	for name, step := range steps {
		require.ErrorIs(t, step(nobody), admin365.ErrNotFound, name)
		require.ErrorIs(t, step(trial.ID), admin365.ErrPrecondition, "%s of one that is deleted", name)
	}
	got, err := m.Billing.Subscriptions.Get(t.Context(), trial.ID)
	require.NoError(t, err)
	assert.Equal(t, billing.StatusDeleted, got.Status)
}

// premium reports whether the tenant has what sign-in activity needs.
func premium(t *testing.T, m *admin.Memory) bool {
	t.Helper()
	_, err := identity.GetIncluding(t.Context(), m.Identity.Users, id(t, m, "AdeleV"), identity.IncludeSignInActivity)
	if err != nil {
		require.ErrorIs(t, err, admin365.ErrForbidden)
	}
	return err == nil
}

// TestPremiumFollowsTheSubscription: the tenant has Microsoft Entra ID P1 as long as a
// subscription with a seat gives it, which one in its days of grace does too.
func TestPremiumFollowsTheSubscription(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	back := m.Backstage.Billing
	require.NoError(t, m.Backstage.SetPremium(t.Context(), false))
	require.False(t, premium(t, m))
	sub := buy(t, m, entraP1, 1)
	assert.True(t, premium(t, m), "one seat is enough")
	require.NoError(t, back.SetSeats(t.Context(), sub.ID, 0))
	assert.False(t, premium(t, m), "no seat is not")
	require.NoError(t, back.SetSeats(t.Context(), sub.ID, 1))
	require.NoError(t, back.Expire(t.Context(), sub.ID))
	assert.True(t, premium(t, m), "days of grace")
	m.Advance(billing.GracePeriod)
	assert.False(t, premium(t, m), "suspended")
}

// TestPlansFollowTheSubscription: the plans of a product work in its days of grace, and
// not after them.
func TestPlansFollowTheSubscription(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	sub := buy(t, m, entraP1, 1)
	require.NoError(t, m.Billing.Licenses.Assign(t.Context(), "AdeleV@contoso.com", adding(license(entraP1, planMFA))))
	work := func() (of, his []string) {
		sku, err := billing.FindSKU(t.Context(), m.Billing.SKUs, string(entraP1))
		require.NoError(t, err)
		details, err := conform.Collect(m.Billing.Licenses.Details(t.Context(), "AdeleV@contoso.com"))
		require.NoError(t, err)
		for _, p := range sku.ServicePlans {
			of = append(of, p.ProvisioningStatus)
		}
		for _, d := range details {
			for _, p := range d.ServicePlans {
				if d.SKUID == entraP1 && p.ID != planMFA {
					his = append(his, p.ProvisioningStatus)
				}
			}
		}
		require.NotEmpty(t, his)
		return of, his
	}
	all := func(status string, plans []string) {
		for _, got := range plans {
			assert.Equal(t, status, got)
		}
	}
	for _, step := range []struct {
		do   func() error
		want string
	}{
		{func() error { return nil }, "Success"},
		{func() error { return m.Backstage.Billing.Expire(t.Context(), sub.ID) }, "Success"},
		{func() error { m.Advance(billing.GracePeriod); return nil }, "Disabled"},
		{func() error { return m.Backstage.Billing.Renew(t.Context(), sub.ID) }, "Success"},
	} {
		require.NoError(t, step.do())
		of, his := work()
		all(step.want, of)
		all(step.want, his)
	}
}

// TestContosoKeepsItsIDs: the subscriptions of Contoso have the ids that they had in
// earlier releases.
func TestContosoKeepsItsIDs(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	ids := map[string]billing.SubscriptionID{}
	for s, err := range m.Billing.Subscriptions.List(t.Context()) {
		require.NoError(t, err)
		ids[s.PartNumber] = s.ID
	}
	assert.Equal(t, billing.SubscriptionID("e37f4f73-85b0-4d23-a850-572318c4c88e"), ids["SPE_E3"])
	assert.Equal(t, billing.SubscriptionID("0a0a0da0-4e66-4dcb-bfa5-eb33589e9fb3"), ids["POWER_BI_PRO"])
}

// TestPremiumLeavesTheRest: what has ended by itself is neither canceled nor renewed
// for the sake of a test.
func TestPremiumLeavesTheRest(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	ended := buy(t, m, entraP1, 1)
	require.NoError(t, m.Backstage.Billing.Expire(t.Context(), ended.ID))
	m.Advance(billing.GracePeriod)
	status := func() billing.Status {
		s, err := m.Billing.Subscriptions.Get(t.Context(), ended.ID)
		require.NoError(t, err)
		return s.Status
	}
	require.Equal(t, billing.StatusSuspended, status())
	for _, has := range []bool{false, true} {
		require.NoError(t, m.Backstage.SetPremium(t.Context(), has))
		assert.Equal(t, has, premium(t, m))
		assert.Equal(t, billing.StatusSuspended, status(), "premium %t", has)
	}
}
