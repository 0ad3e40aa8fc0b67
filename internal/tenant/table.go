package tenant

import (
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

// tree is what is asked of a btree.BTreeG. It is an interface so that only this
// package compiles the trees: every package that sees the type of one compiles all
// of its methods again.
type tree[E any] interface {
	Get(E) (E, bool)
	Set(E) (E, bool)
	Delete(E) (E, bool)
	Len() int
	Min() (E, bool)
	Max() (E, bool)
	Scan(func(E) bool)
	Reverse(func(E) bool)
	Ascend(from E, visit func(E) bool)
	Descend(from E, visit func(E) bool)
}

type (
	mainTree = tree[entry]
	textTree = tree[textEntry]
)

// copied returns a copy that shares all nodes with the tree until one is written.
//
//go:noinline
func copied[E any](t tree[E]) tree[E] { return t.(*btree.BTreeG[E]).Copy() }

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

//go:noinline
func newMain() mainTree {
	return btree.NewBTreeGOptions(lessEntry, btree.Options{NoLocks: true, Degree: degree})
}

//go:noinline
func newText() textTree {
	return btree.NewBTreeGOptions(lessText, btree.Options{NoLocks: true, Degree: degree})
}

// Table declares a table of rows that P points to, such as *userRow. It is a
// package variable of its area, and is attached to a schema once ([AddTable]).
//
// P is the pointer and not the row, because all pointers have one shape: what is
// generic here is compiled once for an area, and not once for each of its tables.
type Table[P any] struct {
	// Name is what saved files and change lists call it.
	Name string
	// Key returns the row's primary key.
	Key func(P) Key
	// Indexes are kept up to date by Put and Delete.
	Indexes []*Index[P]
	// Internal tables follow from others, and are in no list of changes.
	Internal bool
	// Label names a row for people; nil means by its key.
	Label func(P) string
	// Diff says in words what changed between two versions of a row; nil means
	// that a change is only named.
	Diff func(before, after P) []string
	// Changed is told of every Put and Delete, whoever makes it, in the same
	// transaction: before is nil for a new row, after for a removed one. It is
	// not told while a seed is made or a file is loaded.
	Changed func(tx *Tx, before, after P)

	core *table
}

// Index finds rows by a text without regard to letter case, or by a key that
// they refer to. Exactly one of Text and Ref is set.
type Index[P any] struct {
	Name string
	// Unique: no two rows have the same text.
	Unique bool
	// Text returns the indexed text; rows without one ("") are not in the index.
	Text func(P) string
	// Ref returns the key that the row refers to; rows without one are not in it.
	Ref func(P) Key

	slot int
}

// table is a table without its row type: all that is done with rows is done once,
// here and in rows_core.go, and [Rows] only says their type.
type table struct {
	name    string
	slot    int
	indexes []index
	// internal: see Table.Internal.
	internal bool
	// fresh returns a new row to decode a saved one into.
	fresh   func() any
	key     func(row any) Key
	label   func(row any) string
	diff    func(before, after any) (lines []string, same bool)
	changed func(tx *Tx, before, after any)
}

// index is an index without its row type.
type index struct {
	name   string
	slot   int
	unique bool
	text   func(row any) string
	ref    func(row any) Key
}

func (ix *index) entry(row any, id Key) (textEntry, bool) {
	if ix.ref != nil {
		ref := ix.ref(row)
		return textEntry{fold: ref, id: id}, !ref.IsZero()
	}
	text := ix.text(row)
	return textEntry{fold: foldPrefix(text), text: text, id: id}, text != ""
}

// AddTable attaches a table to the schema. A table belongs to one schema.
func AddTable[P any](s *Schema, t *Table[P]) {
	row := reflect.TypeFor[P]().Elem()
	core := &table{
		name: t.Name, internal: t.Internal,
		fresh: func() any { return reflect.New(row).Interface() },
		key:   func(row any) Key { return t.Key(row.(P)) },
		label: func(row any) string {
			if t.Label != nil {
				return t.Label(row.(P))
			}
			return t.Key(row.(P)).String()
		},
		diff: func(before, after any) ([]string, bool) {
			if t.Diff == nil {
				// The rows of a loaded file are others, and may say the same.
				return nil, reflect.DeepEqual(before, after)
			}
			lines := t.Diff(before.(P), after.(P))
			return lines, len(lines) == 0
		},
		changed: func(tx *Tx, before, after any) {
			if t.Changed == nil {
				return
			}
			was, _ := before.(P)
			is, _ := after.(P)
			t.Changed(tx, was, is)
		},
	}
	for _, ix := range t.Indexes {
		plain := index{name: ix.Name, unique: ix.Unique}
		if ix.Ref != nil {
			plain.ref = func(row any) Key { return ix.Ref(row.(P)) }
		} else {
			plain.text = func(row any) string { return ix.Text(row.(P)) }
		}
		core.indexes = append(core.indexes, plain)
	}
	s.add(core)
	t.core = core
	for i, ix := range t.Indexes {
		ix.slot = core.indexes[i].slot
	}
}

// add gives the table and its indexes their places in the state.
func (s *Schema) add(t *table) {
	for _, known := range s.tables {
		if known.name == t.name {
			panic("tenant: table " + t.name + " is attached twice")
		}
	}
	t.slot = len(s.tables)
	for i := range t.indexes {
		t.indexes[i].slot = s.texts
		s.texts++
	}
	s.tables = append(s.tables, t)
}
