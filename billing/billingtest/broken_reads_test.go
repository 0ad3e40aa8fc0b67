package billingtest_test

import (
	"context"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

func brokenReads() map[string]mistake {
	return map[string]mistake{
		"ignored-context": {
			func(s *billing.Service) { s.Licenses = deaf{s.Licenses} },
			[]string{"Context/cancelled", "Context/cancelled-reads", "Context/deadline-exceeded"},
		},
		"local-time": {
			func(s *billing.Service) { s.Licenses = local{s.Licenses} },
			[]string{"Licenses.Get/when-it-changed"},
		},
		"holders-of-their-own": {
			func(s *billing.Service) { s.Licenses = ownOnly{s.Licenses} },
			[]string{"Licenses.Holders/by-groups"},
		},
		"case-sensitive-holders": {
			func(s *billing.Service) { s.Licenses = caseSensitive{s.Licenses} },
			[]string{"Licenses.Holders/exactly-those"},
		},
		"details-of-every-state": {
			func(s *billing.Service) { s.Licenses = repeating{s.Licenses} },
			[]string{"Licenses.Details/direct-and-inherited-once"},
		},
		"plans-all-on": {
			func(s *billing.Service) { s.Licenses = cheerful{s.Licenses} },
			[]string{"Licenses.Details/direct-and-inherited-once", "Licenses.Details/plans-as-he-has-them"},
		},
	}
}

func brokenGroups() map[string]mistake {
	return map[string]mistake{
		"always-complete": {
			func(s *billing.Service) { s.GroupLicenses = hasty{s.GroupLicenses} },
			[]string{"GroupLicenses.Assign/processed-as-time-passes"},
		},
		"nobody-in-error": {
			func(s *billing.Service) { s.GroupLicenses = nobodyWrong{s.GroupLicenses} },
			[]string{
				"Aliasing/answers-about-groups", "GroupLicenses.Errors/needed-plan-not-in-the-group", "GroupLicenses.Errors/no-seat",
				"GroupLicenses.Errors/no-seat-for-some", "GroupLicenses.Errors/plans-exclude-each-other",
				"Licenses.Reprocess/heals-once-seats-are-bought", "Licenses.Reprocess/says-what-stands-in-the-way",
				"Lists/of-groups-not-fetched-until-ranged",
			},
		},
		"forgotten-plans-of-groups": {
			func(s *billing.Service) { s.GroupLicenses = allPlans{s.GroupLicenses} },
			[]string{
				"Aliasing/input-of-group-assign", "GroupLicenses.Assign/changes-that-are-refused", "GroupLicenses.Assign/members-inherit",
				"GroupLicenses.Assign/plans-replaced", "GroupLicenses.Assign/two-groups", "GroupLicenses.Assign/who-joins-later",
				"Licenses.Assign/direct-beside-inherited", "Licenses.Details/direct-and-inherited-once",
			},
		},
	}
}

func brokenPurchases() map[string]mistake {
	return map[string]mistake{
		"eager-list": {
			func(s *billing.Service) { s.SKUs = eager{s.SKUs} },
			[]string{"Lists/cancelled-before-ranged", "Lists/not-fetched-until-ranged"},
		},
		"list-of-one-range": {
			func(s *billing.Service) { s.Subscriptions = remembering{s.Subscriptions} },
			[]string{"Lists/not-fetched-until-ranged"},
		},
		"aliased-answer": {
			func(s *billing.Service) { s.SKUs = &aliasing{SKUs: s.SKUs} },
			[]string{"Aliasing/answers-about-purchases"},
		},
		"no-grace": {
			func(s *billing.Service) { s.SKUs = graceless{s.SKUs} },
			[]string{
				"Available/seats-less-people", "Lifecycle/best-state-of-a-product", "Lifecycle/renewed", "Lifecycle/trial-is-not-renewed",
				"SKUs.List/units-of-two-subscriptions", "Seats/expired-are-given-still",
			},
		},
		"product-for-the-id": {
			func(s *billing.Service) { s.SKUs = confused{s.SKUs} },
			[]string{"SKUs.Get/product-id-is-another"},
		},
		"trial-not-told": {
			func(s *billing.Service) { s.Subscriptions = trialBlind{s.Subscriptions} },
			[]string{"Lifecycle/trial", "Subscriptions.List/get-agrees", "Subscriptions.List/term-of-its-own"},
		},
		"first-subscription-by-commerce": {
			func(s *billing.Service) { s.Subscriptions = firstOfAll{s.Subscriptions} },
			[]string{"Subscriptions.GetByCommerceID/the-same-one"},
		},
	}
}

// deaf passes a context on that never ends.
type deaf struct{ billing.Licenses }

func (d deaf) Get(ctx context.Context, user admin365.UserID) (*billing.LicensedUser, error) {
	u, err := d.Licenses.Get(context.WithoutCancel(ctx), user)
	if ctx.Err() != nil {
		return u, nil
	}
	return u, err
}

// local tells times as the machine's clock does.
type local struct{ billing.Licenses }

func (l local) Get(ctx context.Context, user admin365.UserID) (*billing.LicensedUser, error) {
	u, err := l.Licenses.Get(ctx, user)
	if err == nil {
		for i := range u.States {
			u.States[i].LastUpdatedDateTime = u.States[i].LastUpdatedDateTime.In(time.FixedZone("CET", 3600))
		}
	}
	return u, err
}

// filtered is a list without some of its items.
func filtered[V any](list iter.Seq2[*V, error], keep func(*V) bool) iter.Seq2[*V, error] {
	return func(yield func(*V, error) bool) {
		for item, err := range list {
			if err == nil && !keep(item) {
				continue
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

// ownOnly finds only those who were given a product themselves.
type ownOnly struct{ billing.Licenses }

func (o ownOnly) Holders(ctx context.Context, sku admin365.SKUID) iter.Seq2[*billing.LicensedUser, error] {
	return filtered(o.Licenses.Holders(ctx, sku), func(u *billing.LicensedUser) bool {
		return slices.ContainsFunc(u.States, func(s admin365.LicenseState) bool {
			return s.AssignedByGroup == "" && strings.EqualFold(string(s.SKUID), string(sku))
		})
	})
}

// caseSensitive compares ids letter by letter.
type caseSensitive struct{ billing.Licenses }

func (s caseSensitive) Holders(ctx context.Context, sku admin365.SKUID) iter.Seq2[*billing.LicensedUser, error] {
	return filtered(s.Licenses.Holders(ctx, sku), func(u *billing.LicensedUser) bool {
		return slices.ContainsFunc(u.Assigned, func(l admin365.AssignedLicense) bool { return l.SKUID == sku })
	})
}

// repeating tells of a product once for each way in which the user came by it.
type repeating struct{ billing.Licenses }

func (r repeating) Details(ctx context.Context, user admin365.UserID) iter.Seq2[*billing.LicenseDetails, error] {
	return func(yield func(*billing.LicenseDetails, error) bool) {
		u, _ := r.Get(ctx, user)
		for d, err := range r.Licenses.Details(ctx, user) {
			if !yield(d, err) {
				return
			}
			again := false
			for i := 0; err == nil && u != nil && i < len(u.States); i++ {
				if u.States[i].SKUID != d.SKUID {
					continue
				}
				if again && !yield(conform.Clone(d), nil) {
					return
				}
				again = true
			}
		}
	}
}

// cheerful has every plan switched on.
type cheerful struct{ billing.Licenses }

func (c cheerful) Details(ctx context.Context, user admin365.UserID) iter.Seq2[*billing.LicenseDetails, error] {
	return filtered(c.Licenses.Details(ctx, user), func(d *billing.LicenseDetails) bool {
		for i := range d.ServicePlans {
			d.ServicePlans[i].ProvisioningStatus = "Success"
		}
		return true
	})
}

// hasty says that everything is done.
type hasty struct{ billing.GroupLicenses }

func (h hasty) Get(ctx context.Context, group admin365.GroupID) (*billing.LicensedGroup, error) {
	g, err := h.GroupLicenses.Get(ctx, group)
	if err == nil && g.Processing != "" {
		g.Processing = billing.ProcessingComplete
	}
	return g, err
}

// nobodyWrong finds nobody in error.
type nobodyWrong struct{ billing.GroupLicenses }

func (n nobodyWrong) MembersWithErrors(ctx context.Context, group admin365.GroupID) iter.Seq2[*billing.LicensedUser, error] {
	return filtered(n.GroupLicenses.MembersWithErrors(ctx, group), func(*billing.LicensedUser) bool { return false })
}

// allPlans forgets which plans are to be off where there is one.
type allPlans struct{ billing.GroupLicenses }

func (a allPlans) Assign(ctx context.Context, group admin365.GroupID, change billing.LicenseChange) error {
	change.Add = slices.Clone(change.Add)
	for i := range change.Add {
		if len(change.Add[i].DisabledPlans) == 1 {
			change.Add[i].DisabledPlans = nil
		}
	}
	return a.GroupLicenses.Assign(ctx, group, change)
}

// eager fetches a list where it is made.
type eager struct{ billing.SKUs }

func (e eager) List(ctx context.Context) iter.Seq2[*billing.SKU, error] {
	all, err := conform.Collect(e.SKUs.List(ctx))
	return func(yield func(*billing.SKU, error) bool) {
		for _, s := range all {
			if !yield(conform.Clone(s), nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// remembering fetches a list once and has it ready ever after.
type remembering struct{ billing.Subscriptions }

func (r remembering) List(ctx context.Context) iter.Seq2[*billing.Subscription, error] {
	fetch := sync.OnceValues(func() ([]*billing.Subscription, error) { return conform.Collect(r.Subscriptions.List(ctx)) })
	return func(yield func(*billing.Subscription, error) bool) {
		all, err := fetch()
		for _, s := range all {
			if !yield(conform.Clone(s), nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// aliasing returns the product that it returned before, as long as it is the same.
type aliasing struct {
	billing.SKUs
	mu    sync.Mutex
	known map[billing.SubscribedSKUID]handedOut
}

// handedOut is an answer, and what it was before anybody could touch it.
type handedOut struct{ answer, was *billing.SKU }

func (a *aliasing) Get(ctx context.Context, id billing.SubscribedSKUID) (*billing.SKU, error) {
	s, err := a.SKUs.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if old, ok := a.known[id]; ok && reflect.DeepEqual(old.was, s) {
		return old.answer, nil
	}
	if a.known == nil {
		a.known = map[billing.SubscribedSKUID]handedOut{}
	}
	a.known[id] = handedOut{answer: s, was: conform.Clone(s)}
	return s, nil
}

// graceless forgets the seats in their grace period.
type graceless struct{ billing.SKUs }

func (g graceless) List(ctx context.Context) iter.Seq2[*billing.SKU, error] {
	return filtered(g.SKUs.List(ctx), func(s *billing.SKU) bool {
		s.PrepaidUnits.Warning = 0
		return true
	})
}

// confused takes a product's own id as well.
type confused struct{ billing.SKUs }

func (f confused) Get(ctx context.Context, id billing.SubscribedSKUID) (*billing.SKU, error) {
	for s, err := range f.List(ctx) {
		if err == nil && string(s.SKUID) == string(id) {
			return s, nil
		}
	}
	return f.SKUs.Get(ctx, id)
}

// trialBlind does not tell trials apart.
type trialBlind struct{ billing.Subscriptions }

func (b trialBlind) Get(ctx context.Context, id billing.SubscriptionID) (*billing.Subscription, error) {
	s, err := b.Subscriptions.Get(ctx, id)
	if err == nil {
		s.IsTrial = false
	}
	return s, err
}

// firstOfAll finds the first subscription of the product.
type firstOfAll struct{ billing.Subscriptions }

func (f firstOfAll) GetByCommerceID(ctx context.Context, id billing.CommerceSubscriptionID) (*billing.Subscription, error) {
	got, err := f.Subscriptions.GetByCommerceID(ctx, id)
	if err != nil {
		return nil, err
	}
	for s, err := range f.List(ctx) {
		if err == nil && s.SKUID == got.SKUID {
			return s, nil
		}
	}
	return got, nil
}
