package identity

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryPasswords struct{ s *tenant.Session }

var _ Passwords = memoryPasswords{}

// Set implements [Passwords].
func (m memoryPasswords) Set(ctx context.Context, id admin365.UserID, p PasswordProfile) error {
	call := opPasswordsSet.At(string(id))
	body, err := UserPatch{PasswordProfile: &p}.body(call)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return patchUser(tx, string(id), body) })
}

// Reset implements [Passwords].
func (m memoryPasswords) Reset(ctx context.Context, id admin365.UserID, password admin365.Secret) (started *PasswordReset, err error) {
	call := opPasswordsReset.At(string(id), passwordMethod)
	if _, err := encoded(resetWire{password.Reveal()}); err != nil {
		return nil, call.Attribute(err)
	}
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		reset, made, err := beginReset(tx, string(id), passwordMethod, password.Reveal(), newPasswordText)
		if err != nil {
			return err
		}
		started = &PasswordReset{Operation: *operationOf(reset)}
		started.Operation.RetryAfter = resetAfter
		if made != "" {
			started.Password = admin365.NewSecret(made)
		}
		return nil
	})
	return started, err
}

func newPasswordText() string { return NewPassword().Reveal() }

// operationOf is a reset as methods return it.
func operationOf(reset *passwordResetRow) *admin365.Operation {
	call := opOperationsGet.At(reset.User.String(), reset.ID.String())
	wire := operationWire{
		Status: reset.Status, Detail: reset.Detail, Created: reset.Created, Updated: reset.Updated,
	}
	return wire.operation(api.OperationID(call, ""), reset.User.String())
}

// Change implements [Passwords].
func (m memoryPasswords) Change(ctx context.Context, current, next admin365.Secret) error {
	call := opPasswordsChange.At()
	change := changeWire{Current: current.Reveal(), New: next.Reveal()}
	if _, err := encoded(change); err != nil {
		return call.Attribute(err)
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return changeOwnPassword(tx, "", change) })
}

// RevokeSessions implements [Passwords].
func (m memoryPasswords) RevokeSessions(ctx context.Context, id admin365.UserID) error {
	return m.s.Do(ctx, opSessionsRevoke.At(string(id)), func(tx *tenant.Tx) error { return revokeUserSessions(tx, string(id)) })
}

type memoryOperations struct{ s *tenant.Session }

var _ Operations = memoryOperations{}

// Get implements [Operations].
func (m memoryOperations) Get(ctx context.Context, id admin365.OperationID) (o *admin365.Operation, err error) {
	if err := ctx.Err(); err != nil {
		return nil, opOperationsGet.At().Attribute(err)
	}
	call, _, err := api.ParseOperationID(&opOperationsGet, id)
	if err != nil {
		return nil, err
	}
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		reset, err := findReset(tx, call.IDs[0], call.IDs[1])
		if err != nil {
			return err
		}
		o = operationOf(reset)
		o.ID = id
		if !o.Done() {
			o.RetryAfter = resetAfter
		}
		return nil
	})
	return o, err
}
