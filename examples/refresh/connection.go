package main

import (
	"context"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/examples/internal/tenantfile"
	"github.com/admin365/admin365/instances"
)

// connection is the tenant that is worked on.
type connection struct {
	*instances.Service
	tenant admin365.TenantID
	now    func() time.Time
	// pause lets time pass: on a tenant in memory, its own.
	pause func(context.Context, time.Duration) error
	// save puts a tenant in memory on the disk; nil for a live one, and in a dry run.
	save func() error
}

// connect returns the tenant that the options mean.
func (p program) connect(o options) (*connection, error) {
	if o.live {
		return p.live(o)
	}
	file, err := tenantfile.Open(o.tenantFile, admin.MemoryConfig{ReadOnly: o.dryRun})
	if err != nil {
		return nil, err
	}
	c, err := reach(file.Memory, o.via)
	if err == nil && !o.dryRun {
		c.save = file.Save
	}
	return c, err
}

// reach returns a tenant in memory, directly or through our HTTP client. Its hours pass
// as fast as they are waited for.
func reach(m *admin.Memory, via string) (*connection, error) {
	client := m.Client
	if via == viaHTTP {
		var err error
		if client, err = admin.NewEmulator(m, admin.EmulatorConfig{}).Client(admin365.Caller{}); err != nil {
			return nil, err
		}
	}
	pause := func(ctx context.Context, d time.Duration) error {
		m.Advance(d)
		return ctx.Err()
	}
	service := *client.Instances
	service.Operations = hurried{service.Operations, pause}
	return &connection{Service: &service, tenant: client.TenantID(), now: m.Now, pause: pause}, nil
}

// live connects to a live tenant as whoever is signed in here: by environment variables,
// a managed identity, the Azure CLI and so on. It contacts nobody yet. The account needs
// the role Power Platform Administrator or Dynamics 365 Administrator; an application
// has to be registered as a management application.
func live(o options) (*connection, error) {
	credential, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{TenantID: string(o.tenant)})
	if err != nil {
		return nil, err
	}
	c, err := admin.New(admin.Config{TenantID: o.tenant, Credential: credential, ReadOnly: o.dryRun, UserAgent: "admin365-refresh"})
	if err != nil {
		return nil, err
	}
	return &connection{Service: c.Instances, tenant: c.TenantID(), now: time.Now, pause: patience.Pause}, nil
}

// saved puts a tenant in memory on the disk.
func (c *connection) saved() error {
	if c.save == nil {
		return nil
	}
	return c.save()
}

// hurried are operations on a tenant in memory: to ask how one stands lets time pass.
type hurried struct {
	instances.Operations
	pause func(context.Context, time.Duration) error
}

// Get implements [instances.Operations].
func (h hurried) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	op, err := h.Operations.Get(ctx, id)
	if err != nil || op.Done() {
		return op, err
	}
	op.RetryAfter = time.Microsecond
	return op, h.pause(ctx, 10*time.Minute)
}
