package admintest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// errIf returns an error unless the condition fails.
func errIf(wrong bool, format string, args ...any) error {
	if wrong {
		return fmt.Errorf(format, args...)
	}
	return nil
}

// sameName compares two names of domains, which have no letter case.
func sameName(a, b string) bool { return strings.EqualFold(a, b) }

// inDomain reports whether an address or a user principal name is in the domain.
func inDomain(address, domain string) bool {
	at := strings.LastIndexByte(address, '@')
	return at >= 0 && sameName(address[at+1:], domain)
}

// hasAddress reports whether one of a user's or a group's addresses is in the domain.
func hasAddress(mail string, proxies []string, domain string) bool {
	return slices.ContainsFunc(append([]string{mail}, proxies...), func(a string) bool { return inDomain(a, domain) })
}

// sameSet compares two lists whatever their order. What comes twice is not the same as
// what comes once.
func sameSet[V ~string](what string, got, want []V) error {
	g, w := slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	return errIf(!slices.Equal(g, w), "%s: %q, want %q", what, g, w)
}

// domainIs waits until the domain is as the check wants it.
func domainIs(c *run, name string, check func(*admin.Domain) error) {
	c.Helper()
	c.Eventually(func() error {
		d, err := c.S.Settings.Domains.Get(c.Context(), name)
		if err != nil {
			return err
		}
		if err := check(d); err != nil {
			return fmt.Errorf("domain %s: %w", name, err)
		}
		return nil
	})
}

// unchanged checks that a domain is as it was.
func unchanged(c *run, was *admin.Domain) {
	c.Helper()
	domainIs(c, was.Name, func(d *admin.Domain) error { return conform.Differ(*d, *was) })
}

// listed returns the domains of the list, or ends the case.
func listed(c *run) []*admin.Domain {
	c.Helper()
	all, err := conform.Collect(c.S.Settings.Domains.List(c.Context()))
	c.Must(err, "listing domains")
	return all
}

// names are those of a list of domains.
func names(all []*admin.Domain) []string {
	var list []string
	for _, d := range all {
		list = append(list, strings.ToLower(d.Name))
	}
	return list
}

// defaultDomain returns the one default domain of the tenant, or ends the case.
func defaultDomain(c *run) string {
	c.Helper()
	var found []string
	for _, d := range listed(c) {
		if d.IsDefault {
			found = append(found, d.Name)
		}
	}
	if len(found) != 1 {
		c.Fatalf("the default domains are %q; exactly one is", found)
	}
	return found[0]
}

// isGone waits until the tenant does not have the domain.
func isGone(c *run, name string) {
	c.Helper()
	c.Eventually(func() error {
		_, err := c.S.Settings.Domains.Get(c.Context(), name)
		return errIf(!errors.Is(err, admin365.ErrNotFound), "getting the deleted domain %s: %v, want %q", name, err, admin365.ErrNotFound)
	})
	c.Eventually(func() error {
		all, err := conform.Collect(c.S.Settings.Domains.List(c.Context()))
		if err != nil {
			return err
		}
		return errIf(slices.Contains(names(all), strings.ToLower(name)), "the list has the deleted domain %s", name)
	})
}

// there reports whether the tenant has the domain.
func there(c *run, name string) bool {
	_, err := c.S.Settings.Domains.Get(c.Context(), name)
	return !errors.Is(err, admin365.ErrNotFound)
}

// usedBy waits until exactly these objects use the domain, each once.
func usedBy(c *run, name string, want ...admin365.ObjectID) {
	c.Helper()
	c.Eventually(func() error {
		all, err := conform.Collect(c.S.Settings.Domains.References(c.Context(), name))
		if err != nil {
			return err
		}
		return sameSet("what uses "+name, ids(all), want)
	})
}

func ids(all []*identity.DirectoryObject) []admin365.ObjectID {
	var list []admin365.ObjectID
	for _, o := range all {
		list = append(list, o.ID)
	}
	return list
}

// organizationIs waits until the organization is as the check wants it.
func organizationIs(c *run, check func(*admin.Organization) error) {
	c.Helper()
	c.Eventually(func() error {
		o, err := c.S.Settings.Organization.Get(c.Context())
		if err != nil {
			return err
		}
		return check(o)
	})
}

// policyIs waits until the authorization policy is the one wanted.
func policyIs(c *run, want admin.AuthorizationPolicy) {
	c.Helper()
	c.Eventually(func() error {
		p, err := c.S.Settings.Authorization.Get(c.Context())
		if err != nil {
			return err
		}
		return conform.Differ(*p, want)
	})
}

// passwordsAre waits until the passwords of a domain's people expire as wanted.
func passwordsAre(c *run, domain string, want admin.PasswordPolicy) {
	c.Helper()
	c.Eventually(func() error {
		p, err := c.S.Settings.PasswordPolicy.Get(c.Context(), domain)
		if err != nil {
			return err
		}
		return errIf(*p != want, "the policy of %s is %+v, want %+v", domain, *p, want)
	})
}

// syncIs waits until the synchronization is as the check wants it.
func syncIs(c *run, check func(*admin.DirectorySyncStatus) error) {
	c.Helper()
	c.Eventually(func() error {
		s, err := c.S.Settings.DirectorySync.Get(c.Context())
		if err != nil {
			return err
		}
		return check(s)
	})
}

// isOn waits until the synchronization is on, or off: once on and no longer.
func isOn(c *run, on bool) {
	c.Helper()
	syncIs(c, func(s *admin.DirectorySyncStatus) error {
		return errIf(s.Enabled == nil || *s.Enabled != on, "Enabled is %s, want %t", truth(s.Enabled), on)
	})
}

// truth is a boolean that may be missing, as reports show it.
func truth(b *bool) string {
	if b == nil {
		return "nil"
	}
	return fmt.Sprint(*b)
}

// methodIs waits until a method is as the check wants it.
func methodIs(c *run, id admin.AuthenticationMethodID, check func(admin.AuthenticationMethod) error) {
	c.Helper()
	c.Eventually(func() error {
		p, err := c.S.Settings.SelfServiceReset.Methods(c.Context())
		if err != nil {
			return err
		}
		m, ok := find(p, id)
		if !ok {
			return fmt.Errorf("the policy does not have the method %s", id)
		}
		return check(m)
	})
}

// find returns the method of the policy.
func find(p *admin.AuthenticationMethodsPolicy, id admin.AuthenticationMethodID) (admin.AuthenticationMethod, bool) {
	at := slices.IndexFunc(p.Methods, func(m admin.AuthenticationMethod) bool { return m.ID == id })
	if at < 0 {
		return admin.AuthenticationMethod{}, false
	}
	return p.Methods[at], true
}

// campaignIs waits until the registration campaign is the one wanted.
func campaignIs(c *run, want admin.RegistrationCampaign) {
	c.Helper()
	c.Eventually(func() error {
		p, err := c.S.Settings.SelfServiceReset.Methods(c.Context())
		if err != nil {
			return err
		}
		return conform.Differ(p.Campaign, want)
	})
}

// isDeleted waits until there is no such user any more.
func isDeleted(c *run, id admin365.UserID) {
	c.Helper()
	c.Eventually(func() error {
		_, err := c.S.Make.GetUser(c.Context(), id)
		return errIf(!errors.Is(err, admin365.ErrNotFound), "getting the removed user: %v, want %q", err, admin365.ErrNotFound)
	})
}

// ended lets time pass until the operation has ended, and returns it.
func ended(c *run, id admin365.OperationID) *admin365.Operation {
	c.Helper()
	const hours = 80
	for range hours {
		op, err := c.S.Settings.DomainDeletions.Get(c.Context(), id)
		c.Must(err, "asking for the operation")
		if op == nil {
			c.Fatalf("Operation answered nothing")
		}
		if op.Done() {
			return op
		}
		c.S.Advance(time.Hour)
	}
	c.Fatalf("the operation has not ended after %d hours", hours)
	return nil
}
