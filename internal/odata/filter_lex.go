package odata

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// literalKind is what a literal is.
type literalKind uint8

const (
	litNull literalKind = iota
	litText             // also a GUID, bare or in quotes
	litBool
	litInt
	litTime
	litDate // a day without a time, which the directory refuses
)

// literal is a value in a filter.
type literal struct {
	kind literalKind
	text string
	n    int64
	at   time.Time
}

// edm names the literal's type in the vendor's refusals.
func (l literal) edm() string {
	switch l.kind {
	case litText:
		return "Edm.String"
	case litBool:
		return "Edm.Boolean"
	case litInt:
		return "Edm.Int32"
	case litTime:
		return "Edm.DateTimeOffset"
	case litDate:
		return "Edm.Date"
	default:
		return "<null>"
	}
}

// scanner walks over a text; each method passes over white space first, and
// moves only when it finds what it looks for.
type scanner struct {
	text string
	pos  int
}

func (s *scanner) skip() {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		default:
			return
		}
	}
}

// end reports whether nothing is left.
func (s *scanner) end() bool {
	s.skip()
	return s.pos == len(s.text)
}

// symbol takes one character.
func (s *scanner) symbol(c byte) bool {
	s.skip()
	if s.pos < len(s.text) && s.text[s.pos] == c {
		s.pos++
		return true
	}
	return false
}

// name takes an identifier; "" if there is none.
func (s *scanner) name() string {
	s.skip()
	end := s.pos
	for end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if r != '_' && !unicode.IsLetter(r) && (end == s.pos || !unicode.IsDigit(r)) {
			break
		}
		end += size
	}
	name := s.text[s.pos:end]
	s.pos = end
	return name
}

// keyword takes the word, letter case aside, if it stands there as a whole.
func (s *scanner) keyword(word string) bool {
	before := s.pos
	if strings.EqualFold(s.name(), word) {
		return true
	}
	s.pos = before
	return false
}

// quoted takes a text in single quotes, those in it doubled.
func (s *scanner) quoted() (text string, ok bool) {
	s.skip()
	if s.pos == len(s.text) || s.text[s.pos] != '\'' {
		return "", false
	}
	var b strings.Builder
	for rest := s.text[s.pos+1:]; ; {
		part, after, found := strings.Cut(rest, "'")
		if !found {
			return "", false
		}
		b.WriteString(part)
		if !strings.HasPrefix(after, "'") {
			s.pos = len(s.text) - len(after)
			return b.String(), true
		}
		b.WriteByte('\'')
		rest = after[1:]
	}
}

// bare takes a literal without quotes: whatever stands before a space, a comma
// or a parenthesis.
func (s *scanner) bare() (literal, bool) {
	s.skip()
	rest := s.text[s.pos:]
	if end := strings.IndexAny(rest, " \t\r\n,()"); end >= 0 {
		rest = rest[:end]
	}
	lit, ok := classify(rest)
	if ok {
		s.pos += len(rest)
	}
	return lit, ok
}

func classify(word string) (literal, bool) {
	switch {
	case strings.EqualFold(word, "null"):
		return literal{kind: litNull}, true
	case strings.EqualFold(word, "true"), strings.EqualFold(word, "false"):
		return literal{kind: litBool, text: strings.ToLower(word)}, true
	case isGUID(word):
		return literal{kind: litText, text: word}, true
	}
	if n, err := strconv.ParseInt(word, 10, 64); err == nil {
		return literal{kind: litInt, n: n, text: word}, true
	}
	at, ok := ParseTime(word)
	if !ok {
		return literal{}, false
	}
	if len(word) == len(time.DateOnly) {
		return literal{kind: litDate, at: at}, true
	}
	return literal{kind: litTime, at: at}, true
}

func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
				return false
			}
		}
	}
	return true
}
