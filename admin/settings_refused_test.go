package admin_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/subjects"
)

// settingsRefused are calls on a lab's settings of which each is refused, by what is
// wrong with them.
func settingsRefused(ctx context.Context, c *admin.Client) map[string]error {
	domain := func(name string, p admin.DomainPatch) error { return c.Domains.Update(ctx, name, p) }
	organization := func(p admin.OrganizationPatch) error { return c.Organization.Update(ctx, p) }
	mails := func(address string) error {
		return organization(admin.OrganizationPatch{TechnicalNotificationMails: []string{"it@contoso.com", address}})
	}
	privacy := func(p admin.PrivacyProfilePatch) error {
		return organization(admin.OrganizationPatch{PrivacyProfile: &p})
	}
	method := func(id admin.AuthenticationMethodID, p admin.AuthenticationMethodPatch) error {
		return c.SelfServiceReset.UpdateMethod(ctx, id, p)
	}
	campaign := func(p admin.RegistrationCampaignPatch) error { return c.SelfServiceReset.UpdateCampaign(ctx, p) }
	_, twice := c.Domains.Add(ctx, "Contoso.com")
	_, unnamed := c.Domains.Add(ctx, "a b")
	_, nowhere := c.Domains.Get(ctx, "nowhere.com")
	_, unproved := c.Domains.Verify(ctx, "unverified.com", admin.DomainVerification{})
	_, verified := c.Domains.Verify(ctx, "contoso.com", admin.DomainVerification{})
	_, initial := c.DomainDeletions.ForceDelete(ctx, "contoso.onmicrosoft.com", admin.DomainForceDelete{})
	return map[string]error{
		"a domain twice": twice, "no domain": unnamed, "not found": nowhere, "not proved": unproved, "proved already": verified, "the initial one": initial,
		"the default one":        c.Domains.Delete(ctx, "contoso.com"),
		"in use":                 c.Domains.Delete(ctx, "fabrikam.com"),
		"a root one":             c.Domains.Promote(ctx, "fabrikam.com"),
		"a service of nobody":    domain("fabrikam.com", admin.DomainPatch{SupportedServices: []admin.DomainService{admin.Email, "Intune"}}),
		"not verified":           domain("unverified.com", admin.DomainPatch{IsDefault: new(true)}),
		"days":                   domain("fabrikam.com", admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(13)}),
		"notice":                 domain("fabrikam.com", admin.DomainPatch{PasswordNotificationWindowInDays: admin365.Set(31)}),
		"days of a subdomain":    domain("shop.fabrikam.com", admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(30)}),
		"nobody's address":       mails("@contoso.com"),
		"an address of no place": mails("it@contoso"),
		"no address":             mails("it"),
		"two words":              mails("i t@contoso.com"),
		"no contact":             privacy(admin.PrivacyProfilePatch{ContactEmail: admin365.Set("x")}),
		"no host":                privacy(admin.PrivacyProfilePatch{StatementURL: admin365.Set("https:///x")}),
		"no such method":         method("Pigeon", admin.AuthenticationMethodPatch{State: new(admin.MethodEnabled)}),
		"no such state":          method(admin.MethodSMS, admin.AuthenticationMethodPatch{State: new(admin.MethodState("maybe"))}),
		"no such target":         method(admin.MethodSMS, admin.AuthenticationMethodPatch{ExcludeTargets: []admin.MethodTarget{{TargetType: admin.TargetGroup, ID: "x"}}}),
		"a snooze too long":      campaign(admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(15)}),
		"a snooze below zero":    campaign(admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(-1)}),
		"no campaign's state":    campaign(admin.RegistrationCampaignPatch{State: new(admin.CampaignState("maybe"))}),
		"a campaign for nothing": campaign(admin.RegistrationCampaignPatch{IncludeTargets: []admin.CampaignTarget{{TargetType: admin.TargetGroup, ID: admin.AllUsers}}}),
		"a campaign for nobody":  campaign(admin.RegistrationCampaignPatch{ExcludeTargets: []admin.MethodTarget{{TargetType: "planet", ID: admin.AllUsers}}}),
		"nobody's invites":       c.Authorization.Update(ctx, admin.AuthorizationPolicyPatch{AllowInvitesFrom: new(admin.AllowInvitesFrom("some"))}),
		"off twice":              c.DirectorySync.TurnOff(ctx, admin.ContosoTenantID),
		"a threshold of none": c.DirectorySync.Update(ctx, admin.DirectorySyncPatch{
			AccidentalDeletions: &admin.AccidentalDeletionPrevention{Type: admin.PreventionByCount},
		}),
		"a threshold of more than all": c.DirectorySync.Update(ctx, admin.DirectorySyncPatch{
			AccidentalDeletions: &admin.AccidentalDeletionPrevention{Type: admin.PreventionByPercentage, AlertThreshold: 101},
		}),
		"a prevention of no kind": c.DirectorySync.Update(ctx, admin.DirectorySyncPatch{
			AccidentalDeletions: &admin.AccidentalDeletionPrevention{Type: "some", AlertThreshold: 1},
		}),
		"a feature for ever": c.DirectorySync.Update(ctx, admin.DirectorySyncPatch{Features: map[admin.SyncFeature]bool{admin.SoftMatchOnUPN: false}}),
		"a feature unused":   c.DirectorySync.Update(ctx, admin.DirectorySyncPatch{Features: map[admin.SyncFeature]bool{admin.PasswordWriteback: true}}),
		"no feature":         c.DirectorySync.Update(ctx, admin.DirectorySyncPatch{Features: map[admin.SyncFeature]bool{"planet": true}}),
	}
}

// TestSettingsRefuseTheSame: what is refused is refused in the same words, with the same
// target and the same details, in memory and over the wire; and nothing has changed.
func TestSettingsRefuseTheSame(t *testing.T) {
	t.Parallel()
	m := lab(t)
	before := m.Snapshot()
	direct := settingsRefused(t.Context(), m.Client)
	wired := settingsRefused(t.Context(), subjects.Client(t, m.Memory, subjects.InProcess, admin365.Caller{}))
	for why, err := range direct {
		d, ok := errors.AsType[*admin365.Error](err)
		if !assert.True(t, ok, "%s: %v", why, err) {
			continue
		}
		w, ok := errors.AsType[*admin365.Error](wired[why])
		if !assert.True(t, ok, "%s: %v", why, wired[why]) {
			continue
		}
		told := func(e *admin365.Error) admin365.Error {
			return admin365.Error{Op: e.Op, Kind: e.Kind, Code: e.Code, Status: e.Status, Message: e.Message, Target: e.Target, Details: e.Details}
		}
		assert.Equal(t, told(d), told(w), why)
	}
	assert.Empty(t, m.Changes(before), "what is refused changes nothing")
}

// failingDomains is a list that ends in an error.
type failingDomains struct {
	admin.Domains
	err error
}

// List implements [admin.Domains].
func (f failingDomains) List(ctx context.Context) iter.Seq2[*admin.Domain, error] {
	return func(yield func(*admin.Domain, error) bool) {
		for d, err := range f.Domains.List(ctx) {
			if !yield(d, err) {
				return
			}
		}
		yield(nil, f.err)
	}
}

// TestTenantPasswordPolicyCutShort: who sets all domains is told that he did not see
// all of them, beside those that failed.
func TestTenantPasswordPolicyCutShort(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	cut := failingDomains{m.Domains, admin365.ErrUnavailable}
	require.ErrorIs(t, admin.SetTenantPasswordPolicy(t.Context(), cut, m.PasswordPolicy, admin.PasswordPolicy{ValidityDays: 60}), admin365.ErrUnavailable)
	err := admin.SetTenantPasswordPolicy(t.Context(), cut, m.PasswordPolicy, admin.PasswordPolicy{ValidityDays: 1})
	require.ErrorIs(t, err, admin365.ErrUnavailable)
	require.ErrorIs(t, err, admin365.ErrInvalid)
}
