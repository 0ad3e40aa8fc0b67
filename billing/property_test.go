package billing_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

// machine does things at random to a Contoso that owns little, and knows what must
// hold after each of them.
type machine struct {
	ctx   context.Context
	m     *admin.Memory
	skus  []admin365.SKUID
	plans map[admin365.SKUID][]admin365.ServicePlanID
	subs  []billing.SubscriptionID
	// users are the live ones, bin those who are deleted, groups those that may give.
	users, bin []admin365.UserID
	groups     []admin365.GroupID

	seen map[admin365.SKUID]seats
}

// seats are how many of a product there are to give, and how many are taken.
type seats struct{ owned, consumed int }

func (s seats) excess() int { return max(0, s.consumed-s.owned) }

func newMachine(ctx context.Context, t *rapid.T) *machine {
	m := &machine{
		ctx: ctx, m: admin.NewMemory(admin.MemoryConfig{}), skus: []admin365.SKUID{entraP1, crmOnline, sales, project, officeE3},
		plans: map[admin365.SKUID][]admin365.ServicePlanID{
			entraP1: {planMFA, planDiscovery}, crmOnline: {"f9646fb2-e3b2-4309-95de-dc4833737456"}, sales: {"2da8e897-7791-486b-b08f-cc63c8129df7"},
			project: {"fe71d6c3-a2ea-4499-9778-da042bf08063", "5dbe027f-2339-4123-9542-606e4d348a72"}, officeE3: {"5dbe027f-2339-4123-9542-606e4d348a72"},
		},
	}
	for _, sku := range m.skus {
		m.buy(t, sku, rapid.IntRange(1, 3).Draw(t, "seats"), false)
	}
	for i := range 5 {
		location := "US"
		if i == 4 {
			location = ""
		}
		u, err := m.m.Identity.Users.Create(ctx, identity.NewUser{
			UserPrincipalName: fmt.Sprintf("p%d@contoso.com", i), DisplayName: fmt.Sprint(i), MailNickname: fmt.Sprintf("p%d", i), UsageLocation: location,
			PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret("xWwvJ]6NMw+bWH-d")},
		})
		m.must(t, err)
		m.users = append(m.users, u.ID)
	}
	for i := range 2 {
		name := fmt.Sprintf("g%d", i)
		g, err := m.m.Identity.Groups.Create(ctx, identity.NewGroup{
			DisplayName: name, MailNickname: name, SecurityEnabled: new(true), Members: []admin365.ObjectID{admin365.ObjectID(m.users[i]), admin365.ObjectID(m.users[i+1])},
		})
		m.must(t, err)
		m.groups = append(m.groups, g.ID)
	}
	m.seen = m.seats(t)
	return m
}

func (m *machine) must(t *rapid.T, err error) {
	if err != nil {
		t.Helper()
		t.Fatal(err)
	}
}

// mayRefuse takes a refusal that the rules explain for granted.
func (m *machine) mayRefuse(t *rapid.T, err error) bool {
	for _, kind := range []error{admin365.ErrNotFound, admin365.ErrInvalid, admin365.ErrPrecondition, admin365.ErrConflict} {
		if errors.Is(err, kind) {
			return true
		}
	}
	m.must(t, err)
	return false
}

func (m *machine) buy(t *rapid.T, sku admin365.SKUID, seats int, trial bool) {
	s, err := m.m.Backstage.Billing.Buy(m.ctx, billing.Purchase{SKUID: sku, Seats: seats, Trial: trial, Term: 100 * 24 * time.Hour})
	m.must(t, err)
	m.subs = append(m.subs, s.ID)
}

func (m *machine) sku(t *rapid.T) admin365.SKUID { return rapid.SampledFrom(m.skus).Draw(t, "sku") }

func (m *machine) sub(t *rapid.T) billing.SubscriptionID {
	return rapid.SampledFrom(m.subs).Draw(t, "subscription")
}

// one draws one of them, or skips the step where there is none.
func one[T any](t *rapid.T, what string, from []T) T {
	if len(from) == 0 {
		t.Skip("there is no " + what)
	}
	return rapid.SampledFrom(from).Draw(t, what)
}

// license is a product with some of its plans off.
func (m *machine) license(t *rapid.T, sku admin365.SKUID) admin365.AssignedLicense {
	l := admin365.AssignedLicense{SKUID: sku}
	for _, p := range m.plans[sku] {
		if rapid.IntRange(0, 2).Draw(t, "off") == 0 {
			l.DisabledPlans = append(l.DisabledPlans, p)
		}
	}
	return l
}

// change gives some products and takes others away.
func (m *machine) change(t *rapid.T) (c billing.LicenseChange) {
	for _, sku := range m.skus {
		switch rapid.IntRange(0, 6).Draw(t, "what becomes of it") {
		case 0, 1:
			c.Add = append(c.Add, m.license(t, sku))
		case 2:
			c.Remove = append(c.Remove, sku)
		}
	}
	if len(c.Add)+len(c.Remove) == 0 {
		c.Add = append(c.Add, m.license(t, m.sku(t)))
	}
	return c
}

// seats are those of each product.
func (m *machine) seats(t *rapid.T) map[admin365.SKUID]seats {
	all := map[admin365.SKUID]seats{}
	for sku, err := range m.m.Billing.SKUs.List(m.ctx) {
		m.must(t, err)
		all[sku.SKUID] = seats{sku.PrepaidUnits.Enabled + sku.PrepaidUnits.Warning, sku.ConsumedUnits}
		if billing.Available(sku) != all[sku.SKUID].owned-sku.ConsumedUnits {
			t.Fatalf("Available of %s is %d", sku.PartNumber, billing.Available(sku))
		}
	}
	return all
}

func (m *machine) get(t *rapid.T, user admin365.UserID) *billing.LicensedUser {
	got, err := m.m.Billing.Licenses.Get(m.ctx, user)
	m.must(t, err)
	return got
}

func holds(u *billing.LicensedUser, sku admin365.SKUID) bool {
	return slices.ContainsFunc(u.Assigned, func(l admin365.AssignedLicense) bool { return l.SKUID == sku })
}

// assign gives and takes, one or several products in one step.
func (m *machine) assign(t *rapid.T, c billing.LicenseChange) {
	user := one(t, "user", m.users)
	before, free := m.get(t, user), m.seats(t)
	err := m.m.Billing.Licenses.Assign(m.ctx, user, c)
	after := m.get(t, user)
	if err != nil {
		if m.mayRefuse(t, err) && !sameAnswer(before, after) {
			t.Fatalf("what was refused changed something: %+v, %+v", before, after)
		}
		return
	}
	for _, l := range c.Add {
		if !holds(before, l.SKUID) && free[l.SKUID].consumed >= free[l.SKUID].owned {
			t.Fatalf("%s was given to one more, of %+v", l.SKUID, free[l.SKUID])
		}
		if !holds(after, l.SKUID) {
			t.Fatalf("%s was given, and is not there", l.SKUID)
		}
	}
}

func sameAnswer(a, b *billing.LicensedUser) bool { return reflect.DeepEqual(a, b) }

// grows are the steps after which more may have a product than there are seats, or
// more so than before: who had one comes back, or seats go.
var grows = map[string]bool{"restore": true, "set seats": true, "expire": true, "cancel": true, "time": true}

// actions are what can happen, each checked afterwards.
func (m *machine) actions() map[string]func(*rapid.T) {
	// A step may go on with another tenant, the one that was loaded.
	back, in := func() *billing.Backstage { return m.m.Backstage.Billing }, func() *identity.Service { return m.m.Identity }
	does := map[string]func(*rapid.T){
		"buy": func(t *rapid.T) {
			m.buy(t, m.sku(t), rapid.IntRange(1, 2).Draw(t, "seats"), rapid.Bool().Draw(t, "trial"))
		},
		"set seats": func(t *rapid.T) {
			m.mayRefuse(t, back().SetSeats(m.ctx, m.sub(t), rapid.IntRange(0, 3).Draw(t, "seats")))
		},
		"expire": func(t *rapid.T) { m.mayRefuse(t, back().Expire(m.ctx, m.sub(t))) },
		"cancel": func(t *rapid.T) { m.mayRefuse(t, back().Cancel(m.ctx, m.sub(t))) },
		"renew":  func(t *rapid.T) { m.mayRefuse(t, back().Renew(m.ctx, m.sub(t))) },
		"time": func(t *rapid.T) {
			m.m.Advance(rapid.SampledFrom([]time.Duration{time.Second, 2 * time.Second, time.Hour, 20 * 24 * time.Hour}).Draw(t, "by"))
		},
		"assign": func(t *rapid.T) { m.assign(t, m.change(t)) },
		"give":   func(t *rapid.T) { m.assign(t, adding(m.license(t, m.sku(t)))) },
		"take":   func(t *rapid.T) { m.assign(t, removing(m.sku(t))) },
		"reprocess": func(t *rapid.T) {
			m.mayRefuse(t, m.m.Billing.Licenses.Reprocess(m.ctx, one(t, "user", m.users)))
		},
		"delete": func(t *rapid.T) {
			user := one(t, "user", m.users)
			m.must(t, in().Users.Delete(m.ctx, user))
			m.users = slices.DeleteFunc(m.users, func(u admin365.UserID) bool { return u == user })
			m.bin = append(m.bin, user)
		},
		"restore": func(t *rapid.T) {
			user := one(t, "deleted user", m.bin)
			m.bin = slices.DeleteFunc(m.bin, func(u admin365.UserID) bool { return u == user })
			if _, err := in().DeletedUsers.Restore(m.ctx, user, identity.UserRestore{}); err != nil {
				m.mayRefuse(t, err) // He is gone for good by now.
				return
			}
			m.users = append(m.users, user)
		},
		"purge": func(t *rapid.T) {
			user := one(t, "deleted user", m.bin)
			m.bin = slices.DeleteFunc(m.bin, func(u admin365.UserID) bool { return u == user })
			m.mayRefuse(t, in().DeletedUsers.Purge(m.ctx, user))
		},
		"group assign": func(t *rapid.T) {
			m.mayRefuse(t, m.m.Billing.GroupLicenses.Assign(m.ctx, one(t, "group", m.groups), m.change(t)))
		},
		"group give": func(t *rapid.T) {
			m.mayRefuse(t, m.m.Billing.GroupLicenses.Assign(m.ctx, one(t, "group", m.groups), adding(m.license(t, m.sku(t)))))
		},
		"join": func(t *rapid.T) {
			m.mayRefuse(t, in().GroupMembers.Add(m.ctx, one(t, "group", m.groups), admin365.ObjectID(one(t, "user", m.users))))
		},
		"leave": func(t *rapid.T) {
			m.mayRefuse(t, in().GroupMembers.Remove(m.ctx, one(t, "group", m.groups), admin365.ObjectID(one(t, "user", m.users))))
		},
		"finish": func(t *rapid.T) { m.must(t, back().FinishGroupLicensing(m.ctx)) },
		"save":   m.saveAndLoad,
	}
	for name, do := range does {
		does[name] = func(t *rapid.T) {
			do(t)
			m.check(t, name)
		}
	}
	return does
}

// check is what must hold after every step.
func (m *machine) check(t *rapid.T, step string) {
	now := m.seats(t)
	for sku, is := range now {
		if is.excess() > m.seen[sku].excess() && !grows[step] {
			t.Fatalf("after %q more have %s than there are: %+v, before %+v", step, sku, is, m.seen[sku])
		}
	}
	m.seen = now
	holders := map[admin365.SKUID]int{}
	for _, user := range m.users {
		got := m.get(t, user)
		seen := map[admin365.SKUID]bool{}
		for _, l := range got.Assigned {
			if seen[l.SKUID] {
				t.Fatalf("%s twice: %+v", l.SKUID, got)
			}
			seen[l.SKUID] = true
			holders[l.SKUID]++
		}
		m.sameInDirectory(t, got)
		m.rulesOfPlans(t, got)
	}
	for _, sku := range m.skus {
		listed := map[admin365.UserID]bool{}
		for user, err := range m.m.Billing.Licenses.Holders(m.ctx, sku) {
			m.must(t, err)
			if listed[user.ID] || !holds(user, sku) {
				t.Fatalf("Holders of %s yields %+v", sku, user)
			}
			listed[user.ID] = true
		}
		if len(listed) != holders[sku] || now[sku].consumed != holders[sku] {
			t.Fatalf("after %q: %s has %d holders by Get, %d by Holders, and ConsumedUnits %d", step, sku, holders[sku], len(listed), now[sku].consumed)
		}
	}
}

// sameInDirectory compares what the directory shows with what licenses know.
func (m *machine) sameInDirectory(t *rapid.T, got *billing.LicensedUser) {
	u, err := m.m.Identity.Users.Get(m.ctx, got.ID)
	m.must(t, err)
	if fmt.Sprintf("%+v", u.AssignedLicenses) != fmt.Sprintf("%+v", got.Assigned) {
		t.Fatalf("the directory shows %+v, and licenses are %+v", u.AssignedLicenses, got.Assigned)
	}
	if fmt.Sprintf("%+v", u.LicenseAssignmentStates) != fmt.Sprintf("%+v", got.States) {
		t.Fatalf("the directory shows %+v, and the states are %+v", u.LicenseAssignmentStates, got.States)
	}
}

// rulesOfPlans: nobody has two plans of which a person can have one.
func (m *machine) rulesOfPlans(t *rapid.T, got *billing.LicensedUser) {
	on := func(sku admin365.SKUID) bool {
		return slices.ContainsFunc(got.Assigned, func(l admin365.AssignedLicense) bool {
			return l.SKUID == sku && !slices.Contains(l.DisabledPlans, m.plans[sku][0])
		})
	}
	if on(crmOnline) && on(sales) {
		t.Fatalf("he has plans that exclude each other: %+v", got)
	}
}

// saveAndLoad goes on with what was saved.
func (m *machine) saveAndLoad(t *rapid.T) {
	save := func(of *admin.Memory) []byte {
		var file bytes.Buffer
		m.must(t, of.Save(&file))
		return file.Bytes()
	}
	begun := save(m.m)
	before := map[admin365.UserID]*billing.LicensedUser{}
	for _, user := range m.users {
		before[user] = m.get(t, user)
	}
	saved := save(m.m)
	loaded, err := admin.LoadMemory(bytes.NewReader(saved), admin.MemoryConfig{})
	m.must(t, err)
	again := save(loaded)
	still := save(m.m)
	m.m = loaded
	after := map[admin365.UserID]*billing.LicensedUser{}
	for _, user := range m.users {
		after[user] = m.get(t, user)
	}
	// On a slow machine a group may be due meanwhile; then it is another tenant.
	if !bytes.Equal(begun, still) || !bytes.Equal(again, save(loaded)) {
		return
	}
	if !bytes.Equal(saved, again) {
		t.Fatal("a tenant that was loaded is not the one that was saved")
	}
	for user, was := range before {
		if got := after[user]; !sameAnswer(was, got) {
			t.Fatalf("loaded: %+v, was %+v", got, was)
		}
	}
}

// TestSequences: whatever happens to licenses, and in whatever order, seats are
// counted right and never given twice.
func TestSequences(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(ctx, t)
		t.Repeat(m.actions())
	})
}
