package admintest

import (
	"strings"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func domainDeleteCases() []kase {
	return []kase{
		{
			Name: "Domains.Delete/unused", Needs: ofDomains(), Source: docDomainDelete,
			Why: "a domain that is gone must be gone, so that who bought it can have it",
			Run: func(c *run) {
				for _, name := range []string{unverified(c), verified(c), subdomain(c, c.S.Harness.Domain)} {
					deleteDomain(c, strings.ToUpper(name))
					isGone(c, name)
					c.Refused(c.S.Settings.Domains.Delete(c.Context(), name), unknown(opDelete).Of(name))
				}
				if c.S.missing(HasOrganization) == "" {
					domainsAgree(c)
				}
			},
		},
		{
			Name: "Domains.Delete/can-be-added-again", Needs: ofDomains(), Source: docDomainDelete,
			Why: "what was deleted by mistake is added anew, and proved anew, for others may have claimed it",
			Run: func(c *run) {
				name := unverified(c)
				publish(c, name, admin.DNSText)
				verify(c, name)
				chooses(c, name, admin.Email)
				updateDomain(c, name, admin.DomainPatch{IsDefault: new(true)})
				updateDomain(c, c.S.Harness.Domain, admin.DomainPatch{IsDefault: new(true)})
				deleteDomain(c, name)
				isGone(c, name)
				d := addDomain(c, name)
				if d.IsVerified || d.IsDefault || len(d.SupportedServices) > 0 {
					c.Errorf("added anew the domain is %+v, want one like new", *d)
				}
				publish(c, name, admin.DNSMail)
				verify(c, name)
			},
		},
		{
			Name: "Domains.Delete/initial-or-default", Needs: ofDomains(), Source: docDomainDelete,
			Why: "without them the tenant has nowhere to put people",
			Run: func(c *run) {
				name := verified(c)
				updateDomain(c, name, admin.DomainPatch{IsDefault: new(true)})
				notDeleted(c, name)
				notDeleted(c, c.S.Harness.InitialDomain)
				updateDomain(c, c.S.Harness.Domain, admin.DomainPatch{IsDefault: new(true)})
				deleteDomain(c, name)
				isGone(c, name)
			},
		},
		{
			Name: "Domains.Delete/initial-and-default", Needs: ofDomains(), Source: docDomainDelete,
			Why: "the initial domain stays for ever, whichever is the default one",
			Run: func(c *run) {
				updateDomain(c, c.S.Harness.InitialDomain, admin.DomainPatch{IsDefault: new(true)})
				notDeleted(c, c.S.Harness.InitialDomain)
			},
		},
		{
			Name: "Domains.Delete/used-by-a-user", Needs: ofDomains(CanMakePeople), Source: docDomainDelete,
			Why: "somebody would lose the name that he signs in with",
			Run: func(c *run) {
				name := verified(c)
				u, mailed := makeUserIn(c, name), makeUser(c)
				c.Must(c.S.Make.SetMail(c.Context(), mailed, conform.Unique()+"@"+name), "giving a user an address")
				notDeleted(c, name)
				erase(c, u)
				notDeleted(c, name)
				erase(c, mailed)
				deleteDomain(c, name)
				isGone(c, name)
			},
		},
		{
			Name: "Domains.Delete/used-by-a-group", Needs: ofDomains(CanMakePeople), Source: docDomainDelete,
			Why: "a department would lose the address that its customers write to",
			Run: func(c *run) {
				name := verified(c)
				g := makeGroup(c, name)
				notDeleted(c, name)
				c.Must(c.S.Make.DeleteGroup(c.Context(), g), "deleting a group")
				deleteDomain(c, name)
				isGone(c, name)
			},
		},
		{
			Name: "Domains.Delete/with-subdomains", Needs: ofDomains(), Source: docDomainDelete,
			Why: "a subdomain is verified by the domain above it, and would stand on nothing",
			Run: func(c *run) {
				root := verified(c)
				sub := subdomain(c, root)
				notDeleted(c, root)
				deleteDomain(c, sub)
				isGone(c, sub)
				deleteDomain(c, root)
				isGone(c, root)
			},
		},
		{
			Name: "Domains.Delete/beside-a-name-that-ends-alike", Needs: ofDomains(), Source: docDomainDelete,
			Why: "evilcontoso.com is not below contoso.com, and holds nothing there",
			Run: func(c *run) {
				name := verified(c)
				addDomain(c, "evil"+name)
				deleteDomain(c, name)
				isGone(c, name)
			},
		},
	}
}

// deleteDomain deletes a domain, or ends the case.
func deleteDomain(c *run, name string) {
	c.Helper()
	c.Must(c.S.Settings.Domains.Delete(c.Context(), name), "deleting the domain "+name)
}

// notDeleted checks that a domain cannot be deleted, and is as it was.
func notDeleted(c *run, name string) {
	c.Helper()
	was := getDomain(c, name)
	c.Refused(c.S.Settings.Domains.Delete(c.Context(), name), precluded(opDelete).Of(name))
	unchanged(c, was)
}
