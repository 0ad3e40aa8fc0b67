package tenant

import "iter"

// lastKey is greater than every key.
var lastKey = Key{Hi: ^uint64(0), Lo: ^uint64(0)}

// Since returns the rows whose reference in the index is greater than after, in
// the order of their references.
func (r Rows[R]) Since(ix *Index[R], after Key) iter.Seq[*R] {
	return func(yield func(*R) bool) {
		r.tx.freezeText(ix.slot)
		r.tx.st.texts[ix.slot].Ascend(textEntry{fold: after, id: lastKey}, func(e textEntry) bool {
			row, ok := r.Get(e.id)
			return !ok || yield(row)
		})
	}
}

// First returns the row that comes first in the index.
func (r Rows[R]) First(ix *Index[R]) (*R, bool) {
	e, ok := r.tx.st.texts[ix.slot].Min()
	if !ok {
		return nil, false
	}
	return r.Get(e.id)
}

// Last returns the row that comes last in the index.
func (r Rows[R]) Last(ix *Index[R]) (*R, bool) {
	e, ok := r.tx.st.texts[ix.slot].Max()
	if !ok {
		return nil, false
	}
	return r.Get(e.id)
}
