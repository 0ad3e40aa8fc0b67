package emulator

import (
	"strconv"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// maxSnapshots bounds how many snapshots a tenant has: each keeps what it is of.
const maxSnapshots = 1000

func takeSnapshot(a *ask) (any, error) {
	if err := a.decode(&struct{}{}); err != nil {
		return nil, err
	}
	a.guest.mu.Lock()
	defer a.guest.mu.Unlock()
	if len(a.guest.snapshots) >= maxSnapshots {
		return nil, &admin365.Error{Kind: admin365.ErrPrecondition, Message: "the tenant has " + strconv.Itoa(maxSnapshots) + " snapshots; delete some"}
	}
	id := strconv.Itoa(a.guest.next())
	a.guest.snapshots[id] = a.guest.Snapshot()
	return created{map[string]any{"id": id, "now": a.guest.Now()}}, nil
}

func listSnapshots(a *ask) (any, error) {
	a.guest.mu.Lock()
	defer a.guest.mu.Unlock()
	list := []any{}
	for _, id := range named(a.guest.snapshots) {
		list = append(list, map[string]any{"id": id})
	}
	return map[string]any{"value": list}, nil
}

// snapshot is the one that the path names.
func (a *ask) snapshot() (admin.Snapshot, error) {
	a.guest.mu.Lock()
	defer a.guest.mu.Unlock()
	s, ok := a.guest.snapshots[a.PathValue("snapshot")]
	if !ok {
		return s, errNotFound("snapshot", a.PathValue("snapshot"))
	}
	return s, nil
}

func dropSnapshot(a *ask) (any, error) {
	if _, err := a.snapshot(); err != nil {
		return nil, err
	}
	a.guest.mu.Lock()
	defer a.guest.mu.Unlock()
	delete(a.guest.snapshots, a.PathValue("snapshot"))
	return nil, nil
}

func restoreSnapshot(a *ask) (any, error) {
	if err := a.decode(&struct{}{}); err != nil {
		return nil, err
	}
	s, err := a.snapshot()
	if err != nil {
		return nil, err
	}
	return nil, a.guest.Restore(s)
}

// readChanges says in readable lines what changed since the snapshot.
func readChanges(a *ask) (any, error) {
	s, err := a.snapshot()
	if err != nil {
		return nil, err
	}
	return map[string]any{"lines": append([]string{}, a.guest.Changes(s)...)}, nil
}

func readClock(a *ask) (any, error) { return map[string]any{"now": a.guest.Now()}, nil }

// firstStart and lastNow bound what a tenant's clock reads: what happens by itself, such
// as the updates of environments, happens one by one on the way, and a time near the end
// of the calendar would never be reached.
func firstStart() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }
func lastNow() time.Time    { return time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC) }

// advanceClock lets time pass for the tenant, and all of its world.
func advanceClock(a *ask) (any, error) {
	var body struct{ Advance time.Duration }
	if err := a.decode(&body); err != nil {
		return nil, err
	}
	if body.Advance < 0 || body.Advance > lastNow().Sub(a.guest.Now()) {
		return nil, invalid(`advance is a duration such as "36h", not negative; the clock does not pass %s`, lastNow().Format(time.RFC3339))
	}
	a.guest.Advance(body.Advance)
	return readClock(a)
}

// listActions lists what others than an administrator do, with what each takes.
func (c *control) listActions(*ask) (any, error) {
	list := []any{}
	// Any tenant's will do: what an action takes is the same in all.
	for _, act := range actions(admin.NewMemory(admin.MemoryConfig{}).Backstage) {
		list = append(list, map[string]any{"name": act.name, "takes": act.describe()})
	}
	return map[string]any{"value": list}, nil
}

func performAction(a *ask) (any, error) {
	act, err := actionOf(a.guest.Backstage, a.PathValue("action"))
	if err != nil {
		return nil, err
	}
	result, err := act.perform(a.Context(), a.body)
	if err != nil || result == nil {
		return nil, err
	}
	return map[string]any{"result": result}, nil
}
