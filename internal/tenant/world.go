package tenant

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/admin365/admin365"
)

// World holds tenants, what they take from each other, and the clock that they
// share.
type World struct {
	schema *Schema
	start  time.Time
	born   time.Time
	ahead  atomic.Int64 // nanoseconds that Advance has added

	mu      sync.RWMutex
	tenants map[admin365.TenantID]*Tenant
	order   []*Tenant
	claims  map[string]*Tenant
}

// NewWorld returns a world without tenants whose clock starts at start.
func NewWorld(s *Schema, start time.Time) *World {
	return &World{
		schema: s, start: start.UTC(), born: time.Now(),
		tenants: map[admin365.TenantID]*Tenant{}, claims: map[string]*Tenant{},
	}
}

// Now is the world's time in UTC: the start, the time that has passed since,
// and what Advance added. It never goes back.
func (w *World) Now() time.Time {
	return w.start.Add(time.Since(w.born)).Add(time.Duration(w.ahead.Load()))
}

// Real is the real time at which the world's clock will read at, unless somebody
// advances it before.
func (w *World) Real(at time.Time) time.Time { return time.Now().Add(at.Sub(w.Now())) }

// Advance lets time pass: what is due by then happens before the next look. A
// negative d is refused, because time does not go back.
func (w *World) Advance(d time.Duration) {
	if d < 0 {
		panic("tenant: time does not go back")
	}
	for {
		ahead := w.ahead.Load()
		// Three centuries ahead the clock stays where it is.
		next := ahead + int64(d)
		if next < ahead {
			next = math.MaxInt64
		}
		if w.ahead.CompareAndSwap(ahead, next) {
			break
		}
	}
	w.keepTime()
	for _, t := range w.Tenants() {
		t.settle()
	}
}

// keepTime logs the clock's new reading for the tenants that are in files. What fails
// is tried again with the next change, and [Tenant.Sync] tells of it.
func (w *World) keepTime() {
	for _, t := range w.Tenants() {
		_ = t.keepTime()
	}
}

// saved is the time that a tenant file of the state carries: what Advance has
// added counts, the real time since the last change does not, so that the same
// tenant is the same bytes.
func (w *World) saved(st *state) time.Time {
	ahead := w.start.Add(time.Duration(w.ahead.Load()))
	if ahead.After(st.at) {
		return ahead
	}
	return st.at
}

// catchUp moves the clock to at, if it is not there yet.
func (w *World) catchUp(at time.Time) {
	for {
		ahead := w.ahead.Load()
		missing := at.Sub(w.Now())
		if missing <= 0 {
			return
		}
		if w.ahead.CompareAndSwap(ahead, ahead+int64(missing)) {
			w.keepTime()
			return
		}
	}
}

// Tenant is one tenant.
type Tenant struct {
	id     admin365.TenantID
	world  *World
	schema *Schema

	state atomic.Pointer[state]
	mu    sync.Mutex // held by the one writer
	lag   lag
	// journal is nil for a tenant that is in no file.
	journal atomic.Pointer[journal]
	// DNS is where the tenant looks for records; nil means its own table of them. It
	// is set before the tenant is used.
	DNS Resolver
	// Faults are the failures to play.
	Faults Faults
	// Log is what was asked of the tenant.
	Log Log
}

// Seed is a state to begin with, shared by every tenant that begins with it.
type Seed struct {
	mu sync.Mutex
	st *state
}

// NewSeed runs fill in a tenant of nobody and keeps the result.
func NewSeed(s *Schema, id admin365.TenantID, at time.Time, fill func(*Tx) error) (*Seed, error) {
	t := &Tenant{id: id, schema: s}
	t.state.Store(newState(s, seedOf(id), at.UTC()))
	begin := func(tx *Tx) error {
		tx.quiet = true
		return fill(tx)
	}
	if err := t.commit(nil, at.UTC(), begin); err != nil {
		return nil, err
	}
	return &Seed{st: t.state.Load()}, nil
}

func seedOf(id admin365.TenantID) uint64 {
	if k, ok := ParseKey(string(id)); ok {
		return k.Hi ^ k.Lo
	}
	return foldPrefix(string(id)).Hi
}

// Add puts a tenant that begins as the seed into the world.
func (w *World) Add(id admin365.TenantID, seed *Seed) (*Tenant, error) {
	// The trees are shared until they are written: see own.
	st := *seed.st
	st.from = seed
	st.at = w.start.Add(time.Duration(w.ahead.Load()))
	return w.add(id, &st, nil)
}

// add puts a tenant into the world that is kept in j, if that is not nil.
func (w *World) add(id admin365.TenantID, st *state, j *journal) (*Tenant, error) {
	t := &Tenant{id: admin365.TenantID(strings.ToLower(string(id))), world: w, schema: w.schema}
	if j != nil {
		j.tenant = t
		t.journal.Store(j)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, twice := w.tenants[t.id]; twice {
		return nil, &admin365.Error{Kind: admin365.ErrConflict, Target: string(id), Message: "the world has this tenant already"}
	}
	if err := w.takeClaims(t, st); err != nil {
		return nil, err
	}
	t.state.Store(st)
	w.tenants[t.id] = t
	w.order = append(w.order, t)
	return t, nil
}

// takeClaims replaces the tenant's claims by those of st. The caller holds w.mu.
func (w *World) takeClaims(t *Tenant, st *state) error {
	tx := &Tx{tenant: t, schema: w.schema, st: st}
	for c := range In(tx, &w.schema.claims).All() {
		if holder, taken := w.claims[claimText(c.Kind, c.Name)]; taken && holder != t {
			return &admin365.Error{Kind: admin365.ErrConflict, Target: c.Name, Message: fmt.Sprintf("another tenant has the %s", c.Kind)}
		}
	}
	for text, holder := range w.claims {
		if holder == t {
			delete(w.claims, text)
		}
	}
	for c := range In(tx, &w.schema.claims).All() {
		w.claims[claimText(c.Kind, c.Name)] = t
	}
	return nil
}

// claim gives the tenant a name; fresh says that it did not have it before.
func (w *World) claim(text string, t *Tenant) (ok, fresh bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if holder, taken := w.claims[text]; taken {
		return holder == t, false
	}
	w.claims[text] = t
	return true, true
}

func (w *World) release(text string, t *Tenant) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.claims[text] == t {
		delete(w.claims, text)
	}
}

// Tenant returns the tenant with that id, or with that verified domain.
func (w *World) Tenant(idOrDomain string) (*Tenant, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if t, ok := w.tenants[admin365.TenantID(strings.ToLower(idOrDomain))]; ok {
		return t, true
	}
	t, ok := w.claims[claimText("domain", idOrDomain)]
	return t, ok
}

// Tenants returns the tenants in the order in which they joined.
func (w *World) Tenants() []*Tenant {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return append([]*Tenant(nil), w.order...)
}

// ID is the tenant's id.
func (t *Tenant) ID() admin365.TenantID { return t.id }

// World is the world that the tenant is in.
func (t *Tenant) World() *World { return t.world }
