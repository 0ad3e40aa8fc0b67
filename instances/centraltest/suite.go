package centraltest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// Subject is one tenant, made for one case. Its clock stands at [Start], or shortly
// after it.
type Subject struct {
	// Service is what is tested: its Central, its FinOps, and the calendar of all of it.
	// The cases about a half that is nil are skipped.
	Service *instances.Service
	// As returns the service of the same tenant for another caller; nil skips the cases
	// with more than one.
	As func(admin365.Caller) *instances.Service
	// Make makes what the cases need and no user of the area can make.
	Make Fixtures
	// Backstage lets Microsoft act; nil skips the cases that need it.
	Backstage Backstage
	// Advance lets time pass in the tenant, and Now is its clock. Where one is nil the
	// cases that need them are skipped.
	Advance func(time.Duration)
	Now     func() time.Time
}

// Fixtures make what belongs to other areas, by the tenant's Global Administrator. A nil
// function skips the cases that need it.
type Fixtures struct {
	// User adds a user without a role, and Role gives him one.
	User func(ctx context.Context) (admin365.UserID, error)
	Role func(ctx context.Context, user admin365.UserID, role admin365.RoleID) error
	// Group adds a security group with that display name, and DeleteGroup deletes it for
	// good.
	Group       func(ctx context.Context, name string) (admin365.GroupID, error)
	DeleteGroup func(ctx context.Context, group admin365.GroupID) error
	// Manage registers an application as a management application.
	Manage func(ctx context.Context, app admin365.AppID) error
}

// Harness is what the suite needs to know of an implementation.
type Harness struct {
	// New returns a subject with a tenant of its own. It may have environments already;
	// there is room for another few of each type.
	New func(t *testing.T) Subject
	// Strict makes a failure of every skip. Set it where nothing may be missing.
	Strict bool
	// Lacks are declared deviations: a capability (the constants of this package) or the
	// name of a case, and the reason. They are skipped.
	Lacks map[string]string
	// Timeout is when a case is taken for hung; 0 means two minutes.
	Timeout time.Duration
}

// The capabilities that cases need.
const (
	// HasCentral and HasFinOps are the halves that the suite is about, and HasEnvironments
	// those of Dataverse, which the calendar has too.
	HasCentral      = "Central"
	HasFinOps       = "FinOps"
	HasEnvironments = "Environments"
	// CanAct is [Subject.Backstage].
	CanAct = "backstage"
	// CanAdvance is [Subject.Advance] and [Subject.Now].
	CanAdvance = "time"
	// CanSwitch is [Subject.As] with [Fixtures] of people whole.
	CanSwitch = "callers"
	// CanMakeGroups is [Fixtures] of groups whole.
	CanMakeGroups = "groups"
	// CanManage is [Fixtures.Manage].
	CanManage = "management applications"
)

// Start is when the clock of a subject starts: a Monday in an update period of Business
// Central, two months before its end.
func Start() time.Time { return time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC) }

// Run runs the suite over the implementation, each case as a subtest of t.
func Run(t *testing.T, h Harness) {
	t.Helper()
	if h.New == nil {
		t.Fatal("centraltest: Harness.New is required")
	}
	conform.Suite[tenant]{
		Cases: cases(), Lacks: h.Lacks, Timeout: h.Timeout, Strict: h.Strict,
		Missing: tenant.missing,
		New: func(t *testing.T, _ int) tenant {
			t.Helper()
			s := h.New(t)
			if s.Service == nil {
				t.Fatal("centraltest: the subject has no service")
			}
			return tenant{s}
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

// tenant is the subject of a case.
type tenant struct{ Subject }

func (s tenant) missing(need string) string {
	var there bool
	f := s.Make
	switch need {
	case HasCentral:
		there = s.Service.Central != nil
	case HasFinOps:
		there = s.Service.FinOps != nil
	case HasEnvironments:
		there = s.Service.Environments != nil && s.Service.Solutions != nil
	case CanAct:
		there = s.Backstage != nil
	case CanAdvance:
		there = s.Advance != nil && s.Now != nil
	case CanSwitch:
		there = s.As != nil && f.User != nil && f.Role != nil
	case CanMakeGroups:
		there = f.Group != nil && f.DeleteGroup != nil
	case CanManage:
		there = f.Manage != nil
	default:
	}
	if there {
		return ""
	}
	return "the subject cannot do this"
}

// ofCentral are the needs of most cases about Business Central: an environment at a
// version that is known, and a clock.
func ofCentral(more ...string) []string {
	return append([]string{HasCentral, CanAct, CanAdvance}, more...)
}

// ofFinOps are those of cases about Finance and Operations.
func ofFinOps(more ...string) []string {
	return append([]string{HasFinOps, CanAct, CanAdvance}, more...)
}
