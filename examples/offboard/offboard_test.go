package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

const plan = `Allan Deyoung (AllanD@contoso.com):
  block the sign-in
  revoke all sessions
  set a password that nobody knows
  take away role Helpdesk Administrator
  take out of group All Company
  take out of group Security Desk
  take away ownership of group Security Desk
  delete the account
  Joni Sherman (JoniS@contoso.com) will have no manager
`

func TestDemonstration(t *testing.T) {
	t.Parallel()
	r := offboard(t)
	require.Equal(t, exitWell, r.code, r.stderr)
	for _, line := range []string{"The plan:", "It is done:", "done: delete the account\n", "It is undone:", "done: unblock the sign-in\n", "Allan Deyoung (AllanD@contoso.com) is back\n"} {
		assert.Contains(t, r.stdout, line)
	}
}

// TestThereAndBack: who leaves has nothing left, and comes back with all that he
// had but the password.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := securityDesk(t)
	saveTo(t, m.Memory, in("t.json"))
	before := read(t, in("t.json"))
	id := userIn(t, m.Memory, "AllanD@contoso.com").ID

	r := offboard(t, "-tenant-file", in("t.json"), "-dry-run", "AllanD@contoso.com")
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Equal(t, plan, r.stdout)
	assert.Equal(t, "this was a dry run, nothing was changed\n", r.stderr)
	assert.Equal(t, []string{"t.json"}, names(t, in("")))
	assert.Equal(t, before, read(t, in("t.json")))

	r = offboard(t, "-tenant-file", in("t.json"), "AllanD@contoso.com")
	require.Equal(t, exitWell, r.code, r.stderr)
	const record = "t-alland@contoso.com-offboarded.json"
	assert.Contains(t, r.stdout, "Allan Deyoung (AllanD@contoso.com) is offboarded: 1 role, 2 memberships and 1 ownership taken away, 1 report without a manager\n")
	assert.Contains(t, r.stdout, "  offboard -tenant-file "+in("t.json")+" -undo "+in(record)+"\n")
	assert.Equal(t, []string{record, "t.json"}, names(t, in("")))
	private(t, in(record))
	gone := load(t, read(t, in("t.json")))
	_, err := gone.Identity.Users.Get(t.Context(), id)
	require.ErrorIs(t, err, admin365.ErrNotFound)
	deleted, err := gone.Identity.DeletedUsers.Get(t.Context(), id)
	require.NoError(t, err)
	assert.False(t, enabled(deleted))

	again := offboard(t, "-tenant-file", in("t.json"), "alland@CONTOSO.com")
	require.Equal(t, exitWell, again.code, again.stderr)
	assert.Contains(t, again.stdout, "is offboarded: 1 role")
	assert.NotContains(t, again.stdout, "done:")
	assert.Empty(t, again.points)

	undo := []string{"-tenant-file", in("t.json"), "-undo", in(record)}
	r = offboard(t, append(undo, "-dry-run")...)
	assert.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "  restore the account\n")
	r = offboard(t, undo...)
	require.Equal(t, exitWell, r.code, r.stderr)
	const results = "t-alland@contoso.com-offboarded-results.csv"
	assert.Contains(t, r.stdout, "the old password is gone; the new first one stands in "+in(results)+"\n")
	assert.Equal(t, []string{results, record, "t.json"}, names(t, in("")))
	password := firstPassword(t, in(results))
	assert.NotContains(t, r.stdout+r.stderr+read(t, in(record))+read(t, in("t.json")), password.Reveal())
	assert.Equal(t, []string{
		"users: changed AllanD@contoso.com: password changed",
		"users: changed AllanD@contoso.com: passwordProfile changed",
		"roleAssignments: added Helpdesk Administrator of " + string(id),
		"roleAssignments: removed Helpdesk Administrator of " + string(id),
	}, changes(t, before, read(t, in("t.json"))))
	back := load(t, read(t, in("t.json")))
	assert.NoError(t, back.Backstage.Identity.ChangePassword(t.Context(), id, password, admin365.NewSecret("Another-Secret-7!")), "the password is his")

	r = offboard(t, undo...)
	assert.Equal(t, exitWell, r.code)
	assert.Equal(t, "Allan Deyoung (AllanD@contoso.com) is back already\n", r.stdout)
	assert.Equal(t, password.Reveal(), firstPassword(t, in(results)).Reveal())

	// He leaves for the second time, and comes back with another password.
	require.Equal(t, exitWell, offboard(t, "-tenant-file", in("t.json"), "AllanD@contoso.com").code)
	require.Equal(t, exitWell, offboard(t, undo...).code)
	assert.NotEqual(t, password.Reveal(), firstPassword(t, in(results)).Reveal())
}

// overheard keeps the passwords that are set.
type overheard struct {
	identity.Passwords
	all []string
}

func (o *overheard) Set(ctx context.Context, id admin365.UserID, p identity.PasswordProfile) error {
	o.all = append(o.all, p.Password.Reveal())
	return o.Passwords.Set(ctx, id, p)
}

// TestPasswordsAreSaidNowhere: the one that nobody knows is nowhere, and the new
// first one in its file alone.
func TestPasswordsAreSaidNowhere(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := admin.NewTest(t)
	listening := &overheard{Passwords: m.Identity.Passwords}
	var out bytes.Buffer
	p := program{name: "offboard", stdout: &out, stderr: &out, live: func(options) (*connection, error) {
		c := connectionOf(m.HTTP())
		c.Passwords = listening
		return c, nil
	}}
	live := []string{"-live", "-tenant", "contoso.com", "-yes"}
	require.Equal(t, exitWell, p.run(t.Context(), append(live, "-record", in("r.json"), "AllanD@contoso.com")), out.String())
	require.Equal(t, exitWell, p.run(t.Context(), append(live, "-undo", in("r.json"))), out.String())
	require.Len(t, listening.all, 2)
	for i, password := range listening.all {
		assert.GreaterOrEqual(t, len(password), 16)
		assert.NotContains(t, out.String()+read(t, in("r.json")), password)
		if i == 0 {
			assert.NotContains(t, read(t, in("r-results.csv")), password)
		}
	}
	assert.Equal(t, listening.all[1], firstPassword(t, in("r-results.csv")).Reveal())
}
