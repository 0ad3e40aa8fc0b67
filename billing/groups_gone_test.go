package billing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// The products with which these tests deal: Contoso has five and ten thousand seats.
const (
	few  admin365.SKUID = "2880026b-2b0c-4251-8656-5d41ff11e3aa"
	many admin365.SKUID = "f30db892-07e9-47e9-837c-80727f46fd3d"
)

// lab is a Contoso with a group, of which Alex is a member.
type lab struct {
	t     *testing.T
	m     *admin.Memory
	c     *admin.Client
	group admin365.GroupID
	alex  admin365.UserID
}

// everyWay runs a test on a lab of its own, reached in every way.
func everyWay(t *testing.T, run func(*lab)) {
	t.Helper()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			m := admin.NewMemory(admin.MemoryConfig{})
			l := &lab{t: t, m: m, c: subjects.Client(t, m, way, admin365.Caller{})}
			group, err := l.c.Identity.Groups.Create(t.Context(), identity.NewGroup{DisplayName: "Gives", MailNickname: "gives", SecurityEnabled: new(true)})
			require.NoError(t, err)
			alex, err := l.c.Identity.Users.Get(t.Context(), "AlexW@contoso.com")
			require.NoError(t, err)
			l.group, l.alex = group.ID, alex.ID
			require.NoError(t, l.c.Identity.GroupMembers.Add(t.Context(), group.ID, admin365.ObjectID(alex.ID)))
			run(l)
		})
	}
}

func (l *lab) assign(c billing.LicenseChange) {
	l.t.Helper()
	require.NoError(l.t, l.c.Billing.GroupLicenses.Assign(l.t.Context(), l.group, c))
}

func add(skus ...admin365.SKUID) billing.LicenseChange {
	var c billing.LicenseChange
	for _, sku := range skus {
		c.Add = append(c.Add, admin365.AssignedLicense{SKUID: sku})
	}
	return c
}

func taking(skus ...admin365.SKUID) billing.LicenseChange { return billing.LicenseChange{Remove: skus} }

// has reports whether Alex has the product, and sees that everybody says the same.
func (l *lab) has(sku admin365.SKUID) bool {
	l.t.Helper()
	u, err := l.c.Billing.Licenses.Get(l.t.Context(), l.alex)
	require.NoError(l.t, err)
	full, err := l.c.Identity.Users.Get(l.t.Context(), l.alex)
	require.NoError(l.t, err)
	assert.Equal(l.t, u.Assigned, full.AssignedLicenses)
	for _, a := range u.Assigned {
		if a.SKUID == sku {
			return true
		}
	}
	return false
}

func (l *lab) consumed(sku admin365.SKUID) int {
	l.t.Helper()
	s, err := billing.FindSKU(l.t.Context(), l.c.Billing.SKUs, string(sku))
	require.NoError(l.t, err)
	return s.ConsumedUnits
}

// TestGroupGoneBeforeItIsDone: who inherited from a group that is purged before the
// service took its licenses away has nothing of it any more.
func TestGroupGoneBeforeItIsDone(t *testing.T) {
	t.Parallel()
	everyWay(t, func(l *lab) {
		l.assign(add(few))
		l.m.Advance(time.Minute)
		require.True(l.t, l.has(few))
		l.assign(taking(few))
		require.NoError(l.t, l.c.Identity.Groups.Delete(l.t.Context(), l.group))
		require.NoError(l.t, l.c.Identity.DeletedGroups.Purge(l.t.Context(), l.group))
		l.m.Advance(time.Minute)
		assert.False(l.t, l.has(few))
		assert.Zero(l.t, l.consumed(few))
	})
}

// TestGroupGoneMeanwhile: who comes back from the bin after the group that gave him a
// license is gone has none.
func TestGroupGoneMeanwhile(t *testing.T) {
	t.Parallel()
	everyWay(t, func(l *lab) {
		l.assign(add(few))
		l.m.Advance(time.Minute)
		require.NoError(l.t, l.c.Identity.Users.Delete(l.t.Context(), l.alex))
		l.assign(taking(few))
		l.m.Advance(time.Minute)
		require.NoError(l.t, l.c.Identity.Groups.Delete(l.t.Context(), l.group))
		require.NoError(l.t, l.c.Identity.DeletedGroups.Purge(l.t.Context(), l.group))
		_, err := l.c.Identity.DeletedUsers.Restore(l.t.Context(), l.alex, identity.UserRestore{})
		require.NoError(l.t, err)
		assert.False(l.t, l.has(few))
		assert.Zero(l.t, l.consumed(few))
	})
}

// TestAddedInVain: a product that does not get through takes from nobody what the group
// gave before.
func TestAddedInVain(t *testing.T) {
	t.Parallel()
	everyWay(t, func(l *lab) {
		l.assign(add(many))
		l.m.Advance(time.Minute)
		for _, name := range []admin365.UserID{"DiegoS@contoso.com", "JoniS@contoso.com", "LeeG@contoso.com", "PattiF@contoso.com", "MeganB@contoso.com"} {
			require.NoError(l.t, l.c.Billing.Licenses.Assign(l.t.Context(), name, add(few)))
		}
		l.assign(add(few))
		l.m.Advance(time.Minute)
		assert.True(l.t, l.has(many))
		assert.False(l.t, l.has(few))
		require.NoError(l.t, l.c.Billing.Licenses.Assign(l.t.Context(), "LeeG@contoso.com", taking(few)))
		require.NoError(l.t, l.c.Billing.Licenses.Reprocess(l.t.Context(), l.alex))
		assert.True(l.t, l.has(few))
	})
}

// TestReprocessedAsFarAsItGoes: what stands in the way of one group does not undo what
// another one gives by now.
func TestReprocessedAsFarAsItGoes(t *testing.T) {
	t.Parallel()
	everyWay(t, func(l *lab) {
		const other admin365.SKUID = "53818b1b-4a27-454b-8896-0dba576410e6"
		bought, err := l.m.Backstage.Billing.Buy(l.t.Context(), billing.Purchase{SKUID: other, Seats: 1})
		require.NoError(l.t, err)
		require.NoError(l.t, l.c.Billing.Licenses.Assign(l.t.Context(), "MeganB@contoso.com", add(other)))
		for _, name := range []admin365.UserID{"DiegoS@contoso.com", "JoniS@contoso.com", "LeeG@contoso.com", "PattiF@contoso.com", "MeganB@contoso.com"} {
			require.NoError(l.t, l.c.Billing.Licenses.Assign(l.t.Context(), name, add(few)))
		}
		l.assign(add(few))
		second, err := l.c.Identity.Groups.Create(l.t.Context(), identity.NewGroup{DisplayName: "Second", MailNickname: "second", SecurityEnabled: new(true)})
		require.NoError(l.t, err)
		require.NoError(l.t, l.c.Identity.GroupMembers.Add(l.t.Context(), second.ID, admin365.ObjectID(l.alex)))
		require.NoError(l.t, l.c.Billing.GroupLicenses.Assign(l.t.Context(), second.ID, add(other)))
		l.m.Advance(time.Minute)
		require.False(l.t, l.has(few))
		require.False(l.t, l.has(other))
		require.NoError(l.t, l.m.Backstage.Billing.SetSeats(l.t.Context(), bought.ID, 2))
		require.ErrorIs(l.t, l.c.Billing.Licenses.Reprocess(l.t.Context(), l.alex), billing.ErrNoSeats)
		assert.True(l.t, l.has(other))
		assert.False(l.t, l.has(few))
	})
}

// TestKeptNoLongerThanNeeded: what stays because something needs it goes with that.
func TestKeptNoLongerThanNeeded(t *testing.T) {
	t.Parallel()
	everyWay(t, func(l *lab) {
		const audio, e3 admin365.SKUID = "0c266dff-15dd-4b49-8397-2bb16070ed52", "05e9a617-0261-4cee-bb44-138d3ef5d965"
		_, err := l.m.Backstage.Billing.Buy(l.t.Context(), billing.Purchase{SKUID: audio, Seats: 1})
		require.NoError(l.t, err)
		require.NoError(l.t, l.c.Billing.Licenses.Assign(l.t.Context(), l.alex, taking(e3)))
		l.assign(add(e3))
		l.m.Advance(time.Minute)
		require.NoError(l.t, l.c.Billing.Licenses.Assign(l.t.Context(), l.alex, add(audio)))
		require.NoError(l.t, l.c.Identity.GroupMembers.Remove(l.t.Context(), l.group, admin365.ObjectID(l.alex)))
		l.m.Advance(time.Minute)
		require.True(l.t, l.has(e3), "audio conferencing needs it")
		require.NoError(l.t, l.c.Billing.Licenses.Assign(l.t.Context(), l.alex, taking(audio)))
		assert.False(l.t, l.has(e3))
	})
}

// TestSwapIsSentOnce: a lost answer to a change that gives and takes is uncertain, and
// no refusal of a repeat is taken for its success.
func TestSwapIsSentOnce(t *testing.T) {
	t.Parallel()
	const e3 admin365.SKUID = "05e9a617-0261-4cee-bb44-138d3ef5d965"
	for _, way := range subjects.Ways() {
		m := admin.NewMemory(admin.MemoryConfig{})
		require.NoError(t, m.Billing.Licenses.Assign(t.Context(), "DiegoS@contoso.com", add(few)))
		c := subjects.Client(t, m, way, admin365.Caller{})
		for name, drill := range map[string]admin.Drill{
			"failed": admin.FailNth("billing.Licenses.Assign", 1, 500), "lost": admin.LostAnswer("billing.Licenses.Assign", 1),
		} {
			const visio admin365.SKUID = "c5928f49-12ba-48f7-ada3-0d743a3601d5"
			require.NoError(t, m.Billing.Licenses.Assign(t.Context(), "AlexW@contoso.com", add(visio)))
			stop := m.Drill(drill)
			swap := billing.LicenseChange{Add: add(few).Add, Remove: []admin365.SKUID{visio}}
			require.ErrorIs(t, c.Billing.Licenses.Assign(t.Context(), "AlexW@contoso.com", swap), admin365.ErrUncertain, "%s, %s", way, name)
			stop()
			stop = m.Drill(drill)
			two := billing.LicenseChange{Remove: []admin365.SKUID{e3, few}}
			require.ErrorIs(t, c.Billing.Licenses.Assign(t.Context(), "DiegoS@contoso.com", two), admin365.ErrUncertain, "%s, %s", way, name)
			stop()
			require.NoError(t, m.Billing.Licenses.Assign(t.Context(), "DiegoS@contoso.com", add(e3, few)))
		}
	}
}

// TestPremiumGoesAndComes: what is canceled for a test's sake is renewed for it, too.
func TestPremiumGoesAndComes(t *testing.T) {
	t.Parallel()
	everyWay(t, func(l *lab) {
		state := func() billing.Status {
			s, err := billing.FindSKU(l.t.Context(), l.c.Billing.SKUs, "SPE_E3")
			require.NoError(l.t, err)
			return s.CapabilityStatus
		}
		require.NoError(l.t, l.m.Backstage.SetPremium(l.t.Context(), false))
		assert.Equal(l.t, billing.StatusLockedOut, state())
		require.NoError(l.t, l.m.Backstage.SetPremium(l.t.Context(), true))
		assert.Equal(l.t, billing.StatusEnabled, state())
	})
}
