package tenant

import (
	"iter"
	"slices"
	"time"
)

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

// TimeKey is a time as a reference, so that an index of references orders rows by
// it. It is never the zero Key: a row without the time comes first.
func TimeKey(at time.Time) Key {
	if at.IsZero() {
		return Key{Lo: 1}
	}
	const sign = 1 << 63
	return Key{Hi: uint64(at.Unix()) ^ sign, Lo: uint64(at.Nanosecond()) + 1}
}

// ByRef returns the rows in the order of their references, those after the
// position if there is one; backwards if reverse.
func (r Rows[R]) ByRef(ix *Index[R], after *Position, reverse bool) iter.Seq[*R] {
	return func(yield func(*R) bool) {
		r.tx.freezeText(ix.slot)
		tree := r.tx.st.texts[ix.slot]
		pivot := textEntry{}
		if after != nil {
			// What is no reference is before all of them.
			pivot.fold, _ = ParseKey(after.Text)
			pivot.id = after.ID
		}
		visit := func(e textEntry) bool {
			if after != nil && e == pivot {
				return true
			}
			row, ok := r.Get(e.id)
			return !ok || yield(row)
		}
		switch {
		case after == nil && reverse:
			tree.Reverse(visit)
		case reverse:
			tree.Descend(pivot, visit)
		default:
			tree.Ascend(pivot, visit)
		}
	}
}

// RefPosition is the place of a row in an index of references.
func RefPosition[R any](ix *Index[R], row *R, id Key) *Position {
	return &Position{Text: ix.Ref(row).String(), ID: id}
}

// AnyOf returns the rows whose indexed text is one of the texts, letter case
// aside, in the index's order, those after the position if there is one. It looks
// at no other row.
func (r Rows[R]) AnyOf(ix *Index[R], texts []string, after *Position) iter.Seq[*R] {
	texts = slices.SortedFunc(slices.Values(texts), compareFold)
	texts = slices.CompactFunc(texts, func(a, b string) bool { return compareFold(a, b) == 0 })
	return func(yield func(*R) bool) {
		r.tx.freezeText(ix.slot)
		tree := r.tx.st.texts[ix.slot]
		for _, text := range texts {
			from := textEntry{fold: foldPrefix(text), text: text}
			if after != nil {
				switch c := compareFold(text, after.Text); {
				case c < 0:
					continue
				case c == 0:
					from.id = after.ID
				}
			}
			more := true
			tree.Ascend(from, func(e textEntry) bool {
				if compareFold(e.text, text) != 0 {
					return false
				}
				if row, ok := r.Get(e.id); ok && (from.id.IsZero() || e.id != from.id) {
					more = yield(row)
				}
				return more
			})
			if !more {
				return
			}
		}
	}
}
