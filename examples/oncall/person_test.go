package main

import (
	"context"
	"encoding/json"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
)

const adele = "AdeleV@contoso.com"

// asked is the answer about a person.
func asked(t *testing.T, m *admin.Memory, o options, change ...func(*connection)) (answer, int) {
	t.Helper()
	o.json = true
	if o.user == "" {
		o.user = adele
	}
	r := on(t, m, o, change...)
	var a answer
	require.NoError(t, json.Unmarshal([]byte(r.stdout), &a), r.stdout+r.stderr)
	return a, r.code
}

// first is the first finding.
func first(t *testing.T, a answer) finding {
	t.Helper()
	require.NotEmpty(t, a.Findings)
	return a.Findings[0]
}

func TestNothingFound(t *testing.T) {
	t.Parallel()
	a, code := asked(t, calm(t), options{})
	assert.Equal(t, exitWell, code)
	assert.Equal(t, nothing, a.Verdict)
	assert.Equal(t, "Adele Vance", a.Name)
	assert.Empty(t, a.Findings)
	r := on(t, calm(t), options{user: adele})
	assert.Contains(t, r.stdout, "Adele Vance (AdeleV@contoso.com): nothing was found that keeps this person out\n")
}

func TestBlocked(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{}) // An incident is open besides.
	require.NoError(t, m.Identity.Users.Update(t.Context(), adele, identity.UserPatch{AccountEnabled: new(false)}))
	a, code := asked(t, m, options{})
	assert.Equal(t, exitBurns, code)
	assert.Equal(t, us, a.Verdict, "what is surely ours comes before what may be Microsoft's")
	assert.Equal(t, "the account is blocked", first(t, a).What)
	assert.Contains(t, first(t, a).Page, "entra.microsoft.com")
	require.Len(t, a.Findings, 2)
	assert.Equal(t, microsoft, a.Findings[1].Whose)
}

func TestPasswordExpired(t *testing.T) {
	t.Parallel()
	m := calm(t)
	require.NoError(t, m.PasswordPolicy.Set(t.Context(), "contoso.com", admin.PasswordPolicy{ValidityDays: 90}))
	user, err := m.Identity.Users.Get(t.Context(), adele)
	require.NoError(t, err)
	require.NoError(t, m.Identity.Passwords.Set(t.Context(), user.ID, identity.PasswordProfile{Password: identity.NewPassword()}))
	m.Advance(90*24*time.Hour - time.Minute)
	a, _ := asked(t, m, options{})
	assert.Equal(t, nothing, a.Verdict, "a minute before")
	m.Advance(time.Minute)
	a, code := asked(t, m, options{})
	assert.Equal(t, exitBurns, code)
	assert.Equal(t, us, a.Verdict)
	assert.Contains(t, first(t, a).What, "the password has expired: it is of 2026-01-05, and passwords last 90 days")

	require.NoError(t, identity.SetPasswordNeverExpires(t.Context(), m.Identity.Users, user.ID, true))
	a, _ = asked(t, m, options{})
	assert.Equal(t, nothing, a.Verdict, "a person's own policy wins")
}

func TestNoLicense(t *testing.T) {
	t.Parallel()
	m := calm(t)
	a, code := asked(t, m, options{user: unlicensed(t, m)})
	assert.Equal(t, exitBurns, code)
	assert.Equal(t, us, a.Verdict)
	assert.Equal(t, "no license is assigned", first(t, a).What)
}

// unlicensed is somebody of Contoso without a license.
func unlicensed(t *testing.T, m *admin.Memory) string {
	t.Helper()
	_, err := m.Identity.Users.Create(t.Context(), identity.NewUser{
		UserPrincipalName: "new@contoso.com", DisplayName: "New Person", MailNickname: "new",
		PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
	})
	require.NoError(t, err)
	return "new@contoso.com"
}

func TestNobody(t *testing.T) {
	t.Parallel()
	m := calm(t)
	a, code := asked(t, m, options{user: "nobody@contoso.com"})
	assert.Equal(t, exitBurns, code)
	assert.Equal(t, "there is no such account", first(t, a).What)
	require.NoError(t, m.Identity.Users.Delete(t.Context(), adele))
	a, _ = asked(t, m, options{user: "adelev@CONTOSO.com"})
	assert.Equal(t, us, a.Verdict)
	assert.Equal(t, "the account was deleted on 2026-01-05", first(t, a).What)
	assert.Equal(t, "Adele Vance", a.Name)
}

// closed puts an instance behind a group, or into administration mode.
func closed(t *testing.T, m *admin.Memory, name string, group admin365.GroupID) {
	t.Helper()
	e, err := instances.FindByName(t.Context(), m.Instances.Environments, name)
	require.NoError(t, err)
	if group != "" {
		_, err = m.Instances.Environments.Update(t.Context(), e.ID, instances.EnvironmentPatch{SecurityGroupID: admin365.Set(group)})
	} else {
		_, err = m.Instances.AdminMode.Enter(t.Context(), e.ID, instances.AdminModeOptions{})
	}
	require.NoError(t, err)
	m.Advance(time.Hour)
}

// aGroup is a new security group with the members.
func aGroup(t *testing.T, m *admin.Memory, name string, members ...admin365.ObjectID) admin365.GroupID {
	t.Helper()
	g, err := m.Identity.Groups.Create(t.Context(), identity.NewGroup{DisplayName: name, MailNickname: name, SecurityEnabled: new(true)})
	require.NoError(t, err)
	if len(members) > 0 {
		require.NoError(t, m.Identity.GroupMembers.Add(t.Context(), g.ID, members...))
	}
	return g.ID
}

func TestSecurityGroup(t *testing.T) {
	t.Parallel()
	m := calm(t)
	const production = "Contoso Production"
	user, err := m.Identity.Users.Get(t.Context(), adele)
	require.NoError(t, err)
	inner := aGroup(t, m, "Inner")
	closed(t, m, production, aGroup(t, m, "Salespeople", admin365.ObjectID(inner)))
	a, code := asked(t, m, options{instance: "contoso production"})
	assert.Equal(t, exitBurns, code)
	assert.Equal(t, us, a.Verdict)
	assert.Equal(t, production, first(t, a).Where)
	assert.Equal(t, `the person is not in its security group "Salespeople"`, first(t, a).What)
	a, _ = asked(t, m, options{instance: "Contoso UAT"})
	assert.Equal(t, nothing, a.Verdict, "another instance was asked about")

	// Without the name of an instance an incident is the likelier reason.
	_, err = m.Backstage.Health.PublishIssue(t.Context(), health.NewIssue{Service: "Sway", ID: "SW1300001", Title: "Down"})
	require.NoError(t, err)
	a, _ = asked(t, m, options{})
	assert.Equal(t, microsoft, a.Verdict)
	a, _ = asked(t, m, options{instance: production})
	assert.Equal(t, us, a.Verdict)
	_, err = m.Backstage.Health.UpdateIssue(t.Context(), "SW1300001", health.IssueUpdate{Status: health.ServiceRestored})
	require.NoError(t, err)
	a, _ = asked(t, m, options{})
	assert.Equal(t, us, a.Verdict)
	assert.Contains(t, on(t, m, options{user: adele}).stdout, "it is us, if it is about Contoso Production\n")

	require.NoError(t, m.Identity.GroupMembers.Add(t.Context(), inner, admin365.ObjectID(user.ID)))
	a, _ = asked(t, m, options{instance: production})
	assert.Equal(t, nothing, a.Verdict, "a member of a member is in it")
}

func TestAdministrationMode(t *testing.T) {
	t.Parallel()
	m := calm(t)
	closed(t, m, "Contoso UAT", "")
	a, _ := asked(t, m, options{instance: "Contoso UAT"})
	assert.Equal(t, us, a.Verdict)
	assert.Contains(t, first(t, a).What, "it is in administration mode")
	r := on(t, m, options{user: adele, instance: "No such"})
	assert.Equal(t, exitUsage, r.code)
	assert.Contains(t, r.stderr, `there is no environment "No such"`)
}

// TestIncidentsOfSignIn: those of what people sign in by come first; advisories are none.
func TestIncidentsOfSignIn(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	a, code := asked(t, m, options{})
	assert.Equal(t, exitBurns, code)
	assert.Equal(t, microsoft, a.Verdict)
	require.Len(t, a.Findings, 1, "the advisory about Dynamics keeps nobody out")
	assert.Contains(t, a.Findings[0].What, "EX1207533")
	_, err := m.Backstage.Health.PublishIssue(t.Context(), health.NewIssue{Service: "Identity Service", ID: "IS1300001", Title: "Sign-ins fail"})
	require.NoError(t, err)
	a, _ = asked(t, m, options{})
	require.Len(t, a.Findings, 2)
	assert.Contains(t, a.Findings[0].What, "IS1300001")
}

// TestUnread: what may not be read is said, and the rest is answered.
func TestUnread(t *testing.T) {
	t.Parallel()
	r := on(t, calm(t), options{user: adele}, func(c *connection) {
		service := *c.Instances
		service.Environments = walled{service.Environments}
		c.Instances = &service
	})
	assert.Equal(t, exitWell, r.code)
	assert.Contains(t, r.stdout, "the instances could not be read: ")
}

// walled are environments that nobody may list.
type walled struct{ instances.Environments }

func (walled) List(context.Context, instances.EnvironmentQuery) iter.Seq2[*instances.Environment, error] {
	return func(yield func(*instances.Environment, error) bool) {
		yield(nil, &admin365.Error{Kind: admin365.ErrForbidden, Message: "the role is missing"})
	}
}
