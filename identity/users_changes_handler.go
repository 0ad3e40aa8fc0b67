package identity

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

func handleUsersChanges(rq *emu.Request) (emu.Response, error) {
	q, err := userProps.ParseDelta(rq.Options(), managerRelation)
	if err != nil {
		return emu.Response{}, err
	}
	place, err := changesFrom(rq.Tx, q)
	if err != nil {
		var response emu.Response
		if e, ok := errors.AsType[*admin365.Error](err); ok && e.Status == http.StatusGone {
			response.Header = http.Header{"Location": {rq.Link(url.Values{"$deltatoken": {""}})}}
		}
		return response, err
	}
	page, next, more := pageChanges(rq.Tx, place, changePage)
	list := emu.List{Context: contextOf("users", q.Selected), Item: func(i int) emu.Item {
		return emu.Item{Type: userProps.EDM, Set: userProps.Set, ID: page[i].id}
	}}
	if more {
		list.NextLink = rq.Link(url.Values{"$skiptoken": {next.token()}})
	} else {
		list.DeltaLink = rq.Link(url.Values{"$deltatoken": {next.token()}})
	}
	minimal := prefersMinimal(rq)
	response := rq.Collection(list, len(page), func(b []byte, i int) []byte {
		return place.append(rq.Tx, b, page[i], minimal)
	})
	if minimal {
		response.Header.Set("Preference-Applied", "return=minimal")
	}
	return response, nil
}

func prefersMinimal(rq *emu.Request) bool {
	for _, header := range rq.Header.Values("Prefer") {
		for preference := range strings.SplitSeq(header, ",") {
			if strings.EqualFold(strings.ReplaceAll(strings.TrimSpace(preference), " ", ""), "return=minimal") {
				return true
			}
		}
	}
	return false
}

// append renders one user of a page. Who is new comes whole also where the
// caller wants no more than what changed.
func (p *changePlace) append(tx *tenant.Tx, b []byte, n news, minimal bool) []byte {
	if n.row == nil {
		b = append(b, `"id":"`...)
		b = append(b, n.id.String()...)
		b = append(b, `","@removed":{"reason":"`...)
		b = append(b, n.removed...)
		return append(b, `"}`...)
	}
	whole := n.change == nil || n.change.Whole > p.Since
	changed := func(i int) bool {
		return !whole && n.change.Properties[userProps.Props[i].Name] > p.Since
	}
	sel := p.selected()
	if !p.Named && !whole {
		// What is not in the default set comes when it changed.
		for i := range userProps.Props {
			if changed(i) && !apart(i) && !slices.Contains(sel, i) {
				sel = append(sel, i)
			}
		}
	}
	b = userProps.AppendNews(b, n.row, sel, changed, minimal && !whole, prop("id"))
	if p.Manager {
		b = p.appendManager(tx, b, n, whole, minimal)
	}
	return b
}

// appendManager renders the manager as a relation that is tracked: who is it
// now, and who is it no more.
func (p *changePlace) appendManager(tx *tenant.Tx, b []byte, n news, whole, minimal bool) []byte {
	var lost []tenant.Key
	if !whole {
		lost = n.change.formerManagers(p.Since)
	}
	moved := whole || n.change.Properties[managerRelation] > p.Since
	_, live := tenant.In(tx, &users).Get(n.row.Manager)
	live = live && (moved || !minimal)
	if !live && len(lost) == 0 {
		return b
	}
	b = append(b, `,"manager@delta":[`...)
	item := func(id tenant.Key, removed bool) {
		if b[len(b)-1] == '}' {
			b = append(b, ',')
		}
		b = append(b, `{"@odata.type":"#microsoft.graph.user","id":"`+id.String()+`"`...)
		if removed {
			b = append(b, `,"@removed":{"reason":"deleted"}`...)
		}
		b = append(b, '}')
	}
	if live {
		item(n.row.Manager, false)
	}
	for _, id := range lost {
		item(id, true)
	}
	return append(b, ']')
}
