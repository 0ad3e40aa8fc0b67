package main

import (
	"context"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/tenantfile"
	"github.com/admin365/admin365/support"
)

// connection is the tenant that is looked at.
type connection struct {
	*admin.Client
	// partner is Partner Center as the partner sees it; on a tenant in memory the tenant is
	// the partner too.
	partner *support.PartnerService
	now     func() time.Time
	// wait is how to wait for what takes time.
	wait admin365.WaitOptions
	// save puts a tenant in memory on the disk; nil for a live one, and where nothing is
	// opened.
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
	c, err := reach(file.Memory, o.via)
	if err == nil && o.yes {
		c.save = file.Save
	}
	return c, err
}

// reach returns a tenant in memory, directly or through our HTTP client. Its minutes pass
// as fast as they are waited for.
func reach(m *admin.Memory, via string) (*connection, error) {
	client := *m.Client
	if via == viaHTTP {
		wire, err := admin.NewEmulator(m, admin.EmulatorConfig{}).Client(admin365.Caller{})
		if err != nil {
			return nil, err
		}
		client = *wire
	}
	service := *client.Support
	service.Operations = hurried{service.Operations, m}
	client.Support = &service
	return &connection{Client: &client, partner: service.Partner, now: m.Now, wait: admin365.WaitOptions{Interval: time.Microsecond}}, nil
}

// live connects to a live tenant as whoever is signed in here: by environment variables,
// a managed identity, the Azure CLI and so on. It contacts nobody yet. The account needs
// the role Service Support Administrator, or Global Reader if it opens nothing, and for
// -user one that reads environments, such as Dynamics 365 Administrator.
func live(o options) (*connection, error) {
	credential, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{
		TenantID: string(o.tenant), AdditionallyAllowedTenants: additional(o),
	})
	if err != nil {
		return nil, err
	}
	c, err := admin.New(admin.Config{TenantID: o.tenant, Credential: credential, ReadOnly: !o.yes, UserAgent: "admin365-oncall"})
	if err != nil {
		return nil, err
	}
	found := &connection{Client: c, partner: c.Support.Partner, now: time.Now}
	if o.partner != "" {
		// The requests are the partner's, and what they are about the customer's.
		found.Client, err = c.ForTenant(o.partner)
	}
	return found, err
}

// additional are the tenants besides the credential's own.
func additional(o options) []string {
	if o.partner == "" {
		return nil
	}
	return []string{string(o.partner)}
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
	support.Operations
	m *admin.Memory
}

// Get implements [support.Operations].
func (h hurried) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	op, err := h.Operations.Get(ctx, id)
	if err != nil || op.Done() {
		return op, err
	}
	op.RetryAfter = time.Microsecond
	h.m.Advance(10 * time.Second)
	return op, ctx.Err()
}
