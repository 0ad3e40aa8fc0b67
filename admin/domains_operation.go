package admin

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// forceDeleteBegun is the operation that a ForceDelete of the domain answers. Where it
// is followed is where the domain is: by its name as a segment, which a request may
// have to write otherwise. The id says when it began by the service's clock, where that
// is known: see [domainOperation].
func forceDeleteBegun(name string, at time.Time) *admin365.Operation {
	path := "/" + api.Graph.Version + opDomainsList.Paths[0] + "/" + url.PathEscape(name)
	query := ""
	if !at.IsZero() {
		query = begun + "=" + at.UTC().Format(time.RFC3339)
	}
	return &admin365.Operation{
		ID: api.OperationAt(&api.Graph, path, query), Kind: forceDeleteKind, State: admin365.OperationNotStarted, ResourceID: name,
	}
}

const (
	forceDeleteKind = "forceDelete"
	// begun is what tells in an id when the operation began.
	begun = "begun"
	// settling is how long a replica may not have heard of a domain that is there.
	settling = time.Minute
)

// domainOperation returns where a ForceDelete stands, by the domain's state: a domain
// that is gone is one that was deleted. get returns the domain, and when the service
// answered by its own clock, a refusal too. That a domain is not there is not believed
// of a replica which may not have heard yet that it was.
func domainOperation(ctx context.Context, get func(context.Context, string) (*Domain, time.Time, error), id admin365.OperationID) (*admin365.Operation, error) {
	call, query, err := api.ParseOperationID(&opDomainsGet, id)
	if err != nil {
		return nil, err
	}
	since, err := begunAt(call, query)
	if err != nil {
		return nil, err
	}
	name := call.IDs[0]
	o := &admin365.Operation{ID: id, Kind: forceDeleteKind, ResourceID: name}
	d, at, err := get(ctx, name)
	switch {
	case errors.Is(err, admin365.ErrNotFound):
		o.State = admin365.OperationSucceeded
		if !since.IsZero() && !at.IsZero() && at.Sub(since) < settling {
			o.State = admin365.OperationRunning
		}
		return o, nil
	case err != nil:
		return nil, err
	case d.State == nil || d.State.Operation != forceDelete:
		// It was answered and has not begun, as far as the domain tells.
		o.State = admin365.OperationNotStarted
		return o, nil
	}
	o.Updated = d.State.LastActionDateTime.UTC()
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

// begunAt is when the operation began that has the query in its id; zero where it does
// not say.
func begunAt(call api.Call, query string) (time.Time, error) {
	if query == "" {
		return time.Time{}, nil
	}
	values, err := url.ParseQuery(query)
	if err == nil && len(values) == 1 && len(values[begun]) == 1 {
		at, err := time.Parse(time.RFC3339, values.Get(begun))
		if err == nil {
			return at, nil
		}
	}
	return time.Time{}, call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "it is no id of such an operation"})
}
