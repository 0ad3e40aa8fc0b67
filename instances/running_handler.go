package instances

import (
	"net/http"
	"strings"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

func handleOperationsGet(rq *emu.Request) (emu.Response, error) { return poll(rq, rq.IDs[0]) }

func handleMakerOperation(rq *emu.Request) (emu.Response, error) { return poll(rq, rq.IDs[1]) }

// poll answers where an operation stands. In old versions the status says whether it runs.
func poll(rq *emu.Request, id string) (emu.Response, error) {
	o, err := findOperation(rq.Tx, id)
	if err != nil {
		return emu.Response{}, err
	}
	status := http.StatusOK
	if old(rq) && !finished(rq.Tx, o) {
		status = http.StatusAccepted
	}
	answer, err := rq.Object(status, wireOperation(detailsOf(rq.Tx, o)))
	if err == nil && !finished(rq.Tx, o) {
		answer.Header.Set("Retry-After", seconds(pollAgain))
	}
	return answer, err
}

// readsDetails tells a request for all that there is of an operation from one that merely
// asks where it stands: by the version alone, for what is answered is the same.
func readsDetails(rq *emu.Request) bool { return rq.Version() == opOperationsDetails.QueryVersion() }

// handleOperationsList answers the history of an environment.
func handleOperationsList(rq *emu.Request) (emu.Response, error) {
	property, id, ok := strings.Cut(strings.TrimSpace(rq.Query.Get("$filter")), " eq ")
	if !ok || !strings.EqualFold(strings.TrimSpace(property), "environment") {
		return emu.Response{}, rq.Op.API.Common.BadQuery.Err("", rq.Query.Get("$filter"))
	}
	id = strings.ReplaceAll(strings.Trim(strings.TrimSpace(id), "'"), "''", "'")
	rq.About(id)
	return value(rq, history(rq.Tx, id), func(o *operationRow) *operationWire { return wireOperation(detailsOf(rq.Tx, o)) })
}

// handlePlatformOperations answers the same in the newer API.
func handlePlatformOperations(rq *emu.Request) (emu.Response, error) {
	return gathered(rq, history(rq.Tx, rq.IDs[0]), func(o *operationRow) *executionWire { return execution(rq.Tx, o) })
}

func handlePlatformOperation(rq *emu.Request) (emu.Response, error) {
	id := rq.IDs[len(rq.IDs)-1]
	o, err := findOperation(rq.Tx, id)
	if err != nil {
		return emu.Response{}, err
	}
	if len(rq.IDs) > 1 {
		if k, ok := environmentKey(rq.Tx, rq.IDs[0]); !ok || k != o.Environment {
			return emu.Response{}, operationNotFound.Err(id, id)
		}
	}
	return rq.Object(http.StatusOK, execution(rq.Tx, o))
}

func execution(tx *tenant.Tx, o *operationRow) *executionWire {
	var e *Environment
	if r, ok := tenant.In(tx, &environments).Get(o.Environment); ok {
		e = environmentOf(tx, r)
	}
	return wireExecution(detailsOf(tx, o), e)
}
