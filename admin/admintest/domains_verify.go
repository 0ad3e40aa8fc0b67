package admintest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func domainVerifyCases() []kase {
	return []kase{
		{
			Name: "DomainRecords.Verification/text-and-mail", Needs: writing(HasDomains, HasDomainRecords), Source: docDomainRecords,
			Why: "the administrator copies them by hand to where his DNS is",
			Run: verificationRecords,
		},
		{
			Name: "Domains.Verify/without-a-record", Needs: writing(HasDomains, HasDomainRecords), Source: docDomainVerify,
			Why: "a record takes its time to be seen, and a program has to know that it should come again",
			Run: func(c *run) {
				name := unverified(c)
				notProved(c, name)
			},
		},
		{
			Name: "Domains.Verify/with-text", Needs: ofDomains(), Source: docDomainVerify,
			Why: "this is how most people prove that a domain is theirs",
			Run: func(c *run) { proves(c, admin.DNSText) },
		},
		{
			Name: "Domains.Verify/with-mail", Needs: ofDomains(), Source: docDomainVerify,
			Why: "where the host of the domain has no TXT records there is no other way",
			Run: func(c *run) { proves(c, admin.DNSMail) },
		},
		{
			Name: "Domains.Verify/any-letter-case", Needs: ofDomains(), Source: docDomainVerify,
			Why: "names in DNS have no letter case",
			Run: func(c *run) {
				name := unverified(c)
				publish(c, name, admin.DNSText)
				verify(c, strings.ToUpper(name))
			},
		},
		{
			Name: "Domains.Verify/with-another-text", Needs: ofDomains(), Source: docDomainVerify,
			Why: "a record with other words proves nothing, and hinders nothing",
			Run: func(c *run) {
				name := unverified(c)
				for _, text := range []string{"MS=ms00000000", "v=spf1 -all"} {
					other := record(c, name, admin.DNSText)
					other.Text = text
					c.Must(c.S.Backstage.PublishDNS(c.Context(), other), "publishing another text")
				}
				notProved(c, name)
				publish(c, name, admin.DNSText)
				verify(c, name)
			},
		},
		{
			Name: "Domains.Verify/with-the-record-of-another-domain", Needs: ofDomains(), Source: docDomainVerify,
			Why: "who owns one domain has not proved that another is his",
			Run: func(c *run) {
				name, other := unverified(c), unverified(c)
				publish(c, other, admin.DNSText)
				publish(c, other, admin.DNSMail)
				text := record(c, other, admin.DNSText)
				text.Label = name
				c.Must(c.S.Backstage.PublishDNS(c.Context(), text), "publishing the other's text")
				notProved(c, name)
				verify(c, other)
			},
		},
		{
			Name: "Domains.Verify/record-that-was-removed", Needs: ofDomains(), Source: docDomainVerify,
			Why: "it is what stands in DNS now that proves, and it may go once it has",
			Run: func(c *run) {
				name := unverified(c)
				r := publish(c, name, admin.DNSText)
				c.Must(c.S.Backstage.RemoveDNS(c.Context(), r), "removing a record")
				notProved(c, name)
				publish(c, name, admin.DNSText)
				verify(c, name)
				c.Must(c.S.Backstage.RemoveDNS(c.Context(), r), "removing a record")
				domainIs(c, name, func(d *admin.Domain) error { return errIf(!d.IsVerified, "it is not verified any more") })
			},
		},
		{
			Name: "Domains.Verify/twice", Needs: ofDomains(), Source: docDomainVerify,
			Why: "a program that runs again has to see that it did this already",
			Run: func(c *run) {
				name := unverified(c)
				publish(c, name, admin.DNSText)
				verify(c, name)
				for _, name := range []string{name, verified(c), c.S.Harness.Domain, c.S.Harness.InitialDomain} {
					was := getDomain(c, name)
					_, err := c.S.Settings.Domains.Verify(c.Context(), name, admin.DomainVerification{})
					c.Refused(err, bad(admin365.ErrConflict, opVerify).Of(name))
					unchanged(c, was)
				}
			},
		},
		{
			Name: "Domains.Verify/domain-of-another-tenant", Needs: ofDomains(CanMakeTenants), Source: docDomainVerify,
			Why: "a domain leads to one tenant, or its people's mail goes to strangers",
			Run: func(c *run) {
				name := freshName()
				c.Must(c.S.Make.OtherTenant(c.Context(), name), "having another tenant with the domain")
				addDomain(c, name)
				publish(c, name, admin.DNSText)
				_, err := c.S.Settings.Domains.Verify(c.Context(), name, admin.DomainVerification{})
				c.Refused(err, bad(admin365.ErrConflict, opVerify).Of(name))
				domainIs(c, name, func(d *admin.Domain) error { return errIf(d.IsVerified, "it is verified in two tenants") })
			},
		},
	}
}

func verificationRecords(c *run) {
	name, other := unverified(c), unverified(c)
	texts := map[string]bool{}
	for _, domain := range []string{name, other} {
		first, err := c.S.Settings.DomainRecords.Verification(c.Context(), strings.ToUpper(domain))
		c.Must(err, "getting the verification records")
		again, err := c.S.Settings.DomainRecords.Verification(c.Context(), domain)
		c.Must(err, "getting the verification records again")
		if err := conform.Differ(again, first); err != nil {
			c.Errorf("asked for twice, the records of %s differ: the second %v", domain, err)
		}
		text, mail := record(c, domain, admin.DNSText), record(c, domain, admin.DNSMail)
		if err := errors.Join(
			errIf(!sameName(text.Label, domain), "the label of the text is %q, want %q", text.Label, domain),
			errIf(text.Text == "", "the text is empty"),
			errIf(text.MailExchange != "" || text.Preference != 0 || text.CanonicalName != "", "the TXT record has parts of another: %+v", text),
			errIf(!sameName(mail.Label, domain), "the label of the mail record is %q, want %q", mail.Label, domain),
			errIf(mail.MailExchange == "", "the mail exchange is empty"),
			errIf(mail.Text != "" || mail.CanonicalName != "", "the MX record has parts of another: %+v", mail),
			errIf(text.TTL <= 0 || mail.TTL <= 0, "TTL is %d and %d seconds", text.TTL, mail.TTL),
			errIf(texts[text.Text], "two domains are proved by the same text %q", text.Text),
		); err != nil {
			c.Errorf("%s: %v", domain, err)
		}
		texts[text.Text] = true
	}
}

// record returns the verification record of the type, or ends the case.
func record(c *run, domain string, kind admin.DNSRecordType) admin.DNSRecord {
	c.Helper()
	all, err := c.S.Settings.DomainRecords.Verification(c.Context(), domain)
	c.Must(err, "getting the verification records of "+domain)
	for _, r := range all {
		if r.Type == kind {
			return r
		}
	}
	c.Fatalf("the verification records of %s are %+v, none of the type %s", domain, all, kind)
	return admin.DNSRecord{}
}

// publish publishes the verification record of the type, or ends the case.
func publish(c *run, domain string, kind admin.DNSRecordType) admin.DNSRecord {
	c.Helper()
	r := record(c, domain, kind)
	c.Must(c.S.Backstage.PublishDNS(c.Context(), r), "publishing a record of "+domain)
	return r
}

// verify verifies the domain, or ends the case.
func verify(c *run, name string) *admin.Domain {
	c.Helper()
	d, err := c.S.Settings.Domains.Verify(c.Context(), name, admin.DomainVerification{})
	c.Must(err, "verifying the domain "+name)
	if d == nil {
		c.Fatalf("Verify answered no domain")
	}
	return d
}

// notProved checks that the domain cannot be verified, and is not.
func notProved(c *run, name string) {
	c.Helper()
	was := getDomain(c, name)
	d, err := c.S.Settings.Domains.Verify(c.Context(), name, admin.DomainVerification{})
	c.Refused(err, precluded(opVerify).Of(name))
	if d != nil {
		c.Errorf("Verify answers a domain beside its error")
	}
	domainIs(c, name, func(d *admin.Domain) error { return conform.Differ(*d, *was, "State") })
}

// proves checks that a record of the type proves who owns a domain.
func proves(c *run, kind admin.DNSRecordType) {
	c.Helper()
	name := unverified(c)
	notProved(c, name)
	publish(c, name, kind)
	d := verify(c, name)
	if !d.IsVerified || d.AvailabilityStatus != "AvailableImmediately" || !sameName(d.Name, name) {
		c.Errorf("Verify answers %+v, want the verified domain, available immediately", *d)
	}
	domainIs(c, name, func(d *admin.Domain) error {
		return errors.Join(
			errIf(!d.IsVerified || !d.IsRoot || d.IsDefault || d.IsInitial || !d.IsAdminManaged, "it is %+v, want a verified root domain", *d),
			errIf(d.AuthenticationType != admin.Managed, "AuthenticationType is %q", d.AuthenticationType),
			errIf(d.AvailabilityStatus != "", "AvailabilityStatus is %q; only Verify answers it", d.AvailabilityStatus),
		)
	})
}
