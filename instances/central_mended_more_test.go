package instances_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestNameOfADeletedOne: an environment is deleted also where somebody has taken the name
// that it is to have then.
func TestNameOfADeletedOne(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	m := l.world
	require.NoError(t, l.stage.AddEnvironment(t.Context(), instances.CentralEnvironment{Name: "Other", Type: instances.Sandbox, ApplicationVersion: "27.2"}))
	op, err := l.Environments.Delete(t.Context(), instances.Central("Other"), instances.Expect{Name: "Other", Type: instances.Sandbox})
	require.NoError(t, err)
	for i := range 10 {
		name := "Other-" + m.Now().Add(time.Duration(i-5)*time.Second).Format("060102150405")
		require.NoError(t, l.stage.AddEnvironment(t.Context(), instances.CentralEnvironment{Name: name, Type: instances.Sandbox, ApplicationVersion: "27.2"}))
	}
	require.NoError(t, l.stage.Finish(t.Context(), op.ID))
	got, err := l.Operations.Get(t.Context(), op.ID)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationSucceeded, got.State)
}

// TestLoadedShortVersion: a file that somebody has edited is no reason to end the program.
func TestLoadedShortVersion(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	var file bytes.Buffer
	require.NoError(t, m.Save(&file))
	edited := strings.ReplaceAll(strings.ReplaceAll(file.String(), `"10.0.45.4"`, `"1"`), `"26.5.39000.0"`, `"x"`)
	require.NotEqual(t, file.String(), edited)
	m, err := admin.LoadMemory(strings.NewReader(edited), admin.MemoryConfig{})
	require.NoError(t, err)
	for _, err := range instances.Calendar(t.Context(), m.Instances) {
		require.NoError(t, err)
	}
	m.Advance(400 * 24 * time.Hour)
	for _, err := range instances.Calendar(t.Context(), m.Instances) {
		require.NoError(t, err)
	}
}

// TestCentralDecades: twenty years, and versions that nobody has, end.
func TestCentralDecades(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	for i, version := range []string{"14.0", "0.0", "99.0", "26.99"} {
		require.NoError(t, l.stage.AddEnvironment(t.Context(), instances.CentralEnvironment{
			Name: "Odd" + string(rune('A'+i)), Type: instances.Sandbox, ApplicationVersion: version, CountryCode: "AU",
		}))
	}
	for _, target := range []instances.Target{{Version: "100000000.0"}, {Version: "27.77"}, {Version: "28.0", Type: "Odd"}} {
		require.NoError(t, l.stage.Release(t.Context(), target))
	}
	require.NoError(t, l.stage.Hold(t.Context(), instances.Central("Production-UK"), instances.RolloutPostponed))
	require.NoError(t, l.stage.SetDuration(t.Context(), instances.CentralKindUpdate, 24*time.Hour))
	start := time.Now()
	l.world.Advance(20 * 365 * 24 * time.Hour)
	for _, err := range instances.Calendar(t.Context(), l.world.Instances) {
		require.NoError(t, err)
	}
	assert.Less(t, time.Since(start), 60*time.Second)
}

// TestNoVersions: what is no version is released by nobody.
func TestNoVersions(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	for _, version := range []string{"", "27", "27.3.1", "-27.3", "27.-3", "27.3x", " 27.3", "027.3", "+27.3"} {
		require.ErrorIs(t, l.stage.Release(t.Context(), instances.Target{Version: version}), admin365.ErrInvalid, version)
		if version != "27.3.1" {
			require.ErrorIs(t, l.stage.AddEnvironment(t.Context(), instances.CentralEnvironment{Name: "Odd", Type: instances.Sandbox, ApplicationVersion: version}), admin365.ErrInvalid, version)
		}
	}
}

// TestTwoTenants: what happens to one happens to no other, and an operation is its own.
func TestTwoTenants(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	other, err := l.world.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	c := other.Instances.Central
	assert.Empty(t, all(t, c.Environments.List(t.Context(), "")))
	op, err := c.Environments.Create(t.Context(), instances.Central("Production"), instances.NewCentralEnvironment{Type: instances.Production, CountryCode: "NZ"})
	require.NoError(t, err)
	_, err = l.Operations.Get(t.Context(), op.ID)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	l.world.Advance(time.Hour)
	e, err := c.Environments.Get(t.Context(), instances.Central("production"))
	require.NoError(t, err)
	assert.Equal(t, instances.CentralActive, e.Status)
	_, err = c.Environments.Create(t.Context(), instances.Central("Second"), instances.NewCentralEnvironment{Type: instances.Production, CountryCode: "NZ"})
	require.ErrorIs(t, err, admin365.ErrPrecondition)
}

// TestUninstallTakesWhatNeedsIt: what needs an app that needs another one goes with it, and
// what waits for an operation does not come back.
func TestUninstallTakesWhatNeedsIt(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	ids := []admin365.AppID{"11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333"}
	for i, id := range ids {
		r := instances.CentralAppRelease{ID: id, Name: "App" + string(rune('A'+i)), Publisher: "P", Version: "1.0.0.0"}
		if i > 0 {
			r.Needs = map[admin365.AppID]string{ids[i-1]: "1.0.0.0"}
		}
		require.NoError(t, l.stage.ReleaseApp(t.Context(), r))
	}
	sandbox := instances.Central("Sandbox")
	op, err := l.Apps.Install(t.Context(), sandbox, ids[2], instances.NewCentralApp{AcceptTerms: true, InstallNeeded: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(t.Context(), op.ID))
	before := len(all(t, l.Apps.List(t.Context(), sandbox)))
	_, err = l.Apps.Uninstall(t.Context(), sandbox, ids[0], instances.CentralAppRemoval{})
	require.ErrorIs(t, err, admin365.ErrPrecondition)
	op, err = l.Apps.Uninstall(t.Context(), sandbox, ids[0], instances.CentralAppRemoval{Dependents: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(t.Context(), op.ID))
	assert.Len(t, all(t, l.Apps.List(t.Context(), sandbox)), before-3)
}

// TestUninstallWhileAnotherIsInstalled: what was installed meanwhile and needs it keeps it.
func TestUninstallWhileAnotherIsInstalled(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	a, b := admin365.AppID("11111111-1111-4111-8111-111111111111"), admin365.AppID("22222222-2222-4222-8222-222222222222")
	require.NoError(t, l.stage.ReleaseApp(t.Context(), instances.CentralAppRelease{ID: a, Name: "A", Publisher: "P", Version: "1.0.0.0"}))
	require.NoError(t, l.stage.ReleaseApp(t.Context(), instances.CentralAppRelease{ID: b, Name: "B", Publisher: "P", Version: "1.0.0.0", Needs: map[admin365.AppID]string{a: "1.0.0.0"}}))
	sandbox := instances.Central("Sandbox")
	op, err := l.Apps.Install(t.Context(), sandbox, a, instances.NewCentralApp{AcceptTerms: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(t.Context(), op.ID))
	removal, err := l.Apps.Uninstall(t.Context(), sandbox, a, instances.CentralAppRemoval{})
	require.NoError(t, err)
	op, err = l.Apps.Install(t.Context(), sandbox, b, instances.NewCentralApp{AcceptTerms: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(t.Context(), op.ID))
	l.world.Advance(time.Hour)
	got, err := l.Operations.Get(t.Context(), removal.ID)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationFailed, got.State)
	names := map[admin365.AppID]bool{}
	for _, app := range all(t, l.Apps.List(t.Context(), sandbox)) {
		names[app.ID] = true
	}
	assert.True(t, names[a] && names[b])
}
