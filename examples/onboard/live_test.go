package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/results"
)

// TestLive: a live tenant is only read without -yes, by a client that could not
// write if it wanted to.
func TestLive(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	write(t, in("people.csv"), crowd(30))
	m := admin.NewTest(t)
	var readOnlies []bool
	run := func(args ...string) ran {
		var stdout, stderr bytes.Buffer
		p := program{name: "onboard", stdout: &stdout, stderr: &stderr, live: func(tenant admin365.TenantID, readOnly bool) (*admin.Client, error) {
			assert.Equal(t, admin365.TenantID("contoso.com"), tenant)
			readOnlies = append(readOnlies, readOnly)
			return m.HTTP(), nil
		}}
		args = append([]string{"-live", "-tenant", "contoso.com", "-starters", in("people.csv"), "-results", in("r.csv")}, args...)
		return ran{p.run(t.Context(), args), stdout.String(), stderr.String()}
	}
	r := run()
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stderr, "this was a dry run, nothing was changed; add -yes to do it\n")
	assert.Contains(t, r.stdout, "Total              30          0       0     30\n")
	assert.Empty(t, m.Writes())
	for _, planned := range resultsIn(t, in("r.csv")) {
		assert.Equal(t, results.Planned, planned.Outcome)
		assert.True(t, planned.InitialPassword.IsZero(), "a dry run makes no passwords")
	}

	r = run("-yes", "-dry-run")
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Empty(t, m.Writes())

	r = run("-yes")
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Equal(t, []bool{true, true, false}, readOnlies)
	assert.Len(t, m.Writes(), 60, "thirty creates, thirty managers")
	for _, created := range resultsIn(t, in("r.csv")) {
		assert.Equal(t, results.Created, created.Outcome)
		assert.False(t, created.InitialPassword.IsZero())
	}

	r = run()
	require.Equal(t, exitWell, r.code, r.stderr)
	for _, created := range resultsIn(t, in("r.csv")) {
		assert.Equal(t, results.Unchanged, created.Outcome)
	}
}

// TestDefaultCredential: the real one is made without contacting anybody.
func TestDefaultCredential(t *testing.T) {
	t.Parallel()
	service, err := live("contoso.com", true)
	require.NoError(t, err)
	assert.NotNil(t, service.Identity.Users)
	_, err = live("", true)
	assert.Error(t, err)
}
