package identity

import (
	"context"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

// resetWire is the body of a reset by the authentication method.
type resetWire struct {
	NewPassword string `json:"newPassword,omitzero"`
}

// operationWire is a long-running operation of Graph.
// Source: https://learn.microsoft.com/graph/api/resources/longrunningoperation
type operationWire struct {
	ID       string    `json:"id"`
	Status   string    `json:"status"`
	Detail   string    `json:"statusDetail"`
	Created  time.Time `json:"createdDateTime"`
	Updated  time.Time `json:"lastActionDateTime"`
	Resource string    `json:"resourceLocation"`
}

// operation is the wire form as methods return it.
func (w operationWire) operation(id admin365.OperationID, user string) *admin365.Operation {
	o := &admin365.Operation{ID: id, Kind: "passwordReset", Created: w.Created.UTC(), Updated: w.Updated.UTC(), ResourceID: user}
	switch w.Status {
	case statusNotStarted:
		o.State = admin365.OperationNotStarted
	case statusRunning:
		o.State = admin365.OperationRunning
	case statusSucceeded:
		o.State = admin365.OperationSucceeded
	case statusFailed:
		o.State = admin365.OperationFailed
		o.Err = &admin365.Error{Op: opPasswordsReset.Name, Kind: admin365.ErrUnavailable, Target: user, Message: "the reset failed: " + w.Detail}
	default:
		o.State = admin365.OperationState(w.Status)
	}
	return o
}

type httpPasswords struct{ c *rest.Client }

var _ Passwords = httpPasswords{}

// Set implements [Passwords].
func (h httpPasswords) Set(ctx context.Context, id admin365.UserID, p PasswordProfile) error {
	call := opPasswordsSet.At(string(id))
	body, err := UserPatch{PasswordProfile: &p}.body(call)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}

// Reset implements [Passwords].
func (h httpPasswords) Reset(ctx context.Context, id admin365.UserID, password admin365.Secret) (*PasswordReset, error) {
	call := opPasswordsReset.At(string(id), passwordMethod)
	body, err := encoded(resetWire{password.Reveal()})
	if err != nil {
		return nil, call.Attribute(err)
	}
	started, err := rest.Start[resetWire](ctx, h.c, rest.Request{Call: call, Body: body}, &opOperationsGet)
	if err != nil {
		return nil, err
	}
	reset := &PasswordReset{Operation: admin365.Operation{
		ID: started.ID, Kind: "passwordReset", State: admin365.OperationNotStarted, ResourceID: string(id), RetryAfter: started.RetryAfter,
	}}
	if started.Entity.NewPassword != "" {
		reset.Password = admin365.NewSecret(started.Entity.NewPassword)
	}
	return reset, nil
}

// Change implements [Passwords].
func (h httpPasswords) Change(ctx context.Context, current, next admin365.Secret) error {
	call := opPasswordsChange.At()
	body, err := encoded(changeWire{Current: current.Reveal(), New: next.Reveal()})
	if err != nil {
		return call.Attribute(err)
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}

// RevokeSessions implements [Passwords].
func (h httpPasswords) RevokeSessions(ctx context.Context, id admin365.UserID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opSessionsRevoke.At(string(id)), Body: struct{}{}})
}

type httpOperations struct{ c *rest.Client }

var _ Operations = httpOperations{}

// Get implements [Operations].
func (h httpOperations) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	wire, after, err := rest.Follow[operationWire](ctx, h.c, &opOperationsGet, id)
	if err != nil {
		return nil, err
	}
	call, _, err := api.ParseOperationID(&opOperationsGet, id)
	if err != nil {
		return nil, err
	}
	o := wire.operation(id, call.IDs[0])
	o.RetryAfter = after
	return o, nil
}
