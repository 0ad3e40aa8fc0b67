package main

import (
	"context"
	"time"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// demonstrate shows the calendar of a tenant in memory, and moves what can be moved.
func (p program) demonstrate(ctx context.Context) int {
	m := admin.NewMemory(admin.MemoryConfig{})
	// Contoso's own sandbox waits for a version that is not released yet; this one has a
	// date.
	err := m.Backstage.Instances.Central.AddEnvironment(ctx, instances.CentralEnvironment{
		Name: "UAT", Type: instances.Sandbox, CountryCode: "DK", ApplicationVersion: "27.1",
	})
	if err != nil {
		return p.unusable(err)
	}
	c := reach(m)
	at := m.Now().AddDate(0, 0, 12).Truncate(24 * time.Hour)
	p.tell("A demonstration on a tenant in memory; %s -h says how to do it for real.\n", p.name)
	if code := p.updates(ctx, c, options{schedule: at}); code != exitWell {
		return code
	}
	p.tell("\nIt is done:\n")
	return p.updates(ctx, c, options{schedule: at, yes: true})
}
