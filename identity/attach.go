package identity

import (
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// Attach registers the area's tables and jobs, once per process. For package
// admin alone: its parameter is of an internal package.
func Attach(s *tenant.Schema) {
	tenant.AddTable(s, &users)
	tenant.AddTable(s, &deletedUsers)
	tenant.AddTable(s, &userChanges)
	tenant.AddTable(s, &addresses)
	tenant.AddTable(s, &heldIdentities)
	tenant.AddTable(s, &unsynced)
	tenant.AddTable(s, &roleAssignments)
	tenant.AddTable(s, &apps)
	tenant.AddTable(s, &passwordResets)
	tenant.AddTable(s, &signInFailures)
	tenant.AddTable(s, &customRoles)
	tenant.AddTable(s, &activatedRoles)
	tenant.Job(s, jobPurge, purgeUser)
	tenant.Job(s, jobReset, stepReset)
	s.SetAccess(access{})
	s.SetDirectory(directory{})
	s.SetAddresses(addressPort{})
	s.SetSignIn(signInPort{})
	attachGroups(s)
	tenant.On(s, func(tx *tenant.Tx, e tenant.PrincipalPurged) error { return dropRoleAssignments(tx, e.ID) })
	tenant.On(s, dropManager)
	tenant.On(s, func(tx *tenant.Tx, e tenant.PrincipalPurged) error { return dropUnsynced(tx, e.ID) })
	tenant.On(s, func(tx *tenant.Tx, e tenant.PrincipalRestored) error { return dropUnsynced(tx, e.ID) })
	tenant.On(s, ownTurnedOff)
	tenant.On(s, leaveDomain)
}

// Mount registers the area's routes, once per process. For package admin alone.
func Mount(m *emu.Mux) {
	m.Render("user", renderUsers())
	m.Render("group", renderGroups())
	m.Handle(&opUsersList, handleUsersList)
	m.Handle(&opUsersCount, handleUsersCount)
	m.Handle(&opUsersChanges, handleUsersChanges)
	m.Handle(&opUsersGet, handleUsersGet)
	m.HandleMe(&opUsersGet, &opUsersMe, handleUsersMe)
	m.Handle(&opUsersCreate, handleUsersCreate)
	m.Handle(&opUsersUpdate, handleUsersUpdate)
	m.Handle(&opUsersDelete, handleUsersDelete)
	m.Handle(&opManagersGet, handleManagersGet)
	m.Handle(&opManagersSet, handleManagersSet)
	m.Handle(&opManagersRemove, handleManagersRemove)
	m.Handle(&opManagersReports, handleManagersReports)
	m.Variant(&opUsersGet, &opProfilesGet, selectsProfile)
	m.Variant(&opUsersUpdate, &opProfilesUpdate, patchesProfile)
	m.Variant(&opUsersUpdate, &opPasswordsSet, func(rq *emu.Request) bool { return patchesPassword(rq.Body) })
	mountDeletedItems(m)
	m.Handle(&opPasswordsReset, handlePasswordsReset)
	m.Handle(&opPasswordsChange, handlePasswordsChange)
	m.Handle(&opPasswordsValidate, handlePasswordsValidate)
	m.Handle(&opSessionsRevoke, handleSessionsRevoke)
	m.Handle(&opOperationsGet, handleOperationsGet)
	m.Handle(&opPasswordMethodsList, handlePasswordMethodsList)
	m.Handle(&opPasswordMethodsGet, handlePasswordMethodsGet)
	mountRoles(m)
	mountGroups(m)
	mountObjects(m)
}
