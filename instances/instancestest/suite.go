package instancestest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// Subject is one tenant, made for one case.
type Subject struct {
	// Service is what is tested. The cases about a part that is nil are skipped.
	Service *instances.Service
	// As returns the service of the same tenant for another caller; nil skips the
	// cases with more than one. The zero caller is the tenant's Global Administrator.
	As func(admin365.Caller) *instances.Service
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
	// Group adds a security group.
	Group func(ctx context.Context) (admin365.GroupID, error)
}

// Backstage is what others than an administrator do. [instances.Backstage], that of a
// tenant in memory, is one.
type Backstage interface {
	// AddEnvironment adds an environment that is there at once: of any type, those too
	// that nobody can create, with any template, whatever the tenant's capacity is.
	AddEnvironment(ctx context.Context, e instances.NewEnvironment) (*instances.Environment, error)
	// AddEnvironmentGroup adds an environment group, and returns its id.
	AddEnvironmentGroup(ctx context.Context, name string) (id string, err error)
	// FinishAll ends at once and well whatever runs: operations on environments, backups,
	// applications being installed, release waves.
	FinishAll(ctx context.Context) error
	// Fail ends an operation at once and badly, at one of its stages; empty is Run.
	Fail(ctx context.Context, id admin365.OperationID, stage string) error
	// PublishPackage publishes an application, or a newer version of one.
	PublishPackage(ctx context.Context, p instances.NewPackage) error
	// FailInstall has an application fail that is being installed, with a message.
	FailInstall(ctx context.Context, id admin365.OperationID, message string) error
	// FailWave has a release wave fail that is on its way.
	FailWave(ctx context.Context, id instances.EnvironmentID, wave string) error
	// SetWaveAllowed says whether an environment may have a release wave early.
	SetWaveAllowed(ctx context.Context, id instances.EnvironmentID, wave string, allowed bool) error
	// SetDisabled disables an environment, or enables it again.
	SetDisabled(ctx context.Context, id instances.EnvironmentID, disabled bool) error
	// SetVersion changes the version of an environment's Dataverse.
	SetVersion(ctx context.Context, id instances.EnvironmentID, version string) error
	// SetCapacity says how much storage of a kind the tenant has in total, in MB.
	SetCapacity(ctx context.Context, kind instances.CapacityType, total float64) error
	// SetUsed says how much an environment stores of a kind, in MB.
	SetUsed(ctx context.Context, id instances.EnvironmentID, kind instances.CapacityType, used float64) error
}

// Harness is what the suite needs to know of an implementation.
type Harness struct {
	// New returns a subject with a tenant of its own. The tenant has the environment that
	// every tenant has, and may have others.
	New func(t *testing.T) Subject
	// Eventually says how long to wait between repeated reads where the subject is
	// eventually consistent, such as a live tenant; nil means that it is not.
	Eventually []time.Duration
	// MayWrite is false for a tenant that must stay as it is: then only the cases run
	// that read.
	MayWrite bool
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
	// CanMakePeople and CanMakeGroups are [Fixtures].
	CanMakePeople = "people"
	CanMakeGroups = "groups"
	// CanBackstage is [Subject.Backstage].
	CanBackstage = "backstage"
	// CanAdvance is [Subject.Advance].
	CanAdvance = "time"
	// CanSwitch is [Subject.As].
	CanSwitch = "callers"
)

// Run runs the suite over the implementation, each case as a subtest of t.
func Run(t *testing.T, h Harness) {
	t.Helper()
	if h.New == nil {
		t.Fatal("instancestest: Harness.New is required")
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
				t.Fatal("instancestest: the subject has no service")
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
	case CanMakeGroups:
		there = s.Make.Group != nil
	case CanBackstage:
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
