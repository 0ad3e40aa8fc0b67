package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/internal/tenantfile"
)

// checkpointEvery is the least time between two saves of the tenant file. A
// large tenant is saved less often, so that saving takes a sixth of the time at
// most.
const (
	checkpointEvery = 2 * time.Second
	checkpointShare = 5
)

// ledger is where outcomes go. If the tenant is in memory and kept in a file,
// then nobody is reported before he stands in that file: what a killed process
// takes with it must not have been promised. Its methods are safe for
// concurrent use.
type ledger struct {
	results *results.File    // nil: no results are kept
	tenant  *tenantfile.File // nil: the tenant is live, or not kept
	every   time.Duration    // see checkpointEvery

	mu   sync.Mutex
	held []*row // done, and not in the tenant file yet

	saving sync.Mutex
	saved  time.Time
	took   time.Duration
}

// before is what the results file says of earlier runs.
func (l *ledger) before() []results.Result {
	if l.results == nil {
		return nil
	}
	return l.results.Results()
}

// add takes a row that is done.
func (l *ledger) add(r *row) error {
	if l.tenant != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.held = append(l.held, r)
		return nil
	}
	return l.record(r)
}

func (l *ledger) record(r *row) error {
	r.recorded = true
	if l.results == nil || r.kept {
		return nil
	}
	if err := l.results.Record(r.result()); err != nil {
		return fmt.Errorf("the results file: %w", err)
	}
	return nil
}

// checkpoint saves the tenant and then records who was held back for it, if it
// is time for that or must be.
func (l *ledger) checkpoint(must bool) error {
	l.saving.Lock()
	defer l.saving.Unlock()
	started := time.Now()
	if l.saved.IsZero() {
		l.saved = started
	}
	if !must && started.Sub(l.saved) < max(l.every, checkpointShare*l.took) {
		return nil
	}
	l.mu.Lock()
	held := l.held
	l.held = nil
	l.mu.Unlock()
	if len(held) == 0 {
		return nil
	}
	if err := l.tenant.Save(); err != nil {
		l.mu.Lock()
		l.held = append(held, l.held...)
		l.mu.Unlock()
		return fmt.Errorf("the tenant file: %w", err)
	}
	l.saved = time.Now()
	l.took = l.saved.Sub(started)
	// What cannot be written now is written by close, so all are recorded.
	var failed error
	for _, r := range held {
		if err := l.record(r); err != nil && failed == nil {
			failed = err
		}
	}
	return failed
}

// close puts the results file in order, as the last thing.
func (l *ledger) close() error {
	if l.results == nil {
		return nil
	}
	if err := l.results.Close(); err != nil {
		return fmt.Errorf("the results file: %w", err)
	}
	return nil
}
