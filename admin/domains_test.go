package admin_test

import (
	"context"
	"errors"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// everyWay runs a test of the settings over a tenant of its own by each way.
func everyWay(t *testing.T, run func(t *testing.T, m *admin.Test, c *admin.Client)) {
	t.Helper()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			m := newTest(t)
			run(t, m, subjects.Client(t, m.Memory, way, admin365.Caller{}))
		})
	}
}

// refusedAs checks the kind, the status, and the operation of a refusal.
func refusedAs(t *testing.T, err error, kind error, op string) {
	t.Helper()
	require.ErrorIs(t, err, kind)
	e, ok := errors.AsType[*admin365.Error](err)
	require.True(t, ok)
	assert.Equal(t, op, e.Op)
	if !errors.Is(kind, admin365.ErrNotFound) {
		assert.Equal(t, 400, e.Status, err.Error())
	}
}

func names(t *testing.T, c *admin.Client) (all []string) {
	t.Helper()
	for d, err := range c.Domains.List(t.Context()) {
		require.NoError(t, err)
		all = append(all, d.Name)
	}
	return all
}

// TestDomainsJourney is the way of a domain: added, proved, used, the default, and
// gone again.
func TestDomainsJourney(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		assert.Equal(t, []string{"contoso.com", "contoso.onmicrosoft.com"}, names(t, c))
		added, err := c.Domains.Add(ctx, "Fabrikam.com")
		require.NoError(t, err)
		assert.Equal(t, &admin.Domain{
			Name: "Fabrikam.com", AuthenticationType: admin.Managed, IsAdminManaged: true, IsRoot: true, SupportedServices: []admin.DomainService{},
		}, added)
		_, err = c.Domains.Add(ctx, "fabrikam.com")
		refusedAs(t, err, admin365.ErrConflict, "admin.Domains.Add")
		for _, bad := range []string{"fabrikam", "-x.com", "a b.com", "10.0.0.1", "x..com", ""} {
			_, err = c.Domains.Add(ctx, bad)
			require.ErrorIs(t, err, admin365.ErrInvalid, bad)
		}

		records, err := c.DomainRecords.Verification(ctx, "fabrikam.com")
		require.NoError(t, err)
		require.Len(t, records, 2)
		assert.Equal(t, admin.DNSText, records[0].Type)
		assert.Regexp(t, `^MS=ms\d{8}$`, records[0].Text)
		assert.Equal(t, "Fabrikam.com", records[0].Label)
		assert.Equal(t, 3600, records[0].TTL)
		assert.Equal(t, admin.DNSMail, records[1].Type)
		assert.Regexp(t, `^ms\d{8}\.msv1\.invalid$`, records[1].MailExchange)
		assert.Equal(t, 32767, records[1].Preference)

		_, err = c.Domains.Verify(ctx, "fabrikam.com", admin.DomainVerification{})
		refusedAs(t, err, admin365.ErrPrecondition, "admin.Domains.Verify")
		err = c.Domains.Update(ctx, "fabrikam.com", admin.DomainPatch{SupportedServices: []admin.DomainService{admin.Email}})
		refusedAs(t, err, admin365.ErrPrecondition, "admin.Domains.Update")
		require.NoError(t, m.Backstage.PublishDNS(ctx, records[1]))
		verified, err := c.Domains.Verify(ctx, "fabrikam.com", admin.DomainVerification{})
		require.NoError(t, err)
		assert.True(t, verified.IsVerified)
		assert.Equal(t, "AvailableImmediately", verified.AvailabilityStatus)
		_, err = c.Domains.Verify(ctx, "fabrikam.com", admin.DomainVerification{})
		refusedAs(t, err, admin365.ErrConflict, "admin.Domains.Verify")

		require.NoError(t, c.Domains.Update(ctx, "fabrikam.com", admin.DomainPatch{SupportedServices: []admin.DomainService{admin.Email}}))
		records, err = c.DomainRecords.Service(ctx, "fabrikam.com")
		require.NoError(t, err)
		require.Len(t, records, 2)
		assert.Equal(t, "fabrikam-com.mail.protection.outlook.com", records[0].MailExchange)
		assert.Contains(t, records[1].Text, "v=spf1")
		require.NoError(t, admin.SetDefaultDomain(ctx, c.Domains, "fabrikam.com"))
		contoso, err := c.Domains.Get(ctx, "CONTOSO.com")
		require.NoError(t, err)
		assert.False(t, contoso.IsDefault, "there is one default domain")
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Delete")
		require.NoError(t, admin.SetDefaultDomain(ctx, c.Domains, "contoso.com"))

		child, err := c.Domains.Add(ctx, "shop.fabrikam.com")
		require.NoError(t, err)
		assert.True(t, child.IsVerified, "its root is")
		assert.False(t, child.IsRoot)
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Delete")
		ann := m.Given.User(identity.NewUser{UserPrincipalName: "ann@shop.fabrikam.com"})
		refusedAs(t, c.Domains.Promote(ctx, "shop.fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Promote")
		require.NoError(t, c.Identity.Users.Update(ctx, ann.ID, identity.UserPatch{UserPrincipalName: new("ann@contoso.com")}))
		require.NoError(t, c.Domains.Promote(ctx, "shop.fabrikam.com"))
		refusedAs(t, c.Domains.Promote(ctx, "shop.fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Promote")
		require.NoError(t, c.Domains.Delete(ctx, "fabrikam.com"))
		require.NoError(t, c.Domains.Delete(ctx, "shop.fabrikam.com"))
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrNotFound, "admin.Domains.Delete")
		assert.Equal(t, []string{"contoso.com", "contoso.onmicrosoft.com"}, names(t, c))
	})
}

// TestDomainUpdates: what a change of a domain is refused.
func TestDomainUpdates(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Test, c *admin.Client) {
		ctx := t.Context()
		const op = "admin.Domains.Update"
		for why, p := range map[string]admin.DomainPatch{
			"another one is made the default": {IsDefault: new(false)},
			"nobody chooses Intune here":      {SupportedServices: []admin.DomainService{admin.Email, "Intune"}},
			"13 days are too few":             {PasswordValidityPeriodInDays: admin365.Set(13)},
			"731 days are too many":           {PasswordValidityPeriodInDays: admin365.Set(731)},
			"31 days are too many":            {PasswordNotificationWindowInDays: admin365.Set(31)},
		} {
			err := c.Domains.Update(ctx, "contoso.com", p)
			require.Error(t, err, why)
			refusedAs(t, err, admin365.ErrInvalid, op)
		}
		require.ErrorIs(t, c.Domains.Update(ctx, "contoso.com", admin.DomainPatch{}), admin365.ErrInvalid, "nothing to change")
		refusedAs(t, c.Domains.Update(ctx, "nowhere.com", admin.DomainPatch{IsDefault: new(true)}), admin365.ErrNotFound, op)
		refusedAs(t, c.Domains.Delete(ctx, "contoso.onmicrosoft.com"), admin365.ErrPrecondition, "admin.Domains.Delete")
		_, err := c.DomainDeletions.ForceDelete(ctx, "contoso.onmicrosoft.com", admin.DomainForceDelete{})
		refusedAs(t, err, admin365.ErrPrecondition, "admin.Domains.ForceDelete")
	})
}

// TestDomainElsewhere: a domain that another tenant of the world has proved can be
// added, and not verified.
func TestDomainElsewhere(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		other, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
		require.NoError(t, err)
		require.NoError(t, other.Backstage.AddDomain(ctx, "fabrikam.com", false))
		_, err = c.Domains.Add(ctx, "fabrikam.com")
		require.NoError(t, err)
		records, err := c.DomainRecords.Verification(ctx, "fabrikam.com")
		require.NoError(t, err)
		require.NoError(t, m.Backstage.PublishDNS(ctx, records[0]))
		_, err = c.Domains.Verify(ctx, "fabrikam.com", admin.DomainVerification{})
		refusedAs(t, err, admin365.ErrConflict, "admin.Domains.Verify")
		require.NoError(t, other.Domains.Delete(ctx, "fabrikam.com"))
		_, err = c.Domains.Verify(ctx, "fabrikam.com", admin.DomainVerification{})
		require.NoError(t, err, "the other one gave it back")
		require.NoError(t, other.Backstage.AddDomain(ctx, "shop.fabrikam.com", false))
		child, err := c.Domains.Add(ctx, "shop.fabrikam.com")
		require.NoError(t, err)
		assert.False(t, child.IsVerified, "its root is ours, and it is somebody else's")
		assert.True(t, child.IsRoot)
	})
}

// TestForceDelete: what uses the domain moves into the initial one.
func TestForceDelete(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		m.Given.Domain("fabrikam.com")
		m.Given.Domain("fabrikam.com.example")
		ann := m.Given.User(identity.NewUser{UserPrincipalName: "ann@fabrikam.com", MailNickname: "ann"})
		bob := m.Given.User(identity.NewUser{UserPrincipalName: "bob@contoso.com", MailNickname: "bob", Mail: "bob@fabrikam.com"})
		m.Given.User(identity.NewUser{UserPrincipalName: "ann@contoso.onmicrosoft.com"})
		m.Given.User(identity.NewUser{UserPrincipalName: "eve@fabrikam.com.example"})
		require.NoError(t, admin.SetDefaultDomain(ctx, c.Domains, "fabrikam.com"))
		group := m.Given.Group(identity.NewGroup{DisplayName: "Team", MailNickname: "team", GroupTypes: []string{"Unified"}, MailEnabled: new(true), SecurityEnabled: new(false)})
		require.Equal(t, "team@fabrikam.com", group.Mail)
		require.NoError(t, admin.SetDefaultDomain(ctx, c.Domains, "contoso.com"))

		var using []admin365.ObjectID
		for o, err := range c.Domains.References(ctx, "FABRIKAM.com") {
			require.NoError(t, err)
			using = append(using, o.ID)
			if o.ID == admin365.ObjectID(ann.ID) {
				assert.Equal(t, &identity.DirectoryObject{ID: o.ID, Type: identity.UserObject, DisplayName: ann.DisplayName, UserPrincipalName: "ann@fabrikam.com"}, o)
			}
		}
		assert.ElementsMatch(t, []admin365.ObjectID{admin365.ObjectID(ann.ID), admin365.ObjectID(bob.ID), admin365.ObjectID(group.ID)}, using)
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Delete")

		op, err := c.DomainDeletions.ForceDelete(ctx, "fabrikam.com", admin.DomainForceDelete{})
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationNotStarted, op.State)
		_, err = c.DomainDeletions.ForceDelete(ctx, "fabrikam.com", admin.DomainForceDelete{})
		refusedAs(t, err, admin365.ErrBusy, "admin.Domains.ForceDelete")
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrBusy, "admin.Domains.Delete")
		m.Advance(40 * time.Second)
		op, err = c.DomainDeletions.Get(ctx, op.ID)
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationRunning, op.State)
		m.Advance(time.Minute)
		op, err = admin365.Wait(ctx, c.DomainDeletions.Get, op.ID, admin365.WaitOptions{})
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationSucceeded, op.State)
		assert.Equal(t, "fabrikam.com", op.ResourceID)

		moved, err := c.Identity.Users.Get(ctx, ann.ID)
		require.NoError(t, err)
		assert.Equal(t, "ann1@contoso.onmicrosoft.com", moved.UserPrincipalName, "another one has the name")
		assert.False(t, *moved.AccountEnabled, "blocked unless asked for otherwise")
		moved, err = c.Identity.Users.Get(ctx, bob.ID)
		require.NoError(t, err)
		assert.Equal(t, "bob@contoso.com", moved.UserPrincipalName)
		assert.Equal(t, "bob@contoso.onmicrosoft.com", moved.Mail)
		assert.True(t, *moved.AccountEnabled, "his name stays")
		team, err := c.Identity.Groups.Get(ctx, group.ID)
		require.NoError(t, err)
		assert.Equal(t, "team@contoso.onmicrosoft.com", team.Mail)
		assert.Equal(t, []string{"SMTP:team@contoso.onmicrosoft.com"}, team.ProxyAddresses)
	})
}

// TestForceDeleteLimit: the service renames a thousand objects and no more.
func TestForceDeleteLimit(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	m.Given.Domain("fabrikam.com")
	for i := range 1001 {
		m.Given.User(identity.NewUser{UserPrincipalName: "u" + strconv.Itoa(i) + "@fabrikam.com"})
	}
	for _, c := range []*admin.Client{m.Client, m.HTTP()} {
		_, err := c.DomainDeletions.ForceDelete(t.Context(), "fabrikam.com", admin.DomainForceDelete{})
		refusedAs(t, err, admin365.ErrPrecondition, "admin.Domains.ForceDelete")
		n := 0
		for _, err := range c.Domains.References(t.Context(), "fabrikam.com") {
			require.NoError(t, err)
			n++
		}
		assert.Equal(t, 1001, n, "over several pages")
	}
}

// resolver is DNS as a test has it, which calls the tenant while it is asked.
type resolver struct {
	texts []string
	call  func()
}

// LookupTXT implements [admin.DNS].
func (r *resolver) LookupTXT(context.Context, string) ([]string, error) {
	r.call()
	return r.texts, nil
}

// LookupMX implements [admin.DNS].
func (r *resolver) LookupMX(context.Context, string) ([]*net.MX, error) {
	return nil, errors.New("no such host")
}

// TestResolver: a resolver of the caller's own is asked without the tenant's lock, and
// for those alone who may verify.
func TestResolver(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			dns := &resolver{}
			m := admin.NewMemory(admin.MemoryConfig{DNS: dns})
			c := subjects.Client(t, m, way, admin365.Caller{})
			asked := 0
			dns.call = func() {
				asked++
				_, err := m.Domains.Add(t.Context(), "x"+strconv.Itoa(asked)+".example")
				assert.NoError(t, err, "a writer gets in meanwhile")
			}
			_, err := c.Domains.Add(t.Context(), "fabrikam.com")
			require.NoError(t, err)
			_, err = c.Domains.Verify(t.Context(), "fabrikam.com", admin.DomainVerification{})
			refusedAs(t, err, admin365.ErrPrecondition, "admin.Domains.Verify")
			records, err := c.DomainRecords.Verification(t.Context(), "fabrikam.com")
			require.NoError(t, err)
			require.NoError(t, m.Backstage.PublishDNS(t.Context(), records[0]))
			_, err = c.Domains.Verify(t.Context(), "fabrikam.com", admin.DomainVerification{})
			require.ErrorIs(t, err, admin365.ErrPrecondition, "the table is not asked")
			dns.texts = []string{"v=spf1 -all", records[0].Text}
			before := asked
			_, err = subjects.Client(t, m, way, admin365.AsUser("AlexW@contoso.com")).Domains.Verify(t.Context(), "fabrikam.com", admin.DomainVerification{})
			require.ErrorIs(t, err, admin365.ErrForbidden)
			assert.Equal(t, before, asked, "nobody was asked for him")
			d, err := c.Domains.Verify(t.Context(), "fabrikam.com", admin.DomainVerification{})
			require.NoError(t, err)
			assert.True(t, d.IsVerified)
		})
	}
}

// TestRestoreIntoGoneDomain: who was in the bin while his domain went comes back in the
// initial one.
func TestRestoreIntoGoneDomain(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		m.Given.Domain("fabrikam.com")
		ann := m.Given.User(identity.NewUser{UserPrincipalName: "ann@fabrikam.com", MailNickname: "ann", Mail: "ann@fabrikam.com"})
		require.NoError(t, c.Identity.Users.Delete(ctx, ann.ID))
		require.NoError(t, c.Domains.Delete(ctx, "fabrikam.com"), "who is deleted does not use it")
		back, err := c.Identity.DeletedUsers.Restore(ctx, ann.ID, identity.UserRestore{})
		require.NoError(t, err)
		assert.Equal(t, "ann@contoso.onmicrosoft.com", back.UserPrincipalName)
		u, err := c.Identity.Users.Get(ctx, ann.ID)
		require.NoError(t, err)
		assert.Equal(t, "ann@contoso.onmicrosoft.com", u.Mail)
	})
}

// TestDomainNamedLikeAType: a domain whose name begins like one of Graph's types is a
// domain all the same.
func TestDomainNamedLikeAType(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		for _, name := range []string{"graph.fabrikam.com", "microsoft.graph.example", "delta.com"} {
			_, err := c.Domains.Add(ctx, name)
			require.NoError(t, err)
			records, err := c.DomainRecords.Verification(ctx, name)
			require.NoError(t, err)
			require.NoError(t, m.Backstage.PublishDNS(ctx, records[0]))
			_, err = c.Domains.Verify(ctx, name, admin.DomainVerification{})
			require.NoError(t, err)
			op, err := c.DomainDeletions.ForceDelete(ctx, name, admin.DomainForceDelete{})
			require.NoError(t, err)
			op, err = c.DomainDeletions.Get(ctx, op.ID)
			require.NoError(t, err)
			assert.Equal(t, name, op.ResourceID)
			m.Advance(time.Minute)
			op, err = c.DomainDeletions.Get(ctx, op.ID)
			require.NoError(t, err)
			assert.Equal(t, admin365.OperationSucceeded, op.State)
		}
		_, err := c.DomainDeletions.Get(ctx, "microsoft-graph:/v1.0/users/x")
		require.ErrorIs(t, err, admin365.ErrInvalid)
	})
}

// TestDomainOfFew: who uses a domain is found without a look at all others.
//
//nolint:paralleltest // It counts the memory that all goroutines take.
func TestDomainOfFew(t *testing.T) {
	cost := func(others int) float64 {
		m := newTest(t)
		m.Given.Domain("fabrikam.com")
		m.Given.Users(others)
		m.Given.User(identity.NewUser{UserPrincipalName: "ann@fabrikam.com"})
		return testing.AllocsPerRun(20, func() {
			n := 0
			for _, err := range m.Domains.References(t.Context(), "fabrikam.com") {
				require.NoError(t, err)
				n++
			}
			assert.Equal(t, 1, n)
		})
	}
	assert.InDelta(t, cost(10), cost(5000), 5)
}
