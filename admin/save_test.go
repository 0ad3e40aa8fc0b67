package admin_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
)

var update = flag.Bool("update", false, "write the golden files anew")

func saved(t *testing.T, m *admin.Memory) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, m.Save(&b))
	return b.Bytes()
}

// lived is Contoso after a few changes of each kind.
func lived(t *testing.T) *admin.Memory {
	t.Helper()
	m := admin.NewTest(t)
	live(t, m)
	return m.Memory
}

// live makes a few changes of each kind.
func live(t *testing.T, m *admin.Test) {
	t.Helper()
	ctx := t.Context()
	require.NoError(t, m.Backstage.AddDomain(ctx, "fabrikam.com", true))
	ada := starter("ada", "contoso.com")
	ada.EmployeeOrgData = &identity.EmployeeOrgData{CostCenter: "1"}
	ada.OtherMails, ada.EmployeeHireDate, ada.AccountEnabled = []string{"ada@example.com"}, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), new(false)
	u, err := m.Identity.Users.Create(ctx, ada)
	require.NoError(t, err)
	require.NoError(t, m.Identity.Managers.Set(ctx, u.ID, adele))
	require.NoError(t, m.Identity.Users.Update(ctx, adele, identity.UserPatch{
		City: admin365.Set("Zürich"), State: admin365.Null[string](), Mail: admin365.Set("adele@contoso.com"),
		PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret(password), ForceChangePasswordNextSignIn: true},
	}))
	require.NoError(t, m.Identity.Profiles.Update(ctx, adele, identity.ProfilePatch{Skills: []string{"a", "b"}}))
	require.NoError(t, m.Identity.Users.Delete(ctx, "AlexW@contoso.com"))
	m.Given.SyncedUser(identity.NewUser{})
	m.Advance(24 * time.Hour)
}

// TestGoldenTenantFile: a file of the first release loads for ever, whole, and
// is saved as the same bytes. Refresh it (-update) only before the release.
func TestGoldenTenantFile(t *testing.T) {
	t.Parallel()
	name := filepath.Join("testdata", "tenant-v1.json")
	if *update {
		synctest.Test(t, func(t *testing.T) { require.NoError(t, os.WriteFile(name, saved(t, lived(t)), 0o644)) })
	}
	golden, err := os.ReadFile(name)
	require.NoError(t, err)
	m, err := admin.LoadMemory(bytes.NewReader(golden), admin.MemoryConfig{})
	require.NoError(t, err)
	assert.Equal(t, string(golden), string(saved(t, m)))

	u, err := m.Identity.Users.Get(t.Context(), adele)
	require.NoError(t, err)
	assert.Equal(t, []any{"Zürich", "", "adele@contoso.com", []string{"SMTP:adele@contoso.com", "smtp:AdeleV@contoso.com"}}, []any{u.City, u.State, u.Mail, u.ProxyAddresses})
	reports := 0
	for r, err := range m.Identity.Managers.Reports(t.Context(), adele) {
		require.NoError(t, err)
		reports += strings.Count(r.DisplayName, "ada")
	}
	assert.Equal(t, 1, reports)
	p, err := m.Identity.Profiles.Get(t.Context(), adele)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, p.Skills)
	assert.Equal(t, "2026-01-06", m.Now().Format(time.DateOnly))
	_, err = m.Identity.Users.Create(t.Context(), starter("x", "fabrikam.com"))
	require.ErrorIs(t, err, admin365.ErrInvalid, "a federated domain asks for an immutable id")
	before := m.Snapshot()
	m.Advance(29 * 24 * time.Hour)
	assert.Len(t, m.Changes(before), 1, "the deleted user goes when his time is over")
}

// TestSaveIsDeterministic: the same steps are the same bytes.
func TestSaveIsDeterministic(t *testing.T) {
	t.Parallel()
	var files []string
	for range 2 {
		synctest.Test(t, func(t *testing.T) {
			m := lived(t)
			files = append(files, string(saved(t, m)))
			assert.Equal(t, files[len(files)-1], string(saved(t, m)))
		})
	}
	assert.Equal(t, files[0], files[1])
	assert.NotContains(t, files[0], password)
}

// TestContosoNeverChanges compares names and ids of the default tenant with a
// list that may only grow.
func TestContosoNeverChanges(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	lines := map[string]bool{"tenant " + string(m.TenantID()): true}
	var all strings.Builder
	fmt.Fprintf(&all, "tenant %s\n", m.TenantID())
	for u, err := range m.Identity.Users.List(t.Context(), identity.UserQuery{OrderBy: identity.ByUserPrincipalName}) {
		require.NoError(t, err)
		line := fmt.Sprintf("user %s %s %s", u.ID, u.UserPrincipalName, u.DisplayName)
		lines[line] = true
		all.WriteString(line + "\n")
	}
	for g, err := range m.Identity.Groups.List(t.Context(), identity.GroupQuery{OrderByDisplayName: true}) {
		require.NoError(t, err)
		line := fmt.Sprintf("group %s %s %s", g.ID, g.MailNickname, g.DisplayName)
		lines[line] = true
		all.WriteString(line + "\n")
	}
	for e, err := range m.Instances.Environments.List(t.Context(), instances.EnvironmentQuery{}) {
		require.NoError(t, err)
		line := fmt.Sprintf("environment %s %s", e.ID, e.DisplayName)
		if e.Dataverse != nil {
			line += " " + string(e.Dataverse.OrganizationID) + " " + e.Dataverse.URL
		}
		lines[line] = true
		all.WriteString(line + "\n")
	}
	name := filepath.Join("testdata", "contoso.txt")
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(all.String()), 0o644))
	}
	golden, err := os.ReadFile(name)
	require.NoError(t, err)
	for line := range strings.Lines(string(golden)) {
		assert.True(t, lines[strings.TrimSpace(line)], "gone or changed: %s", line)
	}
	assert.GreaterOrEqual(t, len(lines), 30)
	for _, domain := range []string{admin.ContosoDomain, admin.ContosoInitialDomain} {
		_, err := m.Identity.Users.Create(t.Context(), starter("x"+domain[:9]+domain[len(domain)-3:], domain))
		require.NoError(t, err, "%s is verified", domain)
	}
}

// TestSettingsAreSaved: a tenant file has all settings, and is saved as the same bytes.
func TestSettingsAreSaved(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	m := admin.NewTest(t)
	require.NoError(t, m.Backstage.AddDomain(ctx, "fabrikam.com", true))
	_, err := m.Domains.Add(ctx, "shop.fabrikam.com")
	require.NoError(t, err)
	_, err = m.Domains.Add(ctx, "unverified.com")
	require.NoError(t, err)
	records, err := m.DomainRecords.Verification(ctx, "unverified.com")
	require.NoError(t, err)
	require.NoError(t, m.Backstage.PublishDNS(ctx, records[0]))
	require.NoError(t, m.PasswordPolicy.Set(ctx, "contoso.com", admin.PasswordPolicy{ValidityDays: admin.PasswordNeverExpires, NotificationDays: 3}))
	require.NoError(t, m.Organization.Update(ctx, admin.OrganizationPatch{
		TechnicalNotificationMails: []string{"it@contoso.com"}, PrivacyProfile: &admin.PrivacyProfilePatch{StatementURL: admin365.Set("https://contoso.com")},
	}))
	require.NoError(t, m.SelfServiceReset.SetAdministrators(ctx, false))
	require.NoError(t, m.SelfServiceReset.UpdateMethod(ctx, admin.MethodVoice, admin.AuthenticationMethodPatch{State: new(admin.MethodEnabled)}))
	require.NoError(t, m.Backstage.SetUserSelfServiceReset(ctx, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll}))
	require.NoError(t, m.DirectorySync.Update(ctx, admin.DirectorySyncPatch{Features: map[admin.SyncFeature]bool{admin.PasswordSync: true}}))
	require.NoError(t, m.DirectorySync.TurnOn(ctx))
	require.NoError(t, m.DirectorySync.TurnOff(ctx, admin.ContosoTenantID))
	_, err = m.DomainDeletions.ForceDelete(ctx, "shop.fabrikam.com", admin.DomainForceDelete{})
	require.NoError(t, err)
	file := saved(t, m.Memory)
	loaded, err := admin.LoadMemory(bytes.NewReader(file), admin.MemoryConfig{})
	require.NoError(t, err)
	assert.Equal(t, string(file), string(saved(t, loaded)))
	for _, name := range []string{
		"domains", "organization", "authorizationPolicy", "authenticationMethodsPolicy", "userSelfServiceReset", "onPremisesSynchronization", "dnsRecords",
	} {
		assert.Contains(t, string(file), `"`+name+`":[`, "later releases read it by this name")
	}
	loaded.Advance(73 * time.Hour)
	for i, c := range []*admin.Client{m.Client, loaded.Client} {
		p, err := c.PasswordPolicy.Get(ctx, "contoso.com")
		require.NoError(t, err)
		assert.Equal(t, &admin.PasswordPolicy{ValidityDays: admin.PasswordNeverExpires, NotificationDays: 3}, p)
		on, err := c.SelfServiceReset.Administrators(ctx)
		require.NoError(t, err)
		assert.False(t, on)
		s, err := c.DirectorySync.Get(ctx)
		require.NoError(t, err)
		assert.True(t, s.Features[admin.PasswordSync])
		assert.Equal(t, i == 0, *s.Enabled, "what was begun goes on")
		_, err = c.Domains.Get(ctx, "shop.fabrikam.com")
		assert.Equal(t, i == 1, errors.Is(err, admin365.ErrNotFound))
		o, err := c.Organization.Get(ctx)
		require.NoError(t, err)
		assert.Equal(t, []string{"it@contoso.com"}, o.TechnicalNotificationMails)
		assert.Equal(t, "https://contoso.com", o.PrivacyProfile.StatementURL)
	}
	_, err = loaded.Domains.Verify(ctx, "unverified.com", admin.DomainVerification{})
	require.NoError(t, err, "the record is in the file")
}
