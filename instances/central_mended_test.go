package instances_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// idOf is the last part of an operation's id.
func idOf(id admin365.OperationID) string {
	parts := strings.Split(strings.SplitN(string(id), "?", 2)[0], "/")
	return parts[len(parts)-1]
}

// TestOperationOfAnother: an operation is known under the environment that it is of, and
// under no other one, which could be stopped by mistake.
func TestOperationOfAnother(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	stage := r.m.Backstage.Instances.Central
	op, err := stage.StartUpdate(t.Context(), instances.Central("Production"))
	require.NoError(t, err)
	for _, name := range []string{"Production-UK", "Nobody"} {
		path := strings.Replace(rawProduction, "Production", name, 1) + "/operations/" + idOf(op.ID)
		status, body := r.ask("GET", path, "")
		assert.Equal(t, 404, status, body)
		status, body = r.ask("POST", path+"/cancel", "")
		assert.Equal(t, 404, status, body)
	}
	got, err := r.m.Instances.Central.Operations.Get(t.Context(), op.ID)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationRunning, got.State)
	status, body := r.ask("GET", strings.ToLower(rawProduction)+"/operations/"+strings.ToUpper(idOf(op.ID)), "")
	assert.Equal(t, 200, status, body)
}

// TestCancelTwice: who lost the answer asks again.
func TestCancelTwice(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	op, err := l.stage.StartUpdate(t.Context(), instances.Central("Production"))
	require.NoError(t, err)
	for range 2 {
		op, err = l.Operations.Cancel(t.Context(), op.ID)
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationCanceled, op.State)
	}
}

// TestPreviewStaysASandbox: what has a preview version is copied to no production.
func TestPreviewStaysASandbox(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Sandbox")
	preview := instances.Target{Version: "28.0", Type: instances.UpdatePreview}
	require.NoError(t, l.stage.Release(t.Context(), preview))
	before := l.world.Now()
	_, err := instances.RunNow(t.Context(), l.Updates, id, preview, l.world.Now())
	require.NoError(t, err)
	require.NoError(t, l.stage.FinishUpdate(t.Context(), id))
	_, err = l.Environments.Copy(t.Context(), id, instances.CentralCopy{Name: "New", Type: instances.Production})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = l.Backups.Restore(t.Context(), id, instances.CentralRestore{Name: "New", Type: instances.Production, PointInTime: l.world.Now()})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	// Before it had one a production can be made.
	l.world.Advance(time.Hour)
	op, err := l.Backups.Restore(t.Context(), id, instances.CentralRestore{Name: "New", Type: instances.Production, PointInTime: before.Add(-time.Hour)})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(t.Context(), op.ID))
	e, err := l.Environments.Get(t.Context(), instances.Central("New"))
	require.NoError(t, err)
	assert.Equal(t, instances.Build(27, 2), e.ApplicationVersion)
	assert.Nil(t, l.update(t, e.ID(), "27.2"), "it is no preview of it")
}

// TestChangesTell: what an administrator changes is in the changes, secrets are not.
func TestChangesTell(t *testing.T) {
	t.Parallel()
	ctx, id := t.Context(), instances.Central("Production")
	for name, c := range map[string]struct {
		change func(l *centralLab) error
		says   string
	}{
		"date": {func(l *centralLab) error {
			_, err := l.Updates.Reschedule(ctx, id, instances.Target{Version: "27.2"}, instances.Schedule{At: l.world.Now().AddDate(0, 1, 0)})
			return err
		}, "2026-02-05T21:00:00Z"},
		"window": {func(l *centralLab) error {
			_, err := l.Settings.SetWindow(ctx, id, instances.Window{Start: "21:00", End: "06:00", TimeZone: "UTC"})
			return err
		}, "21:00"},
		"partners": {func(l *centralLab) error {
			return l.Access.SetPartners(ctx, id, instances.PartnerAccess{Status: instances.PartnersNone})
		}, "Disabled"},
		"licenses": {func(l *centralLab) error { return l.Access.SetMicrosoft365(ctx, id, true) }, "true"},
		"cadence": {func(l *centralLab) error {
			return l.Settings.SetAppUpdateCadence(ctx, id, instances.AppUpdatesDuringMajor)
		}, "DuringMajorUpgrade"},
		"key": {func(l *centralLab) error {
			return l.Settings.SetTelemetryKey(ctx, id, admin365.NewSecret("hush"))
		}, "telemetry key"},
	} {
		l := newCentralLab(t)
		before := l.world.Snapshot()
		require.NoError(t, c.change(l), name)
		lines := l.world.Changes(before)
		found := false
		for _, line := range lines {
			found = found || strings.HasPrefix(line, "centralEnvironments") && strings.Contains(line, c.says)
			assert.NotContains(t, line, "hush")
		}
		assert.True(t, found, "%s: %q", name, lines)
	}
}

// TestNeedsInACircle: apps that need each other are installed, once each.
func TestNeedsInACircle(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	a, b := admin365.AppID("11111111-1111-4111-8111-111111111111"), admin365.AppID("22222222-2222-4222-8222-222222222222")
	for _, r := range []instances.CentralAppRelease{
		{ID: a, Name: "A", Publisher: "P", Version: "1.0.0.0", Needs: map[admin365.AppID]string{b: "1.0.0.0"}},
		{ID: b, Name: "B", Publisher: "P", Version: "1.0.0.0", Needs: map[admin365.AppID]string{a: "1.0.0.0"}},
	} {
		require.NoError(t, l.stage.ReleaseApp(t.Context(), r))
	}
	op, err := l.Apps.Install(t.Context(), instances.Central("Sandbox"), a, instances.NewCentralApp{AcceptTerms: true, InstallNeeded: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(t.Context(), op.ID))
	count := map[admin365.AppID]int{}
	for _, app := range all(t, l.Apps.List(t.Context(), instances.Central("Sandbox"))) {
		count[app.ID]++
	}
	assert.Equal(t, 1, count[a])
	assert.Equal(t, 1, count[b])
}

// TestNeedsAnOlderVersion: where the version that is needed is not offered any more the
// next one is installed.
func TestNeedsAnOlderVersion(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	a, b := admin365.AppID("11111111-1111-4111-8111-111111111111"), admin365.AppID("22222222-2222-4222-8222-222222222222")
	for _, r := range []instances.CentralAppRelease{
		{ID: a, Name: "A", Publisher: "P", Version: "1.0.0.0", Needs: map[admin365.AppID]string{b: "1.0.0.0"}},
		{ID: b, Name: "B", Publisher: "P", Version: "1.4.0.0"},
	} {
		require.NoError(t, l.stage.ReleaseApp(t.Context(), r))
	}
	op, err := l.Apps.Install(t.Context(), instances.Central("Sandbox"), a, instances.NewCentralApp{AcceptTerms: true, InstallNeeded: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(t.Context(), op.ID))
	for _, app := range all(t, l.Apps.List(t.Context(), instances.Central("Sandbox"))) {
		assert.NotEmpty(t, app.Name)
		if app.ID == b {
			assert.Equal(t, "1.4.0.0", app.Version)
		}
	}
}

// TestYears: years pass in bounded time, and everybody follows.
func TestYears(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	start := time.Now()
	l.world.Advance(10 * 365 * 24 * time.Hour)
	assert.Less(t, time.Since(start), 20*time.Second)
	for _, e := range all(t, l.Environments.List(t.Context(), "")) {
		assert.Equal(t, instances.PeriodUpdate, instances.PeriodOf(e, l.world.Now()), e.Name)
	}
}

// TestGraceWithMidnight: in the grace period the window can be set anew as it is, also
// where the update is due at midnight in UTC.
func TestGraceWithMidnight(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Production-UK")
	w := instances.Window{Start: "00:00", End: "08:00", TimeZone: "UTC"}
	_, err := l.Settings.SetWindow(t.Context(), id, w)
	require.NoError(t, err)
	require.NoError(t, l.stage.Hold(t.Context(), id, instances.RolloutPostponed))
	l.world.Advance(time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC).Sub(l.world.Now()))
	u := l.update(t, id, "27.2")
	require.NotNil(t, u)
	require.True(t, u.Selected)
	last, ok := u.LastDate()
	assert.True(t, ok)
	assert.False(t, last.Before(u.At), "it can have the date that it has")
	_, err = l.Settings.SetWindow(t.Context(), id, w)
	require.NoError(t, err)
	_, err = l.Updates.Select(t.Context(), id, u.Target(), instances.Schedule{At: u.At})
	require.NoError(t, err)
}

// TestWindowInUTC: of a window in UTC only the time of day counts, whatever the date.
func TestWindowInUTC(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Production")
	at := func(month time.Month, hour int) time.Time { return time.Date(2025, month, 3, hour, 0, 0, 0, time.UTC) }
	w, err := l.Settings.SetWindow(t.Context(), id, instances.Window{StartUTC: at(7, 20), EndUTC: at(7, 5)})
	require.NoError(t, err)
	assert.Equal(t, 20, w.StartUTC.Hour(), w)
	assert.Equal(t, "21:00", w.Start)
}

// TestOddWindows: what is no time of day.
func TestOddWindows(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Production")
	for _, w := range []instances.Window{
		{Start: "24:00", End: "06:00", TimeZone: "UTC"}, {Start: "20:60", End: "06:00", TimeZone: "UTC"}, {Start: "20:00", End: "20:00", TimeZone: "UTC"},
		{Start: "20:00", End: "06:00", TimeZone: "Europe/Berlin"}, {Start: "20:00", End: "06:00"}, {Start: "20:00:00", End: "06:00", TimeZone: "UTC"},
		{Start: "20:00", End: "06:00", TimeZone: "UTC", StartUTC: l.world.Now()},
	} {
		_, err := l.Settings.SetWindow(t.Context(), id, w)
		require.ErrorIs(t, err, admin365.ErrInvalid, w)
	}
	w, err := l.Settings.SetWindow(t.Context(), id, instances.Window{Start: "8:00", End: "16:00", TimeZone: "UTC"})
	if err == nil {
		assert.Equal(t, "08:00", w.Start)
	}
}

// TestSaveWhileItRuns: an update that runs goes on in the tenant that was saved.
func TestSaveWhileItRuns(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Production")
	op, err := l.stage.StartUpdate(t.Context(), id)
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, l.world.Save(&file))
	m, err := admin.LoadMemory(&file, admin.MemoryConfig{})
	require.NoError(t, err)
	m.Advance(2 * time.Hour)
	got, err := m.Instances.Central.Operations.Get(t.Context(), op.ID)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationSucceeded, got.State)
	e, err := m.Instances.Central.Environments.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, instances.CentralActive, e.Status)
}

// TestSecretNotPrinted: the key is in nothing that is printed.
func TestSecretNotPrinted(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Production")
	require.NoError(t, l.Settings.SetTelemetryKey(t.Context(), id, admin365.NewSecret("hush-hush")))
	e, err := l.Environments.Get(t.Context(), id)
	require.NoError(t, err)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", e, e, e), "hush-hush")
	for _, o := range all(t, l.Operations.All(t.Context(), "")) {
		assert.NotContains(t, fmt.Sprintf("%+v", o), "hush-hush")
	}
	r := newRaw(t)
	for _, body := range []string{`{"key":["hush-hush"]}`, `"hush-hush"`, `["hush-hush"]`, `{"key":"hush-hush","key":1}`} {
		status, answer := r.ask("POST", rawProduction+"/settings/appinsightskey", body)
		assert.NotEqual(t, 200, status, answer)
		assert.NotContains(t, answer, "hush-hush")
	}
}

// TestFinOpsOnABusyEnvironment: an environment has one operation at a time.
func TestFinOpsOnABusyEnvironment(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	e, err := instances.FindByName(t.Context(), m.Instances.Environments, "Contoso UAT")
	require.NoError(t, err)
	_, err = m.Instances.Backups.Create(t.Context(), e.ID, instances.NewBackup{Label: "x"})
	require.NoError(t, err)
	_, err = m.Instances.FinOps.Updates.Apply(t.Context(), e.ID, "10.0.46.2")
	require.ErrorIs(t, err, admin365.ErrBusy)
}

// TestEmptyPatch: a body that says nothing changes nothing.
func TestEmptyPatch(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	require.NoError(t, func() error {
		_, err := r.m.Backstage.Instances.Central.StartUpdate(t.Context(), instances.Central("Production"))
		return err
	}())
	require.NoError(t, r.m.Backstage.Instances.Central.FailUpdate(t.Context(), instances.Central("Production"), "no"))
	before := r.m.Snapshot()
	for _, body := range []string{`{}`, `{"selectedDateTime":"2026-03-01T00:00:00Z"}`, `{"scheduleDetails":{}}`, `{"scheduleDetails":null,"selected":null}`} {
		status, answer := r.ask("PATCH", rawProduction+"/updates/27.2", body)
		assert.Equal(t, 200, status, answer)
		assert.Contains(t, answer, `"updateStatus":"failed"`, body)
	}
	assert.Empty(t, r.m.Changes(before))
}

// TestCentralOddRequests: what is no request is refused, and never an internal error.
func TestCentralOddRequests(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	e := rawProduction
	for _, c := range []struct {
		method, path, body string
		want               int
	}{
		{"PATCH", e + "/updates/27.2", `{"selected":"true"}`, 400},
		{"PATCH", e + "/updates/27.2", `{"scheduleDetails":{"selectedDateTime":"tomorrow"}}`, 400},
		{"PATCH", e + "/updates/27.2", `[]`, 400},
		{"PATCH", e + "/updates/27.2", `null`, 400},
		{"PATCH", e + "/updates/27.2", `{"scheduleDetails":[]}`, 400},
		{"PATCH", e + "/updates/27.2%2F3", `{"selected":true}`, 404},
		{"PATCH", strings.Replace(e, "Production", "A%2FB", 1) + "/updates/27.2", `{"selected":true}`, 404},
		{"PATCH", e + "/updates/27.2", `{"selected":true,"targetVersionType":"ga"}`, 200},
		{"PATCH", e + "/updates/27.2", `{"SELECTED":true,"ScheduleDetails":{"SelectedDateTime":"2026-02-01"}}`, 200},
		{"PATCH", e + "/updates/27.2", `{"scheduleDetails":{"selectedDateTime":"2026-02-01T10:00:00+02:00"}}`, 200},
		{"POST", e + "/rename/", `{"NewEnvironmentName":""}`, 400},
		{"POST", e + "/copy", `{"environmentName":7,"type":"sandbox"}`, 400},
		{"PUT", strings.Replace(e, "Production", "A%20B", 1), `{"environmentType":"Sandbox","countryCode":"DK"}`, 400},
		{"PUT", strings.Replace(e, "Production", "Neu", 1), `{"environmentType":"sandbox","countryCode":"dk","azureRegion":"x","unknown":[1]}`, 202},
		{"PUT", strings.Replace(e, "Production", "NEU", 1), `{"environmentType":"sandbox","countryCode":"dk"}`, 400},
		{"PUT", e + "/settings/upgrade", `{}`, 400},
		{"PUT", e + "/settings/upgrade", `null`, 400},
		{"PUT", e + "/settings/upgrade", `{"preferredStartTime":20}`, 400},
		{"PUT", e + "/settings/upgrade", `{"preferredStartTimeUtc":"20:00","preferredEndTimeUtc":"06:00"}`, 400},
		{"GET", "/admin/v2.28/applications/", "", 200},
		{"GET", "/admin/v2.3/applications/businesscentral/environments", "", 200},
		{"GET", e + "/operations/nothing", "", 404},
		{"POST", e + "/operations/nothing/cancel", "", 404},
		{"POST", e + "/apps/nothing/install", `{"acceptIsvEula":true}`, 404},
		{"POST", e + "/apps/nothing/update", `{"targetVersion":"1"}`, 404},
		{"POST", e + "/apps/nothing/update/cancel", `{"ScheduledOperationId":"x"}`, 404},
		{"POST", e + "/settings/accesswithm365licenses", `{"enabled":"True"}`, 200},
		{"POST", e + "/settings/accesswithm365licenses", `{"enabled":null}`, 400},
		{"POST", e + "/settings/securitygroupaccess", `{"Value":"nobody"}`, 404},
		{"PUT", "/admin/v2.28/settings/notification/recipients", `{"email":"a@b"}`, 400},
		{"DELETE", "/admin/v2.28/settings/notification/recipients/x", "", 404},
		{"PUT", "/admin/v2.28/authorizedAadApps/x", "", 400},
		{"POST", e + "/copy", `{"environmentName":"X","type":"sandbox"}`, 202},
		{"POST", e + "/rename/", `{"NewEnvironmentName":"Y"}`, 400},
	} {
		status, body := r.ask(c.method, c.path, c.body)
		assert.Equal(t, c.want, status, "%s %s %s: %s", c.method, c.path, c.body, body)
	}
}

// TestNothingWhileFinOpsIsUpdated: an environment has one operation at a time, the update
// of Finance and Operations among them.
func TestNothingWhileFinOpsIsUpdated(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	e, err := instances.FindByName(t.Context(), m.Instances.Environments, "Contoso UAT")
	require.NoError(t, err)
	op, err := m.Instances.FinOps.Updates.Apply(t.Context(), e.ID, "10.0.46.2")
	require.NoError(t, err)
	_, err = m.Instances.Backups.Create(t.Context(), e.ID, instances.NewBackup{Label: "x"})
	require.ErrorIs(t, err, admin365.ErrBusy)
	_, err = m.Instances.Environments.Update(t.Context(), e.ID, instances.EnvironmentPatch{DisplayName: new("x")})
	require.ErrorIs(t, err, admin365.ErrBusy)
	require.NoError(t, m.Backstage.Instances.FinOps.Finish(t.Context(), op.ID))
	_, err = m.Instances.Backups.Create(t.Context(), e.ID, instances.NewBackup{Label: "x"})
	require.NoError(t, err)
}
