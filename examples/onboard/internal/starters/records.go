package starters

import (
	"fmt"
	"strings"
)

// splitter cuts the text of a file into records.
//
// It stands in the place of encoding/csv because a bad row must fail alone.
// After a stray quotation mark encoding/csv either stops or, if it is lazy,
// takes whatever follows, which may be all the people to the end of the file,
// for one long cell. The rule here: a field that goes wrong spoils its record
// up to the end of the line on which the field begins, and reading goes on with
// the next line. So a forgotten quotation mark costs the row that has it, at
// worst a row beside it, and each byte of the file belongs to one record.
type splitter struct {
	text      string
	separator byte
	// width is the number of columns of the header, or 0 before it was read, and
	// names the index of the one with the user names.
	width, names int

	pos  int // in text
	line int // of pos, from 1
}

// record is one row as it stands.
type record struct {
	line   int
	fields []string
	// problem says what is wrong with the row's shape. The fields are then
	// those that could be read before it.
	problem string
}

// next returns the next record that is not blank, or false at the end. A row of
// which only the separators are left, as spreadsheets leave them, is blank.
func (s *splitter) next() (record, bool) {
	for s.pos < len(s.text) {
		r := s.read()
		if r.problem == "" && blank(r.fields) {
			continue
		}
		if r.problem == "" && s.width > 0 && len(r.fields) != s.width {
			r.problem = fmt.Sprintf("the number of fields is %d and that of the columns %d; "+
				"a field that holds the separator must stand in quotation marks", len(r.fields), s.width)
		}
		return r, true
	}
	return record{}, false
}

// read reads one record and moves behind it.
func (s *splitter) read() record {
	r := record{line: s.line}
	firstLine := lineEnd(s.text, s.pos)
	whole := -1 // how many fields end on the first line, if not all do
	at := s.pos
	for {
		value, end, problem := s.field(at)
		if problem != "" {
			r.problem = problem
			s.moveTo(lineEnd(s.text, at))
			return r
		}
		if end > firstLine && whole < 0 {
			whole = len(r.fields)
		}
		r.fields = append(r.fields, value)
		if end < len(s.text) && s.text[end] == s.separator {
			at = end + 1
			continue
		}
		if whole >= 0 {
			if r.problem = s.swallowed(len(r.fields), s.text[s.pos:lineEnd(s.text, end)]); r.problem != "" {
				r.fields = r.fields[:whole]
				s.moveTo(firstLine)
				return r
			}
		}
		s.moveTo(lineEnd(s.text, end))
		return r
	}
}

// swallowed says why a record of several lines is likely to be a row with a
// forgotten quotation mark and the rows after it: it has the wrong number of
// fields, or the line on which it begins and one that begins inside it both look
// like rows. A row that is taken for bad is seen by somebody; a person who became
// part of another's address is not.
func (s *splitter) swallowed(fields int, text string) (problem string) {
	if s.width == 0 {
		return ""
	}
	if fields != s.width {
		return fmt.Sprintf("a field in quotation marks goes on over several lines, and the number of fields is then %d "+
			"and that of the columns %d; perhaps a quotation mark is missing, or one too many", fields, s.width)
	}
	end := lineEnd(text, 0)
	if !s.looksLikeRow(text[:end]) {
		return ""
	}
	for end < len(text) {
		begin := end
		end = lineEnd(text, begin)
		if s.looksLikeRow(text[begin:end]) {
			return "a quotation mark opens a field that does not end before the next row; perhaps one is missing"
		}
	}
	return ""
}

// looksLikeRow reports whether a line has as many cells as a row, and an @ where
// the user name stands. A quotation mark without its other half counts for
// nothing in it.
func (s *splitter) looksLikeRow(line string) bool {
	line = strings.TrimRight(line, "\r\n")
	name, cells, at := "", 0, 0
	for {
		one := splitter{text: line, separator: s.separator}
		value, end, problem := one.field(at)
		if problem != "" {
			end = at
			for end < len(line) && line[end] != s.separator {
				end++
			}
			value = line[at:end]
		}
		if cells == s.names {
			name = value
		}
		cells++
		if end == len(line) {
			break
		}
		at = end + 1
	}
	return cells >= s.width && strings.Contains(name, "@")
}

// field reads the field that begins at pos, and returns where it ends: at a
// separator, at a line break or at the end of the text.
func (s *splitter) field(pos int) (value string, end int, problem string) {
	if pos == len(s.text) || s.text[pos] != '"' {
		end = pos
		for end < len(s.text) && !s.endsField(s.text[end]) {
			if s.text[end] == '"' {
				return "", 0, "a quotation mark stands inside a field; such a field must stand in " +
					"quotation marks, with each one inside it doubled"
			}
			end++
		}
		return s.text[pos:end], end, ""
	}
	for end = pos + 1; ; end++ {
		n := strings.IndexByte(s.text[end:], '"')
		if n < 0 {
			return "", 0, "a quotation mark opens a field and none closes it"
		}
		end += n + 1
		switch {
		case end == len(s.text) || s.endsField(s.text[end]):
			return strings.ReplaceAll(s.text[pos+1:end-1], `""`, `"`), end, ""
		case s.text[end] != '"':
			return "", 0, "text follows the quotation mark that closes a field"
		}
	}
}

func (s *splitter) endsField(c byte) bool {
	return c == s.separator || c == '\n' || c == '\r'
}

// moveTo moves to pos, which is further on, and counts the lines.
func (s *splitter) moveTo(pos int) {
	for s.pos < pos {
		s.pos = min(pos, lineEnd(s.text, s.pos))
		s.line++
	}
}

// lineEnd returns where the line after that of pos begins. A line ends with
// LF, CR LF or, as old spreadsheets on the Mac have it, CR.
func lineEnd(text string, pos int) int {
	n := strings.IndexAny(text[pos:], "\r\n")
	if n < 0 {
		return len(text)
	}
	pos += n + 1
	if text[pos-1] == '\r' && pos < len(text) && text[pos] == '\n' {
		pos++
	}
	return pos
}

// blank reports whether no field holds anything.
func blank(fields []string) bool {
	for _, field := range fields {
		if clean(field) != "" {
			return false
		}
	}
	return true
}
