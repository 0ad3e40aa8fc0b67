package identitytest

import "slices"

// administrationCases are the cases of what administrators do with people once
// they are there: the bin, passwords, changes, pages, and who may do what.
// They need what the parts of the service do that [Run] does not insist on.
func administrationCases() []kase {
	return slices.Concat(
		binListCases(), binGetCases(), restoreCases(), restoreConflictCases(), purgeCases(),
		setPasswordCases(), resetCases(), operationCases(), changePasswordCases(), sessionCases(), expiryCases(),
		changeCases(), syncCases(), pageCases(), includeCases(),
		callerCases(), limitedCases(), targetCases(), roleRightCases(), appCases(),
		generalCases(),
	)
}
