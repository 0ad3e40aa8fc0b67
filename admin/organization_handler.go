package admin

import (
	"net/http"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
)

func mountOrganization(m *emu.Mux) {
	m.Handle(&opOrganizationGet, handleOrganizationList)
	m.Handle(&opOrganizationGetByID, handleOrganizationGet)
	m.Handle(&opOrganizationUpdate, handleOrganizationUpdate)
}

func organizationItem(row *organizationRow) emu.Item {
	return emu.Item{Type: organizationProps.EDM, Set: organizationProps.Set, ID: row.ID}
}

func handleOrganizationList(rq *emu.Request) (emu.Response, error) {
	q, err := settingsQuery(&organizationProps, rq, true)
	if err != nil {
		return emu.Response{}, err
	}
	if _, err := rq.Position(q.SkipToken); err != nil {
		return emu.Response{}, err
	}
	row, err := readOrganization(rq.Tx)
	if err != nil {
		return emu.Response{}, err
	}
	list := emu.List{Context: contextOf(organizationProps.Set, q.Selected), Item: func(int) emu.Item { return organizationItem(row) }}
	return rq.Collection(list, 1, func(b []byte, _ int) []byte { return appendOrganization(b, rq, row, q.Select) }), nil
}

func handleOrganizationGet(rq *emu.Request) (emu.Response, error) {
	q, err := settingsQuery(&organizationProps, rq, false)
	if err != nil {
		return emu.Response{}, err
	}
	if _, err := findOrganization(rq.Tx, rq.IDs[0]); err != nil {
		return emu.Response{}, err
	}
	row, err := readOrganization(rq.Tx)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusOK, contextOf(organizationProps.Set, q.Selected)+"/$entity", organizationItem(row), func(b []byte) []byte {
		return appendOrganization(b, rq, row, q.Select)
	}), nil
}

// appendOrganization appends the properties; what the caller may not see is null, the
// lists too.
func appendOrganization(b []byte, rq *emu.Request, row *organizationRow, selected []int) []byte {
	if !seesLittle(rq.Tx) {
		return organizationProps.AppendProps(b, row, selected)
	}
	shown := slices.DeleteFunc(slices.Clone(selected), func(i int) bool { return !isShownToAll(&organizationProps.Props[i]) })
	b = organizationProps.AppendProps(b, row, shown)
	for _, i := range selected {
		if slices.Contains(shown, i) {
			continue
		}
		if last := b[len(b)-1]; last != '{' && last != ',' {
			b = append(b, ',')
		}
		b = append(b, `"`+organizationProps.Props[i].Name+`":null`...)
	}
	return b
}

func handleOrganizationUpdate(rq *emu.Request) (emu.Response, error) {
	// Who may switch the synchronization alone may not change the rest beside it.
	if named, _ := switchesSync(rq.Body); named && !switchesSyncAlone(rq.Body) {
		if err := rq.Ports().Access.Allow(rq.Tx, opOrganizationUpdate.At(rq.IDs[0])); err != nil {
			return emu.Response{}, err
		}
	}
	return emu.NoContent(), patchOrganization(rq.Tx, rq.IDs[0], rq.Body)
}

// settingsQuery reads the options of a request for settings, which are neither
// searched nor ordered. Unverified: what the service says to one who tries.
func settingsQuery[P any](t *odata.Table[P], rq *emu.Request, collection bool) (*odata.Query[P], error) {
	q, err := t.ParseQuery(rq.Options(), collection)
	switch {
	case err != nil:
		return nil, err
	case q.Search != nil, q.Expand != nil:
		return nil, odata.UnsupportedQuery.Err("")
	case q.Order != nil:
		return nil, api.UnsupportedOrder.Err("")
	default:
		return q, nil
	}
}

// contextOf is the fragment of a context: the set, and what was selected of it.
func contextOf(set string, selected []string) string {
	if len(selected) == 0 {
		return set
	}
	return set + "(" + strings.Join(selected, ",") + ")"
}
