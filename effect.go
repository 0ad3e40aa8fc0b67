package admin365

import (
	"time"
)

// Effect is what an operation can do to a tenant. Guards and dry runs decide
// by it.
type Effect uint8

// The effects, from harmless to what cannot be taken back.
const (
	// EffectRead changes nothing.
	EffectRead Effect = iota
	// EffectReversible changes something that another call can put back.
	EffectReversible
	// EffectRevokesAccess takes somebody's access away: people notice at once.
	EffectRevokesAccess
	// EffectLosesData loses data that a backup or a bin still holds for a while.
	EffectLosesData
	// EffectSpendsMoney buys, renews or changes what is billed.
	EffectSpendsMoney
	// EffectIrrevocable cannot be taken back by anybody.
	EffectIrrevocable
)

// String names the effect in words.
func (e Effect) String() string {
	switch e {
	case EffectRead:
		return "read"
	case EffectReversible:
		return "reversible"
	case EffectRevokesAccess:
		return "revokes access"
	case EffectLosesData:
		return "loses data"
	case EffectSpendsMoney:
		return "spends money"
	case EffectIrrevocable:
		return "irrevocable"
	default:
		return "unknown effect"
	}
}

// Write is a call that is about to change something, as a guard sees it.
type Write struct {
	// Op is the operation, such as "identity.Users.Delete".
	Op string
	// Effect is what it can do.
	Effect Effect
	// Target is what it addresses, or the name of what it creates.
	Target string
	// TenantID is the tenant that would be changed.
	TenantID TenantID
}

// Event is one attempt of one call, told to an observer when it has ended. What
// was refused before anything was sent, by a guard or for an id that is none, is
// no attempt. Metrics, traces and audit logs are built on it. It holds no secrets.
type Event struct {
	// Op is the operation, such as "identity.Users.List".
	Op string
	// Effect is what the operation can do.
	Effect Effect
	// Target is what was addressed.
	Target string
	// TenantID is the tenant that was asked.
	TenantID TenantID
	// Attempt counts from 1; a repeat after a refusal or a failure is 2.
	Attempt int
	// Status is the HTTP status of the answer; 0 where none came.
	Status int
	// Units are the resource units that the service said it charged (header
	// x-ms-resource-unit), or 0; of a tenant in memory, those that it would charge.
	Units int
	// Duration is the time from the start of the attempt to its answer's
	// headers, waiting for limits included.
	Duration time.Duration
	// RequestID is the service's id of the request.
	RequestID string
	// Err is why the attempt failed; nil if it succeeded.
	Err error
}
