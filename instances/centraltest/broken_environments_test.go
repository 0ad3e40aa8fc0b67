package centraltest_test

import (
	"context"
	"errors"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

type environments = instances.CentralEnvironments

func brokenEnvironments() map[string]mistake {
	in := func(wrap func(environments) environments, fails ...string) mistake {
		return mistake{func(c *instances.CentralService, _ *instances.FinOpsService) { c.Environments = wrap(c.Environments) }, fails}
	}
	return map[string]mistake{
		"case-sensitive-names": in(func(e environments) environments { return caseSensitive{e} },
			"Environments.Get/in-any-letter-case",
		),
		"bin-is-hidden": in(func(e environments) environments { return tidy{e} },
			"Calendar/without-what-is-deleted", "Environments.Delete/frees-the-name", "Environments.Delete/gone-after-14-days",
			"Environments.Delete/lies-in-the-bin", "Environments.Delete/refused", "Environments.Recover/name-is-taken",
			"Environments.Recover/under-its-old-name", "Operations.All/of-the-family", "Quotas/recovered",
			"Updates.Order/deleted-environment",
		),
		"expectation-is-read": in(func(e environments) environments { return trusting{e} },
			"Environments.Delete/expectations",
		),
		"rename-is-conflict": in(func(e environments) environments { return renaming{e} },
			"Environments.Rename/refused", "Operations/one-at-a-time", "Unknown/status-of-an-environment",
		),
		"eager-list": in(func(e environments) environments { return eager{e} },
			"Environments.List/not-fetched-until-ranged",
		),
		"family-is-microsofts": in(func(e environments) environments { return microsofts{e} },
			"Callers/application-not-on-the-list", "Environments.List/unknown-family",
		),
		"restarted": in(func(e environments) environments { return restarting{e} },
			"Environments.Restart/not-offered",
		),
		"created-is-done": in(func(e environments) environments { return hasty{e} },
			"Environments.Create/by-itself-as-time-passes", "Environments.Create/fails", "Environments.Create/newest-or-the-one-asked-for",
			"Environments.Create/through-to-the-end", "Environments.Delete/frees-the-name", "Environments.Recover/name-is-taken",
			"Environments.Rename/follows", "Names/rules", "Operations.All/of-the-family", "Quotas/by-type",
		),
		"names-not-looked-at": in(func(e environments) environments { return nameless{e} },
			"Names/unique-whatever-the-letter-case",
		),
	}
}

// caseSensitive finds a name only as it was written.
type caseSensitive struct{ environments }

func (s caseSensitive) Get(ctx context.Context, id centralID) (*instances.CentralEnvironment, error) {
	e, err := s.environments.Get(ctx, id)
	if err == nil && e.Name != id.Name {
		return nil, &admin365.Error{Op: "instances.CentralEnvironments.Get", Kind: admin365.ErrNotFound, Code: "EnvironmentNotFound", Status: 404}
	}
	return e, err
}

// tidy lists what can be used.
type tidy struct{ environments }

func (s tidy) List(ctx context.Context, family instances.Family) iter.Seq2[*instances.CentralEnvironment, error] {
	return changed(s.environments.List(ctx, family), func(e *instances.CentralEnvironment) bool { return e.Deleted.IsZero() })
}

// trusting looks up what the caller should have known.
type trusting struct{ environments }

func (s trusting) Delete(ctx context.Context, id centralID, expect instances.Expect) (*admin365.Operation, error) {
	if e, err := s.Get(ctx, id); err == nil && expect.Name != "" && expect.Type != "" {
		expect = instances.Expect{Name: e.Name, Type: e.Type}
	}
	return s.environments.Delete(ctx, id, expect)
}

// renaming does not tell what passes from what stays.
type renaming struct{ environments }

func (s renaming) Rename(ctx context.Context, id centralID, name string) (*admin365.Operation, error) {
	o, err := s.environments.Rename(ctx, id, name)
	return o, as(err, admin365.ErrConflict, errors.Is(err, admin365.ErrBusy))
}

// eager fetches when the list is made.
type eager struct{ environments }

func (s eager) List(ctx context.Context, family instances.Family) iter.Seq2[*instances.CentralEnvironment, error] {
	all, err := conform.Collect(s.environments.List(ctx, family))
	return func(yield func(*instances.CentralEnvironment, error) bool) {
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// microsofts knows one family.
type microsofts struct{ environments }

func (s microsofts) List(ctx context.Context, _ instances.Family) iter.Seq2[*instances.CentralEnvironment, error] {
	return s.environments.List(ctx, instances.BusinessCentral)
}

// restarting does as if.
type restarting struct{ environments }

func (restarting) Restart(context.Context, centralID) (*admin365.Operation, error) {
	return &admin365.Operation{Kind: "restart", State: admin365.OperationSucceeded}, nil
}

// hasty takes an order for a delivery.
type hasty struct{ environments }

func (s hasty) Create(ctx context.Context, id centralID, n instances.NewCentralEnvironment) (*admin365.Operation, error) {
	o, err := s.environments.Create(ctx, id, n)
	if err == nil && n.Type == instances.Sandbox {
		o.State = admin365.OperationSucceeded
	}
	return o, err
}

// nameless leaves it to the service to complain, and takes it for missing input.
type nameless struct{ environments }

func (s nameless) Create(ctx context.Context, id centralID, n instances.NewCentralEnvironment) (*admin365.Operation, error) {
	o, err := s.environments.Create(ctx, id, n)
	if e, ok := errors.AsType[*admin365.Error](err); ok && errors.Is(err, admin365.ErrConflict) {
		other := *e
		other.Kind = admin365.ErrInvalid
		return nil, &other
	}
	return o, err
}
