package centraltest_test

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

type (
	finOpsUpdates  = instances.FinOpsUpdates
	finOpsSettings = instances.FinOpsSettings
)

func brokenFinOps() map[string]mistake {
	in := func(wrap func(*instances.FinOpsService), fails ...string) mistake {
		return mistake{func(_ *instances.CentralService, f *instances.FinOpsService) { wrap(f) }, fails}
	}
	type service = *instances.FinOpsService
	return map[string]mistake{
		"nothing-to-do-is-a-conflict": in(func(f service) { f.Updates = strict{f.Updates} },
			"FinOps.Apply/same-or-lower-is-nothing-to-do",
		),
		"scheduled-is-now": in(func(f service) { f.Updates = rash{f.Updates} },
			"FinOps.Schedule/not-offered",
		),
		"limit-is-ignored": in(func(f service) { f.Settings = endless{f.Settings} },
			"FinOps.Failures/newest-first-and-no-more",
		),
		"cadence-is-forgotten": in(func(f service) { f.Settings = whole{f.Settings} },
			"FinOps.Maintenance/changed-in-part",
		),
	}
}

// strict takes what is done for a mistake.
type strict struct{ finOpsUpdates }

func (u strict) Apply(ctx context.Context, id instances.EnvironmentID, version string) (*admin365.Operation, error) {
	o, err := u.finOpsUpdates.Apply(ctx, id, version)
	if err == nil && o.ID == "" {
		return nil, &admin365.Error{Op: "instances.FinOpsUpdates.Apply", Kind: admin365.ErrConflict, Message: "nothing to do"}
	}
	return o, err
}

// rash does now what is for later.
type rash struct{ finOpsUpdates }

func (u rash) Schedule(ctx context.Context, id instances.EnvironmentID, version string, _ instances.Schedule) (*instances.Update, error) {
	if _, err := u.Apply(ctx, id, version); err != nil {
		return nil, err
	}
	return &instances.Update{Version: version, Selected: true}, nil
}

// endless tells all.
type endless struct{ finOpsSettings }

func (s endless) Failures(ctx context.Context, id instances.EnvironmentID, limit int) iter.Seq2[*instances.FinOpsFailure, error] {
	if limit > 0 && limit < 1000 {
		limit = 1000
	}
	return s.finOpsSettings.Failures(ctx, id, limit)
}

// whole sends the settings whole, with the first cadence where none is given.
type whole struct{ finOpsSettings }

func (s whole) SetMaintenance(ctx context.Context, id instances.EnvironmentID, p instances.FinOpsMaintenancePatch) (*instances.FinOpsMaintenance, error) {
	if p.Cadence == nil && len(p.Days) > 0 {
		p.Cadence = new(instances.FinOpsEveryUpdate)
	}
	return s.finOpsSettings.SetMaintenance(ctx, id, p)
}
