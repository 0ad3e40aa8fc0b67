package main

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/onboard/internal/starters"
	"github.com/admin365/admin365/identity"
)

// watched keeps what was asked to be created, and may play tricks before and
// after.
type watched struct {
	identity.Users
	before func(identity.NewUser) error
	after  func(identity.NewUser, error) error

	mu   sync.Mutex
	sent map[string][]identity.NewUser
}

func (w *watched) Create(ctx context.Context, u identity.NewUser) (*identity.User, error) {
	w.mu.Lock()
	if w.sent == nil {
		w.sent = map[string][]identity.NewUser{}
	}
	w.sent[key(u.UserPrincipalName)] = append(w.sent[key(u.UserPrincipalName)], u)
	w.mu.Unlock()
	if w.before != nil {
		if err := w.before(u); err != nil {
			return nil, err
		}
	}
	user, err := w.Users.Create(ctx, u)
	if w.after != nil {
		if err = w.after(u, err); err != nil {
			return nil, err
		}
	}
	return user, err
}

// trial is a run of the core over a tenant of the test's.
type trial struct {
	t     *testing.T
	users *watched
	file  *results.File
	path  string
	job   *onboarding
}

// newTrial prepares a run over the starters with the service.
func newTrial(t *testing.T, c *admin.Client, path string, starterFile []byte) *trial {
	t.Helper()
	file, err := starters.Parse(starterFile)
	require.NoError(t, err)
	kept, err := results.Open(path)
	require.NoError(t, err)
	users := &watched{Users: c.Identity.Users}
	watching, people := *c, *c.Identity
	people.Users = users
	watching.Identity = &people
	job := newOnboarding(&watching, file, newSeats(c.Billing, file), &ledger{results: kept})
	job.workers = 8
	return &trial{t: t, users: users, file: kept, path: path, job: job}
}

// run runs to the end and returns the results.
func (tr *trial) run(ctx context.Context) map[string]results.Result {
	tr.t.Helper()
	require.NoError(tr.t, tr.job.seats.check(ctx))
	require.NoError(tr.t, tr.job.run(ctx))
	got := resultsIn(tr.t, tr.path)
	for name, sent := range tr.users.sent {
		for _, u := range sent {
			assert.Equalf(tr.t, got[name].InitialPassword, u.PasswordProfile.Password, "%s was sent another password than the one written", name)
			assert.True(tr.t, u.PasswordProfile.ForceChangePasswordNextSignIn)
		}
	}
	return got
}

// sixtyIn checks that each of the embedded sixty is there once, with a manager, his
// roles and his licenses.
func sixtyIn(t *testing.T, m *admin.Memory) {
	t.Helper()
	n := 0
	for u, err := range m.Identity.Users.List(t.Context(), identity.UserQuery{}) {
		require.NoError(t, err)
		n++
		if key(u.UserPrincipalName) != "admin@contoso.com" && key(u.UserPrincipalName) != "pattif@contoso.com" {
			_, err := m.Identity.Managers.Get(t.Context(), u.ID)
			assert.NoErrorf(t, err, "the manager of %s", u.UserPrincipalName)
		}
	}
	assert.Equal(t, 24+60, n)
	roles := 0
	for _, err := range m.Identity.RoleAssignments.List(t.Context(), identity.RoleAssignmentQuery{}) {
		require.NoError(t, err)
		roles++
	}
	assert.Equal(t, 8+6, roles, "those of Contoso and those of the file")
	for product, left := range map[string]int{"SPE_E3": 88 - 50, "SPE_E5": 16 - 8, "DYN365_ENTERPRISE_PLAN1": 13 - 4} {
		assert.Equal(t, left, seatsLeft(t, m, product), product)
	}
}

// TestDrills: with each failure of the service there is never a second account,
// none is lost, and the written password is the account's.
func TestDrills(t *testing.T) {
	t.Parallel()
	const create = "identity.Users.Create"
	for _, tt := range []struct {
		name, why string
		drills    []admin.Drill
		repeated  bool // some creates are sent again by us
		most      time.Duration
	}{
		{"none", "the rest of the table is measured against it", nil, false, 0},
		{"replica lag", "what was just created is not found for a while", []admin.Drill{admin.ReplicaLag(5 * time.Second)}, false, time.Minute},
		{"throttled", "the client comes again by itself", []admin.Drill{admin.Throttle(create, 20, 2*time.Second)}, false, time.Minute},
		{"down for a while", "Retry-After says that nothing was done", []admin.Drill{admin.Unavailable(create, 20, 3*time.Second)}, false, time.Minute},
		{"down without a word", "it may have been done; it was not", []admin.Drill{admin.Unavailable(create, 3, 0)}, true, time.Minute},
		{"failed once", "it may have been done; it was not", []admin.Drill{admin.FailNth(create, 7, 500)}, true, time.Minute},
		{"a lost answer", "it was done", []admin.Drill{admin.LostAnswer(create, 5), admin.LostAnswer(create, 30)}, false, time.Minute},
		{"cut answers", "it was done", []admin.Drill{admin.CutBody(create, 10)}, false, time.Minute},
		{"a page of HTML", "it was done", []admin.Drill{admin.HTMLAnswer(create, 10)}, false, time.Minute},
		{"busy", "the service says when to come again, and the client does", []admin.Drill{admin.Busy(create, 10)}, false, time.Minute},
		{"busy licenses", "the same for them", []admin.Drill{admin.Busy("billing.Licenses.Assign", 10)}, false, time.Minute},
		{"lost answers to licenses", "they were given; it is seen at a look", []admin.Drill{admin.CutBody("billing.Licenses.Assign", 10), admin.LostAnswer("billing.Licenses.Assign", 30)}, false, time.Minute},
		{"busy managers", "the same for the rest", []admin.Drill{admin.Busy("identity.Managers.Set", 10)}, false, time.Minute},
		{"lost answers and lag", "done, and not to be found for seconds", []admin.Drill{admin.CutBody(create, 10), admin.ReplicaLag(5 * time.Second)}, false, time.Minute},
		{"lost answers and a long lag", "the second create is refused, which is how it is known", []admin.Drill{admin.CutBody(create, 4), admin.ReplicaLag(20 * time.Second)}, true, 2 * time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir() + "/results.csv"
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				stop := m.Drill(tt.drills...)
				started := time.Now()
				tr := newTrial(t, m.HTTP(), path, sampleStarters)
				got := tr.run(t.Context())
				took := time.Since(started)
				stop()
				t.Logf("%v of the service's time", took)
				assert.LessOrEqual(t, took, tt.most, tt.why)
				assert.Len(t, got, 60)
				for name, r := range got {
					assert.Equalf(t, results.Created, r.Outcome, "%s: %s (%s)", name, r.Detail, tt.why)
					assert.NotEmpty(t, r.ID)
				}
				sent := 0
				for _, creates := range tr.users.sent {
					sent += len(creates)
				}
				if tt.repeated {
					assert.Greater(t, sent, 60, tt.why)
				} else {
					assert.Equal(t, 60, sent, tt.why)
				}
				sixtyIn(t, m.Memory)

				writes := len(m.Writes())
				for name, r := range newTrial(t, m.HTTP(), path, sampleStarters).run(t.Context()) {
					assert.Equalf(t, results.Unchanged, r.Outcome, "%s: %s", name, r.Detail)
				}
				assert.Len(t, m.Writes(), writes, "the second run changes nothing")
			})
		})
	}
}

// TestServiceGivesUp: what stays refused fails its row, and the next run goes on
// with the same passwords.
func TestServiceGivesUp(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/results.csv"
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		stop := m.Drill(admin.Throttle("identity.Users.Create", 0, time.Second))
		first := newTrial(t, m.HTTP(), path, sampleStarters).run(t.Context())
		for _, r := range first {
			assert.Equal(t, results.Failed, r.Outcome)
			assert.Regexp(t, `^line \d+: throttled: Please retry again later\.$`, r.Detail)
		}
		stop()
		second := newTrial(t, m.HTTP(), path, sampleStarters).run(t.Context())
		for name, r := range second {
			assert.Equal(t, results.Created, r.Outcome)
			assert.Equal(t, first[name].InitialPassword, r.InitialPassword)
		}
		sixtyIn(t, m.Memory)
	})
}

// TestNeverHeardOf: a create that is always answered by silence ends as unknown,
// never as created.
func TestNeverHeardOf(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/results.csv"
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		m.Drill(admin.Unavailable("identity.Users.Create", 0, 0))
		tr := newTrial(t, m.HTTP(), path, []byte(crowd(3)))
		for _, r := range tr.run(t.Context()) {
			assert.Equal(t, results.Failed, r.Outcome)
			assert.Contains(t, r.Detail, "outcome unknown: The service is temporarily unavailable.")
			assert.Contains(t, r.Detail, "; the next run looks what became of it")
		}
		for _, sent := range tr.users.sent {
			assert.Len(t, sent, maxCreates)
		}
	})
}

// TestSomebodyElse: an account that appears during the run is not taken for
// ours, whatever the service answered.
func TestSomebodyElse(t *testing.T) {
	t.Parallel()
	file := []byte(adminCenterFile(person{user: "ada@contoso.com", name: "Ada", title: "Engineer", manager: "PattiF@contoso.com"}))
	for _, tt := range []struct {
		name    string
		title   string
		lost    bool
		outcome results.Outcome
		detail  string
	}{
		{"a conflict with the same", "Engineer", false, results.Updated, "manager; somebody else created it during this run, so its password is another"},
		{"a conflict with another", "Cook", false, results.Updated, "jobTitle, manager; somebody else created it during this run, so its password is another"},
		{"a lost answer and another", "Cook", true, results.Updated, "jobTitle, manager; an answer of the service was lost; the account that was found afterwards is not as it was sent, so its password may be another"},
		{"a lost answer and the same", "Engineer", true, results.Created, "the service's answer was lost; the account was found afterwards, as it was sent"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := admin.NewTest(t)
			tr := newTrial(t, m.HTTP(), t.TempDir()+"/results.csv", file)
			tr.users.before = func(u identity.NewUser) error {
				u.JobTitle = tt.title
				m.Given.User(u)
				if tt.lost {
					return &admin365.Error{Kind: admin365.ErrUncertain}
				}
				return nil
			}
			got := tr.run(t.Context())["ada@contoso.com"]
			assert.Equal(t, tt.outcome, got.Outcome)
			assert.Equal(t, tt.detail, got.Detail)
			user, err := m.Identity.Users.Get(t.Context(), "ada@contoso.com")
			require.NoError(t, err)
			assert.Equal(t, "Engineer", user.JobTitle)
		})
	}
}

// TestCutOffLive: a run against a live tenant that was killed between the create
// and the record leaves a planned row; the next run says that it was created.
func TestCutOffLive(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/results.csv"
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		m.Drill(admin.ReplicaLag(5 * time.Second))
		killed := newTrial(t, m.HTTP(), path, []byte(crowd(2)))
		planned, err := killed.file.Plan([]results.Person{{Row: 1, UserPrincipalName: "Person0@contoso.com"}, {Row: 2, UserPrincipalName: "Person1@contoso.com"}})
		require.NoError(t, err)
		r := killed.job.rows[0]
		r.password = planned[0]
		_, err = killed.users.Create(t.Context(), newUser(r))
		require.NoError(t, err)

		// The next run begins so soon that the account is not to be seen yet.
		got := newTrial(t, m.HTTP(), path, []byte(crowd(2))).run(t.Context())
		for i, p := range planned {
			r := got[fmt.Sprintf("person%d@contoso.com", i)]
			assert.Equal(t, results.Created, r.Outcome, r.Detail)
			assert.Equal(t, p, r.InitialPassword)
		}
	})
}

// TestSignInFails: who cannot sign in is told once, and not for each row.
func TestSignInFails(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	m.Drill(admin.FailNth("identity.Users.Get", 1, 401), admin.FailNth("identity.Users.Get", 2, 401))
	tr := newTrial(t, m.HTTP(), t.TempDir()+"/results.csv", []byte(crowd(300)))
	tr.job.workers = 1
	require.ErrorIs(t, tr.job.run(t.Context()), admin365.ErrUnauthenticated)
	done := 0
	for _, r := range tr.job.rows {
		if r.recorded {
			done++
		}
	}
	assert.Equal(t, 1, done)
}
