package instances_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/wiretest"
)

// The hosts and scopes of the APIs, and what their paths begin with.
const (
	bap       = "https://api.bap.microsoft.com/providers/Microsoft.BusinessAppPlatform"
	admins    = bap + "/scopes/admin/environments"
	power     = "https://api.powerplatform.com"
	center    = "https://api.admin.powerplatform.microsoft.com"
	bapScope  = "https://service.powerapps.com//.default"
	newest    = "2023-06-01"
	emptyGUID = "00000000-0000-0000-0000-000000000000"
)

// wire is a tenant in memory as a client without this library sees it.
type wire struct {
	lab
	http   http.RoundTripper
	tokens func(scope string) string
}

func newWire(t *testing.T) *wire {
	t.Helper()
	w := &wire{lab: newLab(t)}
	w.as(admin365.Caller{})
	return w
}

func (w *wire) as(caller admin365.Caller) {
	w.t.Helper()
	e := admin.NewEmulator(w.Memory, admin.EmulatorConfig{})
	w.http = e.Transport()
	w.tokens = func(scope string) string {
		token, err := e.Credential(caller).GetToken(w.t.Context(), policy.TokenRequestOptions{Scopes: []string{scope}})
		require.NoError(w.t, err)
		return token.Token
	}
}

// reply is an answer that was read whole.
type reply struct {
	*http.Response
	body []byte
}

// do sends a request in a version of the API, empty for none.
func (w *wire) do(method, address, version, body string) reply {
	w.t.Helper()
	u, err := url.Parse(strings.ReplaceAll(address, " ", "%20"))
	require.NoError(w.t, err)
	if version != "" {
		query := u.Query()
		query.Set("api-version", version)
		u.RawQuery = query.Encode()
	}
	scope := bapScope
	switch {
	case strings.HasPrefix(address, power):
		scope = power + "/.default"
	case strings.HasPrefix(address, center):
		scope = "065d9450-1e87-434e-ac2f-69af271549ed/.default"
	case strings.HasPrefix(address, flows):
		scope = "https://management.azure.com/.default"
	}
	r, err := http.NewRequestWithContext(w.t.Context(), method, u.String(), strings.NewReader(body))
	require.NoError(w.t, err)
	r.Header.Set("Authorization", "Bearer "+w.tokens(scope))
	r.Header.Set("Content-Type", "application/json")
	response, err := w.http.RoundTrip(r)
	require.NoError(w.t, err)
	b, err := io.ReadAll(response.Body)
	require.NoError(w.t, err)
	require.NoError(w.t, response.Body.Close())
	return reply{response, b}
}

// want asserts the status and returns the body's members.
func (a reply) want(t testing.TB, status int) (m map[string]any) {
	t.Helper()
	require.Equal(t, status, a.StatusCode, "%s", a.body)
	if len(a.body) > 0 {
		require.NoError(t, json.Unmarshal(a.body, &m), "%s", a.body)
	}
	return m
}

// refused asserts a refusal.
func (a reply) refused(t testing.TB, status int, code string) (message string) {
	t.Helper()
	require.Equal(t, status, a.StatusCode, "%s", a.body)
	got := wiretest.MustDecode[struct {
		Error struct{ Code, Message, DetailURLType string }
	}](t, a.body).Error
	assert.Equal(t, code, got.Code)
	return got.Message
}

func sampleOf(t *testing.T, name string) []byte {
	t.Helper()
	return wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "samples/"+name+".json")
}

func differences(t *testing.T, want, got []byte) []string {
	t.Helper()
	d, err := wiretest.SameShape(want, got)
	require.NoError(t, err)
	return d
}

// TestAnswersLikeSamples: what the emulator answers has the members of what was recorded;
// where not, it is said why.
func TestAnswersLikeSamples(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	dev := string(w.byDomain("contoso-dev").ID)
	env, packages := admins+"/"+dev, power+"/appmanagement/environments/"+dev+"/applicationPackages"
	const preview = "2022-03-01-preview"
	for _, c := range []struct {
		sample, method, address, version string
		status                           int
		// but are the differences, and why.
		but []string
	}{
		{"instances/get-environment", "GET", env + "?$expand=permissions,properties.capacity,properties/billingPolicy,properties/copilotPolicies", newest, 200, []string{
			// The recorded one has no description, and nobody has changed it since.
			".properties.description: not wanted", ".properties.lastModifiedBy: not wanted", ".properties.linkedEnvironmentMetadata.modifiedTime: not wanted",
			".properties.linkedEnvironmentMetadata.template: not wanted",
			// The recording has reasons where nothing is disallowed; it was cut.
			".properties.lifecycleOperationsEnforcement.allowedOperations[].reason: missing", ".properties.lifecycleOperationsEnforcement.disallowedOperations: not wanted",
			// From another recording.
			".properties.states.disasterRecovery: not wanted",
		}},
		{"instances/locations", "GET", bap + "/locations", newest, 200, nil},
		{"instances/environment-currencies", "GET", bap + "/locations/unitedstates/environmentCurrencies", newest, 200, nil},
		{"instances/environment-templates", "GET", bap + "/locations/unitedstates/templates", newest, 200, []string{
			// The first template of the recording is disabled; it is not here.
			".production[].properties.disabledReason: missing", ".sandbox[].properties.disabledReason: missing",
		}},
		{"instances/tenant-capacity", "GET", power + "/licensing/tenantCapacity", preview, 200, nil},
		{"instances/application-packages", "GET", packages, preview, 200, nil},
		{"updates/appmanagement-install.response", "POST", packages + "/Office365Groups/install", preview, 202, nil},
	} {
		got := w.do(c.method, c.address, c.version, "")
		require.Equal(t, c.status, got.StatusCode, "%s: %s", c.sample, got.body)
		assert.ElementsMatch(t, c.but, differences(t, sampleOf(t, c.sample), got.body), c.sample)
	}
	list, one := w.do("GET", admins, newest, ""), w.do("GET", admins+"/"+dev, newest, "")
	var all struct{ Value []json.RawMessage }
	require.NoError(t, json.Unmarshal(list.body, &all))
	for _, e := range all.Value {
		if strings.Contains(string(e), dev) {
			assert.JSONEq(t, string(one.body), string(e), "a list has the same as one")
		}
	}
}

// TestErrorsLikeSamples: refusals have the members and the texts of what was recorded.
func TestErrorsLikeSamples(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	require.NoError(t, w.Backstage.Instances.SetCapacity(t.Context(), instances.DatabaseCapacity, 0))
	got := w.do("POST", bap+"/environments", newest, `{"location":"europe","properties":{"displayName":"n","environmentSku":"Sandbox","databaseType":"CommonDataService"}}`)
	assert.JSONEq(t, string(sampleOf(t, "instances/error-insufficient-capacity")), string(got.body))
	assert.Equal(t, 409, got.StatusCode)
	dev := w.byDomain("contoso-dev").ID
	_, err := w.Backstage.Instances.Occupy(t.Context(), dev, "")
	require.NoError(t, err)
	got = w.do("PATCH", admins+"/"+string(dev), "2021-04-01", `{"properties":{"displayName":"n"}}`)
	assert.Empty(t, differences(t, sampleOf(t, "instances/error-operation-not-startable"), got.body))
	assert.Equal(t, "This operation cannot be performed because there is an active lifecycle operation on the environment "+string(dev)+".", got.refused(t, 409, "OperationNotStartable"))
}

// TestOperationLikeSamples: so do operations.
func TestOperationLikeSamples(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	created := w.do("POST", bap+"/environments", newest, string(sampleOf(t, "instances/create-environment-request")))
	created.want(t, 202)
	require.NoError(t, w.Backstage.Instances.FinishAll(t.Context()))
	got := w.do("GET", created.Header.Get("Location"), "", "")
	assert.Empty(t, differences(t, sampleOf(t, "instances/lifecycle-create-succeeded"), got.body))
	id := w.byDomain("contosotest").ID
	managed := w.do("POST", bap+"/environments/"+string(id)+"/governanceConfiguration", "2021-04-01", `{"protectionLevel":"Standard","settings":{"extendedSettings":{}}}`)
	managed.want(t, 202)
	require.NoError(t, w.Backstage.Instances.FinishAll(t.Context()))
	got = w.do("GET", managed.Header.Get("Location"), "", "")
	assert.Empty(t, differences(t, sampleOf(t, "instances/lifecycle-enable-managed"), got.body))
	assert.Equal(t, "Enable Managed Environment", got.want(t, 200)["typeDisplayName"])
	w.do("POST", bap+"/environments/"+string(id)+"/governanceConfiguration", "2021-04-01", `{"protectionLevel":"Standard"}`).want(t, 204)

	source := w.byDomain("contoso").ID
	copied := strings.Replace(string(sampleOf(t, "instances/copy-to-request")), "8d996ece-8558-4c4e-b459-a51b3beafdb4", string(source), 1)
	w.do("POST", bap+"/environments/"+string(id)+"/copyTo", "2019-05-01", copied).want(t, 202)
	require.NoError(t, w.Backstage.Instances.FinishAll(t.Context()))
	assert.Equal(t, "Copied from source", w.get(id).DisplayName)
	assert.Equal(t, instances.RuntimeAdminMode, w.get(id).Runtime)
	w.do("POST", bap+"/environments/"+string(id)+"/reset", "2019-05-01", string(sampleOf(t, "instances/reset-request"))).want(t, 202)
	require.NoError(t, w.Backstage.Instances.FinishAll(t.Context()))
	assert.Equal(t, "Friendly Name", w.get(id).DisplayName)
	w.do("PATCH", admins+"/"+string(id), "2021-04-01", string(sampleOf(t, "instances/admin-mode-request"))).want(t, 202)
}
