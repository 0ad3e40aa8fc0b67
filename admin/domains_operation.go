package admin

import (
	"context"
	"errors"
	"net/url"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// forceDeleteBegun is the operation that a ForceDelete of the domain answers. Where it
// is followed is where the domain is: by its name as a segment, which a request may
// have to write otherwise.
func forceDeleteBegun(name string) *admin365.Operation {
	path := "/" + api.Graph.Version + opDomainsList.Paths[0] + "/" + url.PathEscape(name)
	return &admin365.Operation{
		ID: api.OperationAt(&api.Graph, path, ""), Kind: forceDeleteKind, State: admin365.OperationNotStarted, ResourceID: name,
	}
}

const forceDeleteKind = "forceDelete"

// domainOperation returns where a ForceDelete stands, by the domain's state: a domain
// that is gone is one that was deleted.
func domainOperation(ctx context.Context, get func(context.Context, string) (*Domain, error), id admin365.OperationID) (*admin365.Operation, error) {
	call, _, err := api.ParseOperationID(&opDomainsGet, id)
	if err != nil {
		return nil, err
	}
	name := call.IDs[0]
	o := &admin365.Operation{ID: id, Kind: forceDeleteKind, ResourceID: name}
	d, err := get(ctx, name)
	switch {
	case errors.Is(err, admin365.ErrNotFound):
		o.State = admin365.OperationSucceeded
		return o, nil
	case err != nil:
		return nil, err
	case d.State == nil || d.State.Operation != forceDelete:
		// It was answered and has not begun, as far as the domain tells.
		o.State = admin365.OperationNotStarted
		return o, nil
	}
	o.Updated = d.State.LastActionDateTime
	switch d.State.Status {
	case "Scheduled":
		o.State = admin365.OperationNotStarted
	case "InProgress":
		o.State = admin365.OperationRunning
	case "Failed":
		o.State = admin365.OperationFailed
		o.Err = &admin365.Error{Op: opDomainsForceDelete.Name, Kind: admin365.ErrUnavailable, Target: name, Message: "the domain was not deleted"}
	default:
		o.State = admin365.OperationState(d.State.Status)
	}
	return o, nil
}
