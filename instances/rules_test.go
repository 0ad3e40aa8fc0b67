package instances_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestChangesInWords: a snapshot tells what became of environments and applications.
func TestChangesInWords(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev := l.byDomain("contoso-dev")
	before := l.Snapshot()
	require.NoError(t, l.Backstage.Instances.SetVersion(ctx, dev.ID, "9.2.9.9"))
	assert.Equal(t, []string{
		"environments: changed Contoso Dev: version: " + dev.Dataverse.Version + " → 9.2.9.9",
	}, l.Changes(before))
	op, err := l.Instances.Solutions.Install(ctx, dev.ID, "MicrosoftFormsPro")
	require.NoError(t, err)
	before = l.Snapshot()
	l.done(op, nil)
	changes := strings.Join(l.Changes(before), "\n")
	assert.Contains(t, changes, "solutions: changed MicrosoftFormsPro: version:  → 2.0.0.45")
	assert.Contains(t, changes, "solutions: changed MicrosoftFormsPro: installation: ")
}

// TestChosenDomain: a label of the service's choice is taken as one that was asked for is.
func TestChosenDomain(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	other, err := l.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	op, err := l.Instances.Environments.Create(t.Context(), sandbox("Any", ""))
	l.done(op, err)
	e, err := instances.FindByName(t.Context(), l.Instances.Environments, "Any")
	require.NoError(t, err)
	require.NotEmpty(t, e.Dataverse.DomainName)
	require.ErrorIs(t, other.Instances.Environments.CheckDomain(t.Context(), e.Dataverse.DomainName, e.Location), admin365.ErrConflict)
}

// TestRetentionGoesWithManaged: what an administrator chose is forgotten.
func TestRetentionGoesWithManaged(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	id := l.add(instances.Production)
	was := l.get(id).Retention
	set := func(managed bool) {
		op, err := l.Instances.Lifecycle.SetManaged(t.Context(), id, managed)
		l.done(op, err)
	}
	set(true)
	op, err := l.Instances.Backups.SetRetention(t.Context(), id, 14*24*time.Hour)
	l.done(op, err)
	assert.Equal(t, 14*24*time.Hour, l.get(id).Retention)
	set(false)
	assert.Equal(t, was, l.get(id).Retention)
	set(true)
	assert.Equal(t, was, l.get(id).Retention)
}

// TestEntitlements: where the tenant's storage comes from.
func TestEntitlements(t *testing.T) {
	t.Parallel()
	c, err := newTest(t).Instances.Capacity.Tenant(t.Context())
	require.NoError(t, err)
	for _, k := range c.Kinds {
		var names []string
		sum := 0.0
		for _, e := range k.Entitlements {
			names, sum = append(names, e.SubType), sum+e.Total
		}
		assert.Equal(t, []string{string(k.Type) + "Base", string(k.Type) + "Incremental", string(k.Type) + "AddOn"}, names)
		assert.InDelta(t, k.Total, sum, 0.001)
	}
}

// TestWindowRefused: half of a window is refused for what is missing, and one that would
// have the update run too late for that.
func TestWindowRefused(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	status, got := r.ask("PUT", rawProduction+"/settings/upgrade", `{"preferredStartTime":"20:00"}`)
	assert.Equal(t, 400, status)
	assert.Contains(t, got, "timeZoneId")
	status, got = r.ask("PUT", rawProduction+"/settings/upgrade", `{"preferredEndTime":"20:00"}`)
	assert.Equal(t, 400, status)
	assert.Contains(t, got, "timeZoneId")
	status, got = r.ask("PUT", rawProduction+"/settings/upgrade", `{"preferredStartTimeUtc":"2026-01-05T20:00:00Z"}`)
	assert.Equal(t, 400, status)
	assert.NotContains(t, got, "timeZoneId")

	status, got = r.ask("PATCH", rawProduction+"/updates/27.2", `{"scheduleDetails":{"selectedDateTime":"2026-01-05T20:00:00Z"}}`)
	require.Equal(t, 200, status, got)
	status, got = r.ask("PUT", rawProduction+"/settings/upgrade", `{"preferredStartTime":"02:00","preferredEndTime":"09:00","timeZoneId":"Romance Standard Time"}`)
	assert.Equal(t, 400, status, "two o'clock is over today")
	assert.Contains(t, got, "The scheduled update would be outside of the dates that it can have.")
}

// TestAppRemoved: an app that is being removed says so, and its operation goes by the
// versions that it is about, under both names.
func TestAppRemoved(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	l := &centralLab{r.m.Instances.Central, r.m.Backstage.Instances.Central, r.m}
	ctx, id := t.Context(), instances.Central("Sandbox")
	const app = admin365.AppID("aaaaaaaa-0000-4000-8000-000000000001")
	release := func(version string) {
		require.NoError(t, l.stage.ReleaseApp(ctx, instances.CentralAppRelease{ID: app, Name: "Tea", Publisher: "Contoso", Version: version}))
	}
	state := func() instances.CentralAppState {
		for a, err := range l.Apps.List(ctx, id) {
			require.NoError(t, err)
			if a.ID == app {
				return a.State
			}
		}
		return ""
	}
	before := r.m.Snapshot()
	release("1.0.0.0")
	op, err := l.Apps.Install(ctx, id, app, instances.NewCentralApp{AcceptTerms: true})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, op.ID))
	assert.Equal(t, instances.AppInstalled, state())
	assert.Contains(t, r.m.Changes(before), "centralApps: added Tea")
	_, got := r.ask("GET", "/admin/v2.28/applications/BusinessCentral/environments/Sandbox/apps/"+string(app)+"/operations", "")
	assert.Contains(t, got, `"targetVersion":"1.0.0.0"`)
	assert.Contains(t, got, `"targetAppVersion":"1.0.0.0"`)
	release("2.0.0.0")
	op, err = l.Apps.Update(ctx, id, app, instances.CentralAppChange{Version: "2.0.0.0"})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, op.ID))
	_, got = r.ask("GET", "/admin/v2.28/applications/BusinessCentral/environments/Sandbox/apps/"+string(app)+"/operations", "")
	assert.Contains(t, got, `"sourceVersion":"1.0.0.0"`)
	assert.Contains(t, got, `"sourceAppVersion":"1.0.0.0"`)
	_, err = l.Apps.Uninstall(ctx, id, app, instances.CentralAppRemoval{})
	require.NoError(t, err)
	assert.Equal(t, instances.AppUninstallPending, state())
}

// TestCopiedWaves: a copy brings all waves along that its source has early.
func TestCopiedWaves(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev, uat := l.byDomain("contoso-dev").ID, l.byDomain("contoso-uat")
	const later = "October2026Update"
	require.NoError(t, l.Backstage.Instances.SetWaveAllowed(ctx, dev, later, true))
	require.NoError(t, l.Instances.Waves.Enable(ctx, dev, nextWave))
	require.NoError(t, l.Instances.Waves.Enable(ctx, dev, later))
	l.Advance(2 * time.Hour)
	op, err := l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: dev, Type: instances.MinimalCopy})
	l.done(op, err)
	assert.Equal(t, instances.WaveOn, l.wave(uat.ID, nextWave).Upgrade)
	assert.Equal(t, instances.WaveOn, l.wave(uat.ID, later).Upgrade)
}

// TestRingRefused: the refusal names the ring and the country.
func TestRingRefused(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	_, err := l.Environments.Create(t.Context(), instances.Central("Ring"), instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK", RingName: "moon"})
	require.ErrorContains(t, err, "The ring 'moon' is not offered in DK.")
}

// brokenSolutions fail to be listed.
type brokenSolutions struct{ instances.Solutions }

var errDown = errors.New("down")

// List implements [instances.Solutions].
func (brokenSolutions) List(context.Context, instances.EnvironmentID, instances.SolutionQuery) iter.Seq2[*instances.Solution, error] {
	return func(yield func(*instances.Solution, error) bool) { yield(nil, errDown) }
}

// TestCalendarOfDataverse: who decides, line by line, and an error ends it.
func TestCalendarOfDataverse(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	var finOps []string
	applications := 0
	for _, p := range all(t, instances.Calendar(t.Context(), m.Instances)) {
		switch p.Product {
		case instances.ProductFinOps:
			finOps = append(finOps, p.Name+": "+string(p.Decides))
			assert.NotEmpty(t, p.Updates)
		case instances.ProductApplication:
			applications++
			assert.NotEmpty(t, p.Application)
			assert.NotEmpty(t, p.Next.Version)
			assert.Equal(t, instances.DecidesAdministrator, p.Decides)
		default:
		}
	}
	assert.Equal(t, []string{"Contoso Production: administrator, else Microsoft", "Contoso UAT: administrator, else Microsoft"}, finOps)
	assert.Positive(t, applications)

	s := *m.Instances
	s.Solutions = brokenSolutions{s.Solutions}
	var failed []error
	for p, err := range instances.Calendar(t.Context(), &s) {
		if err != nil {
			assert.Nil(t, p)
			failed = append(failed, err)
		}
	}
	assert.Equal(t, []error{errDown}, failed)
}

// TestCalendarUnselected: with a version to select, Business Central waits for that.
func TestCalendarUnselected(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	s := *l.world.Instances
	central := *s.Central
	s.Central = &central
	for n, want := range []string{"no version above its own is known yet", "no version is selected: select one, or Microsoft does"} {
		central.Updates = unselected{central.Updates, n}
		for p, err := range instances.Calendar(t.Context(), &s) {
			require.NoError(t, err)
			if p.Product == instances.ProductCentral {
				assert.Equal(t, want, p.Why)
				assert.False(t, p.Movable)
			}
		}
	}
}

// unselected are n updates of which none is selected.
type unselected struct {
	instances.CentralUpdates
	n int
}

// List implements [instances.CentralUpdates].
func (u unselected) List(context.Context, instances.CentralEnvironmentID) iter.Seq2[*instances.Update, error] {
	return func(yield func(*instances.Update, error) bool) {
		for range u.n {
			if !yield(&instances.Update{Version: "99.0", Type: instances.UpdateGA, Available: true}, nil) {
				return
			}
		}
	}
}

// TestReleasedEarly: a version that comes out before its month is there from then on.
func TestReleasedEarly(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	id := instances.Central("Production")
	var planned *instances.Update
	for u, err := range l.Updates.List(t.Context(), id) {
		require.NoError(t, err)
		if !u.Available {
			planned = u // The last one.
		}
	}
	require.NotNil(t, planned)
	require.NoError(t, l.stage.Release(t.Context(), planned.Target()))
	now := l.update(t, id, planned.Version)
	assert.True(t, now.Available)
	versions, err := l.Catalogue.Versions(t.Context(), instances.BusinessCentral, "DK", instances.RingProduction)
	require.NoError(t, err)
	found := false
	for _, v := range versions {
		found = found || len(v) > len(planned.Version) && v[:len(planned.Version)+1] == planned.Version+"."
	}
	assert.True(t, found, "new environments can have it too: %v", versions)
}

// TestThePlatformActs: what nobody asked for is the platform's own.
func TestThePlatformActs(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	e := l.get(l.add(instances.Sandbox))
	assert.Equal(t, []string{"SYSTEM", "SYSTEM"}, []string{e.CreatedBy.ID, e.CreatedBy.DisplayName})
}
