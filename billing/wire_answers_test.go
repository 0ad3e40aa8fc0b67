package billing_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/internal/wiretest"
)

// purchased is a Contoso that owns Entra ID P1 by a partner, where Adele has it with
// one plan off, and a group gives it.
func purchased(t *testing.T) (w *wire, adele admin365.UserID, g admin365.GroupID, sub *billing.Subscription) {
	t.Helper()
	w = newWire(t)
	m := w.Tenant.Memory
	sub, err := m.Backstage.Billing.Buy(t.Context(), billing.Purchase{SKUID: entraP1, Seats: 25, Partner: nobody})
	require.NoError(t, err)
	adele = id(t, m, "AdeleV")
	require.NoError(t, m.Billing.Licenses.Assign(t.Context(), adele, billing.LicenseChange{
		Add: []admin365.AssignedLicense{license(entraP1, planMFA)}, Remove: []admin365.SKUID{"05e9a617-0261-4cee-bb44-138d3ef5d965"},
	}))
	g = group(t, m, "givers")
	require.NoError(t, m.Billing.GroupLicenses.Assign(t.Context(), g, adding(license(entraP1))))
	return w, adele, g, sub
}

// TestFixtures: the answers have the documented shape.
// Source: https://learn.microsoft.com/graph/api/subscribedsku-list and its neighbors.
func TestFixtures(t *testing.T) {
	t.Parallel()
	w, adele, g, sub := purchased(t)
	contosoSKU := "/subscribedSkus/" + string(w.Tenant.TenantID()) + "_" + string(entraP1)
	user, subscription := "/users/"+string(adele), "/directory/subscriptions/"+string(sub.ID)
	for _, c := range []struct{ fixture, method, path, body string }{
		{"sku-list.json", "GET", "/subscribedSkus", ""},
		{"sku-list-select.json", "GET", "/subscribedSkus?$select=skuPartNumber,prepaidUnits,consumedUnits", ""},
		{"sku-get.json", "GET", contosoSKU, ""},
		{"sku-get.json", "GET", strings.ToUpper(contosoSKU), ""},
		{"subscription-list.json", "GET", "/directory/subscriptions", ""},
		{"subscription-get.json", "GET", subscription, ""},
		{"subscription-get.json", "GET", "/directory/subscriptions(commerceSubscriptionId='" + string(sub.CommerceSubscriptionID) + "')", ""},
		{"user-licenses.json", "GET", user + "?$select=id,userPrincipalName,displayName,usageLocation,accountEnabled,assignedLicenses,licenseAssignmentStates", ""},
		{"license-details.json", "GET", user + "/licenseDetails", ""},
		{"group-licenses.json", "GET", "/groups/" + string(g) + "?$select=id,displayName,assignedLicenses,licenseProcessingState", ""},
		{"user-assignLicense.response.json", "POST", user + "/assignLicense", `{"addLicenses":[],"removeLicenses":[]}`},
		{"user-assignLicense.response.json", "POST", user + "/reprocessLicenseAssignment", ""},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			got := w.Do(c.method, c.path, c.body)
			m := got.Want(t, http.StatusOK)
			want := wiretest.Fixture(t, c.fixture)
			wiretest.MustSameShape(t, want, got.Whole)
			if context, _ := (*wiretest.MustDecode[map[string]any](t, want))["@odata.context"].(string); !strings.Contains(context, "users('") && context != "" {
				assert.Equal(t, context, m["@odata.context"])
			}
		})
	}
	_ = wiretest.MustDecode[struct{ Value []billing.SKU }](t, w.Do("GET", "/subscribedSkus", "").Whole)
	_ = wiretest.MustDecode[struct{ Value []billing.Subscription }](t, w.Do("GET", "/directory/subscriptions", "").Whole)
	_ = wiretest.MustDecode[struct{ Value []billing.LicenseDetails }](t, w.Do("GET", user+"/licenseDetails", "").Whole)
}

// TestVendorSamples compares the vendor's samples key by key with what the emulator
// answers, and decodes them strictly into the public types.
func TestVendorSamples(t *testing.T) {
	t.Parallel()
	t.Run("products", func(t *testing.T) {
		t.Parallel()
		list := sample(t, "graph-subscribedSkus-list.json")
		w := newWire(t)
		wiretest.MustSameShape(t, list, w.Do("GET", "/subscribedSkus", "").Whole)
		skus := wiretest.MustDecode[struct{ Value []billing.SKU }](t, list).Value
		require.Len(t, skus, 2)
		assert.Equal(t, billing.StatusSuspended, skus[1].CapabilityStatus)
		assert.Equal(t, billing.PrepaidUnits{Suspended: 25}, skus[1].PrepaidUnits)
		assert.Equal(t, -14, billing.Available(&skus[1]))
	})
	t.Run("a license for a user", func(t *testing.T) {
		t.Parallel()
		request, response := string(sample(t, "graph-user-assignLicense.request.json")), sample(t, "graph-user-assignLicense.response.json")
		w, adele, _, _ := purchased(t)
		// The vendor's products are not ours: it is the form that counts.
		const given, off, taken = "45715bb8-13f9-4bf6-927f-ef96c102d394", "11b0131d-43c8-4bbb-b2c8-e80f9a50834a", "bea13e0c-3828-4daa-a392-28af7ff61a0f"
		buy(t, w.Tenant.Memory, crmOnline, 1)
		request = strings.NewReplacer(given, string(crmOnline), off, "f9646fb2-e3b2-4309-95de-dc4833737456", taken, string(entraP1)).Replace(request)
		got := w.Do("POST", "/users/"+string(adele)+"/assignLicense", request, func(r *http.Request) { r.Header.Set("Accept", "application/json;odata.metadata=none") })
		got.Want(t, http.StatusOK)
		wiretest.MustSameShape(t, response, got.Whole)
	})
	t.Run("licenses for a group", func(t *testing.T) {
		t.Parallel()
		request := string(sample(t, "graph-group-assignLicense.request.json"))
		w, _, g, _ := purchased(t)
		buy(t, w.Tenant.Memory, "b05e124f-c7cc-45a0-a6aa-8cf78c946968", 1)
		buy(t, w.Tenant.Memory, "c7df2760-2c81-4ef7-b578-5b5392b571df", 1)
		w.Do("POST", "/groups/"+string(g)+"/assignLicense", request).Want(t, http.StatusAccepted)
	})
	t.Run("no usage location", func(t *testing.T) {
		t.Parallel()
		want := sample(t, "graph-error-assignLicense-usageLocation.json")
		got := withoutLocation(t)
		wiretest.MustSameShape(t, want, got.Whole)
		got.Refused(t, 400, badRequest, wiretest.MustDecode[subjects.GraphError](t, want).Error.Message)
	})
	t.Run("a dependency", func(t *testing.T) {
		t.Parallel()
		want := sample(t, "graph-error-licence-dependency.json")
		needsSharePoint(t).Refused(t, 400, badRequest, wiretest.MustDecode[subjects.GraphError](t, want).Error.Message)
	})
}

// withoutLocation is the answer where somebody without a usage location is given a
// license.
func withoutLocation(t *testing.T) subjects.Answer {
	t.Helper()
	w := newWire(t)
	buy(t, w.Tenant.Memory, entraP1, 1)
	return w.Do("POST", "/users/"+string(newcomer(t, w.Tenant.Memory, "nowhere", ""))+"/assignLicense", give(entraP1))
}

// needsSharePoint is the answer where Project is given without the SharePoint that it
// needs.
func needsSharePoint(t *testing.T) subjects.Answer {
	t.Helper()
	w := newWire(t)
	buy(t, w.Tenant.Memory, project, 1)
	who := newcomer(t, w.Tenant.Memory, "alone", "US")
	return w.Do("POST", "/users/"+string(who)+"/assignLicense", give(project, "5dbe027f-2339-4123-9542-606e4d348a72"))
}

func give(sku admin365.SKUID, off ...string) string {
	plans := ""
	if len(off) > 0 {
		plans = `"` + strings.Join(off, `","`) + `"`
	}
	return fmt.Sprintf(`{"addLicenses":[{"skuId":%q,"disabledPlans":[%s]}],"removeLicenses":[]}`, sku, plans)
}

// TestRefusalTexts: the texts that clients look for, to the letter.
func TestRefusalTexts(t *testing.T) {
	t.Parallel()
	withoutLocation(t).Refused(t, 400, badRequest, "License assignment cannot be done for user with invalid usage location.")
	needsSharePoint(t).Refused(t, 400, badRequest, "License assignment failed because service plan fe71d6c3-a2ea-4499-9778-da042bf08063 depends on the service plan(s) 5dbe027f-2339-4123-9542-606e4d348a72")
	w := newWire(t)
	m := w.Tenant.Memory
	for _, sku := range []admin365.SKUID{entraP1, crmOnline, sales} {
		buy(t, m, sku, 1)
	}
	adele, lee, lynne := id(t, m, "AdeleV"), id(t, m, "LeeG"), id(t, m, "NestorW")
	g := group(t, m, "givers", lynne)
	require.NoError(t, m.Billing.GroupLicenses.Assign(t.Context(), g, adding(license(visio))))
	require.NoError(t, m.Backstage.Billing.FinishGroupLicensing(t.Context()))
	require.NoError(t, m.Billing.Licenses.Assign(t.Context(), lee, adding(license(entraP1), license(crmOnline))))
	take := func(sku admin365.SKUID) string { return fmt.Sprintf(`{"addLicenses":[],"removeLicenses":[%q]}`, sku) }
	for _, c := range []struct {
		name    string
		user    admin365.UserID
		body    string
		message string
	}{
		{"no seat", adele, give(entraP1), "Subscription with SKU " + string(entraP1) + " does not have any available licenses."},
		{"not owned", adele, give(officeE3), "License " + string(officeE3) + " does not correspond to a valid company License."},
		{"not owned, to take", adele, take(officeE3), "License " + string(officeE3) + " does not correspond to a valid company License."},
		{"not held", adele, take(entraP1), "User does not have a corresponding license."},
		{"inherited", lynne, take(visio), "User license is inherited from a group membership and it cannot be removed directly from the user."},
		{"exclusive", lee, give(sales), "License assignment failed because service plans f9646fb2-e3b2-4309-95de-dc4833737456,2da8e897-7791-486b-b08f-cc63c8129df7 are mutually exclusive"},
		{"for the tenant", adele, give("328dc228-00bc-48c6-8b09-1fbc8bc3435d"), "License 328dc228-00bc-48c6-8b09-1fbc8bc3435d cannot be assigned to a user."},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.Do("POST", "/users/"+string(c.user)+"/assignLicense", c.body).Refused(t, 400, badRequest, c.message)
		})
	}
	w.Do("DELETE", "/groups/"+string(g), "").Want(t, 400)
	for path, about := range map[string]string{
		"/subscribedSkus/x": "x", "/directory/subscriptions/" + nobody: nobody,
		"/directory/subscriptions(commerceSubscriptionId='" + nobody + "')": nobody, "/users/nobody@contoso.com/licenseDetails": "nobody@contoso.com",
	} {
		w.Do("GET", path, "").Refused(t, 404, "Request_ResourceNotFound",
			"Resource '"+about+"' does not exist or one of its queried reference-property objects are not present.")
	}
}

// TestGroupAccepted: a group's order is accepted with an address, and worked on.
func TestGroupAccepted(t *testing.T) {
	t.Parallel()
	w, _, g, _ := purchased(t)
	got := w.Do("POST", "/groups/"+string(g)+"/assignLicense", give(entraP1, string(planMFA)))
	body := got.Want(t, http.StatusAccepted)
	assert.Equal(t, "https://graph.microsoft.com/v2/"+string(w.Tenant.TenantID())+"/directoryObjects/"+string(g)+"/Microsoft.DirectoryServices.Group", got.Header.Get("Location"))
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#groups/$entity", body["@odata.context"])
	assert.Equal(t, string(g), body["id"])
	assert.NotContains(t, body, "assignedLicenses", "the default set has none of it")
	assert.NotContains(t, body, "hasMembersWithLicenseErrors")
	selected := w.Do("GET", "/groups/"+string(g)+"?$select=hasMembersWithLicenseErrors", "").Want(t, 200)
	assert.Nil(t, selected["hasMembersWithLicenseErrors"], "selected it comes; the service never returns it")
}

// TestUserAnswered: assignLicense answers the user as he is asked for by default,
// which is without his licenses.
func TestUserAnswered(t *testing.T) {
	t.Parallel()
	w, adele, _, _ := purchased(t)
	body := w.Do("POST", "/users/"+string(adele)+"/assignLicense", give(entraP1)).Want(t, http.StatusOK)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users/$entity", body["@odata.context"])
	assert.Len(t, body, 12)
	assert.NotContains(t, body, "assignedLicenses")
	none := func(r *http.Request) { r.Header.Set("Accept", "application/json;odata.metadata=none") }
	for _, path := range []string{"/subscribedSkus", "/directory/subscriptions", "/users/" + string(adele) + "/licenseDetails", "/groups?" + query("$filter", "hasMembersWithLicenseErrors eq true")} {
		assert.NotContains(t, string(w.Do("GET", path, "", none).Whole), "@odata", path)
	}
	assert.NotContains(t, string(w.Do("POST", "/users/"+string(adele)+"/assignLicense", give(entraP1), none).Whole), "@odata")
}

// TestMe: a signed-in user asks about himself.
func TestMe(t *testing.T) {
	t.Parallel()
	w, _, _, _ := purchased(t)
	w.As(admin365.AsUser("admin@contoso.com"))
	me, _ := w.Do("POST", "/me/assignLicense", give(entraP1, string(planMFA))).Want(t, http.StatusOK)["id"].(string)
	answer := w.Do("GET", "/me/licenseDetails", "")
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users('"+me+"')/licenseDetails", answer.Want(t, 200)["@odata.context"])
	off := 0
	for _, d := range answer.Values(t) {
		raw, err := base64.RawURLEncoding.DecodeString(fmt.Sprint(d["id"]))
		require.NoError(t, err)
		assert.Len(t, raw, 32, "tenant and product")
		plans, _ := d["servicePlans"].([]any)
		for _, p := range plans {
			if plan, _ := p.(map[string]any); plan["provisioningStatus"] == "Disabled" {
				assert.Equal(t, string(planMFA), plan["servicePlanId"])
				off++
			}
		}
	}
	assert.Equal(t, 1, off)
	selected := w.Do("GET", "/me/licenseDetails?$select=skuPartNumber", "")
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users('"+me+"')/licenseDetails(skuPartNumber)", selected.Want(t, 200)["@odata.context"])
	for _, d := range selected.Values(t) {
		assert.Len(t, d, 1)
	}
	w.As(admin365.AsApp("app", "LicenseAssignment.ReadWrite.All"))
	w.Do("POST", "/me/assignLicense", give(entraP1)).Refused(t, 400, "BadRequest", "/me request is only valid with delegated authentication flow.")
}

// TestNullsAndZeros: what is not there is null, and a number is never left out:
// clients subtract them.
func TestNullsAndZeros(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	m := w.Tenant.Memory
	trial, err := m.Backstage.Billing.Buy(t.Context(), billing.Purchase{SKUID: entraP1, Seats: 1, Trial: true})
	require.NoError(t, err)
	path := "/directory/subscriptions/" + string(trial.ID)
	got := w.Do("GET", path, "").Want(t, 200)
	for _, name := range []string{"commerceSubscriptionId", "ownerTenantId"} {
		assert.Contains(t, got, name)
		assert.Nil(t, got[name], name)
	}
	assert.Equal(t, true, got["isTrial"])
	require.NoError(t, m.Backstage.Billing.Expire(t.Context(), trial.ID))
	m.Advance(billing.GracePeriod)
	w.As(admin365.Caller{}) // Its token has not lived as long.
	got = w.Do("GET", path, "").Want(t, 200)
	assert.Equal(t, "Deleted", got["status"])
	assert.Contains(t, got, "nextLifecycleDateTime")
	assert.Nil(t, got["nextLifecycleDateTime"])
	assert.Equal(t, map[string]any{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#directory/subscriptions(nextLifecycleDateTime,isTrial)/$entity", "nextLifecycleDateTime": nil, "isTrial": true},
		w.Do("GET", path+"?$select=nextLifecycleDateTime,ISTRIAL", "").Want(t, 200))
	for _, sku := range w.Do("GET", "/subscribedSkus", "").Values(t) {
		if sku["skuId"] == string(entraP1) {
			assert.InDelta(t, 0, sku["consumedUnits"], 0)
			assert.Equal(t, map[string]any{"enabled": 0., "warning": 0., "suspended": 0., "lockedOut": 0.}, sku["prepaidUnits"])
		}
	}
	who := newcomer(t, m, "bare", "US")
	assert.Empty(t, w.Do("GET", "/users/"+string(who)+"/licenseDetails", "").Values(t))
	user := w.Do("GET", "/users/"+string(who)+"?$select=assignedLicenses,licenseAssignmentStates", "").Want(t, 200)
	assert.Equal(t, []any{}, user["assignedLicenses"])
	assert.Equal(t, []any{}, user["licenseAssignmentStates"])
}

// TestRefusedOptions: of what was bought there are no options but $select, and a
// product alone takes none.
func TestRefusedOptions(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	one := "/subscribedSkus/" + string(w.Tenant.TenantID()) + "_05e9a617-0261-4cee-bb44-138d3ef5d965"
	for _, list := range []string{"/subscribedSkus", "/directory/subscriptions", "/users/AdeleV@contoso.com/licenseDetails", one} {
		for _, option := range []string{"$filter=id eq 'x'", "$top=1", "$search=x", "$orderby=id", "$skip=1", "$count=true", "$expand=x", "top=1"} {
			name, value, _ := strings.Cut(option, "=")
			w.Do("GET", list+"?"+name+"="+url.QueryEscape(value), "").Want(t, 400)
		}
		w.Do("GET", list+"?$select=id&$select=id", "").Want(t, 400)
		w.Do("GET", list+"?$planet=id", "").Want(t, 400)
		w.Do("GET", list+"?planet=id&$format=json", "").Want(t, 200)
	}
	w.Do("GET", one+"?$select=id", "").Want(t, 400)
	w.Do("GET", one+"?$select=planet", "").Want(t, 400)
	w.Do("GET", "/subscribedSkus?$select=planet", "").Want(t, 400)
	assert.Len(t, w.Do("GET", "/subscribedSkus?$select=", "").Values(t)[0], 11, "an empty selection selects all")
}
