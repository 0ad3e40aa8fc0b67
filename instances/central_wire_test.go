package instances_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/internal/wiretest"
)

// raw is Contoso as a client of others sees it.
type raw struct {
	t *testing.T
	m *admin.Memory
	c *admin.Client
}

func newRaw(t *testing.T) *raw {
	t.Helper()
	m := newTest(t).Memory
	return &raw{t, m, subjects.Client(t, m, subjects.InProcess, admin365.Caller{})}
}

const rawProduction = "/admin/v2.28/applications/BusinessCentral/environments/Production"

// ask sends a request of Business Central, and returns status and body.
func (r *raw) ask(method, path, body string) (int, string) {
	r.t.Helper()
	rq := admin.RawRequest{API: admin.APIBusinessCentral, Method: method, Path: path}
	if body != "" {
		rq.Body = json.RawMessage(body)
	}
	answer, err := r.c.Raw(r.t.Context(), rq)
	if e, ok := err.(*admin365.Error); ok { //nolint:errorlint // Raw returns it itself.
		return e.Status, e.Code + ": " + e.Message
	}
	require.NoError(r.t, err)
	return answer.Status, string(answer.Body)
}

// has asserts that an answer has all keys of a sample, and those more that are named.
func (r *raw) has(sample, got string, more ...string) {
	r.t.Helper()
	want := wiretest.Shared(r.t, os.Getenv("ADMIN365_SHARED"), "..", "samples/updates/"+sample+".json")
	differences, err := wiretest.SameShape(want, []byte(got))
	require.NoError(r.t, err)
	for _, d := range differences {
		known := false
		for _, m := range more {
			known = known || strings.HasPrefix(d, m+":")
		}
		assert.True(r.t, known, "%s: %s", sample, d)
	}
}

// TestCentralShapes: what the emulator answers has the keys of the documentation.
func TestCentralShapes(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	_, got := r.ask("GET", "/admin/v2.28/environments/quotas", "")
	r.has("bc-quotas", got)
	_, got = r.ask("GET", rawProduction+"/availableRestorePeriods", "")
	r.has("bc-availableRestorePeriods", got)
	_, got = r.ask("GET", rawProduction+"/settings/upgrade", "")
	r.has("bc-settings-upgrade-get", got)
	_, got = r.ask("GET", "/admin/v2.28/settings/notification", "")
	r.has("bc-notification-settings", got)
	_, got = r.ask("GET", rawProduction+"/apps/availableUpdates", "")
	r.has("bc-apps-availableUpdates", got, ".value[].requirements")
	_, got = r.ask("GET", rawProduction+"/updates", "")
	// A version that is planned has neither status nor schedule.
	r.has("bc-updates-list", got, ".value[].updateStatus", ".value[].scheduleDetails", ".value[].expectedAvailability")
	status, got := r.ask("PUT", "/admin/v2.28/applications/BusinessCentral/environments/New", `{"environmentType":"Sandbox","countryCode":"US"}`)
	assert.Equal(t, 202, status)
	r.has("bc-environment-create.response", got, ".startedOn", ".completedOn", ".creatorPrincipalType")
	r.m.Advance(time.Hour)
	status, got = r.ask("POST", "/admin/v2.28/applications/BusinessCentral/environments/New/rename", `{"NewEnvironmentName":"Newer"}`)
	assert.Equal(t, 202, status)
	r.has("bc-environment-rename.response", got, ".environmentName", ".environmentType", ".productFamily", ".creatorPrincipalType")
	var apps struct{ Value []map[string]any }
	_, got = r.ask("GET", rawProduction+"/apps", "")
	require.NoError(t, json.Unmarshal([]byte(got), &apps))
	assert.Equal(t, apps.Value[0]["id"], apps.Value[0]["appId"], "under both names")
}

// TestCentralQuirks: what other clients rely on.
func TestCentralQuirks(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	status, got := r.ask("GET", "/admin/v2.15/applications/businesscentral/environments/production", "")
	assert.Equal(t, 200, status, "an older version, and any letter case")
	for _, key := range []string{`"applicationVersion"`, `"versionDetails"`, `"gracePeriodStartDate"`, `"webClientLoginUrl"`, `"appInsightsKey"`} {
		assert.Contains(t, got, key)
	}
	status, got = r.ask("PATCH", rawProduction+"/updates/27.2", `{"selected":false}`)
	assert.Equal(t, 400, status)
	assert.Contains(t, got, "EntityValidationFailed")
	before, err := r.m.Instances.Central.Operations.Get(t.Context(), "")
	require.Error(t, err)
	assert.Nil(t, before)
	_, was := r.ask("GET", rawProduction+"/updates", "")
	status, _ = r.ask("PATCH", rawProduction+"/updates/27.2", `{"selectedDateTime":"2026-02-01T00:00:00Z","ignoreUpdateWindow":true}`)
	assert.Equal(t, 200, status, "dates at the top are ignored")
	_, is := r.ask("GET", rawProduction+"/updates", "")
	assert.JSONEq(t, was, is)
	status, got = r.ask("PATCH", rawProduction+"/updates/27.2", "")
	assert.Equal(t, 400, status)
	assert.Contains(t, got, "requestBodyRequired")
	status, got = r.ask("PATCH", rawProduction+"/updates/27.2", `{"scheduleDetails":{"selectedDateTime":"2026-01-01T00:00:00Z"}}`)
	assert.Equal(t, 400, status)
	assert.Contains(t, got, "selected date time in the past")
	// Midnight of the day moves into the window of that day.
	status, got = r.ask("PATCH", rawProduction+"/updates/27.2", `{"scheduleDetails":{"selectedDateTime":"2026-02-01T00:00:00Z"},"unknown":1}`)
	assert.Equal(t, 200, status)
	assert.Contains(t, got, `"selectedDateTime":"2026-02-01T21:00:00Z"`)

	status, got = r.ask("GET", "/admin/v2.3/applications/businesscentral/environments/Production/upgrade", "")
	assert.Equal(t, 200, status)
	assert.Contains(t, got, `"upgradeDate":"2026-02-01T21:00:00Z"`)
	status, got = r.ask("PUT", "/admin/v2.3/applications/businesscentral/environments/Production/upgrade", `{"runOn":"2026-02-03T00:00:00Z","ignoreUpgradeWindow":false}`)
	assert.Equal(t, 200, status)
	assert.Contains(t, got, `"upgradeDate":"2026-02-03T21:00:00Z"`)
	status, got = r.ask("GET", "/admin/v2.3/applications/businesscentral/environments/Sandbox/upgrade", "")
	assert.Equal(t, 404, status)
	assert.Contains(t, got, "ResourceDoesNotExist")

	status, got = r.ask("GET", "/admin/v2.28/applications/BusinessCentral/environments/Sandbox/settings/upgrade", "")
	assert.Equal(t, 200, status)
	assert.Equal(t, "null", got)
	status, _ = r.ask("GET", rawProduction+"/settings/securitygroupaccess", "")
	assert.Equal(t, 204, status)
	status, _ = r.ask("POST", rawProduction+"/settings/accesswithm365licenses", `{"enabled":"true"}`)
	assert.Equal(t, 200, status)
	_, got = r.ask("GET", rawProduction+"/settings/accesswithm365licenses", "")
	assert.JSONEq(t, `{"enabled":true}`, got)
	_, got = r.ask("GET", "/admin/v2.28/authorizedAadApps", "")
	assert.Equal(t, "[]", got)
	status, _ = r.ask("PUT", "/admin/v2.8/applications/BusinessCentral/environments/Old", `{"environmentType":"Sandbox","countryCode":"US"}`)
	assert.Equal(t, 201, status, "an old version answers the environment")
	status, got = r.ask("GET", "/admin/v2.28/applications/Other/environments", "")
	assert.Equal(t, 404, status)
	assert.Contains(t, got, "applicationTypeDoesNotExist")

	// Terraform polls the operation, then the environment.
	_, got = r.ask("POST", rawProduction+"/copy", `{"environmentName":"Twin","type":"sandbox"}`)
	var o struct{ ID, Status string }
	require.NoError(t, json.Unmarshal([]byte(got), &o))
	r.m.Advance(time.Hour)
	_, got = r.ask("GET", rawProduction+"/operations/"+o.ID, "")
	require.NoError(t, json.Unmarshal([]byte(got), &o))
	assert.Equal(t, "succeeded", o.Status)
	twin, err := r.m.Instances.Central.Environments.Get(t.Context(), instances.Central("Twin"))
	require.NoError(t, err)
	assert.Equal(t, instances.CentralActive, twin.Status)
}
