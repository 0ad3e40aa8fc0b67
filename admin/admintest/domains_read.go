package admintest

import (
	"errors"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func domainReadCases() []kase {
	return []kase{
		{
			Name: "Domains.List/initial-and-default", Needs: []string{HasDomains}, Source: docDomain,
			Why: "every tenant has one initial domain and one default, and programs look for both there",
			Run: func(c *run) {
				var initial []string
				for _, d := range listed(c) {
					if d.IsInitial {
						initial = append(initial, d.Name)
						wholeDomain(c, d)
					}
				}
				if len(initial) != 1 || !sameName(initial[0], c.S.Harness.InitialDomain) {
					c.Errorf("the initial domains are %q, want %q alone", initial, c.S.Harness.InitialDomain)
				}
				defaultDomain(c)
				d := getDomain(c, c.S.Harness.Domain)
				wholeDomain(c, d)
				if d.IsInitial || !d.IsRoot || d.AuthenticationType != admin.Managed {
					c.Errorf("the domain is %+v, want a managed root domain that is not the initial one", *d)
				}
			},
		},
		{
			Name: "Domains.List/in-the-order-of-names", Needs: []string{HasDomains}, Source: docDomainList,
			Why: "a list that is shown to people, and compared with yesterday's, has an order",
			Run: func(c *run) { inOrder(c) },
		},
		{
			Name: "Domains.List/unverified-too", Needs: ofDomains(), Source: docDomainList,
			Why: "a domain that still has to be verified is what the administrator came to look for",
			Run: func(c *run) {
				want := []string{unverified(c), verified(c), subdomain(c, c.S.Harness.Domain)}
				c.Eventually(func() error {
					got := names(listed(c))
					for _, name := range want {
						if !slices.Contains(got, name) {
							return errIf(true, "the list %q does not have %s", got, name)
						}
					}
					return nil
				})
				inOrder(c)
			},
		},
		{
			Name: "Domains.Get/as-listed", Needs: []string{HasDomains}, Source: docDomainGet,
			Why: "who looks twice at one domain must not see two",
			Run: func(c *run) {
				for _, d := range listed(c) {
					if err := conform.Differ(*getDomain(c, d.Name), *d); err != nil {
						c.Errorf("%s, got and not listed, %v", d.Name, err)
					}
				}
			},
		},
		{
			Name: "Domains.Get/any-letter-case", Needs: []string{HasDomains}, Source: docDomainGet,
			Why: "names in DNS have no letter case, and people write them as they like",
			Run: func(c *run) {
				want := getDomain(c, c.S.Harness.Domain)
				got := getDomain(c, strings.ToUpper(c.S.Harness.Domain))
				if err := conform.Differ(*got, *want); err != nil {
					c.Errorf("in capital letters the domain %v", err)
				}
			},
		},
		{
			Name: "Domains.Get/unknown", Needs: []string{HasDomains}, Source: docErrors,
			Why: "a domain that is not there is told apart from every other failure",
			Run: func(c *run) {
				name := freshName()
				_, err := c.S.Settings.Domains.Get(c.Context(), name)
				c.Refused(err, unknown(opDomain).Of(name))
			},
		},
		{
			Name: "Domains.Get/federated", Needs: ofDomains(), Source: docDomain,
			Why: "people of a federated domain have no password here, so a program has to see it",
			Run: func(c *run) {
				name := freshName()
				c.Must(c.S.Backstage.AddDomain(c.Context(), name, true), "having a federated domain")
				forget(c, name)
				d := getDomain(c, name)
				if d.AuthenticationType != admin.Federated || !d.IsVerified {
					c.Errorf("the domain is %+v, want a verified one that is federated", *d)
				}
				if err := c.S.Backstage.AddDomain(c.Context(), strings.ToUpper(name), false); !errors.Is(err, admin365.ErrConflict) {
					c.Errorf("having it twice: %v, want %q", err, admin365.ErrConflict)
				}
			},
		},
	}
}

// wholeDomain checks what holds for every verified domain.
func wholeDomain(c *run, d *admin.Domain) {
	c.Helper()
	if err := errors.Join(
		errIf(!d.IsVerified, "it is not verified"),
		errIf(d.AuthenticationType == "", "AuthenticationType is empty"),
		errIf(d.SupportedServices == nil, "SupportedServices is nil"),
		errIf(d.AvailabilityStatus != "", "AvailabilityStatus is %q; only Verify answers it", d.AvailabilityStatus),
		errIf(d.State != nil, "State is %+v", d.State),
		conform.NotUTC(d),
	); err != nil {
		c.Errorf("domain %s: %v", d.Name, err)
	}
}

// inOrder checks that the list is in the order of names, and has each once.
func inOrder(c *run) {
	c.Helper()
	all := listed(c)
	if err := conform.Once(all, func(d *admin.Domain) string { return strings.ToLower(d.Name) }); err != nil {
		c.Errorf("%v", err)
	}
	if got := names(all); !slices.IsSorted(got) {
		c.Errorf("the list is %q, not in the order of names", got)
	}
}
