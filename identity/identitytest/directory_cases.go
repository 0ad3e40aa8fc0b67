package identitytest

import "slices"

// directoryCases are about every method of groups and roles.
func directoryCases() []kase {
	return slices.Concat(
		directoryIDCases(), directoryContextCases(), groupAliasCases(), roleAliasCases(), directoryConcurrencyCases(),
	)
}
