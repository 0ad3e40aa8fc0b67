package instances

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// operationWire is an operation on an environment as the Business Application Platform
// writes it.
type operationWire struct {
	ID              string         `json:"id"`
	Links           linksWire      `json:"links"`
	Type            idWire         `json:"type"`
	TypeDisplayName string         `json:"typeDisplayName"`
	State           idWire         `json:"state"`
	Created         time.Time      `json:"createdDateTime,omitzero"`
	LastAction      time.Time      `json:"lastActionDateTime,omitzero"`
	RequestedBy     *principalWire `json:"requestedBy,omitzero"`
	Stages          []stageWire    `json:"stages,omitzero"`
}

type linksWire struct {
	Self        pathWire `json:"self"`
	Environment pathWire `json:"environment"`
}

type pathWire struct {
	Path string `json:"path"`
}

type stageWire struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	State       idWire    `json:"state"`
	FirstAction time.Time `json:"firstActionDateTime,omitzero"`
	LastAction  time.Time `json:"lastActionDateTime,omitzero"`
}

// wireLinks are where an operation and its environment are. One that failed to make an
// environment has none.
func wireLinks(id string, environment EnvironmentID) linksWire {
	l := linksWire{Self: pathWire{provider + "/lifecycleOperations/" + id}}
	if environment != "" {
		l.Environment.Path = provider + "/environments/" + string(environment)
	}
	return l
}

// details are the operation as programs see it.
func (w *operationWire) details() *OperationDetails {
	d := &OperationDetails{
		Operation: admin365.Operation{
			ID: lifecycleID(w.ID), Kind: w.Type.ID, State: admin365.OperationState(w.State.ID),
			Created: w.Created.UTC(), Updated: w.LastAction.UTC(), ResourceID: lastSegment(w.Links.Environment.Path),
		},
		Title: w.TypeDisplayName, RequestedBy: w.RequestedBy.principal(),
	}
	failed := ""
	for _, s := range w.Stages {
		stage := Stage{Name: s.Name, State: admin365.OperationState(s.State.ID), Started: s.FirstAction.UTC(), Updated: s.LastAction.UTC()}
		d.Stages = append(d.Stages, stage)
		if stage.State == admin365.OperationFailed {
			failed = stage.Name
		}
	}
	switch {
	case d.State == admin365.OperationFailed:
		d.Err = failedOperation(OperationKind(d.Kind), EnvironmentID(d.ResourceID), failed)
	case !d.Done():
		d.RetryAfter = pollAgain
	}
	return d
}

// operation is the same without what only [Operations.Details] tells.
func (w *operationWire) operation() *admin365.Operation { return new(w.details().Operation) }

// wireOperation is an operation as the service writes it.
func wireOperation(d *OperationDetails) *operationWire {
	id := operationGUID(d.ID)
	w := &operationWire{
		ID: id, Links: wireLinks(id, EnvironmentID(d.ResourceID)), Type: idWire{d.Kind}, TypeDisplayName: d.Title, State: idWire{string(d.State)},
		Created: wireTime(d.Created), LastAction: wireTime(d.Updated), RequestedBy: wirePrincipal(d.RequestedBy), Stages: []stageWire{},
	}
	w.RequestedBy.Email = "" // Here alone it is not there.
	for _, s := range d.Stages {
		w.Stages = append(w.Stages, stageWire{
			ID: s.Name, Name: s.Name, State: idWire{string(s.State)}, FirstAction: wireTime(s.Started), LastAction: wireTime(s.Updated),
		})
	}
	return w
}

// operationGUID is the GUID by which the service knows an operation that it lists; empty
// for one that is followed elsewhere.
func operationGUID(id admin365.OperationID) string {
	call, _, err := api.ParseOperationID(&opOperationsGet, id)
	if err != nil {
		return ""
	}
	return call.IDs[0]
}

// executionWire is an operation as the Power Platform API writes it.
type executionWire struct {
	OperationID string                `json:"operationId"`
	Name        string                `json:"name"`
	Status      string                `json:"status"`
	Start       time.Time             `json:"startTime,omitzero"`
	End         time.Time             `json:"endTime,omitzero"`
	RequestedBy executionByWire       `json:"requestedBy"`
	Error       map[string]any        `json:"errorDetail,omitzero"`
	Stages      []executionStageWire  `json:"stageStatuses"`
	Environment *executionUpdatedWire `json:"updatedEnvironment,omitzero"`
}

type executionByWire struct {
	UserID      string `json:"userId,omitzero"`
	DisplayName string `json:"displayName,omitzero"`
	TenantID    string `json:"tenantId,omitzero"`
	Type        string `json:"type,omitzero"`
}

type executionStageWire struct {
	Name   string    `json:"name"`
	Status string    `json:"status"`
	Start  time.Time `json:"startTime,omitzero"`
	End    time.Time `json:"endTime,omitzero"`
}

type executionUpdatedWire struct {
	EnvironmentID string `json:"environmentId"`
	DisplayName   string `json:"displayName,omitzero"`
	URL           string `json:"dataverseOrganizationUrl,omitzero"`
}

// wireExecution is an operation as the newer API writes it; e is the environment, nil
// if it is gone.
func wireExecution(d *OperationDetails, e *Environment) *executionWire {
	by := d.RequestedBy
	w := &executionWire{
		OperationID: operationGUID(d.ID), Name: d.Kind, Status: executionStatus(d.State), Start: wireTime(d.Created),
		RequestedBy: executionByWire{by.ID, by.DisplayName, string(by.TenantID), by.Type}, Stages: []executionStageWire{},
	}
	if d.Done() {
		w.End = wireTime(d.Updated)
	}
	if d.State == admin365.OperationFailed {
		w.Error = map[string]any{"code": "OperationFailed", "message": "The operation failed."}
	}
	for _, s := range d.Stages {
		stage := executionStageWire{Name: s.Name, Status: stageStatus(s.State), Start: wireTime(s.Started)}
		if s.State == admin365.OperationSucceeded || s.State == admin365.OperationFailed {
			stage.End = wireTime(s.Updated)
		}
		w.Stages = append(w.Stages, stage)
	}
	if e != nil {
		w.Environment = &executionUpdatedWire{EnvironmentID: string(e.ID), DisplayName: e.DisplayName}
		if e.Dataverse != nil {
			w.Environment.URL = e.Dataverse.URL
		}
	}
	return w
}

func executionStatus(s admin365.OperationState) string {
	switch s {
	case admin365.OperationNotStarted:
		return "Queued"
	case admin365.OperationRunning:
		return "InProgress"
	default:
		return string(s)
	}
}

func stageStatus(s admin365.OperationState) string {
	return strings.Replace(string(s), string(admin365.OperationRunning), "InProgress", 1)
}
