package main

import (
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/internal/tenantfile"
)

// killedBehindCreate leaves the results file and the tenant as a run does that
// is killed behind the creates of the first n people, and returns their
// passwords.
func killedBehindCreate(t *testing.T, m *admin.Test, path, file string, n int) (planned []admin365.Secret) {
	t.Helper()
	killed := newTrial(t, m.HTTP(), path, []byte(file))
	var people []results.Person
	for _, r := range killed.job.rows[:n] {
		people = append(people, results.Person{Row: r.Row, UserPrincipalName: r.UserPrincipalName})
	}
	planned, err := killed.file.Plan(people)
	require.NoError(t, err)
	for i, r := range killed.job.rows[:n] {
		r.password = planned[i]
		_, err = killed.users.Create(t.Context(), newUser(r))
		require.NoError(t, err)
	}
	return planned
}

// TestCutOffAfterFailure: who was created by a run that was killed is reported
// created by the next, with his password, even if an attempt before had failed.
func TestCutOffAfterFailure(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		lag  time.Duration
	}{{"seen at once", 0}, {"seen late", 5 * time.Second}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir() + "/results.csv"
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				stop := m.Drill(admin.Throttle("identity.Users.Create", 0, time.Second))
				for _, r := range newTrial(t, m.HTTP(), path, []byte(crowd(2))).run(t.Context()) {
					require.Equal(t, results.Failed, r.Outcome)
				}
				stop()
				if tt.lag > 0 {
					m.Drill(admin.ReplicaLag(tt.lag))
				}
				planned := killedBehindCreate(t, m, path, crowd(2), 2)
				assert.Equal(t, results.Planned, resultsIn(t, path)["person0@contoso.com"].Outcome, "it is not failed any more")
				got := newTrial(t, m.HTTP(), path, []byte(crowd(2))).run(t.Context())
				for i, name := range []string{"person0@contoso.com", "person1@contoso.com"} {
					assert.Equal(t, results.Created, got[name].Outcome, got[name].Detail)
					assert.NotContains(t, got[name].Detail, "somebody else")
					assert.Equal(t, planned[i].Reveal(), got[name].InitialPassword.Reveal())
				}
			})
		})
	}
}

// TestCutOffAndLookedAt: neither a dry run nor a run that got no answer takes
// away what the run needs that can say who was created.
func TestCutOffAndLookedAt(t *testing.T) {
	t.Parallel()
	file := adminCenterFile(person{user: "ada@contoso.com", name: "Ada", manager: "PattiF@contoso.com"})
	for _, tt := range []struct {
		name    string
		between func(t *testing.T, m *admin.Test, path string)
	}{
		{"a dry run", func(t *testing.T, m *admin.Test, path string) {
			before := read(t, path)
			dry := newTrial(t, m.HTTP(), path, []byte(file))
			dry.job.dryRun = true
			dry.run(t.Context())
			assert.Equal(t, before, read(t, path), "the line stays as it is")
		}},
		{"a look without an answer", func(t *testing.T, m *admin.Test, path string) {
			defer m.Drill(admin.Throttle("identity.Users.Get", 0, time.Second))()
			got := newTrial(t, m.HTTP(), path, []byte(file)).run(t.Context())
			assert.Equal(t, results.Failed, got["ada@contoso.com"].Outcome)
		}},
		{"a manager without an answer", func(t *testing.T, m *admin.Test, path string) {
			defer m.Drill(admin.FailNth("identity.Users.Get", 2, 403))()
			got := newTrial(t, m.HTTP(), path, []byte(file)).run(t.Context())
			assert.Equal(t, results.Failed, got["ada@contoso.com"].Outcome)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir() + "/results.csv"
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				planned := killedBehindCreate(t, m, path, file, 1)
				tt.between(t, m, path)
				got := newTrial(t, m.HTTP(), path, []byte(file)).run(t.Context())["ada@contoso.com"]
				assert.Equal(t, results.Created, got.Outcome, got.Detail)
				assert.Contains(t, got.Detail, "by an earlier run")
				assert.Equal(t, planned[0].Reveal(), got.InitialPassword.Reveal())
			})
		})
	}
}

// TestDeletedBetween: who was deleted and is created again has another account
// and another password.
func TestDeletedBetween(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/results.csv"
	file := []byte(adminCenterFile(person{user: "ada@contoso.com", name: "Ada"}))
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		run := func() results.Result {
			return newTrial(t, m.HTTP(), path, file).run(t.Context())["ada@contoso.com"]
		}
		first := run()
		require.Equal(t, results.Unchanged, run().Outcome)
		require.NoError(t, m.Identity.Users.Delete(t.Context(), first.ID))
		second := run()
		assert.Equal(t, results.Created, second.Outcome)
		assert.NotEqual(t, first.ID, second.ID)
		assert.NotEqual(t, first.InitialPassword.Reveal(), second.InitialPassword.Reveal(), "the old one is somebody's knowledge")
	})
}

// TestShownLate: an account of an earlier run that the service is slow to show
// keeps the password that was written for it.
func TestShownLate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lag     time.Duration
		outcome results.Outcome
	}{{10 * time.Second, results.Unchanged}, {20 * time.Second, results.Unchanged}, {time.Minute, results.Failed}} {
		t.Run(tt.lag.String(), func(t *testing.T) {
			t.Parallel()
			path := t.TempDir() + "/results.csv"
			file := []byte(adminCenterFile(person{user: "ada@contoso.com", name: "Ada"}))
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				m.Drill(admin.ReplicaLag(tt.lag))
				run := func() results.Result {
					// Another process does not know what this one has created.
					c, err := admin.NewEmulator(m.Memory, admin.EmulatorConfig{}).Client(admin365.Caller{})
					require.NoError(t, err)
					require.NoError(t, newTrial(t, c, path, file).job.run(t.Context()))
					return resultsIn(t, path)["ada@contoso.com"]
				}
				first, second := run(), run()
				require.Equal(t, results.Created, first.Outcome)
				assert.Equal(t, tt.outcome, second.Outcome, second.Detail)
				assert.NotContains(t, second.Detail, "somebody else")
				time.Sleep(time.Minute)
				third := run()
				assert.Equal(t, results.Unchanged, third.Outcome)
				for _, later := range []results.Result{second, third} {
					assert.Equal(t, first.ID, later.ID)
					assert.Equal(t, first.InitialPassword.Reveal(), later.InitialPassword.Reveal())
				}
			})
		})
	}
}

// TestTwoPasswords: where an earlier run wrote a password, the one of the
// starters file is not used, so that what is written is the account's.
func TestTwoPasswords(t *testing.T) {
	t.Parallel()
	const file = entraHeader + "Ada,ada@contoso.com,Sesame-Open-7!,No,,,\n"
	for _, line := range []string{"1,ada@contoso.com,,failed,busy,abcdefgh-IJKL-12", "1,ada@contoso.com,,planned,,abcdefgh-IJKL-12"} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			in := inFolder(t)
			write(t, in("people.csv"), file)
			write(t, in("r.csv"), "row,userPrincipalName,id,outcome,detail,initialPassword\n"+line+"\n")
			r := onboard(t, t.Context(), "-starters", in("people.csv"), "-tenant-file", in("t.json"), "-results", in("r.csv"))
			require.Equal(t, exitWell, r.code, r.stderr)
			got := resultsIn(t, in("r.csv"))["ada@contoso.com"]
			assert.Equal(t, results.Created, got.Outcome)
			assert.True(t, passwords(t, read(t, in("t.json"))).signIn("ada@contoso.com", got.InitialPassword), "what is written is the account's")
			assert.Contains(t, got.Detail, "the password of the starters file is not used")
			assert.NotContains(t, r.stdout+r.stderr+read(t, in("r.csv")), "Sesame")
		})
	}
}

// TestDoneOnce: a row that the service refuses is done once, with a manager and
// without.
func TestDoneOnce(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	file := adminCenterFile(
		person{user: "ada@nowhere.example", name: "Ada"},
		person{user: "bob@nowhere.example", name: "Bob", manager: "PattiF@contoso.com"},
		person{user: "AdeleV@contoso.com", name: "Adele Vance", title: strings.Repeat("x", 129)},
		person{user: "AlexW@contoso.com", name: "Alex Wilber", title: strings.Repeat("x", 129), manager: "PattiF@contoso.com"},
		person{user: "cid@contoso.com", name: "Cid"},
		person{user: "dan@contoso.com", name: "Dan", manager: "PattiF@contoso.com"},
	)
	tr := newTrial(t, m.HTTP(), t.TempDir()+"/results.csv", []byte(file))
	tr.job.progress = newProgress(io.Discard, false, 6)
	tr.run(t.Context())
	assert.Equal(t, 6, tr.job.progress.done)
	assert.Equal(t, 4, tr.job.progress.failed)
}

// TestBrokenResults: if outcomes cannot be written as they come, none is
// forgotten.
func TestBrokenResults(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	file, err := results.Open(in("r.csv"))
	require.NoError(t, err)
	require.NoError(t, file.Close())
	l := &ledger{results: file, tenant: &tenantfile.File{Path: in("t.json"), Memory: admin.NewMemory(admin.MemoryConfig{})}}
	var rows []*row
	for i, name := range []string{"ada@contoso.com", "bob@contoso.com", "cid@contoso.com"} {
		r := &row{name: name, outcome: results.Created}
		r.Row = i + 1
		rows = append(rows, r)
		require.NoError(t, l.add(r))
	}
	require.ErrorIs(t, l.checkpoint(true), os.ErrClosed)
	for _, r := range rows {
		assert.True(t, r.recorded, r.name)
	}
	assert.Len(t, file.Results(), 3)
}
