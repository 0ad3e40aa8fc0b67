package starters

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/admin365/admin365"
)

// Template is the kind of file.
type Template string

// The two templates.
const (
	AdminCenter Template = "Microsoft 365 admin center"
	Entra       Template = "Entra admin center"
)

// File is what a starters file says.
type File struct {
	Template Template
	// Starters are the people, in the order of the file. Those with a Problem
	// are among them.
	Starters []Starter
	// Examples counts the rows that were skipped: the template's own example,
	// which stands directly below the header and is nobody's.
	Examples int

	columns map[string]string
}

// Column returns the title, as the file has it, of the column that a property
// of Microsoft Graph is read from, or "" if the file has none for it. With it a
// refusal of the service is put where people can mend it.
func (f File) Column(property string) string { return f.columns[property] }

// Starter is one row. Blank cells are empty strings. The names of the fields
// are those of the properties in Microsoft Graph, where a list of phones or
// addresses has only its first member here.
type Starter struct {
	// Row counts the people from 1, those with a Problem too.
	Row int
	// Line is the line of the file on which the row begins.
	Line int

	UserPrincipalName string
	DisplayName       string
	// MailNickname is the part of the user name before the @.
	MailNickname   string
	GivenName      string
	Surname        string
	JobTitle       string
	Department     string
	OfficeLocation string
	BusinessPhone  string
	MobilePhone    string
	FaxNumber      string
	OtherMail      string
	StreetAddress  string
	City           string
	State          string
	PostalCode     string
	// Country stands as it was written.
	Country string
	// UsageLocation is the country's ISO 3166 two-letter code. It is empty if
	// the file does not tell it; nobody can have a license until it is set.
	UsageLocation string
	// Password is the initial password that Entra's template brings along. It
	// is taken as it stands, spaces included: a space may be part of it.
	Password admin365.Secret
	// AccountEnabled is nil where the template has no such column.
	AccountEnabled *bool
	// Manager is the user name of the manager.
	Manager string
	// Roles are the display names of the directory roles that the person is to
	// have, each once.
	Roles []string
	// Licenses are the products that the person is to have, each name once: part
	// numbers, display names or ids.
	Licenses []string

	// DuplicateOf is the line on which the same user name stood first, or 0.
	DuplicateOf int
	// Problem says why nobody can be created from this row. The other fields
	// then hold what could be read. It is an [*Error].
	Problem error
}

// Error says what is wrong with a file, or with one row of it. It never holds
// a password: in a template that has passwords no cell is quoted at all,
// because in a row with shifted columns any cell may be one.
type Error struct {
	// Line is 0 if no line is to blame.
	Line int
	// Column is the name of the column as the file has it, or empty.
	Column string
	Reason string
}

// Error returns one line.
func (e *Error) Error() string {
	switch {
	case e.Line == 0:
		return e.Reason
	case e.Column == "":
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return fmt.Sprintf("line %d, column %q: %s", e.Line, e.Column, e.Reason)
}

// clean takes away what is not part of a cell's text: the spaces around it (a
// file that follows the old instructions has a space in each blank cell, and
// one that was pasted from the web has some that do not break or are not even
// seen), and line breaks inside it, each of which becomes one space.
func clean(cell string) string {
	cell = strings.TrimFunc(cell, stray)
	if !strings.ContainsFunc(cell, lineBreak) {
		return cell
	}
	parts := strings.FieldsFunc(cell, lineBreak)
	kept := parts[:0]
	for _, part := range parts {
		if part = strings.TrimFunc(part, stray); part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, " ")
}

// stray reports whether r is of no meaning at the edge of a cell: a space of
// any width, or one of the marks of no width that editors leave behind.
func stray(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

func lineBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}
