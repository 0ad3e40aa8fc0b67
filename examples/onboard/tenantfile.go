package main

import (
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/examples/internal/tenantfile"
)

// openTenant returns the tenant in memory that the options mean, and its file,
// which is nil if the tenant is not to be kept or must not be changed.
func openTenant(o options) (*admin.Memory, *tenantfile.File, error) {
	cfg := admin.MemoryConfig{ReadOnly: o.dryRun}
	if o.tenantFile == "" {
		return admin.NewMemory(cfg), nil, nil
	}
	file, err := tenantfile.Open(o.tenantFile, cfg)
	if err != nil {
		return nil, nil, err
	}
	if o.dryRun {
		o.tidy(file.Path)
		return file.Memory, nil, nil
	}
	return file.Memory, file, nil
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
