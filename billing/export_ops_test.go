package billing

import "github.com/admin365/admin365/internal/api"

// Ops returns every operation of the area, for tests from outside.
func Ops() []*api.Op {
	return []*api.Op{
		&opSKUsList, &opSKUsGet,
		&opSubscriptionsList, &opSubscriptionsGet, &opSubscriptionsGetByCommerce,
		&opLicensesAssign, &opLicensesGet, &opLicensesDetails, &opLicensesHolders, &opLicensesReprocess,
		&opGroupLicensesAssign, &opGroupLicensesGet, &opGroupLicensesMembersWithErrors, &opGroupLicensesWithErrors,
	}
}
