package admin

import (
	"context"
	"errors"
	"fmt"

	"github.com/admin365/admin365"
)

// The numbers of a [PasswordPolicy].
const (
	// PasswordNeverExpires is the validity of passwords that never expire.
	PasswordNeverExpires = 2147483647
	// DefaultPasswordValidityDays and DefaultPasswordNotificationDays are what the
	// service documents for a domain that says nothing. It behaves otherwise in a
	// tenant made since 2021: there a domain that says nothing has passwords that
	// never expire, and so it is in memory.
	DefaultPasswordValidityDays     = 90
	DefaultPasswordNotificationDays = 14
)

// PasswordPolicies says when the passwords of a domain's people expire, as
// [Client.PasswordPolicy] has them. It is a view of [Domains]. A user's own policy,
// DisablePasswordExpiration, wins; see [identity.SetPasswordNeverExpires].
//
// How long and how complex a password is cannot be set: no API and no page does it.
//
// Source: https://learn.microsoft.com/microsoft-365/admin/manage/set-password-expiration-policy
type PasswordPolicies interface {
	// Get returns the policy of a domain, as it stands there: of a subdomain that
	// of the subdomain, which counts for nothing.
	//
	// Effect: read. Role: none; guests may too. Errors: [admin365.ErrNotFound].
	// Operation: admin.Domains.Get.
	Get(ctx context.Context, domain string) (*PasswordPolicy, error)

	// Set replaces the policy of a verified root domain, whose subdomains follow it.
	//
	// Effect: reversible; repeating it is harmless. Role: Domain Name Administrator,
	// Security Administrator, External Identity Provider Administrator, Partner Tier2
	// Support, Global Administrator. Errors: [admin365.ErrNotFound],
	// [admin365.ErrInvalid] (days out of range), [admin365.ErrPrecondition] (not
	// verified, or a subdomain). Operation: admin.Domains.Update.
	Set(ctx context.Context, domain string, p PasswordPolicy) error
}

// PasswordPolicy is when the passwords of a domain's people expire. The zero value is
// the service's default.
type PasswordPolicy struct {
	// ValidityDays is how old a password may become in days: 14 to 730, or
	// [PasswordNeverExpires]; 0 is the service's default.
	ValidityDays int
	// NotificationDays is how many days before that people are told: 1 to 30; 0 is
	// the service's default.
	NotificationDays int
}

// NeverExpires reports whether the policy says that passwords never expire. One that
// says nothing does not say so, whatever the service makes of it.
func (p PasswordPolicy) NeverExpires() bool { return p.ValidityDays == PasswordNeverExpires }

// SetTenantPasswordPolicy sets the policy of all root domains that are verified and
// whose passwords are Microsoft's, as the page of the admin center does
// ([Links.PasswordPolicy]). It goes on after a domain that fails; the error names all
// of those, and tells the sentinel of each to [errors.Is].
func SetTenantPasswordPolicy(ctx context.Context, domains Domains, policies PasswordPolicies, p PasswordPolicy) error {
	var failed []error
	for d, err := range domains.List(ctx) {
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		if !d.IsVerified || !d.IsRoot || d.AuthenticationType == Federated {
			continue
		}
		if err := policies.Set(ctx, d.Name, p); err != nil {
			failed = append(failed, fmt.Errorf("domain %s: %w", d.Name, err))
		}
	}
	return errors.Join(failed...)
}

// domainPasswords are the policies as the domains have them: there is nothing else
// to ask, directly or over the wire.
type domainPasswords struct{ domains Domains }

var _ PasswordPolicies = domainPasswords{}

// Get implements [PasswordPolicies].
func (d domainPasswords) Get(ctx context.Context, domain string) (*PasswordPolicy, error) {
	got, err := d.domains.Get(ctx, domain)
	if err != nil {
		return nil, err
	}
	var p PasswordPolicy
	if got.PasswordValidityPeriodInDays != nil {
		p.ValidityDays = *got.PasswordValidityPeriodInDays
	}
	if got.PasswordNotificationWindowInDays != nil {
		p.NotificationDays = *got.PasswordNotificationWindowInDays
	}
	return &p, nil
}

// Set implements [PasswordPolicies].
func (d domainPasswords) Set(ctx context.Context, domain string, p PasswordPolicy) error {
	return d.domains.Update(ctx, domain, DomainPatch{
		PasswordValidityPeriodInDays:     daysOrNull(p.ValidityDays),
		PasswordNotificationWindowInDays: daysOrNull(p.NotificationDays),
	})
}

// daysOrNull is null for the service's default, which 0 stands for.
func daysOrNull(days int) admin365.Optional[int] {
	if days == 0 {
		return admin365.Null[int]()
	}
	return admin365.Set(days)
}
