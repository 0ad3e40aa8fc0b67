package tenant

import (
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/admin365/admin365"
)

// The names of the files that are being written; see [journal].
const (
	newBase = ".new"
	newLog  = ".log.new"
)

// fileMode: names and addresses of people are nobody else's business.
const fileMode = 0o600

// foldIfDue begins to write a new base where the log has become long; st is what the
// log has led to. The caller holds the tenant's mutex.
func (j *journal) foldIfDue(st *state) {
	if j.size < j.limit || !j.folding.TryLock() {
		return
	}
	from, seq := j.size, j.seq
	go func() {
		defer j.folding.Unlock()
		mark, err := j.writeBase(st)
		j.tenant.mu.Lock()
		defer j.tenant.mu.Unlock()
		if err == nil {
			err = j.swap(mark, seq, from)
		}
		if err != nil {
			// The log goes on to hold everything; it is tried again when that has
			// become twice as much.
			j.limit = 2 * j.size
		}
	}()
}

// fold writes a new base of what there is now, if that is not in the base. The caller
// holds both mutexes.
func (j *journal) fold() error {
	st := j.tenant.state.Load()
	if j.failed == nil && !j.dirty && j.seq == j.baseSeq && !j.tenant.world.saved(st).After(j.time) {
		return nil
	}
	if j.halfway {
		if err := j.adoptLog(); err != nil {
			return err
		}
	}
	mark, err := j.writeBase(st)
	if err != nil {
		return err
	}
	doubt := j.failed
	j.failed = nil // What was in doubt is of no use any more.
	if err := j.swap(mark, j.seq, j.size); err != nil {
		j.failed = errors.Join(j.failed, doubt)
		return err
	}
	return nil
}

// foldNow is fold for who holds no mutex.
func (j *journal) foldNow() error {
	j.folding.Lock()
	defer j.folding.Unlock()
	j.tenant.mu.Lock()
	defer j.tenant.mu.Unlock()
	if j.closed {
		return nil
	}
	return j.fold()
}

// writeBase writes a tenant file beside the one that there is.
func (j *journal) writeBase(st *state) (mark baseMark, failed error) {
	err := j.writeNew(newBase, func(f *os.File) error {
		sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
		if err := j.tenant.saveState(io.MultiWriter(f, sum), st); err != nil {
			return err
		}
		size, err := f.Seek(0, io.SeekCurrent)
		mark = baseMark{size, sum.Sum32()}
		return err
	})
	return mark, err
}

// writeNew writes a file beside the tenant's, through to the disk. What fails is taken
// away again.
func (j *journal) writeNew(suffix string, write func(*os.File) error) error {
	if err := j.sweep(suffix); err != nil {
		return err
	}
	f, err := os.OpenFile(j.path+suffix, os.O_RDWR|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}

// swap puts the base that writeBase wrote in the place of the one before. It has the
// changes up to seq; those that stand in the log behind from go on into the new one.
func (j *journal) swap(mark baseMark, seq uint64, from int64) error {
	if j.failed != nil {
		return errors.Join(j.failed, os.Remove(j.path+newBase))
	}
	logged := j.log != nil || j.sync != SyncOnClose
	if logged {
		if err := j.writeLog(j.tenant.id, mark, seq, from); err != nil {
			return errors.Join(err, os.Remove(j.path+newBase))
		}
	}
	if err := os.Rename(j.path+newBase, j.path); err != nil {
		err = errors.Join(err, os.Remove(j.path+newBase))
		if logged {
			err = errors.Join(err, os.Remove(j.path+newLog))
		}
		return err
	}
	// The log of before goes with no file any more: what fails from here on leaves the
	// new pair on the disk, and takes no change until it is opened again or folded.
	j.halfway = logged
	err := syncDir(j.path)
	if err == nil && logged {
		err = j.adoptLog()
	}
	if err != nil {
		j.failed = err
		return err
	}
	j.baseSeq, j.dirty, j.limit = seq, false, max(j.floor, mark.Size)
	return nil
}

// writeLog writes a log for the base beside the one that there is, with the changes
// that stand in that behind from.
func (j *journal) writeLog(id admin365.TenantID, mark baseMark, seq uint64, from int64) error {
	head, err := json.Marshal(logHead{fileVersion, id, mark})
	if err != nil {
		return err
	}
	return j.writeNew(newLog, func(f *os.File) error {
		if _, err := f.Write(endLine(append(beginLine(nil, lineLog, seq), head...), 0)); err != nil {
			return err
		}
		if from == j.size {
			return nil
		}
		_, err := io.Copy(f, io.NewSectionReader(j.log, from, j.size-from))
		return err
	})
}

// adoptLog has the log that writeLog wrote be the log.
func (j *journal) adoptLog() error {
	// An open file cannot be replaced everywhere.
	if err := j.closeLog(); err != nil {
		return err
	}
	// The second time it may be there already.
	if err := os.Rename(j.path+newLog, j.logPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := syncDir(j.path); err != nil {
		return err
	}
	f, err := os.OpenFile(j.logPath(), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	j.log, j.halfway = f, false
	j.size, err = f.Seek(0, io.SeekEnd)
	return err
}

// syncDir has the names in the file's folder on the disk. Windows does that itself.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
