package instances

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

// mountCentral registers the routes of Business Central.
func mountCentral(m *emu.Mux) {
	m.Handle(&opCentralEnvironmentsListAll, handleCentralEnvironments)
	m.Handle(&opCentralEnvironmentsList, handleCentralEnvironments)
	m.Handle(&opCentralEnvironmentsGet, handleCentralEnvironmentsGet)
	m.Handle(&opCentralEnvironmentsCreate, handleCentralEnvironmentsCreate)
	m.Handle(&opCentralEnvironmentsCopy, handleCentralEnvironmentsCopy)
	m.Handle(&opCentralEnvironmentsRename, handleCentralEnvironmentsRename)
	m.Handle(&opCentralEnvironmentsDelete, handleCentralEnvironmentsDelete)
	m.Handle(&opCentralEnvironmentsRecover, handleCentralEnvironmentsRecover)
	m.Handle(&opCentralBackupsPeriods, handleCentralBackupsPeriods)
	m.Handle(&opCentralBackupsRestore, handleCentralBackupsRestore)
	m.Handle(&opCentralCapacityUsed, handleCentralCapacityUsed)
	m.Handle(&opCentralCapacityUsedByAll, handleCentralCapacityUsedByAll)
	m.Handle(&opCentralCapacityQuotas, handleCentralCapacityQuotas)
	m.Handle(&opCentralCatalogueFamilies, handleCentralCatalogueFamilies)
	m.Handle(&opCentralCatalogueVersions, handleCentralCatalogueVersions)
	m.Handle(&opCentralCatalogueTimeZones, handleCentralCatalogueTimeZones)
	m.Handle(&opCentralOperationsList, handleCentralOperationsList)
	m.Handle(&opCentralOperationsAll, handleCentralOperationsAll)
	m.Handle(&opCentralOperationsGet, handleCentralOperationsGet)
	m.Handle(&opCentralOperationsGetOfApp, handleCentralOperationsGetOfApp)
	m.Handle(&opCentralOperationsCancel, handleCentralOperationsCancel)
	m.Handle(&opCentralOperationsCancelOfApp, handleCentralOperationsCancelOfApp)
	mountCentralInside(m)
}

// centralBody reads a body that has to be there, of a request about an environment that
// has to be there too.
func centralBody[T any](rq *emu.Request) (*T, error) {
	if len(rq.IDs) > 1 && rq.Op != &opCentralEnvironmentsCreate && rq.Op != &opCentralAuthorizedAppsAdd {
		if _, err := centralOf(rq.Tx, Family(rq.IDs[0]), rq.IDs[1]); err != nil {
			return nil, err
		}
	}
	w := new(T)
	if len(bytes.TrimSpace(rq.Body)) == 0 {
		return nil, api.BusinessCentralBody.Err("")
	}
	return w, rq.Parameters(w)
}

// centralVersion is the minor version of the API that the request asks for: 28 of
// admin/v2.28.
func centralVersion(rq *emu.Request) int {
	_, minor, _ := strings.Cut(rq.Version(), ".")
	n, err := strconv.Atoi(minor)
	if err != nil {
		return 28
	}
	return n
}

// centralBegun answers an operation that has begun, or why it has not.
func centralBegun(rq *emu.Request, o *centralOperationRow, err error) (emu.Response, error) {
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusAccepted, o.wire(rq.Tx))
}

// centralDone answers that a setting was made.
func centralDone(err error) (emu.Response, error) {
	return emu.Response{Status: http.StatusOK}, err
}

// same is an item as it is.
func same[T any](item *T) *T { return item }

// centralValue answers a list, or why there is none.
func centralValue[T any](rq *emu.Request, list []*T, err error) (emu.Response, error) {
	if err != nil {
		return emu.Response{}, err
	}
	return value(rq, list, same)
}

// centralObject answers one thing, or why there is none.
func centralObject[T any](rq *emu.Request, v T, err error) (emu.Response, error) {
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, v)
}

func handleCentralEnvironments(rq *emu.Request) (emu.Response, error) {
	family := Family("")
	if len(rq.IDs) > 0 {
		var err error
		if family, err = familyOf(Family(rq.IDs[0])); err != nil {
			return emu.Response{}, err
		}
	}
	rows := centralRows(rq.Tx, family)
	return value(rq, rows, func(r *centralRow) *centralWire { return r.wire(rq.Tx, true) })
}

func handleCentralEnvironmentsGet(rq *emu.Request) (emu.Response, error) {
	row, err := centralOf(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, row.wire(rq.Tx, false))
}

func handleCentralEnvironmentsCreate(rq *emu.Request) (emu.Response, error) {
	if _, err := familyOf(Family(rq.IDs[0])); err != nil {
		return emu.Response{}, err
	}
	n, err := centralBody[NewCentralEnvironment](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := createCentral(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], *n)
	if err != nil || centralVersion(rq) >= 9 {
		return centralBegun(rq, o, err)
	}
	row, err := centralOf(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusCreated, row.wire(rq.Tx, false))
}

func handleCentralEnvironmentsCopy(rq *emu.Request) (emu.Response, error) {
	to, err := centralBody[CentralCopy](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := copyCentral(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], *to)
	return centralBegun(rq, o, err)
}

func handleCentralEnvironmentsRename(rq *emu.Request) (emu.Response, error) {
	to, err := centralBody[renameBody](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := renameCentral(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], to.Name)
	return centralBegun(rq, o, err)
}

func handleCentralEnvironmentsDelete(rq *emu.Request) (emu.Response, error) {
	o, err := deleteCentral(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	return centralBegun(rq, o, err)
}

func handleCentralEnvironmentsRecover(rq *emu.Request) (emu.Response, error) {
	o, err := recoverCentral(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	return centralBegun(rq, o, err)
}

func handleCentralBackupsPeriods(rq *emu.Request) (emu.Response, error) {
	list, err := centralPeriods(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	return centralValue(rq, list, err)
}

func handleCentralBackupsRestore(rq *emu.Request) (emu.Response, error) {
	r, err := centralBody[CentralRestore](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := restoreCentral(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], *r)
	return centralBegun(rq, o, err)
}

func handleCentralCapacityUsed(rq *emu.Request) (emu.Response, error) {
	row, err := readable(rq.Tx, Family(rq.IDs[0]), rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, row.usedBy())
}

func handleCentralCapacityUsedByAll(rq *emu.Request) (emu.Response, error) {
	return centralValue(rq, usedByAll(rq.Tx), nil)
}

func handleCentralCapacityQuotas(rq *emu.Request) (emu.Response, error) {
	return rq.Object(http.StatusOK, centralQuotas(rq.Tx))
}

func handleCentralCatalogueFamilies(rq *emu.Request) (emu.Response, error) {
	return centralValue(rq, families(rq.Tx), nil)
}

func handleCentralCatalogueVersions(rq *emu.Request) (emu.Response, error) {
	list, err := versionsOf(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], rq.IDs[2])
	return centralObject(rq, map[string]any{"value": list}, err)
}

func handleCentralCatalogueTimeZones(rq *emu.Request) (emu.Response, error) {
	return centralValue(rq, timeZones(rq.Tx), nil)
}

// centralHistoryValue answers operations, or why there are none.
func centralHistoryValue(rq *emu.Request, rows []*centralOperationRow, err error) (emu.Response, error) {
	if err != nil {
		return emu.Response{}, err
	}
	return value(rq, rows, func(o *centralOperationRow) *centralOperationWire { return o.wire(rq.Tx) })
}

func handleCentralOperationsList(rq *emu.Request) (emu.Response, error) {
	rows, err := historyOf(rq.Tx, rq.IDs[0])
	return centralHistoryValue(rq, rows, err)
}

func handleCentralOperationsAll(rq *emu.Request) (emu.Response, error) {
	rows, err := historyOfAll(rq.Tx, Family(rq.IDs[0]))
	return centralHistoryValue(rq, rows, err)
}

func handleCentralOperationsGet(rq *emu.Request) (emu.Response, error) {
	o, err := centralOperationOf(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], rq.IDs[2])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, o.wire(rq.Tx))
}

func handleCentralOperationsGetOfApp(rq *emu.Request) (emu.Response, error) {
	o, err := appOperationOf(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], rq.IDs[2], rq.IDs[3])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, o.appWire(rq.Tx))
}

func handleCentralOperationsCancel(rq *emu.Request) (emu.Response, error) {
	o, err := cancelCentral(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], rq.IDs[2])
	return centralBegun(rq, o, err)
}

func handleCentralOperationsCancelOfApp(rq *emu.Request) (emu.Response, error) {
	b, err := centralBody[cancelBody](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := cancelApp(rq.Tx, Family(rq.IDs[0]), rq.IDs[1], rq.IDs[2], b.Operation)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, o.appWire(rq.Tx))
}
