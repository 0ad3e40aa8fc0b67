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
	m, err := loadTenant(path, cfg)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", o.tenantFile, err)
	}
	if o.dryRun {
		return m, nil, nil
	}
	return m, &tenantFile{path: path, memory: m}, nil
}

// loadTenant loads the tenant at path, or makes one if there is none.
func loadTenant(path string, cfg admin.MemoryConfig) (*admin.Memory, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return admin.NewMemory(cfg), nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return admin.LoadMemory(file, cfg)
}

// save puts the tenant as it is now in the place of the file. When it returns,
// the tenant is on the disk.
func (f *tenantFile) save() error { return atomicfile.Replace(f.path, f.memory.Save) }
