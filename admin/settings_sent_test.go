package admin_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// spied is a client of m's emulator whose requests are told of before they are sent.
func spied(t *testing.T, m *admin.Test, tell func(request string)) *admin.Client {
	t.Helper()
	e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
	c, err := admin.New(admin.Config{
		TenantID: m.TenantID(), Credential: e.Credential(admin365.Caller{}),
		HTTPClient: &http.Client{Transport: settingsTransport(func(r *http.Request) (*http.Response, error) {
			body := ""
			if r.GetBody != nil {
				copied, err := r.GetBody()
				require.NoError(t, err)
				b, err := io.ReadAll(copied)
				require.NoError(t, err)
				body = string(b)
			}
			tell(strings.TrimSpace(r.Method + " " + strings.TrimPrefix(r.URL.Path, "/v1.0") + " " + body))
			return e.Transport().RoundTrip(r)
		})},
	})
	require.NoError(t, err)
	return c
}

type settingsTransport func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f settingsTransport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestSettingsSent: what the client sends is what the pages document, and no more.
func TestSettingsSent(t *testing.T) {
	t.Parallel()
	m := lab(t)
	var sent []string
	c := spied(t, m, func(request string) { sent = append(sent, request) })
	const id = string(admin.ContosoTenantID)
	for _, x := range []struct {
		call func(context.Context) error
		want string
	}{
		{func(ctx context.Context) error {
			return c.SelfServiceReset.UpdateMethod(ctx, admin.MethodSMS, admin.AuthenticationMethodPatch{State: new(admin.MethodDisabled)})
		}, `PATCH /policies/authenticationMethodsPolicy/authenticationMethodConfigurations('Sms') {"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","state":"disabled"}`},
		{func(ctx context.Context) error {
			return c.SelfServiceReset.UpdateCampaign(ctx, admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(3)})
		}, `PATCH /policies/authenticationMethodsPolicy {"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":{"snoozeDurationInDays":3}}}`},
		{func(ctx context.Context) error { return c.SelfServiceReset.SetAdministrators(ctx, false) }, `PATCH /policies/authorizationPolicy {"allowedToUseSSPR":false}`},
		{func(ctx context.Context) error { return admin.SetDefaultDomain(ctx, c.Domains, "fabrikam.com") }, `PATCH /domains/fabrikam.com {"isDefault":true}`},
		{func(ctx context.Context) error {
			return c.PasswordPolicy.Set(ctx, "fabrikam.com", admin.PasswordPolicy{ValidityDays: 30})
		}, `PATCH /domains/fabrikam.com {"passwordValidityPeriodInDays":30,"passwordNotificationWindowInDays":null}`},
		{func(ctx context.Context) error {
			_, err := c.Domains.Add(ctx, "new.com")
			return err
		}, `POST /domains {"id":"new.com"}`},
		{func(ctx context.Context) error { return c.DirectorySync.TurnOn(ctx) }, `PATCH /organization/` + id + ` {"onPremisesSyncEnabled":true}`},
		{func(ctx context.Context) error {
			return c.DirectorySync.Update(ctx, admin.DirectorySyncPatch{Features: map[admin.SyncFeature]bool{"passwordSyncEnabled": true}})
		}, `PATCH /directory/onPremisesSynchronization/` + id + ` {"features":{"passwordSyncEnabled":true}}`},
	} {
		sent = nil
		require.NoError(t, x.call(t.Context()), x.want)
		assert.Equal(t, []string{x.want}, sent)
	}
}

// TestSettingsOnTheWire: what strangers may send and ask for beside what our client
// does.
func TestSettingsOnTheWire(t *testing.T) {
	t.Parallel()
	m := lab(t)
	const organization = "/organization/" + string(admin.ContosoTenantID)
	get := func(path string) string {
		status, body := asked(t, m, admin365.Caller{}, "GET", path, "")
		require.Equal(t, http.StatusOK, status, "%s: %s", path, body)
		return string(body)
	}
	patch := func(path, body string) int {
		status, _ := asked(t, m, admin365.Caller{}, "PATCH", path, body)
		return status
	}
	assert.Contains(t, get("/domains/contoso.com?$select=manufacturer,model"), `"manufacturer":null,"model":null`)

	require.Equal(t, http.StatusNoContent, patch(organization, `{"technicalNotificationMails":["it@contoso.com"]}`))
	assert.Contains(t, get(organization), `"privacyProfile":null`, "what is not named is not made")
	require.Equal(t, http.StatusNoContent, patch(organization, `{"privacyProfile":{"contactEmail":"dpo@contoso.com"}}`))
	assert.Contains(t, get(organization), `"privacyProfile":{"contactEmail":"dpo@contoso.com","statementUrl":null}`)
	require.Equal(t, http.StatusNoContent, patch(organization, `{"privacyProfile":null}`))
	assert.Contains(t, get(organization), `"privacyProfile":null`)

	const policy = "/policies/authorizationPolicy"
	before := get(policy)
	assert.Equal(t, http.StatusBadRequest, patch(policy, `{"defaultUserRolePermissions":{"planet":true}}`))
	assert.Equal(t, http.StatusBadRequest, patch(policy, `{"defaultUserRolePermissions":{"allowedToCreateApps":"yes"}}`))
	for fixed, value := range map[string]string{"id": "x", "deletedDateTime": "2026-01-05T09:00:00Z", "displayName": "x", "description": "x"} {
		assert.Equal(t, http.StatusBadRequest, patch(policy, `{"`+fixed+`":"`+value+`"}`), fixed)
		assert.NotContains(t, get(policy+"?$select="+fixed), `"`+value+`"`)
	}
	assert.Equal(t, before, get(policy))
}

// TestPublishedRecordsAreNamed: what changed in a tenant names the records of DNS that
// a test published.
func TestPublishedRecordsAreNamed(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	before := m.Snapshot()
	require.NoError(t, m.Backstage.PublishDNS(t.Context(), admin.DNSRecord{Type: admin.DNSText, Label: "fabrikam.com", Text: "MS=ms1"}))
	changes := m.Changes(before)
	require.Len(t, changes, 1)
	assert.Contains(t, changes[0], string(admin.DNSText)+" fabrikam.com")
}

// TestMethodsTolerated: lists of targets that an answer leaves out are empty ones, and
// the rest comes as it was said.
func TestMethodsTolerated(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	c, err := admin.New(admin.Config{
		TenantID: m.TenantID(), Credential: admin.NewEmulator(m.Memory, admin.EmulatorConfig{}).Credential(admin365.Caller{}),
		HTTPClient: &http.Client{Transport: settingsTransport(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: r, Body: io.NopCloser(strings.NewReader(
				`{"id":"authenticationMethodsPolicy","displayName":"P","description":"D","policyVersion":"1.5","authenticationMethodConfigurations":[{"id":"Sms","state":"dreaming"}]}`,
			))}, nil
		})},
	})
	require.NoError(t, err)
	p, err := c.SelfServiceReset.Methods(t.Context())
	require.NoError(t, err)
	assert.Equal(t, &admin.AuthenticationMethodsPolicy{
		DisplayName: "P", Description: "D", PolicyVersion: "1.5",
		Campaign: admin.RegistrationCampaign{IncludeTargets: []admin.CampaignTarget{}, ExcludeTargets: []admin.MethodTarget{}},
		Methods:  []admin.AuthenticationMethod{{ID: "Sms", State: "dreaming", IncludeTargets: []admin.MethodTarget{}, ExcludeTargets: []admin.MethodTarget{}}},
	}, p)
}
