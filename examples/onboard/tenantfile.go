package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/onboard/internal/atomicfile"
)

// tenantFile is a tenant in memory that outlives the program.
type tenantFile struct {
	path   string
	memory *admin.Memory
	// fresh says that there was no file when the tenant was opened.
	fresh bool
}

// openTenant returns the tenant in memory that the options mean, and its file,
// which is nil if the tenant is not to be kept or must not be changed.
func openTenant(o options) (*admin.Memory, *tenantFile, error) {
	cfg := admin.MemoryConfig{ReadOnly: o.dryRun}
	if o.tenantFile == "" {
		return admin.NewMemory(cfg), nil, nil
	}
	path, err := atomicfile.Resolve(o.tenantFile)
	if err != nil {
		return nil, nil, err
	}
	m, fresh, err := loadTenant(path, cfg)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", o.tenantFile, err)
	}
	if o.dryRun {
		o.tidy(path)
		return m, nil, nil
	}
	return m, &tenantFile{path: path, memory: m, fresh: fresh}, nil
}

// loadTenant loads the tenant at path, or makes a fresh one if there is none.
func loadTenant(path string, cfg admin.MemoryConfig) (m *admin.Memory, fresh bool, err error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return admin.NewMemory(cfg), true, nil
	}
	if err != nil {
		return nil, false, err
	}
	defer file.Close()
	m, err = admin.LoadMemory(file, cfg)
	return m, false, err
}

// tidy removes what a killed run may have left beside the files of this one,
// which writes neither of them itself. What cannot be removed does no harm.
func (o *options) tidy(tenantFile string) {
	_ = atomicfile.Clean(tenantFile)
	if o.results != "" {
		return
	}
	if results, err := atomicfile.Resolve(o.besideTenant()); err == nil {
		_ = atomicfile.Clean(results)
	}
}

// prepare writes the tenant beside the file, which is still as it was.
func (f *tenantFile) prepare() (*atomicfile.Pending, error) {
	return atomicfile.Prepare(f.path, f.memory.Save)
}

// undo takes back that a file was made where there was none.
func (f *tenantFile) undo() error {
	if f == nil || !f.fresh {
		return nil
	}
	return os.Remove(f.path)
}

// save puts the tenant as it is now in the place of the file. When it returns,
// the tenant is on the disk.
func (f *tenantFile) save() error { return atomicfile.Replace(f.path, f.memory.Save) }
