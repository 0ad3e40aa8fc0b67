package tenant

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/admin365/admin365"
)

// Request is one call that reached the tenant.
type Request struct {
	At     time.Time
	Caller admin365.Caller
	Op     string
	Effect admin365.Effect
	Target string
	// Status is set for calls that came over the wire.
	Status int
	Err    error
}

// logLimit bounds the log: a test wants the last calls, a long-running emulator
// must not grow.
const logLimit = 100_000

// Log keeps the last requests. The zero Log keeps none until it is on.
type Log struct {
	on       atomic.Bool
	mu       sync.Mutex
	requests []Request
}

// Keep turns the log on.
func (l *Log) Keep() {
	l.on.Store(true)
}

// Add notes a request.
func (l *Log) Add(r Request) {
	if !l.on.Load() {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.requests) >= logLimit {
		l.requests = append(l.requests[:0], l.requests[logLimit/2:]...)
	}
	l.requests = append(l.requests, r)
}

// All returns a copy of the log, oldest first.
func (l *Log) All() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Request(nil), l.requests...)
}
