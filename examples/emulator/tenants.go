package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// tenants are what the emulator serves. Those that are kept in files keep themselves
// there, see [admin.OpenMemory].
type tenants []*admin.Memory

// openTenants opens the tenants that the options name.
func openTenants(o options) (tenants, error) {
	cfg := admin.MemoryConfig{Sync: admin.SyncMode(o.sync)}
	switch {
	case o.tenantFile != "":
		m, err := admin.OpenMemory(o.tenantFile, cfg)
		if err != nil {
			return nil, named(o.tenantFile, err)
		}
		return tenants{m}, nil
	case o.tenants != "":
		return openFolder(o.tenants, cfg)
	default:
		return tenants{admin.NewMemory(cfg)}, nil
	}
}

// openFolder opens every tenant of the folder in one world. An empty one begins with
// Contoso.
func openFolder(dir string, cfg admin.MemoryConfig) (t tenants, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries { // They are in order.
		if filepath.Ext(entry.Name()) == ".json" {
			names = append(names, entry.Name())
		}
	}
	if len(names) == 0 {
		names = []string{"contoso.json"}
	}
	for _, name := range names {
		path := filepath.Join(dir, name)
		var m *admin.Memory
		if len(t) == 0 {
			m, err = admin.OpenMemory(path, cfg)
		} else {
			m, err = t[0].OpenTenant(path)
		}
		if err != nil {
			return nil, errors.Join(named(path, err), t.close())
		}
		t = append(t, m)
	}
	return t, nil
}

// named says which file an error is about, and says it once.
func named(path string, err error) error {
	if e, ok := errors.AsType[*admin365.Error](err); ok && error(e) == err && e.Target == filepath.Base(path) { //nolint:errorlint // This very error, and none that wraps it.
		nameless := *e
		nameless.Target = ""
		err = &nameless
	}
	return fmt.Errorf("%s: %w", path, err)
}

// close writes each tenant to its file; one that fails does not keep the others from
// being written.
func (t tenants) close() error {
	var errs []error
	for _, m := range t {
		if err := m.Close(); err != nil {
			errs = append(errs, fmt.Errorf("tenant %s could not be saved: %w", m.TenantID(), err))
		}
	}
	return errors.Join(errs...)
}
