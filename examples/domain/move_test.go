package main

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

const updateOp = "identity.Users.Update"

func moveArgs(record string, more ...string) []string {
	return liveArgs(append([]string{"-add", "example.com", "-move-users", "-record", record}, more...)...)
}

// TestPlan: -move-users alone changes nothing, directly and on the wire.
func TestPlan(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := verified(t)
	m.Given.User(identity.NewUser{UserPrincipalName: "adelev@example.com"})
	before, writes := m.Snapshot(), len(m.Writes())
	for way, client := range ways() {
		r := domainOn(t, t.Context(), as(m, client(m)), moveArgs(in("r.jsonl"))...)
		require.Equal(t, exitWell, r.code, r.stderr)
		assert.Contains(t, r.stdout, "\nThe sign-in names of 24 people in contoso.com that move to example.com:\n  Adele Vance: AdeleV@contoso.com -> AdeleV@example.com: that name is taken\n", way)
		assert.Contains(t, r.stdout, "  MOD Administrator: admin@contoso.com -> admin@example.com (who is signed in)\n  left alone: Olga Premik (OnPrem@contoso.com) is synchronized, so the name is changed on-premises\n1 person is in example.com already.\n")
		assert.Equal(t, "-move-users was a dry run, no name was changed; add -yes to do it\n", r.stderr)
	}
	assert.Empty(t, m.Changes(before))
	assert.Len(t, m.Writes(), writes)
	assert.NoFileExists(t, in("r.jsonl"))
}

// TestMove: a collision is told of and the others go on; who is synchronized and who
// is a guest are not touched; and all of it comes back.
func TestMove(t *testing.T) {
	t.Parallel()
	for way, client := range ways() {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			in := inFolder(t)
			m := verified(t)
			m.Given.User(identity.NewUser{UserPrincipalName: "AdeleV@example.com"})
			m.Given.User(identity.NewUser{UserPrincipalName: "visitor@contoso.com", UserType: identity.Guest})
			mail := userOf(t, m.Memory, "AlexW@contoso.com").Mail
			before := m.Snapshot()

			r := domainOn(t, t.Context(), as(m, client(m)), moveArgs(in("r.jsonl"), "-yes", "-password-days", "never")...)
			assert.Equal(t, exitFailed, r.code)
			assert.Contains(t, r.stderr, "domain: refused: Adele Vance: AdeleV@contoso.com -> AdeleV@example.com: conflict: ")
			assert.Contains(t, r.stderr, "domain: 1 change was refused\n")
			assert.Contains(t, r.stderr, "the next one is who is signed in, who signs in as admin@example.com from then on\n")
			assert.Contains(t, r.stdout, "  moved: MOD Administrator: admin@contoso.com -> admin@example.com\n23 names changed.\n", "he is the last one")
			assert.Contains(t, r.stdout, "To put the old names back:\n  domain -live -tenant contoso.com -undo "+in("r.jsonl")+" -yes\n")
			assert.Contains(t, r.stdout, "example.com has passwords that never expire now.\n")
			alex := userOf(t, m.Memory, "AlexW@example.com")
			assert.Equal(t, mail, alex.Mail, "the address stays")
			for _, name := range []admin365.UserID{"AdeleV@contoso.com", "OnPrem@contoso.com", "visitor@contoso.com"} {
				assert.Equal(t, string(name), nameOf(t, m.Memory, name))
			}
			for _, write := range m.Writes() {
				if write.Op == updateOp {
					assert.NotContains(t, write.Target, "OnPrem")
				}
			}
			info, err := os.Stat(in("r.jsonl"))
			require.NoError(t, err)
			assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
			lines := strings.Split(read(t, in("r.jsonl")), "\n")
			assert.Contains(t, lines[1], `"step":"begun"`)
			assert.Contains(t, lines[1], `"from":"AdeleV@contoso.com","to":"AdeleV@example.com"`)
			assert.Contains(t, lines[2], `"step":"refused"`)

			r = domainOn(t, t.Context(), as(m, client(m)), liveArgs("-undo", in("r.jsonl"), "-yes")...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "put back: MOD Administrator: admin@example.com -> admin@contoso.com\n23 names put back.\n")
			for _, change := range m.Changes(before) {
				assert.NotContains(t, change, "userPrincipalName")
			}
		})
	}
}

func userOf(t *testing.T, m *admin.Memory, id admin365.UserID) *identity.User {
	t.Helper()
	u, err := m.Identity.Users.Get(t.Context(), id)
	require.NoError(t, err)
	return u
}

// TestUndoOfWhatChanged: who has got another name, is gone, or whose old name is
// somebody else's, is told of.
func TestUndoOfWhatChanged(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := verified(t)
	// Without an address, whose old name somebody else can take.
	m.Given.User(identity.NewUser{UserPrincipalName: "noah@contoso.com", DisplayName: "Noah"})
	r := domainOn(t, t.Context(), as(m, m.Client), moveArgs(in("r.jsonl"), "-yes")...)
	require.Equal(t, exitWell, r.code, r.stderr)
	ctx := t.Context()
	require.NoError(t, m.Identity.Users.Update(ctx, "AdeleV@example.com", identity.UserPatch{UserPrincipalName: new("adele@example.com")}))
	require.NoError(t, m.Identity.Users.Update(ctx, "AlexW@example.com", identity.UserPatch{UserPrincipalName: new("AlexW@contoso.com")}))
	require.NoError(t, m.Identity.Users.Delete(ctx, "AllanD@example.com"))
	taker := m.Given.User(identity.NewUser{UserPrincipalName: "noah@contoso.com"})

	r = domainOn(t, ctx, as(m, m.HTTP()), liveArgs("-undo", in("r.jsonl"), "-yes")...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stdout, "left alone: Adele Vance: adele@example.com -> AdeleV@contoso.com: has got another name since\n")
	assert.Contains(t, r.stdout, "has it: Alex Wilber: AlexW@contoso.com\n")
	assert.Contains(t, r.stdout, "left alone: Allan Deyoung (AllanD@contoso.com): the account is gone\n")
	assert.Contains(t, r.stderr, "domain: refused: Noah: noah@example.com -> noah@contoso.com: conflict: ")
	assert.Contains(t, r.stdout, "\n21 names put back.\n")

	require.NoError(t, m.Identity.Users.Delete(ctx, taker.ID))
	r = domainOn(t, ctx, as(m, m.HTTP()), liveArgs("-undo", in("r.jsonl"), "-yes")...)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "\n1 name put back.\n")
}

// changing calls back after each change of a user.
type changing struct {
	identity.Users
	after func()
}

func (c *changing) Update(ctx context.Context, id admin365.UserID, p identity.UserPatch) error {
	defer c.after()
	return c.Users.Update(ctx, id, p)
}

// TestInterrupted: the person who is begun is finished, and nobody else is begun; the
// same command does the rest.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := verified(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	client := m.As(admin365.Caller{})
	client.Identity.Users = &changing{client.Identity.Users, cancel}
	args := moveArgs(in("r.jsonl"), "-yes", "-password-days", "never")
	r := domainOn(t, ctx, as(m, client), args...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "interrupted: what is left is done by the same command\n")
	assert.Contains(t, r.stdout, "\n1 name changed.\n")
	assert.Equal(t, 1, people(t, m.Memory, "example.com"))
	assert.Equal(t, 3, strings.Count(read(t, in("r.jsonl")), "\n"), "a header, begun and moved")

	r = domainOn(t, t.Context(), as(m, m.Client), args...)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "\n23 names changed.\n")
	r = domainOn(t, t.Context(), as(m, m.Client), liveArgs("-undo", in("r.jsonl"), "-yes")...)
	assert.Contains(t, r.stdout, "\n24 names put back.\n", "the record has both runs")
}

// TestLostAnswer: what was done and not answered is done again, which is harmless.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	for _, op := range []string{updateOp, "admin.Domains.Update", "admin.Domains.Verify", "admin.Domains.Add"} {
		for way, client := range ways() {
			t.Run(op+" "+way, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					in := inFolder(t)
					m := admin.NewTest(t)
					m.Drill(admin.LostAnswer(op, 1))
					connect := func(options) (*connection, error) {
						c, err := as(m, client(m))(options{})
						c.publish = m.Backstage.PublishDNS
						return c, err
					}
					r := domainOn(t, t.Context(), connect, moveArgs(in("r.jsonl"), "-default", "-yes", "-password-days", "never")...)
					require.Equal(t, exitWell, r.code, r.stderr)
					assert.Contains(t, r.stdout, "\n24 names changed.\n")
				})
			})
		}
	}
}

// TestForbidden: who may not is told so, and nothing is changed.
func TestForbidden(t *testing.T) {
	t.Parallel()
	m := verified(t)
	client := m.As(admin365.AsUser("AdeleV@contoso.com"))
	before := m.Snapshot()
	r := domainOn(t, t.Context(), as(m, client), liveArgs("-add", "other.example", "-default")...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "domain: stopped: other.example was not added: ")
	assert.Empty(t, m.Changes(before))
}

// TestRecordCutOff: a process that was killed leaves half a line.
func TestRecordCutOff(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := verified(t)
	c, err := as(m, m.Client)(options{})
	require.NoError(t, err)
	r := domainOn(t, t.Context(), as(m, m.Client), moveArgs(in("r.jsonl"), "-default", "-yes")...)
	require.Equal(t, exitWell, r.code, r.stderr)
	lines := strings.SplitAfter(read(t, in("r.jsonl")), "\n")
	header, begun := len(lines[0]+lines[1]), lines[0]+lines[1]+lines[2]
	for n := range len(begun) + 1 {
		require.NoError(t, os.WriteFile(in("cut.jsonl"), []byte(begun[:n]), 0o600))
		looked, err := readRecord(in("cut.jsonl"), c)
		require.NoErrorf(t, err, "cut after %q", begun[:n])
		record, err := openRecord(in("cut.jsonl"), c)
		require.NoErrorf(t, err, "cut after %q", begun[:n])
		want, former := 0, ""
		if n == len(begun) {
			want = 1
		}
		if n >= header {
			former = "contoso.com"
		}
		assert.Len(t, looked.owed(), want)
		assert.Len(t, record.owed(), want)
		assert.Equal(t, former, record.formerDefault("EXAMPLE.com"))
		require.NoError(t, record.close())
	}
	for name, text := range map[string]string{
		"else.txt":    "some text",
		"other.jsonl": strings.Replace(begun, string(m.TenantID()), "another", 1),
		"bad.jsonl":   lines[0] + "{}\n",
		"new.jsonl":   `{"domainRecord":2}` + "\n",
	} {
		require.NoError(t, os.WriteFile(in(name), []byte(text), 0o600))
		before := m.Snapshot()
		for _, args := range [][]string{moveArgs(in(name), "-yes"), liveArgs("-undo", in(name)), liveArgs("-undo", in(name), "-yes")} {
			r := domainOn(t, t.Context(), as(m, m.Client), args...)
			assert.Equal(t, exitUsage, r.code, name)
			assert.Contains(t, r.stderr, "nothing was changed\n")
		}
		assert.Empty(t, m.Changes(before))
		assert.Equal(t, text, read(t, in(name)), "what is no record of ours stays as it is")
	}
	r = domainOn(t, t.Context(), as(m, m.Client), liveArgs("-undo", in("none.jsonl"))...)
	assert.Equal(t, exitUsage, r.code)
	assert.NoFileExists(t, in("none.jsonl"))
}

// TestRecordCannotBeWritten: nothing more is changed once that is so.
func TestRecordCannotBeWritten(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := verified(t)
	c, err := as(m, m.Client)(options{})
	require.NoError(t, err)
	record, err := openRecord(in("r.jsonl"), c)
	require.NoError(t, err)
	require.NoError(t, record.file.Close())
	w := &worker{c: c, record: record}
	adele := userOf(t, m.Memory, "AdeleV@contoso.com")
	_, err = w.move(t.Context(), move{id: adele.ID, from: "AdeleV@contoso.com", to: "AdeleV@example.com"})
	assert.True(t, errors.Is(err, errRecord))
	assert.Equal(t, "AdeleV@contoso.com", nameOf(t, m.Memory, adele.ID))
}

// TestNotSaved: what was done and is not on the disk is told.
func TestNotSaved(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := verified(t)
	full := func(options) (*connection, error) {
		c, err := as(m, m.Client)(options{})
		c.save = func() error { return errors.New("the disk is full") }
		return c, err
	}
	r := domainOn(t, t.Context(), full, moveArgs(in("r.jsonl"), "-yes")...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "domain: what was done is not on the disk: the disk is full\n")
}
