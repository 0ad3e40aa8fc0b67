package tenant

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// openFile is the tenant in the file, in a world of its own.
func (l *lab) openFile(t testing.TB, path string, mode Sync) *Tenant {
	t.Helper()
	in, err := NewWorld(l.schema, labEpoch()).Open(path, mode)
	require.NoError(t, err)
	t.Cleanup(func() { _ = in.Close() })
	return in
}

// kept is a tenant in a new file.
func (l *lab) kept(t testing.TB, mode Sync, rows ...thing) (in *Tenant, path string) {
	t.Helper()
	in, path = l.tenant(t, rows...), filepath.Join(t.TempDir(), "lab.json")
	require.NoError(t, in.Keep(path, mode))
	t.Cleanup(func() { _ = in.Close() })
	return in, path
}

// crashed is the file of a tenant as a dead process leaves it.
func crashed(t testing.TB, path string) string {
	t.Helper()
	copied := filepath.Join(t.TempDir(), filepath.Base(path))
	for _, suffix := range []string{"", ".log", newBase, newLog} {
		b, err := os.ReadFile(path + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(copied+suffix, b, 0o600))
	}
	return copied
}

// files are the files in the folder of path, with what is in them.
func files(t testing.TB, path string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(filepath.Dir(path), e.Name()))
		require.NoError(t, err)
		all[e.Name()] = string(b)
	}
	return all
}

// busyLab is a lab with a job that puts a thing.
func busyLab() *lab {
	return newLab(func(l *lab) {
		Job(l.schema, "put", func(tx *Tx, name string) error {
			return In(tx, &l.things).Put(&thing{ID: tx.NewKey(), Name: name})
		})
	})
}

// TestJournalKeeps: every kind of change is there after a crash, byte for byte, and the
// ids go on where they were.
func TestJournalKeeps(t *testing.T) {
	t.Parallel()
	steps := map[string]func(t *testing.T, l *lab, in *Tenant){
		"nothing": func(*testing.T, *lab, *Tenant) {},
		"put": func(t *testing.T, l *lab, in *Tenant) {
			l.put(t, in, thing{ID: key(9), Name: "Eve", Title: "\n\"\x00é"})
		},
		"replaced": func(t *testing.T, l *lab, in *Tenant) { l.put(t, in, thing{ID: key(1), Name: "Ada2", Owner: key(2)}) },
		"deleted": func(t *testing.T, l *lab, in *Tenant) {
			require.NoError(t, in.Backstage(func(tx *Tx) error {
				In(tx, &l.things).Delete(key(1))
				return nil
			}))
		},
		"put and deleted": func(t *testing.T, l *lab, in *Tenant) {
			require.NoError(t, in.Backstage(func(tx *Tx) error {
				require.NoError(t, In(tx, &l.things).Put(&thing{ID: key(9), Name: "Eve"}))
				In(tx, &l.things).Delete(key(9))
				return nil
			}))
		},
		"names swapped": func(t *testing.T, l *lab, in *Tenant) {
			require.NoError(t, in.Backstage(func(tx *Tx) error {
				for _, row := range []thing{{ID: key(1), Name: "x"}, {ID: key(2), Name: "Ada"}, {ID: key(1), Name: "Bob"}} {
					require.NoError(t, In(tx, &l.things).Put(&row))
				}
				return nil
			}))
			require.NoError(t, in.Look(func(tx *Tx) error {
				row, _ := In(tx, &l.things).Find(&l.byName, "bob")
				assert.Equal(t, key(1), row.ID)
				return nil
			}))
		},
		"claimed and scheduled": func(t *testing.T, l *lab, in *Tenant) {
			require.NoError(t, in.Backstage(func(tx *Tx) error {
				_, err := tx.Claim("domain", "contoso.com")
				return errors.Join(err, tx.Schedule(tx.Now().Add(time.Hour), "put", "later"))
			}))
		},
		"advanced": func(_ *testing.T, _ *lab, in *Tenant) { in.world.Advance(time.Hour) },
		"a job done": func(t *testing.T, l *lab, in *Tenant) {
			require.NoError(t, in.Backstage(func(tx *Tx) error { return tx.Schedule(tx.Now().Add(time.Hour), "put", "later") }))
			in.world.Advance(2 * time.Hour)
			assert.Contains(t, l.names(t, in), "later")
		},
		"restored": func(t *testing.T, l *lab, in *Tenant) {
			before := in.Snapshot()
			l.put(t, in, thing{ID: key(9), Name: "Eve"})
			require.NoError(t, in.Restore(before))
			assert.NotContains(t, l.names(t, in), "Eve")
		},
		"loaded": func(t *testing.T, l *lab, in *Tenant) {
			before := save(t, in)
			l.put(t, in, thing{ID: key(9), Name: "Eve"}, thing{ID: key(1), Name: "Ada2"})
			require.NoError(t, in.LoadInto(reader(before)))
			assert.NotContains(t, l.names(t, in), "Eve")
		},
		"refused, and done": func(t *testing.T, l *lab, in *Tenant) {
			require.ErrorIs(t, in.Backstage(func(tx *Tx) error {
				require.NoError(t, In(tx, &l.things).Put(&thing{ID: key(9), Name: "Eve"}))
				return Done(errLab)
			}), errLab)
			assert.Contains(t, l.names(t, in), "Eve")
		},
	}
	for name, step := range steps {
		for _, mode := range []Sync{SyncWrite, SyncAlways} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				l := busyLab()
				in, path := l.kept(t, mode, thing{ID: key(1), Name: "Ada"}, thing{ID: key(2), Name: "Bob"})
				step(t, l, in)
				step(t, l, in)
				want := save(t, in)
				back := l.openFile(t, crashed(t, path), mode)
				assert.Equal(t, want, save(t, back))
				_, claimed := back.world.Tenant("contoso.com")
				assert.Equal(t, name == "claimed and scheduled", claimed)

				require.NoError(t, in.Close())
				assert.Equal(t, map[string]string{"lab.json": want}, files(t, path), "closed, it is a tenant file and alone")
				loaded, err := l.load(want)
				require.NoError(t, err)
				again := l.openFile(t, path, mode)
				for _, in := range []*Tenant{loaded, back, again} {
					l.put(t, in, thing{ID: key(20), Name: "Zoe"})
					assert.Equal(t, l.names(t, loaded), l.names(t, in))
				}
			})
		}
	}
}

// TestSyncOnClose: without a log the file is as it was until it is closed or flushed.
func TestSyncOnClose(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncOnClose)
	first := save(t, in)
	l.put(t, in, thing{ID: key(1), Name: "Ada"})
	second := save(t, in)
	assert.Equal(t, map[string]string{"lab.json": first, "lab.json.lock": ""}, files(t, path))
	require.NoError(t, in.Sync())
	assert.Equal(t, second, files(t, path)["lab.json"])
	in.world.Advance(time.Hour)
	third := save(t, in)
	require.NoError(t, in.Close())
	assert.Equal(t, map[string]string{"lab.json": third}, files(t, path))
}

// TestModesFollow: what one mode has left in a log no other loses.
func TestModesFollow(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncWrite)
	l.put(t, in, thing{ID: key(1), Name: "Ada"})
	path = crashed(t, path)
	closing := l.openFile(t, path, SyncOnClose)
	require.Equal(t, []string{"Ada"}, l.names(t, closing))
	l.put(t, closing, thing{ID: key(2), Name: "Bob"})
	assert.Equal(t, []string{"Ada"}, l.names(t, l.openFile(t, crashed(t, path), SyncAlways)))
	require.NoError(t, closing.Sync())
	assert.Equal(t, []string{"Ada", "Bob"}, l.names(t, l.openFile(t, crashed(t, path), SyncAlways)))
	require.NoError(t, closing.Close())
	assert.Len(t, files(t, path), 1)
	assert.Equal(t, []string{"Ada", "Bob"}, l.names(t, l.openFile(t, path, SyncAlways)))
}

// TestOneOwner: a second opener is refused as long as the first has the file, by any of
// its names; files that are there are not written over.
func TestOneOwner(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncWrite)
	link := filepath.Join(t.TempDir(), "link.json")
	require.NoError(t, os.Symlink(path, link))
	for _, name := range []string{path, link} {
		_, err := NewWorld(l.schema, labEpoch()).Open(name, SyncWrite)
		require.ErrorIs(t, err, admin365.ErrBusy)
		require.ErrorIs(t, l.tenant(t).Keep(name, SyncWrite), admin365.ErrBusy)
	}
	require.ErrorIs(t, in.Keep(filepath.Join(t.TempDir(), "other.json"), SyncWrite), admin365.ErrConflict)
	_, err := in.world.Open(path, SyncWrite)
	require.ErrorIs(t, err, admin365.ErrBusy)
	require.NoError(t, in.Close())
	require.NoError(t, in.Close(), "twice is nothing")
	require.ErrorIs(t, l.tenant(t).Keep(path, SyncWrite), admin365.ErrConflict)
	_, err = in.world.Open(path, SyncWrite)
	require.ErrorIs(t, err, admin365.ErrConflict, "the world has it")
	require.NoError(t, l.openFile(t, path, SyncWrite).Close(), "what failed holds no lock")
	_, err = NewWorld(l.schema, labEpoch()).Open(filepath.Join(t.TempDir(), "none.json"), SyncWrite)
	require.ErrorIs(t, err, fs.ErrNotExist)

	err = in.Backstage(func(tx *Tx) error { return In(tx, &l.things).Put(&thing{ID: key(1), Name: "Ada"}) })
	require.ErrorIs(t, err, admin365.ErrUnavailable, "nothing would keep it")
	assert.Empty(t, l.names(t, in))
	other := filepath.Join(t.TempDir(), "other.json")
	require.NoError(t, in.Keep(other, SyncWrite))
	l.put(t, in, thing{ID: key(1), Name: "Ada"})
	require.NoError(t, in.Close())
}

// TestClockGoesOn: time does not go back, whatever the last change was.
func TestClockGoesOn(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncWrite)
	before := in.Snapshot()
	in.world.Advance(48 * time.Hour)
	require.NoError(t, in.Restore(before))
	advanced := labEpoch().Add(48 * time.Hour)
	for range 3 {
		path = crashed(t, path)
		back, err := NewWorld(l.schema, time.Time{}).Open(path, SyncWrite)
		require.NoError(t, err)
		assert.False(t, back.world.Now().Before(advanced), "%s", back.world.Now())
		require.NoError(t, back.Close())
	}
}

// TestClockOfAWorld: a tenant that joins with a later clock moves that of the others,
// and their files tell.
func TestClockOfAWorld(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncWrite)
	w := NewWorld(l.schema, labEpoch())
	other := l.join(t, w, "22222222-2222-4333-8444-555555555555")
	later := filepath.Join(t.TempDir(), "later.json")
	w.Advance(24 * time.Hour)
	require.NoError(t, other.Keep(later, SyncWrite))
	require.NoError(t, other.Close())
	_, err := in.world.Open(later, SyncWrite)
	require.NoError(t, err)
	back := l.openFile(t, crashed(t, path), SyncWrite)
	// What has passed since the last change does not count.
	assert.False(t, back.world.Now().Before(labEpoch().Add(24*time.Hour-time.Minute)), "%s", back.world.Now())
}

// TestFilesAreTheOwners: nobody else reads names and addresses.
func TestFilesAreTheOwners(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there the folder says who reads")
	}
	l := busyLab()
	in, path := l.kept(t, SyncAlways)
	for _, name := range []string{path, path + ".log", path + ".lock"} {
		info, err := os.Stat(name)
		require.NoError(t, err)
		assert.Equal(t, "-rw-------", info.Mode().String(), name)
	}
	require.NoError(t, in.Close())
}

// TestLargeChange: a change of many lines is read back whole, or not at all.
func TestLargeChange(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncWrite, thing{ID: key(1), Name: "Ada"})
	before := save(t, in)
	title := strings.Repeat("x", partSize/5)
	require.NoError(t, in.Backstage(func(tx *Tx) error {
		for i := range 15 {
			require.NoError(t, In(tx, &l.blanks).Put(&blank{ID: key(i + 1), Text: title}))
			require.NoError(t, In(tx, &l.things).Put(&thing{ID: key(i + 1), Name: key(i).String()}))
		}
		return nil
	}))
	log := files(t, path)["lab.json.log"]
	lines := strings.SplitAfter(log, "\n")
	require.Greater(t, len(lines), 4)
	dead := crashed(t, path)
	assert.Equal(t, save(t, in), save(t, l.openFile(t, dead, SyncWrite)))
	end := 0
	for i, line := range lines[:len(lines)-1] {
		if end += len(line); i == len(lines)-2 {
			break
		}
		dead = crashed(t, path)
		require.NoError(t, os.Truncate(dead+".log", int64(end)))
		back := l.openFile(t, dead, SyncWrite)
		assert.Equal(t, before, save(t, back), "cut behind line %d", i+1)
		l.put(t, back, thing{ID: key(50), Name: "new"})
		assert.Equal(t, save(t, back), save(t, l.openFile(t, crashed(t, dead), SyncWrite)))
	}
	assert.False(t, bytes.Contains([]byte(log), []byte("\x00")))
}
