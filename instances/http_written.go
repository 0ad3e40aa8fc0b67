package instances

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

// written is what a client has asked for of names and types of environments and has not
// read back yet. The replica that answers a read may not have heard of it: without this an
// Expect of before the change would be met, and one of after it would not. What others
// have written it does not know.
type written struct {
	mu   sync.Mutex
	last map[string]change
}

// change is the last change of one environment. Name or type is empty where it stays.
type change struct {
	operation admin365.OperationID
	name      string
	to        EnvironmentType
}

// note keeps what an operation that has begun is to change.
func (w *written) note(id EnvironmentID, o *admin365.Operation, name string, to EnvironmentType) {
	if name == "" && to == "" || o == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last == nil {
		w.last = map[string]change{}
	}
	w.last[strings.ToLower(string(id))] = change{o.ID, name, to}
}

// of is what was last asked for and not read back.
func (w *written) of(id EnvironmentID) (change, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, ok := w.last[strings.ToLower(string(id))]
	return c, ok
}

// forget drops a change, unless another one has come.
func (w *written) forget(id EnvironmentID, c change) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if key := strings.ToLower(string(id)); w.last[key] == c {
		delete(w.last, key)
	}
}

// shows reports whether an environment has what was asked for.
func (c change) shows(e *Environment) bool { return c.on(e) == e.Expect() }

// on is the environment as the change makes it.
func (c change) on(e *Environment) Expect {
	x := e.Expect()
	if c.name != "" {
		x.Name = c.name
	}
	if c.to != "" {
		x.Type = c.to
	}
	return x
}

// read reads an environment for an Expect to be compared with: as this client has left it,
// where it has changed it. While its own operation runs it is busy, as far as that is
// known.
func (w *written) read(ctx context.Context, c *rest.Client, call api.Call, id EnvironmentID, x Expect) (*Environment, error) {
	e, err := readEnvironment(ctx, c, id)
	if err != nil {
		return nil, err
	}
	own, ok := w.of(id)
	switch {
	case !ok:
		return e, nil
	case own.shows(e):
		w.forget(id, own)
		return e, nil
	case x != e.Expect() && x != own.on(e):
		return e, nil // It is neither what is read nor what was written.
	}
	o, err := httpOperations{c}.Get(ctx, own.operation)
	switch {
	case errors.Is(err, admin365.ErrNotFound):
		// Not listed yet, or not any more.
	case err != nil:
		return nil, err
	case !o.Done() && x == e.Expect():
		return nil, runsOn(call, id)
	case !o.Done():
		return e, nil
	case o.State != admin365.OperationSucceeded:
		w.forget(id, own)
		return readEnvironment(ctx, c, id)
	}
	err = rest.Until(ctx, func(ctx context.Context) (bool, error) {
		var err error
		e, err = readEnvironment(ctx, c, id)
		return err == nil && own.shows(e), err
	})
	if err == nil {
		w.forget(id, own)
	}
	return e, err
}

// runsOn is how the service refuses the call while an operation runs.
func runsOn(call api.Call, id EnvironmentID) error {
	if call.Op == &opLifecycleDelete {
		return deleteBusy.Err(string(id))
	}
	return operationRuns.Err(string(id), string(id))
}
