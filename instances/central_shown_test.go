package instances_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestEnvironmentOfCentral: an environment tells all that the page documents, of what was
// chosen and of what follows from it.
func TestEnvironmentOfCentral(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	ctx, id := t.Context(), instances.Central("production")
	e, err := l.Environments.Get(ctx, id)
	require.NoError(t, err)
	tenantID := l.world.TenantID()
	assert.Equal(t, []any{
		"Production", "Production", instances.BusinessCentral, instances.Production, instances.CentralActive, "DK", tenantID, "PROD", instances.Build(27, 1), instances.Build(27, 1),
		time.Date(2026, time.September, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, time.October, 1, 0, 0, 0, 0, time.UTC),
		"https://businesscentral.dynamics.com/" + string(tenantID) + "/Production", "https://api.businesscentral.dynamics.com", instances.AppUpdatesDefault, "", "North Europe", "", "",
		time.Time{}, time.Time{},
	}, []any{
		e.Name, e.FriendlyName, e.Family, e.Type, e.Status, e.CountryCode, e.TenantID, e.RingName, e.ApplicationVersion, e.VersionDetails.Version,
		e.VersionDetails.GracePeriodStart, e.VersionDetails.EnforcedStart,
		e.WebClientURL, e.WebServiceURL, e.AppUpdateCadence, e.TelemetryKey.Reveal(), e.LocationName, e.GeoName, e.DeleteReason, e.Deleted, e.Gone,
	})
	assert.True(t, strings.HasPrefix(e.PlatformVersion, "27.0."))
	for country, want := range map[string][]string{"us": {"US", "Central US", "United States"}, "GB": {"GB", "UK South", "United Kingdom"}, "mx": {"MX", "South Central US", "United States"}} {
		l := newCentralLab(t)
		op, err := l.Environments.Create(ctx, instances.Central("New"), instances.NewCentralEnvironment{Type: "sandbox", CountryCode: country})
		require.NoError(t, err)
		require.NoError(t, l.stage.Finish(ctx, op.ID))
		e, err := l.Environments.Get(ctx, instances.Central("New"))
		require.NoError(t, err)
		listed := all(t, l.Environments.List(ctx, ""))
		at := slices.IndexFunc(listed, func(o *instances.CentralEnvironment) bool { return o.Name == "New" })
		assert.Equal(t, want, []string{e.CountryCode, e.LocationName, listed[at].GeoName}, "the list alone tells the geo: %s", country)
		assert.Equal(t, []any{instances.Sandbox, instances.CentralActive, instances.Build(27, 3), "PROD"}, []any{e.Type, e.Status, e.ApplicationVersion, e.RingName}, "the latest of the ring")
		own, others := l.apps(t, instances.Central("New"))
		assert.Equal(t, instances.Build(27, 3), own)
		assert.Empty(t, others)
	}
}

// TestVersionsForNewOnes: a new environment can have what is out, of this major version and
// the one before; previews only while there are some, on the preview ring.
func TestVersionsForNewOnes(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newCentralLab(t)
		ctx := t.Context()
		versions := func(ring string) (list []string) {
			got, err := l.Catalogue.Versions(ctx, instances.BusinessCentral, "dk", ring)
			if err != nil {
				require.ErrorIs(t, err, admin365.ErrNotFound)
				return nil
			}
			for _, v := range got {
				major, rest, _ := strings.Cut(v, ".")
				minor, _, _ := strings.Cut(rest, ".")
				list = append(list, major+"."+minor)
			}
			return list
		}
		rings := func() (names []string) {
			families := all(t, l.Catalogue.Families(ctx))
			require.Len(t, families, 1)
			assert.Equal(t, instances.BusinessCentral, families[0].Family)
			for _, c := range families[0].Countries {
				if c.Code == "DK" {
					for _, r := range c.Rings {
						names = append(names, r.Name)
						assert.Equal(t, r.Name == "PROD", r.Production)
					}
				}
			}
			return names
		}
		known := []string{"26.0", "26.1", "26.2", "26.3", "26.4", "26.5", "27.0", "27.1", "27.2", "27.3"}
		assert.Equal(t, known, versions("prod"))
		assert.Equal(t, known, versions("FAST"))
		assert.Nil(t, versions("PREVIEW"))
		assert.Equal(t, []string{"PROD"}, rings())
		l.until(utcOf(time.February, 1, 0, 0).Add(-1))
		assert.Equal(t, known, versions("PROD"))
		l.until(utcOf(time.February, 1, 0, 0))
		assert.Equal(t, append(slices.Clone(known), "27.4"), versions("PROD"), "new ones have it on the day")
		l.until(utcOf(time.March, 1, 0, 0))
		assert.Equal(t, []string{"28.0"}, versions("preview"))
		assert.Equal(t, []string{"PROD", "PREVIEW"}, rings())
		op, err := l.Environments.Create(ctx, instances.Central("Early"), instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK", RingName: "preview"})
		require.NoError(t, err)
		require.NoError(t, l.stage.Finish(ctx, op.ID))
		e, err := l.Environments.Get(ctx, instances.Central("Early"))
		require.NoError(t, err)
		assert.Equal(t, "PREVIEW", e.RingName)
		assert.True(t, strings.HasPrefix(e.ApplicationVersion, "28.0."))
		_, err = l.Environments.Copy(ctx, instances.Central("Early"), instances.CentralCopy{Name: "Other", Type: instances.Production})
		require.ErrorContains(t, err, "'type'", "production only on the production ring")
		l.until(utcOf(time.April, 1, 0, 0))
		assert.Equal(t, []string{"27.0", "27.1", "27.2", "27.3", "27.4", "27.5", "28.0"}, versions("PROD"))
		assert.Nil(t, versions("PREVIEW"))
		u := l.update(t, instances.Central("Early"), "28.0")
		require.NotNil(t, u, "from the preview one goes to the version itself")
		assert.Equal(t, instances.UpdateGA, u.Type)
	})
	l := newCentralLab(t)
	op, err := l.Environments.Create(t.Context(), instances.Central("Older"), instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK", ApplicationVersion: instances.Build(26, 3)})
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(t.Context(), op.ID))
	e, err := l.Environments.Get(t.Context(), instances.Central("Older"))
	require.NoError(t, err)
	assert.Equal(t, instances.Build(26, 3), e.ApplicationVersion)
}

// TestHistoryOfCentral: an environment's history is its own under its present name; of all
// there is what was done with those that are gone, too.
func TestHistoryOfCentral(t *testing.T) {
	t.Parallel()
	l := newCentralLab(t)
	ctx, id := t.Context(), instances.Central("Sandbox")
	op, err := l.Environments.Rename(ctx, id, "Playground")
	require.NoError(t, err)
	require.NoError(t, l.stage.Finish(ctx, op.ID))
	require.NoError(t, l.Access.SetMicrosoft365(ctx, instances.Central("Playground"), true))
	require.NoError(t, l.Access.SetMicrosoft365(ctx, instances.Central("Production"), true))
	kinds := func(list []*instances.CentralOperation) (words []string) {
		for _, o := range list {
			words = append(words, o.Kind+" "+o.Environment.Name)
		}
		return words
	}
	assert.Equal(t, []string{"modify Playground", "environmentRename Sandbox"}, kinds(all(t, l.Operations.List(ctx, instances.Central("PLAYGROUND")))))
	require.ErrorIs(t, first(l.Operations.List(ctx, id)), admin365.ErrNotFound, "nothing is called that")
	assert.Equal(t, []string{"modify Production", "modify Playground", "environmentRename Sandbox"}, kinds(all(t, l.Operations.All(ctx, "businesscentral"))))
	require.ErrorIs(t, first(l.Operations.All(ctx, "Excel")), admin365.ErrNotFound)
	got, err := l.Operations.Get(ctx, op.ID)
	require.NoError(t, err, "by the name that it had")
	assert.Equal(t, admin365.OperationSucceeded, got.State)
	r := newRaw(t)
	reports := appID("Contoso Reports")
	status, body := r.ask("POST", rawProduction+"/apps/"+reports+"/uninstall", `{}`)
	require.Equal(t, 200, status, body)
	for _, other := range []string{appID("Contoso Core"), "x", "00000000-0000-0000-0000-000000000000"} {
		status, body = r.ask("GET", rawProduction+"/apps/"+other+"/operations", "")
		assert.Equal(t, 200, status)
		assert.NotContains(t, body, `"id"`, "it is no operation of %s", other)
	}
	_, body = r.ask("GET", rawProduction+"/apps/"+reports+"/operations", "")
	assert.Contains(t, body, `"type":"uninstall"`)
}

// TestWindowShown: the window tells when it opens next, or is open; it may be one that ends
// on the next day.
func TestWindowShown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		start, end, zone string
		from, until      time.Time
		why              string
	}{
		{"09:00", "15:00", "UTC", utcOf(time.January, 5, 9, 0), utcOf(time.January, 5, 15, 0), "it opens now"},
		{"03:00", "09:00", "UTC", utcOf(time.January, 6, 3, 0), utcOf(time.January, 6, 9, 0), "it closes now"},
		{"20:00", "09:01", "UTC", utcOf(time.January, 4, 20, 0), utcOf(time.January, 5, 9, 1), "it is open since yesterday"},
		{"20:00", "06:00", "Romance Standard Time", utcOf(time.January, 5, 19, 0), utcOf(time.January, 6, 5, 0), "tonight"},
		{"00:00", "23:59", "Hawaiian Standard Time", utcOf(time.January, 4, 10, 0), utcOf(time.January, 5, 9, 59), "there it is yesterday"},
		{"08:00", "14:00", "New Zealand Standard Time", utcOf(time.January, 5, 19, 0), utcOf(time.January, 6, 1, 0), "there it is summer"},
	} {
		still(t, func(t *testing.T) {
			l := newCentralLab(t)
			w, err := l.Settings.SetWindow(t.Context(), instances.Central("Sandbox"), instances.Window{Start: c.start, End: c.end, TimeZone: c.zone})
			require.NoError(t, err)
			assert.Equal(t, instances.Window{Start: c.start, End: c.end, TimeZone: c.zone, StartUTC: c.from, EndUTC: c.until}, *w, c.why)
			again, err := l.Settings.Window(t.Context(), instances.Central("Sandbox"))
			require.NoError(t, err)
			assert.Equal(t, w, again)
		})
	}
}
