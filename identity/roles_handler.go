package identity

import (
	"net/http"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
)

// mountRoles registers the routes of roles in both views.
func mountRoles(m *emu.Mux) {
	m.Handle(&opRolesList, handleRolesList)
	m.Handle(&opRolesGet, handleRolesGet)
	m.Handle(&opRolesCreate, handleRolesCreate)
	m.Handle(&opRolesUpdate, handleRolesUpdate)
	m.Handle(&opRolesDelete, handleRolesDelete)
	m.Handle(&opRoleAssignmentsList, handleRoleAssignmentsList)
	m.Handle(&opRoleAssignmentsGet, handleRoleAssignmentsGet)
	m.Handle(&opRoleAssignmentsCreate, handleRoleAssignmentsCreate)
	m.Handle(&opRoleAssignmentsDelete, handleRoleAssignmentsDelete)
	m.Handle(&opActivatedRolesList, handleActivatedRolesList)
	m.Handle(&opActivatedRolesGet, handleActivatedRolesGet)
	m.Handle(&opActivatedRolesActivate, handleActivatedRolesActivate)
	m.Handle(&opActivatedRolesMembers, handleActivatedRolesMembers)
	m.Handle(&opActivatedRolesAddMember, handleActivatedRolesAddMember)
	m.Handle(&opActivatedRolesRemoveMember, handleActivatedRolesRemoveMember)
	m.Handle(&opActivatedRolesGetMember, handleActivatedRolesGetMember)
	m.Handle(&opRoleTemplatesList, handleRoleTemplatesList)
	m.Handle(&opRoleTemplatesGet, handleRoleTemplatesGet)
}

func roleItem(row *roleRow) emu.Item {
	return emu.Item{Type: roleProps.EDM, Set: roleProps.Set, ID: row.ID}
}

// expandedName returns the navigation that the query expands, in the spelling of the
// contract, and refuses all but those that there are.
func expandedName(e *odata.Expand, edm string, navigations ...string) (string, error) {
	if e == nil {
		return "", nil
	}
	if e.Expand != nil || e.Levels != 0 {
		return "", odata.UnsupportedQuery.Err("")
	}
	for _, name := range navigations {
		if strings.EqualFold(e.Name, name) {
			return name, checkExpanded(e, name)
		}
	}
	return "", api.SelectUnknownProperty.Err("", e.Name, edm)
}

// checkExpanded refuses what the $select of an expansion names and no object that
// it may lead to has.
func checkExpanded(e *odata.Expand, navigation string) error {
	if slices.Contains(e.Select, "*") {
		e.Select = nil
	}
	for _, name := range e.Select {
		known := userProps.Lookup(name) >= 0 || appProps.Lookup(name) >= 0
		if _, more := needs[name]; more {
			// Unverified: what the service says; it lies in another store.
			return odata.UnsupportedQuery.Err("")
		}
		edm := "microsoft.graph.directoryObject"
		if navigation == "roleDefinition" || navigation == "inheritsPermissionsFrom" {
			known, edm = roleProps.Lookup(name) >= 0, roleProps.EDM
		}
		if !known {
			return api.SelectUnknownProperty.Err("", name, edm)
		}
	}
	return nil
}

// expandedContext is contextOf with the navigation that is expanded.
func expandedContext(set string, selected []string, navigation string) string {
	if navigation != "" {
		selected = append(slices.Clone(selected), navigation+"()")
	}
	return contextOf(set, selected)
}

// plainList refuses of a query what lists of roles do not take. Unverified:
// whether the service orders or searches them at all.
func plainList[P any](q *odata.Query[P]) error {
	switch {
	case q.Search != nil:
		return odata.UnsupportedQuery.Err("")
	case q.Order != nil:
		return api.UnsupportedOrder.Err("")
	default:
		return nil
	}
}

// unpagedList refuses pages besides: the older view of roles has none.
func unpagedList[P any](q *odata.Query[P]) error {
	switch {
	case q.Top != 0:
		return odata.UnsupportedOption.Err("", "$top")
	case q.SkipToken != "":
		return api.InvalidPageToken.Err("")
	default:
		return plainList(q)
	}
}

// limitOf is the page's size: the whole list unless $top says otherwise.
func limitOf(top int) int {
	if top == 0 {
		return wholePage
	}
	return top
}

// roleQuery reads the options of a request for definitions. The roles whose rights
// a role has too are in the answer anyway; $expand only names them.
func roleQuery(rq *emu.Request, collection bool) (q *odata.Query[*roleRow], context string, err error) {
	if q, err = roleProps.ParseQuery(rq.Options(), collection); err != nil {
		return nil, "", err
	}
	navigation, err := expandedName(q.Expand, roleProps.EDM, "inheritsPermissionsFrom")
	if err != nil {
		return nil, "", err
	}
	if i := roleProp("inheritsPermissionsFrom"); navigation != "" && !slices.Contains(q.Select, i) {
		q.Select = append(q.Select, i)
	}
	return q, expandedContext(roleProps.Set, q.Selected, navigation), plainList(q)
}

func handleRolesList(rq *emu.Request) (emu.Response, error) {
	q, context, err := roleQuery(rq, true)
	if err != nil {
		return emu.Response{}, err
	}
	after, err := rq.Position(q.SkipToken)
	if err != nil {
		return emu.Response{}, err
	}
	rows, next := pageRoles(rq.Tx, q, after, limitOf(q.Top))
	list := emu.List{Context: context, Item: func(i int) emu.Item { return roleItem(rows[i]) }, Next: next}
	if q.Count && after == nil {
		all, _ := pageRoles(rq.Tx, q, nil, wholePage)
		list.Count = new(len(all))
	}
	return rq.Collection(list, len(rows), func(b []byte, i int) []byte {
		return roleProps.AppendProps(b, rows[i], q.Select)
	}), nil
}

func handleRolesGet(rq *emu.Request) (emu.Response, error) {
	q, context, err := roleQuery(rq, false)
	if err != nil {
		return emu.Response{}, err
	}
	row, err := findRole(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusOK, context+"/$entity", roleItem(row), func(b []byte) []byte {
		return roleProps.AppendProps(b, row, q.Select)
	}), nil
}

func handleRolesCreate(rq *emu.Request) (emu.Response, error) {
	change, err := roleProps.Body(rq.Body)
	if err != nil {
		return emu.Response{}, err
	}
	if name, ok := change.Get(roleProp("displayName")); ok {
		rq.About(name.Value)
	}
	row, err := createRole(rq.Tx, change)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusCreated, roleProps.Set+"/$entity", roleItem(row), func(b []byte) []byte {
		return roleProps.AppendProps(b, row, roleProps.Select(odata.Default))
	}), nil
}

func handleRolesUpdate(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), patchRole(rq.Tx, rq.IDs[0], rq.Body)
}

func handleRolesDelete(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), deleteRole(rq.Tx, rq.IDs[0])
}
