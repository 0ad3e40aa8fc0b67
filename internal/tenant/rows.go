package tenant

import "iter"

// Rows is a table as one transaction sees it: [rows], with the type of the rows.
//
// Its methods are not inlined: the compiler makes two wrappers of each method for
// each table, whether they are used or not, and would build everything into both.
type Rows[P any] struct{ rows rows }

// In returns the table's rows as tx sees them.
func In[P any](tx *Tx, t *Table[P]) Rows[P] { return Rows[P]{rows{tx, t.core}} }

// one says the type of a row that was looked for.
//
//go:noinline
func one[P any](row any, ok bool) (P, bool) {
	typed, _ := row.(P)
	return typed, ok
}

// each says the type of rows that are ranged over.
//
//go:noinline
func each[P any](all iter.Seq[any]) iter.Seq[P] {
	return func(yield func(P) bool) {
		all(func(row any) bool { return yield(row.(P)) })
	}
}

// Get returns the row with the key. Rows are shared: never change one.
//
//go:noinline
func (r Rows[P]) Get(k Key) (P, bool) { return one[P](r.rows.get(k)) }

// Find returns the first row whose indexed text is text, letter case aside.
//
//go:noinline
func (r Rows[P]) Find(ix *Index[P], text string) (P, bool) { return one[P](r.rows.find(ix.slot, text)) }

// First returns the row that comes first in the index.
//
//go:noinline
func (r Rows[P]) First(ix *Index[P]) (P, bool) { return one[P](r.rows.first(ix.slot)) }

// Last returns the row that comes last in the index.
//
//go:noinline
func (r Rows[P]) Last(ix *Index[P]) (P, bool) { return one[P](r.rows.last(ix.slot)) }

// Len returns the number of rows.
//
//go:noinline
func (r Rows[P]) Len() int { return r.rows.len() }

// All returns the rows in the order of their keys.
//
//go:noinline
func (r Rows[P]) All() iter.Seq[P] { return each[P](r.rows.after(Key{})) }

// After returns the rows whose key is greater than k, in order. In a writing
// transaction the range sees the rows as they were when it began.
//
//go:noinline
func (r Rows[P]) After(k Key) iter.Seq[P] { return each[P](r.rows.after(k)) }

// Ordered returns the rows in the index's order, those after the position if
// there is one; backwards if reverse.
//
//go:noinline
func (r Rows[P]) Ordered(ix *Index[P], after *Position, reverse bool) iter.Seq[P] {
	return each[P](r.rows.ordered(ix.slot, after, reverse))
}

// Prefix returns the rows whose indexed text begins with prefix, letter case
// aside, in the index's order, those after the position if there is one.
//
//go:noinline
func (r Rows[P]) Prefix(ix *Index[P], prefix string, after *Position) iter.Seq[P] {
	return each[P](r.rows.prefix(ix.slot, prefix, after))
}

// AnyOf returns the rows whose indexed text is one of the texts, letter case
// aside, in the index's order, those after the position if there is one. It looks
// at no other row.
//
//go:noinline
func (r Rows[P]) AnyOf(ix *Index[P], texts []string, after *Position) iter.Seq[P] {
	return each[P](r.rows.anyOf(ix.slot, texts, after))
}

// Referring returns the rows that refer to the key, in the order of their own.
//
//go:noinline
func (r Rows[P]) Referring(ix *Index[P], to Key) iter.Seq[P] {
	return each[P](r.rows.referring(ix.slot, to, Key{}))
}

// ReferringAfter is Referring without the rows whose own key is not greater than
// after, which need not be there any more: a list of references goes on from
// where it was cut.
//
//go:noinline
func (r Rows[P]) ReferringAfter(ix *Index[P], to, after Key) iter.Seq[P] {
	return each[P](r.rows.referring(ix.slot, to, after))
}

// Since returns the rows whose reference in the index is greater than after, in
// the order of their references.
//
//go:noinline
func (r Rows[P]) Since(ix *Index[P], after Key) iter.Seq[P] {
	return each[P](r.rows.since(ix.slot, after))
}

// ByRef returns the rows in the order of their references, those after the
// position if there is one; backwards if reverse.
//
//go:noinline
func (r Rows[P]) ByRef(ix *Index[P], after *Position, reverse bool) iter.Seq[P] {
	return each[P](r.rows.byRef(ix.slot, after, reverse))
}

// RefPosition is the place of a row in an index of references.
func RefPosition[P any](ix *Index[P], row P, id Key) *Position {
	return &Position{Text: ix.Ref(row).String(), ID: id}
}

// Put adds the row or replaces the one with its key. It fails, changing
// nothing, if a unique index has the text already: rules look first and give
// Microsoft's refusal, so this is the last line of defense.
//
//go:noinline
func (r Rows[P]) Put(row P) error { return r.rows.put(row) }

// Delete removes the row with the key, and reports whether there was one.
//
//go:noinline
func (r Rows[P]) Delete(k Key) bool { return r.rows.delete(k) }
