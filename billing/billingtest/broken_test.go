package billingtest_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
)

// broken are implementations with one mistake each, of the kind that is made in
// earnest, and the cases that must find it: these fail, and no others. What a wrapper
// does right it leaves to the tenant in memory.
func broken() map[string]mistake {
	return maps.Collect(func(yield func(string, mistake) bool) {
		for _, table := range []map[string]mistake{brokenLicenses(), brokenReads(), brokenGroups(), brokenPurchases()} {
			for name, m := range table {
				if !yield(name, m) {
					return
				}
			}
		}
	})
}

type mistake struct {
	// wrap puts the mistake into a service.
	wrap func(*billing.Service)
	// fails are the cases that fail.
	fails []string
}

func brokenLicenses() map[string]mistake {
	return map[string]mistake{
		"step-by-step": {
			func(s *billing.Service) { s.Licenses = stepwise{s.Licenses} },
			[]string{
				"Licenses.Assign/all-or-nothing", "Licenses.Assign/named-twice", "Licenses.Assign/swaps-what-excludes-each-other",
			},
		},
		"merged-plans": {
			func(s *billing.Service) { s.Licenses = merging{s.Licenses} },
			[]string{
				"Licenses.Assign/again-replaces-the-plans", "Licenses.Assign/direct-beside-inherited", "Licenses.Assign/ids-in-any-letter-case",
				"Licenses.Assign/switching-on-what-is-excluded", "Licenses.Details/plans-as-he-has-them",
			},
		},
		"wrong-sentinel-of-no-seats": {
			func(s *billing.Service) { s.Licenses = seatBlind{s.Licenses} },
			[]string{
				"Concurrency/last-seats", "Seats/canceled-are-not-given", "Seats/expired-are-given-still", "Seats/fewer-than-people",
				"Seats/freed-seat-is-given-again", "Seats/more-are-bought", "Seats/none-left",
				"Seats/of-one-subscription-for-those-of-another", "Seats/restored-without-a-free-seat", "Seats/suspended-are-not-given",
			},
		},
		"wrong-sentinel-of-not-held": {
			func(s *billing.Service) { s.Licenses = byStatus{s.Licenses} },
			[]string{"Licenses.Assign/removed-product-not-held"},
		},
		"lost-status": {
			func(s *billing.Service) { s.Licenses = statusLoser{s.Licenses} },
			[]string{"Licenses.Assign/deleted-user", "Licenses.Assign/unknown-user"},
		},
		"lenient-duplicates": {
			func(s *billing.Service) { s.Licenses = lenient{s.Licenses} },
			[]string{"Licenses.Assign/named-twice"},
		},
		"forgotten-removal": {
			func(s *billing.Service) { s.Licenses = hoarder{s.Licenses} },
			[]string{
				"Aliasing/input-of-assign", "Licenses.Assign/swaps-in-one-step", "Licenses.Assign/all-or-nothing",
				"Licenses.Assign/named-twice", "Licenses.Assign/swaps-what-excludes-each-other",
			},
		},
		"reprocessed-in-silence": {
			func(s *billing.Service) { s.Licenses = silent{s.Licenses} },
			[]string{
				"GroupLicenses.Errors/needed-plan-not-in-the-group", "GroupLicenses.Errors/plans-exclude-each-other",
				"Licenses.Reprocess/says-what-stands-in-the-way",
			},
		},
	}
}

// stepwise gives first and takes away then.
type stepwise struct{ billing.Licenses }

func (s stepwise) Assign(ctx context.Context, user admin365.UserID, change billing.LicenseChange) error {
	if len(change.Add) == 0 || len(change.Remove) == 0 {
		return s.Licenses.Assign(ctx, user, change)
	}
	if err := s.Licenses.Assign(ctx, user, billing.LicenseChange{Add: change.Add}); err != nil {
		return err
	}
	return s.Licenses.Assign(ctx, user, billing.LicenseChange{Remove: change.Remove})
}

// merging leaves switched off what was.
type merging struct{ billing.Licenses }

func (m merging) Assign(ctx context.Context, user admin365.UserID, change billing.LicenseChange) error {
	u, err := m.Get(ctx, user)
	if err != nil {
		return m.Licenses.Assign(ctx, user, change)
	}
	change.Add = slices.Clone(change.Add)
	for i, l := range change.Add {
		for _, s := range u.States {
			if s.AssignedByGroup != "" || !strings.EqualFold(string(s.SKUID), string(l.SKUID)) {
				continue
			}
			for _, p := range s.DisabledPlans {
				if !slices.Contains(change.Add[i].DisabledPlans, p) {
					change.Add[i].DisabledPlans = append(slices.Clone(change.Add[i].DisabledPlans), p)
				}
			}
		}
	}
	return m.Licenses.Assign(ctx, user, change)
}

// seatBlind takes the want of a seat for a mistake of the caller.
type seatBlind struct{ billing.Licenses }

func (s seatBlind) Assign(ctx context.Context, user admin365.UserID, change billing.LicenseChange) error {
	err := s.Licenses.Assign(ctx, user, change)
	return as(err, admin365.ErrInvalid, errors.Is(err, billing.ErrNoSeats))
}

// as returns the error with another kind, where that is to be.
func as(err, kind error, wrong bool) error {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || !wrong {
		return err
	}
	other := *e
	other.Kind, other.Cause = kind, nil
	return &other
}

// byStatus goes by the status alone.
type byStatus struct{ billing.Licenses }

func (b byStatus) Assign(ctx context.Context, user admin365.UserID, change billing.LicenseChange) error {
	err := b.Licenses.Assign(ctx, user, change)
	e, ok := errors.AsType[*admin365.Error](err)
	return as(err, admin365.ErrInvalid, ok && e.Status == 400 && errors.Is(err, admin365.ErrNotFound))
}

// statusLoser loses the status on the way.
type statusLoser struct{ billing.Licenses }

func (l statusLoser) Assign(ctx context.Context, user admin365.UserID, change billing.LicenseChange) error {
	err := l.Licenses.Assign(ctx, user, change)
	if e, ok := errors.AsType[*admin365.Error](err); ok && e.Status == 404 {
		e.Status = 0
	}
	return err
}

// lenient drops what is named twice.
type lenient struct{ billing.Licenses }

func (l lenient) Assign(ctx context.Context, user admin365.UserID, change billing.LicenseChange) error {
	var short billing.LicenseChange
	for _, id := range change.Remove {
		if !slices.ContainsFunc(short.Remove, func(other admin365.SKUID) bool { return strings.EqualFold(string(other), string(id)) }) {
			short.Remove = append(short.Remove, id)
		}
	}
	short.Add = change.Add
	return l.Licenses.Assign(ctx, user, short)
}

// hoarder forgets what is to be removed where something is added.
type hoarder struct{ billing.Licenses }

func (h hoarder) Assign(ctx context.Context, user admin365.UserID, change billing.LicenseChange) error {
	if len(change.Add) > 0 {
		change.Remove = nil
	}
	return h.Licenses.Assign(ctx, user, change)
}

// silent takes every judgment for a good one.
type silent struct{ billing.Licenses }

func (s silent) Reprocess(ctx context.Context, user admin365.UserID) error {
	if err := s.Licenses.Reprocess(ctx, user); !errors.Is(err, admin365.ErrPrecondition) {
		return err
	}
	return nil
}
