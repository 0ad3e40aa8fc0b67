package rest

import (
	"net/http"
	"strings"
	"sync"

	"golang.org/x/time/rate"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Client sends requests for one tenant. It is safe for concurrent use, and no
// goroutine of its own outlives a call.
type Client struct {
	cfg    Config
	shared *shared
	tenant *tenant
}

// shared is what the clients of all tenants have in common.
type shared struct {
	http *http.Client
	app  quota

	mu      sync.Mutex
	hosts   map[string]*rate.Limiter
	tenants map[string]*tenant
}

// tenant is what belongs to one tenant: its tokens, its limits and what was
// just created in it. Two clients of one tenant share it.
type tenant struct {
	id     admin365.TenantID
	quota  quota
	recent recent

	mu     sync.Mutex
	tokens map[string]*tokens
}

// New returns a client for the tenant of cfg. It validates cfg and contacts
// nobody.
func New(cfg Config) (*Client, error) {
	cfg, err := cfg.check()
	if err != nil {
		return nil, err
	}
	s := &shared{
		http:    &http.Client{},
		app:     newQuota(appUnits, appWrites),
		hosts:   map[string]*rate.Limiter{},
		tenants: map[string]*tenant{},
	}
	if cfg.HTTPClient != nil {
		*s.http = *cfg.HTTPClient
		if s.http.Transport == nil {
			s.http.Transport = http.DefaultTransport
		}
	} else {
		s.http.Transport = newTransport()
	}
	s.http.Transport = attempts{s.http.Transport}
	s.http.CheckRedirect = checkRedirect
	return &Client{cfg: cfg, shared: s, tenant: s.forTenant(cfg.TenantID)}, nil
}

// ForTenant returns a client like c for another tenant. Both share transport,
// credential and the limits of the application; the credential is asked for
// tokens of that tenant and has to be allowed to give them (for azidentity:
// AdditionallyAllowedTenants).
func (c *Client) ForTenant(id admin365.TenantID) (*Client, error) {
	if err := checkTenant(id); err != nil {
		return nil, err
	}
	other := *c
	other.cfg.TenantID = id
	other.tenant = c.shared.forTenant(id)
	return &other, nil
}

// TenantID returns the tenant as it was configured.
func (c *Client) TenantID() admin365.TenantID { return c.cfg.TenantID }

// Host returns scheme and host of an API in the configured cloud, such as
// "https://graph.microsoft.com", for bodies that name an object by its URL. It
// is empty where the cloud does not offer the API.
func (c *Client) Host(a *api.API) string {
	h, _ := a.Host(c.cfg.Cloud)
	return h.URL
}

// Making begins a call that makes an object, brings it back or gives it a name.
// It is taken before the call is sent, because what somebody else forgets
// meanwhile stays forgotten.
func (c *Client) Making() *Making { return c.tenant.recent.begin() }

// Forget drops ids and names that were deleted, so that "not found" means it
// again.
func (c *Client) Forget(ids ...string) { c.tenant.recent.drop(ids) }

func (s *shared) forTenant(id admin365.TenantID) *tenant {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := strings.ToLower(string(id))
	t := s.tenants[key]
	if t == nil {
		t = &tenant{id: id, quota: newQuota(tenantUnits, tenantWrites), tokens: map[string]*tokens{}}
		s.tenants[key] = t
	}
	return t
}

func (s *shared) host(name string) *rate.Limiter {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.hosts[name]
	if l == nil {
		l = hostRequests.limiter()
		s.hosts[name] = l
	}
	return l
}

func (t *tenant) forScope(scope string, cfg Config) *tokens {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.tokens[scope]
	if s == nil {
		s = newTokens(cfg.Credential, scope, t.id)
		t.tokens[scope] = s
	}
	return s
}
