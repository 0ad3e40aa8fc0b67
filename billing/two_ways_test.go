package billing_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
)

// states are how Alex came by a product, by the group that gives it; "" is directly.
func (l *lab) states(sku admin365.SKUID) map[admin365.GroupID]admin365.LicenseState {
	l.t.Helper()
	u, err := l.c.Billing.Licenses.Get(l.t.Context(), l.alex)
	require.NoError(l.t, err)
	states := map[admin365.GroupID]admin365.LicenseState{}
	for _, s := range u.States {
		if s.SKUID == sku {
			states[s.AssignedByGroup] = s
		}
	}
	return states
}

// TestPlanByEitherWay: a plan is off where every way has it off, and on where one of
// them has it on.
func TestPlanByEitherWay(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	buy(t, l.m, entraP1, 5)
	off := func() []admin365.ServicePlanID {
		u, err := l.c.Billing.Licenses.Get(t.Context(), l.alex)
		require.NoError(t, err)
		for _, a := range u.Assigned {
			if a.SKUID == entraP1 {
				return a.DisabledPlans
			}
		}
		t.Fatal("Alex has not got it")
		return nil
	}
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), l.alex, adding(license(entraP1, planMFA, planDiscovery))))
	l.assign(adding(license(entraP1, planDiscovery)))
	assert.ElementsMatch(t, []admin365.ServicePlanID{planMFA, planDiscovery}, off(), "the group has not given it yet")
	l.m.Advance(time.Minute)
	assert.Equal(t, []admin365.ServicePlanID{planDiscovery}, off())
	l.assign(adding(license(entraP1)))
	l.m.Advance(time.Minute)
	assert.Empty(t, off())
}

// TestGroupGivesAllOrNothing: a group of whose products one does not get through gives
// none, one neither that its member has in another way, which he keeps.
func TestGroupGivesAllOrNothing(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	buy(t, l.m, entraP1, 1)
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), "LeeG@contoso.com", add(entraP1)))
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), l.alex, add(few)))
	l.assign(add(few, entraP1))
	l.m.Advance(time.Minute)
	assert.True(t, l.has(few))
	got := l.states(few)
	assert.Len(t, got, 2)
	assert.Equal(t, admin365.LicenseActive, got[""].State)
	assert.Equal(t, admin365.LicenseOtherError, got[l.group].Error)
	assert.Equal(t, admin365.LicenseCountViolation, l.states(entraP1)[l.group].Error)
}

// TestGroupExcludes: what a group gives and somebody may not have beside what he has is
// the product that says so, whichever of the two comes first.
func TestGroupExcludes(t *testing.T) {
	t.Parallel()
	for has, gives := range map[admin365.SKUID]admin365.SKUID{crmOnline: sales, sales: crmOnline} {
		l := inMemory(t)
		buy(t, l.m, has, 1)
		buy(t, l.m, gives, 1)
		require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), l.alex, add(has)))
		l.assign(add(gives))
		l.m.Advance(time.Minute)
		assert.Equal(t, admin365.LicenseMutuallyExclusiveViolation, l.states(gives)[l.group].Error)
		assert.Equal(t, admin365.LicenseActive, l.states(has)[""].State)
	}
}

// TestAddedInVainToNothingElse: who has nothing but what the group gives keeps it where
// another product of the group does not get through.
func TestAddedInVainToNothingElse(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	buy(t, l.m, entraP1, 1)
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), "LeeG@contoso.com", add(entraP1)))
	l.alex = newcomer(t, l.m, "plain", "US")
	require.NoError(t, l.c.Identity.GroupMembers.Add(t.Context(), l.group, admin365.ObjectID(l.alex)))
	l.assign(add(few))
	l.m.Advance(time.Minute)
	require.True(t, l.has(few))
	l.assign(add(entraP1))
	l.m.Advance(time.Minute)
	assert.True(t, l.has(few))
	assert.False(t, l.has(entraP1))
}

// TestChangedWhileItRuns: what a group was about to do is overtaken by what it is told
// next.
func TestChangedWhileItRuns(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	processing := func() billing.ProcessingState {
		g, err := l.c.Billing.GroupLicenses.Get(t.Context(), l.group)
		require.NoError(t, err)
		return g.Processing
	}
	l.assign(add(few))
	l.m.Advance(time.Second)
	require.Equal(t, billing.ProcessingInProgress, processing())
	l.m.Advance(time.Second / 2)
	l.assign(add(many))
	require.Equal(t, billing.ProcessingQueued, processing())
	l.m.Advance(3 * time.Second / 4)
	assert.Equal(t, billing.ProcessingQueued, processing(), "the first change is none any more")
	assert.False(t, l.has(few))
	l.m.Advance(time.Minute)
	assert.Equal(t, billing.ProcessingComplete, processing())
	assert.True(t, l.has(few))
	assert.True(t, l.has(many))
}

// TestKeptAndGivenAgain: what stayed because something needs it is held in the ordinary
// way again once the group gives it again.
func TestKeptAndGivenAgain(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	const audio, e3 admin365.SKUID = "0c266dff-15dd-4b49-8397-2bb16070ed52", "05e9a617-0261-4cee-bb44-138d3ef5d965"
	buy(t, l.m, audio, 1)
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), l.alex, taking(e3)))
	l.assign(add(e3))
	l.m.Advance(time.Minute)
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), l.alex, add(audio)))
	require.NoError(t, l.c.Identity.GroupMembers.Remove(t.Context(), l.group, admin365.ObjectID(l.alex)))
	l.m.Advance(time.Minute)
	assert.Equal(t, admin365.LicenseActiveWithError, l.states(e3)[l.group].State)
	require.NoError(t, l.c.Identity.GroupMembers.Add(t.Context(), l.group, admin365.ObjectID(l.alex)))
	l.m.Advance(time.Minute)
	assert.Equal(t, admin365.LicenseActive, l.states(e3)[l.group].State)
	assert.Equal(t, admin365.LicenseNoError, l.states(e3)[l.group].Error)
}

// TestUnsentNames: what cannot be right is refused with the part of the change that is
// wrong.
func TestUnsentNames(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	for want, changes := range map[string][]billing.LicenseChange{
		"addLicenses":    {{}, add("x"), add(few, few)},
		"removeLicenses": {taking("x"), taking(few, few), {Add: add(few).Add, Remove: taking(few).Remove}},
		"disabledPlans":  {adding(license(entraP1, "x")), adding(license(entraP1, planMFA, planMFA))},
	} {
		for _, change := range changes {
			err := m.Billing.Licenses.Assign(t.Context(), "AlexW@contoso.com", change)
			require.ErrorIs(t, err, admin365.ErrInvalid, "%+v", change)
			e, ok := errors.AsType[*admin365.Error](err)
			require.True(t, ok)
			require.Len(t, e.Details, 1)
			assert.Equal(t, want, e.Details[0].Target, "%+v", change)
			assert.NotEmpty(t, e.Details[0].Message)
		}
	}
}
