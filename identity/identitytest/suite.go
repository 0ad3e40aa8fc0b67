package identitytest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// Options are what a case asks of its subject.
type Options struct {
	// PageSize is the page size that the case lists with; 0 is the default. The
	// case asks for it in its queries, too: it stands here for subjects that
	// must be told when they are made.
	PageSize int
}

// Subject is one tenant, made for one case.
type Subject struct {
	// Service is what is tested. Users, Managers and Profiles must be set; the
	// cases about the others are skipped where they are nil.
	Service *identity.Service
	// As returns the service of the same tenant for another caller; nil skips
	// the cases with more than one.
	As func(admin365.Caller) *identity.Service
	// Make makes what the cases need and no user of the area can make.
	Make Fixtures
	// Backstage lets others than the administrator act; nil skips the cases
	// that need it.
	Backstage Backstage
	// Advance lets time pass in the tenant; nil skips the cases that need it.
	Advance func(time.Duration)
}

// Fixtures make what belongs to other areas.
type Fixtures struct {
	// Domain adds a verified domain to the tenant. Cases that need one are
	// skipped where it is nil.
	Domain func(name string, federated bool) error
	// Quota sets how many directory objects the tenant may have; what is there
	// stays. Cases that need it are skipped where it is nil.
	Quota func(objects int) error
	// Premium gives the tenant a Microsoft Entra ID P1 license, or takes it away.
	// Cases that need it are skipped where it is nil.
	Premium func(has bool) error
}

// Backstage is what others than an administrator do. [identity.Backstage], that
// of a tenant in memory, is one.
type Backstage interface {
	// SyncUser creates a user who is mastered on-premises, as the directory
	// synchronization does.
	SyncUser(ctx context.Context, u identity.NewUser) (*identity.User, error)
	// SyncGroup creates a group that is mastered on-premises, with the members
	// and owners that it names.
	SyncGroup(ctx context.Context, g identity.NewGroup) (*identity.Group, error)
	// AddApp adds an application to the tenant, with a service principal that can
	// hold roles, and returns the id of that.
	AddApp(ctx context.Context, id admin365.AppID, displayName string) (admin365.ObjectID, error)
	// SignIn signs a user in with his password, as he does himself, and fails if
	// the service does not let him in.
	SignIn(ctx context.Context, id admin365.UserID, password admin365.Secret) error
}

// Harness is what the suite needs to know of an implementation.
type Harness struct {
	// New returns a subject with a tenant of its own: at least 20 users, and the
	// verified domain Domain. It may end the test.
	New func(t *testing.T, o Options) Subject
	// Domain is a verified, managed domain for user names, such as "contoso.com".
	Domain string
	// Eventually says how long to wait between repeated reads where the subject
	// is eventually consistent, such as a live tenant; nil means that it is not.
	Eventually []time.Duration
	// MayWrite is false for a tenant that must stay as it is: then only the
	// cases run that read.
	MayWrite bool
	// Shared says that the tenants of the cases are one and the same. The cases
	// then run one by one, and delete what they created unless they fail.
	Shared bool
	// Strict makes a failure of every skip. Set it where nothing may be missing.
	Strict bool
	// Lacks are declared deviations: a capability (the constants of this
	// package) or the name of a case, and the reason. They are skipped.
	Lacks map[string]string
	// Timeout is when a case is taken for hung; 0 means two minutes.
	Timeout time.Duration
}

// The capabilities that cases need.
const (
	// CanWrite is the permission to change the tenant: [Harness.MayWrite].
	CanWrite = "write"
	// CanMakeDomains is [Fixtures.Domain].
	CanMakeDomains = "domains"
	// CanSetQuota is [Fixtures.Quota], and CanSetPremium is [Fixtures.Premium].
	CanSetQuota   = "quota"
	CanSetPremium = "premium"
	// CanSync is [Subject.Backstage].
	CanSync = "backstage"
	// CanAdvance is [Subject.Advance].
	CanAdvance = "time"
	// CanSwitch is [Subject.As].
	CanSwitch = "callers"
	// CanProfile is the right to touch profiles, which Graph gives to signed-in
	// callers alone. It is there unless [Harness.Lacks] says otherwise.
	CanProfile = "profiles"
	// CanGroup is [identity.Service] with Groups, GroupMembers, GroupOwners,
	// DeletedGroups and Memberships.
	CanGroup = "groups"
	// CanGiveRoles is [identity.Service] with Roles, RoleAssignments, ActivatedRoles
	// and Memberships.
	CanGiveRoles = "roles"
	// CanUndelete is [identity.Service] with DeletedUsers.
	CanUndelete = "deleted users"
)

// Run runs the suite over the implementation, each case as a subtest of t.
func Run(t *testing.T, h Harness) {
	t.Helper()
	if h.New == nil || h.Domain == "" {
		t.Fatal("identitytest: Harness.New and Harness.Domain are required")
	}
	conform.Suite[tenant]{
		Cases:      cases(),
		Lacks:      h.Lacks,
		Eventually: h.Eventually,
		Timeout:    h.Timeout,
		Serial:     h.Shared,
		Strict:     h.Strict,
		Missing:    tenant.missing,
		New: func(t *testing.T, pageSize int) tenant {
			t.Helper()
			s := h.New(t, Options{PageSize: pageSize})
			if s.Service == nil || s.Service.Users == nil || s.Service.Managers == nil || s.Service.Profiles == nil {
				t.Fatal("identitytest: the subject's service lacks an interface")
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

func cases() []kase {
	return slices.Concat(
		createCases(), createRuleCases(), identityCases(), nameCases(), passwordCases(),
		getCases(), updateCases(), patchCases(), syncedCases(), deleteCases(),
		listCases(), listOrderCases(), listFilterCases(), listChangeCases(),
		managerCases(), reportCases(), profileCases(),
		idCases(), contextCases(), aliasCases(), concurrencyCases(),
		groupCases(), roleCases(), directoryCases(),
		administrationCases(), refusedCases(),
	)
}

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
	case CanMakeDomains:
		there = s.Make.Domain != nil
	case CanSetQuota:
		there = s.Make.Quota != nil
	case CanSetPremium:
		there = s.Make.Premium != nil
	case CanSync:
		there = s.Backstage != nil
	case CanAdvance:
		there = s.Advance != nil
	case CanSwitch:
		there = s.As != nil
	case CanGroup:
		there = canGroup(s.Service)
	case CanGiveRoles:
		there = canGiveRoles(s.Service)
	case CanUndelete:
		there = s.Service.DeletedUsers != nil
	default:
		there = hasPart(s.Service, need)
	}
	if there {
		return ""
	}
	return "the subject cannot do this"
}

// Where the rules are written down.
const (
	docCreate    = "https://learn.microsoft.com/graph/api/user-post-users"
	docGet       = "https://learn.microsoft.com/graph/api/user-get"
	docList      = "https://learn.microsoft.com/graph/api/user-list"
	docUpdate    = "https://learn.microsoft.com/graph/api/user-update"
	docIdentity  = "https://learn.microsoft.com/graph/api/resources/objectidentity"
	docDelete    = "https://learn.microsoft.com/graph/api/user-delete"
	docUser      = "https://learn.microsoft.com/graph/api/resources/user#properties"
	docErrors    = "https://learn.microsoft.com/graph/errors"
	docPaging    = "https://learn.microsoft.com/graph/paging"
	docAdvanced  = "https://learn.microsoft.com/graph/aad-advanced-queries"
	docFilter    = "the comment of identity.UserQuery"
	docPassword  = "https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy"
	docSync      = "https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-whatis"
	docManager   = "https://learn.microsoft.com/graph/api/user-list-manager"
	docSetBoss   = "https://learn.microsoft.com/graph/api/user-post-manager"
	docNoBoss    = "https://learn.microsoft.com/graph/api/user-delete-manager"
	docReports   = "https://learn.microsoft.com/graph/api/user-list-directreports"
	docUsers     = "the comment of identity.Users"
	docManagers  = "the comment of identity.Managers"
	docProfiles  = "the comment of identity.Profiles"
	docPatch     = "the comment of identity.UserPatch"
	docUserIDs   = "the comment of admin365.UserID"
	docOwnership = "design rule: returned values belong to the caller"

	docDeletedList    = "https://learn.microsoft.com/graph/api/directory-deleteditems-list"
	docDeletedGet     = "https://learn.microsoft.com/graph/api/directory-deleteditems-get"
	docRestoreUser    = "https://learn.microsoft.com/graph/api/directory-deleteditems-restore"
	docPurgeUser      = "https://learn.microsoft.com/graph/api/directory-deleteditems-delete"
	docBinOfUsers     = "https://learn.microsoft.com/entra/fundamentals/users-restore"
	docDelta          = "https://learn.microsoft.com/graph/delta-query-overview"
	docDeltaUsers     = "https://learn.microsoft.com/graph/api/user-delta"
	docPrivileged     = "https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions"
	docReset          = "https://learn.microsoft.com/graph/api/authenticationmethod-resetpassword"
	docChangePassword = "https://learn.microsoft.com/graph/api/user-changepassword"
	docRevoke         = "https://learn.microsoft.com/graph/api/user-revokesigninsessions"
	docOperation      = "https://learn.microsoft.com/graph/api/longrunningoperation-get"
	docSignIns        = "https://learn.microsoft.com/graph/api/resources/signinactivity"
	docPermissions    = "https://learn.microsoft.com/graph/permissions-overview"
	docRoleRights     = "https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference"
	docLimited        = "https://learn.microsoft.com/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects"
	docGuests         = "https://learn.microsoft.com/entra/fundamentals/users-default-permissions"
	docDeletedUsers   = "the comment of identity.DeletedUsers"
	docPasswords      = "the comment of identity.Passwords"
	docChanges        = "the comment of identity.UserChanges"
	docSyncUsers      = "the comment of identity.Sync"
	docPage           = "the comment of identity.UserPager"
	docInclude        = "the comment of identity.UserQuery"
	docCaller         = "the comment of admin365.Caller"
)
