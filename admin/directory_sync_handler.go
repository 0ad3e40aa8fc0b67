package admin

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/admin365/admin365/internal/emu"
)

func mountDirectorySync(m *emu.Mux) {
	m.Handle(&opSyncGet, handleSyncList)
	m.Handle(&opSyncGetByID, handleSyncGet)
	m.Handle(&opSyncUpdate, handleSyncUpdate)
	m.Variant(&opOrganizationUpdate, &opSyncTurnOn, func(rq *emu.Request) bool { named, on := switchesSync(rq.Body); return named && on })
	m.Variant(&opOrganizationUpdate, &opSyncTurnOff, func(rq *emu.Request) bool { named, on := switchesSync(rq.Body); return named && !on })
}

// switchesSync reports whether a change of the organization names the switch of the
// synchronization, and whether it turns it on.
func switchesSync(body []byte) (named, on bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return false, false
	}
	for name, value := range members {
		if strings.EqualFold(name, "onPremisesSyncEnabled") {
			return true, string(value) == "true"
		}
	}
	return false, false
}

// switchesSyncAlone reports whether the change names nothing but the switch.
func switchesSyncAlone(body []byte) bool {
	_, odd, ok := membersOf(body, "onPremisesSyncEnabled")
	return ok && odd == ""
}

func syncItem(row *syncRow) emu.Item {
	return emu.Item{Type: syncProps.EDM, Set: syncProps.Set, ID: row.ID}
}

func handleSyncList(rq *emu.Request) (emu.Response, error) {
	q, err := settingsQuery(&syncProps, rq, true)
	if err != nil {
		return emu.Response{}, err
	}
	if _, err := rq.Position(q.SkipToken); err != nil {
		return emu.Response{}, err
	}
	row := syncOf(rq.Tx)
	list := emu.List{Context: contextOf(syncProps.Set, q.Selected), Item: func(int) emu.Item { return syncItem(row) }}
	return rq.Collection(list, 1, func(b []byte, _ int) []byte { return syncProps.AppendProps(b, row, q.Select) }), nil
}

func handleSyncGet(rq *emu.Request) (emu.Response, error) {
	q, err := settingsQuery(&syncProps, rq, false)
	if err != nil {
		return emu.Response{}, err
	}
	row, err := findSync(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusOK, contextOf(syncProps.Set, q.Selected)+"/$entity", syncItem(row), func(b []byte) []byte {
		return syncProps.AppendProps(b, row, q.Select)
	}), nil
}

func handleSyncUpdate(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), patchSync(rq.Tx, rq.IDs[0], rq.Body)
}
