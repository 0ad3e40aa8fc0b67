package identity

import (
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// passwordResetRow is a reset that was begun by the authentication method: the
// new password is the user's when it is done.
type passwordResetRow struct {
	ID       tenant.Key   `json:"id"`
	User     tenant.Key   `json:"userId"`
	Password passwordHash `json:"password,omitzero"`
	// Before is the password that it replaces: one that is newer stays.
	Before  passwordHash `json:"before,omitzero"`
	Status  string       `json:"status"`
	Detail  string       `json:"detail,omitzero"`
	Created time.Time    `json:"created"`
	Updated time.Time    `json:"updated"`
}

var passwordResets = tenant.Table[*passwordResetRow]{
	Name: "passwordResets", Internal: true, Key: func(r *passwordResetRow) tenant.Key { return r.ID },
}

// The states of a long-running operation of Graph.
// Source: https://learn.microsoft.com/graph/api/resources/longrunningoperation
const (
	statusNotStarted = "notStarted"
	statusRunning    = "running"
	statusSucceeded  = "succeeded"
	statusFailed     = "failed"
)
