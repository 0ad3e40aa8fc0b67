package admin_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// TestSettingsBodies: the emulator takes the names of properties in any letter case,
// and nothing that the service has no place for.
func TestSettingsBodies(t *testing.T) {
	t.Parallel()
	const methods = "/policies/authenticationMethodsPolicy"
	const sms = methods + "/authenticationMethodConfigurations/Sms"
	sync := "/directory/onPremisesSynchronization/" + string(admin.ContosoTenantID)
	for _, c := range []struct {
		why, method, path, body string
		want                    int
	}{
		{"a switch is on or off", "PATCH", "/policies/authorizationPolicy", `{"defaultUserRolePermissions":{"allowedToCreateApps":null}}`, 400},
		{"a switch is on or off", "PATCH", "/policies/authorizationPolicy", `{"defaultUserRolePermissions":{"allowedToCreateSecurityGroups":null}}`, 400},
		{"a switch is on or off", "PATCH", "/policies/authorizationPolicy", `{"defaultUserRolePermissions":{"allowedToReadOtherUsers":null}}`, 400},
		{"a list is never null", "PATCH", "/policies/authorizationPolicy", `{"defaultUserRolePermissions":{"permissionGrantPoliciesAssigned":null}}`, 400},
		{"not one of those", "PATCH", "/policies/authorizationPolicy", `{"DefaultUserRolePermissions":{"AllowedToCreateTenants":null}}`, 204},
		{"letter case", "PATCH", sync, `{"Features":{"PasswordSyncEnabled":true}}`, 204},
		{"letter case", "PATCH", sync, `{"Configuration":{"AccidentalDeletionPrevention":{"AlertThreshold":7,"@odata.type":"x"}}}`, 204},
		{"one name", "PATCH", sync, `{"features":{"passwordSyncEnabled":true,"PasswordSyncEnabled":false}}`, 400},
		{"no such member", "PATCH", sync, `{"configuration":{"accidental":{}}}`, 400},
		{"no such member", "PATCH", sync, `{"configuration":{"accidentalDeletionPrevention":{"threshold":3}}}`, 400},
		{"nothing is not a number", "PATCH", sync, `{"configuration":{"accidentalDeletionPrevention":{"alertThreshold":null}}}`, 400},
		{"nothing is no setting", "PATCH", sync, `{"configuration":{"accidentalDeletionPrevention":null}}`, 400},
		{"letter case", "PATCH", methods, `{"RegistrationEnforcement":{"AuthenticationMethodsRegistrationCampaign":{"SnoozeDurationInDays":5,"State":"enabled"}}}`, 200},
		{"no such member", "PATCH", methods, `{"registrationEnforcement":{"campaign":{}}}`, 400},
		{"no such member", "PATCH", methods, `{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"snooze":1}}}`, 400},
		{"nothing is no setting", "PATCH", methods, `{"registrationEnforcement":null}`, 400},
		{"nothing is no setting", "PATCH", methods, `{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":null}}`, 400},
		{"nothing is no setting", "PATCH", methods, `{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"state":null}}}`, 400},
		{"no object", "PATCH", methods, `[]`, 400},
		{"no object", "PATCH", methods, `null`, 400},
		{"letter case", "PATCH", sms, `{"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","State":"disabled"}`, 204},
		{"letter case", "PATCH", sms, `{"IncludeTargets":[{"TargetType":"group","Id":"all_users","IsUsableForSignIn":false}]}`, 204},
		{"another method's type", "PATCH", sms, `{"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","state":"enabled"}`, 400},
		{"the id is in the path", "PATCH", sms, `{"Id":"Sms"}`, 400},
		{"no object", "PATCH", sms, `null`, 400},
		{"its own settings", "PATCH", methods + "/authenticationMethodConfigurations/Fido2", `{"IsAttestationEnforced":false}`, 204},
		{"a switch is on or off", "PATCH", methods + "/authenticationMethodConfigurations/Fido2", `{"isAttestationEnforced":"no"}`, 400},
		{"a switch is on or off", "PATCH", methods + "/authenticationMethodConfigurations/Fido2", `{"isAttestationEnforced":null}`, 400},
		{"no object", "POST", "/domains/new.com/verify", `[]`, 400},
		{"no object", "POST", "/domains/new.com/verify", `null`, 400},
		{"no such parameter", "POST", "/domains/new.com/verify", `{"force":true}`, 400},
		{"a switch is on or off", "POST", "/domains/new.com/verify", `{"forceTakeover":"yes"}`, 400},
		{"letter case", "POST", "/domains/new.com/verify", `{"ForceTakeover":true}`, 200},
		{"it has no parameters", "POST", "/domains/shop.new.com/promote", `{"id":"x"}`, 400},
		{"no object", "POST", "/domains/shop.new.com/promote", `x`, 400},
		{"an empty one will do", "POST", "/domains/shop.new.com/promote", `{}`, 200},
		{"no such parameter", "POST", "/domains/new.com/forceDelete", `{"disable":true}`, 400},
		{"no object", "POST", "/domains/new.com/forceDelete", `7`, 400},
		{"letter case", "POST", "/domains/new.com/forceDelete", `{"DisableUserAccounts":false}`, 204},
	} {
		m := newTest(t)
		_, err := m.Domains.Add(t.Context(), "new.com")
		require.NoError(t, err)
		records, err := m.DomainRecords.Verification(t.Context(), "new.com")
		require.NoError(t, err)
		require.NoError(t, m.Backstage.PublishDNS(t.Context(), records[0]))
		if c.path != "/domains/new.com/verify" && c.path != "/domains/new.com/forceDelete" {
			require.NoError(t, m.Backstage.AddDomain(t.Context(), "shop.new.com", false))
			_, err = m.Domains.Verify(t.Context(), "new.com", admin.DomainVerification{})
			require.NoError(t, err)
		}
		before := m.Snapshot()
		status, answer := asked(t, m, admin365.Caller{}, c.method, c.path, c.body)
		assert.Equal(t, c.want, status, "%s: %s %s %s: %s", c.why, c.method, c.path, c.body, answer)
		assert.Equal(t, c.want < 400, len(m.Changes(before)) > 0, "%s: %s %s", c.why, c.path, c.body)
	}
}

// TestMethodsKeepTheirSpelling: what is sent in another letter case comes back as the
// service writes it.
func TestMethodsKeepTheirSpelling(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	const sms = "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Sms"
	status, _ := asked(t, m, admin365.Caller{}, "PATCH", sms, `{"STATE":"disabled","IncludeTargets":[{"TargetType":"group","Id":"all_users","IsUsableForSignIn":false}]}`)
	require.Equal(t, 204, status)
	status, body := asked(t, m, admin365.Caller{}, "GET", sms, "")
	require.Equal(t, 200, status)
	var got map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(body, &got))
	assert.NotContains(t, got, "STATE")
	assert.Equal(t, `"disabled"`, string(got["state"]))
	assert.JSONEq(t, `[{"targetType":"group","id":"all_users","isUsableForSignIn":false}]`, string(got["includeTargets"]))
}

// TestDNSRecordOptions: the lists of records take the options that other lists take.
func TestDNSRecordOptions(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	for _, list := range []string{"/domains/contoso.com/verificationDnsRecords", "/domains/contoso.com/serviceConfigurationRecords"} {
		get := func(query string) (records []map[string]any, next, context string, count *int) {
			t.Helper()
			status, body := asked(t, m, admin365.Caller{}, "GET", list+query, "")
			require.Equal(t, 200, status, "%s: %s", query, body)
			var page struct {
				Context string           `json:"@odata.context"`
				Next    string           `json:"@odata.nextLink"`
				Count   *int             `json:"@odata.count"`
				Value   []map[string]any `json:"value"`
			}
			require.NoError(t, json.Unmarshal(body, &page))
			return page.Value, page.Next, page.Context, page.Count
		}
		records, _, context, _ := get("?$select=recordType,Text")
		require.Len(t, records, 2)
		assert.Contains(t, context, "(recordType,text)")
		for _, r := range records {
			delete(r, "@odata.type")
			if r["recordType"] == "Txt" {
				assert.Len(t, r, 2, "%v", r)
				assert.NotEmpty(t, r["text"])
			} else {
				assert.Equal(t, map[string]any{"recordType": "Mx"}, r, "it has no text")
			}
		}
		records, _, _, _ = get("?$select=preference")
		assert.Len(t, records, 2, "one of them has none")
		first, next, _, _ := get("?$top=1")
		require.Len(t, first, 1)
		require.NotEmpty(t, next)
		last, end, _, _ := get(next[strings.Index(next, "?"):])
		require.Len(t, last, 1)
		assert.Empty(t, end)
		assert.NotEqual(t, first[0]["id"], last[0]["id"])
		for _, query := range []string{
			"?$filter=recordType%20eq%20'Txt'", "?$filter=(", "?$select=nothing", "?$orderby=label", "?$search=x", "?$expand=manager", "?$unknown=1", "?$top=0", "?$skiptoken=x",
		} {
			status, body := asked(t, m, admin365.Caller{}, "GET", list+query, "")
			assert.Equal(t, 400, status, "%s: %s", query, body)
		}
	}
}
