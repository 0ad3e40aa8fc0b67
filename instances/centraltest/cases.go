package centraltest

import "slices"

// cases are the cases of the suite, in their order.
func cases() []kase {
	return slices.Concat(
		environmentCases(), refusedCases(), lifecycleCases(), backupCases(), catalogueCases(),
		listCases(), selectCases(), orderCases(), stateCases(), nowCases(), periodCases(), windowCases(),
		settingCases(), accessCases(), appCases(), moreAppCases(), operationCases(), peopleCases(),
		finOpsCases(), finOpsSettingCases(), calendarCases(), callerCases(), contextCases(), unknownCases(), aliasCases(), concurrencyCases(),
	)
}
