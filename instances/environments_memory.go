package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryEnvironments struct{ s *tenant.Session }

var _ Environments = memoryEnvironments{}

// List implements [Environments].
func (m memoryEnvironments) List(ctx context.Context, q EnvironmentQuery) iter.Seq2[*Environment, error] {
	return listed(ctx, m.s, opEnvironmentsList.At(), func(tx *tenant.Tx) ([]*Environment, error) { return listEnvironments(tx, q), nil })
}

// Get implements [Environments].
func (m memoryEnvironments) Get(ctx context.Context, id EnvironmentID) (*Environment, error) {
	return asked(ctx, m.s, opEnvironmentsGet.At(string(id)), func(tx *tenant.Tx) (*Environment, error) {
		r, err := findEnvironment(tx, string(id))
		if err != nil {
			return nil, err
		}
		return environmentOf(tx, r), nil
	})
}

// Create implements [Environments].
func (m memoryEnvironments) Create(ctx context.Context, n NewEnvironment) (*admin365.Operation, error) {
	o, err := asked(ctx, m.s, opEnvironmentsCreate.At().About(n.DisplayName), func(tx *tenant.Tx) (*admin365.Operation, error) {
		r, o, err := createEnvironment(tx, n)
		if err != nil {
			return nil, err
		}
		if n.Dataverse == nil {
			return doneAtOnce(KindCreate, environmentOf(tx, r)), nil
		}
		return begunOf(tx, o), nil
	})
	if err == nil && o.ResourceID != "" {
		m.s.Created(o.ResourceID)
	}
	return o, err
}

// Update implements [Environments].
func (m memoryEnvironments) Update(ctx context.Context, id EnvironmentID, p EnvironmentPatch) (*admin365.Operation, error) {
	call := p.of(opEnvironmentsUpdate).At(string(id))
	if p.empty() {
		return nil, invalidInput(call, "", "the patch is empty")
	}
	return begins(ctx, m.s, call, func(tx *tenant.Tx) (*operationRow, error) {
		return editEnvironment(tx, string(id), environmentEdit{EnvironmentPatch: p})
	})
}

// CheckDomain implements [Environments].
func (m memoryEnvironments) CheckDomain(ctx context.Context, domain, location string) error {
	return m.s.Do(ctx, opEnvironmentsCheckDomain.At().About(domain), func(tx *tenant.Tx) error {
		return availableDomain(tx, domain, location, tenant.Key{})
	})
}

type memoryLifecycle struct{ s *tenant.Session }

var _ Lifecycle = memoryLifecycle{}

// AddDatabase implements [Lifecycle].
func (m memoryLifecycle) AddDatabase(ctx context.Context, id EnvironmentID, d NewDatabase) (*admin365.Operation, error) {
	return asked(ctx, m.s, opLifecycleAddDatabase.At(string(id)), func(tx *tenant.Tx) (*admin365.Operation, error) {
		r, err := provisionDatabase(tx, string(id), d)
		if err != nil {
			return nil, err
		}
		return environmentOperation(environmentOf(tx, r)), nil
	})
}

// Convert implements [Lifecycle].
func (m memoryLifecycle) Convert(ctx context.Context, id EnvironmentID, x Expect, to EnvironmentType) (*admin365.Operation, error) {
	call := opLifecycleConvert.At(string(id))
	if err := x.complete(call); err != nil {
		return nil, err
	}
	return begins(ctx, m.s, call, func(tx *tenant.Tx) (*operationRow, error) { return convertEnvironment(tx, string(id), &x, to) })
}

// CheckDelete implements [Lifecycle].
func (m memoryLifecycle) CheckDelete(ctx context.Context, id EnvironmentID) (*DeleteCheck, error) {
	return asked(ctx, m.s, opLifecycleCheckDelete.At(string(id)), func(tx *tenant.Tx) (*DeleteCheck, error) { return deleteCheck(tx, string(id)) })
}

// Delete implements [Lifecycle].
func (m memoryLifecycle) Delete(ctx context.Context, id EnvironmentID, x Expect) (*admin365.Operation, error) {
	call := opLifecycleDelete.At(string(id))
	if err := x.complete(call); err != nil {
		return nil, err
	}
	return begins(ctx, m.s, call, func(tx *tenant.Tx) (*operationRow, error) { return deleteEnvironment(tx, string(id), &x) })
}

// Deleted implements [Lifecycle].
func (m memoryLifecycle) Deleted(ctx context.Context) iter.Seq2[*Environment, error] {
	return listed(ctx, m.s, opLifecycleDeleted.At(), func(tx *tenant.Tx) ([]*Environment, error) { return deletedEnvironments(tx), nil })
}

// Recover implements [Lifecycle].
func (m memoryLifecycle) Recover(ctx context.Context, id EnvironmentID) (*admin365.Operation, error) {
	return begins(ctx, m.s, opLifecycleRecover.At(string(id)), func(tx *tenant.Tx) (*operationRow, error) { return recoverEnvironment(tx, string(id)) })
}

// SetManaged implements [Lifecycle].
func (m memoryLifecycle) SetManaged(ctx context.Context, id EnvironmentID, managed bool) (*admin365.Operation, error) {
	return asked(ctx, m.s, managing(opLifecycleSetManaged, managed).At(string(id)), func(tx *tenant.Tx) (*admin365.Operation, error) {
		r, o, err := manageEnvironment(tx, string(id), managed)
		switch {
		case err != nil:
			return nil, err
		case o == nil && managed:
			return doneAtOnce(KindEnableManaged, environmentOf(tx, r)), nil
		case o == nil:
			return doneAtOnce(KindDisableManaged, environmentOf(tx, r)), nil
		}
		return begunOf(tx, o), nil
	})
}

type memoryAdminMode struct{ s *tenant.Session }

var _ AdminMode = memoryAdminMode{}

// Enter implements [AdminMode].
func (m memoryAdminMode) Enter(ctx context.Context, id EnvironmentID, o AdminModeOptions) (*admin365.Operation, error) {
	return begins(ctx, m.s, opAdminModeEnter.At(string(id)), func(tx *tenant.Tx) (*operationRow, error) {
		return editEnvironment(tx, string(id), environmentEdit{Runtime: RuntimeAdminMode, Background: o.background()})
	})
}

// Leave implements [AdminMode].
func (m memoryAdminMode) Leave(ctx context.Context, id EnvironmentID) (*admin365.Operation, error) {
	return begins(ctx, m.s, opAdminModeLeave.At(string(id)), func(tx *tenant.Tx) (*operationRow, error) {
		return editEnvironment(tx, string(id), environmentEdit{Runtime: RuntimeEnabled, Background: BackgroundEnabled})
	})
}

// SetBackgroundOperations implements [AdminMode].
func (m memoryAdminMode) SetBackgroundOperations(ctx context.Context, id EnvironmentID, state BackgroundOperations) (*admin365.Operation, error) {
	call := opAdminModeSetBackgroundOperations.At(string(id))
	if state == "" {
		return nil, invalidInput(call, "backgroundOperationsState", "the state is mandatory")
	}
	return begins(ctx, m.s, call, func(tx *tenant.Tx) (*operationRow, error) {
		return editEnvironment(tx, string(id), environmentEdit{Background: state})
	})
}
