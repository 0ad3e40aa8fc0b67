package starters

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// byteOrderMark is what some editors put before the first character.
const byteOrderMark = "\ufeff"

// errNothing is the error of a file without people.
var errNothing = &Error{Reason: "there is nothing in it: no row with a person"}

// Read reads all of r; see [Parse].
func Read(r io.Reader) (File, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return File{}, err
	}
	return Parse(data)
}

// Parse reads a file in either template. The error is about the file as a
// whole, an [*Error] with the line if one is to blame; what is wrong with a
// single row stands in the [Starter.Problem] of that row.
func Parse(data []byte) (File, error) {
	if err := checkUTF8(data); err != nil {
		return File{}, err
	}
	s := &splitter{text: strings.TrimPrefix(string(data), byteOrderMark), line: 1}
	l, err := readHeader(s)
	if err != nil {
		return File{}, err
	}
	f := File{Template: l.template, columns: l.properties()}
	first := map[string]int{} // user name in lower case to the line where it stood first
	for r, ok := s.next(); ok; r, ok = s.next() {
		// Further down it is somebody with an odd name.
		if f.Examples+len(f.Starters) == 0 && l.isExample(r) {
			f.Examples++
			continue
		}
		p := l.starter(r)
		p.Row = len(f.Starters) + 1
		checkDuplicate(&p, first, l)
		f.Starters = append(f.Starters, p)
	}
	if len(f.Starters) == 0 {
		return File{}, errNothing
	}
	return f, nil
}

// checkUTF8 refuses a file in another encoding. Names read in the wrong one
// would become accounts before anybody looks at them.
func checkUTF8(data []byte) error {
	if utf8.Valid(data) {
		return nil
	}
	text := string(data)
	for pos, line := 0, 1; pos < len(text); line++ {
		end := lineEnd(text, pos)
		for i := pos; i < end; {
			r, size := utf8.DecodeRuneInString(text[i:end])
			if r == utf8.RuneError && size == 1 {
				return &Error{Line: line, Reason: fmt.Sprintf("the file is not UTF-8: byte %d of the line is 0x%02X; "+
					"it was saved in another encoding (Windows-1252, perhaps, or UTF-16): save it as CSV UTF-8", i-pos+1, text[i])}
			}
			i += size
		}
		pos = end
	}
	return nil
}

// isExample reports whether the row is the one that Entra's template brings
// along to show how to fill it in.
func (l *layout) isExample(r record) bool {
	const mark = "Example:"
	if l.template != Entra || len(r.fields) == 0 {
		return false
	}
	cell := clean(r.fields[0])
	return len(cell) >= len(mark) && strings.EqualFold(cell[:len(mark)], mark)
}

// starter makes a starter of a record. Of several problems it keeps the first:
// the one of the row's shape, or of its leftmost bad cell.
func (l *layout) starter(r record) Starter {
	p := Starter{Line: r.line}
	if r.problem != "" {
		p.Problem = &Error{Line: r.line, Reason: r.problem}
	}
	for i, cell := range r.fields {
		if i >= len(l.columns) || l.columns[i] == nil {
			continue
		}
		c := l.columns[i]
		var reason string
		switch cleaned := clean(cell); {
		case cleaned == "" && c.required:
			reason = "nothing in it, and it is required"
		case cleaned == "":
		case c.name == passwordProperty:
			reason = c.set(&p, cell)
		default:
			if reason = c.set(&p, cleaned); reason != "" && l.template == AdminCenter {
				reason = quote(cleaned) + ": " + reason
			}
		}
		if reason != "" && p.Problem == nil {
			p.Problem = &Error{Line: r.line, Column: l.titles[i], Reason: reason}
		}
	}
	return p
}

// checkDuplicate finds out whether the user name stood before. The first row
// with a user name has it, even if that row has a problem: which of two rows
// is meant must not depend on a mistake in one of them.
func checkDuplicate(p *Starter, first map[string]int, l *layout) {
	if userNameProblem(p.UserPrincipalName) != "" {
		return
	}
	key := strings.ToLower(p.UserPrincipalName)
	line, found := first[key]
	if !found {
		first[key] = p.Line
		return
	}
	p.DuplicateOf = line
	p.Problem = &Error{
		Line:   p.Line,
		Column: l.titles[slices.IndexFunc(l.columns, isUserName)],
		Reason: fmt.Sprintf("the same user name stands on line %d already", line),
	}
}
