package odata

import (
	"strconv"
	"strings"
)

// Expand is a parsed $expand: one navigation with what is wanted of it. The
// names are as they were sent, the handler of the entity judges them.
type Expand struct {
	Name string
	// Select are the names of its own $select; nil without one.
	Select []string
	// Levels is 0 without $levels, else the number, or [AllLevels] for max.
	Levels int
	// Expand is a $expand inside; nil without one.
	Expand *Expand
}

// AllLevels is the value of $levels=max.
const AllLevels = -1

// The bounds of a $expand.
const (
	maxLevels      = 1000
	maxExpandDepth = 4
)

// parseExpand reads a $expand. The directory takes one navigation a query.
func parseExpand(text string) (*Expand, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	return expandTerm(text, 0)
}

// check refuses a $expand that does not go with the query: with $levels a list
// has to be advanced, and without it must not be; one entity has to come with
// the header, and its $count=true, of which the service once made a condition,
// says no more.
// Source: https://learn.microsoft.com/graph/api/user-list-manager and
// microsoft-graph-docs#20275.
func (e *Expand) check(collection, header, count bool) error {
	if e == nil {
		return nil
	}
	levels := e.Levels != 0
	if collection && count != levels || !collection && levels && !header {
		return UnsupportedQuery.Err("")
	}
	return nil
}

func expandTerm(text string, depth int) (*Expand, error) {
	terms, ok := splitOutside(text, ',')
	if !ok || depth > maxExpandDepth {
		return nil, InvalidSelect.Err("", text)
	}
	if len(terms) > 1 {
		return nil, UnsupportedQuery.Err("")
	}
	text = strings.TrimSpace(text)
	name, options, given := strings.Cut(text, "(")
	e := &Expand{Name: strings.TrimSpace(name)}
	if e.Name != "*" && !isPath(e.Name) {
		return nil, InvalidSelect.Err("", text)
	}
	if !given {
		return e, nil
	}
	options, ok = strings.CutSuffix(options, ")")
	if !ok {
		return nil, InvalidSelect.Err("", text)
	}
	parts, _ := splitOutside(options, ';')
	for _, part := range parts {
		if err := e.option(part, depth); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// option reads one of the options in the parentheses.
func (e *Expand) option(part string, depth int) (err error) {
	key, value, _ := strings.Cut(part, "=")
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimPrefix(strings.TrimSpace(key), "$")) {
	case "":
		// SDKs end the list with a semicolon.
		if strings.TrimSpace(part) != "" {
			err = InvalidSelect.Err("", part)
		}
	case "select":
		for name := range strings.SplitSeq(value, ",") {
			name = strings.TrimSpace(name)
			if name != "*" && !isPath(name) {
				return InvalidSelect.Err("", name)
			}
			e.Select = append(e.Select, name)
		}
	case "levels":
		if strings.EqualFold(value, "max") {
			e.Levels = AllLevels
			return nil
		}
		n, convErr := strconv.Atoi(value)
		if convErr != nil || n < 1 || n > maxLevels {
			return InvalidSelect.Err("", strings.TrimSpace(part))
		}
		e.Levels = n
	case "expand":
		e.Expand, err = expandTerm(value, depth+1)
	default:
		// Pages, filters and orders of a navigation are not for directory objects.
		err = UnsupportedQuery.Err("")
	}
	return err
}

// isPath reports whether the text is names with slashes between them.
func isPath(text string) bool {
	for part := range strings.SplitSeq(text, "/") {
		if !isName(part) {
			return false
		}
	}
	return true
}

// splitOutside cuts the text at each sep outside of parentheses; ok is false if
// they do not match.
func splitOutside(text string, sep byte) (parts []string, ok bool) {
	depth, from := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 {
				return nil, false
			}
		case c == sep && depth == 0:
			parts = append(parts, text[from:i])
			from = i + 1
		}
	}
	return append(parts, text[from:]), depth == 0
}
