package odata

import "slices"

// Props returns the properties that the filter names, in the table's order. A
// nil filter names none.
func (f *Predicate[P]) Props() []int {
	if f == nil {
		return nil
	}
	found := mentioned(&f.root, nil)
	slices.Sort(found)
	return slices.Compact(found)
}

// mentioned appends the properties that stand in the node. What stands in a
// lambda is the items of the list that it is about.
func mentioned(n *node, props []int) []int {
	switch n.op {
	case opAnd, opOr, opNot:
	default:
		return append(props, n.prop)
	}
	for i := range n.kids {
		props = mentioned(&n.kids[i], props)
	}
	return props
}
