package healthtest

import "slices"

// cases are the cases of the suite, in their order.
func cases() []kase {
	return slices.Concat(
		serviceCases(), statusCases(),
		issueCases(), issueListCases(), issueDateCases(), issueRefusalCases(), lifecycleCases(), reportCases(), retentionCases(),
		messageCases(), messageListCases(), versionCases(), privacyCases(), attachmentCases(), fileCases(),
		viewpointCases(), personCases(),
		affectingCases(), daysCases(), zoneCases(),
		watchCases(), watchResumeCases(), watchLoopCases(), watchLagCases(),
		textCases(), unknownCases(),
		callerCases(), contextCases(), listCases(), idCases(), aliasCases(), concurrencyCases(),
	)
}
