package admin

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/rest"
	"github.com/admin365/admin365/support"
)

// Client is one tenant as one caller sees it. Its fields are the areas, structs
// of interfaces: replace a field's member to replace a part. A Client is safe
// for concurrent use as long as nobody replaces anything meanwhile.
type Client struct {
	// Identity is the people of the tenant.
	Identity *identity.Service
	// Billing is what the tenant has bought, and who uses it.
	Billing *billing.Service
	// Instances are the environments of Dynamics 365 and Power Platform.
	Instances *instances.Service
	// Health is what Microsoft says about its services.
	Health *health.Service
	// Support is what an administrator asks Microsoft.
	Support *support.Service

	// Organization is the tenant as a whole.
	Organization Organizations
	// Domains are the tenant's domains.
	Domains Domains
	// DomainRecords is what belongs into the DNS of the domains.
	DomainRecords DomainRecords
	// DomainDeletions deletes domains with all that uses them.
	DomainDeletions DomainDeletions
	// PasswordPolicy is when passwords expire, by domain.
	PasswordPolicy PasswordPolicies
	// SelfServiceReset is how people get a new password by themselves.
	SelfServiceReset SelfServiceReset
	// DirectorySync is the synchronization of a directory kept on-premises.
	DirectorySync DirectorySync
	// Authorization is what people may do by themselves.
	Authorization Authorization

	tenantID  admin365.TenantID
	cloud     admin365.Cloud
	forTenant func(admin365.TenantID) (*Client, error)
	raw       func(context.Context, rest.RawRequest) (*rest.RawResponse, error)
}

// New returns a client of a live tenant. It checks the configuration, contacts
// nobody and reads nothing from the environment; the first call asks the
// credential for a token.
func New(cfg Config) (*Client, error) {
	c, err := rest.New(cfg.rest())
	if err != nil {
		return nil, err
	}
	return newHTTP(c, cfg.Cloud), nil
}

func newHTTP(c *rest.Client, cloud admin365.Cloud) *Client {
	domains, policy := httpDomains{c}, httpAuthorization{c}
	links := Links{TenantID: c.TenantID(), Cloud: cloud}
	return &Client{
		Identity:        identity.NewHTTP(c),
		Billing:         billing.NewHTTP(c),
		Instances:       instances.NewHTTP(c),
		Health:          health.NewHTTP(c),
		Support:         support.NewHTTP(c, links.SupportRequests()),
		Organization:    httpOrganizations{c},
		Domains:         domains,
		DomainRecords:   httpDomainRecords{c},
		DomainDeletions: httpDomainDeletions{c},
		PasswordPolicy:  domainPasswords{domains},
		SelfServiceReset: httpSelfServiceReset{
			administratorsReset{policy}, usersReset{links}, c,
		},
		DirectorySync: httpDirectorySync{c},
		Authorization: policy,
		tenantID:      c.TenantID(),
		cloud:         cloud,
		forTenant: func(id admin365.TenantID) (*Client, error) {
			other, err := c.ForTenant(id)
			if err != nil {
				return nil, err
			}
			return newHTTP(other, cloud), nil
		},
		raw: c.Raw,
	}
}

// TenantID is the tenant that the client administers.
func (c *Client) TenantID() admin365.TenantID { return c.tenantID }

// ForTenant returns a client of another tenant that shares the connections, the
// application's limits and the credential: what a partner needs for a thousand
// customers. Tokens are asked for with the other tenant's id, so a credential
// that was made for one tenant has to allow the others; azidentity's have the
// option AdditionallyAllowedTenants for it. Of a [Memory] it returns a client of
// another tenant of the same world.
func (c *Client) ForTenant(id admin365.TenantID) (*Client, error) { return c.forTenant(id) }
