package admin_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/subjects"
)

// TestOrganization: what the organization says, and whom Microsoft writes to.
func TestOrganization(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Test, c *admin.Client) {
		ctx := t.Context()
		o, err := c.Organization.Get(ctx)
		require.NoError(t, err)
		assert.Equal(t, &admin.Organization{
			ID: admin.ContosoTenantID, DisplayName: "Contoso", TenantType: "AAD", CountryLetterCode: "US", PreferredLanguage: "en",
			CreatedDateTime: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC),
			BusinessPhones:  []string{}, MarketingNotificationEmails: []string{}, TechnicalNotificationMails: []string{},
			SecurityComplianceNotificationMails: []string{}, SecurityComplianceNotificationPhones: []string{},
			VerifiedDomains: []admin.VerifiedDomain{
				{Name: "contoso.com", Type: admin.Managed, Capabilities: "Email, OfficeCommunicationsOnline", IsDefault: true},
				{Name: "contoso.onmicrosoft.com", Type: admin.Managed, Capabilities: "Email, OfficeCommunicationsOnline", IsInitial: true},
			},
		}, o)
		require.NoError(t, c.Organization.Update(ctx, admin.OrganizationPatch{
			MarketingNotificationEmails: []string{"market@contoso.com"}, TechnicalNotificationMails: []string{"it@contoso.com", "it2@contoso.com"},
			SecurityComplianceNotificationMails: []string{"sec@contoso.com"}, SecurityComplianceNotificationPhones: []string{"+1 425 555 0100"},
			PrivacyProfile: &admin.PrivacyProfilePatch{ContactEmail: admin365.Set("dpo@contoso.com"), StatementURL: admin365.Set("https://contoso.com/privacy")},
		}))
		require.NoError(t, c.Organization.Update(ctx, admin.OrganizationPatch{
			TechnicalNotificationMails: []string{}, PrivacyProfile: &admin.PrivacyProfilePatch{ContactEmail: admin365.Null[string]()},
		}))
		o, err = c.Organization.Get(ctx)
		require.NoError(t, err)
		assert.Equal(t, []string{"market@contoso.com"}, o.MarketingNotificationEmails)
		assert.Equal(t, []string{}, o.TechnicalNotificationMails, "an empty list empties it")
		assert.Equal(t, []string{"+1 425 555 0100"}, o.SecurityComplianceNotificationPhones)
		assert.Equal(t, &admin.PrivacyProfile{StatementURL: "https://contoso.com/privacy"}, o.PrivacyProfile, "what is not named stays")

		for why, p := range map[string]admin.OrganizationPatch{
			"no address":       {TechnicalNotificationMails: []string{"it"}},
			"an empty address": {MarketingNotificationEmails: []string{""}},
			"no web address":   {PrivacyProfile: &admin.PrivacyProfilePatch{StatementURL: admin365.Set("ftp://x")}},
		} {
			err := c.Organization.Update(ctx, p)
			require.Error(t, err, why)
			refusedAs(t, err, admin365.ErrInvalid, "admin.Organization.Update")
		}
		require.ErrorIs(t, c.Organization.Update(ctx, admin.OrganizationPatch{}), admin365.ErrInvalid)
	})
}

// TestOrganizationSeenByAll: who may read no more than himself sees three properties.
func TestOrganizationSeenByAll(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			m := admin.NewMemory(admin.MemoryConfig{})
			c := subjects.Client(t, m, way, admin365.Caller{User: "AlexW@contoso.com", Permissions: []admin365.Permission{"User.Read"}})
			o, err := c.Organization.Get(t.Context())
			require.NoError(t, err)
			assert.Len(t, o.VerifiedDomains, 2)
			assert.Equal(t, "Contoso", o.DisplayName)
			o.VerifiedDomains, o.DisplayName, o.ID = nil, "", ""
			assert.Equal(t, &admin.Organization{}, o)
			require.ErrorIs(t, c.Organization.Update(t.Context(), admin.OrganizationPatch{TechnicalNotificationMails: []string{}}), admin365.ErrForbidden)
		})
	}
}

// TestOrganizationByDomain: a client that is configured by a domain finds the id.
func TestOrganizationByDomain(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
	c, err := admin.New(admin.Config{TenantID: "contoso.com", Credential: e.Credential(admin365.Caller{}), HTTPClient: httpClient(e)})
	require.NoError(t, err)
	require.NoError(t, c.Organization.Update(t.Context(), admin.OrganizationPatch{TechnicalNotificationMails: []string{"it@contoso.com"}}))
	o, err := m.Organization.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"it@contoso.com"}, o.TechnicalNotificationMails)
}
