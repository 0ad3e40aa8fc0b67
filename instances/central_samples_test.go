package instances

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/rest"
	"github.com/admin365/admin365/internal/wiretest"
)

// updateSample is a sample of the contract of updates.
func updateSample(t *testing.T, name string) []byte {
	t.Helper()
	return wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "samples/updates/"+name+".json")
}

// sampleTrip reads a sample strictly, and asserts that it comes out again.
func sampleTrip[T any](t *testing.T, name string) *T {
	t.Helper()
	v := wiretest.MustDecode[T](t, updateSample(t, name))
	sameJSON(t, string(updateSample(t, name)), v)
	return v
}

type valueOf[T any] struct {
	Value []T `json:"value"`
}

// TestSampleUpdates: what the documentation shows of updates is what programs see.
func TestSampleUpdates(t *testing.T) {
	t.Parallel()
	var list []*Update
	for _, w := range sampleTrip[valueOf[*updateWire]](t, "bc-updates-list").Value {
		list = append(list, w.update())
	}
	bound := utc(t, "2025-09-01T00:00:00Z")
	assert.Equal(t, []*Update{
		{Version: "26.1", Type: UpdateGA, Available: true, Selected: true, Status: UpdateScheduled, At: utc(t, "2025-06-14T20:00:00Z"), Latest: bound, Rollout: RolloutActive},
		{Version: "26.2", Type: UpdateGA, Available: true, Latest: bound, Rollout: RolloutActive},
		{Version: "26.3", Type: UpdateGA, Expected: Month{2025, time.August}},
		{Version: "26.4", Type: UpdateGA, Expected: Month{2025, time.September}},
	}, list)
	lastDate, ok := list[0].LastDate()
	assert.True(t, ok)
	assert.Equal(t, bound.Add(-time.Second), lastDate)

	ignore := false
	sameJSON(t, string(updateSample(t, "bc-update-select.request")),
		Schedule{At: utc(t, "2025-06-20T20:00:00Z"), IgnoreWindow: &ignore}.body(Target{Version: "26.2", Type: UpdateGA}, true))
	c := wiretest.MustDecode[updatePatch](t, updateSample(t, "bc-update-select.request")).change()
	assert.True(t, *c.selected)
	assert.True(t, c.details)
	assert.Equal(t, utc(t, "2025-06-20T20:00:00Z"), c.at)
}

// TestOddUpdates: older names, the documentation's misspelling, days without a time, and
// other letter cases are read as well.
func TestOddUpdates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		want       Update
	}{
		{"older bound, a day", `{"targetVersion":"26.1","available":true,"scheduleDetails":{"latestSelectableDate":"2026-06-01","selectedDateTime":null}}`,
			Update{Version: "26.1", Type: UpdateGA, Available: true, Latest: utc(t, "2026-06-01T00:00:00Z")}},
		{"misspelled", `{"targetVersion":"26.3","expectedAvailablity":{"month":8,"year":2025}}`, Update{Version: "26.3", Type: UpdateGA, Expected: Month{2025, 8}}},
		{"letter case", `{"targetVersion":"26.3","targetVersionType":"preview","updateStatus":"Running","scheduleDetails":{"rolloutStatus":"active","latestSelectableDateTime":"2026-06-01T10:00:00"}}`,
			Update{Version: "26.3", Type: UpdatePreview, Status: UpdateRunning, Rollout: RolloutActive, Latest: utc(t, "2026-06-01T10:00:00Z")}},
		{"unknown", `{"targetVersion":"26.3","targetVersionType":"Canary","updateStatus":"paused"}`, Update{Version: "26.3", Type: "Canary", Status: "paused"}},
	} {
		var w updateWire
		require.NoError(t, jsonv2.Unmarshal([]byte(c.body), &w), c.name)
		assert.Equal(t, &c.want, w.update(), c.name)
	}
}

// TestSampleCentralOperations: operations of environments and of apps.
func TestSampleCentralOperations(t *testing.T) {
	t.Parallel()
	list := roundTrips(t)
	app, rename := list[0].operation(""), list[1].operation("")
	assert.Equal(t, CentralEnvironmentID{BusinessCentral, "Production"}, app.Environment)
	assert.Equal(t, Production, app.Type)
	assert.Equal(t, admin365.AppID("44445555-eeee-6666-ffff-7777aaaa8888"), app.App)
	assert.Equal(t, "17.0.3.0", app.TargetVersion)
	assert.Equal(t, admin365.OperationSucceeded, app.State)
	assert.Equal(t, "BusinessCentral/Production-deprecated", rename.ResourceID)
	assert.Equal(t, utc(t, "2021-03-16T18:57:47.867Z"), rename.Updated)

	create := wiretest.MustDecode[centralOperationWire](t, updateSample(t, "bc-environment-create.response")).operation(BusinessCentral)
	assert.Equal(t, admin365.OperationNotStarted, create.State)
	assert.Equal(t, "BusinessCentral/NewEnvironment", create.ResourceID)
	assert.Equal(t, "19.0.28719.0", create.Parameters["applicationVersion"])
	renamed := wiretest.MustDecode[centralOperationWire](t, updateSample(t, "bc-environment-rename.response")).operation(BusinessCentral)
	assert.Equal(t, "BusinessCentral/prod-1", renamed.ResourceID)
	assert.Equal(t, "greg.chapman@contoso.com", renamed.CreatedBy)

	update := wiretest.MustDecode[appOperationWire](t, updateSample(t, "bc-app-update.response")).operation(Central("Production"), "11111111-1111-1111-1111-111111111111")
	assert.Equal(t, string(CentralKindAppUpdate), update.Kind)
	assert.Equal(t, "3.1.0.0", update.TargetVersion)
	assert.Equal(t, "admin@contoso.com", update.CreatedBy)
}

func roundTrips(t *testing.T) []*centralOperationWire {
	t.Helper()
	return wiretest.MustDecode[valueOf[*centralOperationWire]](t, updateSample(t, "bc-operations-list")).Value
}

// TestSamplesAsTheyAre: what has the service's own form.
func TestSamplesAsTheyAre(t *testing.T) {
	t.Parallel()
	sampleTrip[CentralQuotas](t, "bc-quotas")
	sampleTrip[valueOf[RestorePeriod]](t, "bc-availableRestorePeriods")
	sampleTrip[valueOf[CentralAppUpdate]](t, "bc-apps-availableUpdates")
	sampleTrip[Window](t, "bc-settings-upgrade-get")
	sampleTrip[Window](t, "bc-settings-upgrade-put.request")
	sampleTrip[finOpsVersionsWire](t, "finops-versions")
	sampleTrip[finOpsBegunWire](t, "finops-version-apply.response")
	sampleTrip[struct {
		Tenant     admin365.TenantID  `json:"aadTenantId"`
		Recipients []CentralRecipient `json:"recipients"`
	}](t, "bc-notification-settings")
	e := wiretest.MustDecode[struct{ Code, Message, Target string }](t, updateSample(t, "bc-error-resource-not-exist"))
	refusal, args := api.Recognize(opCentralAppsUpdate.RefusalsAll(), 404, e.Code, e.Message)
	assert.Equal(t, &appUnknown, refusal)
	assert.Equal(t, []string{"44445555-eeee-6666-ffff-7777aaaa8888"}, args)
}

// TestOddBodies: texts for switches, and one object for a list.
func TestOddBodies(t *testing.T) {
	t.Parallel()
	var on enabledWire
	require.NoError(t, json.Unmarshal([]byte(`{"enabled":"True"}`), &on))
	assert.True(t, bool(on.Enabled))
	require.Error(t, json.Unmarshal([]byte(`{"enabled":1}`), &on))
	var f familyWire
	require.NoError(t, jsonv2.Unmarshal([]byte(`{"applicationFamily":"businesscentral","countriesringDetails":{"countryCode":"DK","rings":[{"name":"PROD","productionRing":true,"friendlyName":"Production"}]}}`), &f))
	assert.Equal(t, &CentralFamily{BusinessCentral, []CentralCountry{{"DK", []CentralRing{{"PROD", true, "Production"}}}}}, f.public())
	var a appWire
	require.NoError(t, jsonv2.Unmarshal([]byte(`{"appId":"x","state":"updatepending"}`), &a))
	assert.Equal(t, admin365.AppID("x"), a.app().ID)
	assert.Equal(t, AppUpdatePending, a.app().State)
}

// TestCentralRefusalsOverTheWire: each refusal that an operation declares comes back from
// the emulator as what it is.
func TestCentralRefusalsOverTheWire(t *testing.T) {
	t.Parallel()
	m := emu.NewMux()
	Mount(m)
	ours := slices.DeleteFunc(m.Ops(), func(o *api.Op) bool {
		return !strings.Contains(o.Name, ".Central") && !strings.Contains(o.Name, ".FinOps")
	})
	require.NotEmpty(t, ours)
	for _, o := range ours {
		for _, r := range o.Refusals {
			args := make([]string, strings.Count(r.Text, "%s"))
			for i := range args {
				args[i] = "something"
			}
			f := newRefusing(t, o, r, args)
			ids := slices.Repeat([]string{"x1"}, strings.Count(o.Paths[0], "{id}"))
			err := rest.Send(t.Context(), f.client, rest.Request{Call: o.At(ids...)})
			var e *admin365.Error
			require.ErrorAs(t, err, &e, "%s: %s", o.Name, r.Name)
			assert.ErrorIs(t, err, r.Is, "%s: %s", o.Name, r.Name)
			assert.Equal(t, r.Status, e.Status)
			assert.Equal(t, r.Code, e.Code)
			other, _ := api.Recognize(o.RefusalsAll(), e.Status, e.Code, e.Message)
			assert.Equal(t, r.Name, other.Name, "%s: nothing else is it", o.Name)
		}
	}
}
