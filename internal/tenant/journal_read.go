package tenant

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/admin365/admin365"
)

// recover reads the tenant file and its log, and has the log ready to go on. Nothing
// is changed before all of both was read.
func (j *journal) recover(w *World) (*state, admin365.TenantID, error) {
	st, id, mark, err := j.readBase(w)
	if err != nil {
		return nil, "", err
	}
	name, err := j.logOf(id, mark)
	if err != nil {
		return nil, "", err
	}
	var end int64
	if name != "" {
		if st, end, err = j.readLog(w, name, st); err != nil {
			return nil, "", err
		}
	}
	j.time, j.limit = st.at, max(j.floor, mark.Size)
	return st, id, j.resume(name, end, id, mark)
}

// readBase reads the tenant file, and by what a log knows it.
func (j *journal) readBase(w *World) (*state, admin365.TenantID, baseMark, error) {
	f, err := os.Open(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		for _, name := range []string{j.logPath(), j.path + newLog} {
			if _, err := os.Lstat(name); err == nil {
				return nil, "", baseMark{}, refuseLog(name, "its tenant file is missing")
			}
		}
	}
	if err != nil {
		return nil, "", baseMark{}, err
	}
	defer f.Close()
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	st, id, err := w.decode(io.TeeReader(f, sum))
	if err != nil {
		return nil, "", baseMark{}, err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	return st, id, baseMark{size, sum.Sum32()}, err
}

// logOf is the name of the log that goes with the tenant file; "" if there is none. A
// log that goes with another file, and says something, is refused.
func (j *journal) logOf(id admin365.TenantID, mark baseMark) (string, error) {
	for _, name := range []string{j.logPath(), j.path + newLog} {
		f, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		head, err := readHead(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return "", refuseLog(name, err.Error())
		}
		if head.Base == mark && head.TenantID == id {
			return name, nil
		}
	}
	f, err := os.Open(j.logPath())
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	found, err := scanLog(f)
	if err == nil && found.last > found.first {
		err = errors.New("it has changes of another tenant file than the one beside it")
	}
	if err != nil {
		return "", refuseLog(j.logPath(), err.Error())
	}
	return "", nil
}

// readLog does again what the log says.
func (j *journal) readLog(w *World, name string, st *state) (*state, int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	found, err := scanLog(f)
	if err != nil {
		return nil, 0, refuseLog(name, err.Error())
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, 0, err
	}
	st, err = w.replay(st, io.LimitReader(f, found.end))
	if err != nil {
		return nil, 0, refuseLog(name, err.Error())
	}
	j.seq, j.baseSeq = found.last, found.first
	return st, found.end, nil
}

// resume has the log ready for the next change, without what was cut off.
func (j *journal) resume(name string, end int64, id admin365.TenantID, mark baseMark) error {
	switch {
	case name == "" && j.sync == SyncOnClose:
		return j.sweep(newBase, newLog, ".log")
	case name == "":
		if err := j.writeLog(id, mark, 0, 0); err != nil {
			return err
		}
		return errors.Join(j.adoptLog(), j.sweep(newBase))
	case name != j.logPath():
		if err := j.adoptLog(); err != nil {
			return err
		}
	default:
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		j.log = f
	}
	j.size = end
	return errors.Join(j.log.Truncate(end), j.sweep(newBase, newLog))
}

// sweep removes what an interrupted writing has left.
func (j *journal) sweep(suffixes ...string) error {
	for _, suffix := range suffixes {
		if err := os.Remove(j.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func refuseLog(name, why string) error {
	return &admin365.Error{
		Kind: admin365.ErrInvalid, Target: filepath.Base(name),
		Message: "not a log that this release can read: " + why + "; nothing was changed",
	}
}

// readHead reads the first line of a log; the zero head if not even that is whole.
func readHead(r io.Reader) (head logHead, err error) {
	err = eachLine(r, func(l line, _ int64) error {
		if head, err = l.head(); err == nil {
			err = io.EOF // That is all.
		}
		return err
	})
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return head, err
}

func (l line) head() (head logHead, err error) {
	if l.kind != lineLog {
		return head, errors.New("it does not begin as a log")
	}
	if err := json.Unmarshal(l.json, &head); err != nil {
		return head, err
	}
	if head.Version < 1 || head.Version > fileVersion {
		return head, fmt.Errorf("its version is %d, this release reads 1 to %d", head.Version, fileVersion)
	}
	return head, nil
}

// logScan is what a log holds.
type logScan struct {
	first, last uint64 // the change before the first one, and the last one
	end         int64  // where the last change ends
}

// scanLog looks through a log, up to the last change that is whole.
func scanLog(r io.Reader) (found logScan, err error) {
	begun := false
	err = eachLine(r, func(l line, end int64) error {
		switch {
		case !begun:
			if _, err := l.head(); err != nil {
				return err
			}
			begun = true
			found = logScan{l.seq, l.seq, end}
			return nil
		case l.kind != lineRows && l.kind != lineChange:
			return fmt.Errorf("a line says %q", l.kind)
		case l.seq != found.last+1:
			return fmt.Errorf("change %d follows change %d", l.seq, found.last)
		}
		if l.kind == lineChange {
			found.last, found.end = l.seq, end
		}
		return nil
	})
	return found, err
}

// eachLine calls visit for each whole line, with where it ends. What is not whole at
// the end was torn off when the process or the machine stopped: a line without its
// end, or a last one with zeros, which stand where the disk was not written yet.
func eachLine(r io.Reader, visit func(l line, end int64) error) error {
	in := bufio.NewReaderSize(r, 1<<16)
	var end int64
	for n := 1; ; n++ {
		b, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		start := end
		end += int64(len(b))
		l, wrong := parseLine(b[:len(b)-1])
		if wrong != "" {
			if _, more := in.Peek(1); errors.Is(more, io.EOF) && bytes.IndexByte(b, 0) >= 0 {
				return nil
			}
			return fmt.Errorf("line %d, at byte %d, is damaged: %s", n, start, wrong)
		}
		if err := visit(l, end); err != nil {
			return err
		}
	}
}

// replay returns the state to which the log leads from st. The reader ends with the
// last whole change.
func (w *World) replay(st *state, log io.Reader) (*state, error) {
	draft := *st
	tx := &Tx{tenant: &Tenant{schema: w.schema}, schema: w.schema, st: &draft, write: true, quiet: true}
	err := eachLine(log, func(l line, _ int64) error {
		if l.kind == lineLog {
			return nil
		}
		var said changeLine
		d := json.NewDecoder(bytes.NewReader(l.json))
		d.DisallowUnknownFields()
		if err := d.Decode(&said); err != nil {
			return fmt.Errorf("change %d: %w", l.seq, err)
		}
		for _, name := range slices.Sorted(maps.Keys(said.Tables)) {
			at := slices.IndexFunc(w.schema.tables, func(t *table) bool { return t.name == name })
			if at < 0 {
				return fmt.Errorf("change %d: it has a table %s", l.seq, name)
			}
			for _, row := range said.Tables[name] {
				if err := (rows{tx, w.schema.tables[at]}).replay(row); err != nil {
					return fmt.Errorf("change %d: %w", l.seq, err)
				}
			}
		}
		if l.kind == lineChange {
			draft.generation, draft.seed, draft.ids = said.Generation, said.Seed, said.IDs
			if said.Time.After(draft.at) {
				draft.at = said.Time
			}
		}
		return nil
	})
	if err == nil {
		err = knownJobs(tx)
	}
	draft.seeDue(w.schema)
	return &draft, err
}
