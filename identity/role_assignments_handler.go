package identity

import (
	"net/http"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
)

func assignmentItem(row *roleAssignmentRow) emu.Item {
	return emu.Item{Type: roleAssignmentProps.EDM, Set: roleAssignmentProps.Set, Key: row.wireID()}
}

// assignmentQuery reads the options of a request for assignments, and how each of
// them is rendered.
func assignmentQuery(rq *emu.Request, collection bool) (q *odata.Query[*roleAssignmentRow], context string, write func([]byte, *roleAssignmentRow) []byte, err error) {
	if q, err = roleAssignmentProps.ParseQuery(rq.Options(), collection); err != nil {
		return nil, "", nil, err
	}
	navigation, err := expandedName(q.Expand, roleAssignmentProps.EDM, "principal", "roleDefinition", "directoryScope")
	if err == nil {
		err = plainList(q)
	}
	if err != nil {
		return nil, "", nil, err
	}
	write = func(b []byte, row *roleAssignmentRow) []byte {
		b = roleAssignmentProps.AppendProps(b, row, q.Select)
		if navigation == "" {
			return b
		}
		if len(q.Select) > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), navigation...), '"', ':')
		return appendExpanded(rq, b, row, navigation, q.Expand.Select)
	}
	return q, expandedContext(roleAssignmentProps.Set, q.Selected, navigation), write, nil
}

// appendExpanded appends what a navigation of the assignment leads to; the whole
// tenant as a scope is no object. Unverified: that it is null then.
func appendExpanded(rq *emu.Request, b []byte, row *roleAssignmentRow, navigation string, names []string) []byte {
	switch navigation {
	case "roleDefinition":
		if role, err := findRole(rq.Tx, string(row.Role)); err == nil {
			return rq.Nested(b, roleItem(role), func(b []byte) []byte { return appendNamed(b, &roleProps, role, names) })
		}
	case "principal":
		if who, ok := findPrincipal(rq.Tx, row.Principal); ok {
			return appendPrincipal(rq, b, who, names)
		}
	default:
		if object, ok := findPrincipal(rq.Tx, row.Scope); ok {
			return appendPrincipal(rq, b, object, names)
		}
	}
	return append(b, "null"...)
}

func handleRoleAssignmentsList(rq *emu.Request) (emu.Response, error) {
	q, context, write, err := assignmentQuery(rq, true)
	if err != nil {
		return emu.Response{}, err
	}
	after, err := rq.Position(q.SkipToken)
	if err != nil {
		return emu.Response{}, err
	}
	rows, next := pageAssignments(rq.Tx, q, after, limitOf(q.Top))
	list := emu.List{Context: context, Item: func(i int) emu.Item { return assignmentItem(rows[i]) }, Next: next}
	if q.Count && after == nil {
		all, _ := pageAssignments(rq.Tx, q, nil, wholePage)
		list.Count = new(len(all))
	}
	return rq.Collection(list, len(rows), func(b []byte, i int) []byte { return write(b, rows[i]) }), nil
}

func handleRoleAssignmentsGet(rq *emu.Request) (emu.Response, error) {
	_, context, write, err := assignmentQuery(rq, false)
	if err != nil {
		return emu.Response{}, err
	}
	row, err := findAssignment(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusOK, context+"/$entity", assignmentItem(row), func(b []byte) []byte { return write(b, row) }), nil
}

func handleRoleAssignmentsCreate(rq *emu.Request) (emu.Response, error) {
	change, err := roleAssignmentProps.Body(rq.Body)
	if err != nil {
		return emu.Response{}, err
	}
	if who, ok := change.Get(assignmentProp("principalId")); ok {
		rq.About(who.Value)
	}
	row, err := createAssignment(rq.Tx, change)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusCreated, roleAssignmentProps.Set+"/$entity", assignmentItem(row), func(b []byte) []byte {
		return roleAssignmentProps.AppendProps(b, row, roleAssignmentProps.Select(odata.Default))
	}), nil
}

func handleRoleAssignmentsDelete(rq *emu.Request) (emu.Response, error) {
	row, err := findAssignment(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return emu.NoContent(), unassign(rq.Tx, row)
}
