package results

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/onboard/internal/atomicfile"
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

// Open reads the results at path, if there are any, and makes the file ready
// to be added to. It writes the file anew at once, readable by its owner only:
// so a run learns before its first account, and not after, that the folder
// cannot be written. A file that is not a results file is left as it is.
func Open(path string) (*File, error) {
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
	if err := replace(path, encodeFile(t.all())); err != nil {
		return nil, err
	}
	log, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	return &File{path: path, table: t, log: log}, nil
}

// replace puts text in the place of the file at path.
func replace(path string, text []byte) error {
	return atomicfile.Replace(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// Plan returns an initial password for each of the people, in their order. A
// password that the file has already is used again, because the account may
// have been made with it by a run that was cut off; the others are made here.
// When Plan returns, all of them are on the disk, so that their accounts can be
// asked for. It returns no password with an error.
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
			passwords[i] = f.password(planned.UserPrincipalName)
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
	return errors.Join(err, replace(f.path, encodeFile(f.table.all())))
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
