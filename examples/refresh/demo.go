package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/admin365/admin365/admin"
)

// demonstrate shows the whole way on a tenant in memory: the plan, and the refresh,
// whose hours pass at once.
func (p program) demonstrate(ctx context.Context) int {
	folder, err := os.MkdirTemp("", "refresh")
	if err != nil {
		return p.unusable(err)
	}
	defer func() { _ = os.RemoveAll(folder) }() // What cannot be removed lies among the temporary files.
	c, err := reach(admin.NewMemory(admin.MemoryConfig{}), viaMemory)
	if err != nil {
		return p.unusable(err)
	}
	o := options{source: "Contoso Production", target: "Contoso UAT", state: filepath.Join(folder, "uat.json")}
	p.tell("A demonstration on a tenant in memory; %s -h says how to do it for real.\n\nThe plan:", p.name)
	dry := o
	dry.dryRun = true
	if code := p.refresh(ctx, c, dry); code != exitWell {
		return code
	}
	p.tell("\nIt is done:")
	return p.refresh(ctx, c, o)
}
