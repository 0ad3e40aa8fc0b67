package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// record is the file of what was: a line of JSON for each step, on the disk before
// the tenant is asked, so that a run can be cut off at any moment. A nil record is of
// a tenant that nobody keeps.
type record struct {
	file  *os.File
	steps []step
	now   func() time.Time
}

// recordVersion is that of the records that are written here.
const recordVersion = 1

// header is the first line.
type header struct {
	Version int               `json:"domainRecord"`
	Tenant  admin365.TenantID `json:"tenant"`
}

// step is what was done: with somebody's name, or with the default domain, when there
// is no ID.
type step struct {
	Step        string          `json:"step"`
	At          time.Time       `json:"at"`
	ID          admin365.UserID `json:"id,omitzero"`
	DisplayName string          `json:"displayName,omitzero"`
	// From and To are the old and the new name.
	From string `json:"from"`
	To   string `json:"to"`
}

// The steps.
const (
	// stepDefault: another domain is about to be the default one.
	stepDefault = "default"
	// stepBegun: a name is about to change. Without a further step it did or not.
	stepBegun   = "begun"
	stepMoved   = "moved"
	stepRefused = "refused"
	// stepReturning: the old name is about to come back, and stepReturned: it is back.
	stepReturning = "returning"
	stepReturned  = "returned"
)

// errRecord is that the record cannot be written, so that nothing more may be changed.
var errRecord = errors.New("the record cannot be written")

const notRecord = "this is not a record of names, or one of another version"

// openRecord opens the record at path to add to it, and makes one if there is none.
func openRecord(path string, c *connection) (*record, error) {
	if path == "" {
		return nil, nil
	}
	path, err := atomicfile.Resolve(path)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	r := &record{file: file, now: c.now}
	whole, err := r.read(c.TenantID())
	if err == nil {
		// What a killed process has left of a last line goes.
		err = file.Truncate(whole)
	}
	if err == nil {
		_, err = file.Seek(whole, io.SeekStart)
	}
	if err == nil && whole == 0 {
		err = r.write(header{recordVersion, c.TenantID()})
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	return r, nil
}

// readRecord reads the record at path and leaves it as it is; it is nil if there is
// none.
func readRecord(path string, c *connection) (*record, error) {
	if path == "" {
		return nil, nil
	}
	path, err := atomicfile.Resolve(path)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r := &record{file: file}
	if _, err := r.read(c.TenantID()); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// read reads what stands in the file, and returns how much of it is whole lines.
func (r *record) read(tenant admin365.TenantID) (whole int64, err error) {
	text, err := io.ReadAll(r.file)
	if err != nil {
		return 0, err
	}
	end := bytes.LastIndexByte(text, '\n') + 1
	if end == 0 && !bytes.HasPrefix(text, []byte(`{"domainRecord":`)) && !bytes.HasPrefix([]byte(`{"domainRecord":`), text) {
		return 0, errors.New(notRecord)
	}
	lines := bytes.Split(text[:end], []byte{'\n'})
	return int64(end), r.parse(lines[:len(lines)-1], tenant)
}

func (r *record) parse(lines [][]byte, tenant admin365.TenantID) error {
	for i, line := range lines {
		if i == 0 {
			var h header
			if err := json.Unmarshal(line, &h); err != nil || h.Version != recordVersion {
				return errors.New(notRecord)
			}
			if !sameText(h.Tenant, tenant) {
				return fmt.Errorf("the record is of another tenant, or of one that was named otherwise: %s", h.Tenant)
			}
			continue
		}
		var s step
		if err := json.Unmarshal(line, &s); err != nil || s.From == "" || s.To == "" || (s.ID == "") != (s.Step == stepDefault) {
			return fmt.Errorf("line %d is none of a record of names", i+1)
		}
		r.steps = append(r.steps, s)
	}
	return nil
}

// add puts a step on the disk.
func (r *record) add(what string, who move) error {
	if r == nil {
		return nil
	}
	return r.write(step{Step: what, At: r.now().UTC(), ID: who.id, DisplayName: who.displayName, From: who.from, To: who.to})
}

func (r *record) write(line any) error {
	text, err := json.Marshal(line)
	if err == nil {
		_, err = r.file.Write(append(text, '\n'))
	}
	if err == nil {
		err = r.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errRecord, err)
	}
	return nil
}

func (r *record) close() error {
	if r == nil {
		return nil
	}
	return r.file.Close()
}

// formerDefault is the domain that was the default one before the record's steps made
// it that of the name; "" if none did.
func (r *record) formerDefault(name string) string {
	if r == nil {
		return ""
	}
	for _, s := range slices.Backward(r.steps) {
		if s.Step == stepDefault && sameText(s.To, name) {
			return s.From
		}
	}
	return ""
}

// owed is somebody whose name changed and was not put back.
type owed struct {
	move
	// names are those that he may have now: what was begun counts, because nobody
	// knows what became of it.
	names []string
	// settled: his name is the old one.
	settled bool
}

// owed returns who they are, in the order in which they were moved.
func (r *record) owed() []*owed {
	if r == nil {
		return nil
	}
	var all []*owed
	byID := map[string]*owed{}
	for _, s := range r.steps {
		if s.ID == "" {
			continue
		}
		key := strings.ToLower(string(s.ID))
		o := byID[key]
		switch s.Step {
		case stepBegun, stepMoved:
			if o == nil || o.settled {
				o = &owed{move: move{id: s.ID, from: s.From}}
				byID[key], all = o, append(all, o)
			}
			o.displayName, o.to = s.DisplayName, s.To
			o.names = append(o.names, s.From, s.To)
		case stepRefused:
			// The name is what it was before.
			if o != nil && sameText(o.from, s.From) {
				o.settled = true
			}
		case stepReturned:
			if o != nil {
				o.settled = true
			}
		default:
		}
	}
	return slices.DeleteFunc(all, func(o *owed) bool { return o.settled })
}
