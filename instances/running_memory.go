package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryOperations struct{ s *tenant.Session }

var _ Operations = memoryOperations{}

// followed is where an operation is followed that has the id, which may have lain in a
// file.
func followed(id admin365.OperationID) (api.Call, error) {
	for _, op := range []*api.Op{&opOperationsGet, &opOperationsEnvironment, &opOperationsInstall} {
		if call, _, err := api.ParseOperationID(op, id); err == nil {
			return call, nil
		}
	}
	_, _, err := api.ParseOperationID(&opOperationsGet, id)
	return api.Call{}, err
}

// Get implements [Operations].
func (m memoryOperations) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	call, err := followed(id)
	if err != nil {
		return nil, err
	}
	return asked(ctx, m.s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		switch call.Op {
		case &opOperationsEnvironment:
			r, err := findEnvironment(tx, call.IDs[0])
			if err != nil {
				return nil, err
			}
			return followedOperation(environmentOf(tx, r), id), nil
		case &opOperationsInstall:
			return findInstall(tx, call.IDs[0], call.IDs[1])
		}
		o, err := findOperation(tx, call.IDs[0])
		if err != nil {
			return nil, err
		}
		return operationOf(tx, o), nil
	})
}

// List implements [Operations].
func (m memoryOperations) List(ctx context.Context, environment EnvironmentID) iter.Seq2[*admin365.Operation, error] {
	return listed(ctx, m.s, opOperationsList.At().About(string(environment)), func(tx *tenant.Tx) (list []*admin365.Operation, err error) {
		for _, o := range history(tx, string(environment)) {
			list = append(list, operationOf(tx, o))
		}
		return list, nil
	})
}

// Details implements [Operations].
func (m memoryOperations) Details(ctx context.Context, id admin365.OperationID) (*OperationDetails, error) {
	call, err := followedInStages(id)
	if err != nil {
		return nil, err
	}
	return asked(ctx, m.s, call, func(tx *tenant.Tx) (*OperationDetails, error) {
		o, err := findOperation(tx, call.IDs[0])
		if err != nil {
			return nil, err
		}
		return detailsOf(tx, o), nil
	})
}

// followedInStages is where an operation is followed that the platform lists.
func followedInStages(id admin365.OperationID) (api.Call, error) {
	call, err := followed(id)
	switch {
	case err != nil:
		// It is Details that has no such operation, and not Get.
		_, _, err = api.ParseOperationID(&opOperationsDetails, id)
		return api.Call{}, err
	case call.Op != &opOperationsGet:
		return api.Call{}, opOperationsDetails.At().Attribute(&admin365.Error{
			Kind: admin365.ErrUnsupported, Target: string(id),
			Message: "the operation has no stages that an API tells of; Get says where it stands, and the environment's History page what there is",
		})
	}
	return opOperationsDetails.At(call.IDs...), nil
}

type memoryManagementApps struct{ s *tenant.Session }

var _ ManagementApps = memoryManagementApps{}

// List implements [ManagementApps].
func (m memoryManagementApps) List(ctx context.Context) iter.Seq2[*ManagementApp, error] {
	return listed(ctx, m.s, opManagementAppsList.At(), func(tx *tenant.Tx) ([]*ManagementApp, error) { return allApps(tx), nil })
}

// Get implements [ManagementApps].
func (m memoryManagementApps) Get(ctx context.Context, app admin365.AppID) (*ManagementApp, error) {
	return asked(ctx, m.s, opManagementAppsGet.At(string(app)), func(tx *tenant.Tx) (*ManagementApp, error) {
		row, err := findApp(tx, string(app))
		if err != nil {
			return nil, err
		}
		return appOf(row), nil
	})
}

// Register implements [ManagementApps].
func (m memoryManagementApps) Register(ctx context.Context, app admin365.AppID) (*ManagementApp, error) {
	return asked(ctx, m.s, opManagementAppsRegister.At(string(app)), func(tx *tenant.Tx) (*ManagementApp, error) {
		return registerApp(tx, string(app))
	})
}

// Unregister implements [ManagementApps].
func (m memoryManagementApps) Unregister(ctx context.Context, app admin365.AppID) error {
	return m.s.Do(ctx, opManagementAppsUnregister.At(string(app)), func(tx *tenant.Tx) error { return unregisterApp(tx, string(app)) })
}

// applications answers which applications may administer environments on their own.
type applications struct{}

// Registered implements the port.
func (applications) Registered(tx *tenant.Tx, with *api.API, app admin365.AppID) bool {
	if with == &api.BusinessCentral {
		return centralRegistered(tx, app)
	}
	if with != &api.BAP && with != &api.PowerPlatform {
		return false
	}
	k, ok := tenant.ParseKey(string(app))
	if !ok {
		return false
	}
	_, ok = tenant.In(tx, &managementApps).Get(k)
	return ok
}
