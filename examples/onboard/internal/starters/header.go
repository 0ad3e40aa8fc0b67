package starters

import (
	"fmt"
	"slices"
	"strings"
)

// layout says what is in the columns of one file. The column of a field that
// nobody needs is nil.
type layout struct {
	template Template
	titles   []string
	columns  []*column
}

// properties returns the titles by the property that their columns are for. A
// usage location that the file gives as a country is mended there.
func (l *layout) properties() map[string]string {
	titles := map[string]string{}
	for i, c := range l.columns {
		if c != nil {
			titles[c.property] = l.titles[i]
		}
	}
	if _, found := titles["usageLocation"]; !found && l.template == AdminCenter {
		titles["usageLocation"] = titles["country"]
	}
	titles["mailNickname"] = titles[userNameProperty]
	return titles
}

// readHeader reads what stands before the people, and finds the separator on
// the way.
func readHeader(s *splitter) (*layout, error) {
	versioned, err := skipVersion(s)
	if err != nil {
		return nil, err
	}
	s.separator = separatorOf(s.text[s.pos:])
	r, ok := s.next()
	if !ok {
		return nil, errNothing
	}
	if r.problem != "" {
		return nil, &Error{Line: r.line, Reason: "the header cannot be read: " + r.problem}
	}
	l := &layout{titles: make([]string, len(r.fields))}
	for i, field := range r.fields {
		l.titles[i] = clean(field)
	}
	match := l.matchAdminCenter
	l.template = AdminCenter
	if versioned || slices.ContainsFunc(l.titles, isEntra) {
		match = l.matchEntra
		l.template = Entra
	}
	if err := match(r.line); err != nil {
		return l, err
	}
	s.width, s.names = len(l.titles), slices.IndexFunc(l.columns, isUserName)
	return l, nil
}

// skipVersion moves over Entra's first row, which spreadsheets pad with as many
// separators as the rows below have.
func skipVersion(s *splitter) (found bool, err error) {
	for s.pos < len(s.text) {
		end := lineEnd(s.text, s.pos)
		cell := strings.TrimFunc(s.text[s.pos:end], func(r rune) bool {
			return stray(r) || strings.ContainsRune(`,;"`, r)
		})
		if cell == "" {
			s.moveTo(end)
			continue
		}
		if len(cell) < len("version:") || !strings.EqualFold(cell[:len("version:")], "version:") {
			return false, nil
		}
		if !strings.EqualFold(cell, "version:v1.0") {
			return false, &Error{Line: s.line, Reason: "the version of the template is " + quote(cell) + ", expected version:v1.0"}
		}
		s.moveTo(end)
		return true, nil
	}
	return false, errNothing
}

// separatorOf returns what separates the columns of the header that begins the
// text: of the three characters that spreadsheets use, the one it has most of.
func separatorOf(text string) byte {
	counts := map[byte]int{}
	quoted := false
	for i := range len(text) {
		c := text[i]
		if c == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if (c == '\n' || c == '\r') && len(counts) > 0 {
			break
		}
		if c == ',' || c == ';' || c == '\t' {
			counts[c]++
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// matchAdminCenter goes through the header by name and order.
func (l *layout) matchAdminCenter(line int) error {
	expected := make([]*column, 0, len(adminCenter))
	for i := range adminCenter {
		expected = append(expected, &adminCenter[i])
	}
	at := slices.IndexFunc(expected, func(c *column) bool { return c.name == alternateEmail })
	if len(l.titles) > at && strings.EqualFold(l.titles[at], expected[at+1].name) {
		expected = slices.Delete(expected, at, at+1)
	}
	for i, c := range expected {
		if i == len(l.titles) {
			return &Error{Line: line, Reason: fmt.Sprintf("column %d is missing, expected %q", i+1, c.name)}
		}
		if !strings.EqualFold(l.titles[i], c.name) {
			return &Error{Line: line, Reason: fmt.Sprintf("column %d is %s, expected %q", i+1, quote(l.titles[i]), c.name)}
		}
		l.columns = append(l.columns, c)
	}
	left := extras
	for i := len(expected); i < len(l.titles); i++ {
		at := slices.IndexFunc(left, func(c column) bool { return strings.EqualFold(l.titles[i], c.name) })
		if at < 0 {
			return &Error{Line: line, Reason: fmt.Sprintf("column %d is %s, expected %s", i+1, quote(l.titles[i]), furtherColumns(left))}
		}
		l.columns = append(l.columns, &left[at])
		left = left[at+1:]
	}
	return nil
}

// extra returns the column of our own with that title, or nil.
func extra(title string) *column {
	for i := range extras {
		if strings.EqualFold(title, extras[i].name) {
			return &extras[i]
		}
	}
	return nil
}

// furtherColumns names what may still follow.
func furtherColumns(left []column) string {
	var names strings.Builder
	names.WriteString("no further column")
	for _, c := range left {
		_, _ = fmt.Fprintf(&names, " or %q", c.name)
	}
	return names.String()
}

// matchEntra goes through the header by the properties in brackets: the words
// before them vary with the template's age and language.
func (l *layout) matchEntra(line int) error {
	l.columns = make([]*column, len(l.titles))
	for i, title := range l.titles {
		c := entraColumn(title)
		if c != nil && slices.Contains(l.columns, c) {
			return &Error{Line: line, Reason: fmt.Sprintf("column %d is %s, which an earlier column is already", i+1, quote(title))}
		}
		l.columns[i] = c
	}
	for i := range entra {
		if entra[i].required && !slices.Contains(l.columns, &entra[i]) {
			return &Error{Line: line, Reason: fmt.Sprintf("the required column [%s] is missing", entra[i].name)}
		}
	}
	return nil
}

// isEntra reports whether only Entra's template has such a title.
func isEntra(title string) bool {
	c := entraColumn(title)
	return c != nil && extra(c.name) == nil
}

// entraColumn returns the column whose property stands in the title's brackets,
// or nil if it is none that we know. Our own columns need no brackets.
func entraColumn(title string) *column {
	open, end := strings.LastIndexByte(title, '['), strings.LastIndexByte(title, ']')
	if open < 0 || end < open {
		return extra(title)
	}
	property := strings.TrimSpace(title[open+1 : end])
	for i := range entra {
		if strings.EqualFold(property, entra[i].name) {
			return &entra[i]
		}
	}
	return extra(property)
}
