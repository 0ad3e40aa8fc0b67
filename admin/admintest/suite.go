package admintest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// Settings are the parts of a client that are tested. The cases about a part that is
// nil are skipped.
type Settings struct {
	Organization     admin.Organizations
	Domains          admin.Domains
	DomainRecords    admin.DomainRecords
	DomainDeletions  admin.DomainDeletions
	PasswordPolicy   admin.PasswordPolicies
	SelfServiceReset admin.SelfServiceReset
	DirectorySync    admin.DirectorySync
	Authorization    admin.Authorization
}

// Of returns the settings of a client.
func Of(c *admin.Client) Settings {
	return Settings{
		Organization: c.Organization, Domains: c.Domains, DomainRecords: c.DomainRecords, DomainDeletions: c.DomainDeletions,
		PasswordPolicy:   c.PasswordPolicy,
		SelfServiceReset: c.SelfServiceReset, DirectorySync: c.DirectorySync, Authorization: c.Authorization,
	}
}

// Subject is one tenant, made for one case.
type Subject struct {
	// Settings is what is tested, as the tenant's Global Administrator has it.
	Settings Settings
	// As returns the settings of the same tenant for another caller; nil skips the
	// cases with more than one.
	As func(admin365.Caller) Settings
	// Make makes what the cases need and no user of the area can make.
	Make Fixtures
	// Backstage lets others than the administrator act; nil skips the cases that need
	// it.
	Backstage Backstage
	// Advance lets time pass in the tenant; nil skips the cases that need it.
	Advance func(time.Duration)
}

// Fixtures make what belongs to other areas, by the tenant's Global Administrator.
// Where one of those of people and groups is nil the cases that need any are skipped.
type Fixtures struct {
	// User adds a member of that user principal name who may sign in, and has no mail
	// address and no role. In a federated domain he has an immutable id. It fails where
	// the service does not let him be added.
	User func(ctx context.Context, userPrincipalName string) (admin365.UserID, error)
	// SyncedUser adds a user who is mastered on-premises.
	SyncedUser func(ctx context.Context, userPrincipalName string) (admin365.UserID, error)
	// SetMail gives a user a mail address.
	SetMail func(ctx context.Context, user admin365.UserID, address string) error
	// GetUser returns a user, with his names, addresses, whether he may sign in and
	// whether he is synchronized. Who was deleted is not found.
	GetUser func(ctx context.Context, user admin365.UserID) (*identity.User, error)
	// DeleteUser moves a user to the bin, PurgeUser ends him there.
	DeleteUser, PurgeUser func(ctx context.Context, user admin365.UserID) error
	// Role gives a directory role to a user.
	Role func(ctx context.Context, user admin365.UserID, role admin365.RoleID) error
	// SignIn signs a user in with his password, as he does himself, and fails if the
	// service does not let him in.
	SignIn func(ctx context.Context, user admin365.UserID, password admin365.Secret) error
	// Group adds a Microsoft 365 group whose address is in that domain, a verified one.
	// It may have another one in the initial domain.
	Group func(ctx context.Context, domain string) (admin365.GroupID, error)
	// SecurityGroup adds a security group with the members.
	SecurityGroup func(ctx context.Context, members ...admin365.UserID) (admin365.GroupID, error)
	// GetGroup returns a group, with its addresses.
	GetGroup func(ctx context.Context, group admin365.GroupID) (*identity.Group, error)
	// DeleteGroup moves a group to the bin, and ends it there.
	DeleteGroup func(ctx context.Context, group admin365.GroupID) error

	// OtherTenant makes the domain a verified one of another tenant. The case that
	// needs it is skipped where it is nil.
	OtherTenant func(ctx context.Context, domain string) error
}

// Backstage is what others than an administrator do. [admin.Backstage], that of a
// tenant in memory, is one, and says there what each does.
type Backstage interface {
	// AddDomain makes a domain a verified one of the tenant.
	AddDomain(ctx context.Context, name string, federated bool) error
	// PublishDNS publishes a record where the tenant looks for it, RemoveDNS removes it.
	PublishDNS(ctx context.Context, r admin.DNSRecord) error
	RemoveDNS(ctx context.Context, r admin.DNSRecord) error
	// Synchronize is one run of the directory synchronization.
	Synchronize(ctx context.Context, s admin.Synchronization) (*admin.SynchronizationResult, error)
	// SetUserSelfServiceReset says for whom self-service reset is on,
	// UserSelfServiceReset tells.
	SetUserSelfServiceReset(ctx context.Context, u admin.UserSelfServiceReset) error
	UserSelfServiceReset(ctx context.Context) (*admin.UserSelfServiceReset, error)
	// ResetForgottenPassword is a person who has forgotten the password.
	ResetForgottenPassword(ctx context.Context, user admin365.UserID, password admin365.Secret) error
	// SetPremium gives the tenant a Microsoft Entra ID P1 license, or takes it away.
	SetPremium(ctx context.Context, premium bool) error
}

// Harness is what the suite needs to know of an implementation.
type Harness struct {
	// New returns a subject with a tenant of its own whose directory was never
	// synchronized. It may end the test.
	New func(t *testing.T) Subject
	// Domain is a verified, managed root domain of the tenant that is not the initial
	// one. InitialDomain is that.
	Domain, InitialDomain string
	// TenantID is the tenant's id, a GUID.
	TenantID admin365.TenantID
	// Eventually says how long to wait between repeated reads where the subject is
	// eventually consistent, such as a live tenant; nil means that it is not.
	Eventually []time.Duration
	// MayWrite is false for a tenant that must stay as it is: then only the cases run
	// that read.
	MayWrite bool
	// Shared says that the tenants of the cases are one and the same. The cases then
	// run one by one, and remove the people and domains that they added unless they
	// fail.
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
	// CanMakePeople is [Fixtures] of people and groups whole.
	CanMakePeople = "people"
	// CanMakeTenants is [Fixtures.OtherTenant].
	CanMakeTenants = "tenants"
	// CanActBackstage is [Subject.Backstage].
	CanActBackstage = "backstage"
	// CanAdvance is [Subject.Advance].
	CanAdvance = "time"
	// CanSwitch is [Subject.As].
	CanSwitch = "callers"
)

// Run runs the suite over the implementation, each case as a subtest of t.
func Run(t *testing.T, h Harness) {
	t.Helper()
	if h.New == nil || h.Domain == "" || h.InitialDomain == "" || h.TenantID == "" {
		t.Fatal("admintest: New, Domain, InitialDomain and TenantID of the harness are required")
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
			return tenant{Subject: h.New(t), Harness: h}
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
		people := f.User != nil && f.SyncedUser != nil && f.SetMail != nil && f.GetUser != nil && f.DeleteUser != nil && f.PurgeUser != nil
		there = people && f.Role != nil && f.SignIn != nil &&
			f.Group != nil && f.SecurityGroup != nil && f.GetGroup != nil && f.DeleteGroup != nil
	case CanMakeTenants:
		there = f.OtherTenant != nil
	case CanActBackstage:
		there = s.Backstage != nil
	case CanAdvance:
		there = s.Advance != nil
	case CanSwitch:
		there = s.As != nil
	default:
		there = hasPart(s.Settings, need)
	}
	if there {
		return ""
	}
	return "the subject cannot do this"
}
