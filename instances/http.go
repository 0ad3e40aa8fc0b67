package instances

import (
	"context"
	"errors"
	"iter"
	"net/url"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

// NewHTTP returns the area over a client of the APIs of Power Platform and Business Central. For package admin
// alone: programs begin with admin.New.
func NewHTTP(c *rest.Client) *Service {
	w := &written{}
	return &Service{
		Environments: httpEnvironments{c, w}, Lifecycle: httpLifecycle{c, w}, AdminMode: httpAdminMode{c}, Copies: httpCopies{c, w},
		Backups: httpBackups{c, w}, Resets: httpResets{c, w}, Operations: httpOperations{c}, Catalogue: httpCatalogue{c},
		Solutions: httpSolutions{c}, Capacity: httpCapacity{c}, Waves: httpWaves{c}, ManagementApps: httpManagementApps{c},
		Central: newCentralHTTP(c), FinOps: newFinOpsHTTP(c),
	}
}

// pages lists a collection and makes of each item what programs see.
func pages[W, T any](ctx context.Context, c *rest.Client, rq rest.Request, of func(*W) *T) iter.Seq2[*T, error] {
	return mapped(rest.Pages[W](ctx, c, rq), of)
}

func mapped[W, T any](list iter.Seq2[*W, error], of func(*W) *T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for w, err := range list {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(of(w), nil) {
				return
			}
		}
	}
}

// collection lists what the Power Platform API's environment management calls a
// collection, whose pages follow from one another by a token.
func collection[W, T any](ctx context.Context, c *rest.Client, call api.Call, of func(*W) *T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		token := ""
		for {
			rq := rest.Request{Call: call}
			if token != "" {
				rq.Query = url.Values{"continuationToken": {token}}
			}
			page, err := rest.One[pagedWire[W]](ctx, c, rq)
			if err == nil && page.Next != "" && page.Next == token {
				err = named(c, call, &admin365.Error{Kind: admin365.ErrUnavailable, Message: "the token of the next page leads to the same page"})
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, w := range page.Collection {
				if w != nil && !yield(of(w), nil) {
					return
				}
			}
			if token = page.Next; token == "" {
				return
			}
		}
	}
}

// one sends a request and makes of its answer what programs see.
func one[W, T any](ctx context.Context, c *rest.Client, rq rest.Request, of func(*W) *T) (*T, error) {
	w, err := rest.One[W](ctx, c, rq)
	if err != nil {
		return nil, err
	}
	return of(w), nil
}

// start sends a request that begins an operation on an environment that is there.
func start(ctx context.Context, c *rest.Client, rq rest.Request, kind OperationKind, id EnvironmentID) (*admin365.Operation, error) {
	s, err := rest.Start[struct{}](ctx, c, rq, &opOperationsGet)
	if err != nil {
		return nil, err
	}
	if s.ID == "" {
		return ended(ctx, c, kind, id), nil
	}
	return begun(kind, listedID(s.ID), id, s.RetryAfter), nil
}

// listedID is the id of a listed operation by which everybody follows it, in whatever
// version the service said it.
func listedID(id admin365.OperationID) admin365.OperationID { return lifecycleID(operationGUID(id)) }

// ended is an operation that the service had done when it answered. When, the environment
// tells; what it does not tell is no failure. If such an operation runs on it, it is not
// done, whatever the answer.
func ended(ctx context.Context, c *rest.Client, kind OperationKind, id EnvironmentID) *admin365.Operation {
	e, err := readEnvironment(ctx, c, id)
	if err != nil {
		e = &Environment{ID: id, Provisioning: Provisioned}
	}
	if e.Running != nil && e.Running.Kind == kind {
		o := begun(kind, e.Running.ID, id, pollAgain)
		o.State = admin365.OperationRunning
		return o
	}
	o := doneAtOnce(kind, e)
	o.State, o.RetryAfter, o.Err = admin365.OperationSucceeded, 0, nil
	return o
}

// readEnvironment reads an environment as it is now.
func readEnvironment(ctx context.Context, c *rest.Client, id EnvironmentID) (*Environment, error) {
	return one(ctx, c, rest.Request{Call: opEnvironmentsGet.At(string(id)), Query: withPolicy()}, (*environmentWire).environment)
}

// withPolicy asks for what an environment tells only on request.
func withPolicy() url.Values { return url.Values{"$expand": {"properties/billingPolicy"}} }

// check reads the environment again that a call is about to take something from, and
// refuses it if it is not as expected. It is the call that fails then, whatever it was
// that could not be read.
func (x Expect) check(ctx context.Context, c *rest.Client, w *written, call api.Call, id EnvironmentID) error {
	if err := x.complete(call); err != nil {
		return named(c, call, err)
	}
	if err := call.Check(); err != nil {
		return named(c, call, err)
	}
	e, err := w.read(ctx, c, call, id, x)
	if err == nil {
		err = x.met(e)
	}
	if err == nil {
		return nil
	}
	if refused, ok := errors.AsType[*admin365.Error](err); ok && refused.Op != "" {
		anonymous := *refused
		anonymous.Op = ""
		err = &anonymous
	}
	return named(c, call, err)
}

// named is an error of a call that was not sent, or not only.
func named(c *rest.Client, call api.Call, err error) error {
	err = call.Attribute(err)
	if e, ok := errors.AsType[*admin365.Error](err); ok && e.TenantID == "" {
		of := *e
		of.TenantID = c.TenantID()
		return &of
	}
	return err
}
