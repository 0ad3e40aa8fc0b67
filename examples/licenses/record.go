package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// record is the file of what was taken: a line of JSON for each step, on the disk
// before the tenant is asked, so that a run can be cut off at any moment. A nil record
// is of a tenant that nobody keeps.
type record struct {
	file  *os.File
	steps []step
}

// recordVersion is that of the records that are written here.
const recordVersion = 1

// header is the first line.
type header struct {
	Version int               `json:"licensesRecord"`
	Tenant  admin365.TenantID `json:"tenant"`
}

// step is what was done with somebody.
type step struct {
	Step   string    `json:"step"`
	At     time.Time `json:"at"`
	Person person    `json:"person"`
	// Licenses are those that the step is about.
	Licenses []held `json:"licenses"`
}

// The steps.
const (
	// stepBegun: it is about to be taken. Without a further step it may be or not.
	stepBegun   = "begun"
	stepTaken   = "taken"
	stepRefused = "refused"
	// stepGiven: it was given back.
	stepGiven = "given back"
)

// errRecord is that the record cannot be written, so that nothing more may be taken.
var errRecord = errors.New("the record cannot be written")

// openRecord opens the record at path to add to it, and makes one if there is none.
func openRecord(path string, tenant admin365.TenantID) (*record, error) {
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
	r, err := readRecord(file, tenant)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	return r, nil
}

// readRecord reads what stands in the file. What a killed process has left of a last
// line goes.
func readRecord(file *os.File, tenant admin365.TenantID) (*record, error) {
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	r := &record{file: file}
	whole := bytes.LastIndexByte(text, '\n') + 1
	lines := bytes.Split(text[:whole], []byte{'\n'})
	if whole == 0 && len(text) > 0 && !bytes.HasPrefix(text, []byte(`{"licensesRecord":`)) {
		return nil, errors.New("this is not a record of licenses")
	}
	if err := r.parse(lines[:len(lines)-1], tenant); err != nil {
		return nil, err
	}
	if err := file.Truncate(int64(whole)); err != nil {
		return nil, err
	}
	if _, err := file.Seek(int64(whole), io.SeekStart); err != nil {
		return nil, err
	}
	if whole == 0 {
		return r, r.write(header{recordVersion, tenant})
	}
	return r, nil
}

func (r *record) parse(lines [][]byte, tenant admin365.TenantID) error {
	for i, line := range lines {
		if i == 0 {
			var h header
			if err := json.Unmarshal(line, &h); err != nil || h.Version != recordVersion {
				return errors.New("this is not a record of licenses, or one of another version")
			}
			if !sameText(h.Tenant, tenant) {
				return fmt.Errorf("the record is of another tenant, or of one that was named otherwise: %s", printable(string(h.Tenant)))
			}
			continue
		}
		var s step
		if err := json.Unmarshal(line, &s); err != nil || s.Person.ID == "" {
			return fmt.Errorf("line %d is none of a record of licenses", i+1)
		}
		r.steps = append(r.steps, s)
	}
	return nil
}

// add puts a step on the disk. One without licenses is none.
func (r *record) add(who person, what string, licenses []held) error {
	if r == nil || len(licenses) == 0 {
		return nil
	}
	return r.write(step{Step: what, At: time.Now().UTC(), Person: who, Licenses: licenses})
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

// owed is what was taken from whom and not given back, in the order in which it was
// taken. What was begun counts: nobody knows what became of it.
func (r *record) owed() []candidate {
	var all []candidate
	for _, s := range r.steps {
		at := slices.IndexFunc(all, func(c candidate) bool { return sameText(c.ID, s.Person.ID) })
		if at < 0 {
			at, all = len(all), append(all, candidate{person: s.Person})
		}
		c := &all[at]
		c.person = s.Person
		for _, h := range s.Licenses {
			c.licenses = slices.DeleteFunc(c.licenses, func(old held) bool { return sameText(old.SKUID, h.SKUID) })
			if s.Step == stepBegun || s.Step == stepTaken {
				c.licenses = append(c.licenses, h)
			}
		}
	}
	return slices.DeleteFunc(all, func(c candidate) bool { return len(c.licenses) == 0 })
}
