package tenant

import (
	"encoding/json"
	"errors"
	"fmt"
)

// partSize is when a line of a change is long enough for another one to begin, so that
// a million rows in one transaction do not stand in memory a second time.
const partSize = 1 << 20

// errClosed is why a tenant whose file is closed takes no change.
var errClosed = errors.New("the tenant's file is closed")

// keep logs a change that leads to st, and returns an error if it must not happen. The
// caller holds the tenant's mutex, and publishes st when there is none.
func (j *journal) keep(st *state, rows rowChanges) (failed error) {
	switch {
	case j.closed:
		return refuseChange(errClosed)
	case j.failed != nil:
		return refuseChange(j.failed)
	}
	at := j.tenant.world.saved(st)
	if at.Before(j.time) {
		at = j.time // The clock does not go back.
	}
	if j.sync == SyncOnClose {
		j.time, j.dirty = at, true
		return nil
	}
	w := changeWriter{journal: j, at: j.size, seq: j.seq + 1}
	kept := false
	defer func() {
		if !kept {
			j.cut(failed) // Also where a row's own code panics.
		}
	}()
	err := rows(w.row)
	if err == nil {
		err = w.finish(changeHead{at, st.generation, st.seed, st.ids})
	}
	if err == nil && j.sync == SyncAlways {
		err = j.flush()
	}
	if err != nil {
		return refuseChange(err)
	}
	kept = true
	j.size, j.seq, j.time = w.at, w.seq, at
	j.foldIfDue(st)
	return nil
}

// cut takes away what was written of a change that failed. Where that fails too,
// nobody knows what is in the log, and nothing more is accepted.
func (j *journal) cut(why error) {
	if err := j.log.Truncate(j.size); err != nil && j.failed == nil {
		j.failed = errors.Join(err, why)
	}
}

// flush has the log on the disk. What failed once may not be reported again, so after
// it nothing is sure.
func (j *journal) flush() error {
	err := j.log.Sync()
	if err != nil {
		j.failed = err
	}
	return err
}

// changeWriter writes the lines of one change.
type changeWriter struct {
	journal *journal
	at      int64 // where the next line goes
	seq     uint64
	tables  []byte // what the next line says of tables
	table   *table // whose list is open in it
}

// row adds a row, or the key of one that is gone.
func (w *changeWriter) row(t *table, k Key, row any) error {
	if len(w.tables) >= partSize {
		if err := w.write(lineRows, []byte("{")); err != nil {
			return err
		}
	}
	if w.table == t {
		w.tables = append(w.tables, ',')
	} else {
		if w.table != nil {
			w.tables = append(w.tables, "],"...)
		}
		w.tables = fmt.Appendf(w.tables, "%q:[", t.name)
		w.table = t
	}
	var saved []byte
	var err error
	if row == nil {
		saved, err = json.Marshal(k)
	} else {
		saved, err = json.Marshal(row)
	}
	if err != nil {
		return fmt.Errorf("table %s: %w", t.name, err)
	}
	w.tables = append(w.tables, saved...)
	return nil
}

// finish ends the change with everything but its rows.
func (w *changeWriter) finish(head changeHead) error {
	saved, err := json.Marshal(head)
	if err != nil {
		return err
	}
	saved[len(saved)-1] = ','
	return w.write(lineChange, saved)
}

// write writes a line of the kind: its head, and the tables so far.
func (w *changeWriter) write(kind string, head []byte) error {
	line := beginLine(make([]byte, 0, len(head)+len(w.tables)+64), kind, w.seq)
	line = append(line, head...)
	line = append(line, `"tables":{`...)
	line = append(line, w.tables...)
	if w.table != nil {
		line = append(line, ']')
	}
	line = endLine(append(line, "}}"...), 0)
	n, err := w.journal.log.WriteAt(line, w.at)
	w.at += int64(n)
	w.tables, w.table = w.tables[:0], nil
	return err
}
