package odata

import (
	"strings"

	"github.com/admin365/admin365/internal/api"
)

// ruler returns the property whose line of the filter table rules the left side:
// in a lambda that of the list.
func (p *filterParser) ruler(left node) (int, line) {
	prop := left.prop
	if prop == itself {
		prop = p.list
	}
	return prop, p.line(prop)
}

// comparison parses an operator and its right side.
func (p *filterParser) comparison(left node) (node, error) {
	p.skip()
	at := p.pos
	word := p.name()
	op, ok := comparisons(word)
	if !ok {
		p.pos = at
		return node{}, p.syntax()
	}
	prop, on := p.ruler(left)
	if op == opIn {
		return p.in(left, prop, on)
	}
	lit, err := p.literal()
	if err != nil {
		return node{}, err
	}
	left.literals = []literal{lit}
	if left.op == opCount {
		return p.counted(left, op, prop, on)
	}
	left.op = op
	// The contract knows le alone for a few properties (userPrincipalName,
	// employeeId); they take ge too here. That gt and lt go where ge and le go
	// is unverified.
	support := on.filter.GeLe
	switch {
	case op != opEq && op != opNe:
		if lit.kind == litNull || on.kind == TextList && left.prop != itself {
			return node{}, p.unsupported(prop)
		}
	case lit.kind == litNull:
		support = on.filter.EqNull
	default:
		support = on.filter.Eq
	}
	if support != Never && op == opNe {
		p.negated()
	}
	if err := p.take(prop, support); err != nil {
		return node{}, err
	}
	return left, p.typed(left, prop, on, lit)
}

func comparisons(word string) (operator, bool) {
	switch strings.ToLower(word) {
	case "eq":
		return opEq, true
	case "ne":
		return opNe, true
	case "gt":
		return opGt, true
	case "ge":
		return opGe, true
	case "lt":
		return opLt, true
	case "le":
		return opLe, true
	case "in":
		return opIn, true
	default:
		return 0, false
	}
}

// in parses the list after the word. It is taken where eq is.
func (p *filterParser) in(left node, prop int, on line) (node, error) {
	if left.op == opCount || !p.symbol('(') {
		return node{}, p.syntax()
	}
	if err := p.take(prop, on.filter.Eq); err != nil {
		return node{}, err
	}
	left.op = opIn
	for {
		lit, err := p.literal()
		if err != nil {
			return node{}, err
		}
		if lit.kind == litNull {
			if err := p.take(prop, on.filter.EqNull); err != nil {
				return node{}, err
			}
		}
		if err := p.typed(left, prop, on, lit); err != nil {
			return node{}, err
		}
		left.literals = append(left.literals, lit)
		if p.symbol(')') {
			p.alternatives(len(left.literals))
			return left, nil
		}
		if !p.symbol(',') {
			return node{}, p.syntax()
		}
	}
}

// counted checks /$count, which is taken, advanced, where eq is.
func (p *filterParser) counted(left node, how operator, prop int, on line) (node, error) {
	if on.filter.Eq == Never {
		return node{}, p.unsupported(prop)
	}
	if err := p.take(prop, Advanced); err != nil {
		return node{}, err
	}
	left.how = how
	if kind := left.literals[0].kind; kind != litInt {
		return node{}, incompatible("Edm.Int64", left.literals[0], how)
	}
	return left, nil
}

// function parses the arguments of a function after its parenthesis.
func (p *filterParser) function(name string) (node, error) {
	op := opStartsWith
	switch strings.ToLower(name) {
	case "startswith":
	case "endswith":
		op = opEndsWith
	case "contains":
		return node{}, UnsupportedFunction.Err("", "Contains")
	default:
		return node{}, invalidFilter("An unknown function with name '%s' was found. "+
			"This may also be a function import or a key lookup on a navigation property, which is not allowed.", name)
	}
	left, err := p.operand()
	if err != nil {
		return node{}, err
	}
	if left.op != opEq || !p.symbol(',') {
		return node{}, p.syntax()
	}
	lit, err := p.literal()
	if err != nil {
		return node{}, err
	}
	if !p.symbol(')') {
		return node{}, p.syntax()
	}
	prop, on := p.ruler(left)
	left.op, left.literals = op, []literal{lit}
	if op == opEndsWith {
		support := Never
		if on.flags&EndsWith != 0 {
			support = ByDefault
			p.need(api.EndsWithNeedsHeader.Err(""), p.unsupported(prop))
		}
		err = p.take(prop, support)
	} else {
		err = p.take(prop, on.filter.StartsWith)
	}
	if err != nil {
		return node{}, err
	}
	if lit.kind != litText || on.kind == TextList && left.prop != itself {
		return node{}, invalidFilter("No function signature for the function with name '%s' matches the specified arguments.", name)
	}
	return left, p.typed(left, prop, on, lit)
}

// literal parses the right side.
func (p *filterParser) literal() (literal, error) {
	if text, ok := p.quoted(); ok {
		return literal{kind: litText, text: text}, nil
	}
	if lit, ok := p.bare(); ok {
		return lit, nil
	}
	return literal{}, p.syntax()
}

// typed checks that the literal is of the left side's type, as far as the table
// knows it.
func (p *filterParser) typed(left node, prop int, on line, lit literal) error {
	switch lit.kind {
	case litDate:
		return DateMismatch.Err("")
	case litNull:
		return nil
	default:
	}
	kind := on.kind
	if left.path != nil {
		member, known, _ := on.member(left.path)
		if !known {
			return nil
		}
		kind = member
	}
	var want literalKind
	switch kind {
	case Text, TextList:
		want = litText
	case Bool:
		want = litBool
	case Int:
		want = litInt
	case Time:
		want = litTime
	default:
		// An object or a list of them, compared as a whole.
		return p.unsupported(prop)
	}
	if kind == TextList && on.flags&ByItem != 0 && left.prop != itself {
		return incompatible("Collection(Edm.String)", lit, left.op)
	}
	if lit.kind != want {
		return incompatible(edmOf(kind), lit, left.op)
	}
	return nil
}

func incompatible(edm string, lit literal, op operator) error {
	return invalidFilter("A binary operator with incompatible types was detected. "+
		"Found operand types '%s' and '%s' for operator kind '%s'.", edm, lit.edm(), op)
}

// edmOf returns the vendor's name of a simple type.
func edmOf(kind Type) string {
	switch kind {
	case Bool:
		return "Edm.Boolean"
	case Int:
		return "Edm.Int32"
	case Time:
		return "Edm.DateTimeOffset"
	default:
		return "Edm.String"
	}
}

// String names the operator as the OData library does.
func (op operator) String() string {
	switch op {
	case opEq, opIn:
		return "Equal"
	case opNe:
		return "NotEqual"
	case opGt:
		return "GreaterThan"
	case opGe:
		return "GreaterThanOrEqual"
	case opLt:
		return "LessThan"
	case opLe:
		return "LessThanOrEqual"
	default:
		return "And"
	}
}
