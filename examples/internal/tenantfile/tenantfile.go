// Package tenantfile keeps a tenant in memory in a file that outlives the
// program.
package tenantfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// File is a tenant in memory and its place on the disk.
type File struct {
	Path   string
	Memory *admin.Memory
	// fresh says that there was no file when the tenant was opened.
	fresh bool
}

// Open loads the tenant at path, or makes one if there is none. It writes
// nothing yet.
func Open(path string, cfg admin.MemoryConfig) (*File, error) {
	resolved, err := atomicfile.Resolve(path)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(resolved)
	if errors.Is(err, fs.ErrNotExist) {
		return &File{Path: resolved, Memory: admin.NewMemory(cfg), fresh: true}, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	m, err := admin.LoadMemory(file, cfg)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &File{Path: resolved, Memory: m}, nil
}

// Save puts the tenant as it is now in the place of the file. When it returns,
// the tenant is on the disk.
func (f *File) Save() error { return atomicfile.Replace(f.Path, f.Memory.Save) }

// Prepare writes the tenant beside the file, which is still as it was.
func (f *File) Prepare() (*atomicfile.Pending, error) {
	return atomicfile.Prepare(f.Path, f.Memory.Save)
}

// Undo takes back that a file was made where there was none. Of no file there is
// nothing to undo.
func (f *File) Undo() error {
	if f == nil || !f.fresh {
		return nil
	}
	return os.Remove(f.Path)
}
