package admintest

import "slices"

// cases are the cases of the suite, in their order.
func cases() []kase {
	return slices.Concat(
		organizationCases(),
		domainReadCases(), domainAddCases(), domainVerifyCases(), domainDNSCases(), domainUpdateCases(), domainRecordCases(),
		referenceCases(), domainDeleteCases(), forceDeleteCases(), promoteCases(),
		passwordPolicyCases(), tenantPolicyCases(),
		resetSwitchCases(), methodCases(), campaignCases(), forgottenCases(),
		syncSwitchCases(), syncRunCases(), syncSetupCases(),
		authorizationCases(),
		callerCases(), applicationCases(), contextCases(), idCases(), aliasCases(), concurrencyCases(),
	)
}
