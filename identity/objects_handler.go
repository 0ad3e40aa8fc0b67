package identity

import (
	"net/http"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
)

// mountObjects registers the routes of directory objects of whatever type.
func mountObjects(m *emu.Mux) {
	m.Handle(&opObjectsGet, handleObjectsGet)
	m.Handle(&opObjectsGetByIDs, handleObjectsGetByIDs)
	m.Handle(&opMembershipsGroups, memberObjectsGet(false))
	m.Handle(&opMembershipsObjects, memberObjectsGet(true))
	m.Handle(&opMembershipsCheckGroups, memberObjectsCheck(false, "groupIds"))
	m.Handle(&opMembershipsCheckObjects, memberObjectsCheck(true, "ids"))
	m.Handle(&opGroupMembershipsList, membershipsOfWhom(groupProps.Set, false).list)
	m.Handle(&opGroupMembershipsListTransitive, membershipsOfWhom(groupProps.Set, true).list)
}

// handleObjectsGet answers an object as what it is.
func handleObjectsGet(rq *emu.Request) (emu.Response, error) {
	p, err := findObject(rq.Tx, "directoryobjects", rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	p = sightOf(rq.Tx).of(p)
	switch {
	case p.group != nil:
		return answerObject(rq, &groupProps, p.group, p.item(), nil)
	case p.app != nil:
		return answerObject(rq, &appProps, p.app, p.item(), nil)
	case p.role != nil:
		return answerObject(rq, &roleObjectProps, p.role, p.item(), nil)
	default:
		return answerObject(rq, &userProps, p.user, p.item(), func(props []int) error { return checkNeeds(rq.Tx, props...) })
	}
}

// answerObject answers one directory object by the query of its type, if what is selected
// passes the check; nil passes everything.
func answerObject[P any](rq *emu.Request, t *odata.Table[P], row P, item emu.Item, check func(props []int) error) (emu.Response, error) {
	q, err := t.ParseQuery(rq.Options(), false)
	if err != nil {
		return emu.Response{}, err
	}
	if q.Expand != nil {
		return emu.Response{}, api.NotModeled.Err("", "$expand on directory objects")
	}
	if check != nil {
		if err := check(q.Select); err != nil {
			return emu.Response{}, err
		}
	}
	return rq.Entity(http.StatusOK, contextOf("directoryObjects", q.Selected)+"/$entity", item, func(b []byte) []byte {
		return t.AppendProps(b, row, q.Select)
	}), nil
}

// handleObjectsGetByIDs answers the objects with the ids of the body.
func handleObjectsGetByIDs(rq *emu.Request) (emu.Response, error) {
	for name := range rq.Query {
		if strings.HasPrefix(name, "$") && !strings.EqualFold(name, "$select") {
			return emu.Response{}, noQueryOptions.Err("", name)
		}
	}
	q, err := parseObjects(rq.Options(), "")
	if err == nil {
		err = q.check(rq.Tx)
	}
	if err != nil {
		return emu.Response{}, err
	}
	var body struct {
		IDs   []string `json:"ids"`
		Types []string `json:"types"`
	}
	if err := rq.Parameters(&body); err != nil {
		return emu.Response{}, err
	}
	found, err := objectsByIDs(rq.Tx, body.IDs, body.Types)
	if err != nil {
		return emu.Response{}, err
	}
	found = sightOf(rq.Tx).ofAll(found)
	list := emu.List{Context: contextOf(q.set, q.selected), Item: func(i int) emu.Item { return found[i].itemOf(true) }}
	return rq.Collection(list, len(found), func(b []byte, i int) []byte { return q.append(b, found[i]) }), nil
}

// addressed is the object that the request's path names.
func addressed(rq *emu.Request) (principal, error) {
	set := rq.Set()
	if set == "me" {
		set = userProps.Set
	}
	return findObject(rq.Tx, set, rq.IDs[0])
}

// memberObjectsGet answers what the object is a member of.
func memberObjectsGet(roles bool) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		var body struct {
			SecurityOnly *bool `json:"securityEnabledOnly"`
		}
		if err := rq.Parameters(&body); err != nil {
			return emu.Response{}, err
		}
		if body.SecurityOnly == nil {
			action := "getMemberGroups"
			if roles {
				action = "getMemberObjects"
			}
			return emu.Response{}, parameterMissing.Err("", action, "securityEnabledOnly")
		}
		return answerIDs(rq, func(p principal) ([]string, error) { return memberObjects(rq.Tx, p, roles, *body.SecurityOnly) })
	}
}

// memberObjectsCheck answers which of the ids in the parameter the object is a member of.
func memberObjectsCheck(roles bool, parameter string) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		body := map[string][]string{}
		if err := rq.Parameters(&body); err != nil {
			return emu.Response{}, err
		}
		return answerIDs(rq, func(p principal) ([]string, error) {
			return checkMembership(rq.Tx, p, roles, body[parameter])
		})
	}
}

// answerIDs answers ids about the addressed object.
func answerIDs(rq *emu.Request, of func(principal) ([]string, error)) (emu.Response, error) {
	p, err := addressed(rq)
	if err != nil {
		return emu.Response{}, err
	}
	ids, err := of(p)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Value("Collection(Edm.String)", ids)
}
