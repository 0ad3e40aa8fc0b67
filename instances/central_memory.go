package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// newCentralMemory returns Business Central over a tenant in memory.
func newCentralMemory(s *tenant.Session) *CentralService {
	return &CentralService{
		Environments: memoryCentralEnvironments{s}, Backups: memoryCentralBackups{s}, Capacity: memoryCentralCapacity{s},
		Catalogue: memoryCentralCatalogue{s}, Operations: memoryCentralOperations{s}, Settings: memoryCentralSettings{s},
		Access: memoryCentralAccess{s}, Apps: memoryCentralApps{s}, Updates: memoryCentralUpdates{s},
		Recipients: memoryCentralRecipients{s}, AuthorizedApps: memoryCentralAuthorizedApps{s},
	}
}

// at is a call on an environment, with what else its path names.
func (id CentralEnvironmentID) at(op *api.Op, more ...string) api.Call {
	return op.At(append([]string{string(id.family()), id.Name}, more...)...)
}

// askCentral is a call whose answer fetch makes in one transaction.
func askCentral[T any](ctx context.Context, s *tenant.Session, call api.Call, fetch func(*tenant.Tx) (T, error)) (got T, err error) {
	err = s.Do(ctx, call, func(tx *tenant.Tx) (err error) {
		got, err = fetch(tx)
		return err
	})
	if err != nil {
		got = *new(T)
	}
	return got, err
}

// listedFrom yields what fetch returns in one transaction, when it is ranged over; an error
// comes once, as the last pair.
func listedFrom[T any](ctx context.Context, s *tenant.Session, call api.Call, fetch func(*tenant.Tx) ([]*T, error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		list, err := askCentral(ctx, s, call, fetch)
		eachOf(list, err, yield)
	}
}

func eachOf[T any](list []*T, err error, yield func(*T, error) bool) {
	for _, item := range list {
		if !yield(item, nil) {
			return
		}
	}
	if err != nil {
		yield(nil, err)
	}
}

// beginsCentral is a call that begins an operation on an environment.
func beginsCentral(ctx context.Context, s *tenant.Session, call api.Call, begin func(*tenant.Tx) (*centralOperationRow, error)) (*admin365.Operation, error) {
	return askCentral(ctx, s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		o, err := begin(tx)
		if err != nil {
			return nil, err
		}
		return &o.wire(tx).operation(o.Family).Operation, nil
	})
}

// begunApp is a call that begins an operation on an app.
func begunApp(ctx context.Context, s *tenant.Session, call api.Call, id CentralEnvironmentID, app admin365.AppID, begin func(*tenant.Tx) (*centralOperationRow, error)) (*admin365.Operation, error) {
	return askCentral(ctx, s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		o, err := begin(tx)
		if err != nil {
			return nil, err
		}
		return &o.appWire(tx).operation(id, app).Operation, nil
	})
}

// toldCentral are operations in the words of the contract.
func toldCentral(tx *tenant.Tx, rows []*centralOperationRow) (list []*CentralOperation) {
	for _, o := range rows {
		list = append(list, o.told(tx))
	}
	return list
}

func (o *centralOperationRow) told(tx *tenant.Tx) *CentralOperation {
	return o.wire(tx).operation(o.Family)
}

type memoryCentralEnvironments struct{ s *tenant.Session }

var _ CentralEnvironments = memoryCentralEnvironments{}

// List implements [CentralEnvironments].
func (m memoryCentralEnvironments) List(ctx context.Context, family Family) iter.Seq2[*CentralEnvironment, error] {
	call := opCentralEnvironmentsListAll.At()
	if family != "" {
		call = opCentralEnvironmentsList.At(string(family))
	}
	return listedFrom(ctx, m.s, call, func(tx *tenant.Tx) ([]*CentralEnvironment, error) { return centralList(tx, family) })
}

// Get implements [CentralEnvironments].
func (m memoryCentralEnvironments) Get(ctx context.Context, id CentralEnvironmentID) (*CentralEnvironment, error) {
	return askCentral(ctx, m.s, id.at(&opCentralEnvironmentsGet), func(tx *tenant.Tx) (*CentralEnvironment, error) {
		row, err := centralOf(tx, id.family(), id.Name)
		if err != nil {
			return nil, err
		}
		e := row.public(tx)
		e.GeoName = "" // Lists alone have it.
		return e, nil
	})
}

// Create implements [CentralEnvironments].
func (m memoryCentralEnvironments) Create(ctx context.Context, id CentralEnvironmentID, n NewCentralEnvironment) (*admin365.Operation, error) {
	return beginsCentral(ctx, m.s, id.at(&opCentralEnvironmentsCreate), func(tx *tenant.Tx) (*centralOperationRow, error) {
		return createCentral(tx, id.family(), id.Name, n)
	})
}

// Copy implements [CentralEnvironments].
func (m memoryCentralEnvironments) Copy(ctx context.Context, source CentralEnvironmentID, to CentralCopy) (*admin365.Operation, error) {
	return beginsCentral(ctx, m.s, source.at(&opCentralEnvironmentsCopy), func(tx *tenant.Tx) (*centralOperationRow, error) {
		return copyCentral(tx, source.family(), source.Name, to)
	})
}

// Rename implements [CentralEnvironments].
func (m memoryCentralEnvironments) Rename(ctx context.Context, id CentralEnvironmentID, name string) (*admin365.Operation, error) {
	return beginsCentral(ctx, m.s, id.at(&opCentralEnvironmentsRename), func(tx *tenant.Tx) (*centralOperationRow, error) {
		return renameCentral(tx, id.family(), id.Name, name)
	})
}

// Delete implements [CentralEnvironments].
func (m memoryCentralEnvironments) Delete(ctx context.Context, id CentralEnvironmentID, expect Expect) (*admin365.Operation, error) {
	call := id.at(&opCentralEnvironmentsDelete)
	if err := expectComplete(call, expect); err != nil {
		return nil, err
	}
	return beginsCentral(ctx, m.s, call, func(tx *tenant.Tx) (*centralOperationRow, error) {
		row, err := centralOf(tx, id.family(), id.Name)
		if err != nil {
			return nil, err
		}
		if err := expectMet(expect, row.public(tx)); err != nil {
			return nil, err
		}
		return deleteCentral(tx, id.family(), id.Name)
	})
}

// Recover implements [CentralEnvironments].
func (m memoryCentralEnvironments) Recover(ctx context.Context, id CentralEnvironmentID) (*admin365.Operation, error) {
	return beginsCentral(ctx, m.s, id.at(&opCentralEnvironmentsRecover), func(tx *tenant.Tx) (*centralOperationRow, error) {
		return recoverCentral(tx, id.family(), id.Name)
	})
}

// Restart implements [CentralEnvironments].
func (m memoryCentralEnvironments) Restart(_ context.Context, id CentralEnvironmentID) (*admin365.Operation, error) {
	return nil, noRestart(id)
}

type memoryCentralBackups struct{ s *tenant.Session }

var _ CentralBackups = memoryCentralBackups{}

// Periods implements [CentralBackups].
func (m memoryCentralBackups) Periods(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*RestorePeriod, error] {
	return listedFrom(ctx, m.s, id.at(&opCentralBackupsPeriods), func(tx *tenant.Tx) ([]*RestorePeriod, error) {
		return centralPeriods(tx, id.family(), id.Name)
	})
}

// Restore implements [CentralBackups].
func (m memoryCentralBackups) Restore(ctx context.Context, id CentralEnvironmentID, r CentralRestore) (*admin365.Operation, error) {
	call := id.at(&opCentralBackupsRestore)
	if err := r.check(call); err != nil {
		return nil, err
	}
	return beginsCentral(ctx, m.s, call, func(tx *tenant.Tx) (*centralOperationRow, error) {
		return restoreCentral(tx, id.family(), id.Name, r)
	})
}

type memoryCentralCapacity struct{ s *tenant.Session }

var _ CentralCapacity = memoryCentralCapacity{}

// Used implements [CentralCapacity].
func (m memoryCentralCapacity) Used(ctx context.Context, id CentralEnvironmentID) (*CentralStorage, error) {
	return askCentral(ctx, m.s, id.at(&opCentralCapacityUsed), func(tx *tenant.Tx) (*CentralStorage, error) {
		row, err := readable(tx, id.family(), id.Name)
		if err != nil {
			return nil, err
		}
		return row.usedBy(), nil
	})
}

// UsedByAll implements [CentralCapacity].
func (m memoryCentralCapacity) UsedByAll(ctx context.Context) iter.Seq2[*CentralStorage, error] {
	return listedFrom(ctx, m.s, opCentralCapacityUsedByAll.At(), func(tx *tenant.Tx) ([]*CentralStorage, error) { return usedByAll(tx), nil })
}

// Quotas implements [CentralCapacity].
func (m memoryCentralCapacity) Quotas(ctx context.Context) (*CentralQuotas, error) {
	return askCentral(ctx, m.s, opCentralCapacityQuotas.At(), func(tx *tenant.Tx) (*CentralQuotas, error) { return centralQuotas(tx), nil })
}

type memoryCentralCatalogue struct{ s *tenant.Session }

var _ CentralCatalogue = memoryCentralCatalogue{}

// Families implements [CentralCatalogue].
func (m memoryCentralCatalogue) Families(ctx context.Context) iter.Seq2[*CentralFamily, error] {
	return listedFrom(ctx, m.s, opCentralCatalogueFamilies.At(), func(tx *tenant.Tx) ([]*CentralFamily, error) { return families(tx), nil })
}

// Versions implements [CentralCatalogue].
func (m memoryCentralCatalogue) Versions(ctx context.Context, family Family, country, ring string) ([]string, error) {
	family = CentralEnvironmentID{Family: family}.family()
	return askCentral(ctx, m.s, opCentralCatalogueVersions.At(string(family), country, ring), func(tx *tenant.Tx) ([]string, error) {
		return versionsOf(tx, family, country, ring)
	})
}

// TimeZones implements [CentralCatalogue].
func (m memoryCentralCatalogue) TimeZones(ctx context.Context) iter.Seq2[*TimeZone, error] {
	return listedFrom(ctx, m.s, opCentralCatalogueTimeZones.At(), func(tx *tenant.Tx) ([]*TimeZone, error) { return timeZones(tx), nil })
}

type memoryCentralOperations struct{ s *tenant.Session }

var _ CentralOperations = memoryCentralOperations{}

// List implements [CentralOperations].
func (m memoryCentralOperations) List(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*CentralOperation, error] {
	return listedFrom(ctx, m.s, opCentralOperationsList.At(id.Name), func(tx *tenant.Tx) ([]*CentralOperation, error) {
		rows, err := historyOf(tx, id.Name)
		return toldCentral(tx, rows), err
	})
}

// All implements [CentralOperations].
func (m memoryCentralOperations) All(ctx context.Context, family Family) iter.Seq2[*CentralOperation, error] {
	family = CentralEnvironmentID{Family: family}.family()
	return listedFrom(ctx, m.s, opCentralOperationsAll.At(string(family)), func(tx *tenant.Tx) ([]*CentralOperation, error) {
		rows, err := historyOfAll(tx, family)
		return toldCentral(tx, rows), err
	})
}

// Get implements [CentralOperations].
func (m memoryCentralOperations) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	call, app, err := parseCentralOperation(id)
	if err != nil {
		return nil, err
	}
	return askCentral(ctx, m.s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		if app {
			o, err := appOperationOf(tx, Family(call.IDs[0]), call.IDs[1], call.IDs[2], call.IDs[3])
			if err != nil {
				return nil, err
			}
			return &o.appWire(tx).operation(CentralEnvironmentID{Family(call.IDs[0]), call.IDs[1]}, admin365.AppID(call.IDs[2])).Operation, nil
		}
		o, err := centralOperationOf(tx, Family(call.IDs[0]), call.IDs[1], call.IDs[2])
		if err != nil {
			return nil, err
		}
		return &o.told(tx).Operation, nil
	})
}

// Cancel implements [CentralOperations].
func (m memoryCentralOperations) Cancel(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	call, app, err := parseCentralCancel(id)
	if err != nil {
		return nil, err
	}
	if app {
		of := CentralEnvironmentID{Family(call.IDs[0]), call.IDs[1]}
		return begunApp(ctx, m.s, call, of, admin365.AppID(call.IDs[2]), func(tx *tenant.Tx) (*centralOperationRow, error) {
			return cancelApp(tx, of.Family, of.Name, call.IDs[2], call.Subject)
		})
	}
	return beginsCentral(ctx, m.s, call, func(tx *tenant.Tx) (*centralOperationRow, error) {
		return cancelCentral(tx, Family(call.IDs[0]), call.IDs[1], call.IDs[2])
	})
}
