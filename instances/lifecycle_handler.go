package instances

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// handleLifecycleAddDatabase answers the environment, which the poll answers as well.
func handleLifecycleAddDatabase(rq *emu.Request) (emu.Response, error) {
	body, err := bodyOf[newDatabaseWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	r, err := provisionDatabase(rq.Tx, rq.IDs[0], body.database())
	if err != nil {
		return emu.Response{}, err
	}
	answer, err := rq.Object(http.StatusAccepted, render(rq, r).in(serviceScope))
	if err != nil {
		return emu.Response{}, err
	}
	at := acceptedAt(rq.URL(opOperationsEnvironment.At(string(r.id(rq.Tx))))+"?api-version="+rq.Version(), firstAsk(KindProvision))
	maps.Copy(answer.Header, at.Header)
	return answer, nil
}

func handleLifecycleConvert(rq *emu.Request) (emu.Response, error) {
	// Whether there is such an environment is looked at before the type.
	if _, err := findEnvironment(rq.Tx, rq.IDs[0]); err != nil {
		return emu.Response{}, err
	}
	body, err := bodyOf[skuWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := convertEnvironment(rq.Tx, rq.IDs[0], nil, EnvironmentType(body.EnvironmentSku))
	return starts(rq, o, err)
}

func handleLifecycleCheckDelete(rq *emu.Request) (emu.Response, error) {
	c, err := deleteCheck(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, wireDeleteCheck(c))
}

// codesFrom is the version from which a deletion has to say why.
const codesFrom = "2023-06-01"

// deleteCodes are the reasons for a deletion by their names. Unverified: their numbers, of
// which one is known.
var deleteCodes = []string{
	"User", "Tenant", "Expiration", "Manual", "Application", "Service", "CreateFailed", "InactivityThreshold",
}

func handleLifecycleDelete(rq *emu.Request) (emu.Response, error) {
	if rq.Version() >= codesFrom {
		body, err := bodyOf[deleteWire](rq)
		if err != nil {
			return emu.Response{}, err
		}
		if !knownDeleteCode(body.Code) {
			return emu.Response{}, badDeleteCode.Err("")
		}
	}
	o, err := deleteEnvironment(rq.Tx, rq.IDs[0], nil)
	return starts(rq, o, err)
}

// knownDeleteCode: a number, as one or as a text, or a name.
func knownDeleteCode(code any) bool {
	switch code := code.(type) {
	case float64:
		return code >= 0
	case string:
		n, err := strconv.Atoi(code)
		return err == nil && n >= 0 || slices.ContainsFunc(deleteCodes, func(name string) bool { return strings.EqualFold(name, code) })
	default:
		return false
	}
}

func handleLifecycleDeleted(rq *emu.Request) (emu.Response, error) {
	list := []*environmentWire{}
	for _, e := range deletedEnvironments(rq.Tx) {
		if r, ok := environmentRowOf(rq.Tx, string(e.ID)); ok {
			list = append(list, render(rq, r))
		}
	}
	return rq.Object(http.StatusOK, map[string]any{"value": list})
}

func handleLifecycleRecover(rq *emu.Request) (emu.Response, error) {
	o, err := recoverEnvironment(rq.Tx, rq.IDs[0])
	return starts(rq, o, err)
}

// handleLifecycleSetManaged keeps no settings: what a Managed Environment limits is not
// modeled.
func handleLifecycleSetManaged(rq *emu.Request) (emu.Response, error) {
	body, err := bodyOf[governanceWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	managed := strings.EqualFold(body.ProtectionLevel, "Standard")
	if !managed && !strings.EqualFold(body.ProtectionLevel, "Basic") {
		return emu.Response{}, badValue.Err("", body.ProtectionLevel, "protectionLevel")
	}
	_, o, err := manageEnvironment(rq.Tx, rq.IDs[0], managed)
	if err == nil && o == nil {
		return emu.NoContent(), nil
	}
	return starts(rq, o, err)
}

func handleManagementAppsList(rq *emu.Request) (emu.Response, error) {
	return value(rq, allApps(rq.Tx), wireApp)
}

func wireApp(a *ManagementApp) managementAppWire { return managementAppWire{string(a.ID)} }

func handleManagementAppsGet(rq *emu.Request) (emu.Response, error) {
	row, err := findApp(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, wireApp(appOf(row)))
}

func handleManagementAppsRegister(rq *emu.Request) (emu.Response, error) {
	app, err := registerApp(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, wireApp(app))
}

func handleManagementAppsUnregister(rq *emu.Request) (emu.Response, error) {
	if err := unregisterApp(rq.Tx, rq.IDs[0]); err != nil {
		return emu.Response{}, err
	}
	return emu.NoContent(), nil
}

type groupWire struct {
	ID          string        `json:"id"`
	DisplayName string        `json:"displayName"`
	Description string        `json:"description"`
	Created     any           `json:"createdTime,omitzero"`
	CreatedBy   principalWire `json:"createdBy"`
}

func wireGroup(r *groupRow) *groupWire {
	return &groupWire{
		ID: r.ID.String(), DisplayName: r.Name, Description: r.Description, Created: wireTime(r.Created), CreatedBy: principalWire{ID: systemID, Type: "NotSpecified"},
	}
}

func handleGroupsList(rq *emu.Request) (emu.Response, error) {
	return value(rq, slices.Collect(tenant.In(rq.Tx, &groups).All()), wireGroup)
}

// findGroup returns the environment group of that id.
func findGroup(tx *tenant.Tx, id string) (*groupRow, error) {
	if k, ok := tenant.ParseKey(id); ok {
		if r, found := tenant.In(tx, &groups).Get(k); found {
			return r, nil
		}
	}
	return nil, noGroup.Err(id, id)
}

func handleGroupsGet(rq *emu.Request) (emu.Response, error) {
	r, err := findGroup(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, wireGroup(r))
}

func handleGroupsCreate(rq *emu.Request) (emu.Response, error) {
	return putGroup(rq, &groupRow{ID: rq.NewKey(), Created: now(rq.Tx)}, http.StatusCreated)
}

func handleGroupsUpdate(rq *emu.Request) (emu.Response, error) {
	r, err := findGroup(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return putGroup(rq, new(*r), http.StatusOK)
}

func putGroup(rq *emu.Request, r *groupRow, status int) (emu.Response, error) {
	body, err := bodyOf[groupWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	if strings.TrimSpace(body.DisplayName) == "" {
		return emu.Response{}, rq.Op.API.Common.BadBody.Err("")
	}
	r.Name, r.Description = body.DisplayName, body.Description
	if err := tenant.In(rq.Tx, &groups).Put(r); err != nil {
		return emu.Response{}, err
	}
	return rq.Object(status, wireGroup(r))
}

func handleGroupsDelete(rq *emu.Request) (emu.Response, error) {
	r, err := findGroup(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	for e := range tenant.In(rq.Tx, &environments).All() {
		if strings.EqualFold(e.Group, r.ID.String()) {
			return emu.Response{}, groupInUse.Err(rq.IDs[0], rq.IDs[0])
		}
	}
	tenant.In(rq.Tx, &groups).Delete(r.ID)
	return emu.Response{Status: http.StatusOK}, nil
}
