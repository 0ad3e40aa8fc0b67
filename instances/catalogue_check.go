package instances

import "strings"

// What a new database may be made of, as far as it is judged. The catalogue of a location
// says more.

// knownLanguage reports whether a database can have the base language.
func knownLanguage(lcid int) bool { return lcid >= 1025 && lcid <= 22538 }

// knownCurrency reports whether a database can have the base currency.
func knownCurrency(code string) bool {
	return len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// knownTemplate reports whether a database in an environment of the type can be made with
// the template; reset says that it is about to be reset.
func knownTemplate(name string, _ EnvironmentType, _ bool) bool {
	return strings.HasPrefix(name, "D365_")
}
