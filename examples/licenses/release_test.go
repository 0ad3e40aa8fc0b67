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
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

const assignOp = "billing.Licenses.Assign"

// asked counts how often the tenant was asked to change a license of a person.
func asked(m *admin.Test) (n int) {
	for _, write := range m.Writes() {
		if write.Op == assignOp {
			n++
		}
	}
	return n
}

// TestDryRun: -free alone changes nothing, directly and on the wire.
func TestDryRun(t *testing.T) {
	t.Parallel()
	m := contoso(t)
	before, writes := m.Snapshot(), len(m.Writes())
	for _, client := range []*admin.Client{m.Client, m.HTTP()} {
		r := licensesOn(t, t.Context(), as(m.Memory, client), liveArgs("-free")...)
		require.Equal(t, exitWell, r.code, r.stderr)
		assert.Equal(t, table+plan, r.stdout)
		assert.Equal(t, "this was a dry run, nothing was changed; add -yes to do it\n", r.stderr)
	}
	assert.Empty(t, m.Changes(before))
	assert.Len(t, m.Writes(), writes)
}

// TestThereAndBack: what is released is free, stands in the record, and comes back.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	for _, via := range []string{viaMemory, viaHTTP} {
		t.Run(via, func(t *testing.T) {
			t.Parallel()
			in := inFolder(t)
			m := contoso(t)
			saveTo(t, m.Memory, in("t.json"))
			before := m.Snapshot()
			e3, visio := free(t, m.Memory, "SPE_E3"), free(t, m.Memory, "VISIOCLIENT")
			place := []string{"-tenant-file", in("t.json"), "-via", via}

			r := licenses(t, append(place, "-free")...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.NoFileExists(t, in("t-released.jsonl"))

			r = licenses(t, append(place, "-free", "-yes")...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "\n12 licenses taken; 8 seats are free again\n")
			assert.Contains(t, r.stdout, "  licenses -tenant-file "+in("t.json")+" -undo "+in("t-released.jsonl")+" -yes\n")
			info, err := os.Stat(in("t-released.jsonl"))
			require.NoError(t, err)
			assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())

			now := load(t, in("t.json"))
			assert.Equal(t, e3+3, free(t, now, "SPE_E3"))
			assert.Equal(t, visio+1, free(t, now, "VISIOCLIENT"))
			assert.Empty(t, skus(t, now, "MiriamG"))
			assert.Empty(t, skus(t, now, "HenriettaM"))
			henrietta, err := now.Billing.Licenses.Get(t.Context(), "HenriettaM@contoso.com")
			require.NoError(t, err)
			assert.Len(t, henrietta.Assigned, 1, "she has it by the group still")

			r = licenses(t, append(place, "-free", "-yes")...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "\n0 licenses taken; 0 seats are free again\n")

			undo := append(place, "-undo", in("t-released.jsonl"))
			r = licenses(t, undo...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "would be given back: Pradeep Gupta (PradeepG@contoso.com): Visio Plan 2\n")
			assert.Empty(t, skus(t, load(t, in("t.json")), "MiriamG"), "a dry run gives nothing back")

			r = licenses(t, append(undo, "-yes")...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "\n12 licenses given back\n")
			now = load(t, in("t.json"))
			for name, direct := range map[string][]string{
				"MiriamG":    {"Microsoft 365 E5", "Dynamics 365 Customer Engagement Plan"},
				"HenriettaM": {"Microsoft 365 E3"}, "PradeepG": {"Microsoft 365 E3", "Visio Plan 2"},
			} {
				assert.ElementsMatch(t, direct, skus(t, now, name), name)
			}
			assert.Equal(t, e3, free(t, now, "SPE_E3"))
			require.NoError(t, m.Load(strings.NewReader(read(t, in("t.json")))))
			for _, change := range m.Changes(before) {
				assert.Contains(t, change, "icense", "nothing else has changed")
			}

			r = licenses(t, append(undo, "-yes")...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Equal(t, "0 licenses given back\n", r.stdout)
		})
	}
}

func load(t *testing.T, path string) *admin.Memory {
	t.Helper()
	m, err := admin.LoadMemory(strings.NewReader(read(t, path)), admin.MemoryConfig{})
	require.NoError(t, err)
	return m
}

// TestRulesAndKeep: only the rules that are asked for find something, and those of
// -keep keep what they have.
func TestRulesAndKeep(t *testing.T) {
	t.Parallel()
	r := licenses(t, "-free", "-rules", "blocked", "-keep", "diegos@CONTOSO.com")
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Equal(t, table+`
What can be released:
  Diego Siciliani (DiegoS@contoso.com): Microsoft 365 E3, blocked: left alone, -keep says so
  Miriam Graham (MiriamG@contoso.com): Dynamics 365 Customer Engagement Plan, blocked
  Miriam Graham (MiriamG@contoso.com): Microsoft 365 E5, blocked
2 licenses of 1 person; 2 seats come free
1 further license of blocked or inactive people: by a group, so who is not to have it leaves the group
`, r.stdout)

	r = licenses(t, "-free", "-yes", "-keep", "nobody@contoso.com")
	assert.Equal(t, exitUsage, r.code, "a slip of the pen must not cost anybody a license")
	assert.Contains(t, r.stderr, "-keep nobody@contoso.com")
	assert.Empty(t, r.stdout)
}

// TestAdministrators: who is signed in and the Global Administrators, those by a group
// included, keep what they have.
func TestAdministrators(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := contoso(t)
	m.Advance(200 * day)
	chiefs := m.Given.Group(identity.NewGroup{DisplayName: "Chiefs", IsAssignableToRole: new(true)})
	require.NoError(t, m.Identity.GroupMembers.Add(t.Context(), chiefs.ID, idOf(t, m.Memory, "PattiF")))
	for _, holder := range []admin365.ObjectID{idOf(t, m.Memory, "MiriamG"), admin365.ObjectID(chiefs.ID)} {
		_, err := m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: identity.GlobalAdministrator, PrincipalID: holder})
		require.NoError(t, err)
	}
	megan := admin365.AsUser("MeganB@contoso.com")
	_, err := m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: identity.UserAdministrator, PrincipalID: idOf(t, m.Memory, "MeganB")})
	require.NoError(t, err)
	r := licensesOn(t, t.Context(), as(m.Memory, m.As(megan)), liveArgs("-free", "-yes", "-record", in("r.jsonl"), "-rules", "blocked")...)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "Microsoft 365 E5, blocked: left alone, this is a Global Administrator\n")
	assert.NotEmpty(t, skus(t, m.Memory, "MiriamG"))

	r = licensesOn(t, t.Context(), as(m.Memory, m.Client), liveArgs("-free", "-yes", "-record", in("r.jsonl"))...)
	require.Equal(t, exitWell, r.code, r.stderr)
	for _, name := range []string{"admin", "PattiF", "MiriamG"} {
		assert.NotEmpty(t, skus(t, m.Memory, name), name)
	}
	assert.Empty(t, skus(t, m.Memory, "MeganB"))
	assert.Contains(t, r.stdout, "admin@contoso.com): Microsoft 365 E5, not signed in for 90 days: left alone, this is who is signed in\n")
}

func idOf(t *testing.T, m *admin.Memory, name string) admin365.ObjectID {
	t.Helper()
	user, err := m.Identity.Users.Get(t.Context(), admin365.UserID(name+"@contoso.com"))
	require.NoError(t, err)
	return admin365.ObjectID(user.ID)
}

// TestNobodyKnowsTheAdministrators: without the right to know them nothing is
// released.
func TestNobodyKnowsTheAdministrators(t *testing.T) {
	t.Parallel()
	m := contoso(t)
	app := m.As(admin365.AsApp("clerk", "User.Read.All", "AuditLog.Read.All", "Organization.Read.All", "LicenseAssignment.ReadWrite.All"))
	r := licensesOn(t, t.Context(), as(m.Memory, app), liveArgs("-free")...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "-free has to know the Global Administrators")
}

// TestApplication: an application with exactly the permissions that the program names
// releases licenses, on the wire.
func TestApplication(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := contoso(t)
	client, err := admin.NewEmulator(m.Memory, admin.EmulatorConfig{}).Client(admin365.AsApp("clerk", "User.Read.All", "AuditLog.Read.All",
		"Organization.Read.All", "RoleManagement.Read.Directory", "GroupMember.Read.All", "LicenseAssignment.ReadWrite.All"))
	require.NoError(t, err)
	r := licensesOn(t, t.Context(), as(m.Memory, client), liveArgs("-free", "-yes", "-record", in("r.jsonl"))...)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "\n12 licenses taken; 8 seats are free again\n")
}

// changing is Licenses that does something before its first Assign.
type changing struct {
	billing.Licenses
	before func()
}

func (c *changing) Assign(ctx context.Context, id admin365.UserID, change billing.LicenseChange) error {
	if c.before != nil {
		c.before()
		c.before = nil
	}
	return c.Licenses.Assign(ctx, id, change)
}

// TestLookedAtAgain: who is unblocked, signs in, leaves, or loses the group's license
// after everybody was read keeps what he has.
func TestLookedAtAgain(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := contoso(t)
	lee := idOf(t, m.Memory, "LeeG")
	client := m.As(admin365.Caller{})
	client.Billing.Licenses = &changing{client.Billing.Licenses, func() {
		ctx := t.Context()
		must := func(err error) { require.NoError(t, err) }
		password := identity.NewPassword()
		must(m.Identity.Users.Update(ctx, "MiriamG@contoso.com", identity.UserPatch{AccountEnabled: new(true)}))
		must(m.Identity.Passwords.Set(ctx, "PattiF@contoso.com", identity.PasswordProfile{Password: password}))
		must(m.Backstage.Identity.SignIn(ctx, "PattiF@contoso.com", password))
		must(m.Identity.Users.Delete(ctx, "PradeepG@contoso.com"))
		for group, err := range m.Identity.Groups.List(ctx, identity.GroupQuery{DisplayNamePrefix: "sg-Engineering"}) {
			must(err)
			must(m.Identity.GroupMembers.Remove(ctx, group.ID, lee))
		}
		must(m.Backstage.Billing.FinishGroupLicensing(ctx))
	}}
	r := licensesOn(t, t.Context(), as(m.Memory, client), liveArgs("-free", "-yes", "-record", in("r.jsonl"))...)
	require.Equal(t, exitWell, r.code, r.stderr)
	for _, line := range []string{
		"left alone: Miriam Graham (MiriamG@contoso.com): Microsoft 365 E5, which was: blocked, and is not any more\n",
		"left alone: Patti Fernandez (PattiF@contoso.com): Microsoft 365 E5, which was: not signed in for 90 days, and is not any more\n",
		"left alone: Pradeep Gupta (PradeepG@contoso.com): the account is gone\n",
		"left alone: Lee Gu (LeeG@contoso.com): Microsoft 365 E3, which was: a group gives it, too, and is not any more\n",
		"released: Lynne Robbins (LynneR@contoso.com): Microsoft 365 E3\n",
	} {
		assert.Contains(t, r.stdout, line)
	}
	assert.Equal(t, []string{"Microsoft 365 E5"}, skus(t, m.Memory, "PattiF"))
	assert.Len(t, skus(t, m.Memory, "MiriamG"), 2)
	assert.Contains(t, skus(t, m.Memory, "LeeG"), "Microsoft 365 E3")
}

// TestRefusedForOne: the service refuses one person; the others are done, and the
// exit code says it.
func TestRefusedForOne(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := contoso(t)
	m.Drill(admin.FailNth(assignOp, 1, 400))
	r := licensesOn(t, t.Context(), as(m.Memory, m.HTTP()), liveArgs("-free", "-yes", "-record", in("r.jsonl"))...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "licenses: refused: Diego Siciliani (DiegoS@contoso.com): ")
	assert.Contains(t, r.stderr, "licenses: 1 person was refused\n")
	assert.Contains(t, r.stdout, "\n11 licenses taken; 7 seats are free again\n")
	assert.NotEmpty(t, skus(t, m.Memory, "DiegoS"))

	back := licensesOn(t, t.Context(), as(m.Memory, m.HTTP()), liveArgs("-undo", in("r.jsonl"), "-yes")...)
	require.Equal(t, exitWell, back.code, back.stderr)
	assert.Contains(t, back.stdout, "\n11 licenses given back\n")
}

// TestLostAnswer: it is done and the answer is lost. Directly the program looks, on the
// wire the client asks again.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	for name, client := range map[string]func(*admin.Test) *admin.Client{
		"direct": func(m *admin.Test) *admin.Client { return m.Client },
		"wire":   (*admin.Test).HTTP,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				in := inFolder(t)
				m := contoso(t)
				m.Drill(admin.LostAnswer(assignOp, 1))
				r := licensesOn(t, t.Context(), as(m.Memory, client(m)), liveArgs("-free", "-yes", "-record", in("r.jsonl"))...)
				require.Equal(t, exitWell, r.code, r.stderr)
				assert.Contains(t, r.stdout, "\n12 licenses taken; 8 seats are free again\n")
				assert.Empty(t, skus(t, m.Memory, "DiegoS"))
			})
		})
	}
}

// TestInterrupted: the person who is begun is finished, and nobody else is begun.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := contoso(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	client := m.As(admin365.Caller{})
	client.Billing.Licenses = &changing{client.Billing.Licenses, cancel}
	already := asked(m)
	args := liveArgs("-free", "-yes", "-record", in("r.jsonl"))
	r := licensesOn(t, ctx, as(m.Memory, client), args...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "interrupted")
	assert.Contains(t, r.stdout, "\n1 license taken; 1 seat is free again\n")
	assert.Equal(t, already+1, asked(m))

	r = licensesOn(t, t.Context(), as(m.Memory, client), args...)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "\n11 licenses taken; 7 seats are free again\n")
	back := licensesOn(t, t.Context(), as(m.Memory, client), liveArgs("-undo", in("r.jsonl"), "-yes")...)
	assert.Contains(t, back.stdout, "\n12 licenses given back\n", "the record has both runs")
}

// TestNoSeats: who gets nothing back because somebody else has the seat is told, and
// the others get theirs.
func TestNoSeats(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := contoso(t)
	r := licensesOn(t, t.Context(), as(m.Memory, m.Client), liveArgs("-free", "-yes", "-record", in("r.jsonl"))...)
	require.Equal(t, exitWell, r.code, r.stderr)
	visio := []admin365.AssignedLicense{{SKUID: "c5928f49-12ba-48f7-ada3-0d743a3601d5"}}
	require.NoError(t, m.Billing.Licenses.Assign(t.Context(), "LeeG@contoso.com", billing.LicenseChange{Add: visio}))
	undo := liveArgs("-undo", in("r.jsonl"), "-yes")
	r = licensesOn(t, t.Context(), as(m.Memory, m.HTTP()), undo...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "refused: Pradeep Gupta (PradeepG@contoso.com): ")
	assert.Contains(t, r.stderr, "does not have any available licenses")
	assert.Contains(t, r.stdout, "\n10 licenses given back\n")

	require.NoError(t, m.Billing.Licenses.Assign(t.Context(), "LeeG@contoso.com", billing.LicenseChange{Remove: []admin365.SKUID{visio[0].SKUID}}))
	r = licensesOn(t, t.Context(), as(m.Memory, m.HTTP()), undo...)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "\n2 licenses given back\n")
}

// TestRecordCutOff: a process that was killed leaves half a line, and what was begun
// and did not happen is not given back twice.
func TestRecordCutOff(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := contoso(t)
	r := licensesOn(t, t.Context(), as(m.Memory, m.Client), liveArgs("-free", "-yes", "-record", in("r.jsonl"))...)
	require.Equal(t, exitWell, r.code, r.stderr)
	lines := strings.SplitAfter(read(t, in("r.jsonl")), "\n")
	begun := lines[0] + lines[1]
	for n := len(lines[0]); n <= len(begun); n++ {
		require.NoError(t, os.WriteFile(in("cut.jsonl"), []byte(begun[:n]), 0o600))
		record, err := openRecord(in("cut.jsonl"), m.TenantID())
		require.NoErrorf(t, err, "cut after %q", begun[:n])
		assert.Len(t, record.owed(), n/len(begun))
		require.NoError(t, record.close())
	}
	for n := range len(lines[0]) - 1 {
		require.NoError(t, os.WriteFile(in("cut.jsonl"), []byte(lines[0][:n]), 0o600))
		record, err := openRecord(in("cut.jsonl"), m.TenantID())
		if err == nil {
			assert.Empty(t, record.owed())
			require.NoError(t, record.close())
		}
	}
	_, err := openRecord(in("r.jsonl"), "another")
	assert.ErrorContains(t, err, "another tenant")
}

// TestRecordCannotBeWritten: nothing more is taken once that is so.
func TestRecordCannotBeWritten(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	record, err := openRecord(in("r.jsonl"), "contoso")
	require.NoError(t, err)
	require.NoError(t, record.file.Close())
	err = record.add(person{ID: "x"}, stepBegun, []held{{SKUID: "y"}})
	assert.True(t, errors.Is(err, errRecord))
}

// TestNotSaved: what was done and is not on the disk is told, and the record knows it.
func TestNotSaved(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := contoso(t)
	full := func(options) (*connection, error) {
		return &connection{Client: m.Client, now: m.Now, save: func() error { return errors.New("the disk is full") }}, nil
	}
	r := licensesOn(t, t.Context(), full, liveArgs("-free", "-yes", "-record", in("r.jsonl"))...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "licenses: what was done is not on the disk: the disk is full\n")
	r = licensesOn(t, t.Context(), as(m.Memory, m.Client), liveArgs("-undo", in("r.jsonl"), "-yes")...)
	assert.Equal(t, exitWell, r.code)
	assert.Contains(t, r.stdout, "\n12 licenses given back\n")
}
