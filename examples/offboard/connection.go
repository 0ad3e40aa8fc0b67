package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/tenantfile"
	"github.com/admin365/admin365/identity"
)

// connection is the tenant that is worked on.
type connection struct {
	*identity.Service
	tenant admin365.TenantID
	// caller returns who is signed in; nobody if it is an application by itself.
	caller func(context.Context) (admin365.UserID, error)
	// save puts a tenant in memory on the disk; nil for a live one, and in a dry
	// run.
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
	c := connectionOf(file.Memory.Client)
	if !o.dryRun {
		c.save = file.Save
	}
	return c, nil
}

// live connects to a live tenant as whoever is signed in here: by environment
// variables, a managed identity, the Azure CLI and so on. It contacts nobody
// yet. The account needs the permissions User.ReadWrite.All,
// User.RevokeSessions.All, RoleManagement.ReadWrite.Directory and
// Group.ReadWrite.All, and for an administrator's password a role that may reset
// it.
func live(o options) (*connection, error) {
	credential, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{TenantID: string(o.tenant)})
	if err != nil {
		return nil, err
	}
	c, err := admin.New(admin.Config{TenantID: o.tenant, Credential: credential, ReadOnly: o.dryRun, UserAgent: "admin365-offboard"})
	if err != nil {
		return nil, err
	}
	return connectionOf(c), nil
}

func connectionOf(c *admin.Client) *connection {
	return &connection{Service: c.Identity, tenant: c.TenantID(), caller: func(ctx context.Context) (admin365.UserID, error) {
		return signedIn(ctx, c)
	}}
}

// signedIn returns the id of who is signed in.
func signedIn(ctx context.Context, c *admin.Client) (admin365.UserID, error) {
	answer, err := c.Raw(ctx, admin.RawRequest{Method: "GET", Path: "/v1.0/me", Query: url.Values{"$select": {"id"}}})
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
