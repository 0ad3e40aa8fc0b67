package admintest_test

import (
	"context"
	"errors"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/admintest"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// broken are implementations with one mistake each, of the kind that is made in
// earnest, and the cases that must find it: these fail, and no others. What a wrapper
// does right it leaves to the tenant in memory.
func broken() map[string]mistake {
	all := brokenDomains()
	maps.Copy(all, brokenNames())
	maps.Copy(all, brokenSettings())
	maps.Copy(all, brokenBackstage())
	return all
}

type mistake struct {
	// wrap puts the mistake into a subject.
	wrap func(*admintest.Subject)
	// fails are the cases that fail.
	fails []string
}

// ofDomains is a mistake in the domains.
func ofDomains(wrap func(admin.Domains) admin.Domains, fails ...string) mistake {
	return mistake{func(s *admintest.Subject) { s.Settings.Domains = wrap(s.Settings.Domains) }, fails}
}

// ofDeletions is one in how domains that are used are deleted.
func ofDeletions(wrap func(admin.DomainDeletions) admin.DomainDeletions, fails ...string) mistake {
	return mistake{func(s *admintest.Subject) { s.Settings.DomainDeletions = wrap(s.Settings.DomainDeletions) }, fails}
}

// ofRecords is one in the records of domains.
func ofRecords(wrap func(admin.DomainRecords) admin.DomainRecords, fails ...string) mistake {
	return mistake{func(s *admintest.Subject) { s.Settings.DomainRecords = wrap(s.Settings.DomainRecords) }, fails}
}

func brokenDomains() map[string]mistake {
	return map[string]mistake{
		"empty-patch-is-sent": ofDomains(
			func(d admin.Domains) admin.Domains { return lenientDomains{d} },
			"Domains.Update/empty-patch",
		),
		"list-without-order": ofDomains(
			func(d admin.Domains) admin.Domains { return reversed{d} },
			"Domains.List/in-the-order-of-names", "Domains.List/unverified-too",
		),
		"references-by-each-address": ofDomains(
			func(d admin.Domains) admin.Domains { return byAddress{d} },
			"Domains.References/as-people-come-and-go", "Domains.References/name-that-ends-alike", "Domains.References/users-and-groups",
			"Lists/not-fetched-until-ranged",
		),
		"blocks-nobody": ofDeletions(
			func(d admin.DomainDeletions) admin.DomainDeletions { return gentle{d} },
			"DomainDeletions.ForceDelete/renames-and-blocks",
		),
		"shared-records": ofRecords(
			func(r admin.DomainRecords) admin.DomainRecords { return &remembering{DomainRecords: r} },
			"Aliasing/answers-about-domains",
		),
		"promoted-twice": ofDomains(
			func(d admin.Domains) admin.Domains { return promoting{d} },
			"Domains.Promote/in-use", "Domains.Promote/root-or-unverified", "Domains.Promote/subdomain",
		),
		"added-twice": ofDomains(
			func(d admin.Domains) admin.Domains { return addingTwice{d} },
			"Concurrency/one-domain-added-by-many", "Domains.Add/twice",
		),
		"verified-twice": ofDomains(
			func(d admin.Domains) admin.Domains { return verifyingTwice{d} },
			"Concurrency/one-domain-verified-by-many", "Domains.Verify/domain-of-another-tenant", "Domains.Verify/twice",
		),
	}
}

type lenientDomains struct{ admin.Domains }

func (l lenientDomains) Update(ctx context.Context, name string, p admin.DomainPatch) error {
	if reflect.ValueOf(p).IsZero() && ctx.Err() == nil {
		return nil
	}
	return l.Domains.Update(ctx, name, p)
}

// reversed lists from the end.
type reversed struct{ admin.Domains }

func (r reversed) List(ctx context.Context) iter.Seq2[*admin.Domain, error] {
	return func(yield func(*admin.Domain, error) bool) {
		all, err := conform.Collect(r.Domains.List(ctx))
		if err != nil {
			yield(nil, err)
			return
		}
		for _, d := range slices.Backward(all) {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// byAddress finds somebody by his name, and again by his address.
type byAddress struct{ admin.Domains }

func (b byAddress) References(ctx context.Context, name string) iter.Seq2[*identity.DirectoryObject, error] {
	return func(yield func(*identity.DirectoryObject, error) bool) {
		for o, err := range b.Domains.References(ctx, name) {
			if !yield(o, err) || err == nil && !yield(o, nil) {
				return
			}
		}
	}
}

// gentle takes the zero value for false.
type gentle struct{ admin.DomainDeletions }

func (g gentle) ForceDelete(ctx context.Context, name string, d admin.DomainForceDelete) (*admin365.Operation, error) {
	if d.DisableUserAccounts == nil {
		d.DisableUserAccounts = new(false)
	}
	return g.DomainDeletions.ForceDelete(ctx, name, d)
}

// remembering answers from memory what it was asked before, and gives it away.
type remembering struct {
	admin.DomainRecords
	mu    sync.Mutex
	knows map[string][]admin.DNSRecord
}

func (r *remembering) Service(ctx context.Context, name string) ([]admin.DNSRecord, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known, ok := r.knows[strings.ToLower(name)]; ok && ctx.Err() == nil {
		return known, nil
	}
	records, err := r.DomainRecords.Service(ctx, name)
	if err == nil {
		if r.knows == nil {
			r.knows = map[string][]admin.DNSRecord{}
		}
		r.knows[strings.ToLower(name)] = records
	}
	return records, err
}

type promoting struct{ admin.Domains }

func (p promoting) Promote(ctx context.Context, name string) error {
	if err := p.Domains.Promote(ctx, name); !errors.Is(err, admin365.ErrPrecondition) {
		return err
	}
	return nil
}

// addingTwice takes for done what was done already.
type addingTwice struct{ admin.Domains }

func (a addingTwice) Add(ctx context.Context, name string) (*admin.Domain, error) {
	d, err := a.Domains.Add(ctx, name)
	if errors.Is(err, admin365.ErrConflict) {
		return a.Get(ctx, name)
	}
	return d, err
}

type verifyingTwice struct{ admin.Domains }

func (v verifyingTwice) Verify(ctx context.Context, name string, how admin.DomainVerification) (*admin.Domain, error) {
	d, err := v.Domains.Verify(ctx, name, how)
	if errors.Is(err, admin365.ErrConflict) {
		return v.Get(ctx, name)
	}
	return d, err
}

func brokenNames() map[string]mistake {
	get := func(change func(ctx context.Context, inner admin.Domains, name string) (*admin.Domain, error), fails ...string) mistake {
		return ofDomains(func(d admin.Domains) admin.Domains { return getting{d, change} }, fails...)
	}
	return map[string]mistake{
		"lost-status": get(func(ctx context.Context, inner admin.Domains, name string) (*admin.Domain, error) {
			d, err := inner.Get(ctx, name)
			if e, ok := errors.AsType[*admin365.Error](err); ok && e.Status == 404 {
				e.Status = 0
			}
			return d, err
		}, "Domains.Get/unknown", "IDs/unknown-domain"),
		"names-with-letter-case": get(func(ctx context.Context, inner admin.Domains, name string) (*admin.Domain, error) {
			d, err := inner.Get(ctx, name)
			if err == nil && d.Name != name {
				return nil, &admin365.Error{Op: "admin.Domains.Get", Kind: admin365.ErrNotFound, Target: name}
			}
			return d, err
		}, "Domains.Add/keeps-the-spelling", "Domains.Get/any-letter-case"),
		"deaf": get(func(ctx context.Context, inner admin.Domains, name string) (*admin.Domain, error) {
			return inner.Get(context.WithoutCancel(ctx), name)
		}, "Context/cancelled", "Context/cancelled-reads", "Context/deadline-exceeded"),
		"status-in-every-answer": get(func(ctx context.Context, inner admin.Domains, name string) (*admin.Domain, error) {
			d, err := inner.Get(ctx, name)
			if err == nil && d.IsVerified {
				d.AvailabilityStatus = "AvailableImmediately"
			}
			return d, err
		}, "Domains.Get/as-listed", "Domains.List/initial-and-default", "Domains.Verify/with-mail", "Domains.Verify/with-text"),
	}
}

// getting gets a domain in a way of its own.
type getting struct {
	admin.Domains
	change func(ctx context.Context, inner admin.Domains, name string) (*admin.Domain, error)
}

func (g getting) Get(ctx context.Context, name string) (*admin.Domain, error) {
	return g.change(ctx, g.Domains, name)
}

func brokenBackstage() map[string]mistake {
	return map[string]mistake{
		"runs-in-two-steps": {
			func(s *admintest.Subject) { s.Backstage = inSteps{s.Backstage} },
			[]string{"Synchronize/fails", "Synchronize/somebody-of-the-cloud", "Synchronize/somebody-unknown", "Synchronize/too-many-removals"},
		},
		"licenses-for-ever": {
			func(s *admintest.Subject) { s.Backstage = generous{s.Backstage} },
			[]string{"ForgottenPassword/license-gone", "ForgottenPassword/switch-needs-a-license"},
		},
	}
}

// inSteps adds who is new first.
type inSteps struct{ admintest.Backstage }

func (i inSteps) Synchronize(ctx context.Context, s admin.Synchronization) (*admin.SynchronizationResult, error) {
	if len(s.Added) == 0 || len(s.Changed)+len(s.Removed) == 0 {
		return i.Backstage.Synchronize(ctx, s)
	}
	added, err := i.Backstage.Synchronize(ctx, admin.Synchronization{Added: s.Added})
	if err != nil {
		return nil, err
	}
	s.Added = nil
	result, err := i.Backstage.Synchronize(ctx, s)
	if err == nil {
		result.Added = added.Added
	}
	return result, err
}

// generous takes no license away.
type generous struct{ admintest.Backstage }

func (g generous) SetPremium(ctx context.Context, premium bool) error {
	if !premium {
		return ctx.Err()
	}
	return g.Backstage.SetPremium(ctx, premium)
}
