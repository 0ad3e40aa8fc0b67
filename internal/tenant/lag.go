package tenant

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// lag is replica lag: readers see the state of a while ago, while rules see the
// newest, as in the real service just after a write.
type lag struct {
	on      atomic.Bool // lets readers of a tenant without lag pass without a lock
	mu      sync.Mutex
	by      time.Duration
	kept    []time.Duration // how far back single reads may see besides
	history []published     // oldest first; the first is what lagging readers see at least
}

type published struct {
	at time.Time
	st *state
}

// SetLag has readers see the state of d ago, from now on; 0 ends it.
func (t *Tenant) SetLag(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lag.mu.Lock()
	defer t.lag.mu.Unlock()
	t.lag.by, t.lag.history = d, nil
	t.lag.begin(t)
}

// LookBack has the tenant remember how it was d ago, from now on, for reads that are to
// see that; release ends it.
func (t *Tenant) LookBack(d time.Duration) (release func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lag.mu.Lock()
	defer t.lag.mu.Unlock()
	t.lag.kept = append(t.lag.kept, d)
	t.lag.begin(t)
	return sync.OnceFunc(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.lag.mu.Lock()
		defer t.lag.mu.Unlock()
		at := slices.Index(t.lag.kept, d)
		t.lag.kept = slices.Delete(t.lag.kept, at, at+1)
		t.lag.begin(t)
	})
}

// begin remembers the state of now, or nothing any more if nobody looks back.
func (l *lag) begin(t *Tenant) {
	on := l.reach() > 0
	l.on.Store(on)
	switch {
	case !on:
		l.history = nil
	case len(l.history) == 0:
		l.history = []published{{at: t.world.Now(), st: t.state.Load()}}
	default:
	}
}

// reach is how far back anybody may see.
func (l *lag) reach() time.Duration {
	reach := l.by
	for _, d := range l.kept {
		reach = max(reach, d)
	}
	return reach
}

// remember keeps a state that is about to be published.
func (l *lag) remember(t *Tenant, st *state) {
	if !l.on.Load() {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	// A job's state counts from when the job was due, whoever looked when.
	l.history = append(l.history, published{st.at, st})
	l.trim(t.world.Now())
}

// trim drops what no reader will see again.
func (l *lag) trim(now time.Time) {
	before := now.Add(-l.reach())
	for len(l.history) > 1 && !l.history[1].at.After(before) {
		l.history = l.history[1:]
	}
}

// visible is the state that a reader sees now who is so far behind, or as far as all
// readers are.
func (t *Tenant) visible(behind time.Duration) *state {
	if !t.lag.on.Load() {
		return t.state.Load()
	}
	t.lag.mu.Lock()
	defer t.lag.mu.Unlock()
	behind = max(behind, t.lag.by)
	if behind == 0 || len(t.lag.history) == 0 {
		return t.state.Load()
	}
	now := t.world.Now()
	t.lag.trim(now)
	seen := t.lag.history[0]
	for _, p := range t.lag.history[1:] {
		if p.at.After(now.Add(-behind)) {
			break
		}
		seen = p
	}
	return seen.st
}
