package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/examples/internal/tenantfile"
)

// connection is the tenant that is worked on.
type connection struct {
	*admin.Client
	// now is the tenant's time.
	now func() time.Time
	// pause lets time pass, or ends with ctx. In memory that takes none.
	pause func(ctx context.Context, d time.Duration) error
	// publish is the host of the domain, who sets a record; nil where it is somebody
	// else.
	publish func(ctx context.Context, r admin.DNSRecord) error
	// save puts a tenant in memory on the disk; nil where none is kept.
	save func() error
}

// connect returns the tenant that the options mean.
func (p program) connect(o options) (*connection, error) {
	if o.live {
		return p.live(o)
	}
	cfg := admin.MemoryConfig{ReadOnly: !o.writes()}
	if o.tenantFile == "" {
		return reach(admin.NewMemory(cfg), o)
	}
	file, err := tenantfile.Open(o.tenantFile, cfg)
	if err != nil {
		return nil, err
	}
	c, err := reach(file.Memory, o)
	if err == nil && o.writes() {
		c.save = file.Save
	}
	return c, err
}

// reach returns a tenant in memory, directly or through our HTTP client.
func reach(m *admin.Memory, o options) (*connection, error) {
	client := m.Client
	if o.via == viaHTTP {
		var err error
		if client, err = admin.NewEmulator(m, admin.EmulatorConfig{}).Client(admin365.Caller{}); err != nil {
			return nil, err
		}
	}
	c := &connection{Client: client, now: m.Now, pause: func(ctx context.Context, d time.Duration) error {
		m.Advance(d)
		return ctx.Err()
	}}
	if o.publish {
		c.publish = m.Backstage.PublishDNS
	}
	return c, nil
}

// live connects to a live tenant as whoever is signed in here: by environment
// variables, a managed identity, the Azure CLI and so on. It contacts nobody yet. The
// account needs the permission Domain.ReadWrite.All and the role Domain Name
// Administrator; for -move-users User.ReadWrite.All and a role that may rename those
// people: User Administrator, and Global Administrator for other administrators.
func live(o options) (*connection, error) {
	credential, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{TenantID: string(o.tenant)})
	if err != nil {
		return nil, err
	}
	c, err := admin.New(admin.Config{TenantID: o.tenant, Credential: credential, ReadOnly: !o.writes(), UserAgent: "admin365-domain"})
	if err != nil {
		return nil, err
	}
	return &connection{Client: c, now: time.Now, pause: patience.Pause}, nil
}

// saved puts a tenant in memory on the disk.
func (c *connection) saved() error {
	if c.save == nil {
		return nil
	}
	return c.save()
}

// caller returns the id of who is signed in; nobody if it is an application by itself.
func (c *connection) caller(ctx context.Context) (admin365.UserID, error) {
	answer, err := c.Raw(ctx, admin.RawRequest{Method: http.MethodGet, Path: "/v1.0/me", Query: url.Values{"$select": {"id"}}})
	if errors.Is(err, admin365.ErrInvalid) || errors.Is(err, admin365.ErrNotFound) {
		// An application by itself is nobody, and the service says so.
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var me struct {
		ID admin365.UserID `json:"id"`
	}
	return me.ID, json.Unmarshal(answer.Body, &me)
}
