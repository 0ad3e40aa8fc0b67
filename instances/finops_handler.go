package instances

import (
	"net/http"
	"strconv"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// mountFinOps registers the routes of Finance and Operations.
func mountFinOps(m *emu.Mux) {
	m.Handle(&opFinOpsUpdatesList, handleFinOpsUpdatesList)
	m.Handle(&opFinOpsUpdatesApply, handleFinOpsUpdatesApply)
	m.Share(&opFinOpsUpdatesGet, followsFinOps)
	m.Handle(&opFinOpsSettingsProperties, handleFinOpsSettingsProperties)
	m.Handle(&opFinOpsSettingsMaintenance, handleFinOpsSettingsMaintenance)
	m.Handle(&opFinOpsSettingsSetMaintenance, handleFinOpsSettingsSetMaintenance)
	m.Handle(&opFinOpsSettingsFailures, handleFinOpsSettingsFailures)
}

func handleFinOpsUpdatesList(rq *emu.Request) (emu.Response, error) {
	list, err := finOpsVersions(rq.Tx, rq.IDs[0])
	return centralObject(rq, finOpsVersionsWire{list}, err)
}

func handleFinOpsUpdatesApply(rq *emu.Request) (emu.Response, error) {
	o, err := applyFinOps(rq.Tx, rq.IDs[0], rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	if o == nil {
		return emu.NoContent(), nil
	}
	answer, err := rq.Object(http.StatusAccepted, finOpsBegunWire{o.ID.String(), o.Environment.String()})
	where := rq.URL(opFinOpsUpdatesGet.At(rq.IDs[0], o.ID.String())) + "?api-version=" + rq.Version()
	answer.Header.Set("Location", where)
	answer.Header.Set("Retry-After", seconds(finOpsPoll))
	return answer, err
}

// followsFinOps tells a poll of an update from those of other operations on environments.
func followsFinOps(rq *emu.Request) bool {
	_, ok := finOpsFollowed(rq)
	return ok
}

func finOpsFollowed(rq *emu.Request) (*finOpsOperationRow, bool) {
	if len(rq.IDs) == 1 {
		k, _ := tenant.ParseKey(rq.IDs[0])
		return tenant.In(rq.Tx, &finOpsOperations).Get(k)
	}
	return finOpsOperationOf(rq.Tx, rq.IDs[0], rq.IDs[1])
}

func handleFinOpsOperation(rq *emu.Request, o *finOpsOperationRow) (emu.Response, error) {
	answer, err := rq.Object(http.StatusOK, o.wire())
	if !o.ended() {
		answer.Header.Set("Retry-After", seconds(finOpsPoll))
	}
	return answer, err
}

func handleFinOpsSettingsProperties(rq *emu.Request) (emu.Response, error) {
	row, err := finOpsOf(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, row.public())
}

func handleFinOpsSettingsMaintenance(rq *emu.Request) (emu.Response, error) {
	row, err := finOpsOf(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, row.maintenance())
}

func handleFinOpsSettingsSetMaintenance(rq *emu.Request) (emu.Response, error) {
	p, err := bodyOf[FinOpsMaintenancePatch](rq)
	if err != nil {
		return emu.Response{}, err
	}
	m, err := setMaintenance(rq.Tx, rq.IDs[0], *p)
	return centralObject(rq, m, err)
}

func handleFinOpsSettingsFailures(rq *emu.Request) (emu.Response, error) {
	limit := 0
	if text := rq.Query.Get("maxResults"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n == 0 {
			return emu.Response{}, finOpsInput.Err("", "maxResults")
		}
		limit = n
	}
	list, err := finOpsFailures(rq.Tx, rq.IDs[0], limit)
	if list == nil {
		list = []*FinOpsFailure{}
	}
	return centralObject(rq, finOpsFailuresWire{EnvironmentID(rq.IDs[0]), list}, err)
}
