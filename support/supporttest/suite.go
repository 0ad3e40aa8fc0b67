package supporttest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// Subject is one tenant, made for one case.
type Subject struct {
	// Service is what is tested. The cases about a part that is nil are skipped.
	Service *support.Service
	// As returns the service of the same tenant for another caller; nil skips the
	// cases with more than one. The zero caller is the tenant's Global Administrator.
	As func(admin365.Caller) *support.Service
	// Make makes what belongs to other areas.
	Make Fixtures
	// Backstage is what Microsoft does, or time; nil skips the cases that need it.
	Backstage Backstage
	// Advance lets time pass in the tenant; nil skips the cases that need it.
	Advance func(time.Duration)
}

// Fixtures make what belongs to other areas, by the tenant's Global Administrator. A nil
// function skips the cases that need it.
type Fixtures struct {
	// User adds a user.
	User func(ctx context.Context) (admin365.UserID, error)
	// Role gives a directory role to a user.
	Role func(ctx context.Context, user admin365.UserID, role admin365.RoleID) error
	// Tenant adds a tenant that is nobody's customer.
	Tenant func(ctx context.Context) (admin365.TenantID, error)
}

// Backstage is what others than an administrator do. [support.Backstage], that of a
// tenant in memory, is one.
type Backstage interface {
	// SetPlan gives the tenant a support plan.
	SetPlan(ctx context.Context, plan support.Plan) error
	// Finish has what is being created succeed now.
	Finish(ctx context.Context, id admin365.OperationID) error
	// Fail has it fail, with a code and a text of the service; empty is that it failed.
	Fail(ctx context.Context, id admin365.OperationID, code, why string) error
	// Assign has an engineer work on a ticket of Azure; empty takes him off it again.
	Assign(ctx context.Context, id support.TicketID, engineer string) error
	// Say has Microsoft say something in a ticket, or in a request of Partner Center.
	Say(ctx context.Context, id support.TicketID, subject, body string) error
	// SetState brings a ticket into a state, as Microsoft does.
	SetState(ctx context.Context, id support.TicketID, s support.State) error
	// AddSubscription adds a subscription of Azure, or replaces one.
	AddSubscription(ctx context.Context, s support.Subscription) (support.SubscriptionID, error)
	// AddCustomer makes the tenant a partner, and gives it a customer.
	AddCustomer(ctx context.Context, c support.Customer) error
	// SetPartner says whether the tenant is a partner.
	SetPartner(ctx context.Context, partner bool) error
}

// Harness is what the suite needs to know of an implementation.
type Harness struct {
	// New returns a subject with a tenant of its own. Where there is a backstage, the
	// tenant is no partner at the beginning.
	New func(t *testing.T) Subject
	// Eventually says how long to wait between repeated reads where the subject is
	// eventually consistent, such as a live tenant; nil means that it is not.
	Eventually []time.Duration
	// MayWrite is false for a tenant that must stay as it is: then only the cases run
	// that read.
	MayWrite bool
	// Ordered says that lists come as those of the tenant in memory do: tickets and what
	// was said newest first, files by name.
	Ordered bool
	// Shared says that the tenants of the cases are one and the same. The cases then run
	// one by one.
	Shared bool
	// Strict makes a failure of every skip. Set it where nothing may be missing.
	Strict bool
	// Lacks are declared deviations: a capability (the constants of this package) or
	// the name of a case, and the reason. They are skipped.
	Lacks map[string]string
	// Timeout is when a case is taken for hung; 0 means two minutes.
	Timeout time.Duration
}

// The capabilities that cases need.
const (
	// CanWrite is the permission to change the tenant: [Harness.MayWrite].
	CanWrite = "write"
	// CanMakePeople and CanMakeTenants are [Fixtures].
	CanMakePeople  = "people"
	CanMakeTenants = "tenants"
	// CanBackstage is [Subject.Backstage].
	CanBackstage = "backstage"
	// CanAdvance is [Subject.Advance].
	CanAdvance = "time"
	// CanSwitch is [Subject.As].
	CanSwitch = "callers"
	// CanOrder is [Harness.Ordered].
	CanOrder = "order"
)

// Run runs the suite over the implementation, each case as a subtest of t.
func Run(t *testing.T, h Harness) {
	t.Helper()
	if h.New == nil {
		t.Fatal("supporttest: Harness.New is required")
	}
	conform.Suite[tenant]{
		Cases:      cases(),
		Lacks:      h.Lacks,
		Eventually: h.Eventually,
		Timeout:    h.Timeout,
		Serial:     h.Shared,
		Strict:     h.Strict,
		Missing:    tenant.missing,
		New: func(t *testing.T, _ int) tenant {
			t.Helper()
			s := h.New(t)
			if s.Service == nil {
				t.Fatal("supporttest: the subject has no service")
			}
			return tenant{Subject: s, Harness: h}
		},
	}.Run(t)
}

// Case is one case as a document may name it.
type Case struct {
	// Name is that of the subtest.
	Name string
	// Why says who is hurt when the rule is broken.
	Why string
	// Source is where the rule is written down.
	Source string
	// Needs are the capabilities that the case needs.
	Needs []string
}

// Cases returns the cases of the suite, in their order.
func Cases() []Case {
	var list []Case
	for _, c := range cases() {
		list = append(list, Case{Name: c.Name, Why: c.Why, Source: c.Source, Needs: slices.Clone(c.Needs)})
	}
	return list
}

// kase and run shorten the tables.
type (
	kase = conform.Case[tenant]
	run  = conform.C[tenant]
)

// tenant is the subject of a case together with what the suite knows of it.
type tenant struct {
	Subject
	Harness Harness
}

func (s tenant) missing(need string) string {
	var there bool
	switch need {
	case CanWrite:
		there = s.Harness.MayWrite
	case CanMakePeople:
		there = s.Make.User != nil && s.Make.Role != nil
	case CanMakeTenants:
		there = s.Make.Tenant != nil
	case CanBackstage:
		there = s.Backstage != nil
	case CanAdvance:
		there = s.Advance != nil
	case CanSwitch:
		there = s.As != nil
	case CanOrder:
		there = s.Harness.Ordered
	default:
		there = hasPart(s.Service, need)
	}
	if there {
		return ""
	}
	return "the subject cannot do this"
}
