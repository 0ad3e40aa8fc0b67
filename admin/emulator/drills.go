package emulator

import (
	"encoding/json"
	"strconv"
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

func beginDrill(a *ask) (any, error) {
	if err := checkDrill(a.body); err != nil {
		return nil, err
	}
	d, err := admin.ParseDrill(a.body)
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

// checkDrill refuses what [admin.ParseDrill] lets pass, because nothing sent here says it
// on purpose: a member twice, and an application that can be none.
func checkDrill(raw []byte) error {
	var members map[string]json.RawMessage
	if err := decode(raw, &members); err != nil {
		return err
	}
	var app string
	if json.Unmarshal(members["app"], &app) == nil && app != "" && !isGUID(app) {
		return invalid("app is the client id of an application, a GUID")
	}
	return nil
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

func endDrills(a *ask) (any, error) {
	a.guest.endDrills()
	return nil, nil
}

// endDrills ends all of them, and with them the delays that hold requests.
func (g *guest) endDrills() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for id, d := range g.drills {
		d.stop()
		delete(g.drills, id)
	}
}
