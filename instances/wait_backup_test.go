package instances_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestWaitBackup: where the environment tells of a moment ago, when nothing ran yet, it is
// ready at once; the backup is not there before it is made.
func TestWaitBackup(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"memory", "HTTP"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				s := m.Instances
				if way == "HTTP" {
					s = m.HTTP().Instances
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				uat, err := instances.FindByDomain(ctx, s.Environments, "contoso-uat")
				require.NoError(t, err)
				m.Drill(admin.ReplicaLag(time.Minute))
				began := time.Now()
				made, err := s.Backups.Create(ctx, uat.ID, instances.NewBackup{Label: "before"})
				require.NoError(t, err)
				_, err = instances.WaitReady(ctx, s.Environments, uat.ID, admin365.WaitOptions{})
				require.NoError(t, err)
				require.Less(t, time.Since(began), time.Minute, "WaitReady believes what it reads")

				var told []admin365.Operation
				b, err := instances.WaitBackup(ctx, s.Backups, uat.ID, made.ID, admin365.WaitOptions{
					Interval: time.Minute, Progress: func(o admin365.Operation) { told = append(told, o) },
				})
				require.NoError(t, err)
				assert.Equal(t, made, b)
				assert.Greater(t, time.Since(began), 10*time.Minute)
				require.Greater(t, len(told), 10)
				last := told[len(told)-1]
				assert.Equal(t, admin365.OperationRunning, told[0].State)
				assert.Equal(t, admin365.OperationSucceeded, last.State)
				assert.Equal(t, string(instances.KindBackup), last.Kind)
				assert.Equal(t, string(uat.ID), last.ResourceID)
			})
		})
	}
}

// TestWaitBackupEnds: it ends with the context, where the backup never comes, and with
// what cannot pass; what is no id is not waited for.
func TestWaitBackupEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		uat, err := instances.FindByDomain(t.Context(), m.Instances.Environments, "contoso-uat")
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		made, err := m.Instances.Backups.Create(ctx, uat.ID, instances.NewBackup{Label: "before"})
		require.NoError(t, err)
		for op, err := range m.Instances.Operations.List(ctx, uat.ID) {
			require.NoError(t, err)
			require.NoError(t, m.Backstage.Instances.Fail(ctx, op.ID, ""))
			break
		}
		b, err := instances.WaitBackup(ctx, m.Instances.Backups, uat.ID, made.ID, admin365.WaitOptions{})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Nil(t, b)
		_, err = instances.WaitBackup(t.Context(), m.Instances.Backups, uat.ID, "", admin365.WaitOptions{})
		require.ErrorIs(t, err, admin365.ErrInvalid)
		e, _ := errors.AsType[*admin365.Error](err)
		assert.Equal(t, "instances.Backups.List", e.Op)
		defer m.Drill(admin.FailNth("instances.Backups.List", 1, 403))()
		_, err = instances.WaitBackup(t.Context(), m.Instances.Backups, uat.ID, made.ID, admin365.WaitOptions{})
		require.ErrorIs(t, err, admin365.ErrForbidden)
	})
}

// A backup is waited for before what it is to protect from is begun.
func ExampleWaitBackup() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	uat, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-uat")
	if err != nil {
		fmt.Println(err)
		return
	}
	backup, err := c.Instances.Backups.Create(ctx, uat.ID, instances.NewBackup{Label: "before the release"})
	if err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(15 * time.Minute) // At the service this time passes by itself.
	backup, err = instances.WaitBackup(ctx, c.Instances.Backups, uat.ID, backup.ID, admin365.WaitOptions{Interval: time.Minute})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(backup.Label)
	// Output: before the release
}
