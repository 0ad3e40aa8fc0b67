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
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// inMemory is a lab in memory.
func inMemory(t *testing.T) *lab {
	t.Helper()
	m := newTest(t).Memory
	l := &lab{t: t, m: m, c: subjects.Client(t, m, subjects.Memory, admin365.Caller{}), alex: id(t, m, "AlexW")}
	l.group = group(t, m, "gives", l.alex)
	return l
}

func (l *lab) bin(user admin365.UserID) {
	l.t.Helper()
	require.NoError(l.t, l.c.Identity.Users.Delete(l.t.Context(), user))
}

func (l *lab) restore(user admin365.UserID) {
	l.t.Helper()
	_, err := l.c.Identity.DeletedUsers.Restore(l.t.Context(), user, identity.UserRestore{})
	require.NoError(l.t, err)
}

// TestTwoWaysOneSeat: who came by a product in two ways takes one seat, gives it back
// as one, and takes it again as one.
func TestTwoWaysOneSeat(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), "LeeG@contoso.com", add(few)))
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), l.alex, add(few)))
	l.assign(add(few))
	l.m.Advance(time.Minute)
	require.Equal(t, 2, l.consumed(few), "Lee and Alex")
	l.bin(l.alex)
	assert.Equal(t, 1, l.consumed(few), "Lee")
	l.restore(l.alex)
	assert.Equal(t, 2, l.consumed(few))
}

// TestGivenAnew: a product that is given again, with other plans, takes the place of
// what was there, in the directory too.
func TestGivenAnew(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	user := newcomer(t, l.m, "anew", "US")
	buy(t, l.m, entraP1, 1)
	for _, change := range []admin365.AssignedLicense{license(entraP1), license(entraP1, planMFA)} {
		require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), user, adding(change)))
	}
	got, err := l.c.Billing.Licenses.Get(t.Context(), user)
	require.NoError(t, err)
	assert.Len(t, got.States, 1)
	shown, err := l.c.Identity.Users.Get(t.Context(), user)
	require.NoError(t, err)
	assert.Equal(t, got.Assigned, shown.AssignedLicenses)
	assert.Equal(t, got.States, shown.LicenseAssignmentStates)
}

// TestReprocessDoesNotWait: who has just come into a group, or left it, need not wait
// for the service.
func TestReprocessDoesNotWait(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	l.assign(add(few))
	l.m.Advance(time.Minute)
	user := newcomer(t, l.m, "soon", "US")
	holds := func() bool {
		got, err := l.c.Billing.Licenses.Get(t.Context(), user)
		require.NoError(t, err)
		return len(got.Assigned) > 0
	}
	require.NoError(t, l.c.Identity.GroupMembers.Add(t.Context(), l.group, admin365.ObjectID(user)))
	require.False(t, holds())
	require.NoError(t, l.c.Billing.Licenses.Reprocess(t.Context(), user))
	assert.True(t, holds())
	require.NoError(t, l.c.Identity.GroupMembers.Remove(t.Context(), l.group, admin365.ObjectID(user)))
	require.True(t, holds())
	require.NoError(t, l.c.Billing.Licenses.Reprocess(t.Context(), user))
	assert.False(t, holds())
}

// TestInheritedWhen: what is inherited tells when it was, and not when it was last
// looked at.
func TestInheritedWhen(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	user := newcomer(t, l.m, "when", "US")
	require.NoError(t, l.c.Identity.GroupMembers.Add(t.Context(), l.group, admin365.ObjectID(user)))
	l.assign(add(few))
	asked := l.m.Now()
	l.m.Advance(time.Minute)
	updated := func() time.Time {
		got, err := l.c.Billing.Licenses.Get(t.Context(), user)
		require.NoError(t, err)
		require.Len(t, got.States, 1)
		return got.States[0].LastUpdatedDateTime
	}
	first := updated()
	assert.WithinDuration(t, asked, first, 30*time.Second)
	require.NoError(t, l.c.Billing.Licenses.Reprocess(t.Context(), user))
	assert.Equal(t, first, updated())
}

// TestErrorsGoToTheBin: a group has members with errors as long as the member who has
// them is not in the bin.
func TestErrorsGoToTheBin(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	full := buy(t, l.m, entraP1, 1)
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), "LeeG@contoso.com", add(entraP1)))
	second := group(t, l.m, "second", l.alex)
	for _, g := range []admin365.GroupID{l.group, second} {
		require.NoError(t, l.c.Billing.GroupLicenses.Assign(t.Context(), g, add(entraP1)))
	}
	l.m.Advance(time.Minute)
	wired := subjects.Client(t, l.m, subjects.InProcess, admin365.Caller{})
	failing := func() (groups []admin365.GroupID) {
		all, err := conform.Collect(l.c.Billing.GroupLicenses.WithErrors(t.Context()))
		require.NoError(t, err)
		for _, g := range all {
			groups = append(groups, g.ID)
		}
		shown, err := conform.Collect(wired.Billing.GroupLicenses.WithErrors(t.Context()))
		require.NoError(t, err)
		assert.ElementsMatch(t, all, shown, "as the directory has it")
		return groups
	}
	require.ElementsMatch(t, []admin365.GroupID{l.group, second}, failing())
	l.bin(l.alex)
	assert.Empty(t, failing())
	l.restore(l.alex)
	assert.ElementsMatch(t, []admin365.GroupID{l.group, second}, failing())
	require.NoError(t, l.m.Backstage.Billing.SetSeats(t.Context(), full.ID, 2))
	require.NoError(t, l.c.Billing.Licenses.Reprocess(t.Context(), l.alex))
	assert.Empty(t, failing(), "the only one in the way was he")
}

// TestRestoredCatchesUp: who comes back from the bin gets, a moment later, what each of
// his groups gives by now.
func TestRestoredCatchesUp(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	second := group(t, l.m, "second", l.alex)
	buy(t, l.m, entraP1, 5)
	l.bin(l.alex)
	l.assign(add(few))
	require.NoError(t, l.c.Billing.GroupLicenses.Assign(t.Context(), second, add(entraP1)))
	l.m.Advance(time.Minute)
	l.restore(l.alex)
	assert.False(t, l.has(few), "not at once")
	l.m.Advance(time.Minute)
	assert.True(t, l.has(few))
	assert.True(t, l.has(entraP1))
}

// TestRestoredAsHeWas: who comes back from the bin has what he had, until the service
// has seen to what his groups have taken meanwhile.
func TestRestoredAsHeWas(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	l.assign(add(few))
	l.m.Advance(time.Minute)
	l.bin(l.alex)
	l.assign(taking(few))
	l.m.Advance(time.Minute)
	l.restore(l.alex)
	assert.True(t, l.has(few))
	assert.Equal(t, 1, l.consumed(few))
	l.m.Advance(time.Minute)
	assert.False(t, l.has(few))
	assert.Zero(t, l.consumed(few))
}

// TestGroupGivesNothingMore: of a group from which all was taken the directory shows an
// empty list.
func TestGroupGivesNothingMore(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	g := group(t, w.Tenant.Memory, "gives")
	for _, change := range []billing.LicenseChange{add(few), taking(few)} {
		require.NoError(t, w.Tenant.Billing.GroupLicenses.Assign(t.Context(), g, change))
		got := w.Do("GET", "/groups/"+string(g)+"?$select=assignedLicenses", "").Want(t, 200)
		assert.Len(t, got["assignedLicenses"], len(change.Add))
	}
}

// TestPurgedGroupIsForgotten: nobody inherits from a group that is gone for good, and
// nothing of it stays in the tenant.
func TestPurgedGroupIsForgotten(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	lee := id(t, l.m, "LeeG")
	require.NoError(t, l.c.Identity.GroupMembers.Add(t.Context(), l.group, admin365.ObjectID(lee)))
	l.assign(add(few))
	l.m.Advance(time.Minute)
	require.Equal(t, 2, l.consumed(few))
	l.assign(taking(few))
	require.NoError(t, l.c.Identity.Groups.Delete(t.Context(), l.group))
	require.NoError(t, l.c.Identity.DeletedGroups.Purge(t.Context(), l.group))
	assert.Zero(t, l.consumed(few), "both have lost it")
	l.m.Advance(time.Minute)
	assert.NotContains(t, tables(t, l.m), "groupLicenses")
}

// tables are the names of what a file of the tenant holds.
func tables(t *testing.T, m *admin.Memory) string {
	t.Helper()
	var file bytes.Buffer
	require.NoError(t, m.Save(&file))
	return file.String()
}

// TestTablesKeepTheirNames: files that were saved are read by later releases.
func TestTablesKeepTheirNames(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	l.assign(add(few))
	file := tables(t, l.m)
	for _, name := range []string{"subscriptions", "licenses", "licenseUsage", "groupLicenses"} {
		assert.Contains(t, file, `"`+name+`":[`)
	}
}
