package admintest

import (
	"errors"
	"strings"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func concurrencyCases() []kase {
	return []kase{
		{
			Name: "Concurrency/one-domain-added-by-many", Needs: writing(HasDomains), Source: docConcurrency,
			Why: "two programs that add one domain at once must not both believe that it was they",
			Run: func(c *run) {
				name := freshName()
				oneWins(c, opAdd, func() error {
					_, err := c.S.Settings.Domains.Add(c.Context(), name)
					return err
				})
				forget(c, name)
				if n := strings.Count(strings.Join(names(listed(c)), " "), name); n != 1 {
					c.Errorf("the list has the domain %d times", n)
				}
			},
		},
		{
			Name: "Concurrency/one-domain-verified-by-many", Needs: ofDomains(), Source: docConcurrency,
			Why: "what comes after the verification is done once, by who did it",
			Run: func(c *run) {
				name := unverified(c)
				publish(c, name, admin.DNSText)
				oneWins(c, opVerify, func() error {
					_, err := c.S.Settings.Domains.Verify(c.Context(), name, admin.DomainVerification{})
					return err
				})
				domainIs(c, name, func(d *admin.Domain) error { return errIf(!d.IsVerified, "it is not verified") })
			},
		},
		{
			Name: "Concurrency/one-default-domain", Needs: ofDomains(), Source: docConcurrency,
			Why: "a tenant with two default domains makes addresses in either",
			Run: func(c *run) {
				domains := []string{verified(c), verified(c), verified(c), c.S.Harness.Domain}
				atOnce(4*len(domains), func(i int) {
					if err := admin.SetDefaultDomain(c.Context(), c.S.Settings.Domains, domains[i%len(domains)]); err != nil {
						c.Errorf("making %s the default domain: %v", domains[i%len(domains)], err)
					}
				})
				defaultDomain(c)
			},
		},
		{
			Name: "Concurrency/different-properties", Needs: everything(), Source: docConcurrency,
			Why: "two administrators who change different things must not undo each other's work",
			Run: differentProperties,
		},
		{
			Name: "Concurrency/every-method-at-once", Needs: everything(), Source: docConcurrency,
			Why: "the case only has to run for the race detector to speak",
			Run: everyMethodAtOnce,
		},
	}
}

// atOnce runs f for each number below n, all of them at the same time.
func atOnce(n int, f func(i int)) {
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			f(i)
		})
	}
	close(start)
	wg.Wait()
}

// oneWins checks that of many who do the same at once one succeeds, and the others are
// told that it is done.
func oneWins(c *run, op string, do func() error) {
	c.Helper()
	const callers = 16
	errs := make([]error, callers)
	atOnce(callers, func(i int) { errs[i] = do() })
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		c.Refused(err, bad(admin365.ErrConflict, op))
	}
	if won != 1 {
		c.Errorf("%d of %d callers succeeded, want one", won, callers)
	}
}

func differentProperties(c *run) {
	s, name := c.S.Settings, verified(c)
	want := *getPolicy(c)
	changes := []func() error{
		func() error {
			return s.Authorization.Update(c.Context(), admin.AuthorizationPolicyPatch{AllowInvitesFrom: new(admin.InvitesNone)})
		},
		func() error {
			return s.Authorization.Update(c.Context(), admin.AuthorizationPolicyPatch{GuestUserRoleID: new(admin.RestrictedGuestUser)})
		},
		func() error { return s.SelfServiceReset.SetAdministrators(c.Context(), !want.AllowedToUseSSPR) },
		func() error {
			return s.Domains.Update(c.Context(), name, admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(60)})
		},
		func() error {
			return s.Domains.Update(c.Context(), name, admin.DomainPatch{PasswordNotificationWindowInDays: admin365.Set(7)})
		},
		func() error { return admin.SetDefaultDomain(c.Context(), s.Domains, name) },
	}
	lists := notifiedLists()
	for _, n := range lists {
		changes = append(changes, func() error { return s.Organization.Update(c.Context(), n.patch(n.list(1, 2))) })
	}
	atOnce(len(changes), func(i int) {
		if err := changes[i](); err != nil {
			c.Errorf("change %d: %v", i, err)
		}
	})
	want.AllowInvitesFrom, want.GuestUserRoleID, want.AllowedToUseSSPR = admin.InvitesNone, admin.RestrictedGuestUser, !want.AllowedToUseSSPR
	policyIs(c, want)
	passwordsAre(c, name, admin.PasswordPolicy{ValidityDays: 60, NotificationDays: 7})
	if got := defaultDomain(c); got != name {
		c.Errorf("the default domain is %s, want %s", got, name)
	}
	for _, n := range lists {
		notifies(c, n, 1, 2)
	}
}

func everyMethodAtOnce(c *run) {
	const workers, rounds = 4, 3
	var at []target
	for range workers {
		t := aTarget(c)
		t.operation = force(c, verified(c), admin.DomainForceDelete{}).ID
		at = append(at, t)
	}
	methods := c.S.methods()
	atOnce(workers*len(methods), func(i int) {
		m := methods[i%len(methods)]
		for r := range rounds {
			err := m.call(c.Context(), c.S.Settings, at[(i/len(methods)+r)%workers])
			if _, ok := errors.AsType[*admin365.Error](err); err != nil && !ok {
				c.Errorf("%s: %v", m.name, err)
			}
		}
	})
	defaultDomain(c)
	if err := conform.Once(listed(c), func(d *admin.Domain) string { return strings.ToLower(d.Name) }); err != nil {
		c.Errorf("afterwards: %v", err)
	}
}
