package results

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/identity"
)

// File is an open results file. It is safe for concurrent use by the
// goroutines of one process; two processes must not share a file.
type File struct {
	path string

	mu    sync.Mutex
	table *table
	log   *os.File // open for appending, nil once closed
	// broken is the first error of an append. After it nothing more is
	// appended: what follows a half-written line would be lost with it.
	broken error
}

// Person is a starter for whom an account is about to be made.
type Person struct {
	Row               int
	UserPrincipalName string
}

// Open is [Prepare] and [Prepared.Open] in one.
func Open(path string) (*File, error) {
	p, err := Prepare(path)
	if err != nil {
		return nil, err
	}
	return p.Open()
}

// Prepared is a results file that can be opened, and that is still as it was.
type Prepared struct {
	path    string
	table   *table
	pending *atomicfile.Pending
}

// Prepare reads the results at path, if there are any, and writes them anew
// beside it: so a run learns before its first account, and not after, that the
// folder cannot be written. A file that is not a results file is an error.
func Prepare(path string) (*Prepared, error) {
	path, err := atomicfile.Resolve(path)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	t, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	pending, err := atomicfile.Prepare(path, writer(encodeFile(t.all())))
	if err != nil {
		return nil, err
	}
	return &Prepared{path: path, table: t, pending: pending}, nil
}

// Open puts the results that were written anew in the place of the file, which
// is readable by its owner only from then on, and makes it ready to be added to.
func (p *Prepared) Open() (*File, error) {
	if err := p.pending.Commit(); err != nil {
		return nil, err
	}
	log, err := os.OpenFile(p.path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	return &File{path: p.path, table: p.table, log: log}, nil
}

// Discard leaves the file as it was.
func (p *Prepared) Discard() { p.pending.Discard() }

// writer writes text, for package atomicfile.
func writer(text []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}
}

// Plan returns an initial password for each of the people, none of whom has an
// account, in their order. A password in a line without an id is used again,
// because an account may have been asked for with it by a run that was cut off.
// With an id it was that of an account which is gone, and is not used for
// another; such people, and those who have none, get one that is made here. When
// Plan returns, all passwords are on the disk, so that the accounts can be asked
// for. It returns no password with an error.
func (f *File) Plan(people []Person) ([]admin365.Secret, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	passwords := make([]admin365.Secret, len(people))
	lines := make([]Result, len(people))
	made := map[string]admin365.Secret{}
	for i, person := range people {
		planned := Result{Row: person.Row, UserPrincipalName: person.UserPrincipalName, Outcome: Planned}.tidy()
		name := key(planned.UserPrincipalName)
		if name == "" {
			return nil, fmt.Errorf("row %d has no user name to make a password for", person.Row)
		}
		passwords[i] = made[name]
		if passwords[i].IsZero() {
			passwords[i] = f.begun(planned.UserPrincipalName)
		}
		if passwords[i].IsZero() {
			passwords[i] = identity.NewPassword()
		}
		made[name] = passwords[i]
		planned.InitialPassword = passwords[i]
		lines[i] = f.table.merged(planned)
	}
	if err := f.append(lines, true); err != nil {
		return nil, err
	}
	for _, l := range lines {
		f.table.put(l, true)
	}
	return passwords, nil
}

// Record notes what became of a row. The line is handed to the operating
// system at once, so that it survives the end of this process; it is on the
// disk after the next [File.Plan] or [File.Close]. An error means that the line
// is not in the file yet; Close tries once more.
func (f *File) Record(r Result) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	r = f.table.merged(r)
	f.table.put(r, true)
	return f.append([]Result{r}, false)
}

// Password returns the initial password that the file has for the user, which
// is empty if there is none.
func (f *File) Password(userPrincipalName string) admin365.Secret {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.password(userPrincipalName)
}

func (f *File) password(userPrincipalName string) admin365.Secret {
	if i, found := f.table.users[key(userPrincipalName)]; found {
		return f.table.lines[i].InitialPassword
	}
	return admin365.Secret{}
}

// begun returns the password of an account that may have been asked for.
func (f *File) begun(userPrincipalName string) admin365.Secret {
	if i, found := f.table.users[key(userPrincipalName)]; found && f.table.lines[i].Begun() {
		return f.table.lines[i].InitialPassword
	}
	return admin365.Secret{}
}

// Results returns what will stand in the file after [File.Close].
func (f *File) Results() []Result {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.table.all()
}

// Close writes the file anew with one line for each person. If that fails, the
// file that was added to stays, and holds the same. Closing again does nothing.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.log == nil {
		return nil
	}
	err := f.log.Close()
	f.log = nil
	return errors.Join(err, atomicfile.Replace(f.path, writer(encodeFile(f.table.all()))))
}

// append adds lines to the file with one write, and syncs if told to.
func (f *File) append(lines []Result, sync bool) error {
	if f.log == nil {
		return os.ErrClosed
	}
	if f.broken != nil {
		return f.broken
	}
	_, err := f.log.Write(encode(lines...))
	if err == nil && sync {
		err = f.log.Sync()
	}
	if err != nil {
		f.broken = err
	}
	return err
}
