package billing_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

// told is all that a tenant says of what was bought and who has it.
type told struct {
	SKUs          []*billing.SKU
	Subscriptions []*billing.Subscription
	Users         []*billing.LicensedUser
	Details       []*billing.LicenseDetails
	Group         *billing.LicensedGroup
	Failing       []*billing.LicensedUser
	Groups        []*billing.LicensedGroup
}

func tell(t *testing.T, m *admin.Memory, g admin365.GroupID, users ...admin365.UserID) (all told) {
	t.Helper()
	ctx, s := t.Context(), m.Billing
	var err error
	must := func(err error) { t.Helper(); require.NoError(t, err) }
	all.SKUs, err = conform.Collect(s.SKUs.List(ctx))
	must(err)
	all.Subscriptions, err = conform.Collect(s.Subscriptions.List(ctx))
	must(err)
	for _, u := range users {
		got, err := s.Licenses.Get(ctx, u)
		must(err)
		details, err := conform.Collect(s.Licenses.Details(ctx, u))
		must(err)
		all.Users, all.Details = append(all.Users, got), append(all.Details, details...)
	}
	all.Group, err = s.GroupLicenses.Get(ctx, g)
	must(err)
	all.Failing, err = conform.Collect(s.GroupLicenses.MembersWithErrors(ctx, g))
	must(err)
	all.Groups, err = conform.Collect(s.GroupLicenses.WithErrors(ctx))
	must(err)
	return all
}

// saved is the tenant in a file, and loaded again.
func saved(t *testing.T, m *admin.Memory) *admin.Memory {
	t.Helper()
	var file bytes.Buffer
	require.NoError(t, m.Save(&file))
	loaded, err := admin.LoadMemory(&file, admin.MemoryConfig{})
	require.NoError(t, err)
	return loaded
}

// TestSaveAndLoad: a file has what was bought, who has what, and what the service was
// about to do: groups are gone on with, and subscriptions go on through their lives.
func TestSaveAndLoad(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	sub := buy(t, m, entraP1, 2)
	adele, lee, nestor := id(t, m, "AdeleV"), id(t, m, "LeeG"), id(t, m, "NestorW")
	require.NoError(t, m.Billing.Licenses.Assign(t.Context(), adele, adding(license(entraP1, planMFA))))
	g := group(t, m, "givers", lee, nestor)
	require.NoError(t, m.Billing.GroupLicenses.Assign(t.Context(), g, adding(license(entraP1, planDiscovery))))
	people := []admin365.UserID{adele, lee, nestor}

	queued := tell(t, m, g, people...)
	assert.Equal(t, billing.ProcessingQueued, queued.Group.Processing)
	loaded := saved(t, m)
	assert.Equal(t, queued, tell(t, loaded, g, people...))
	loaded.Advance(time.Second)
	progress := tell(t, loaded, g, people...)
	assert.Equal(t, billing.ProcessingInProgress, progress.Group.Processing)
	loaded = saved(t, loaded)
	assert.Equal(t, progress, tell(t, loaded, g, people...))
	loaded.Advance(time.Second)
	done := tell(t, loaded, g, people...)
	assert.Equal(t, billing.ProcessingComplete, done.Group.Processing)
	assert.Len(t, done.Failing, 1, "there was one seat for two")
	assert.Len(t, done.Groups, 1)
	loaded = saved(t, loaded)
	assert.Equal(t, done, tell(t, loaded, g, people...))

	// Nobody renews it, and it passes through its life from file to file.
	require.NoError(t, loaded.Backstage.Billing.Expire(t.Context(), sub.ID))
	for _, want := range []struct {
		after  time.Duration
		status billing.Status
	}{{0, billing.StatusWarning}, {billing.GracePeriod, billing.StatusSuspended}, {billing.SuspendedPeriod, billing.StatusDeleted}} {
		loaded.Advance(want.after)
		loaded = saved(t, loaded)
		got, err := loaded.Billing.Subscriptions.Get(t.Context(), sub.ID)
		require.NoError(t, err)
		assert.Equal(t, want.status, got.Status)
	}
	assert.Len(t, tell(t, loaded, g, people...).Users[0].Assigned, 2, "who has it keeps it")

	loaded = saved(t, m)
	require.NoError(t, loaded.Backstage.Billing.FinishGroupLicensing(t.Context()))
	assert.Equal(t, billing.ProcessingComplete, tell(t, loaded, g, people...).Group.Processing)
}

// TestMemberJobSurvives: who came into a licensed group is seen to after a load.
func TestMemberJobSurvives(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	buy(t, m, entraP1, 2)
	adele := id(t, m, "AdeleV")
	g := group(t, m, "givers")
	require.NoError(t, m.Billing.GroupLicenses.Assign(t.Context(), g, adding(license(entraP1))))
	m.Advance(2 * time.Second)
	require.NoError(t, m.Identity.GroupMembers.Add(t.Context(), g, admin365.ObjectID(adele)))
	require.NoError(t, m.Identity.Users.Delete(t.Context(), id(t, m, "LeeG")))
	loaded := saved(t, m)
	assert.Len(t, tell(t, loaded, g, adele).Users[0].Assigned, 1)
	loaded.Advance(time.Second)
	assert.Len(t, tell(t, loaded, g, adele).Users[0].Assigned, 2)
	require.NoError(t, loaded.Identity.GroupMembers.Remove(t.Context(), g, admin365.ObjectID(adele)))
	loaded = saved(t, loaded)
	assert.Len(t, tell(t, loaded, g, adele).Users[0].Assigned, 2)
	loaded.Advance(time.Second)
	assert.Len(t, tell(t, loaded, g, adele).Users[0].Assigned, 1)
}

// TestSnapshot: a snapshot has all of it, and what was scheduled after it is forgotten.
func TestSnapshot(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	sub := buy(t, m, entraP1, 2)
	adele, lee := id(t, m, "AdeleV"), id(t, m, "LeeG")
	g := group(t, m, "givers", lee)
	require.NoError(t, m.Billing.Licenses.Assign(t.Context(), adele, adding(license(entraP1))))
	before := tell(t, m, g, adele, lee)
	s := m.Snapshot()
	require.NoError(t, m.Billing.Licenses.Assign(t.Context(), adele, removing(entraP1)))
	require.NoError(t, m.Billing.GroupLicenses.Assign(t.Context(), g, adding(license(entraP1))))
	require.NoError(t, m.Backstage.Billing.Expire(t.Context(), sub.ID))
	require.NoError(t, m.Backstage.Billing.SetSeats(t.Context(), sub.ID, 1))
	assert.NotEmpty(t, m.Changes(s))
	require.NoError(t, m.Restore(s))
	assert.Equal(t, before, tell(t, m, g, adele, lee))
	m.Advance(billing.GracePeriod)
	after := tell(t, m, g, adele, lee)
	assert.Equal(t, before.Users, after.Users, "what was scheduled is forgotten")
	assert.Equal(t, before.Group, after.Group)
	got, err := m.Billing.Subscriptions.Get(t.Context(), sub.ID)
	require.NoError(t, err)
	assert.Equal(t, billing.StatusEnabled, got.Status)
	assert.Equal(t, 2, got.TotalLicenses)
}
