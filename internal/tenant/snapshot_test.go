package tenant

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

func TestChangesLines(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t,
		thing{ID: key(1), Name: "Ada", Title: "x"}, thing{ID: key(2), Name: "Bob"}, thing{ID: key(3), Name: "Cid"}, thing{ID: key(9), Name: "Zoe"})
	before := in.Snapshot()
	assert.Empty(t, in.Changes(before))
	require.NoError(t, in.Backstage(func(tx *Tx) error {
		rows := In(tx, &l.things)
		require.NoError(t, rows.Put(&thing{ID: key(1), Name: "Ada L", Title: "y"}))
		rows.Delete(key(2))
		rows.Delete(key(9))
		require.NoError(t, rows.Put(&thing{ID: key(8), Name: "Yan"}))
		require.NoError(t, rows.Put(&thing{ID: key(7), Name: "Eve"}))
		require.NoError(t, In(tx, &l.blanks).Put(&blank{ID: key(5)}))
		_, err := tx.Claim("domain", "contoso.com")
		return err
	}))
	assert.Equal(t, `things: added Eve
things: added Yan
things: changed Ada L: name Ada -> Ada L
things: changed Ada L: title x -> y
things: removed Bob
things: removed Zoe
blanks: added 00000000-0000-1000-0000-000000000005`, joined(in.Changes(before)))

	now := in.Snapshot()
	require.NoError(t, in.Backstage(func(tx *Tx) error {
		return In(tx, &l.blanks).Put(&blank{ID: key(5), Text: "x"})
	}))
	assert.Equal(t, "blanks: changed 00000000-0000-1000-0000-000000000005", joined(in.Changes(now)), "a table that cannot say how")
	require.NoError(t, in.Restore(before))
	assert.Empty(t, in.Changes(before))
}

// TestChangesOfNothing: a row that was written as it was is no change. An update
// that repeats what stands there would be listed as a change of nothing.
func TestChangesOfNothing(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t, thing{ID: key(1), Name: "Ada"})
	putBlank := func() error {
		return in.Backstage(func(tx *Tx) error { return In(tx, &l.blanks).Put(&blank{ID: key(5), Text: "x"}) })
	}
	require.NoError(t, putBlank())
	before := in.Snapshot()
	l.put(t, in, thing{ID: key(1), Name: "Ada"})
	require.NoError(t, putBlank())
	assert.Empty(t, in.Changes(before), "also in a table that cannot say what is different")
}

// TestRestore: all is as it was, tokens are void, and no id is given twice.
func TestRestore(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t, thing{ID: key(1), Name: "Ada"})
	first := in.Snapshot()
	newID := func() (k Key, generation uint64) {
		require.NoError(t, in.Backstage(func(tx *Tx) error { k, generation = tx.NewKey(), tx.Generation(); return nil }))
		return k, generation
	}
	id1, generation1 := newID()
	l.put(t, in, thing{ID: key(2), Name: "Bob"})
	second := in.Snapshot()
	require.NoError(t, in.Restore(first))
	assert.Equal(t, []string{"Ada"}, l.names(t, in))
	id2, generation2 := newID()
	assert.NotEqual(t, id1, id2)
	assert.Greater(t, generation2, generation1)
	require.NoError(t, in.Restore(second))
	assert.Equal(t, []string{"Ada", "Bob"}, l.names(t, in))
	id3, generation3 := newID()
	assert.NotContains(t, []Key{id1, id2}, id3)
	assert.Greater(t, generation3, generation2, "forth is a new one as well as back")
	require.NoError(t, in.Restore(first), "a snapshot is good for more than once")
	assert.Equal(t, []string{"Ada"}, l.names(t, in))

	other := l.join(t, in.world, "22222222-2222-4333-8444-555555555555")
	require.ErrorIs(t, other.Restore(first), admin365.ErrInvalid)
	assert.Empty(t, l.names(t, other))
}

// TestSnapshotStays: what is written later is not in it.
func TestSnapshotStays(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t)
	var snapshots []Snapshot
	for i := range 50 {
		snapshots = append(snapshots, in.Snapshot())
		l.put(t, in, thing{ID: key(i + 1), Name: string(rune('a' + i))})
	}
	for i := len(snapshots) - 1; i >= 0; i-- {
		require.NoError(t, in.Restore(snapshots[i]))
		require.Len(t, l.names(t, in), i)
	}
}
