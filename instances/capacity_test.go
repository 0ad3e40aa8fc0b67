package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// capacities are what the tenant has and uses of a kind.
func (l lab) capacities(kind instances.CapacityType) instances.CapacityUsage {
	l.t.Helper()
	c, err := l.Instances.Capacity.Tenant(l.t.Context())
	require.NoError(l.t, err)
	for _, k := range c.Kinds {
		if k.Type == kind {
			return k
		}
	}
	l.t.Fatalf("there is no %s", kind)
	return instances.CapacityUsage{}
}

// leave has the tenant have so much database capacity left, in MB.
func (l lab) leave(mb float64) {
	l.t.Helper()
	require.NoError(l.t, l.Backstage.Instances.SetCapacity(l.t.Context(), instances.DatabaseCapacity, l.capacities(instances.DatabaseCapacity).Rated+mb))
}

// TestRoomForADatabase: what gives the tenant another database needs 1 GB, or what it brings
// if that is more, to the last MB; what is asked for while another one is being made does
// not get the same one.
func TestRoomForADatabase(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		needs float64
		verb  string
		begin func(l lab) (*admin365.Operation, error)
	}{
		"create": {1024, "created", func(l lab) (*admin365.Operation, error) {
			return l.Instances.Environments.Create(l.t.Context(), sandbox("New", ""))
		}},
		"copy": {2000, "copied", func(l lab) (*admin365.Operation, error) {
			target := l.byDomain("contoso-uat") // It has 2048.
			return l.Instances.Copies.Copy(l.t.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: l.named("Large"), Type: instances.FullCopy})
		}},
		"copy of less": {1024, "copied", func(l lab) (*admin365.Operation, error) {
			target := l.byDomain("contoso-uat")
			return l.Instances.Copies.Copy(l.t.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: l.named("Large"), Type: instances.MinimalCopy})
		}},
		"restore": {2000, "restored", func(l lab) (*admin365.Operation, error) {
			target := l.byDomain("contoso-uat")
			return l.Instances.Backups.Restore(l.t.Context(), target.ID, target.Expect(), instances.Restoration{Source: l.named("Large"), Point: l.Now()})
		}},
		"recover": {4048, "recovered", func(l lab) (*admin365.Operation, error) {
			return l.Instances.Lifecycle.Recover(l.t.Context(), l.named("Deleted"))
		}},
		"convert a trial": {1024, "converted", func(l lab) (*admin365.Operation, error) {
			trial := l.get(l.named("A Trial"))
			return l.Instances.Lifecycle.Convert(l.t.Context(), trial.ID, trial.Expect(), instances.Production)
		}},
	} {
		l := newLab(t)
		ctx := t.Context()
		l.add(instances.Trial)
		for _, large := range []string{"Large", "Deleted"} {
			e, err := l.Backstage.Instances.AddEnvironment(ctx, instances.NewEnvironment{DisplayName: large, Type: instances.Sandbox, Location: "europe", Dataverse: &instances.NewDatabase{}})
			require.NoError(t, err)
			l.used(e.ID, 4048)
		}
		l.Advance(time.Hour)
		deleted := l.get(l.named("Deleted"))
		l.done(l.Instances.Lifecycle.Delete(ctx, deleted.ID, deleted.Expect()))
		l.leave(c.needs - 1)
		_, err := c.begin(l)
		require.ErrorIs(t, err, instances.ErrNoCapacity, name)
		require.ErrorContains(t, err, "This environment can't be "+c.verb+" because your org (tenant) needs at least 1 GB", name)
		l.leave(c.needs)
		op, err := c.begin(l)
		require.NoError(t, err, name)
		if name == "copy of less" {
			continue // It takes nothing from others.
		}
		_, err = l.Instances.Environments.Create(ctx, sandbox("Another", ""))
		require.ErrorIs(t, err, instances.ErrNoCapacity, "%s: it is promised", name)
		require.NoError(t, l.Backstage.Instances.Fail(ctx, op.ID, ""))
		_, err = l.Instances.Environments.Create(ctx, sandbox("Another", ""))
		require.NoError(t, err, "%s: it failed, and is free again", name)
	}
}

// named is an environment by its name, one in the bin too.
func (l lab) named(name string) instances.EnvironmentID {
	l.t.Helper()
	for e, err := range l.Instances.Environments.List(l.t.Context(), instances.EnvironmentQuery{}) {
		require.NoError(l.t, err)
		if e.DisplayName == name {
			return e.ID
		}
	}
	for e, err := range l.Instances.Lifecycle.Deleted(l.t.Context()) {
		require.NoError(l.t, err)
		if e.DisplayName == name {
			return e.ID
		}
	}
	l.t.Fatalf("there is no %s", name)
	return ""
}

// TestWhatCounts: a database counts 1 GB at least; those of trials, developers, support and
// Teams count nothing, and the default environment what is above its own 3 GB of database, 3
// GB of files and 1 GB of logs. What is deleted counts nothing.
func TestWhatCounts(t *testing.T) {
	t.Parallel()
	const database, files, logs = 5000, 4000, 1500
	for of, want := range map[instances.EnvironmentType][]float64{
		instances.Production: {database, files, logs}, instances.Sandbox: {database, files, logs}, instances.SubscriptionBasedTrial: {database, files, logs},
		instances.Trial: {0, 0, 0}, instances.Developer: {0, 0, 0}, instances.Support: {0, 0, 0}, instances.Teams: {0, 0, 0},
		instances.Default: {database - 3072, files - 3072, logs - 1024},
	} {
		l := newLab(t)
		ctx := t.Context()
		kinds := []instances.CapacityType{instances.DatabaseCapacity, instances.FileCapacity, instances.LogCapacity}
		var before []float64
		for _, kind := range kinds {
			before = append(before, l.capacities(kind).Rated)
		}
		id := l.add(of)
		for i, mb := range []float64{database, files, logs} {
			require.NoError(t, l.Backstage.Instances.SetUsed(ctx, id, kinds[i], mb))
		}
		used, err := l.Instances.Capacity.Environment(ctx, id)
		require.NoError(t, err)
		require.Len(t, used, 3)
		for i, kind := range kinds {
			assert.Equal(t, []any{kind, []float64{database, files, logs}[i], want[i], "MB"}, []any{used[i].Type, used[i].Actual, used[i].Rated, used[i].Unit}, string(of))
			assert.InDelta(t, before[i]+want[i], l.capacities(kind).Rated, 0.001, "%s: %s", of, kind)
		}
		if of == instances.Default {
			for i, own := range []float64{3072, 3072, 1024} {
				require.NoError(t, l.Backstage.Instances.SetUsed(ctx, id, kinds[i], own-1))
				assert.InDelta(t, before[i], l.capacities(kinds[i]).Rated, 0.001, "less than its own is nothing")
			}
		}
		if of == instances.Sandbox {
			require.NoError(t, l.Backstage.Instances.SetUsed(ctx, id, instances.DatabaseCapacity, 10))
			assert.InDelta(t, before[0]+1024, l.capacities(instances.DatabaseCapacity).Rated, 0.001, "1 GB at least")
			l.done(l.Instances.Lifecycle.Delete(ctx, id, l.get(id).Expect()))
			for i, kind := range kinds {
				assert.InDelta(t, before[i], l.capacities(kind).Rated, 0.001, "it is deleted")
			}
		}
	}
}

// TestWarnedFrom: the service warns from 85 % on, and capacity is exceeded when more counts
// than there is.
func TestWarnedFrom(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	warned := func() (active []bool) {
		list, err := l.Instances.Capacity.Warnings(ctx)
		require.NoError(t, err)
		for _, w := range list {
			assert.Equal(t, []any{85, "Tenant", string(l.TenantID())}, []any{w.Threshold, w.Entity, w.TenantID})
			active = append(active, w.Active)
		}
		return active
	}
	id := l.byDomain("contoso").ID
	// Of files 3072 and 512 are others'.
	for _, used := range []float64{8500, 8499, 10000} {
		want := used >= 8500
		require.NoError(t, l.Backstage.Instances.SetUsed(ctx, id, instances.FileCapacity, used-3072-512))
		require.NoError(t, l.Backstage.Instances.SetCapacity(ctx, instances.FileCapacity, 10000))
		assert.Equal(t, []bool{false, want, false}, warned(), "%v of 10000", used)
	}
	usage := func() []any {
		c, err := l.Instances.Capacity.Tenant(ctx)
		require.NoError(t, err)
		return []any{c.Status, l.capacities(instances.FileCapacity).Status, l.capacities(instances.DatabaseCapacity).Status} //nolint:contextcheck // It has the context of its own test.
	}
	assert.Equal(t, []any{"Available", "Available", "Available"}, usage(), "all of it is used")
	require.NoError(t, l.Backstage.Instances.SetCapacity(ctx, instances.FileCapacity, 9999))
	assert.Equal(t, []any{"NotAvailable", "NotAvailable", "Available"}, usage(), "more than all of it")
}
