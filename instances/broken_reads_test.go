package instances_test

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func brokenReads() map[string]mistake {
	return map[string]mistake{
		"open-after-a-copy": {
			func(s *instances.Service) { s.Environments = opened{s.Environments, s.Operations} },
			[]string{"Copies.Copy/in-administration-mode-afterwards", "Copies.Copy/minimal", "Copies.Copy/within-a-day"},
		},
		"shared-answers": {
			func(s *instances.Service) {
				s.Environments = &sharing{Environments: s.Environments, last: map[instances.EnvironmentID]*instances.Environment{}}
			},
			[]string{"Aliasing/answers-about-environments"},
		},
		"context-ignored": {
			func(s *instances.Service) { s.Backups = deaf{s.Backups} },
			[]string{"Context/cancelled", "Context/cancelled-reads", "Context/deadline-exceeded"},
		},
		"a-day-too-short": {
			func(s *instances.Service) { s.Backups = stingy{s.Backups} },
			[]string{
				"Backups.Create/as-it-will-be",
				"Backups.Retention/28-days-with-dynamics",
				"Backups.Retention/seven-days",
				"Backups.SetRetention/takes-effect",
			},
		},
		"never-comes-again": {
			func(s *instances.Service) { s.Operations = hurried{s.Operations} },
			[]string{
				"AdminMode.Enter/stops-what-runs-by-itself",
				"AdminMode.Leave/starts-what-ran",
				"Backups.Restore/in-administration-mode-afterwards",
				"Backups.SetRetention/takes-effect",
				"Copies.Copy/in-administration-mode-afterwards",
				"Environments.Create/with-database",
				"Environments.Update/is-an-operation",
				"Lifecycle.AddDatabase/makes-an-instance",
				"Lifecycle.Convert/there-and-back",
				"Lifecycle.Delete/into-the-bin",
				"Lifecycle.Recover/in-administration-mode",
				"Lifecycle.SetManaged/on-and-off",
				"Operations.Get/says-when-to-come-again",
				"Resets.Reset/within-an-hour",
				"Solutions.Install/state-by-state",
			},
		},
		"oldest-first": {
			func(s *instances.Service) { s.Operations = reversed{s.Operations} },
			[]string{"Operations.List/each-keeps-it-busy", "Operations.List/newest-first", "Operations.List/outlives-the-environment"},
		},
		"oldest-in-the-bin-first": {
			func(s *instances.Service) { s.Lifecycle = reversedBin{s.Lifecycle} },
			[]string{"Lifecycle.Deleted/last-deleted-first"},
		},
		"failed-without-a-word": {
			func(s *instances.Service) { s.Operations = mute{s.Operations} },
			[]string{"Environments.Create/failed", "Lifecycle.AddDatabase/failed", "Operations.Get/failed", "Solutions.Install/failed"},
		},
		"local-times": {
			func(s *instances.Service) { s.Operations = local{s.Operations} },
			[]string{"Operations.List/newest-first"},
		},
		"one-condition-at-a-time": {
			func(s *instances.Service) { s.Environments = single{s.Environments} },
			[]string{"Environments.List/conditions-hold-together"},
		},
		"domains-in-one-case": {
			func(s *instances.Service) { s.Environments = exact{s.Environments} },
			[]string{"Environments.List/each-condition", "FindByDomain/whatever-the-case"},
		},
		"fetched-at-once": {
			func(s *instances.Service) { s.Environments = eager{s.Environments} },
			[]string{"Lists/cancelled-before-ranged", "Lists/not-fetched-until-ranged"},
		},
		"known-types-alone": {
			func(s *instances.Service) { s.Environments = closed{s.Environments} },
			[]string{"Environments.Get/values-nobody-knows"},
		},
		"backup-there-at-once": {
			func(s *instances.Service) {
				s.Backups = &early{Backups: s.Backups, made: map[instances.EnvironmentID][]*instances.Backup{}}
			},
			[]string{
				"Backups.Create/as-it-will-be",
				"Backups.Create/failed",
				"Backups.Create/within-15-minutes",
				"Resets.Reset/backups-go-too",
			},
		},
		"source-among-the-targets": {
			func(s *instances.Service) { s.Copies = itself{s.Copies, s.Environments} },
			[]string{"Copies.Targets/those-that-are-taken"},
		},
		"filter-ignored": {
			func(s *instances.Service) { s.Solutions = unfiltered{s.Solutions} },
			[]string{"Solutions.List/filters-part-it"},
		},
		"everything-counts": {
			func(s *instances.Service) { s.Capacity = unrated{s.Capacity} },
			[]string{
				"Capacity.Environment/what-a-new-one-takes",
				"Capacity.Environment/what-counts-for-nothing",
				"Capacity.Environment/what-the-default-one-has",
				"Capacity.Tenant/is-what-the-environments-use",
			},
		},
		"on-its-way-is-on": {
			func(s *instances.Service) { s.Waves = hopeful{s.Waves} },
			[]string{"Waves.Enable/failed", "Waves.Enable/until-it-is-on"},
		},
		"stages-made-up": {
			func(s *instances.Service) { s.Operations = inventive{s.Operations} },
			[]string{"Operations.Details/followed-elsewhere"},
		},
		"an-id-too-early": {
			func(s *instances.Service) { s.Operations = premature{s.Operations} },
			[]string{"Environments.Create/failed", "Environments.Create/with-database"},
		},
	}
}

// opened shows what was copied or restored as if nobody had closed it.
type opened struct {
	instances.Environments
	operations instances.Operations
}

func (b opened) Get(ctx context.Context, id instances.EnvironmentID) (*instances.Environment, error) {
	e, err := b.Environments.Get(ctx, id)
	if err != nil || e.Dataverse == nil {
		return e, err
	}
	for op := range b.operations.List(ctx, id) {
		if op != nil && op.Done() && op.Kind == string(instances.KindCopy) {
			e.Runtime, e.Dataverse.BackgroundOperations = instances.RuntimeEnabled, instances.BackgroundEnabled
		}
		break
	}
	return e, nil
}

// sharing answers what it answered before, while nothing has changed.
type sharing struct {
	instances.Environments
	mu   sync.Mutex
	last map[instances.EnvironmentID]*instances.Environment
}

func (b *sharing) Get(ctx context.Context, id instances.EnvironmentID) (*instances.Environment, error) {
	e, err := b.Environments.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if last := b.last[id]; last != nil && conform.Same(last, e) {
		return last, nil
	}
	b.last[id] = e
	return e, nil
}

// deaf lists backups for somebody who has given up.
type deaf struct{ instances.Backups }

func (b deaf) List(ctx context.Context, id instances.EnvironmentID) iter.Seq2[*instances.Backup, error] {
	return b.Backups.List(context.WithoutCancel(ctx), id)
}

// stingy tells of the end of a backup a day too early.
type stingy struct{ instances.Backups }

func (b stingy) List(ctx context.Context, id instances.EnvironmentID) iter.Seq2[*instances.Backup, error] {
	return func(yield func(*instances.Backup, error) bool) {
		for backup, err := range b.Backups.List(ctx, id) {
			if backup != nil {
				backup.Expires = backup.Expires.Add(-24 * time.Hour)
			}
			if !yield(backup, err) {
				return
			}
		}
	}
}

// hurried loses when the service wants to be asked again.
type hurried struct{ instances.Operations }

func (b hurried) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	op, err := b.Operations.Get(ctx, id)
	if op != nil {
		op.RetryAfter = 0
	}
	return op, err
}

// backwards is a list from its end.
func backwards[V any](list iter.Seq2[*V, error]) iter.Seq2[*V, error] {
	return func(yield func(*V, error) bool) {
		all, err := conform.Collect(list)
		for _, item := range slices.Backward(all) {
			if !yield(item, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// reversed lists a history from its beginning.
type reversed struct{ instances.Operations }

func (b reversed) List(ctx context.Context, id instances.EnvironmentID) iter.Seq2[*admin365.Operation, error] {
	return backwards(b.Operations.List(ctx, id))
}

// reversedBin lists what was deleted first.
type reversedBin struct{ instances.Lifecycle }

func (b reversedBin) Deleted(ctx context.Context) iter.Seq2[*instances.Environment, error] {
	return backwards(b.Lifecycle.Deleted(ctx))
}

// mute does not say why an operation failed.
type mute struct{ instances.Operations }

func (b mute) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	op, err := b.Operations.Get(ctx, id)
	if op != nil {
		op.Err = nil
	}
	return op, err
}

// local tells times in a zone of its own.
type local struct{ instances.Operations }

func (b local) List(ctx context.Context, id instances.EnvironmentID) iter.Seq2[*admin365.Operation, error] {
	return func(yield func(*admin365.Operation, error) bool) {
		for op, err := range b.Operations.List(ctx, id) {
			if op != nil {
				op.Created = op.Created.In(time.FixedZone("", 3600))
			}
			if !yield(op, err) {
				return
			}
		}
	}
}
