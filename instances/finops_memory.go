package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// newFinOpsMemory returns Finance and Operations over a tenant in memory.
func newFinOpsMemory(s *tenant.Session) *FinOpsService {
	return &FinOpsService{Updates: memoryFinOpsUpdates{s}, Settings: memoryFinOpsSettings{s}}
}

type memoryFinOpsUpdates struct{ s *tenant.Session }

var _ FinOpsUpdates = memoryFinOpsUpdates{}

// List implements [FinOpsUpdates].
func (m memoryFinOpsUpdates) List(ctx context.Context, id EnvironmentID) iter.Seq2[*Update, error] {
	return listedFrom(ctx, m.s, opFinOpsUpdatesList.At(string(id)), func(tx *tenant.Tx) (list []*Update, err error) {
		versions, err := finOpsVersions(tx, string(id))
		for _, v := range versions {
			list = append(list, v.update())
		}
		return list, err
	})
}

// Apply implements [FinOpsUpdates].
func (m memoryFinOpsUpdates) Apply(ctx context.Context, id EnvironmentID, version string) (*admin365.Operation, error) {
	return askCentral(ctx, m.s, opFinOpsUpdatesApply.At(string(id), version), func(tx *tenant.Tx) (*admin365.Operation, error) {
		o, err := applyFinOps(tx, string(id), version)
		if err != nil {
			return nil, err
		}
		if o == nil {
			return finOpsDone(id), nil
		}
		return o.wire().operation(id), nil
	})
}

// Get implements [FinOpsUpdates].
func (m memoryFinOpsUpdates) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	call, _, err := api.ParseOperationID(&opFinOpsUpdatesGet, id)
	if err != nil {
		return nil, err
	}
	return askCentral(ctx, m.s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		o, ok := finOpsOperationOf(tx, call.IDs[0], call.IDs[1])
		if !ok {
			return nil, operationNotFound.Err("", call.IDs[1])
		}
		return o.wire().operation(EnvironmentID(call.IDs[0])), nil
	})
}

// Schedule implements [FinOpsUpdates].
func (m memoryFinOpsUpdates) Schedule(_ context.Context, id EnvironmentID, version string, _ Schedule) (*Update, error) {
	return nil, noFinOpsSchedule(id, version)
}

// Cancel implements [FinOpsUpdates].
func (m memoryFinOpsUpdates) Cancel(_ context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	return nil, noFinOpsCancel(id)
}

type memoryFinOpsSettings struct{ s *tenant.Session }

var _ FinOpsSettings = memoryFinOpsSettings{}

// Properties implements [FinOpsSettings].
func (m memoryFinOpsSettings) Properties(ctx context.Context, id EnvironmentID) (*FinOps, error) {
	return askCentral(ctx, m.s, opFinOpsSettingsProperties.At(string(id)), func(tx *tenant.Tx) (*FinOps, error) {
		row, err := finOpsOf(tx, string(id))
		if err != nil {
			return nil, err
		}
		return row.public(), nil
	})
}

// Maintenance implements [FinOpsSettings].
func (m memoryFinOpsSettings) Maintenance(ctx context.Context, id EnvironmentID) (*FinOpsMaintenance, error) {
	return askCentral(ctx, m.s, opFinOpsSettingsMaintenance.At(string(id)), func(tx *tenant.Tx) (*FinOpsMaintenance, error) {
		row, err := finOpsOf(tx, string(id))
		if err != nil {
			return nil, err
		}
		return row.maintenance(), nil
	})
}

// SetMaintenance implements [FinOpsSettings].
func (m memoryFinOpsSettings) SetMaintenance(ctx context.Context, id EnvironmentID, p FinOpsMaintenancePatch) (*FinOpsMaintenance, error) {
	call := opFinOpsSettingsSetMaintenance.At(string(id))
	if err := p.check(call); err != nil {
		return nil, err
	}
	return askCentral(ctx, m.s, call, func(tx *tenant.Tx) (*FinOpsMaintenance, error) { return setMaintenance(tx, string(id), p) })
}

// Failures implements [FinOpsSettings].
func (m memoryFinOpsSettings) Failures(ctx context.Context, id EnvironmentID, limit int) iter.Seq2[*FinOpsFailure, error] {
	return listedFrom(ctx, m.s, opFinOpsSettingsFailures.At(string(id)), func(tx *tenant.Tx) ([]*FinOpsFailure, error) {
		return finOpsFailures(tx, string(id), limit)
	})
}
