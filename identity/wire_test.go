package identity_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/internal/wiretest"
)

// wire is a tenant in memory as a client without this library sees it.
type wire struct{ *subjects.Wire }

type answer = subjects.Answer

func newWire(t *testing.T) *wire { return newWireFor(t, admin365.Caller{}) }

func newWireFor(t *testing.T, caller admin365.Caller) *wire {
	t.Helper()
	return &wire{subjects.NewWire(t, newTest(t), caller)}
}

func eventual(r *http.Request) { subjects.Eventual(r) }

func sample(t *testing.T, name string) []byte {
	t.Helper()
	return wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "samples/identity-admin/"+name)
}

// collection is an answer to a list.
type collection struct {
	Value []identity.User `json:"value"`
}

// TestVendorSamples decodes the vendor's samples strictly into the public
// structs, and compares them key by key with what the emulator answers to the
// same requests.
func TestVendorSamples(t *testing.T) {
	t.Parallel()
	request, response := sample(t, "user-create.request.json"), sample(t, "user-create.response.json")
	list, conflict := sample(t, "users-list.json"), sample(t, "error-user-create-objectConflict.json")

	w := newWire(t)
	created := w.Do("POST", "/users", string(request))
	created.Want(t, http.StatusCreated)
	wiretest.MustSameShape(t, response, created.Whole)
	sent, got := wiretest.MustDecode[identity.User](t, response), wiretest.MustDecode[identity.User](t, created.Whole)
	assert.Equal(t, "Product Marketing Manager", sent.JobTitle)
	assert.Equal(t, sent.UserPrincipalName, got.UserPrincipalName)

	again := w.Do("POST", "/users", string(request))
	again.Refused(t, http.StatusBadRequest, "Request_BadRequest", wiretest.MustDecode[subjects.GraphError](t, conflict).Error.Message)
	wiretest.MustSameShape(t, conflict, again.Whole)
	assert.Equal(t, wiretest.MustDecode[subjects.GraphError](t, conflict).Error.Details, wiretest.MustDecode[subjects.GraphError](t, again.Whole).Error.Details)

	all := w.Do("GET", "/users", "")
	all.Want(t, http.StatusOK)
	wiretest.MustSameShape(t, list, all.Whole)
	people := wiretest.MustDecode[collection](t, list).Value
	require.Len(t, people, 2)
	assert.Equal(t, []string{"425-555-0100"}, people[1].BusinessPhones)
	assert.Len(t, wiretest.MustDecode[collection](t, all.Whole).Value, 25)
}

// TestOwnFixtures: the same with fixtures of our own in the documented shape,
// which are always here.
// Source: https://learn.microsoft.com/graph/api/user-get and its neighbors.
func TestOwnFixtures(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	const adele = "/users/AdeleV@contoso.com"
	for _, c := range []struct{ fixture, path string }{
		{"user-get.json", adele},
		{"user-get-select.json", adele + "?$select=id,displayName"},
		{"users-page.json", "/users?$top=1"},
		{"user-manager.json", adele + "/manager"},
		{"user-reports.json", adele + "/directReports"},
		{"error-not-found.json", "/users/nobody@contoso.com"},
	} {
		t.Run(c.fixture, func(t *testing.T) {
			got := w.Do("GET", c.path, "")
			wiretest.MustSameShape(t, wiretest.Fixture(t, c.fixture), got.Whole)
		})
	}
	assert.Equal(t, "Contoso", wiretest.MustDecode[identity.User](t, wiretest.Fixture(t, "user-full.json")).CompanyName)
	full := wiretest.MustDecode[map[string]any](t, wiretest.Fixture(t, "user-full.json"))
	var names []string
	for name := range *full {
		names = append(names, name) // Annotations are decoded away.
	}
	got := w.Do("GET", adele+"?$select="+url.QueryEscape(strings.Join(names, ",")), "")
	got.Want(t, http.StatusOK)
	wiretest.MustSameShape(t, wiretest.Fixture(t, "user-full.json"), got.Whole)
}

// everything is a user to create with every field.
func everything() identity.NewUser {
	return identity.NewUser{
		UserPrincipalName: "ada@contoso.com", DisplayName: "Ada Lovelace", MailNickname: "ada", AccountEnabled: new(false),
		PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret("xWwvJ]6NMw+bWH-d"), ForceChangePasswordNextSignIn: true},
		GivenName:       "Ada", Surname: "Lovelace", Mail: "ada@contoso.com", OtherMails: []string{"ada@example.com"}, JobTitle: "Countess", Department: "R&D <1>",
		CompanyName: "Contoso", EmployeeID: "0007", EmployeeType: "Employee", EmployeeHireDate: time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 7200)),
		BusinessPhones: []string{"+44 1"}, MobilePhone: "+44 2", FaxNumber: "+44 3", OfficeLocation: "1/1", StreetAddress: "12 Square", City: "Ünder\u2028", State: "X",
		PostalCode: "1", Country: "UK", UsageLocation: "GB", PreferredLanguage: "en-GB", PreferredDataLocation: "EUR", PasswordPolicies: "DisablePasswordExpiration",
		UserType: identity.Guest, AgeGroup: "adult", ConsentProvidedForMinor: "granted", EmployeeOrgData: &identity.EmployeeOrgData{CostCenter: "1", Division: "2"},
		Identities:        []identity.ObjectIdentity{{SignInType: "federated", Issuer: "google.com", IssuerAssignedID: "7"}},
		ShowInAddressList: new(false), OnPremisesImmutableID: "abc", OnPremisesExtensionAttributes: &identity.ExtensionAttributes{ExtensionAttribute1: "a", ExtensionAttribute15: "o"},
	}
}

// TestBothWaysSayTheSame: create, get, list and manager answer in memory and
// over HTTP with equal values, empty lists and times included.
func TestBothWaysSayTheSame(t *testing.T) {
	t.Parallel()
	type told struct {
		Created, Got, Sparse, Manager, Report, Listed *identity.User
		Profile                                       *identity.Profile
	}
	tell := func(t *testing.T, m *admin.Test, c *admin.Client) (all told) {
		ctx, must := t.Context(), func(err error) { t.Helper(); require.NoError(t, err) }
		var err error
		all.Created, err = c.Identity.Users.Create(ctx, everything())
		must(err)
		must(c.Identity.Managers.Set(ctx, all.Created.ID, "AdeleV@contoso.com"))
		must(c.Identity.Profiles.Update(ctx, all.Created.ID, identity.ProfilePatch{Skills: []string{"a", "b"}}))
		all.Got, err = c.Identity.Users.Get(ctx, "ADA@contoso.com")
		must(err)
		all.Sparse, err = c.Identity.Users.Get(ctx, "admin@contoso.com")
		must(err)
		all.Manager, err = c.Identity.Managers.Get(ctx, all.Created.ID)
		must(err)
		all.Profile, err = c.Identity.Profiles.Get(ctx, all.Created.ID)
		must(err)
		for u, err := range c.Identity.Managers.Reports(ctx, "AdeleV@contoso.com") {
			must(err)
			all.Report = u
		}
		for u, err := range c.Identity.Users.List(ctx, identity.UserQuery{UserPrincipalNamePrefix: "ada@"}) {
			must(err)
			all.Listed = u
		}
		return all
	}
	m, h := newTest(t), newTest(t)
	direct, wired := tell(t, m, m.Client), tell(t, h, h.HTTP())
	level := func(u *identity.User) { // The clocks of two tenants differ by a moment.
		u.CreatedDateTime, u.LastPasswordChangeDateTime, u.SignInSessionsValidFromDateTime = time.Time{}, time.Time{}, time.Time{}
	}
	for _, all := range []told{direct, wired} {
		level(all.Got)
		level(all.Listed)
	}
	assert.Equal(t, direct.Created, wired.Created, "what a create answers")
	assert.Equal(t, direct.Got, wired.Got, "what get answers")
	assert.Equal(t, direct.Sparse, wired.Sparse, "of somebody with little")
	assert.Equal(t, direct.Manager, wired.Manager)
	assert.Equal(t, direct.Report, wired.Report)
	assert.Equal(t, direct.Listed, wired.Listed)
	assert.Equal(t, direct.Profile, wired.Profile)
	for _, u := range []*identity.User{direct.Created, wired.Created, direct.Got, wired.Got} {
		assert.Equal(t, time.UTC, u.EmployeeHireDate.Location(), "times are in UTC")
	}
}

// TestRequestBodies: what the client sends is what the contract documents, and
// no more: absent for what is left alone, null for what is cleared.
func TestRequestBodies(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	var bodies [][]byte
	spy := roundTrip(func(r *http.Request) (*http.Response, error) {
		b, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		bodies = append(bodies, b)
		r.Body = io.NopCloser(bytes.NewReader(b))
		return w.HTTP.RoundTrip(r)
	})
	e := admin.NewEmulator(w.Tenant.Memory, admin.EmulatorConfig{})
	w.HTTP = e.Transport()
	c, err := admin.New(admin.Config{TenantID: admin.ContosoTenantID, Credential: e.Credential(admin365.Caller{}), HTTPClient: &http.Client{Transport: spy}})
	require.NoError(t, err)
	_, err = c.Identity.Users.Create(t.Context(), everything())
	require.NoError(t, err)
	require.NoError(t, c.Identity.Users.Update(t.Context(), "ada@contoso.com", identity.UserPatch{
		JobTitle: admin365.Null[string](), City: admin365.Set("Zürich"), AccountEnabled: new(true), BusinessPhones: []string{}, OtherMails: []string{"a@example.com"},
		PasswordProfile: &identity.PasswordProfile{ForceChangePasswordNextSignIn: true},
	}))
	require.NoError(t, c.Identity.Managers.Set(t.Context(), "ada@contoso.com", "AdeleV@contoso.com"))
	require.Len(t, bodies, 3)
	assert.JSONEq(t, string(wiretest.Fixture(t, "user-create.request.json")), string(bodies[0]))
	assert.JSONEq(t, `{"jobTitle":null,"city":"Zürich","accountEnabled":true,"businessPhones":[],"otherMails":["a@example.com"],
		"passwordProfile":{"forceChangePasswordNextSignIn":true,"forceChangePasswordNextSignInWithMfa":false}}`, string(bodies[1]))
	assert.JSONEq(t, `{"@odata.id":"https://graph.microsoft.com/v1.0/users/AdeleV@contoso.com"}`, string(bodies[2]))
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
