package admin

import (
	"context"
	"strconv"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/tenant"
)

// TB is what [NewTest] needs of a test; *testing.T and *testing.B are ones. The
// library itself does not import testing, which would add its flags to every
// program.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Test is a tenant in memory for one test. Its clock starts at a fixed time, and
// it keeps every request.
type Test struct {
	*Memory
	// Given puts things into the tenant within its rules. Give before a drill
	// begins: replica lag hides what is given under it.
	Given *Given

	http func() (*Client, error)
}

// NewTest returns a fresh Contoso for one test; no two share anything.
func NewTest(t TB) *Test {
	t.Helper()
	return NewTestWith(t, MemoryConfig{})
}

// NewTestWith is [NewTest] with a configuration.
func NewTestWith(t TB, cfg MemoryConfig) *Test {
	t.Helper()
	m := NewMemory(cfg)
	m.KeepRequests(0)
	return &Test{Memory: m, Given: &Given{t: t, m: m}, http: sync.OnceValues(func() (*Client, error) {
		return NewEmulator(m, EmulatorConfig{}).Client(admin365.Caller{})
	})}
}

// HTTP returns this library's HTTP client of the same tenant through an emulator
// in the process: what a test runs against to see its code on the wire, retries
// and all. It is the same client at every call; what a test replaces in the
// tenant's own areas is not replaced in it.
//
// Inside a synctest bubble the tenant's clock is the bubble's, and no wait takes
// real time.
func (t *Test) HTTP() *Client {
	t.Given.t.Helper()
	c, err := t.http()
	if err != nil {
		t.Given.t.Fatalf("the emulator's client: %v", err)
	}
	return c
}

// Drill is [Memory.Drill], and fails the test where that panics.
func (t *Test) Drill(drills ...Drill) (stop func()) {
	t.Given.t.Helper()
	for _, d := range drills {
		if err := d.check(); err != nil {
			t.Given.t.Fatalf("%v", err)
		}
	}
	return t.Memory.Drill(drills...)
}

// Given seeds a tenant within its rules; what the rules refuse fails the test.
// It is not recorded among the test's requests.
type Given struct {
	t TB
	m *Memory
	n int
}

// context is for the seeding itself, which no test cancels.
func (g *Given) context() context.Context { return context.Background() }

// User adds a user. What u lacks of the required properties is made up; to let him
// sign in later, give him a PasswordProfile.Password.
func (g *Given) User(u identity.NewUser) *identity.User {
	g.t.Helper()
	user, err := g.m.Backstage.Identity.AddUser(g.context(), g.complete(u))
	if err != nil {
		g.t.Fatalf("given a user: %v", err)
	}
	return user
}

// SyncedUser adds a user who is mastered on-premises.
func (g *Given) SyncedUser(u identity.NewUser) *identity.User {
	g.t.Helper()
	user, err := g.m.Backstage.Identity.SyncUser(g.context(), g.complete(u))
	if err != nil {
		g.t.Fatalf("given a synchronized user: %v", err)
	}
	return user
}

// Group adds a group. What g lacks of the required properties is made up.
func (g *Given) Group(n identity.NewGroup) *identity.Group {
	g.t.Helper()
	group, err := g.m.Backstage.Identity.AddGroup(g.context(), g.completeGroup(n))
	if err != nil {
		g.t.Fatalf("given a group: %v", err)
	}
	return group
}

// Environment adds an environment. What n lacks is made up: a name, the type
// [instances.Sandbox], a location in Europe, and Dataverse; to have it without, take the
// Backstage.
func (g *Given) Environment(n instances.NewEnvironment) *instances.Environment {
	g.t.Helper()
	g.n++
	if n.DisplayName == "" {
		n.DisplayName = "Given Environment " + strconv.Itoa(g.n)
	}
	if n.Type == "" {
		n.Type = instances.Sandbox
	}
	if n.Location == "" {
		n.Location = "europe"
	}
	if n.Dataverse == nil {
		n.Dataverse = &instances.NewDatabase{}
	}
	e, err := g.m.Backstage.Instances.AddEnvironment(g.context(), n)
	if err != nil {
		g.t.Fatalf("given an environment: %v", err)
	}
	return e
}

// License gives a user a product, by its id, its part number ("SPE_E3") or its name
// ("Microsoft 365 E3"), but for the plans that are off. What is missing is made up: a
// seat is bought where none is free, and who is nowhere is in the US.
func (g *Given) License(user admin365.UserID, product string, off ...admin365.ServicePlanID) {
	g.t.Helper()
	err := g.m.tenant.Backstage(func(tx *tenant.Tx) error {
		if err := identity.Locate(tx, string(user), "US"); err != nil {
			return err
		}
		return billing.Give(tx, string(user), product, off)
	})
	if err != nil {
		g.t.Fatalf("given a license of %s to %s: %v", product, user, err)
	}
}

// SyncedGroup adds a group that is mastered on-premises.
func (g *Given) SyncedGroup(n identity.NewGroup) *identity.Group {
	g.t.Helper()
	group, err := g.m.Backstage.Identity.SyncGroup(g.context(), g.completeGroup(n))
	if err != nil {
		g.t.Fatalf("given a synchronized group: %v", err)
	}
	return group
}

func (g *Given) completeGroup(n identity.NewGroup) identity.NewGroup {
	g.n++
	if n.MailNickname == "" {
		n.MailNickname = "givengroup" + strconv.Itoa(g.n)
	}
	if n.DisplayName == "" {
		n.DisplayName = "Given Group " + strconv.Itoa(g.n)
	}
	return n
}

// Users adds n users of twenty properties each; with 0, as the first row of a table may
// have it, nobody.
func (g *Given) Users(n int) {
	g.t.Helper()
	g.n++
	if n == 0 {
		return
	}
	if err := g.m.Backstage.AddUsers(g.context(), "given"+strconv.Itoa(g.n)+"-", n); err != nil {
		g.t.Fatalf("given %d users: %v", n, err)
	}
}

// Domain makes a domain a verified one of the tenant.
func (g *Given) Domain(name string) {
	g.t.Helper()
	if err := g.m.Backstage.AddDomain(g.context(), name, false); err != nil {
		g.t.Fatalf("given a domain: %v", err)
	}
}

func (g *Given) complete(u identity.NewUser) identity.NewUser {
	g.n++
	nickname := "given" + strconv.Itoa(g.n)
	if u.MailNickname == "" {
		u.MailNickname = nickname
	}
	if u.UserPrincipalName == "" {
		u.UserPrincipalName = nickname + "@" + ContosoDomain
	}
	if u.DisplayName == "" {
		u.DisplayName = "Given " + strconv.Itoa(g.n)
	}
	if u.PasswordProfile.Password.IsZero() {
		u.PasswordProfile.Password = admin365.NewSecret("Given-Password-1")
	}
	return u
}
