package odata

import (
	"encoding/json"
	"strings"
	"sync"
	"time"
)

// Type is what a property holds.
type Type uint8

// The types of properties. An Object's inner form is named by Prop.EDM.
const (
	Text Type = iota
	Bool
	Int
	Time
	TextList
	Object
	ObjectList
)

// Flags say how a property is treated.
type Flags uint32

// The flags of a property.
const (
	// Default: part of the answer without $select.
	Default Flags = 1 << iota
	// SingleOnly: only in the answer for one entity, never in a collection.
	SingleOnly
	// OnRequest: only when named in $select, also for one entity.
	OnRequest
	// Required: a create must give it.
	Required
	// ReadOnly: the service sets it; a write that names it is refused.
	ReadOnly
	// NotNull: null is refused.
	NotNull
	// Synced: mastered on-premises for a synchronized entity.
	Synced
	// Secret: never returned, never logged, never in a change list.
	Secret
	// Alone: a PATCH of it may name nothing else.
	Alone
	// EndsWith: takes the endsWith operator in an advanced query.
	EndsWith
	// NotFiltered: has no line in the contract's filter table at all.
	NotFiltered
	// Unseen: a condition can name it, and no answer has it.
	Unseen
	// Untracked: a delta returns it and reports no change of it.
	Untracked
	// ByItem: a list is compared by any alone, and not with a text as the directory takes
	// it.
	ByItem
)

// Support says when an operator is taken.
type Support uint8

// The three answers of the contract's filter table.
const (
	// Never is refused always.
	Never Support = iota
	// ByDefault is always taken.
	ByDefault
	// Advanced is taken in an advanced query only: with the header
	// ConsistencyLevel: eventual and $count=true.
	Advanced
)

// Filter is a property's line in the contract's filter table. The operators
// ne, not, endsWith and /$count are advanced wherever they are taken at all.
type Filter struct {
	Eq, GeLe, StartsWith, EqNull Support
}

// Prop is one property of rows that P points to.
type Prop[P any] struct {
	Name string
	Type Type
	// EDM is the vendor's type of an Object or of an ObjectList's items.
	EDM string
	// Members are the members of an Object or of an ObjectList's items; nil means
	// that any are taken.
	Members []Member
	// Max is the longest text in UTF-16 units, and the most items of a list; 0
	// means no limit.
	Max   int
	Flags Flags
	// Filter and Order say how lists take it.
	Filter Filter
	Order  Support
	// Of returns a hot property's place in the row; properties without one live
	// in the row's cells.
	Text func(P) *string
	Bool func(P) *Tri
	Time func(P) *time.Time
	// Read returns a property that is computed and never written, such as an id.
	Read func(P) string
	// Check refuses a value that the type allows and the service does not.
	Check func(value string) bool
}

// Member is a member of a complex type: a Text, a Bool or a TextList.
type Member struct {
	Name string
	Type Type
	// NotNull: it may be left out, and is never null.
	NotNull bool
}

// Tri is a boolean that may be absent, in one byte.
type Tri uint8

// The three values of a Tri.
const (
	Absent Tri = iota
	False
	True
)

// TriOf returns b as a Tri.
func TriOf(b bool) Tri {
	if b {
		return True
	}
	return False
}

// MarshalJSON writes the boolean, null where it is absent: so a row that is saved by
// its fields holds it.
func (t Tri) MarshalJSON() ([]byte, error) {
	switch t {
	case True:
		return []byte("true"), nil
	case False:
		return []byte("false"), nil
	default:
		return []byte("null"), nil
	}
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Tri) UnmarshalJSON(b []byte) error {
	var given *bool
	if err := json.Unmarshal(b, &given); err != nil {
		return err
	}
	*t = Absent
	if given != nil {
		*t = TriOf(*given)
	}
	return nil
}

// hot reports whether the property lives outside the row's cells.
func (p *Prop[P]) hot() bool {
	return p.Text != nil || p.Bool != nil || p.Time != nil || p.Read != nil
}

// Has reports whether all the flags are set.
func (p *Prop[P]) Has(f Flags) bool { return p.Flags&f == f }

// Table is the properties of an entity whose rows P points to.
type Table[P any] struct {
	// Entity is the type in refusals, such as "User"; EDM is the vendor's name
	// for it, such as "microsoft.graph.user".
	Entity, EDM string
	// Set is the collection in contexts, such as "users".
	Set string
	// Cells returns the place of the properties that have none of their own; nil
	// for a table where each has one.
	Cells func(P) *Cells
	Props []Prop[P]

	once   sync.Once
	byName map[string]int // in the table's spelling and in lower case
}

// Lookup returns the index of the property of that name, letter case aside, or
// -1. A create asks some forty times, so the names are in a map.
func (t *Table[P]) Lookup(name string) int {
	t.once.Do(func() {
		t.byName = make(map[string]int, 2*len(t.Props))
		for i := range t.Props {
			t.byName[t.Props[i].Name] = i
			t.byName[strings.ToLower(t.Props[i].Name)] = i
		}
	})
	if i, ok := t.byName[name]; ok {
		return i
	}
	if i, ok := t.byName[strings.ToLower(name)]; ok {
		return i
	}
	return -1
}

// Names returns the names of the properties that have all the flags, in order.
func (t *Table[P]) Names(f Flags) []string {
	var names []string
	for i := range t.Props {
		if t.Props[i].Has(f) {
			names = append(names, t.Props[i].Name)
		}
	}
	return names
}

// Select returns the indexes of the properties that have all the flags.
func (t *Table[P]) Select(f Flags) []int {
	var sel []int
	for i := range t.Props {
		if t.Props[i].Has(f) {
			sel = append(sel, i)
		}
	}
	return sel
}
