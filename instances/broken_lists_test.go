package instances_test

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// single asks by the type, where there is one, and by nothing else.
type single struct{ instances.Environments }

func (b single) List(ctx context.Context, q instances.EnvironmentQuery) iter.Seq2[*instances.Environment, error] {
	if q.Type != "" {
		q = instances.EnvironmentQuery{Type: q.Type}
	}
	return b.Environments.List(ctx, q)
}

// exact compares domains as they are written.
type exact struct{ instances.Environments }

func (b exact) List(ctx context.Context, q instances.EnvironmentQuery) iter.Seq2[*instances.Environment, error] {
	return func(yield func(*instances.Environment, error) bool) {
		for e, err := range b.Environments.List(ctx, q) {
			if e != nil && q.Domain != "" && e.Dataverse.DomainName != q.Domain {
				continue
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// eager fetches a list when it is made.
type eager struct{ instances.Environments }

func (b eager) List(ctx context.Context, q instances.EnvironmentQuery) iter.Seq2[*instances.Environment, error] {
	all, err := conform.Collect(b.Environments.List(ctx, q))
	return func(yield func(*instances.Environment, error) bool) {
		for _, e := range all {
			if !yield(conform.Clone(e), nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// closed takes a type that it does not know for a sandbox.
type closed struct{ instances.Environments }

func (b closed) Get(ctx context.Context, id instances.EnvironmentID) (*instances.Environment, error) {
	e, err := b.Environments.Get(ctx, id)
	if e != nil && e.Type == "Platform" {
		e.Type = instances.Sandbox
	}
	return e, err
}

// early lists a backup that is being made.
type early struct {
	instances.Backups
	mu   sync.Mutex
	made map[instances.EnvironmentID][]*instances.Backup
}

func (b *early) Create(ctx context.Context, id instances.EnvironmentID, n instances.NewBackup) (*instances.Backup, error) {
	backup, err := b.Backups.Create(ctx, id, n)
	if err == nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.made[id] = append(b.made[id], conform.Clone(backup))
	}
	return backup, err
}

func (b *early) List(ctx context.Context, id instances.EnvironmentID) iter.Seq2[*instances.Backup, error] {
	return func(yield func(*instances.Backup, error) bool) {
		all, err := conform.Collect(b.Backups.List(ctx, id))
		b.mu.Lock()
		made := b.made[id]
		b.mu.Unlock()
		if last := len(made) - 1; err == nil && last >= 0 && !slices.ContainsFunc(all, func(x *instances.Backup) bool { return x.ID == made[last].ID }) && (len(all) == 0 || made[last].Point.After(all[0].Point)) {
			all = append([]*instances.Backup{conform.Clone(made[last])}, all...)
		}
		for _, x := range all {
			if !yield(x, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// itself offers the source as a target.
type itself struct {
	instances.Copies
	environments instances.Environments
}

func (b itself) Targets(ctx context.Context, id instances.EnvironmentID) iter.Seq2[*instances.Candidate, error] {
	return func(yield func(*instances.Candidate, error) bool) {
		e, err := b.environments.Get(ctx, id)
		if err == nil && e.Dataverse != nil && !yield(&instances.Candidate{ID: id, DisplayName: e.DisplayName, URL: e.Dataverse.URL}, nil) {
			return
		}
		for x, err := range b.Copies.Targets(ctx, id) {
			if !yield(x, err) {
				return
			}
		}
	}
}

// unfiltered lists all applications, whatever is asked for.
type unfiltered struct{ instances.Solutions }

func (b unfiltered) List(ctx context.Context, id instances.EnvironmentID, q instances.SolutionQuery) iter.Seq2[*instances.Solution, error] {
	if q.Installed == instances.SolutionsInstalled {
		q.Installed = instances.SolutionsAll
	}
	return b.Solutions.List(ctx, id, q)
}

// unrated takes what is stored for what counts.
type unrated struct{ instances.Capacity }

func (b unrated) Environment(ctx context.Context, id instances.EnvironmentID) ([]instances.Consumption, error) {
	all, err := b.Capacity.Environment(ctx, id)
	for i := range all {
		all[i].Rated = all[i].Actual
	}
	return all, err
}

// hopeful takes a wave that is on its way for one that is on.
type hopeful struct{ instances.Waves }

func (b hopeful) List(ctx context.Context, id instances.EnvironmentID) iter.Seq2[*instances.Wave, error] {
	return func(yield func(*instances.Wave, error) bool) {
		for w, err := range b.Waves.List(ctx, id) {
			if w != nil && w.Enabled {
				w.Upgrade = instances.WaveOn
			}
			if !yield(w, err) {
				return
			}
		}
	}
}

// inventive makes up the stages of what is followed elsewhere.
type inventive struct{ instances.Operations }

func (b inventive) Details(ctx context.Context, id admin365.OperationID) (*instances.OperationDetails, error) {
	d, err := b.Operations.Details(ctx, id)
	if err == nil || strings.Contains(string(id), "lifecycleOperations") {
		return d, err
	}
	op, getErr := b.Get(ctx, id)
	if getErr != nil {
		return nil, err
	}
	return &instances.OperationDetails{Operation: *op, Title: op.Kind}, nil
}

// premature names an environment that is being created by something else.
type premature struct{ instances.Operations }

func (b premature) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	op, err := b.Operations.Get(ctx, id)
	if op != nil && op.ResourceID == "" {
		op.ResourceID = string(op.ID)
	}
	return op, err
}
