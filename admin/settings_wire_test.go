package admin_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/internal/wiretest"
)

// asked sends a request to the emulator without this library's client, and returns
// the answer's status and body.
func asked(t *testing.T, m *admin.Test, caller admin365.Caller, method, path, body string) (int, []byte) {
	t.Helper()
	a := subjects.NewWire(t, m, caller).Do(method, path, body)
	return a.StatusCode, a.Whole
}

// lab is a tenant with a domain of each kind.
func lab(t *testing.T) *admin.Test {
	t.Helper()
	m := newTest(t)
	m.Given.Domain("fabrikam.com")
	_, err := m.Domains.Add(t.Context(), "shop.fabrikam.com")
	require.NoError(t, err)
	_, err = m.Domains.Add(t.Context(), "unverified.com")
	require.NoError(t, err)
	m.Given.User(identity.NewUser{UserPrincipalName: "ann@fabrikam.com", DisplayName: "Ann", MailNickname: "ann"})
	require.NoError(t, admin.SetDefaultDomain(t.Context(), m.Domains, "fabrikam.com"))
	m.Given.Group(identity.NewGroup{DisplayName: "Team", MailNickname: "team", GroupTypes: []string{"Unified"}, MailEnabled: new(true), SecurityEnabled: new(false)})
	require.NoError(t, admin.SetDefaultDomain(t.Context(), m.Domains, "contoso.com"))
	return m
}

// TestSettingsFixtures: the answers stand in testdata/wire as they are documented, byte
// for byte; -update writes them anew, to be reviewed with the page beside them.
func TestSettingsFixtures(t *testing.T) {
	t.Parallel()
	m := lab(t)
	for name, path := range map[string]string{
		"organization-list.json":             "/organization",                                                                          // organization-list
		"organization-get.json":              "/organization/" + string(admin.ContosoTenantID),                                         // organization-get
		"organization-get-select.json":       "/organization/" + string(admin.ContosoTenantID) + "?$select=displayName,businessPhones", // organization-get
		"domains-list.json":                  "/domains",                                                                               // domain-list
		"domain-get.json":                    "/domains/Contoso.com",                                                                   // domain-get
		"domain-verification-records.json":   "/domains/unverified.com/verificationDnsRecords",                                         // domain-list-verificationdnsrecords
		"domain-service-records.json":        "/domains/contoso.com/serviceConfigurationRecords",                                       // domain-list-serviceconfigurationrecords
		"domain-references.json":             "/domains/fabrikam.com/domainNameReferences",                                             // domain-list-domainnamereferences
		"authorization-policy.json":          "/policies/authorizationPolicy",                                                          // authorizationpolicy-get
		"authentication-methods-policy.json": "/policies/authenticationMethodsPolicy",                                                  // authenticationmethodspolicy-get
		"authentication-method.json":         "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/sms",           // smsauthenticationmethodconfiguration-get
		"synchronization-list.json":          "/directory/onPremisesSynchronization",                                                   // onpremisesdirectorysynchronization-get
		"synchronization-get.json":           "/directory/onPremisesSynchronization/" + string(admin.ContosoTenantID),                  // onpremisesdirectorysynchronization-get
	} {
		status, body := asked(t, m, admin365.Caller{}, "GET", path, "")
		require.Equal(t, 200, status, "%s: %s", name, body)
		var pretty bytes.Buffer
		require.NoError(t, json.Indent(&pretty, body, "", "  "))
		pretty.WriteByte('\n')
		file := filepath.Join("testdata", "wire", name)
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))    //nolint:gosec // For everybody to read.
			require.NoError(t, os.WriteFile(file, pretty.Bytes(), 0o644)) //nolint:gosec // For everybody to read.
			continue
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, string(want), pretty.String(), name)
	}
}

// TestSettingsSamples compares the answers with the vendor's own samples, key by key.
func TestSettingsSamples(t *testing.T) {
	t.Parallel()
	m := lab(t)
	require.NoError(t, m.Organization.Update(t.Context(), admin.OrganizationPatch{PrivacyProfile: &admin.PrivacyProfilePatch{ContactEmail: admin365.Set("dpo@contoso.com")}}))
	for name, c := range map[string]struct {
		path   string
		beyond []string
	}{
		"organization-get.json": {"/organization/" + string(admin.ContosoTenantID), []string{
			".directorySizeQuota: missing", ".assignedPlans", ".provisionedPlans",
		}},
		"domain-get.json": {"/domains/contoso.com", nil},
		"authorizationPolicy-get.json": {"/policies/authorizationPolicy", []string{
			// Newer than the sample.
			".guestUserRoleId", ".defaultUserRolePermissions.allowedToCreateTenants", ".defaultUserRolePermissions.allowedToReadBitlockerKeysForOwnedDevice",
		}},
		"onPremisesSynchronization-get.json": {"/directory/onPremisesSynchronization/" + string(admin.ContosoTenantID), []string{
			".features.allowOnPremUpdateOfOnPremisesObjectIdentifierEnabled",
		}},
	} {
		sample := wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "samples/identity-admin/"+name)
		status, body := asked(t, m, admin365.Caller{}, "GET", c.path, "")
		require.Equal(t, 200, status)
		differences, err := wiretest.SameShape(sample, body)
		require.NoError(t, err)
		differences = slices.DeleteFunc(differences, func(d string) bool {
			return slices.ContainsFunc(c.beyond, func(b string) bool { return strings.HasPrefix(d, b) })
		})
		assert.Empty(t, differences, name)
	}
}

// TestSettingsOddRequests: what no method of ours sends is refused in words that the
// operation declares; see refusalsWithoutCases.
func TestSettingsOddRequests(t *testing.T) {
	t.Parallel()
	m := lab(t)
	ctx := t.Context()
	_, err := m.AddTenant(admin.NewTenant{Name: "Other"})
	require.NoError(t, err)
	id := string(admin.ContosoTenantID)
	send := func(method, path, body string, want int) {
		t.Helper()
		status, answer := asked(t, m, admin365.Caller{}, method, path, body)
		assert.Equal(t, want, status, "%s %s %s: %s", method, path, body, answer)
	}
	const methods = "/policies/authenticationMethodsPolicy"
	const sync = "/directory/onPremisesSynchronization"
	lists := []string{"/organization", "/domains", "/domains/fabrikam.com/domainNameReferences", sync}
	lists = append(lists, "/domains/contoso.com/verificationDnsRecords", "/domains/contoso.com/serviceConfigurationRecords")
	for _, list := range lists {
		for _, query := range []string{
			"$unknown=1", "$top=1&top=1", "$skip=1", "$top=x", "$top=0", "$count=maybe", "$skiptoken=x", "$select=nothing", "$select=id,,x", "$expand=manager",
			"$orderby=id sideways", "$orderby=id", "$search=x", "$filter=nothing eq 'x'", "$filter=(", "$filter=id eq 'x'", "$filter=contains(id,'x')",
		} {
			send("GET", list+"?"+strings.ReplaceAll(query, " ", "%20"), "", 400)
		}
	}
	for _, one := range []string{"/organization/" + id, "/domains/contoso.com", "/policies/authorizationPolicy", sync + "/" + id} {
		for _, query := range []string{"$unknown=1", "$select=id&select=id", "$top=1", "$select=nothing", "$select=id,,x", "$expand=manager"} {
			send("GET", one+"?"+query, "", 400)
		}
	}
	const nobody = "00000000-0000-4000-8000-000000000000"
	for _, missing := range []string{
		"GET /organization/" + nobody, "PATCH /organization/" + nobody, "GET /domains/x.com", "PATCH /domains/x.com", "DELETE /domains/x.com", "POST /domains/x.com/verify",
		"POST /domains/x.com/promote", "POST /domains/x.com/forceDelete", "GET /domains/x.com/verificationDnsRecords", "GET /domains/x.com/serviceConfigurationRecords",
		"GET /domains/x.com/domainNameReferences", "GET " + sync + "/" + nobody, "PATCH " + sync + "/" + nobody,
		"GET " + methods + "/authenticationMethodConfigurations/pigeon", "PATCH " + methods + "/authenticationMethodConfigurations/pigeon",
	} {
		method, path, _ := strings.Cut(missing, " ")
		send(method, path, "{}", 404)
	}
	for on, want := range map[bool]int{true: 404, false: 404} {
		send("PATCH", "/organization/"+nobody, `{"onPremisesSyncEnabled":`+strconv.FormatBool(on)+`}`, want)
	}
	for _, body := range []string{`{"technicalNotificationMails":["x"]}`, `{"nothing":1}`, `{"displayName":"x"}`, `{"marketingNotificationEmails":null}`, `{`} {
		send("PATCH", "/organization/"+id, body, 400)
		if body != "{" {
			send("PATCH", "/organization/"+id, strings.TrimSuffix(body, "}")+`,"onPremisesSyncEnabled":true}`, 400)
			send("PATCH", "/organization/"+id, strings.TrimSuffix(body, "}")+`,"onPremisesSyncEnabled":false}`, 400)
		}
	}
	send("PATCH", "/organization/"+id, `{"onPremisesSyncEnabled":false}`, 400)
	send("POST", "/organization", `{}`, 405)
	send("DELETE", "/organization/"+id, ``, 405)
	for _, body := range []string{`{}`, `{"id":"x"}`, `{"id":"x.com","isDefault":true}`, `{"id":"x.com","nothing":1}`, `{"id":"x.com","isVerified":true}`, `{"id":"contoso.com"}`, `{"id":"x.onmicrosoft.com"}`, `[]`} {
		send("POST", "/domains", body, 400)
	}
	for _, body := range []string{
		`{"passwordValidityPeriodInDays":1}`, `{"nothing":1}`, `{"isVerified":true}`, `{"id":"other.com"}`, `{"isDefault":false}`, `{"supportedServices":["Intune"]}`, `{"isDefault":null}`, `x`,
	} {
		send("PATCH", "/domains/fabrikam.com", body, 400)
	}
	send("PATCH", "/domains/fabrikam.com", `{"id":"FABRIKAM.com","@odata.type":"#microsoft.graph.domain","passwordValidityPeriodInDays":2147483647}`, 204)
	send("PATCH", "/domains/unverified.com", `{"isDefault":true}`, 400)
	send("PATCH", "/domains/shop.fabrikam.com", `{"passwordValidityPeriodInDays":30}`, 400)
	send("POST", "/domains/unverified.com/promote", ``, 400)
	send("POST", "/domains/fabrikam.com/promote", ``, 400)
	send("POST", "/domains/unverified.com/verify", ``, 400)
	send("POST", "/domains/unverified.com/verify", `{"forceTakeover":true}`, 400)
	send("POST", "/domains/unverified.com/verify", `x`, 400)
	for _, action := range []string{"verify", "promote", "forceDelete"} {
		send("POST", "/domains/unverified.com/"+action, `{"nothing":1}`, 400)
	}
	send("POST", "/domains/contoso.com/verify", ``, 400)
	for _, name := range []string{"contoso.onmicrosoft.com", "contoso.com", "fabrikam.com"} {
		send("DELETE", "/domains/"+name, ``, 400)
		send("POST", "/domains/"+name+"/forceDelete", `{"disableUserAccounts":true}`, 400)
	}
	eve := m.Given.User(identity.NewUser{UserPrincipalName: "eve@shop.fabrikam.com"})
	send("POST", "/domains/shop.fabrikam.com/promote", ``, 400)
	require.NoError(t, m.Identity.Users.Delete(ctx, eve.ID))
	send("POST", "/domains/shop.fabrikam.com/promote", ``, 200)
	send("DELETE", "/domains/fabrikam.com", ``, 400)
	send("POST", "/domains/unverified.com/forceDelete", ``, 204)
	send("POST", "/domains/unverified.com/verify", ``, 400)
	send("POST", "/domains/fabrikam.com/forceDelete", ``, 204)
	send("POST", "/domains/fabrikam.com/forceDelete", ``, 400)
	send("DELETE", "/domains/fabrikam.com", ``, 400)
	send("PATCH", "/domains/fabrikam.com", `{"isDefault":true}`, 400)
	send("POST", "/domains/fabrikam.com/promote", ``, 400)
	for _, body := range []string{`{"allowInvitesFrom":"x"}`, `{"nothing":1}`, `{"displayName":"x"}`, `{"allowedToUseSSPR":null}`} {
		send("PATCH", "/policies/authorizationPolicy", body, 400)
		send("PATCH", "/policies/authorizationPolicy/authorizationPolicy", body, 400)
	}
	send("PATCH", methods, `{"nothing":1}`, 400)
	send("PATCH", methods+"/authenticationMethodConfigurations/Sms", `{"id":"x"}`, 400)
	send("PATCH", methods+"/authenticationMethodConfigurations/Sms", `{"includeTargets":null}`, 400)
	for _, body := range []string{
		`{"configuration":{"accidentalDeletionPrevention":{"alertThreshold":0}}}`, `{"nothing":1}`, `{"features":{"x":true}}`, `{"id":"x"}`,
		`{"features":{"passwordWritebackEnabled":true}}`, `{"features":{"softMatchOnUpnEnabled":false}}`, `{"features":{"passwordSyncEnabled":null}}`,
	} {
		send("PATCH", sync+"/"+id, body, 400)
	}
	send("PATCH", sync+"/"+id, `{"@odata.type":"x","features":{"@odata.type":"x","passwordWritebackEnabled":false,"passwordSyncEnabled":true}}`, 204)
	require.NoError(t, m.DirectorySync.TurnOn(ctx))
	require.NoError(t, m.DirectorySync.TurnOff(ctx, admin.ContosoTenantID))
	send("PATCH", "/organization/"+id, `{"onPremisesSyncEnabled":true}`, 400)
	send("PATCH", "/organization/"+id, `{"onPremisesSyncEnabled":false}`, 400)
}
