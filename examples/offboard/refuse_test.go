package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

func secret(text string) admin365.Secret { return admin365.NewSecret(text) }

// over runs the program on a tenant of the test's, as if it were a live one.
func over(t *testing.T, client *admin.Client, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := program{name: "offboard", stdout: &stdout, stderr: &stderr, live: func(options) (*connection, error) {
		return connectionOf(client), nil
	}}
	code := p.run(t.Context(), append([]string{"-live", "-tenant", "contoso.com", "-yes"}, args...))
	return ran{code: code, stdout: stdout.String(), stderr: stderr.String()}
}

// TestMustStay: the last Global Administrator and the caller are refused before
// anything is sent, with the reason.
func TestMustStay(t *testing.T) {
	t.Parallel()
	const administrator = "admin@contoso.com"
	promote := func(t *testing.T, m *admin.Test, name string) {
		_, err := m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: identity.GlobalAdministrator, PrincipalID: object(userIn(t, m.Memory, name))})
		require.NoError(t, err)
	}
	for _, tt := range []struct {
		name, why, who string
		given          func(*testing.T, *admin.Test)
		as             admin365.Caller
		says           string
	}{
		{"himself", "he would end halfway", administrator, func(t *testing.T, m *admin.Test) { promote(t, m, "NestorW@contoso.com") }, admin365.Caller{}, "nobody can take everything from himself"},
		{"himself by name", "whoever it is", "NestorW@contoso.com", func(t *testing.T, m *admin.Test) { promote(t, m, "NestorW@contoso.com") }, admin365.AsUser("NestorW@contoso.com"), "nobody can take everything from himself"},
		{"the last", "by an application that could", administrator, func(*testing.T, *admin.Test) {}, admin365.AsApp("app"), "the last Global Administrator"},
		{"the last who can sign in", "a blocked one is of no help", administrator, func(t *testing.T, m *admin.Test) {
			promote(t, m, "NestorW@contoso.com")
			require.NoError(t, m.Identity.Users.Update(t.Context(), "NestorW@contoso.com", identity.UserPatch{AccountEnabled: new(false)}))
		}, admin365.AsApp("app"), "the last Global Administrator"},
		{"the last who is there", "a deleted one is of no help", administrator, func(t *testing.T, m *admin.Test) {
			promote(t, m, "NestorW@contoso.com")
			require.NoError(t, m.Identity.Users.Delete(t.Context(), "NestorW@contoso.com"))
		}, admin365.AsApp("app"), "the last Global Administrator"},
		{"one of two", "the other can make a third", administrator, func(t *testing.T, m *admin.Test) { promote(t, m, "NestorW@contoso.com") }, admin365.AsApp("app"), ""},
		{"no administrator", "the usual case", "AllanD@contoso.com", func(*testing.T, *admin.Test) {}, admin365.AsApp("app"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := admin.NewTest(t)
			app, err := m.Backstage.Identity.AddApp(t.Context(), "app", "A program")
			require.NoError(t, err)
			_, err = m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: identity.GlobalAdministrator, PrincipalID: app})
			require.NoError(t, err, "it needs a role to touch an administrator, and is no person who could help")
			tt.given(t, m)
			writes := len(m.Writes())
			in := inFolder(t)
			r := over(t, m.As(tt.as), "-record", in("r.json"), tt.who)
			if tt.says == "" {
				assert.Equal(t, exitWell, r.code, r.stderr)
				return
			}
			assert.Equal(t, exitFailed, r.code)
			assert.Contains(t, r.stderr, tt.says, tt.why)
			assert.Contains(t, r.stderr, "nothing was changed")
			assert.Len(t, m.Writes(), writes)
			assert.Empty(t, names(t, in("")))
		})
	}
}

// TestAbsent: who is not there is told apart from who is deleted already.
func TestAbsent(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	require.NoError(t, m.Identity.Users.Delete(t.Context(), "AdeleV@contoso.com"))
	in := inFolder(t)
	for who, says := range map[string]string{
		"nobody@contoso.com": "the tenant has no user nobody@contoso.com; nothing was changed",
		"adelev@contoso.com": "adelev@contoso.com is deleted already, since 2026-01-05; nothing was changed",
	} {
		r := over(t, m.HTTP(), "-record", in("r.json"), who)
		assert.Equal(t, exitFailed, r.code)
		assert.Contains(t, r.stderr, says)
	}
	assert.Empty(t, names(t, in("")))
}

// TestStays: what follows from elsewhere is not touched, and said; the rest is
// done.
func TestStays(t *testing.T) {
	t.Parallel()
	m := securityDesk(t)
	allan := userIn(t, m.Memory, "AllanD@contoso.com")
	synced, err := m.Backstage.Identity.SyncGroup(t.Context(), identity.NewGroup{DisplayName: "Synced", MailNickname: "synced", Members: []admin365.ObjectID{object(allan)}})
	require.NoError(t, err)
	list, err := m.Backstage.Identity.AddGroup(t.Context(), identity.NewGroup{DisplayName: "Letters", MailNickname: "letters", MailEnabled: new(true), SecurityEnabled: new(false), Members: []admin365.ObjectID{object(allan)}})
	require.NoError(t, err)
	alone, err := m.Identity.Groups.Create(t.Context(), identity.NewGroup{DisplayName: "Alone", MailNickname: "alone", Owners: []admin365.ObjectID{object(allan)}})
	require.NoError(t, err)
	in := inFolder(t)
	r := over(t, m.HTTP(), "-record", in("r.json"), "AllanD@contoso.com")
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "  stays in group Synced: it is synchronized, and managed on-premises\n")
	assert.Contains(t, r.stdout, "  stays in group Letters: it is managed in Exchange\n")
	assert.Contains(t, r.stdout, "left as it is: take away ownership of group Alone: precondition failed: The group must have at least one owner, hence this owner cannot be removed.\n")
	record, err := readRecord(in("r.json"))
	require.NoError(t, err)
	assert.True(t, record.Deleted)
	assert.Len(t, record.Stays, 2)

	r = over(t, m.HTTP(), "-undo", in("r.json"))
	require.Equal(t, exitWell, r.code, r.stderr)
	for _, group := range []admin365.GroupID{synced.ID, list.ID} {
		n := 0
		for member, err := range m.Identity.GroupMembers.List(t.Context(), group) {
			require.NoError(t, err)
			assert.Equal(t, object(allan), member.ID)
			n++
		}
		assert.Equal(t, 1, n)
	}
	owns, err := connectionOf(m.Client).owns(t.Context(), alone.ID, allan.ID)
	require.NoError(t, err)
	assert.True(t, owns)
}

// TestGoneMeanwhile: what is not there any more cannot be given back, which is
// said and keeps nothing else from coming back.
func TestGoneMeanwhile(t *testing.T) {
	t.Parallel()
	m := securityDesk(t)
	in := inFolder(t)
	allan := userIn(t, m.Memory, "AllanD@contoso.com")
	require.Equal(t, exitWell, over(t, m.HTTP(), "-record", in("r.json"), "AllanD@contoso.com").code)
	for g, err := range m.Identity.Groups.List(t.Context(), identity.GroupQuery{DisplayName: "Security Desk"}) {
		require.NoError(t, err)
		require.NoError(t, m.Identity.Groups.Delete(t.Context(), g.ID))
	}
	require.NoError(t, m.Identity.Users.Delete(t.Context(), "JoniS@contoso.com"))
	require.NoError(t, m.Identity.Users.Delete(t.Context(), "NestorW@contoso.com"))
	r := over(t, m.HTTP(), "-undo", in("r.json"))
	require.Equal(t, exitWell, r.code, r.stderr)
	for _, what := range []string{"put back into group Security Desk", "make an owner of group Security Desk",
		"put back Nestor Wilke (NestorW@contoso.com) as manager of Allan Deyoung (AllanD@contoso.com)", "put back Allan Deyoung (AllanD@contoso.com) as manager of Joni Sherman (JoniS@contoso.com)"} {
		assert.Contains(t, r.stdout, "left as it is: "+what+": not found")
	}
	assert.Contains(t, r.stdout, "Allan Deyoung (AllanD@contoso.com) is back, but for what was left as it is\n")
	assert.True(t, enabled(userIn(t, m.Memory, string(allan.ID))))
}

// TestManagedElsewhere: which groups can be left here.
func TestManagedElsewhere(t *testing.T) {
	t.Parallel()
	for want, group := range map[string]identity.Group{
		"": {SecurityEnabled: new(true), MailEnabled: new(false), OnPremisesSyncEnabled: new(false)},
		"it is synchronized, and managed on-premises": {OnPremisesSyncEnabled: new(true)},
		"it is managed in Exchange":                   {MailEnabled: new(true), SecurityEnabled: new(true)},
		byRule:                                        {GroupTypes: []string{identity.UnifiedGroup, identity.DynamicMembership}, MailEnabled: new(true)},
	} {
		assert.Equal(t, want, managedElsewhere(&group))
	}
	assert.Empty(t, managedElsewhere(&identity.Group{GroupTypes: []string{identity.UnifiedGroup}, MailEnabled: new(true)}))
}

// TestRefusedOnTheWay: after a refusal the account is not deleted, and the next
// run does the rest.
func TestRefusedOnTheWay(t *testing.T) {
	t.Parallel()
	for _, op := range []string{"identity.RoleAssignments.Delete", "identity.Passwords.Set", "identity.Passwords.RevokeSessions", "identity.GroupMembers.Remove", "identity.GroupOwners.Remove", "identity.Users.Update"} {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			m := securityDesk(t)
			stop := m.Drill(admin.FailNth(op, 1, 403))
			in := inFolder(t)
			r := over(t, m.HTTP(), "-record", in("r.json"), "AllanD@contoso.com")
			assert.Equal(t, exitFailed, r.code)
			assert.Contains(t, r.stderr, "offboard: refused: ")
			assert.Contains(t, r.stderr, "is not deleted, because something was refused\nto go on, run the same command again:\n  offboard -live -tenant contoso.com -yes -record ")
			stop()
			before := len(m.Writes())
			r = over(t, m.HTTP(), "-record", in("r.json"), "AllanD@contoso.com")
			require.Equal(t, exitWell, r.code, r.stderr)
			var ops []string
			for _, w := range m.Writes()[before:] {
				ops = append(ops, w.Op)
			}
			assert.Equal(t, []string{op, "identity.Users.Delete"}, ops, "what was refused, and then the last")
		})
	}
}

// TestDrills: whatever happens on the wire, it ends the same, there and back.
func TestDrills(t *testing.T) {
	t.Parallel()
	everywhere := func(drill func(op string) admin.Drill) (drills []admin.Drill) {
		for _, op := range []string{
			"identity.Users.Update", "identity.Passwords.RevokeSessions", "identity.Passwords.Set", "identity.RoleAssignments.Delete",
			"identity.GroupMembers.Remove", "identity.GroupOwners.Remove", "identity.Users.Delete", "identity.DeletedUsers.Restore",
			"identity.GroupMembers.Add", "identity.GroupOwners.Add", "identity.RoleAssignments.Create", "identity.Managers.Set",
		} {
			drills = append(drills, drill(op))
		}
		return drills
	}
	for _, tt := range []struct {
		name   string
		drills []admin.Drill
	}{
		{"well", nil},
		{"lost answers", everywhere(func(op string) admin.Drill { return admin.CutBody(op, 1) })},
		{"throttled", everywhere(func(op string) admin.Drill { return admin.Throttle(op, 1, 3*time.Second) })},
		{"busy", everywhere(func(op string) admin.Drill { return admin.Busy(op, 2) })},
		{"unavailable", everywhere(func(op string) admin.Drill { return admin.Unavailable(op, 1, 0) })},
		{"lag", []admin.Drill{admin.ReplicaLag(5 * time.Second)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := inFolder(t)
			synctest.Test(t, func(t *testing.T) {
				m := securityDesk(t)
				time.Sleep(time.Minute)
				before := m.Snapshot()
				id := userIn(t, m.Memory, "AllanD@contoso.com").ID
				defer m.Drill(tt.drills...)()
				r := over(t, m.HTTP(), "-record", in("r.json"), "AllanD@contoso.com")
				require.Equal(t, exitWell, r.code, r.stdout+r.stderr)
				time.Sleep(time.Minute)
				_, err := m.Identity.DeletedUsers.Get(t.Context(), id)
				require.NoError(t, err)
				r = over(t, m.HTTP(), "-undo", in("r.json"))
				require.Equal(t, exitWell, r.code, r.stdout+r.stderr)
				assert.Equal(t, []string{
					"users: changed AllanD@contoso.com: password changed",
					"users: changed AllanD@contoso.com: passwordProfile changed",
					"roleAssignments: added Helpdesk Administrator of " + string(id),
					"roleAssignments: removed Helpdesk Administrator of " + string(id),
				}, timeless(m.Changes(before)))
				assert.NoError(t, m.Backstage.Identity.ChangePassword(t.Context(), id, firstPassword(t, in("r-results.csv")), secret("Another-Secret-7!")))
			})
		})
	}
}

// TestInterrupted: the step that is begun is finished and no other one is begun.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	saveTo(t, securityDesk(t).Memory, in("it's.json"))
	args := []string{"-tenant-file", in("it's.json"), "AllanD@contoso.com"}
	ctx, cancel := context.WithCancel(t.Context())
	r := offboardUntil(t, ctx, func(point string) {
		if point == "written: "+stepPassword {
			cancel()
		}
	}, args...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stdout, "done: "+stepPassword+"\n")
	assert.NotContains(t, r.stdout, "done: take away role")
	assert.Contains(t, r.stderr, "interrupted: 3 of 8 steps are done\nto go on, run the same command again:\n  offboard -tenant-file '"+strings.ReplaceAll(in("it's.json"), "'", `'\''`)+"' -record ")

	// Meanwhile he is given more, and can sign in.
	m := load(t, read(t, in("it's.json")))
	allan := userIn(t, m, "AllanD@contoso.com")
	require.NoError(t, m.Identity.Users.Update(t.Context(), allan.ID, identity.UserPatch{AccountEnabled: new(true)}))
	group, err := m.Identity.Groups.Create(t.Context(), identity.NewGroup{DisplayName: "Late", MailNickname: "late", Members: []admin365.ObjectID{object(allan)}})
	require.NoError(t, err)
	_, err = m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: identity.GlobalReader, PrincipalID: object(allan)})
	require.NoError(t, err)
	saveTo(t, m, in("it's.json"))
	before := read(t, in("it's.json"))

	r = offboard(t, args...)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.NotContains(t, r.stdout, stepPassword, "it is done")
	for _, line := range []string{"block the sign-in", "take away role Global Reader", "take away role Helpdesk Administrator", "take out of group Late", "take out of group Security Desk"} {
		assert.Contains(t, r.stdout, "done: "+line+"\n")
	}
	r = offboard(t, "-tenant-file", in("it's.json"), "-undo", in("it's-alland@contoso.com-offboarded.json"))
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.ElementsMatch(t, []string{
		"users: changed AllanD@contoso.com: password changed",
		"roleAssignments: added Global Reader of " + string(allan.ID),
		"roleAssignments: added Helpdesk Administrator of " + string(allan.ID),
		"roleAssignments: removed Global Reader of " + string(allan.ID),
		"roleAssignments: removed Helpdesk Administrator of " + string(allan.ID),
	}, changes(t, before, read(t, in("it's.json"))), "all of it is back, that of "+string(group.ID)+" too")
}

// TestExitCodes: with 2, nothing was changed.
func TestExitCodes(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := securityDesk(t)
	saveTo(t, m.Memory, in("t.json"))
	require.NoError(t, os.WriteFile(in("bad.json"), []byte("{}"), 0o600))
	other := &record{Version: recordVersion, Tenant: m.TenantID(), person: person{ID: "11111111-2222-4333-8444-555555555555", UserPrincipalName: "other@contoso.com"}}
	require.NoError(t, other.write(in("other.json")))
	other.Tenant = "fabrikam"
	require.NoError(t, other.write(in("fabrikam.json")))
	before, files := read(t, in("t.json")), names(t, in(""))
	kept := func(args ...string) []string { return append([]string{"-tenant-file", in("t.json")}, args...) }
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"help", []string{"-h"}, exitWell, "-undo"},
		{"nobody", kept(), exitUsage, "either a user name or -undo"},
		{"somebody and undo", kept("-undo", in("other.json"), "AllanD@contoso.com"), exitUsage, "either a user name or -undo"},
		{"flags behind", kept("AllanD@contoso.com", "-dry-run"), exitUsage, "flags come first"},
		{"no tenant", []string{"AllanD@contoso.com"}, exitUsage, "-tenant-file or -live"},
		{"two tenants", kept("-live", "-tenant", "contoso.com", "AllanD@contoso.com"), exitUsage, "-live"},
		{"yes without live", kept("-yes", "AllanD@contoso.com"), exitUsage, "-live"},
		{"live without a tenant", []string{"-live", "AllanD@contoso.com"}, exitUsage, "-tenant"},
		{"live without a record", []string{"-live", "-tenant", "contoso.com", "-yes", "AllanD@contoso.com"}, exitUsage, "-record"},
		{"a file twice", kept("-record", in("./t.json"), "AllanD@contoso.com"), exitUsage, "twice"},
		{"results without undo", kept("-results", in("r.csv"), "AllanD@contoso.com"), exitUsage, "-undo"},
		{"record and undo", kept("-record", in("r.json"), "-undo", in("other.json")), exitUsage, "-record"},
		{"a tenant file that is none", []string{"-tenant-file", in("bad.json"), "AllanD@contoso.com"}, exitUsage, "bad.json"},
		{"a record that is none", kept("-record", in("bad.json"), "AllanD@contoso.com"), exitUsage, "not a record"},
		{"a record in no folder", kept("-record", in("none/r.json"), "AllanD@contoso.com"), exitUsage, "none"},
		{"another's record", kept("-record", in("other.json"), "AllanD@contoso.com"), exitUsage, "the record of another account"},
		{"another tenant's record", kept("-record", in("fabrikam.json"), "AllanD@contoso.com"), exitUsage, "of another tenant"},
		{"no record to undo", kept("-undo", in("none.json")), exitUsage, "none.json"},
		{"another tenant's record to undo", kept("-undo", in("fabrikam.json")), exitUsage, "of another tenant"},
		{"nobody to bring back", kept("-undo", in("other.json")), exitFailed, "neither in the tenant nor among the deleted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := offboard(t, tt.args...)
			assert.Equal(t, tt.code, r.code)
			assert.Contains(t, r.stderr, tt.says)
			assert.Empty(t, r.stdout)
			assert.Equal(t, files, names(t, in("")), "no file was made")
			assert.Equal(t, before, read(t, in("t.json")))
		})
	}
}
