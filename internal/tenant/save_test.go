package tenant

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/admin365/admin365"
)

func save(t testing.TB, in *Tenant) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, in.Save(&b))
	return b.String()
}

func reader(text string) io.Reader { return strings.NewReader(text) }

func (l *lab) load(text string) (*Tenant, error) {
	return NewWorld(l.schema, labEpoch()).Load(reader(text))
}

// TestSaveRoundTrip: a loaded tenant is the saved one in all that can be asked,
// is the same bytes, and goes on with the same ids.
func TestSaveRoundTrip(t *testing.T) {
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
		for range rapid.IntRange(0, 30).Draw(t, "rows") {
			row := anyThing().Draw(t, "row")
			// JSON holds Unicode alone; the areas' rows come from JSON.
			row.Name, row.Title = strings.ToValidUTF8(row.Name, ""), strings.ToValidUTF8(row.Title, "")
			if in.Backstage(func(tx *Tx) error { return In(tx, &l.things).Put(&row) }) == nil {
				held[row.ID] = row
			}
		}
		var file, again bytes.Buffer
		if err := in.Save(&file); err != nil {
			t.Fatal(err)
		}
		back, err := NewWorld(l.schema, labEpoch()).Load(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, file.String())
		}
		if err := back.Save(&again); err != nil {
			t.Fatal(err)
		}
		if file.String() != again.String() {
			t.Fatalf("saved again:\n%s\nwas:\n%s", again.String(), file.String())
		}
		if err := back.Look(func(tx *Tx) error { l.compare(t, tx, held); return nil }); err != nil {
			t.Fatal(err)
		}
		next := func(in *Tenant) (k Key) {
			if err := in.Backstage(func(tx *Tx) error { k = tx.NewKey(); return nil }); err != nil {
				t.Fatal(err)
			}
			return k
		}
		if a, b := next(in), next(back); a != b {
			t.Fatalf("the next id is %s, loaded %s", a, b)
		}
	})
}

// labFile is a tenant file with one row; each refusal below changes one thing.
const labFile = `{"admin365":1,"tenantId":"11111111-2222-4333-8444-555555555555","time":"2026-01-05T09:00:00Z","generation":3,"seed":7,"ids":9,
"tables":{
"blanks":[],
"claims":[],
"jobs":[],
"things":[
{"id":"00000000-0000-1000-0000-000000000001","name":"Ada"}]
}}
`

func TestLoad(t *testing.T) {
	t.Parallel()
	in, err := newLab().load(labFile)
	require.NoError(t, err)
	withoutEmpty := strings.NewReplacer("\"blanks\":[],\n", "", "\"claims\":[],\n", "", "\"jobs\":[],\n", "")
	assert.Equal(t, withoutEmpty.Replace(labFile), save(t, in), "a table without rows is left out")
	assert.Equal(t, uint64(3), in.state.Load().generation, "tokens stay good")
	older := strings.Replace(labFile, "\"blanks\":[],\n", "", 1)
	in, err = newLab().load(older)
	require.NoError(t, err, "a file of before a table was added")
	assert.Equal(t, withoutEmpty.Replace(labFile), save(t, in))
}

func TestLoadRefusals(t *testing.T) {
	t.Parallel()
	change := func(old, with string) string { return strings.Replace(labFile, old, with, 1) }
	cases := []struct{ name, file, says string }{
		{"empty", "", ""},
		{"not JSON", "name,id\n", ""},
		{"null", "null", ""},
		{"an array", "[]", ""},
		{"no tables", "{}", "no tables"},
		{"a table unknown", change(`"claims":`, `"licenses":[{"id":1}],"claims":`), "licenses"},
		{"a newer version", change(`"admin365":1`, `"admin365":2`), "version is 2"},
		{"no version", change(`"admin365":1,`, ``), "version is 0"},
		{"another kind of version", change(`"admin365":1`, `"admin365":"x"`), ""},
		{"no tenant", change(`"tenantId":"11111111-2222-4333-8444-555555555555",`, ``), "tenant"},
		{"head behind the tables", `{"tables":{},"admin365":1,"tenantId":"x"}`, ""},
		{"tables are no object", change(`"tables":{`, `"tables":[`), ""},
		{"a table is no array", change(`"claims":[]`, `"claims":{}`), ""},
		{"a row is no object", change(`{"id":"00000000-0000-1000-0000-000000000001","name":"Ada"}`, `7`), "things"},
		{"a row without an id", change(`"id":"00000000-0000-1000-0000-000000000001",`, ``), "things"},
		{"a bad id", change(`"00000000-0000-1000-0000-000000000001"`, `"x"`), "things"},
		{"a unique name twice", change(`"name":"Ada"}`, `"name":"Ada"},{"id":"00000000-0000-1000-0000-000000000002","name":"ADA"}`), "name"},
		{"a row twice", change(`"name":"Ada"}`, `"name":"Ada"},{"id":"00000000-0000-1000-0000-000000000001","name":"Bob"}`), "things"},
		{"a job of an unknown kind", change(`"jobs":[]`, `"jobs":[{"due":"2026-01-05T09:00:00Z","seq":1,"kind":"nobody's","args":1}]`), "nobody's"},
		{"a table twice", change(`"claims":[],`, `"claims":[],"claims":[],`), "claims"},
		{"something behind it", labFile + "{}", ""},
		{"the end of a longer file behind it", labFile + labFile[len(labFile)-20:], ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(newLab().schema, labEpoch())
			_, err := w.Load(reader(c.file))
			require.ErrorIs(t, err, admin365.ErrInvalid)
			assert.Contains(t, err.Error(), c.says)
			assert.Empty(t, w.Tenants(), "nothing was added")
		})
	}
}

func TestLoadTruncated(t *testing.T) {
	t.Parallel()
	l := newLab()
	whole := strings.TrimRight(labFile, "\n")
	for n := range len(whole) {
		_, err := l.load(whole[:n])
		require.ErrorIs(t, err, admin365.ErrInvalid, "the first %d bytes are taken for a tenant", n)
	}
	_, err := l.load(whole)
	require.NoError(t, err)
}

func TestLoadInto(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t, thing{ID: key(1), Name: "Ada"})
	file := save(t, in)
	l.put(t, in, thing{ID: key(2), Name: "Bob"})
	was := in.state.Load()
	require.NoError(t, in.LoadInto(reader(file)))
	assert.Equal(t, []string{"Ada"}, l.names(t, in))
	assert.Greater(t, in.state.Load().generation, was.generation, "tokens of before are void")
	assert.GreaterOrEqual(t, in.state.Load().ids, was.ids, "no id is given twice")

	now := save(t, in)
	other := strings.Replace(file, string(labTenant), "22222222-2222-4333-8444-555555555555", 1)
	require.ErrorIs(t, in.LoadInto(reader(other)), admin365.ErrInvalid, "another tenant's file")
	require.ErrorIs(t, in.LoadInto(reader(file[:len(file)/2])), admin365.ErrInvalid, "half a file")
	assert.Equal(t, now, save(t, in), "and nothing happened")
}

// TestSaveKeepsTheTime: a loaded tenant goes on at the time of the save, also
// when the last thing that happened was that time passed.
func TestSaveKeepsTheTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLab()
		in := l.tenant(t, thing{ID: key(1), Name: "Ada"})
		in.world.Advance(29 * 24 * time.Hour)
		back, err := l.load(save(t, in))
		require.NoError(t, err)
		assert.Equal(t, in.world.Now(), back.world.Now(), "29 days are lost")

		snapshot := in.Snapshot()
		in.world.Advance(time.Hour)
		require.NoError(t, in.Restore(snapshot))
		back, err = l.load(save(t, in))
		require.NoError(t, err)
		assert.Equal(t, in.world.Now(), back.world.Now(), "a restore does not turn the clock back")
	})
}

type fullDisk struct{ left int }

func (w *fullDisk) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, errLab
	}
	return len(b), nil
}

func TestSaveToAFullDisk(t *testing.T) {
	t.Parallel()
	l := newLab()
	var rows []thing
	for i := range 3000 {
		rows = append(rows, thing{ID: key(i + 1), Title: strings.Repeat("x", 50)})
	}
	in := l.tenant(t, rows...)
	for _, room := range []int{0, 100, 100_000} {
		assert.ErrorIs(t, in.Save(&fullDisk{left: room}), errLab)
	}
}

// TestSaveWhatNoFileHolds: where a row or the clock cannot be written, a save says
// so; half a file that looks whole would lose data.
func TestSaveWhatNoFileHolds(t *testing.T) {
	t.Parallel()
	type dated struct {
		ID Key       `json:"id"`
		At time.Time `json:"at"`
	}
	table := Table[*dated]{Name: "dates", Key: func(r *dated) Key { return r.ID }}
	l := newLab(func(l *lab) { AddTable(l.schema, &table) })
	in := l.tenant(t)
	beyond := time.Date(10_000, time.January, 1, 0, 0, 0, 0, time.UTC)
	put := func(n int, at time.Time) {
		require.NoError(t, in.Backstage(func(tx *Tx) error { return In(tx, &table).Put(&dated{ID: key(n), At: at}) }))
	}
	put(1, labEpoch())
	put(3, labEpoch())
	require.NoError(t, in.Save(io.Discard))
	put(2, beyond)
	require.ErrorContains(t, in.Save(io.Discard), "dates", "a row among others")

	late := l.join(t, NewWorld(l.schema, beyond), labTenant)
	require.Error(t, late.Save(io.Discard), "JSON has no times after the year 9999")
}

type brokenReader struct{ r io.Reader }

func (b brokenReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if errors.Is(err, io.EOF) {
		err = errLab
	}
	return n, err
}

func TestLoadFromABrokenReader(t *testing.T) {
	t.Parallel()
	_, err := NewWorld(newLab().schema, labEpoch()).Load(brokenReader{reader(labFile[:100])})
	require.ErrorIs(t, err, admin365.ErrInvalid)
}

// FuzzLoad: whatever a file holds, loading it ends without a panic, and what is
// loaded can be used and is saved to the same bytes again.
func FuzzLoad(f *testing.F) {
	f.Add(labFile)
	f.Add(strings.Replace(labFile, `"blanks":[]`, `"blanks":[{"id":"00000000-0000-1000-0000-000000000001","text":"\u0000é"}]`, 1))
	f.Add(strings.Replace(labFile, `"jobs":[]`, `"jobs":[{"due":"2026-01-05T08:00:00Z","seq":1,"kind":"job","args":1}]`, 1))
	f.Add(strings.Replace(labFile, `"claims":[]`, `"claims":[{"id":"00000000-0000-1000-0000-000000000001","kind":"domain","name":"Contoso.com"}]`, 1))
	f.Add(`{"admin365":1,"tenantId":"x","time":"9999-01-01T00:00:00Z","tables":{}}`)
	f.Add(`{"tables":{}`)
	f.Fuzz(func(t *testing.T, file string) {
		l := newLab(func(l *lab) { Job(l.schema, "job", func(*Tx, int) error { return nil }) })
		in, err := l.load(file)
		if err != nil {
			if !errors.Is(err, admin365.ErrInvalid) {
				t.Fatalf("%v is no ErrInvalid", err)
			}
			return
		}
		saved := save(t, in)
		l.names(t, in)
		back, err := l.load(saved)
		if err != nil {
			t.Fatalf("what was saved cannot be loaded: %v\n%s", err, saved)
		}
		if got := save(t, back); got != saved {
			t.Fatalf("saved again:\n%s\nwas:\n%s", got, saved)
		}
	})
}
