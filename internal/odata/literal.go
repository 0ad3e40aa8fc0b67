package odata

import (
	"strconv"
	"strings"
)

// Quote returns the text as a literal of a $filter: in single quotes, those in
// it doubled. It is the only place that writes one.
func Quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Eq returns the clause that the property is the text.
func Eq(property, text string) string { return property + " eq " + Quote(text) }

// EqBool returns the clause that the property is b.
func EqBool(property string, b bool) string { return property + " eq " + strconv.FormatBool(b) }

// StartsWith returns the clause that the property begins with the text.
func StartsWith(property, text string) string {
	return "startsWith(" + property + "," + Quote(text) + ")"
}

// And joins the clauses that are not empty.
func And(clauses ...string) string {
	var given []string
	for _, c := range clauses {
		if c != "" {
			given = append(given, c)
		}
	}
	return strings.Join(given, " and ")
}
