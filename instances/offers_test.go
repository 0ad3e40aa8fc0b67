package instances_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// solution is an application as it is on an environment.
func (l lab) solution(id instances.EnvironmentID, name string) *instances.Solution {
	l.t.Helper()
	for s, err := range l.Instances.Solutions.List(l.t.Context(), id, instances.SolutionQuery{}) {
		require.NoError(l.t, err)
		if s.UniqueName == name {
			return s
		}
	}
	l.t.Fatalf("there is no %s", name)
	return nil
}

func (l lab) wave(id instances.EnvironmentID, name string) *instances.Wave {
	l.t.Helper()
	for w, err := range l.Instances.Waves.List(l.t.Context(), id) {
		require.NoError(l.t, err)
		if w.Name == name {
			return w
		}
	}
	l.t.Fatalf("there is no %s", name)
	return nil
}

const (
	sales      = "msdynce_SalesPatch"
	fieldParts = "msdyn_FieldService_patch_update"
	dualWrite  = "msdyn_DualWriteCore_Anchor"
	voice      = "MicrosoftFormsPro"
	nextWave   = "April2026Update"
)

// TestSolutionStates: an application is asked for, comes, and is there; what came with a
// template is there from the start.
func TestSolutionStates(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev := l.byDomain("contoso-dev")
	assert.Equal(t, instances.SolutionInstalled, l.solution(dev.ID, sales).State)
	assert.Equal(t, instances.SolutionNone, l.solution(dev.ID, voice).State)
	op, err := l.Instances.Solutions.Install(ctx, dev.ID, "microsoftformspro")
	require.NoError(t, err)
	assert.Equal(t, instances.SolutionInstallRequested, l.solution(dev.ID, voice).State)
	assert.Equal(t, admin365.OperationNotStarted, l.operation(op.ID).State)
	l.Advance(time.Minute)
	assert.Equal(t, instances.SolutionInstalling, l.solution(dev.ID, voice).State)
	assert.Equal(t, admin365.OperationRunning, l.operation(op.ID).State)
	_, err = l.Instances.Solutions.Install(ctx, dev.ID, voice)
	require.ErrorIs(t, err, admin365.ErrBusy)
	l.Advance(10 * time.Minute)
	assert.Equal(t, instances.SolutionInstalled, l.solution(dev.ID, voice).State)
	assert.Equal(t, admin365.OperationSucceeded, l.operation(op.ID).State)
	_, err = l.Instances.Operations.Details(ctx, op.ID)
	require.ErrorIs(t, err, admin365.ErrUnsupported)
	require.ErrorIs(t, l.Backstage.Instances.FailInstall(ctx, op.ID, ""), admin365.ErrNotFound, "it has ended")
}

// TestSolutionsRefused: what cannot be installed, and why.
func TestSolutionsRefused(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev := l.byDomain("contoso-dev").ID
	install := func(name string) error {
		_, err := l.Instances.Solutions.Install(ctx, dev, name)
		return err
	}
	err := install(dualWrite)
	require.ErrorIs(t, err, admin365.ErrUnsupported)
	require.ErrorContains(t, err, "Custom Install Experience")
	assert.True(t, l.solution(dev, dualWrite).CustomInstaller)
	require.ErrorIs(t, install(sales), admin365.ErrConflict)
	require.ErrorIs(t, install("nothing"), admin365.ErrNotFound)
	running, err := l.Backstage.Instances.Occupy(ctx, dev, "")
	require.NoError(t, err)
	require.ErrorIs(t, install(voice), admin365.ErrBusy)
	require.NoError(t, l.Backstage.Instances.Finish(ctx, running.ID))
	l.done(l.Instances.AdminMode.Enter(ctx, dev, instances.AdminModeOptions{}))
	require.ErrorIs(t, install(voice), admin365.ErrPrecondition)
	l.done(l.Instances.AdminMode.Leave(ctx, dev))
	require.NoError(t, l.Backstage.Instances.SetVersion(ctx, dev, "9.1.0.5"))
	require.ErrorIs(t, install(fieldParts), admin365.ErrPrecondition, "it takes 9.2")
	require.NoError(t, install(voice), "it takes 9.1")
	require.NoError(t, l.Backstage.Instances.SetDisabled(ctx, dev, true))
	require.ErrorIs(t, install("Office365Groups"), admin365.ErrPrecondition)
}

// TestSolutionsPublished: a newer version can be installed over an older one, and what is
// new is offered to all.
func TestSolutionsPublished(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev := l.byDomain("contoso-dev").ID
	b := l.Backstage.Instances
	require.ErrorIs(t, b.PublishPackage(ctx, instances.NewPackage{UniqueName: "x"}), admin365.ErrInvalid)
	require.NoError(t, b.PublishPackage(ctx, instances.NewPackage{UniqueName: sales, Version: "9.0.26014.1001"}))
	assert.Equal(t, "9.0.26014.1001", l.solution(dev, sales).Version)
	op, err := l.Instances.Solutions.Install(ctx, dev, sales)
	require.NoError(t, err)
	require.NoError(t, b.FailInstall(ctx, op.ID, "No more room."))
	failed := l.solution(dev, sales)
	assert.Equal(t, instances.SolutionInstallFailed, failed.State)
	assert.Equal(t, "No more room.", failed.LastError.Message)
	require.ErrorContains(t, l.operation(op.ID).Err, "No more room.")
	l.done(l.Instances.Solutions.Install(ctx, dev, sales))
	assert.Equal(t, instances.SolutionInstalled, l.solution(dev, sales).State)
	_, err = l.Instances.Solutions.Install(ctx, dev, sales)
	require.ErrorIs(t, err, admin365.ErrConflict)

	require.NoError(t, b.PublishPackage(ctx, instances.NewPackage{UniqueName: "contoso_Anchor", Version: "1.0", Name: "Contoso", MinVersion: "9.2"}))
	l.done(l.Instances.Solutions.Install(ctx, dev, "contoso_Anchor"))
	assert.Equal(t, instances.SolutionInstalled, l.solution(dev, "contoso_Anchor").State)
	require.NoError(t, b.PublishPackage(ctx, instances.NewPackage{UniqueName: "contoso_Anchor", Version: "1.1", CustomInstaller: true}))
	again := l.solution(dev, "contoso_Anchor")
	assert.Equal(t, []any{"Contoso", "1.1", "9.2", true}, []any{again.Name, again.Version, again.MinVersion, again.CustomInstaller})

	// All of it survives a file.
	var file bytes.Buffer
	require.NoError(t, l.Save(&file))
	m, err := admin.LoadMemory(&file, admin.MemoryConfig{})
	require.NoError(t, err)
	assert.Equal(t, l.solution(dev, sales), lab{m, t}.solution(dev, sales))
}

// TestSolutionsGoAlong: a copy brings the source's applications, and a reset takes them
// away.
func TestSolutionsGoAlong(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	source, target := l.byDomain("contoso"), l.byDomain("contoso-uat")
	l.done(l.Instances.Solutions.Install(ctx, source.ID, voice))
	l.done(l.Instances.Solutions.Install(ctx, target.ID, "Office365Groups"))
	require.NoError(t, l.Instances.Waves.Enable(ctx, source.ID, nextWave))
	require.NoError(t, l.Backstage.Instances.FinishAll(ctx))
	l.done(l.Instances.Copies.Copy(ctx, target.ID, target.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy}))
	assert.Equal(t, instances.SolutionInstalled, l.solution(target.ID, voice).State)
	assert.Equal(t, instances.SolutionNone, l.solution(target.ID, "Office365Groups").State)
	assert.Equal(t, instances.WaveOn, l.wave(target.ID, nextWave).Upgrade)
	l.done(l.Instances.AdminMode.Leave(ctx, target.ID))
	op, err := l.Instances.Solutions.Install(ctx, target.ID, "Office365Groups")
	require.NoError(t, err)
	_, err = l.Instances.Resets.Reset(ctx, target.ID, target.Expect(), instances.EnvironmentReset{})
	require.ErrorIs(t, err, admin365.ErrBusy, "an application is being installed")
	l.done(op, nil)
	l.done(l.Instances.Resets.Reset(ctx, target.ID, target.Expect(), instances.EnvironmentReset{}))
	assert.Equal(t, instances.SolutionNone, l.solution(target.ID, voice).State)
	assert.Equal(t, instances.SolutionInstalled, l.solution(source.ID, voice).State)
}

// TestWaveStates: a wave that was asked for comes, and stays; one that failed can be asked
// for again; at its date everybody has it.
func TestWaveStates(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev, uat := l.byDomain("contoso-dev").ID, l.byDomain("contoso-uat").ID
	b := l.Backstage.Instances
	assert.Equal(t, instances.WaveOn, l.wave(dev, "October2025Update").Upgrade)
	assert.Equal(t, "2026 release wave 1", l.wave(dev, nextWave).DisplayName)
	require.ErrorIs(t, l.Instances.Waves.Enable(ctx, dev, "October2025Update"), admin365.ErrConflict)
	require.ErrorIs(t, l.Instances.Waves.Enable(ctx, dev, "October2026Update"), admin365.ErrPrecondition)
	require.NoError(t, b.SetWaveAllowed(ctx, dev, "october2026update", true))
	require.NoError(t, l.Instances.Waves.Enable(ctx, dev, "October2026Update"))
	require.NoError(t, b.SetWaveAllowed(ctx, uat, nextWave, false))
	require.ErrorIs(t, l.Instances.Waves.Enable(ctx, uat, nextWave), admin365.ErrPrecondition)
	require.ErrorIs(t, b.SetWaveAllowed(ctx, uat, "April1999Update", true), admin365.ErrNotFound)

	require.NoError(t, l.Instances.Waves.Enable(ctx, dev, nextWave))
	require.NoError(t, b.FailWave(ctx, dev, nextWave))
	require.ErrorIs(t, b.FailWave(ctx, dev, nextWave), admin365.ErrNotFound)
	assert.Equal(t, instances.WaveFailed, l.wave(dev, nextWave).Upgrade)
	require.NoError(t, l.Instances.Waves.Enable(ctx, dev, nextWave))
	l.Advance(30 * time.Minute)
	assert.Equal(t, instances.WaveUpgrading, l.wave(dev, nextWave).Upgrade)
	l.Advance(time.Hour)
	assert.Equal(t, instances.WaveOn, l.wave(dev, nextWave).Upgrade)
	require.ErrorIs(t, l.Instances.Waves.Enable(ctx, dev, nextWave), admin365.ErrConflict)
	assert.Equal(t, instances.WaveOff, l.wave(uat, nextWave).Upgrade)
	l.Advance(90 * 24 * time.Hour)
	assert.Equal(t, instances.WaveOn, l.wave(uat, nextWave).Upgrade, "by now everybody has it")
	l.wave(uat, "April2027Update")
}

// TestCapacityOfTenant: what the tenant has and uses, and from where it is warned.
func TestCapacityOfTenant(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	l := lab{m, t}
	c, err := l.Instances.Capacity.Tenant(t.Context())
	require.NoError(t, err)
	free, _ := c.Free(instances.DatabaseCapacity)
	// Three of five environments count: one has no database, one is a developer's.
	assert.InDelta(t, 15360+4096-6144-2048-1280, free, 0.1)
	assert.Equal(t, "Available", c.Status)
	active := func() (names []string) {
		warnings, err := l.Instances.Capacity.Warnings(t.Context())
		require.NoError(t, err)
		for _, w := range warnings {
			if w.Active {
				names = append(names, w.Category)
			}
		}
		return names
	}
	assert.Empty(t, active())
	require.NoError(t, l.Backstage.Instances.SetCapacity(t.Context(), instances.FileCapacity, 13000))
	assert.Equal(t, []string{"File"}, active())
	require.NoError(t, l.Backstage.Instances.SetCapacity(t.Context(), instances.FileCapacity, 1))
	c, err = l.Instances.Capacity.Tenant(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "NotAvailable", c.Status)
	used, err := l.Instances.Capacity.Environment(t.Context(), l.byDomain("contoso-uat").ID)
	require.NoError(t, err)
	assert.InDelta(t, 2048, used[0].Rated, 0.1)
	none, err := l.Instances.Capacity.Environment(t.Context(), "~default")
	require.NoError(t, err)
	assert.Empty(t, none)
}
