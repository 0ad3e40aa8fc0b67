package identity

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// RoleCoreCases are cases of the rules themselves, inside of a transaction. They
// need Contoso, which package admin makes, so an external test runs them.
var RoleCoreCases = map[string]func(*testing.T, *tenant.Tenant){
	"in the bin":      rolesInTheBin,
	"files of before": rolesWithoutNotes,
	"on one object":   scopedRoles,
	"applications":    applicationsHoldRoles,
}

// Tenant is the tenant behind a backstage, for the cases.
func (b *Backstage) Tenant() *tenant.Tenant { return b.tenant }

const robot = "22222222-2222-4333-8444-666666666666"

// rolesTx runs fn in a writing transaction without a caller.
func rolesTx(t *testing.T, lab *tenant.Tenant, fn func(tx *tenant.Tx)) {
	t.Helper()
	require.NoError(t, lab.Backstage(func(tx *tenant.Tx) error { fn(tx); return nil }))
}

// addRobot adds a service principal.
func addRobot(t *testing.T, tx *tenant.Tx) {
	t.Helper()
	require.NoError(t, tenant.In(tx, &apps).Put(&appRow{ID: tenant.MustKey(robot), AppID: "app", DisplayName: "Robot"}))
}

func rolesUser(t *testing.T, tx *tenant.Tx, nickname string) principal {
	t.Helper()
	row, err := findUser(tx, nickname+"@contoso.com")
	require.NoError(t, err)
	return principal{user: row}
}

func roleNamed(t *testing.T, tx *tenant.Tx, id api.Role) *roleRow {
	t.Helper()
	row, err := findRole(tx, string(id))
	require.NoError(t, err)
	return row
}

func membersIn(tx *tenant.Tx, role api.Role) (ids []tenant.Key) {
	for who := range membersOf(tx, role) {
		ids = append(ids, who.id())
	}
	return ids
}

// rolesInTheBin: who is deleted has no role meanwhile and has it again when he
// is back; when he is gone for good, it is gone.
func rolesInTheBin(t *testing.T, lab *tenant.Tenant) {
	var nestor tenant.Key
	var binned *userRow
	rolesTx(t, lab, func(tx *tenant.Tx) {
		nestor = rolesUser(t, tx, "NestorW").id()
		assert.ElementsMatch(t, []api.Role{api.UserAdministrator, api.Dynamics365Administrator}, slices.Collect(rolesOf(tx, nestor)))
		require.NoError(t, deleteUser(tx, nestor.String()))
		assert.Empty(t, slices.Collect(rolesOf(tx, nestor)))
		assert.Empty(t, activatedRolesOf(tx, nestor))
		assert.Empty(t, membersIn(tx, api.UserAdministrator))
		page, _ := pageAssignments(tx, &odata.Query[*roleAssignmentRow]{}, nil, wholePage)
		assert.False(t, slices.ContainsFunc(page, func(r *roleAssignmentRow) bool { return r.Principal == nestor }))
		row, _ := assignmentOf(tx, api.UserAdministrator, nestor, tenant.Key{})
		_, err := findAssignment(tx, row.wireID())
		assert.ErrorIs(t, err, admin365.ErrNotFound)
		_, err = activatedByTemplate(tx, string(api.UserAdministrator))
		assert.NoError(t, err, "the role stays activated")
		binned, _ = tenant.In(tx, &deletedUsers).Get(nestor)
	})
	rolesTx(t, lab, func(tx *tenant.Tx) {
		tenant.In(tx, &deletedUsers).Delete(nestor)
		require.NoError(t, tenant.In(tx, &users).Put(binned))
		assert.Equal(t, []tenant.Key{nestor}, membersIn(tx, api.UserAdministrator), "as a restore finds it")
		assert.Len(t, activatedRolesOf(tx, nestor), 2)
		tenant.In(tx, &users).Delete(nestor)
		require.NoError(t, tenant.In(tx, &deletedUsers).Put(binned))
	})
	lab.World().Advance(binTime)
	rolesTx(t, lab, func(tx *tenant.Tx) {
		assert.Empty(t, slices.Collect(tenant.In(tx, &roleAssignments).Referring(&rolesByPrincipal, nestor)), "purged")
		_, err := activatedByTemplate(tx, string(api.UserAdministrator))
		assert.NoError(t, err, "activated for ever")
	})
}

// rolesWithoutNotes: without a note of their activation, roles that somebody has are
// activated, and stay so when he loses them.
func rolesWithoutNotes(t *testing.T, lab *tenant.Tenant) {
	rolesTx(t, lab, func(tx *tenant.Tx) {
		noted := slices.Collect(allActivated(tx))
		for row := range tenant.In(tx, &activatedRoles).All() {
			tenant.In(tx, &activatedRoles).Delete(row.ID)
		}
		assert.Equal(t, noted, slices.Collect(allActivated(tx)), "the same roles with the same ids")
		diego := rolesUser(t, tx, "AllanD").id()
		row, ok := assignmentOf(tx, api.HelpdeskAdministrator, diego, tenant.Key{})
		require.True(t, ok)
		require.NoError(t, unassign(tx, row))
		assert.Equal(t, noted, slices.Collect(allActivated(tx)))
		for row := range tenant.In(tx, &roleAssignments).All() {
			tenant.In(tx, &roleAssignments).Delete(row.ID)
		}
		left := slices.Collect(allActivated(tx))
		require.Len(t, left, 2, "the one that was noted, and that of the Global Administrator, always")
		assert.ElementsMatch(t, []admin365.RoleID{HelpdeskAdministrator, GlobalAdministrator}, []admin365.RoleID{left[0].Template, left[1].Template})
	})
}

// scopedRoles: a role on one object is no membership, and goes with the object.
func scopedRoles(t *testing.T, lab *tenant.Tenant) {
	rolesTx(t, lab, func(tx *tenant.Tx) {
		addRobot(t, tx)
		adele, alex := rolesUser(t, tx, "AdeleV"), rolesUser(t, tx, "AlexW")
		give := func(role api.Role, who, scope string) (*roleAssignmentRow, error) {
			return createAssignment(tx, odata.Change{
				{Prop: assignmentProp("roleDefinitionId"), Value: string(role)}, {Prop: assignmentProp("principalId"), Value: who},
				{Prop: assignmentProp("directoryScopeId"), Value: scope},
			})
		}
		row, err := give(api.ApplicationAdministrator, adele.id().String(), "/"+robot)
		require.NoError(t, err)
		assert.Equal(t, "/"+robot, row.directoryScope())
		assert.Len(t, row.wireID(), 66, "three ids in it")
		found, err := findAssignment(tx, row.wireID())
		require.NoError(t, err)
		assert.Equal(t, row, found)
		assert.Empty(t, slices.Collect(rolesOf(tx, adele.id())), "not in the whole tenant")
		assert.Empty(t, membersIn(tx, api.ApplicationAdministrator))
		_, err = give(api.ApplicationAdministrator, adele.id().String(), "/"+robot)
		assert.ErrorIs(t, err, admin365.ErrConflict)
		_, err = give(api.ApplicationAdministrator, adele.id().String(), "/")
		assert.NoError(t, err, "another scope is another assignment")
		_, err = give(api.ApplicationAdministrator, adele.id().String(), "/"+alex.id().String())
		assert.ErrorIs(t, err, admin365.ErrInvalid, "on applications alone")
		_, err = give(api.GlobalAdministrator, adele.id().String(), "/"+robot)
		assert.ErrorIs(t, err, admin365.ErrInvalid)
		_, err = give(api.GroupsAdministrator, adele.id().String(), "/AdministrativeUnits/"+robot)
		assert.ErrorIs(t, err, admin365.ErrNotFound)

		own, err := createRole(tx, odata.Change{
			{Prop: roleProp("displayName"), Value: "Own"}, {Prop: roleProp("isEnabled"), Value: "true"},
			{Prop: roleProp("rolePermissions"), Value: `[{"allowedResourceActions":["microsoft.directory/users/basic/update"]}]`},
		})
		require.NoError(t, err)
		row, err = give(api.Role(own.ID.String()), adele.id().String(), "/"+alex.id().String())
		require.NoError(t, err, "a role of the tenant's own goes on any object")
		require.NoError(t, deleteUser(tx, alex.id().String()))
		_, err = findAssignment(tx, row.wireID())
		assert.ErrorIs(t, err, admin365.ErrNotFound)
		require.NoError(t, dropRoleAssignments(tx, alex.id()))
		_, there := assignmentOf(tx, row.Role, row.Principal, row.Scope)
		assert.False(t, there)
	})
}

// applicationsHoldRoles: a service principal is a member like a person, and is
// no person who stays.
func applicationsHoldRoles(t *testing.T, lab *tenant.Tenant) {
	rolesTx(t, lab, func(tx *tenant.Tx) {
		addRobot(t, tx)
		app, ok := findPrincipal(tx, tenant.MustKey(robot))
		require.True(t, ok)
		given, err := assign(tx, roleNamed(t, tx, api.GlobalAdministrator), app, tenant.Key{}, &roleConflict)
		require.NoError(t, err)
		assert.Contains(t, membersIn(tx, api.GlobalAdministrator), app.id())
		assert.Equal(t, `"id":"`+robot+`","appId":"app","displayName":"Robot"`, string(appendMember(nil, app, nil)))
		assert.Equal(t, `"id":"`+robot+`"`, string(appendMember(nil, app, []string{"mail"})), "never empty")
		assert.Equal(t, `"appId":"app"`, string(appendMember(nil, app, []string{"appId", "mail"})))

		me := rolesUser(t, tx, "admin")
		row, ok := assignmentOf(tx, api.GlobalAdministrator, me.id(), tenant.Key{})
		require.True(t, ok)
		err = unassign(tx, row)
		require.ErrorIs(t, err, admin365.ErrPrecondition, "the last person")
		assert.NoError(t, unassign(tx, given))
	})
}

// TestRoleRowsAreSaved: a role of the tenant's own and a scope survive a file.
func TestRoleRowsAreSaved(t *testing.T) {
	t.Parallel()
	row := &roleRow{ID: tenant.MustKey(robot), Template: robot, DisplayName: "Own", Enabled: odata.False, Permissions: `[{"allowedResourceActions":["a/b/c"],"condition":null}]`}
	b, err := row.MarshalJSON()
	require.NoError(t, err)
	got := new(roleRow)
	require.NoError(t, got.UnmarshalJSON(b))
	assert.Equal(t, row, got)
	assert.Error(t, got.UnmarshalJSON([]byte(`{"id":"x"}`)))
	assert.Error(t, got.UnmarshalJSON([]byte(`{"properties":{"planet":1}}`)))
}

// TestLabels: what lists of changes call the rows.
func TestLabels(t *testing.T) {
	t.Parallel()
	key := tenant.MustKey(robot)
	assert.Equal(t, "Global Administrator of "+robot, (&roleAssignmentRow{Role: api.GlobalAdministrator, Principal: key}).label())
	assert.Equal(t, "x of "+robot+" on "+robot, (&roleAssignmentRow{Role: "x", Principal: key, Scope: key}).label())
	assert.Equal(t, "Global Administrator", activatedRoles.Label(&activatedRoleRow{Template: api.GlobalAdministrator}))
	assert.Equal(t, "x", activatedRoles.Label(&activatedRoleRow{Template: "x"}))
}
