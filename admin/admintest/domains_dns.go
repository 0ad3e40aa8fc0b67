package admintest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

func domainDNSCases() []kase {
	return []kase{
		{
			Name: "DNS/published-twice-is-once", Needs: ofDomains(), Source: docPublish,
			Why: "a test that sets up its records twice must not find half of them after it has removed them",
			Run: func(c *run) {
				for _, kind := range []admin.DNSRecordType{admin.DNSText, admin.DNSMail} {
					name := unverified(c)
					r := publish(c, name, kind)
					publish(c, name, kind)
					c.Must(c.S.Backstage.RemoveDNS(c.Context(), r), "removing a record")
					notProved(c, name)
					c.Refused(c.S.Backstage.RemoveDNS(c.Context(), r), plainly(admin365.ErrNotFound, ""))
				}
			},
		},
		{
			Name: "DNS/removing-what-is-not-there", Needs: ofDomains(), Source: docPublish,
			Why: "a record with another value is another record",
			Run: func(c *run) {
				name := unverified(c)
				r := publish(c, name, admin.DNSText)
				for _, change := range []func(*admin.DNSRecord){
					func(r *admin.DNSRecord) { r.Text += "0" },
					func(r *admin.DNSRecord) { r.Label = "other." + r.Label },
					func(r *admin.DNSRecord) { r.Type, r.MailExchange = admin.DNSMail, "mail.example.com" },
				} {
					other := r
					change(&other)
					c.Refused(c.S.Backstage.RemoveDNS(c.Context(), other), plainly(admin365.ErrNotFound, ""))
				}
				verify(c, name)
			},
		},
		{
			Name: "DNS/records-that-cannot-be-published", Needs: ofDomains(), Source: docPublish,
			Why: "a record that nobody will ever look for is a mistake of the test",
			Run: func(c *run) {
				r := record(c, unverified(c), admin.DNSText)
				for _, change := range []func(*admin.DNSRecord){
					func(r *admin.DNSRecord) { r.Label = "" },
					func(r *admin.DNSRecord) { r.Type = "" },
					func(r *admin.DNSRecord) { r.Type = admin.DNSUnavailable },
					func(r *admin.DNSRecord) { r.Type, r.CanonicalName = admin.DNSAlias, "example.com" },
				} {
					other := r
					change(&other)
					c.Refused(c.S.Backstage.PublishDNS(c.Context(), other), plainly(admin365.ErrInvalid, ""))
				}
			},
		},
	}
}

func domainRecordCases() []kase {
	return []kase{
		{
			Name: "DomainRecords.Service/mail", Needs: ofDomains(), Source: docDomainService,
			Why: "without these records in DNS no mail arrives, and what is sent is taken for spam",
			Run: func(c *run) {
				name := verified(c)
				chooses(c, name, admin.Email)
				records := serviceRecords(c, name)
				var exchange, sender bool
				for _, r := range records {
					if r.SupportedService != admin.Email {
						continue
					}
					switch r.Type {
					case admin.DNSMail:
						host := strings.ReplaceAll(name, ".", "-") + ".mail.protection.outlook.com"
						exchange = exchange || sameName(r.MailExchange, host) && r.Preference == 0 && sameName(r.Label, name)
					case admin.DNSText:
						sender = sender || strings.HasPrefix(r.Text, "v=spf1") && sameName(r.Label, name)
					default:
					}
				}
				if err := errors.Join(
					errIf(!exchange, "there is no MX record of the domain to its host at Microsoft, of preference 0"),
					errIf(!sender, "there is no TXT record that says who may send, v=spf1"),
				); err != nil {
					c.Errorf("%v: %+v", err, records)
				}
			},
		},
		{
			Name: "DomainRecords.Service/none", Needs: ofDomains(), Source: docDomainService,
			Why: "records for a service that the domain is not used for send its mail to where nobody reads it",
			Run: func(c *run) {
				if got := serviceRecords(c, unverified(c)); len(got) > 0 {
					c.Errorf("a domain that is not verified has the service records %+v", got)
				}
				name := verified(c)
				chooses(c, name, admin.Email)
				chooses(c, name)
				for _, r := range serviceRecords(c, name) {
					if r.SupportedService == admin.Email {
						c.Errorf("a domain without mail has the record %+v", r)
					}
				}
			},
		},
	}
}

// serviceRecords returns the service records of a domain, or ends the case.
func serviceRecords(c *run, name string) []admin.DNSRecord {
	c.Helper()
	records, err := c.S.Settings.DomainRecords.Service(c.Context(), name)
	c.Must(err, "getting the service records of "+name)
	return records
}
