package instancestest

import "slices"

// cases are the cases of the suite, in their order.
func cases() []kase {
	return slices.Concat(
		readCases(), createCases(), updateCases(), beginningCases(),
		lifecycleCases(), convertCases(), binCases(), adminModeCases(),
		copyCases(), backupCases(), restoreCases(), resetCases(), operationCases(),
		catalogueCases(), solutionCases(), capacityCases(), waveCases(), appCases(),
		callerCases(), contextCases(), idCases(), aliasCases(), concurrencyCases(),
	)
}
