package subjects

import (
	"context"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/admintest"
	"github.com/admin365/admin365/billing/billingtest"
	"github.com/admin365/admin365/identity/identitytest"
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

// live is a tenant that the environment names.
type live struct {
	id, domain, initial string
	token               admin365.Secret
	write               bool
	// http is how it is reached; nil is as usual.
	http *http.Client
}

func liveTenant(getenv func(string) string) (l live, why string) {
	l = live{
		id: getenv("ADMIN365_LIVE_TENANT"), domain: getenv("ADMIN365_LIVE_DOMAIN"), initial: getenv("ADMIN365_LIVE_INITIAL_DOMAIN"),
		token: admin365.NewSecret(getenv("ADMIN365_LIVE_TOKEN")), write: getenv("ADMIN365_LIVE_WRITE") == "yes",
	}
	if l.id == "" || l.domain == "" || l.token.IsZero() {
		return l, "no live tenant: ADMIN365_LIVE_TENANT, ADMIN365_LIVE_DOMAIN and ADMIN365_LIVE_TOKEN name one"
	}
	return l, ""
}

// liveWaits are how long the suites wait between repeated reads.
func liveWaits() []time.Duration {
	return []time.Duration{time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second}
}

// client is the client of the one caller whose token there is. It refuses by itself to
// write what must not be written.
func (l live) client(t *testing.T) *admin.Client {
	t.Helper()
	c, err := admin.New(admin.Config{
		TenantID: admin365.TenantID(l.id), Credential: givenToken{l.token}, ReadOnly: !l.write, HTTPClient: l.http,
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

// givenToken is a credential that has one token and no other.
type givenToken struct{ text admin365.Secret }

// GetToken implements azcore.TokenCredential.
func (g givenToken) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: g.text.Reveal()}, nil
}
