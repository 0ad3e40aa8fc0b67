package centraltest_test

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// broken are implementations with one mistake each, of the kind that is made in earnest,
// and the cases that must find it: these fail, and no others. What a wrapper does right it
// leaves to the tenant in memory.
func broken() map[string]mistake {
	all := brokenUpdates()
	for _, table := range []map[string]mistake{brokenEnvironments(), brokenSettings(), brokenRest(), brokenFinOps()} {
		maps.Copy(all, table)
	}
	return all
}

type mistake struct {
	// wrap puts the mistake into the halves of a service.
	wrap func(*instances.CentralService, *instances.FinOpsService)
	// fails are the cases that fail.
	fails []string
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

// changed yields each item of a list after f has had a look at it; those for which f is
// false are left out.
func changed[V any](list iter.Seq2[*V, error], f func(*V) bool) iter.Seq2[*V, error] {
	return func(yield func(*V, error) bool) {
		for v, err := range list {
			if err == nil && !f(v) {
				continue
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// backwards is a list from its end.
func backwards[V any](list iter.Seq2[*V, error]) iter.Seq2[*V, error] {
	return func(yield func(*V, error) bool) {
		all, err := conform.Collect(list)
		slices.Reverse(all)
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

type (
	centralID = instances.CentralEnvironmentID
	upd       = instances.Update
)

func brokenUpdates() map[string]mistake {
	in := func(wrap func(instances.CentralUpdates) instances.CentralUpdates, fails ...string) mistake {
		return mistake{func(c *instances.CentralService, _ *instances.FinOpsService) { c.Updates = wrap(c.Updates) }, fails}
	}
	type updates = instances.CentralUpdates
	return map[string]mistake{
		"newest-update-first": in(func(u updates) updates { return newestFirst{u} },
			"Updates.List/the-lowest-first",
		),
		"declined": in(func(u updates) updates { return declining{u} },
			"Updates.Decline/not-offered",
		),
		"bound-a-day-late": in(func(u updates) updates { return dayLate{u} },
			"Calendar/what-an-environment-gets-and-when", "Settings.SetWindow/scheduled-update-has-no-place", "Updates.List/bounds-and-rollout",
			"Updates.Order/bound-at-midnight-is-too-late", "Updates.Order/date-beyond-the-last", "Updates.Select/at-a-date",
		),
		"local-time": in(func(u updates) updates { return local{u} },
			"Calendar/finance-and-operations", "Calendar/what-an-environment-gets-and-when", "Calendar/what-cannot-be-moved",
			"Calendar/who-acts-where-nobody-chose", "Calendar/without-what-is-deleted", "Updates.List/bounds-and-rollout",
		),
		"rescheduled-is-selected": in(func(u updates) updates { return selecting{u} },
			"Updates.Order/kept-date-in-the-past", "Updates.Reschedule/keeps-a-date-for-another",
		),
		"empty-patch": in(func(u updates) updates { return patient{u} },
			"Updates.Reschedule/nothing-to-change",
		),
		"another-text-for-the-past": in(func(u updates) updates { return wordy{u} },
			"Updates.Order/date-in-the-past", "Updates.Order/date-of-a-planned-version", "Updates.Order/kept-date-in-the-past",
		),
		"asked-for-is-what-is-shown": in(func(u updates) updates { return echoing{u} },
			"NextWindow/where-a-date-goes", "Updates.Select/again-changes-nothing", "Updates.Select/moves-to-the-next-day", "Updates.Select/moves-to-the-start-of-the-window",
			"Updates.States/cancelled", "Updates.States/cancelled-at-the-end-of-the-window", "Updates.States/chosen-by-a-person-is-not-retargeted",
			"Updates.States/failed", "Updates.States/fails-and-runs-a-week-later", "Updates.States/held-back-on-its-day",
			"Updates.States/scheduled-runs-on-its-day",
		),
		"always-general": in(func(u updates) updates { return typeless{u} },
			"Unknown/type-and-rollout-of-an-update", "Updates.Order/preview-on-a-production", "Updates.Order/unknown-version",
			"Updates.Select/preview-by-its-type",
		),
		"busy-is-conflict": in(func(u updates) updates { return conflicting{u} },
			"Updates.Order/other-operation-on-the-environment", "Updates.Order/while-it-runs",
		),
	}
}

// newestFirst lists updates as people would like to read them.
type newestFirst struct{ instances.CentralUpdates }

func (u newestFirst) List(ctx context.Context, id centralID) iter.Seq2[*upd, error] {
	return backwards(u.CentralUpdates.List(ctx, id))
}

// declining takes a word for a deed.
type declining struct{ instances.CentralUpdates }

func (declining) Decline(context.Context, centralID, instances.Target) error { return nil }

// dayLate takes the bound for the last day.
type dayLate struct{ instances.CentralUpdates }

func (u dayLate) List(ctx context.Context, id centralID) iter.Seq2[*upd, error] {
	return changed(u.CentralUpdates.List(ctx, id), func(v *upd) bool {
		if !v.Latest.IsZero() {
			v.Latest = v.Latest.Add(24 * time.Hour)
		}
		return true
	})
}

// local tells times as the machine's clock does.
type local struct{ instances.CentralUpdates }

func (u local) List(ctx context.Context, id centralID) iter.Seq2[*upd, error] {
	return changed(u.CentralUpdates.List(ctx, id), func(v *upd) bool {
		v.Latest = v.Latest.In(time.FixedZone("there", 3600))
		return true
	})
}

// selecting selects whatever it gives a date.
type selecting struct{ instances.CentralUpdates }

func (u selecting) Reschedule(ctx context.Context, id centralID, t instances.Target, s instances.Schedule) (*upd, error) {
	if s == (instances.Schedule{}) {
		return u.CentralUpdates.Reschedule(ctx, id, t, s)
	}
	got, err := u.Select(ctx, id, t, s)
	if e, ok := errors.AsType[*admin365.Error](err); ok {
		e.Op = "instances.CentralUpdates.Reschedule"
	}
	return got, err
}

// patient takes an empty patch for none.
type patient struct{ instances.CentralUpdates }

func (u patient) Reschedule(ctx context.Context, id centralID, t instances.Target, s instances.Schedule) (*upd, error) {
	got, err := u.CentralUpdates.Reschedule(ctx, id, t, s)
	if s == (instances.Schedule{}) {
		return &upd{}, nil
	}
	return got, err
}

// wordy has a text of its own.
type wordy struct{ instances.CentralUpdates }

func (u wordy) Select(ctx context.Context, id centralID, t instances.Target, s instances.Schedule) (*upd, error) {
	got, err := u.CentralUpdates.Select(ctx, id, t, s)
	if e, ok := errors.AsType[*admin365.Error](err); ok && strings.Contains(e.Message, "in the past") {
		e.Message = "The date has passed."
	}
	return got, err
}

// echoing answers what was asked for.
type echoing struct{ instances.CentralUpdates }

func (u echoing) Select(ctx context.Context, id centralID, t instances.Target, s instances.Schedule) (*upd, error) {
	got, err := u.CentralUpdates.Select(ctx, id, t, s)
	if err == nil && !s.At.IsZero() {
		got.At = s.At
	}
	return got, err
}

// typeless forgets the type on the way.
type typeless struct{ instances.CentralUpdates }

func (u typeless) Select(ctx context.Context, id centralID, t instances.Target, s instances.Schedule) (*upd, error) {
	return u.CentralUpdates.Select(ctx, id, instances.Target{Version: t.Version}, s)
}

// conflicting does not tell what passes from what stays.
type conflicting struct{ instances.CentralUpdates }

func (u conflicting) Select(ctx context.Context, id centralID, t instances.Target, s instances.Schedule) (*upd, error) {
	got, err := u.CentralUpdates.Select(ctx, id, t, s)
	return got, as(err, admin365.ErrConflict, errors.Is(err, admin365.ErrBusy))
}
