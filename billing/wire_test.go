package billing_test

import (
	"net/http"
	"net/url"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/internal/wiretest"
)

// What the tests stand on: products that Contoso does not own, and some of their plans.
const (
	entraP1   admin365.SKUID = "078d2b04-f1bd-4111-bbd4-b4b1b354cef4" // AAD_PREMIUM
	officeE3  admin365.SKUID = "6fd2c87f-b296-42f0-b197-1e91e994b900" // ENTERPRISEPACK
	crmOnline admin365.SKUID = "d17b27af-3f49-4822-99f9-56a661538792" // CRMSTANDARD
	sales     admin365.SKUID = "1e1a282c-9c54-43a2-9310-98ef728faace" // DYN365_ENTERPRISE_SALES
	project   admin365.SKUID = "53818b1b-4a27-454b-8896-0dba576410e6" // PROJECTPROFESSIONAL
	visio     admin365.SKUID = "c5928f49-12ba-48f7-ada3-0d743a3601d5" // a trial of Contoso's

	planMFA       admin365.ServicePlanID = "8a256a2b-b617-496d-b51b-e76466e88db0" // of entraP1
	planDiscovery admin365.ServicePlanID = "932ad362-64a8-4783-9106-97849a1a30b9" // of entraP1
)

const (
	badRequest = "Request_BadRequest"
	nobody     = "11111111-2222-4333-8444-555555555555"
)

// wire is a tenant in memory as a client without this library sees it.
type wire struct{ *subjects.Wire }

func newWire(t *testing.T) *wire {
	t.Helper()
	return &wire{subjects.NewWire(t, newTest(t), admin365.Caller{})}
}

func eventual(r *http.Request) { subjects.Eventual(r) }

func sample(t *testing.T, name string) []byte {
	t.Helper()
	return wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "samples/billing/"+name)
}

// buy buys seats of a product.
func buy(t testing.TB, m *admin.Memory, sku admin365.SKUID, seats int) *billing.Subscription {
	t.Helper()
	s, err := m.Backstage.Billing.Buy(t.Context(), billing.Purchase{SKUID: sku, Seats: seats})
	require.NoError(t, err)
	return s
}

// id is the object id of a user of Contoso.
func id(t testing.TB, m *admin.Memory, nickname string) admin365.UserID {
	t.Helper()
	u, err := m.Identity.Users.Get(t.Context(), admin365.UserID(nickname+"@contoso.com"))
	require.NoError(t, err)
	return u.ID
}

// group is a new security group of these people.
func group(t testing.TB, m *admin.Memory, name string, members ...admin365.UserID) admin365.GroupID {
	t.Helper()
	n := identity.NewGroup{DisplayName: name, MailNickname: name, SecurityEnabled: new(true)}
	for _, u := range members {
		n.Members = append(n.Members, admin365.ObjectID(u))
	}
	g, err := m.Identity.Groups.Create(t.Context(), n)
	require.NoError(t, err)
	return g.ID
}

func adding(licenses ...admin365.AssignedLicense) billing.LicenseChange {
	return billing.LicenseChange{Add: licenses}
}

func removing(skus ...admin365.SKUID) billing.LicenseChange {
	return billing.LicenseChange{Remove: skus}
}

func license(sku admin365.SKUID, off ...admin365.ServicePlanID) admin365.AssignedLicense {
	return admin365.AssignedLicense{SKUID: sku, DisabledPlans: off}
}

func query(name, value string) string { return name + "=" + url.QueryEscape(value) }

// newcomer is a new user who is there; "" is nowhere.
func newcomer(t testing.TB, m *admin.Memory, name, location string) admin365.UserID {
	t.Helper()
	u, err := m.Identity.Users.Create(t.Context(), identity.NewUser{
		UserPrincipalName: name + "@contoso.com", DisplayName: name, MailNickname: name, UsageLocation: location,
		PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
	})
	require.NoError(t, err)
	return u.ID
}

// unsecured is a group that no rights can be given to.
func unsecured() identity.NewGroup {
	return identity.NewGroup{DisplayName: "Distribution", MailNickname: "distribution", MailEnabled: new(true), SecurityEnabled: new(false)}
}
