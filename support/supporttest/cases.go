package supporttest

import "slices"

// cases are the cases of the suite, in their order.
func cases() []kase {
	return slices.Concat(
		createCases(), createRefusalCases(), creationCases(), nameCases(), readCases(), listCases(),
		updateCases(), stateCases(), planCases(), subscriptionCases(), placeCases(),
		communicationCases(), communicationRefusalCases(),
		workspaceCases(), fileCases(), chunkCases(), uploadCases(),
		catalogueCases(), checkNameCases(), operationCases(), helperCases(),
		partnerCreateCases(), partnerRefusalCases(), partnerReadCases(), partnerStateCases(), noteCases(), microsoft365Cases(),
		callerCases(), azureCallerCases(), partnerCallerCases(),
		contextCases(), idCases(), aliasCases(), concurrencyCases(),
	)
}
