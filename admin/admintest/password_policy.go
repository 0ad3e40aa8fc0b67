package admintest

import (
	"context"
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

// ofPolicies is what the cases of the password policies need.
func ofPolicies(more ...string) []string { return ofDomains(append(more, HasPasswordPolicy)...) }

func passwordPolicyCases() []kase {
	return []kase{
		{
			Name: "PasswordPolicy.Get/as-the-domain-has-it", Needs: ofPolicies(), Source: docPolicies,
			Why: "the policy is a view of the domain, and says what stands there",
			Run: func(c *run) {
				name := verified(c)
				passwordsAre(c, name, admin.PasswordPolicy{})
				updateDomain(c, name, admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(45)})
				passwordsAre(c, strings.ToUpper(name), admin.PasswordPolicy{ValidityDays: 45})
				passwordsAre(c, subdomain(c, name), admin.PasswordPolicy{})
				passwordsAre(c, unverified(c), admin.PasswordPolicy{})
			},
		},
		{
			Name: "PasswordPolicy.Set/round-trip", Needs: ofPolicies(), Source: docExpiry,
			Why: "what was set is what stands there, and nothing else of the domain changes",
			Run: func(c *run) {
				name := verified(c)
				chooses(c, name, admin.Email)
				was := getDomain(c, name)
				for _, p := range []admin.PasswordPolicy{
					{ValidityDays: 60, NotificationDays: 7}, {ValidityDays: 14, NotificationDays: 1}, {ValidityDays: 730, NotificationDays: 30},
				} {
					setPolicy(c, name, p)
					passwordsAre(c, name, p)
					domainIs(c, name, func(d *admin.Domain) error {
						return errors.Join(
							conform.Differ(*d, *was, "PasswordValidityPeriodInDays", "PasswordNotificationWindowInDays"),
							conform.Differ(d.PasswordValidityPeriodInDays, &p.ValidityDays),
							conform.Differ(d.PasswordNotificationWindowInDays, &p.NotificationDays),
						)
					})
				}
			},
		},
		{
			Name: "PasswordPolicy.Set/never-expires", Needs: ofPolicies(), Source: docExpiry,
			Why: "this is what Microsoft advises, and it has a number of its own",
			Run: func(c *run) {
				name := verified(c)
				setPolicy(c, name, admin.PasswordPolicy{ValidityDays: admin.PasswordNeverExpires, NotificationDays: 14})
				got, err := c.S.Settings.PasswordPolicy.Get(c.Context(), name)
				c.Must(err, "getting the policy")
				if !got.NeverExpires() || got.ValidityDays != admin.PasswordNeverExpires {
					c.Errorf("the policy is %+v, want that passwords never expire", *got)
				}
			},
		},
		{
			Name: "PasswordPolicy.Set/replaces-both", Needs: ofPolicies(), Source: docPolicies,
			Why: "the zero value is the service's default, and not what somebody set before",
			Run: func(c *run) {
				name := verified(c)
				for _, p := range []admin.PasswordPolicy{
					{ValidityDays: 60, NotificationDays: 7}, {ValidityDays: 90}, {NotificationDays: 5}, {},
				} {
					setPolicy(c, name, p)
					passwordsAre(c, name, p)
				}
				if d := getDomain(c, name); d.PasswordValidityPeriodInDays != nil || d.PasswordNotificationWindowInDays != nil {
					c.Errorf("after a reset the domain is %+v, want no days", *d)
				}
			},
		},
		{
			Name: "PasswordPolicy.Set/out-of-range", Needs: ofPolicies(), Source: docExpiry,
			Why: "a password that expires every day locks out everybody",
			Run: func(c *run) {
				name := verified(c)
				want := admin.PasswordPolicy{ValidityDays: 60, NotificationDays: 7}
				setPolicy(c, name, want)
				for _, p := range []admin.PasswordPolicy{
					{ValidityDays: 13, NotificationDays: 7}, {ValidityDays: 731, NotificationDays: 7}, {ValidityDays: -1},
					{ValidityDays: admin.PasswordNeverExpires - 1}, {ValidityDays: 90, NotificationDays: 31}, {ValidityDays: 90, NotificationDays: -1},
				} {
					if fault := invalid(opUpdate).Check(c.S.Settings.PasswordPolicy.Set(c.Context(), name, p)); fault != nil {
						c.Errorf("%+v: %v", p, fault)
					}
					passwordsAre(c, name, want)
				}
			},
		},
		{
			Name: "PasswordPolicy.Set/subdomain", Needs: ofPolicies(), Source: docPolicies,
			Why: "a subdomain follows its root, and a setting that counts for nothing deceives",
			Run: func(c *run) {
				sub := subdomain(c, verified(c))
				policyRefused(c, sub)
			},
		},
		{
			Name: "PasswordPolicy.Set/unverified", Needs: ofPolicies(), Source: docPolicies,
			Why: "a domain that somebody else may own has no people here",
			Run: func(c *run) { policyRefused(c, unverified(c)) },
		},
	}
}

// setPolicy sets the policy of a domain, or ends the case.
func setPolicy(c *run, domain string, p admin.PasswordPolicy) {
	c.Helper()
	c.Must(c.S.Settings.PasswordPolicy.Set(c.Context(), domain, p), "setting the policy of "+domain)
}

// policyRefused checks that a domain cannot have a policy of its own.
func policyRefused(c *run, name string) {
	c.Helper()
	was := getDomain(c, name)
	err := c.S.Settings.PasswordPolicy.Set(c.Context(), name, admin.PasswordPolicy{ValidityDays: 60, NotificationDays: 7})
	c.Refused(err, precluded(opUpdate).Of(name))
	unchanged(c, was)
}

func tenantPolicyCases() []kase {
	return []kase{
		{
			Name: "SetTenantPasswordPolicy/all-that-can-have-one", Needs: ofPolicies(), Source: docTenantWide,
			Why: "the page of the admin center sets all domains at once, and so must a program",
			Run: func(c *run) {
				roots := []string{verified(c), verified(c), c.S.Harness.Domain}
				others := []string{unverified(c), subdomain(c, roots[0]), freshName()}
				c.Must(c.S.Backstage.AddDomain(c.Context(), others[2], true), "having a federated domain")
				forget(c, others[2])
				want := admin.PasswordPolicy{ValidityDays: 120, NotificationDays: 10}
				c.Must(admin.SetTenantPasswordPolicy(c.Context(), c.S.Settings.Domains, c.S.Settings.PasswordPolicy, want), "setting the policy of the tenant")
				for _, name := range append(roots, c.S.Harness.InitialDomain) {
					passwordsAre(c, name, want)
				}
				for _, name := range others {
					passwordsAre(c, name, admin.PasswordPolicy{})
				}
			},
		},
		{
			Name: "SetTenantPasswordPolicy/goes-on-after-a-failure", Needs: ofPolicies(), Source: docTenantWide,
			Why: "one domain that fails must not leave those behind it with passwords that expire",
			Run: func(c *run) {
				first, second := verified(c), verified(c)
				want := admin.PasswordPolicy{ValidityDays: 120, NotificationDays: 10}
				failing := failsFor{c.S.Settings.PasswordPolicy, []string{first, c.S.Harness.Domain}}
				err := admin.SetTenantPasswordPolicy(c.Context(), c.S.Settings.Domains, failing, want)
				if !errors.Is(err, admin365.ErrUnavailable) {
					c.Errorf("errors.Is does not find %q in: %v", admin365.ErrUnavailable, err)
				}
				if err != nil && (!strings.Contains(err.Error(), first) || !strings.Contains(err.Error(), c.S.Harness.Domain)) {
					c.Errorf("the error does not name the domains that failed: %v", err)
				}
				for _, name := range []string{second, c.S.Harness.InitialDomain} {
					passwordsAre(c, name, want)
				}
				passwordsAre(c, first, admin.PasswordPolicy{})
			},
		},
		{
			Name: "SetTenantPasswordPolicy/out-of-range", Needs: ofPolicies(), Source: docTenantWide,
			Why: "a wrong number is wrong for every domain",
			Run: func(c *run) {
				name := verified(c)
				err := admin.SetTenantPasswordPolicy(c.Context(), c.S.Settings.Domains, c.S.Settings.PasswordPolicy, admin.PasswordPolicy{ValidityDays: 13})
				if !errors.Is(err, admin365.ErrInvalid) {
					c.Errorf("errors.Is does not find %q in: %v", admin365.ErrInvalid, err)
				}
				passwordsAre(c, name, admin.PasswordPolicy{})
			},
		},
	}
}

// failsFor are policies that cannot be set for some domains.
type failsFor struct {
	admin.PasswordPolicies
	domains []string
}

// Set implements [admin.PasswordPolicies].
func (f failsFor) Set(ctx context.Context, domain string, p admin.PasswordPolicy) error {
	for _, name := range f.domains {
		if sameName(name, domain) {
			return &admin365.Error{Kind: admin365.ErrUnavailable, Target: domain}
		}
	}
	return f.PasswordPolicies.Set(ctx, domain, p)
}
