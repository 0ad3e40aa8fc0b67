package odata

import "strings"

// Predicate is a parsed $filter over rows that P points to. It is immutable, so any
// number of readers may share it. (A [Filter] is what a property takes.)
type Predicate[P any] struct {
	table *Table[P]
	root  node
	// plain is the refusal of a query without the header ConsistencyLevel,
	// headed that of one with the header and without $count=true; nil if the
	// filter needs neither.
	plain, headed error
}

// ParseFilter parses a $filter and checks it against the table's filter lines,
// taking for granted that the query is advanced. [Predicate.Check] says whether it
// has to be.
func (t *Table[P]) ParseFilter(text string) (*Predicate[P], error) {
	p := filterParser{scanner: scanner{text: text}, lookup: t.Lookup, line: t.line, entity: t.Entity, edm: t.EDM}
	root, err := p.parse()
	if err != nil {
		return nil, err
	}
	return &Predicate[P]{table: t, root: root, plain: p.plain, headed: p.headed}, nil
}

// Check refuses a filter that needs an advanced query, where header says whether
// ConsistencyLevel: eventual was sent and count whether $count=true was.
func (f *Predicate[P]) Check(header, count bool) error {
	switch {
	case header && count:
		return nil
	case header:
		return f.headed
	default:
		return f.plain
	}
}

// Match reports whether the row passes. A nil filter passes every row.
func (f *Predicate[P]) Match(row P) bool { return f == nil || f.match(&f.root, row, "") }

// operator is what a node of a filter does.
type operator uint8

const (
	opAnd operator = iota
	opOr
	opNot
	opAny   // some item of the list passes kids[0]
	opCount // the number of items compares with literal by how
	opEq
	opNe
	opGt
	opGe
	opLt
	opLe
	opIn
	opStartsWith
	opEndsWith
)

// itself is the prop of a node inside a lambda: the item that the variable
// stands for.
const itself = -1

// node is a filter's clause.
type node struct {
	op   operator
	how  operator // of opCount
	kids []node
	// prop is the left side, and path the members below it.
	prop int
	path []string
	// literals are the right side: several for opIn, else one.
	literals []literal
}

// line is what the parser knows of a property. The parser is the same code for
// all tables: only lookup and evaluation depend on the type of the rows.
type line struct {
	name    string
	kind    Type
	edm     string
	members []Member
	flags   Flags
	filter  Filter
}

// member returns the type of what is below an object; ok is false if the object
// has no such member. Where the members are not known each name is one, of any
// type (known is false).
func (l line) member(path []string) (kind Type, known, ok bool) {
	if l.members == nil {
		return 0, false, true
	}
	for _, m := range l.members {
		if strings.EqualFold(m.Name, path[0]) {
			return m.Type, true, len(path) == 1
		}
	}
	return 0, true, false
}

func (t *Table[P]) line(prop int) line {
	p := &t.Props[prop]
	return line{p.Name, p.Type, p.EDM, p.Members, p.Flags, p.Filter}
}
