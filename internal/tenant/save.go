package tenant

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
)

// fileVersion is the version of the saved form. A file of a newer one is
// refused; one of an older is read for ever.
const fileVersion = 1

// fileHead is everything of a saved tenant but its tables.
type fileHead struct {
	Version    int               `json:"admin365"`
	TenantID   admin365.TenantID `json:"tenantId"`
	Time       time.Time         `json:"time"`
	Generation uint64            `json:"generation"`
	Seed       uint64            `json:"seed"`
	IDs        uint64            `json:"ids"`
}

// Save writes the tenant as one JSON document: tables in the order of their
// names, rows in the order of their keys, so that the same tenant is the same
// bytes. Writers go on meanwhile.
func (t *Tenant) Save(w io.Writer) error {
	t.settle()
	return t.saveState(w, t.state.Load())
}

func (t *Tenant) saveState(w io.Writer, st *state) error {
	out := bufio.NewWriterSize(w, 1<<16)
	head, err := json.Marshal(fileHead{fileVersion, t.id, t.world.saved(st), st.generation, st.seed, st.ids})
	if err != nil {
		return err
	}
	// The head's closing brace gives way to the tables.
	fmt.Fprintf(out, "%s,\n\"tables\":{", head[:len(head)-1])
	tables := slices.Clone(t.schema.tables)
	slices.SortFunc(tables, func(a, b *table) int { return strings.Compare(a.name, b.name) })
	// A table without rows is left out, so that a table which a later release
	// brings changes no file that does not use it.
	tables = slices.DeleteFunc(tables, func(t *table) bool { return st.mains[t.slot].Len() == 0 })
	for i, table := range tables {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(out, "\n%q:[", table.name)
		first := true
		var failed error
		st.mains[table.slot].Scan(func(e entry) bool {
			var row []byte
			if row, failed = json.Marshal(e.row); failed != nil {
				return false
			}
			if !first {
				out.WriteByte(',')
			}
			first = false
			out.WriteByte('\n')
			_, failed = out.Write(row)
			return failed == nil
		})
		if failed != nil {
			return fmt.Errorf("tenant: saving %s: %w", table.name, failed)
		}
		out.WriteByte(']')
	}
	out.WriteString("\n}}\n")
	return out.Flush()
}

// Load puts into the world the tenant that Save wrote. The world's clock moves
// on to the tenant's time if it is behind it; one without a start begins there. Tables that this release does not
// know and files of newer ones are refused, because dropping what they hold
// would lose data.
func (w *World) Load(r io.Reader) (*Tenant, error) {
	st, id, err := w.decode(r)
	if err != nil {
		return nil, err
	}
	if w.start.IsZero() {
		w.start = st.at
	}
	w.catchUp(st.at)
	return w.add(id, st, nil)
}

// LoadInto replaces the tenant's state by one that Save wrote of the same
// tenant, as a new generation.
func (t *Tenant) LoadInto(r io.Reader) error {
	st, id, err := t.world.decode(r)
	if err != nil {
		return err
	}
	if id != t.id {
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(t.id), Message: "the file is of tenant " + string(id)}
	}
	t.world.catchUp(st.at)
	return t.replace(st)
}

func (w *World) decode(r io.Reader) (*state, admin365.TenantID, error) {
	d := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	var head fileHead
	var t *Tenant
	fail := func(format string, args ...any) (*state, admin365.TenantID, error) {
		return nil, "", &admin365.Error{Kind: admin365.ErrInvalid, Message: "not a tenant file that this release can read: " + fmt.Sprintf(format, args...)}
	}
	if err := expect(d, json.Delim('{')); err != nil {
		return fail("%v", err)
	}
	raw := map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return fail("%v", err)
		}
		if name != "tables" {
			var value json.RawMessage
			if err := d.Decode(&value); err != nil {
				return fail("%v", err)
			}
			raw[name.(string)] = value
			continue
		}
		// The head stands before the tables.
		b, err := json.Marshal(raw)
		if err != nil {
			return fail("%v", err)
		}
		if err := json.Unmarshal(b, &head); err != nil {
			return fail("%v", err)
		}
		if head.Version < 1 || head.Version > fileVersion {
			return fail("its version is %d, this release reads 1 to %d", head.Version, fileVersion)
		}
		if head.TenantID == "" {
			return fail("it names no tenant")
		}
		t = &Tenant{id: head.TenantID, schema: w.schema}
		t.state.Store(newState(w.schema, head.Seed, head.Time))
		if err := t.commit(nil, head.Time, func(tx *Tx) error { return loadTables(tx, d) }); err != nil {
			return fail("%v", err)
		}
	}
	if t == nil {
		return fail("it has no tables")
	}
	if err := expect(d, json.Delim('}')); err != nil {
		return fail("%v", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return fail("something stands behind its end")
	}
	st := t.state.Load()
	st.generation, st.ids = head.Generation, head.IDs
	return st, head.TenantID, nil
}

func loadTables(tx *Tx, d *json.Decoder) error {
	tx.quiet = true
	if err := expect(d, json.Delim('{')); err != nil {
		return err
	}
	loaded := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		if loaded[name] {
			return fmt.Errorf("it has the table %s twice", name)
		}
		loaded[name] = true
		at := slices.IndexFunc(tx.schema.tables, func(t *table) bool { return t.name == name })
		if at < 0 {
			return fmt.Errorf("it has a table %s", name)
		}
		if err := expect(d, json.Delim('[')); err != nil {
			return err
		}
		for d.More() {
			var row json.RawMessage
			if err := d.Decode(&row); err != nil {
				return err
			}
			if err := (rows{tx, tx.schema.tables[at]}).load(row); err != nil {
				return err
			}
		}
		if err := expect(d, json.Delim(']')); err != nil {
			return err
		}
	}
	if err := knownJobs(tx); err != nil {
		return err
	}
	return expect(d, json.Delim('}'))
}

// knownJobs refuses jobs that this release cannot do.
func knownJobs(tx *Tx) error {
	for job := range In(tx, &tx.schema.jobs).All() {
		if _, known := tx.schema.jobKinds[job.Kind]; !known {
			return fmt.Errorf("it has a job of kind %s", job.Kind)
		}
	}
	return nil
}

func expect(d *json.Decoder, want json.Delim) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	if token != want {
		return fmt.Errorf("%v where %v was expected", token, want)
	}
	return nil
}
