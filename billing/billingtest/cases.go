package billingtest

import "slices"

// cases are the cases of the suite, in their order.
func cases() []kase {
	return slices.Concat(
		skuCases(), assignCases(), ruleCases(), seatCases(), readCases(),
		groupCases(), groupRefusalCases(), groupErrorCases(),
		subscriptionCases(), lifecycleCases(),
		callerCases(), contextCases(), idCases(), aliasCases(), concurrencyCases(),
	)
}
