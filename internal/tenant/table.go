package tenant

import (
	"encoding/json"
	"fmt"
	"iter"
	"reflect"

	"github.com/tidwall/btree"
)

// entry is a row in its table's tree. The trees hold one type for all tables,
// so that they are compiled once: a generic tree per row type made one area
// compile four times as long.
type entry struct {
	key Key
	row any
}

// textEntry is a row in an index: the first 16 folded bytes inline (or the key
// that is referred to), the text, and the row's key.
type textEntry struct {
	fold Key
	text string
	id   Key
}

type (
	mainTree = btree.BTreeG[entry]
	textTree = btree.BTreeG[textEntry]
)

func lessEntry(a, b entry) bool { return a.key.Less(b.key) }

func lessText(a, b textEntry) bool {
	if a.fold != b.fold {
		return a.fold.Less(b.fold)
	}
	if c := compareFold(a.text, b.text); c != 0 {
		return c < 0
	}
	return a.id.Less(b.id)
}

// degree is the trees' branching. A write copies one node per level, so a small
// degree makes writes cheap; 16 was the best of 8, 16, 32 and 64 for creating.
const degree = 16

func newMain() *mainTree {
	return btree.NewBTreeGOptions(lessEntry, btree.Options{NoLocks: true, Degree: degree})
}

func newText() *textTree {
	return btree.NewBTreeGOptions(lessText, btree.Options{NoLocks: true, Degree: degree})
}

// Table declares a table of rows of type R. It is a package variable of its
// area, and is attached to a schema once ([AddTable]).
type Table[R any] struct {
	// Name is what saved files and change lists call it.
	Name string
	// Key returns the row's primary key.
	Key func(*R) Key
	// Indexes are kept up to date by Put and Delete.
	Indexes []*Index[R]
	// Internal tables follow from others, and are in no list of changes.
	Internal bool
	// Label names a row for people; nil means by its key.
	Label func(*R) string
	// Diff says in words what changed between two versions of a row; nil means
	// that a change is only named.
	Diff func(before, after *R) []string
	// Changed is told of every Put and Delete, whoever makes it, in the same
	// transaction: before is nil for a new row, after for a removed one. It is
	// not told while a seed is made or a file is loaded.
	Changed func(tx *Tx, before, after *R)

	slot int
}

// Index finds rows by a text without regard to letter case, or by a key that
// they refer to. Exactly one of Text and Ref is set.
type Index[R any] struct {
	Name string
	// Unique: no two rows have the same text.
	Unique bool
	// Text returns the indexed text; rows without one ("") are not in the index.
	Text func(*R) string
	// Ref returns the key that the row refers to; rows without one are not in it.
	Ref func(*R) Key

	slot int
}

func (ix *Index[R]) entry(row *R, id Key) (textEntry, bool) {
	if ix.Ref != nil {
		ref := ix.Ref(row)
		return textEntry{fold: ref, id: id}, !ref.IsZero()
	}
	text := ix.Text(row)
	return textEntry{fold: foldPrefix(text), text: text, id: id}, text != ""
}

// anyTable is what the state knows of a table without its row type.
type anyTable struct {
	name  string
	slot  int
	texts []int
	// load puts a saved row into a transaction, indexes included.
	load  func(*Tx, []byte) error
	label func(row any) string
	diff  func(before, after any) (lines []string, same bool)
	// internal: see Table.Internal.
	internal bool
}

// AddTable attaches a table to the schema. A table belongs to one schema.
func AddTable[R any](s *Schema, t *Table[R]) {
	for _, known := range s.tables {
		if known.name == t.Name {
			panic("tenant: table " + t.Name + " is attached twice")
		}
	}
	t.slot = len(s.tables)
	info := anyTable{name: t.Name, slot: t.slot, internal: t.Internal}
	for _, ix := range t.Indexes {
		ix.slot = s.texts
		info.texts = append(info.texts, ix.slot)
		s.texts++
	}
	info.load = func(tx *Tx, b []byte) error {
		row := new(R)
		if err := json.Unmarshal(b, row); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		if _, twice := In(tx, t).Get(t.Key(row)); twice {
			return fmt.Errorf("table %s has the row %s twice", t.Name, t.Key(row))
		}
		return In(tx, t).Put(row)
	}
	info.label = func(row any) string {
		if t.Label != nil {
			return t.Label(row.(*R))
		}
		return t.Key(row.(*R)).String()
	}
	info.diff = func(before, after any) ([]string, bool) {
		if t.Diff == nil {
			// The rows of a loaded file are others, and may say the same.
			return nil, reflect.DeepEqual(before, after)
		}
		lines := t.Diff(before.(*R), after.(*R))
		return lines, len(lines) == 0
	}
	s.tables = append(s.tables, info)
}

// Rows is a table as one transaction sees it.
type Rows[R any] struct {
	tx *Tx
	t  *Table[R]
}

// In returns the table's rows as tx sees them.
func In[R any](tx *Tx, t *Table[R]) Rows[R] { return Rows[R]{tx, t} }

// Get returns the row with the key. Rows are shared: never change one.
func (r Rows[R]) Get(k Key) (*R, bool) {
	e, ok := r.tx.st.mains[r.t.slot].Get(entry{key: k})
	if !ok {
		return nil, false
	}
	return e.row.(*R), true
}

// Len returns the number of rows.
func (r Rows[R]) Len() int { return r.tx.st.mains[r.t.slot].Len() }

// Find returns the first row whose indexed text is text, letter case aside.
func (r Rows[R]) Find(ix *Index[R], text string) (*R, bool) {
	if text == "" {
		return nil, false
	}
	want := textEntry{fold: foldPrefix(text), text: text}
	var found *R
	r.tx.st.texts[ix.slot].Ascend(want, func(e textEntry) bool {
		if e.fold == want.fold && compareFold(e.text, text) == 0 {
			found, _ = r.Get(e.id)
		}
		return false
	})
	return found, found != nil
}

// All returns the rows in the order of their keys.
func (r Rows[R]) All() iter.Seq[*R] { return r.After(Key{}) }

// After returns the rows whose key is greater than k, in order. In a writing
// transaction the range sees the rows as they were when it began.
func (r Rows[R]) After(k Key) iter.Seq[*R] {
	return func(yield func(*R) bool) {
		r.tx.freezeMain(r.t.slot)
		r.tx.st.mains[r.t.slot].Ascend(entry{key: k}, func(e entry) bool {
			return e.key == k || yield(e.row.(*R))
		})
	}
}

// Position is a place in an index: where a list was cut.
type Position struct {
	Text string
	ID   Key
}

// Ordered returns the rows in the index's order, those after the position if
// there is one; backwards if reverse.
func (r Rows[R]) Ordered(ix *Index[R], after *Position, reverse bool) iter.Seq[*R] {
	return func(yield func(*R) bool) {
		r.tx.freezeText(ix.slot)
		tree := r.tx.st.texts[ix.slot]
		visit := func(e textEntry) bool {
			if after != nil && e.id == after.ID && compareFold(e.text, after.Text) == 0 {
				return true
			}
			row, ok := r.Get(e.id)
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

// Prefix returns the rows whose indexed text begins with prefix, letter case
// aside, in the index's order, those after the position if there is one.
func (r Rows[R]) Prefix(ix *Index[R], prefix string, after *Position) iter.Seq[*R] {
	return func(yield func(*R) bool) {
		r.tx.freezeText(ix.slot)
		from := textEntry{fold: foldPrefix(prefix), text: prefix}
		if after != nil {
			from = textEntry{foldPrefix(after.Text), after.Text, after.ID}
		}
		r.tx.st.texts[ix.slot].Ascend(from, func(e textEntry) bool {
			if !HasPrefixFold(e.text, prefix) {
				return false
			}
			if after != nil && e.id == after.ID && compareFold(e.text, after.Text) == 0 {
				return true
			}
			row, ok := r.Get(e.id)
			return !ok || yield(row)
		})
	}
}

// Referring returns the rows that refer to the key, in the order of their own.
func (r Rows[R]) Referring(ix *Index[R], to Key) iter.Seq[*R] {
	return r.ReferringAfter(ix, to, Key{})
}

// ReferringAfter is Referring without the rows whose own key is not greater than
// after, which need not be there any more: a list of references goes on from
// where it was cut.
func (r Rows[R]) ReferringAfter(ix *Index[R], to, after Key) iter.Seq[*R] {
	return func(yield func(*R) bool) {
		if to.IsZero() {
			return
		}
		r.tx.freezeText(ix.slot)
		r.tx.st.texts[ix.slot].Ascend(textEntry{fold: to, id: after}, func(e textEntry) bool {
			if e.fold != to {
				return false
			}
			if e.id == after {
				return true
			}
			row, ok := r.Get(e.id)
			return !ok || yield(row)
		})
	}
}

// Put adds the row or replaces the one with its key. It fails, changing
// nothing, if a unique index has the text already: rules look first and give
// Microsoft's refusal, so this is the last line of defense.
func (r Rows[R]) Put(row *R) error {
	k := r.t.Key(row)
	if k.IsZero() {
		return fmt.Errorf("tenant: a row of %s has no key", r.t.Name)
	}
	old, had := r.Get(k)
	for _, ix := range r.t.Indexes {
		if !ix.Unique {
			continue
		}
		if e, ok := ix.entry(row, k); ok {
			if other, taken := r.Find(ix, e.text); taken && r.t.Key(other) != k {
				return fmt.Errorf("tenant: %s.%s has %q already", r.t.Name, ix.Name, e.text)
			}
		}
	}
	r.tx.ownMain(r.t.slot).Set(entry{k, row})
	for _, ix := range r.t.Indexes {
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
	return nil
}

// changed tells the table's listener, if it has one.
func (r Rows[R]) changed(before, after *R) {
	if r.t.Changed != nil && !r.tx.quiet {
		r.t.Changed(r.tx, before, after)
	}
}

// Delete removes the row with the key, and reports whether there was one.
func (r Rows[R]) Delete(k Key) bool {
	old, had := r.Get(k)
	if !had {
		return false
	}
	r.tx.ownMain(r.t.slot).Delete(entry{key: k})
	for _, ix := range r.t.Indexes {
		if e, ok := ix.entry(old, k); ok {
			r.tx.ownText(ix.slot).Delete(e)
		}
	}
	r.changed(old, nil)
	return true
}
