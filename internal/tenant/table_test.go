package tenant

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// model is the table once more, as naive as can be.
type model map[Key]thing

func (m model) sorted(text func(thing) string) []thing {
	rows := slices.Collect(maps.Values(m))
	slices.SortFunc(rows, func(a, b thing) int {
		if c := strings.Compare(Fold(text(a)), Fold(text(b))); c != 0 {
			return c
		}
		return strings.Compare(a.ID.String(), b.ID.String())
	})
	return rows
}

func (m model) with(text func(thing) string, keep func(thing) bool) (kept []thing) {
	for _, row := range m.sorted(text) {
		if keep(row) {
			kept = append(kept, row)
		}
	}
	return kept
}

func byKey(r thing) string   { return r.ID.String() }
func byTitle(r thing) string { return r.Title }

func collect(s iter.Seq[*thing]) (rows []thing) {
	for row := range s {
		rows = append(rows, *row)
	}
	return rows
}

func anyThing() *rapid.Generator[thing] {
	return rapid.Custom(func(t *rapid.T) thing {
		row := thing{ID: key(rapid.IntRange(1, 12).Draw(t, "id"))}
		row.Name = rapid.OneOf(anyText(), rapid.SampledFrom([]string{"", "ada", "ADA", "bob", "long-long-long-long-1", "LONG-long-long-long-2"})).Draw(t, "name")
		row.Title = rapid.OneOf(anyText(), rapid.SampledFrom([]string{"", "boss", "Boss", "a-title-of-more-than-sixteen", "A-TITLE-of-more-than-sixty"})).Draw(t, "title")
		if rapid.Bool().Draw(t, "owned") {
			row.Owner = key(rapid.IntRange(1, 3).Draw(t, "owner"))
		}
		return row
	})
}

// TestTableAgainstMaps does the same to a table and to a map, in transactions
// that sometimes fail, and asks both everything after each.
func TestTableAgainstMaps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := newLab()
		w := NewWorld(l.schema, labEpoch())
		seed, err := NewSeed(l.schema, labTenant, labEpoch(), func(*Tx) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		in, err := w.Add(labTenant, seed)
		if err != nil {
			t.Fatal(err)
		}
		held := model{}
		for range rapid.IntRange(1, 12).Draw(t, "transactions") {
			draft := maps.Clone(held)
			fail := rapid.IntRange(0, 4).Draw(t, "fail") == 0
			err := in.Backstage(func(tx *Tx) error {
				for range rapid.IntRange(1, 6).Draw(t, "steps") {
					l.step(t, tx, draft)
				}
				l.compare(t, tx, draft)
				if fail {
					return errLab
				}
				return nil
			})
			if fail != (err != nil) {
				t.Fatalf("the transaction ended with %v", err)
			}
			if !fail {
				held = draft
			}
			if err := in.Look(func(tx *Tx) error { l.compare(t, tx, held); return nil }); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func (l *lab) step(t *rapid.T, tx *Tx, held model) {
	rows := In(tx, &l.things)
	row := anyThing().Draw(t, "row")
	if rapid.IntRange(0, 3).Draw(t, "delete") == 0 {
		_, had := held[row.ID]
		if got := rows.Delete(row.ID); got != had {
			t.Fatalf("Delete(%s) says %v, there was one: %v", row.ID, got, had)
		}
		delete(held, row.ID)
		return
	}
	taken := false
	for _, other := range held {
		taken = taken || other.ID != row.ID && row.Name != "" && Fold(other.Name) == Fold(row.Name)
	}
	err := rows.Put(&row)
	if taken != (err != nil) {
		t.Fatalf("Put(%+v) says %v, the name is taken: %v", row, err, taken)
	}
	if !taken {
		held[row.ID] = row
	}
}

// compare asks the table and the model everything.
func (l *lab) compare(t *rapid.T, tx *Tx, held model) {
	rows := In(tx, &l.things)
	same := func(what string, got, want []thing) {
		if !slices.Equal(got, want) {
			t.Fatalf("%s:\n got %+v\nwant %+v", what, got, want)
		}
	}
	if rows.Len() != len(held) {
		t.Fatalf("%d rows, want %d", rows.Len(), len(held))
	}
	same("All", collect(rows.All()), held.sorted(byKey))
	probe := key(rapid.IntRange(0, 13).Draw(t, "probe"))
	got, ok := rows.Get(probe)
	if want, had := held[probe]; ok != had || ok && *got != want {
		t.Fatalf("Get(%s) is %v, %v", probe, got, ok)
	}
	same("After", collect(rows.After(probe)), held.with(byKey, func(r thing) bool { return probe.Less(r.ID) }))
	same("Referring", collect(rows.Referring(&l.byOwner, probe)),
		held.with(byKey, func(r thing) bool { return r.Owner == probe && !probe.IsZero() }))
	after := key(rapid.IntRange(0, 13).Draw(t, "after"))
	same("ReferringAfter", collect(rows.ReferringAfter(&l.byOwner, probe, after)),
		held.with(byKey, func(r thing) bool { return r.Owner == probe && !probe.IsZero() && after.Less(r.ID) }))
	for _, row := range held {
		found, ok := rows.Find(&l.byName, strings.ToUpper(row.Name))
		upper := Fold(strings.ToUpper(row.Name)) == Fold(row.Name)
		if upper && (row.Name != "") != ok || ok && Fold(found.Name) != Fold(strings.ToUpper(row.Name)) {
			t.Fatalf("Find(%q) is %v, %v", row.Name, found, ok)
		}
	}
	titled := held.with(byTitle, func(r thing) bool { return r.Title != "" })
	same("Ordered", collect(rows.Ordered(&l.byTitle, nil, false)), titled)
	back := slices.Clone(titled)
	slices.Reverse(back)
	same("Ordered backwards", collect(rows.Ordered(&l.byTitle, nil, true)), back)
	prefix := rapid.SampledFrom([]string{"a", "A-title-of-more-than-six", "boss", "É", "k", "zz"}).Draw(t, "prefix")
	begun := held.with(byTitle, func(r thing) bool { return r.Title != "" && strings.HasPrefix(Fold(r.Title), Fold(prefix)) })
	same("Prefix", collect(rows.Prefix(&l.byTitle, prefix, nil)), begun)
	for i, row := range titled {
		at := &Position{row.Title, row.ID}
		same("Ordered after", collect(rows.Ordered(&l.byTitle, at, false)), titled[i+1:])
		same("Ordered backwards after", collect(rows.Ordered(&l.byTitle, at, true)), back[len(back)-i:])
	}
	for i, row := range begun {
		same("Prefix after", collect(rows.Prefix(&l.byTitle, prefix, &Position{row.Title, row.ID})), begun[i+1:])
	}
}

// TestPositionOfAGoneRow: a page's last row may be gone, or have another title,
// when the next page is asked for.
func TestPositionOfAGoneRow(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t, thing{ID: key(1), Title: "a"}, thing{ID: key(2), Title: "b"}, thing{ID: key(3), Title: "b"}, thing{ID: key(4), Title: "c"})
	at := &Position{"b", key(2)}
	require.NoError(t, in.Backstage(func(tx *Tx) error { In(tx, &l.things).Delete(key(2)); return nil }))
	require.NoError(t, in.Look(func(tx *Tx) error {
		rows := In(tx, &l.things)
		ids := func(rows []thing) (ids []Key) {
			for _, r := range rows {
				ids = append(ids, r.ID)
			}
			return ids
		}
		assert.Equal(t, []Key{key(3), key(4)}, ids(collect(rows.Ordered(&l.byTitle, at, false))))
		assert.Equal(t, []Key{key(1)}, ids(collect(rows.Ordered(&l.byTitle, at, true))))
		assert.Equal(t, []Key{key(3)}, ids(collect(rows.Prefix(&l.byTitle, "b", at))))
		assert.Equal(t, []Key{key(3), key(4)}, ids(collect(rows.After(key(2)))))
		return nil
	}))
}

// TestWriteWhileRanging: a range sees the rows as they were when it began, in
// the first transaction of a table and in one that wrote to it before.
func TestWriteWhileRanging(t *testing.T) {
	t.Parallel()
	const n = 300
	ranges := map[string]func(*lab, Rows[*thing]) iter.Seq[*thing]{
		"all":       func(_ *lab, r Rows[*thing]) iter.Seq[*thing] { return r.All() },
		"ordered":   func(l *lab, r Rows[*thing]) iter.Seq[*thing] { return r.Ordered(&l.byTitle, nil, false) },
		"backwards": func(l *lab, r Rows[*thing]) iter.Seq[*thing] { return r.Ordered(&l.byTitle, nil, true) },
		"prefix":    func(l *lab, r Rows[*thing]) iter.Seq[*thing] { return r.Prefix(&l.byTitle, "t", nil) },
		"referring": func(l *lab, r Rows[*thing]) iter.Seq[*thing] { return r.Referring(&l.byOwner, key(9)) },
	}
	for name, over := range ranges {
		for _, before := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, wrote before: %v", name, before), func(t *testing.T) {
				t.Parallel()
				l := newLab()
				var rows []thing
				for i := range n {
					rows = append(rows, thing{ID: key(i + 1), Name: fmt.Sprint("n", i), Title: fmt.Sprintf("t%04d", i), Owner: key(9)})
				}
				in := l.tenant(t, rows...)
				require.NoError(t, in.Backstage(func(tx *Tx) error {
					things := In(tx, &l.things)
					if before {
						require.NoError(t, things.Put(&thing{ID: key(1), Name: "first", Title: "t0000", Owner: key(9)}))
					}
					seen := map[Key]int{}
					for row := range over(l, things) {
						seen[row.ID]++
						next := *row
						next.Title, next.Name = "u"+row.Title, row.Name+"x"
						require.NoError(t, things.Put(&next))
						require.NoError(t, things.Put(&thing{ID: key(10_000 + len(seen)), Title: "t9", Owner: key(9)}))
						// A range inside the range, over what was just written.
						for range things.All() {
							break
						}
					}
					assert.Len(t, seen, n)
					for id, times := range seen {
						require.Equal(t, 1, times, "%s comes once", id)
					}
					assert.Equal(t, 2*n, things.Len())
					return nil
				}))
				require.NoError(t, in.Look(func(tx *Tx) error {
					found, ok := In(tx, &l.things).Find(&l.byName, "n5x")
					require.True(t, ok)
					assert.Equal(t, "ut0005", found.Title)
					assert.Len(t, collect(In(tx, &l.things).Prefix(&l.byTitle, "u", nil)), n)
					return nil
				}))
			})
		}
	}
}

func TestPutRefusals(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t, thing{ID: key(1), Name: "Ada", Title: "x"}, thing{ID: key(2), Name: "Bob"})
	require.NoError(t, in.Backstage(func(tx *Tx) error {
		rows := In(tx, &l.things)
		require.Error(t, rows.Put(&thing{Name: "nobody"}), "a row without a key")
		require.Error(t, rows.Put(&thing{ID: key(3), Name: "ADA"}), "taken, letter case aside")
		require.Error(t, rows.Put(&thing{ID: key(2), Name: "ada", Title: "y"}), "a change into a taken one")
		require.NoError(t, rows.Put(&thing{ID: key(1), Name: "ADA", Title: "x"}), "its own, in other letters")
		require.NoError(t, rows.Put(&thing{ID: key(1), Name: "Ada", Title: "x"}), "and back")
		return nil
	}))
	assert.Equal(t, []string{"Ada", "Bob"}, l.names(t, in), "a refused Put changes nothing")
}

func TestSchemaIsRefusedTwice(t *testing.T) {
	t.Parallel()
	l := newLab()
	assert.Panics(t, func() { AddTable(l.schema, &Table[*blank]{Name: "blanks"}) }, "a table's name")
	Job(l.schema, "job", func(*Tx, int) error { return nil })
	assert.Panics(t, func() { Job(l.schema, "job", func(*Tx, int) error { return nil }) }, "a job's kind")
}
