package main

import (
	"context"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/tenantfile"
	"github.com/admin365/admin365/instances"
)

// connection is the tenant that is worked on.
type connection struct {
	*instances.Service
	now func() time.Time
	// save puts a tenant in memory on the disk; nil for a live one, and where nothing is
	// moved.
	save func() error
}

// connect returns the tenant that the options mean.
func (p program) connect(o options) (*connection, error) {
	if o.live {
		return p.live(o)
	}
	file, err := tenantfile.Open(o.tenantFile, admin.MemoryConfig{ReadOnly: !o.yes})
	if err != nil {
		return nil, err
	}
	c := reach(file.Memory)
	if o.yes {
		c.save = file.Save
	}
	return c, nil
}

// reach returns a tenant in memory.
func reach(m *admin.Memory) *connection { return &connection{Service: m.Instances, now: m.Now} }

// live connects to a live tenant as whoever is signed in here: by environment variables,
// a managed identity, the Azure CLI and so on. It contacts nobody yet. The account needs
// the role Dynamics 365 Administrator; an application has to be registered as a
// management application of Power Platform, and to be on Business Central's list of
// authorized applications with the permission AdminCenter.ReadWrite.All.
func live(o options) (*connection, error) {
	credential, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{TenantID: string(o.tenant)})
	if err != nil {
		return nil, err
	}
	c, err := admin.New(admin.Config{TenantID: o.tenant, Credential: credential, ReadOnly: !o.yes, UserAgent: "admin365-updates"})
	if err != nil {
		return nil, err
	}
	return &connection{Service: c.Instances, now: time.Now}, nil
}

// calendar is the lines of the calendar, and when it was read.
type calendar struct {
	lines []*instances.Planned
	read  time.Time
}

func (c *connection) calendar(ctx context.Context) (*calendar, error) {
	plan := &calendar{read: c.now().UTC()}
	for line, err := range instances.Calendar(ctx, c.Service) {
		if err != nil {
			return nil, err
		}
		plan.lines = append(plan.lines, line)
	}
	return plan, nil
}
