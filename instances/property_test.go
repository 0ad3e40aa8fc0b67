package instances_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// world is a tenant that several callers change at random.
type world struct {
	ctx     context.Context
	m       *admin.Memory
	callers []*admin.Client
	// begun are the operations that were begun.
	begun []admin365.OperationID
}

// envs are the environments as they are now, those in the bin last.
func (w *world) envs(t require.TestingT) (all []*instances.Environment) {
	for e, err := range w.m.Instances.Environments.List(w.ctx, instances.EnvironmentQuery{}) {
		require.NoError(t, err)
		all = append(all, e)
	}
	for e, err := range w.m.Instances.Lifecycle.Deleted(w.ctx) {
		require.NoError(t, err)
		all = append(all, e)
	}
	return all
}

// step is one call, of any method, with arguments that may fit or not.
func (w *world) step(t *rapid.T) {
	s := rapid.SampledFrom(w.callers).Draw(t, "caller").Instances
	all := w.envs(t)
	e := rapid.SampledFrom(all).Draw(t, "environment")
	other := rapid.SampledFrom(all).Draw(t, "other")
	kind := rapid.SampledFrom([]string{
		"create", "add", "edit", "domain", "enter", "leave", "convert", "copy", "full", "backup", "restore", "reset", "delete", "recover", "manage",
	}).Draw(t, "step")
	var op *admin365.Operation
	var err error
	switch kind {
	case "create":
		n := sandbox(fmt.Sprint("E", len(all)), "")
		n.Type = rapid.SampledFrom([]instances.EnvironmentType{instances.Sandbox, instances.Production, instances.Trial, instances.Developer}).Draw(t, "type")
		if rapid.Bool().Draw(t, "bare") {
			n.Dataverse = nil
		}
		op, err = s.Environments.Create(w.ctx, n)
	case "add":
		op, err = s.Lifecycle.AddDatabase(w.ctx, e.ID, instances.NewDatabase{})
	case "edit":
		op, err = s.Environments.Update(w.ctx, e.ID, instances.EnvironmentPatch{Description: new("edited")})
	case "domain":
		op, err = s.Environments.Update(w.ctx, e.ID, instances.EnvironmentPatch{DomainName: new(rapid.SampledFrom([]string{"a", "b", "contoso", "contoso-dev"}).Draw(t, "domain"))})
	case "enter":
		op, err = s.AdminMode.Enter(w.ctx, e.ID, instances.AdminModeOptions{})
	case "leave":
		op, err = s.AdminMode.Leave(w.ctx, e.ID)
	case "convert":
		op, err = s.Lifecycle.Convert(w.ctx, e.ID, e.Expect(), rapid.SampledFrom([]instances.EnvironmentType{instances.Sandbox, instances.Production}).Draw(t, "to"))
	case "copy":
		op, err = s.Copies.Copy(w.ctx, e.ID, e.Expect(), instances.EnvironmentCopy{Source: other.ID, Type: instances.MinimalCopy})
	case "full":
		op, err = s.Copies.Copy(w.ctx, e.ID, e.Expect(), instances.EnvironmentCopy{Source: other.ID, Type: instances.FullCopy})
	case "backup":
		_, err = s.Backups.Create(w.ctx, e.ID, instances.NewBackup{Label: "one"})
	case "restore":
		op, err = s.Backups.Restore(w.ctx, e.ID, e.Expect(), instances.Restoration{Source: other.ID, Point: w.m.Now().Add(-time.Hour)})
	case "reset":
		op, err = s.Resets.Reset(w.ctx, e.ID, e.Expect(), instances.EnvironmentReset{})
	case "delete":
		op, err = s.Lifecycle.Delete(w.ctx, e.ID, e.Expect())
	case "recover":
		op, err = s.Lifecycle.Recover(w.ctx, e.ID)
	case "manage":
		op, err = s.Lifecycle.SetManaged(w.ctx, e.ID, rapid.Bool().Draw(t, "managed"))
	case "finish", "fail":
		if e.Running == nil {
			return
		}
		if kind == "finish" {
			err = w.m.Backstage.Instances.Finish(w.ctx, e.Running.ID)
		} else {
			err = w.m.Backstage.Instances.Fail(w.ctx, e.Running.ID, "")
		}
		require.NoError(t, err)
	case "wait":
		w.m.Advance(15 * time.Minute)
	case "wait long":
		w.m.Advance(3 * 24 * time.Hour)
	}
	if op != nil {
		w.begun = append(w.begun, op.ID)
	}
	if err != nil {
		refusal, ok := errors.AsType[*admin365.Error](err)
		require.True(t, ok && refusal.Status != 0 && refusal.Op != "", "%s: %v", kind, err)
	}
}

// check looks at what holds at every time.
func (w *world) check(t require.TestingT) {
	capacity, err := w.m.Instances.Capacity.Tenant(w.ctx)
	require.NoError(t, err)
	free, ok := capacity.Free(instances.DatabaseCapacity)
	require.True(t, ok)
	require.GreaterOrEqual(t, free, 0.0, "more is used than there is")

	running := map[admin365.OperationID][]instances.EnvironmentID{}
	hosts := map[string]bool{}
	for _, e := range w.envs(t) {
		if e.Dataverse != nil {
			require.False(t, hosts[e.Dataverse.URL], "two have the address %s", e.Dataverse.URL)
			hosts[e.Dataverse.URL] = true
		}
		require.Equal(t, e.Running != nil, e.Management == instances.ManagementRunning, string(e.ID))
		if e.Running != nil {
			running[e.Running.ID] = append(running[e.Running.ID], e.ID)
		}
		active := 0
		for o, err := range w.m.Instances.Operations.List(w.ctx, e.ID) {
			require.NoError(t, err)
			if !o.Done() {
				active++
				require.NotNil(t, e.Running, "%s runs and the environment does not say so", o.Kind)
			}
		}
		require.LessOrEqual(t, active, 1, "two operations on one environment")
		closed := e.Dataverse != nil && e.Dataverse.BackgroundOperations == instances.BackgroundDisabled
		require.False(t, closed && e.Runtime == instances.RuntimeEnabled, "background operations are off outside of administration mode")
	}
	for id, on := range running {
		require.LessOrEqual(t, len(on), 2, "%s runs on %v", id, on)
	}
}

// TestAnythingAtOnce: whatever several callers do at random, no environment is in two
// operations at once, capacity is never below zero, no address is taken twice, and
// everything comes to its end when time passes.
func TestAnythingAtOnce(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	rapid.Check(t, func(t *rapid.T) {
		m := admin.NewMemory(admin.MemoryConfig{})
		w := &world{ctx: ctx, m: m, callers: []*admin.Client{m.Client, m.As(admin365.AsUser("admin@contoso.com"))}}
		const app = admin365.AppID("deadbeef-0000-4000-8000-000000000001")
		_, err := m.Instances.ManagementApps.Register(ctx, app)
		require.NoError(t, err)
		w.callers = append(w.callers, m.As(admin365.AsApp(app)))
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			w.step(t)
			w.check(t)
		}
		m.Advance(24 * time.Hour)
		w.check(t)
		for _, e := range w.envs(t) {
			require.Nil(t, e.Running, "it runs for ever")
		}
		for _, id := range slices.Compact(slices.Sorted(slices.Values(w.begun))) {
			o, err := m.Instances.Operations.Get(ctx, id)
			if errors.Is(err, admin365.ErrNotFound) {
				continue // What was followed on an environment that is gone.
			}
			require.NoError(t, err)
			require.True(t, o.Done(), "%s is %s", o.Kind, o.State)
		}
	})
}
