package instances

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// finOpsVersionsWire are the versions that are offered.
type finOpsVersionsWire struct {
	Versions []finOpsVersionWire `json:"availableVersions"`
}

type finOpsVersionWire struct {
	Version string     `json:"version"`
	Stage   UpdateType `json:"releaseStage"`
}

func (w finOpsVersionWire) update() *Update {
	return &Update{Version: w.Version, Type: canon(w.Stage, UpdateQuality, UpdateGeneral), Available: true}
}

// finOpsBegunWire is the answer to the application of a version.
type finOpsBegunWire struct {
	Operation string `json:"operationId"`
	Resource  string `json:"resourceId"`
}

// finOpsOperationWire is an operation as the Power Platform API writes it.
type finOpsOperationWire struct {
	Name      string           `json:"name"`
	Status    string           `json:"status"`
	ID        string           `json:"operationId"`
	Start     time.Time        `json:"startTime,omitzero"`
	End       time.Time        `json:"endTime,omitzero"`
	Updated   finOpsTargetWire `json:"updatedEnvironment,omitzero"`
	Requested finOpsByWire     `json:"requestedBy,omitzero"`
	Error     *finOpsErrorWire `json:"errorDetail,omitempty"`
	Stages    []any            `json:"stageStatuses"`
}

type finOpsTargetWire struct {
	ID      string `json:"environmentId"`
	Version string `json:"version,omitzero"`
}

type finOpsByWire struct {
	ID   string `json:"id,omitzero"`
	Name string `json:"displayName,omitzero"`
	Type string `json:"type,omitzero"`
}

type finOpsErrorWire struct {
	Code    string `json:"code,omitzero"`
	Message string `json:"message,omitzero"`
}

// operation is what the service says in our words.
func (w *finOpsOperationWire) operation(id EnvironmentID) *admin365.Operation {
	o := &admin365.Operation{
		ID: finOpsOperationID(id, w.ID), Kind: string(KindFinOpsUpdate), State: finOpsState(w.Status), Created: w.Start.UTC(),
		Updated: lastOf(w.Start, w.End).UTC(), ResourceID: string(id),
	}
	if o.State == admin365.OperationFailed {
		message := "the update failed"
		if w.Error != nil && w.Error.Message != "" {
			message = w.Error.Message
		}
		o.Err = &admin365.Error{Op: o.Kind, Kind: admin365.ErrUnavailable, Target: o.ResourceID, Message: message}
		if w.Error != nil {
			o.Err = &admin365.Error{Op: o.Kind, Kind: admin365.ErrUnavailable, Target: o.ResourceID, Message: message, Code: w.Error.Code}
		}
	}
	if !o.Done() {
		o.RetryAfter = finOpsPoll
	}
	return o
}

// finOpsPoll is when an update that runs is to be asked for again.
const finOpsPoll = time.Minute

// finOpsState is a status as all operations have it.
func finOpsState(status string) admin365.OperationState {
	switch strings.ToLower(status) {
	case "queued", "validationpassed":
		return admin365.OperationNotStarted
	case "inprogress":
		return admin365.OperationRunning
	case "succeeded", "nooperation":
		return admin365.OperationSucceeded
	case "failed", "validationfailed":
		return admin365.OperationFailed
	default:
		return admin365.OperationState(status)
	}
}

// followedID is the id of an operation that a call follows.
func followedID(call api.Call) admin365.OperationID {
	return api.OperationID(call, "api-version="+call.Op.QueryVersion())
}

// finOpsDone is the operation of a version that the environment had already.
func finOpsDone(id EnvironmentID) *admin365.Operation {
	return &admin365.Operation{Kind: string(KindFinOpsUpdate), State: admin365.OperationSucceeded, ResourceID: string(id)}
}

const finOpsPage = "https://admin.powerplatform.microsoft.com/environments"

func noFinOpsSchedule(id EnvironmentID, version string) error {
	return notOffered("instances.FinOpsUpdates.Schedule", string(id)+"/"+version,
		"a version of Finance and Operations cannot be scheduled by an API: apply it when it is to run; when Microsoft updates the environment "+
			"by itself is decided by its maintenance settings, here and on the environment's page of "+finOpsPage)
}

func noFinOpsCancel(id admin365.OperationID) error {
	return notOffered("instances.FinOpsUpdates.Cancel", string(id),
		"an update of Finance and Operations cannot be canceled, neither by an API nor on "+finOpsPage+": it ends by itself")
}

// check refuses a patch that changes nothing.
func (p FinOpsMaintenancePatch) check(call api.Call) error {
	if p.Cadence == nil && p.Days == nil {
		return refuseCentral(call, "updatedMaintenanceWindowCadence", "the patch is empty")
	}
	return nil
}
