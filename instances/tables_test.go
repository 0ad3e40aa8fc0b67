package instances

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/internal/tenant"
)

// TestTables: what every tenant is made of changes on purpose alone. Run with -update to
// write it anew.
func TestTables(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	section(&b, "locations", geographies)
	section(&b, "languages", baseLanguages)
	section(&b, "currencies", baseCurrencies)
	section(&b, "templates", offeredTemplates)
	section(&b, "applications", offeredPackages)
	section(&b, "countries", countries)
	b.WriteString("\ntime zones\n")
	for i := range zones {
		z := &zones[i]
		_, _ = fmt.Fprintf(&b, "%q %q %q %d", z.id, z.display, z.iana, z.at(time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)))
		_, _ = fmt.Fprintf(&b, " %d\n", z.at(time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC)))
	}
	path := filepath.Join("testdata", "tables.txt")
	if u := flag.Lookup("update"); u != nil && u.Value.String() == "true" {
		require.NoError(t, os.MkdirAll("testdata", 0o750))
		require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}

func section[T any](b *strings.Builder, title string, rows []T) {
	_, _ = fmt.Fprintf(b, "\n%s\n", title)
	for _, r := range rows {
		_, _ = fmt.Fprintf(b, "%+v\n", r)
	}
}

// TestDiffs: what changed of a row is said in full, and of one that did not, nothing.
func TestDiffs(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	k := func(n uint64) tenant.Key { return tenant.Key{Lo: n} }
	before := &environmentRow{ID: k(1), Name: "a", Type: Sandbox, Database: &databaseRow{Domain: "a", contentRow: contentRow{Version: "9.1", Currency: "EUR", Data: 1}}}
	after := &environmentRow{
		ID: k(1), Name: "b", Description: "d", Type: Production, Provisioning: ProvisioningDatabase, Runtime: RuntimeAdminMode, Failed: KindCopy,
		Cadence: UpdateCadence("Frequent"), Managed: true, Retention: 14, Group: "g", Busy: k(2), Deleted: at, Modified: at.Add(time.Hour),
		Database: &databaseRow{
			Domain: "b", Background: BackgroundDisabled, Group: k(3),
			contentRow: contentRow{Version: "9.2", Currency: "USD", Data: 2, Files: 3, Logs: 4, Templates: []string{"x", "y"}},
		},
	}
	assert.Empty(t, environmentDiff(before, before))
	assert.Empty(t, environmentDiff(after, after))
	assert.Equal(t, []string{
		"name: a → b", "description:  → d", "type: Sandbox → Production", "provisioning: Succeeded → " + string(ProvisioningDatabase),
		"runtime: Enabled → AdminMode", "failed:  → Copy", "cadence:  → Frequent", "managed: no → yes", "retention: 0s → 336h0m0s", "group:  → g",
		"operation:  → " + k(2).String(), "deleted:  → 2026-01-05 09:00:00", "domain: a → b", "background operations: Enabled → Disabled",
		"security group:  → " + k(3).String(), "version: 9.1 → 9.2", "content: EUR " + mb(1) + " " + mb(0) + " " + mb(0) + "  → USD " + mb(2) + " " + mb(3) + " " + mb(4) + " x+y",
		"modified:  → 2026-01-05 10:00:00",
	}, environmentDiff(before, after))
	assert.Contains(t, environmentDiff(before, &environmentRow{}), "domain: a → ", "one without a database")

	central := &centralRow{Name: "a", Status: CentralActive, Version: "27.1.1.0"}
	assert.Empty(t, centralDiff(central, central))
	changed := &centralRow{Name: "b", Status: CentralStatus("Removing"), Version: "27.2.1.0", Selected: releaseKey{Version: "27.3"}, Key: "secret"}
	assert.Equal(t, []string{"name: a → b", "status: Active → Removing", "version: 27.1.1.0 → 27.2.1.0", "next update:  → 27.3", "telemetry key"}, centralDiff(central, changed))

	app := &installedRow{Version: "1"}
	assert.Empty(t, installedDiff(app, app))
	assert.Equal(t, []string{"version: 1 → 2", "installation:  → " + k(4).String(), "failure:  → Broken"},
		installedDiff(app, &installedRow{Version: "2", Running: k(4), Failure: &SolutionError{Name: "Broken"}}))

	assert.Empty(t, operationDiff(&operationRow{}, &operationRow{Kind: KindCopy}))
	assert.Equal(t, []string{"state:  → Failed"}, operationDiff(&operationRow{}, &operationRow{State: "Failed"}))
}

// TestEdges: the bounds of rules that nothing of Contoso comes near.
func TestEdges(t *testing.T) {
	t.Parallel()
	label := strings.Repeat("a", 63)
	got, err := checkDomain(label)
	require.NoError(t, err)
	assert.Equal(t, label, got)
	_, err = checkDomain(label + "a")
	require.Error(t, err)

	april := time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC)
	names := func(at time.Time) (all []string) {
		for _, r := range releases(at) {
			all = append(all, r.name()+" "+r.display()+" "+r.early().Format(time.DateOnly))
		}
		return all
	}
	assert.Equal(t, "April2026Update 2026 release wave 1 2026-01-01", names(april)[0])
	assert.Equal(t, "October2025Update 2025 release wave 2 2025-07-01", names(april.Add(-time.Nanosecond))[0])
	assert.Len(t, names(april), 3)
	for _, r := range releases(april) {
		assert.Equal(t, r.available.Truncate(24*time.Hour), r.available)
	}

	assert.Equal(t, "UTC", (&centralRow{Country: "XX"}).defaultZone().id, "a country that is unknown")
	assert.Equal(t, "Romance Standard Time", (&centralRow{Country: "DK"}).defaultZone().id)
	window := (&centralRow{Country: "GB"}).window()
	night := time.Date(2026, 1, 6, 3, 0, 0, 0, time.UTC)
	from, until := window.current(night)
	assert.Equal(t, []time.Time{night.Add(-7 * time.Hour), night.Add(3 * time.Hour)}, []time.Time{from, until}, "it began yesterday")
	from, _ = window.current(until)
	assert.Equal(t, night.Add(17*time.Hour), from, "when it is over, the next one")
	from, _ = window.current(night.Add(18 * time.Hour))
	assert.Equal(t, night.Add(17*time.Hour), from, "it began an hour ago")
	from, _ = window.next(night.Add(17 * time.Hour))
	assert.Equal(t, night.Add(17*time.Hour), from)

	assert.Equal(t, "27.1.39700.0", centralRelease{releaseKey{"27.1", UpdateGA}, 27, 1, night, night}.build())

	assert.Equal(t, "EMEA", geoOf("Europe"))
	assert.Empty(t, geoOf("moon"))

	w := (&finOpsOperationRow{Status: finOpsQueued, Created: night, Updated: night}).wire()
	assert.True(t, w.End.IsZero(), "it has not ended")
}
