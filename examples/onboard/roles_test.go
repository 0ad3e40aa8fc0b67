package main

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/identity"
)

// assigning keeps what was asked to be given, and may play tricks.
type assigning struct {
	identity.RoleAssignments
	// answer may take the place of the service's answer to the nth request. It
	// can send the request itself.
	answer func(n int, send func() error) error

	mu   sync.Mutex
	sent []identity.NewRoleAssignment
}

func (a *assigning) Create(ctx context.Context, n identity.NewRoleAssignment) (created *identity.RoleAssignment, err error) {
	a.mu.Lock()
	a.sent = append(a.sent, n)
	number := len(a.sent)
	a.mu.Unlock()
	send := func() error {
		created, err = a.RoleAssignments.Create(ctx, n)
		return err
	}
	if a.answer == nil {
		return created, send()
	}
	return created, a.answer(number, send)
}

// withRoles adds the column Roles to a file of one line for each row.
func withRoles(file string, roles ...string) string {
	lines := strings.Split(strings.TrimSpace(file), "\n")
	lines[0] += ",Roles"
	for i := range lines[1:] {
		lines[i+1] += "," + roles[i]
	}
	return strings.Join(lines, "\n")
}

// rolesTrial is a trial whose role assignments are watched.
func rolesTrial(t *testing.T, m *admin.Test, path, file string) (*trial, *assigning) {
	t.Helper()
	c, service := *m.HTTP(), *m.HTTP().Identity
	watching := &assigning{RoleAssignments: service.RoleAssignments}
	service.RoleAssignments = watching
	c.Identity = &service
	return newTrial(t, &c, path, []byte(file)), watching
}

// rolesIn are the roles of a user, by template id.
func rolesIn(t *testing.T, m *admin.Test, user string) (roles []admin365.RoleID) {
	t.Helper()
	u, err := m.Identity.Users.Get(t.Context(), admin365.UserID(user))
	require.NoError(t, err)
	for a, err := range m.Identity.RoleAssignments.List(t.Context(), identity.RoleAssignmentQuery{PrincipalID: admin365.ObjectID(u.ID)}) {
		require.NoError(t, err)
		roles = append(roles, a.RoleID)
	}
	return roles
}

// TestRoles: who is new has the roles of the file, who is there gets what he
// lacks and keeps what he has, and a role that is none makes no account.
func TestRoles(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	path := t.TempDir() + "/results.csv"
	file := withRoles(adminCenterFile(
		person{user: "ada@contoso.com", name: "Ada", manager: "PattiF@contoso.com"},
		person{user: "bob@contoso.com", name: "Bob"},
		person{user: "cid@contoso.com", name: "Cid"},
		person{user: "AllanD@contoso.com", name: "Allan Deyoung", manager: "NestorW@contoso.com"},
		person{user: "NestorW@contoso.com", name: "Nestor Wilke"},
	), "helpdesk administrator; User Administrator", "", "Helpdesk Administrator;Head Cook", "License Administrator", "User Administrator")

	dry, _ := rolesTrial(t, m, path, file)
	dry.job.dryRun = true
	got := dry.run(t.Context())
	assert.Equal(t, "to be created; with role Helpdesk Administrator; with role User Administrator", got["ada@contoso.com"].Detail)
	assert.Equal(t, "to be updated: role License Administrator", got["alland@contoso.com"].Detail)
	assert.Equal(t, results.Unchanged, got["nestorw@contoso.com"].Outcome)
	assert.Equal(t, results.Failed, got["cid@contoso.com"].Outcome)
	assert.Empty(t, m.Writes())

	tr, _ := rolesTrial(t, m, path, file)
	got = tr.run(t.Context())
	for name, want := range map[string]results.Result{
		"ada@contoso.com":     {Outcome: results.Created, Detail: "role Helpdesk Administrator, role User Administrator"},
		"bob@contoso.com":     {Outcome: results.Created},
		"cid@contoso.com":     {Outcome: results.Failed, Detail: `line 4, column "Roles": the tenant has no role "Head Cook"`},
		"alland@contoso.com":  {Outcome: results.Updated, Detail: "role License Administrator"},
		"nestorw@contoso.com": {Outcome: results.Unchanged},
	} {
		assert.Equal(t, want.Outcome, got[name].Outcome, name)
		assert.Equal(t, want.Detail, got[name].Detail, name)
	}
	assert.ElementsMatch(t, []admin365.RoleID{identity.HelpdeskAdministrator, identity.UserAdministrator}, rolesIn(t, m, "ada@contoso.com"))
	assert.Empty(t, rolesIn(t, m, "bob@contoso.com"))
	assert.ElementsMatch(t, []admin365.RoleID{identity.HelpdeskAdministrator, identity.LicenseAdministrator}, rolesIn(t, m, "alland@contoso.com"), "none is taken away")
	_, err := m.Identity.Users.Get(t.Context(), "cid@contoso.com")
	assert.ErrorIs(t, err, admin365.ErrNotFound, "no account without the role")

	again, watching := rolesTrial(t, m, path, file)
	assert.Equal(t, results.Unchanged, again.run(t.Context())["ada@contoso.com"].Outcome)
	assert.Empty(t, watching.sent)
}

// TestRolesRefused: the account stands, the row fails and says what is missing,
// and the next run gives it.
func TestRolesRefused(t *testing.T) {
	t.Parallel()
	uncertain := &admin365.Error{Kind: admin365.ErrUncertain, Message: "no answer"}
	lost := func(sent bool) func(int, func() error) error {
		return func(n int, send func() error) error {
			if n > 1 {
				return send()
			}
			if sent {
				_ = send()
			}
			return uncertain
		}
	}
	for _, tt := range []struct {
		name, why string
		answer    func(int, func() error) error
		outcome   results.Outcome
		detail    string
		sent      int
	}{
		{"forbidden", "said once, with the line and the column", func(int, func() error) error {
			return &admin365.Error{Kind: admin365.ErrForbidden, Message: "Insufficient privileges"}
		}, results.Failed, `created, but without role Helpdesk Administrator; line 2, column "Roles": forbidden: Insufficient privileges`, 1},
		{"a lost request", "looked for, and sent again", lost(false), results.Created, "role Helpdesk Administrator", 2},
		{"a lost answer", "looked for, and found", lost(true), results.Created, "role Helpdesk Administrator", 1},
		{"nobody there yet", "the account is new", func(n int, send func() error) error {
			if n < 3 {
				return &admin365.Error{Kind: admin365.ErrNotFound}
			}
			return send()
		}, results.Created, "role Helpdesk Administrator", 3},
		{"somebody else was quicker", "it is as it should be", func(n int, send func() error) error {
			_ = send()
			return send()
		}, results.Created, "", 1},
		{"no answer at all", "unknown, and never given", func(int, func() error) error { return uncertain },
			results.Failed, `created, but without role Helpdesk Administrator; line 2, column "Roles": outcome unknown: no answer; the next run looks what became of it`, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir() + "/results.csv"
			file := withRoles(adminCenterFile(person{user: "ada@contoso.com", name: "Ada", manager: "PattiF@contoso.com"}), "Helpdesk Administrator")
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				tr, watching := rolesTrial(t, m, path, file)
				watching.answer = tt.answer
				got := tr.run(t.Context())["ada@contoso.com"]
				assert.Equal(t, tt.outcome, got.Outcome, tt.why)
				assert.Equal(t, tt.detail, got.Detail, tt.why)
				assert.Len(t, watching.sent, tt.sent, tt.why)
				boss, err := m.Identity.Managers.Get(t.Context(), "ada@contoso.com")
				require.NoError(t, err)
				assert.Equal(t, "PattiF@contoso.com", boss.UserPrincipalName, "the rest is done")

				next, _ := rolesTrial(t, m, path, file)
				after := next.run(t.Context())["ada@contoso.com"]
				if tt.outcome == results.Failed {
					assert.Equal(t, results.Updated, after.Outcome)
					assert.Equal(t, "role Helpdesk Administrator", after.Detail)
				} else {
					assert.Equal(t, results.Unchanged, after.Outcome)
				}
				assert.Equal(t, []admin365.RoleID{identity.HelpdeskAdministrator}, rolesIn(t, m, "ada@contoso.com"))
				assert.Equal(t, got.InitialPassword.Reveal(), after.InitialPassword.Reveal())
			})
		})
	}
}

// TestRolesUnknown: if the service does not say which roles there are, nobody is
// created who would lack one.
func TestRolesUnknown(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	m.Drill(admin.FailNth("identity.Roles.List", 1, 403))
	file := withRoles(adminCenterFile(person{user: "ada@contoso.com", name: "Ada"}, person{user: "bob@contoso.com", name: "Bob"}), "Helpdesk Administrator", "")
	tr, _ := rolesTrial(t, m, t.TempDir()+"/results.csv", file)
	got := tr.run(t.Context())
	assert.Equal(t, results.Failed, got["ada@contoso.com"].Outcome)
	assert.Equal(t, `line 2, column "Roles": forbidden`, got["ada@contoso.com"].Detail)
	assert.Equal(t, results.Created, got["bob@contoso.com"].Outcome)
}
