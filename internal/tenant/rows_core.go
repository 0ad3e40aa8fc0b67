package tenant

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"time"
)

// rows is a table as one transaction sees it, without the type of its rows.
type rows struct {
	tx *Tx
	t  *table
}

// Position is a place in an index: where a list was cut.
type Position struct {
	Text string
	ID   Key
}

// lastKey is greater than every key.
var lastKey = Key{Hi: ^uint64(0), Lo: ^uint64(0)}

// TimeKey is a time as a reference, so that an index of references orders rows by
// it. It is never the zero Key: a row without the time comes first.
func TimeKey(at time.Time) Key {
	if at.IsZero() {
		return Key{Lo: 1}
	}
	const sign = 1 << 63
	return Key{Hi: uint64(at.Unix()) ^ sign, Lo: uint64(at.Nanosecond()) + 1}
}

func (r rows) main() mainTree { return r.tx.st.mains[r.t.slot] }

func (r rows) text(slot int) textTree { return r.tx.st.texts[slot] }

func (r rows) len() int { return r.main().Len() }

func (r rows) get(k Key) (any, bool) {
	e, ok := r.main().Get(entry{key: k})
	return e.row, ok
}

func (r rows) find(slot int, text string) (row any, found bool) {
	if text == "" {
		return nil, false
	}
	want := textEntry{fold: foldPrefix(text), text: text}
	r.text(slot).Ascend(want, func(e textEntry) bool {
		if e.fold == want.fold && compareFold(e.text, text) == 0 {
			row, found = r.get(e.id)
		}
		return false
	})
	return row, found
}

func (r rows) first(slot int) (any, bool) {
	e, ok := r.text(slot).Min()
	if !ok {
		return nil, false
	}
	return r.get(e.id)
}

func (r rows) last(slot int) (any, bool) {
	e, ok := r.text(slot).Max()
	if !ok {
		return nil, false
	}
	return r.get(e.id)
}

func (r rows) after(k Key) iter.Seq[any] {
	return func(yield func(any) bool) {
		r.tx.freezeMain(r.t.slot)
		r.main().Ascend(entry{key: k}, func(e entry) bool {
			return e.key == k || yield(e.row)
		})
	}
}

func (r rows) ordered(slot int, after *Position, reverse bool) iter.Seq[any] {
	return func(yield func(any) bool) {
		r.tx.freezeText(slot)
		tree := r.text(slot)
		visit := func(e textEntry) bool {
			if after != nil && e.id == after.ID && compareFold(e.text, after.Text) == 0 {
				return true
			}
			row, ok := r.get(e.id)
			return !ok || yield(row)
		}
		switch {
		case after == nil && reverse:
			tree.Reverse(visit)
		case after == nil:
			tree.Scan(visit)
		case reverse:
			tree.Descend(textEntry{foldPrefix(after.Text), after.Text, after.ID}, visit)
		default:
			tree.Ascend(textEntry{foldPrefix(after.Text), after.Text, after.ID}, visit)
		}
	}
}

func (r rows) prefix(slot int, prefix string, after *Position) iter.Seq[any] {
	return func(yield func(any) bool) {
		r.tx.freezeText(slot)
		from := textEntry{fold: foldPrefix(prefix), text: prefix}
		if after != nil {
			from = textEntry{foldPrefix(after.Text), after.Text, after.ID}
		}
		r.text(slot).Ascend(from, func(e textEntry) bool {
			if !HasPrefixFold(e.text, prefix) {
				return false
			}
			if after != nil && e.id == after.ID && compareFold(e.text, after.Text) == 0 {
				return true
			}
			row, ok := r.get(e.id)
			return !ok || yield(row)
		})
	}
}

func (r rows) anyOf(slot int, texts []string, after *Position) iter.Seq[any] {
	texts = slices.SortedFunc(slices.Values(texts), compareFold)
	texts = slices.CompactFunc(texts, func(a, b string) bool { return compareFold(a, b) == 0 })
	return func(yield func(any) bool) {
		r.tx.freezeText(slot)
		tree := r.text(slot)
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
				if row, ok := r.get(e.id); ok && (from.id.IsZero() || e.id != from.id) {
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

func (r rows) referring(slot int, to, after Key) iter.Seq[any] {
	return func(yield func(any) bool) {
		if to.IsZero() {
			return
		}
		r.tx.freezeText(slot)
		r.text(slot).Ascend(textEntry{fold: to, id: after}, func(e textEntry) bool {
			if e.fold != to {
				return false
			}
			if e.id == after {
				return true
			}
			row, ok := r.get(e.id)
			return !ok || yield(row)
		})
	}
}

func (r rows) since(slot int, after Key) iter.Seq[any] {
	return func(yield func(any) bool) {
		r.tx.freezeText(slot)
		r.text(slot).Ascend(textEntry{fold: after, id: lastKey}, func(e textEntry) bool {
			row, ok := r.get(e.id)
			return !ok || yield(row)
		})
	}
}

func (r rows) byRef(slot int, after *Position, reverse bool) iter.Seq[any] {
	return func(yield func(any) bool) {
		r.tx.freezeText(slot)
		tree := r.text(slot)
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
			row, ok := r.get(e.id)
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

func (r rows) put(row any) error {
	k := r.t.key(row)
	if k.IsZero() {
		return fmt.Errorf("tenant: a row of %s has no key", r.t.name)
	}
	old, had := r.get(k)
	for i := range r.t.indexes {
		ix := &r.t.indexes[i]
		if !ix.unique {
			continue
		}
		if e, ok := ix.entry(row, k); ok {
			if other, taken := r.find(ix.slot, e.text); taken && r.t.key(other) != k {
				return fmt.Errorf("tenant: %s.%s has %q already", r.t.name, ix.name, e.text)
			}
		}
	}
	r.set(k, old, had, row)
	return nil
}

// set puts a row in the place of the old one, and judges nothing.
func (r rows) set(k Key, old any, had bool, row any) {
	r.tx.touch(r.t.slot, k)
	r.tx.ownMain(r.t.slot).Set(entry{k, row})
	for i := range r.t.indexes {
		ix := &r.t.indexes[i]
		e, in := ix.entry(row, k)
		if had {
			before, was := ix.entry(old, k)
			if was && in && before == e {
				continue
			}
			if was {
				r.tx.ownText(ix.slot).Delete(before)
			}
		}
		if in {
			r.tx.ownText(ix.slot).Set(e)
		}
	}
	r.changed(old, row)
}

// changed tells the table's listener, if it has one.
func (r rows) changed(before, after any) {
	if !r.tx.quiet {
		r.t.changed(r.tx, before, after)
	}
}

func (r rows) delete(k Key) bool {
	old, had := r.get(k)
	if !had {
		return false
	}
	r.tx.touch(r.t.slot, k)
	r.tx.ownMain(r.t.slot).Delete(entry{key: k})
	for i := range r.t.indexes {
		ix := &r.t.indexes[i]
		if e, ok := ix.entry(old, k); ok {
			r.tx.ownText(ix.slot).Delete(e)
		}
	}
	r.changed(old, nil)
	return true
}

// load puts a saved row into a transaction, indexes included.
func (r rows) load(saved []byte) error {
	row := r.t.fresh()
	if err := json.Unmarshal(saved, row); err != nil {
		return fmt.Errorf("table %s: %w", r.t.name, err)
	}
	if _, twice := r.get(r.t.key(row)); twice {
		return fmt.Errorf("table %s has the row %s twice", r.t.name, r.t.key(row))
	}
	return r.put(row)
}

// replay puts a row of a log, or takes one away of which it has the key. Two rows may
// share a unique text until the whole change is there.
func (r rows) replay(saved []byte) error {
	if saved[0] == '"' {
		var k Key
		if err := json.Unmarshal(saved, &k); err != nil {
			return fmt.Errorf("table %s: %w", r.t.name, err)
		}
		r.delete(k)
		return nil
	}
	row := r.t.fresh()
	if err := json.Unmarshal(saved, row); err != nil {
		return fmt.Errorf("table %s: %w", r.t.name, err)
	}
	k := r.t.key(row)
	if k.IsZero() {
		return fmt.Errorf("table %s has a row without a key", r.t.name)
	}
	old, had := r.get(k)
	r.set(k, old, had, row)
	return nil
}
