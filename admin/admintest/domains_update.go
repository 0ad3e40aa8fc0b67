package admintest

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func domainUpdateCases() []kase {
	return []kase{
		{
			Name: "Domains.Update/unverified", Needs: writing(HasDomains), Source: docDomainUpdate,
			Why: "a domain that somebody else may own must not become the one of new addresses",
			Run: func(c *run) {
				was := addDomain(c, freshName())
				for _, p := range []admin.DomainPatch{
					{IsDefault: new(true)}, {SupportedServices: []admin.DomainService{admin.Email}},
					{PasswordValidityPeriodInDays: admin365.Set(60)},
				} {
					c.Refused(c.S.Settings.Domains.Update(c.Context(), was.Name, p), precluded(opUpdate).Of(was.Name))
				}
				unchanged(c, was)
			},
		},
		{
			Name: "Domains.Update/default-moves", Needs: ofDomains(), Source: docDomainUpdate,
			Why: "new addresses are made in one domain, and two of them or none break every program that asks",
			Run: func(c *run) {
				old, name := defaultDomain(c), verified(c)
				for _, next := range []string{name, strings.ToUpper(name), old} {
					c.Must(admin.SetDefaultDomain(c.Context(), c.S.Settings.Domains, next), "making another domain the default one")
					c.Eventually(func() error {
						got := defaultDomain(c)
						return errIf(!sameName(got, next), "the default domain is %s, want %s", got, next)
					})
				}
				if c.S.missing(HasOrganization) == "" {
					domainsAgree(c)
				}
			},
		},
		{
			Name: "Domains.Update/default-false", Needs: ofDomains(), Source: docDomainUpdate,
			Why: "a tenant without a default domain cannot make an address",
			Run: func(c *run) {
				was := defaultDomain(c)
				for _, name := range []string{was, verified(c)} {
					c.Refused(c.S.Settings.Domains.Update(c.Context(), name, admin.DomainPatch{IsDefault: new(false)}), invalid(opUpdate))
				}
				if got := defaultDomain(c); got != was {
					c.Errorf("after the refusals the default domain is %s, want %s", got, was)
				}
			},
		},
		{
			Name: "Domains.Update/services", Needs: ofDomains(), Source: docDomainUpdate,
			Why: "what a domain is used for is chosen, and what is not named is chosen no more",
			Run: func(c *run) {
				name := verified(c)
				for _, services := range [][]admin.DomainService{
					{admin.Email}, {admin.Yammer, admin.Email}, {admin.OfficeCommunicationsOnline},
					{admin.Email, admin.OfficeCommunicationsOnline, admin.Yammer}, {},
				} {
					chooses(c, name, services...)
				}
			},
		},
		{
			Name: "Domains.Update/services-that-cannot-be-chosen", Needs: ofDomains(), Source: docDomainUpdate,
			Why: "the other services are turned on elsewhere, and a wrong name turns on none",
			Run: func(c *run) {
				name := verified(c)
				chooses(c, name, admin.Email)
				was := getDomain(c, name)
				for _, s := range []admin.DomainService{"Intune", "SharePointPublic", "FullRedelegation", "NoSuchService"} {
					if slices.Contains(was.SupportedServices, s) {
						continue
					}
					p := admin.DomainPatch{SupportedServices: append(slices.Clone(was.SupportedServices), s)}
					if fault := invalid(opUpdate).Check(c.S.Settings.Domains.Update(c.Context(), name, p)); fault != nil {
						c.Errorf("%s: %v", s, fault)
					}
				}
				unchanged(c, was)
			},
		},
		{
			Name: "Domains.Update/days", Needs: ofDomains(), Source: docDomainUpdate,
			Why: "when passwords expire is changed without touching what else the domain is for",
			Run: func(c *run) {
				name := verified(c)
				chooses(c, name, admin.Email)
				want := *getDomain(c, name)
				set := func(p admin.DomainPatch, validity, notification *int) {
					c.Helper()
					updateDomain(c, name, p)
					want.PasswordValidityPeriodInDays, want.PasswordNotificationWindowInDays = validity, notification
					domainIs(c, name, func(d *admin.Domain) error { return conform.Differ(*d, want) })
				}
				set(admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(60)}, new(60), want.PasswordNotificationWindowInDays)
				set(admin.DomainPatch{PasswordNotificationWindowInDays: admin365.Set(7)}, new(60), new(7))
				set(admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Null[int]()}, nil, new(7))
				set(admin.DomainPatch{PasswordNotificationWindowInDays: admin365.Null[int]()}, nil, nil)
			},
		},
		{
			Name: "Domains.Update/all-or-nothing", Needs: ofDomains(), Source: docDomainUpdate,
			Why: "half a change is what nobody asked for",
			Run: func(c *run) {
				was, first := getDomain(c, verified(c)), defaultDomain(c)
				for _, p := range []admin.DomainPatch{
					{SupportedServices: []admin.DomainService{admin.Yammer}, PasswordValidityPeriodInDays: admin365.Set(13)},
					{IsDefault: new(true), PasswordNotificationWindowInDays: admin365.Set(31)},
					{IsDefault: new(true), SupportedServices: []admin.DomainService{"NoSuchService"}},
					{IsDefault: new(false), PasswordValidityPeriodInDays: admin365.Set(60)},
				} {
					c.Refused(c.S.Settings.Domains.Update(c.Context(), was.Name, p), invalid(opUpdate))
				}
				unchanged(c, was)
				if got := defaultDomain(c); got != first {
					c.Errorf("after the refusals the default domain is %s, want %s", got, first)
				}
			},
		},
		{
			Name: "Domains.Update/empty-patch", Needs: writing(HasDomains), Source: docEmptyPatch,
			Why: "a program that sends nothing has a mistake in it, and should learn that",
			Run: func(c *run) {
				c.Refused(c.S.Settings.Domains.Update(c.Context(), c.S.Harness.Domain, admin.DomainPatch{}), invalid(opUpdate))
			},
		},
	}
}

// chooses has the domain be used for exactly these of the services that can be chosen,
// and checks that it is. The others stay as they are.
func chooses(c *run, name string, services ...admin.DomainService) {
	c.Helper()
	want := slices.DeleteFunc(slices.Clone(getDomain(c, name).SupportedServices), func(s admin.DomainService) bool {
		return s == admin.Email || s == admin.OfficeCommunicationsOnline || s == admin.Yammer
	})
	want = append(want, services...)
	if want == nil {
		want = []admin.DomainService{}
	}
	updateDomain(c, name, admin.DomainPatch{SupportedServices: slices.Clone(want)})
	domainIs(c, name, func(d *admin.Domain) error {
		return sameSet("the services", d.SupportedServices, want)
	})
}
