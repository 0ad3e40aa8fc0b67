package billingtest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

// Subject is one tenant, made for one case.
type Subject struct {
	// Service is what is tested. The cases about a part that is nil are skipped.
	Service *billing.Service
	// As returns the service of the same tenant for another caller; nil skips the
	// cases with more than one.
	As func(admin365.Caller) *billing.Service
	// Make makes what the cases need and no user of the area can make.
	Make Fixtures
	// Backstage lets others than the administrator act; nil skips the cases that
	// need it.
	Backstage Backstage
	// Advance lets time pass in the tenant; nil skips the cases that need it.
	Advance func(time.Duration)
}

// Fixtures make what belongs to other areas, by the tenant's Global Administrator.
// A nil function skips the cases that need it.
type Fixtures struct {
	// User adds a user with that usage location; "" leaves it unset.
	User func(ctx context.Context, location string) (admin365.UserID, error)
	// Role gives a directory role to a user.
	Role func(ctx context.Context, user admin365.UserID, role admin365.RoleID) error
	// SetLocation changes the usage location of a user.
	SetLocation func(ctx context.Context, user admin365.UserID, location string) error
	// DeleteUser moves a user to the bin, RestoreUser brings him back, PurgeUser ends
	// him there.
	DeleteUser, RestoreUser, PurgeUser func(ctx context.Context, user admin365.UserID) error
	// Group adds a group: a security group, or one that is for mail alone.
	Group func(ctx context.Context, security bool) (admin365.GroupID, error)
	// DeleteGroup moves a group to the bin.
	DeleteGroup func(ctx context.Context, group admin365.GroupID) error
	// AddMember and RemoveMember change who is in a group.
	AddMember, RemoveMember func(ctx context.Context, group admin365.GroupID, member admin365.ObjectID) error
}

// Backstage is what others than an administrator do. [billing.Backstage], that of a
// tenant in memory, is one.
type Backstage interface {
	// Buy buys seats of a product: a subscription that begins now.
	Buy(ctx context.Context, p billing.Purchase) (*billing.Subscription, error)
	// SetSeats changes how many seats a subscription has. Who has one keeps it, even
	// where there are fewer seats than people.
	SetSeats(ctx context.Context, id billing.SubscriptionID, seats int) error
	// Expire ends a subscription's term now: it is Warning.
	Expire(ctx context.Context, id billing.SubscriptionID) error
	// Cancel cancels a subscription: it is LockedOut at once.
	Cancel(ctx context.Context, id billing.SubscriptionID) error
	// Renew begins a new term now: it is Enabled.
	Renew(ctx context.Context, id billing.SubscriptionID) error
	// FinishGroupLicensing has the service finish at once what it does later for the
	// licenses of groups.
	FinishGroupLicensing(ctx context.Context) error
}

// Harness is what the suite needs to know of an implementation.
type Harness struct {
	// New returns a subject with a tenant of its own. It may own some products; those
	// of [Unowned] it must not own, so that cases can buy them and count seats.
	New func(t *testing.T) Subject
	// Eventually says how long to wait between repeated reads where the subject is
	// eventually consistent, such as a live tenant; nil means that it is not.
	Eventually []time.Duration
	// MayWrite is false for a tenant that must stay as it is: then only the cases run
	// that read.
	MayWrite bool
	// Shared says that the tenants of the cases are one and the same. The cases then
	// run one by one, and delete what they created unless they fail.
	Shared bool
	// Strict makes a failure of every skip. Set it where nothing may be missing.
	Strict bool
	// Lacks are declared deviations: a capability (the constants of this package) or
	// the name of a case, and the reason. They are skipped.
	Lacks map[string]string
	// Timeout is when a case is taken for hung; 0 means two minutes.
	Timeout time.Duration
}

// Products that a subject's tenant does not own at the beginning, by Microsoft's ids.
//
// Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
const (
	// OfficeE3 is ENTERPRISEPACK, Office 365 E3: 37 plans, Exchange Plan 2 and
	// SharePoint Plan 2 among them.
	OfficeE3 admin365.SKUID = "6fd2c87f-b296-42f0-b197-1e91e994b900"
	// ProjectPlan3 is PROJECTPROFESSIONAL: its plan SHAREPOINT_PROJECT needs
	// SharePoint Plan 2 (SHAREPOINTENTERPRISE), which it holds as well.
	ProjectPlan3 admin365.SKUID = "53818b1b-4a27-454b-8896-0dba576410e6"
	// DynamicsSales is DYN365_ENTERPRISE_SALES, and CRMOnline is CRMSTANDARD: the
	// plan of each excludes that of the other.
	DynamicsSales admin365.SKUID = "1e1a282c-9c54-43a2-9310-98ef728faace"
	CRMOnline     admin365.SKUID = "d17b27af-3f49-4822-99f9-56a661538792"
	// EntraP1 is AAD_PREMIUM: four plans, none of which needs or excludes another.
	EntraP1 admin365.SKUID = "078d2b04-f1bd-4111-bbd4-b4b1b354cef4"
	// AudioConferencing is MCOMEETADV, whose only plan needs Teams or Skype.
	AudioConferencing admin365.SKUID = "0c266dff-15dd-4b49-8397-2bb16070ed52"
	// TestInstance is CRMTESTINSTANCE, which is for the whole tenant.
	TestInstance admin365.SKUID = "e06abcc2-7ec5-4a79-b08b-d9c282376f72"
)

// Unowned returns the products that a subject's tenant must not own at the beginning.
func Unowned() []admin365.SKUID {
	return []admin365.SKUID{OfficeE3, ProjectPlan3, DynamicsSales, CRMOnline, EntraP1, AudioConferencing, TestInstance}
}

// The capabilities that cases need.
const (
	// CanWrite is the permission to change the tenant: [Harness.MayWrite].
	CanWrite = "write"
	// CanMakePeople is [Fixtures] of people whole, CanMakeGroups of groups.
	CanMakePeople = "people"
	CanMakeGroups = "groups"
	// CanBuy is [Subject.Backstage].
	CanBuy = "backstage"
	// CanAdvance is [Subject.Advance].
	CanAdvance = "time"
	// CanSwitch is [Subject.As].
	CanSwitch = "callers"
)

// Run runs the suite over the implementation, each case as a subtest of t.
func Run(t *testing.T, h Harness) {
	t.Helper()
	if h.New == nil {
		t.Fatal("billingtest: Harness.New is required")
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
				t.Fatal("billingtest: the subject has no service")
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
	f := s.Make
	switch need {
	case CanWrite:
		there = s.Harness.MayWrite
	case CanMakePeople:
		there = f.User != nil && f.Role != nil && f.SetLocation != nil && f.DeleteUser != nil && f.RestoreUser != nil && f.PurgeUser != nil
	case CanMakeGroups:
		there = f.Group != nil && f.DeleteGroup != nil && f.AddMember != nil && f.RemoveMember != nil && s.Service.GroupLicenses != nil
	case CanBuy:
		there = s.Backstage != nil
	case CanAdvance:
		there = s.Advance != nil
	case CanSwitch:
		there = s.As != nil
	default:
		there = hasPart(s.Service, need)
	}
	if there {
		return ""
	}
	return "the subject cannot do this"
}
