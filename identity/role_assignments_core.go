package identity

import (
	"iter"
	"math"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// mayHoldRole reports whether the principal can be given a role: people and
// service principals always, a group only if it was made for it
// (isAssignableToRole).
func mayHoldRole(p principal) bool { return p.group == nil || p.group.RoleAssignable == odata.True }

// counts reports whether the assignment is in force: who has it is not in the bin,
// nor is the object that it is on. It is there again when they are.
func counts(tx *tenant.Tx, row *roleAssignmentRow) bool {
	if _, live := findPrincipal(tx, row.Principal); !live {
		return false
	}
	if row.Scope.IsZero() {
		return true
	}
	_, live := findPrincipal(tx, row.Scope)
	return live
}

// assignmentOf returns the assignment of just that role to that principal on that
// scope, in force or not.
func assignmentOf(tx *tenant.Tx, role api.Role, principal, scope tenant.Key) (*roleAssignmentRow, bool) {
	for row := range tenant.In(tx, &roleAssignments).Referring(&rolesByPrincipal, principal) {
		if row.Role == role && row.Scope == scope {
			return row, true
		}
	}
	return nil, false
}

// findAssignment returns the assignment in force with that id.
func findAssignment(tx *tenant.Tx, id string) (*roleAssignmentRow, error) {
	if want, ok := parseWireID(id); ok {
		if row, found := assignmentOf(tx, want.Role, want.Principal, want.Scope); found && counts(tx, row) {
			return row, nil
		}
	}
	return nil, api.ResourceNotFound.Err(id, id)
}

// assignmentSource returns the assignments to look at, in the order of their keys:
// from an index if the query is about one principal or one role.
func assignmentSource(tx *tenant.Tx, f *odata.Predicate[*roleAssignmentRow], after tenant.Key) iter.Seq[*roleAssignmentRow] {
	rows := tenant.In(tx, &roleAssignments)
	if ids, ok := f.Equal(assignmentProp("principalId")); ok && len(ids) == 1 {
		principal, _ := tenant.ParseKey(ids[0])
		return rows.Referring(&rolesByPrincipal, principal)
	}
	if ids, ok := f.Equal(assignmentProp("roleDefinitionId")); ok && len(ids) == 1 {
		return rows.Prefix(&principalsByRole, ids[0], nil)
	}
	return rows.After(after)
}

// pageAssignments returns up to limit assignments in force that match the query,
// those after the position, and where to go on; nil at the end.
func pageAssignments(tx *tenant.Tx, q *odata.Query[*roleAssignmentRow], after *tenant.Position, limit int) (page []*roleAssignmentRow, next *tenant.Position) {
	var from tenant.Key
	if after != nil {
		from = after.ID
	}
	for row := range assignmentSource(tx, q.Filter, from) {
		if after != nil && !from.Less(row.ID) || !q.Filter.Match(row) || !counts(tx, row) {
			continue
		}
		if len(page) == limit {
			return page, &tenant.Position{ID: page[limit-1].ID}
		}
		page = append(page, row)
	}
	return page, nil
}

// wholePage is the limit of a list that is not paged.
const wholePage = math.MaxInt

// createAssignment gives a role as the change says.
func createAssignment(tx *tenant.Tx, c odata.Change) (*roleAssignmentRow, error) {
	if scope, given := c.Get(assignmentProp("directoryScopeId")); given && !scope.Null && scope.Value == "" {
		return nil, oneScope.Err("") // Recorded so.
	}
	if err := roleAssignmentProps.Validate(c, true); err != nil {
		return nil, err
	}
	text := func(name string) string {
		item, _ := c.Get(assignmentProp(name))
		return item.Value
	}
	if (text("directoryScopeId") == "") == (text("appScopeId") == "") {
		return nil, oneScope.Err("")
	}
	if text("appScopeId") != "" {
		return nil, api.NotModeled.Err("", "role assignments with an appScopeId")
	}
	role, err := findRole(tx, text("roleDefinitionId"))
	if err != nil {
		return nil, err
	}
	who, err := mustPrincipal(tx, text("principalId"))
	if err != nil {
		return nil, err
	}
	scope, err := scopeOf(tx, role, text("directoryScopeId"))
	if err != nil {
		return nil, err
	}
	return assign(tx, role, who, scope, &roleConflict)
}

// scopeOf returns the object that a directoryScopeId names; zero is the tenant.
// Administrative units are not modeled, so none is found. A unit without an id, or with
// one that is none, is no scope, as an object without one is not. Ours: nobody has told
// what the service answers; an empty scope it refuses as invalid.
func scopeOf(tx *tenant.Tx, role *roleRow, text string) (tenant.Key, error) {
	if text == TenantScope {
		return tenant.Key{}, nil
	}
	id, ok := strings.CutPrefix(text, "/")
	unit, isUnit := cutPrefixFold(id, "administrativeUnits/")
	if ok && isUnit && isKey(unit) {
		return tenant.Key{}, api.ResourceNotFound.Err(unit, unit)
	}
	if !ok || !isKey(id) {
		return tenant.Key{}, roleAssignmentProps.Invalid(assignmentProp("directoryScopeId"))
	}
	object, err := mustPrincipal(tx, id)
	if err != nil {
		return tenant.Key{}, err
	}
	if role.BuiltIn && (object.app == nil || !scopedToApplications(api.Role(role.Template))) {
		return tenant.Key{}, resourceScope.Err("")
	}
	return object.id(), nil
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// scopedToApplications: the built-in roles that can be given on one application.
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/assign-roles-different-scopes
func scopedToApplications(role api.Role) bool {
	return role == api.ApplicationAdministrator || role == api.CloudApplicationAdministrator
}

// assign gives a role to a principal; taken is the refusal if he has it.
func assign(tx *tenant.Tx, role *roleRow, who principal, scope tenant.Key, taken *api.Refusal) (*roleAssignmentRow, error) {
	id := api.Role(role.ID.String())
	b, isBuiltIn := builtIn(id)
	switch {
	case isBuiltIn && b.Implicit:
		return nil, implicitRole.Err("")
	case role.Enabled != odata.True:
		return nil, roleDisabled.Err("")
	case !mayHoldRole(who):
		return nil, notAssignable.Err("")
	}
	if _, there := assignmentOf(tx, id, who.id(), scope); there {
		return nil, taken.Err("")
	}
	row := &roleAssignmentRow{ID: tx.NewKey(), Role: id, Principal: who.id(), Scope: scope}
	return row, putAssignment(tx, row)
}

// putAssignment adds the row. A role that is given is activated for ever.
func putAssignment(tx *tenant.Tx, row *roleAssignmentRow) error {
	if err := noteActivation(tx, row.Role); err != nil {
		return err
	}
	return tenant.In(tx, &roleAssignments).Put(row)
}

// unassign takes a role away.
func unassign(tx *tenant.Tx, row *roleAssignmentRow) error {
	if err := checkAdministratorStays(tx, row); err != nil {
		return err
	}
	return dropAssignment(tx, row)
}

// checkAdministratorStays refuses to leave the tenant without a person who is
// Global Administrator, and to let one take the role from himself.
func checkAdministratorStays(tx *tenant.Tx, row *roleAssignmentRow) error {
	if row.Role != api.GlobalAdministrator || !row.Scope.IsZero() {
		return nil
	}
	if self, known := callerKey(tx); known && self == row.Principal {
		return ownGlobalAdministrator.Err("")
	}
	if who, _ := findPrincipal(tx, row.Principal); who.user == nil {
		return nil
	}
	for other := range membersOf(tx, api.GlobalAdministrator) {
		if other.user != nil && other.user.ID != row.Principal {
			return nil
		}
	}
	return lastGlobalAdministrator.Err("")
}

// dropAssignment removes the row; the role stays activated.
func dropAssignment(tx *tenant.Tx, row *roleAssignmentRow) error {
	if err := noteActivation(tx, row.Role); err != nil {
		return err
	}
	tenant.In(tx, &roleAssignments).Delete(row.ID)
	return nil
}

// dropRoleAssignments removes what a principal that is gone for good had, and what
// others had on it.
func dropRoleAssignments(tx *tenant.Tx, object tenant.Key) error {
	for _, ix := range []*tenant.Index[*roleAssignmentRow]{&rolesByPrincipal, &rolesByScope} {
		for row := range tenant.In(tx, &roleAssignments).Referring(ix, object) {
			if err := dropAssignment(tx, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// rolesOf returns the built-in roles that a live principal has in the whole
// tenant, by itself.
func rolesOf(tx *tenant.Tx, holder tenant.Key) iter.Seq[api.Role] {
	return func(yield func(api.Role) bool) {
		if _, live := findPrincipal(tx, holder); !live {
			return
		}
		for row := range tenant.In(tx, &roleAssignments).Referring(&rolesByPrincipal, holder) {
			if _, isBuiltIn := builtIn(row.Role); isBuiltIn && row.Scope.IsZero() && !yield(row.Role) {
				return
			}
		}
	}
}

// membersOf returns the live principals that have the role in the whole tenant, in
// the order of their assignments.
func membersOf(tx *tenant.Tx, role api.Role) iter.Seq[principal] {
	return func(yield func(principal) bool) {
		for row := range tenant.In(tx, &roleAssignments).Prefix(&principalsByRole, string(role), nil) {
			if !row.Scope.IsZero() {
				continue
			}
			if who, live := findPrincipal(tx, row.Principal); live && !yield(who) {
				return
			}
		}
	}
}
