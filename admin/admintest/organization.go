package admintest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func organizationCases() []kase {
	return []kase{
		{
			Name: "Organization.Get/fields", Needs: []string{HasOrganization}, Source: docOrganization,
			Why: "a program that administers a thousand tenants asks first which one it is in",
			Run: organizationFields,
		},
		{
			Name: "Organization.Get/verified-domains-agree", Needs: []string{HasOrganization, HasDomains}, Source: docOrganization,
			Why: "two places that say the same and disagree lead people to the wrong one",
			Run: func(c *run) { domainsAgree(c) },
		},
		{
			Name: "Organization.Get/domains-once-verified", Needs: ofDomains(HasOrganization), Source: docOrganization,
			Why: "somebody who reads his verified domains there must not find one that he has not proved to own",
			Run: func(c *run) {
				domainsAgree(c)
				waiting, done := unverified(c), verified(c)
				c.Must(c.S.Backstage.AddDomain(c.Context(), freshName(), true), "having a federated domain")
				domainsAgree(c)
				var got []string
				for _, d := range getOrganization(c).VerifiedDomains {
					got = append(got, strings.ToLower(d.Name))
				}
				if slices.Contains(got, waiting) || !slices.Contains(got, done) {
					c.Errorf("the verified domains are %q, with %s and without %s", got, done, waiting)
				}
			},
		},
		{
			Name: "Organization.Update/lists-replace-whole", Needs: writing(HasOrganization), Source: docOrganizationUpdate,
			Why: "who has left must not go on to get the incident mails because lists are merged",
			Run: func(c *run) {
				for _, n := range notifiedLists() {
					for _, entries := range [][]int{{2, 1}, {3}, {1, 3, 2}} {
						update(c, n.patch(n.list(entries...)))
						notifies(c, n, entries...)
					}
				}
			},
		},
		{
			Name: "Organization.Update/empty-list-empties", Needs: writing(HasOrganization), Source: docPatch,
			Why: "a list that cannot be emptied goes on to be written to",
			Run: func(c *run) {
				for _, n := range notifiedLists() {
					update(c, n.patch(n.list(1)))
					update(c, n.patch(n.list()))
					notifies(c, n)
				}
			},
		},
		{
			Name: "Organization.Update/absent-stays", Needs: writing(HasOrganization), Source: docOrganizationUpdate,
			Why: "a patch that clears what it does not name loses what somebody else has entered",
			Run: func(c *run) {
				for _, n := range notifiedLists() {
					update(c, n.patch(n.list(1)))
				}
				update(c, admin.OrganizationPatch{PrivacyProfile: &admin.PrivacyProfilePatch{ContactEmail: admin365.Set("privacy@example.com")}})
				was := getOrganization(c)
				update(c, admin.OrganizationPatch{TechnicalNotificationMails: []string{"second@example.com"}})
				organizationIs(c, func(o *admin.Organization) error {
					return conform.Differ(*o, *was, "TechnicalNotificationMails")
				})
			},
		},
		{
			Name: "Organization.Update/privacy-profile", Needs: writing(HasOrganization), Source: docPatch,
			Why: "the contact and the statement are changed by different people at different times",
			Run: privacyProfile,
		},
		{
			Name: "Organization.Update/empty-patch", Needs: writing(HasOrganization), Source: docEmptyPatch,
			Why: "a program that sends nothing has a mistake in it, and should learn that",
			Run: func(c *run) {
				c.Refused(c.S.Settings.Organization.Update(c.Context(), admin.OrganizationPatch{}), invalid(opOrganizationUpdate))
			},
		},
		{
			Name: "Organization.Update/address-that-is-none", Needs: writing(HasOrganization), Source: docOrganizationUpdate,
			Why: "a security mail to an address that is none reaches nobody, and nobody knows",
			Run: func(c *run) {
				update(c, admin.OrganizationPatch{TechnicalNotificationMails: []string{"ops@example.com"}})
				was := getOrganization(c)
				for _, n := range notifiedLists() {
					if n.phones {
						continue
					}
					for _, list := range [][]string{{"nobody at all"}, {"good@example.com", "no address"}} {
						p := n.patch(list)
						p.PrivacyProfile = &admin.PrivacyProfilePatch{ContactEmail: admin365.Set("new@example.com")}
						c.Refused(c.S.Settings.Organization.Update(c.Context(), p), invalid(opOrganizationUpdate))
					}
				}
				if err := conform.Differ(*getOrganization(c), *was); err != nil {
					c.Errorf("after the refusals the organization %v", err)
				}
			},
		},
	}
}

func organizationFields(c *run) {
	o := getOrganization(c)
	if err := errors.Join(
		errIf(!strings.EqualFold(string(o.ID), string(c.S.Harness.TenantID)), "ID is %q, want %q", o.ID, c.S.Harness.TenantID),
		errIf(o.DisplayName == "", "DisplayName is empty"),
		errIf(o.TenantType == "", "TenantType is empty"),
		errIf(len(o.VerifiedDomains) < 2, "VerifiedDomains are %+v", o.VerifiedDomains),
		conform.NotUTC(o),
	); err != nil {
		c.Errorf("%v", err)
	}
	for what, list := range map[string][]string{
		"BusinessPhones": o.BusinessPhones, "MarketingNotificationEmails": o.MarketingNotificationEmails,
		"TechnicalNotificationMails":           o.TechnicalNotificationMails,
		"SecurityComplianceNotificationMails":  o.SecurityComplianceNotificationMails,
		"SecurityComplianceNotificationPhones": o.SecurityComplianceNotificationPhones,
	} {
		if list == nil {
			c.Errorf("%s is nil; lists never are", what)
		}
	}
}

// domainsAgree checks that the organization and the domains say the same.
func domainsAgree(c *run) {
	c.Helper()
	c.Eventually(func() error {
		o, err := c.S.Settings.Organization.Get(c.Context())
		if err != nil {
			return err
		}
		all, err := conform.Collect(c.S.Settings.Domains.List(c.Context()))
		if err != nil {
			return err
		}
		type summary struct {
			Name               string
			Type               admin.AuthenticationType
			IsDefault, Initial bool
		}
		var got, want []summary
		for _, d := range o.VerifiedDomains {
			got = append(got, summary{strings.ToLower(d.Name), d.Type, d.IsDefault, d.IsInitial})
		}
		for _, d := range all {
			if d.IsVerified {
				want = append(want, summary{strings.ToLower(d.Name), d.AuthenticationType, d.IsDefault, d.IsInitial})
			}
		}
		byName := func(a, b summary) int { return cmp.Compare(a.Name, b.Name) }
		slices.SortFunc(got, byName)
		slices.SortFunc(want, byName)
		return errIf(!slices.Equal(got, want), "the organization's domains are %+v, those of the list %+v", got, want)
	})
}

// notified is one of the lists of whom Microsoft writes to.
type notified struct {
	name string
	// phones is set where the entries are telephone numbers, and no mail addresses.
	phones bool
	patch  func([]string) admin.OrganizationPatch
	get    func(*admin.Organization) []string
}

// list returns a list with these entries, by number.
func (n notified) list(entries ...int) []string {
	list := []string{}
	for _, i := range entries {
		if n.phones {
			list = append(list, fmt.Sprintf("+1 425555010%d", i))
		} else {
			list = append(list, fmt.Sprintf("person%d@example.com", i))
		}
	}
	return list
}

func notifiedLists() []notified {
	return []notified{
		{
			"MarketingNotificationEmails", false,
			func(l []string) admin.OrganizationPatch {
				return admin.OrganizationPatch{MarketingNotificationEmails: l}
			},
			func(o *admin.Organization) []string { return o.MarketingNotificationEmails },
		},
		{
			"TechnicalNotificationMails", false,
			func(l []string) admin.OrganizationPatch {
				return admin.OrganizationPatch{TechnicalNotificationMails: l}
			},
			func(o *admin.Organization) []string { return o.TechnicalNotificationMails },
		},
		{
			"SecurityComplianceNotificationMails", false,
			func(l []string) admin.OrganizationPatch {
				return admin.OrganizationPatch{SecurityComplianceNotificationMails: l}
			},
			func(o *admin.Organization) []string { return o.SecurityComplianceNotificationMails },
		},
		{
			"SecurityComplianceNotificationPhones", true,
			func(l []string) admin.OrganizationPatch {
				return admin.OrganizationPatch{SecurityComplianceNotificationPhones: l}
			},
			func(o *admin.Organization) []string { return o.SecurityComplianceNotificationPhones },
		},
	}
}

// notifies waits until the list has exactly these entries, in this order.
func notifies(c *run, n notified, entries ...int) {
	c.Helper()
	want := n.list(entries...)
	organizationIs(c, func(o *admin.Organization) error {
		got := n.get(o)
		return errIf(got == nil || !slices.Equal(got, want), "%s is %#v, want %#v", n.name, got, want)
	})
}

func privacyProfile(c *run) {
	is := func(mail, statement string) {
		c.Helper()
		organizationIs(c, func(o *admin.Organization) error {
			got := admin.PrivacyProfile{}
			if o.PrivacyProfile != nil {
				got = *o.PrivacyProfile
			}
			return conform.Differ(got, admin.PrivacyProfile{ContactEmail: mail, StatementURL: statement})
		})
	}
	say := func(p admin.PrivacyProfilePatch) {
		c.Helper()
		update(c, admin.OrganizationPatch{PrivacyProfile: &p})
	}
	const mail, statement = "privacy@example.com", "https://example.com/privacy"
	say(admin.PrivacyProfilePatch{ContactEmail: admin365.Set(mail), StatementURL: admin365.Set(statement)})
	is(mail, statement)
	say(admin.PrivacyProfilePatch{ContactEmail: admin365.Set("other@example.com")})
	is("other@example.com", statement)
	say(admin.PrivacyProfilePatch{StatementURL: admin365.Null[string]()})
	is("other@example.com", "")
	say(admin.PrivacyProfilePatch{ContactEmail: admin365.Null[string](), StatementURL: admin365.Set(statement)})
	is("", statement)
}

// update changes the organization, or ends the case.
func update(c *run, p admin.OrganizationPatch) {
	c.Helper()
	c.Must(c.S.Settings.Organization.Update(c.Context(), p), "changing the organization")
}
