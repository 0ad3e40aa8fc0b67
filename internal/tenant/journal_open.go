package tenant

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/admin365/admin365"
)

// openJournal locks the tenant file of that name, which need not be there.
func openJournal(path string, sync Sync) (*journal, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	// Two names of one file are one file. A rename would replace a link, too.
	if followed, err := filepath.EvalSymlinks(path); err == nil {
		path = followed
	}
	lock, err := lockFile(path + ".lock")
	if errors.Is(err, errLocked) {
		return nil, &admin365.Error{Kind: admin365.ErrBusy, Target: filepath.Base(path), Message: "the tenant file is open already, here or in another process"}
	}
	if err != nil {
		return nil, err
	}
	return &journal{path: path, sync: sync, lock: lock, floor: logFloor}, nil
}

// Open puts into the world the tenant that is kept in the file, and keeps it there
// from now on. It fails with [fs.ErrNotExist] if there is no such file.
func (w *World) Open(path string, sync Sync) (_ *Tenant, failed error) {
	j, err := openJournal(path, sync)
	if err != nil {
		return nil, err
	}
	defer func() {
		if failed != nil {
			failed = errors.Join(failed, j.release())
		}
	}()
	st, id, err := j.recover(w)
	if err != nil {
		return nil, err
	}
	if w.start.IsZero() {
		w.start = st.at
	}
	w.catchUp(st.at)
	return w.add(id, st, j)
}

// Keep writes the tenant to a new file, and keeps it there from now on. A file that is
// there already stays as it is: it fails with [admin365.ErrConflict].
func (t *Tenant) Keep(path string, sync Sync) (failed error) {
	j, err := openJournal(path, sync)
	if err != nil {
		return err
	}
	defer func() {
		if failed != nil {
			failed = errors.Join(failed, j.release())
		}
	}()
	for _, name := range []string{j.path, j.logPath()} {
		if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			return &admin365.Error{Kind: admin365.ErrConflict, Target: filepath.Base(name), Message: "there is a file of this name already", Cause: err}
		}
	}
	t.settle()
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := t.journal.Load(); now != nil && !now.closed {
		return &admin365.Error{Kind: admin365.ErrConflict, Target: filepath.Base(now.path), Message: "the tenant is kept in another file already"}
	}
	j.tenant = t
	st := t.state.Load()
	mark, err := j.writeBase(st)
	if err != nil {
		return err
	}
	if err := j.swap(mark, 0, 0); err != nil {
		return err
	}
	j.time = t.world.saved(st)
	t.journal.Store(j)
	return nil
}

// keepTime logs how far the clock has been advanced, which is a change that no
// transaction makes.
func (t *Tenant) keepTime() error {
	j := t.journal.Load()
	if j == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return j.keepTime()
}

func (j *journal) keepTime() error {
	st := j.tenant.state.Load()
	if j.closed || !j.tenant.world.saved(st).After(j.time) {
		return nil
	}
	return j.keep(st, func(func(*table, Key, any) error) error { return nil })
}

// Sync has everything that was acknowledged on the disk when it returns, whatever the
// mode, the clock included. It reports a log that cannot be written. Without a file it
// does nothing.
func (t *Tenant) Sync() error {
	j := t.journal.Load()
	if j == nil {
		return nil
	}
	t.settle()
	t.mu.Lock()
	if !j.closed && j.failed == nil && j.sync != SyncOnClose {
		defer t.mu.Unlock()
		if err := j.keepTime(); err != nil {
			return err
		}
		return j.flush()
	}
	t.mu.Unlock()
	// Without a log, or with one that is in doubt, the tenant file has to have it all.
	return j.foldNow()
}

// Close writes the tenant file, so that everything is in it, takes the log away and
// ends the keeping: the tenant takes no change any more. If it fails nothing is
// lost, the tenant stays open, and Close may be tried again.
func (t *Tenant) Close() error {
	j := t.journal.Load()
	if j == nil {
		return nil
	}
	t.settle()
	j.folding.Lock()
	defer j.folding.Unlock()
	t.mu.Lock()
	defer t.mu.Unlock()
	if j.closed {
		return nil
	}
	if err := j.fold(); err != nil {
		return err
	}
	j.closed = true
	return errors.Join(j.dropLog(), j.release())
}

// release lets others open the file.
func (j *journal) release() error {
	return errors.Join(j.closeLog(), j.lock.release())
}

func (j *journal) closeLog() error {
	if j.log == nil {
		return nil
	}
	err := j.log.Close()
	j.log = nil
	return err
}

// dropLog takes away a log of which everything is in the base.
func (j *journal) dropLog() error {
	if j.log == nil {
		return nil
	}
	return errors.Join(j.closeLog(), os.Remove(j.logPath()))
}
