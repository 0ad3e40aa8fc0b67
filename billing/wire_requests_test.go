package billing_test

import (
	"bytes"
	"context"
	"io"
	"iter"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/wiretest"
)

// sent is a request as the client sent it.
type sent struct{ method, path, query, body string }

// recorder keeps the requests that go through it.
type recorder struct {
	http.RoundTripper
	requests []sent
}

// RoundTrip implements http.RoundTripper.
func (r *recorder) RoundTrip(rq *http.Request) (*http.Response, error) {
	s := sent{method: rq.Method, path: rq.URL.EscapedPath(), query: rq.URL.Query().Encode()}
	if rq.Body != nil {
		b, err := io.ReadAll(rq.Body)
		if err != nil {
			return nil, err
		}
		s.body, rq.Body = string(b), io.NopCloser(bytes.NewReader(b))
	}
	r.requests = append(r.requests, s)
	return r.RoundTripper.RoundTrip(rq)
}

// recorded is a client of the tenant whose requests are kept.
func recorded(t *testing.T, m *admin.Memory) (*admin.Client, *recorder) {
	t.Helper()
	e := admin.NewEmulator(m, admin.EmulatorConfig{})
	r := &recorder{RoundTripper: e.Transport()}
	c, err := admin.New(admin.Config{TenantID: m.TenantID(), Credential: e.Credential(admin365.Caller{}), HTTPClient: &http.Client{Transport: r}})
	require.NoError(t, err)
	return c, r
}

// drained goes through a list.
func drained[T any](list iter.Seq2[*T, error]) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

// TestRequests: what the client sends is what the contract documents, and no more.
func TestRequests(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	sub := buy(t, m, entraP1, 5)
	buy(t, m, officeE3, 5)
	alex := id(t, m, "AlexW")
	g := group(t, m, "givers", alex)
	sku, err := billing.FindSKU(t.Context(), m.Billing.SKUs, "AAD_PREMIUM")
	require.NoError(t, err)
	c, r := recorded(t, m)
	s := c.Billing
	const (
		ofUsers  = "%24select=id%2CuserPrincipalName%2CdisplayName%2CusageLocation%2CaccountEnabled%2CassignedLicenses%2ClicenseAssignmentStates"
		ofGroups = "%24select=id%2CdisplayName%2CassignedLicenses%2ClicenseProcessingState"
		p1       = `"078d2b04-f1bd-4111-bbd4-b4b1b354cef4"`
	)
	user, of := "/v1.0/users/"+string(alex), "/v1.0/groups/"+string(g)
	for _, c := range []struct {
		name string
		call func(context.Context) error
		want sent
	}{
		{"SKUs.List", func(ctx context.Context) error { return drained(s.SKUs.List(ctx)) }, sent{"GET", "/v1.0/subscribedSkus", "", ""}},
		{"SKUs.Get", func(ctx context.Context) error { _, err := s.SKUs.Get(ctx, sku.ID); return err }, sent{"GET", "/v1.0/subscribedSkus/" + string(sku.ID), "", ""}},
		{"Subscriptions.List", func(ctx context.Context) error { return drained(s.Subscriptions.List(ctx)) }, sent{"GET", "/v1.0/directory/subscriptions", "", ""}},
		{"Subscriptions.Get", func(ctx context.Context) error { _, err := s.Subscriptions.Get(ctx, sub.ID); return err }, sent{"GET", "/v1.0/directory/subscriptions/" + string(sub.ID), "", ""}},
		{
			"Subscriptions.GetByCommerceID", func(ctx context.Context) error {
				_, err := s.Subscriptions.GetByCommerceID(ctx, sub.CommerceSubscriptionID)
				return err
			},
			sent{"GET", "/v1.0/directory/subscriptions(commerceSubscriptionId='" + string(sub.CommerceSubscriptionID) + "')", "", ""},
		},
		{
			"Licenses.Assign", func(ctx context.Context) error {
				return s.Licenses.Assign(ctx, alex, billing.LicenseChange{
					Add: []admin365.AssignedLicense{license(entraP1, planMFA), license(officeE3)}, Remove: []admin365.SKUID{"05e9a617-0261-4cee-bb44-138d3ef5d965"},
				})
			},
			sent{"POST", user + "/assignLicense", "", string(wiretest.Fixture(t, "user-assignLicense.request.json"))},
		},
		{
			"Licenses.Assign, only to give", func(ctx context.Context) error {
				return s.Licenses.Assign(ctx, "AlexW@contoso.com", adding(license(entraP1)))
			},
			sent{"POST", "/v1.0/users/AlexW@contoso.com/assignLicense", "", `{"addLicenses":[{"skuId":` + p1 + `,"disabledPlans":[]}],"removeLicenses":[]}`},
		},
		{
			"Licenses.Assign, only to take", func(ctx context.Context) error { return s.Licenses.Assign(ctx, alex, removing(entraP1)) },
			sent{"POST", user + "/assignLicense", "", `{"addLicenses":[],"removeLicenses":[` + p1 + `]}`},
		},
		{"Licenses.Get", func(ctx context.Context) error { _, err := s.Licenses.Get(ctx, alex); return err }, sent{"GET", user, ofUsers, ""}},
		{"Licenses.Details", func(ctx context.Context) error { return drained(s.Licenses.Details(ctx, alex)) }, sent{"GET", user + "/licenseDetails", "", ""}},
		{
			"Licenses.Holders", func(ctx context.Context) error { return drained(s.Licenses.Holders(ctx, entraP1)) },
			sent{"GET", "/v1.0/users", "%24filter=assignedLicenses%2Fany%28s%3As%2FskuId+eq+" + string(entraP1) + "%29&" + ofUsers, ""},
		},
		{"Licenses.Reprocess", func(ctx context.Context) error { return s.Licenses.Reprocess(ctx, alex) }, sent{"POST", user + "/reprocessLicenseAssignment", "", ""}},
		{
			"GroupLicenses.Assign", func(ctx context.Context) error {
				return s.GroupLicenses.Assign(ctx, g, adding(license(entraP1, planMFA)))
			},
			sent{"POST", of + "/assignLicense", "", `{"addLicenses":[{"skuId":` + p1 + `,"disabledPlans":["8a256a2b-b617-496d-b51b-e76466e88db0"]}],"removeLicenses":[]}`},
		},
		{"GroupLicenses.Get", func(ctx context.Context) error { _, err := s.GroupLicenses.Get(ctx, g); return err }, sent{"GET", of, ofGroups, ""}},
		{"GroupLicenses.MembersWithErrors", func(ctx context.Context) error { return drained(s.GroupLicenses.MembersWithErrors(ctx, g)) }, sent{"GET", of + "/membersWithLicenseErrors", ofUsers, ""}},
		{
			"GroupLicenses.WithErrors", func(ctx context.Context) error { return drained(s.GroupLicenses.WithErrors(ctx)) },
			sent{"GET", "/v1.0/groups", "%24filter=hasMembersWithLicenseErrors+eq+true&" + ofGroups, ""},
		},
	} {
		r.requests = nil
		require.NoError(t, c.call(t.Context()), c.name)
		if !assert.Len(t, r.requests, 1, c.name) {
			continue
		}
		got := r.requests[0]
		if c.want.body != "" {
			assert.JSONEq(t, c.want.body, got.body, c.name)
			c.want.body, got.body = "", ""
		}
		assert.Equal(t, c.want, got, c.name)
	}
}

// TestUnsent: what cannot be right is refused before it is sent.
func TestUnsent(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	c, r := recorded(t, m)
	twice := billing.LicenseChange{Add: []admin365.AssignedLicense{license(entraP1)}, Remove: []admin365.SKUID{entraP1}}
	for name, err := range map[string]error{
		"nothing to do":          c.Billing.Licenses.Assign(t.Context(), "x", billing.LicenseChange{}),
		"in both lists":          c.Billing.Licenses.Assign(t.Context(), "x", twice),
		"a part number":          c.Billing.GroupLicenses.Assign(t.Context(), "x", adding(license("AAD_PREMIUM"))),
		"a plan twice":           c.Billing.Licenses.Assign(t.Context(), "x", adding(license(entraP1, planMFA, planMFA))),
		"nobody's id":            c.Billing.Licenses.Assign(t.Context(), "", adding(license(entraP1))),
		"holders of no product":  drained(c.Billing.Licenses.Holders(t.Context(), "')")),
		"a product without id":   func() error { _, err := c.Billing.SKUs.Get(t.Context(), ""); return err }(),
		"a path for an id":       func() error { _, err := c.Billing.Subscriptions.Get(t.Context(), "../users"); return err }(),
		"reprocessing of nobody": c.Billing.Licenses.Reprocess(t.Context(), ""),
	} {
		assert.ErrorIs(t, err, admin365.ErrInvalid, name)
	}
	assert.Empty(t, r.requests)
}
