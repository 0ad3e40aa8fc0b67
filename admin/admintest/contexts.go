package admintest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func contextCases() []kase {
	return []kase{
		{
			Name: "Context/cancelled", Needs: everything(), Source: docEndedCalls,
			Why: "who gave up must be told that, and nothing may happen any more",
			Run: func(c *run) {
				endedContext(c, context.Canceled, func(parent context.Context) (context.Context, context.CancelFunc) {
					ctx, cancel := context.WithCancel(parent)
					cancel()
					return ctx, cancel
				})
			},
		},
		{
			Name: "Context/deadline-exceeded", Needs: everything(), Source: docEndedCalls,
			Why: "a deadline that has passed is not the same as a cancellation",
			Run: func(c *run) {
				endedContext(c, context.DeadlineExceeded, func(parent context.Context) (context.Context, context.CancelFunc) {
					return context.WithDeadline(parent, time.Unix(0, 0))
				})
			},
		},
		{
			Name: "Context/cancelled-reads", Source: docEndedCalls,
			Why: "a tenant in memory that ignores the context hides that a program forgot to pass it on",
			Run: func(c *run) {
				ctx, cancel := context.WithCancel(c.Context())
				cancel()
				for _, m := range c.S.methods() {
					if m.writes || m.name == "DomainDeletions.Get" {
						continue
					}
					if err := m.call(ctx, c.S.Settings, target{domain: c.S.Harness.Domain}); !errors.Is(err, context.Canceled) {
						c.Errorf("%s: errors.Is does not find context.Canceled in: %v", m.name, err)
					}
				}
			},
		},
		{
			Name: "Context/backstage", Needs: ofReset(HasDomains, HasDomainRecords), Source: docEndedCalls,
			Why: "the test that gave up must not go on behind the stage",
			Run: endedBackstage,
		},
		{
			Name: "Lists/not-fetched-until-ranged", Needs: ofDomains(CanMakePeople), Source: docDomainList,
			Why: "a list is passed around and read by somebody else, later and perhaps twice",
			Run: func(c *run) {
				name := verified(c)
				domains, references := c.S.Settings.Domains.List(c.Context()), c.S.Settings.Domains.References(c.Context(), name)
				for n := range 3 {
					ranged(c, "Domains.List", domains, n, func(d *admin.Domain) bool {
						return strings.HasPrefix(d.Name, "sub") && strings.HasSuffix(d.Name, "."+name)
					})
					ranged(c, "Domains.References", references, n, func(*identity.DirectoryObject) bool { return true })
					makeUserIn(c, name)
					addDomain(c, "sub"+conform.Unique()+"."+name)
				}
			},
		},
		{
			Name: "Lists/left-early", Needs: ofDomains(CanMakePeople), Source: docDomainList,
			Why: "who has found what he looked for stops, and the list must take it",
			Run: func(c *run) {
				name := verified(c)
				makeUserIn(c, name)
				makeUserIn(c, name)
				first(c, "Domains.List", c.S.Settings.Domains.List(c.Context()))
				first(c, "Domains.References", c.S.Settings.Domains.References(c.Context(), name))
				// The tenant is as well as before.
				chooses(c, name, admin.Email)
			},
		},
		{
			Name: "Lists/cancelled-before-ranged", Needs: []string{HasDomains}, Source: docEndedCalls,
			Why: "between the making of a list and its reading somebody may have given up",
			Run: func(c *run) {
				ctx, cancel := context.WithCancel(c.Context())
				defer cancel()
				domains, references := c.S.Settings.Domains.List(ctx), c.S.Settings.Domains.References(ctx, c.S.Harness.Domain)
				cancel()
				if all, err := conform.Collect(domains); !errors.Is(err, context.Canceled) || len(all) > 0 {
					c.Errorf("the list has %d domains and ends with %v, want context.Canceled", len(all), err)
				}
				if all, err := conform.Collect(references); !errors.Is(err, context.Canceled) || len(all) > 0 {
					c.Errorf("the list has %d references and ends with %v, want context.Canceled", len(all), err)
				}
			},
		},
	}
}

// endedContext calls every method with a context that end has ended, and checks that
// nothing happened.
func endedContext(c *run, want error, end func(context.Context) (context.Context, context.CancelFunc)) {
	c.Helper()
	at, doomed := aTarget(c), verified(c)
	at.operation = force(c, doomed, admin.DomainForceDelete{}).ID
	turnOn(c)
	all := func() []*admin.Domain {
		return slices.DeleteFunc(listed(c), func(d *admin.Domain) bool { return sameName(d.Name, doomed) })
	}
	domains, policy, organization, methods, sync := all(), *getPolicy(c), *getOrganization(c), *getMethods(c), *getSync(c)
	ctx, cancel := end(c.Context())
	defer cancel()
	for _, m := range c.S.methods() {
		if err := m.call(ctx, c.S.Settings, at); !errors.Is(err, want) {
			c.Errorf("%s: errors.Is does not find %q in: %v", m.name, want, err)
		}
	}
	organization.VerifiedDomains = nil
	after := *getOrganization(c)
	after.VerifiedDomains = nil
	if err := errors.Join(
		conform.Differ(all(), domains), conform.Differ(*getPolicy(c), policy), conform.Differ(after, organization),
		conform.Differ(*getMethods(c), methods), conform.Differ(*getSync(c), sync),
	); err != nil {
		c.Errorf("after calls that had ended the tenant %v", err)
	}
}

func endedBackstage(c *run) {
	name := unverified(c)
	r, u := record(c, name, admin.DNSText), makeUser(c)
	open(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll})
	ctx, cancel := context.WithCancel(c.Context())
	cancel()
	b, fresh := c.S.Backstage, freshName()
	_, failedSync := b.Synchronize(ctx, admin.Synchronization{})
	_, failedGet := b.UserSelfServiceReset(ctx)
	for what, err := range map[string]error{
		"AddDomain": b.AddDomain(ctx, fresh, false), "PublishDNS": b.PublishDNS(ctx, r), "RemoveDNS": b.RemoveDNS(ctx, r),
		"Synchronize": failedSync, "UserSelfServiceReset": failedGet, "SetPremium": b.SetPremium(ctx, false),
		"SetUserSelfServiceReset": b.SetUserSelfServiceReset(ctx, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetNone}),
		"ResetForgottenPassword":  b.ResetForgottenPassword(ctx, u, admin365.NewSecret(goodPassword+"9")),
	} {
		if !errors.Is(err, context.Canceled) {
			c.Errorf("%s: errors.Is does not find context.Canceled in: %v", what, err)
		}
	}
	notProved(c, name)
	if there(c, fresh) {
		c.Errorf("the domain was added all the same")
	}
	resetIsFor(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll})
	reset(c, u)
}

// first takes one item of a list, twice.
func first[V any](c *run, name string, list iter.Seq2[*V, error]) {
	c.Helper()
	for range 2 {
		items, err := conform.First(list, 1)
		if err != nil || len(items) != 1 {
			c.Errorf("%s: one item of the list is %d items, %v", name, len(items), err)
		}
	}
}

// ranged waits until ranging over a list has as many items that are ours.
func ranged[V any](c *run, name string, list iter.Seq2[*V, error], want int, ours func(*V) bool) {
	c.Helper()
	c.Eventually(func() error {
		all, err := conform.Collect(list)
		if err != nil {
			return err
		}
		n := 0
		for _, item := range all {
			if ours(item) {
				n++
			}
		}
		return errIf(n != want, "%s: ranging over the list has %d items, want %d", name, n, want)
	})
}
