package identity

import (
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// attachGroups registers the tables, jobs and consequences of groups.
func attachGroups(s *tenant.Schema) {
	tenant.AddTable(s, &groups)
	tenant.AddTable(s, &deletedGroups)
	tenant.AddTable(s, &groupMembers)
	tenant.AddTable(s, &groupOwners)
	tenant.Job(s, jobPurgeGroup, purgeGroupLater)
	tenant.On(s, dropLinks)
}

// mountGroups registers the routes of groups, their members and owners, and of
// what a user is a member of.
func mountGroups(m *emu.Mux) {
	m.Handle(&opGroupsList, groupsList(liveGroups))
	m.Handle(&opGroupsCount, handleGroupsCount)
	m.Handle(&opGroupsGet, groupGet(groupProps.Set, false, findGroup))
	m.Handle(&opGroupsCreate, handleGroupsCreate)
	m.Handle(&opGroupsUpdate, handleGroupsUpdate)
	m.Variant(&opGroupsUpdate, &opGroupMembersAddSeveral, bindsOnly(members.property))
	m.Variant(&opGroupsUpdate, &opGroupOwnersAddSeveral, bindsOnly(members.property, owners.property))
	m.Handle(&opGroupsDelete, handleGroupsDelete)

	m.Handle(&opGroupMembersList, relationOf(members, false).list)
	m.Handle(&opGroupMembersListTransitive, relationOf(members, true).list)
	m.Handle(&opGroupMembersCount, relationOf(members, false).number)
	m.Handle(&opGroupMembersCountTransitive, relationOf(members, true).number)
	m.Handle(&opGroupMembersGet, linkGet(members))
	m.Handle(&opGroupMembersAdd, handleGroupMembersAdd)
	m.Handle(&opGroupMembersRemove, handleGroupMembersRemove)
	m.Handle(&opGroupMembersDelete, refuseWithoutRef)

	m.Handle(&opGroupOwnersList, relationOf(owners, false).list)
	m.Handle(&opGroupOwnersCount, relationOf(owners, false).number)
	m.Handle(&opGroupOwnersGet, linkGet(owners))
	m.Handle(&opGroupOwnersAdd, handleGroupOwnersAdd)
	m.Handle(&opGroupOwnersRemove, handleGroupOwnersRemove)
	m.Handle(&opGroupOwnersDelete, refuseWithoutRef)

	m.Handle(&opMembershipsList, membershipRelation(false).list)
	m.Handle(&opMembershipsListTransitive, membershipRelation(true).list)
	m.Handle(&opMembershipsCount, membershipRelation(false).number)
	m.Handle(&opMembershipsCountTransitive, membershipRelation(true).number)
}
