package odata

import (
	"cmp"
	"strconv"
	"time"
)

// match reports whether the row passes the node. In a lambda item is the list's
// item as JSON.
//
// Logic is two-valued: a comparison with a property that is not set is false,
// and ne is true, as the service has it ("department ne 'x'" finds people
// without a department).
func (f *Predicate[P]) match(n *node, row P, item string) bool {
	switch n.op {
	case opAnd:
		for i := range n.kids {
			if !f.match(&n.kids[i], row, item) {
				return false
			}
		}
		return true
	case opOr:
		for i := range n.kids {
			if f.match(&n.kids[i], row, item) {
				return true
			}
		}
		return false
	case opNot:
		return !f.match(&n.kids[0], row, item)
	case opAny:
		list := items(f.table.fetch(row, n.prop).text)
		for item, ok := list.next(); ok; item, ok = list.next() {
			if f.match(&n.kids[0], row, item) {
				return true
			}
		}
		return false
	default:
		var v value
		if n.prop == itself {
			v = valueOf(item)
		} else {
			v = f.table.fetch(row, n.prop)
		}
		for _, name := range n.path {
			v = v.member(name)
		}
		return v.test(n)
	}
}

// value is the left side of a comparison; the zero value is one not set.
type value struct {
	kind valueKind
	// text is that of a text, "true" or "false", the digits of a number, and the
	// JSON of a list or an object.
	text string
	at   time.Time
}

type valueKind uint8

const (
	notSet valueKind = iota
	aText
	aBool
	aNumber
	aTime
	someJSON
)

// fetch returns a property's value without writing it out first, as [Table.Value]
// does with times: a filter is asked of every row.
func (t *Table[P]) fetch(row P, prop int) value {
	p := &t.Props[prop]
	if p.Time != nil {
		at := *p.Time(row)
		if at.IsZero() {
			return value{}
		}
		return value{kind: aTime, at: at}
	}
	text, set := t.Value(row, prop)
	if !set {
		return value{}
	}
	switch p.Type {
	case Text:
		return value{kind: aText, text: text}
	case Bool:
		return value{kind: aBool, text: text}
	case Int:
		return value{kind: aNumber, text: text}
	case Time:
		at, ok := ParseTime(text)
		if !ok {
			return value{}
		}
		return value{kind: aTime, at: at}
	default:
		return value{kind: someJSON, text: text}
	}
}

// test compares the value by the node's operator.
func (v value) test(n *node) bool {
	lit := &n.literals[0]
	switch n.op {
	case opEq:
		return v.equal(lit)
	case opNe:
		return !v.equal(lit)
	case opIn:
		for i := range n.literals {
			if v.equal(&n.literals[i]) {
				return true
			}
		}
		return false
	case opStartsWith:
		return v.kind == aText && hasPrefixFold(v.text, lit.text)
	case opEndsWith:
		return v.kind == aText && hasSuffixFold(v.text, lit.text)
	case opCount:
		return holds(n.how, cmp.Compare(int64(count(v.text)), lit.n))
	default:
		c, ok := v.compare(lit)
		return ok && holds(n.op, c)
	}
}

// holds reports whether the operator is true of a comparison's outcome.
func holds(op operator, c int) bool {
	switch op {
	case opEq:
		return c == 0
	case opNe:
		return c != 0
	case opGt:
		return c > 0
	case opGe:
		return c >= 0
	case opLt:
		return c < 0
	default:
		return c <= 0
	}
}

// equal reports whether the value is the literal. A list is a literal that it
// holds: the service takes "businessPhones eq '…'".
func (v value) equal(lit *literal) bool {
	if lit.kind == litNull {
		return v.kind == notSet
	}
	if v.kind == someJSON {
		list := items(v.text)
		for item, ok := list.next(); ok; item, ok = list.next() {
			if inner := valueOf(item); inner.kind == aText && inner.equal(lit) {
				return true
			}
		}
		return false
	}
	c, ok := v.compare(lit)
	return ok && c == 0
}

// compare orders the value and the literal; ok is false if they are of different
// types. A text inside an object may be a time.
func (v value) compare(lit *literal) (c int, ok bool) {
	switch {
	case v.kind == aText && lit.kind == litText:
		return compareFold(v.text, lit.text), true
	case v.kind == aTime && lit.kind == litTime:
		return v.at.Compare(lit.at), true
	case v.kind == aText && lit.kind == litTime:
		at, ok := ParseTime(v.text)
		return at.Compare(lit.at), ok
	case v.kind == aBool && lit.kind == litBool:
		return cmp.Compare(v.text, lit.text), true
	case v.kind == aNumber && lit.kind == litInt:
		if n, err := strconv.ParseInt(v.text, 10, 64); err == nil {
			return cmp.Compare(n, lit.n), true
		}
		x, err := strconv.ParseFloat(v.text, 64)
		return cmp.Compare(x, float64(lit.n)), err == nil
	default:
		return 0, false
	}
}
