package support

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// place is where a request is made: zero is the tenant, whose roles have been judged by
// then. In a subscription the caller needs a role of Azure.
func place(tx *tenant.Tx, subscription SubscriptionID, write bool) (tenant.Key, error) {
	if subscription == "" {
		return tenant.Key{}, nil
	}
	key, _ := tenant.ParseKey(string(subscription))
	row, ok := tenant.In(tx, &azureSubscriptions).Get(key)
	if !ok {
		return key, noSubscription.Err(string(subscription), string(subscription))
	}
	switch {
	case !row.allows(tx, write):
		return key, api.AzureForbidden.Err("")
	case row.Unregistered:
		return key, notRegistered.Err("")
	default:
		return key, nil
	}
}

// allows reports whether the caller has a role that allows it. The default administrator
// owns every subscription.
func (r *subscriptionRow) allows(tx *tenant.Tx, write bool) bool {
	if tx.Session == nil || isDefault(tx.Session.Caller) {
		return true
	}
	principal := string(tx.Session.Caller.App)
	if tx.Session.Caller.User != "" {
		key, ok := self(tx)
		if !ok {
			return false
		}
		principal = key.String()
	}
	switch r.Roles[strings.ToLower(principal)] {
	case AzureOwner, AzureContributor, AzureSupport:
		return true
	case AzureReader:
		return !write
	default:
		return false
	}
}

// isDefault reports whether it is the zero Caller, the default administrator.
func isDefault(c admin365.Caller) bool { return c.User == "" && c.App == "" && c.Permissions == nil }

// self is the signed-in person.
func self(tx *tenant.Tx) (tenant.Key, bool) {
	access := tx.Ports().Access
	if tx.Session == nil || access == nil {
		return tenant.Key{}, false
	}
	return access.Self(tx)
}

// person is who is signed in.
func person(tx *tenant.Tx) (tenant.Person, bool) {
	key, ok := self(tx)
	if !ok || tx.Ports().Directory == nil {
		return tenant.Person{}, false
	}
	return tx.Ports().Directory.PersonOf(tx, key)
}

// planOf is the tenant's support plan.
func planOf(tx *tenant.Tx) Plan {
	for row := range tenant.In(tx, &plans).All() {
		return row.Plan
	}
	return PlanProfessionalDirect
}

// covered refuses a ticket to which the plan does not give the API. Recorded: billing of the
// tenant itself needs no plan.
func (r *ticketRow) covered(tx *tenant.Tx) error {
	if r.Service == guidBilling && r.Subscription.IsZero() {
		return nil
	}
	plan := planOf(tx)
	if p := supportPlanOf(plan); p != nil && p.api {
		return nil
	}
	return planLacks.Err("", string(plan))
}
