package identity

import (
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

// mountDeletedItems registers the routes of the bin, which users and groups
// share: what is addressed tells which operation it is.
func mountDeletedItems(m *emu.Mux) {
	m.Handle(&opDeletedUsersList, handleDeletedUsersList)
	m.Handle(&opDeletedGroupsList, groupsList(binnedGroups))
	shared := func(ofUsers, ofGroups *api.Op, users, groups emu.Handler) {
		m.Handle(ofUsers, func(rq *emu.Request) (emu.Response, error) {
			if rq.Op == ofGroups {
				return groups(rq)
			}
			return users(rq)
		})
		m.Variant(ofUsers, ofGroups, isDeletedGroup)
	}
	shared(&opDeletedUsersGet, &opDeletedGroupsGet, handleDeletedUsersGet, groupGet("directoryObjects", true, mustDeletedGroup))
	shared(&opDeletedUsersRestore, &opDeletedGroupsRestore, handleDeletedUsersRestore, handleDeletedGroupsRestore)
	shared(&opDeletedUsersPurge, &opDeletedGroupsPurge, handleDeletedUsersPurge, handleDeletedGroupsPurge)
}

func isDeletedGroup(rq *emu.Request) bool {
	_, ok := deletedGroup(rq.Tx, rq.IDs[0])
	return ok
}
