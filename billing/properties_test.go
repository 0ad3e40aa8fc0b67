package billing_test

import (
	"io"
	"maps"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/wiretest"
)

func vendorTypes(t *testing.T) map[string]wiretest.VendorType {
	t.Helper()
	types, err := wiretest.Types(wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "graph-v1.0-types.json"))
	require.NoError(t, err)
	return types
}

// TestTypes compares the public types with the vendor's list: names and types of the
// properties, and that what may be null can be empty.
func TestTypes(t *testing.T) {
	t.Parallel()
	types := vendorTypes(t)
	of := map[string]reflect.Type{
		"subscribedSku": reflect.TypeFor[billing.SKU](), "licenseUnitsDetail": reflect.TypeFor[billing.PrepaidUnits](),
		"servicePlanInfo": reflect.TypeFor[billing.ServicePlan](), "companySubscription": reflect.TypeFor[billing.Subscription](),
		"licenseDetails": reflect.TypeFor[billing.LicenseDetails](), "licenseAssignmentState": reflect.TypeFor[admin365.LicenseState](),
		"assignedLicense": reflect.TypeFor[admin365.AssignedLicense](),
		"assignedPlan":    reflect.TypeFor[admin365.AssignedPlan](), "provisionedPlan": reflect.TypeFor[admin365.ProvisionedPlan](),
	}
	for name, ours := range of {
		vendor := types["microsoft.graph."+name].Properties
		fields := map[string]reflect.Type{}
		for f := range ours.Fields() {
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			fields[tag] = f.Type
		}
		assert.ElementsMatch(t, slices.Collect(maps.Keys(vendor)), slices.Collect(maps.Keys(fields)), name)
		for property, v := range vendor {
			got, ok := fields[property]
			if !ok {
				continue
			}
			if v.Collection {
				if !assert.Equal(t, reflect.Slice, got.Kind(), "%s.%s", name, property) {
					continue
				}
				got = got.Elem()
			}
			if part, complexType := of[strings.TrimPrefix(v.Type, "microsoft.graph.")]; complexType {
				assert.Equal(t, part, got, "%s.%s", name, property)
				continue
			}
			want := map[string]reflect.Kind{"String": reflect.String, "Guid": reflect.String, "Boolean": reflect.Bool, "Int32": reflect.Int, "DateTimeOffset": reflect.TypeFor[time.Time]().Kind()}[v.Type]
			assert.Equal(t, want, got.Kind(), "%s.%s", name, property)
		}
	}
}

// TestNullability: where the vendor's list says that something is never null, the
// tenant never answers null, whatever it owns; and every property is always there.
func TestNullability(t *testing.T) {
	t.Parallel()
	types := vendorTypes(t)
	w, adele, _, _ := purchased(t)
	m := w.Tenant.Memory
	for _, trial := range []bool{false, true} {
		sub, err := m.Backstage.Billing.Buy(t.Context(), billing.Purchase{SKUID: "e06abcc2-7ec5-4a79-b08b-d9c282376f72", Seats: 1, Trial: trial})
		require.NoError(t, err)
		require.NoError(t, m.Backstage.Billing.Cancel(t.Context(), sub.ID))
	}
	m.Advance(billing.SuspendedPeriod)
	w.As(admin365.Caller{})
	for path, name := range map[string]string{
		"/subscribedSkus": "subscribedSku", "/directory/subscriptions": "companySubscription", "/users/" + string(adele) + "/licenseDetails": "licenseDetails",
	} {
		vendor := types["microsoft.graph."+name].Properties
		items := w.Do("GET", path, "").Values(t)
		assert.NotEmpty(t, items, path)
		for _, item := range items {
			assert.ElementsMatch(t, slices.Collect(maps.Keys(vendor)), slices.Collect(maps.Keys(item)), path)
			for property, value := range item {
				if v := vendor[property]; v.Nullable != nil && !*v.Nullable {
					assert.NotNil(t, value, "%s %s", path, property)
				}
			}
		}
	}
}

// answering is a client of a service that answers every request with the body.
func answering(t *testing.T, body string) *billing.Service {
	t.Helper()
	m := admin.NewMemory(admin.MemoryConfig{})
	c, err := admin.New(admin.Config{
		TenantID: m.TenantID(), Credential: admin.NewEmulator(m, admin.EmulatorConfig{}).Credential(admin365.Caller{}),
		HTTPClient: client(body),
	})
	require.NoError(t, err)
	return c.Billing
}

// TestTolerance: values and keys that the service adds one day break nobody, and
// nulls are empty.
func TestTolerance(t *testing.T) {
	t.Parallel()
	list := func(item string) string { return `{"@odata.context":"x","@odata.planet":{},"value":[` + item + `]}` }
	for sku, err := range answering(t, list(`{"id":"x","skuId":null,"capabilityStatus":"Dreaming","appliesTo":"Planet","consumedUnits":null,"prepaidUnits":{"enabled":3,"dreaming":4,"warning":null},
		"servicePlans":[{"servicePlanId":"p","provisioningStatus":"Dreaming","planet":[]}],"subscriptionIds":null,"accountId":null,"planet":{"a":1}}`)).SKUs.List(t.Context()) {
		require.NoError(t, err)
		assert.Equal(t, &billing.SKU{
			ID: "x", CapabilityStatus: "Dreaming", AppliesTo: "Planet", PrepaidUnits: billing.PrepaidUnits{Enabled: 3},
			ServicePlans: []billing.ServicePlan{{ID: "p", ProvisioningStatus: "Dreaming"}},
		}, sku)
	}
	for sub, err := range answering(t, list(`{"id":"x","commerceSubscriptionId":null,"ownerTenantId":null,"nextLifecycleDateTime":null,"status":"Dreaming","planet":1}`)).Subscriptions.List(t.Context()) {
		require.NoError(t, err)
		assert.Equal(t, &billing.Subscription{ID: "x", Status: "Dreaming"}, sub)
		assert.Equal(t, []billing.Stage{{Status: "Dreaming"}}, billing.Lifecycle(sub))
	}
	user, err := answering(t, `{"id":"x","usageLocation":null,"accountEnabled":null,"assignedLicenses":null,"licenseAssignmentStates":[
		{"skuId":"s","assignedByGroup":null,"error":null,"state":"Dreaming","disabledPlans":null},{"error":"Dreaming","lastUpdatedDateTime":null,"planet":1}]}`).Licenses.Get(t.Context(), "x")
	require.NoError(t, err)
	assert.Equal(t, &billing.LicensedUser{ID: "x", States: []admin365.LicenseState{{SKUID: "s", State: "Dreaming"}, {Error: "Dreaming"}}}, user)
	for answer, want := range map[string]billing.ProcessingState{`{"state":"Dreaming","planet":1}`: "Dreaming", "null": "", `{"state":null}`: ""} {
		group, err := answering(t, `{"id":"x","licenseProcessingState":`+answer+`}`).GroupLicenses.Get(t.Context(), "x")
		require.NoError(t, err)
		assert.Equal(t, want, group.Processing)
	}
}

// client is a transport that answers every request with the body.
func client(body string) *http.Client {
	return &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r,
		}, nil
	})}
}

type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
