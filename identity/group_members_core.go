package identity

import (
	"iter"
	"slices"
	"strconv"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

const (
	// maxBinds is how many members and owners one request can bind.
	// Source: https://learn.microsoft.com/graph/api/group-post-groups
	maxBinds = 20
	// maxOwners is how many owners a group can have.
	// Source: https://learn.microsoft.com/graph/api/resources/group#relationships
	maxOwners = 100
)

// findReferenced returns the live object that a reference names: by its id, or a
// user by his name.
func findReferenced(tx *tenant.Tx, ref string) (principal, error) {
	if _, isKey := tenant.ParseKey(ref); isKey {
		return mustPrincipal(tx, ref)
	}
	row, err := findUser(tx, ref)
	return principal{user: row}, err
}

// addMembers makes objects members of a group, all of them or none.
func addMembers(tx *tenant.Tx, group string, refs []string) error {
	row, err := groupToWrite(tx, group)
	if err != nil {
		return err
	}
	if err := checkMembersWritable(row); err != nil {
		return err
	}
	if len(refs) > maxBinds {
		return tooManyLinks.Err("")
	}
	for _, ref := range refs {
		if err := bindMember(tx, row, ref); err != nil {
			return err
		}
	}
	return nil
}

// checkMembersWritable refuses groups whose members somebody else looks after.
func checkMembersWritable(row *groupRow) error {
	switch {
	case row.Synced == odata.True:
		return api.SyncedReadOnly.Err("")
	case row.exchanged():
		return exchangeGroup.Err("")
	case row.Dynamic:
		// The service says no more than that the caller may not.
		// Source: https://learn.microsoft.com/troubleshoot/entra/entra-id/users-groups-entra-apis/authorization-requestdenied-403-error-add-user-group
		return dynamicGroup()
	}
	return nil
}

// dynamicGroup is the refusal to change members by hand that a rule chooses.
func dynamicGroup() error {
	return denied(admin365.Detail{Target: "groupTypes", Message: "the group is dynamic: a rule chooses its members, and nobody adds or removes them"})
}

// bindMember makes an object a member, whoever looks after the members.
func bindMember(tx *tenant.Tx, row *groupRow, ref string) error {
	member, err := findReferenced(tx, ref)
	if err != nil {
		return err
	}
	if row.Dynamic {
		return dynamicGroup()
	}
	if err := checkMember(row, member); err != nil {
		return err
	}
	if members.has(tx, row.ID, member.id()) {
		return linkExists.Err("", members.property)
	}
	if err := members.put(tx, row.ID, member); err != nil {
		return err
	}
	return tenant.Emit(tx, tenant.MemberAdded{Group: row.ID, Member: member.id()})
}

// checkMember keeps the rules of what can be a member of what. A group may be a
// member of itself, as was observed (MicrosoftDocs/azure-docs#43313).
// Source: https://learn.microsoft.com/graph/api/group-post-members
func checkMember(row *groupRow, member principal) error {
	switch {
	case member.group != nil && row.RoleAssignable == odata.True:
		return nestedInRoleGroup.Err("")
	case member.group != nil && row.Unified && member.group.Unified:
		return unifiedInUnified.Err("")
	case member.group != nil && (row.Unified || member.group.Unified), member.app != nil && row.Unified:
		return wrongReference(member, members)
	}
	return nil
}

// wrongReference refuses an object that is of no type for the links.
func wrongReference(p principal, l links) error {
	return invalidTarget.Err("", p.kind()+"_"+p.id().String(), p.kind(), l.property)
}

// removeMember takes an object out of a group.
func removeMember(tx *tenant.Tx, group, member string) error {
	row, err := groupToWrite(tx, group)
	if err != nil {
		return err
	}
	object, err := linked(tx, members, row, member)
	if err != nil {
		return err
	}
	if err := checkMembersWritable(row); err != nil {
		return err
	}
	members.drop(tx, row.ID, object.id())
	return tenant.Emit(tx, tenant.MemberRemoved{Group: row.ID, Member: object.id()})
}

// removeAllMembers leaves a group without members: it becomes a dynamic one.
// Source: https://learn.microsoft.com/entra/identity/users/groups-change-type
func removeAllMembers(tx *tenant.Tx, row *groupRow) error {
	for link := range tenant.In(tx, &groupMembers).Referring(&membersByGroup, row.ID) {
		members.drop(tx, row.ID, link.Member)
		if err := tenant.Emit(tx, tenant.MemberRemoved{Group: row.ID, Member: link.Member}); err != nil {
			return err
		}
	}
	return nil
}

// linked returns the live object that is linked to the group; the refusal names
// the object if it is not.
func linked(tx *tenant.Tx, l links, row *groupRow, id string) (principal, error) {
	object, err := mustPrincipal(tx, id)
	if err != nil {
		return principal{}, err
	}
	if !l.has(tx, row.ID, object.id()) {
		return principal{}, api.ResourceNotFound.Err(id, id)
	}
	return object, nil
}

// addOwner makes an object an owner of a group.
func addOwner(tx *tenant.Tx, group, ref string) error {
	row, err := groupToWrite(tx, group)
	if err != nil {
		return err
	}
	if err := checkOwnersWritable(row); err != nil {
		return err
	}
	return bindOwner(tx, row, ref)
}

// checkOwnersWritable refuses groups that have no owners in the cloud.
// Source: https://learn.microsoft.com/graph/api/group-list-owners
func checkOwnersWritable(row *groupRow) error {
	switch {
	case row.Synced == odata.True:
		return api.SyncedReadOnly.Err("")
	case row.exchanged():
		return exchangeGroup.Err("")
	}
	return nil
}

func bindOwner(tx *tenant.Tx, row *groupRow, ref string) error {
	owner, err := findReferenced(tx, ref)
	if err != nil {
		return err
	}
	if owner.group != nil {
		return wrongReference(owner, owners)
	}
	if owners.has(tx, row.ID, owner.id()) {
		return linkExists.Err("", owners.property)
	}
	n := 1
	for range owners.all(tx, row.ID) {
		n++
	}
	if n > maxOwners {
		return linkQuota.Err("", strconv.Itoa(n), strconv.Itoa(maxOwners), owners.property)
	}
	return owners.put(tx, row.ID, owner)
}

// removeOwner takes an owner from a group. The last user among them stays.
// Source: https://learn.microsoft.com/graph/api/group-delete-owners
func removeOwner(tx *tenant.Tx, group, owner string) error {
	row, err := groupToWrite(tx, group)
	if err != nil {
		return err
	}
	object, err := linked(tx, owners, row, owner)
	if err != nil {
		return err
	}
	if err := checkOwnersWritable(row); err != nil {
		return err
	}
	others := slices.ContainsFunc(slices.Collect(owners.all(tx, row.ID)), func(p principal) bool {
		return p.user != nil && p.id() != object.id()
	})
	if object.user != nil && !others {
		return lastOwner.Err("")
	}
	owners.drop(tx, row.ID, object.id())
	return nil
}

// membershipsOf returns the groups and activated roles that an object is a
// member of, in the order of their ids: by itself or, if transitive, by other
// groups too, each once.
func membershipsOf(tx *tenant.Tx, object tenant.Key, transitive bool) []principal {
	of := []tenant.Key{object}
	if transitive {
		of = closure(object, func(k tenant.Key) iter.Seq[tenant.Key] { return containing(tx, k) })
	}
	var found []principal
	for _, member := range of {
		for group := range containing(tx, member) {
			if row, live := tenant.In(tx, &groups).Get(group); live {
				found = append(found, principal{group: row})
			}
		}
		for _, role := range activatedRolesOf(tx, member) {
			found = append(found, principal{role: role})
		}
	}
	slices.SortFunc(found, byID)
	return slices.CompactFunc(found, func(a, b principal) bool { return a.id() == b.id() })
}
