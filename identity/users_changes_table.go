package identity

import (
	"maps"
	"slices"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// changeRow is what the journal of changes knows of one object: it is moved to
// the end at each change, so that the journal never holds more rows than there
// are objects. It says that the object changed and in what, never how: whoever
// asks is told what is there now.
type changeRow struct {
	ID tenant.Key `json:"id"`
	// Seq is the number of the last change, and At when it was made.
	Seq uint64    `json:"seq"`
	At  time.Time `json:"at"`
	// Whole is the number of the last change that made the object news as a
	// whole: created, deleted, restored, purged.
	Whole uint64 `json:"whole,omitzero"`
	// Properties are the numbers of the last change of each property after that.
	Properties map[string]uint64 `json:"properties,omitempty"`
	// Managers are the managers that the user has no more.
	Managers map[tenant.Key]uint64 `json:"formerManagers,omitempty"`
}

// userChanges is the journal of the users, live and deleted ones alike.
var (
	userChanges = tenant.Table[*changeRow]{
		Name: "userChanges", Internal: true, Key: func(r *changeRow) tenant.Key { return r.ID },
		Indexes: []*tenant.Index[*changeRow]{&userChangesBySeq},
	}
	userChangesBySeq = tenant.Index[*changeRow]{Name: "seq", Ref: func(r *changeRow) tenant.Key { return changeKey(r.Seq) }}
)

func changeKey(seq uint64) tenant.Key { return tenant.Key{Lo: seq} }

const (
	// changeLife is how long a token of changes is good for.
	// Source: https://learn.microsoft.com/graph/delta-query-overview#token-duration
	changeLife = 7 * 24 * time.Hour
	// changeKept is how long the journal knows of a change. It is longer, because
	// a token is of the moment at which its transaction began.
	changeKept = changeLife + time.Hour
)

// managerRelation is what the journal calls a user's manager.
const managerRelation = "manager"

// noteUser is told of every change of the live users.
func noteUser(tx *tenant.Tx, before, after *userRow) {
	switch {
	case before == nil:
		noteWhole(tx, after.ID)
		return
	case after == nil:
		noteWhole(tx, before.ID)
		return
	}
	changed := userProps.Changed(before, after)
	moved := before.Manager != after.Manager
	if len(changed) == 0 && !moved {
		return
	}
	note(tx, after.ID, func(r *changeRow, seq uint64) {
		r.Properties = maps.Clone(r.Properties)
		if r.Properties == nil {
			r.Properties = make(map[string]uint64, len(changed)+1)
		}
		for _, i := range changed {
			r.Properties[userProps.Props[i].Name] = seq
		}
		if !moved {
			return
		}
		r.Properties[managerRelation] = seq
		if r.Managers = maps.Clone(r.Managers); r.Managers == nil {
			r.Managers = map[tenant.Key]uint64{}
		}
		r.Managers[before.Manager] = seq
		delete(r.Managers, after.Manager)
		delete(r.Managers, tenant.Key{})
	})
}

// noteDeletedUser is told of every change of the bin.
func noteDeletedUser(tx *tenant.Tx, before, after *userRow) {
	if before == nil {
		before = after
	}
	noteWhole(tx, before.ID)
}

func noteWhole(tx *tenant.Tx, id tenant.Key) {
	note(tx, id, func(r *changeRow, seq uint64) { r.Whole, r.Properties, r.Managers = seq, nil, nil })
}

// note writes a change of the object into the journal, and takes out two of the
// oldest if they have lain there for long enough, so that it shrinks as it grows.
func note(tx *tenant.Tx, id tenant.Key, edit func(r *changeRow, seq uint64)) {
	rows := tenant.In(tx, &userChanges)
	row := changeRow{ID: id}
	if old, ok := rows.Get(id); ok {
		row = *old
	}
	row.Seq, row.At = lastChange(tx)+1, tx.Now()
	edit(&row, row.Seq)
	// It fails for a row without a key alone, and a user has one.
	_ = rows.Put(&row)
	for range 2 {
		if oldest, ok := rows.First(&userChangesBySeq); ok && tx.Now().Sub(oldest.At) > changeKept {
			rows.Delete(oldest.ID)
		}
	}
}

// lastChange is the number of the last change, 0 if there was none.
func lastChange(tx *tenant.Tx) uint64 {
	if row, ok := tenant.In(tx, &userChanges).Last(&userChangesBySeq); ok {
		return row.Seq
	}
	return 0
}

// formerManagers are the managers whom the user has lost after the change of
// that number, in the order of their ids.
func (r *changeRow) formerManagers(seq uint64) []tenant.Key {
	var lost []tenant.Key
	for id, at := range r.Managers {
		if at > seq {
			lost = append(lost, id)
		}
	}
	slices.SortFunc(lost, tenant.Key.Compare)
	return lost
}
