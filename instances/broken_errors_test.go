package instances_test

import (
	"context"
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

func brokenErrors() map[string]mistake {
	return map[string]mistake{
		"busy-is-a-conflict": {
			func(s *instances.Service) { s.Resets = impatient{s.Resets} },
			[]string{"Concurrency/one-operation-wins", "Resets.Reset/busy", "Solutions.Install/keeps-it-busy"},
		},
		"capacity-is-a-mistake": {
			func(s *instances.Service) { s.Environments = spaceless{s.Environments} },
			[]string{"Environments.Create/no-capacity"},
		},
		"lost-status": {
			func(s *instances.Service) { s.Environments = statusLoser{s.Environments} },
			[]string{
				"Environments.Get/organization-is-no-environment",
				"Environments.Get/unknown",
				"Lifecycle.Delete/into-the-bin",
				"Lifecycle.Delete/mends-a-failed-copy",
				"Lifecycle.Delete/of-every-other-type",
			},
		},
		"by-the-code-alone": {
			func(s *instances.Service) { s.ManagementApps = byCode{s.ManagementApps} },
			[]string{"ManagementApps.Get/unknown", "ManagementApps.Register/and-back"},
		},
		"gone-is-fine": {
			func(s *instances.Service) { s.Lifecycle = relaxed{s.Lifecycle} },
			[]string{
				"IDs/that-climb",
				"IDs/that-climb-from-what-is-there",
				"IDs/unknown-environment",
				"Lifecycle.Delete/again",
				"Lifecycle.Delete/unknown",
			},
		},
		"installed-is-busy": {
			func(s *instances.Service) { s.Solutions = confused{s.Solutions} },
			[]string{"Solutions.Install/newer-version", "Solutions.Install/state-by-state"},
		},
		"any-domain-is-free": {
			func(s *instances.Service) { s.Environments = optimist{s.Environments} },
			[]string{"Environments.CheckDomain/taken", "Environments.Create/domain-reserved", "Resets.Reset/as-it-says"},
		},
		"an-answer-beside-the-error": {
			func(s *instances.Service) { s.Copies = both{s.Copies} },
			[]string{"Copies.Copy/bad-input"},
		},
	}
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

// impatient goes by the status: 409 is a conflict.
type impatient struct{ instances.Resets }

func (b impatient) Reset(ctx context.Context, id instances.EnvironmentID, x instances.Expect, r instances.EnvironmentReset) (*admin365.Operation, error) {
	op, err := b.Resets.Reset(ctx, id, x, r)
	return op, as(err, admin365.ErrConflict, errors.Is(err, admin365.ErrBusy))
}

// spaceless does not know what is missing.
type spaceless struct{ instances.Environments }

func (b spaceless) Create(ctx context.Context, e instances.NewEnvironment) (*admin365.Operation, error) {
	op, err := b.Environments.Create(ctx, e)
	return op, as(err, admin365.ErrPrecondition, errors.Is(err, instances.ErrNoCapacity))
}

// statusLoser loses the status on the way.
type statusLoser struct{ instances.Environments }

func (b statusLoser) Get(ctx context.Context, id instances.EnvironmentID) (*instances.Environment, error) {
	e, err := b.Environments.Get(ctx, id)
	if refusal, ok := errors.AsType[*admin365.Error](err); ok && refusal.Status == 404 {
		refusal.Status = 0
	}
	return e, err
}

// byCode takes one code for one meaning.
type byCode struct{ instances.ManagementApps }

func (b byCode) Get(ctx context.Context, app admin365.AppID) (*instances.ManagementApp, error) {
	a, err := b.ManagementApps.Get(ctx, app)
	return a, as(err, admin365.ErrInvalid, errors.Is(err, admin365.ErrNotFound))
}

// relaxed takes a deletion of nothing for one that is done.
type relaxed struct{ instances.Lifecycle }

func (b relaxed) Delete(ctx context.Context, id instances.EnvironmentID, x instances.Expect) (*admin365.Operation, error) {
	op, err := b.Lifecycle.Delete(ctx, id, x)
	if errors.Is(err, admin365.ErrNotFound) {
		return &admin365.Operation{ID: "x", Kind: string(instances.KindDelete), State: admin365.OperationSucceeded, ResourceID: string(id)}, nil
	}
	return op, err
}

// confused tells of what is installed that it is on its way.
type confused struct{ instances.Solutions }

func (b confused) Install(ctx context.Context, id instances.EnvironmentID, name string) (*admin365.Operation, error) {
	op, err := b.Solutions.Install(ctx, id, name)
	return op, as(err, admin365.ErrBusy, errors.Is(err, admin365.ErrConflict))
}

// optimist lets every domain through that is a label.
type optimist struct{ instances.Environments }

func (b optimist) CheckDomain(ctx context.Context, domain, location string) error {
	if err := b.Environments.CheckDomain(ctx, domain, location); !errors.Is(err, admin365.ErrConflict) {
		return err
	}
	return nil
}

// both answers an operation that nobody began.
type both struct{ instances.Copies }

func (b both) Copy(ctx context.Context, target instances.EnvironmentID, x instances.Expect, y instances.EnvironmentCopy) (*admin365.Operation, error) {
	op, err := b.Copies.Copy(ctx, target, x, y)
	if op == nil {
		op = &admin365.Operation{}
	}
	return op, err
}
