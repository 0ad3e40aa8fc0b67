package graphjs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
)

// TestDomain: a program adds a domain, reads which record to set, is refused until the
// record is there, verifies the domain, makes it the default one, and removes it.
// Source: https://learn.microsoft.com/graph/api/domain-verify
func TestDomain(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const domain = "/domains/example.com"
	made := served[object](l, "paths.post", input{"path": "/domains", "body": object{"id": "example.com"}})
	assert.Equal(t, "example.com", made.text("id"))
	assert.Equal(t, false, made["isVerified"])

	var text object
	for _, r := range served[page](l, "paths.get", input{"path": domain + "/verificationDnsRecords"}).Value {
		if r.text("@odata.type") == "#microsoft.graph.domainDnsTxtRecord" {
			text = r
		}
	}
	require.NotEmpty(t, text.text("text"))
	early := l.refused("paths.post", input{"path": domain + "/verify", "body": object{}})
	assert.Equal(t, 400, early.StatusCode)
	assert.Equal(t, "Request_BadRequest", early.Code)

	require.NoError(t, l.m.Backstage.PublishDNS(t.Context(), admin.DNSRecord{Type: admin.DNSText, Label: text.text("label"), Text: text.text("text")}))
	verified := served[object](l, "paths.post", input{"path": domain + "/verify", "body": object{}})
	assert.Equal(t, true, verified["isVerified"])
	assert.Equal(t, "AvailableImmediately", verified.text("availabilityStatus"))

	served[any](l, "paths.patch", input{"path": domain, "body": object{"isDefault": true}})
	assert.Equal(t, true, served[object](l, "paths.get", input{"path": domain})["isDefault"])
	assert.Equal(t, 400, l.refused("paths.delete", input{"path": domain}).StatusCode, "the default domain stays")
	served[any](l, "paths.patch", input{"path": "/domains/contoso.com", "body": object{"isDefault": true}})
	served[any](l, "paths.delete", input{"path": domain})
	assert.Equal(t, 404, l.refused("paths.get", input{"path": domain}).StatusCode)
}
