package instances

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

type httpOperations struct{ c *rest.Client }

var _ Operations = httpOperations{}

// Get implements [Operations].
func (h httpOperations) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	if call, _, err := api.ParseOperationID(&opOperationsEnvironment, id); err == nil {
		w, err := rest.One[environmentWire](ctx, h.c, rest.Request{Call: call})
		if err != nil {
			return nil, err
		}
		return followedOperation(w.environment(), id), nil
	}
	if call, query, err := api.ParseOperationID(&opOperationsInstall, id); err == nil {
		w, after, err := rest.Follow[installWire](ctx, h.c, &opOperationsInstall, api.OperationID(call, query))
		if err != nil {
			return nil, err
		}
		o := w.operation(id, EnvironmentID(call.IDs[0]))
		if !o.Done() {
			o.RetryAfter = cmp.Or(after, pollAgain)
		}
		return o, nil
	}
	d, err := h.follow(ctx, &opOperationsGet, id)
	if err != nil {
		return nil, err
	}
	return &d.Operation, nil
}

// follow asks where a listed operation stands. The id may have lain in a file, and in it
// any version.
func (h httpOperations) follow(ctx context.Context, op *api.Op, id admin365.OperationID) (*OperationDetails, error) {
	call, _, err := api.ParseOperationID(op, id)
	if err != nil {
		return nil, named(h.c, op.At(), err)
	}
	version := "api-version=" + op.QueryVersion()
	w, after, err := rest.Follow[operationWire](ctx, h.c, op, api.OperationID(call, version))
	if err != nil {
		if refused, ok := errors.AsType[*admin365.Error](err); ok && refused.Status == http.StatusConflict {
			// It is not reportable yet.
			return &OperationDetails{Operation: admin365.Operation{ID: id, State: admin365.OperationNotStarted, RetryAfter: cmp.Or(refused.RetryAfter, pollAgain)}}, nil
		}
		return nil, err
	}
	d := w.details()
	if !d.Done() {
		d.RetryAfter = cmp.Or(after, pollAgain)
	}
	return d, nil
}

// List implements [Operations].
func (h httpOperations) List(ctx context.Context, environment EnvironmentID) iter.Seq2[*admin365.Operation, error] {
	call := opOperationsList.At().About(string(environment))
	query := url.Values{"$filter": {"environment eq '" + escapeText(string(environment)) + "'"}}
	return pages(ctx, h.c, rest.Request{Call: call, Query: query}, (*operationWire).operation)
}

// Details implements [Operations].
func (h httpOperations) Details(ctx context.Context, id admin365.OperationID) (*OperationDetails, error) {
	if _, err := followedInStages(id); err != nil {
		return nil, named(h.c, opOperationsDetails.At(), err)
	}
	return h.follow(ctx, &opOperationsDetails, id)
}
