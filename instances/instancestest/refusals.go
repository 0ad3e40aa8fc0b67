package instancestest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// The refusals of the service, as its documentation and recordings have them. They are
// written here once more on purpose: a suite that read them from the implementation
// would find every mistake in them right. Where code and status are nobody's, only the
// kind is asked for.

// plainly is a refusal of which only the kind is known.
func plainly(kind error, op string) conform.Refusal { return conform.Refusal{Kind: kind, Op: op} }

// invalid is the refusal of an input, as far as it is known.
func invalid(op string) conform.Refusal { return plainly(admin365.ErrInvalid, op) }

// precluded is the refusal of what the state of an environment does not allow.
func precluded(op string) conform.Refusal { return plainly(admin365.ErrPrecondition, op) }

// coded is the refusal of an input with the service's own code.
func coded(op, code string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrInvalid, Status: 400, Code: code, Op: op}
}

// disallowed is the refusal of an operation that the type, the database or the
// governance of an environment does not allow.
func disallowed(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrPrecondition, Status: 400, Code: "InvalidLifecycleOperationRequest", Op: op}
}

// unknown is the refusal of an environment that nobody has.
func unknown(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Status: 404, Code: "EnvironmentNotFound", Op: op}
}

// busy is the refusal of a second operation on an environment. A deletion's has no body.
func busy(op string) conform.Refusal {
	r := conform.Refusal{Kind: admin365.ErrBusy, Status: 409, Code: "OperationNotStartable", Op: op}
	if op == opDelete {
		r.Code = ""
	}
	return r
}

// taken is the refusal of a domain that somebody has.
func taken(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrConflict, Status: 409, Code: "DomainNameAlreadyInUse", Op: op}
}

// alreadySo is the refusal of a conversion to the type that it has.
func alreadySo(op string) conform.Refusal { return plainly(admin365.ErrConflict, op) }

// forbidden is the refusal of a caller who is known and may not do this.
func forbidden() conform.Refusal { return conform.Refusal{Kind: admin365.ErrForbidden, Status: 403} }

// full checks the refusal for want of capacity.
func full(c *run, op string, err error) {
	c.Helper()
	c.Refused(err, conform.Refusal{Kind: instances.ErrNoCapacity, Status: 409, Code: "InsufficientCapacity_StorageDriven", Op: op})
	if err != nil && !errors.Is(err, admin365.ErrPrecondition) {
		c.Errorf("errors.Is does not find %q in: %v", admin365.ErrPrecondition, err)
	}
}

// notFull checks that a precondition that does not hold is not said to be capacity.
func notFull(c *run, err error, want conform.Refusal) {
	c.Helper()
	c.Refused(err, want)
	if errors.Is(err, instances.ErrNoCapacity) {
		c.Errorf("errors.Is finds %q, though there is enough: %v", instances.ErrNoCapacity, err)
	}
}

// The operations.
const (
	opList        = "instances.Environments.List"
	opGet         = "instances.Environments.Get"
	opCreate      = "instances.Environments.Create"
	opUpdate      = "instances.Environments.Update"
	opCheckDomain = "instances.Environments.CheckDomain"

	opAddDatabase = "instances.Lifecycle.AddDatabase"
	opConvert     = "instances.Lifecycle.Convert"
	opCheckDelete = "instances.Lifecycle.CheckDelete"
	opDelete      = "instances.Lifecycle.Delete"
	opDeleted     = "instances.Lifecycle.Deleted"
	opRecover     = "instances.Lifecycle.Recover"
	opSetManaged  = "instances.Lifecycle.SetManaged"

	opEnter         = "instances.AdminMode.Enter"
	opLeave         = "instances.AdminMode.Leave"
	opSetBackground = "instances.AdminMode.SetBackgroundOperations"

	opCopy           = "instances.Copies.Copy"
	opCopyTargets    = "instances.Copies.Targets"
	opBackups        = "instances.Backups.List"
	opBackup         = "instances.Backups.Create"
	opDeleteBackup   = "instances.Backups.Delete"
	opRestore        = "instances.Backups.Restore"
	opRestoreTargets = "instances.Backups.Targets"
	opSetRetention   = "instances.Backups.SetRetention"
	opReset          = "instances.Resets.Reset"

	opOperation  = "instances.Operations.Get"
	opOperations = "instances.Operations.List"
	opDetails    = "instances.Operations.Details"

	opLocations  = "instances.Catalogue.Locations"
	opCurrencies = "instances.Catalogue.Currencies"
	opLanguages  = "instances.Catalogue.Languages"
	opTemplates  = "instances.Catalogue.Templates"

	opCatalogue = "instances.Solutions.Catalogue"
	opSolutions = "instances.Solutions.List"
	opInstall   = "instances.Solutions.Install"

	opTenantCapacity = "instances.Capacity.Tenant"
	opCapacity       = "instances.Capacity.Environment"
	opWarnings       = "instances.Capacity.Warnings"

	opWaves      = "instances.Waves.List"
	opEnableWave = "instances.Waves.Enable"

	opApps       = "instances.ManagementApps.List"
	opApp        = "instances.ManagementApps.Get"
	opRegister   = "instances.ManagementApps.Register"
	opUnregister = "instances.ManagementApps.Unregister"
)
