package admintest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func domainAddCases() []kase {
	return []kase{
		{
			Name: "Domains.Add/fields-of-a-new-domain", Needs: writing(HasDomains), Source: docDomainAdd,
			Why: "what is not verified yet must not look as if it could be used",
			Run: func(c *run) {
				name := freshName()
				d := addDomain(c, name)
				want := admin.Domain{
					Name: name, AuthenticationType: admin.Managed, IsAdminManaged: true, IsRoot: true,
					SupportedServices: []admin.DomainService{},
				}
				if err := errors.Join(conform.Differ(*d, want), errIf(d.SupportedServices == nil, "SupportedServices is nil")); err != nil {
					c.Errorf("the new domain %v", err)
				}
				domainIs(c, name, func(d *admin.Domain) error { return conform.Differ(*d, want) })
			},
		},
		{
			Name: "Domains.Add/keeps-the-spelling", Needs: writing(HasDomains), Source: docDomain,
			Why: "people see their domain as they wrote it, and find it however they write it",
			Run: func(c *run) {
				name := "Mixed" + strings.ToUpper(conform.Unique()) + ".Com"
				if d := addDomain(c, name); d.Name != name {
					c.Errorf("Name is %q, want %q", d.Name, name)
				}
				domainIs(c, strings.ToLower(name), func(d *admin.Domain) error {
					return errIf(d.Name != name, "Name is %q, want %q", d.Name, name)
				})
			},
		},
		{
			Name: "Domains.Add/subdomain-of-a-verified-domain", Needs: ofDomains(), Source: docDomainAdd,
			Why: "who owns the domain owns what is below it, and is not asked again",
			Run: func(c *run) {
				for _, root := range []string{c.S.Harness.Domain, verified(c)} {
					d := addDomain(c, "sub."+conform.Unique()+"."+root)
					check := func(d *admin.Domain) error {
						return errIf(!d.IsVerified || d.IsRoot || d.IsDefault || d.IsInitial, "the subdomain is %+v, want a verified one that is no root", *d)
					}
					if err := check(d); err != nil {
						c.Errorf("%v", err)
					}
					domainIs(c, d.Name, check)
				}
			},
		},
		{
			Name: "Domains.Add/subdomain-of-an-unverified-domain", Needs: writing(HasDomains), Source: docDomainAdd,
			Why: "nobody gets hold of a name by adding the one above it",
			Run: func(c *run) {
				name := "sub." + unverified(c)
				addDomain(c, name)
				domainIs(c, name, func(d *admin.Domain) error {
					return errIf(d.IsVerified || !d.IsRoot, "the domain is %+v, want a root domain that is not verified", *d)
				})
			},
		},
		{
			Name: "Domains.Add/ends-alike-and-is-no-subdomain", Needs: ofDomains(), Source: docDomainAdd,
			Why: "evilcontoso.com is not below contoso.com, though it ends with the same letters",
			Run: func(c *run) {
				name := "evil" + verified(c)
				addDomain(c, name)
				domainIs(c, name, func(d *admin.Domain) error {
					return errIf(d.IsVerified || !d.IsRoot, "the domain is %+v, want a root domain that is not verified", *d)
				})
			},
		},
		{
			Name: "Domains.Add/no-name-of-a-domain", Needs: writing(HasDomains), Source: docDomainAdd,
			Why: "a typing error is found when it is made, and not when DNS does not answer",
			Run: func(c *run) {
				was := names(listed(c))
				for _, name := range []string{
					"", " ", "nodots", "a b.com", "a..com", ".com", "a@b.com", "https://example.com", "a/b.com", "-a.com",
					strings.Repeat("x", 64) + ".com", strings.Repeat("abcdefgh.", 32) + "com",
				} {
					d, err := c.S.Settings.Domains.Add(c.Context(), name)
					if fault := invalid(opAdd).Check(err); fault != nil || d != nil {
						c.Errorf("%q: %v, %v", name, d, fault)
					}
				}
				if err := sameSet("after the refusals the domains", names(listed(c)), was); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
		{
			Name: "Domains.Add/name-of-microsoft", Needs: writing(HasDomains), Source: "https://learn.microsoft.com/entra/fundamentals/add-custom-domain",
			Why: "names below Microsoft's own domains are given by Microsoft, and nobody takes one",
			Run: func(c *run) {
				was := names(listed(c))
				for _, name := range []string{"other" + conform.Unique() + ".onmicrosoft.com", "onmicrosoft.com"} {
					_, err := c.S.Settings.Domains.Add(c.Context(), name)
					c.Refused(err, bad(admin365.ErrInvalid, opAdd).Of(name))
				}
				if err := sameSet("after the refusals the domains", names(listed(c)), was); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
		{
			Name: "Domains.Add/twice", Needs: ofDomains(), Source: docDomainAdd,
			Why: "a program that runs again has to see that it did this already",
			Run: func(c *run) {
				for _, name := range []string{unverified(c), verified(c), c.S.Harness.Domain, c.S.Harness.InitialDomain} {
					was := getDomain(c, name)
					for _, spelling := range []string{name, strings.ToUpper(name)} {
						_, err := c.S.Settings.Domains.Add(c.Context(), spelling)
						c.Refused(err, bad(admin365.ErrConflict, opAdd).Of(spelling))
					}
					unchanged(c, was)
				}
			},
		},
		{
			Name: "Domains.Add/people-only-once-verified", Needs: ofDomains(CanMakePeople), Source: docUserCreate,
			Why: "somebody named in a domain that another owns could read that one's mail",
			Run: func(c *run) {
				name := unverified(c)
				if id, err := c.S.Make.User(c.Context(), conform.Unique()+"@"+name); err == nil {
					c.Errorf("user %s is named in a domain that is not verified", id)
				}
				publish(c, name, admin.DNSText)
				verify(c, name)
				makeUserIn(c, name)
				makeUserIn(c, subdomain(c, name))
			},
		},
	}
}
