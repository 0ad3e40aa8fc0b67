package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/tenantfile"
)

// tenants are what the emulator serves, and where they are kept.
type tenants struct {
	memories []*admin.Memory
	files    []*tenantfile.File
}

// first is the tenant that is signed in to where nothing else is said.
func (t tenants) first() *admin.Memory { return t.memories[0] }

// openTenants loads the tenants that the options name.
func openTenants(o options) (tenants, error) {
	switch {
	case o.tenantFile != "":
		return openTenant(o.tenantFile)
	case o.tenants != "":
		return openFolder(o.tenants)
	default:
		return tenants{memories: []*admin.Memory{admin.NewMemory(admin.MemoryConfig{})}}, nil
	}
}

// openTenant loads the tenant of the file, or begins with Contoso.
func openTenant(path string) (tenants, error) {
	file, err := tenantfile.Open(path, admin.MemoryConfig{})
	if err != nil {
		return tenants{}, err
	}
	return tenants{[]*admin.Memory{file.Memory}, []*tenantfile.File{file}}, nil
}

// openFolder loads every tenant of the folder into one world. An empty one begins
// with Contoso.
func openFolder(dir string) (tenants, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return tenants{}, err
	}
	if !info.IsDir() {
		return tenants{}, fmt.Errorf("%s is no folder; -tenant-file is for a file", dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return tenants{}, err
	}
	var names []string
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".json" {
			names = append(names, entry.Name())
		}
	}
	if len(names) == 0 {
		names = []string{"contoso.json"}
	}
	slices.Sort(names)
	t, err := openTenant(filepath.Join(dir, names[0]))
	if err != nil {
		return tenants{}, err
	}
	for _, name := range names[1:] {
		path := filepath.Join(dir, name)
		m, err := join(t.first(), path)
		if err != nil {
			return tenants{}, fmt.Errorf("%s: %w", path, err)
		}
		t.memories = append(t.memories, m)
		t.files = append(t.files, &tenantfile.File{Path: path, Memory: m})
	}
	return t, nil
}

// join loads a tenant into the world of another one.
func join(world *admin.Memory, path string) (*admin.Memory, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return world.LoadTenant(file)
}

// close saves each tenant in its file; one that fails does not keep the others from
// being saved.
func (t tenants) close() error {
	var errs []error
	for _, file := range t.files {
		if err := file.Save(); err != nil {
			errs = append(errs, fmt.Errorf("%s could not be saved: %w", file.Path, err))
		}
	}
	return errors.Join(errs...)
}
