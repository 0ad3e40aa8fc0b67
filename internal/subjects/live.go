package subjects

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity/identitytest"
)

// LiveIdentity returns the harness of the identity suite for the live tenant that
// the environment names, or why there is none:
//
//	ADMIN365_LIVE_TENANT  its id
//	ADMIN365_LIVE_DOMAIN  a verified domain of it, for new user names
//	ADMIN365_LIVE_TOKEN   an access token for Microsoft Graph
//	ADMIN365_LIVE_WRITE   "yes" lets the suite write; without it it only reads
func LiveIdentity() (h identitytest.Harness, why string) {
	id, domain, token := os.Getenv("ADMIN365_LIVE_TENANT"), os.Getenv("ADMIN365_LIVE_DOMAIN"), os.Getenv("ADMIN365_LIVE_TOKEN")
	if id == "" || domain == "" || token == "" {
		return h, "no live tenant: ADMIN365_LIVE_TENANT, ADMIN365_LIVE_DOMAIN and ADMIN365_LIVE_TOKEN name one"
	}
	write := os.Getenv("ADMIN365_LIVE_WRITE") == "yes"
	return identitytest.Harness{
		Domain: domain, MayWrite: write, Shared: true,
		Eventually: []time.Duration{time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second},
		New: func(t *testing.T, _ identitytest.Options) identitytest.Subject {
			t.Helper()
			c, err := admin.New(admin.Config{
				TenantID: admin365.TenantID(id), Credential: givenToken{admin365.NewSecret(token)}, ReadOnly: !write,
			})
			if err != nil {
				t.Fatal(err)
			}
			// There is one token, and so one caller.
			return identitytest.Subject{Service: c.Identity}
		},
	}, ""
}

// givenToken is a credential that has one token and no other.
type givenToken struct{ text admin365.Secret }

// GetToken implements azcore.TokenCredential.
func (g givenToken) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: g.text.Reveal()}, nil
}
