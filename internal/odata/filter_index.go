package odata

// Equal returns the values of which a text property must be one for a row to
// pass, letter case aside and each once: "prop eq 'x'", "prop in (…)", and
// alternatives of them, as long as the whole filter depends on them. A caller
// with an index looks the values up there instead of walking over all rows, and
// asks [Predicate.Match] of what it finds.
func (f *Predicate[P]) Equal(prop int) (values []string, ok bool) {
	if f == nil || f.table.Props[prop].Type != Text {
		return nil, false
	}
	found, ok := equal(&f.root, prop, nil)
	if !ok {
		return nil, false
	}
	seen := make(map[string]bool, len(found))
	values = found[:0]
	for _, v := range found {
		if key := foldText(v); !seen[key] {
			seen[key] = true
			values = append(values, v)
		}
	}
	return values, true
}

// equal appends the values of which prop must be one for the node to pass.
func equal(n *node, prop int, values []string) ([]string, bool) {
	switch n.op {
	case opEq, opIn:
		if n.prop != prop || n.path != nil {
			return values, false
		}
		for _, lit := range n.literals {
			if lit.kind != litText {
				// An index does not hold what has no value.
				return values, false
			}
			values = append(values, lit.text)
		}
		return values, true
	case opAnd:
		for i := range n.kids {
			before := len(values)
			if found, ok := equal(&n.kids[i], prop, values); ok {
				return found, true
			}
			values = values[:before]
		}
		return values, false
	case opOr:
		for i := range n.kids {
			found, ok := equal(&n.kids[i], prop, values)
			if !ok {
				return values, false
			}
			values = found
		}
		return values, true
	default:
		return values, false
	}
}

// Prefix returns what a text property must begin with for a row to pass, letter
// case aside: the longest of the filter's startsWith clauses that it depends on.
func (f *Predicate[P]) Prefix(prop int) (prefix string, ok bool) {
	if f == nil || f.table.Props[prop].Type != Text {
		return "", false
	}
	return beginning(&f.root, prop)
}

func beginning(n *node, prop int) (prefix string, ok bool) {
	switch n.op {
	case opStartsWith:
		if n.prop == prop && n.path == nil {
			return n.literals[0].text, true
		}
	case opAnd:
		for i := range n.kids {
			if p, found := beginning(&n.kids[i], prop); found && (!ok || len(p) > len(prefix)) {
				prefix, ok = p, true
			}
		}
	default:
	}
	return prefix, ok
}
