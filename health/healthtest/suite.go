package healthtest

import (
	"context"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

// Subject is one tenant, made for one case.
type Subject struct {
	// Service is what is tested. The cases about a part that is nil are skipped.
	Service *health.Service
	// As returns the service of the same tenant for another caller; nil skips the
	// cases with more than one. The zero caller is the tenant's Global Administrator.
	As func(admin365.Caller) *health.Service
	// Make makes what belongs to other areas.
	Make Fixtures
	// Backstage is what Microsoft does; nil skips the cases that need it.
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
}

// Backstage is what Microsoft does. [health.Backstage], that of a tenant in memory, is
// one. What it answers is what the Global Administrator then sees.
type Backstage interface {
	// Subscribe has the tenant subscribe to a service, by name or technical name, and
	// Unsubscribe ends that: with the service come and go its issues.
	Subscribe(ctx context.Context, service string) error
	Unsubscribe(ctx context.Context, service string) error
	// PublishIssue publishes an issue now, UpdateIssue says something new about it, and
	// PublishReport publishes the review of it.
	PublishIssue(ctx context.Context, in health.NewIssue) (*health.Issue, error)
	UpdateIssue(ctx context.Context, id health.IssueID, in health.IssueUpdate) (*health.Issue, error)
	PublishReport(ctx context.Context, id health.IssueID, file health.File) (*health.Issue, error)
	// SetRetention has issues be gone when they ended longer ago; zero keeps all.
	SetRetention(ctx context.Context, d time.Duration) error
	// PublishMessage publishes a message now, UpdateMessage writes it again, and Attach
	// adds a file to it.
	PublishMessage(ctx context.Context, in health.NewMessage) (*health.Message, error)
	UpdateMessage(ctx context.Context, id health.MessageID, in health.MessageVersion) (*health.Message, error)
	Attach(ctx context.Context, id health.MessageID, in health.NewAttachment) (*health.Attachment, error)
}

// Harness is what the suite needs to know of an implementation.
type Harness struct {
	// New returns a subject with a tenant of its own. It may have services, issues and
	// messages; the services of [Unsubscribed] it must not have, and nothing that is
	// wrong with them may be open.
	New func(t *testing.T) Subject
	// Eventually says how long to wait between repeated reads where the subject is
	// eventually consistent, such as a live tenant; nil means that it is not.
	Eventually []time.Duration
	// MayWrite is false for a tenant that must stay as it is, people's own marks on
	// messages included: then only the cases run that read.
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

	// functions are those that the cases call in the place of the package's own.
	functions functions
}

// Services of Microsoft that a subject's tenant does not subscribe to at the beginning.
const (
	// Skype has the technical name "Lync".
	Skype = "Skype for Business"
	// StaffHub has the technical name "StaffHub".
	StaffHub = "Microsoft StaffHub"
)

// Unsubscribed returns the services that a subject's tenant must not subscribe to at the
// beginning.
func Unsubscribed() []string { return []string{Skype, StaffHub} }

// The capabilities that cases need.
const (
	// CanWrite is the permission to change the tenant: [Harness.MayWrite].
	CanWrite = "write"
	// CanMakePeople is [Fixtures].
	CanMakePeople = "people"
	// CanPublish is [Subject.Backstage].
	CanPublish = "backstage"
	// CanAdvance is [Subject.Advance].
	CanAdvance = "time"
	// CanSwitch is [Subject.As].
	CanSwitch = "callers"
)

// Run runs the suite over the implementation, each case as a subtest of t.
func Run(t *testing.T, h Harness) {
	t.Helper()
	if h.New == nil {
		t.Fatal("healthtest: Harness.New is required")
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
				t.Fatal("healthtest: the subject has no service")
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

// Large returns the cases that move files of [health.MaxFile] bytes, for [Harness.Lacks]
// with the reason.
func Large(reason string) map[string]string {
	return map[string]string{"Files/as-large-as-may-be": reason, "Files/too-large": reason}
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

// functions are what is built on the interfaces; nil ones are the package's own. The
// suite's own test puts mistakes there.
type functions struct {
	watch     func(context.Context, health.Issues, health.Messages, health.WatchOptions) iter.Seq2[*health.Change, error]
	days      func(context.Context, health.Issues, health.DaysQuery) ([]health.Day, error)
	affecting func(context.Context, health.Issues, string, time.Time) ([]*health.Issue, error)
}

func (s tenant) watch(ctx context.Context, i health.Issues, m health.Messages, o health.WatchOptions) iter.Seq2[*health.Change, error] {
	if f := s.Harness.functions.watch; f != nil {
		return f(ctx, i, m, o)
	}
	return health.Watch(ctx, i, m, o)
}

func (s tenant) days(ctx context.Context, i health.Issues, q health.DaysQuery) ([]health.Day, error) {
	if f := s.Harness.functions.days; f != nil {
		return f(ctx, i, q)
	}
	return health.Days(ctx, i, q)
}

func (s tenant) affecting(ctx context.Context, i health.Issues, service string, at time.Time) ([]*health.Issue, error) {
	if f := s.Harness.functions.affecting; f != nil {
		return f(ctx, i, service, at)
	}
	return health.Affecting(ctx, i, service, at)
}

func (s tenant) missing(need string) string {
	var there bool
	switch need {
	case CanWrite:
		there = s.Harness.MayWrite
	case CanMakePeople:
		there = s.Make.User != nil && s.Make.Role != nil
	case CanPublish:
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
