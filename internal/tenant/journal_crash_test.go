package tenant

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/admin365/admin365"
)

// anything is a random change of the tenant.
func (l *lab) anything(t *rapid.T, in *Tenant, snapshots *[]Snapshot) {
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		in.world.Advance(time.Duration(rapid.IntRange(0, 3).Draw(t, "hours")) * time.Hour)
	case 1:
		*snapshots = append(*snapshots, in.Snapshot())
	case 2:
		if len(*snapshots) > 0 {
			require.NoError(t, in.Restore(rapid.SampledFrom(*snapshots).Draw(t, "snapshot")))
		}
	default:
		_ = in.Backstage(func(tx *Tx) error {
			rows := In(tx, &l.things)
			for range rapid.IntRange(0, 5).Draw(t, "rows") {
				row := anyThing().Draw(t, "row")
				row.Name, row.Title = strings.ToValidUTF8(row.Name, ""), strings.ToValidUTF8(row.Title, "")
				switch rapid.IntRange(0, 4).Draw(t, "how") {
				case 0:
					rows.Delete(row.ID)
				case 1:
					if err := tx.Schedule(tx.Now().Add(time.Hour), "put", tx.NewKey().String()); err != nil {
						return err
					}
				default:
					if err := rows.Put(&row); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
}

// TestCrashAnywhere: after a crash at any byte of the log, the tenant is what it was
// after the last change that is whole, and goes on from there.
func TestCrashAnywhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var run counter
	rapid.Check(t, func(rt *rapid.T) {
		l := busyLab()
		in := l.tenant(t)
		path := filepath.Join(dir, fmt.Sprint(run.next()), "lab.json")
		require.NoError(rt, os.Mkdir(filepath.Dir(path), 0o700))
		require.NoError(rt, in.Keep(path, SyncWrite))
		defer func() { require.NoError(rt, in.Close()) }()
		j := in.journal.Load()
		// What the tenant was when the log had that size.
		states := map[int64]string{j.size: save(t, in)}
		head := j.size
		var snapshots []Snapshot
		for range rapid.IntRange(1, 15).Draw(rt, "changes") {
			l.anything(rt, in, &snapshots)
			states[j.size] = save(t, in)
		}
		cut := rapid.Int64Range(0, j.size).Draw(rt, "cut")
		log, err := os.ReadFile(path + ".log")
		require.NoError(rt, err)
		whole := max(head, int64(strings.LastIndexByte(string(log[:cut]), '\n')+1))
		// Of the jobs that one step of the clock has done, only the last is known.
		want, known := states[whole]
		dead := filepath.Join(filepath.Dir(path), "dead.json")
		for _, suffix := range []string{"", ".log"} {
			b, err := os.ReadFile(path + suffix)
			require.NoError(rt, err)
			require.NoError(rt, os.WriteFile(dead+suffix, b, 0o600))
		}
		require.NoError(rt, os.Truncate(dead+".log", cut))
		for range 2 {
			back, err := NewWorld(l.schema, labEpoch()).Open(dead, SyncWrite)
			require.NoError(rt, err)
			if known {
				require.Equal(rt, want, save(t, back))
			}
			// The second time it is read what the first one has cut off.
			require.NoError(rt, back.journal.Load().release())
		}
		back, err := NewWorld(l.schema, labEpoch()).Open(dead, SyncWrite)
		require.NoError(rt, err)
		l.anything(rt, back, new([]Snapshot))
		want = save(t, back)
		require.NoError(rt, back.Close())
		closed, err := os.ReadFile(dead)
		require.NoError(rt, err)
		require.Equal(rt, want, string(closed))
	})
}

// TestCrashInFold: a crash between any two steps of writing a new base leaves a pair
// that belongs together, and no litter after the next start.
func TestCrashInFold(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncWrite, thing{ID: key(1), Name: "Ada"})
	for i := range 10 {
		l.put(t, in, thing{ID: key(i + 2), Name: fmt.Sprint("n", i)})
	}
	j := in.journal.Load()
	st, seq, from := in.state.Load(), j.seq, j.size
	mark, err := j.writeBase(st)
	require.NoError(t, err)
	l.put(t, in, thing{ID: key(99), Name: "meanwhile"}, thing{ID: key(1), Name: "Ada2"})
	require.NoError(t, j.writeLog(in.id, mark, seq, from))
	want := save(t, in)
	both := files(t, path)
	require.NoError(t, j.swap(mark, seq, from))
	after := files(t, path)
	require.NotContains(t, after, "lab.json.new")
	require.NotContains(t, after, "lab.json.log.new")
	require.Less(t, len(after["lab.json.log"]), len(both["lab.json.log"]))

	with := func(base map[string]string, more ...string) map[string]string {
		all := maps.Clone(base)
		for i := 0; i < len(more); i += 2 {
			all[more[i]] = more[i+1]
		}
		return all
	}
	old := with(both)
	delete(old, "lab.json.new")
	delete(old, "lab.json.log.new")
	half := func(s string) string { return s[:len(s)/2] }
	steps := map[string]map[string]string{
		"before":           old,
		"half a base":      with(old, "lab.json.new", half(both["lab.json.new"])),
		"a base":           with(old, "lab.json.new", both["lab.json.new"]),
		"half a log":       with(old, "lab.json.new", both["lab.json.new"], "lab.json.log.new", half(both["lab.json.log.new"])),
		"an empty log":     with(old, "lab.json.new", both["lab.json.new"], "lab.json.log.new", ""),
		"both":             both,
		"the base renamed": with(old, "lab.json", after["lab.json"], "lab.json.log.new", both["lab.json.log.new"]),
		"after":            after,
	}
	for name, step := range steps {
		for _, mode := range []Sync{SyncWrite, SyncAlways, SyncOnClose} {
			t.Run(fmt.Sprint(name, mode), func(t *testing.T) {
				t.Parallel()
				dead := filepath.Join(t.TempDir(), "lab.json")
				for file, text := range step {
					if file != "lab.json.lock" {
						require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(dead), file), []byte(text), 0o600))
					}
				}
				back := l.openFile(t, dead, mode)
				assert.Equal(t, want, save(t, back))
				assert.NotContains(t, files(t, dead), "lab.json.new")
				assert.NotContains(t, files(t, dead), "lab.json.log.new")
				l.put(t, back, thing{ID: key(100), Name: "later"})
				want := save(t, back)
				require.NoError(t, back.Sync())
				assert.Equal(t, want, save(t, l.openFile(t, crashed(t, dead), mode)))
				require.NoError(t, back.Close())
				assert.Equal(t, map[string]string{"lab.json": want}, files(t, dead))
			})
		}
	}
}

// TestDamagedLog: a log that is damaged, or is another file's, is refused with its
// name and place, and nothing is touched.
func TestDamagedLog(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncWrite, thing{ID: key(1), Name: "Ada"})
	for i := range 3 {
		l.put(t, in, thing{ID: key(i + 2), Name: fmt.Sprint("n", i)})
	}
	good := files(t, path)["lab.json.log"]
	lines := strings.SplitAfter(good, "\n")
	require.Len(t, lines, 5)
	refused := func(t *testing.T, log, says string) {
		t.Helper()
		dead := crashed(t, path)
		require.NoError(t, os.WriteFile(dead+".log", []byte(log), 0o600))
		was := files(t, dead)
		_, err := NewWorld(l.schema, labEpoch()).Open(dead, SyncWrite)
		require.ErrorIs(t, err, admin365.ErrInvalid)
		assert.Contains(t, err.Error(), "lab.json.log")
		assert.Contains(t, err.Error(), says)
		assert.Equal(t, was, files(t, dead))
	}
	for at := range len(good) - 1 {
		flipped := []byte(good)
		if flipped[at] ^= 1; flipped[at] == 0 {
			continue
		}
		refused(t, string(flipped), "")
	}
	refused(t, lines[0]+lines[1]+lines[3], "change 3 follows change 1")
	refused(t, lines[0]+strings.Replace(lines[1], "Ada", "Eve", 1)+strings.Replace(lines[2], "n1", "n7", 1)+lines[3], "line 3, at byte")
	refused(t, lines[1], "does not begin as a log")
	refused(t, good+"\n"+lines[1], "line 5")
	framed := func(kind string, seq uint64, json string) string {
		return string(endLine(append(beginLine(nil, kind, seq), json...), 0))
	}
	head := lines[0][strings.IndexByte(lines[0], '{') : len(lines[0])-1]
	refused(t, framed("log", 0, strings.Replace(head, `"admin365":1`, `"admin365":2`, 1)), "version is 2")
	refused(t, good+framed("later", 4, "{}"), `"later"`)
	refused(t, good+framed("change", 4, `{"tables":{"planets":[]}}`), "a table planets")
	refused(t, good+framed("change", 4, `{"tables":{"things":[{"name":"x"}]}}`), "without a key")
	refused(t, good+framed("change", 4, `{"tables":{"things":["x"]}}`), "not a GUID")
	refused(t, good+framed("change", 4, `{"tables":{"jobs":[{"due":"2026-01-01T00:00:00Z","seq":1,"kind":"x"}]}}`), "a job of kind x")
	refused(t, good+framed("change", 4, `{"moons":1}`), "moons")
	other := strings.Replace(lines[0], string(labTenant), "22222222-2222-4333-8444-555555555555", 1)
	other = framed("log", 0, other[strings.IndexByte(other, '{'):len(other)-1])
	refused(t, other+lines[1], "another tenant file")

	for name, log := range map[string]string{
		"no head":      lines[0][:20],
		"nothing":      "",
		"another head": other,
	} {
		dead := crashed(t, path)
		require.NoError(t, os.WriteFile(dead+".log", []byte(log), 0o600))
		assert.Equal(t, []string{"Ada"}, l.names(t, l.openFile(t, dead, SyncWrite)), "%s: it says nothing", name)
	}
	dead := crashed(t, path)
	hole := []byte(good)
	copy(hole[len(good)-60:], make([]byte, 20))
	require.NoError(t, os.WriteFile(dead+".log", hole, 0o600))
	assert.Equal(t, []string{"Ada", "n0", "n1"}, l.names(t, l.openFile(t, dead, SyncWrite)), "the disk was not written yet")

	dead = crashed(t, path)
	require.NoError(t, os.Remove(dead))
	_, err := NewWorld(l.schema, labEpoch()).Open(dead, SyncWrite)
	require.ErrorIs(t, err, admin365.ErrInvalid, "a log without its file")
	assert.Len(t, files(t, dead), 1)
}
