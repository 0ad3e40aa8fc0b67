package admin_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/subjects"
)

// TestTenantInformation: what every tenant shows to others, by its id and by its domains.
// Source: https://learn.microsoft.com/graph/api/tenantrelationship-findtenantinformationbytenantid
func TestTenantInformation(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	other, err := m.AddTenant(admin.NewTenant{TenantID: "6babcaad-604b-40ac-a9d7-9fd97c0b779f", Name: "Fabrikam"})
	require.NoError(t, err)
	_, err = other.Domains.Add(t.Context(), "fabrikam.com")
	require.NoError(t, err)
	w := subjects.NewWire(t, m, admin365.AsApp("ad365ad3-65ad-4365-8d36-5ad365ad365a", "CrossTenantInformation.ReadBasic.All"))
	own := map[string]any{
		"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.tenantInformation",
		"tenantId":       string(m.TenantID()), "federationBrandName": nil, "displayName": "Contoso", "defaultDomainName": "contoso.com",
	}
	const by = "/tenantRelationships/findTenantInformationBy"
	assert.Equal(t, own, w.Do("GET", by+"TenantId(tenantId='"+string(m.TenantID())+"')", "").Want(t, 200))
	assert.Equal(t, own, w.Do("GET", by+"DomainName(domainName='contoso.onmicrosoft.com')", "").Want(t, 200))
	assert.Equal(t, own, w.Do("GET", "/tenantRelationships/microsoft.graph.findTenantInformationByDomainName(domainName='contoso.com')", "").Want(t, 200))
	got := w.Do("GET", by+"TenantId(tenantId='"+string(other.TenantID())+"')", "").Want(t, 200)
	assert.Equal(t, string(other.TenantID()), got["tenantId"])
	assert.Equal(t, "Fabrikam", got["displayName"])
	assert.Equal(t, "fabrikam.onmicrosoft.com", got["defaultDomainName"])

	for _, unknown := range []string{"TenantId(tenantId='6babcaad-604b-40ac-a9d7-9fd97c0b7790')", "TenantId(tenantId='contoso.com')", "DomainName(domainName='" + string(m.TenantID()) + "')", "DomainName(domainName='fabrikam.com')"} {
		assert.Equal(t, 404, w.Do("GET", by+unknown, "").StatusCode, unknown)
	}
	w.As(admin365.AsApp("ad365ad3-65ad-4365-8d36-5ad365ad365a", "Organization.Read.All"))
	w.Do("GET", by+"TenantId(tenantId='"+string(m.TenantID())+"')", "").Refused(t, 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
}
