package tenant

import (
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
	history []published // oldest first; the first is what lagging readers see at least
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
	t.lag.on.Store(d > 0)
	if d > 0 {
		t.lag.history = []published{{at: t.world.Now(), st: t.state.Load()}}
	}
}

// remember keeps a state that is about to be published.
func (l *lag) remember(t *Tenant, st *state) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.by == 0 {
		return
	}
	// A job's state counts from when the job was due, whoever looked when.
	l.history = append(l.history, published{st.at, st})
	l.trim(t.world.Now())
}

// trim drops what no reader will see again.
func (l *lag) trim(now time.Time) {
	for len(l.history) > 1 && !l.history[1].at.After(now.Add(-l.by)) {
		l.history = l.history[1:]
	}
}

// visible is the state that a reader sees now.
func (t *Tenant) visible() *state {
	if !t.lag.on.Load() {
		return t.state.Load()
	}
	t.lag.mu.Lock()
	defer t.lag.mu.Unlock()
	if t.lag.by == 0 {
		return t.state.Load()
	}
	t.lag.trim(t.world.Now())
	return t.lag.history[0].st
}
