package subjects

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/admintest"
	"github.com/admin365/admin365/billing/billingtest"
	"github.com/admin365/admin365/identity/identitytest"
	"github.com/admin365/admin365/instances/instancestest"
)

// LiveIdentity returns the harness of the identity suite for the live tenant that
// the environment names, or why there is none:
//
//	ADMIN365_LIVE_TENANT          its id, a GUID
//	ADMIN365_LIVE_DOMAIN          a verified domain of it, for new user names
//	ADMIN365_LIVE_INITIAL_DOMAIN  its *.onmicrosoft.com domain; for LiveAdmin alone
//	ADMIN365_LIVE_TOKEN           an access token for Microsoft Graph
//	ADMIN365_LIVE_WRITE           "yes" lets the suite write; without it it only reads
func LiveIdentity() (h identitytest.Harness, why string) {
	l, why := liveTenant(os.Getenv)
	return l.identity(), why
}

// LiveBilling returns the harness of the billing suite for the live tenant; see
// [LiveIdentity].
func LiveBilling() (h billingtest.Harness, why string) {
	l, why := liveTenant(os.Getenv)
	return l.billing(), why
}

// LiveAdmin returns the harness of the suite of the tenant's settings for the live
// tenant; see [LiveIdentity].
func LiveAdmin() (h admintest.Harness, why string) {
	l, why := liveTenant(os.Getenv)
	if why == "" && l.initial == "" {
		why = "ADMIN365_LIVE_INITIAL_DOMAIN does not name the initial domain of the live tenant"
	}
	return l.admin(), why
}

// LiveInstances returns the harness of the instances suite for the live tenant; see
// [LiveIdentity]. Its APIs take tokens of their own:
//
//	ADMIN365_LIVE_TOKEN_BAP             for https://service.powerapps.com/
//	ADMIN365_LIVE_TOKEN_POWERPLATFORM   for https://api.powerplatform.com/
//	ADMIN365_LIVE_TOKEN_WAVES           of a person, for 065d9450-1e87-434e-ac2f-69af271549ed;
//	                                    without it the cases about release waves are left out
func LiveInstances() (h instancestest.Harness, why string) {
	l, why := liveTenant(os.Getenv)
	if why == "" && (l.other.bap.IsZero() || l.other.platform.IsZero()) {
		why = "ADMIN365_LIVE_TOKEN_BAP and ADMIN365_LIVE_TOKEN_POWERPLATFORM do not hold the tokens for environments"
	}
	return l.instances(), why
}

// live is a tenant that the environment names.
type live struct {
	id, domain, initial string
	token               admin365.Secret
	other               otherTokens
	write               bool
	// http is how it is reached; nil is as usual.
	http *http.Client
}

func liveTenant(getenv func(string) string) (l live, why string) {
	l = live{
		id: getenv("ADMIN365_LIVE_TENANT"), domain: getenv("ADMIN365_LIVE_DOMAIN"), initial: getenv("ADMIN365_LIVE_INITIAL_DOMAIN"),
		token: admin365.NewSecret(getenv("ADMIN365_LIVE_TOKEN")), write: getenv("ADMIN365_LIVE_WRITE") == "yes",
		other: otherTokens{
			bap: admin365.NewSecret(getenv("ADMIN365_LIVE_TOKEN_BAP")), platform: admin365.NewSecret(getenv("ADMIN365_LIVE_TOKEN_POWERPLATFORM")),
			waves: admin365.NewSecret(getenv("ADMIN365_LIVE_TOKEN_WAVES")),
		},
	}
	if l.id == "" || l.domain == "" || l.token.IsZero() {
		return l, "no live tenant: ADMIN365_LIVE_TENANT, ADMIN365_LIVE_DOMAIN and ADMIN365_LIVE_TOKEN name one"
	}
	return l, ""
}

// otherTokens are those for the APIs other than Graph.
type otherTokens struct{ bap, platform, waves admin365.Secret }

// liveWaits are how long the suites wait between repeated reads.
func liveWaits() []time.Duration {
	return []time.Duration{time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second}
}

// client is the client of the one caller whose token there is. It refuses by itself to
// write what must not be written.
func (l live) client(t *testing.T) *admin.Client {
	t.Helper()
	c, err := admin.New(admin.Config{
		TenantID: admin365.TenantID(l.id), Credential: givenTokens{l.token, l.other}, ReadOnly: !l.write, HTTPClient: l.http,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (l live) identity() identitytest.Harness {
	return identitytest.Harness{
		Domain: l.domain, MayWrite: l.write, Shared: true, Eventually: liveWaits(),
		New: func(t *testing.T, _ identitytest.Options) identitytest.Subject {
			t.Helper()
			return identitytest.Subject{Service: l.client(t).Identity}
		},
	}
}

// billing: nobody buys there, so the cases that write are those about what the tenant
// does not own.
func (l live) billing() billingtest.Harness {
	return billingtest.Harness{
		MayWrite: l.write, Shared: true, Eventually: liveWaits(),
		New: func(t *testing.T) billingtest.Subject {
			t.Helper()
			c := l.client(t)
			return billingtest.Subject{Service: c.Billing, Make: people(c.Identity, l.domain)}
		},
	}
}

// admin: without what makes people and other tenants the cases are left that are about
// the settings themselves.
func (l live) admin() admintest.Harness {
	return admintest.Harness{
		Domain: l.domain, InitialDomain: l.initial, TenantID: admin365.TenantID(l.id),
		MayWrite: l.write, Shared: true, Eventually: liveWaits(),
		New: func(t *testing.T) admintest.Subject {
			t.Helper()
			return admintest.Subject{Settings: admintest.Of(l.client(t))}
		},
	}
}

// instances: nobody makes people and groups there, and Microsoft does as it likes.
func (l live) instances() instancestest.Harness {
	return instancestest.Harness{
		MayWrite: l.write, Shared: true, Eventually: liveWaits(), Timeout: 12 * time.Hour,
		New: func(t *testing.T) instancestest.Subject {
			t.Helper()
			service := *l.client(t).Instances
			if l.other.waves.IsZero() {
				service.Waves = nil
			}
			return instancestest.Subject{Service: &service}
		},
	}
}

// givenTokens is a credential that has one token for each API and no other.
type givenTokens struct {
	graph admin365.Secret
	other otherTokens
}

// GetToken implements azcore.TokenCredential.
func (g givenTokens) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	text := g.graph
	switch scope := strings.Join(o.Scopes, " "); {
	case strings.Contains(scope, "service.powerapps.com"):
		text = g.other.bap
	case strings.Contains(scope, "api.powerplatform.com"):
		text = g.other.platform
	case strings.Contains(scope, "065d9450-1e87-434e-ac2f-69af271549ed"):
		text = g.other.waves
	}
	return azcore.AccessToken{Token: text.Reveal()}, nil
}
