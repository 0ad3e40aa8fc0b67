package emulator

import (
	"slices"
	"strings"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// keptRequests is how many requests the log of each tenant keeps: enough for a test and
// for a look at the page, and little beside the tenant.
const keptRequests = 5_000

// guest is a tenant that is served, with what the control interface keeps about it.
type guest struct {
	*admin.Memory
	// own: it was made by the control interface, and is dropped by it.
	own bool

	mu        sync.Mutex
	last      int // the number of the last thing that was given one
	snapshots map[string]admin.Snapshot
	drills    map[string]drilling
	apps      map[admin365.AppID]admin.App
}

// next is a new name for a thing of the tenant. The caller holds g.mu.
func (g *guest) next() int {
	g.last++
	return g.last
}

// guests are the tenants of an emulator.
type guests struct {
	emulator *admin.Emulator
	mu       sync.Mutex
	known    map[admin365.TenantID]*guest
}

func newGuests(e *admin.Emulator) *guests {
	g := &guests{emulator: e, known: map[admin365.TenantID]*guest{}}
	e.KeepStrays(keptRequests)
	g.all() // Their requests are kept from now on.
	return g
}

// find is the tenant with the id, nil if none is served.
func (g *guests) find(id string) *guest {
	m, ok := g.emulator.Tenant(admin365.TenantID(id))
	if !ok {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.meet(m)
}

// all are the tenants that are served, in the order in which they came.
func (g *guests) all() []*guest {
	g.mu.Lock()
	defer g.mu.Unlock()
	var all []*guest
	met := map[admin365.TenantID]bool{}
	for _, m := range g.emulator.Tenants() {
		all = append(all, g.meet(m))
		met[m.TenantID()] = true
	}
	for id := range g.known {
		if !met[id] {
			delete(g.known, id) // It was removed from the emulator by somebody else.
		}
	}
	return all
}

// meet is what is kept about a tenant. The caller holds g.mu.
func (g *guests) meet(m *admin.Memory) *guest {
	known, ok := g.known[m.TenantID()]
	if !ok {
		known = newGuest(m)
		g.known[m.TenantID()] = known
	}
	return known
}

func newGuest(m *admin.Memory) *guest {
	if !m.KeepsRequests() {
		m.KeepRequests(keptRequests)
	}
	return &guest{Memory: m, snapshots: map[string]admin.Snapshot{}, drills: map[string]drilling{}, apps: map[admin365.AppID]admin.App{}}
}

// add has the emulator serve a tenant that was made here.
func (g *guests) add(m *admin.Memory) (*guest, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.emulator.Add(m); err != nil {
		return nil, err
	}
	if served, ok := g.emulator.Tenant(m.TenantID()); ok {
		m = served
	}
	made := newGuest(m)
	made.own = true
	g.known[m.TenantID()] = made
	return made, nil
}

// drop ends serving a tenant with its world. Others that share the world would go along:
// that is refused.
func (g *guests) drop(gone *guest) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !gone.own {
		return &admin365.Error{
			Kind: admin365.ErrPrecondition, Target: string(gone.TenantID()),
			Message: "only a tenant that was made by the control interface is dropped by it",
		}
	}
	gone.endDrills()
	g.emulator.Remove(gone.Memory)
	delete(g.known, gone.TenantID())
	return nil
}

// endDrills ends the drills of all tenants: who began them cannot reach them any more.
func (g *guests) endDrills() {
	for _, guest := range g.all() {
		guest.endDrills()
	}
}

// named are the keys of a map, in order of their numbers.
func named[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return names
}
