package climicrosoft365_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
)

// TestOrganization: whose tenant it is, and whom it tells.
func TestOrganization(t *testing.T) {
	t.Parallel()
	l := signedIn(t)
	tenant := string(l.m.TenantID())
	all := shown[[]object](l, "entra organization list", nil)
	require.Len(t, all, 1)
	assert.Equal(t, tenant, all[0].text("id"))
	assert.Equal(t, []object{{"displayName": "Contoso"}}, shown[[]object](l, "entra organization list", options{"properties": "displayName"}))
	l.run("entra organization set", options{
		"displayName": "Contoso", "technicalNotificationMails": []string{"ops@contoso.com", "it@contoso.com"}, "contactEmail": "privacy@contoso.com",
	})
	o, err := l.m.Organization.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"ops@contoso.com", "it@contoso.com"}, o.TechnicalNotificationMails)
	assert.Equal(t, "privacy@contoso.com", o.PrivacyProfile.ContactEmail)

	_, err = l.m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	got := shown[object](l, "tenant info get", options{"domainName": "fabrikam.onmicrosoft.com"})
	assert.Equal(t, "Fabrikam", got.text("displayName"))
	assert.Equal(t, object{"tenantId": tenant, "federationBrandName": nil, "displayName": "Contoso", "defaultDomainName": "contoso.com"},
		shown[object](l, "tenant info get", options{"tenantId": tenant}))
	assert.Equal(t, tenant, shown[string](l, "tenant id get", options{"domainName": "contoso.com"}))
	assert.Contains(t, l.refused("tenant id get", options{"domainName": "nobody.example"}), "AADSTS90002")

	for kind, id := range map[string]string{"authorization": "authorizationPolicy", "authenticationMethods": "authenticationMethodsPolicy"} {
		assert.Equal(t, id, shown[object](l, "entra policy list", options{"type": kind}).text("id"))
	}
	domains := shown[object](l, "request", options{"url": "https://graph.microsoft.com/v1.0/domains?$select=id", "method": "get"})
	assert.Len(t, domains["value"], 2)
}

// TestServiceAnnouncements: how the services are, and what Microsoft has to say.
func TestServiceAnnouncements(t *testing.T) {
	t.Parallel()
	l := signedIn(t)
	services := shown[[]object](l, "tenant serviceannouncement health list", nil)
	var own []string
	for s, err := range l.m.Health.Services.List(t.Context(), health.ServiceQuery{}) {
		require.NoError(t, err)
		own = append(own, s.Service)
	}
	assert.ElementsMatch(t, own, each(services, "service"))
	with := shown[object](l, "tenant serviceannouncement health get", options{"serviceName": "Exchange Online", "issues": true})
	issues, ok := with["issues"].([]any)
	require.True(t, ok)
	list := shown[[]object](l, "tenant serviceannouncement healthissue list", options{"service": "Exchange Online"})
	assert.Len(t, list, len(issues))
	assert.Greater(t, len(shown[[]object](l, "tenant serviceannouncement healthissue list", nil)), len(list))
	for _, issue := range list {
		got := shown[object](l, "tenant serviceannouncement healthissue get", options{"id": issue.text("id")})
		there, err := l.m.Health.Issues.Get(t.Context(), health.IssueID(issue.text("id")))
		require.NoError(t, err)
		assert.Equal(t, there.Title, got.text("title"))
	}
	assert.NotEmpty(t, shown[[]object](l, "tenant serviceannouncement health list", options{"issues": true})[1]["issues"])

	messages := shown[[]object](l, "tenant serviceannouncement message list", nil)
	teams := shown[[]object](l, "tenant serviceannouncement message list", options{"service": "Microsoft Teams"})
	assert.NotEmpty(t, teams)
	assert.Less(t, len(teams), len(messages))
	for _, m := range teams {
		assert.Contains(t, m["services"], "Microsoft Teams")
	}
	first := teams[0].text("id")
	got := shown[object](l, "tenant serviceannouncement message get", options{"id": first})
	there, err := l.m.Health.Messages.Get(t.Context(), health.MessageID(first))
	require.NoError(t, err)
	assert.Equal(t, there.Title, got.text("title"))
	assert.Contains(t, l.refused("tenant serviceannouncement message get", options{"id": "MC0"}), `doesn\\u0027t exist for the tenant`, "the service wraps its words twice")
}
