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
	"github.com/admin365/admin365/examples/internal/tenantfile"
	"github.com/admin365/admin365/identity"
)

// connection is the tenant that is worked on.
type connection struct {
	*admin.Client
	// now is the tenant's time.
	now func() time.Time
	// save puts a tenant in memory on the disk; nil where none is kept.
	save func() error
}

// connect returns the tenant that the options mean.
func (p program) connect(ctx context.Context, o options) (*connection, error) {
	if o.live {
		return p.live(o)
	}
	cfg := admin.MemoryConfig{ReadOnly: !o.writes()}
	if o.tenantFile == "" {
		m, err := demoTenant(ctx)
		if err != nil {
			return nil, err
		}
		return reach(m, o)
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
	return &connection{Client: client, now: m.Now}, nil
}

// live connects to a live tenant as whoever is signed in here: by environment
// variables, a managed identity, the Azure CLI and so on. It contacts nobody yet. The
// account needs the permissions Organization.Read.All and User.Read.All; to know who
// signed in when, AuditLog.Read.All, a role that reads reports, and a tenant with
// Microsoft Entra ID P1; for -free, RoleManagement.Read.Directory, GroupMember.Read.All
// and, with -yes, LicenseAssignment.ReadWrite.All.
func live(o options) (*connection, error) {
	credential, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{TenantID: string(o.tenant)})
	if err != nil {
		return nil, err
	}
	c, err := admin.New(admin.Config{TenantID: o.tenant, Credential: credential, ReadOnly: !o.writes(), UserAgent: "admin365-licenses"})
	if err != nil {
		return nil, err
	}
	return &connection{Client: c, now: time.Now}, nil
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

// administrators returns the Global Administrators, those by a group included.
func (c *connection) administrators(ctx context.Context) ([]admin365.UserID, error) {
	var all []admin365.UserID
	for holder, err := range identity.Holders(ctx, c.Identity.RoleAssignments, identity.GlobalAdministrator) {
		if err != nil {
			return nil, err
		}
		all = append(all, admin365.UserID(holder))
		for member, err := range c.Identity.GroupMembers.ListTransitive(ctx, admin365.GroupID(holder)) {
			if errors.Is(err, admin365.ErrNotFound) {
				// It is no group, which is the usual case.
				break
			}
			if err != nil {
				return nil, err
			}
			all = append(all, admin365.UserID(member.ID))
		}
	}
	return all, nil
}
