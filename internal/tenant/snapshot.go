package tenant

import (
	"errors"
	"fmt"
	"slices"

	"github.com/admin365/admin365"
	"github.com/tidwall/btree"
)

// Snapshot is a tenant as it was. Taking one costs nothing, whatever the
// tenant's size.
type Snapshot struct {
	tenant *Tenant
	st     *state
}

// Snapshot returns the tenant as it is now.
func (t *Tenant) Snapshot() Snapshot {
	t.settle()
	return Snapshot{t, t.state.Load()}
}

// Restore puts the tenant back to what it was. The clock does not go back, and
// tokens that were given in between (page and delta tokens) become void.
func (t *Tenant) Restore(s Snapshot) error {
	if s.tenant != t {
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(t.id), Message: "the snapshot is of another tenant"}
	}
	return t.replace(s.st)
}

// replace makes st the tenant's state, as a new generation.
func (t *Tenant) replace(st *state) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.state.Load()
	next := *st
	next.generation = max(now.generation, st.generation) + 1
	// Ids given in between stay given, so that no two things ever share one.
	next.ids = max(now.ids, st.ids)
	if now.at.After(next.at) {
		next.at = now.at // Saved now, it is of now.
	}
	if err := t.takeOver(now, &next); err != nil {
		return err
	}
	t.publish(&next)
	return nil
}

// takeOver gives the tenant the names that st claims, and logs what st changes. The
// caller holds the tenant's mutex.
func (t *Tenant) takeOver(now, st *state) error {
	// A name that is given up here must not be taken before it is certain.
	t.world.mu.Lock()
	defer t.world.mu.Unlock()
	if err := t.world.takeClaims(t, st); err != nil {
		return err
	}
	j := t.journal.Load()
	if j == nil {
		return nil
	}
	if err := j.keep(st, changesBetween(t.schema, now, st)); err != nil {
		return errors.Join(err, t.world.takeClaims(t, now))
	}
	return nil
}

// Changes says in readable lines what changed since the snapshot, table by
// table: what was added, what was changed and how, what was removed.
func (t *Tenant) Changes(since Snapshot) []string {
	t.settle()
	now := t.state.Load()
	var lines []string
	for _, table := range t.schema.tables {
		if table.internal || table.slot >= len(since.st.mains) {
			continue
		}
		var added, changed, removed []string
		diffTrees(since.st.mains[table.slot], now.mains[table.slot], func(before, after any) {
			switch {
			case before == nil:
				added = append(added, table.name+": added "+table.label(after))
			case after == nil:
				removed = append(removed, table.name+": removed "+table.label(before))
			default:
				diffs, same := table.diff(before, after)
				if len(diffs) == 0 && !same {
					changed = append(changed, table.name+": changed "+table.label(after))
				}
				for _, d := range diffs {
					changed = append(changed, fmt.Sprintf("%s: changed %s: %s", table.name, table.label(after), d))
				}
			}
		})
		for _, part := range [][]string{added, changed, removed} {
			slices.Sort(part)
			lines = append(lines, part...)
		}
	}
	return lines
}

// diffTrees calls differ for each row that stands in one tree only, or as
// another version in each. Rows are immutable, so the same pointer is the same
// row.
func diffTrees(before, after mainTree, differ func(before, after any)) {
	a, b := newCursor(before), newCursor(after)
	defer a.it.Release()
	defer b.it.Release()
	for a.ok || b.ok {
		switch {
		case !b.ok || a.ok && a.item().key.Less(b.item().key):
			differ(a.item().row, nil)
			a.next()
		case !a.ok || b.item().key.Less(a.item().key):
			differ(nil, b.item().row)
			b.next()
		default:
			if a.item().row != b.item().row {
				differ(a.item().row, b.item().row)
			}
			a.next()
			b.next()
		}
	}
}

type cursor struct {
	it btree.IterG[entry]
	ok bool
}

func newCursor(tree mainTree) *cursor {
	c := &cursor{it: tree.(*btree.BTreeG[entry]).Iter()}
	c.ok = c.it.First()
	return c
}

func (c *cursor) item() entry { return c.it.Item() }
func (c *cursor) next()       { c.ok = c.it.Next() }
