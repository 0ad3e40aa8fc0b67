package odata

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/api"
)

// The bounds of a filter. The service's own is that of the whole URL, 2,048
// characters; ours only keep the parser's stack and memory small.
const (
	maxFilter       = 16 << 10
	maxFilterDepth  = 100
	maxAlternatives = 15 // of the directory, in a query that is not advanced
)

// filterParser parses a $filter by recursive descent, and checks each clause
// where it meets it, so that the first thing wrong is what is refused.
type filterParser struct {
	scanner
	lookup      func(string) int
	line        func(int) line
	entity, edm string

	depth int
	// variable is that of the lambda being parsed, and list what it ranges over.
	variable string
	list     int
	// plain and headed are the first refusals of a query that is not advanced.
	plain, headed error
}

func (p *filterParser) parse() (node, error) {
	if len(p.text) > maxFilter {
		return node{}, invalidFilter("The filter is too long.")
	}
	root, err := p.or()
	if err == nil && !p.end() {
		err = p.syntax()
	}
	return root, err
}

func invalidFilter(format string, args ...any) error {
	return api.InvalidFilter.Err("", fmt.Sprintf(format, args...))
}

// syntax is the refusal of what stands at the parser's place.
func (p *filterParser) syntax() error {
	p.skip()
	if p.pos < len(p.text) && p.text[p.pos] == '\'' && strings.Count(p.text[p.pos:], "'")%2 == 1 {
		return invalidFilter("There is an unterminated string literal at position %d in '%s'.", p.pos, p.text)
	}
	return invalidFilter("Syntax error at position %d in '%s'.", p.pos, p.text)
}

func (p *filterParser) unsupported(prop int) error {
	return api.UnsupportedFilter.Err("", p.line(prop).name, p.entity)
}

// need notes what a query that is not advanced is refused with. The first note
// stands.
func (p *filterParser) need(plain, headed error) {
	if p.plain == nil {
		p.plain, p.headed = plain, headed
	}
}

// take asks whether the property takes an operator of that support.
func (p *filterParser) take(prop int, s Support) error {
	if s == Never || p.line(prop).flags&NotFiltered != 0 {
		return p.unsupported(prop)
	}
	if s == Advanced {
		err := p.unsupported(prop)
		p.need(err, err)
	}
	return nil
}

// negated notes that ne and not are advanced. The service calls both so.
func (p *filterParser) negated() {
	err := api.UnsupportedOperator.Err("", "NotEqualsMatch")
	p.need(err, err)
}

// alternatives notes that the directory takes only so many in a default query.
func (p *filterParser) alternatives(n int) {
	if n > maxAlternatives {
		err := TooManyClauses.Err("", strconv.Itoa(n))
		p.need(err, err)
	}
}

func (p *filterParser) or() (node, error) {
	n, err := p.chain("or", opOr, p.and)
	if err == nil && n.op == opOr {
		count := 0
		for i := range n.kids {
			count += max(1, len(n.kids[i].literals))
		}
		p.alternatives(count)
	}
	return n, err
}

func (p *filterParser) and() (node, error) { return p.chain("and", opAnd, p.unary) }

// chain parses operands with the word between them into one flat node, so that
// a long chain takes no stack.
func (p *filterParser) chain(word string, op operator, operand func() (node, error)) (node, error) {
	first, err := operand()
	if err != nil || !p.keyword(word) {
		return first, err
	}
	n := node{op: op, kids: []node{first}}
	for {
		kid, err := operand()
		if err != nil {
			return node{}, err
		}
		n.kids = append(n.kids, kid)
		if !p.keyword(word) {
			return n, nil
		}
	}
}

// deeper runs parse one level further down.
func (p *filterParser) deeper(parse func() (node, error)) (node, error) {
	if p.depth == maxFilterDepth {
		return node{}, invalidFilter("The filter is nested more than %d levels deep.", maxFilterDepth)
	}
	p.depth++
	n, err := parse()
	p.depth--
	return n, err
}

func (p *filterParser) unary() (node, error) {
	if p.keyword("not") {
		p.negated()
		kid, err := p.deeper(p.unary)
		return node{op: opNot, kids: []node{kid}}, err
	}
	if !p.symbol('(') {
		return p.clause()
	}
	n, err := p.deeper(p.or)
	if err == nil && !p.symbol(')') {
		err = p.syntax()
	}
	return n, err
}

// clause parses what has no logic in it: a function, a comparison, a lambda.
func (p *filterParser) clause() (node, error) {
	p.skip()
	at := p.pos
	name := p.name()
	if name == "" {
		return node{}, p.syntax()
	}
	if p.symbol('(') {
		return p.function(name)
	}
	p.pos = at
	left, err := p.operand()
	if err != nil || left.op == opAny {
		return left, err
	}
	return p.comparison(left)
}

// operand parses the left side: a property or the lambda's variable, and the
// members below it. It comes back as opCount for /$count, as a whole opAny
// for a lambda, and as opEq for everything else.
func (p *filterParser) operand() (node, error) {
	at := p.pos
	name := p.name()
	if name == "" {
		return node{}, p.syntax()
	}
	left := node{op: opEq, prop: itself}
	switch {
	case p.variable == "":
		left.prop = p.lookup(name)
		if left.prop < 0 {
			return node{}, api.UnknownQueryProperty.Err("", name, p.edm)
		}
	case !strings.EqualFold(name, p.variable):
		// The directory takes nothing but the list's items in a lambda.
		p.pos = at
		return node{}, p.syntax()
	}
	for p.symbol('/') {
		done, err := p.member(&left)
		if err != nil || done {
			return left, err
		}
	}
	if left.prop == itself && p.line(p.list).kind == ObjectList && left.path == nil {
		return node{}, p.unsupported(p.list)
	}
	return left, nil
}

// member parses one step of a path; done says that it was the last.
func (p *filterParser) member(left *node) (done bool, err error) {
	prop := left.prop
	if prop == itself {
		prop = p.list
	}
	on := p.line(prop)
	list := left.prop != itself && (on.kind == TextList || on.kind == ObjectList)
	if p.symbol('$') {
		if !list || !p.keyword("count") {
			return false, p.syntax()
		}
		left.op = opCount
		return true, nil
	}
	name := p.name()
	switch {
	case name == "":
		return false, p.syntax()
	case p.symbol('('):
		*left, err = p.lambda(*left, list, name)
		return true, err
	case list:
		return false, invalidFilter("The parent value for a property access of a property '%s' is not a single value. "+
			"Property access can only be applied to a single value.", name)
	case on.kind != Object && on.kind != ObjectList:
		return false, api.UnknownQueryProperty.Err("", name, edmOf(on.kind))
	}
	left.path = append(left.path, name)
	if _, _, ok := on.member(left.path); !ok {
		edm := on.edm
		if len(left.path) > 1 {
			edm = edmOf(Text)
		}
		return false, api.UnknownQueryProperty.Err("", name, edm)
	}
	return false, nil
}

// lambda parses any(x:…) after its parenthesis.
func (p *filterParser) lambda(left node, list bool, name string) (node, error) {
	anyOf := strings.EqualFold(name, "any")
	switch {
	case !anyOf && !strings.EqualFold(name, "all"):
		return node{}, p.syntax()
	case !list || left.path != nil:
		return node{}, invalidFilter("Any/All may only be used following a collection.")
	case !anyOf || p.symbol(')'):
		// No property takes all, and any without a condition is not documented.
		return node{}, p.unsupported(left.prop)
	}
	variable := p.name()
	if variable == "" || !p.symbol(':') {
		return node{}, p.syntax()
	}
	p.variable, p.list = variable, left.prop
	body, err := p.deeper(p.or)
	p.variable = ""
	if err == nil && !p.symbol(')') {
		err = p.syntax()
	}
	return node{op: opAny, prop: left.prop, kids: []node{body}}, err
}
