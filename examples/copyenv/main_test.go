package main

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestCopy copies over HTTP and waits for it as on a live tenant. In the bubble the
// hours of the tenant are the test's, and pass in milliseconds.
func TestCopy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := admin.NewTest(t)
		client := tenant.HTTP()
		began := time.Now() // the bubble's clock
		var out strings.Builder
		require.NoError(t, copier{Service: client.Instances, out: &out}.copy(t.Context(), "contoso", "contoso-uat", "Contoso UAT"))

		assert.Greater(t, time.Since(began), time.Hour, "a copy takes its time")
		assert.Equal(t, 1, copies(tenant))
		e, err := instances.FindByDomain(t.Context(), client.Instances.Environments, "contoso-uat")
		require.NoError(t, err)
		assert.Equal(t, instances.RuntimeEnabled, e.Runtime)
		assert.Contains(t, out.String(), "Contoso UAT is a copy of Contoso Production: https://contoso-uat.crm4.dynamics.com/")
	})
}

// TestRehearsed: what goes wrong on the way, and what becomes of it.
func TestRehearsed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, why string
		drill     admin.Drill
	}{
		{"answer lost", "the copy runs, and is found in the history", admin.LostAnswer("instances.Copies.Copy", 1)},
		{"lost again", "to open the target may be asked for again", admin.LostAnswer("instances.AdminMode.Leave", 1)},
		{"throttled", "the client comes again when it is told to", admin.Throttle("instances.Operations.Get", 3, 20*time.Minute)},
		{"unavailable", "a poll that fails is no copy that failed", admin.Unavailable("instances.Operations.Get", 5, time.Minute)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := admin.NewTest(t)
				tenant.Drill(test.drill)
				var out strings.Builder
				require.NoError(t, copier{Service: tenant.HTTP().Instances, out: &out}.copy(t.Context(), "contoso", "contoso-uat", "Contoso UAT"), test.why)
				assert.Equal(t, 1, copies(tenant), test.why)
			})
		})
	}
}

// TestFails: a copy that Microsoft gives up fails the tool, and leaves the target closed.
func TestFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := admin.NewTest(t)
		c := copier{Service: tenant.HTTP().Instances, out: t.Output()}
		c.began = func(op admin365.Operation) {
			time.Sleep(time.Hour)
			require.NoError(t, tenant.Backstage.Instances.Fail(t.Context(), op.ID, ""))
		}
		err := c.copy(t.Context(), "contoso", "contoso-uat", "Contoso UAT")
		e, ok := errors.AsType[*admin365.Error](err)
		require.True(t, ok, "%v", err)
		assert.Equal(t, string(instances.KindCopy), e.Op, "it tells of the operation, not of the poll")
		assert.Contains(t, err.Error(), "failed at the stage Run")
		closed, err := instances.FindByDomain(t.Context(), tenant.Instances.Environments, "contoso-uat")
		require.NoError(t, err)
		assert.Equal(t, instances.RuntimeAdminMode, closed.Runtime, "nobody works in half a copy")
		assert.Contains(t, closed.Allowed, instances.KindCopy, "another copy mends it")
	})
}

// TestWrongTarget: a production, or another name, is left alone.
func TestWrongTarget(t *testing.T) {
	t.Parallel()
	tenant := admin.NewTest(t)
	c := copier{Service: tenant.Instances, out: t.Output()}
	before := tenant.Snapshot()
	require.ErrorIs(t, c.copy(t.Context(), "contoso-uat", "contoso", "Contoso Production"), admin365.ErrPrecondition)
	require.ErrorIs(t, c.copy(t.Context(), "contoso", "contoso-dev", "Contoso UAT"), admin365.ErrPrecondition)
	assert.Empty(t, tenant.Changes(before))
}

// TestDemonstration: without arguments it shows itself, and with too few it says what
// it takes.
func TestDemonstration(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, nil))
	assert.Contains(t, out.String(), "Contoso UAT is a copy of Contoso Production")
	require.Error(t, run(t.Context(), &out, []string{"contoso.com"}))
}

// copies counts the copies that were asked for.
func copies(tenant *admin.Test) (n int) {
	for _, r := range tenant.Writes() {
		if r.Op == "instances.Copies.Copy" {
			n++
		}
	}
	return n
}
