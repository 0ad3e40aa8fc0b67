package tenant

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// failingLog is a log on a disk that has no room left, or fails in other ways.
type failingLog struct {
	logFile
	room       int // bytes that can still be written; negative means enough
	sync, trim error
}

func (d *failingLog) WriteAt(b []byte, at int64) (int, error) {
	if d.room < 0 || len(b) <= d.room {
		return d.logFile.WriteAt(b, at)
	}
	n, err := d.logFile.WriteAt(b[:d.room], at)
	if err == nil {
		err = &fs.PathError{Op: "write", Path: "/home/somebody/lab.json.log", Err: syscall.ENOSPC}
	}
	return n, err
}

func (d *failingLog) Sync() error {
	if d.sync != nil {
		return d.sync
	}
	return d.logFile.Sync()
}

func (d *failingLog) Truncate(size int64) error {
	if d.trim != nil {
		return d.trim
	}
	return d.logFile.Truncate(size)
}

// TestDiskFull: what cannot be logged does not happen, and is refused in words that
// name neither path nor row; when there is room again everything goes on.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncWrite, thing{ID: key(1), Name: "Ada"})
	require.NoError(t, in.Backstage(func(tx *Tx) error { return tx.Schedule(tx.Now().Add(time.Hour), "put", "later") }))
	snapshot := in.Snapshot()
	l.put(t, in, thing{ID: key(2), Name: "Bob"})
	was := save(t, in)
	j := in.journal.Load()
	disk := &failingLog{logFile: j.log, room: 40}
	j.log = disk
	refused := func(err error) {
		t.Helper()
		require.ErrorIs(t, err, admin365.ErrUnavailable)
		require.ErrorIs(t, err, syscall.ENOSPC)
		assert.Contains(t, err.Error(), "no space left on device")
		assert.NotContains(t, err.Error(), "somebody")
		assert.Equal(t, was, save(t, in))
		assert.Equal(t, was, save(t, l.openFile(t, crashed(t, path), SyncWrite)))
	}
	refused(in.Backstage(func(tx *Tx) error {
		_, err := tx.Claim("domain", "contoso.com")
		require.NoError(t, err)
		return In(tx, &l.things).Put(&thing{ID: key(3), Name: "Eve"})
	}))
	refused(in.Backstage(func(tx *Tx) error {
		require.NoError(t, In(tx, &l.things).Put(&thing{ID: key(3), Name: "Eve"}))
		return Done(errLab)
	}))
	refused(in.Restore(snapshot))
	_, claimed := in.world.Tenant("contoso.com")
	assert.False(t, claimed)

	in.world.Advance(2 * time.Hour)
	require.ErrorIs(t, in.Sync(), admin365.ErrUnavailable, "the clock's step is not kept")
	assert.NotContains(t, l.names(t, in), "later", "nor is the job done, and nobody waits for ever")
	disk.room = -1
	require.NoError(t, in.Sync())
	assert.Contains(t, l.names(t, in), "later")
	assert.Equal(t, save(t, in), save(t, l.openFile(t, crashed(t, path), SyncWrite)))
}

// TestDoubtfulLog: after a failure of which nobody knows what it has left, no change is
// accepted, until everything was written anew.
func TestDoubtfulLog(t *testing.T) {
	t.Parallel()
	for name, disk := range map[string]failingLog{
		"sync fails": {room: -1, sync: syscall.EIO},
		"cut fails":  {room: 10, trim: syscall.EIO},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := busyLab()
			in, path := l.kept(t, SyncAlways, thing{ID: key(1), Name: "Ada"})
			j := in.journal.Load()
			disk.logFile, j.log = j.log, &disk
			put := func() error {
				return in.Backstage(func(tx *Tx) error { return In(tx, &l.things).Put(&thing{ID: key(2), Name: "Bob"}) })
			}
			require.ErrorIs(t, put(), admin365.ErrUnavailable)
			disk.sync, disk.room = nil, -1
			require.ErrorIs(t, put(), syscall.EIO)
			assert.Equal(t, []string{"Ada"}, l.names(t, in))
			require.NoError(t, in.Sync(), "a new base ends the doubt")
			require.NoError(t, put())
			assert.Equal(t, save(t, in), save(t, l.openFile(t, crashed(t, path), SyncAlways)))
			require.NoError(t, in.Close())
		})
	}
}

// TestNoRoomForABase: a new base that cannot be written loses nothing, and a close can
// be tried again.
func TestNoRoomForABase(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncWrite)
	l.put(t, in, thing{ID: key(1), Name: "Ada"})
	// A folder that is not empty cannot be removed, and no file can be written in its place.
	require.NoError(t, os.MkdirAll(path+newBase+"/x", 0o700))
	require.Error(t, in.Close())
	l.put(t, in, thing{ID: key(2), Name: "Bob"})
	require.NoError(t, os.RemoveAll(path+newBase))
	require.NoError(t, os.MkdirAll(path+newLog+"/x", 0o700))
	require.Error(t, in.Close())
	assert.NoFileExists(t, path+newBase)
	l.put(t, in, thing{ID: key(3), Name: "Cid"})
	require.NoError(t, os.RemoveAll(path+newLog))
	require.NoError(t, in.Close())
	assert.Equal(t, []string{"Ada", "Bob", "Cid"}, l.names(t, l.openFile(t, path, SyncWrite)))
}

// TestLogThatCannotBeReplaced: where the new base is there and its log cannot follow,
// nothing is lost and nothing accepted, until it can.
func TestLogThatCannotBeReplaced(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there an open log stays where it is")
	}
	l := busyLab()
	in, path := l.kept(t, SyncWrite)
	l.put(t, in, thing{ID: key(1), Name: "Ada"})
	want := save(t, in)
	require.NoError(t, os.Remove(path+".log"))
	require.NoError(t, os.MkdirAll(path+".log/x", 0o700))
	for range 2 {
		require.Error(t, in.Close())
		err := in.Backstage(func(tx *Tx) error { return In(tx, &l.things).Put(&thing{ID: key(2), Name: "Bob"}) })
		require.ErrorIs(t, err, admin365.ErrUnavailable)
		assert.NotContains(t, err.Error(), "lab.json")
		dead := filepath.Join(t.TempDir(), "lab.json")
		for _, suffix := range []string{"", newLog} {
			b, err := os.ReadFile(path + suffix)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(dead+suffix, b, 0o600))
		}
		assert.Equal(t, want, save(t, l.openFile(t, dead, SyncWrite)))
	}
	require.NoError(t, os.RemoveAll(path+".log"))
	require.NoError(t, in.Sync())
	l.put(t, in, thing{ID: key(2), Name: "Bob"})
	assert.Equal(t, save(t, in), save(t, l.openFile(t, crashed(t, path), SyncWrite)))
	require.NoError(t, in.Close())
}

// TestRowThatCannotBeSaved: a row's own code that fails or panics leaves a log that
// goes on.
func TestRowThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	type bad struct {
		ID   Key     `json:"id"`
		Text failing `json:"text"`
	}
	bads := Table[*bad]{Name: "bads", Key: func(r *bad) Key { return r.ID }}
	l := newLab(func(l *lab) { AddTable(l.schema, &bads) })
	in, path := l.kept(t, SyncWrite)
	put := func(text failing) error {
		return in.Backstage(func(tx *Tx) error { return In(tx, &bads).Put(&bad{key(1), text}) })
	}
	require.ErrorIs(t, put("error"), errLab)
	require.Panics(t, func() { _ = put("panic") })
	l.put(t, in, thing{ID: key(1), Name: "Ada"})
	assert.Equal(t, []string{"Ada"}, l.names(t, l.openFile(t, crashed(t, path), SyncWrite)))
}

// failing is a text that fails as it says when it is saved.
type failing string

func (f failing) MarshalText() ([]byte, error) {
	if f == "panic" {
		panic("a bug in a row")
	}
	return nil, errLab
}

// TestJournalAtOnce: writers, readers, time, restores, saves and new bases all at once
// end in a file that has all of it, and in no goroutine more.
func TestJournalAtOnce(t *testing.T) {
	t.Parallel()
	l := busyLab()
	in, path := l.kept(t, SyncWrite)
	j := in.journal.Load()
	in.mu.Lock()
	j.floor, j.limit = 4_000, 4_000
	in.mu.Unlock()
	var wg sync.WaitGroup
	var put atomic.Int64
	for w := range 8 {
		wg.Go(func() {
			for i := range 100 {
				err := in.Backstage(func(tx *Tx) error {
					if err := tx.Schedule(tx.Now().Add(time.Second), "put", fmt.Sprint("later", w, "-", i)); err != nil {
						return err
					}
					return In(tx, &l.things).Put(&thing{ID: tx.NewKey(), Name: fmt.Sprint("n", w, "-", i)})
				})
				if assert.NoError(t, err) {
					put.Add(2)
				}
			}
		})
	}
	for range 3 {
		wg.Go(func() {
			for i := range 50 {
				in.world.Advance(time.Millisecond)
				save(t, in)
				if i%10 == 0 {
					assert.NoError(t, in.Sync())
					runtime.Gosched()
				}
			}
		})
	}
	wg.Wait()
	in.world.Advance(time.Minute)
	assert.Len(t, l.names(t, in), int(put.Load()))
	want := save(t, in)
	j.folding.Lock() // Who writes a base is done.
	folded := j.baseSeq
	j.folding.Unlock()
	require.Positive(t, folded)
	assert.Equal(t, want, save(t, l.openFile(t, crashed(t, path), SyncWrite)))
	require.NoError(t, in.Close())
	assert.Equal(t, map[string]string{"lab.json": want}, files(t, path))
}
