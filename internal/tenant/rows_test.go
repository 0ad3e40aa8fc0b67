package tenant

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestChanged: a table's listener is told of every write in the transaction that
// makes it, and of nothing that a seed or a file begins with.
func TestChanged(t *testing.T) {
	t.Parallel()
	var told []string
	name := func(row *thing) string {
		if row == nil {
			return "-"
		}
		return row.Name
	}
	l := newLab(func(l *lab) {
		l.things.Changed = func(tx *Tx, before, after *thing) {
			told = append(told, name(before)+" "+name(after))
			if after != nil {
				// It may write to another table.
				require.NoError(t, In(tx, &l.blanks).Put(&blank{ID: after.ID, Text: "seen " + after.Name}))
			}
		}
	})
	in := l.tenant(t, thing{ID: key(1), Name: "ada"})
	assert.Empty(t, told, "a seed is how things begin")

	l.put(t, in, thing{ID: key(2), Name: "bob"}, thing{ID: key(1), Name: "Ada"})
	require.NoError(t, in.Backstage(func(tx *Tx) error {
		In(tx, &l.things).Delete(key(2))
		In(tx, &l.things).Delete(key(9))
		return nil
	}))
	assert.Equal(t, []string{"- bob", "ada Ada", "bob -"}, told)
	require.Error(t, in.Backstage(func(tx *Tx) error {
		require.NoError(t, In(tx, &l.things).Put(&thing{ID: key(3), Name: "eve"}))
		require.Error(t, In(tx, &l.things).Put(&thing{ID: key(4), Name: "EVE"}))
		return errLab
	}))
	require.NoError(t, in.Look(func(tx *Tx) error {
		row, ok := In(tx, &l.blanks).Get(key(1))
		require.True(t, ok)
		assert.Equal(t, "seen Ada", row.Text)
		_, ok = In(tx, &l.blanks).Get(key(3))
		assert.False(t, ok, "what a listener wrote is dropped with the rest")
		return nil
	}))
	assert.Len(t, told, 4, "a refused Put is no change")

	var file bytes.Buffer
	require.NoError(t, in.Save(&file))
	told = nil
	require.NoError(t, in.LoadInto(&file))
	assert.Empty(t, told, "a file is how things begin again")
}

// TestSince walks an index of references by their order.
func TestSince(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t)
	var rows []thing
	for i := range 100 {
		// The order of the references is not that of the keys.
		rows = append(rows, thing{ID: key(100 - i), Name: fmt.Sprint(i), Owner: Key{Lo: uint64(1 + i/2)}})
	}
	l.put(t, in, rows...)
	l.put(t, in, thing{ID: key(500), Name: "nobody's"})
	require.NoError(t, in.Backstage(func(tx *Tx) error {
		things := In(tx, &l.things)
		for _, after := range []uint64{0, 1, 25, 49, 50, 60} {
			var got []string
			for row := range things.Since(&l.byOwner, Key{Lo: after}) {
				got = append(got, row.Name)
				// A range is of the rows as they were when it began.
				moved := *row
				moved.Owner.Lo += 1000
				require.NoError(t, things.Put(&moved))
				require.NoError(t, things.Put(row))
			}
			var want []string
			for i := 2 * after; i < 100; i += 2 {
				want = append(want, fmt.Sprint(i+1), fmt.Sprint(i))
			}
			assert.Equal(t, want, got, "after %d", after)
		}
		first, _ := things.First(&l.byOwner)
		last, _ := things.Last(&l.byOwner)
		assert.Equal(t, []uint64{1, 50}, []uint64{first.Owner.Lo, last.Owner.Lo})
		_, none := In(tx, &l.things).First(&l.byTitle)
		assert.False(t, none)
		_, none = In(tx, &l.things).Last(&l.byTitle)
		assert.False(t, none)
		return nil
	}))
}

// TestByRef walks an index of references from every place, both ways.
func TestByRef(t *testing.T) {
	t.Parallel()
	l := newLab()
	var rows []thing
	for i := range 60 {
		rows = append(rows, thing{ID: key(60 - i), Name: fmt.Sprint(i), Owner: TimeKey(labEpoch().Add(time.Duration(i/3) * time.Hour))})
	}
	in := l.tenant(t, rows...)
	require.NoError(t, in.Look(func(tx *Tx) error {
		things := In(tx, &l.things)
		for _, reverse := range []bool{false, true} {
			all := collect(things.ByRef(&l.byOwner, nil, reverse))
			require.Len(t, all, 60)
			assert.True(t, slices.IsSortedFunc(all, func(a, b thing) int {
				c := cmp.Or(cmp.Compare(a.Owner.Hi, b.Owner.Hi), cmp.Compare(a.ID.Lo, b.ID.Lo))
				if reverse {
					return -c
				}
				return c
			}))
			for i, row := range all {
				assert.Equal(t, all[i+1:], append([]thing{}, collect(things.ByRef(&l.byOwner, RefPosition(&l.byOwner, &row, row.ID), reverse))...), "after %s", row.Name)
			}
			assert.Len(t, collect(things.ByRef(&l.byOwner, &Position{Text: "rubbish"}, false)), 60)
		}
		return nil
	}))
	times := []time.Time{{}, time.Unix(-1<<40, 0), time.Unix(-1, 999), time.Unix(0, 0), time.Unix(0, 1), labEpoch(), labEpoch().Add(1), labEpoch().Add(time.Second), time.Unix(1<<40, 0)}
	for i, at := range times {
		assert.False(t, TimeKey(at).IsZero())
		assert.Equal(t, TimeKey(at), TimeKey(at.In(time.FixedZone("", 3600))))
		if i > 0 {
			assert.True(t, TimeKey(times[i-1]).Less(TimeKey(at)), "%v", at)
		}
	}
}

// TestAnyOf compares the rows of some texts with those that a walk finds, from
// every place.
func TestAnyOf(t *testing.T) {
	t.Parallel()
	l := newLab()
	titles := []string{"boss", "Boss", "BOSS", "bos", "bossy", "a-title-of-more-than-sixteen", "A-TITLE-of-more-than-sixteen", "a-title-of-more-than-sixty", "", "Ärger", "ärger", "zz"}
	var rows []thing
	for i := range 60 {
		rows = append(rows, thing{ID: key(60 - i), Name: fmt.Sprint(i), Title: titles[i%len(titles)]})
	}
	in := l.tenant(t, rows...)
	require.NoError(t, in.Look(func(tx *Tx) error {
		things := In(tx, &l.things)
		for _, texts := range [][]string{
			nil, {""}, {"boss"}, {"BOSSY", "boss", "Boss", "bos"}, {"a-title-of-more-than-SIXTEEN"}, {"ÄRGER", "nobody", "zz"}, {"nobody"}, {"", "bos"}, titles,
		} {
			var want []thing
			for row := range things.Ordered(&l.byTitle, nil, false) {
				if slices.ContainsFunc(texts, func(text string) bool { return Fold(text) == Fold(row.Title) }) {
					want = append(want, *row)
				}
			}
			assert.Equal(t, want, collect(things.AnyOf(&l.byTitle, texts, nil)), "%q", texts)
			for i, row := range want {
				got := collect(things.AnyOf(&l.byTitle, texts, &Position{Text: row.Title, ID: row.ID}))
				assert.Equal(t, len(want)-i-1, len(got), "%q after %s", texts, row.Name)
				if len(got) > 0 {
					assert.Equal(t, want[i+1:], got)
				}
			}
			for row := range things.AnyOf(&l.byTitle, texts, nil) {
				assert.Equal(t, want[0], *row, "it stops")
				break
			}
		}
		return nil
	}))
}
