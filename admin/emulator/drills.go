package emulator

import (
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// drilling is a drill that was begun.
type drilling struct {
	drill admin.Drill
	begun time.Time
	stop  func()
}

// maxDrills bounds how many drills a tenant has at once.
const maxDrills = 1000

// drillOrder is a drill as it is ordered.
type drillOrder struct {
	// Drill is its kind, such as "throttle".
	Drill string
	// Operation is the name of one, a prefix that ends in "*", or nothing for all.
	Operation string
	// Times is how many calls; nothing for all. Nth is which one, from 1.
	Times, Nth int
	// After is the Retry-After, Delay what passes before.
	After, Delay time.Duration
	Status       int
}

// drillKind is one kind of drill, and what of an order it takes.
type drillKind struct {
	name  string
	takes []string
	about string
	make  func(o drillOrder) admin.Drill
}

func drillKinds() []drillKind {
	return []drillKind{
		{"busy", []string{"operation", "times"}, "another write is in progress", func(o drillOrder) admin.Drill { return admin.Busy(o.Operation, o.Times) }},
		{"cutBody", []string{"operation", "times"}, "the connection breaks in the middle of the answer", func(o drillOrder) admin.Drill { return admin.CutBody(o.Operation, o.Times) }},
		{"failNth", []string{"operation", "nth", "status"}, "the nth call is answered with the status", func(o drillOrder) admin.Drill { return admin.FailNth(o.Operation, o.Nth, o.Status) }},
		{"htmlAnswer", []string{"operation", "times"}, "a page of HTML in the place of JSON", func(o drillOrder) admin.Drill { return admin.HTMLAnswer(o.Operation, o.Times) }},
		{"lostAnswer", []string{"operation", "nth"}, "the nth call is done and answered with 504", func(o drillOrder) admin.Drill { return admin.LostAnswer(o.Operation, o.Nth) }},
		{"replicaLag", []string{"delay"}, "reads see the tenant as it was that long ago", func(o drillOrder) admin.Drill { return admin.ReplicaLag(o.Delay) }},
		{"slow", []string{"operation", "delay"}, "it passes before each answer", func(o drillOrder) admin.Drill { return admin.Slow(o.Operation, o.Delay) }},
		{"throttle", []string{"operation", "times", "after"}, "429 with Retry-After", func(o drillOrder) admin.Drill { return admin.Throttle(o.Operation, o.Times, o.After) }},
		{"unavailable", []string{"operation", "times", "after"}, "503, with Retry-After where there is one", func(o drillOrder) admin.Drill { return admin.Unavailable(o.Operation, o.Times, o.After) }},
	}
}

// drill is what was ordered.
func (o drillOrder) drill() (admin.Drill, error) {
	var names []string
	for _, kind := range drillKinds() {
		names = append(names, kind.name)
		if kind.name != o.Drill {
			continue
		}
		if err := o.check(kind); err != nil {
			return admin.Drill{}, err
		}
		d := kind.make(o)
		return d, d.Check()
	}
	return admin.Drill{}, invalid("drill is one of %s", strings.Join(names, ", "))
}

// check refuses what the kind does not take: it would have no effect.
func (o drillOrder) check(kind drillKind) error {
	takes := func(name string) bool {
		for _, t := range kind.takes {
			if t == name {
				return true
			}
		}
		return false
	}
	for name, said := range map[string]bool{
		"operation": o.Operation != "", "times": o.Times != 0, "nth": o.Nth != 0, "after": o.After != 0, "delay": o.Delay != 0, "status": o.Status != 0,
	} {
		if said && !takes(name) {
			return invalid("the drill %s takes no %s; it takes %s", kind.name, name, strings.Join(kind.takes, ", "))
		}
	}
	switch {
	case o.Times < 0 || o.After < 0 || o.Delay < 0:
		return invalid("times, after and delay are not negative")
	case takes("nth") && o.Nth < 1:
		return invalid("nth is which call, from 1")
	case takes("delay") && o.Delay == 0:
		return invalid("the drill %s needs a delay", kind.name)
	case takes("status") && (o.Status < 400 || o.Status > 599):
		return invalid("status is from 400 to 599")
	default:
		return nil
	}
}

func (c *control) listDrillKinds(*ask) (any, error) {
	list := []any{}
	for _, kind := range drillKinds() {
		list = append(list, map[string]any{"drill": kind.name, "takes": kind.takes, "about": kind.about})
	}
	return map[string]any{"value": list}, nil
}

func beginDrill(a *ask) (any, error) {
	var o drillOrder
	if err := a.decode(&o); err != nil {
		return nil, err
	}
	d, err := o.drill()
	if err != nil {
		return nil, err
	}
	a.guest.mu.Lock()
	defer a.guest.mu.Unlock()
	if len(a.guest.drills) >= maxDrills {
		return nil, &admin365.Error{Kind: admin365.ErrPrecondition, Message: "the tenant has " + strconv.Itoa(maxDrills) + " drills; end some"}
	}
	id := strconv.Itoa(a.guest.next())
	a.guest.drills[id] = drilling{d, a.guest.Now(), a.guest.Drill(d)}
	return created{map[string]any{"id": id, "name": d.Name}}, nil
}

func listDrills(a *ask) (any, error) {
	a.guest.mu.Lock()
	defer a.guest.mu.Unlock()
	list := []any{}
	for _, id := range named(a.guest.drills) {
		d := a.guest.drills[id]
		list = append(list, map[string]any{"id": id, "name": d.drill.Name, "begun": d.begun})
	}
	return map[string]any{"value": list}, nil
}

func endDrill(a *ask) (any, error) {
	a.guest.mu.Lock()
	defer a.guest.mu.Unlock()
	d, ok := a.guest.drills[a.PathValue("drill")]
	if !ok {
		return nil, errNotFound("drill", a.PathValue("drill"))
	}
	d.stop()
	delete(a.guest.drills, a.PathValue("drill"))
	return nil, nil
}

// endDrills ends all of them.
func endDrills(a *ask) (any, error) {
	a.guest.mu.Lock()
	defer a.guest.mu.Unlock()
	for id, d := range a.guest.drills {
		d.stop()
		delete(a.guest.drills, id)
	}
	return nil, nil
}
