package odata

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/admin365/admin365/internal/api"
)

// Search is a parsed $search over rows that P points to. It is immutable.
type Search[P any] struct {
	table *Table[P]
	root  found
}

// found is a node of a search: a term, or several of which all or one must be
// found.
type found struct {
	op   operator // opAnd, opOr, or opEq for a term
	kids []found
	prop int
	text string
	// words are those of text where the property is searched word by word.
	words []string
}

// The bounds of a $search.
const (
	maxSearch      = 4 << 10
	maxSearchDepth = 50
)

// ParseSearch reads a $search: "property:text" in double quotes, AND and OR
// between them.
//
// The service searches displayName and description word by word, and every
// other property by its beginning. It does so with all texts that take
// startsWith in any query; which further ones it searches is not documented.
//
// Source: https://learn.microsoft.com/graph/search-query-parameter
func (t *Table[P]) ParseSearch(text string) (*Search[P], error) {
	p := searchParser{scanner: scanner{text: text}, term: t.searchTerm}
	if len(text) > maxSearch {
		return nil, UnsupportedQuery.Err("")
	}
	root, err := p.chain("OR", opOr, p.and)
	if err == nil && !p.end() {
		err = p.syntax()
	}
	if err != nil {
		return nil, err
	}
	return &Search[P]{t, root}, nil
}

// searchTerm checks one property:text.
func (t *Table[P]) searchTerm(text string) (found, error) {
	name, value, ok := strings.Cut(text, ":")
	if !ok {
		// Mail is searched without naming a property, the directory is not.
		return found{}, UnsupportedQuery.Err("")
	}
	name = strings.TrimSpace(name)
	prop := t.Lookup(name)
	if prop < 0 {
		return found{}, api.UnknownQueryProperty.Err("", name, t.EDM)
	}
	p := &t.Props[prop]
	// A description takes startsWith in advanced queries alone, and is searched.
	// Source: https://learn.microsoft.com/graph/api/group-list
	searched := p.Filter.StartsWith == ByDefault || p.Name == "description" && p.Filter.StartsWith == Advanced
	if p.Type != Text && p.Type != TextList || !searched || p.Has(NotFiltered) {
		return found{}, UnsupportedQuery.Err("")
	}
	f := found{op: opEq, prop: prop, text: strings.TrimSpace(value)}
	if f.text == "" {
		return found{}, UnsupportedQuery.Err("")
	}
	if p.Name == "displayName" || p.Name == "description" {
		if f.words = words(f.text); f.words == nil {
			return found{}, UnsupportedQuery.Err("")
		}
	}
	return f, nil
}

// Match reports whether the row is found. A nil search finds every row.
func (s *Search[P]) Match(row P) bool { return s == nil || s.match(&s.root, row) }

func (s *Search[P]) match(n *found, row P) bool {
	switch n.op {
	case opAnd:
		for i := range n.kids {
			if !s.match(&n.kids[i], row) {
				return false
			}
		}
		return true
	case opOr:
		for i := range n.kids {
			if s.match(&n.kids[i], row) {
				return true
			}
		}
		return false
	default:
		return n.in(s.table.fetch(row, n.prop))
	}
}

// in reports whether the term is found in a property's value.
func (n *found) in(v value) bool {
	switch {
	case v.kind == someJSON:
		list := items(v.text)
		for item, ok := list.next(); ok; item, ok = list.next() {
			if n.in(valueOf(item)) {
				return true
			}
		}
		return false
	case n.words == nil:
		return v.kind == aText && hasPrefixFold(v.text, n.text)
	}
	have := words(v.text)
	for _, word := range n.words {
		hit := false
		for _, h := range have {
			hit = hit || hasPrefixFold(h, word)
		}
		if !hit {
			return false
		}
	}
	return true
}

// words cuts a text as the service's search does: at spaces and symbols, where
// letters meet digits, and where a capital follows a small letter.
func words(text string) []string {
	var out []string
	from, before := -1, rune(0)
	cut := func(end int) {
		if from >= 0 {
			out = append(out, text[from:end])
		}
		from = -1
	}
	for i, r := range text {
		letter, digit := unicode.IsLetter(r) || unicode.IsMark(r), unicode.IsDigit(r)
		switch {
		case !letter && !digit:
			cut(i)
		case digit != unicode.IsDigit(before), unicode.IsUpper(r) && unicode.IsLower(before):
			cut(i)
		}
		if from < 0 && (letter || digit) {
			from = i
		}
		before = r
	}
	cut(len(text))
	return out
}

// searchParser parses a $search by recursive descent.
type searchParser struct {
	scanner
	term  func(string) (found, error)
	depth int
}

func (p *searchParser) syntax() error {
	p.skip()
	_, size := utf8.DecodeRuneInString(p.text[p.pos:])
	return InvalidSearch.Err("", p.text[p.pos:p.pos+size], strconv.Itoa(p.pos), p.text)
}

func (p *searchParser) and() (found, error) { return p.chain("AND", opAnd, p.operand) }

// chain parses operands with the word between them, which is written in capitals.
func (p *searchParser) chain(word string, op operator, operand func() (found, error)) (found, error) {
	first, err := operand()
	if err != nil || !p.word(word) {
		return first, err
	}
	n := found{op: op, kids: []found{first}}
	for {
		kid, err := operand()
		if err != nil {
			return found{}, err
		}
		n.kids = append(n.kids, kid)
		if !p.word(word) {
			return n, nil
		}
	}
}

func (p *searchParser) word(word string) bool {
	before := p.pos
	if p.name() == word {
		return true
	}
	p.pos = before
	return false
}

func (p *searchParser) operand() (found, error) {
	if p.symbol('(') {
		if p.depth++; p.depth > maxSearchDepth {
			return found{}, UnsupportedQuery.Err("")
		}
		n, err := p.chain("OR", opOr, p.and)
		p.depth--
		if err == nil && !p.symbol(')') {
			err = p.syntax()
		}
		return n, err
	}
	text, ok := p.doubleQuoted()
	if !ok {
		return found{}, p.syntax()
	}
	return p.term(text)
}

// doubleQuoted takes a text in double quotes, in which a backslash takes the
// meaning off the character after it.
func (p *searchParser) doubleQuoted() (string, bool) {
	p.skip()
	if p.pos == len(p.text) || p.text[p.pos] != '"' {
		return "", false
	}
	var b strings.Builder
	for i := p.pos + 1; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '"':
			p.pos = i + 1
			return b.String(), true
		case c == '\\' && i+1 < len(p.text):
			i++
			b.WriteByte(p.text[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", false
}
