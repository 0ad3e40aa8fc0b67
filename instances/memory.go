package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// listed yields what fetch returns in one transaction, when it is ranged over; an error
// comes once, as the last pair.
func listed[T any](ctx context.Context, s *tenant.Session, call api.Call, fetch func(*tenant.Tx) ([]*T, error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var list []*T
		err := s.Do(ctx, call, func(tx *tenant.Tx) (err error) {
			list, err = fetch(tx)
			return err
		})
		if err != nil {
			yield(nil, err)
			return
		}
		for _, item := range list {
			if !yield(item, nil) {
				return
			}
		}
	}
}

// asked is what a call returns that is made in one transaction.
func asked[T any](ctx context.Context, s *tenant.Session, call api.Call, ask func(*tenant.Tx) (T, error)) (got T, err error) {
	err = s.Do(ctx, call, func(tx *tenant.Tx) (err error) {
		got, err = ask(tx)
		return err
	})
	if err != nil {
		var none T
		return none, err
	}
	return got, nil
}

// begins asks for an operation, and tells where it is followed.
func begins(ctx context.Context, s *tenant.Session, call api.Call, start func(*tenant.Tx) (*operationRow, error)) (*admin365.Operation, error) {
	return asked(ctx, s, call, func(tx *tenant.Tx) (*admin365.Operation, error) {
		o, err := start(tx)
		if err != nil {
			return nil, err
		}
		return begunOf(tx, o), nil
	})
}

// invalidInput is an input that is refused before anything is asked.
func invalidInput(call api.Call, property, message string) error {
	return call.Attribute(&admin365.Error{
		Kind: admin365.ErrInvalid, Message: message, Details: []admin365.Detail{{Target: property, Message: message}},
	})
}
