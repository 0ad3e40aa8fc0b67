package admin

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// Tenants are the tenants that the emulator serves, of all its worlds, in the order in
// which they came. They are for who tends the emulator: calls through their clients are
// not among the requests, and drills do not play for them.
func (e *Emulator) Tenants() []*Memory {
	var all []*Memory
	for _, t := range e.emu.Tenants() {
		all = append(all, e.memoryOf(t))
	}
	return all
}

// Tenant is the one with the id that the emulator serves.
func (e *Emulator) Tenant(id admin365.TenantID) (*Memory, bool) {
	t, ok := e.emu.Tenant(id)
	if !ok {
		return nil, false
	}
	return e.memoryOf(t), true
}

func (e *Emulator) memoryOf(t *tenant.Tenant) *Memory {
	return newMemory(t, MemoryConfig{DNS: t.DNS, unseen: true})
}

// KeepStrays has the emulator keep the last requests that reached no tenant: sign-ins,
// refused tokens and hosts that are not served; as many as limit.
func (e *Emulator) KeepStrays(limit int) { e.emu.Strays.Keep(limit) }

// Strays returns them, oldest first, those after the one with that number.
func (e *Emulator) Strays(since uint64) []Request { return requestsOf(e.emu.Strays.Since(since)) }
