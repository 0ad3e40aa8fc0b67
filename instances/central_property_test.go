package instances_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestCentralSequences does anything in any order, and lets time pass: no environment is
// ever in two operations at once, what is refused is refused in a declared way, and all
// that was begun ends.
func TestCentralSequences(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		m := admin.NewMemory(admin.MemoryConfig{})
		ctx, c, stage := t.Context(), m.Instances.Central, m.Backstage.Instances.Central
		names := rapid.SampledFrom([]string{"Production", "Production-UK", "Sandbox", "A", "B"})
		versions := rapid.SampledFrom([]string{"27.0", "27.2", "27.3", "27.4", "28.0"})
		types := rapid.SampledFrom([]instances.EnvironmentType{instances.Production, instances.Sandbox})
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			id := centralNamed(ctx, rt, c, names)
			var err error
			switch what := rapid.IntRange(0, 12).Draw(rt, "what"); what {
			case 0:
				_, err = c.Environments.Create(ctx, id, instances.NewCentralEnvironment{Type: types.Draw(rt, "type"), CountryCode: "DK"})
			case 1:
				_, err = c.Environments.Copy(ctx, id, instances.CentralCopy{Name: names.Draw(rt, "to"), Type: types.Draw(rt, "type")})
			case 2:
				_, err = c.Environments.Rename(ctx, id, names.Draw(rt, "to"))
			case 3:
				_, err = c.Environments.Delete(ctx, id, instances.Expect{Name: id.Name, Type: types.Draw(rt, "type")})
			case 4:
				_, err = c.Environments.Recover(ctx, id)
			case 5:
				_, err = c.Backups.Restore(ctx, id, instances.CentralRestore{Name: names.Draw(rt, "to"), Type: types.Draw(rt, "type"), PointInTime: m.Now().Add(-time.Hour)})
			case 6:
				_, err = c.Updates.Select(ctx, id, instances.Target{Version: versions.Draw(rt, "version")}, instances.Schedule{})
			case 7:
				at := m.Now().AddDate(0, 0, rapid.IntRange(-1, 300).Draw(rt, "days"))
				_, err = c.Updates.Reschedule(ctx, id, instances.Target{Version: versions.Draw(rt, "version")}, instances.Schedule{At: at})
			case 8:
				_, err = instances.RunNow(ctx, c.Updates, id, instances.Target{Version: versions.Draw(rt, "version")}, m.Now())
			case 9:
				_, err = c.Settings.SetWindow(ctx, id, instances.Window{Start: "03:00", End: rapid.SampledFrom([]string{"08:00", "12:00"}).Draw(rt, "end"), TimeZone: "UTC"})
			case 10:
				err = failsSomething(ctx, c, stage)
			default:
				m.Advance(time.Duration(rapid.IntRange(1, 24*60*20).Draw(rt, "minutes")) * time.Minute)
			}
			if e, ok := errors.AsType[*admin365.Error](err); err != nil && (!ok || e.Kind == nil) {
				rt.Fatalf("not a refusal: %v", err)
			}
			if odd := stage.Inconsistencies(); len(odd) > 0 {
				rt.Fatalf("%q", odd)
			}
		}
		m.Advance(15 * 24 * time.Hour)
		for o, err := range c.Operations.All(ctx, "") {
			require.NoError(rt, err)
			if !o.Done() && m.Now().Sub(o.Created) > 3*time.Hour {
				rt.Fatalf("%s of %s has not ended: %s", o.Kind, o.Environment, o.Status)
			}
		}
	})
}

// centralNamed is an environment by its name, one of those in the bin among them.
func centralNamed(ctx context.Context, rt *rapid.T, c *instances.CentralService, names *rapid.Generator[string]) instances.CentralEnvironmentID {
	if rapid.Bool().Draw(rt, "by name") {
		return instances.Central(names.Draw(rt, "name"))
	}
	var ids []instances.CentralEnvironmentID
	for e, err := range c.Environments.List(ctx, "") {
		if err == nil {
			ids = append(ids, e.ID())
		}
	}
	if len(ids) == 0 {
		return instances.Central("A")
	}
	return rapid.SampledFrom(ids).Draw(rt, "id")
}

// failsSomething has the first operation that runs fail.
func failsSomething(ctx context.Context, c *instances.CentralService, stage *instances.CentralBackstage) error {
	for o, err := range c.Operations.All(ctx, "") {
		if err != nil {
			return err
		}
		if !o.Done() {
			return stage.Fail(ctx, o.ID, "No.")
		}
	}
	return nil
}

// TestCentralFiles: what was saved goes on where it was.
func TestCentralFiles(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	c := m.Instances.Central
	require.NoError(t, c.Settings.SetTelemetryKey(t.Context(), instances.Central("Production"), admin365.NewSecret("key")))
	op, err := c.Environments.Copy(t.Context(), instances.Central("Production"), instances.CentralCopy{Name: "Twin", Type: instances.Sandbox})
	require.NoError(t, err)
	m.Advance(time.Minute)
	var file bytes.Buffer
	require.NoError(t, m.Save(&file))
	back, err := admin.LoadMemory(&file, admin.MemoryConfig{})
	require.NoError(t, err)
	b := back.Instances.Central
	got, err := b.Operations.Get(t.Context(), op.ID)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationRunning, got.State)
	back.Advance(time.Hour)
	got, err = b.Operations.Get(t.Context(), op.ID)
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationSucceeded, got.State)
	e, err := b.Environments.Get(t.Context(), instances.Central("Production"))
	require.NoError(t, err)
	assert.Equal(t, "key", e.TelemetryKey.Reveal())
	assert.Equal(t, len(all(t, b.Apps.List(t.Context(), instances.Central("Production")))), len(all(t, b.Apps.List(t.Context(), instances.Central("Twin")))))
}
