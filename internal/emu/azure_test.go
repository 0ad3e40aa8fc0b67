package emu

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// wayAccess keeps which of an operation's paths was taken.
type wayAccess struct{ ways []int }

func (a *wayAccess) Allow(_ *tenant.Tx, call api.Call) error {
	a.ways = append(a.ways, call.Way)
	return nil
}
func (*wayAccess) Self(*tenant.Tx) (tenant.Key, bool) { return tenant.Key{}, false }
func (*wayAccess) Guest(*tenant.Tx) bool              { return false }

// TestAzureAndPartnerCenter: versions, envelopes and headers are those of each API, and a
// call says on which of its operation's paths it was made.
func TestAzureAndPartnerCenter(t *testing.T) {
	t.Parallel()
	seen := &wayAccess{}
	l := newLab(t)
	l.schema.SetAccess(seen)
	l.mux = labMux()
	refuses := api.Refusal{Name: "No", Status: 409, Code: "Conflict", Text: "It is there.", Is: admin365.ErrConflict}
	thing := api.Op{
		Name: "azure.Get", API: &api.AzureResourceManager, Method: "GET",
		Paths: []string{"/providers/Microsoft.Support/things/{id}", "/subscriptions/{id}/providers/Microsoft.Support/things/{id}"},
	}
	variant := thing
	variant.Name = "azure.Variant"
	l.mux.Handle(&thing, func(rq *Request) (Response, error) {
		return rq.Object(http.StatusOK, said{Op: rq.Op.Name, IDs: rq.IDs})
	})
	l.mux.Variant(&thing, &variant, func(rq *Request) bool { return rq.Query.Has("other") })
	l.mux.Handle(&api.Op{Name: "azure.No", API: &api.AzureResourceManager, Method: "GET", Paths: []string{"/no"}}, func(*Request) (Response, error) {
		return Response{}, refuses.Err("")
	})
	l.mux.Handle(&api.Op{Name: "partner.No", API: &api.PartnerCenter, Method: "GET", Paths: []string{"/no"}}, func(*Request) (Response, error) {
		return Response{}, refuses.Err("")
	})
	l.Emulator = New(l.world, l.mux, admin365.CloudPublic)
	const azure, partner = "https://management.azure.com", "https://api.partnercenter.microsoft.com/v1"
	ask := func(url, scope string, edits ...func(*http.Request)) answered {
		token, _, err := l.Token(labTenant, admin365.Caller{App: "app"}, []string{scope})
		require.NoError(t, err)
		return l.do("GET", url, "", append(edits, header("Authorization", "Bearer "+token))...)
	}
	const scope = "https://management.azure.com/.default"
	for _, c := range []struct {
		why, url, scope string
		status          int
		body            string
	}{
		{"the tenant's", azure + "/providers/microsoft.support/things/t?api-version=2024-04-01", scope, 200, `{"op":"azure.Get","ids":["t"],"query":"","body":""}`},
		{"a subscription's", azure + "/Subscriptions/s/providers/Microsoft.Support/things/t?api-version=2020-04-01", scope, 200, `{"op":"azure.Get","ids":["s","t"],"query":"","body":""}`},
		{"a variant of it", azure + "/subscriptions/s/providers/Microsoft.Support/things/t?api-version=2024-04-01&other", scope, 200, `{"op":"azure.Variant","ids":["s","t"],"query":"","body":""}`},
		{"what older programs ask a token for", azure + "/no?api-version=2024-04-01", "https://management.core.windows.net//.default", 409, `{"error":{"code":"Conflict","message":"It is there.","details":[]}}`},
		{"no version", azure + "/no", scope, 400, `{"error":{"code":"MissingApiVersionParameter","message":"The api-version query parameter (?api-version=) is required for all requests.","details":[]}}`},
		{"an unknown version", azure + "/no?api-version=1", scope, 400, `{"error":{"code":"InvalidApiVersionParameter","message":"The api-version '1' is invalid.","details":[]}}`},
		{"another API's token", azure + "/no?api-version=2024-04-01", labScope, 401, `{"error":{"code":"InvalidAuthenticationToken","message":"Access token validation failure. Invalid audience.","details":[]}}`},
		{"a partner's", partner + "/no", "https://api.partnercenter.microsoft.com/.default", 409, `{"code":"Conflict","description":"It is there.","data":[],"source":"PartnerFD"}`},
	} {
		a := ask(c.url, c.scope)
		assert.Equal(t, c.status, a.StatusCode, c.why)
		assert.JSONEq(t, c.body, a.body, c.why)
		assert.Empty(t, a.Header.Get(unitsHeader), "only Graph counts units")
	}
	assert.Equal(t, []int{0, 1, 1, 0, 0}, seen.ways)

	a := ask(azure+"/no?api-version=2024-04-01", scope, header("x-ms-client-request-id", "mine"))
	assert.NotEmpty(t, a.Header.Get("x-ms-request-id"))
	assert.Contains(t, a.Header.Get("x-ms-routing-request-id"), "EASTUS:")
	assert.Empty(t, a.Header.Get("x-ms-client-request-id"), "nobody asked for it")
	a = ask(partner+"/no", "https://api.partnercenter.microsoft.com/.default", header("MS-RequestId", "mine"))
	assert.Equal(t, "mine", a.Header.Get("MS-RequestId"))
	assert.NotEmpty(t, a.Header.Get("MS-CorrelationId"))
	assert.NotEmpty(t, a.Header.Get("MS-CV"))
}
