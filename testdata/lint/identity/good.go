// Package identity is a sample that the linters accept.
package identity

import (
	"context"
	"errors"
	"fmt"

	"github.com/admin365/admin365"
	_ "github.com/admin365/admin365/internal/tenant" // An area stands on the tenant in memory.
)

// State is how an account stands. Microsoft may add values at any time.
type State string

// The states.
const (
	// StateActive: the account can sign in.
	StateActive State = "active"
	// StateBlocked is an account that cannot sign in.
	StateBlocked State = "blocked"
)

// CanSignIn reports whether an account in state s can sign in.
func (s State) CanSignIn() bool {
	switch s {
	case StateActive:
		return true
	default:
		return false
	}
}

// Describe says what became of a lookup.
func Describe(ctx context.Context, err error) string {
	if errors.Is(err, admin365.ErrNotFound) {
		return "nobody"
	}
	return fmt.Sprint(ctx.Err(), err)
}
