package billing_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/wiretest"
)

const (
	planExchange admin365.ServicePlanID = "efb87545-963c-4e0d-99df-69c6916d9eb0" // of officeE3
	planTeams    admin365.ServicePlanID = "57ff2da0-773e-42df-b2af-ffb7a2317929" // of officeE3
	planCRM      admin365.ServicePlanID = "f9646fb2-e3b2-4309-95de-dc4833737456" // of crmOnline
)

// planned returns a user with his plans, as a program asks for them, and the state of
// each by its id.
func (l *lab) planned(who admin365.UserID) (*identity.User, map[admin365.ServicePlanID]string) {
	l.t.Helper()
	u, err := identity.GetIncluding(l.t.Context(), l.c.Identity.Users, who, identity.IncludeAssignedPlans, identity.IncludeProvisionedPlans)
	require.NoError(l.t, err)
	states := map[admin365.ServicePlanID]string{}
	for _, p := range u.AssignedPlans {
		assert.NotContains(l.t, states, p.ServicePlanID, "each plan comes once")
		states[p.ServicePlanID] = p.CapabilityStatus
	}
	return u, states
}

// TestPlans: a user has the plans of his products but for those that are off, in the
// state of the best product that holds them; they come when they are asked for.
// Source: https://learn.microsoft.com/graph/api/resources/assignedplan and
// https://learn.microsoft.com/graph/api/resources/user#properties
func TestPlans(t *testing.T) {
	t.Parallel()
	everyWay(t, func(l *lab) {
		ctx, t := l.t.Context(), l.t
		who := newcomer(t, l.m, "planned", "NL")
		u, states := l.planned(who)
		assert.Empty(t, u.AssignedPlans)
		assert.Empty(t, u.ProvisionedPlans)
		assert.Empty(t, states)

		buy(t, l.m, officeE3, 5)
		crm := buy(t, l.m, crmOnline, 5)
		at := l.m.Now()
		require.NoError(t, l.c.Billing.Licenses.Assign(ctx, who, adding(license(officeE3, planTeams), license(crmOnline))))
		u, states = l.planned(who)
		assert.Equal(t, "Enabled", states[planExchange])
		assert.Equal(t, "Enabled", states[planCRM])
		assert.NotContains(t, states, planTeams, "it is off for him")
		assert.Contains(t, u.AssignedPlans, admin365.AssignedPlan{
			AssignedDateTime: at.Truncate(time.Second), CapabilityStatus: "Enabled", Service: "exchange", ServicePlanID: planExchange,
		})
		assert.Contains(t, u.ProvisionedPlans, admin365.ProvisionedPlan{CapabilityStatus: "Enabled", ProvisioningStatus: "Success", Service: "exchange"})
		plain, err := l.c.Identity.Users.Get(ctx, who)
		require.NoError(t, err)
		assert.Nil(t, plain.AssignedPlans, "they are many, and not asked for")

		// What is bought decides, and nobody touches the user for it.
		require.NoError(t, l.m.Backstage.Billing.Expire(ctx, crm.ID))
		_, states = l.planned(who)
		assert.Equal(t, "Warning", states[planCRM])
		assert.Equal(t, "Enabled", states[planExchange])
		l.m.Advance(billing.GracePeriod + time.Hour)
		u, states = l.planned(who)
		assert.Equal(t, "Suspended", states[planCRM])
		assert.Contains(t, u.ProvisionedPlans, admin365.ProvisionedPlan{CapabilityStatus: "Suspended", ProvisioningStatus: "Disabled", Service: "CRM"})

		// The condition that the contract's table has: eq.
		found := func(plan admin365.ServicePlanID) (n int) {
			q := identity.UserQuery{Filter: "assignedPlans/any(p:p/servicePlanId eq " + string(plan) + ")"}
			for found, err := range l.c.Identity.Users.List(ctx, q) {
				require.NoError(t, err)
				if found.ID == who {
					n++
				}
			}
			return n
		}
		assert.Equal(t, 1, found(planExchange))
		assert.Equal(t, 0, found(planTeams))

		require.NoError(t, l.c.Billing.Licenses.Assign(ctx, who, removing(officeE3, crmOnline)))
		u, _ = l.planned(who)
		assert.Empty(t, u.AssignedPlans)
		assert.Equal(t, 0, found(planExchange))
	})
}

// TestPlansOnTheWire: they have the vendor's types, come only where they are selected,
// and nobody learns by them who may not read the user.
func TestPlansOnTheWire(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	who := newcomer(t, w.Tenant.Memory, "planned", "NL")
	buy(t, w.Tenant.Memory, entraP1, 5)
	buy(t, w.Tenant.Memory, crmOnline, 5)
	require.NoError(t, w.Tenant.Billing.Licenses.Assign(t.Context(), who, adding(license(entraP1), license(crmOnline))))
	path := "/users/" + string(who)
	assert.NotContains(t, w.Do("GET", path, "").Want(t, http.StatusOK), "assignedPlans")

	got := w.Do("GET", path+"?$select=assignedPlans,provisionedPlans", "")
	require.Equal(t, http.StatusOK, got.StatusCode, "%s", got.Whole)
	wiretest.MustSameShape(t, wiretest.Fixture(t, "user-plans.json"), got.Whole)
	body := wiretest.MustDecode[struct {
		Context  string                     `json:"@odata.context"`
		Assigned []admin365.AssignedPlan    `json:"assignedPlans"`
		Prepared []admin365.ProvisionedPlan `json:"provisionedPlans"`
	}](t, got.Whole)
	assert.Len(t, body.Prepared, 2, "Exchange and Dynamics tell; the directory's own services do not")
	assert.Equal(t, "AADPremiumService", serviceOf(body.Assigned, "41781fb2-bc02-4b7c-bd55-b576c07bb09d"))
	assert.Equal(t, "MultiFactorService", serviceOf(body.Assigned, planMFA))
	assert.Equal(t, "Adallom", serviceOf(body.Assigned, planDiscovery))

	condition := url.Values{"$filter": {"assignedPlans/any(p:p/servicePlanId eq " + string(planMFA) + " and p/capabilityStatus eq 'Enabled')"}, "$select": {"id,assignedPlans"}, "$top": {"999"}}
	list := w.Do("GET", "/users?"+condition.Encode(), "").Values(t)
	require.NotEmpty(t, list)
	for _, item := range list {
		assert.NotEmpty(t, item["assignedPlans"])
	}

	w.As(admin365.AsApp("names", "User.ReadBasic.All"))
	assert.Empty(t, w.Do("GET", path+"?$select=assignedPlans", "").Want(t, http.StatusOK)["assignedPlans"])
}

func serviceOf(list []admin365.AssignedPlan, plan admin365.ServicePlanID) string {
	for _, p := range list {
		if p.ServicePlanID == plan {
			return p.Service
		}
	}
	return ""
}
