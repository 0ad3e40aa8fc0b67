package main

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/internal/tenantfile"
	"github.com/admin365/admin365/identity"
)

// binned is a tenant from which Ada was deleted, twice, with the ids of both
// accounts; the second has the later title.
func binned(t *testing.T) (m *admin.Test, first, second *identity.User) {
	t.Helper()
	m = admin.NewTest(t)
	for _, u := range []struct {
		title string
		to    **identity.User
	}{{"Clerk", &first}, {"Analyst", &second}} {
		*u.to = m.Given.User(identity.NewUser{UserPrincipalName: "Ada@contoso.com", DisplayName: "Ada", JobTitle: u.title})
		require.NoError(t, m.Identity.Managers.Set(t.Context(), (*u.to).ID, "AlexW@contoso.com"))
		require.NoError(t, m.Identity.Users.Delete(t.Context(), (*u.to).ID))
		m.Advance(24 * time.Hour)
	}
	return m, first, second
}

var ada = adminCenterFile(person{user: "ada@contoso.com", name: "Ada", title: "Engineer", manager: "PattiF@contoso.com"})

// TestAmongTheDeleted: who is among the deleted gets another account, as the
// service would have it, and it is said.
func TestAmongTheDeleted(t *testing.T) {
	t.Parallel()
	m, first, second := binned(t)
	path := t.TempDir() + "/results.csv"
	dry := newTrial(t, m.HTTP(), path, []byte(ada))
	dry.job.dryRun = true
	planned := dry.run(t.Context())["ada@contoso.com"]
	assert.Equal(t, results.Planned, planned.Outcome)
	const hint = "somebody of this user name was deleted on 2026-01-06, and stays so; -restore-deleted brings back such people instead"
	assert.Equal(t, "to be created; "+hint, planned.Detail)

	got := newTrial(t, m.HTTP(), path, []byte(ada)).run(t.Context())["ada@contoso.com"]
	assert.Equal(t, results.Created, got.Outcome)
	assert.Equal(t, hint, got.Detail)
	assert.NotContains(t, []any{first.ID, second.ID}, got.ID)
	assert.False(t, got.InitialPassword.IsZero())
}

// TestRestoreDeleted: with the flag, the account comes back that was deleted last.
func TestRestoreDeleted(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, why string
		drills    []admin.Drill
	}{
		{"well", "the service does as it says", nil},
		{"a lost answer", "he is back all the same", []admin.Drill{admin.CutBody("identity.DeletedUsers.Restore", 1)}},
		{"busy", "the service says when to come again", []admin.Drill{admin.Busy("identity.DeletedUsers.Restore", 2)}},
		{"lag", "he is not to be seen for seconds", []admin.Drill{admin.ReplicaLag(5 * time.Second)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir() + "/results.csv"
			synctest.Test(t, func(t *testing.T) {
				m, _, second := binned(t)
				time.Sleep(time.Minute)
				defer m.Drill(tt.drills...)()
				run := func(dryRun bool) results.Result {
					tr := newTrial(t, m.HTTP(), path, []byte(ada))
					tr.job.restoreDeleted, tr.job.dryRun = true, dryRun
					defer func() { assert.Empty(t, tr.users.sent, "nobody is created") }()
					return tr.run(t.Context())["ada@contoso.com"]
				}
				planned := run(true)
				assert.Equal(t, results.Planned, planned.Outcome)
				assert.Equal(t, "deleted on 2026-01-06, to be restored", planned.Detail)

				got := run(false)
				assert.Equal(t, results.Restored, got.Outcome, got.Detail)
				assert.Equal(t, second.ID, got.ID, "the later one")
				assert.Equal(t, "jobTitle, manager; deleted on 2026-01-06, with the password of that time", got.Detail)
				assert.True(t, got.InitialPassword.IsZero(), "his password is another")
				time.Sleep(time.Minute)
				user, err := m.Identity.Users.Get(t.Context(), "ada@contoso.com")
				require.NoError(t, err)
				assert.Equal(t, second.ID, user.ID)
				assert.Equal(t, "Engineer", user.JobTitle)
				boss, err := m.Identity.Managers.Get(t.Context(), user.ID)
				require.NoError(t, err)
				assert.Equal(t, "PattiF@contoso.com", boss.UserPrincipalName)
				assert.Equal(t, results.Unchanged, run(false).Outcome)
			})
		})
	}
}

// listed is a bin that lists whom it is told to.
type listed struct {
	identity.DeletedUsers
	all []*identity.User
}

func (l listed) List(context.Context, identity.DeletedUserQuery) iter.Seq2[*identity.User, error] {
	return func(yield func(*identity.User, error) bool) {
		for _, u := range l.all {
			if !yield(u, nil) {
				return
			}
		}
	}
}

// TestLatestDeleted: of several who had the user name, the latest is meant.
func TestLatestDeleted(t *testing.T) {
	t.Parallel()
	m, first, second := binned(t)
	var all []*identity.User
	for u, err := range m.Identity.DeletedUsers.List(t.Context(), identity.DeletedUserQuery{}) {
		require.NoError(t, err)
		all = append(all, u)
	}
	require.Len(t, all, 2)
	require.NotEqual(t, first.ID, second.ID)
	for range 2 {
		slices.Reverse(all)
		c, service := *m.Client, *m.Identity
		service.DeletedUsers = listed{service.DeletedUsers, all}
		c.Identity = &service
		tr := newTrial(t, &c, t.TempDir()+"/results.csv", []byte(ada))
		_, err := tr.job.missing(t.Context(), tr.job.rows[0])
		require.NoError(t, err)
		assert.Equal(t, second.ID, tr.job.rows[0].deleted.ID)
	}
}

// TestRestoreRefused: a restore that the service refuses makes no account.
func TestRestoreRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, op, want string }{
		{"the restore", "identity.DeletedUsers.Restore", "line 2: forbidden"},
		{"the list", "identity.DeletedUsers.List", "who is among the deleted users is not known; line 2: forbidden"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, _, _ := binned(t)
			m.Drill(admin.FailNth(tt.op, 1, 403))
			tr := newTrial(t, m.HTTP(), t.TempDir()+"/results.csv", []byte(ada))
			tr.job.restoreDeleted = true
			got := tr.run(t.Context())["ada@contoso.com"]
			assert.Equal(t, results.Failed, got.Outcome)
			assert.Contains(t, got.Detail, tt.want)
			assert.Empty(t, tr.users.sent)
		})
	}
	// What the flag does not ask for stops nobody.
	m, _, _ := binned(t)
	m.Drill(admin.FailNth("identity.DeletedUsers.List", 1, 403))
	tr := newTrial(t, m.HTTP(), t.TempDir()+"/results.csv", []byte(ada))
	assert.Equal(t, results.Created, tr.run(t.Context())["ada@contoso.com"].Outcome)
	assert.Error(t, tr.job.bin.err)
}

// TestDeletedReport: the program says who is among the deleted, and brings them
// back when told to.
func TestDeletedReport(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	const people = maxProblems + 3
	write(t, in("people.csv"), crowd(people))
	args := []string{"-starters", in("people.csv"), "-tenant-file", in("t.json"), "-results", in("r.csv")}
	require.Equal(t, exitWell, onboard(t, t.Context(), args...).code)
	before := resultsIn(t, in("r.csv"))
	m := loaded(t, in("t.json"))
	for i := range people - 1 {
		require.NoError(t, m.Identity.Users.Delete(t.Context(), before[fmt.Sprintf("person%d@contoso.com", i)].ID))
	}
	require.NoError(t, (&tenantfile.File{Path: in("t.json"), Memory: m}).Save())

	r := onboard(t, t.Context(), append(args, "-dry-run")...)
	assert.Contains(t, r.stderr, "among the deleted users: Person0@contoso.com, deleted on ")
	assert.Contains(t, r.stderr, "and 2 more; -restore-deleted brings such people back instead of making other accounts\n")
	r = onboard(t, t.Context(), append(args, "-restore-deleted")...)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.NotContains(t, r.stderr, "among the deleted users")
	assert.Contains(t, r.stdout, "Department    Created  Restored  Updated  Unchanged  Failed  Total\n")
	assert.Contains(t, r.stdout, "Total               0        22        0          1       0     23\n")
	after, kept := resultsIn(t, in("r.csv")), passwords(t, read(t, in("t.json")))
	for name, was := range before {
		assert.Equal(t, was.ID, after[name].ID)
		assert.True(t, kept.signIn(name, after[name].InitialPassword), "the password came back with the account")
	}
}
