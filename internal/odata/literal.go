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

// Loose says what keeps a clause from being put in parentheses, because it would
// break out of them: parentheses or quotes that do not match. It is empty for a
// clause that can. Whatever else may be wrong with a clause the service says.
func Loose(clause string) string {
	depth := 0
	for s := (scanner{text: clause}); !s.end(); {
		switch s.text[s.pos] {
		case '\'':
			if _, closed := s.quoted(); !closed {
				return "a text is not closed"
			}
			continue
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return "a parenthesis is closed that was not opened"
			}
			depth--
		}
		s.pos++
	}
	if depth > 0 {
		return "a parenthesis is not closed"
	}
	return ""
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
