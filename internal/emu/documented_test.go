package emu

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestUnmodeled: what is documented and not here answers 501 with its name, on a path
// of its own and on one that takes other methods, and the log counts it; what nobody
// documents is refused as the service refuses it.
func TestUnmodeled(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.tenant.Log.Keep(100)
	for _, c := range []struct {
		method, path string
		status       int
		says         string
	}{
		{"GET", "/contracts/x", 501, "GET /contracts/{id}"},
		{"GET", "/Contracts('x')", 501, "GET /contracts/{id}"},
		{"GET", "/users/x/microsoft.graph.user/photo", 501, "GET /users/{id}/photo"},
		{"GET", "/tenantRelationships/findTenantInformationByDomainName(domainName='contoso.com')", 501, "GET /tenantrelationships/findtenantinformationbydomainname(domainname={value})"},
		{"DELETE", "/contracts/x", 400, "Resource not found for the segment"},
		{"GET", "/nothing", 400, "Resource not found for the segment 'nothing'"},
	} {
		a := l.do(c.method, c.path, "")
		assert.Equal(t, c.status, a.StatusCode, "%s %s: %s", c.method, c.path, a.body)
		assert.Contains(t, a.body, c.says, "%s %s", c.method, c.path)
	}
	assert.Equal(t, map[string]int{
		"GET /contracts/{id}": 2, "GET /users/{id}/photo": 1,
		"GET /tenantrelationships/findtenantinformationbydomainname(domainname={value})": 1,
	}, l.tenant.Log.Missing())
}
