package emu

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// worlds are the worlds that an emulator serves, in the order in which they came.
// Requests read them without a lock; each has its own clock and its own domains.
type worlds struct {
	mu  sync.Mutex // held by who changes them
	all atomic.Pointer[[]*tenant.World]
}

func newWorlds(first ...*tenant.World) *worlds {
	w := &worlds{}
	w.all.Store(&first)
	return w
}

func (w *worlds) list() []*tenant.World { return *w.all.Load() }

// add fails if another world has one of the new one's tenants: a token names its
// tenant and nothing else.
func (w *worlds) add(world *tenant.World) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if slices.Contains(w.list(), world) {
		return nil
	}
	for _, t := range world.Tenants() {
		if _, twice := w.tenant(t.ID()); twice {
			return &admin365.Error{Kind: admin365.ErrConflict, Target: string(t.ID()), Message: "the emulator serves another tenant with this id already"}
		}
	}
	next := append(slices.Clone(w.list()), world)
	w.all.Store(&next)
	return nil
}

func (w *worlds) remove(world *tenant.World) {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := slices.DeleteFunc(slices.Clone(w.list()), func(other *tenant.World) bool { return other == world })
	w.all.Store(&next)
}

// tenant returns the tenant with that id.
func (w *worlds) tenant(id admin365.TenantID) (*tenant.Tenant, bool) {
	for _, world := range w.list() {
		if t, ok := world.TenantByID(id); ok {
			return t, true
		}
	}
	return nil, false
}

// named returns the tenants that a path may mean: the one with that id, or those
// with that domain, which each world may have.
func (w *worlds) named(idOrDomain string) []*tenant.Tenant {
	if t, ok := w.tenant(admin365.TenantID(idOrDomain)); ok {
		return []*tenant.Tenant{t}
	}
	var found []*tenant.Tenant
	for _, world := range w.list() {
		if t, ok := world.Tenant(idOrDomain); ok {
			found = append(found, t)
		}
	}
	return found
}

// tenants returns the tenants of all worlds.
func (w *worlds) tenants() []*tenant.Tenant {
	var all []*tenant.Tenant
	for _, world := range w.list() {
		all = append(all, world.Tenants()...)
	}
	return all
}

// now is the time for a request that is no tenant's: that of the first world.
func (w *worlds) now() time.Time {
	if all := w.list(); len(all) > 0 {
		return all[0].Now()
	}
	return time.Now().UTC() //nolint:forbidigo // No world, no other clock.
}

// Add has the emulator serve another world, from the next request on. It fails with
// [admin365.ErrConflict] if another world has one of its tenants' ids.
func (e *Emulator) Add(world *tenant.World) error { return e.worlds.add(world) }

// Remove ends serving a world. Tokens of its tenants are good no longer, and the
// applications that are registered in one of them alone are forgotten.
func (e *Emulator) Remove(world *tenant.World) {
	e.worlds.remove(world)
	e.issuer.sessions.forget(world)
	e.issuer.devices.forget(world)
	e.issuer.forget(world)
}

// now is the answer's time.
func (e *Emulator) now(a *answer) time.Time {
	if a.world != nil {
		return a.world.Now()
	}
	return e.worlds.now()
}

// String names the emulator without its secrets.
func (e *Emulator) String() string {
	return fmt.Sprintf("emulator of %d tenants", len(e.worlds.tenants()))
}
